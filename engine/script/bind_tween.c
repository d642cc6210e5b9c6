// Lua's tween: a number on its way, a function of show time. Read in draw it is followed by draw,
// in every frame while it runs; given to the canvas it is followed by the engine.
//
//   local t = tween.new(0, 1, 0.6, "out")
//   canvas:opacity(t)
//   canvas:circle(100 + 50 * t:value(), 200, 8)
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct tween_object {
    uint32_t tag, value;
    uint32_t span;           // draw is called while it runs, until the engine follows it; 0: not
    struct tween tween;      //
    struct tween_key keys[]; // tween.keys of them
};

struct keys_options {
    bool loop, given;
    double since;
};

static const struct bind_key keys_keys[] = {
    {"loop", BIND_FLAG, .at = offsetof(struct keys_options, loop)},
    {"since", BIND_REAL, .at = offsetof(struct keys_options, since), .least = -1e9, .most = 1e9,
     .given = offsetof(struct keys_options, given)},
    {.name = NULL},
};
static const struct bind_options keys_options = {"KeysStyle", keys_keys};

// What stands at `at` as an ease.
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

static double since(lua_State *L, int at)
{
    const struct incarnation *inc = fence_user(L);
    return bind_number_or(L, at, inc->script->now_s);
}

static struct tween_object *push_tween(lua_State *L, const struct tween *t,
                                       const struct tween_key *keys)
{
    struct tween_object *o = bind_push_new(L, BIND_TWEEN, sizeof *o + t->keys * sizeof *o->keys);
    o->tween = *t;
    if (t->keys)
        memcpy(o->keys, keys, t->keys * sizeof *keys);
    return o;
}

static int tween_new(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    double from = bind_number(L, 1), to = bind_number(L, 2), seconds = bind_number(L, 3);
    enum ease ease = read_ease(L, 4);
    double delay_s = fmax(bind_number_or(L, 5, 0), 0);
    const struct tween t = {.since_s = inc->script->now_s + delay_s, .keys = 2};
    const struct tween_key keys[2] = {{0, from, EASE_LINEAR}, {fmax(seconds, 0), to, ease}};
    struct tween_object *o = push_tween(L, &t, keys);
    o->span = due_span(inc, t.since_s, tween_rest_s(&t, keys));
    return 1;
}

// The table on top of the stack: {seconds, value, ease}.
static struct tween_key read_key(lua_State *L, int number, const struct tween_key *before)
{
    struct tween_key key = {0};
    int is[2] = {0, 0}, at = lua_gettop(L);
    if (lua_type(L, at) != LUA_TTABLE)
        bind_error(L, "key %d is %s; a key is {seconds, value, ease}", number,
                   luaL_typename(L, at));
    lua_rawgeti(L, at, 1);
    lua_rawgeti(L, at, 2);
    lua_rawgeti(L, at, 3);
    key.at_s = lua_tonumberx(L, at + 1, &is[0]);
    key.value = lua_tonumberx(L, at + 2, &is[1]);
    if (!is[0] || !is[1] || !isfinite(key.at_s) || !isfinite(key.value))
        bind_error(L, "key %d needs two finite numbers: {seconds, value, ease}", number);
    if (key.at_s < (before ? before->at_s : 0))
        bind_error(L, "key %d is at %g s, which is before %s", number, key.at_s,
                   before ? "the key before it" : "0");
    key.ease = read_ease(L, at + 3);
    lua_settop(L, at);
    return key;
}

static int tween_keys(lua_State *L)
{
    struct tween_key keys[TWEEN_KEYS];
    struct keys_options o = {0};
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_wrong(L, 1, "a table of keys {{seconds, value, ease}, …}");
    bind_read(L, 2, &keys_options, &o);
    lua_Unsigned count = lua_rawlen(L, 1);
    if (count < 1 || count > TWEEN_KEYS)
        return bind_error(L, "1 to %d keys are allowed, got %d", TWEEN_KEYS, (int)count);
    for (int i = 0; i < (int)count; i++) {
        lua_rawgeti(L, 1, i + 1);
        keys[i] = read_key(L, i + 1, i ? &keys[i - 1] : NULL);
        lua_pop(L, 1);
    }
    const struct incarnation *inc = fence_user(L);
    push_tween(L,
               &(struct tween){.since_s = o.given ? o.since : inc->script->now_s,
                               .keys = (uint16_t)count,
                               .looping = o.loop},
               keys);
    return 1;
}

static int tween_turn(lua_State *L)
{
    double from = bind_number(L, 1), speed = bind_number(L, 2);
    push_tween(L, &(struct tween){.since_s = since(L, 3), .value = from, .speed = speed}, NULL);
    return 1;
}

static int tween_sine(lua_State *L)
{
    double middle = bind_number(L, 1), swing = bind_number(L, 2), period_s = bind_number(L, 3);
    if (!(period_s >= 1e-3))
        return bind_error(L, "a period is 0.001 s at least, got %g", period_s);
    push_tween(L,
               &(struct tween){
                   .since_s = since(L, 4), .value = middle, .swing = swing, .period_s = period_s},
               NULL);
    return 1;
}

// What is read while it runs wants draw again: in the next frame, or when it begins.
static int tween_value(lua_State *L)
{
    const struct tween_object *o = bind_self(L, BIND_TWEEN);
    struct incarnation *inc = fence_user(L);
    double now_s = inc->script->now_s;
    if (!o->span && now_s < o->tween.since_s)
        due_timer(inc, o->tween.since_s);
    else if (!o->span && now_s < tween_rest_s(&o->tween, o->keys))
        due_again(inc);
    lua_pushnumber(L, tween_at(&o->tween, o->keys, now_s));
    return 1;
}

static int tween_done(lua_State *L)
{
    const struct tween_object *o = bind_self(L, BIND_TWEEN);
    struct incarnation *inc = fence_user(L);
    double rest_s = tween_rest_s(&o->tween, o->keys);
    bool done = inc->script->now_s >= rest_s;
    if (!done && !o->span && isfinite(rest_s))
        due_timer(inc, rest_s);
    lua_pushboolean(L, done);
    return 1;
}

struct bind_moving bind_moving(lua_State *L, int at)
{
    struct incarnation *inc = fence_user(L);
    if (lua_type(L, at) != LUA_TUSERDATA) {
        double value = bind_number(L, at);
        return (struct bind_moving){.tween = {.value = value}};
    }
    bind_object(L, at, BIND_TWEEN);
    struct tween_object *o = lua_touserdata(L, at);
    due_drop(inc, o->span);
    o->span = 0;
    return (struct bind_moving){o->tween, o->keys, true};
}

static const struct bind_function functions[] = {
    {"tween.new", tween_new, "from, to, seconds, ease, delay"},
    {"tween.keys", tween_keys, "keys, style"},
    {"tween.turn", tween_turn, "from, speed, since"},
    {"tween.sine", tween_sine, "middle, swing, period, since"},
    {"tween:value", tween_value, ""},
    {"tween:done", tween_done, ""},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&keys_options, NULL};

const struct bind_table bind_tween = {
    .name = "tween", .tag = BIND_TWEEN, .functions = functions, .options = options};
