// exchange: one import of SKOS under way.
#pragma once
#include "exchange/skosprivate.h"

struct concept {
    const char *uri; // borrowed from the graph
    enum repertoire_type type;
    char id[SCHEMA_ID_BYTES + 1];
    json_t *record; // owned; as it is to be
    json_t *old;    // owned; as it is; NULL: new
    int first;      // its first triple
};

struct skos_reading {
    const struct skos_in *job;
    struct change_set *set;
    struct skos_graph graph;
    char base[600];
    struct concept *concepts; // owned
    int count, room;
    json_t *index; // uri -> place in concepts
    json_t *taken; // ids of concepts
};

// -1: no concept of the files.
int skos_concept(const struct skos_reading *r, const char *uri);
// Labels, notes and notations of a concept into its record.
void skos_take_words(struct skos_reading *r, struct concept *c);
// Links to other thesauri into its record.
void skos_take_links(struct skos_reading *r, struct concept *c);
// Broader, narrower and related between all concepts; what breaks a rule is left out.
void skos_take_relations(struct skos_reading *r);
// Do two lists hold the same texts, in any order? RDF knows none.
bool skos_same(const json_t *a, const json_t *b);
bool skos_holds(const json_t *list, const char *text);
// "fr-FR" -> "fr"; tags of other languages stay. False: none that is known.
bool skos_language(const char *tag, char out[24]);
