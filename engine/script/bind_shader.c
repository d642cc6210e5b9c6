// Lua's shader: a curator's own fragment shader.
//
//   local glow = shader.open("glow.frag")
//   canvas:shader(glow, 0, 0, 1920, 1080, { warmth = 0.4, tint = "#e8b04a", picture = photo })
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int shader_open(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    const char *name = bind_string(L, 1, NULL);
    media_handle h = bind_media_open(L, MEDIA_SHADER, name);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (m)
        m->silent = true;
    bind_push(L, BIND_SHADER, h);
    return 1;
}

static int shader_ready(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_SHADER);
    lua_pushboolean(L, m && m->state == MEDIA_READY);
    return 1;
}

static bool is_media(lua_State *L, int at)
{
    if (lua_type(L, at) != LUA_TUSERDATA)
        return false;
    uint32_t tag = *(const uint32_t *)lua_touserdata(L, at);
    return tag == BIND_PICTURE || tag == BIND_FILM;
}

// The value on top of the stack.
static void read_uniform(lua_State *L, const char *key, struct draw_uniform *u)
{
    int at = lua_gettop(L);
    if (lua_type(L, at) == LUA_TNUMBER || lua_type(L, at) == LUA_TBOOLEAN) {
        u->size = 1;
        u->value[0] = lua_isboolean(L, at) ? (float)lua_toboolean(L, at) : bind_point(L, at);
    } else if (is_media(L, at)) {
        u->media = ((const struct bind_handle *)lua_touserdata(L, at))->value;
    } else if (lua_type(L, at) == LUA_TSTRING) {
        struct color c = bind_color(L, at);
        memcpy(u->value, &c, sizeof c);
        u->size = 4;
    } else if (lua_type(L, at) == LUA_TTABLE && lua_rawlen(L, at) >= 1 && lua_rawlen(L, at) <= 4) {
        u->size = (int)lua_rawlen(L, at);
        for (int i = 0; i < u->size; i++) {
            lua_rawgeti(L, at, i + 1);
            if (lua_type(L, -1) != LUA_TNUMBER)
                bind_error(L, "%s[%d] is not a number", key, i + 1);
            u->value[i] = (float)lua_tonumber(L, -1);
            lua_pop(L, 1);
        }
    } else {
        bind_error(L,
                   "%s is %s; it can be a number, { 1 to 4 numbers }, a colour, true, false, a "
                   "picture or a film",
                   key, luaL_typename(L, at));
    }
}

static int by_name(const struct draw_uniform *a, const struct draw_uniform *b)
{
    return strcmp(a->name, b->name);
}

static void read_uniforms(lua_State *L, int at, struct draw_shade *shade)
{
    int pictures = 0;
    if (lua_isnoneornil(L, at))
        return;
    if (lua_type(L, at) != LUA_TTABLE)
        bind_wrong(L, at, "a table of the shader's uniforms");
    lua_pushnil(L);
    while (lua_next(L, at)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        if (!key[0] || strlen(key) >= SHADE_NAME - 2)
            bind_error(L, "uniforms have names of 1 to %d letters", SHADE_NAME - 3);
        if (shade->count == SHADE_UNIFORMS)
            bind_error(L, "a shader takes %d uniforms at most", SHADE_UNIFORMS);
        struct draw_uniform *u = &shade->uniforms[shade->count++];
        snprintf(u->name, sizeof u->name, "%s", key);
        read_uniform(L, key, u);
        pictures += u->size == 0;
        lua_pop(L, 1);
    }
    if (pictures > SHADE_PICTURES)
        bind_error(L, "a shader takes %d pictures and films at most", SHADE_PICTURES);
    // Lua's order of keys differs from process to process; the list must not.
    for (int i = 1; i < shade->count; i++) {
        for (int k = i; k > 0 && by_name(&shade->uniforms[k - 1], &shade->uniforms[k]) > 0; k--) {
            struct draw_uniform swapped = shade->uniforms[k];
            shade->uniforms[k] = shade->uniforms[k - 1];
            shade->uniforms[k - 1] = swapped;
        }
    }
}

static int canvas_shader(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct draw_shade shade;
    memset(&shade, 0, sizeof shade); // lists are compared byte by byte
    shade.shader = bind_object(L, 2, BIND_SHADER);
    for (int i = 0; i < 4; i++)
        shade.at[i] = bind_point(L, 3 + i);
    read_uniforms(L, 7, &shade);
    const struct media *m = media_find(&inc->script->scene->media, shade.shader);
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_shade(l, &shade))
        canvas_refused(L, inc, 0, 0);
    else if (m && m->moves)
        drawlist_moves(l, inc->script->now_s, INFINITY);
    return 0;
}

static const struct bind_function functions[] = {
    {"shader.open", shader_open, "name"},
    {"shader:ready", shader_ready, ""},
    {NULL, NULL, NULL},
};
static const struct bind_function canvas_functions[] = {
    {"canvas:shader", canvas_shader, "shader, x, y, w, h, uniforms"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_shader = {.name = "shader",
                                       .tag = BIND_SHADER,
                                       .functions = functions};
const struct bind_table bind_canvas_shader = {.name = "canvas",
                                              .tag = BIND_CANVAS,
                                              .functions = canvas_functions};
