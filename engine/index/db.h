// A connection to SQLite with the statements of the index. After an error everything answers
// nothing until it is closed; `error` and `why` say what it was.
#pragma once
#include "base/fault.h"
#include <sqlite3.h>
#include <stdint.h>

#define INDEX_FORMAT 3               // of the tables and what is in them; another is made anew
#define INDEX_APPLICATION 0x47737472 // "Gstr", in the file's head

enum db_sql {
    DB_META_GET,
    DB_META_SET,
    DB_SOURCE_ADD,
    DB_SOURCE_SET,
    DB_SOURCE_DROP,
    DB_SOURCE_ALL,
    DB_SOURCE_NAMED,
    DB_SOURCE_BY_ID,
    DB_SOURCE_TWINS,
    DB_SOURCE_OF_ID,
    DB_SOURCE_BY_NUMBER,
    DB_SOURCE_LAST,
    DB_SOURCE_COUNT,
    DB_SOURCE_KINDS,
    DB_RECORD_SET,
    DB_RECORD_DROP,
    DB_RECORD_GET,
    DB_NEED_GET,
    DB_NEED_SET,
    DB_NEED_CONSENTS,
    DB_VALUE_ADD,
    DB_VALUE_FIND,
    DB_VALUE_LABEL,
    DB_VALUE_ALL,
    DB_DOCUMENT_ADD,
    DB_DOCUMENT_FIND,
    DB_DOCUMENT_DROP,
    DB_DOCUMENT_SINCE,
    DB_DOCUMENT_LAST,
    DB_DOCUMENT_COUNT,
    DB_HIT_ADD,
    DB_HIT_GET,
    DB_HIT_DROP,
    DB_DEAD_ADD,
    DB_DEAD_SINCE,
    DB_DEAD_COUNT,
    DB_WORD_ADD,
    DB_WORD_SINCE,
    DB_WORDS_ADD,
    DB_WORDS_MATCH,
    DB_LIST_ADD,
    DB_LIST_SET,
    DB_LIST_GET,
    DB_LIST_PIECE,
    DB_BEGIN,
    DB_BEGIN_READ,
    DB_COMMIT,
    DB_VERSION,
    DB_STATEMENTS
};

struct db {
    sqlite3 *handle; // owned
    sqlite3_stmt *made[DB_STATEMENTS];
    int error; // SQLITE_…; 0: none
    char why[200];
};

enum db_how { DB_READ, DB_WRITE, DB_MAKE };

// DB_MAKE: an empty one, without journal; db_tables() next. NULL name is not allowed.
bool db_open(struct db *db, const char *name, enum db_how how, struct fault *f);
void db_close(struct db *db);
bool db_tables(struct db *db);
bool db_lasting(struct db *db); // made: from now on with a journal that readers do not wait for
// Is it one of ours, of this format, and is its file whole?
bool db_is_ours(struct db *db, bool whole);
// Ready to be bound; NULL after an error.
sqlite3_stmt *db_ask(struct db *db, enum db_sql sql);
bool db_row(struct db *db, sqlite3_stmt *s);       // false: no more, and s is reset
bool db_do(struct db *db, sqlite3_stmt *s);        // to its end; false: an error
bool db_say(struct db *db, enum db_sql sql);       // the same, nothing bound
int64_t db_number(struct db *db, enum db_sql sql); // of the first row; 0: none
void db_meta(struct db *db, const char *key, char *value, size_t size);
bool db_set_meta(struct db *db, const char *key, const char *value);
