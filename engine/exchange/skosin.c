// Reads SKOS into changes of terms: which triples are concepts, and what their ids are.
#include "exchange/csvprivate.h"
#include "exchange/skosreading.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

int skos_concept(const struct skos_reading *r, const char *uri)
{
    const json_t *place = json_object_get(r->index, uri);
    return place ? (int)json_integer_value(place) : -1;
}

static void reading_finish(struct skos_reading *r)
{
    for (int i = 0; i < r->count; i++) {
        json_decref(r->concepts[i].record);
        json_decref(r->concepts[i].old);
    }
    free(r->concepts);
    json_decref(r->index);
    json_decref(r->taken);
    skos_graph_finish(&r->graph);
}

// ---- which subjects are concepts ----

static bool is_of(const struct skos_triple *t, const char *name)
{
    size_t n = strlen(SKOS_NS);
    return skos_is(t, RDF_NS, "type") && t->object_sort == SKOS_URI &&
           strncmp(t->object, SKOS_NS, n) == 0 && strcmp(t->object + n, name) == 0;
}

// Said, or followed from what only concepts have (SKOS S19, S8); never a scheme or a collection.
static bool is_concept(const struct skos_graph *g, int first)
{
    static const char *const only[] = {"broader", "narrower", "related", "topConceptOf", NULL};
    bool concept = false;
    for (int n = first; n >= 0; n = g->triples[n].next) {
        const struct skos_triple *t = &g->triples[n];
        if (is_of(t, "ConceptScheme") || is_of(t, "Collection") || is_of(t, "OrderedCollection"))
            return false;
        concept = concept || is_of(t, "Concept");
        for (int i = 0; only[i] && !concept; i++)
        concept = skos_is(t, SKOS_NS, only[i]);
    }
    return concept && g->triples[first].subject_sort == SKOS_URI;
}

static bool has_label(const struct skos_graph *g, int first)
{
    for (int n = first; n >= 0; n = g->triples[n].next)
        if (skos_is(&g->triples[n], SKOS_NS, "prefLabel") &&
            g->triples[n].object_sort == SKOS_LITERAL)
            return true;
    return false;
}

// ---- kinds and ids ----

// The id in an address of our own, written to `id`; NULL: another's.
static const char *own_id(const struct skos_reading *r, const char *uri,
                          char id[SCHEMA_ID_BYTES + 1])
{
    return repertoire_id_of_address(uri, r->base, id) ? id : NULL;
}

static bool is_term(int type)
{
    for (size_t i = 0; i < sizeof skos_kinds / sizeof *skos_kinds; i++)
        if ((int)skos_kinds[i] == type)
            return true;
    return false;
}

// A concept that somebody put into a scheme of ours.
static int kind_of_scheme(const struct skos_reading *r, int first)
{
    size_t n = strlen(r->base);
    for (int at = first; at >= 0; at = r->graph.triples[at].next) {
        const struct skos_triple *t = &r->graph.triples[at];
        if (!skos_is(t, SKOS_NS, "inScheme") || strncmp(t->object, r->base, n) != 0)
            continue;
        for (int k = 0; k < REPERTOIRE_TYPES; k++)
            if ((is_term(k) || k == REPERTOIRE_GESTURE) &&
                strcmp(repertoire_folder((enum repertoire_type)k), t->object + n) == 0)
                return k;
    }
    return r->job->kind;
}

static bool has_link(const json_t *record, const char *uri)
{
    const char *own = json_string_value(json_object_get(record, "uri"));
    size_t i;
    json_t *link;
    if (own && strcmp(own, uri) == 0)
        return true;
    json_array_foreach(json_object_get(record, "links"), i, link)
    {
        const char *to = json_string_value(json_object_get(link, "uri"));
        const char *relation = json_string_value(json_object_get(link, "relation"));
        if (!own && to && relation && strcmp(relation, "exact") == 0 && strcmp(to, uri) == 0)
            return true;
    }
    return false;
}

// Addresses of the repertoire's terms -> ids, by kind.
static json_t *known_addresses(const struct repertoire *repertoire, enum repertoire_type type)
{
    json_t *known = json_object(), *link;
    const json_t *record;
    size_t i;
    for (int n = 0; repertoire && (record = repertoire_record(repertoire, type, n)); n++) {
        json_t *id = json_object_get(record, "id");
        const char *own = json_string_value(json_object_get(record, "uri"));
        if (own)
            json_object_set(known, own, id);
        json_array_foreach(json_object_get(record, "links"), i, link)
        {
            const char *to = json_string_value(json_object_get(link, "uri"));
            if (to && has_link(record, to) && !json_object_get(known, to))
                json_object_set(known, to, id);
        }
    }
    return known;
}

// The last part of an address as a word: …/ark:/67717/T69-1930 -> t69-1930.
static void word_of(const char *uri, char *word, size_t size)
{
    const char *part = uri;
    for (const char *at = uri; *at; at++)
        if (strchr("/#:", *at) && at[1])
            part = at + 1;
    csv_fold(part, '-', true, word, size);
}

static bool is_free(struct skos_reading *r, const char *id)
{
    return !json_object_get(r->taken, id) && !change_get(r->set, id);
}

static void make_id(struct skos_reading *r, struct concept *c)
{
    const char *prefix = r->job->prefix ? r->job->prefix : "";
    const char *letter = repertoire_keys(c->type)[0].words[0];
    char word[SCHEMA_ID_BYTES - 24] = "", start[24];
    word_of(c->uri, word, sizeof word);
    snprintf(start, sizeof start, "%s", strncmp(word, prefix, strlen(prefix)) ? prefix : "");
    snprintf(c->id, sizeof c->id, "%s%s%s", letter, start, word);
    for (int n = 2; !is_free(r, c->id) && n < 1000; n++)
        snprintf(c->id, sizeof c->id, "%s%s%s-%d", letter, start, word, n);
}

// ---- concepts ----

static bool add_concept(struct skos_reading *r, const struct concept *c)
{
    if (r->count == r->room) {
        int room = r->room ? r->room * 2 : 64;
        struct concept *grown = realloc(r->concepts, (size_t)room * sizeof *grown);
        if (!grown)
            return false;
        r->concepts = grown;
        r->room = room;
    }
    json_object_set_new(r->index, c->uri, json_integer(r->count));
    json_object_set_new(r->taken, c->id, json_true());
    r->concepts[r->count++] = *c;
    return true;
}

// What stands about a subject is told already, or needs no word.
static void pass_over(struct skos_reading *r, int first)
{
    for (int n = first; n >= 0; n = r->graph.triples[n].next)
        r->graph.triples[n].kept = true;
}

static void lose_all(struct skos_reading *r, int first, const char *why)
{
    for (int n = first; n >= 0; n = r->graph.triples[n].next)
        skos_lose(&r->graph, &r->graph.triples[n], change_lost(r->set), "%s", why);
}

// False when the kind of a concept is not known: told once.
static bool find_kind(struct skos_reading *r, const struct skos_triple *t, int type)
{
    if (is_term(type))
        return true;
    if (!change_faults(r->set)->errors)
        faults_add(change_faults(r->set), FAULT_ERROR,
                   "%s:%d: <%.200s>: is it a verb, a material, a tool or a métier? Say --as verb, "
                   "material, tool or metier",
                   r->graph.files[t->file], t->line, t->subject);
    return false;
}

static void take_concept(struct skos_reading *r, json_t *known[REPERTOIRE_TYPES], int first)
{
    const struct skos_triple *t = &r->graph.triples[first];
    char ours[SCHEMA_ID_BYTES + 1];
    const char *own = own_id(r, t->subject, ours);
    struct concept c = {.uri = t->subject, .first = first};
    int type = own ? repertoire_type_of_id(own) : kind_of_scheme(r, first);
    if (own && type == REPERTOIRE_GESTURE && change_get(r->set, own)) {
        pass_over(r, first); // written for readers; its record says more
        return;
    }
    if (type == REPERTOIRE_GESTURE || (own && !is_term(type))) {
        lose_all(r, first, "verbs, materials, tools and métiers are taken from SKOS");
        return;
    }
    if (!find_kind(r, t, type))
        return;
    if (!has_label(&r->graph, first)) {
        lose_all(r, first, "is of a concept without a prefLabel, which is left out");
        return;
    }
    c.type = (enum repertoire_type)type;
    if (!known[type])
        known[type] = known_addresses(change_repertoire(r->set), c.type);
    const char *id = own ? own : json_string_value(json_object_get(known[type], c.uri));
    if (id && !json_object_get(r->taken, id))
        snprintf(c.id, sizeof c.id, "%s", id);
    else
        make_id(r, &c);
    c.old = json_incref((json_t *)change_get(r->set, c.id));
    c.record = c.old ? json_deep_copy(c.old) : json_object();
    json_object_set_new(c.record, "id", json_string(c.id));
    if (!own && !has_link(c.record, c.uri) && strlen(c.uri) <= 500)
        json_object_set_new(c.record, "uri", json_string(c.uri));
    if (add_concept(r, &c))
        return;
    json_decref(c.record);
    json_decref(c.old);
}

static void find_concepts(struct skos_reading *r)
{
    json_t *known[REPERTOIRE_TYPES] = {NULL};
    for (int i = 0; i < r->graph.count; i++) {
        const char *subject = r->graph.triples[i].subject;
        if (subject && skos_first(&r->graph, subject) == i && is_concept(&r->graph, i))
            take_concept(r, known, i);
    }
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        json_decref(known[t]);
}

// ---- schemes ----

static bool is_ours(const struct skos_reading *r, const char *uri)
{
    return strncmp(uri, r->base, strlen(r->base)) == 0;
}

static void take_schemes(struct skos_reading *r, struct concept *c)
{
    bool taken = false;
    for (int n = c->first; n >= 0; n = r->graph.triples[n].next) {
        struct skos_triple *t = &r->graph.triples[n];
        if (is_of(t, "Concept"))
            t->kept = true;
        if (t->kept || !skos_is(t, SKOS_NS, "inScheme") || t->object_sort != SKOS_URI)
            continue;
        if (is_ours(r, t->object)) {
            t->kept = true;
            continue;
        }
        if (taken || strlen(t->object) > 500) {
            skos_lose(&r->graph, t, change_lost(r->set), "one scheme of a concept is kept");
            continue;
        }
        json_object_set_new(c->record, "scheme", json_string(t->object));
        t->kept = taken = true;
    }
}

// Top concepts are those without broader ones; they are found anew when they go out.
static void take_top(struct skos_reading *r, struct skos_triple *t, const char *concept,
                     const char *scheme)
{
    int n = skos_concept(r, concept);
    const json_t *record = n >= 0 ? r->concepts[n].record : NULL;
    const char *in = json_string_value(json_object_get(record, "scheme"));
    if (n < 0)
        skos_lose(&r->graph, t, change_lost(r->set), "the concept is not in the file");
    else if (json_object_get(record, "broader"))
        skos_lose(&r->graph, t, change_lost(r->set), "a top concept has no broader ones");
    else if (!is_ours(r, scheme) && (!in || strcmp(in, scheme) != 0))
        skos_lose(&r->graph, t, change_lost(r->set), "the concept is not in this scheme");
    t->kept = true;
}

static bool is_scheme_of_some(const struct skos_reading *r, const char *uri)
{
    for (int i = 0; i < r->count; i++) {
        const char *scheme = json_string_value(json_object_get(r->concepts[i].record, "scheme"));
        if (scheme && strcmp(scheme, uri) == 0)
            return true;
    }
    return false;
}

// ---- what nobody asked for ----

static const char *why_not(const struct skos_triple *t)
{
    if (skos_is(t, SKOS_NS, "broaderTransitive") || skos_is(t, SKOS_NS, "narrowerTransitive") ||
        skos_is(t, SKOS_NS, "semanticRelation"))
        return "follows from broader, or is too vague to keep";
    if (skos_is(t, SKOS_NS, "member") || skos_is(t, SKOS_NS, "memberList") ||
        is_of(t, "Collection") || is_of(t, "OrderedCollection"))
        return "a collection is no term";
    return "no key holds it";
}

static void look_at_rest(struct skos_reading *r)
{
    bool ours_seen = false;
    for (int i = 0; i < r->graph.count; i++) {
        struct skos_triple *t = &r->graph.triples[i];
        char id[SCHEMA_ID_BYTES + 1];
        if (t->kept || !t->subject || !t->predicate || !t->object)
            continue;
        if (skos_is(t, SKOS_NS, "hasTopConcept"))
            take_top(r, t, t->object, t->subject);
        else if (skos_is(t, SKOS_NS, "topConceptOf"))
            take_top(r, t, t->subject, t->object);
        else if (is_ours(r, t->subject) && !own_id(r, t->subject, id))
            t->kept = ours_seen = true; // our own schemes are written anew
        else if (is_of(t, "ConceptScheme") && is_scheme_of_some(r, t->subject))
            t->kept = true;
        else
            skos_lose(&r->graph, t, change_lost(r->set), "%s", why_not(t));
    }
    for (int k = 0; ours_seen && k < 4; k++)
        change_covers(r->set, skos_kinds[k]);
}

// A verb is related to its gestures in what goes out; the gesture's record says so.
static void pass_over_gestures(struct skos_reading *r)
{
    for (int i = 0; i < r->graph.count; i++) {
        struct skos_triple *t = &r->graph.triples[i];
        char ours[SCHEMA_ID_BYTES + 1];
        const char *id = t->object_sort == SKOS_URI ? own_id(r, t->object, ours) : NULL;
        if (id && repertoire_type_of_id(id) == REPERTOIRE_GESTURE &&
            (skos_is(t, SKOS_NS, "related") || skos_is(t, SKOS_NS, "hasTopConcept")))
            t->kept = true;
    }
}

// ---- files ----

static void put_concepts(struct skos_reading *r)
{
    for (int i = 0; i < r->count; i++) {
        struct concept *c = &r->concepts[i];
        const struct skos_triple *t = &r->graph.triples[c->first];
        char from[400];
        snprintf(from, sizeof from, "%.300s:%d", r->graph.files[t->file], t->line);
        json_t *record = c->record;
        c->record = NULL;
        change_put(r->set, c->type, record, from);
    }
}

static void take_graph(struct skos_reading *r)
{
    find_concepts(r);
    pass_over_gestures(r);
    for (int i = 0; i < r->count; i++) {
        skos_take_words(r, &r->concepts[i]);
        skos_take_links(r, &r->concepts[i]);
        take_schemes(r, &r->concepts[i]);
    }
    skos_take_relations(r);
    look_at_rest(r);
    put_concepts(r);
}

static bool begin(struct skos_reading *r, const struct skos_in *job, struct change_set *set)
{
    *r = (struct skos_reading){.job = job, .set = set};
    r->index = json_object();
    r->taken = json_object();
    skos_base(job->base, job->name, r->base, sizeof r->base);
    return r->index && r->taken;
}

bool skos_import_text(const struct skos_in *job, const char *file, const char *bytes, size_t length,
                      struct change_set *set)
{
    struct skos_reading r;
    bool good = begin(&r, job, set);
    r.graph.files = &file;
    good = good && skos_read(&r.graph, 0, bytes, length, change_faults(set));
    if (good)
        take_graph(&r);
    reading_finish(&r);
    return good;
}

bool skos_import(const struct skos_in *job, struct change_set *set)
{
    struct skos_reading r;
    struct fault f;
    bool good = begin(&r, job, set);
    r.graph.files = job->files;
    for (int i = 0; good && i < job->file_count; i++) {
        size_t length;
        char *bytes = store_read(job->files[i], SKOS_BYTES, &length, &f);
        if (bytes)
            good = skos_read(&r.graph, i, bytes, length, change_faults(set));
        else
            good = (faults_add(change_faults(set), FAULT_ERROR, "%s:1: %s", job->files[i],
                               fault_after(f.text, job->files[i])),
                    false);
        free(bytes);
    }
    if (good)
        take_graph(&r);
    reading_finish(&r);
    return good;
}
