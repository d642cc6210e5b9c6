// exchange: what the writers of IIIF manifests share. Presentation API 3.0
// (iiif.io/api/presentation/3.0).
#pragma once
#include "exchange/from.h"

#define IIIF_CANVASES 1024 // of one manifest

// One canvas. Its clock is the capsule's, or the medium's where there is none: canvas = medium's
// time + begins_s. width 0: sound; lasts_s 0: a picture.
struct iiif_spot {
    char uri[EXCHANGE_URI];
    const json_t *media, *capsule; // borrowed; capsule may be NULL
    int view;                      // of the capsule, from 0
    double width, height, begins_s, lasts_s;
    double origin_s; // of the canvas on the capsule's clock, 0 or before
};

struct iiif_book {
    const struct parcel_from *from;
    struct parcel *parcel;
    json_t *notes;    // owned: id of a medium or clip -> its notes
    json_t *capsules; // owned: id of a gesture -> its capsules
    json_t *placed;   // owned: ids of notes that found a canvas
    json_t *shelf;    // owned: items of the collection
};

struct iiif_page {
    struct iiif_book *book;
    const json_t *record;    // borrowed
    char uri[EXCHANGE_URI];  // of the manifest, without its ending
    struct iiif_spot *spots; // owned; IIIF_CANVASES
    int count;
    json_t *canvases, *rendering, *ranges; // owned
};

// "1.5": at most 6 decimals, a point in any locale.
void iiif_decimal(char digits[40], double x);
// "<canvas>#t=1.5,3", or the canvas alone for all of it. Seconds of the canvas.
void iiif_part(const struct iiif_spot *spot, double from_s, double to_s, char uri[EXCHANGE_URI]);
// The annotation of a note at a canvas; `shift_s`: from the note's clock to the canvas'. NULL: it
// lies outside it, which is told. Owned.
json_t *iiif_note(struct iiif_page *page, const struct iiif_spot *spot, const json_t *note,
                  double shift_s);
// The ranges of a chain, told at the canvases that its steps name, else `spot`; NULL: no step has
// a time there. Owned.
json_t *iiif_ranges(struct iiif_page *page, const json_t *chain, const struct iiif_spot *spot);
// What a manifest says of its record beside its canvases: label, summary, metadata, places.
void iiif_describe(struct iiif_page *page, json_t *manifest);
