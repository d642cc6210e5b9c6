// A Lua state that any script may be run in: a CPU budget a call, a memory cap, and a kill that no
// script can catch, delay or answer (docs/design.md, "The fence"). One state a scene; the main
// thread only. A killed state is dead: drop it.
#pragma once
#include "base/fault.h"
#include <jansson.h>
#include <lauxlib.h>
#include <lua.h>

#define FENCE_MEMORY (64u << 20)
#define FENCE_CALL_S 0.008
#define FENCE_ENTER_S 0.250
#define FENCE_TRACE 4096

struct fence;

struct fence_desc {
    const char *name;    // in messages
    size_t memory_bytes; // 0: FENCE_MEMORY
    double call_s;       // CPU seconds of one call; 0: FENCE_CALL_S
    bool stepped;        // count VM instructions instead of CPU time, and `pairs` in a fixed order,
                         // so that a picture never depends on the machine
    unsigned seed;       // of math.random (always seeded; stepped runs give the same numbers)
    void *user;          // fence_user()
};

enum fence_end { FENCE_OK, FENCE_ERROR, FENCE_TIME, FENCE_MEMORY_OUT };

// How a call ended, for staff. Text is `file:line: message`.
struct fence_report {
    enum fence_end end;
    char text[FAULT_TEXT];
    char trace[FENCE_TRACE];
};

struct fence *fence_create(const struct fence_desc *desc, struct fault *f);
void fence_destroy(struct fence *fence); // NULL is fine; never runs Lua
lua_State *fence_lua(struct fence *fence);
void *fence_user(lua_State *L);
bool fence_dead(const struct fence *fence);
size_t fence_memory(const struct fence *fence); // bytes in use
size_t fence_ready(const struct fence *fence);  // bytes beyond them that lie ready for small blocks

// Compiles text (bytecode is refused) and leaves the function on the stack. `chunk` is the file
// name that messages show.
bool fence_load(struct fence *fence, const char *text, size_t length, const char *chunk,
                struct fence_report *report);
// The only way into Lua: calls what lies on the stack under `args` arguments. budget_s 0: the
// desc's. False: the stack is as before the function and its arguments were pushed, or the fence is
// dead (end FENCE_TIME or FENCE_MEMORY_OUT).
bool fence_call(struct fence *fence, int args, int results, double budget_s,
                struct fence_report *report);
// For bindings that worked on the engine's own account (a file was read, a font met for the first
// time): the call's budget grows by it, by FENCE_ENTER_S in one call at most.
void fence_give_back(lua_State *L, double seconds);

// Data written as Lua: `return { … }` of literals, locals and arithmetic, run with an empty
// environment (50 ms, 8 MiB). Tables with 1..n become arrays, others objects (an empty table is an
// object). Faults name `file:line:` where Lua gives them; a function, a NaN, an infinity or a
// mixed table is a fault with its path. NULL on any fault; else the caller owns the reference.
json_t *fence_data(const char *text, size_t length, const char *file, struct faults *faults);
// The same, but what is no data is null in the tree, so that the rest can be checked as well. NULL
// only when the text does not run or gives no table.
json_t *fence_data_partial(const char *text, size_t length, const char *file,
                           struct faults *faults);
