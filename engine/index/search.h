// One search, while it runs.
#pragma once
#include "index/shelf.h"

#define SEARCH_COSTS (INDEX_QUERY_TOKENS * 24)
// Of a word that is not there: more than all costs, and as much for each word fits into 16 bits.
#define SEARCH_NOTHING 2048

struct search {
    struct index *x;
    char words[INDEX_QUERY_TOKENS + 1][INDEX_TOKEN_BYTES + 1];
    int count, order;
    uint16_t levels[3][256]; // by code: of whole words, prefixes, slips
    struct numbers filter[INDEX_FACETS];
    bool filtered[INDEX_FACETS], any_filter;
    uint32_t total, unfiltered;
    uint32_t histogram[SEARCH_COSTS];
};

bool search_room(struct index *x); // for counts and costs
// {"id", "label", "count"} of a value; new reference.
json_t *answer_value(const struct index *x, uint32_t value, uint32_t count);
// The answer as it is; NULL, and the index is made anew, when the database broke meanwhile.
json_t *answer_trusted(struct index *x, json_t *answer);
// Documents that match have a cost in the index, values are counted. False: the index broke, or
// memory is short. Finish it in any case.
bool search_run(struct search *s, struct index *x, const struct index_query *query);
void search_finish(struct search *s);
// The first `wanted` documents in order; returns how many there are.
uint32_t search_first(struct search *s, uint32_t *documents, uint32_t wanted);
// Takes the list of a prefix (part 0) or a word (1); false: there is none. kind: which levels.
bool search_list(struct search *s, const char *word, int part, int kind);
// What FTS5 finds; the first `whole` phrases of the expression are whole words.
void search_match(struct search *s, const char *expression, int whole, int kind);
bool search_may_slip(const char *word);
// What begins one letter away from the word.
void search_slips(struct search *s, const char *word);
