// Lua's memory: capped, and kept in a list so that a dead state is freed without running it.
#include "fence/private.h"

#include <stdlib.h>

#define OVERDUE_TICKS 3 // then a loop that always allocates is left from here

static void unlink_block(struct fence *fence, struct fence_block *b)
{
    if (b->before)
        b->before->after = b->after;
    else
        fence->blocks = b->after;
    if (b->after)
        b->after->before = b->before;
}

static void link_block(struct fence *fence, struct fence_block *b)
{
    b->before = NULL;
    b->after = fence->blocks;
    if (b->after)
        b->after->before = b;
    fence->blocks = b;
}

static struct fence_block *resize(struct fence *fence, struct fence_block *old, size_t size)
{
    size_t had = old ? old->size : 0;
    if (size > had && size - had > fence->cap - fence->used)
        return NULL;
    if (old)
        unlink_block(fence, old);
    struct fence_block *b = realloc(old, sizeof *b + size);
    if (!b) {
        if (old)
            link_block(fence, old);
        return NULL;
    }
    fence->used = fence->used - had + size;
    b->size = size;
    if (!old)
        b->serial = ++fence->serial;
    link_block(fence, b);
    return b;
}

static void release(struct fence *fence, struct fence_block *b)
{
    fence->used -= b->size;
    unlink_block(fence, b);
    free(b);
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
    for (struct fence_block *b = fence->blocks, *after; b; b = after) {
        after = b->after;
        free(b);
    }
    fence->blocks = NULL;
    fence->used = 0;
}

uint64_t fence_serial(const void *pointer)
{
    return ((const struct fence_block *)pointer - 1)->serial;
}
