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
    bool left_out;  // broken, or what it needs is not there; never seen outside reading
    bool hidden;    // left out for want of consent
};

struct shelf {
    struct record *records; // owned; sorted by id
    int count, room;
};

struct named_file {
    const char *file; // borrowed from the record
    const json_t *record;
};

struct repertoire {
    struct shelf shelves[REPERTOIRE_TYPES];
    struct named_file *files; // owned; of media, sorted
    int file_count;
    int count;
    char **hidden; // owned: the ids of what is hidden
    int hidden_count;
};

struct record *repertoire_find(const struct repertoire *r, const char *id);
// Order of two labels with capitals of Latin and its accents as small letters; 0: the same.
int order_folded(const char *a, const char *b);
// The lines of a record's file; NULL when it cannot be read.
struct where *record_scan(const char *file);
// What one record must be beyond its keys. The number of errors.
int rules_check(const struct schema_text *text, enum repertoire_type type, const json_t *record);
// Leaves out what shows people whose consent does not hold. False: memory is short.
bool consents_follow(struct repertoire *r, const char *date, struct faults *faults);
// Takes references away that lead nowhere, and leaves out what cannot be without them.
void references_follow(struct repertoire *r, struct faults *faults);
