// Finding records: by id, and gestures by verb, material, tool and métier.
#include "repertoire/private.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int id_order(const void *key, const void *record)
{
    return strcmp(key, ((const struct record *)record)->id);
}

struct record *repertoire_find(const struct repertoire *r, const char *id)
{
    int type = id ? repertoire_type_of_id(id) : -1;
    if (type < 0 || !r->shelves[type].count)
        return NULL;
    const struct shelf *s = &r->shelves[type];
    return bsearch(id, s->records, (size_t)s->count, sizeof *s->records, id_order);
}

int repertoire_count(const struct repertoire *r, enum repertoire_type type)
{
    return r->shelves[type].count;
}

const json_t *repertoire_record(const struct repertoire *r, enum repertoire_type type, int n)
{
    return n >= 0 && n < r->shelves[type].count ? r->shelves[type].records[n].value : NULL;
}

const json_t *repertoire_get(const struct repertoire *r, const char *id)
{
    const struct record *record = repertoire_find(r, id);
    return record ? record->value : NULL;
}

const char *repertoire_source(const struct repertoire *r, const char *id)
{
    const struct record *record = repertoire_find(r, id);
    return record ? record->file : NULL;
}

// The next letter, capitals of Latin and its accents as small ones (Unicode's simple folding).
static uint32_t next_folded(const unsigned char **at)
{
    uint32_t c = *(*at)++;
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    if (c < 0xc2 || c > 0xdf || (**at & 0xc0) != 0x80)
        return c;
    c = (c & 0x1fu) << 6 | (*(*at)++ & 0x3fu);
    if (c >= 0xc0 && c <= 0xde && c != 0xd7)
        return c + 32;
    if (c == 0x178)
        return 0xff;
    if ((c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14a && c <= 0x177))
        return c | 1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
        return c + (c & 1);
    return c;
}

int order_folded(const char *a, const char *b)
{
    const unsigned char *x = (const unsigned char *)a, *y = (const unsigned char *)b;
    while (*x && *y) {
        uint32_t p = next_folded(&x), q = next_folded(&y);
        if (p != q)
            return p < q ? -1 : 1;
    }
    return (*x != 0) - (*y != 0);
}

// Is this record what was asked for: its id, or its label in any language?
static bool is_asked(const struct repertoire *r, const char *id, const char *asked)
{
    const char *language;
    json_t *label;
    if (!asked || strcmp(id, asked) == 0)
        return true;
    json_object_foreach(json_object_get(repertoire_get(r, id), "label"), language, label)
    {
        if (order_folded(json_string_value(label), asked) == 0)
            return true;
    }
    return false;
}

static bool any_is_asked(const struct repertoire *r, const json_t *gesture, const char *key,
                         const char *asked)
{
    size_t i;
    json_t *id;
    if (!asked)
        return true;
    json_array_foreach(json_object_get(gesture, key), i, id)
    {
        if (is_asked(r, json_string_value(id), asked))
            return true;
    }
    return false;
}

int repertoire_search(const struct repertoire *r, const struct repertoire_query *query,
                      const json_t **found, int room)
{
    const struct shelf *gestures = &r->shelves[REPERTOIRE_GESTURE];
    int count = 0;
    for (int i = 0; i < gestures->count; i++) {
        const json_t *g = gestures->records[i].value;
        if (!is_asked(r, json_string_value(json_object_get(g, "verb")), query->verb) ||
            !any_is_asked(r, g, "materials", query->material) ||
            !any_is_asked(r, g, "tools", query->tool) ||
            !any_is_asked(r, g, "metiers", query->metier))
            continue;
        if (count < room)
            found[count] = g;
        count++;
    }
    return count;
}
