// The log of visits under measurement: what `gestuaire bench visits` runs as ours.
#include "base/clock.h"
#include "verbs/bench.h"
#include "verbs/verbs.h"
#include "visitlog/visitlog.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define REST_US 50000
#define FRAMES 480 // 8 s at 60 Hz
#define FRAME_US 16667
#define A_FRAME 5 // events: a hall of kiosks at once
#define HOLD_US 400000

// Another one who has the file: half of the time nobody else can write to it.
struct other {
    sqlite3 *db;
    atomic_bool over;
};

static void *hold(void *user)
{
    struct other *o = user;
    while (!atomic_load(&o->over)) {
        sqlite3_exec(o->db, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
        usleep(HOLD_US);
        sqlite3_exec(o->db, "COMMIT", NULL, NULL, NULL);
        usleep(HOLD_US);
    }
    return NULL;
}

static void mark(char which)
{
    printf("MARK %c\n", which);
    fflush(stdout);
    usleep(REST_US);
}

static void fill(struct visit_record *r, int n)
{
    *r = (struct visit_record){.what = n % 10 == 0   ? VISIT_RECORD_BEGAN
                                       : n % 10 == 9 ? VISIT_RECORD_ENDED
                                                     : VISIT_RECORD_PAGE,
                               .visit = (uint32_t)(n / 10 + 1),
                               .seconds = 10,
                               .pages = 8,
                               .end = VISIT_END_DONE};
    snprintf(r->station, sizeof r->station, "kiosk");
    snprintf(r->stage, sizeof r->stage, "screen");
    snprintf(r->page, sizeof r->page, "g:page-%d", n % 97);
    snprintf(r->kind, sizeof r->kind, "gesture");
    snprintf(r->language, sizeof r->language, "fr");
}

// How often this thread waited for something and gave its core away meanwhile.
static long waits(void)
{
    struct rusage u;
    getrusage(RUSAGE_THREAD, &u);
    return u.ru_nvcsw;
}

static void put_all(struct visitlog *log)
{
    struct clock clock = clock_live();
    long blocked = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
        for (int i = 0; i < A_FRAME; i++) {
            struct visit_record r;
            fill(&r, frame * A_FRAME + i);
            long before = waits();
            double from_s = clock_now_s(&clock);
            visitlog_put(log, &r);
            printf("TOOK_MS %.6f\n", (clock_now_s(&clock) - from_s) * 1e3);
            blocked += waits() - before;
        }
        fflush(stdout);
        usleep(FRAME_US);
    }
    printf("BLOCKED %ld\n", blocked);
}

static bool say(const char *what)
{
    fprintf(stderr, "gestuaire: %s\n", what);
    return false;
}

static bool put_beside(struct visitlog *log, const char *path)
{
    struct other other = {.db = NULL};
    pthread_t thread;
    if (sqlite3_open(path, &other.db) != SQLITE_OK ||
        pthread_create(&thread, NULL, hold, &other) != 0) {
        sqlite3_close(other.db);
        return say("nobody else can hold the log");
    }
    mark('A');
    put_all(log);
    mark('B');
    atomic_store(&other.over, true);
    pthread_join(thread, NULL);
    sqlite3_close(other.db);
    return visitlog_lost(log) == 0 || say("the ring was too small: events were lost");
}

// A copy: the log itself is read by the report.
static bool copy(const char *from, const char *to)
{
    char bytes[65536];
    FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
    bool good = out != NULL;
    for (size_t n; good && (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        good = fwrite(bytes, 1, n, out) == n;
    if (in)
        fclose(in);
    return out && fclose(out) == 0 && good;
}

int bench_logged(const char *folder)
{
    char from[PATH_MAX], to[PATH_MAX], beside[PATH_MAX + 8];
    struct fault f = {0};
    snprintf(from, sizeof from, "%s/visits.db", folder);
    snprintf(to, sizeof to, "%s/logged.db", folder);
    struct visitlog *log =
        copy(from, to) ? visitlog_create(&(struct visitlog_desc){.path = to}, &f) : NULL;
    bool good = log ? put_beside(log, to) : say(f.text[0] ? f.text : "the log cannot be copied");
    visitlog_destroy(log);
    const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(beside, sizeof beside, "%s%s", to, ends[i]);
        unlink(beside);
    }
    return good ? EXIT_DONE : EXIT_FAILED;
}
