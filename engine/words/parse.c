// One file: what stands in it, checked text by text.
#include "words/words.h"

#include "schema/schema.h"

#include <string.h>

static bool is_key(const char *key)
{
    size_t length = strlen(key);
    if (length == 0 || length >= WORDS_KEY)
        return false;
    return strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_-.") == length;
}

// A text that can be shown, or none yet.
static bool is_text(const json_t *value)
{
    return json_is_string(value) && json_string_length(value) <= WORDS_TEXT;
}

static bool check_text(const struct schema_text *of, const char *path, const json_t *value)
{
    if (is_text(value))
        return true;
    if (json_is_string(value))
        schema_fault(of, FAULT_ERROR, path, "has %d bytes; %d are allowed",
                     (int)json_string_length(value), WORDS_TEXT);
    else
        schema_fault(of, FAULT_ERROR, path,
                     "is no text; \"…\" or {\"one\": \"…\", \"other\": \"…\"} is allowed");
    return false;
}

static bool check_plural(const struct schema_text *of, const char *path, json_t *value)
{
    const char *word;
    json_t *text;
    bool good = true;
    json_object_foreach(value, word, text)
    {
        char inner[SCHEMA_PATH];
        memcpy(inner, path, strlen(path) + 1);
        where_key(inner, sizeof inner, word);
        if (strcmp(word, "one") != 0 && strcmp(word, "other") != 0) {
            schema_fault(of, FAULT_ERROR, inner, "is not known; \"one\" and \"other\" are allowed");
            good = false;
        } else {
            good = check_text(of, inner, text) && good;
        }
    }
    if (json_object_get(value, "other"))
        return good;
    schema_fault(of, FAULT_ERROR, path,
                 "has no \"other\", which holds for all that is not \"one\"");
    return false;
}

static bool check_entry(const struct schema_text *of, const char *key, json_t *value)
{
    char path[SCHEMA_PATH] = "";
    where_key(path, sizeof path, key);
    if (!is_key(key)) {
        schema_fault(of, FAULT_ERROR, path,
                     "is no key; 1 to %d lower-case letters, digits, dots, hyphens and underscores "
                     "are allowed",
                     WORDS_KEY - 1);
        return false;
    }
    return json_is_object(value) ? check_plural(of, path, value) : check_text(of, path, value);
}

static void check_twice(const struct schema_text *of)
{
    char path[SCHEMA_PATH];
    for (int i = 0, line; (line = where_duplicate(of->where, i, path, sizeof path)) > 0; i++)
        faults_add(of->faults, FAULT_ERROR, "%s:%d: %s: stands twice; each key stands once",
                   of->file, line, path);
}

// What can be shown of it; the rest is told.
static void keep_good(const struct schema_text *of, json_t *all)
{
    const char *key;
    json_t *value;
    void *next;
    size_t count = 0;
    check_twice(of);
    json_object_foreach_safe(all, next, key, value)
    {
        if (!check_entry(of, key, value)) {
            json_object_del(all, key);
        } else if (++count > WORDS_KEYS) {
            if (count == WORDS_KEYS + 1)
                schema_fault(of, FAULT_ERROR, "",
                             "has more than %d texts; those after are left out", WORDS_KEYS);
            json_object_del(all, key);
        }
    }
}

json_t *words_parse(const char *text, size_t length, const char *file, struct faults *faults)
{
    json_error_t error;
    json_t *all = json_loadb(text, length, 0, &error);
    if (!json_is_object(all)) {
        faults_add(faults, FAULT_ERROR, "%s:%d: is no JSON: %s; one object in braces is allowed",
                   file, error.line > 0 ? error.line : 1, all ? "a list" : error.text);
        json_decref(all);
        return NULL;
    }
    struct where *where = where_scan(text, length, WHERE_JSON);
    const struct schema_text of = {
        .file = file, .where = where, .syntax = WHERE_JSON, .faults = faults};
    keep_good(&of, all);
    where_destroy(where);
    return all;
}
