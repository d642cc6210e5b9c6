// The JSON Schema of each kind of record: its table of keys, and the rules that a schema can say.
#include "repertoire/private.h"

#include <stdlib.h>
#include <string.h>

static json_t *one_of(const char *a, const char *b)
{
    return json_pack("[{s:[s]}, {s:[s]}]", "required", a, "required", b);
}

static json_t *property(json_t *schema, const char *key)
{
    return json_object_get(json_object_get(schema, "properties"), key);
}

static void add_rules(json_t *schema, enum repertoire_type type)
{
    if (type == REPERTOIRE_NOTE) {
        json_object_set_new(schema, "oneOf", one_of("media", "clip"));
        json_object_set_new(property(schema, "geometry"), "oneOf", one_of("joints", "frames"));
    } else if (type == REPERTOIRE_MEDIA) {
        json_object_set_new(property(schema, "sha256"), "pattern", json_string("^[0-9a-f]{64}$"));
    }
}

char *repertoire_schema(enum repertoire_type type)
{
    const struct repertoire_kind *kind = &repertoire_kinds[type];
    json_t *keys = schema_json(kind->keys);
    add_rules(keys, type);
    json_t *whole =
        json_pack("{s:s, s:s, s:s}", "$schema", "https://json-schema.org/draft/2020-12/schema",
                  "title", kind->word, "description", kind->sentence);
    json_object_update(whole, keys);
    char *text = json_dumps(whole, JSON_INDENT(2));
    json_decref(keys);
    json_decref(whole);
    size_t length = text ? strlen(text) : 0;
    char *ended = text ? realloc(text, length + 2) : NULL;
    if (!ended) {
        free(text);
        return NULL;
    }
    memcpy(ended + length, "\n", 2);
    return ended;
}
