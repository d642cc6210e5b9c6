// Words and their numbers, counted from 0 in the order they came.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DICT_NONE UINT32_MAX

struct dict_slot {
    uint32_t hash, number; // number + 1; 0: free
};
struct dict {
    struct dict_slot *slots; // the hash beside the number: one look into memory
    uint32_t *at;            // by number: its text
    char *text;
    size_t used, size;
    uint32_t count, room, slot_count;
};

// DICT_NONE: memory is short.
uint32_t dict_add(struct dict *d, const char *key, size_t length);
// The same in steps, for many words: hash them, say that they come, add them.
uint32_t dict_hash(const char *key, size_t length);
void dict_near(const struct dict *d, uint32_t hash);
uint32_t dict_add_hashed(struct dict *d, uint32_t hash, const char *key, size_t length);
uint32_t dict_find(const struct dict *d, const char *key, size_t length); // DICT_NONE: not there
const char *dict_key(const struct dict *d, uint32_t number);
size_t dict_length(const struct dict *d, uint32_t number); // of the key, in bytes
void dict_finish(struct dict *d);
// Things of `size` bytes with room for `wanted` (at least 1), what is new is 0. NULL: memory is
// short, the old ones stay.
void *dict_room(void *things, uint32_t *room, uint32_t wanted, size_t size);
