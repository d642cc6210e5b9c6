// The tables and statements of the index, and the function that tells where a word stands.
#include "index/private.h"

#include <stdio.h>
#include <string.h>

// source: a file as it was when it was read. record: what stands in it, where documents need it.
// need: by id, the records that refer to it (or once did). words: what FTS5 finds, columns are
// language by class. list: for a prefix (part 0) or a word (part 1) that many documents match, the
// codes of INDEX_CHUNK documents each; chunk -1 says that there is one.
static const char tables[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    "CREATE TABLE source(number INTEGER PRIMARY KEY, type INT, name TEXT, mtime INT, size INT,"
    " inode INT, id TEXT, whole INT);"
    "CREATE UNIQUE INDEX source_name ON source(type, name);"
    "CREATE INDEX source_id ON source(id, name);"
    "CREATE TABLE record(number INTEGER PRIMARY KEY, text TEXT);"
    "CREATE TABLE need(id TEXT PRIMARY KEY, records BLOB) WITHOUT ROWID;"
    "CREATE TABLE value(number INTEGER PRIMARY KEY, facet INT, id TEXT, label TEXT,"
    " UNIQUE(facet, id));"
    "CREATE TABLE document(number INTEGER PRIMARY KEY, id TEXT, type INT, state INT, facets BLOB,"
    " fr TEXT, it TEXT, en TEXT);"
    "CREATE INDEX document_id ON document(id);"
    "CREATE TABLE hit(number INTEGER PRIMARY KEY, text TEXT);"
    "CREATE TABLE dead(number INTEGER PRIMARY KEY, document INT);"
    "CREATE TABLE word(number INTEGER PRIMARY KEY, word TEXT UNIQUE);"
    "CREATE TABLE list(number INTEGER PRIMARY KEY, prefix TEXT, part INT, chunk INT, body BLOB);"
    "CREATE UNIQUE INDEX list_prefix ON list(prefix, part, chunk);"
    "CREATE VIRTUAL TABLE words USING fts5(fr_text, fr_terms, fr_label, it_text, it_terms,"
    " it_label, en_text, en_terms, en_label, other_text, other_terms, other_label,"
    " content='', columnsize=0, detail=column, tokenize='ascii');"
    // FTS5 gathers so many bytes before it writes a piece, which it would merge with others later
    "INSERT INTO words(words, rank) VALUES('hashsize', 134217728);";

// Named places: no comma can be missing where one statement has two pieces.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)
static const char *const texts[DB_STATEMENTS] = {
    [DB_META_GET] = "SELECT value FROM meta WHERE key = ?",
    [DB_META_SET] = "INSERT OR REPLACE INTO meta VALUES(?, ?)",
    [DB_SOURCE_ADD] = "INSERT INTO source VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
    [DB_SOURCE_SET] = "UPDATE source SET mtime = ?2, size = ?3, inode = ?4, id = ?5, whole = ?6"
                      " WHERE number = ?1",
    [DB_SOURCE_DROP] = "DELETE FROM source WHERE number = ?",
    [DB_SOURCE_ALL] = "SELECT name, mtime, size, inode FROM source WHERE type = ? ORDER BY name",
    [DB_SOURCE_NAMED] = "SELECT number, id, whole, mtime, size, inode FROM source"
                        " WHERE type = ? AND name = ?",
    // of several with one id, that which is called as its id; then the first (repertoire/read.c)
    [DB_SOURCE_BY_ID] = "SELECT number, whole, type FROM source WHERE id = ? ORDER BY"
                        " name = substr(id, instr(id, ':') + 1) || '.json' DESC, name LIMIT 1",
    [DB_SOURCE_TWINS] = "SELECT id FROM source WHERE id <> '' GROUP BY id HAVING count(*) > 1",
    [DB_SOURCE_OF_ID] = "SELECT type, name FROM source WHERE id = ? ORDER BY"
                        " name = substr(id, instr(id, ':') + 1) || '.json' DESC, name",
    [DB_SOURCE_BY_NUMBER] = "SELECT id, type, whole FROM source WHERE number = ?",
    [DB_SOURCE_LAST] = "SELECT max(number) FROM source",
    [DB_SOURCE_COUNT] = "SELECT count(*) FROM source",
    [DB_SOURCE_KINDS] = "SELECT type, count(*), sum(whole) FROM source GROUP BY type",
    [DB_RECORD_SET] = "INSERT OR REPLACE INTO record VALUES(?, ?)",
    [DB_RECORD_DROP] = "DELETE FROM record WHERE number = ?",
    [DB_RECORD_GET] = "SELECT text FROM record WHERE number = ?",
    [DB_NEED_GET] = "SELECT records FROM need WHERE id = ?",
    [DB_NEED_SET] = "INSERT OR REPLACE INTO need VALUES(?, ?)",
    [DB_NEED_CONSENTS] = "SELECT id, records FROM need WHERE id >= 'a:' AND id < 'a;'",
    [DB_VALUE_ADD] = "INSERT INTO value(facet, id, label) VALUES(?, ?, ?)",
    [DB_VALUE_FIND] = "SELECT number FROM value WHERE facet = ? AND id = ?",
    [DB_VALUE_LABEL] = "UPDATE value SET label = ?3 WHERE facet = ?1 AND id = ?2",
    [DB_VALUE_ALL] = "SELECT number, facet, id, label FROM value WHERE number > ?",
    [DB_DOCUMENT_ADD] = "INSERT INTO document VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
    [DB_DOCUMENT_FIND] = "SELECT number FROM document WHERE id = ?",
    [DB_DOCUMENT_DROP] = "DELETE FROM document WHERE number = ?",
    [DB_DOCUMENT_SINCE] = "SELECT number, id, type, state, facets, fr, it, en FROM document"
                          " WHERE number > ?",
    [DB_DOCUMENT_LAST] = "SELECT max((SELECT ifnull(max(number), 0) FROM document),"
                         " (SELECT ifnull(max(document), 0) FROM dead))",
    [DB_DOCUMENT_COUNT] = "SELECT count(*) FROM document",
    [DB_HIT_ADD] = "INSERT INTO hit VALUES(?, ?)",
    [DB_HIT_GET] = "SELECT text FROM hit WHERE number = ?",
    [DB_HIT_DROP] = "DELETE FROM hit WHERE number = ?",
    [DB_DEAD_ADD] = "INSERT INTO dead(document) VALUES(?)",
    [DB_DEAD_SINCE] = "SELECT number, document FROM dead WHERE number > ?",
    [DB_DEAD_COUNT] = "SELECT count(*) FROM dead",
    [DB_WORD_ADD] = "INSERT OR IGNORE INTO word(word) VALUES(?)",
    [DB_WORD_SINCE] = "SELECT number, word FROM word WHERE number > ?",
    [DB_WORDS_ADD] = "INSERT INTO words(rowid, fr_text, fr_terms, fr_label, it_text, it_terms,"
                     " it_label, en_text, en_terms, en_label, other_text, other_terms, other_label)"
                     " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [DB_WORDS_MATCH] = "SELECT rowid, codes(words, ?2) FROM words WHERE words MATCH ?1",
    [DB_LIST_ADD] = "INSERT INTO list(prefix, part, chunk, body) VALUES(?, ?, ?, ?)",
    [DB_LIST_SET] = "UPDATE list SET body = ?2 WHERE number = ?1",
    [DB_LIST_GET] = "SELECT chunk, body FROM list WHERE prefix = ? AND part = ? ORDER BY chunk",
    [DB_LIST_PIECE] = "SELECT number, body FROM list WHERE prefix = ? AND part = ? AND chunk = ?",
    [DB_BEGIN] = "BEGIN IMMEDIATE",
    [DB_BEGIN_READ] = "BEGIN",
    [DB_COMMIT] = "COMMIT",
    [DB_VERSION] = "PRAGMA data_version",
};
// NOLINTEND(bugprone-suspicious-missing-comma)

static void fail(struct db *db, int error)
{
    if (db->error)
        return;
    db->error = error;
    snprintf(db->why, sizeof db->why, "%s",
             db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(error));
}

// codes(words, n): where the first n phrases of the query stand in the row, << 8, and where the
// others do. A phrase is a word or a prefix; a column is 3 * language + class - 1.
static void codes(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context,
                  int count, sqlite3_value **values)
{
    int first = count > 0 ? sqlite3_value_int(values[0]) : 0;
    uint8_t code[2] = {0, 0};
    for (int p = 0; p < api->xPhraseCount(fts); p++) {
        Fts5PhraseIter at;
        int column = -1;
        int error = api->xPhraseFirstColumn(fts, p, &at, &column);
        for (; error == SQLITE_OK && column >= 0; api->xPhraseNextColumn(fts, &at, &column)) {
            uint8_t here = (uint8_t)((column % 3 + 1) << (column / 3 * 2));
            code[p < first] = index_higher(code[p < first], here);
        }
    }
    sqlite3_result_int(context, code[1] << 8 | code[0]);
}

// How FTS5's documentation says to get at it ("Extending FTS5").
static bool teach(struct db *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *s = NULL;
    int error = sqlite3_prepare_v2(db->handle, "SELECT fts5(?1)", -1, &s, NULL);
    if (error == SQLITE_OK) {
        sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(s);
    }
    sqlite3_finalize(s);
    if (!api)
        error = SQLITE_ERROR;
    if (error == SQLITE_OK)
        error = api->xCreateFunction(api, "codes", NULL, codes, NULL);
    if (error != SQLITE_OK)
        fail(db, error);
    return error == SQLITE_OK;
}

static bool say(struct db *db, const char *sql)
{
    int error = db->error ? db->error : sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    if (error != SQLITE_OK)
        fail(db, error);
    return error == SQLITE_OK;
}

bool db_open(struct db *db, const char *name, enum db_how how, struct fault *f)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI |
                (how == DB_MAKE ? SQLITE_OPEN_CREATE : 0);
    *db = (struct db){0};
    int error = sqlite3_open_v2(name, &db->handle, flags, NULL);
    if (error != SQLITE_OK)
        fail(db, error);
    else
        sqlite3_busy_timeout(db->handle, 10000);
    if (how == DB_MAKE)
        say(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
                "PRAGMA locking_mode = EXCLUSIVE");
    else
        say(db, "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384");
    if (!db->error && teach(db))
        return true;
    fault_set(f, "%s: %s", name, db->why);
    db_close(db);
    return false;
}

void db_close(struct db *db)
{
    for (int i = 0; i < DB_STATEMENTS; i++)
        sqlite3_finalize(db->made[i]);
    sqlite3_close(db->handle);
    *db = (struct db){0};
}

bool db_tables(struct db *db)
{
    char numbers[100];
    snprintf(numbers, sizeof numbers, "PRAGMA user_version = %d; PRAGMA application_id = %d",
             INDEX_FORMAT, INDEX_APPLICATION);
    return say(db, tables) && say(db, numbers);
}

bool db_lasting(struct db *db)
{
    return say(db, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
}

// The one value a pragma answers with, as a number; -1: an error.
static int64_t pragma(struct db *db, const char *sql, char *text, size_t size)
{
    sqlite3_stmt *s = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW) {
        value = sqlite3_column_int64(s, 0);
        snprintf(text, size, "%s", (const char *)sqlite3_column_text(s, 0));
    }
    sqlite3_finalize(s);
    return value;
}

bool db_is_ours(struct db *db, bool whole)
{
    char text[64] = "";
    if (pragma(db, "PRAGMA application_id", text, sizeof text) != INDEX_APPLICATION ||
        pragma(db, "PRAGMA user_version", text, sizeof text) != INDEX_FORMAT)
        return false;
    if (!whole)
        return true;
    pragma(db, "PRAGMA quick_check(1)", text, sizeof text);
    return strcmp(text, "ok") == 0;
}

sqlite3_stmt *db_ask(struct db *db, enum db_sql sql)
{
    if (db->error)
        return NULL;
    if (!db->made[sql]) {
        int error = sqlite3_prepare_v3(db->handle, texts[sql], -1, SQLITE_PREPARE_PERSISTENT,
                                       &db->made[sql], NULL);
        if (error != SQLITE_OK) {
            fail(db, error);
            return NULL;
        }
    }
    sqlite3_reset(db->made[sql]);
    return db->made[sql];
}

bool db_row(struct db *db, sqlite3_stmt *s)
{
    int answer = s ? sqlite3_step(s) : SQLITE_DONE;
    if (answer == SQLITE_ROW)
        return true;
    if (answer != SQLITE_DONE)
        fail(db, answer);
    sqlite3_reset(s);
    return false;
}

bool db_do(struct db *db, sqlite3_stmt *s)
{
    while (db_row(db, s))
        ;
    return !db->error;
}

bool db_say(struct db *db, enum db_sql sql)
{
    return db_do(db, db_ask(db, sql));
}

int64_t db_number(struct db *db, enum db_sql sql)
{
    sqlite3_stmt *s = db_ask(db, sql);
    int64_t number = db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return number;
}

void db_meta(struct db *db, const char *key, char *value, size_t size)
{
    sqlite3_stmt *s = db_ask(db, DB_META_GET);
    value[0] = '\0';
    sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
    if (db_row(db, s) && sqlite3_column_text(s, 0))
        snprintf(value, size, "%s", (const char *)sqlite3_column_text(s, 0));
    sqlite3_reset(s);
}

bool db_set_meta(struct db *db, const char *key, const char *value)
{
    sqlite3_stmt *s = db_ask(db, DB_META_SET);
    sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, value, -1, SQLITE_STATIC);
    return db_do(db, s);
}
