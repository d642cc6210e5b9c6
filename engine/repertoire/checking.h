// repertoire: what the parts of its check share: whose turn it is, and how a fault is told.
#pragma once
#include "repertoire/private.h"

#define CHECKING_SLACK_S 0.05 // a time this much behind an end is still inside it

struct checking {
    const struct repertoire *r;
    const struct repertoire_checked *desc;
    struct faults *faults;
    const struct record *scanned; // whose lines these are
    struct where *where;          // owned
};

// `file:line: path: …` of a record's key; path "" is the record as a whole.
void checking_tell(struct checking *c, enum fault_level level, const struct record *record,
                   const char *path, const char *format, ...) __attribute__((format(printf, 5, 6)));

void check_terms(struct checking *c); // circles, broader and related, labels
void check_twins(struct checking *c); // the same label twice
void check_times(struct checking *c); // times inside films and clips
void check_files(struct checking *c); // forms, licences, addresses
