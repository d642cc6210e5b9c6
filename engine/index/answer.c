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

json_t *answer_value(const struct index *x, uint32_t value, uint32_t count)
{
    json_t *entry = json_object();
    json_object_set_new(entry, "id", json_string(shelf_text(x, x->values[value].id)));
    json_object_set(entry, "label", x->values[value].label);
    json_object_set_new(entry, "count", json_integer(count));
    return entry;
}

static int by_number(const void *a, const void *b)
{
    uint64_t i = *(const uint64_t *)a, j = *(const uint64_t *)b;
    return (i > j) - (i < j);
}

// Most first, then by label: one number to sort by, the value in a second one.
struct counted {
    uint64_t key;
    uint32_t value;
};

static json_t *facet_of(const struct search *s, int facet, struct counted *counted, int most)
{
    const struct index *x = s->x;
    int n = 0;
    json_t *list = json_array();
    for (uint32_t v = 1; v <= x->value_count; v++)
        if (x->values[v].facet == facet && x->counts[v])
            counted[n++] = (struct counted){
                (uint64_t)(UINT32_MAX - x->counts[v]) << 32 | x->values[v].rank[s->order], v};
    if (n)
        qsort(counted, (size_t)n, sizeof *counted, by_number); // key comes first
    for (int i = 0; i < n && (most < 0 || i < most); i++)
        json_array_append_new(list, answer_value(x, counted[i].value, x->counts[counted[i].value]));
    return list;
}

static json_t *facets_of(const struct search *s, int most)
{
    struct counted *counted = calloc(s->x->value_count + 1, sizeof *counted);
    json_t *facets = counted ? json_object() : NULL;
    for (int f = 0; f < INDEX_FACETS && counted; f++)
        json_object_set_new(facets, index_facet_word((enum index_facet)f),
                            facet_of(s, f, counted, most));
    free(counted);
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
    if (!x->db.error)
        return answer;
    json_decref(answer);
    place_mistrust(x->place);
    shelf_empty(x);
    return NULL;
}
