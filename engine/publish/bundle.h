// publish: the bundle's parts.
#pragma once
#include "publish/html.h"
#include "publish/print.h"

#define BUNDLE_PATH 1200

struct bundle {
    const struct publish_desc *d;
    char folder[BUNDLE_PATH]; // where it is made
    struct book book;         // its fonts, for drawings
};

// ---- bundlefile.c
// Writes a text that a stream holds (owned, freed here) to a name in the bundle.
bool bundle_write(const struct bundle *b, const char *name, char *text, size_t length,
                  struct fault *f);
// Copies a file of any length. False and a fault.
bool bundle_copy(const char *from, const char *to, struct fault *f);
// Where the file of a media or clip record lies in the bundle: media/<id>.<ext>.
void bundle_name(const json_t *record, char *name, size_t size);
// Is its file there to be copied?
bool bundle_has(const struct bundle *b, const json_t *record);
// A folder with all that is in it.
void bundle_remove(const char *folder);
// Puts what was made in place of what is there, at once.
bool bundle_place(const char *made, const char *folder, struct fault *f);

// ---- bundledata.c: records and the files they name.
bool bundle_data(const struct bundle *b, struct fault *f);
// ---- bundlepractice.c: on the page of an enterprise, of a gesture (in its list of facts), the
// first.
void bundle_practices(struct html *h, const json_t *enterprise);
void bundle_attests(struct html *h, const char *gesture);
void bundle_enterprises(struct html *h);
// ---- bundlepage.c: a page a work, gesture or enterprise. bundleindex.c: the first page.
// Where there is a base: under <base>gestures/etirer-fer (repertoire_address, which codes and
// linked data say) a server of plain files shows what lies in the folder of that name; it leads to
// the page.
bool bundle_door(const struct bundle *b, const char *name, const char *title, struct fault *f);
bool bundle_page(struct bundle *b, const json_t *record, struct fault *f);
bool bundle_index(struct bundle *b, struct fault *f);
// ---- bundleclip.c: a clip's joints over time, for the page that moves them; and as a drawing.
json_t *bundle_clip(const struct bundle *b, const json_t *clip); // owned; NULL: cannot be read
bool bundle_drawing(struct bundle *b, const json_t *gesture, const char *name);
