// Lua's osc: other programs, named in installation.lua, are told something.
//
//   osc.send("lumiere", "/cue/fire", 12)
#include "script/bind.h"

#include <stdio.h>
#include <string.h>

static void check_address(lua_State *L, const char *address, size_t length)
{
    if (address[0] != '/' || length >= ASK_LONG || strlen(address) != length ||
        strpbrk(address, " #*,?[]{}"))
        bind_error(L,
                   "\"%.60s\" is no address; \"/words/and/slashes\" of at most %d letters are "
                   "allowed",
                   address, ASK_LONG - 1);
}

static void read_value(lua_State *L, int at, struct params *values)
{
    char key[PARAM_KEY];
    snprintf(key, sizeof key, "%d", at - 2);
    bool fits = false;
    if (lua_type(L, at) == LUA_TBOOLEAN)
        fits = params_bool(values, key, lua_toboolean(L, at));
    else if (lua_type(L, at) == LUA_TSTRING)
        fits = params_text(values, key, bind_string(L, at, NULL));
    else
        fits = params_number(values, key, bind_number(L, at));
    if (!fits)
        bind_error(L, "at most %d values, and texts under %d bytes", PARAMS_MAX, PARAM_TEXT_SIZE);
}

static int osc_send(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct ask ask = {.kind = ASK_OSC, .stage = inc->stage};
    size_t length;
    const char *target = bind_string(L, 1, NULL), *address = bind_string(L, 2, &length);
    check_address(L, address, length);
    for (int at = 3; at <= lua_gettop(L); at++)
        read_value(L, at, &ask.params);
    const char *const *known = inc->script->desc.osc;
    while (known && *known && strcmp(*known, target) != 0)
        known++;
    if (!known || !*known) {
        const char *nearest = known ? bind_nearest(target, inc->script->desc.osc) : NULL;
        bind_tell(L,
                  "no osc \"%.60s\" in installation.lua; %s%s%sadd `osc = { %.60s = { to = "
                  "\"host:port\" } }` there",
                  target, nearest ? "did you mean \"" : "", nearest ? nearest : "",
                  nearest ? "\"? Or " : "", target);
        return 0;
    }
    snprintf(ask.name, sizeof ask.name, "%s", address);
    snprintf(ask.target, sizeof ask.target, "%s", target);
    if (!asks_put(&inc->script->scene->asks, &ask))
        bind_tell(L, "more than %d asks in one frame; the rest are dropped", ASKS_MAX);
    return 0;
}

static const struct bind_function functions[] = {
    {"osc.send", osc_send, "target, address, ..."},
    {NULL, NULL, NULL},
};

const struct bind_table bind_osc = {.name = "osc", .functions = functions};
