// The formats that records go out to and come in from: a row each. A room does the work; its row is
// the glue.
#pragma once
#include "exchange/change.h"
#include "installation/installation.h"
#include "verbs/options.h"

struct export_job {
    const char *root;
    const struct installation *installation;
    const struct repertoire *repertoire;   // what may be shown on `date`
    const char *date;                      // "2026-11-30"
    int kind;                              // of record; -1: all
    const char *mapping, *base, *language; // NULL: not said
    char separator;                        // 0: not said
    const char *to;                        // file or folder
    struct lost *lost;
};

struct import_job {
    const char *root;
    const struct installation *installation;
    int kind;                                       // of record; -1: not said
    const char *mapping, *encoding, *prefix, *base; // NULL: not said
    const char *gesture;                            // that films show; NULL: not said
    const char *origin;                             // iiif; NULL: not said
    char separator;                                 // 0: not said
    const char *const *files;
    int file_count;
    struct change_set *set;
};

struct exchange_format {
    const char *name, *summary;
    bool (*out)(const struct export_job *job, struct fault *f); // NULL: there is no way out
    bool (*in)(const struct import_job *job); // NULL: no way in; faults go to the set
};

// verbs/formatsopen.c
bool iiif_out(const struct export_job *job, struct fault *f);
bool schema_out(const struct export_job *job, struct fault *f);
bool geojson_out(const struct export_job *job, struct fault *f);
bool measures_out(const struct export_job *job, struct fault *f);
bool iiif_in(const struct import_job *job);

extern const struct exchange_format exchange_formats[]; // ends with a name of NULL

// The one called `name`; NULL, told on standard error, when there is none or it has no way `out`
// (or in).
const struct exchange_format *exchange_format(const char *name, bool out);
// "csv, skos": those that have a way out (or in).
void exchange_names(bool out, char *names, size_t size);
// The kind that a word says. False, told on standard error; -1 for NULL.
bool exchange_kind(const char *word, int *kind);
// What could not be kept, on standard error.
void exchange_print_lost(const struct lost *lost);
void exchange_print_faults(const struct faults *faults);
