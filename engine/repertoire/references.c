// Follows the references of records: what leads nowhere is told and taken away.
#include "repertoire/private.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NEAR_IDS 4096 // that one is compared with

struct walk {
    struct repertoire *r;
    struct faults *faults;
    const struct record *record; // whose turn it is
    struct where *where;         // owned; its lines, once they were asked for
    bool scanned, changed;
    bool alone; // one record that is not of r yet: what is left out was not told beside it
};

struct where *record_scan(const char *file)
{
    size_t length;
    char *text = store_read(file, REPERTOIRE_FILE_BYTES, &length, NULL);
    struct where *where = text ? where_scan(text, length, WHERE_JSON) : NULL;
    free(text);
    return where;
}

void repertoire_place(const struct repertoire *r, const char *id, const char *path, char *place,
                      size_t size)
{
    const struct record *record = repertoire_find(r, id);
    struct where *where = record ? record_scan(record->file) : NULL;
    if (record)
        snprintf(place, size, "%s:%d", record->file, where_line(where, path));
    else
        snprintf(place, size, "%s", id);
    where_destroy(where);
}

static bool is_full(const struct walk *w)
{
    return !w->faults || w->faults->count >= FAULTS_MAX;
}

// Lines are looked up while somebody reads them.
static int line_of(struct walk *w, const char *path)
{
    if (!w->scanned && !is_full(w)) {
        w->where = record_scan(w->record->file);
        w->scanned = true;
    }
    return where_line(w->where, path);
}

// The id of a shelf that is nearly this one; NULL: none, or there are too many to look through.
static const char *nearest_id(const struct shelf *s, const char *id)
{
    const char *words[NEAR_IDS + 1];
    if (s->count > NEAR_IDS)
        return NULL;
    for (int i = 0; i < s->count; i++)
        words[i] = s->records[i].id;
    words[s->count] = NULL;
    return fault_nearest(id, words);
}

// Is there a file called so, which was no record? Its fault was told.
static bool is_broken(const struct record *from, const char *id)
{
    char folder[REPERTOIRE_PATH], file[REPERTOIRE_PATH];
    snprintf(folder, sizeof folder, "%s", from->file);
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(folder, '/');
        if (!slash)
            return false;
        *slash = '\0';
    }
    return repertoire_file(folder, id, file, sizeof file) && access(file, F_OK) == 0;
}

static void tell_unknown(struct walk *w, const char *path, const char *id)
{
    int type = repertoire_type_of_id(id);
    if (is_full(w)) {
        faults_add(w->faults, FAULT_ERROR, "%s", id); // only counted
        return;
    }
    if (is_broken(w->record, id)) {
        faults_add(w->faults, FAULT_ERROR, "%s:%d: %s: the record \"%s\" is broken; mend its file",
                   w->record->file, line_of(w, path), path, id);
        return;
    }
    const char *near = nearest_id(&w->r->shelves[type], id);
    faults_add(w->faults, FAULT_ERROR,
               "%s:%d: %s: \"%s\" is unknown; a record of %s/ is allowed%s%s%s", w->record->file,
               line_of(w, path), path, id, repertoire_kinds[type].folder,
               near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

// Is there a record to lead to? One that was left out was told when it was.
static bool leads(struct walk *w, const char *path, const struct schema *s, const json_t *reference)
{
    const char *id = json_string_value(reference);
    const struct record *target = repertoire_find(w->r, id);
    if (!id || repertoire_type_of_id(id) < 0 ||
        (s->words && strncmp(id, s->words[0], strlen(s->words[0])) != 0))
        return false; // the schema told it
    if (!target || (w->alone && target->left_out))
        tell_unknown(w, path, id);
    return target && !target->left_out;
}

// Takes away what leads nowhere; false where the value itself cannot stay without it.
static bool prune(struct walk *w, char *path, const struct schema *s, json_t *value);

static bool prune_list(struct walk *w, char *path, const struct schema *s, json_t *list)
{
    size_t before = strlen(path);
    if ((double)json_array_size(list) > s->most)
        return false; // the schema told it
    for (size_t i = json_array_size(list); i-- > 0;) {
        where_index(path, SCHEMA_PATH, i);
        if (!prune(w, path, s->of, json_array_get(list, i)))
            json_array_remove(list, i);
        path[before] = '\0';
    }
    return (double)json_array_size(list) >= s->least;
}

static bool prune_table(struct walk *w, char *path, const struct schema *keys, json_t *table)
{
    size_t before = strlen(path);
    bool stays = true;
    for (const struct schema *s = keys; s->key; s++) {
        if (s->type != SCHEMA_REF && s->type != SCHEMA_TABLE && s->type != SCHEMA_LIST)
            continue;
        json_t *value = json_object_get(table, s->key);
        if (!value)
            continue;
        where_key(path, SCHEMA_PATH, s->key);
        if (!prune(w, path, s, value)) {
            json_object_del(table, s->key);
            stays = stays && !s->required;
        }
        path[before] = '\0';
    }
    return stays;
}

static bool prune(struct walk *w, char *path, const struct schema *s, json_t *value)
{
    if (s->type == SCHEMA_REF)
        return leads(w, path, s, value);
    if (s->type == SCHEMA_TABLE && json_is_object(value))
        return prune_table(w, path, s->of, value);
    if (s->type == SCHEMA_LIST && json_is_array(value))
        return prune_list(w, path, s, value);
    return true;
}

// A note is drawn over something.
static bool lies_on_something(const json_t *note)
{
    return json_object_get(note, "media") || json_object_get(note, "clip");
}

static void follow(struct walk *w, enum repertoire_type type, struct record *record)
{
    char path[SCHEMA_PATH] = "";
    w->record = record;
    bool stays = prune_table(w, path, repertoire_kinds[type].keys, record->value);
    stays = stays && (type != REPERTOIRE_NOTE || lies_on_something(record->value));
    w->changed = w->changed || (!stays && !record->left_out);
    record->left_out = record->left_out || !stays;
    where_destroy(w->where);
    w->where = NULL;
    w->scanned = false;
}

// Until every id in a record that stays leads to one that stays. Kinds need one another in a short
// line (person, consent, media, capsule), so that the turns are few however many records there are.
void references_follow(struct repertoire *r, struct faults *faults)
{
    struct walk w = {.r = r, .faults = faults, .changed = true};
    while (w.changed) {
        w.changed = false;
        for (int t = 0; t < REPERTOIRE_TYPES; t++)
            for (int i = 0; i < r->shelves[t].count; i++)
                follow(&w, (enum repertoire_type)t, &r->shelves[t].records[i]);
    }
}

json_t *repertoire_parse_in(const struct repertoire *r, enum repertoire_type type, const char *text,
                            size_t length, const char *file, struct faults *faults)
{
    char path[SCHEMA_PATH] = "";
    int before = faults->errors;
    json_t *value = repertoire_parse(type, text, length, file, faults);
    char *named = value ? strdup(file) : NULL;
    if (!named) {
        json_decref(value);
        return NULL;
    }
    struct record record = {.value = value, .file = named};
    struct walk w = {.r = (struct repertoire *)r,
                     .faults = faults,
                     .record = &record,
                     .where = where_scan(text, length, WHERE_JSON),
                     .scanned = true,
                     .alone = true};
    prune_table(&w, path, repertoire_kinds[type].keys, value);
    where_destroy(w.where);
    free(named);
    if (faults->errors == before)
        return value;
    json_decref(value);
    return NULL;
}
