// The index made from nothing: all files, each once, gestures after what they refer to.
#include "index/private.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool set_meta(struct update *u, struct db *db)
{
    char list_from[16];
    snprintf(list_from, sizeof list_from, "%d", u->place->list_from);
    return db_set_meta(db, "folder", u->place->folder) && db_set_meta(db, "date", u->place->date) &&
           db_set_meta(db, "list_from", list_from) && db_set_meta(db, "values", "1");
}

// Of several files with one id, the one that is called as the id holds (DB_SOURCE_BY_ID): is this
// another, and that one there?
static bool is_second(struct update *u, const struct source *s, const char *id)
{
    char its[128], *text;
    size_t length;
    const char *colon = strchr(id, ':');
    struct source named = {.type = s->type};
    if (!colon)
        return false;
    snprintf(named.name, sizeof named.name, "%s.json", colon + 1);
    if (strcmp(named.name, s->name) == 0 || strchr(named.name, '/') ||
        !source_stat(u->place->folder, &named))
        return false;
    json_decref(source_read(u->place->folder, &named, its, &text, &length, NULL));
    free(text);
    return strcmp(its, id) == 0;
}

// Takes value.
static void take_gesture(struct maker *m, const char *id, json_t *value)
{
    uint32_t n = dict_add(&m->ids, id, strlen(id));
    struct known *known =
        n == DICT_NONE ? NULL : dict_room(m->known, &m->known_room, n + 1, sizeof *known);
    if (!known) {
        m->short_of_memory = true;
    } else {
        m->known = known;
        if (!known[n].made && value)
            maker_document(m, REPERTOIRE_GESTURE, value);
        m->known[n].made = true;
    }
    json_decref(value);
}

static void take(struct update *u, struct maker *m, const struct source *s)
{
    char id[128], *text;
    size_t length;
    uint32_t number = ++m->records;
    json_t *value = source_read(u->place->folder, s, id, &text, &length, u->faults);
    update_source(m, s, number, false, id, value != NULL);
    if (u->report)
        u->report->read++;
    if (value && update_keeps(s->type)) {
        update_text(m, number, text, length);
        maker_depend(m, number, s->type, value);
    }
    free(text);
    if (is_second(u, s, id)) {
        json_decref(value);
    } else if (id[0] && s->type == REPERTOIRE_GESTURE) {
        take_gesture(m, id, value);
    } else if (id[0] && update_keeps(s->type) && s->type != REPERTOIRE_CAPSULE) {
        maker_learn(m, id, number, s->type, value);
    } else {
        json_decref(value);
    }
}

static bool take_all(struct update *u, struct maker *m, const struct sources *all)
{
    u->total = all->count;
    for (int i = 0; i < all->count; i++) {
        take(u, m, &all->items[i]);
        if (m->db->error || m->short_of_memory || !update_step(u))
            return false;
    }
    sqlite3_stmt *q = db_ask(m->db, DB_SOURCE_TWINS);
    while (db_row(m->db, q))
        update_twins(u, m->db, (const char *)sqlite3_column_text(q, 0));
    sqlite3_reset(q);
    return !m->db->error;
}

static bool write_works(struct maker *m)
{
    for (uint32_t i = 0; i < m->ids.count && i < m->known_room; i++)
        if (m->known[i].value && m->known[i].type == REPERTOIRE_WORK)
            maker_document(m, REPERTOIRE_WORK, m->known[i].value);
    return !m->db->error && !m->short_of_memory;
}

static bool write_needs(struct maker *m)
{
    for (uint32_t i = 0; i < m->targets.count && i < m->target_room; i++) {
        const struct numbers *n = &m->dependents[i];
        if (!n->count)
            continue;
        sqlite3_stmt *s = db_ask(m->db, DB_NEED_SET);
        sqlite3_bind_text(s, 1, dict_key(&m->targets, i), -1, SQLITE_STATIC);
        sqlite3_bind_blob(s, 2, n->items, (int)(n->count * sizeof *n->items), SQLITE_STATIC);
        if (!db_do(m->db, s))
            return false;
    }
    return true;
}

static bool list_all(struct update *u, struct sources *all)
{
    bool fits = true;
    for (int type = 0; type < REPERTOIRE_TYPES && fits; type++)
        if (type != REPERTOIRE_GESTURE)
            fits = sources_list(u->place->folder, type, all, u->faults);
    return fits && sources_list(u->place->folder, REPERTOIRE_GESTURE, all, u->faults);
}

static bool make(struct update *u, struct maker *m, struct sources *all)
{
    return db_tables(m->db) && db_say(m->db, DB_BEGIN) && set_meta(u, m->db) && list_all(u, all) &&
           take_all(u, m, all) && write_works(m) && lists_write(m) && write_needs(m) &&
           db_say(m->db, DB_COMMIT) && db_lasting(m->db);
}

enum update_end update_cold(struct update *u, struct db *db)
{
    struct maker *m = calloc(1, sizeof *m);
    struct sources all = {0};
    if (!m)
        return UPDATE_BROKEN;
    *m = (struct maker){.db = db,
                        .folder = u->place->folder,
                        .date = u->place->date,
                        .list_from = u->place->list_from,
                        .cold = true};
    bool made = make(u, m, &all);
    if (made)
        update_counts(u, db, all.count);
    maker_finish(m);
    free(m);
    free(all.items);
    return made ? UPDATE_DONE : u->stopped ? UPDATE_STOPPED : UPDATE_BROKEN;
}
