// report: what is told is true, and what is not told cannot be worked out. The oracle for the
// latter is a reader who knows the rules and all that is told, and tries every value that fits.
#include "report/report.h"
#include "visitlog/visitlog.h"

#include <limits.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define NOON 1795867200 // 2026-11-28 12:00 UTC

// ---- a whole ----

enum { CELLS = 6 };

static bool is_under(long n)
{
    return n > 0 && n < REPORT_FEW;
}

// How many ways there are to fill untold cells i.. so that they make up `rest`: 1 to 4 where a cell
// is said to be under 5, 5 and more where it is kept back.
static bool can_fill(const struct report_row *rows, int count, int i, long rest)
{
    if (i == count)
        return rest == 0;
    if (rows[i].visits.told == REPORT_EXACT)
        return can_fill(rows, count, i + 1, rest);
    bool under = rows[i].visits.told == REPORT_UNDER;
    for (long v = under ? 1 : REPORT_FEW; v <= (under ? REPORT_FEW - 1 : rest); v++)
        if (can_fill(rows, count, i + 1, rest - v))
            return true;
    return false;
}

// Every cell that is under 5 may be anything from 1 to 4 for who knows the sum and what is told.
static void assert_hidden(struct report_row *rows, int count)
{
    long rest = 0;
    for (int i = 0; i < count; i++)
        rest += rows[i].visits.told == REPORT_EXACT ? 0 : rows[i].visits.count;
    for (int i = 0; i < count; i++) {
        if (rows[i].visits.told != REPORT_UNDER)
            continue;
        for (long v = 1; v < REPORT_FEW; v++) {
            rows[i].visits.told = REPORT_EXACT; // the reader supposes v
            if (!can_fill(rows, count, 0, rest - v))
                fail_msg("row %d cannot be %ld", i, v);
            rows[i].visits.told = REPORT_UNDER;
        }
    }
}

static void no_small_count_of_a_whole_can_be_worked_out(void **state)
{
    static const long values[] = {0, 1, 2, 4, 5, 7, 9, 40};
    enum { VALUES = sizeof values / sizeof *values };
    int withheld = 0, kept = 0, small = 0;
    for (long n = 0; n < 1L << (3 * CELLS); n++) { // VALUES ^ CELLS
        struct report_row rows[CELLS] = {0};
        struct report_list list = {.rows = rows, .count = CELLS};
        bool any = false;
        for (int i = 0; i < CELLS; i++) {
            rows[i].visits.count = values[n >> (3 * i) & (VALUES - 1)];
            any |= is_under(rows[i].visits.count);
        }
        report_guard_whole(&list);
        small += any;
        withheld += list.withheld;
        for (int i = 0; i < CELLS; i++) {
            const struct report_count *c = &rows[i].visits;
            assert_int_equal(c->told == REPORT_UNDER, is_under(c->count));
            kept += c->told == REPORT_KEPT;
            assert_true(c->told != REPORT_KEPT || (any && c->count >= REPORT_FEW));
        }
        if (!list.withheld)
            assert_hidden(rows, CELLS);
        else
            assert_true(any);
    }
    assert_true(kept > 1000 && withheld > 100);
    assert_true(withheld < small / 4); // it is the exception
}

static void a_table_without_small_counts_is_told_as_it_is(void **state)
{
    struct report_row rows[3] = {{.visits.count = 5}, {.visits.count = 0}, {.visits.count = 500}};
    struct report_list list = {.rows = rows, .count = 3};
    report_guard_whole(&list);
    assert_false(list.withheld);
    for (int i = 0; i < 3; i++)
        assert_int_equal(rows[i].visits.told, REPORT_EXACT);
}

static void of_a_part_neither_it_nor_what_remains_is_told_when_it_is_small(void **state)
{
    for (long of = 0; of <= 30; of++)
        for (long n = 0; n <= of; n++) {
            struct report_count c = {.count = n, .of = of};
            report_guard_part(&c);
            bool small = is_under(n), rest = is_under(of - n);
            assert_int_equal(c.told, small ? REPORT_UNDER : rest ? REPORT_MOST : REPORT_EXACT);
        }
}

// ---- logs ----

struct place {
    char folder[64], file[128];
    int64_t now_s;
};

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/gestuaire-report-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    snprintf(p->file, sizeof p->file, "%s/visits.db", p->folder);
    p->now_s = NOON;
    setenv("TZ", "UTC", 1);
    tzset();
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    struct place *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", p->folder);
    int failed = system(command);
    free(p);
    return failed;
}

static int64_t now(void *user)
{
    return ((struct place *)user)->now_s;
}

static struct visit_record record(enum visit_what what, uint32_t visit)
{
    struct visit_record r = {.what = what, .visit = visit, .settings = {.text = 1}};
    snprintf(r.station, sizeof r.station, "kiosk");
    snprintf(r.stage, sizeof r.stage, "screen");
    snprintf(r.language, sizeof r.language, visit % 2 ? "fr" : "it");
    return r;
}

static void put_page(struct visitlog *log, uint32_t visit, const char *id, double seconds)
{
    struct visit_record r = record(VISIT_RECORD_PAGE, visit);
    snprintf(r.page, sizeof r.page, "%s", id);
    snprintf(r.kind, sizeof r.kind, "gesture");
    r.seconds = seconds;
    visitlog_put(log, &r);
}

// n visits: explorer (20 s), a gesture (visit seconds), a search; left at once.
static void put_visits(struct place *p, int n)
{
    struct visitlog *log =
        visitlog_create(&(struct visitlog_desc){.path = p->file, .now = now, .user = p},
                        &(struct fault){""});
    assert_non_null(log);
    for (uint32_t v = 1; v <= (uint32_t)n; v++) {
        struct visit_record r = record(VISIT_RECORD_BEGAN, v);
        visitlog_put(log, &r);
        put_page(log, v, "explorer", 20);
        put_page(log, v, "g:x", v);
        r = record(VISIT_RECORD_SEARCHED, v);
        snprintf(r.words, sizeof r.words, "Dentelle");
        visitlog_put(log, &r);
        r = record(VISIT_RECORD_ENDED, v);
        r.end = VISIT_END_IDLE;
        r.seconds = 20 + v;
        r.pages = 2;
        visitlog_put(log, &r);
    }
    visitlog_destroy(log);
}

static struct report *read_one(const struct place *p, int from, int to)
{
    const char *files[] = {p->file};
    struct fault f = {""};
    struct report *r =
        report_read(&(struct report_desc){.files = files, .file_count = 1, .from = from, .to = to},
                    &f);
    if (!r)
        fail_msg("%s", f.text);
    return r;
}

static const struct report_row *find(const struct report *r, enum report_table table,
                                     const char *key)
{
    for (int i = 0; i < r->tables[table].count; i++)
        if (strcmp(r->tables[table].rows[i].key, key) == 0)
            return &r->tables[table].rows[i];
    fail_msg("there is no row \"%s\"", key);
    return NULL;
}

static void what_the_log_wrote_is_what_the_report_reads(void **state)
{
    struct place *p = *state;
    put_visits(p, 41);
    struct report *r = read_one(p, 0, 0);
    assert_int_equal(r->visits.count, 41);
    assert_int_equal(r->median_s, 41); // 20 + the 21st of 1..41
    assert_int_equal(r->median_pages, 2);
    assert_int_equal(r->from, 20261128);
    assert_int_equal(r->to, 20261128);
    assert_int_equal(find(r, REPORT_DAYS, "2026-11-28")->visits.count, 41);
    assert_int_equal(find(r, REPORT_HOURS, "12")->visits.count, 41);
    assert_int_equal(find(r, REPORT_STAGES, "kiosk/screen")->visits.count, 41);
    assert_int_equal(find(r, REPORT_LANGUAGES, "it")->visits.count, 20);
    assert_int_equal(find(r, REPORT_ENDS, "idle")->visits.count, 41);
    assert_int_equal(find(r, REPORT_PAGES, "g:x")->median_s, 21);
    assert_string_equal(find(r, REPORT_PAGES, "g:x")->to, "gesture");
    assert_int_equal(find(r, REPORT_MOVES, "explorer")->visits.count, 41);
    assert_string_equal(find(r, REPORT_MOVES, "explorer")->to, "g:x");
    assert_int_equal(find(r, REPORT_LEFT, "g:x")->visits.count, REPORT_QUICK_S);
    assert_int_equal(find(r, REPORT_NOTHING, "dentelle")->visits.count, 41);
    report_destroy(r);
}

static void four_visits_are_no_report(void **state)
{
    struct place *p = *state;
    put_visits(p, 4);
    struct report *r = read_one(p, 0, 0);
    assert_int_equal(r->visits.told, REPORT_UNDER);
    assert_int_equal(r->median_s, -1);
    for (int t = 0; t < REPORT_TABLES; t++)
        assert_int_equal(r->tables[t].count, 0);
    char *json = report_json(r);
    assert_null(strstr(json, "\"count\""));
    free(json);
    report_destroy(r);
}

static void a_period_without_visits_has_none(void **state)
{
    struct place *p = *state;
    put_visits(p, 9);
    struct report *r = read_one(p, 20270101, 20270131);
    size_t length;
    struct fault f = {""};
    assert_int_equal(r->visits.count, 0);
    char *page = report_page(r, &(struct report_show){.language = "it"}, &length, &f);
    assert_non_null(page);
    assert_non_null(strstr(page, "non ci sono visite"));
    free(page);
    report_destroy(r);
}

static void run_sql(const char *file, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s", why);
    sqlite3_close(db);
}

// Whatever somebody wrote into the file: a report or a fault, nothing else.
static void nonsense_in_a_log_is_no_number_of_the_report(void **state)
{
    struct place *p = *state;
    static const char *const sql[] = {
        "UPDATE visit SET day = 'never', hour = -5, seconds = 1e300, pages = -1, ended = 99,"
        " settings = -1, stage = 4e18, language = x'fffe00c3'",
        "UPDATE visit SET day = 20261399, hour = 25, language = NULL, stage = 77",
        "UPDATE seen SET page = -1, seconds = 'long'",
        "UPDATE seen SET visit = visit * 1000000007",
        "UPDATE page SET id = replace(hex(zeroblob(40000)), '0', 'é'), kind = x'c3' WHERE number = "
        "1",
        "UPDATE page SET number = 9223372036854775807 WHERE number = 2",
        "UPDATE stage SET number = -3, station = '</script>', name = NULL",
        "UPDATE search SET words = '=1+1', hits = -9e18",
        "INSERT INTO meta VALUES('lost', -5)",
    };
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        unlink(p->file);
        put_visits(p, 30);
        run_sql(p->file, sql[i]);
        struct report *r = read_one(p, 0, 0);
        struct fault f = {""};
        size_t length;
        assert_int_equal(r->visits.count, 30);
        char *page = report_page(r, &(struct report_show){.language = "fr"}, &length, &f);
        if (!page)
            fail_msg("%s", f.text);
        assert_null(strstr(page, "</script>"));
        free(page);
        for (int t = 0; t < REPORT_TABLES; t++) {
            char *csv = report_csv(r, (enum report_table)t);
            assert_non_null(csv);
            free(csv);
        }
        char *json = report_json(r);
        assert_non_null(json);
        free(json);
        report_destroy(r);
    }
}

static void a_file_that_is_no_log_is_named(void **state)
{
    struct place *p = *state;
    static const char *const sql[] = {
        "CREATE TABLE visit(a)",
        "PRAGMA application_id = 1198945140; PRAGMA user_version = 2",
        "PRAGMA application_id = 1198945140; PRAGMA user_version = 1; CREATE TABLE visit(number)",
        ("PRAGMA application_id = 1198945140; PRAGMA user_version = 1; CREATE VIEW visit AS WITH"
         " RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT number FROM n"),
    };
    const char *files[] = {p->file};
    const struct report_desc desc = {.files = files, .file_count = 1};
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
        struct fault f = {""};
        unlink(p->file);
        run_sql(p->file, sql[i]);
        assert_null(report_read(&desc, &f));
        assert_non_null(strstr(f.text, p->file));
    }
    struct fault f = {""};
    unlink(p->file);
    assert_null(report_read(&desc, &f));
    assert_non_null(strstr(f.text, p->file));
    put_visits(p, 10);
    run_sql(p->file, "UPDATE visit SET number = 4000000000 WHERE number = 3");
    assert_null(report_read(&desc, &f));
    assert_non_null(strstr(f.text, "are numbered"));
}

int main(void)
{
#define IN_PLACE(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_small_count_of_a_whole_can_be_worked_out),
        cmocka_unit_test(a_table_without_small_counts_is_told_as_it_is),
        cmocka_unit_test(of_a_part_neither_it_nor_what_remains_is_told_when_it_is_small),
        IN_PLACE(what_the_log_wrote_is_what_the_report_reads),
        IN_PLACE(four_visits_are_no_report),
        IN_PLACE(a_period_without_visits_has_none),
        IN_PLACE(nonsense_in_a_log_is_no_number_of_the_report),
        IN_PLACE(a_file_that_is_no_log_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
