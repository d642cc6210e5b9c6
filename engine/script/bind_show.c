// Lua's show: what reaches beyond the scene. Answered by the engine after the frame.
//
//   show.go("gesture", { id = "marteler-fer" })      -- another scene on this stage
//   show.send("chosen", { id = "marteler-fer" })     -- where installation.lua sends "chosen"
#include "script/bind.h"

#include <stdio.h>
#include <string.h>

static void read_ask(lua_State *L, struct ask *ask)
{
    const struct incarnation *inc = fence_user(L);
    size_t length;
    const char *name = bind_string(L, 1, &length);
    ask->stage = inc->stage;
    bind_params(L, 2, &ask->params);
    if (length == 0 || length >= ASK_NAME)
        bind_error(L, "names have 1 to %d letters", ASK_NAME - 1);
    snprintf(ask->name, sizeof ask->name, "%s", name);
}

static int put(lua_State *L, const struct ask *ask)
{
    struct incarnation *inc = fence_user(L);
    if (!asks_put(&inc->script->scene->asks, ask))
        bind_tell(L, "more than %d asks in one frame; the rest are dropped", ASKS_MAX);
    return 0;
}

struct go_options {
    int transition;
    double duration, soft;
    char mask[TRANSITION_MASK];
    bool said, timed;
};

static const char *const transitions[] = {[TRANSITION_CUT] = "cut",
                                          [TRANSITION_FADE] = "fade",
                                          [TRANSITION_BLACK] = "black",
                                          [TRANSITION_WIPE] = "wipe",
                                          NULL};
static const struct bind_key go_keys[] = {
    {"transition", BIND_WORD, .at = offsetof(struct go_options, transition), .words = transitions,
     .given = offsetof(struct go_options, said)},
    {"duration", BIND_REAL, .at = offsetof(struct go_options, duration),
     .most = TRANSITION_LONGEST_S, .given = offsetof(struct go_options, timed)},
    {"mask", BIND_STRING, .at = offsetof(struct go_options, mask), .size = TRANSITION_MASK},
    {"soft", BIND_CLAMP, .at = offsetof(struct go_options, soft), .most = 1},
    {.name = NULL},
};
static const struct bind_options go_options = {"GoOptions", go_keys};

// A duration alone means a fade, a mask alone a wipe.
static void read_how(lua_State *L, int at, struct transition *how)
{
    struct go_options o = {.duration = 1, .soft = 0.1};
    bind_read(L, at, &go_options, &o);
    const struct incarnation *inc = fence_user(L);
    const struct script_files *files = &inc->script->desc.files;
    char path[MEDIA_PATH];
    struct fault f;
    if (!o.said && (o.timed || o.mask[0]))
        o.transition = o.mask[0] ? TRANSITION_WIPE : TRANSITION_FADE;
    if (o.mask[0] && !files->find(files->user, inc->folder, o.mask, path, sizeof path, &f)) {
        bind_tell(L, "%s; the wipe goes from left to right", f.text);
        o.mask[0] = 0;
    }
    how->kind = (enum transition_kind)o.transition;
    how->duration_s = (float)o.duration;
    how->soft = (float)o.soft;
    memcpy(how->mask, o.mask, sizeof how->mask);
}

static int show_go(lua_State *L)
{
    struct ask ask = {.kind = ASK_GO};
    char folder[MEDIA_PATH];
    struct fault f;
    read_ask(L, &ask);
    read_how(L, 3, &ask.how);
    const struct incarnation *inc = fence_user(L);
    const struct script_files *files = &inc->script->desc.files;
    if (files->scene(files->user, ask.name, folder, sizeof folder, &f))
        return put(L, &ask);
    bind_tell(L, "%s; this scene goes on", f.text);
    return 0;
}

static bool is_among(const char *name, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(name, *words) == 0)
            return true;
    return false;
}

// A station for the example: another one, if there is one.
static const char *hearer(const struct script *s)
{
    const char *const *station = s->desc.stations;
    while (station && *station && strcmp(*station, s->scene->station) == 0)
        station++;
    return station && *station ? *station : s->scene->station;
}

static int tell_undeclared(lua_State *L, const char *name)
{
    const struct incarnation *inc = fence_user(L);
    const struct script *s = inc->script;
    const char *nearest = bind_nearest(name, s->desc.messages), *c = name;
    while ((*c >= 'a' && *c <= 'z') || (c > name && ((*c >= '0' && *c <= '9') || *c == '_')))
        c++;
    bool plain = *c == 0;
    bind_tell(L,
              "no message \"%s\" in installation.lua, so nobody hears it; %s%s%sadd "
              "`messages = { %s%s%s = { to = { \"%s\" } } }` there",
              name, nearest ? "did you mean \"" : "", nearest ? nearest : "",
              nearest ? "\"? Or " : "", plain ? "" : "[\"", name, plain ? "" : "\"]", hearer(s));
    return 0;
}

static int show_send(lua_State *L)
{
    struct ask ask = {.kind = ASK_SEND};
    read_ask(L, &ask);
    const struct incarnation *inc = fence_user(L);
    const char *const *messages = inc->script->desc.messages;
    if (messages && !is_among(ask.name, messages))
        return tell_undeclared(L, ask.name);
    return put(L, &ask);
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
    {"show.go", show_go, "scene, param, options"},
    {"show.send", show_send, "message, param"},
    {"show.now", show_now, ""},
    {"show.date", show_date, ""},
    {NULL, NULL, NULL},
};

static const struct bind_options *const options[] = {&go_options, NULL};

const struct bind_table bind_show = {.name = "show", .functions = functions, .options = options};
