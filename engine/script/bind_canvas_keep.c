// Lua's canvas: what looks the same in frame after frame is laid again without being drawn.
//
//   canvas:keep("keys", theme.version, draw_keys, x, y, capital)     -- draw_keys(x, y, capital)
#include "script/bind.h"

#include "scene/piece.h"

#include <stdlib.h>
#include <string.h>

#define ARGUMENTS 12
#define GIVEN 3 // the index of `version`; the function and its arguments follow

// One piece a name; in the registry's table of them its arguments, [0] its place here.
struct script_piece {
    struct piece piece;
    int arguments;
};

struct script_pieces {
    int count;
    struct script_piece items[SCRIPT_PIECES];
};

static const char pieces_key;

void keep_finish(struct incarnation *inc)
{
    for (int i = 0; inc->pieces && i < inc->pieces->count; i++)
        piece_finish(&inc->pieces->items[i].piece);
    free(inc->pieces);
    inc->pieces = NULL;
}

static void push_pieces(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &pieces_key) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &pieces_key);
    }
}

// The piece of a name, its table of arguments on the stack; a new one where there is room, NULL
// else.
static struct script_piece *piece_of(lua_State *L, struct incarnation *inc)
{
    struct script_pieces *all = inc->pieces;
    push_pieces(L);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        lua_rawgeti(L, -1, 0);
        int at = (int)lua_tointeger(L, -1);
        lua_pop(L, 1);
        lua_remove(L, -2);
        return &all->items[at];
    }
    if (all->count >= SCRIPT_PIECES)
        return NULL;
    lua_pop(L, 1);
    lua_createtable(L, ARGUMENTS + 2, 1);
    lua_pushinteger(L, all->count);
    lua_rawseti(L, -2, 0);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
    lua_remove(L, -2);
    return &all->items[all->count++];
}

// `table`: what it was drawn with.
static bool is_as_it_was(lua_State *L, const struct script_piece *p, int table, int arguments)
{
    bool same = p->arguments == arguments;
    for (int i = 0; same && i < arguments + 2; i++) {
        lua_rawgeti(L, table, i + 1);
        same = lua_rawequal(L, -1, GIVEN + i);
        lua_pop(L, 1);
    }
    return same;
}

static void note(lua_State *L, struct script_piece *p, int table, int arguments)
{
    int most = arguments > p->arguments ? arguments : p->arguments;
    for (int i = 0; i < most + 2; i++) {
        if (i < arguments + 2)
            lua_pushvalue(L, GIVEN + i);
        else
            lua_pushnil(L);
        lua_rawseti(L, table, i + 1);
    }
    p->arguments = arguments;
}

static void call(lua_State *L, int arguments)
{
    for (int i = 0; i <= arguments; i++)
        lua_pushvalue(L, GIVEN + 1 + i);
    lua_call(L, arguments, 0);
}

static bool lay_again(const struct piece *p, struct script_laying *laying)
{
    struct drawlist *l = laying->list;
    if (memcmp(&p->around, &laying->state, sizeof p->around) != 0 || !piece_lay(p, l))
        return false;
    if (p->list.command_count > 0)
        laying->laid =
            memcmp(&l->states[l->state_count - 1], &laying->state, sizeof laying->state) == 0;
    return true;
}

// Of all that the scene keeps, with what this piece would then have. What there is no room for is
// drawn each time, and gives back what it had.
static bool has_room(lua_State *L, struct script_pieces *all, struct piece *p,
                     const struct drawlist *l, const struct piece_mark *since)
{
    size_t bytes = piece_need(p, l, since) - p->bytes;
    for (int i = 0; i < all->count; i++)
        bytes += all->items[i].piece.bytes;
    if (bytes <= SCRIPT_PIECES_BYTES)
        return true;
    piece_finish(p);
    bind_tell(L,
              "\"%s\" is drawn each time: a scene keeps %u MiB of pieces at most; keep what is "
              "shown often, not what is large",
              lua_tostring(L, 2), SCRIPT_PIECES_BYTES >> 20);
    return false;
}

static void draw(lua_State *L, struct incarnation *inc, struct piece *p, int arguments)
{
    struct script_laying *laying = &inc->laying;
    const struct piece_mark since = piece_mark(laying->list);
    const struct draw_state around = laying->state;
    int depth = laying->depth;
    p->whole = false; // where the call ends by an error
    call(L, arguments);
    if (laying->depth == depth && memcmp(&laying->state, &around, sizeof around) == 0 &&
        has_room(L, inc->pieces, p, laying->list, &since))
        piece_take(p, laying->list, &since, &around);
}

static int canvas_keep(lua_State *L)
{
    size_t length = 0;
    struct incarnation *inc = canvas_begin(L);
    struct script_laying *laying = &inc->laying;
    bind_string(L, 2, &length);
    if (lua_type(L, GIVEN + 1) != LUA_TFUNCTION)
        bind_wrong(L, GIVEN + 1, "a function");
    int arguments = lua_gettop(L) - GIVEN - 1, table = lua_gettop(L) + 1;
    if (arguments > ARGUMENTS)
        return bind_error(L, "%d arguments at most, got %d", ARGUMENTS, arguments);
    luaL_checkstack(L, ARGUMENTS + 8, NULL);
    if (!inc->pieces)
        inc->pieces = calloc(1, sizeof *inc->pieces);
    struct script_piece *p = inc->pieces && !laying->onto ? piece_of(L, inc) : NULL;
    if (!p) {
        call(L, arguments);
        lua_pushboolean(L, false);
        return 1;
    }
    bool again = is_as_it_was(L, p, table, arguments) && lay_again(&p->piece, laying);
    if (!again) {
        note(L, p, table, arguments);
        draw(L, inc, &p->piece, arguments);
    }
    lua_pushboolean(L, again);
    return 1;
}

static const struct bind_function functions[] = {
    {"canvas:keep", canvas_keep, "name, version, draw, ..."},
    {NULL, NULL, NULL},
};

const struct bind_table bind_canvas_keep = {.name = "canvas",
                                            .tag = BIND_CANVAS,
                                            .functions = functions};
