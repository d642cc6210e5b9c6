// Search and index under measurement: what `gestuaire bench search` and `bench index` run as ours.
#include "base/clock.h"
#include "index/index.h"
#include "store/store.h"
#include "verbs/bench.h"
#include "verbs/verbs.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#define REST_US 50000
#define LINE 512
#define HITS 20            // of a page
#define CHANGED "Zyxwvute" // a word that no record has
#define PATIENCE_S 30.0

struct bench_records {
    char content[PATH_MAX], state[PATH_MAX];
    struct index *index;
    struct index_report report;
};

static void mark(char which)
{
    printf("MARK %c\n", which);
    fflush(stdout);
    usleep(REST_US);
}

static bool say(const struct fault *f, const struct faults *faults)
{
    fprintf(stderr, "gestuaire: %s\n", f && f->text[0] ? f->text : "the index cannot be made");
    for (int i = 0; faults && i < faults->count && i < 3; i++)
        fprintf(stderr, "%s\n", faults->entries[i].text);
    return false;
}

static bool open_records(struct bench_records *r, const char *folder, const char *state)
{
    struct fault f = {0};
    snprintf(r->content, sizeof r->content, "%s/repertoire", folder);
    snprintf(r->state, sizeof r->state, "%s/%s", folder, state);
    if (!store_folder(r->state, &f))
        return say(&f, NULL);
    r->index = index_open(&(struct index_desc){.folder = r->content, .state = r->state}, &f);
    return r->index || say(&f, NULL);
}

static bool update(struct bench_records *r)
{
    struct faults faults = {0};
    bool good = index_update(r->index, NULL, &r->report, &faults) || say(NULL, &faults);
    faults_finish(&faults);
    return good;
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int found(struct index *x, const char *words, int count)
{
    const struct index_query q = {.words = words, .language = "fr", .count = count};
    json_t *answer = index_search(x, &q);
    int total = (int)json_integer_value(json_object_get(answer, "total"));
    json_decref(answer);
    return total;
}

// Every beginning of the line, letter by letter.
static void type(struct index *x, char *line, bool told)
{
    for (char *end = line; *end; end++) {
        if (((unsigned char)end[1] & 0xc0) == 0x80)
            continue;
        char after = end[1];
        end[1] = 0;
        double before_ms = cpu_ms();
        found(x, line, HITS);
        if (told)
            printf("TOOK_MS %.6f\n", cpu_ms() - before_ms);
        end[1] = after;
    }
}

int bench_typed(const char *folder)
{
    struct bench_records r = {.index = NULL};
    char path[PATH_MAX + 16], line[LINE];
    snprintf(path, sizeof path, "%s/queries.txt", folder);
    FILE *queries = fopen(path, "r");
    bool good = queries && open_records(&r, folder, "state") && update(&r);
    for (int pass = 0; good && pass < 2; pass++) { // once before, as the floor does
        rewind(queries);
        if (pass == 1)
            mark('A');
        while (fgets(line, sizeof line, queries)) {
            line[strcspn(line, "\n")] = 0;
            type(r.index, line, pass == 1);
        }
    }
    if (good)
        mark('B');
    if (queries)
        fclose(queries);
    else
        perror(path);
    index_close(r.index);
    return good ? EXIT_DONE : EXIT_FAILED;
}

// ---- one file is changed ----

// How many records were opened in the folder, by whoever; the writer opens a name of its own.
static int opened(int watch)
{
    char bytes[65536] __attribute__((aligned(8)));
    int count = 0;
    for (ssize_t n; (n = read(watch, bytes, sizeof bytes)) > 0;)
        for (char *at = bytes; at < bytes + n;) {
            const struct inotify_event *e = (const struct inotify_event *)at;
            size_t length = e->len ? strlen(e->name) : 0;
            count += length > 5 && strcmp(e->name + length - 5, ".json") == 0;
            at += sizeof *e + e->len;
        }
    return count;
}

static int watch_opened(const char *content)
{
    char path[PATH_MAX + 16];
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    snprintf(path, sizeof path, "%s/gestures", content);
    if (watch >= 0 && inotify_add_watch(watch, path, IN_OPEN) < 0) {
        close(watch);
        return -1;
    }
    return watch;
}

// A gesture's file with another French label, written as a curator's program would.
static bool write_changed(const char *path, const char *before, struct fault *f)
{
    json_t *record = json_loads(before, 0, NULL);
    json_t *label = json_object_get(record, "label");
    char *text = NULL;
    if (label && json_object_set_new(label, "fr", json_string(CHANGED " le fer")) == 0)
        text = json_dumps(record, JSON_INDENT(2));
    bool good =
        text ? store_write(path, text, strlen(text), f) : fault_set(f, "%s: is no gesture", path);
    free(text);
    json_decref(record);
    return good;
}

// Until the word is found as often as it should be. NAN: it never was.
static double wait_found(struct index *x, int count)
{
    struct clock clock = clock_live();
    double now_s = 0;
    while (found(x, CHANGED, 1) != count && now_s < PATIENCE_S) {
        usleep(1000);
        now_s = clock_now_s(&clock);
    }
    return now_s < PATIENCE_S ? now_s * 1e3 : NAN;
}

static bool wait_idle(const struct index_builder *b)
{
    struct clock clock = clock_live();
    int done, total;
    usleep(REST_US);
    while (index_builder_busy(b, &done, &total) && clock_now_s(&clock) < PATIENCE_S)
        usleep(REST_US);
    return clock_now_s(&clock) < PATIENCE_S;
}

static const char *a_gesture(struct index *x, char id[64])
{
    json_t *answer = index_search(x, &(struct index_query){.count = 1});
    const json_t *hit = json_array_get(json_object_get(answer, "hits"), 0);
    const char *word = json_string_value(json_object_get(hit, "id"));
    snprintf(id, 64, "%s", word ? word : "");
    json_decref(answer);
    return id;
}

// While the builder watches: how long until a saved file is found, and what was opened for it.
static bool change_one(struct bench_records *r)
{
    struct fault f = {0};
    char path[PATH_MAX + 128], id[64];
    size_t length;
    struct index_builder *b = index_builder_start(r->index, &f);
    snprintf(path, sizeof path, "%s/gestures/%s.json", r->content,
             a_gesture(r->index, id)[0] ? id + 2 : "");
    char *before = b ? store_read(path, 65536, &length, &f) : NULL;
    bool good = before && wait_idle(b);
    int watch = good ? watch_opened(r->content) : -1;
    good = good && watch >= 0 && write_changed(path, before, &f);
    double seen_ms = good ? wait_found(r->index, 1) : NAN;
    if (good)
        printf("SEEN_MS %.3f\nOPENED %d\n", seen_ms, opened(watch));
    if (good)
        good = store_write(path, before, length, &f) && !isnan(wait_found(r->index, 0));
    if (!good)
        say(&f, NULL);
    if (watch >= 0)
        close(watch);
    free(before);
    index_builder_stop(b);
    return good;
}

// What the last run left goes.
static void forget(const char *folder)
{
    char path[PATH_MAX + 300];
    snprintf(path, sizeof path, "%s/state-cold", folder);
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        snprintf(path, sizeof path, "%s/state-cold/%s", folder, e->d_name);
        if (strncmp(e->d_name, "repertoire.", 11) == 0)
            unlink(path);
    }
    if (dir)
        closedir(dir);
}

int bench_indexed(const char *folder)
{
    struct bench_records r = {.index = NULL};
    forget(folder);
    mark('A');
    bool good = open_records(&r, folder, "state-cold") && update(&r);
    if (good)
        mark('B');
    if (good && !r.report.cold) {
        fprintf(stderr, "gestuaire: the index was not made from nothing\n");
        good = false;
    }
    good = good && change_one(&r);
    index_close(r.index);
    return good ? EXIT_DONE : EXIT_FAILED;
}
