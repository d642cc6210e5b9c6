// The repertoire: gestures (verb × material × tool), works, métiers and what belongs to them, read
// from one JSON file a record (docs/formats.md). Kept in memory, read-only; the main thread.
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
// Broken records are left out, each with `file:line: what is wrong; what is allowed` in faults.
// NULL when the folder cannot be read at all.
struct repertoire *repertoire_read(const char *folder, struct faults *faults);
void repertoire_destroy(struct repertoire *r);
int repertoire_count(const struct repertoire *r, enum repertoire_type type);
// Borrowed; NULL past the end. Sorted by id.
const json_t *repertoire_record(const struct repertoire *r, enum repertoire_type type, int n);
const json_t *repertoire_get(const struct repertoire *r, const char *id); // NULL: unknown
// Gestures whose verb, material, tool or métier are as asked (NULL: any): ids or labels in any
// language, case folded. Returns how many, at most `room` are written.
struct repertoire_query {
    const char *verb, *material, *tool, *metier;
};
int repertoire_search(const struct repertoire *r, const struct repertoire_query *query,
                      const json_t **found, int room);
