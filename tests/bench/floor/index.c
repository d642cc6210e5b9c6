// Floor of the bench "index": the least that makes the same database.
//     floor_index FOLDER
// Reads every record, parses it with jansson, folds the words of gestures and works, and inserts
// the same rows into the same tables in one transaction without a journal. What the index works out
// besides (facets, lists of prefixes, the vocabulary …) is taken from FOLDER/state-cold, where our
// own runner has just left it: inserted here, not worked out.
#include "records.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_BYTES = 1 << 15, REST_US = 50000, SQL_BYTES = 4096 };

struct filling {
    sqlite3 *db;
    sqlite3_stmt *insert;
    const struct records *records;
    char *words[RECORDS_COLUMNS];
    sqlite3_int64 row;
};

static void give_up(sqlite3 *db, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "cannot be");
    exit(1);
}

static void mark(char which)
{
    printf("MARK %c\n", which);
    fflush(stdout);
    usleep(REST_US);
}

static void say(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        give_up(db, sql);
}

// Tables and their indexes as they are in the database that is there; FTS5 makes its own.
static void make_tables(sqlite3 *db)
{
    sqlite3_stmt *all;
    if (sqlite3_prepare_v2(db,
                           "SELECT sql FROM made.sqlite_master WHERE sql IS NOT NULL AND"
                           " name NOT LIKE 'words%'",
                           -1, &all, NULL) != SQLITE_OK)
        give_up(db, "made");
    while (sqlite3_step(all) == SQLITE_ROW)
        say(db, (const char *)sqlite3_column_text(all, 0));
    sqlite3_finalize(all);
    say(db, "CREATE VIRTUAL TABLE " RECORDS_TABLE ")");
}

static void copy_tables(sqlite3 *db)
{
    sqlite3_stmt *all;
    char sql[SQL_BYTES];
    if (sqlite3_prepare_v2(db,
                           "SELECT name FROM made.sqlite_master WHERE type = 'table' AND"
                           " name NOT LIKE 'words%' AND name NOT LIKE 'sqlite_%'",
                           -1, &all, NULL) != SQLITE_OK)
        give_up(db, "made");
    while (sqlite3_step(all) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(all, 0);
        snprintf(sql, sizeof sql, "INSERT INTO main.\"%s\" SELECT * FROM made.\"%s\" WHERE true",
                 name, name);
        say(db, sql);
    }
    sqlite3_finalize(all);
}

static void insert(void *to, const char *path, const char *text, size_t length, json_t *record)
{
    struct filling *f = to;
    records_words(f->records, record, f->words, WORDS_BYTES);
    sqlite3_bind_int64(f->insert, 1, ++f->row);
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        sqlite3_bind_text(f->insert, c + 2, f->words[c], -1, SQLITE_STATIC);
    if (sqlite3_step(f->insert) != SQLITE_DONE)
        give_up(f->db, path);
    sqlite3_reset(f->insert);
}

static void fill_words(sqlite3 *db, const char *folder)
{
    char content[4096];
    struct records records;
    struct filling f = {.db = db, .records = &records};
    snprintf(content, sizeof content, "%s/repertoire", folder);
    if (sqlite3_prepare_v2(db, RECORDS_INSERT, -1, &f.insert, NULL) != SQLITE_OK)
        give_up(db, "words");
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        f.words[c] = malloc(WORDS_BYTES);
    records_read_terms(&records, content);
    records_read(content, "gestures", insert, &f);
    records_read(content, "works", insert, &f);
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        free(f.words[c]);
    sqlite3_finalize(f.insert);
    records_finish(&records);
}

int main(int argc, char **argv)
{
    char file[4096], made[4096], attach[SQL_BYTES + 64];
    sqlite3 *db = NULL;
    if (argc < 2) {
        fprintf(stderr, "usage: floor_index FOLDER\n");
        return 2;
    }
    snprintf(file, sizeof file, "%s/floor-index.db", argv[1]);
    snprintf(made, sizeof made, "%s/state-cold/repertoire.db", argv[1]);
    if (access(made, R_OK) != 0)
        give_up(NULL, made);
    unlink(file);
    mark('A');
    if (sqlite3_open(file, &db) != SQLITE_OK)
        give_up(db, file);
    snprintf(attach, sizeof attach, "ATTACH '%s' AS made", made);
    say(db, "PRAGMA journal_mode=off; PRAGMA synchronous=off");
    say(db, attach);
    say(db, "BEGIN");
    make_tables(db);
    fill_words(db, argv[1]);
    copy_tables(db);
    say(db, "COMMIT");
    sqlite3_close(db);
    mark('B');
    unlink(file);
    return 0;
}
