// The lock-free single-writer, single-reader ring.
#include "base/ring.h"

#include <stdlib.h>
#include <string.h>

bool ring_init(struct ring *r, uint32_t capacity, size_t record)
{
    uint32_t power = 1;
    while (power < capacity)
        power *= 2;
    r->bytes = calloc(power, record);
    r->record = record;
    r->capacity = power;
    atomic_init(&r->written, 0);
    atomic_init(&r->taken, 0);
    return r->bytes != NULL;
}

void ring_finish(struct ring *r)
{
    free(r->bytes);
    r->bytes = NULL;
}

uint32_t ring_ready(const struct ring *r)
{
    return atomic_load_explicit(&r->written, memory_order_acquire) -
           atomic_load_explicit(&r->taken, memory_order_acquire);
}

uint32_t ring_put_many(struct ring *r, const void *records, uint32_t count)
{
    uint32_t written = atomic_load_explicit(&r->written, memory_order_relaxed);
    uint32_t taken = atomic_load_explicit(&r->taken, memory_order_acquire);
    uint32_t room = r->capacity - (written - taken);
    if (count > room)
        count = room;
    uint32_t at = written & (r->capacity - 1);
    uint32_t first = count < r->capacity - at ? count : r->capacity - at;
    memcpy(r->bytes + at * r->record, records, first * r->record);
    memcpy(r->bytes, (const unsigned char *)records + first * r->record,
           (count - first) * r->record);
    atomic_store_explicit(&r->written, written + count, memory_order_release);
    return count;
}

uint32_t ring_take_many(struct ring *r, void *records, uint32_t count)
{
    uint32_t taken = atomic_load_explicit(&r->taken, memory_order_relaxed);
    uint32_t written = atomic_load_explicit(&r->written, memory_order_acquire);
    uint32_t ready = written - taken;
    if (count > ready)
        count = ready;
    uint32_t at = taken & (r->capacity - 1);
    uint32_t first = count < r->capacity - at ? count : r->capacity - at;
    memcpy(records, r->bytes + at * r->record, first * r->record);
    memcpy((unsigned char *)records + first * r->record, r->bytes, (count - first) * r->record);
    atomic_store_explicit(&r->taken, taken + count, memory_order_release);
    return count;
}

bool ring_put(struct ring *r, const void *record)
{
    return ring_put_many(r, record, 1) == 1;
}

bool ring_take(struct ring *r, void *record)
{
    return ring_take_many(r, record, 1) == 1;
}
