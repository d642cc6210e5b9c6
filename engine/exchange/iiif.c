// The repertoire as IIIF Presentation 3: a collection, a manifest a gesture and a work.
#include "exchange/iiifcanvas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTEXT "http://iiif.io/api/presentation/3/context.json"

// ---- what belongs to what ----

static void sort(struct iiif_book *book)
{
    const struct repertoire *r = book->from->repertoire;
    const json_t *record;
    for (int n = 0; (record = repertoire_record(r, REPERTOIRE_NOTE, n)); n++) {
        file_under(book->notes, record_word(record, "media"), record);
        file_under(book->notes, record_word(record, "clip"), record);
    }
    for (int n = 0; (record = repertoire_record(r, REPERTOIRE_CAPSULE, n)); n++)
        file_under(book->capsules, record_word(record, "gesture"), record);
}

// ---- one manifest ----

static void add_ranges(struct iiif_page *page, const json_t *chain, const struct iiif_spot *spot)
{
    char uri[EXCHANGE_URI];
    if (!chain)
        return;
    snprintf(uri, sizeof uri, "%.900s/range/%s", page->uri, record_name(record_id(chain)));
    for (size_t i = 0; i < json_array_size(page->ranges); i++)
        if (strcmp(record_word(json_array_get(page->ranges, i), "id"), uri) == 0)
            return;
    json_t *range = iiif_ranges(page, chain, spot);
    if (range)
        json_array_append_new(page->ranges, range);
}

// The first canvas that has a time.
static const struct iiif_spot *first_timed(const struct iiif_page *page)
{
    for (int i = 0; i < page->count; i++)
        if (page->spots[i].lasts_s > 0 && page->spots[i].width > 0)
            return &page->spots[i];
    return NULL;
}

static void lay_gesture(struct iiif_page *page)
{
    const struct parcel_from *from = page->book->from;
    const json_t *g = page->record, *capsules = json_object_get(page->book->capsules, record_id(g));
    for (size_t i = 0; i < json_array_size(capsules); i++)
        iiif_lay_capsule(page, json_array_get(capsules, i));
    iiif_lay_media(page, record_at(from, g, "film"));
    iiif_lay_media(page, record_at(from, g, "sound"));
    iiif_lay_media(page, record_at(from, g, "picture"));
    iiif_lay_clip(page, record_at(from, g, "clip"));
    for (size_t i = 0; i < json_array_size(capsules); i++) {
        const json_t *capsule = json_array_get(capsules, i),
                     *clips = json_object_get(capsule, "clips");
        for (size_t k = 0; k < json_array_size(clips); k++)
            iiif_lay_clip(page, record_at(from, json_array_get(clips, k), "clip"));
        add_ranges(page, record_at(from, capsule, "chain"), iiif_spot_of(page, NULL, capsule));
    }
    const struct iiif_spot *film = iiif_spot_of(page, record_at(from, g, "film"), NULL);
    add_ranges(page, record_at(from, g, "chain"), film ? film : first_timed(page));
}

static void lay_work(struct iiif_page *page)
{
    const struct parcel_from *from = page->book->from;
    const json_t *w = page->record, *pictures = json_object_get(w, "pictures");
    iiif_lay_media(page, record_at(from, w, "film"));
    iiif_lay_media(page, record_at(from, w, "picture"));
    for (size_t i = 0; i < json_array_size(pictures); i++)
        iiif_lay_media(page, record_of(from, json_array_get(pictures, i)));
    iiif_lay_rendering(page, record_at(from, w, "scan"));
    add_ranges(page, record_at(from, w, "chain"), first_timed(page));
}

static void shelve(struct iiif_page *page, const json_t *manifest)
{
    json_array_append_new(page->book->shelf,
                          json_pack("{s:O, s:s, s:O, s:O*}", "id", json_object_get(manifest, "id"),
                                    "type", "Manifest", "label", json_object_get(manifest, "label"),
                                    "thumbnail", json_object_get(manifest, "thumbnail")));
}

static bool bind(struct iiif_page *page)
{
    char name[PARCEL_NAME];
    const char *base = page->book->from->base;
    snprintf(name, sizeof name, "%.280s.json", page->uri + strlen(base));
    json_t *manifest = json_pack("{s:s, s:o, s:s}", "@context", CONTEXT, "id",
                                 json_sprintf("%s%s", base, name), "type", "Manifest");
    iiif_describe(page, manifest);
    json_t *thumbnail = NULL;
    for (size_t i = 0; !thumbnail && i < json_array_size(page->canvases); i++)
        thumbnail = json_object_get(json_array_get(page->canvases, i), "thumbnail");
    if (thumbnail)
        json_object_set(manifest, "thumbnail", thumbnail);
    if (json_array_size(page->rendering))
        json_object_set(manifest, "rendering", page->rendering);
    json_object_set_new(manifest, "partOf",
                        json_pack("[{s:o, s:s}]", "id", json_sprintf("%scollection.json", base),
                                  "type", "Collection"));
    json_object_set(manifest, "items", page->canvases);
    if (json_array_size(page->ranges))
        json_object_set(manifest, "structures", page->ranges);
    shelve(page, manifest);
    return parcel_put_json(page->book->parcel, name, manifest);
}

static bool write_page(struct iiif_book *book, const json_t *record, struct iiif_spot *spots)
{
    const char *id = record_id(record);
    struct iiif_page page = {.book = book,
                             .record = record,
                             .spots = spots,
                             .canvases = json_array(),
                             .rendering = json_array(),
                             .ranges = json_array()};
    uri_of(book->from, id, "", page.uri);
    if (repertoire_type_of_id(id) == REPERTOIRE_WORK)
        lay_work(&page);
    else
        lay_gesture(&page);
    bool done = true;
    if (page.count)
        done = bind(&page);
    else
        parcel_lose(book->parcel, id, "has no film, picture or sound here: a manifest needs one");
    json_decref(page.canvases);
    json_decref(page.rendering);
    json_decref(page.ranges);
    return done;
}

// ---- all of them ----

static void tell_notes_left(struct iiif_book *book)
{
    const json_t *note;
    for (int n = 0; (note = repertoire_record(book->from->repertoire, REPERTOIRE_NOTE, n)); n++)
        if (!json_object_get(book->placed, record_id(note)))
            parcel_lose(book->parcel, record_id(note),
                        "what it lies on has no canvas (a movement has one through a capsule)");
}

static json_t *collection(struct iiif_book *book)
{
    const struct parcel_from *from = book->from;
    json_t *label = language_map(from->title);
    if (!label)
        label = json_pack("{s:[s], s:[s], s:[s]}", "fr", "Répertoire des gestes", "it",
                          "Repertorio dei gesti", "en", "Repertoire of gestures");
    json_t *summary =
        json_pack("{s:[s], s:[s], s:[s]}", "fr", "Gestes artisanaux filmés, et œuvres", "it",
                  "Gesti artigianali filmati, e opere", "en", "Craft gestures on film, and works");
    return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o}", "@context", CONTEXT, "id",
                     json_sprintf("%scollection.json", from->base), "type", "Collection", "label",
                     label, "summary", summary, "items", json_incref(book->shelf));
}

bool parcel_iiif(const struct parcel_from *from, struct parcel *p)
{
    static const enum repertoire_type types[] = {REPERTOIRE_GESTURE, REPERTOIRE_WORK};
    struct iiif_book book = {.from = from,
                             .parcel = p,
                             .notes = json_object(),
                             .capsules = json_object(),
                             .placed = json_object(),
                             .shelf = json_array()};
    struct iiif_spot *spots = malloc(IIIF_CANVASES * sizeof *spots);
    const json_t *record;
    bool done = spots != NULL;
    parcel_is_folder(p);
    sort(&book);
    for (size_t t = 0; t < sizeof types / sizeof *types; t++)
        for (int n = 0; done && (record = repertoire_record(from->repertoire, types[t], n)); n++)
            done = write_page(&book, record, spots);
    tell_notes_left(&book);
    done = done && parcel_put_json(p, "collection.json", collection(&book));
    json_decref(book.notes);
    json_decref(book.capsules);
    json_decref(book.placed);
    json_decref(book.shelf);
    free(spots);
    return done;
}
