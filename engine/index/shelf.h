// What is held in memory of an index: its documents by number, with their values, and the
// vocabulary. Everything but the labels of values is appended, never changed.
#pragma once
#include "index/private.h"

#define ORDERS 3 // languages in whose order documents and values are put

struct shelf_document {
    uint32_t values, value_count; // in the pool
    uint32_t id;                  // in the text
    uint32_t order[ORDERS];       // folded label, in the text
    uint8_t alive, type, state;
};

struct shelf_value {
    uint32_t id, folded[SLOTS]; // in the text; 0: none
    uint32_t rank[ORDERS];      // among the values of its facet, by label
    uint8_t facet;
    json_t *label, *name; // owned; by language; the id
};

#define SHELF_DEAD 2048 // as SEARCH_NOTHING
#define SHELF_KEPT 512
struct shelf_kept {
    uint32_t document; // 0: none
    json_t *hit;       // owned
};

struct vocabulary {
    uint32_t *words; // offsets in the text, by their letters
    uint32_t count, room;
};

struct index {
    struct place *place; // owned
    struct db db;
    char name[INDEX_PATH + 100]; // of what is open; "": nothing
    uint64_t generation;
    int64_t version; // SQLite's data_version of what was loaded
    int64_t last_dead, last_word;
    char stamp[24];                   // of the labels of values
    struct shelf_document *documents; // by number, from 1
    uint64_t *keys[ORDERS];           // by number: the first eight bytes of order
    uint32_t document_count, document_room, key_room[ORDERS]; // the last number
    uint32_t alive;
    uint32_t *pool;
    uint32_t pool_count, pool_room;
    char *text;
    uint32_t text_used, text_room;
    struct shelf_value *values; // by number, from 1
    uint32_t value_count, value_room;
    struct vocabulary vocabulary;
    uint16_t *base; // by number: 0, SHELF_DEAD of what is not there
    uint32_t base_room;
    struct shelf_kept kept[SHELF_KEPT]; // summaries that were asked for, by number
    // room for one search, by document
    uint16_t *cost;
    uint16_t *level;
    uint32_t *found;  // the documents
    uint32_t *counts; // by value
    uint32_t found_room, work_room, level_room, counts_room;
};

static inline const char *shelf_text(const struct index *x, uint32_t at)
{
    return x->text + at;
}
// Opens what holds now if it is another database; takes in what was added. False: there is none, or
// it broke.
bool shelf_renew(struct index *x);
void shelf_empty(struct index *x);
// -1, 0, 1 by label in the language (an order), then by id.
int shelf_before(const struct index *x, int order, uint32_t a, uint32_t b);
int shelf_order(const char *language);
// The document of an id; 0: none.
uint32_t shelf_find(const struct index *x, const char *id);
// Numbers of the values of a facet that a filter means: an id, or a label in any language.
bool shelf_values(const struct index *x, int facet, const char *asked, struct numbers *found);
bool shelf_has(const struct index *x, uint32_t document, uint32_t value);
// Its summary; new reference, NULL.
json_t *shelf_hit(struct index *x, uint32_t document);
