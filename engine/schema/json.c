// A table of keys as a JSON Schema (draft 2020-12).
#include "schema/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Lengths in a schema are letters, ours are bytes: what a schema refuses is refused here, too.
static json_t *schema_of(const struct schema *s);

static json_t *whole_or_real(double x)
{
    return x == floor(x) && fabs(x) < 9e15 ? json_integer((json_int_t)x) : json_real(x);
}

static void set(json_t *to, const char *key, json_t *value)
{
    json_object_set_new(to, key, value);
}

static json_t *words_of(const char *const *words)
{
    json_t *list = json_array();
    for (; words && *words; words++)
        json_array_append_new(list, json_string(*words));
    return list;
}

static json_t *text_of(double most)
{
    json_t *text = json_pack("{s:s}", "type", "string");
    if (most > 0)
        set(text, "maxLength", whole_or_real(most));
    return text;
}

static json_t *pattern(const char *expression)
{
    return json_pack("{s:s, s:s}", "type", "string", "pattern", expression);
}

#define WORDS "[a-z0-9]+(-[a-z0-9]+)*"
#define LANGUAGE "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
#define INSIDE "^(?!\\.{1,2}(/|$))[^/\\\\]+(/(?!\\.{1,2}(/|$))[^/\\\\]+)*$"

static json_t *id_of(const struct schema *s)
{
    char expression[96];
    snprintf(expression, sizeof expression, "^%s" WORDS "$", s->words ? s->words[0] : "");
    json_t *id = pattern(expression);
    set(id, "maxLength", whole_or_real(s->most > 0 ? s->most : SCHEMA_ID_BYTES));
    return id;
}

static json_t *number_of(const struct schema *s)
{
    json_t *number = json_pack("{s:s}", "type", s->type == SCHEMA_WHOLE ? "integer" : "number");
    if (s->least != 0 || s->most != 0) {
        set(number, "minimum", whole_or_real(s->least));
        set(number, "maximum", whole_or_real(s->most));
    }
    if (!s->words)
        return number;
    return json_pack("{s:[o, {s:o}]}", "anyOf", number, "enum", words_of(s->words));
}

static json_t *by_language(json_t *each)
{
    return json_pack("{s:s, s:{s:s}, s:o}", "type", "object", "propertyNames", "pattern", LANGUAGE,
                     "additionalProperties", each);
}

static json_t *list_of(json_t *each, double least, double most)
{
    json_t *list = json_pack("{s:s, s:o}", "type", "array", "items", each);
    if (least > 0)
        set(list, "minItems", whole_or_real(least));
    set(list, "maxItems", whole_or_real(most));
    return list;
}

static json_t *map_of(const struct schema *s)
{
    return json_pack("{s:s, s:{s:s}, s:o, s:o, s:o}", "type", "object", "propertyNames", "pattern",
                     s->type == SCHEMA_MAP ? "^" WORDS "$" : "^[a-z0-9]+([/_-][a-z0-9]+)*$",
                     "additionalProperties", schema_of(s->of), "minProperties",
                     whole_or_real(s->least), "maxProperties", whole_or_real(s->most));
}

static json_t *tuple_of(const struct schema *s)
{
    json_t *items = json_array();
    size_t least = 0;
    for (const struct schema *p = s->of; p->key; p++) {
        json_array_append_new(items, schema_of(p));
        least = p->required ? json_array_size(items) : least;
    }
    size_t most = json_array_size(items);
    return json_pack("{s:s, s:o, s:I, s:I}", "type", "array", "prefixItems", items, "minItems",
                     (json_int_t)least, "maxItems", (json_int_t)most);
}

static json_t *type_of(const struct schema *s)
{
    switch (s->type) {
    case SCHEMA_TEXT:
        return text_of(s->most);
    case SCHEMA_ID:
    case SCHEMA_REF:
        return id_of(s);
    case SCHEMA_NUMBER:
    case SCHEMA_WHOLE:
        return number_of(s);
    case SCHEMA_BOOL:
        return json_pack("{s:s}", "type", "boolean");
    case SCHEMA_WORD:
        return json_pack("{s:o}", "enum", words_of(s->words));
    case SCHEMA_LABELS:
        return by_language(text_of(s->most));
    case SCHEMA_TERMS:
        return by_language(list_of(text_of(SCHEMA_TERM_BYTES), 0, s->most));
    case SCHEMA_FILE: {
        json_t *file = pattern(INSIDE);
        if (s->most > 0)
            set(file, "maxLength", whole_or_real(s->most));
        return file;
    }
    case SCHEMA_TABLE:
        return schema_json(s->of);
    case SCHEMA_LIST:
        return list_of(schema_of(s->of), s->least, s->most);
    case SCHEMA_MAP:
    case SCHEMA_PATHS:
        return map_of(s);
    case SCHEMA_TUPLE:
        return tuple_of(s);
    case SCHEMA_VALUE:
        return json_pack("{s:[s, s, s], s:o}", "type", "number", "string", "boolean", "maxLength",
                         whole_or_real(s->most));
    case SCHEMA_HOUR:
        return pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$");
    case SCHEMA_DAY:
        return pattern("^(19[7-9]|[2-9][0-9]{2})[0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
    }
    return json_object();
}

static json_t *schema_of(const struct schema *s)
{
    json_t *made = type_of(s);
    char said[1024];
    if (s->sentence) {
        snprintf(said, sizeof said, "%s%s%s%s%s%s%s", s->sentence, s->unit ? " In " : "",
                 s->unit ? s->unit : "", s->unit ? "." : "", s->standard ? " Without it: " : "",
                 s->standard ? s->standard : "", s->standard ? "." : "");
        set(made, "description", json_string(said));
    }
    return made;
}

json_t *schema_json(const struct schema *keys)
{
    json_t *properties = json_object(), *required = json_array();
    for (const struct schema *s = keys; s->key; s++) {
        json_object_set_new(properties, s->key, schema_of(s));
        if (s->required)
            json_array_append_new(required, json_string(s->key));
    }
    json_t *made = json_pack("{s:s, s:o}", "type", "object", "properties", properties);
    if (json_array_size(required))
        json_object_set(made, "required", required);
    json_decref(required);
    set(made, "additionalProperties", json_false());
    return made;
}
