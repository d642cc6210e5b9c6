// The file: its tables and statements; opened, judged, set aside.
#include "visitlog/private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ASIDE 9 // broken files that are kept; the last is replaced

// A day is written 20261128. seen: a page that was shown, in the order in which they were left.
static const char tables[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value INT) WITHOUT ROWID;"
    "CREATE TABLE stage(number INTEGER PRIMARY KEY, station TEXT, name TEXT,"
    " UNIQUE(station, name));"
    "CREATE TABLE page(number INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT);"
    "CREATE TABLE visit(number INTEGER PRIMARY KEY AUTOINCREMENT, stage INT, day INT, hour INT,"
    " minute INT, language TEXT, settings INT, pages INT, seconds INT, ended INT);"
    "CREATE INDEX visit_day ON visit(day);"
    "CREATE TABLE seen(number INTEGER PRIMARY KEY AUTOINCREMENT, visit INT, page INT,"
    " seconds INT);"
    "CREATE TABLE search(number INTEGER PRIMARY KEY AUTOINCREMENT, visit INT, words TEXT,"
    " hits INT);";

// The day before which there are ?1 days with visits or more; NULL: none.
#define OLD_DAY "(SELECT day FROM visit GROUP BY day ORDER BY day DESC LIMIT 1 OFFSET ?1)"
#define ORPHANS " WHERE visit NOT IN (SELECT number FROM visit)"

// Named places: no comma can be missing where one statement has two pieces.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)
static const char *const texts[VISITLOG_STATEMENTS] = {
    [VISITLOG_BEGIN] = "BEGIN IMMEDIATE",
    [VISITLOG_COMMIT] = "COMMIT",
    [VISITLOG_STAGE_ADD] = "INSERT OR IGNORE INTO stage(station, name) VALUES(?, ?)",
    [VISITLOG_STAGE_FIND] = "SELECT number FROM stage WHERE station = ? AND name = ?",
    [VISITLOG_VISIT_ADD] = "INSERT INTO visit(stage, day, hour, minute, language, settings)"
                           " VALUES(?, ?, ?, ?, ?, ?)",
    [VISITLOG_VISIT_CHOSE] = "UPDATE visit SET language = ?2, settings = ?3 WHERE number = ?1",
    [VISITLOG_VISIT_END] = "UPDATE visit SET language = ?2, settings = ?3, pages = ?4,"
                           " seconds = ?5, ended = ?6 WHERE number = ?1",
    [VISITLOG_VISITS_CUT] =
        "UPDATE visit SET ended = ?1,"
        " pages = (SELECT count(*) FROM seen WHERE visit = visit.number),"
        " seconds = (SELECT ifnull(sum(seconds), 0) FROM seen WHERE visit = visit.number)"
        " WHERE ended IS NULL",
    [VISITLOG_PAGE_ADD] = "INSERT OR IGNORE INTO page(id, kind) SELECT ?1, ?2"
                          " WHERE (SELECT count(*) FROM page) < ?3",
    [VISITLOG_PAGE_FIND] = "SELECT number FROM page WHERE id = ?",
    [VISITLOG_SEEN_ADD] = "INSERT INTO seen(visit, page, seconds) VALUES(?, ?, ?)",
    [VISITLOG_SEARCH_ADD] = "INSERT INTO search(visit, words, hits) VALUES(?, ?, ?)",
    [VISITLOG_LOST_ADD] = "INSERT INTO meta VALUES('lost', ?1)"
                          " ON CONFLICT(key) DO UPDATE SET value = value + ?1",
    [VISITLOG_OLD_VISITS] = "DELETE FROM visit WHERE day <= " OLD_DAY,
    [VISITLOG_MANY_VISITS] = "DELETE FROM visit WHERE number <="
                             " (SELECT max(number) FROM visit) - ?1",
    [VISITLOG_OLD_PAGES] = "DELETE FROM seen" ORPHANS,
    [VISITLOG_MANY_PAGES] = "DELETE FROM seen WHERE number <="
                            " (SELECT max(number) FROM seen) - ?1",
    [VISITLOG_OLD_SEARCHES] = "DELETE FROM search" ORPHANS,
    [VISITLOG_MANY_SEARCHES] = "DELETE FROM search WHERE number <="
                               " (SELECT max(number) FROM search) - ?1",
    [VISITLOG_RARE_WORDS] = "UPDATE search SET words = '' WHERE words <> ''"
                            " AND visit IN (SELECT number FROM visit WHERE day <= " OLD_DAY ")"
                            " AND words IN (SELECT words FROM search GROUP BY words"
                            " HAVING count(DISTINCT visit) < ?2)",
};
// NOLINTEND(bugprone-suspicious-missing-comma)

sqlite3_stmt *visitlog_ask(struct visitlog_file *file, enum visitlog_sql sql)
{
    if (!file->made[sql] &&
        sqlite3_prepare_v3(file->handle, texts[sql], -1, SQLITE_PREPARE_PERSISTENT,
                           &file->made[sql], NULL) != SQLITE_OK)
        return NULL;
    sqlite3_clear_bindings(file->made[sql]);
    return file->made[sql];
}

bool visitlog_run(sqlite3_stmt *statement, int64_t *number)
{
    int answer = SQLITE_ERROR;
    while (statement && (answer = sqlite3_step(statement)) == SQLITE_ROW)
        if (number)
            *number = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return answer == SQLITE_DONE;
}

bool visitlog_say(struct visitlog_file *file, enum visitlog_sql sql)
{
    return visitlog_run(visitlog_ask(file, sql), NULL);
}

enum visitlog_end visitlog_judge(struct visitlog_file *file, struct fault *why)
{
    int error = file->handle ? sqlite3_errcode(file->handle) : SQLITE_NOMEM;
    fault_set(why, "%s: %s", file->path,
              file->handle ? sqlite3_errmsg(file->handle) : "memory is short");
    switch (error & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
        return VISITLOG_LATER;
    default:
        return VISITLOG_BROKEN;
    }
}

// The one number that a pragma answers with. False: an error.
static bool pragma(struct visitlog_file *file, const char *sql, int64_t *number)
{
    sqlite3_stmt *s = NULL;
    bool good = sqlite3_prepare_v2(file->handle, sql, -1, &s, NULL) == SQLITE_OK &&
                sqlite3_step(s) == SQLITE_ROW;
    if (good)
        *number = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return good;
}

static bool say_all(struct visitlog_file *file, const char *sql)
{
    return sqlite3_exec(file->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

// No row of a visit that is on lies in a file that was just made.
static void forget_rows(struct visitlog_file *file)
{
    for (int i = 0; i < VISITLOG_STAGES; i++)
        file->slots[i].row = 0;
}

static bool make_tables(struct visitlog_file *file)
{
    char numbers[100];
    snprintf(numbers, sizeof numbers, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             VISITLOG_APPLICATION, VISITLOG_FORMAT);
    bool made = say_all(file, "BEGIN IMMEDIATE") && say_all(file, tables) &&
                say_all(file, numbers) && say_all(file, "COMMIT");
    if (made)
        forget_rows(file);
    return made;
}

// False and `why`: it is somebody else's, or of another version.
static bool is_ours(struct visitlog_file *file, struct fault *why)
{
    int64_t application = 0, format = 0;
    if (!pragma(file, "PRAGMA application_id", &application) ||
        !pragma(file, "PRAGMA user_version", &format))
        return fault_set(why, "%s: %s", file->path, sqlite3_errmsg(file->handle));
    return (application == VISITLOG_APPLICATION && format == VISITLOG_FORMAT) ||
           fault_set(why, "%s: is no log of visits of this version", file->path);
}

static bool remember_inode(struct visitlog_file *file)
{
    struct stat st;
    if (stat(file->path, &st) != 0)
        return false;
    file->device = st.st_dev;
    file->inode = st.st_ino;
    return true;
}

bool visitlog_is_there(const struct visitlog_file *file)
{
    struct stat st;
    return stat(file->path, &st) == 0 && st.st_dev == file->device && st.st_ino == file->inode;
}

// Made or known; visits of a program that was killed are ended.
static enum visitlog_end prepare(struct visitlog_file *file, struct fault *why)
{
    int64_t objects = 0;
    if (!pragma(file, "SELECT count(*) FROM sqlite_schema", &objects))
        return visitlog_judge(file, why);
    if (objects > 0 && !is_ours(file, why))
        return VISITLOG_BROKEN;
    if (!say_all(file, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                       "PRAGMA wal_autocheckpoint = 64; PRAGMA journal_size_limit = 1048576;"
                       "PRAGMA cache_size = -2048"))
        return visitlog_judge(file, why);
    if (objects == 0 && !make_tables(file))
        return visitlog_judge(file, why);
    if (file->pruned_day)
        return VISITLOG_WRITTEN; // opened again: what is on goes on
    sqlite3_stmt *cut = visitlog_ask(file, VISITLOG_VISITS_CUT);
    sqlite3_bind_int(cut, 1, VISITLOG_CUT);
    return visitlog_run(cut, NULL) ? VISITLOG_WRITTEN : visitlog_judge(file, why);
}

enum visitlog_end visitlog_open(struct visitlog_file *file, struct fault *why)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    enum visitlog_end end;
    if (sqlite3_open_v2(file->path, &file->handle, flags, NULL) != SQLITE_OK) {
        end = visitlog_judge(file, why);
    } else {
        sqlite3_busy_timeout(file->handle, 1000);
        end = prepare(file, why);
    }
    if (end == VISITLOG_WRITTEN && !remember_inode(file)) {
        fault_set(why, "%s: %s", file->path, strerror(errno));
        end = VISITLOG_LATER;
    }
    if (end != VISITLOG_WRITTEN)
        visitlog_close(file);
    return end;
}

int visitlog_today(const char *path, const char *station)
{
    static const char ask[] = "SELECT count(*) FROM visit JOIN stage ON stage.number = visit.stage"
                              " WHERE visit.day = ?1 AND stage.station = ?2";
    sqlite3 *handle = NULL;
    sqlite3_stmt *made = NULL;
    time_t now = time(NULL);
    struct tm tm = {0};
    int count = 0;
    localtime_r(&now, &tm);
    int day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
    if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ==
            SQLITE_OK &&
        sqlite3_prepare_v2(handle, ask, -1, &made, NULL) == SQLITE_OK &&
        sqlite3_bind_int(made, 1, day) == SQLITE_OK &&
        sqlite3_bind_text(made, 2, station, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_step(made) == SQLITE_ROW)
        count = sqlite3_column_int(made, 0);
    sqlite3_finalize(made);
    sqlite3_close(handle);
    return count;
}

void visitlog_close(struct visitlog_file *file)
{
    for (int i = 0; i < VISITLOG_STATEMENTS; i++) {
        sqlite3_finalize(file->made[i]);
        file->made[i] = NULL;
    }
    sqlite3_close(file->handle);
    file->handle = NULL;
}

bool visitlog_set_aside(struct visitlog_file *file, char to[PATH_MAX + 32], struct fault *why)
{
    char from[PATH_MAX + 8], with[PATH_MAX + 40];
    struct stat st;
    visitlog_close(file);
    for (int n = 1; n <= ASIDE; n++) {
        snprintf(to, PATH_MAX + 32, "%s.broken-%d", file->path, n);
        if (lstat(to, &st) != 0)
            break;
    }
    if (rename(file->path, to) != 0)
        return fault_set(why, "%s: cannot be set aside: %s", file->path, strerror(errno));
    // SQLite finds a journal by its file's name.
    snprintf(from, sizeof from, "%s-wal", file->path);
    snprintf(with, sizeof with, "%s-wal", to);
    if (rename(from, with) != 0)
        unlink(with); // an older one's
    snprintf(from, sizeof from, "%s-shm", file->path);
    unlink(from);
    return true;
}
