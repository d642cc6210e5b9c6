// publish: records in the order of a language's alphabet.
#pragma once
#include "publish/facts.h"

struct order_entry {
    const json_t *record; // borrowed
    char *key;            // owned
};

struct order {
    struct order_entry *of; // owned
    int count;
};

// Accents and case fall, œ is oe: for French, Italian, English. False: memory is short.
bool order_records(const struct publish_desc *d, enum repertoire_type type, const char *language,
                   struct order *order);
void order_finish(struct order *order);
// How a word is sorted; free it by g_free. NULL: no valid UTF-8.
char *order_key(const char *word);
