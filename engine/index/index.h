// The index of a repertoire: search as you type, exact facets, what is related, the matrix of verbs
// and materials. SQLite with FTS5 in the state folder, made from the files when they changed; what
// is in it can always be made again, so a broken one is thrown away.
//
// Its documents are gestures (with the words of their capsules) and works; hidden records (consent)
// and broken ones are not in it. A `struct index` belongs to one thread at a time; index_update and
// a builder write through connections of their own, and a search sees what is written when it is
// whole. Several processes may share a state folder: one writes, the others wait or read.
#pragma once
#include "base/fault.h"
#include <jansson.h>
#include <stdint.h>

#define INDEX_QUERY_BYTES 256 // of a query's words are used, cut at a letter
#define INDEX_QUERY_TOKENS 16 // words of a query are used
#define INDEX_TOKEN_BYTES 64  // of a folded word are used
#define INDEX_HITS 1000       // at most in one answer
#define INDEX_VALUES 24       // of a facet, when nobody asks for more
#define INDEX_FEW 5           // fewer hits than these: words one slip away are looked for
#define INDEX_SLIP_LETTERS 4  // a word needs these for a slip to be forgiven
#define INDEX_LIST_FROM 2000  // a prefix that matches more documents has a list, without FTS5

enum index_facet {
    INDEX_VERB, // of a gesture, or of the gestures a work was made with; so are tool and métier
    INDEX_MATERIAL,
    INDEX_TOOL,
    INDEX_METIER,
    INDEX_PERCUSSION, // the gesture's, else its verb's
    INDEX_PLACE,      // the gesture's and its capsules', or the work's
    INDEX_LANGUAGE,   // of its `text`; of its label where it has none
    INDEX_STATUS,     // class of risk: the gesture's, else its métiers'
    INDEX_WORK,       // the works a gesture went into
    INDEX_SCHOOL,     // of these works; the work's, else its team's
    INDEX_KIND,       // gesture, work
    INDEX_FACETS
};

struct index;
struct index_builder;

struct index_desc {
    const char *folder; // of the records; borrowed for the call, like the rest
    const char *state;  // the state folder (repertoire.db); NULL, or one that cannot be written:
                        // in memory, said once
    const char *date; // "2026-11-28": whose consent does not hold that day is hidden; NULL: nobody
    int list_from;    // 0: INDEX_LIST_FROM; tests
};

// Called now and then; false stops the work, which then was not done.
struct index_watch {
    bool (*step)(void *user, int done, int total);
    void *user;
};

struct index_report {
    int files, read;        // there are; were opened
    int records, documents; // in the index
    bool cold;              // made from nothing
};

// Opens the index, or an empty one; reads no record. NULL and a fault.
struct index *index_open(const struct index_desc *desc, struct fault *f);
void index_close(struct index *x); // NULL is fine; its builder is stopped before
// What changed since: files by time, size and inode; consents by the date. Only changed files are
// read. False when it was stopped or cannot be done (faults); the index is then as it was. Broken
// records are left out and told, as repertoire_read does. watch, report may be NULL.
bool index_update(struct index *x, const struct index_watch *watch, struct index_report *report,
                  struct faults *faults);

// The same in a thread, at once and whenever a file changes (inotify). x gives folder, state and
// date and outlives it. What is wrong with records is said by the log.
struct index_builder *index_builder_start(struct index *x, struct fault *f);
void index_builder_stop(struct index_builder *b); // NULL is fine
// Any thread. True while it works: done of total files.
bool index_builder_busy(const struct index_builder *b, int *done, int *total);
// Any thread: from now on this is the day; consents are looked at anew.
void index_builder_day(struct index_builder *b, const char *date);
// Changes when a search may answer otherwise than before (looks at the file: a few µs).
uint64_t index_generation(struct index *x);

struct index_query {
    const char *words;                // as typed; NULL or no word: everything
    const char *language;             // the visitor's: "fr", "it", "en"; NULL: none comes first
    const char *filter[INDEX_FACETS]; // an id, or a label in any language; NULL: any
    int first, count;                 // hits from `first`; count 0: none (facets alone)
    int values;                       // of each facet; 0: INDEX_VALUES, -1: all
};

// Each word is the beginning of a word of the document, all must be there; case, accents, elisions
// (l'argile) and all operators mean nothing. Fewer than INDEX_FEW hits: a word of at least
// INDEX_SLIP_LETTERS letters a to z also matches what begins one letter away from it (one too many,
// missing, wrong, or two swapped).
// {"total": n, "hits": [{"id", "kind", "label", …}], "facets": {"verb": [{"id", "label",
// "count"}], …}}: labels by language, facets counted with all filters on, most first, then by
// label. Order of hits: label before terms before text, whole word before beginning, the visitor's
// language before others, summed over the words; slips last; then by label, then by id.
// Its hits and labels are shared with other answers: only to be read.
// NULL only when memory is short or the index broke (the next update makes it anew).
json_t *index_search(struct index *x, const struct index_query *query);
// Of a gesture: {"same_verb": the verb in other materials, "same_material": a material under other
// verbs, "same_tool", "works": made with it}; of a work: {"gestures", "same_material",
// "same_school"}: lists of hits by label, at most `most` each. NULL: unknown, or the index broke.
json_t *index_related(struct index *x, const char *id, const char *language, int most);
// {"verbs": [{id, label, count}], "materials": […], "cells": [{"verb", "material", "count",
// "to_document"}], "gaps": n}: gestures alone, filtered by métier (id or label; NULL: all). Pairs
// without a cell have no gesture; there are `gaps` of them.
json_t *index_matrix(struct index *x, const char *metier, const char *language);
// {"records": {"verb": n, …}: whole ones, "broken": n, "shown": {"gesture": n, "work": n}: not
// hidden, "states": {"published": n, …}, "matrix": {"verbs", "materials", "cells", "gaps"}}. NULL:
// there is no index.
json_t *index_stats(struct index *x);

// Does any document have the value that a filter asks for? False: `near` is the id of one that is
// written nearly so, or "".
#define INDEX_NEAR 128
bool index_has(struct index *x, enum index_facet facet, const char *asked, char near[INDEX_NEAR]);
const char *index_facet_word(enum index_facet facet); // "verb" …
