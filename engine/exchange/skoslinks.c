// What concepts have to do with each other: S27, circles; and with other thesauri.
#include "exchange/skosreading.h"

#include <stdlib.h>
#include <string.h>

#define MANY 64

// ---- other thesauri ----

static json_t *list_of(json_t *record, const char *key)
{
    json_t *at = json_object_get(record, key);
    if (!json_is_array(at)) {
        at = json_array();
        json_object_set_new(record, key, at);
    }
    return at;
}

static json_t *link_of(const json_t *record, const char *uri)
{
    size_t i;
    json_t *link;
    json_array_foreach(json_object_get(record, "links"), i, link)
    {
        const char *other = json_string_value(json_object_get(link, "uri"));
        if (other && strcmp(other, uri) == 0)
            return link;
    }
    return NULL;
}

static void take_link(struct skos_reading *r, struct concept *c, struct skos_triple *t,
                      const char *relation)
{
    struct lost *lost = change_lost(r->set);
    if (t->object_sort != SKOS_URI || strlen(t->object) > 500) {
        skos_lose(&r->graph, t, lost, "an address of at most 500 bytes is kept");
        return;
    }
    json_t *link = link_of(c->record, t->object);
    if (!link && json_array_size(json_object_get(c->record, "links")) >= MANY) {
        skos_lose(&r->graph, t, lost, "is one too many; 64 are allowed");
        return;
    }
    if (!link) {
        link = json_pack("{s:s}", "uri", t->object);
        json_array_append_new(list_of(c->record, "links"), link);
    } else if (json_object_get(link, "marked")) {
        skos_lose(&r->graph, t, lost, "one relation to an address is kept");
        return;
    }
    json_object_set_new(link, "relation", json_string(relation));
    json_object_set_new(link, "marked", json_true()); // by this import; taken off below
    t->kept = true;
}

void skos_take_links(struct skos_reading *r, struct concept *c)
{
    static const char *const relations[][3] = {{SKOS_NS, "exactMatch", "exact"},
                                               {SKOS_NS, "closeMatch", "close"},
                                               {SKOS_NS, "broadMatch", "broader"},
                                               {SKOS_NS, "narrowMatch", "narrower"},
                                               {SKOS_NS, "relatedMatch", "related"},
                                               {RDFS_NS, "seeAlso", "see"},
                                               {"http://xmlns.com/foaf/0.1/", "page", "see"}};
    size_t i;
    json_t *link;
    for (int n = c->first; n >= 0; n = r->graph.triples[n].next) {
        struct skos_triple *t = &r->graph.triples[n];
        for (i = 0; i < sizeof relations / sizeof *relations; i++)
            if (!t->kept && skos_is(t, relations[i][0], relations[i][1]))
                take_link(r, c, t, relations[i][2]);
    }
    json_array_foreach(json_object_get(c->record, "links"), i, link)
        json_object_del(link, "marked");
}

// ---- each other ----

struct edge {
    int from, to, triple; // concepts; from is narrower, or related
};

struct edges {
    struct edge *items;
    int count, room;
    int *first; // by concept: where its own begin, sorted by from; count of concepts + 1
};

static bool add_edge(struct edges *e, struct edge edge)
{
    if (e->count == e->room) {
        int room = e->room ? e->room * 2 : 256;
        struct edge *grown = realloc(e->items, (size_t)room * sizeof *grown);
        if (!grown)
            return false;
        e->items = grown;
        e->room = room;
    }
    e->items[e->count++] = edge;
    return true;
}

// The concept at the other end; told and -1 when there is none of the kind.
static int other_end(struct skos_reading *r, const struct concept *c, struct skos_triple *t)
{
    int to = t->object_sort == SKOS_URI ? skos_concept(r, t->object) : -1;
    const char *why = to < 0                            ? "is not in the file"
                      : r->concepts[to].type != c->type ? "is another kind of record"
                      : &r->concepts[to] == c           ? "is the concept itself"
                                                        : NULL;
    if (!why)
        return to;
    skos_lose(&r->graph, t, change_lost(r->set), "%s", why);
    return -1;
}

static void gather_edges(struct skos_reading *r, struct edges *broader, struct edges *related)
{
    for (int i = 0; i < r->count; i++)
        for (int n = r->concepts[i].first; n >= 0; n = r->graph.triples[n].next) {
            struct skos_triple *t = &r->graph.triples[n];
            bool up = skos_is(t, SKOS_NS, "broader"), down = skos_is(t, SKOS_NS, "narrower");
            bool beside = skos_is(t, SKOS_NS, "related");
            if (t->kept || (!up && !down && !beside))
                continue;
            int to = other_end(r, &r->concepts[i], t);
            if (to >= 0)
                add_edge(beside ? related : broader,
                         down ? (struct edge){to, i, n} : (struct edge){i, to, n});
        }
}

static int by_ends(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
                              : (x->triple > y->triple) - (x->triple < y->triple);
}

static bool sort_edges(struct edges *e, int concepts)
{
    int at = 0;
    if (e->count)
        qsort(e->items, (size_t)e->count, sizeof *e->items, by_ends);
    e->first = malloc(((size_t)concepts + 1) * sizeof *e->first);
    for (int i = 0; e->first && i <= concepts; i++) {
        while (at < e->count && e->items[at].from < i)
            at++;
        e->first[i] = at;
    }
    return e->first != NULL;
}

// Walks up from every concept without recursion; an edge that leads back to one that is open
// closes a circle and is left out.
static void cut_circles(struct skos_reading *r, struct edges *e)
{
    enum { UNSEEN, OPEN, DONE };
    char *state = calloc((size_t)r->count + 1, 1);
    int *way = malloc(((size_t)r->count + 1) * sizeof *way);
    int *next = malloc(((size_t)r->count + 1) * sizeof *next); // edge to be looked at, by concept
    for (int i = 0; state && way && next && i < r->count; i++) {
        int depth = 0;
        if (state[i] != UNSEEN)
            continue;
        way[depth++] = i;
        state[i] = OPEN;
        next[i] = e->first[i];
        while (depth > 0) {
            int at = way[depth - 1];
            if (next[at] >= e->first[at + 1]) {
                state[at] = DONE;
                depth--;
                continue;
            }
            struct edge *edge = &e->items[next[at]++];
            if (state[edge->to] == OPEN) {
                skos_lose(&r->graph, &r->graph.triples[edge->triple], change_lost(r->set),
                          "closes a circle of broader terms from \"%s\" to itself",
                          r->concepts[edge->to].id);
                edge->triple = -1;
            } else if (state[edge->to] == UNSEEN) {
                way[depth++] = edge->to;
                state[edge->to] = OPEN;
                next[edge->to] = e->first[edge->to];
            }
        }
    }
    free(state);
    free(way);
    free(next);
}

#define STEPS 100000

// Is `to` above `from`? `seen` has a mark for each concept, `turn` is this walk's.
static bool is_above(const struct skos_reading *r, const struct edges *e, int from, int to,
                     int *seen, int *way, int turn)
{
    int depth = 0, steps = 0;
    way[depth++] = from;
    seen[from] = turn;
    while (depth > 0 && steps++ < STEPS) {
        int at = way[--depth];
        for (int k = e->first[at]; k < e->first[at + 1]; k++) {
            const struct edge *edge = &e->items[k];
            if (edge->triple < 0 || seen[edge->to] == turn)
                continue;
            if (edge->to == to)
                return true;
            seen[edge->to] = turn;
            if (depth < r->count)
                way[depth++] = edge->to;
        }
    }
    return false;
}

// S27: related is disjoint from broaderTransitive.
static void cut_related(struct skos_reading *r, const struct edges *broader, struct edges *related)
{
    int *seen = calloc((size_t)r->count + 1, sizeof *seen), turn = 0;
    int *way = malloc(((size_t)r->count + 1) * sizeof *way);
    for (int i = 0; seen && way && i < related->count; i++) {
        struct edge *edge = &related->items[i];
        if (!is_above(r, broader, edge->from, edge->to, seen, way, ++turn) &&
            !is_above(r, broader, edge->to, edge->from, seen, way, ++turn))
            continue;
        skos_lose(&r->graph, &r->graph.triples[edge->triple], change_lost(r->set),
                  "is broader or narrower as well (S27)");
        edge->triple = -1;
    }
    free(seen);
    free(way);
}

// What leads to records that are not in the files stays: a curator put it there.
static void keep_others(const struct skos_reading *r, struct concept *c, const char *key)
{
    json_t *list = json_object_get(c->record, key);
    for (size_t i = json_array_size(list); i-- > 0;) {
        const char *id = json_string_value(json_array_get(list, i));
        if (id && json_object_get(r->taken, id))
            json_array_remove(list, i);
    }
}

static void write_edge(struct skos_reading *r, const struct edge *edge, const char *key,
                       bool backwards)
{
    struct concept *c = &r->concepts[backwards ? edge->to : edge->from];
    const char *id = r->concepts[backwards ? edge->from : edge->to].id;
    struct skos_triple *t = &r->graph.triples[edge->triple];
    json_t *list = list_of(c->record, key);
    if (!skos_holds(list, id) && json_array_size(list) >= MANY) {
        skos_lose(&r->graph, t, change_lost(r->set), "is one too many; 64 are allowed");
        return;
    }
    if (!skos_holds(list, id))
        json_array_append_new(list, json_string(id));
    t->kept = true;
}

static void write_edges(struct skos_reading *r, const struct edges *broader,
                        const struct edges *related)
{
    for (int i = 0; i < broader->count; i++)
        if (broader->items[i].triple >= 0)
            write_edge(r, &broader->items[i], "broader", false);
    for (int i = 0; i < related->count; i++)
        if (related->items[i].triple >= 0) {
            write_edge(r, &related->items[i], "related", false);
            write_edge(r, &related->items[i], "related", true);
        }
}

static void drop_empty(struct concept *c, const char *key)
{
    const json_t *list = json_object_get(c->record, key);
    if (list && !json_array_size(list))
        json_object_del(c->record, key);
}

// What says the same stays as it was: a diff is for what changed.
static void keep_order(struct concept *c, const char *key)
{
    const json_t *old = json_object_get(c->old, key), *now = json_object_get(c->record, key);
    if (old && now && skos_same(old, now))
        json_object_set_new(c->record, key, json_deep_copy(old));
}

void skos_take_relations(struct skos_reading *r)
{
    struct edges broader = {0}, related = {0};
    gather_edges(r, &broader, &related);
    if (sort_edges(&broader, r->count) && sort_edges(&related, r->count)) {
        cut_circles(r, &broader);
        cut_related(r, &broader, &related);
        for (int i = 0; i < r->count; i++) {
            keep_others(r, &r->concepts[i], "broader");
            keep_others(r, &r->concepts[i], "related");
        }
        write_edges(r, &broader, &related);
        for (int i = 0; i < r->count; i++) {
            keep_order(&r->concepts[i], "broader");
            keep_order(&r->concepts[i], "related");
            drop_empty(&r->concepts[i], "broader");
            drop_empty(&r->concepts[i], "related");
        }
    }
    free(broader.items);
    free(broader.first);
    free(related.items);
    free(related.first);
}
