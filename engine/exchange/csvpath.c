// Keys of records by path: found in the tables, read and set in a record.
#include "exchange/csvprivate.h"

#include <stdlib.h>
#include <string.h>

static const struct schema a_text = {.type = SCHEMA_TEXT};
static const char *const languages[] = {"fr", "it", "en", NULL};

// ---- writing a path down ----

static bool add_step(struct csv_key *key, const char *name, size_t length, int index)
{
    size_t n = strlen(key->path);
    if (key->depth >= CSV_STEPS || length >= CSV_STEP || n + length + 4 > sizeof key->path)
        return false;
    struct csv_step *step = &key->steps[key->depth++];
    *step = (struct csv_step){.index = index};
    snprintf(key->path + n, sizeof key->path - n, "%s%.*s", n ? "." : "", (int)length, name);
    if (index < 0)
        memcpy(step->key, name, length);
    return true;
}

static void end_list(struct csv_key *key, const struct schema *of)
{
    key->form = CSV_MANY;
    key->value = of;
    size_t n = strlen(key->path);
    snprintf(key->path + n, sizeof key->path - n, "[]"); // add_step left room
}

static bool is_scalar(const struct schema *s)
{
    return s->type != SCHEMA_TABLE && s->type != SCHEMA_LIST && s->type != SCHEMA_TUPLE &&
           s->type != SCHEMA_LABELS && s->type != SCHEMA_TERMS && s->type != SCHEMA_MAP &&
           s->type != SCHEMA_PATHS;
}

// What stands at the end of a path, where it can be one cell.
static bool end_key(struct csv_key *key, const struct schema *s)
{
    key->value = s;
    key->form = is_scalar(s) ? CSV_ONE : CSV_JSON;
    if (s->type == SCHEMA_LIST && is_scalar(s->of))
        end_list(key, s->of);
    return s->type != SCHEMA_TABLE && s->type != SCHEMA_TUPLE && s->type != SCHEMA_LABELS &&
           s->type != SCHEMA_TERMS;
}

// ---- finding ----

static bool find_language(struct csv_key *key, const char *part, size_t length,
                          const struct schema *s)
{
    char code[CSV_STEP];
    snprintf(code, sizeof code, "%.*s", (int)length, part);
    if (!schema_is_language(code) || !add_step(key, part, length, -1))
        return false;
    key->value = &a_text;
    key->form = CSV_ONE;
    if (s->type == SCHEMA_TERMS)
        end_list(key, &a_text);
    return true;
}

static bool find_in(struct csv_key *key, const struct schema *keys, bool tuple, const char *path)
{
    size_t n = strcspn(path, ".[");
    int index = 0;
    for (; keys->key; keys++, index++) {
        if (strlen(keys->key) != n || strncmp(keys->key, path, n) != 0)
            continue;
        if (!add_step(key, path, n, tuple ? index : -1))
            return false;
        key->required = keys->required && key->depth == 1;
        const char *rest = path + n;
        if (*rest == '.' && keys->type == SCHEMA_TABLE)
            return find_in(key, keys->of, false, rest + 1);
        if (*rest == '.' && keys->type == SCHEMA_TUPLE)
            return find_in(key, keys->of, true, rest + 1);
        if (*rest == '.' && (keys->type == SCHEMA_LABELS || keys->type == SCHEMA_TERMS)) {
            size_t code = strcspn(rest + 1, "[");
            bool list = strcmp(rest + 1 + code, "[]") == 0;
            return (!rest[1 + code] || (list && keys->type == SCHEMA_TERMS)) &&
                   find_language(key, rest + 1, code, keys);
        }
        return (!*rest || strcmp(rest, "[]") == 0) && end_key(key, keys);
    }
    return false;
}

struct nearest {
    char **paths;
    int count, room;
};

static void keep_path(void *to, const struct csv_key *key)
{
    struct nearest *n = to;
    if (n->count < n->room)
        n->paths[n->count] = strdup(key->path);
    n->count += n->count < n->room;
}

static void find_nearest(enum repertoire_type type, const char *path, char near[SCHEMA_PATH])
{
    char *paths[257] = {0};
    struct nearest n = {paths, 0, 256};
    csv_keys_each(type, NULL, keep_path, &n);
    const char *found = fault_nearest(path, (const char *const *)paths);
    snprintf(near, SCHEMA_PATH, "%s", found ? found : "");
    for (int i = 0; i < n.count; i++)
        free(paths[i]);
}

bool csv_key_find(enum repertoire_type type, const char *path, struct csv_key *key,
                  char near[SCHEMA_PATH])
{
    *key = (struct csv_key){.path = ""};
    if (find_in(key, repertoire_keys(type), false, path))
        return true;
    if (near)
        find_nearest(type, path, near);
    return false;
}

// ---- every key ----

struct walk {
    const json_t *records;
    void (*each)(void *to, const struct csv_key *key);
    void *to;
};

static void each_language(struct walk *w, const struct csv_key *at, const struct schema *s)
{
    json_t *codes = json_object();
    for (const char *const *l = languages; *l; l++)
        json_object_set_new(codes, *l, json_true());
    const char *code;
    json_t *unused;
    for (size_t i = 0; i < json_array_size(w->records); i++)
        json_object_foreach((json_t *)csv_key_get(at, json_array_get(w->records, i)), code, unused)
        {
            json_object_set_new(codes, code, json_true());
        }
    json_object_foreach(codes, code, unused)
    {
        struct csv_key key = *at;
        if (find_language(&key, code, strlen(code), s))
            w->each(w->to, &key);
    }
    json_decref(codes);
}

static void each_key(struct walk *w, const struct csv_key *above, const struct schema *keys,
                     bool tuple)
{
    int index = 0;
    for (; keys->key; keys++, index++) {
        struct csv_key key = *above;
        if (!add_step(&key, keys->key, strlen(keys->key), tuple ? index : -1))
            continue;
        key.required = keys->required && key.depth == 1;
        if (keys->type == SCHEMA_TABLE || keys->type == SCHEMA_TUPLE)
            each_key(w, &key, keys->of, keys->type == SCHEMA_TUPLE);
        else if (keys->type == SCHEMA_LABELS || keys->type == SCHEMA_TERMS)
            each_language(w, &key, keys);
        else if (end_key(&key, keys))
            w->each(w->to, &key);
    }
}

void csv_keys_each(enum repertoire_type type, const json_t *records,
                   void (*each)(void *to, const struct csv_key *key), void *to)
{
    struct walk w = {records, each, to};
    each_key(&w, &(struct csv_key){.path = ""}, repertoire_keys(type), false);
}

// ---- in a record ----

static json_t *step_into(json_t *at, const struct csv_step *step)
{
    return step->key[0] ? json_object_get(at, step->key) : json_array_get(at, (size_t)step->index);
}

const json_t *csv_key_get(const struct csv_key *key, const json_t *record)
{
    json_t *at = (json_t *)record;
    for (int i = 0; i < key->depth && at; i++)
        at = step_into(at, &key->steps[i]);
    return json_is_null(at) ? NULL : at;
}

// Takes value. Places before it in a list are null until they are set.
static void put(json_t *at, const struct csv_step *step, json_t *value)
{
    if (step->key[0]) {
        json_object_set_new(at, step->key, value);
        return;
    }
    while (json_array_size(at) <= (size_t)step->index)
        if (json_array_append_new(at, json_null()) != 0)
            break;
    json_array_set_new(at, (size_t)step->index, value);
}

static void take_away(json_t *at, const struct csv_step *step)
{
    if (step->key[0]) {
        json_object_del(at, step->key);
        return;
    }
    if ((size_t)step->index < json_array_size(at))
        json_array_set_new(at, (size_t)step->index, json_null());
    for (size_t n = json_array_size(at); n > 0 && json_is_null(json_array_get(at, n - 1)); n--)
        json_array_remove(at, n - 1);
}

void csv_key_set(const struct csv_key *key, json_t *record, json_t *value)
{
    json_t *way[CSV_STEPS] = {record};
    int last = key->depth - 1;
    for (int i = 0; i < last; i++) {
        json_t *next = step_into(way[i], &key->steps[i]);
        bool list = !key->steps[i + 1].key[0];
        if ((list && !json_is_array(next)) || (!list && !json_is_object(next))) {
            if (!value)
                return;
            next = list ? json_array() : json_object();
            put(way[i], &key->steps[i], next);
        }
        way[i + 1] = next;
    }
    if (value) {
        put(way[last], &key->steps[last], value);
        return;
    }
    take_away(way[last], &key->steps[last]);
    for (int i = last; i > 0; i--)
        if (!json_object_size(way[i]) && !json_array_size(way[i]))
            take_away(way[i - 1], &key->steps[i - 1]);
}
