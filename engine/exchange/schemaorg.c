// The repertoire as schema.org JSON-LD: one graph under a Dataset.
#include "exchange/schemaorg.h"

#include <stdio.h>
#include <string.h>

// ---- nodes ----

void node_set(json_t *node, const char *key, json_t *value)
{
    if (value)
        json_object_set_new(node, key, value);
}

// Consents are never told; nor are people who did not agree to be named.
static bool told(const struct graph *g, const json_t *record)
{
    int type = repertoire_type_of_id(record_id(record));
    if (type == REPERTOIRE_PERSON)
        return person_agrees(g->from, record, "name");
    return record && type != REPERTOIRE_CONSENT && type != REPERTOIRE_NOTE &&
           type != REPERTOIRE_CHAIN;
}

json_t *node_to(const struct graph *g, const json_t *record)
{
    char uri[EXCHANGE_URI];
    if (!told(g, record))
        return NULL;
    uri_of(g->from, record_id(record), "", uri);
    return json_pack("{s:s}", "@id", uri);
}

json_t *nodes_to(const struct graph *g, const json_t *record, const char *key)
{
    const json_t *value = json_object_get(record, key);
    if (!json_is_array(value))
        return node_to(g, record_of(g->from, value));
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *to = node_to(g, record_of(g->from, json_array_get(value, i)));
        if (to)
            json_array_append_new(list, to);
    }
    if (json_array_size(list))
        return list;
    json_decref(list);
    return NULL;
}

json_t *node_texts(const json_t *labels)
{
    json_t *map = language_map(labels), *texts, *list = json_array();
    const char *language;
    json_object_foreach(map, language, texts)
    {
        for (size_t i = 0; i < json_array_size(texts); i++)
            json_array_append_new(list, json_pack("{s:O, s:s}", "@value", json_array_get(texts, i),
                                                  "@language", language));
    }
    json_decref(map);
    if (json_array_size(list))
        return list;
    json_decref(list);
    return NULL;
}

static json_t *same_as(const json_t *record, bool exact)
{
    const json_t *links = json_object_get(record, "links");
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(links); i++) {
        const json_t *link = json_array_get(links, i);
        const char *relation = record_word(link, "relation"), *uri = record_word(link, "uri");
        if ((relation && strcmp(relation, "exact") == 0) == exact && strncmp(uri, "http", 4) == 0)
            json_array_append_new(list, json_pack("{s:s}", "@id", uri));
    }
    if (json_array_size(list))
        return list;
    json_decref(list);
    return NULL;
}

// reconstructed, ai and made-up are said of whatever is.
static const char *doubtful(const json_t *record)
{
    const char *origin = record_word(record, "origin");
    bool doubt = origin && (strcmp(origin, "reconstructed") == 0 || strcmp(origin, "ai") == 0 ||
                            strcmp(origin, "made-up") == 0);
    return doubt ? origin : NULL;
}

json_t *node_add(struct graph *g, const char *type, const json_t *record)
{
    char uri[EXCHANGE_URI];
    uri_of(g->from, record_id(record), "", uri);
    json_t *node =
        json_pack("{s:s, s:s, s:s}", "@id", uri, "@type", type, "identifier", record_id(record));
    json_t *name = node_texts(json_object_get(record, "label"));
    if (!name)
        name = node_texts(json_object_get(record, "title"));
    const char *text = json_object_get(record, "definition") ? "definition" : "text";
    node_set(node, "name", name);
    node_set(node, "alternateName", node_texts(json_object_get(record, "synonyms")));
    node_set(node, "description", node_texts(json_object_get(record, text)));
    node_set(node, "sameAs", same_as(record, true));
    node_set(node, "subjectOf", same_as(record, false));
    const char *doubt = doubtful(record);
    if (doubt)
        node_set(node, "disambiguatingDescription", json_string(doubt));
    json_array_append_new(g->nodes, node);
    return node;
}

// ---- terms ----

static json_t *term_set(const struct graph *g, enum repertoire_type type)
{
    return json_pack("{s:o}", "@id", json_sprintf("%s%s", g->from->base, repertoire_folder(type)));
}

static void add_terms(struct graph *g, enum repertoire_type type, const char *const names[3])
{
    const json_t *record;
    json_t *terms = json_array();
    for (int n = 0; (record = repertoire_record(g->from->repertoire, type, n)); n++) {
        json_t *node =
            node_add(g, type == REPERTOIRE_METIER ? "Occupation" : "DefinedTerm", record);
        const char *notation = record_word(record, "notation");
        if (type == REPERTOIRE_METIER) {
            node_set(node, "occupationalCategory", notation ? json_string(notation) : NULL);
            continue;
        }
        node_set(node, "termCode", notation ? json_string(notation) : NULL);
        node_set(node, "inDefinedTermSet", term_set(g, type));
        json_array_append_new(terms, node_to(g, record));
    }
    if (json_array_size(terms)) {
        json_t *set = term_set(g, type);
        json_object_set_new(set, "@type", json_string("DefinedTermSet"));
        json_object_set_new(set, "name",
                            json_pack("[{s:s, s:s}, {s:s, s:s}, {s:s, s:s}]", "@value", names[0],
                                      "@language", "fr", "@value", names[1], "@language", "it",
                                      "@value", names[2], "@language", "en"));
        json_object_set(set, "hasDefinedTerm", terms);
        json_array_append_new(g->nodes, set);
    }
    json_decref(terms);
}

// ---- people, places, houses ----

static void add_people(struct graph *g)
{
    const json_t *person;
    for (int n = 0; (person = repertoire_record(g->from->repertoire, REPERTOIRE_PERSON, n)); n++) {
        if (!told(g, person)) {
            // the id may hold the name as well
            parcel_lose(g->parcel, "people", "who did not agree to be named are left out");
            continue;
        }
        json_t *node = node_add(g, "Person", person);
        node_set(node, "name", json_string(record_word(person, "name")));
        node_set(node, "jobTitle", node_texts(json_object_get(person, "role")));
        node_set(node, "hasOccupation", nodes_to(g, person, "metiers"));
        node_set(node, "worksFor", nodes_to(g, person, "enterprise"));
        if (person_agrees(g->from, person, "place"))
            node_set(node, "workLocation", nodes_to(g, person, "place"));
    }
}

static void add_places(struct graph *g)
{
    const json_t *place;
    for (int n = 0; (place = repertoire_record(g->from->repertoire, REPERTOIRE_PLACE, n)); n++) {
        if (!place_shown(place)) {
            parcel_lose(g->parcel, "places", "those that are hidden are left out");
            continue;
        }
        json_t *node = node_add(g, "Place", place), *at = place_position(place);
        const char *insee = record_word(place, "insee");
        if (at)
            node_set(node, "geo",
                     json_pack("{s:s, s:O, s:O}", "@type", "GeoCoordinates", "latitude",
                               json_array_get(at, 1), "longitude", json_array_get(at, 0)));
        json_decref(at);
        if (insee)
            node_set(node, "additionalProperty",
                     json_pack("{s:s, s:s, s:s}", "@type", "PropertyValue", "propertyID", "INSEE",
                               "value", insee));
        node_set(node, "containedInPlace", nodes_to(g, place, "broader"));
    }
}

static void add_houses(struct graph *g, enum repertoire_type type, const char *kind)
{
    const json_t *record;
    for (int n = 0; (record = repertoire_record(g->from->repertoire, type, n)); n++) {
        json_t *node = node_add(g, kind, record);
        node_set(node, "location", nodes_to(g, record, "place"));
        node_set(node, "parentOrganization", nodes_to(g, record, "school"));
        node_set(node, "member", nodes_to(g, record, "people"));
        node_set(node, "knowsAbout", nodes_to(g, record, "metiers"));
        if (json_object_get(record, "practices"))
            parcel_lose(g->parcel, record_id(record), "its practices have no word in schema.org");
    }
}

// ---- all of it ----

static json_t *parts(const struct graph *g)
{
    static const enum repertoire_type types[] = {REPERTOIRE_GESTURE, REPERTOIRE_WORK};
    json_t *list = json_array();
    const json_t *record;
    for (size_t t = 0; t < sizeof types / sizeof *types; t++)
        for (int n = 0; (record = repertoire_record(g->from->repertoire, types[t], n)); n++)
            json_array_append_new(list, node_to(g, record));
    return list;
}

// Those of its media, each once: no record says one for all.
static json_t *licences(const struct graph *g)
{
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(g->nodes); i++) {
        json_t *licence = json_object_get(json_array_get(g->nodes, i), "license");
        bool new = licence != NULL;
        for (size_t k = 0; new &&k < json_array_size(list); k++)
            new = !json_equal(json_array_get(list, k), licence);
        if (new)
            json_array_append(list, licence);
    }
    if (json_array_size(list))
        return list;
    json_decref(list);
    parcel_lose(g->parcel, "the dataset", "has no licence: no medium names one");
    return NULL;
}

static void add_dataset(struct graph *g)
{
    const struct parcel_from *from = g->from;
    json_t *name = node_texts(from->title);
    if (!name)
        name = json_string("Gestuaire");
    json_array_insert_new(
        g->nodes, 0,
        json_pack("{s:s, s:s, s:o, s:[{s:s, s:s}, {s:s, s:s}, {s:s, s:s}], s:o*, s:[s, s, s], "
                  "s:b, s:o}",
                  "@id", from->base, "@type", "Dataset", "name", name, "description", "@value",
                  "Répertoire de gestes artisanaux : verbe, matière, outil, métier", "@language",
                  "fr", "@value",
                  "Repertorio di gesti artigianali: verbo, materiale, utensile, mestiere",
                  "@language", "it", "@value",
                  "Repertoire of craft gestures: verb, material, tool, métier", "@language", "en",
                  "license", licences(g), "inLanguage", "fr", "it", "en", "isAccessibleForFree", 1,
                  "hasPart", parts(g)));
}

static void sort(struct graph *g)
{
    const struct repertoire *r = g->from->repertoire;
    const json_t *record;
    for (int n = 0; (record = repertoire_record(r, REPERTOIRE_NOTE, n)); n++)
        file_under(g->notes, record_word(record, "media"), record);
    for (int n = 0; (record = repertoire_record(r, REPERTOIRE_CAPSULE, n)); n++) {
        const json_t *views = json_object_get(record, "views");
        file_under(g->capsules, record_word(record, "gesture"), record);
        for (size_t i = 0; i < json_array_size(views); i++)
            file_under(g->capsules, record_word(json_array_get(views, i), "media"), record);
    }
}

bool parcel_schema(const struct parcel_from *from, struct parcel *p)
{
    struct graph g = {from, p, json_array(), json_object(), json_object()};
    sort(&g);
    add_terms(&g, REPERTOIRE_VERB, (const char *const[]){"Verbes", "Verbi", "Verbs"});
    add_terms(&g, REPERTOIRE_MATERIAL, (const char *const[]){"Matières", "Materiali", "Materials"});
    add_terms(&g, REPERTOIRE_TOOL, (const char *const[]){"Outils", "Utensili", "Tools"});
    add_terms(&g, REPERTOIRE_METIER, (const char *const[]){"Métiers", "Mestieri", "Métiers"});
    schema_gestures(&g);
    schema_works(&g);
    schema_media(&g);
    add_people(&g);
    add_places(&g);
    add_houses(&g, REPERTOIRE_SCHOOL, "EducationalOrganization");
    add_houses(&g, REPERTOIRE_TEAM, "Organization");
    add_houses(&g, REPERTOIRE_ENTERPRISE, "Organization");
    add_dataset(&g);
    json_decref(g.notes);
    json_decref(g.capsules);
    return parcel_put_json(p, "schema.jsonld",
                           json_pack("{s:s, s:o}", "@context", "https://schema.org", "@graph",
                                     g.nodes));
}
