// repertoire: its kinds of record, and what reading and searching share.
#pragma once
#include "repertoire/repertoire.h"
#include "schema/schema.h"

struct repertoire_kind {
    const char *word, *folder, *prefix, *sentence;
    const struct schema *keys;
};

extern const struct repertoire_kind repertoire_kinds[REPERTOIRE_TYPES];
extern const char *const repertoire_languages[]; // NULL-terminated

struct record {
    json_t *value;  // owned
    const char *id; // borrowed from value
    char *file;     // owned
    bool left_out;  // broken, or what it needs is not there; never seen outside read.c
};

struct shelf {
    struct record *records; // owned; sorted by id
    int count, room;
};

struct repertoire {
    struct shelf shelves[REPERTOIRE_TYPES];
    int count;
};

struct record *repertoire_find(const struct repertoire *r, const char *id);
