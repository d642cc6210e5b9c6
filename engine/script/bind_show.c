// Lua's show: what reaches beyond the scene. Answered by the engine after the frame.
//
//   show.go("gesture", { id = "marteler-fer" })      -- another scene on this stage
//   show.send("chosen", { id = "marteler-fer" })     -- where installation.lua sends "chosen"
#include "script/bind.h"

#include <stdio.h>
#include <string.h>

static int put(lua_State *L, enum ask_kind kind)
{
    struct incarnation *inc = fence_user(L);
    size_t length;
    struct ask ask = {.kind = kind, .stage = inc->stage};
    const char *name = bind_string(L, 1, &length);
    bind_params(L, 2, &ask.params);
    if (length == 0 || length >= ASK_NAME)
        return bind_error(L, "names have 1 to %d letters", ASK_NAME - 1);
    snprintf(ask.name, sizeof ask.name, "%s", name);
    if (!asks_put(&inc->script->scene->asks, &ask))
        bind_tell(L, "more than %d asks in one frame; the rest are dropped", ASKS_MAX);
    return 0;
}

static int show_go(lua_State *L)
{
    return put(L, ASK_GO);
}

static int show_send(lua_State *L)
{
    return put(L, ASK_SEND);
}

static int show_now(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    lua_pushnumber(L, inc->script->now_s);
    return 1;
}

static int show_date(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    lua_pushstring(L, inc->script->desc.date ? inc->script->desc.date : "2026-01-01");
    return 1;
}

static const struct bind_function functions[] = {
    {"show.go", show_go, "scene, param"},
    {"show.send", show_send, "message, param"},
    {"show.now", show_now, ""},
    {"show.date", show_date, ""},
    {NULL, NULL, NULL},
};

const struct bind_table bind_show = {.name = "show", .functions = functions};
