// A Lua state behind the fence: made, loaded, dropped.
#include "fence/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fence *fence_of(lua_State *L)
{
    void *user = NULL;
    lua_getallocf(L, &user);
    return user;
}

void *fence_user(lua_State *L)
{
    return fence_of(L)->desc.user;
}

lua_State *fence_lua(struct fence *fence)
{
    return fence->L;
}

bool fence_dead(const struct fence *fence)
{
    return fence->dead;
}

size_t fence_memory(const struct fence *fence)
{
    return fence->used;
}

// Reached only by an error outside fence_call: our bug.
static int on_panic(lua_State *L)
{
    fprintf(stderr, "gestuaire: fence: an error outside the guarded call: %s\n",
            lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "(no text)");
    abort();
}

struct fence *fence_create(const struct fence_desc *desc, struct fault *f)
{
    struct fence *fence = calloc(1, sizeof *fence);
    if (!fence) {
        fault_set(f, "no memory for a script");
        return NULL;
    }
    fence->desc = *desc;
    snprintf(fence->name, sizeof fence->name, "%s", desc->name ? desc->name : "script");
    fence->cap = desc->memory_bytes ? desc->memory_bytes : FENCE_MEMORY;
    if (fence->desc.call_s <= 0)
        fence->desc.call_s = FENCE_CALL_S;
    fence->L = lua_newstate(fence_allocate, fence);
    if (!fence->L) {
        fault_set(f, "%s: no memory for a script", fence->name);
        goto fail;
    }
    lua_atpanic(fence->L, on_panic);
    if (!fence_guard_open(fence, f))
        goto fail;
    struct fence_report report;
    lua_pushcfunction(fence->L, fence_open_libs);
    if (!fence_call(fence, 0, 0, FENCE_ENTER_S * 4, &report)) {
        fault_set(f, "%s", report.text);
        goto fail;
    }
    return fence;
fail:
    fence_destroy(fence);
    return NULL;
}

void fence_destroy(struct fence *fence)
{
    if (!fence)
        return;
    fence_guard_close(fence);
    fence_free_blocks(fence); // not lua_close: that would run what the script left behind
    free(fence);
}

struct loading {
    const char *text;
    size_t length;
    const char *chunk;
};

static int load_text(lua_State *L)
{
    const struct loading *what = lua_touserdata(L, 1);
    if (luaL_loadbufferx(L, what->text, what->length, what->chunk, "t") != LUA_OK)
        return lua_error(L);
    return 1;
}

// A syntax error's file name is cut by Lua as well.
static void whole_chunk(struct fence_report *r, const char *chunk)
{
    const char *colon = strchr(r->text, ':');
    size_t tail = colon ? (size_t)(colon - r->text) : 0, length = strlen(chunk);
    if (strncmp(r->text, "...", 3) != 0 || tail < 4 || length < tail - 3 ||
        strncmp(chunk + length - (tail - 3), r->text + 3, tail - 3) != 0)
        return;
    char whole[FAULT_TEXT];
    snprintf(whole, sizeof whole, "%s%s", chunk, colon);
    memcpy(r->text, whole, sizeof whole);
}

bool fence_load(struct fence *fence, const char *text, size_t length, const char *chunk,
                struct fence_report *report)
{
    char name[FAULT_TEXT];
    snprintf(name, sizeof name, "@%s", chunk);
    struct loading what = {text, length, name};
    struct fence_report unread;
    report = report ? report : &unread;
    lua_pushcfunction(fence->L, load_text);
    lua_pushlightuserdata(fence->L, &what);
    if (fence_call(fence, 1, 1, FENCE_ENTER_S, report))
        return true;
    whole_chunk(report, chunk);
    return false;
}
