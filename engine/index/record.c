// Records as references find them: are they there, whole, not hidden? And who refers to whom.
#include "index/private.h"

#include <stdlib.h>
#include <string.h>

bool numbers_add(struct numbers *n, uint32_t number)
{
    if (n->count == n->room) {
        uint32_t room = n->room ? n->room * 2 : 4, *items = realloc(n->items, room * sizeof *items);
        if (!items)
            return false;
        n->items = items;
        n->room = room;
    }
    n->items[n->count++] = number;
    return true;
}

bool numbers_hold(const struct numbers *n, uint32_t number)
{
    for (uint32_t i = 0; i < n->count; i++)
        if (n->items[i] == number)
            return true;
    return false;
}

json_t *maker_record(struct maker *m, uint32_t number)
{
    sqlite3_stmt *s = db_ask(m->db, DB_RECORD_GET);
    json_t *value = NULL;
    sqlite3_bind_int64(s, 1, number);
    if (db_row(m->db, s))
        value = json_loadb((const char *)sqlite3_column_text(s, 0),
                           (size_t)sqlite3_column_bytes(s, 0), 0, NULL);
    sqlite3_reset(s);
    return value;
}

// A place that is not to be named.
static bool is_secret(const json_t *record)
{
    const char *precision = json_string_value(json_object_get(record, "precision"));
    return precision && strcmp(precision, "hidden") == 0;
}

// What the database has under this id.
static void look(struct maker *m, struct known *k, const char *id)
{
    sqlite3_stmt *s = db_ask(m->db, DB_SOURCE_BY_ID);
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    bool there = db_row(m->db, s) && sqlite3_column_int(s, 1);
    k->number = (uint32_t)sqlite3_column_int64(s, 0);
    k->type = sqlite3_column_int(s, 2);
    sqlite3_reset(s);
    if (there)
        k->value = maker_record(m, k->number);
    k->shows = json_object_get(k->value, "shows");
    k->secret = is_secret(k->value);
}

static struct known *known_of(struct maker *m, const char *id)
{
    uint32_t n = dict_add(&m->ids, id, strlen(id));
    struct known *known =
        n == DICT_NONE ? NULL : dict_room(m->known, &m->known_room, n + 1, sizeof *known);
    if (!known) {
        m->short_of_memory = true;
        return NULL;
    }
    m->known = known;
    return &known[n];
}

void maker_learn(struct maker *m, const char *id, uint32_t number, int type, json_t *value)
{
    struct known *k = known_of(m, id);
    if (!k || k->looked) {
        json_decref(value);
        return;
    }
    *k = (struct known){.value = value,
                        .shows = json_object_get(value, "shows"),
                        .secret = is_secret(value),
                        .number = number,
                        .type = type,
                        .looked = true};
}

struct known *maker_known(struct maker *m, const char *id)
{
    struct known *k = known_of(m, id);
    if (!k || k->looked)
        return k;
    k->looked = true;
    if (!m->cold || repertoire_type_of_id(id) == REPERTOIRE_GESTURE)
        look(m, k, id);
    return k;
}

struct known *maker_usable(struct maker *m, const char *id)
{
    struct known *k = id ? maker_known(m, id) : NULL;
    bool there = k && k->value && !k->secret;
    return there && (!k->shows || !maker_hidden(m, k->value, m->date)) ? k : NULL;
}

// ---- consent ----

static const char *text_of(const json_t *table, const char *key)
{
    return json_string_value(json_object_get(table, key));
}

static bool agreed(struct maker *m, const json_t *shown, const char *date)
{
    size_t i;
    json_t *facet;
    const char *person = text_of(shown, "person"), *id = text_of(shown, "consent");
    const struct known *whose = person ? maker_known(m, person) : NULL;
    if (!whose || !whose->value || !id)
        return false;
    const struct known *consent = maker_known(m, id);
    if (!consent || !consent->value)
        return false;
    json_array_foreach(json_object_get(shown, "facets"), i, facet)
    {
        if (!repertoire_consent_holds(consent->value, person, json_string_value(facet), date, NULL))
            return false;
    }
    return true;
}

// As the repertoire judges it. A date of "": days are not looked at.
bool maker_hidden(struct maker *m, const json_t *record, const char *date)
{
    size_t i;
    json_t *shown;
    json_array_foreach(json_object_get(record, "shows"), i, shown)
    {
        if (!agreed(m, shown, date && date[0] ? date : NULL))
            return true;
    }
    return false;
}

// ---- who refers to whom ----

// What the database has of a target's records.
static void look_dependents(struct maker *m, const char *id, struct numbers *n)
{
    sqlite3_stmt *s = db_ask(m->db, DB_NEED_GET);
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    if (db_row(m->db, s)) {
        const uint8_t *bytes = sqlite3_column_blob(s, 0);
        int count = sqlite3_column_bytes(s, 0) / (int)sizeof(uint32_t);
        for (int i = 0; i < count; i++) {
            uint32_t number;
            memcpy(&number, bytes + (size_t)i * sizeof number, sizeof number);
            m->short_of_memory = !numbers_add(n, number) || m->short_of_memory;
        }
    }
    sqlite3_reset(s);
}

static struct numbers *dependents(struct maker *m, const char *id)
{
    uint32_t before = m->targets.count, n = dict_add(&m->targets, id, strlen(id));
    struct numbers *lists =
        n == DICT_NONE ? NULL : dict_room(m->dependents, &m->target_room, n + 1, sizeof *lists);
    if (!lists) {
        m->short_of_memory = true;
        return NULL;
    }
    m->dependents = lists;
    if (n == before && !m->cold)
        look_dependents(m, id, &lists[n]);
    return &lists[n];
}

const struct numbers *maker_dependents(struct maker *m, const char *id)
{
    if (!m->cold)
        return dependents(m, id);
    uint32_t n = dict_find(&m->targets, id, strlen(id)); // most gestures have none
    return n == DICT_NONE ? NULL : &m->dependents[n];
}

static void depend(struct maker *m, uint32_t number, const json_t *id)
{
    const char *target = json_string_value(id);
    struct numbers *n = target ? dependents(m, target) : NULL;
    if (!n || (m->cold ? n->count && n->items[n->count - 1] == number : numbers_hold(n, number)))
        return;
    m->short_of_memory = !numbers_add(n, number) || m->short_of_memory;
    if (m->cold)
        return; // all are written at the end
    sqlite3_stmt *s = db_ask(m->db, DB_NEED_SET);
    sqlite3_bind_text(s, 1, target, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, n->items, (int)(n->count * sizeof *n->items), SQLITE_STATIC);
    db_do(m->db, s);
}

static void depend_all(struct maker *m, uint32_t number, const json_t *list, const char *key)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) depend(m, number, key ? json_object_get(item, key) : item);
}

void maker_depend(struct maker *m, uint32_t number, int type, const json_t *record)
{
    static const char *const one[] = {"verb", "picture", "place", "gesture", "team", "school"};
    static const char *const many[] = {"materials", "tools", "metiers", "places", "gestures"};
    if (type == REPERTOIRE_GESTURE || type == REPERTOIRE_WORK || type == REPERTOIRE_CAPSULE ||
        type == REPERTOIRE_TEAM) {
        for (size_t i = 0; i < sizeof one / sizeof *one; i++)
            depend(m, number, json_object_get(record, one[i]));
        for (size_t i = 0; i < sizeof many / sizeof *many; i++)
            depend_all(m, number, json_object_get(record, many[i]), NULL);
        depend_all(m, number, json_object_get(record, "views"), "media");
    }
    depend_all(m, number, json_object_get(record, "status"), "place");
    depend_all(m, number, json_object_get(record, "shows"), "consent");
    depend_all(m, number, json_object_get(record, "shows"), "person");
}

// ---- records that need others ----

static bool any_usable(struct maker *m, const json_t *ids)
{
    size_t i;
    json_t *id;
    json_array_foreach(ids, i, id)
    {
        if (maker_usable(m, json_string_value(id)))
            return true;
    }
    return false;
}

bool gesture_stands(struct maker *m, const json_t *gesture)
{
    return maker_usable(m, text_of(gesture, "verb")) &&
           any_usable(m, json_object_get(gesture, "materials")) &&
           any_usable(m, json_object_get(gesture, "metiers")) && !maker_hidden(m, gesture, m->date);
}

// Its gesture is not looked at: who asks has it.
bool capsule_stands(struct maker *m, const json_t *capsule)
{
    size_t i;
    json_t *view;
    json_array_foreach(json_object_get(capsule, "views"), i, view)
    {
        if (maker_usable(m, text_of(view, "media")))
            return !maker_hidden(m, capsule, m->date);
    }
    return false;
}
