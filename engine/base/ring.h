// A queue of fixed records between one writer thread and one reader thread, without locks.
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
    unsigned char *bytes; // owned
    size_t record;        // size of one record in bytes
    uint32_t capacity;    // records, a power of two
    _Atomic uint32_t written, taken;
};

// False when memory is short. `capacity` is rounded up to a power of two.
bool ring_init(struct ring *r, uint32_t capacity, size_t record);
void ring_finish(struct ring *r);
// Writer. False when full: the record is dropped and the caller says so.
bool ring_put(struct ring *r, const void *record);
// Reader. False when empty.
bool ring_take(struct ring *r, void *record);
// Many at once; return how many were moved.
uint32_t ring_put_many(struct ring *r, const void *records, uint32_t count);
uint32_t ring_take_many(struct ring *r, void *records, uint32_t count);
// Records ready to take (exact for the reader, a lower bound elsewhere).
uint32_t ring_ready(const struct ring *r);
