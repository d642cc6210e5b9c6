// exchange: what the readers of IIIF share.
#pragma once
#include "exchange/change.h"
#include "exchange/from.h"
#include "exchange/iiif.h"

#define IIIF_SLUG 48
#define IIIF_ID 64
#define IIIF_POINTS 256 // of a note
#define IIIF_VIEWS 8    // media painted on one canvas

// ---- values: one or a list of them ----

size_t iiif_many(const json_t *value);
const json_t *iiif_nth(const json_t *value, size_t n);
// The id of a resource that is an address or an object ("id", "@id"); NULL: none.
const char *iiif_id(const json_t *value);
const char *iiif_type(const json_t *value); // "" for none
bool iiif_has_word(const json_t *value, const char *word);

// ---- texts ----

// A language map, and what else is found for one, as labels; at most `most` bytes each (0: any),
// `what` names it where it is cut. NULL: none. Owned.
json_t *iiif_labels(const json_t *map, const char *language, size_t most, struct lost *lost,
                    const char *what);
// Adds a text in a language ("", none, @none: `otherwise`); behind what is there, after `between`.
void iiif_add_text(json_t *labels, const char *language, const char *text, const char *otherwise,
                   const char *between);
char *iiif_plain(const char *html); // without tags and entities; free it
// Cuts texts of more than `most` bytes; false: none was.
bool iiif_shorten(json_t *labels, size_t most);
// "Étirer le fer" -> "etirer-le-fer", at most IIIF_SLUG - 1 bytes; `otherwise` where nothing is
// left.
void iiif_slug(const char *text, const char *otherwise, char slug[IIIF_SLUG]);
unsigned iiif_hash(const char *text);

// ---- targets ----

struct iiif_target {
    char canvas[EXCHANGE_URI];
    bool timed, ends;      // ends: to_s is said
    double from_s, to_s;   // of the canvas; the same: an instant
    const char *shape;     // "point", "segment", "polyline", "zone"; NULL: none
    json_t *points;        // owned; [[x, y], …], px of the canvas unless percent
    bool percent, thinned; // thinned: of more points than a note may have, every so manieth
    const char *unread;    // a selector that could not be read; NULL: all were
};

// "…/canvas#xywh=…&t=1.5,3", an object with source and selectors, a list (its first). False: it
// has no canvas. Finish it in any case.
bool iiif_target_read(const json_t *target, struct iiif_target *t);
void iiif_target_finish(struct iiif_target *t);
// The points of an SVG (rect, polygon, polyline, line, circle, ellipse, path); *closed: it is an
// area. NULL: none. Owned. Curves are cut into 8 pieces.
json_t *iiif_svg(const char *svg, bool *closed);
bool iiif_path(const char *d, json_t *points, bool *closed);

// ---- the library ----

struct iiif_view {
    char media[IIIF_ID];
    double begins_s, lasts_s; // on the canvas
};

struct iiif_canvas {
    char uri[EXCHANGE_URI];
    char capsule[IIIF_ID]; // "": none
    double width, height, lasts_s;
    struct iiif_view views[IIIF_VIEWS];
    int count;
};

struct iiif_reader {
    const struct iiif_in *in;
    struct change_set *set;
    struct lost *lost; // borrowed
    const char *language;
    json_t *roots;      // owned: file -> what it holds
    json_t *resources;  // owned: id -> resource, whole
    json_t *pages_done; // owned: ids of annotation pages that were read
    json_t *media;      // owned: address or "file:…" -> id of a medium
    json_t *taken;      // owned: ids this import gave -> what for
    json_t *expected;   // owned: what our own export is: id -> resource; NULL: not made yet
    struct iiif_canvas *canvases; // owned
    int count, room;
    char base[PARCEL_BASE]; // of `expected`
    bool failed;
};

// The file "name" of a manifest; NULL: it is elsewhere, which is told.
const json_t *iiif_resolve(struct iiif_reader *r, const json_t *reference, const char *file,
                           const char *manifest);
bool iiif_is_v3(struct iiif_reader *r, const json_t *root, const char *file);
struct iiif_canvas *iiif_canvas_of(struct iiif_reader *r, const char *uri); // NULL: unknown

// ---- records ----

// A free id of prefix and slug, with a hash of `what` where another has it.
void iiif_give_id(struct iiif_reader *r, const char *prefix, const char *slug, const char *what,
                  char id[IIIF_ID]);
// One that is the same in every import of the same thing.
void iiif_give_hashed(struct iiif_reader *r, const char *prefix, const char *slug, const char *what,
                      char id[IIIF_ID]);
// Numbers that are nearly the old ones become those; takes `now`.
json_t *iiif_settle(const json_t *old, json_t *now);
// By its table of keys; what is wrong is told as lost.
bool iiif_allowed(struct iiif_reader *r, const json_t *record);
// Over what is there already, key by key; takes record. False, told: it is not one that may be.
bool iiif_put(struct iiif_reader *r, json_t *record, const char *file);
void iiif_manifest(struct iiif_reader *r, const json_t *manifest, const char *file);
void iiif_annotations(struct iiif_reader *r, const json_t *resource, const char *manifest,
                      const char *stem, const char *file);
void iiif_page_read(struct iiif_reader *r, const json_t *page, const char *stem, const char *file);
// Texts, measure and geometry of bodies into a note. False: there is no text.
bool iiif_bodies(struct iiif_reader *r, const json_t *annotation, json_t *note);
const char *iiif_motivation(const json_t *annotation);
// at and geometry of a note on a view; both told in the medium's time.
void iiif_place_note(struct iiif_reader *r, const struct iiif_canvas *canvas,
                     const struct iiif_view *view, const struct iiif_target *t, json_t *note);
// How a medium came to be, as whoever imports says or as the record has it; films otherwise.
const char *iiif_origin(const struct iiif_reader *r, const char *media);
void iiif_chains(struct iiif_reader *r, const json_t *manifest, const char *stem, const char *file);
// True: the manifest is ours, and was read as such.
bool iiif_own(struct iiif_reader *r, const json_t *manifest, const char *file);
