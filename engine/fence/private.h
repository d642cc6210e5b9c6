// Inside fence/: the state behind the handle, and what guard.c, blocks.c and libs.c share.
#pragma once
#include "fence/fence.h"

#include <lauxlib.h>
#include <lualib.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>

// ThreadSanitizer holds signals back, so time cannot be cut with them: instructions are counted
// there.
#if defined(__SANITIZE_THREAD__)
#define FENCE_NO_SIGNALS 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define FENCE_NO_SIGNALS 1
#endif
#endif
#ifndef FENCE_NO_SIGNALS
#define FENCE_NO_SIGNALS 0
#endif

#define FENCE_GRAIN 16           // bytes; small blocks are rounded up to as much
#define FENCE_CLASSES 32         // of small blocks: up to 512 bytes
#define FENCE_CHUNK (32u << 10)  // small blocks are cut from these
#define FENCE_CHUNKED (8u << 20) // bytes of all of them; further small blocks are as large ones

// Before every block of Lua's.
struct fence_block {
    uint64_t serial; // grows with every block made: the order in which tables were born
    uint32_t size;   // as Lua asked for
    uint32_t grains; // a small one's room; 0: a large one
};

// A large block, in a list: all of a dead state's can be freed without asking it.
struct fence_large {
    struct fence_large *before, *after;
    struct fence_block block;
};

struct fence_free {
    struct fence_free *next;
};

struct fence_chunk {
    struct fence_chunk *next;
    size_t used; // bytes, itself included; a multiple of FENCE_GRAIN
};

// A C function that may be left at any moment, while it runs. Lives on its C stack. `depth` 0: the
// function itself is on top of Lua's stack; 1: the one it called.
struct fence_inside {
    struct fence_inside *outer;
    lua_State *thread;
    const void *call; // its CallInfo, compared only
    int depth;
};

struct fence {
    struct fence_desc desc;
    char name[64];
    lua_State *L;
    bool dead;

    struct fence_large *blocks;
    struct fence_chunk *chunks;                        // the first one has room
    size_t chunked;                                    // bytes of them
    struct fence_free *free_blocks[FENCE_CLASSES + 1]; // by grains
    size_t used, cap;
    uint64_t serial;

    // The call that is under way.
    sigjmp_buf jump;
    timer_t timer;
    bool has_timer;
    double set_s;             // what the timer was set to for a call, and when; 0: it must be set
    int64_t set_ns;           // anew
    double early_s;           // the timer was set for a call before: so much too soon at most
    double budget_s, given_s; // given_s: given back in this call
    long instructions;        // left
    lua_State *volatile running; // the thread that runs now: hooks go onto it
    struct fence_inside *volatile inside;
    volatile sig_atomic_t armed, allocating, overdue; // overdue: ticks since time was up
    struct fence_report *report;
};

enum { FENCE_JUMP = 1 };

struct fence *fence_of(lua_State *L);

// blocks.c
void *fence_allocate(void *fence, void *old, size_t old_size, size_t size);
void fence_free_blocks(struct fence *fence);
uint64_t fence_serial(const void *pointer); // of a table or Lua function

// guard.c
bool fence_guard_open(struct fence *fence, struct fault *f);
void fence_guard_close(struct fence *fence);
void fence_overdue(struct fence *fence); // the allocator, on leaving, when time is long up
// Tells where the thread stands: "file:line". False when it stands nowhere in a script.
bool fence_place(lua_State *L, int level, char *text, size_t size);

// libs.c, pairs.c, coroutine.c
int fence_open_libs(lua_State *L);
void fence_open_pairs(lua_State *L);     // stepped: a fixed order
void fence_open_coroutine(lua_State *L); // so that `running` is the thread that runs
