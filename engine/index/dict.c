// A hash table of words with numbers.
#include "index/dict.h"

#include <stdlib.h>
#include <string.h>

// Eight bytes at a time, the high half of each product folded into the low one.
uint32_t dict_hash(const char *key, size_t length)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u;
    uint64_t hash = length * odd, bytes;
    for (; length >= sizeof bytes; key += sizeof bytes, length -= sizeof bytes) {
        memcpy(&bytes, key, sizeof bytes);
        hash = (hash ^ bytes) * odd;
        hash ^= hash >> 32;
    }
    bytes = 0;
    for (size_t i = 0; i < length; i++)
        bytes |= (uint64_t)(unsigned char)key[i] << (8 * i);
    hash = (hash ^ bytes) * odd;
    return (uint32_t)(hash ^ hash >> 32);
}

void *dict_room(void *things, uint32_t *room, uint32_t wanted, size_t size)
{
    uint32_t more = *room ? *room : 64;
    if (wanted <= *room)
        return things;
    while (more < wanted)
        more *= 2;
    char *grown = realloc(things, more * size);
    if (!grown)
        return NULL;
    memset(grown + *room * size, 0, (more - *room) * size);
    *room = more;
    return grown;
}

const char *dict_key(const struct dict *d, uint32_t number)
{
    return d->text + d->at[number];
}

size_t dict_length(const struct dict *d, uint32_t number)
{
    size_t end = number + 1 < d->count ? d->at[number + 1] : d->used;
    return end - d->at[number] - 1;
}

static bool is_key(const struct dict *d, uint32_t number, const char *key, size_t length)
{
    return dict_length(d, number) == length && memcmp(dict_key(d, number), key, length) == 0;
}

static uint32_t find(const struct dict *d, uint32_t hash, const char *key, size_t length)
{
    if (!d->slot_count)
        return DICT_NONE;
    for (uint32_t at = hash & (d->slot_count - 1); d->slots[at].number;
         at = (at + 1) & (d->slot_count - 1))
        if (d->slots[at].hash == hash && is_key(d, d->slots[at].number - 1, key, length))
            return d->slots[at].number - 1;
    return DICT_NONE;
}

uint32_t dict_find(const struct dict *d, const char *key, size_t length)
{
    return find(d, dict_hash(key, length), key, length);
}

static void put(struct dict *d, struct dict_slot slot)
{
    uint32_t at = slot.hash & (d->slot_count - 1);
    while (d->slots[at].number)
        at = (at + 1) & (d->slot_count - 1);
    d->slots[at] = slot;
}

// Slots for one word more, at most half of them taken.
static bool widen(struct dict *d)
{
    uint32_t before = d->slot_count;
    if (before && (d->count + 1) * 2 <= before)
        return true;
    struct dict_slot *old = d->slots;
    struct dict_slot *slots = calloc(before ? before * 2 : 256, sizeof *slots);
    if (!slots)
        return false;
    d->slots = slots;
    d->slot_count = before ? before * 2 : 256;
    for (uint32_t i = 0; i < before; i++)
        if (old[i].number)
            put(d, old[i]);
    free(old);
    return true;
}

static bool keep_text(struct dict *d, const char *key, size_t length)
{
    if (d->used + length + 1 > d->size) {
        size_t size = d->size ? d->size * 2 : 4096;
        while (size < d->used + length + 1)
            size *= 2;
        char *grown = realloc(d->text, size);
        if (!grown)
            return false;
        d->text = grown;
        d->size = size;
    }
    memcpy(d->text + d->used, key, length);
    d->text[d->used + length] = '\0';
    return true;
}

static bool keep_number(struct dict *d)
{
    uint32_t *at = dict_room(d->at, &d->room, d->count + 1, sizeof *at);
    if (!at)
        return false;
    d->at = at;
    d->at[d->count] = (uint32_t)d->used;
    return true;
}

void dict_near(const struct dict *d, uint32_t hash)
{
    if (d->slot_count)
        __builtin_prefetch(&d->slots[hash & (d->slot_count - 1)]);
}

uint32_t dict_add(struct dict *d, const char *key, size_t length)
{
    return dict_add_hashed(d, dict_hash(key, length), key, length);
}

uint32_t dict_add_hashed(struct dict *d, uint32_t hash, const char *key, size_t length)
{
    uint32_t found = find(d, hash, key, length);
    if (found != DICT_NONE)
        return found;
    if (d->used + length >= UINT32_MAX || !widen(d) || !keep_text(d, key, length) ||
        !keep_number(d))
        return DICT_NONE;
    d->used += length + 1;
    put(d, (struct dict_slot){hash, ++d->count});
    return d->count - 1;
}

void dict_finish(struct dict *d)
{
    free(d->slots);
    free(d->at);
    free(d->text);
    *d = (struct dict){0};
}
