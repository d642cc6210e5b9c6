// Answers in JSON: hits and facets.
#include "index/search.h"

#include <stdlib.h>
#include <string.h>

static json_t *answer_empty(void)
{
    json_t *facets = json_object();
    for (int f = 0; f < INDEX_FACETS; f++)
        json_object_set_new(facets, index_facet_word((enum index_facet)f), json_array());
    return json_pack("{s:i, s:[], s:o}", "total", 0, "hits", "facets", facets);
}

json_t *answer_trusted(struct index *x, json_t *answer)
{
    if (!x->db.error)
        return answer;
    json_decref(answer);
    place_mistrust(x->place);
    shelf_empty(x);
    return NULL;
}

json_t *answer_value(const struct index *x, uint32_t value, uint32_t count)
{
    json_t *entry = json_object();
    json_object_set(entry, "id", x->values[value].name);
    json_object_set(entry, "label", x->values[value].label);
    json_object_set_new(entry, "count", json_integer(count));
    return entry;
}

// Most first, then by label: the smaller key.
struct counted {
    uint64_t key;
    uint32_t value;
};

static int by_key(const void *a, const void *b)
{
    const struct counted *i = a, *j = b;
    return (i->key > j->key) - (i->key < j->key);
}

// Puts `one` into the heap of the `most` smallest, whose top is the largest of them.
static int keep(struct counted *heap, int count, int most, struct counted one)
{
    int at = count;
    if (count < most) {
        for (; at > 0 && heap[(at - 1) / 2].key < one.key; at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
        heap[at] = one;
        return count + 1;
    }
    if (one.key >= heap[0].key)
        return count;
    for (at = 0;;) {
        int child = at * 2 + 1;
        if (child + 1 < count && heap[child + 1].key > heap[child].key)
            child++;
        if (child >= count || heap[child].key <= one.key)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = one;
    return count;
}

static json_t *facets_of(const struct search *s, int most)
{
    const struct index *x = s->x;
    json_t *facets = json_object();
    bool all = most < 0 || (uint32_t)most > x->value_count;
    int counts[INDEX_FACETS] = {0}, room = all ? (int)x->value_count : most;
    struct counted *heaps = calloc((size_t)INDEX_FACETS * (size_t)room + 1, sizeof *heaps);
    for (uint32_t v = 1; v <= x->value_count && heaps && room; v++) {
        const int facet = x->values[v].facet;
        if (x->counts[v])
            counts[facet] = keep(heaps + facet * room, counts[facet], room,
                                 (struct counted){(uint64_t)(UINT32_MAX - x->counts[v]) << 32 |
                                                      x->values[v].rank[s->order],
                                                  v});
    }
    for (int f = 0; f < INDEX_FACETS; f++) {
        json_t *list = json_array();
        if (counts[f])
            qsort(heaps + f * room, (size_t)counts[f], sizeof *heaps, by_key);
        for (int i = 0; i < counts[f]; i++) {
            uint32_t value = heaps[f * room + i].value;
            json_array_append_new(list, answer_value(x, value, x->counts[value]));
        }
        json_object_set_new(facets, index_facet_word((enum index_facet)f), list);
    }
    free(heaps);
    return facets;
}

// The hits from `first`.
static json_t *hits_of(struct search *s, int first, int count)
{
    json_t *list = json_array();
    if (count > INDEX_HITS)
        count = INDEX_HITS;
    if (count <= 0 || first < 0 || (uint32_t)first >= s->total)
        return list;
    uint32_t wanted = (uint32_t)first + (uint32_t)count;
    if (wanted > s->total)
        wanted = s->total;
    uint32_t *documents = calloc(wanted, sizeof *documents);
    uint32_t found = documents ? search_first(s, documents, wanted) : 0;
    for (uint32_t i = (uint32_t)first; i < found; i++) {
        json_t *hit = shelf_hit(s->x, documents[i]);
        if (hit)
            json_array_append_new(list, hit);
    }
    free(documents);
    return list;
}

json_t *index_search(struct index *x, const struct index_query *query)
{
    struct search s;
    json_t *answer = NULL;
    if (!shelf_renew(x))
        return answer_empty();
    if (search_run(&s, x, query)) {
        int most = query->values ? query->values : INDEX_VALUES;
        answer = json_object();
        json_object_set_new(answer, "total", json_integer(s.total));
        json_object_set_new(answer, "hits", hits_of(&s, query->first, query->count));
        json_object_set_new(answer, "facets", facets_of(&s, most));
    }
    search_finish(&s);
    return answer_trusted(x, answer);
}
