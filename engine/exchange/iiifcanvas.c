// Media onto canvases: painting, captions, notes; capsules view by view on one clock.
#include "exchange/iiifprivate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/iiifcanvas.h"

void iiif_decimal(char digits[40], double x)
{
    snprintf(digits, 40, "%.6f", x);
    for (char *c = digits; *c; c++)
        if (*c == ',') // a locale's
            *c = '.';
    char *end = digits + strlen(digits);
    while (end > digits && end[-1] == '0')
        *--end = '\0';
    if (end > digits && end[-1] == '.')
        *--end = '\0';
    if (strcmp(digits, "-0") == 0)
        snprintf(digits, 40, "0");
}

void iiif_part(const struct iiif_spot *spot, double from_s, double to_s, char uri[EXCHANGE_URI])
{
    char from[40], to[40];
    iiif_decimal(from, from_s);
    iiif_decimal(to, to_s);
    if (spot->lasts_s <= 0 || (from_s < 1e-6 && to_s > spot->lasts_s - 1e-6))
        snprintf(uri, EXCHANGE_URI, "%s", spot->uri);
    else
        snprintf(uri, EXCHANGE_URI, "%.900s#t=%s,%s", spot->uri, from, to);
}

// ---- a medium, painted ----

static json_t *body_of(struct iiif_page *page, const json_t *media)
{
    static const char *const types[] = {"Video", "Image", "Sound", "Model", "Dataset"};
    char uri[EXCHANGE_URI], rights[EXCHANGE_URI];
    const char *file = record_word(media, "file");
    uri_of_file(page->book->from, file, uri);
    json_t *body = json_pack("{s:s, s:s, s:s*}", "id", uri, "type", types[media_form(media)],
                             "format", media_format(file));
    const json_t *size = json_object_get(media, "size");
    if (json_array_size(size) == 2) {
        json_object_set(body, "width", json_array_get(size, 0));
        json_object_set(body, "height", json_array_get(size, 1));
    }
    double duration = record_number(media, "duration", 0);
    if (duration > 0)
        json_object_set_new(body, "duration", json_real(duration));
    json_object_set_new(body, "label", language_map(json_object_get(media, "label")));
    if (rights_uri(record_word(media, "licence"), rights))
        json_object_set_new(body, "rights", json_string(rights));
    return body;
}

static json_t *painting(struct iiif_page *page, const struct iiif_spot *spot)
{
    char part[EXCHANGE_URI];
    double lasts = record_number(spot->media, "duration", 0);
    iiif_part(spot, spot->begins_s, spot->begins_s + lasts, part);
    json_t *annotation =
        json_pack("{s:o, s:s, s:s, s:o, s:s}", "id", json_sprintf("%s/painting", spot->uri), "type",
                  "Annotation", "motivation", "painting", "body", body_of(page, spot->media),
                  "target", part);
    return json_pack("[{s:o, s:s, s:[o]}]", "id", json_sprintf("%s/page", spot->uri), "type",
                     "AnnotationPage", "items", annotation);
}

// ---- captions and notes ----

static json_t *captions(struct iiif_page *page, const struct iiif_spot *spot)
{
    const json_t *list = json_object_get(spot->media, "captions");
    json_t *items = json_array();
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *entry = json_array_get(list, i);
        char uri[EXCHANGE_URI], part[EXCHANGE_URI];
        const char *file = record_word(entry, "file"), *language = record_word(entry, "language");
        uri_of_file(page->book->from, file, uri);
        iiif_part(spot, spot->begins_s, spot->begins_s + record_number(spot->media, "duration", 0),
                  part);
        json_array_append_new(
            items,
            json_pack("{s:o, s:s, s:s, s:{s:s, s:s, s:s*, s:s, s:{s:[s], s:[s], s:[s]}}, s:s}",
                      "id", json_sprintf("%s/captions/%zu", spot->uri, i + 1), "type", "Annotation",
                      "motivation", "supplementing", "body", "id", uri, "type", "Text", "format",
                      media_format(file), "language", language, "label", "fr", "Sous-titres", "it",
                      "Sottotitoli", "en", "Captions", "target", part));
    }
    if (json_array_size(items))
        return json_pack("{s:o, s:s, s:o}", "id", json_sprintf("%s/captions", spot->uri), "type",
                         "AnnotationPage", "items", items);
    json_decref(items);
    return NULL;
}

// Is a note of this capsule, or of any?
static bool belongs(const json_t *note, const struct iiif_spot *spot)
{
    const char *capsule = record_word(note, "capsule");
    return !capsule || !spot->capsule || strcmp(capsule, record_id(spot->capsule)) == 0;
}

static void add_notes(struct iiif_page *page, const struct iiif_spot *spot, const char *id,
                      double shift_s, json_t *items)
{
    const json_t *list = json_object_get(page->book->notes, id);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *note = json_array_get(list, i);
        json_t *annotation = belongs(note, spot) ? iiif_note(page, spot, note, shift_s) : NULL;
        if (annotation)
            json_object_set_new(page->book->placed, record_id(note), json_true());
        if (annotation)
            json_array_append_new(items, annotation);
    }
}

// Notes on the medium; those on a capsule's movements lie on its first view.
static json_t *notes(struct iiif_page *page, const struct iiif_spot *spot)
{
    json_t *items = json_array();
    const json_t *clips = json_object_get(spot->capsule, "clips");
    add_notes(page, spot, record_id(spot->media), spot->begins_s, items);
    for (size_t i = 0; spot->view == 0 && i < json_array_size(clips); i++) {
        const json_t *clip = json_array_get(clips, i);
        add_notes(page, spot, record_word(clip, "clip"),
                  record_number(clip, "offset", 0) - spot->origin_s, items);
    }
    if (json_array_size(items))
        return json_pack("{s:o, s:s, s:o}", "id", json_sprintf("%s/notes", spot->uri), "type",
                         "AnnotationPage", "items", items);
    json_decref(items);
    return NULL;
}

// ---- canvases ----

static json_t *thumbnail(struct iiif_page *page, const json_t *media)
{
    const json_t *poster = record_at(page->book->from, media, "poster");
    if (!poster && media_form(media) == MEDIA_PICTURE)
        poster = media;
    if (!poster)
        return NULL;
    json_t *body = body_of(page, poster);
    json_object_del(body, "rights");
    return json_pack("[o]", body);
}

json_t *iiif_credit(const char *credit)
{
    return json_pack("{s:{s:[s], s:[s], s:[s]}, s:{s:[s]}}", "label", "fr", "Crédit", "it",
                     "Crediti", "en", "Attribution", "value", "none", credit);
}

static json_t *origin_pair(const json_t *record)
{
    static const char *const label[] = {"Origine", "Origine", "Origin"};
    static const char *const words[][4] = {
        {"filmed", "filmé", "filmato", "filmed"},
        {"photographed", "photographié", "fotografato", "photographed"},
        {"recorded", "enregistré", "registrato", "recorded"},
        {"scanned", "numérisé en 3D", "scansionato", "scanned"},
        {"reconstructed", "reconstitué", "ricostruito", "reconstructed"},
        {"ai", "produit par une IA", "prodotto da un’IA", "made by an AI"},
        {"made-up", "inventé pour la démonstration", "inventato per la dimostrazione",
         "made up for the demonstration"},
    };
    const char *origin = record_word(record, "origin");
    for (size_t i = 0; origin && i < sizeof words / sizeof *words; i++)
        if (strcmp(origin, words[i][0]) == 0)
            return language_pair(label, json_pack("{s:[s], s:[s], s:[s]}", "fr", words[i][1], "it",
                                                  words[i][2], "en", words[i][3]));
    return NULL;
}

void iiif_add_origin(json_t *pairs, const json_t *record)
{
    json_t *pair = origin_pair(record);
    if (pair)
        json_array_append_new(pairs, pair);
}

static json_t *role_pair(const struct iiif_spot *spot)
{
    static const char *const label[] = {"Vue", "Vista", "View"};
    static const char *const words[][4] = {
        {"median", "médiane", "mediana", "median"},
        {"wide", "large", "larga", "wide"},
        {"pov", "depuis la tête", "dalla testa", "from the head"},
        {"close", "rapprochée", "ravvicinata", "close"},
    };
    const json_t *view =
        json_array_get(json_object_get(spot->capsule, "views"), (size_t)spot->view);
    const char *role = record_word(view, "role");
    for (size_t i = 0; role && i < sizeof words / sizeof *words; i++)
        if (strcmp(role, words[i][0]) == 0)
            return language_pair(label, json_pack("{s:[s], s:[s], s:[s]}", "fr", words[i][1], "it",
                                                  words[i][2], "en", words[i][3]));
    return NULL;
}

static json_t *canvas_label(const struct iiif_page *page, const struct iiif_spot *spot)
{
    json_t *label = language_map(json_object_get(spot->capsule, "label"));
    if (!label)
        label = language_map(json_object_get(spot->media, "label"));
    if (!label)
        label = language_map(json_object_get(page->record, "label"));
    return label ? label : language_map(json_object_get(page->record, "title"));
}

static void set_if(json_t *object, const char *key, json_t *value)
{
    if (value)
        json_object_set_new(object, key, value);
}

static json_t *canvas(struct iiif_page *page, const struct iiif_spot *spot)
{
    json_t *object = json_pack("{s:s, s:s}", "id", spot->uri, "type", "Canvas");
    set_if(object, "label", canvas_label(page, spot));
    if (spot->width > 0) {
        json_object_set_new(object, "height", json_integer((json_int_t)spot->height));
        json_object_set_new(object, "width", json_integer((json_int_t)spot->width));
    }
    if (spot->lasts_s > 0)
        json_object_set_new(object, "duration", json_real(spot->lasts_s));
    json_t *pairs = json_array(), *role = role_pair(spot);
    if (role)
        json_array_append_new(pairs, role);
    iiif_add_origin(pairs, spot->media);
    set_if(object, "metadata", pairs);
    const char *credit = record_word(spot->media, "credit");
    set_if(object, "requiredStatement", credit ? iiif_credit(credit) : NULL);
    set_if(object, "thumbnail", thumbnail(page, spot->media));
    json_object_set_new(object, "items", painting(page, spot));
    json_t *pages = json_array(), *said = captions(page, spot), *drawn = notes(page, spot);
    if (said)
        json_array_append_new(pages, said);
    if (drawn)
        json_array_append_new(pages, drawn);
    if (json_array_size(pages))
        json_object_set(object, "annotations", pages);
    json_decref(pages);
    return object;
}

// Can it lie on a canvas? Told when it cannot.
static bool measured(struct iiif_page *page, const json_t *media)
{
    enum media_form form = media_form(media);
    const json_t *size = json_object_get(media, "size");
    const char *id = record_id(media);
    bool sized = json_array_size(size) == 2, timed = record_number(media, "duration", 0) > 0;
    if (form == MEDIA_OTHER || form == MEDIA_MODEL) {
        parcel_lose(page->book->parcel, id, "is no film, picture or sound: it has no canvas");
        return false;
    }
    if ((form != MEDIA_SOUND && !sized) || (form != MEDIA_PICTURE && !timed)) {
        parcel_lose(page->book->parcel, id,
                    "has no %s in its record: it has no canvas; `gestuaire media add` writes it",
                    form != MEDIA_SOUND && !sized ? "size" : "duration");
        return false;
    }
    return true;
}

// The canvas `spot` describes but for its size and address, which ends in `tail`.
static struct iiif_spot *lay(struct iiif_page *page, struct iiif_spot spot, const char *tail)
{
    const json_t *size = json_object_get(spot.media, "size");
    struct iiif_spot *at = &page->spots[page->count];
    if (!measured(page, spot.media))
        return NULL;
    if (page->count == IIIF_CANVASES) {
        parcel_lose(page->book->parcel, record_id(page->record),
                    "has more than %d canvases; the rest is left out", IIIF_CANVASES);
        return NULL;
    }
    if (media_form(spot.media) != MEDIA_SOUND) {
        spot.width = json_number_value(json_array_get(size, 0));
        spot.height = json_number_value(json_array_get(size, 1));
    }
    snprintf(spot.uri, sizeof spot.uri, "%.700s/canvas/%.200s", page->uri, tail);
    *at = spot;
    page->count++;
    json_array_append_new(page->canvases, canvas(page, at));
    return at;
}

const struct iiif_spot *iiif_spot_of(const struct iiif_page *page, const json_t *media,
                                     const json_t *capsule)
{
    for (int i = 0; i < page->count; i++)
        if ((!media || page->spots[i].media == media) &&
            (!capsule || page->spots[i].capsule == capsule))
            return &page->spots[i];
    return NULL;
}

void iiif_lay_media(struct iiif_page *page, const json_t *media)
{
    if (!media || iiif_spot_of(page, media, NULL))
        return;
    struct iiif_spot spot = {.media = media};
    if (media_form(media) != MEDIA_PICTURE)
        spot.lasts_s = record_number(media, "duration", 0);
    lay(page, spot, record_name(record_id(media)));
}

void iiif_lay_capsule(struct iiif_page *page, const json_t *capsule)
{
    const json_t *views = json_object_get(capsule, "views");
    double first = 0, last = 0;
    for (size_t i = 0; i < json_array_size(views); i++) {
        const json_t *view = json_array_get(views, i);
        const json_t *media = record_at(page->book->from, view, "media");
        double offset = record_number(view, "offset", 0);
        double end = offset + record_number(media, "duration", 0);
        first = fmin(first, offset);
        last = fmax(last, end);
    }
    for (size_t i = 0; i < json_array_size(views); i++) {
        const json_t *view = json_array_get(views, i);
        char tail[200];
        struct iiif_spot spot = {.media = record_at(page->book->from, view, "media"),
                                 .capsule = capsule,
                                 .view = (int)i,
                                 .begins_s = record_number(view, "offset", 0) - first,
                                 .lasts_s = last - first,
                                 .origin_s = first};
        snprintf(tail, sizeof tail, "%s/%zu", record_name(record_id(capsule)), i + 1);
        if (spot.media)
            lay(page, spot, tail);
    }
}

void iiif_lay_rendering(struct iiif_page *page, const json_t *media)
{
    static const char *const words[] = {"Forme en 3D", "Forma in 3D", "Shape in 3D"};
    if (!media)
        return;
    json_t *body = body_of(page, media);
    if (!json_object_get(body, "label"))
        json_object_set_new(body, "label",
                            json_pack("{s:[s], s:[s], s:[s]}", "fr", words[0], "it", words[1], "en",
                                      words[2]));
    json_array_append_new(page->rendering, body);
}

void iiif_lay_clip(struct iiif_page *page, const json_t *clip)
{
    if (!clip)
        return;
    char uri[EXCHANGE_URI], rights[EXCHANGE_URI];
    const char *file = record_word(clip, "file");
    uri_of_file(page->book->from, file, uri);
    for (size_t i = 0; i < json_array_size(page->rendering); i++)
        if (strcmp(record_word(json_array_get(page->rendering, i), "id"), uri) == 0)
            return;
    json_t *label = language_map(json_object_get(clip, "label"));
    if (!label)
        label = json_pack("{s:[s], s:[s], s:[s]}", "fr", "Mouvement enregistré (BVH)", "it",
                          "Movimento registrato (BVH)", "en", "Recorded movement (BVH)");
    json_t *body = json_pack("{s:s, s:s, s:o, s:s*}", "id", uri, "type", "Dataset", "label", label,
                             "format", media_format(file));
    if (rights_uri(record_word(clip, "licence"), rights))
        json_object_set_new(body, "rights", json_string(rights));
    json_array_append_new(page->rendering, body);
}
