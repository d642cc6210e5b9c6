// What a manifest says of its record: label, summary, metadata, links, places.
#include "exchange/iiifcanvas.h"

#include <string.h>

// ---- metadata ----

// The labels of records that a key names, by language; NULL: none.
static json_t *labels_of(const struct parcel_from *from, const json_t *record, const char *key)
{
    json_t *value = json_object_get(record, key), *map = json_object();
    size_t count = json_is_array(value) ? json_array_size(value) : value != NULL;
    for (size_t i = 0; i < count; i++) {
        const json_t *named =
            record_of(from, json_is_array(value) ? json_array_get(value, i) : value);
        json_t *labels = language_map(json_object_get(named, "label")), *texts;
        const char *language;
        json_object_foreach(labels, language, texts)
        {
            if (!json_object_get(map, language))
                json_object_set_new(map, language, json_array());
            json_array_extend(json_object_get(map, language), texts);
        }
        json_decref(labels);
    }
    if (json_object_size(map))
        return map;
    json_decref(map);
    return NULL;
}

static json_t *people_of(const struct parcel_from *from, const json_t *record, const char *key)
{
    const json_t *people = json_object_get(record, key);
    json_t *names = json_array();
    for (size_t i = 0; i < json_array_size(people); i++) {
        const json_t *person = record_of(from, json_array_get(people, i));
        const char *name = record_word(person, "name");
        if (name && person_agrees(from, person, "name"))
            json_array_append_new(names, json_string(name));
    }
    if (json_array_size(names))
        return json_pack("{s:o}", "none", names);
    json_decref(names);
    return NULL;
}

static void add_pair(json_t *pairs, const char *fr, const char *it, const char *en, json_t *value)
{
    const char *const words[3] = {fr, it, en};
    json_t *pair = language_pair(words, value);
    if (pair)
        json_array_append_new(pairs, pair);
}

static json_t *word_value(const json_t *record, const char *key)
{
    const char *word = record_word(record, key);
    return word ? json_pack("{s:[s]}", "none", word) : NULL;
}

static json_t *state_value(const json_t *record)
{
    const char *state = record_word(record, "state");
    if (state && strcmp(state, "demonstration") == 0)
        return json_pack("{s:[s], s:[s], s:[s]}", "fr", "texte de démonstration, non relu", "it",
                         "testo dimostrativo, non riletto", "en",
                         "demonstration text, not reviewed");
    if (state && strcmp(state, "to-document") == 0)
        return json_pack("{s:[s], s:[s], s:[s]}", "fr", "à documenter", "it", "da documentare",
                         "en", "to be documented");
    return NULL;
}

static json_t *metadata(struct iiif_page *page)
{
    const struct parcel_from *from = page->book->from;
    const json_t *r = page->record;
    json_t *pairs = json_array();
    add_pair(pairs, "Verbe", "Verbo", "Verb", labels_of(from, r, "verb"));
    add_pair(pairs, "Précision", "Precisazione", "Qualifier",
             language_map(json_object_get(r, "qualifier")));
    add_pair(pairs, "Matières", "Materiali", "Materials", labels_of(from, r, "materials"));
    add_pair(pairs, "Outils", "Utensili", "Tools", labels_of(from, r, "tools"));
    add_pair(pairs, "Métiers", "Mestieri", "Métiers", labels_of(from, r, "metiers"));
    add_pair(pairs, "Équipe", "Squadra", "Team", labels_of(from, r, "team"));
    add_pair(pairs, "École", "Scuola", "School", labels_of(from, r, "school"));
    add_pair(pairs, "Gestes", "Gesti", "Gestures", labels_of(from, r, "gestures"));
    add_pair(pairs, "Dit", "Detto", "Said", language_map(json_object_get(r, "said")));
    add_pair(pairs, "Synonymes", "Sinonimi", "Synonyms",
             language_map(json_object_get(r, "synonyms")));
    add_pair(pairs, "Technique", "Tecnica", "Technique",
             language_map(json_object_get(r, "technical")));
    add_pair(pairs, "Percussion (notre codage)", "Percussione (nostra codifica)",
             "Percussion (our coding)", word_value(r, "percussion"));
    add_pair(pairs, "Lieux", "Luoghi", "Places", labels_of(from, r, "places"));
    add_pair(pairs, "Lieu", "Luogo", "Place", labels_of(from, r, "place"));
    add_pair(pairs, "Date", "Data", "Date", word_value(r, "date"));
    add_pair(pairs, "État", "Stato", "State", state_value(r));
    for (int i = 0; i < page->count; i++)
        if (page->spots[i].capsule && page->spots[i].view == 0)
            add_pair(pairs, "Filmé avec", "Filmato con", "Filmed with",
                     people_of(from, page->spots[i].capsule, "people"));
    iiif_add_origin(pairs, r);
    return pairs;
}

// ---- links ----

static void add_links(const json_t *record, json_t *manifest)
{
    const json_t *links = json_object_get(record, "links");
    json_t *pages = json_array(), *data = json_array();
    for (size_t i = 0; i < json_array_size(links); i++) {
        const json_t *link = json_array_get(links, i);
        const char *relation = record_word(link, "relation"), *uri = record_word(link, "uri"),
                   *label = record_word(link, "label");
        bool page = !relation || strcmp(relation, "see") == 0;
        if (strncmp(uri, "http", 4) != 0)
            continue;
        json_array_append_new(page ? pages : data,
                              json_pack("{s:s, s:s, s:{s:[s]}, s:s*}", "id", uri, "type",
                                        page ? "Text" : "Dataset", "label", "none",
                                        label ? label : uri, "format", page ? "text/html" : NULL));
    }
    if (json_array_size(pages))
        json_object_set(manifest, "homepage", pages);
    if (json_array_size(data))
        json_object_set(manifest, "seeAlso", data);
    json_decref(pages);
    json_decref(data);
}

// ---- places: https://iiif.io/api/extension/navplace/ ----

static void add_place(struct iiif_page *page, const json_t *place, json_t *features)
{
    char uri[EXCHANGE_URI];
    const char *id = record_id(place);
    json_t *position = place ? place_position(place) : NULL;
    snprintf(uri, sizeof uri, "%.900s/place/%s", page->uri, record_name(id));
    for (size_t i = 0; position && i < json_array_size(features); i++)
        if (strcmp(record_word(json_array_get(features, i), "id"), uri) == 0) {
            json_decref(position);
            return;
        }
    if (!position)
        return;
    json_array_append_new(
        features, json_pack("{s:s, s:s, s:{s:o*}, s:{s:s, s:o}}", "id", uri, "type", "Feature",
                            "properties", "label", language_map(json_object_get(place, "label")),
                            "geometry", "type", "Point", "coordinates", position));
}

static json_t *nav_place(struct iiif_page *page)
{
    const struct parcel_from *from = page->book->from;
    const json_t *places = json_object_get(page->record, "places");
    json_t *features = json_array();
    add_place(page, record_at(from, page->record, "place"), features);
    for (size_t i = 0; i < json_array_size(places); i++)
        add_place(page, record_of(from, json_array_get(places, i)), features);
    for (int i = 0; i < page->count; i++)
        add_place(page, record_at(from, page->spots[i].capsule, "place"), features);
    if (json_array_size(features))
        return json_pack("{s:o, s:s, s:o}", "id", json_sprintf("%s/places", page->uri), "type",
                         "FeatureCollection", "features", features);
    json_decref(features);
    return NULL;
}

// ---- rights ----

// What holds for all media: their licence, where it is the same; each says its own beside.
static void add_rights(struct iiif_page *page, json_t *manifest)
{
    char first[EXCHANGE_URI] = "", other[EXCHANGE_URI];
    json_t *credits = json_array();
    bool same = page->count > 0;
    for (int i = 0; i < page->count; i++) {
        const json_t *media = page->spots[i].media;
        const char *licence = record_word(media, "licence"), *credit = record_word(media, "credit");
        bool told = rights_uri(licence, other) != NULL;
        if (!told)
            parcel_lose(page->book->parcel, record_id(media),
                        "its licence \"%s\" is none that IIIF may name", licence ? licence : "");
        same = same && told && (i == 0 || strcmp(first, other) == 0);
        snprintf(first, sizeof first, "%s", told ? other : "");
        bool new = credit != NULL;
        for (size_t k = 0; new &&k < json_array_size(credits); k++)
            new = strcmp(json_string_value(json_array_get(credits, k)), credit) != 0;
        if (new)
            json_array_append_new(credits, json_string(credit));
    }
    if (same)
        json_object_set_new(manifest, "rights", json_string(first));
    if (json_array_size(credits)) {
        json_t *statement = iiif_credit("");
        json_object_set(json_object_get(statement, "value"), "none", credits);
        json_object_set_new(manifest, "requiredStatement", statement);
    }
    json_decref(credits);
}

void iiif_describe(struct iiif_page *page, json_t *manifest)
{
    const json_t *r = page->record;
    json_t *label = language_map(json_object_get(r, "label"));
    if (!label)
        label = language_map(json_object_get(r, "title"));
    json_t *summary = language_map(json_object_get(r, "text")), *pairs = metadata(page);
    json_object_set_new(manifest, "label", label);
    if (summary)
        json_object_set_new(manifest, "summary", summary);
    if (json_array_size(pairs))
        json_object_set(manifest, "metadata", pairs);
    json_decref(pairs);
    add_rights(page, manifest);
    add_links(r, manifest);
    json_t *places = nav_place(page);
    if (places) {
        json_object_set_new(manifest, "navPlace", places);
        json_object_set_new(manifest, "@context",
                            json_pack("[s, s]",
                                      "http://iiif.io/api/extension/navplace/context.json",
                                      "http://iiif.io/api/presentation/3/context.json"));
    }
}
