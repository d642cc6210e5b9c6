// A tree against a table of keys: every fault with its line.
#include "schema/private.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
    const struct schema_text *text;
    char path[SCHEMA_PATH];
    int errors;
};

// Nobody reads one fault more: a text that is wrong a million times costs no million sentences.
static bool is_full(const struct schema_text *text)
{
    return !text->faults || text->faults->count >= FAULTS_MAX;
}

static void tell(const struct schema_text *text, enum fault_level level, const char *path,
                 const char *sentence)
{
    if (is_full(text)) {
        if (text->faults) {
            text->faults->dropped++;
            text->faults->errors += level == FAULT_ERROR;
        }
        return;
    }
    faults_add(text->faults, level, "%s:%d: %s%s%s", text->file, where_line(text->where, path),
               path, *path ? ": " : "", sentence);
}

void schema_fault(const struct schema_text *text, enum fault_level level, const char *path,
                  const char *format, ...)
{
    char sentence[FAULT_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    tell(text, level, path, sentence);
}

void schema_index(const struct schema_text *text, char path[SCHEMA_PATH], size_t n)
{
    where_index(path, SCHEMA_PATH, text->syntax == WHERE_LUA ? n + 1 : n);
}

static void wrong(struct check *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void wrong(struct check *c, const char *format, ...)
{
    char sentence[FAULT_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    tell(c->text, FAULT_ERROR, c->path, sentence);
    c->errors++;
}

// A value as a message shows it.
static void show(const json_t *value, char *out, size_t size)
{
    if (json_is_string(value)) {
        size_t n = 40; // a cut must not leave half a letter
        const char *text = json_string_value(value);
        while (strlen(text) > n && n > 36 && ((unsigned char)text[n] & 0xc0) == 0x80)
            n--;
        snprintf(out, size, "\"%.*s\"%s", (int)n, text, strlen(text) > n ? "…" : "");
    } else if (json_is_number(value)) {
        snprintf(out, size, "%.10g", json_number_value(value));
    } else {
        snprintf(out, size, "%s",
                 json_is_boolean(value) ? (json_is_true(value) ? "true" : "false")
                 : json_is_array(value) ? "a list"
                 : json_is_object(value)
                     ? json_object_size(value) ? "a table of keys" : "an empty table"
                     : "null");
    }
}

static void not_allowed(struct check *c, const json_t *value, const struct schema *s)
{
    char is[128] = "", allowed[512] = "";
    if (!is_full(c->text)) {
        show(value, is, sizeof is);
        schema_allowed(s, c->text, allowed, sizeof allowed);
    }
    wrong(c, "is %s; %s is allowed", is, allowed);
}

static bool listed(const char *word, const char *const *words)
{
    for (; words && *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

static bool number_fits(const json_t *value, const struct schema *s)
{
    double x = json_number_value(value);
    if (json_is_string(value))
        return listed(json_string_value(value), s->words);
    if (!json_is_number(value) || !isfinite(x))
        return false;
    if (s->type == SCHEMA_WHOLE && x != floor(x))
        return false;
    return (s->least == 0 && s->most == 0) || (x >= s->least && x <= s->most);
}

static bool id_fits(const char *word, const struct schema *s)
{
    size_t most = s->most > 0 ? (size_t)s->most : SCHEMA_ID_BYTES;
    if (!word || strlen(word) > most)
        return false;
    if (!s->words)
        return schema_is_id(word);
    size_t n = strlen(s->words[0]);
    return strncmp(word, s->words[0], n) == 0 && schema_is_id(word + n);
}

static void check_word(struct check *c, const json_t *value, const struct schema *s)
{
    const char *word = json_string_value(value);
    for (const char *const *w = s->words; word && *w; w++)
        if (strcmp(*w, word) == 0)
            return;
    const char *near = word ? fault_nearest(word, s->words) : NULL;
    if (!near) {
        not_allowed(c, value, s);
        return;
    }
    char allowed[512];
    schema_allowed(s, c->text, allowed, sizeof allowed);
    wrong(c, "is \"%.40s\"; did you mean \"%s\"? %s is allowed", word, near, allowed);
}

// Lua tables hold no nil: fence_data_partial said what it was.
static bool told_already(const struct check *c, const json_t *value)
{
    return json_is_null(value) && c->text->syntax == WHERE_LUA;
}

static void check_label(struct check *c, const char *language, const json_t *value,
                        const struct schema *s)
{
    const struct schema one = {.type = SCHEMA_TEXT, .most = s->most};
    if (!schema_is_language(language))
        wrong(c, "is no language; a BCP 47 code is allowed (fr, it, en)");
    else if (c->text->languages && !listed(language, c->text->languages))
        schema_fault(c->text, FAULT_WARNING, c->path,
                     "is not shown; it is none of the installation's languages");
    if (told_already(c, value))
        return;
    if (!json_is_string(value) || (s->most > 0 && json_string_length(value) > (size_t)s->most))
        not_allowed(c, value, &one);
    else if (!json_string_length(value))
        schema_fault(c->text, FAULT_WARNING, c->path, "is empty");
}

static void check_labels(struct check *c, const json_t *value, const struct schema *s)
{
    const char *language;
    json_t *label;
    size_t before = strlen(c->path);
    if (!json_is_object(value)) {
        not_allowed(c, value, s);
        return;
    }
    json_object_foreach((json_t *)value, language, label)
    {
        where_key(c->path, sizeof c->path, language);
        check_label(c, language, label, s);
        c->path[before] = '\0';
    }
    for (const char *const *l = c->text->languages; l && *l; l++)
        if (!json_object_get(value, *l))
            schema_fault(c->text, FAULT_WARNING, c->path, "has no text in \"%s\"", *l);
}

static void check_value(struct check *c, const json_t *value, const struct schema *s);
static void check_list(struct check *c, const json_t *value, const struct schema *s);

static void check_terms(struct check *c, const json_t *value, const struct schema *s)
{
    const struct schema term = {.type = SCHEMA_TEXT, .most = SCHEMA_TERM_BYTES};
    const struct schema list = {.type = SCHEMA_LIST, .most = s->most, .of = &term};
    const char *language;
    json_t *terms;
    size_t before = strlen(c->path);
    if (!json_is_object(value)) {
        not_allowed(c, value, s);
        return;
    }
    json_object_foreach((json_t *)value, language, terms)
    {
        where_key(c->path, sizeof c->path, language);
        if (!schema_is_language(language))
            wrong(c, "is no language; a BCP 47 code is allowed (fr, it, en)");
        check_list(c, terms, &list);
        c->path[before] = '\0';
    }
}

static void check_list(struct check *c, const json_t *value, const struct schema *s)
{
    size_t before = strlen(c->path), count = json_array_size(value), i;
    json_t *item;
    bool empty = json_is_object(value) && !json_object_size(value); // Lua's {} is both
    if ((!json_is_array(value) && !empty) || (double)count < s->least || (double)count > s->most) {
        char is[64], allowed[512];
        show(value, is, sizeof is);
        schema_allowed(s, c->text, allowed, sizeof allowed);
        if (json_is_array(value))
            wrong(c, "has %zu values; %s is allowed", count, allowed);
        else
            wrong(c, "is %s; %s is allowed", is, allowed);
    }
    if (!json_is_array(value) || (double)count > s->most)
        return;
    json_array_foreach(value, i, item)
    {
        schema_index(c->text, c->path, i);
        check_value(c, item, s->of);
        c->path[before] = '\0';
    }
}

static void check_map(struct check *c, const json_t *value, const struct schema *s)
{
    size_t before = strlen(c->path), count = json_object_size(value);
    const char *id;
    json_t *item;
    if (!json_is_object(value) || (double)count < s->least || (double)count > s->most) {
        char allowed[512];
        schema_allowed(s, c->text, allowed, sizeof allowed);
        if (json_is_object(value))
            wrong(c, "has %zu values; %s is allowed", count, allowed);
        else
            not_allowed(c, value, s);
    }
    if ((double)count > s->most)
        return;
    json_object_foreach((json_t *)value, id, item)
    {
        where_key(c->path, sizeof c->path, id);
        if (s->type == SCHEMA_PATHS && !schema_is_path(id))
            wrong(c, "is no name; lower-case words joined by slashes are allowed");
        else if (s->type == SCHEMA_MAP && (!schema_is_id(id) || strlen(id) > SCHEMA_ID_BYTES))
            wrong(c, "is no id; lower-case letters, digits and hyphens are allowed, at most %d",
                  SCHEMA_ID_BYTES);
        check_value(c, item, s->of);
        c->path[before] = '\0';
    }
}

static void check_tuple(struct check *c, const json_t *value, const struct schema *s)
{
    size_t before = strlen(c->path), count = json_array_size(value), i = 0, least = 0, most = 0;
    for (const struct schema *p = s->of; p->key; p++) {
        most++;
        least = p->required ? most : least;
    }
    if (!json_is_array(value) || count < least || count > most) {
        not_allowed(c, value, s);
        return;
    }
    for (const struct schema *p = s->of; p->key && i < count; p++, i++) {
        schema_index(c->text, c->path, i);
        check_value(c, json_array_get(value, i), p);
        c->path[before] = '\0';
    }
}

static bool value_fits(const json_t *value, const struct schema *s)
{
    if (json_is_string(value))
        return json_string_length(value) <= (size_t)s->most;
    return json_is_boolean(value) || (json_is_number(value) && isfinite(json_number_value(value)));
}

static bool date_fits(const char *word, const struct schema *s)
{
    double seconds;
    int year, month, day;
    return word && (s->type == SCHEMA_HOUR ? schema_is_hour(word, &seconds)
                                           : schema_is_day(word, &year, &month, &day));
}

enum { KEYS_MAX = 64 };

static void unknown_key(struct check *c, const char *key, const struct schema *keys)
{
    const char *words[KEYS_MAX + 1];
    char all[512] = "";
    size_t n = 0;
    int count = 0;
    if (is_full(c->text)) {
        wrong(c, "is no known key");
        return;
    }
    for (; keys->key && count < KEYS_MAX; keys++) {
        words[count++] = keys->key;
        if (n < sizeof all)
            n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? ", " : "", keys->key);
    }
    words[count] = NULL;
    const char *near = fault_nearest(key, words);
    if (near)
        wrong(c, "is no known key; did you mean \"%s\"?", near);
    else
        wrong(c, "is no known key; allowed are %s", all);
}

static void check_table(struct check *c, const json_t *value, const struct schema *keys)
{
    size_t before = strlen(c->path);
    const char *key;
    json_t *item;
    json_object_foreach((json_t *)value, key, item)
    {
        const struct schema *s = keys;
        while (s->key && strcmp(s->key, key) != 0)
            s++;
        where_key(c->path, sizeof c->path, key);
        if (s->key)
            check_value(c, item, s);
        else
            unknown_key(c, key, keys);
        c->path[before] = '\0';
    }
    for (const struct schema *s = keys; s->key; s++) {
        char allowed[512];
        if (!s->required || json_object_get(value, s->key))
            continue;
        where_key(c->path, sizeof c->path, s->key);
        schema_allowed(s, c->text, allowed, sizeof allowed);
        wrong(c, "is missing; %s is needed", allowed);
        c->path[before] = '\0';
    }
}

static void check_value(struct check *c, const json_t *value, const struct schema *s)
{
    const char *word = json_string_value(value);
    bool fits = true;
    if (told_already(c, value))
        return;
    switch (s->type) {
    case SCHEMA_TEXT:
        fits = word && (s->most <= 0 || json_string_length(value) <= (size_t)s->most);
        break;
    case SCHEMA_ID:
    case SCHEMA_REF:
        fits = id_fits(word, s);
        break;
    case SCHEMA_NUMBER:
    case SCHEMA_WHOLE:
        fits = number_fits(value, s);
        break;
    case SCHEMA_BOOL:
        fits = json_is_boolean(value);
        break;
    case SCHEMA_FILE:
        fits = word && schema_is_inside(word) &&
               (s->most <= 0 || json_string_length(value) <= (size_t)s->most);
        break;
    case SCHEMA_WORD:
        check_word(c, value, s);
        break;
    case SCHEMA_LABELS:
        check_labels(c, value, s);
        break;
    case SCHEMA_TABLE:
        fits = json_is_object(value);
        if (fits)
            check_table(c, value, s->of);
        break;
    case SCHEMA_TERMS:
        check_terms(c, value, s);
        break;
    case SCHEMA_LIST:
        check_list(c, value, s);
        break;
    case SCHEMA_MAP:
    case SCHEMA_PATHS:
        check_map(c, value, s);
        break;
    case SCHEMA_TUPLE:
        check_tuple(c, value, s);
        break;
    case SCHEMA_VALUE:
        fits = value_fits(value, s);
        break;
    case SCHEMA_HOUR:
    case SCHEMA_DAY:
        fits = date_fits(word, s);
        break;
    }
    if (!fits)
        not_allowed(c, value, s);
}

static void check_twice(struct check *c)
{
    for (int i = 0, line; (line = where_duplicate(c->text->where, i, c->path, sizeof c->path)) > 0;
         i++) {
        faults_add(c->text->faults, FAULT_ERROR, "%s:%d: %s: stands twice; each key stands once",
                   c->text->file, line, c->path);
        c->errors++;
    }
    c->path[0] = '\0';
}

int schema_check(const struct schema_text *text, const json_t *tree, const struct schema *keys)
{
    struct check c = {.text = text};
    check_twice(&c);
    if (json_is_object(tree))
        check_table(&c, tree, keys);
    else
        wrong(&c, "is %s; a table of keys is allowed", json_is_array(tree) ? "a list" : "a value");
    return c.errors;
}
