// Manifests of others (IIIF Presentation 3.0) as records: media, capsules, notes, chains; and our
// own, which change only what was changed in them. Nothing is fetched. One thread.
#pragma once
#include "exchange/change.h"

#define IIIF_FILES 10000
#define IIIF_BYTES (32u << 20) // of one file
#define IIIF_DEPTH 32          // of folders, of ranges
#define IIIF_ITEMS 20000       // annotations, steps or canvases of one list

struct iiif_in {
    const char *const *files; // manifests, collections, annotation pages, or folders of them
    int file_count;
    const char *base;     // our own addresses begin with it; NULL: seen from the manifests
    const char *language; // that texts without one are taken as; NULL: fr
    const char *date;     // today: whose names our own export has; NULL: nobody's
    const char *origin;   // of what comes in: "filmed", "ai" …; NULL: by its kind, which is told
    const char *gesture;  // "g:etirer-fer" that the films show; NULL: one of the manifest's name
};

// Puts records into the set, and what could not be kept into its lost list. False, with an error in
// the set's faults, when a file cannot be read or holds no Presentation 3.
bool iiif_import(const struct iiif_in *in, struct change_set *set);
// One file's text, for the fuzzer: as a manifest called `name`.
bool iiif_import_text(const struct iiif_in *in, const char *text, size_t length, const char *name,
                      struct change_set *set);
