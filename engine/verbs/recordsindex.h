// The index of an installation's content, opened and brought up to date for a verb.
#pragma once
#include "index/index.h"
#include "installation/installation.h"

struct records_index_desc {
    const char *folder; // of the installation
    const char *state;  // NULL: its own
    const char *date;   // NULL: today
};

struct records_index {
    struct installation *installation;
    struct index *index;
    struct index_report report;
};

// Tells on standard error what is wrong; a bar shows the progress on a terminal. False: there is
// none.
bool records_index_open(struct records_index *r, const char *root,
                        const struct records_index_desc *desc);
void records_index_close(struct records_index *r);
