// The matrix of verbs and materials: how many gestures each pair has, and how many pairs have none.
#include "index/search.h"

#include <stdlib.h>
#include <string.h>

struct pair {
    uint64_t key; // verb << 32 | material, values
    bool to_document;
};

struct matrix {
    struct index *x;
    int order;
    struct pair *pairs; // owned
    uint32_t count, room;
};

static bool add_pair(struct matrix *m, uint32_t verb, uint32_t material, bool to_document)
{
    struct pair *pairs = dict_room(m->pairs, &m->room, m->count + 1, sizeof *pairs);
    if (!pairs)
        return false;
    m->pairs = pairs;
    pairs[m->count++] = (struct pair){(uint64_t)verb << 32 | material, to_document};
    return true;
}

// The pairs of a gesture; each of its values counts once for the lists at the sides.
static bool take_gesture(struct matrix *m, const struct shelf_document *d)
{
    const struct index *x = m->x;
    const uint32_t *values = x->pool + d->values;
    for (uint32_t i = 0; i < d->value_count; i++) {
        m->x->counts[values[i]]++;
        for (uint32_t k = 0; x->values[values[i]].facet == INDEX_VERB && k < d->value_count; k++)
            if (x->values[values[k]].facet == INDEX_MATERIAL &&
                !add_pair(m, values[i], values[k], d->state == STATE_TO_DOCUMENT))
                return false;
    }
    return true;
}

static bool is_of(const struct index *x, uint32_t document, const struct numbers *metiers)
{
    for (uint32_t i = 0; i < metiers->count; i++)
        if (shelf_has(x, document, metiers->items[i]))
            return true;
    return false;
}

static bool take_gestures(struct matrix *m, const char *metier)
{
    struct index *x = m->x;
    struct numbers metiers = {0};
    bool fits = !metier || shelf_values(x, INDEX_METIER, metier, &metiers);
    for (uint32_t d = 1; d <= x->document_count && fits; d++)
        if (x->documents[d].alive && x->documents[d].type == REPERTOIRE_GESTURE &&
            (!metier || is_of(x, d, &metiers)))
            fits = take_gesture(m, &x->documents[d]);
    free(metiers.items);
    return fits;
}

static int by_key(const void *a, const void *b)
{
    const struct pair *p = a, *q = b;
    return (p->key > q->key) - (p->key < q->key);
}

static json_t *cells_of(const struct matrix *m)
{
    json_t *cells = json_array();
    for (uint32_t i = 0, end; i < m->count; i = end) {
        int open = 0;
        for (end = i; end < m->count && m->pairs[end].key == m->pairs[i].key; end++)
            open += m->pairs[end].to_document;
        const struct shelf_value *verb = &m->x->values[m->pairs[i].key >> 32],
                                 *material = &m->x->values[m->pairs[i].key & UINT32_MAX];
        json_array_append_new(cells,
                              json_pack("{s:s, s:s, s:i, s:i}", "verb", shelf_text(m->x, verb->id),
                                        "material", shelf_text(m->x, material->id), "count",
                                        (int)(end - i), "to_document", open));
    }
    return cells;
}

static int by_rank(const void *a, const void *b, void *user)
{
    const struct matrix *m = user;
    uint32_t i = m->x->values[*(const uint32_t *)a].rank[m->order],
             j = m->x->values[*(const uint32_t *)b].rank[m->order];
    return (i > j) - (i < j);
}

// The values of a facet that occur, by label.
static json_t *side_of(struct matrix *m, int facet)
{
    struct numbers found = {0};
    json_t *list = json_array();
    for (uint32_t v = 1; v <= m->x->value_count; v++)
        if (m->x->values[v].facet == facet && m->x->counts[v] && !numbers_add(&found, v))
            break;
    if (found.count)
        qsort_r(found.items, found.count, sizeof *found.items, by_rank, m);
    for (uint32_t i = 0; i < found.count; i++)
        json_array_append_new(list,
                              answer_value(m->x, found.items[i], m->x->counts[found.items[i]]));
    free(found.items);
    return list;
}

static json_t *empty(void)
{
    return json_pack("{s:[], s:[], s:[], s:i}", "verbs", "materials", "cells", "gaps", 0);
}

json_t *index_matrix(struct index *x, const char *metier, const char *language)
{
    struct matrix m = {.x = x, .order = shelf_order(language)};
    if (!shelf_renew(x))
        return empty();
    if (!search_room(x))
        return NULL;
    memset(x->counts, 0, (x->value_count + 1) * sizeof *x->counts);
    bool taken = take_gestures(&m, metier && metier[0] ? metier : NULL);
    if (taken && m.count)
        qsort(m.pairs, m.count, sizeof *m.pairs, by_key);
    json_t *verbs = side_of(&m, INDEX_VERB), *materials = side_of(&m, INDEX_MATERIAL),
           *cells = cells_of(&m);
    free(m.pairs);
    json_int_t gaps = (json_int_t)json_array_size(verbs) * (json_int_t)json_array_size(materials) -
                      (json_int_t)json_array_size(cells);
    json_t *answer = json_pack("{s:o, s:o, s:o, s:I}", "verbs", verbs, "materials", materials,
                               "cells", cells, "gaps", gaps);
    if (taken)
        return answer;
    json_decref(answer);
    return NULL;
}
