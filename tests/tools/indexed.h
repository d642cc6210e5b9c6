// A made-up repertoire in a folder, a state folder beside it, and indexes of it. What does not work
// fails the test.
#pragma once
#include "index/index.h"
#include "tools/crafts.h"

#define INDEXED_GESTURES 60
#define INDEXED_DOCUMENTS (INDEXED_GESTURES + CRAFTS_WORKS)

// One gesture of its own verb, as a file has it; `more` are further keys.
#define INDEXED_GESTURE(id, label, more)                                                \
    "{\"id\": \"" id "\", \"verb\": \"v:x1\", \"materials\": [\"m:x1\"], \"metiers\": " \
    "[\"t:x1\"], \"label\": {\"fr\": \"" label "\"}, \"origin\": \"made-up\"" more "}\n"

struct indexed {
    struct crafts *crafts;
    char state[80];
};

int indexed_make(void **state); // set-up and tear-down of a test
int indexed_remove(void **state);
struct index *indexed_open(const struct indexed *p, const char *state, const char *date);
struct index_report indexed_update(struct index *x, int errors); // so many are expected
long long indexed_found(struct index *x, const char *words);     // -1: no answer
// name: "gestures/neuf.json"
void indexed_put(const struct indexed *p, const char *name, const char *text);
