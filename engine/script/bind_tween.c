// Lua's tween: a number on its way. While one runs, draw is called every frame.
//
//   local t = tween.new(0, 1, 0.6, "out")
//   canvas:opacity(t:value())
#include "script/bind.h"

#include "scene/tween.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct tween_object {
    uint32_t tag, value;
    struct tween tween;
    struct tween_key keys[2];
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
    struct tween_object *o = bind_push_new(L, BIND_TWEEN, sizeof *o);
    o->tween = (struct tween){.since_s = inc->script->now_s + delay_s, .keys = 2};
    o->keys[0] = (struct tween_key){.value = from};
    o->keys[1] = (struct tween_key){fmax(seconds, 0), to, ease};
    due_span(inc, o->tween.since_s, tween_rest_s(&o->tween, o->keys));
    return 1;
}

static int tween_value(lua_State *L)
{
    const struct tween_object *o = bind_self(L, BIND_TWEEN);
    const struct incarnation *inc = fence_user(L);
    lua_pushnumber(L, tween_at(&o->tween, o->keys, inc->script->now_s));
    return 1;
}

static int tween_done(lua_State *L)
{
    const struct tween_object *o = bind_self(L, BIND_TWEEN);
    const struct incarnation *inc = fence_user(L);
    lua_pushboolean(L, inc->script->now_s >= tween_rest_s(&o->tween, o->keys));
    return 1;
}

static const struct bind_function functions[] = {
    {"tween.new", tween_new, "from, to, seconds, ease, delay"},
    {"tween:value", tween_value, ""},
    {"tween:done", tween_done, ""},
    {NULL, NULL, NULL},
};

const struct bind_table bind_tween = {.name = "tween", .tag = BIND_TWEEN, .functions = functions};
