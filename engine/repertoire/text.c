// A record as its file says it: keys in the order of the tables, so that a change is a small one.
#include "repertoire/private.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE 100 // a list that fits is written on one line

static void write_value(FILE *out, const struct schema *s, const json_t *value, int depth);

static void new_line(FILE *out, int depth)
{
    fprintf(out, "\n%*s", depth * 2, "");
}

static void write_string(FILE *out, const char *text)
{
    json_t *string = json_string(text);
    char *quoted = json_dumps(string, JSON_ENCODE_ANY);
    fputs(quoted ? quoted : "\"\"", out);
    free(quoted);
    json_decref(string);
}

// The fewest digits that are read as the same number; a whole one stays a real.
static void write_real(FILE *out, double x)
{
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, x);
        if (strtod(digits, NULL) == x)
            break;
    }
    char *comma = strchr(digits, ','); // a locale's
    if (comma)
        *comma = '.';
    fprintf(out, "%s%s", digits, strpbrk(digits, ".e") ? "" : ".0");
}

// ---- tables ----

static void write_key(FILE *out, const char *key, const struct schema *s, const json_t *value,
                      int depth, bool *first)
{
    fputs(*first ? "" : ",", out);
    *first = false;
    new_line(out, depth + 1);
    write_string(out, key);
    fputs(": ", out);
    write_value(out, s, value, depth + 1);
}

static bool listed(const char *const *words, const struct schema *keys, const char *key)
{
    for (; words && *words; words++)
        if (strcmp(*words, key) == 0)
            return true;
    for (; keys && keys->key; keys++)
        if (strcmp(keys->key, key) == 0)
            return true;
    return false;
}

// First what has its place (keys of the table, or languages), then the rest as it came.
static void write_object(FILE *out, const struct schema *s, const json_t *object, int depth)
{
    bool by_language = s && (s->type == SCHEMA_LABELS || s->type == SCHEMA_TERMS);
    const struct schema *keys = s && s->type == SCHEMA_TABLE ? s->of : NULL;
    const struct schema *each =
        s && (s->type == SCHEMA_MAP || s->type == SCHEMA_PATHS) ? s->of : NULL;
    const char *const *words = by_language ? repertoire_languages : NULL;
    const char *key;
    json_t *value;
    bool first = true;
    fputc('{', out);
    for (const struct schema *k = keys; k && k->key; k++)
        if ((value = json_object_get(object, k->key)))
            write_key(out, k->key, k, value, depth, &first);
    for (const char *const *w = words; w && *w; w++)
        if ((value = json_object_get(object, *w)))
            write_key(out, *w, NULL, value, depth, &first);
    json_object_foreach((json_t *)object, key, value)
    {
        if (!listed(words, keys, key))
            write_key(out, key, each, value, depth, &first);
    }
    if (!first)
        new_line(out, depth);
    fputc('}', out);
}

// ---- lists ----

// Numbers and texts, and lists of them, as `[1, [2, 3]]`; false where there is no room in `line`.
static bool lay_list(char *line, size_t size, const json_t *list)
{
    size_t i, n = (size_t)snprintf(line, size, "[");
    json_t *item;
    json_array_foreach(list, i, item)
    {
        char *text = NULL;
        size_t length;
        if (json_is_object(item) || n + 4 >= size)
            return false;
        n += (size_t)snprintf(line + n, size - n, "%s", i ? ", " : "");
        if (json_is_array(item)) {
            if (!lay_list(line + n, size - n, item))
                return false;
            n += strlen(line + n);
            continue;
        }
        FILE *out = open_memstream(&text, &length);
        if (!out)
            return false;
        write_value(out, NULL, item, 0);
        bool fits = fclose(out) == 0 && n + length + 2 < size;
        if (fits)
            n += (size_t)snprintf(line + n, size - n, "%s", text);
        free(text);
        if (!fits)
            return false;
    }
    if (n + 2 > size)
        return false;
    snprintf(line + n, size - n, "]");
    return true;
}

static const struct schema *item_of(const struct schema *s, size_t n)
{
    if (s && s->type == SCHEMA_LIST)
        return s->of;
    const struct schema *place = s && s->type == SCHEMA_TUPLE ? s->of : NULL;
    for (; place && place->key && n > 0; n--)
        place++;
    return place && place->key ? place : NULL;
}

static void write_array(FILE *out, const struct schema *s, const json_t *list, int depth)
{
    char line[LINE];
    size_t i;
    json_t *item;
    int room = LINE - depth * 2 - 16; // the key stands before it
    if (!json_array_size(list) || (room > 0 && lay_list(line, (size_t)room, list))) {
        fputs(json_array_size(list) ? line : "[]", out);
        return;
    }
    fputc('[', out);
    json_array_foreach(list, i, item)
    {
        fputs(i ? "," : "", out);
        new_line(out, depth + 1);
        write_value(out, item_of(s, i), item, depth + 1);
    }
    new_line(out, depth);
    fputc(']', out);
}

static void write_value(FILE *out, const struct schema *s, const json_t *value, int depth)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(out, s, value, depth);
        break;
    case JSON_ARRAY:
        write_array(out, s, value, depth);
        break;
    case JSON_STRING:
        write_string(out, json_string_value(value));
        break;
    case JSON_INTEGER:
        fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_REAL:
        write_real(out, json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        fputs(json_is_true(value) ? "true" : "false", out);
        break;
    case JSON_NULL:
        fputs("null", out);
        break;
    }
}

char *repertoire_text(enum repertoire_type type, const json_t *record)
{
    const struct schema whole = {.type = SCHEMA_TABLE, .of = repertoire_kinds[type].keys};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    write_value(out, &whole, record, 0);
    fputc('\n', out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

// ---- files ----

static bool fits(const char *id, int type)
{
    return type >= 0 && strlen(id) <= SCHEMA_ID_BYTES &&
           schema_is_id(id + strlen(repertoire_kinds[type].prefix));
}

bool repertoire_file(const char *folder, const char *id, char *path, size_t size)
{
    int type = id ? repertoire_type_of_id(id) : -1;
    if (size > 0)
        *path = '\0';
    if (!fits(id, type))
        return false;
    const struct repertoire_kind *kind = &repertoire_kinds[type];
    int n = snprintf(path, size, "%s/%s/%s.json", folder, kind->folder, id + strlen(kind->prefix));
    return n > 0 && (size_t)n < size;
}

bool repertoire_write(const char *folder, enum repertoire_type type, const json_t *record,
                      struct fault *f)
{
    char path[REPERTOIRE_PATH], in[REPERTOIRE_PATH];
    const char *id = json_string_value(json_object_get(record, "id"));
    if (!id || repertoire_type_of_id(id) != (int)type || !fits(id, type))
        return fault_set(f,
                         "id: \"%.80s\" names no %s; %s and lower-case letters, digits and "
                         "hyphens, at most %d bytes, are allowed",
                         id ? id : "", repertoire_kinds[type].word, repertoire_kinds[type].prefix,
                         SCHEMA_ID_BYTES);
    if (!repertoire_file(folder, id, path, sizeof path))
        return fault_set(f, "%.200s…: is too long; at most %d bytes are allowed", folder,
                         REPERTOIRE_PATH - 1);
    snprintf(in, sizeof in, "%s/%s", folder, repertoire_kinds[type].folder);
    if (!store_folder(in, f))
        return false;
    char *text = repertoire_text(type, record);
    if (!text)
        return fault_set(f, "%s: memory is short", path);
    size_t length = strlen(text);
    bool good = length <= REPERTOIRE_FILE_BYTES
                    ? store_write(path, text, length, f)
                    : fault_set(f, "%s: would have %zu bytes; at most %u are allowed", path, length,
                                REPERTOIRE_FILE_BYTES);
    free(text);
    return good;
}
