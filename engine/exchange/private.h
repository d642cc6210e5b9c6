// exchange: what its files share.
#pragma once
#include "exchange/change.h"

struct change {
    enum repertoire_type type;
    json_t *record; // owned; as it is to be
    json_t *old;    // owned; as its file has it; NULL: new
    char *from;     // owned; how messages name it
    bool differs;
};

struct change_set {
    struct repertoire *repertoire; // owned; NULL: an empty one
    char *folder;                  // owned; NULL: cannot be written
    struct change *changes;        // owned
    int count, room;
    json_t *index; // id -> place in changes
    json_t *seen;  // ids that stay as they are
    json_t *read;  // the last record that change_get read from its file
    bool covers[REPERTOIRE_TYPES];
    bool judged;
    struct lost lost;
    struct faults faults;
};

struct change *change_find(const struct change_set *set, const char *id);
// The record as its file has it, owned; NULL: there is none, or it is no JSON.
json_t *change_read(const struct change_set *set, const char *id);
// Its file: where it was read from, else where it belongs. False: it does not fit.
bool change_file(const struct change_set *set, const char *id, char *path, size_t size);

// Calls `each` for every reference in a record, with its path ("tools[1]") and the kind it must be.
void change_references(const struct schema *keys, const json_t *record,
                       void (*each)(void *to, const char *path, const char *id), void *to);
// Calls `each` for every value that differs; old or new is NULL where there is none.
void change_differences(const json_t *old, const json_t *now,
                        void (*each)(void *to, const char *path, const json_t *old,
                                     const json_t *now),
                        void *to);
