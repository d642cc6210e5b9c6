// Lua's memory: capped, and kept in lists so that a dead state is freed without running it. Scripts
// make and drop thousands of small tables a frame: small blocks are cut from chunks and lie in a
// list for each size when they are free. Chunks are few, so that a script that fills one size after
// the other takes no more than its cap and them.
#include "fence/private.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define OVERDUE_TICKS 3 // then a loop that always allocates is left from here

_Static_assert(sizeof(struct fence_block) % FENCE_GRAIN == 0, "blocks are aligned");
_Static_assert(sizeof(struct fence_large) % FENCE_GRAIN == 0, "blocks are aligned");
_Static_assert(sizeof(struct fence_chunk) % FENCE_GRAIN == 0, "blocks are aligned");

// ---- Small ones.

static bool add_chunk(struct fence *fence)
{
    struct fence_chunk *c =
        fence->chunked + FENCE_CHUNK <= FENCE_CHUNKED ? malloc(FENCE_CHUNK) : NULL;
    if (!c)
        return false;
    *c = (struct fence_chunk){fence->chunks, sizeof *c};
    fence->chunks = c;
    fence->chunked += FENCE_CHUNK;
    return true;
}

static struct fence_block *take_small(struct fence *fence, uint32_t grains)
{
    struct fence_free *kept = fence->free_blocks[grains];
    size_t bytes = sizeof(struct fence_block) + (size_t)grains * FENCE_GRAIN;
    if (kept) {
        fence->free_blocks[grains] = kept->next;
        return (struct fence_block *)kept - 1;
    }
    if ((!fence->chunks || fence->chunks->used + bytes > FENCE_CHUNK) && !add_chunk(fence))
        return NULL;
    struct fence_block *b = (void *)((char *)fence->chunks + fence->chunks->used);
    fence->chunks->used += bytes;
    b->grains = grains;
    return b;
}

static void drop_small(struct fence *fence, struct fence_block *b)
{
    struct fence_free *kept = (void *)(b + 1);
    kept->next = fence->free_blocks[b->grains];
    fence->free_blocks[b->grains] = kept;
}

size_t fence_ready(const struct fence *fence)
{
    size_t ready = fence->chunks ? FENCE_CHUNK - fence->chunks->used : 0;
    for (size_t grains = 0; grains <= FENCE_CLASSES; grains++)
        for (const struct fence_free *f = fence->free_blocks[grains]; f; f = f->next)
            ready += sizeof(struct fence_block) + grains * FENCE_GRAIN;
    return ready;
}

// ---- Large ones.

static struct fence_large *large_of(struct fence_block *b)
{
    return (void *)((char *)b - offsetof(struct fence_large, block));
}

static void unlink_large(struct fence *fence, struct fence_large *l)
{
    if (l->before)
        l->before->after = l->after;
    else
        fence->blocks = l->after;
    if (l->after)
        l->after->before = l->before;
}

static void link_large(struct fence *fence, struct fence_large *l)
{
    l->before = NULL;
    l->after = fence->blocks;
    if (l->after)
        l->after->before = l;
    fence->blocks = l;
}

static struct fence_block *resize_large(struct fence *fence, struct fence_large *old, size_t size)
{
    if (old)
        unlink_large(fence, old);
    struct fence_large *l = realloc(old, sizeof *l + size);
    if (l)
        l->block.grains = 0;
    if (l || old)
        link_large(fence, l ? l : old);
    return l ? &l->block : NULL;
}

// ---- Both.

static struct fence_block *take(struct fence *fence, size_t size)
{
    uint32_t grains = (uint32_t)((size + FENCE_GRAIN - 1) / FENCE_GRAIN);
    struct fence_block *b = grains <= FENCE_CLASSES ? take_small(fence, grains) : NULL;
    return b ? b : resize_large(fence, NULL, size);
}

static void drop(struct fence *fence, struct fence_block *b)
{
    if (b->grains) {
        drop_small(fence, b);
        return;
    }
    unlink_large(fence, large_of(b));
    free(large_of(b));
}

// A block of that size with the contents of the old one, which is gone. NULL: it stays.
static struct fence_block *move(struct fence *fence, struct fence_block *old, size_t size)
{
    size_t grains = (size + FENCE_GRAIN - 1) / FENCE_GRAIN;
    if (!old->grains && grains > FENCE_CLASSES)
        return resize_large(fence, large_of(old), size);
    struct fence_block *b = old->grains == grains ? old : take(fence, size);
    if (!b)
        return size <= old->size ? old : NULL; // Lua takes it that less is always there
    if (b == old)
        return b;
    memcpy(b + 1, old + 1, old->size < size ? old->size : size);
    b->serial = old->serial;
    drop(fence, old);
    return b;
}

static struct fence_block *resize(struct fence *fence, struct fence_block *old, size_t size)
{
    size_t had = old ? old->size : 0;
    if (size > UINT32_MAX || (size > had && size - had > fence->cap - fence->used))
        return NULL;
    struct fence_block *b = old ? move(fence, old, size) : take(fence, size);
    if (!b)
        return NULL;
    fence->used = fence->used - had + size;
    b->size = (uint32_t)size;
    if (!old)
        b->serial = ++fence->serial;
    return b;
}

static void release(struct fence *fence, struct fence_block *b)
{
    fence->used -= b->size;
    drop(fence, b);
}

void *fence_allocate(void *user, void *old, size_t old_size, size_t size)
{
    struct fence *fence = user;
    struct fence_block *b = old ? (struct fence_block *)old - 1 : NULL;
    void *result = NULL;
    fence->allocating = 1; // the timer must not leave malloc or the list half done
    if (size) {
        struct fence_block *bigger = resize(fence, b, size);
        result = bigger ? bigger + 1 : NULL;
    } else if (b) {
        release(fence, b);
    }
    fence->allocating = 0;
    if (fence->overdue >= OVERDUE_TICKS)
        fence_overdue(fence);
    return result;
}

void fence_free_blocks(struct fence *fence)
{
    for (struct fence_large *l = fence->blocks, *after; l; l = after) {
        after = l->after;
        free(l);
    }
    for (struct fence_chunk *c = fence->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    fence->blocks = NULL;
    fence->chunks = NULL;
    fence->chunked = fence->used = 0;
    memset(fence->free_blocks, 0, sizeof fence->free_blocks);
}

uint64_t fence_serial(const void *pointer)
{
    return ((const struct fence_block *)pointer - 1)->serial;
}
