// What is near a gesture or a work, and the matrix of verbs and materials.
#include "index/search.h"

#include <stdlib.h>
#include <string.h>

// ---- related ----

struct near {
    struct index *x;
    uint32_t of; // the document
    int order, most;
};

static bool shares(const struct index *x, uint32_t a, uint32_t b, int facet)
{
    const struct shelf_document *d = &x->documents[a];
    for (uint32_t i = 0; i < d->value_count; i++) {
        uint32_t value = x->pool[d->values + i];
        if (x->values[value].facet == facet && shelf_has(x, b, value))
            return true;
    }
    return false;
}

// Numbers of values that are this record itself (a work, as gestures have it).
static bool names(const struct index *x, uint32_t document, int facet, uint32_t record)
{
    const struct shelf_document *d = &x->documents[document];
    const char *id = shelf_text(x, x->documents[record].id);
    for (uint32_t i = 0; i < d->value_count; i++) {
        const struct shelf_value *v = &x->values[x->pool[d->values + i]];
        if (v->facet == facet && strcmp(shelf_text(x, v->id), id) == 0)
            return true;
    }
    return false;
}

static bool same_verb(const struct near *n, uint32_t other)
{
    return shares(n->x, n->of, other, INDEX_VERB) && !shares(n->x, n->of, other, INDEX_MATERIAL);
}

static bool same_material(const struct near *n, uint32_t other)
{
    return shares(n->x, n->of, other, INDEX_MATERIAL) && !shares(n->x, n->of, other, INDEX_VERB);
}

static bool same_tool(const struct near *n, uint32_t other)
{
    return shares(n->x, n->of, other, INDEX_TOOL);
}

static bool made_with(const struct near *n, uint32_t other)
{
    return names(n->x, n->of, INDEX_WORK, other);
}

static bool goes_into(const struct near *n, uint32_t other)
{
    return names(n->x, other, INDEX_WORK, n->of);
}

static bool any_same_material(const struct near *n, uint32_t other)
{
    return shares(n->x, n->of, other, INDEX_MATERIAL);
}

static bool same_school(const struct near *n, uint32_t other)
{
    return shares(n->x, n->of, other, INDEX_SCHOOL);
}

static int by_order(const void *a, const void *b, void *user)
{
    const struct near *n = user;
    return shelf_before(n->x, n->order, *(const uint32_t *)a, *(const uint32_t *)b);
}

static void add_near(const struct near *n, json_t *answer, const char *key, int type,
                     bool (*is_near)(const struct near *, uint32_t))
{
    struct index *x = n->x;
    struct numbers found = {0};
    json_t *list = json_array();
    for (uint32_t d = 1; d <= x->document_count; d++)
        if (d != n->of && x->documents[d].alive && x->documents[d].type == type && is_near(n, d) &&
            !numbers_add(&found, d))
            break;
    if (found.count)
        qsort_r(found.items, found.count, sizeof *found.items, by_order, (void *)n);
    for (uint32_t i = 0; i < found.count && (int)i < n->most; i++) {
        json_t *hit = shelf_hit(x, found.items[i]);
        if (hit)
            json_array_append_new(list, hit);
    }
    free(found.items);
    json_object_set_new(answer, key, list);
}

json_t *index_related(struct index *x, const char *id, const char *language, int most)
{
    struct near n = {.x = x, .order = shelf_order(language), .most = most};
    n.of = shelf_renew(x) ? shelf_find(x, id) : 0;
    if (!n.of)
        return NULL;
    json_t *answer = json_object();
    if (x->documents[n.of].type == REPERTOIRE_GESTURE) {
        add_near(&n, answer, "same_verb", REPERTOIRE_GESTURE, same_verb);
        add_near(&n, answer, "same_material", REPERTOIRE_GESTURE, same_material);
        add_near(&n, answer, "same_tool", REPERTOIRE_GESTURE, same_tool);
        add_near(&n, answer, "works", REPERTOIRE_WORK, made_with);
    } else {
        add_near(&n, answer, "gestures", REPERTOIRE_GESTURE, goes_into);
        add_near(&n, answer, "same_material", REPERTOIRE_WORK, any_same_material);
        add_near(&n, answer, "same_school", REPERTOIRE_WORK, same_school);
    }
    return answer_trusted(x, answer);
}
