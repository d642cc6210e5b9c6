// visitlog: what was told of visits lies in the file, whatever happens to program, disk and file.
// What the file holds is asked of SQLite here, in statements of the test's own.
#include "base/log.h"
#include "visitlog/visitlog.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define BATCH_S 0.01
#define NOON 1795867200 // 2026-11-28 12:00 UTC
#define PATIENCE 3000   // times 10 ms: something is to happen, and nobody says how fast

struct place {
    char folder[64], file[128];
    _Atomic int64_t now_s;
    _Atomic int warnings, infos;
};

static int64_t now(void *user)
{
    return atomic_load(&((struct place *)user)->now_s);
}

static void count_lines(void *user, enum log_level level, const char *room, const char *text)
{
    struct place *p = user;
    p->warnings += level == LOG_WARNING;
    p->infos += level == LOG_INFO;
}

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-visitlog-XXXXXX");
    if (!p || !mkdtemp(p->folder))
        return -1;
    snprintf(p->file, sizeof p->file, "%s/visits.db", p->folder);
    p->now_s = NOON;
    setenv("TZ", "UTC", 1);
    tzset();
    log_to(count_lines, p, LOG_DEBUG);
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    struct place *p = *state;
    char command[128];
    log_to(NULL, NULL, LOG_INFO);
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    int failed = system(command);
    free(p);
    return failed;
}

static struct visitlog *open_log(struct place *p)
{
    struct fault f = {""};
    struct visitlog *log = visitlog_create(
        &(struct visitlog_desc){
            .path = p->file, .batch_s = BATCH_S, .retry_s = BATCH_S, .now = now, .user = p},
        &f);
    if (!log)
        fail_msg("%s", f.text);
    return log;
}

// What one question answers, as SQLite writes it: columns and rows by '|'.
static char *ask(const char *file, const char *sql, char *to, size_t size)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    size_t n = 0;
    to[0] = 0;
    if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(db, 5000);
        if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK)
            while (sqlite3_step(s) == SQLITE_ROW)
                for (int c = 0; c < sqlite3_column_count(s) && n < size; c++) {
                    const char *text = (const char *)sqlite3_column_text(s, c);
                    n += (size_t)snprintf(to + n, size - n, "%s%s", n ? "|" : "", text ? text : "");
                }
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return to;
}

static int count(const char *file, const char *sql)
{
    char text[64];
    return atoi(ask(file, sql, text, sizeof text));
}

static void assert_answers(const struct place *p, const char *sql, const char *expected)
{
    char text[4000];
    assert_string_equal(ask(p->file, sql, text, sizeof text), expected);
}

static void wait_for(const struct place *p, const char *sql, int expected)
{
    for (int i = 0; i < PATIENCE && count(p->file, sql) != expected; i++)
        usleep(10000);
    assert_int_equal(count(p->file, sql), expected);
}

static struct visit_record record(enum visit_what what, uint32_t visit)
{
    struct visit_record r = {.what = what, .visit = visit, .settings = {.text = 1}};
    snprintf(r.station, sizeof r.station, "kiosk");
    snprintf(r.stage, sizeof r.stage, "screen");
    snprintf(r.language, sizeof r.language, "fr");
    return r;
}

static void began(struct visitlog *log, uint32_t visit)
{
    struct visit_record r = record(VISIT_RECORD_BEGAN, visit);
    visitlog_put(log, &r);
}

static void page(struct visitlog *log, uint32_t visit, const char *id, double seconds)
{
    struct visit_record r = record(VISIT_RECORD_PAGE, visit);
    snprintf(r.page, sizeof r.page, "%s", id);
    snprintf(r.kind, sizeof r.kind, "gesture");
    r.seconds = seconds;
    visitlog_put(log, &r);
}

static void searched(struct visitlog *log, uint32_t visit, const char *words, int hits)
{
    struct visit_record r = record(VISIT_RECORD_SEARCHED, visit);
    snprintf(r.words, sizeof r.words, "%s", words);
    r.hits = hits;
    visitlog_put(log, &r);
}

static void ended(struct visitlog *log, uint32_t visit, enum visit_end end, double seconds,
                  int pages)
{
    struct visit_record r = record(VISIT_RECORD_ENDED, visit);
    r.end = end;
    r.seconds = seconds;
    r.pages = pages;
    visitlog_put(log, &r);
}

// ---- what is written ----

static void a_visit_is_a_row_with_its_pages_in_order(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    p->now_s = NOON + 34 * 60 + 56;
    began(log, 1);
    page(log, 1, "explorer", 12.4);
    page(log, 1, "g:etirer-fer", 61.6);
    page(log, 1, "explorer", 3);
    ended(log, 1, VISIT_END_DONE, 80.2, 3);
    visitlog_destroy(log);
    assert_answers(p,
                   "SELECT station, stage.name, day, hour, minute, language, pages, seconds, ended"
                   " FROM visit JOIN stage ON stage.number = visit.stage",
                   "kiosk|screen|20261128|12|34|fr|3|80|0");
    assert_answers(p,
                   "SELECT id, kind, seconds FROM seen JOIN page ON page.number = seen.page"
                   " ORDER BY seen.number",
                   "explorer|gesture|12|g:etirer-fer|gesture|62|explorer|gesture|3");
}

static void visits_side_by_side_do_not_mix(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    static const char *const stages[] = {"left", "right"};
    for (int i = 0; i < 40; i++) {
        struct visit_record r = record(i < 2 ? VISIT_RECORD_BEGAN : VISIT_RECORD_PAGE, 7);
        snprintf(r.stage, sizeof r.stage, "%s", stages[i % 2]);
        snprintf(r.page, sizeof r.page, "%s-%d", stages[i % 2], i / 2);
        visitlog_put(log, &r);
    }
    visitlog_destroy(log);
    assert_answers(p,
                   "SELECT count(*), count(DISTINCT visit.number), sum(id LIKE stage.name || '-%')"
                   " FROM seen JOIN page ON page.number = page JOIN visit ON visit.number = visit"
                   " JOIN stage ON stage.number = stage",
                   "38|2|38");
}

static void words_are_kept_folded_and_short(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    began(log, 1);
    searched(log, 1, "L’ÉTIRAGE du Fer", 2);
    searched(log, 1, "  ?! ", 0); // no word
    searched(log, 1,
             "aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbb ccccccccccccccccccccccccc d", 0);
    searched(log, 1, "caf\xc3", -3); // broken UTF-8, nonsense
    visitlog_destroy(log);
    assert_answers(p, "SELECT words, hits FROM search ORDER BY number",
                   "etirage du fer|2|aaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbb|0|caf|0");
}

static void settings_are_what_was_on_at_any_time_and_the_language_the_last(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    began(log, 1);
    struct visit_record r = record(VISIT_RECORD_SETTINGS, 1);
    r.settings = (struct visit_settings){.text = 3, .contrast = true, .calm = true};
    visitlog_put(log, &r);
    r.settings = (struct visit_settings){.text = 1, .reach = true};
    visitlog_put(log, &r);
    r.what = VISIT_RECORD_LANGUAGE;
    snprintf(r.language, sizeof r.language, "it");
    visitlog_put(log, &r);
    wait_for(p, "SELECT settings FROM visit",
             VISITLOG_LARGEST | VISITLOG_CONTRAST | VISITLOG_CALM | VISITLOG_REACH);
    wait_for(p, "SELECT language = 'it' FROM visit", 1); // while it is on
    visitlog_destroy(log);
}

static void a_clock_put_back_within_a_visit_changes_nothing_of_it(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    began(log, 1);
    page(log, 1, "a", 5);
    p->now_s = 3600; // 1970
    page(log, 1, "b", 5);
    ended(log, 1, VISIT_END_IDLE, 10, 2);
    began(log, 2);
    ended(log, 2, VISIT_END_IDLE, 1, 0);
    p->now_s = NOON + 86400;
    began(log, 3);
    ended(log, 3, VISIT_END_STAFF, -5, 0);
    visitlog_destroy(log);
    assert_answers(p, "SELECT day, hour, pages, seconds, ended FROM visit ORDER BY number",
                   "20261128|12|2|10|1|19700101|1|0|1|1|20261129|12|0|0|2");
}

static void a_visit_whose_beginning_was_lost_is_logged_all_the_same(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    page(log, 4, "a", 5);
    ended(log, 4, VISIT_END_IDLE, 6, 1);
    visitlog_destroy(log);
    assert_answers(p, "SELECT day, pages, seconds FROM visit", "20261128|1|6");
}

// ---- limits ----

static void what_is_too_old_or_too_rare_is_forgotten(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    for (int day = 0; day < VISITLOG_DAYS + 20; day++) {
        uint32_t visit = (uint32_t)day + 1;
        p->now_s = NOON + 86400LL * day;
        began(log, visit);
        page(log, visit, "a", 1);
        searched(log, visit, day % 2 ? "often" : day == VISITLOG_DAYS - 40 ? "once" : "new", 0);
        ended(log, visit, VISIT_END_DONE, 1, 1);
        if (day % 100 == 99) // the ring holds so many, and who is dated is the thread's
            wait_for(p, "SELECT max(number) FROM visit", day + 1);
    }
    visitlog_destroy(log);
    log = open_log(p); // prunes with the first that comes
    began(log, 1);
    visitlog_destroy(log);
    assert_int_equal(count(p->file, "SELECT count(DISTINCT day) FROM visit"), VISITLOG_DAYS);
    assert_int_equal(count(p->file, "SELECT count(*) FROM seen"), VISITLOG_DAYS);
    assert_int_equal(count(p->file, "SELECT count(*) FROM search"), VISITLOG_DAYS);
    assert_answers(p,
                   "SELECT '<' || words || '>', count(*) > 300 FROM search"
                   " GROUP BY words ORDER BY words",
                   "<>|0|<new>|1|<often>|1");
}

static void one_visit_fills_neither_file_nor_names(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    began(log, 1);
    for (int i = 0; i < VISITLOG_VISIT_PAGES + 300; i++) {
        char id[32];
        snprintf(id, sizeof id, "page-%d", i);
        page(log, 1, id, 1);
        if (i % 500 == 499)
            wait_for(p, "SELECT count(*) FROM seen",
                     i + 1 < VISITLOG_VISIT_PAGES ? i + 1 : VISITLOG_VISIT_PAGES);
    }
    for (int i = 0; i < VISITLOG_VISIT_SEARCHES + 50; i++)
        searched(log, 1, "fer", 1);
    ended(log, 1, VISIT_END_DONE, 10, VISITLOG_VISIT_PAGES + 300);
    visitlog_destroy(log);
    assert_int_equal(count(p->file, "SELECT count(*) FROM seen"), VISITLOG_VISIT_PAGES);
    assert_int_equal(count(p->file, "SELECT count(*) FROM page"), VISITLOG_VISIT_PAGES);
    assert_int_equal(count(p->file, "SELECT count(*) FROM search"), VISITLOG_VISIT_SEARCHES);
    assert_int_equal(count(p->file, "SELECT pages FROM visit"), VISITLOG_VISIT_PAGES + 300);
}

// ---- what goes wrong ----

// Somebody holds the file: nothing can be written, and the ring fills up.
static void what_the_ring_does_not_hold_is_counted_and_the_rest_is_written(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    sqlite3 *db = NULL;
    began(log, 1);
    wait_for(p, "SELECT count(*) FROM visit", 1);
    assert_int_equal(sqlite3_open(p->file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    struct rusage before, after;
    getrusage(RUSAGE_THREAD, &before);
    for (int i = 0; i < 4 * VISITLOG_RING; i++)
        searched(log, (uint32_t)(2 + i / 100), "fer", 1);
    getrusage(RUSAGE_THREAD, &after);
    assert_int_equal(after.ru_nvcsw, before.ru_nvcsw); // who puts waits for nobody
    unsigned lost = visitlog_lost(log);
    assert_in_range(lost, 1, 4 * VISITLOG_RING);
    assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    wait_for(p, "SELECT count(*) FROM search", 4 * VISITLOG_RING - (int)lost);
    wait_for(p, "SELECT value FROM meta WHERE key = 'lost'", (int)lost);
    visitlog_destroy(log);
}

static void a_folder_that_comes_later_is_written_to_then(void **state)
{
    struct place *p = *state;
    snprintf(p->file, sizeof p->file, "%s/later/visits.db", p->folder);
    struct visitlog *log = open_log(p);
    began(log, 1);
    page(log, 1, "a", 5);
    for (int i = 0; i < PATIENCE && !p->warnings; i++)
        usleep(10000);
    usleep(100000); // ten tries
    char folder[100];
    snprintf(folder, sizeof folder, "%s/later", p->folder);
    assert_int_equal(mkdir(folder, 0755), 0);
    wait_for(p, "SELECT count(*) FROM seen", 1);
    visitlog_destroy(log);
    assert_int_equal(p->warnings, 1); // told once
    assert_int_equal(p->infos, 1);
}

static void a_full_disk_loses_nothing_that_the_ring_holds(void **state)
{
    struct place *p = *state;
    pid_t child = fork();
    if (child == 0) { // the limit is this process's own
        signal(SIGXFSZ, SIG_IGN);
        struct visitlog *log = open_log(p);
        struct rlimit all, few;
        began(log, 1);
        wait_for(p, "SELECT count(*) FROM visit", 1);
        getrlimit(RLIMIT_FSIZE, &all);
        few = all;
        few.rlim_cur = 1;
        setrlimit(RLIMIT_FSIZE, &few);
        for (int i = 0; i < 500; i++) {
            page(log, i < 50 ? 1 : 2, "a", 1);
            if (i == 49) // another one begins in what is written in vain
                ended(log, 1, VISIT_END_DONE, 50, 50);
        }
        for (int i = 0; i < PATIENCE && !p->warnings; i++)
            usleep(10000);
        bool told = p->warnings == 1;
        setrlimit(RLIMIT_FSIZE, &all);
        for (int i = 0; i < PATIENCE && count(p->file, "SELECT count(*) FROM seen") != 500; i++)
            usleep(10000);
        bool whole = count(p->file, "SELECT count(*) FROM seen") == 500 && visitlog_lost(log) == 0;
        visitlog_destroy(log);
        _exit(told && whole && p->infos == 1 ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_answers(p, "PRAGMA integrity_check", "ok");
    assert_answers(p, "SELECT count(*) FROM seen JOIN visit ON visit.number = visit GROUP BY visit",
                   "50|450");
    assert_answers(p, "SELECT count(*), min(ended) FROM visit", "2|0");
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
}

static void assert_aside(const struct place *p, int n, bool there)
{
    char path[160];
    struct stat st;
    snprintf(path, sizeof path, "%s.broken-%d", p->file, n);
    assert_int_equal(stat(path, &st) == 0, there);
}

static void a_file_that_is_no_log_is_set_aside_and_a_new_one_begun(void **state)
{
    struct place *p = *state;
    static const char poem[] = "Ce n'est pas une base de donnees. Cent fois sur le metier "
                               "remettez votre ouvrage: polissez-le sans cesse et le repolissez.";
    for (int n = 1; n <= 3; n++) {
        write_file(p->file, poem, sizeof poem);
        struct visitlog *log = open_log(p);
        began(log, 1);
        visitlog_destroy(log);
        assert_int_equal(count(p->file, "SELECT count(*) FROM visit"), 1);
        assert_aside(p, n, true);
        assert_aside(p, n + 1, false);
        unlink(p->file);
    }
    // another program's database
    char sql[] = "CREATE TABLE recipe(a)", text[64];
    sqlite3 *db = NULL;
    sqlite3_open(p->file, &db);
    sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    struct visitlog *log = open_log(p);
    began(log, 1);
    visitlog_destroy(log);
    assert_int_equal(count(p->file, "SELECT count(*) FROM visit"), 1);
    snprintf(text, sizeof text, "%s.broken-4", p->file);
    assert_int_equal(count(text, "SELECT count(*) FROM sqlite_schema WHERE name = 'recipe'"), 1);
}

static void a_file_that_breaks_while_a_visit_is_on_costs_what_was_in_it(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    began(log, 1);
    page(log, 1, "a", 5);
    wait_for(p, "SELECT count(*) FROM seen", 1);
    // somebody opens it, which is enough for its tables to be gone
    sqlite3 *db = NULL;
    sqlite3_open(p->file, &db);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE seen", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    page(log, 1, "b", 6);
    ended(log, 1, VISIT_END_DONE, 11, 2);
    visitlog_destroy(log);
    assert_aside(p, 1, true);
    assert_answers(p, "SELECT day, language, pages, seconds, ended FROM visit",
                   "20261128|fr|2|11|0");
    assert_answers(p, "SELECT id, seconds FROM seen JOIN page ON page.number = page", "b|6");
}

static void a_file_that_was_taken_away_is_begun_anew(void **state)
{
    struct place *p = *state;
    struct visitlog *log = open_log(p);
    char to[160];
    began(log, 1);
    wait_for(p, "SELECT count(*) FROM visit", 1);
    snprintf(to, sizeof to, "%s/copy.db", p->folder);
    assert_int_equal(rename(p->file, to), 0);
    page(log, 1, "b", 6);
    visitlog_destroy(log);
    assert_answers(p,
                   "SELECT id, language FROM seen JOIN page ON page.number = page"
                   " JOIN visit ON visit.number = visit",
                   "b|fr");
}

static void killed_at_any_moment_a_beginning_of_what_was_told_is_there(void **state)
{
    struct place *p = *state;
    for (int round = 0; round < 12; round++) {
        snprintf(p->file, sizeof p->file, "%s/%d.db", p->folder, round);
        pid_t child = fork();
        if (child == 0) {
            struct visitlog *log = open_log(p);
            for (uint32_t i = 0;; i++) {
                began(log, i + 1);
                page(log, i + 1, "a", i % 1000);
                ended(log, i + 1, VISIT_END_DONE, i % 1000, 1);
                usleep(500);
            }
        }
        for (int i = 0; i < PATIENCE && count(p->file, "SELECT count(*) FROM visit") < 2; i++)
            usleep(1000);
        usleep((useconds_t)(round * 3777)); // somewhere among the batches
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        struct visitlog *log = open_log(p); // ends what was on
        began(log, 1);
        visitlog_destroy(log);
        assert_answers(p, "PRAGMA integrity_check", "ok");
        // without a gap: the n-th has n as its number and dwell, all but the last two are whole
        assert_answers(p,
                       "SELECT count(*) = max(number), total(ended IS NULL OR ended = 3) <= 2,"
                       " total(ended = 0 AND seconds <> (number - 1) % 1000) = 0 FROM visit",
                       "1|1|1");
        assert_true(count(p->file, "SELECT count(*) FROM visit") > 1);
        assert_answers(p, "SELECT count(*) FROM seen WHERE seconds <> (visit - 1) % 1000", "0");
    }
}

static void a_visit_that_was_killed_ends_with_what_is_known_of_it(void **state)
{
    struct place *p = *state;
    pid_t child = fork();
    if (child == 0) {
        struct visitlog *log = open_log(p);
        began(log, 1);
        page(log, 1, "a", 5);
        page(log, 1, "b", 7);
        wait_for(p, "SELECT count(*) FROM seen", 2);
        _exit(0); // without an end
    }
    waitpid(child, NULL, 0);
    struct visitlog *log = open_log(p);
    began(log, 1);
    visitlog_destroy(log);
    assert_answers(p, "SELECT pages, seconds, ended FROM visit WHERE number = 1", "2|12|3");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
    const struct CMUnitTest tests[] = {
        TEST(a_visit_is_a_row_with_its_pages_in_order),
        TEST(visits_side_by_side_do_not_mix),
        TEST(words_are_kept_folded_and_short),
        TEST(settings_are_what_was_on_at_any_time_and_the_language_the_last),
        TEST(a_clock_put_back_within_a_visit_changes_nothing_of_it),
        TEST(a_visit_whose_beginning_was_lost_is_logged_all_the_same),
        TEST(what_is_too_old_or_too_rare_is_forgotten),
        TEST(one_visit_fills_neither_file_nor_names),
        TEST(what_the_ring_does_not_hold_is_counted_and_the_rest_is_written),
        TEST(a_folder_that_comes_later_is_written_to_then),
        TEST(a_full_disk_loses_nothing_that_the_ring_holds),
        TEST(a_file_that_is_no_log_is_set_aside_and_a_new_one_begun),
        TEST(a_file_that_breaks_while_a_visit_is_on_costs_what_was_in_it),
        TEST(a_file_that_was_taken_away_is_begun_anew),
        TEST(killed_at_any_moment_a_beginning_of_what_was_told_is_there),
        TEST(a_visit_that_was_killed_ends_with_what_is_known_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
