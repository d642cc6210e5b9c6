// The text of a hit: what stands in lists, written without a tree.
#include "index/private.h"

#include <stdlib.h>
#include <string.h>

static void put(struct maker *m, const char *bytes, size_t length)
{
    struct hit *h = &m->hit;
    if (h->used + length > h->room) {
        size_t room = h->room ? h->room : 1024;
        while (room < h->used + length)
            room *= 2;
        char *grown = realloc(h->text, room);
        if (!grown) {
            m->short_of_memory = true;
            return;
        }
        h->text = grown;
        h->room = room;
    }
    memcpy(h->text + h->used, bytes, length);
    h->used += length;
}

static void put_string(struct maker *m, const char *text, size_t length)
{
    size_t from = 0;
    put(m, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        const char digits[] = "0123456789abcdef";
        const char sign[] = {'\\', (char)c},
                   code[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
        put(m, text + from, i - from);
        put(m, c < 0x20 ? code : sign, c < 0x20 ? sizeof code : sizeof sign);
        from = i + 1;
    }
    put(m, text + from, length - from);
    put(m, "\"", 1);
}

// Strings, and texts by language: the schema lets nothing else in.
static void put_value(struct maker *m, const json_t *value)
{
    const char *language, *between = "{";
    json_t *text;
    if (json_is_string(value)) {
        put_string(m, json_string_value(value), json_string_length(value));
        return;
    }
    json_object_foreach((json_t *)value, language, text)
    {
        put(m, between, 1);
        put_string(m, language, strlen(language));
        put(m, ":", 1);
        put_string(m, json_string_value(text), json_string_length(text));
        between = ",";
    }
    put(m, *between == '{' ? "{}" : "}", *between == '{' ? 2 : 1);
}

static void put_key(struct maker *m, const char *key)
{
    put(m, m->hit.used ? "," : "{", 1);
    put_string(m, key, strlen(key));
    put(m, ":", 1);
}

void hit_begin(struct maker *m)
{
    m->hit.used = 0;
}

void hit_set(struct maker *m, const char *key, const json_t *value)
{
    if (!value)
        return;
    put_key(m, key);
    put_value(m, value);
}

void hit_word(struct maker *m, const char *key, const char *word)
{
    put_key(m, key);
    put_string(m, word, strlen(word));
}

// One id, or a list of ids: those that lead somewhere.
void hit_usable(struct maker *m, const char *key, const json_t *ids)
{
    size_t i, count = 0;
    json_t *id;
    if (json_is_string(ids) && maker_usable(m, json_string_value(ids)))
        hit_set(m, key, ids);
    if (!json_is_array(ids))
        return;
    put_key(m, key);
    put(m, "[", 1);
    json_array_foreach(ids, i, id)
    {
        if (!maker_usable(m, json_string_value(id)))
            continue;
        if (count++)
            put(m, ",", 1);
        put_value(m, id);
    }
    put(m, "]", 1);
}

void hit_end(struct maker *m)
{
    put(m, "}", 1);
}
