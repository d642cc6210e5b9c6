// Lua's show, its cues: the operator's verbs, and where the show stands. Answered after the frame.
//
//   show.cue("salut")                                -- a cue by name; without one: GO
//   if show.state().cue == "salut" then … end
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_S 3600 // of PANIC and RESUME, as over OSC

// enum show_verb of show/show.h, which script/ does not see; station.c compares.
enum { VERB_GO, VERB_BACK, VERB_CUE, VERB_LIST, VERB_PANIC, VERB_RESUME };

static int ask(lua_State *L, int verb, const char *name, double over_s)
{
    struct incarnation *inc = fence_user(L);
    struct ask a = {
        .kind = ASK_SHOW, .stage = inc->stage, .verb = verb, .over_s = fmin(over_s, LONGEST_S)};
    snprintf(a.name, sizeof a.name, "%s", name);
    if (!asks_put(&inc->script->scene->asks, &a))
        bind_tell(L, "more than %d asks in one frame; the rest are dropped", ASKS_MAX);
    return 0;
}

static int ask_named(lua_State *L, int verb, const char *kind, const char *const *names)
{
    const char *name = bind_string(L, 1, NULL);
    for (const char *const *n = names; n && *n; n++)
        if (strcmp(*n, name) == 0)
            return ask(L, verb, name, -1);
    const char *nearest = names ? bind_nearest(name, names) : NULL;
    bind_tell(L, "no %s \"%.60s\" in show.lua%s%s%s", kind, name,
              nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
    return 0;
}

static int show_cue(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    if (lua_isnoneornil(L, 1))
        return ask(L, VERB_GO, "", -1);
    return ask_named(L, VERB_CUE, "cue", inc->script->desc.cues);
}

static int show_list(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    return ask_named(L, VERB_LIST, "list", inc->script->desc.lists);
}

static int show_back(lua_State *L)
{
    return ask(L, VERB_BACK, "", -1);
}

static int show_panic(lua_State *L)
{
    return ask(L, VERB_PANIC, "", bind_number_or(L, 1, -1));
}

static int show_resume(lua_State *L)
{
    return ask(L, VERB_RESUME, "", bind_number_or(L, 1, -1));
}

static void set_text(lua_State *L, const char *key, const char *text)
{
    if (!*text)
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, key);
}

static int show_state(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct show_facts *facts = &inc->script->scene->show;
    lua_createtable(L, 0, 6);
    set_text(L, "cue", facts->cue);
    set_text(L, "next", facts->next);
    set_text(L, "list", facts->list);
    lua_pushnumber(L, facts->since_s);
    lua_setfield(L, -2, "since");
    if (facts->coming_in >= 0) {
        lua_pushnumber(L, facts->coming_in);
        lua_setfield(L, -2, "coming_in");
    }
    lua_pushboolean(L, facts->dark);
    lua_setfield(L, -2, "panic");
    return 1;
}

static const struct bind_function functions[] = {
    {"show.cue", show_cue, "id"},
    {"show.back", show_back, ""},
    {"show.list", show_list, "id"},
    {"show.panic", show_panic, "seconds"},
    {"show.resume", show_resume, "seconds"},
    {"show.state", show_state, ""},
    {NULL, NULL, NULL},
};
static const char *const state_fields[] = {"cue",       "next",  "list", "since",
                                           "coming_in", "panic", NULL};
static const struct bind_class classes[] = {{"ShowState", state_fields}, {NULL, NULL}};

const struct bind_table bind_show_cue = {.name = "show",
                                         .functions = functions,
                                         .classes = classes};
