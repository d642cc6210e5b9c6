// The words of a document, each once, with the best class it stands in by language.
#include "index/private.h"

#include <stdlib.h>
#include <string.h>

#define TOGETHER 16 // words that are folded before the first is looked for: memory is slow

void bag_begin(struct maker *m, struct bag *bag)
{
    bag->count = 0;
    m->bags++;
}

static void put(struct maker *m, struct bag *bag, uint32_t word, uint8_t code)
{
    if (word < m->told_room && m->told[word].bag == m->bags) {
        struct word_code *item = &bag->items[m->told[word].at];
        item->code = index_higher(item->code, code);
        return;
    }
    struct word_code *items =
        word == DICT_NONE ? NULL : dict_room(bag->items, &bag->room, bag->count + 1, sizeof *items);
    struct told *told = items ? dict_room(m->told, &m->told_room, word + 1, sizeof *told) : NULL;
    if (items)
        bag->items = items;
    if (!told) {
        m->short_of_memory = true;
        return;
    }
    m->told = told;
    told[word].bag = m->bags;
    told[word].at = bag->count;
    items[bag->count++] = (struct word_code){word, code};
}

void bag_text(struct maker *m, struct bag *bag, const char *text, int slot, int class)
{
    struct fold f;
    struct {
        char word[INDEX_TOKEN_BYTES + 1];
        uint32_t hash, length;
    } some[TOGETHER];
    int count = TOGETHER;
    if (!text)
        return;
    fold_begin(&f, text, strlen(text));
    while (count == TOGETHER) {
        for (count = 0; count < TOGETHER; count++) {
            size_t n = fold_next(&f, some[count].word);
            if (!n)
                break;
            some[count].length = (uint32_t)n;
            some[count].hash = dict_hash(some[count].word, n);
            dict_near(&m->words, some[count].hash);
        }
        for (int i = 0; i < count; i++)
            put(m, bag, dict_add_hashed(&m->words, some[i].hash, some[i].word, some[i].length),
                (uint8_t)(class << (slot * 2)));
    }
}

void bag_labels(struct maker *m, struct bag *bag, const json_t *labels, int class)
{
    const char *language;
    json_t *text;
    json_object_foreach((json_t *)labels, language, text)
        bag_text(m, bag, json_string_value(text), index_slot(language), class);
}

void bag_terms(struct maker *m, struct bag *bag, const json_t *terms, int class)
{
    const char *language;
    json_t *list, *text;
    size_t i;
    json_object_foreach((json_t *)terms, language, list)
    {
        json_array_foreach(list, i, text)
            bag_text(m, bag, json_string_value(text), index_slot(language), class);
    }
}

// weak: what is a label there is a term here.
void bag_bag(struct maker *m, struct bag *bag, const struct bag *other, bool weak)
{
    for (uint32_t i = 0; i < other->count; i++) {
        uint8_t code = other->items[i].code;
        if (weak)
            code = (uint8_t)(code & ~(code >> 1 & code & 0x55));
        put(m, bag, other->items[i].word, code);
    }
}
