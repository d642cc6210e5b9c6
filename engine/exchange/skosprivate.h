// exchange: what the files of SKOS share.
#pragma once
#include "exchange/skos.h"
#include <raptor2/raptor2.h>

#define SKOS_NS "http://www.w3.org/2004/02/skos/core#"
#define RDF_NS "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define RDFS_NS "http://www.w3.org/2000/01/rdf-schema#"
#define DCT_NS "http://purl.org/dc/terms/"

enum skos_sort { SKOS_URI, SKOS_BLANK, SKOS_LITERAL };

struct skos_triple {
    char *subject, *predicate, *object; // owned
    char *language, *datatype;          // owned; NULL: none
    enum skos_sort subject_sort, object_sort;
    int file, line;
    int next;  // the next one with the same subject; -1: none
    bool kept; // or told already
};

struct skos_graph {
    struct skos_triple *triples;
    int count, room;
    json_t *first; // subject -> its first triple
    json_t *last;
    const char *const *files; // borrowed
};

void skos_graph_finish(struct skos_graph *g);
// Adds the triples of a file's bytes. False and faults.
bool skos_read(struct skos_graph *g, int file, const char *bytes, size_t length,
               struct faults *faults);
// Is the text one that raptor2 may be given? False and a fault. `syntax`: its parser's name.
bool skos_guard(const char *syntax, const char *bytes, size_t length, const char *file,
                struct faults *faults);
// The first triple of a subject; -1: none. skos_triple.next leads on.
int skos_first(const struct skos_graph *g, const char *subject);
bool skos_is(const struct skos_triple *t, const char *ns, const char *name);
// `file:line: <…/T69> dc:title "Objets": why`, once; the triple is then kept.
void skos_lose(struct skos_graph *g, struct skos_triple *t, struct lost *lost, const char *format,
               ...) __attribute__((format(printf, 4, 5)));

// "urn:gestuaire:villa-medicis:" when nobody says another.
void skos_base(const char *base, const char *name, char *out, size_t size);
extern const enum repertoire_type skos_kinds[4]; // of terms
