// Brings the index up to date: what is there is judged, kept and changed, or made from nothing.
#include "index/private.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECKED_BYTES (32 << 20) // a larger database is not read through at each start
#define WORN 1000                // dead documents beside a quarter of the living

bool update_step(struct update *u)
{
    u->done++;
    if (u->watch && u->watch->step && u->done % 16 == 0 &&
        !u->watch->step(u->watch->user, u->done, u->total))
        u->stopped = true;
    return !u->stopped;
}

// Kinds whose words, values or consents documents need.
bool update_keeps(int type)
{
    return type != REPERTOIRE_CHAIN && type != REPERTOIRE_NOTE && type != REPERTOIRE_CLIP &&
           type != REPERTOIRE_ENTERPRISE;
}

void update_source(struct maker *m, const struct source *s, uint32_t number, bool known,
                   const char *id, bool whole)
{
    sqlite3_stmt *q = db_ask(m->db, known ? DB_SOURCE_SET : DB_SOURCE_ADD);
    int at = 1;
    sqlite3_bind_int64(q, at++, number);
    if (!known) {
        sqlite3_bind_int(q, at++, s->type);
        sqlite3_bind_text(q, at++, s->name, -1, SQLITE_STATIC);
    }
    sqlite3_bind_int64(q, at++, s->mtime_ns);
    sqlite3_bind_int64(q, at++, s->size);
    sqlite3_bind_int64(q, at++, s->inode);
    sqlite3_bind_text(q, at++, id, -1, SQLITE_STATIC);
    sqlite3_bind_int(q, at, whole);
    db_do(m->db, q);
}

void update_text(struct maker *m, uint32_t number, const char *text, size_t length)
{
    sqlite3_stmt *q = db_ask(m->db, DB_RECORD_SET);
    sqlite3_bind_int64(q, 1, number);
    sqlite3_bind_text(q, 2, text, (int)length, SQLITE_STATIC);
    db_do(m->db, q);
}

void update_twins(struct update *u, struct db *db, const char *id)
{
    char path[INDEX_PATH + 600], first[INDEX_PATH + 600] = "";
    sqlite3_stmt *q = db_ask(db, DB_SOURCE_OF_ID);
    sqlite3_bind_text(q, 1, id, -1, SQLITE_STATIC);
    while (db_row(db, q)) {
        struct source s = {.type = sqlite3_column_int(q, 0)};
        snprintf(s.name, sizeof s.name, "%s", (const char *)sqlite3_column_text(q, 1));
        source_path(u->place->folder, &s, path, sizeof path);
        if (first[0])
            faults_add(u->faults, FAULT_ERROR,
                       "%s:1: id: \"%s\" is also in %s; each id stands once", path, id, first);
        else
            snprintf(first, sizeof first, "%s", path);
    }
    sqlite3_reset(q);
}

void update_counts(struct update *u, struct db *db, int files)
{
    if (!u->report)
        return;
    u->report->files = files;
    u->report->records = (int)db_number(db, DB_SOURCE_COUNT);
    u->report->documents = (int)db_number(db, DB_DOCUMENT_COUNT);
}

static bool small(struct db *db)
{
    sqlite3_int64 pages = 0;
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db->handle,
                           "SELECT page_count * page_size FROM pragma_page_count,"
                           " pragma_page_size",
                           -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        pages = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return pages <= CHECKED_BYTES;
}

static bool fits(const struct update *u, struct db *db)
{
    char text[INDEX_PATH], list_from[16];
    if (atomic_exchange(&u->place->broken, false) || !db_is_ours(db, false) ||
        (!atomic_load(&u->place->checked) && small(db) && !db_is_ours(db, true)))
        return false;
    atomic_store(&u->place->checked, true);
    db_meta(db, "folder", text, sizeof text);
    if (strcmp(text, u->place->folder) != 0)
        return false;
    db_meta(db, "list_from", text, sizeof text);
    snprintf(list_from, sizeof list_from, "%d", u->place->list_from);
    if (strcmp(text, list_from) != 0)
        return false;
    return !db->error &&
           db_number(db, DB_DEAD_COUNT) <= WORN + db_number(db, DB_DOCUMENT_COUNT) / 4;
}

// Into a database of its own, which then takes the old one's place.
static enum update_end anew(struct update *u, struct fault *f)
{
    struct db db;
    char name[INDEX_PATH + 100];
    if (!place_fresh(u->place, name, sizeof name) || !db_open(&db, name, DB_MAKE, f))
        return UPDATE_BROKEN;
    u->done = 0;
    if (u->report)
        *u->report = (struct index_report){.cold = true};
    enum update_end end = update_cold(u, &db);
    if (end == UPDATE_BROKEN)
        fault_set(f, "%s: %s", name, db.error ? db.why : "memory is short");
    bool made = end == UPDATE_DONE && place_publish(u->place, name, f);
    db_close(&db);
    if (made)
        return UPDATE_DONE;
    place_discard(u->place, name);
    return end == UPDATE_DONE ? UPDATE_BROKEN : end;
}

static bool cold(struct update *u)
{
    struct fault f = {""};
    enum update_end end = anew(u, &f);
    if (end == UPDATE_BROKEN && !u->place->memory) {
        place_forsake(u->place, f.text);
        end = anew(u, &f);
    }
    if (end == UPDATE_BROKEN)
        faults_add(u->faults, FAULT_ERROR, "%s:1: has no index: %s", u->place->folder, f.text);
    return end == UPDATE_DONE;
}

// What is there, brought up to date. UPDATE_ANEW: it is not there, or of no use.
static enum update_end renew(struct update *u)
{
    struct db db;
    struct fault f;
    char name[INDEX_PATH + 100];
    enum update_end end = UPDATE_ANEW;
    if (!place_current(u->place, name, sizeof name))
        return UPDATE_ANEW;
    if (db_open(&db, name, DB_WRITE, &f)) {
        if (fits(u, &db))
            end = update_changed(u, &db);
        else
            log_info("index",
                     "%s: is of another program or folder, or worn: made anew, which loses nothing",
                     name);
        if (end == UPDATE_BROKEN)
            log_warning("index", "%s: %s: made anew", name, db.why);
        db_close(&db);
    } else {
        log_warning("index", "%s: made anew", f.text);
    }
    return end == UPDATE_BROKEN ? UPDATE_ANEW : end;
}

bool update_run(struct update *u)
{
    int lock = place_lock(u->place, u->watch);
    if (lock < 0)
        return false;
    if (u->day[0])
        snprintf(u->place->date, sizeof u->place->date, "%s", u->day);
    enum update_end end = renew(u);
    bool done = end == UPDATE_DONE || (end == UPDATE_ANEW && cold(u));
    place_unlock(u->place, lock);
    return done;
}
