// The repertoire as things to keep: a printed catalogue (PDF), a folder of pages for reuse (HTML).
// One thread; lengths of print in points. What is hidden for want of consent is not in the
// repertoire that comes in (repertoire_desc.date); people are named only where a consent to be
// named holds on the day.
#pragma once
#include "base/fault.h"
#include "base/lost.h"
#include "repertoire/repertoire.h"
#include <stdint.h>

#define PUBLISH_LANGUAGES 3

struct publish_desc {
    const struct repertoire *repertoire;          // borrowed, as are all
    const char *title[PUBLISH_LANGUAGES];         // of the installation, by language below; or ""
    const char *languages[PUBLISH_LANGUAGES + 1]; // "fr", "it", "en"; NULL-terminated
    const char *base;   // where the addresses of records begin (repertoire_address); NULL: none
    const char *day;    // "2026-11-28": whose consents hold, and the date in the document
    const char *fonts;  // fonts.conf
    const char *assets; // the folder with publish/page.css and its like
    // Where a file that records name lies: false and a fault when it is not there.
    bool (*find)(void *user, const char *file, char *path, size_t size, struct fault *f);
    void *user;
    struct lost *lost;                              // what could not be kept or shown, by name
    void (*progress)(void *user, int done, int of); // NULL: nobody looks
};

// A book of 210 x 260 mm. The same bytes for the same records, pictures, fonts and day. The file is
// written whole or not at all. False and a fault.
bool publish_catalogue(const struct publish_desc *desc, const char *path, struct fault *f);
// A folder of pages that need nothing from elsewhere. It is made beside and put in place at once;
// a folder that is there and is not such a bundle is not touched: false and a fault.
bool publish_bundle(const struct publish_desc *desc, const char *folder, struct fault *f);
