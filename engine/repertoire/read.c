// Reads the records of a repertoire, follows their references, leaves out what is broken.
#include "repertoire/private.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// ---- one record ----

static json_t *parse_json(const char *text, size_t length, const char *file, struct faults *faults)
{
    json_error_t error;
    json_t *value = json_loadb(text, length, 0, &error);
    if (!value)
        faults_add(faults, FAULT_ERROR, "%s:%d: is no JSON: %s; one object in braces is allowed",
                   file, error.line > 0 ? error.line : 1, error.text);
    return value;
}

// *whole: nothing is wrong with it. NULL only when it is no JSON object.
static json_t *parse(enum repertoire_type type, const char *text, size_t length, const char *file,
                     struct faults *faults, bool *whole)
{
    json_t *value = parse_json(text, length, file, faults);
    *whole = false;
    if (!value)
        return NULL;
    struct where *where = where_scan(text, length, WHERE_JSON);
    const struct schema_text of = {file, where, WHERE_JSON, repertoire_languages, faults};
    *whole = schema_check(&of, value, repertoire_kinds[type].keys) == 0;
    where_destroy(where);
    if (json_is_object(value))
        return value;
    json_decref(value);
    return NULL;
}

json_t *repertoire_parse(enum repertoire_type type, const char *text, size_t length,
                         const char *file, struct faults *faults)
{
    bool whole;
    json_t *value = parse(type, text, length, file, faults, &whole);
    if (whole)
        return value;
    json_decref(value);
    return NULL;
}

// Takes value. False when there is no room.
static bool shelve(struct repertoire *r, enum repertoire_type type, json_t *value, const char *file,
                   bool whole)
{
    struct shelf *s = &r->shelves[type];
    if (s->count == s->room) {
        int room = s->room ? s->room * 2 : 32;
        struct record *grown = realloc(s->records, (size_t)room * sizeof *grown);
        if (!grown) {
            json_decref(value);
            return false;
        }
        s->records = grown;
        s->room = room;
    }
    char *kept = strdup(file);
    const char *id = json_string_value(json_object_get(value, "id"));
    if (!kept || !id) { // without an id nobody can refer to it
        free(kept);
        json_decref(value);
        return kept != NULL;
    }
    s->records[s->count++] = (struct record){value, id, kept, !whole};
    r->count++;
    return true;
}

static void read_record(struct repertoire *r, enum repertoire_type type, const char *file,
                        struct faults *faults)
{
    struct fault f;
    struct stat st;
    size_t length;
    bool whole;
    if (lstat(file, &st) == 0 && S_ISLNK(st.st_mode)) {
        faults_add(faults, FAULT_ERROR, "%s:1: is a link; a plain file is allowed", file);
        return;
    }
    char *text = store_read(file, REPERTOIRE_FILE_BYTES, &length, &f);
    if (!text) {
        faults_add(faults, FAULT_ERROR, "%s:1: %s", file, fault_after(f.text, file));
        return;
    }
    json_t *value = parse(type, text, length, file, faults, &whole);
    free(text);
    if (value && !shelve(r, type, value, file, whole))
        faults_add(faults, FAULT_ERROR, "%s:1: memory is short", file);
}

// ---- folders ----

static int is_record(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    return n > 5 && e->d_name[0] != '.' && strcmp(e->d_name + n - 5, ".json") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); // not the locale's order
}

static void read_folder(struct repertoire *r, enum repertoire_type type, const char *folder,
                        struct faults *faults)
{
    char path[REPERTOIRE_PATH];
    struct dirent **names;
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, repertoire_kinds[type].folder);
    if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
        faults_add(faults, FAULT_ERROR, "%s:1: is a link; a plain folder is allowed", path);
        return;
    }
    int count = scandir(path, &names, is_record, by_name);
    if (count < 0 && errno != ENOENT)
        faults_add(faults, FAULT_ERROR, "%s:1: cannot be read: %s", path, strerror(errno));
    bool full = false;
    for (int i = 0; i < count; i++) {
        char file[REPERTOIRE_PATH + 300];
        snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
        if (r->count < REPERTOIRE_RECORDS) {
            read_record(r, type, file, faults);
        } else if (!full) {
            full = true;
            faults_add(faults, FAULT_ERROR, "%s:1: is one too many; %d records are allowed", file,
                       REPERTOIRE_RECORDS);
        }
        free(names[i]);
    }
    if (count >= 0)
        free(names);
}

// A folder that nobody reads is a slip, mostly.
static void check_folders(const char *folder, struct faults *faults)
{
    const char *words[REPERTOIRE_TYPES + 1] = {NULL};
    struct stat st;
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        words[t] = repertoire_kinds[t].folder;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[REPERTOIRE_PATH];
        bool known = e->d_name[0] == '.';
        for (int t = 0; t < REPERTOIRE_TYPES && !known; t++)
            known = strcmp(e->d_name, words[t]) == 0;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (known || stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
            continue;
        const char *near = fault_nearest(e->d_name, words);
        faults_add(faults, FAULT_WARNING, "%s:1: is not read%s%s%s", path,
                   near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    if (d)
        closedir(d);
}

// ---- ids that stand twice ----

static int by_id(const void *a, const void *b)
{
    const struct record *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order ? order : strcmp(x->file, y->file);
}

static void record_finish(struct record *record)
{
    json_decref(record->value);
    free(record->file);
}

static void sort_shelf(struct shelf *s, struct faults *faults)
{
    int kept = 0;
    if (s->count)
        qsort(s->records, (size_t)s->count, sizeof *s->records, by_id);
    for (int i = 0; i < s->count; i++) {
        struct record *now = &s->records[i], *before = kept ? &s->records[kept - 1] : NULL;
        if (before && strcmp(before->id, now->id) == 0) {
            faults_add(faults, FAULT_ERROR, "%s:1: id: \"%s\" is also in %s; each id stands once",
                       now->file, now->id, before->file);
            record_finish(now);
        } else {
            s->records[kept++] = *now;
        }
    }
    s->count = kept;
}

// ---- references ----

struct walk {
    struct repertoire *r;
    struct faults *faults;
    bool changed;
};

static void place_in(const char *file, const char *path, char *place, size_t size)
{
    size_t length;
    char *text = store_read(file, REPERTOIRE_FILE_BYTES, &length, NULL);
    struct where *where = text ? where_scan(text, length, WHERE_JSON) : NULL;
    snprintf(place, size, "%s:%d", file, where_line(where, path));
    where_destroy(where);
    free(text);
}

void repertoire_place(const struct repertoire *r, const char *id, const char *path, char *place,
                      size_t size)
{
    const struct record *record = repertoire_find(r, id);
    if (record)
        place_in(record->file, path, place, size);
    else
        snprintf(place, size, "%s", id);
}

static void tell_unknown(const struct walk *w, const struct record *record, const char *path,
                         const char *id)
{
    char place[REPERTOIRE_PATH + 320];
    int type = repertoire_type_of_id(id);
    place_in(record->file, path, place, sizeof place);
    faults_add(w->faults, FAULT_ERROR, "%s: %s: \"%s\" is unknown; a record of %s/ is allowed",
               place, path, id, repertoire_kinds[type].folder);
}

// Is there a record to lead to? One that was left out was told when it was.
static bool leads(const struct walk *w, const struct record *record, const char *path,
                  const json_t *reference)
{
    const char *id = json_string_value(reference);
    const struct record *target = repertoire_find(w->r, id);
    if (!id || repertoire_type_of_id(id) < 0)
        return false; // the schema told it
    if (!target)
        tell_unknown(w, record, path, id);
    return target && !target->left_out;
}

// Takes away what leads nowhere; false where the value itself cannot stay without it.
static bool prune(struct walk *w, const struct record *record, char *path, const struct schema *s,
                  json_t *value);

static bool prune_list(struct walk *w, const struct record *record, char *path,
                       const struct schema *s, json_t *list)
{
    size_t before = strlen(path);
    for (size_t i = json_array_size(list); i-- > 0;) {
        where_index(path, SCHEMA_PATH, i);
        if (!prune(w, record, path, s->of, json_array_get(list, i)))
            json_array_remove(list, i);
        path[before] = '\0';
    }
    return (double)json_array_size(list) >= s->least;
}

static bool prune_table(struct walk *w, const struct record *record, char *path,
                        const struct schema *keys, json_t *table)
{
    size_t before = strlen(path);
    bool stays = true;
    for (const struct schema *s = keys; s->key; s++) {
        json_t *value = json_object_get(table, s->key);
        where_key(path, SCHEMA_PATH, s->key);
        if (value && !prune(w, record, path, s, value)) {
            json_object_del(table, s->key);
            stays = stays && !s->required;
        }
        path[before] = '\0';
    }
    return stays;
}

static bool prune(struct walk *w, const struct record *record, char *path, const struct schema *s,
                  json_t *value)
{
    if (s->type == SCHEMA_REF)
        return leads(w, record, path, value);
    if (s->type == SCHEMA_TABLE && json_is_object(value))
        return prune_table(w, record, path, s->of, value);
    if (s->type == SCHEMA_LIST && json_is_array(value))
        return prune_list(w, record, path, s, value);
    return true;
}

static void check_record(struct walk *w, struct record *record, const struct schema *keys)
{
    char path[SCHEMA_PATH] = "";
    bool stays = prune_table(w, record, path, keys, record->value);
    w->changed = w->changed || (!stays && !record->left_out);
    record->left_out = record->left_out || !stays;
}

// Until every id in a record that stays leads to one that stays.
static void follow_references(struct repertoire *r, struct faults *faults)
{
    struct walk w = {r, faults, true};
    while (w.changed) {
        w.changed = false;
        for (int t = 0; t < REPERTOIRE_TYPES; t++)
            for (int i = 0; i < r->shelves[t].count; i++)
                check_record(&w, &r->shelves[t].records[i], repertoire_kinds[t].keys);
    }
}

static void drop_left_out(struct repertoire *r)
{
    r->count = 0;
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        struct shelf *s = &r->shelves[t];
        int kept = 0;
        for (int i = 0; i < s->count; i++) {
            if (s->records[i].left_out)
                record_finish(&s->records[i]);
            else
                s->records[kept++] = s->records[i];
        }
        s->count = kept;
        r->count += kept;
    }
}

struct repertoire *repertoire_read(const struct repertoire_desc *desc, struct faults *faults)
{
    const char *folder = desc->folder;
    struct stat st;
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)) {
        faults_add(faults, FAULT_ERROR,
                   "%s:1: is no folder; the records of a repertoire lie in one", folder);
        return NULL;
    }
    struct repertoire *r = calloc(1, sizeof *r);
    if (!r) {
        faults_add(faults, FAULT_ERROR, "%s:1: memory is short", folder);
        return NULL;
    }
    check_folders(folder, faults);
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        read_folder(r, (enum repertoire_type)t, folder, faults);
        sort_shelf(&r->shelves[t], faults);
    }
    follow_references(r, faults);
    drop_left_out(r);
    return r;
}

void repertoire_destroy(struct repertoire *r)
{
    if (!r)
        return;
    for (int t = 0; t < REPERTOIRE_TYPES; t++) {
        for (int i = 0; i < r->shelves[t].count; i++)
            record_finish(&r->shelves[t].records[i]);
        free(r->shelves[t].records);
    }
    free(r);
}
