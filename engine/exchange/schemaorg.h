// exchange: records as nodes of a schema.org graph.
#pragma once
#include "exchange/from.h"

struct graph {
    const struct parcel_from *from;
    struct parcel *parcel;
    json_t *nodes;    // owned
    json_t *notes;    // owned: id of a medium -> its notes
    json_t *capsules; // owned: id of a gesture or of a medium -> its capsules
};

// {"@id": …} of a record that is in the graph; NULL for one that is not. Owned.
json_t *node_to(const struct graph *g, const json_t *record);
// The same for the ids of a key: one, a list, or NULL.
json_t *nodes_to(const struct graph *g, const json_t *record, const char *key);
// [{"@value": "étirer", "@language": "fr"}, …] of labels or terms; NULL: none. Owned.
json_t *node_texts(const json_t *labels);
// A node with its address, name, other names, description and what it is the same as; added to the
// graph, borrowed. What a key of it holds is set by node_set.
json_t *node_add(struct graph *g, const char *type, const json_t *record);
void node_set(json_t *node, const char *key, json_t *value); // takes value; NULL: nothing is set

void schema_media(struct graph *g);
void schema_gestures(struct graph *g);
void schema_works(struct graph *g);
