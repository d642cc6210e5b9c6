// Lua's tween: a number on its way. While one runs, draw is called every frame.
//
//   local t = tween.new(0, 1, 0.6, "out")
//   canvas:opacity(t:value())
#include "script/bind.h"

#include "scene/ease.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct tween {
    uint32_t tag, value;
    double from, to, start_s, seconds;
    enum ease ease;
};

static enum ease read_ease(lua_State *L, int at)
{
    enum ease ease = EASE_INOUT;
    if (lua_isnoneornil(L, at))
        return ease;
    const char *word = bind_string(L, at, NULL), *const *words = ease_words();
    if (ease_find(word, &ease))
        return ease;
    char all[256] = "";
    for (int i = 0; words[i]; i++) {
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s\"%s\"", i ? ", " : "", words[i]);
    }
    bind_error(L, "no ease \"%.20s\"; it can be %s", word, all);
    return ease;
}

static int tween_new(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    double from = bind_number(L, 1), to = bind_number(L, 2), seconds = bind_number(L, 3);
    enum ease ease = read_ease(L, 4);
    double delay_s = fmax(bind_number_or(L, 5, 0), 0);
    struct tween *t = bind_push_new(L, BIND_TWEEN, sizeof *t);
    t->from = from;
    t->to = to;
    t->start_s = inc->script->now_s + delay_s;
    t->seconds = fmax(seconds, 0);
    t->ease = ease;
    due_span(inc, t->start_s, t->start_s + t->seconds);
    return 1;
}

static int tween_value(lua_State *L)
{
    const struct tween *t = bind_self(L, BIND_TWEEN);
    const struct incarnation *inc = fence_user(L);
    double gone_s = inc->script->now_s - t->start_s;
    if (gone_s >= t->seconds)
        lua_pushnumber(L, t->to);
    else if (gone_s <= 0)
        lua_pushnumber(L, t->from);
    else
        lua_pushnumber(L, t->from + (t->to - t->from) * ease_at(t->ease, gone_s / t->seconds));
    return 1;
}

static int tween_done(lua_State *L)
{
    const struct tween *t = bind_self(L, BIND_TWEEN);
    const struct incarnation *inc = fence_user(L);
    lua_pushboolean(L, inc->script->now_s - t->start_s >= t->seconds);
    return 1;
}

static const struct bind_function functions[] = {
    {"tween.new", tween_new, "from, to, seconds, ease, delay"},
    {"tween:value", tween_value, ""},
    {"tween:done", tween_done, ""},
    {NULL, NULL, NULL},
};

const struct bind_table bind_tween = {.name = "tween", .tag = BIND_TWEEN, .functions = functions};
