// Stepped runs: pairs and next in a fixed order. Lua's own depends on addresses and on a seed that
// differs in every process. Here: whole numbers, numbers, texts by bytes, false, true, tables and
// functions in the order they were made; others last, in Lua's order.
#include "fence/private.h"

#include <stdlib.h>
#include <string.h>

enum rank { RANK_NUMBER, RANK_TEXT, RANK_FLAG, RANK_BORN, RANK_OTHER };

struct key {
    enum rank rank;
    double number;
    const char *text;
    size_t length;
    uint64_t serial;
};

static struct key key_at(lua_State *L, int at)
{
    struct key k = {.rank = RANK_OTHER};
    int type = lua_type(L, at);
    if (type == LUA_TNUMBER) {
        k.rank = RANK_NUMBER;
        k.number = lua_tonumber(L, at);
        k.serial = lua_isinteger(L, at) ? (uint64_t)lua_tointeger(L, at) ^ (1ull << 63) : 0;
    } else if (type == LUA_TSTRING) {
        k.rank = RANK_TEXT;
        k.text = lua_tolstring(L, at, &k.length);
    } else if (type == LUA_TBOOLEAN) {
        k.rank = RANK_FLAG;
        k.serial = (uint64_t)lua_toboolean(L, at);
    } else if (type == LUA_TTABLE || (type == LUA_TFUNCTION && !lua_iscfunction(L, at))) {
        k.rank = RANK_BORN;
        k.serial = fence_serial(lua_topointer(L, at));
    }
    return k;
}

static int order(const struct key *a, const struct key *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->rank == RANK_NUMBER && a->number != b->number)
        return a->number < b->number ? -1 : 1;
    if (a->rank == RANK_TEXT) {
        size_t least = a->length < b->length ? a->length : b->length;
        int d = memcmp(a->text, b->text, least);
        return d ? d : (a->length > b->length) - (a->length < b->length);
    }
    return (a->serial > b->serial) - (a->serial < b->serial);
}

// next(t, k): the smallest key after k. One pass over the table.
static int next_in_order(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    bool first = lua_isnil(L, 2);
    struct key after = key_at(L, 2), best = {0};
    if (!first && after.rank == RANK_OTHER) // Lua's order from here on
        return lua_next(L, 1) ? 2 : (lua_pushnil(L), 1);
    bool found = false;
    lua_pushnil(L); // 3: the best key
    lua_pushnil(L); // 4: the key looked at
    while (lua_next(L, 1)) {
        struct key k = key_at(L, 4);
        if ((first || order(&k, &after) > 0) && (!found || order(&k, &best) < 0)) {
            found = true;
            best = k;
            lua_pushvalue(L, 4);
            lua_replace(L, 3);
        }
        lua_pop(L, 1);
    }
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    lua_settop(L, 3);
    lua_pushvalue(L, 3);
    lua_rawget(L, 1);
    return 2;
}

struct sorted {
    struct key key;
    lua_Integer place; // in the array of keys
};

static int order_sorted(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int d = order(&x->key, &y->key);
    return d ? d : (x->place > y->place) - (x->place < y->place);
}

// Upvalues: the table, the sorted keys, the place reached.
static int step(lua_State *L)
{
    lua_Integer place = lua_tointeger(L, lua_upvalueindex(3));
    lua_settop(L, 0);
    for (;;) {
        if (lua_rawgeti(L, lua_upvalueindex(2), ++place) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, 1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
            break; // else it was removed on the way
        lua_settop(L, 0);
    }
    lua_pushinteger(L, place);
    lua_copy(L, 3, lua_upvalueindex(3));
    lua_settop(L, 2);
    return 2;
}

static lua_Integer gather(lua_State *L, int keys)
{
    lua_Integer count = 0;
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, keys, ++count);
    }
    return count;
}

static int pairs_in_order(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_newtable(L); // 2: keys as Lua gives them
    lua_Integer count = gather(L, 2);
    struct sorted *sorted = lua_newuserdatauv(L, sizeof *sorted * (size_t)(count + 1), 0);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, 2, i + 1);
        sorted[i] = (struct sorted){key_at(L, -1), i + 1};
        lua_pop(L, 1); // the table at 2 keeps texts alive
    }
    qsort(sorted, (size_t)count, sizeof *sorted, order_sorted);
    lua_pushvalue(L, 1);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 0; i < count; i++) {
        lua_rawgeti(L, 2, sorted[i].place);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, step, 3);
    return 1;
}

void fence_open_pairs(lua_State *L)
{
    lua_register(L, "next", next_in_order);
    lua_register(L, "pairs", pairs_in_order);
}
