// Any rows in a log of visits: refused with a reason, or a report that tells no small count, as a
// page, tables and JSON. Bytes are rows: a table, then a cell a column, each a kind and its value.
// (A file of any bytes is SQLite's to judge; it nearly always says that it is malformed.)
#include "report/report.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROWS 400

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Twenty visits that are in order, and columns that hold anything.
static const char tables[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    "PRAGMA application_id = 1198945140; PRAGMA user_version = 1; BEGIN;"
    "CREATE TABLE meta(key, value); CREATE TABLE stage(number, station, name);"
    "CREATE TABLE page(number, id, kind); CREATE TABLE seen(number, visit, page, seconds);"
    "CREATE TABLE visit(number, stage, day, hour, minute, language, settings, pages, seconds,"
    " ended); CREATE TABLE search(number, visit, words, hits);"
    "INSERT INTO stage VALUES(1, 'kiosk', 'screen');"
    "INSERT INTO page VALUES(1, 'explorer', ''), (2, 'g:x', 'gesture');"
    "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20)"
    " INSERT INTO visit SELECT n, 1, 20261101 + n, 10 + n % 7, 0, 'fr', n, n, n * 9, 1 FROM n;"
    "INSERT INTO seen SELECT number, number, 1, 5 FROM visit;"
    "INSERT INTO seen SELECT 100 + number, number, 2, number FROM visit;"
    "INSERT INTO search SELECT number, number, 'fer', number % 2 FROM visit;";

static const char *const inserts[] = {
    "INSERT INTO visit VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO seen VALUES(?, ?, ?, ?)",
    "INSERT INTO search VALUES(?, ?, ?, ?)",
    "INSERT INTO page VALUES(?, ?, ?)",
    "INSERT INTO stage VALUES(?, ?, ?)",
    "INSERT INTO meta VALUES(?, ?)",
};

struct bytes {
    const uint8_t *at, *end;
};

static unsigned next(struct bytes *b)
{
    return b->at < b->end ? *b->at++ : 0;
}

static void bind_any(sqlite3_stmt *s, int column, struct bytes *b)
{
    unsigned kind = next(b) % 7, n = next(b);
    int64_t wide = 0;
    double real;
    size_t left = (size_t)(b->end - b->at), length = n < left ? n : left;
    if (kind == 0) { // a number that fits
        sqlite3_bind_int64(s, column, n);
    } else if (kind == 1) { // a day of 2026
        sqlite3_bind_int64(s, column, 20260101 + n % 12 * 100 + n / 12);
    } else if (kind <= 3) {
        for (int i = 0; i < 8; i++)
            wide = (int64_t)((uint64_t)wide << 8 | next(b));
        memcpy(&real, &wide, sizeof real);
        if (kind == 2)
            sqlite3_bind_int64(s, column, wide);
        else
            sqlite3_bind_double(s, column, real);
    } else if (kind == 4) {
        sqlite3_bind_null(s, column);
    } else {
        if (kind == 5)
            sqlite3_bind_text(s, column, (const char *)b->at, (int)length, SQLITE_TRANSIENT);
        else
            sqlite3_bind_blob(s, column, b->at, (int)length, SQLITE_TRANSIENT);
        b->at += length;
    }
}

static void make(const char *path, struct bytes *b)
{
    sqlite3 *db = NULL;
    unlink(path);
    assert(sqlite3_open(path, &db) == SQLITE_OK);
    assert(sqlite3_exec(db, tables, NULL, NULL, NULL) == SQLITE_OK);
    for (int row = 0; row < ROWS && b->at < b->end; row++) {
        sqlite3_stmt *s = NULL;
        const char *sql = inserts[next(b) % (sizeof inserts / sizeof *inserts)];
        assert(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK);
        for (int c = 1; c <= sqlite3_bind_parameter_count(s); c++)
            bind_any(s, c, b);
        sqlite3_step(s);
        sqlite3_finalize(s);
    }
    assert(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

static void look(const struct report_count *c)
{
    assert(c->count >= 0);
    assert(c->told != REPORT_EXACT || c->count == 0 || c->count >= REPORT_FEW);
    assert(c->of < 0 || c->count <= c->of);
}

static void tell(const struct report *r)
{
    const struct report_show show = {.language = "fr", .made = "2026-11-28"};
    struct fault f = {""};
    size_t length;
    for (int t = 0; t < REPORT_TABLES; t++) {
        for (int i = 0; i < r->tables[t].count; i++)
            look(&r->tables[t].rows[i].visits);
        char *csv = report_csv(r, (enum report_table)t);
        assert(csv);
        free(csv);
    }
    char *page = report_page(r, &show, &length, &f);
    assert(page && strlen(page) == length);
    free(page);
    char *json = report_json(r);
    assert(json);
    free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct fault f = {""};
    struct bytes b = {data, data + size};
    snprintf(path, sizeof path, "/dev/shm/gestuaire-report-%d.db", (int)getpid());
    make(path, &b);
    const char *files[] = {path};
    struct report *r = report_read(&(struct report_desc){.files = files, .file_count = 1}, &f);
    assert(r || f.text[0]);
    if (r)
        tell(r);
    report_destroy(r);
    unlink(path);
    return 0;
}
