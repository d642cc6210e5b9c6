// What the floors of search and index share: the records of a folder read by jansson, and the
// folded words of a gesture in the classes that a search tells apart. Made-up repertoires only
// (tests/bench/repertoire): what is not there is taken for empty.
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

// Columns of FTS5, as the index has them: language by class.
enum records_class { RECORDS_TEXT, RECORDS_TERMS, RECORDS_LABEL, RECORDS_CLASSES };
enum { RECORDS_LANGUAGES = 4, RECORDS_COLUMNS = RECORDS_LANGUAGES * RECORDS_CLASSES };
#define RECORDS_TABLE                                                                     \
    "words USING fts5(fr_text, fr_terms, fr_label, it_text, it_terms, it_label, en_text," \
    " en_terms, en_label, other_text, other_terms, other_label, content='',"              \
    " columnsize=0, detail=column, tokenize='ascii'"
#define RECORDS_INSERT                                                                             \
    "INSERT INTO words (rowid, fr_text, fr_terms, fr_label, it_text, it_terms, it_label, en_text," \
    " en_terms, en_label, other_text, other_terms, other_label)"                                   \
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

struct records {
    json_t *by_id; // of every record but gestures and works
};

// Reads <folder>/<kind>/*.json, gives each to `each`, which borrows it. Says and ends when it
// can't.
void records_read(const char *folder, const char *kind,
                  void (*each)(void *to, const char *path, const char *text, size_t length,
                               json_t *record),
                  void *to);
void records_read_terms(struct records *r, const char *folder); // verbs, materials, tools …
void records_finish(struct records *r);
// Folded words of a gesture or work, spaces between; each column is cut at `size`.
void records_words(const struct records *r, const json_t *record, char *words[RECORDS_COLUMNS],
                   size_t size);
// Small letters without accents, what is elided gone, spaces between words. Returns its length.
size_t records_fold(const char *text, char *to, size_t size);
