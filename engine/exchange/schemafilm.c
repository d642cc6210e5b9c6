// Gestures, works, films and their parts as schema.org has them.
#include "exchange/iiifprivate.h"
#include "exchange/schemaorg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ISO 8601: "PT4.5S".
static json_t *lasting(double seconds)
{
    char digits[40];
    if (seconds <= 0)
        return NULL;
    iiif_decimal(digits, seconds);
    return json_sprintf("PT%sS", digits);
}

static json_t *licence_of(const json_t *record)
{
    char uri[EXCHANGE_URI];
    const char *licence = record_word(record, "licence");
    if (rights_uri(licence, uri))
        return json_pack("{s:o}", "@id", json_sprintf("https%s", uri + 4));
    if (licence && strncmp(licence, "http", 4) == 0)
        return json_pack("{s:s}", "@id", licence);
    return licence ? json_string(licence) : NULL;
}

// ---- steps ----

static json_t *step_node(struct graph *g, const json_t *chain, const json_t *step, size_t n)
{
    char uri[EXCHANGE_URI];
    uri_of(g->from, record_id(chain), "", uri);
    json_t *node = json_pack("{s:o, s:s, s:i}", "@id", json_sprintf("%s#step-%zu", uri, n + 1),
                             "@type", "HowToStep", "position", (int)n + 1);
    node_set(node, "name", node_texts(json_object_get(step, "label")));
    node_set(node, "text", node_texts(json_object_get(step, "goal")));
    if (!json_object_get(step, "goal"))
        node_set(node, "text", node_texts(json_object_get(step, "label")));
    node_set(node, "about", nodes_to(g, step, "gesture"));
    static const char *const left[] = {"before", "after", "criterion", "branch", NULL};
    for (int i = 0; left[i]; i++)
        if (json_object_get(step, left[i]))
            parcel_lose(g->parcel, record_id(chain), "step %zu: %s has no word in schema.org",
                        n + 1, left[i]);
    return node;
}

static json_t *steps_of(struct graph *g, const json_t *chain)
{
    const json_t *steps = json_object_get(chain, "steps");
    if (!json_array_size(steps))
        return NULL;
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(steps); i++)
        json_array_append_new(list, step_node(g, chain, json_array_get(steps, i), i));
    return list;
}

// ---- gestures ----

static json_t *items_of(const struct graph *g, const json_t *record, const char *key,
                        const char *type)
{
    const json_t *ids = json_object_get(record, key);
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(ids); i++) {
        const json_t *term = record_of(g->from, json_array_get(ids, i));
        json_t *item = json_pack("{s:s}", "@type", type);
        node_set(item, "name", node_texts(json_object_get(term, "label")));
        node_set(item, "item", node_to(g, term));
        json_array_append_new(list, item);
    }
    if (json_array_size(list))
        return list;
    json_decref(list);
    return NULL;
}

// Adds a node to a list that may not be there yet; takes both.
static json_t *append(json_t *list, json_t *node)
{
    if (!node)
        return list;
    if (!list)
        list = json_array();
    json_array_append_new(list, node);
    return list;
}

static json_t *films_of(const struct graph *g, const json_t *gesture)
{
    const json_t *film = record_at(g->from, gesture, "film"),
                 *capsules = json_object_get(g->capsules, record_id(gesture));
    json_t *list = append(NULL, node_to(g, film));
    for (size_t n = 0; n < json_array_size(capsules); n++) {
        const json_t *views = json_object_get(json_array_get(capsules, n), "views");
        for (size_t i = 0; i < json_array_size(views); i++) {
            const json_t *media = record_at(g->from, json_array_get(views, i), "media");
            list = media && media != film ? append(list, node_to(g, media)) : list;
        }
    }
    return list;
}

void schema_gestures(struct graph *g)
{
    const json_t *r;
    for (int n = 0; (r = repertoire_record(g->from->repertoire, REPERTOIRE_GESTURE, n)); n++) {
        json_t *node = node_add(g, "HowTo", r), *chain = (json_t *)record_at(g->from, r, "chain");
        node_set(node, "supply", items_of(g, r, "materials", "HowToSupply"));
        node_set(node, "tool", items_of(g, r, "tools", "HowToTool"));
        node_set(node, "step", steps_of(g, chain));
        json_t *about = append(NULL, nodes_to(g, r, "verb")), *metiers = nodes_to(g, r, "metiers");
        if (metiers)
            json_array_extend(about, metiers);
        json_decref(metiers);
        node_set(node, "about", about);
        node_set(node, "video", films_of(g, r));
        node_set(node, "audio", nodes_to(g, r, "sound"));
        node_set(node, "image", nodes_to(g, r, "picture"));
        node_set(node, "locationCreated", nodes_to(g, r, "places"));
        const char *state = record_word(r, "state");
        node_set(node, "creativeWorkStatus", state ? json_string(state) : NULL);
        if (json_object_get(r, "measure"))
            parcel_lose(g->parcel, record_id(r), "its measure has no word in schema.org");
        if (json_object_get(r, "status"))
            parcel_lose(g->parcel, record_id(r), "its status has no word in schema.org");
    }
}

// ---- works ----

void schema_works(struct graph *g)
{
    const json_t *r;
    for (int n = 0; (r = repertoire_record(g->from->repertoire, REPERTOIRE_WORK, n)); n++) {
        json_t *node = node_add(g, "VisualArtwork", r);
        const char *date = record_word(r, "date");
        const json_t *materials = json_object_get(r, "materials"),
                     *pictures = json_object_get(r, "pictures");
        json_t *medium = NULL, *image = append(NULL, nodes_to(g, r, "picture"));
        for (size_t i = 0; i < json_array_size(materials); i++) {
            const json_t *term = record_of(g->from, json_array_get(materials, i));
            json_t *texts = node_texts(json_object_get(term, "label"));
            for (size_t k = 0; k < json_array_size(texts); k++)
                medium = append(medium, json_incref(json_array_get(texts, k)));
            json_decref(texts);
        }
        for (size_t i = 0; i < json_array_size(pictures); i++)
            image = append(image, node_to(g, record_of(g->from, json_array_get(pictures, i))));
        node_set(node, "artMedium", medium);
        node_set(node, "creator", nodes_to(g, r, "team"));
        node_set(node, "sourceOrganization", nodes_to(g, r, "school"));
        node_set(node, "image", image);
        node_set(node, "video", append(NULL, nodes_to(g, r, "film")));
        node_set(node, "associatedMedia", nodes_to(g, r, "scan"));
        node_set(node, "about", nodes_to(g, r, "gestures"));
        node_set(node, "contentLocation", nodes_to(g, r, "place"));
        node_set(node, "dateCreated", date ? json_string(date) : NULL);
    }
}

// ---- media ----

static json_t *clip_node(const char *film, const json_t *labels, double from, double to,
                         const char *tail)
{
    char begins[40], ends[40];
    iiif_decimal(begins, from);
    iiif_decimal(ends, to);
    json_t *node = json_pack("{s:o, s:s, s:o, s:f, s:f}", "@id", json_sprintf("%s#%s", film, tail),
                             "@type", "Clip", "url", json_sprintf("%s#t=%s,%s", film, begins, ends),
                             "startOffset", from, "endOffset", to);
    node_set(node, "name", node_texts(labels));
    return node;
}

// The steps of a capsule on the clock of one of its films.
static json_t *steps_on(const struct graph *g, const json_t *capsule, const json_t *media,
                        const char *uri, json_t *list)
{
    const json_t *views = json_object_get(capsule, "views"), *view = NULL,
                 *chain = record_at(g->from, capsule, "chain"),
                 *steps = json_object_get(chain, "steps");
    for (size_t i = 0; i < json_array_size(views) && !view; i++)
        if (record_at(g->from, json_array_get(views, i), "media") == media)
            view = json_array_get(views, i);
    double offset = record_number(view, "offset", 0), lasts = record_number(media, "duration", 0);
    for (size_t i = 0; view && i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i), *at = json_object_get(step, "at");
        double from = json_number_value(json_array_get(at, 0)) - offset,
               to = json_number_value(json_array_get(at, 1)) - offset;
        char tail[200];
        snprintf(tail, sizeof tail, "%s-%s-%zu", record_name(record_id(capsule)),
                 record_name(record_id(chain)), i + 1);
        if (at && from > -1e-6 && to <= lasts + 1e-6)
            list = append(list, clip_node(uri, json_object_get(step, "label"), from, to, tail));
    }
    return list;
}

// Notes with a time on this film, and steps of its capsules.
static json_t *clips_of(const struct graph *g, const json_t *media, const char *uri)
{
    const json_t *notes = json_object_get(g->notes, record_id(media)),
                 *capsules = json_object_get(g->capsules, record_id(media));
    json_t *list = NULL;
    for (size_t n = 0; n < json_array_size(notes); n++) {
        const json_t *note = json_array_get(notes, n), *at = json_object_get(note, "at");
        list = append(list, clip_node(uri, json_object_get(note, "label"),
                                      json_number_value(json_array_get(at, 0)),
                                      json_number_value(json_array_get(at, 1)),
                                      record_name(record_id(note))));
    }
    for (size_t n = 0; n < json_array_size(capsules); n++)
        list = steps_on(g, json_array_get(capsules, n), media, uri, list);
    return list;
}

static void add_size(json_t *node, const json_t *media)
{
    static const char *const keys[] = {"width", "height"};
    const json_t *size = json_object_get(media, "size");
    for (size_t i = 0; i < 2 && json_array_size(size) == 2; i++)
        node_set(node, keys[i],
                 json_pack("{s:s, s:O, s:s}", "@type", "QuantitativeValue", "value",
                           json_array_get(size, i), "unitCode", "E37")); // UN/CEFACT: pixel
}

void schema_media(struct graph *g)
{
    static const char *const types[] = {"VideoObject", "ImageObject", "AudioObject", "3DModel",
                                        "MediaObject"};
    static const enum repertoire_type kinds[] = {REPERTOIRE_MEDIA, REPERTOIRE_CLIP};
    const json_t *r;
    for (size_t k = 0; k < 2; k++)
        for (int n = 0; (r = repertoire_record(g->from->repertoire, kinds[k], n)); n++) {
            enum media_form form = k ? MEDIA_OTHER : media_form(r);
            char uri[EXCHANGE_URI], file[EXCHANGE_URI];
            json_t *node = node_add(g, types[form], r);
            uri_of(g->from, record_id(r), "", uri);
            uri_of_file(g->from, record_word(r, "file"), file);
            const char *format = media_format(record_word(r, "file")),
                       *credit = record_word(r, "credit"), *holder = record_word(r, "holder"),
                       *sha = record_word(r, "sha256");
            node_set(node, "contentUrl", json_string(file));
            node_set(node, "encodingFormat", format ? json_string(format) : NULL);
            node_set(node, "duration", lasting(record_number(r, "duration", 0)));
            node_set(node, "license", licence_of(r));
            node_set(node, "creditText", credit ? json_string(credit) : NULL);
            node_set(node, "copyrightNotice", holder ? json_string(holder) : NULL);
            node_set(node, "sha256", sha ? json_string(sha) : NULL);
            add_size(node, r);
            node_set(node, "thumbnail", nodes_to(g, r, "poster"));
            if (form == MEDIA_FILM || form == MEDIA_SOUND)
                node_set(node, "hasPart", clips_of(g, r, uri));
        }
}
