// A folder of records that a test writes, and what must be said of them.
#pragma once
#include "base/fault.h"
#include <stdbool.h>

#define LABEL(fr, it, en) "{\"fr\": \"" fr "\", \"it\": \"" it "\", \"en\": \"" en "\"}"

struct place {
    char folder[64];
};

struct place *place_make(void);
void place_remove(struct place *p);
void put_file(const struct place *p, const char *name, const char *text);
// One fault whose text, behind the folder, begins with `start` and holds `what`.
void assert_told(const struct place *p, const struct faults *faults, enum fault_level level,
                 const char *start, const char *what);
bool is_told(const struct place *p, const struct faults *faults, enum fault_level level,
             const char *start, const char *what);
void print_faults(const struct faults *faults);
