// Terms as SKOS, out and in: verbs, materials, tools, métiers as concepts of a scheme each;
// gestures go out beside them. Turtle, RDF/XML and N-Triples by raptor2, whose network is off:
// nothing is fetched, no entity is loaded. One thread.
//
// A record that came from another thesaurus keeps its address there (`uri`, `scheme`) and goes out
// under it; the others have the address <base><id>.
#pragma once
#include "base/lost.h"
#include "exchange/change.h"

#define SKOS_BYTES (64u << 20)
#define SKOS_TRIPLES 1000000

struct skos_out {
    const struct repertoire *repertoire;
    const char *name; // of the installation
    const char *base; // NULL: urn:gestuaire:<name>:
    int kind;         // -1: all
    const char *to;   // .ttl, .rdf, .xml or .nt; else a folder: terms.ttl and terms.rdf
    struct lost *lost;
};

// False and a fault. Files are whole or not there.
bool skos_export(const struct skos_out *job, struct fault *f);

struct skos_in {
    const char *const *files;
    int file_count;
    const char *name, *base; // as above
    int kind;                // what concepts of other thesauri become; -1: not said
    const char *prefix;      // what their ids begin with: "t69-"; NULL: nothing
};

// Puts what the files say into the set. What a file says of a record (a language's labels, its
// broader terms within the file) is taken, what it is silent about stays. What cannot be kept, or
// not as it was, is in the set's lost list, triple by triple. False when a file cannot be read.
bool skos_import(const struct skos_in *job, struct change_set *set);
// The same for one file's bytes (fuzzers).
bool skos_import_text(const struct skos_in *job, const char *file, const char *bytes, size_t length,
                      struct change_set *set);
