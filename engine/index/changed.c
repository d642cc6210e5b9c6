// What changed since: only those files are read; documents that depend on them are made again from
// the records in the database, all in one transaction.
#include "index/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEW 1000 // so many changed files are never a reason to make all anew

struct change {
    struct update *u;
    struct maker *m;
    struct dict affected; // ids whose dependents are made again
    struct dict also;     // works that are made again, and nothing because of them
    bool labels;          // of values changed
};

static void note(struct change *c, struct dict *in, const char *id)
{
    if (id && id[0] && dict_add(in, id, strlen(id)) == DICT_NONE)
        c->m->short_of_memory = true;
}

// The gestures that a record of this kind has words or values for.
static void note_gestures(struct change *c, int type, const json_t *record)
{
    size_t i;
    json_t *id;
    if (type == REPERTOIRE_CAPSULE)
        note(c, &c->affected, json_string_value(json_object_get(record, "gesture")));
    if (type != REPERTOIRE_WORK)
        return;
    json_array_foreach(json_object_get(record, "gestures"), i, id)
        note(c, &c->affected, json_string_value(id));
}

// ---- files ----

struct row {
    uint32_t number;
    char id[128];
    bool known, same;
};

static struct row row_of(struct db *db, const struct source *s)
{
    struct row row = {0};
    sqlite3_stmt *q = db_ask(db, DB_SOURCE_NAMED);
    sqlite3_bind_int(q, 1, s->type);
    sqlite3_bind_text(q, 2, s->name, -1, SQLITE_STATIC);
    if (db_row(db, q)) {
        const char *id = (const char *)sqlite3_column_text(q, 1);
        row.known = true;
        row.number = (uint32_t)sqlite3_column_int64(q, 0);
        snprintf(row.id, sizeof row.id, "%s", id ? id : "");
        row.same = s->there && sqlite3_column_int64(q, 3) == s->mtime_ns &&
                   sqlite3_column_int64(q, 4) == s->size && sqlite3_column_int64(q, 5) == s->inode;
    }
    sqlite3_reset(q);
    return row;
}

static void drop(struct db *db, enum db_sql sql, uint32_t number)
{
    sqlite3_stmt *q = db_ask(db, sql);
    sqlite3_bind_int64(q, 1, number);
    db_do(db, q);
}

static void note_record(struct change *c, int type, const char *id, const json_t *record)
{
    note(c, &c->affected, id);
    note_gestures(c, type, record);
}

static void read_changed(struct change *c, const struct source *s, const struct row *row)
{
    struct maker *m = c->m;
    char id[128], *text;
    size_t length;
    uint32_t number = row->known ? row->number : ++m->records;
    json_t *value = source_read(c->u->place->folder, s, id, &text, &length, c->u->faults);
    if (c->u->report)
        c->u->report->read++;
    update_source(m, s, number, row->known, id, value != NULL);
    if (value && update_keeps(s->type)) {
        update_text(m, number, text, length);
        maker_depend(m, number, s->type, value);
    } else {
        drop(m->db, DB_RECORD_DROP, number);
    }
    note_record(c, s->type, id, value);
    json_decref(value);
    free(text);
}

static void take_change(struct change *c, const struct source *s)
{
    struct row row = row_of(c->m->db, s);
    if (row.same || (!row.known && !s->there))
        return;
    if (row.known) {
        json_t *before = maker_record(c->m, row.number);
        note_record(c, s->type, row.id, before);
        json_decref(before);
    }
    if (s->there) {
        read_changed(c, s, &row);
    } else {
        drop(c->m->db, DB_SOURCE_DROP, row.number);
        drop(c->m->db, DB_RECORD_DROP, row.number);
    }
}

// Both lists are in name order.
static bool compare_kind(struct update *u, struct db *db, int type, struct sources *changes,
                         int *files)
{
    struct sources now = {0};
    bool fits = sources_list(u->place->folder, type, &now, u->faults);
    int i = 0;
    sqlite3_stmt *q = db_ask(db, DB_SOURCE_ALL);
    sqlite3_bind_int(q, 1, type);
    while (fits && db_row(db, q)) {
        struct source gone = {.type = type};
        snprintf(gone.name, sizeof gone.name, "%s", (const char *)sqlite3_column_text(q, 0));
        int order = -1;
        while (fits && i < now.count && (order = strcmp(now.items[i].name, gone.name)) < 0)
            fits = sources_add(changes, &now.items[i++]);
        if (i >= now.count || order > 0) {
            fits = fits && sources_add(changes, &gone);
            continue;
        }
        const struct source *s = &now.items[i++];
        if (sqlite3_column_int64(q, 1) != s->mtime_ns || sqlite3_column_int64(q, 2) != s->size ||
            sqlite3_column_int64(q, 3) != s->inode)
            fits = fits && sources_add(changes, s);
    }
    sqlite3_reset(q);
    while (fits && i < now.count)
        fits = sources_add(changes, &now.items[i++]);
    *files += now.count;
    free(now.items);
    return fits && !db->error;
}

// ---- consents, on another day ----

static void judge_again(struct change *c, uint32_t number, const char *before)
{
    char id[128] = "";
    sqlite3_stmt *q = db_ask(c->m->db, DB_SOURCE_BY_NUMBER);
    sqlite3_bind_int64(q, 1, number);
    int type = db_row(c->m->db, q) ? sqlite3_column_int(q, 1) : -1;
    if (type >= 0)
        snprintf(id, sizeof id, "%s", (const char *)sqlite3_column_text(q, 0));
    sqlite3_reset(q);
    json_t *record = type < 0 ? NULL : maker_record(c->m, number);
    if (record && maker_hidden(c->m, record, before) != maker_hidden(c->m, record, c->m->date))
        note_record(c, type, id, record);
    json_decref(record);
}

static void new_day(struct change *c, const char *before)
{
    struct numbers all = {0};
    sqlite3_stmt *q = db_ask(c->m->db, DB_NEED_CONSENTS);
    while (db_row(c->m->db, q)) {
        const uint8_t *bytes = sqlite3_column_blob(q, 1);
        int count = sqlite3_column_bytes(q, 1) / (int)sizeof(uint32_t);
        for (int i = 0; i < count; i++) {
            uint32_t number;
            memcpy(&number, bytes + (size_t)i * sizeof number, sizeof number);
            c->m->short_of_memory = !numbers_add(&all, number) || c->m->short_of_memory;
        }
    }
    for (uint32_t i = 0; i < all.count; i++)
        judge_again(c, all.items[i], before);
    free(all.items);
    db_set_meta(c->m->db, "date", c->m->date);
}

// ---- documents ----

// The label that facets show.
static void renew_label(struct change *c, int type, const char *id)
{
    int facet = index_facet_of((enum repertoire_type)type);
    struct known *k = facet < 0 ? NULL : maker_known(c->m, id);
    char *text = k && k->value ? json_dumps(label_of(k->value), JSON_COMPACT) : NULL;
    if (!text)
        return;
    sqlite3_stmt *q = db_ask(c->m->db, DB_VALUE_LABEL);
    sqlite3_bind_int(q, 1, facet);
    sqlite3_bind_text(q, 2, id, -1, SQLITE_STATIC);
    sqlite3_bind_text(q, 3, text, -1, SQLITE_STATIC);
    db_do(c->m->db, q);
    c->labels = c->labels || sqlite3_changes(c->m->db->handle) > 0;
    free(text);
}

static void make_again(struct change *c, const char *id, int type)
{
    struct numbers old = {0};
    struct db *db = c->m->db;
    sqlite3_stmt *q = db_ask(db, DB_DOCUMENT_FIND);
    sqlite3_bind_text(q, 1, id, -1, SQLITE_STATIC);
    while (db_row(db, q))
        c->m->short_of_memory =
            !numbers_add(&old, (uint32_t)sqlite3_column_int64(q, 0)) || c->m->short_of_memory;
    for (uint32_t i = 0; i < old.count; i++) {
        drop(db, DB_DOCUMENT_DROP, old.items[i]);
        drop(db, DB_HIT_DROP, old.items[i]);
        drop(db, DB_DEAD_ADD, old.items[i]);
    }
    free(old.items);
    struct known *k = maker_known(c->m, id);
    json_t *record = k ? json_incref(k->value) : NULL;
    if (record)
        maker_document(c->m, type, record);
    json_decref(record);
}

// What refers to it: gestures and works are made again; others pass it on.
static void follow(struct change *c, const char *id, int type)
{
    const struct numbers *n = maker_dependents(c->m, id);
    for (uint32_t i = 0; n && i < n->count; i++) {
        char other[128];
        sqlite3_stmt *q = db_ask(c->m->db, DB_SOURCE_BY_NUMBER);
        sqlite3_bind_int64(q, 1, n->items[i]);
        int kind = db_row(c->m->db, q) ? sqlite3_column_int(q, 1) : -1;
        if (kind >= 0)
            snprintf(other, sizeof other, "%s", (const char *)sqlite3_column_text(q, 0));
        sqlite3_reset(q);
        if (kind < 0 || (type == REPERTOIRE_GESTURE && kind != REPERTOIRE_WORK))
            continue;
        if (type == REPERTOIRE_GESTURE) {
            note(c, &c->also, other);
            continue;
        }
        json_t *record = kind == REPERTOIRE_CAPSULE || kind == REPERTOIRE_WORK
                             ? maker_record(c->m, n->items[i])
                             : NULL;
        note_record(c, kind, other, record);
        json_decref(record);
    }
}

static bool follow_all(struct change *c)
{
    for (uint32_t i = 0; i < c->affected.count && !c->m->db->error; i++) {
        char id[128]; // the table of ids may move while more are added
        snprintf(id, sizeof id, "%s", dict_key(&c->affected, i));
        int type = repertoire_type_of_id(id);
        if (type < 0)
            continue;
        renew_label(c, type, id);
        if (type != REPERTOIRE_WORK)
            follow(c, id, type);
    }
    for (uint32_t i = 0; i < c->affected.count && !c->m->db->error; i++) {
        const char *id = dict_key(&c->affected, i);
        int type = repertoire_type_of_id(id);
        if (type == REPERTOIRE_GESTURE || type == REPERTOIRE_WORK)
            make_again(c, id, type);
    }
    for (uint32_t i = 0; i < c->also.count && !c->m->db->error; i++) {
        const char *id = dict_key(&c->also, i);
        if (dict_find(&c->affected, id, strlen(id)) == DICT_NONE)
            make_again(c, id, REPERTOIRE_WORK);
    }
    return !c->m->db->error && !c->m->short_of_memory;
}

static bool take_changes(struct change *c, const struct sources *changes)
{
    char before[16];
    struct db *db = c->m->db;
    c->u->total = changes->count;
    for (int i = 0; i < changes->count; i++) {
        take_change(c, &changes->items[i]);
        if (db->error || c->m->short_of_memory || !update_step(c->u))
            return false;
    }
    db_meta(db, "date", before, sizeof before);
    if (strcmp(before, c->m->date) != 0)
        new_day(c, before);
    for (uint32_t i = 0; i < c->affected.count; i++)
        update_twins(c->u, db, dict_key(&c->affected, i));
    if (!follow_all(c))
        return false;
    char stamp[24], now[24];
    db_meta(db, "values", stamp, sizeof stamp);
    snprintf(now, sizeof now, "%ld", strtol(stamp, NULL, 10) + 1);
    return !c->labels || db_set_meta(db, "values", now);
}

static enum update_end change(struct update *u, struct db *db, const struct sources *changes)
{
    struct maker *m = calloc(1, sizeof *m);
    if (!m)
        return UPDATE_BROKEN;
    *m = (struct maker){.db = db,
                        .folder = u->place->folder,
                        .date = u->place->date,
                        .list_from = u->place->list_from};
    struct change c = {.u = u, .m = m};
    bool done = db_say(db, DB_BEGIN);
    if (done) {
        m->documents = (uint32_t)db_number(db, DB_DOCUMENT_LAST);
        m->records = (uint32_t)db_number(db, DB_SOURCE_LAST);
        done = take_changes(&c, changes) && db_say(db, DB_COMMIT);
    }
    if (!done && !sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    dict_finish(&c.affected);
    dict_finish(&c.also);
    maker_finish(m);
    free(m);
    return done ? UPDATE_DONE : u->stopped ? UPDATE_STOPPED : UPDATE_BROKEN;
}

static bool find_changes(struct update *u, struct db *db, struct sources *changes, int *files)
{
    bool fits = true;
    if (u->only) {
        for (int i = 0; i < u->only->count && fits; i++) {
            struct source s = u->only->items[i];
            source_stat(u->place->folder, &s);
            fits = sources_add(changes, &s);
        }
        *files = (int)db_number(db, DB_SOURCE_COUNT);
        return fits;
    }
    for (int type = 0; type < REPERTOIRE_TYPES && fits; type++)
        fits = compare_kind(u, db, type, changes, files);
    return fits;
}

enum update_end update_changed(struct update *u, struct db *db)
{
    struct sources changes = {0};
    char date[16];
    int files = 0;
    enum update_end end = UPDATE_BROKEN;
    if (u->report)
        *u->report = (struct index_report){0};
    if (find_changes(u, db, &changes, &files)) {
        db_meta(db, "date", date, sizeof date);
        bool same = !changes.count && strcmp(date, u->place->date) == 0;
        end = changes.count > FEW && changes.count > files / 4 ? UPDATE_ANEW
              : same                                           ? UPDATE_DONE
                                                               : change(u, db, &changes);
    }
    if (end == UPDATE_DONE)
        update_counts(u, db, files);
    free(changes.items);
    return end;
}
