// Coroutines of our own, so that the fence always knows which thread runs and can stop it.
#include "fence/private.h"

static lua_State *thread_at(lua_State *L, int at)
{
    lua_State *co = lua_tothread(L, at);
    luaL_argexpected(L, co, at, "coroutine");
    return co;
}

// Moves `args` values over and runs; returns how many results came back (they are moved over too),
// or -1 with the error on L.
static int run(lua_State *L, lua_State *co, int args)
{
    struct fence *fence = fence_of(L);
    if (!lua_checkstack(co, args)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, args);
    struct fence_inside *outer = fence->inside;
    int results = 0;
    fence->running = co;
    int status = lua_resume(co, L, args, &results);
    fence->running = L;
    fence->inside = outer;
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, results + 1)) {
        lua_pop(co, results);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, results);
    return results;
}

static int resume(lua_State *L)
{
    lua_State *co = thread_at(L, 1);
    int results = run(L, co, lua_gettop(L) - 1);
    lua_pushboolean(L, results >= 0);
    lua_insert(L, results >= 0 ? -(results + 1) : -2);
    return results >= 0 ? results + 1 : 2;
}

static int create(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L); // inherits the hook
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

// A coroutine that fails is closed: its pending <close> variables run on its own thread.
static int close_thread(lua_State *L, lua_State *co)
{
    struct fence *fence = fence_of(L);
    struct fence_inside *outer = fence->inside;
    fence->running = co;
    int status = lua_resetthread(co);
    fence->running = L;
    fence->inside = outer;
    return status;
}

static int call_wrapped(lua_State *L)
{
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int results = run(L, co, lua_gettop(L));
    if (results >= 0)
        return results;
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD && close_thread(L, co) != LUA_OK)
        lua_xmove(co, L, 1);
    if (lua_type(L, -1) == LUA_TSTRING && status != LUA_ERRMEM) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrapped(lua_State *L)
{
    create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

static int close_coroutine(lua_State *L)
{
    lua_State *co = thread_at(L, 1);
    lua_Debug ar;
    bool active = co == L || (lua_status(co) == LUA_OK && lua_getstack(co, 0, &ar));
    if (active)
        return luaL_error(L, "cannot close a running coroutine");
    if (close_thread(L, co) == LUA_OK) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushboolean(L, 0);
    lua_xmove(co, L, 1);
    return 2;
}

void fence_open_coroutine(lua_State *L)
{
    static const luaL_Reg functions[] = {{"create", create},
                                         {"resume", resume},
                                         {"wrap", wrapped},
                                         {"close", close_coroutine},
                                         {NULL, NULL}};
    lua_getglobal(L, LUA_COLIBNAME);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}
