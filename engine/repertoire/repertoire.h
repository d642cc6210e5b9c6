// The repertoire: gestures (verb × material × tool), works, métiers and what belongs to them, read
// from one JSON file a record (docs/formats.md). Kept in memory, read-only; the main thread.
//
// Ids carry their kind: v: verb, m: material, o: tool, t: métier, g: gesture, w: work, d: media,
// b: clip (c: and k: are kept for capsules and chains of steps).
#pragma once
#include "base/fault.h"
#include <jansson.h>

#define REPERTOIRE_RECORDS 20000
#define REPERTOIRE_FILE_BYTES (4u << 20)

enum repertoire_type {
    REPERTOIRE_VERB,
    REPERTOIRE_MATERIAL,
    REPERTOIRE_TOOL,
    REPERTOIRE_METIER,
    REPERTOIRE_GESTURE,
    REPERTOIRE_WORK,
    REPERTOIRE_MEDIA,
    REPERTOIRE_CLIP,
    REPERTOIRE_TYPES
};

struct repertoire;

// Reads <folder>/{verbs,materials,tools,metiers,gestures,works,media,clips}/*.json in name order.
// Broken records are left out, each with `file:line: path: what is wrong; what is allowed` in
// faults; so is a reference to a record that is not there (and the record that needs it), so that
// every id in a record leads somewhere. NULL when the folder cannot be read at all.
struct repertoire *repertoire_read(const char *folder, struct faults *faults);
void repertoire_destroy(struct repertoire *r);
int repertoire_count(const struct repertoire *r, enum repertoire_type type);
// Borrowed; NULL past the end. Sorted by id.
const json_t *repertoire_record(const struct repertoire *r, enum repertoire_type type, int n);
const json_t *repertoire_get(const struct repertoire *r, const char *id); // NULL: unknown
// "verb", "gesture" …; and back: -1 for another word.
const char *repertoire_type_word(enum repertoire_type type);
int repertoire_type_of(const char *word);
// Gestures whose verb, material, tool or métier are as asked (NULL: any): ids or labels in any
// language, case folded. Returns how many, at most `room` are written.
struct repertoire_query {
    const char *verb, *material, *tool, *metier;
};
int repertoire_search(const struct repertoire *r, const struct repertoire_query *query,
                      const json_t **found, int room);
// `file:line` of a record or of one of its keys ("file", "measure.at"; "": the record), for
// messages about what it names. Reads the file again.
void repertoire_place(const struct repertoire *r, const char *id, const char *path, char *place,
                      size_t size);
// One record's text, for the fuzzer and other readers: checked alone, references not followed.
// NULL and faults; else the caller owns it.
json_t *repertoire_parse(enum repertoire_type type, const char *text, size_t length,
                         const char *file, struct faults *faults);
// Every key of every type, as Markdown (docs/formats.md). Free it.
char *repertoire_document(void);
