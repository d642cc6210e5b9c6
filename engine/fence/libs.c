// What scripts may call of Lua's own libraries. Functions that can run long in C are wrapped so
// that they may be left at any moment; those that catch errors put `inside` back as it was.
#include "fence/private.h"

#include <math.h>
#include <string.h>

// Upvalue 1: the real function.
static int call_inside(lua_State *L)
{
    struct fence *fence = fence_of(L);
    lua_CFunction real = lua_tocfunction(L, lua_upvalueindex(1));
    lua_Debug ar;
    lua_getstack(L, 0, &ar);
    struct fence_inside here = {fence->inside, L, ar.i_ci, 0};
    fence->inside = &here;
    int results = real(L);
    fence->inside = here.outer;
    return results;
}

// gmatch gives an iterator with upvalues of its own: called, not jumped into.
static int call_iterator(lua_State *L)
{
    struct fence *fence = fence_of(L);
    lua_Debug ar;
    lua_getstack(L, 0, &ar);
    struct fence_inside here = {fence->inside, L, ar.i_ci, 1};
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    fence->inside = &here;
    lua_call(L, 0, LUA_MULTRET);
    fence->inside = here.outer;
    return lua_gettop(L);
}

static int gmatch(lua_State *L)
{
    lua_CFunction real = lua_tocfunction(L, lua_upvalueindex(1));
    int results = real(L);
    lua_pushcclosure(L, call_iterator, 1);
    return results;
}

static void wrap(lua_State *L, const char *library, const char *const *names, lua_CFunction by)
{
    lua_getglobal(L, library);
    for (; *names; names++) {
        lua_getfield(L, -1, *names);
        lua_pushcclosure(L, by, 1);
        lua_setfield(L, -2, *names);
    }
    lua_pop(L, 1);
}

static int pcall_after_yield(lua_State *L, int status, lua_KContext unused)
{
    bool good = status == LUA_OK || status == LUA_YIELD;
    if (!good) {
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    return lua_gettop(L);
}

static int protected_pcall(lua_State *L)
{
    struct fence *fence = fence_of(L);
    struct fence_inside *outer = fence->inside;
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, pcall_after_yield);
    fence->inside = outer;
    return pcall_after_yield(L, status, 0);
}

static int xpcall_after_yield(lua_State *L, int status, lua_KContext unused)
{
    if (status == LUA_OK || status == LUA_YIELD)
        return lua_gettop(L) - 2; // without the handler and the function's place
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

// xpcall(function, handler, …)
static int protected_xpcall(lua_State *L)
{
    struct fence *fence = fence_of(L);
    struct fence_inside *outer = fence->inside;
    int args = lua_gettop(L) - 2;
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushboolean(L, 1); // first result
    lua_pushvalue(L, 1);   // the function
    lua_rotate(L, 3, 2);   // both below its arguments
    int status = lua_pcallk(L, args, LUA_MULTRET, 2, 0, xpcall_after_yield);
    fence->inside = outer;
    return xpcall_after_yield(L, status, 0);
}

// setmetatable, but for finalizers: what runs when a table dies runs outside every guard.
static int set_metatable(lua_State *L)
{
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    if (type == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "a scene's tables cannot have __gc; free things in scene.leave()");
        lua_pop(L, 1);
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

// load(text or function, name, "t", env): text only. Upvalue 1: the real one.
static int load_text_only(lua_State *L)
{
    const char *mode = luaL_optstring(L, 3, "t");
    if (!strchr(mode, 't'))
        return luaL_error(L, "load takes text only, never compiled chunks");
    int top = lua_gettop(L);
    lua_settop(L, top < 3 ? 3 : top);
    lua_pushliteral(L, "t");
    lua_replace(L, 3);
    return call_inside(L);
}

// math.randomseed() without a number gives the show's own seed, not the moment's.
static int random_seed(lua_State *L)
{
    int args = lua_gettop(L);
    lua_pushvalue(L, lua_upvalueindex(1)); // has an upvalue of its own, the generator
    lua_insert(L, 1);
    if (lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_pushinteger(L, (lua_Integer)fence_of(L)->desc.seed);
        args = 1;
    }
    lua_call(L, args, 0);
    return 0;
}

static void remove_globals(lua_State *L)
{
    static const char *const removed[] = {"dofile", "loadfile", "print", "warn", NULL};
    for (const char *const *name = removed; *name; name++) {
        lua_pushnil(L);
        lua_setglobal(L, *name);
    }
    lua_getglobal(L, "string");
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_pop(L, 1);
}

static void seed_random(lua_State *L)
{
    static const char *const names[] = {"randomseed", NULL};
    wrap(L, "math", names, random_seed);
    lua_getglobal(L, "math");
    lua_getfield(L, -1, "randomseed");
    lua_call(L, 0, 0);
    lua_pop(L, 1);
}

static void wrap_global(lua_State *L, const char *name, lua_CFunction by)
{
    lua_getglobal(L, name);
    lua_pushcclosure(L, by, 1);
    lua_setglobal(L, name);
}

int fence_open_libs(lua_State *L)
{
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},        {LUA_TABLIBNAME, luaopen_table},
        {LUA_STRLIBNAME, luaopen_string}, {LUA_MATHLIBNAME, luaopen_math},
        {LUA_UTF8LIBNAME, luaopen_utf8},  {LUA_COLIBNAME, luaopen_coroutine}};
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
        lua_pop(L, 1);
    }
    static const char *const strings[] = {"find",   "match",   "gsub",  "rep",   "format", "pack",
                                          "unpack", "reverse", "lower", "upper", "byte",   NULL};
    static const char *const tables[] = {"move", "insert", "remove", "concat",
                                         "sort", "unpack", "pack",   NULL};
    static const char *const utf8s[] = {"len", "codepoint", "offset", "char", NULL};
    static const char *const gmatches[] = {"gmatch", NULL};
    wrap(L, "string", strings, call_inside);
    wrap(L, "string", gmatches, gmatch);
    wrap(L, "table", tables, call_inside);
    wrap(L, "utf8", utf8s, call_inside);
    wrap_global(L, "collectgarbage", call_inside);
    wrap_global(L, "load", load_text_only);
    lua_register(L, "pcall", protected_pcall);
    lua_register(L, "xpcall", protected_xpcall);
    lua_register(L, "setmetatable", set_metatable);
    remove_globals(L);
    seed_random(L);
    fence_open_coroutine(L);
    if (fence_of(L)->desc.stepped)
        fence_open_pairs(L);
    return 0;
}
