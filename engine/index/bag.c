// The words of a document, each once, with the best class it stands in by language.
#include "index/private.h"

#include <stdlib.h>
#include <string.h>

void bag_begin(struct maker *m, struct bag *bag)
{
    bag->count = 0;
    m->bags++;
}

static bool room_for_word(struct maker *m, uint32_t word)
{
    uint32_t room = m->word_room;
    uint32_t *seen = dict_room(m->seen, &room, word + 1, sizeof *seen);
    if (seen)
        m->seen = seen;
    room = m->word_room;
    uint32_t *at = dict_room(m->at, &room, word + 1, sizeof *at);
    if (at)
        m->at = at;
    room = m->word_room;
    struct numbers *postings = dict_room(m->postings, &room, word + 1, sizeof *postings);
    if (postings)
        m->postings = postings;
    if (!seen || !at || !postings)
        return false;
    m->word_room = room;
    return true;
}

static void put(struct maker *m, struct bag *bag, uint32_t word, uint8_t code)
{
    if (word < m->word_room && m->seen[word] == m->bags) {
        struct word_code *item = &bag->items[m->at[word]];
        item->code = index_higher(item->code, code);
        return;
    }
    struct word_code *items =
        word == DICT_NONE ? NULL : dict_room(bag->items, &bag->room, bag->count + 1, sizeof *items);
    if (!items || !room_for_word(m, word)) {
        m->short_of_memory = true;
        return;
    }
    bag->items = items;
    m->seen[word] = m->bags;
    m->at[word] = bag->count;
    items[bag->count++] = (struct word_code){word, code};
}

void bag_text(struct maker *m, struct bag *bag, const char *text, int slot, int class)
{
    struct fold f;
    char word[INDEX_TOKEN_BYTES + 1];
    if (!text)
        return;
    fold_begin(&f, text, strlen(text));
    for (size_t n; (n = fold_next(&f, word)) > 0;)
        put(m, bag, dict_add(&m->words, word, n), (uint8_t)(class << (slot * 2)));
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
