// What interfaces say, by key and language: strings/<language>.json of the installation over
// scenes/strings/<language>.json of the program, key by key. What a language lacks is taken from
// the installation's first language, then from English; who asks is told, so that it can be marked.
//
//   { "explorer.search": "Chercher un geste",
//     "explorer.hits": { "one": "{n} geste", "other": "{n} gestes" } }
//
// A file that is broken while it runs keeps what it had. Main thread.
#pragma once
#include "base/fault.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define WORDS_BYTES (256u << 10) // of a file
#define WORDS_KEYS 4000          // of a file
#define WORDS_KEY 64             // bytes of a key, its end included
#define WORDS_TEXT 2000          // bytes of a text
#define WORDS_LANGUAGES 8
#define WORDS_LANGUAGE 12
#define WORDS_PATH 1200
#define WORDS_TOLD 4096 // lacking texts that are told apart

struct words;

struct words_desc {
    const char *program, *installation; // folders of the files; NULL: there are none
    const char *const *languages;       // the installation's; [0] is the first to fall back on
    int language_count;                 // WORDS_LANGUAGES - 1 at most
};

// What is wrong in the files is added, `file:line: path: …`; files that are not there are fine.
// NULL when memory is short.
struct words *words_create(const struct words_desc *desc, struct faults *faults);
void words_destroy(struct words *w);
// Reads what was saved since. True when something is another than before.
bool words_refresh(struct words *w, struct faults *faults);

struct words_found {
    const char *text; // borrowed until the next words_refresh
    size_t length;
    const char *language; // it stands in
};
// The text of a key for a language; of several numbers the one for n (NAN: "other"). False: it
// stands nowhere. A language that the installation does not have finds what the first one has.
bool words_find(const struct words *w, const char *key, const char *language, double n,
                struct words_found *found);
// "one" or "other" for n things: cardinals of the Unicode CLDR for French (0 and 1, and what lies
// between, are one), and as Italian and English have them (1 alone is) for all other languages.
const char *words_plural(const char *language, double n);

// The text of a key lacks in a language, and stands in `found` instead (NULL: nowhere): the
// sentence for staff, with the file that it belongs in. False: that was told before.
bool words_lacks(struct words *w, const char *key, const char *language, const char *found,
                 char text[FAULT_TEXT]);
int words_lacking(const struct words *w); // how many were told since the beginning
// Every key that lacks in one of the installation's languages, as warnings.
void words_check(struct words *w, struct faults *faults);
// The key nearest to one that stands nowhere. False: none is near.
bool words_nearest(const struct words *w, const char *key, char nearest[WORDS_KEY]);

// One file's text, as words_create reads it: an object of texts and {one, other} alone; what is
// wrong is told and left out. NULL: it is no JSON object. New reference.
json_t *words_parse(const char *text, size_t length, const char *file, struct faults *faults);
