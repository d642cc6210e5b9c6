// Writes, with the program's own rooms, what must survive a power cut, and reads what one left:
//   keeper write WHAT FOLDER SOURCE       says by access("/powercut/…") what it holds to be saved
//   keeper read                           lines "WHAT FOLDER SOURCE" on standard input, an answer
//   each
// WHAT: desk, restore, texts, index, visits, log, content,
// careless. SOURCE: records of the index, folders of the
// content.
#include "desk/backup.h"
#include "desk/desk.h"
#include "index/index.h"
#include "kiosk/kiosk.h"
#include "store/logfile.h"
#include "store/store.h"
#include "tools/crafts.h"
#include "visitlog/visitlog.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STEPS 24
#define TEXTS 12
#define VISITS 30
#define SAY 64

static void say(const char *what, int n)
{
    char path[SAY];
    snprintf(path, sizeof path, "/powercut/%s %d", what, n);
    if (access(path, F_OK) == 0)
        abort(); // somebody made it
}

static void must(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "keeper: %s\n", what);
    exit(1);
}

static const char *in(char path[PATH_MAX], const char *folder, const char *name)
{
    snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return path;
}

// ---- the desk: the x of a corner is the number of the step ----

static struct desk *open_desk(const char *folder)
{
    static const struct desk_names names = {
        .of = {[DESK_OUTPUT] = {"nord"}, [DESK_SURFACE] = {"wall"}}};
    char file[PATH_MAX];
    struct faults told = {0};
    struct mapping_desc start = {.surface_count = 1, .output_count = 1};
    start.outputs[0] =
        (struct mapping_output){.size = {1280, 800},
                                .corners = {{0, 0}, {1280, 0}, {1280, 800}, {0, 800}}};
    start.surfaces[0] =
        (struct mapping_surface){.size = {1280, 800},
                                 .corners = {{0, 0}, {1280, 0}, {1280, 800}, {0, 800}}};
    struct desk *d =
        desk_create(&(struct desk_desc){.file = in(file, folder, "calibration/st.jsonl"),
                                        .start = &start,
                                        .names = names},
                    &told);
    faults_finish(&told);
    must(d != NULL, "no desk");
    return d;
}

static bool set_corner(struct desk *d, double x)
{
    struct fault f = {""};
    const struct desk_value value = {.at = {.of = DESK_OUTPUT, .key = DESK_CORNER},
                                     .numbers = {x, 1}};
    bool set = desk_set(d, &value, 1, false, &f);
    if (!set)
        fprintf(stderr, "keeper: %s\n", f.text);
    return set;
}

static double corner(const struct desk *d)
{
    return desk_light(d)->outputs[0].corners[0].x;
}

// As the engine does it between frames: half a second after the last change it is synced.
static bool rest(struct desk *d)
{
    desk_rest(d, 1);
    desk_rest(d, 2);
    return !desk_unkept(d);
}

static void write_desk(const char *folder, const char *source)
{
    struct desk *d = open_desk(folder);
    for (int n = 1; n <= STEPS; n++) {
        say("doing", n);
        must(set_corner(d, n), "no step");
        if (n % 5 == 0) { // what is undone and done again is the same in the end
            must(desk_undo(d) && desk_redo(d), "no undo");
            must(desk_name(d, "a name", NULL), "no name");
        }
        if (n % 3 != 0) { // else it goes on at once
            must(rest(d), "not kept");
            say("saved", n);
        }
        if (n % 8 == 0) {
            desk_destroy(d);
            say("saved", n);
            d = open_desk(folder);
        }
    }
    desk_destroy(d);
    say("saved", STEPS);
}

// What it says, and whether what is done then is kept as well.
static void read_desk(const char *folder, const char *source)
{
    struct desk *d = open_desk(folder);
    double was = corner(d);
    bool kept = set_corner(d, was + 100) && rest(d);
    desk_destroy(d);
    d = open_desk(folder);
    printf("%g %d\n", was, kept && corner(d) == was + 100);
    desk_destroy(d);
}

// A backup of another day, put back over what is there.
static void write_restore(const char *folder, const char *source)
{
    char file[PATH_MAX], aside[64] = "/tmp/gestuaire-keeper-XXXXXX";
    struct fault f = {""};
    struct faults told = {0};
    int restored = 0, fd = mkstemp(aside);
    struct desk *d = open_desk(folder);
    struct backup_station station = {"st", in(file, folder, "calibration/st.jsonl")};
    say("doing", 2);
    must(set_corner(d, 2) && rest(d), "not kept");
    must(fd >= 0 && backup_write("house", &station, 1, aside, &f), "no backup");
    must(set_corner(d, 1) && rest(d), "not kept");
    desk_destroy(d);
    say("saved", 1);
    must(backup_read(aside, &station, 1, &restored, &told, &f) && restored == 1, "not restored");
    faults_finish(&told);
    say("saved", 2);
    close(fd);
    unlink(aside);
}

// ---- files written whole ----

static void write_texts(const char *folder, const char *source)
{
    static const char *const names[] = {"show.json", "pin.json", "supervisor.json"};
    char path[PATH_MAX], text[4000];
    struct kiosk k = {.installation = "house", .content = "/srv/c", .state = "/var/s"};
    for (int n = 1; n <= TEXTS; n++) {
        say("doing", n);
        // Longer and shorter in turn, over one page of the disk and below.
        int more = n % 3 * 1700;
        snprintf(text, sizeof text, "{\"n\": %d, \"more\": \"%0*d\"}\n", n, more + 1, 7);
        for (int i = 0; i < 3; i++)
            must(store_write(in(path, folder, names[i]), text, strlen(text), NULL), "not written");
        snprintf(k.station, sizeof k.station, "s%d", n);
        must(kiosk_write(in(path, folder, "etc/gestuaire/kiosk.json"), &k, NULL), "not written");
        say("saved", n);
    }
}

// How it must not be done: the cutter has to find it.
static void write_careless(const char *folder, const char *source)
{
    char path[PATH_MAX], beside[PATH_MAX], text[2000];
    in(path, folder, "show.json");
    in(beside, folder, "show.new");
    for (int n = 1; n <= TEXTS; n++) {
        snprintf(text, sizeof text, "{\"n\": %d, \"more\": \"%01500d\"}\n", n, 7);
        say("doing", n);
        int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        must(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), "not written");
        close(fd);
        must(rename(beside, path) == 0, "not renamed");
        say("saved", n);
    }
}

static void read_texts(const char *folder, const char *source)
{
    char path[PATH_MAX];
    struct kiosk k;
    bool read = kiosk_read(in(path, folder, "etc/gestuaire/kiosk.json"), &k, NULL);
    printf("%s\n", read ? k.station : "s0");
}

// ---- the index ----

static long long found(struct index *x)
{
    json_t *answer = index_search(x, &(struct index_query){.count = 1});
    long long total = answer ? json_integer_value(json_object_get(answer, "total")) : -1;
    json_decref(answer);
    return total;
}

static long long updated(const char *state, const char *records, long long *before)
{
    struct fault f = {""};
    struct index *x =
        index_open(&(struct index_desc){.folder = records, .state = state, .date = "2026-11-29"},
                   &f);
    if (!x)
        fprintf(stderr, "keeper: %s\n", f.text);
    must(x != NULL, "no index");
    *before = found(x);
    long long after = index_update(x, NULL, NULL, NULL) ? found(x) : -1;
    index_close(x);
    return after;
}

// A cold one, two updates, and, as it was thrown away, one more from nothing.
static void write_index(const char *folder, const char *source)
{
    long long before;
    char path[PATH_MAX], extra[PATH_MAX];
    static const char record[] =
        "{\"id\": \"g:extra\", \"verb\": \"v:x1\", \"materials\": [\"m:x1\"], \"metiers\": "
        "[\"t:x1\"], \"label\": {\"fr\": \"encore\"}, \"origin\": \"made-up\"}\n";
    say("doing", 1);
    must(updated(folder, source, &before) > 0, "no index");
    say("saved", 1);
    in(extra, source, "gestures/extra.json");
    for (int n = 2; n <= 3; n++) {
        must(n == 2 ? store_write(extra, record, strlen(record), NULL) : unlink(extra) == 0,
             "no record");
        say("doing", n);
        must(updated(folder, source, &before) > 0, "no index");
        say("saved", n);
    }
    say("doing", 4);
    must(unlink(in(path, folder, "repertoire.db")) == 0, "there was none");
    must(updated(folder, source, &before) > 0, "no index");
    say("saved", 4);
}

static void read_index(const char *folder, const char *source)
{
    long long before, after = updated(folder, source, &before), unused;
    printf("%lld %lld %lld\n", before, after, updated(NULL, source, &unused));
}

// ---- the log of visits ----

static struct visitlog *open_visits(const char *folder)
{
    char path[PATH_MAX];
    struct visitlog *log = visitlog_create(
        &(struct visitlog_desc){.path = in(path, folder, "visits.db"), .batch_s = 0.001}, NULL);
    must(log != NULL, "no log");
    return log;
}

static void write_visits(const char *folder, const char *source)
{
    struct visitlog *log = open_visits(folder);
    for (int n = 1; n <= VISITS; n++) {
        struct visit_record r = {.what = VISIT_RECORD_BEGAN,
                                 .station = "st",
                                 .stage = "main",
                                 .visit = (uint32_t)n,
                                 .language = "fr"};
        say("doing", n);
        visitlog_put(log, &r);
        r.what = VISIT_RECORD_PAGE;
        r.seconds = n;
        snprintf(r.page, sizeof r.page, "g:page-%d", n);
        visitlog_put(log, &r);
        r.what = VISIT_RECORD_ENDED;
        visitlog_put(log, &r);
        nanosleep(&(struct timespec){.tv_nsec = 4000000}, NULL); // another batch
        if (n % 10 == 0) {
            visitlog_destroy(log);
            say("saved", n);
            log = open_visits(folder);
        }
    }
    visitlog_destroy(log);
    say("saved", VISITS);
}

// One more visit, at a stage of its own: the file is opened, or set aside, and goes on.
static void read_visits(const char *folder, const char *source)
{
    struct visitlog *log = open_visits(folder);
    const struct visit_record r = {.what = VISIT_RECORD_BEGAN,
                                   .station = "st",
                                   .stage = "after",
                                   .visit = 1,
                                   .language = "fr"};
    visitlog_put(log, &r);
    visitlog_destroy(log);
    printf("opened\n");
}

// ---- the rotating log ----

#define LINES 150

static struct logfile *open_lines(const char *folder)
{
    char path[PATH_MAX];
    struct logfile *l =
        logfile_create(&(struct logfile_desc){.path = in(path, folder, "log/st.log"),
                                              .bytes = 5000,
                                              .files = 3,
                                              .free_bytes = -1},
                       NULL);
    must(l != NULL, "no log");
    return l;
}

static void write_lines(const char *folder, const char *source)
{
    struct logfile *l = open_lines(folder);
    char line[300];
    for (int n = 1; n <= LINES; n++) {
        snprintf(line, sizeof line, "number %d %0*d", n, n % 7 * 30 + 1, n);
        logfile_put(l, line, strlen(line));
        if (n % 5 == 0) {
            logfile_destroy(l);
            l = open_lines(folder);
        }
    }
    logfile_destroy(l);
}

static void read_lines(const char *folder, const char *source)
{
    struct logfile *l = open_lines(folder);
    logfile_put(l, "after", 5);
    logfile_destroy(l);
    printf("opened\n");
}

// ---- content: source/1, source/2 … ----

static enum kiosk_end put(const char *folder, const char *source, int n, char id[KIOSK_ID])
{
    char from[PATH_MAX], content[PATH_MAX];
    struct faults faults = {0};
    snprintf(from, sizeof from, "%s/%d", source, n);
    in(content, folder, "srv/gestuaire/house");
    enum kiosk_end end =
        kiosk_put(&(struct kiosk_put){.from = from, .content = content, .day = "20261129"}, id,
                  &faults);
    for (int i = 0; i < faults.count; i++)
        fprintf(stderr, "keeper: %s\n", faults.entries[i].text);
    faults_finish(&faults);
    return end;
}

static void write_content(const char *folder, const char *source)
{
    char content[PATH_MAX], id[KIOSK_ID];
    in(content, folder, "srv/gestuaire/house");
    static const int order[] = {1, 2, 0, 0, 3, 0, 1, 2}; // 0: back
    int current = 0, previous = 0;
    for (int step = 0; step < (int)(sizeof order / sizeof *order); step++) {
        int next = order[step] ? order[step] : previous;
        say("doing", next);
        if (order[step])
            must(put(folder, source, next, id) == KIOSK_DONE, "not installed");
        else
            must(kiosk_back(content, id, NULL), "not gone back");
        say("saved", next);
        previous = current;
        current = next;
    }
}

// The next install finds its way, whatever was left.
static void read_content(const char *folder, const char *source)
{
    char current[PATH_MAX], id[KIOSK_ID];
    struct faults faults = {0};
    enum kiosk_end end = put(folder, source, 3, id);
    bool whole =
        kiosk_verify(in(current, folder, "srv/gestuaire/house/current"), NULL, NULL, &faults);
    faults_finish(&faults);
    printf("%d %d\n", end != KIOSK_FAILED, whole);
}

static const struct keeping {
    const char *what;
    void (*write)(const char *folder, const char *source);
    void (*read)(const char *folder, const char *source);
} keepings[] = {
    {"restore", write_restore, read_desk},    {"desk", write_desk, read_desk},
    {"texts", write_texts, read_texts},       {"index", write_index, read_index},
    {"visits", write_visits, read_visits},    {"log", write_lines, read_lines},
    {"content", write_content, read_content}, {"careless", write_careless, read_texts},
};

static const struct keeping *find(const char *what)
{
    for (size_t i = 0; i < sizeof keepings / sizeof *keepings; i++)
        if (strcmp(keepings[i].what, what) == 0)
            return &keepings[i];
    must(false, what);
    return NULL;
}

int main(int argc, char **argv)
{
    char what[32], folder[1000], source[1000];
    if (argc == 5 && strcmp(argv[1], "write") == 0) {
        find(argv[2])->write(argv[3], argv[4]);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "records") == 0) { // a made-up repertoire, to be removed
        struct crafts *c = crafts_make(12, 7);
        must(c != NULL, "no records");
        puts(c->folder);
        return 0;
    }
    must(argc == 2 && strcmp(argv[1], "read") == 0, "write WHAT FOLDER SOURCE, read, or records");
    while (scanf("%31s %999s %999s", what, folder, source) == 3) {
        find(what)->read(folder, source);
        fflush(stdout);
    }
    return 0;
}
