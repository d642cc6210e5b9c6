// Lua's param: numbers that cues, timelines and operators move. Draw is due when one changes.
//
//   local glow = param.number("glow", { min = 0, max = 1, default = 0.2 })
//   canvas:opacity(glow:get())
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define VERB_SET 6 // enum show_verb of show/show.h; station.c compares
#define FARTHEST 1e6

struct range {
    double least, most, standard;
    bool given;
    char unit[CONTROL_UNIT];
};

static const struct bind_key range_keys[] = {
    {"min", BIND_REAL, .at = offsetof(struct range, least), .least = -FARTHEST, .most = FARTHEST},
    {"max", BIND_REAL, .at = offsetof(struct range, most), .least = -FARTHEST, .most = FARTHEST},
    {"default", BIND_REAL, .at = offsetof(struct range, standard), .least = -FARTHEST,
     .most = FARTHEST, .given = offsetof(struct range, given)},
    {"unit", BIND_STRING, .at = offsetof(struct range, unit), .size = CONTROL_UNIT},
    {.name = NULL},
};
static const struct bind_options range_options = {"ParamOptions", range_keys};

static struct controls *controls_of(const struct incarnation *inc)
{
    return &inc->script->scene->controls;
}

// "glow" of this stage, or a full name, as "facade/wall/glow".
static void full_name(lua_State *L, int at, char name[CONTROL_NAME])
{
    const struct incarnation *inc = fence_user(L);
    const char *word = bind_string(L, at, NULL);
    int length = strchr(word, '/')
                     ? snprintf(name, CONTROL_NAME, "%s", word)
                     : snprintf(name, CONTROL_NAME, "%s/%s/%s", inc->script->scene->station,
                                script_stage(inc)->id, word);
    if (length >= CONTROL_NAME || !control_is_name(name))
        bind_error(L,
                   "\"%.60s\" is no name of a parameter; lower-case letters, digits, - and _ "
                   "inside are allowed",
                   word);
}

static struct control *use(lua_State *L, int index)
{
    const struct incarnation *inc = fence_user(L);
    struct control *c = &controls_of(inc)->items[index];
    c->stages |= 1u << inc->stage;
    return c;
}

static int param_number(lua_State *L)
{
    struct range r = {.least = 0, .most = 1};
    char name[CONTROL_NAME];
    const struct incarnation *inc = fence_user(L);
    if (lua_type(L, 1) == LUA_TSTRING && strchr(lua_tostring(L, 1), '/'))
        bind_error(L, "a scene declares its own parameters; a name without \"/\" is allowed");
    full_name(L, 1, name);
    bind_read(L, 2, &range_options, &r);
    double standard = r.given ? r.standard : fmin(fmax(0, r.least), r.most);
    if (r.least >= r.most || standard < r.least || standard > r.most)
        bind_error(L,
                   "min %g, max %g, default %g; min under max and default between them are "
                   "allowed",
                   r.least, r.most, standard);
    int index = control_declare(controls_of(inc), name, r.least, r.most, standard, r.unit);
    if (index < 0)
        bind_error(L, "more than %d parameters at this station", CONTROLS_MAX);
    use(L, index);
    bind_push(L, BIND_PARAM, (uint32_t)index);
    return 1;
}

static int unknown(lua_State *L, const char *name)
{
    const struct incarnation *inc = fence_user(L);
    const struct controls *all = controls_of(inc);
    const char *words[CONTROLS_MAX + 1] = {NULL};
    for (int i = 0; i < all->count; i++)
        words[i] = all->items[i].name;
    const char *nearest = bind_nearest(name, words);
    return bind_error(L, "no parameter \"%.100s\" at this station%s%s%s", name,
                      nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                      nearest ? "\"?" : "");
}

static int param_get(lua_State *L)
{
    char name[CONTROL_NAME];
    const struct incarnation *inc = fence_user(L);
    full_name(L, 1, name);
    int index = control_find(controls_of(inc), name);
    if (index < 0)
        return unknown(L, name);
    lua_pushnumber(L, use(L, index)->value);
    return 1;
}

static int ask(lua_State *L, const char *name, double value, double over_s)
{
    struct incarnation *inc = fence_user(L);
    struct ask a = {.kind = ASK_SHOW,
                    .stage = inc->stage,
                    .verb = VERB_SET,
                    .value = fmin(fmax(value, -FARTHEST), FARTHEST),
                    .over_s = fmin(fmax(over_s, 0), 3600)};
    snprintf(a.name, sizeof a.name, "%s", name);
    if (!asks_put(&inc->script->scene->asks, &a))
        bind_tell(L, "more than %d asks in one frame; the rest are dropped", ASKS_MAX);
    return 0;
}

static int param_set(lua_State *L)
{
    char name[CONTROL_NAME];
    full_name(L, 1, name);
    return ask(L, name, bind_number(L, 2), bind_number_or(L, 3, 0));
}

static struct control *self(lua_State *L)
{
    const struct bind_handle *h = bind_self(L, BIND_PARAM);
    return use(L, (int)h->value);
}

static int handle_get(lua_State *L)
{
    lua_pushnumber(L, self(L)->value);
    return 1;
}

static int handle_set(lua_State *L)
{
    const struct control *c = self(L);
    return ask(L, c->name, bind_number(L, 2), bind_number_or(L, 3, 0));
}

static const struct bind_function functions[] = {
    {"param.number", param_number, "name, options"},  {"param.get", param_get, "name"},
    {"param.set", param_set, "name, value, seconds"}, {"param:get", handle_get, ""},
    {"param:set", handle_set, "value, seconds"},      {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&range_options, NULL};

const struct bind_table bind_param = {
    .name = "param", .tag = BIND_PARAM, .functions = functions, .options = options};
