// Lua's show, the other stations: what they are called, to whom one gives itself, giving it back.
//
//   local hold = show.held("facade")                 -- nil while it is free
//   if hold and hold.place then … hold.left … end
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LATE_S 1 // a station's word may come this late

static const struct hold *find(const struct scene *scene, const char *station)
{
    for (int i = 0; i < HOLDS; i++)
        if (scene->holds[i].station[0] && strcmp(scene->holds[i].station, station) == 0)
            return &scene->holds[i];
    return NULL;
}

// -1: there is none of that name.
static int station_find(const struct script *s, const char *station)
{
    const char *const *stations = s->desc.stations;
    for (int i = 0; stations && stations[i]; i++)
        if (strcmp(stations[i], station) == 0)
            return i;
    return -1;
}

// One that nobody can hold is always free.
static void tell_unknown(lua_State *L, const char *station)
{
    const struct incarnation *inc = fence_user(L);
    const char *const *stations = inc->script->desc.stations;
    if (!stations || station_find(inc->script, station) >= 0)
        return;
    const char *nearest = bind_nearest(station, stations);
    bind_tell(L, "no station \"%.60s\" in installation.lua%s%s%s", station,
              nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

// 1..n: the stage's choice waits there; 0: it does not.
static int place_of(const struct hold *h, const char *who)
{
    for (int i = 0; i < h->waiting; i++)
        if (strcmp(h->who[i], who) == 0)
            return i + 1;
    return 0;
}

static int show_held(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct scene *scene = inc->script->scene;
    const char *station = bind_string(L, 1, NULL);
    const struct hold *h = find(scene, station);
    char me[HOLD_WHO];
    if (!h)
        tell_unknown(L, station);
    lua_pushnil(L);
    if (!h || !h->held || inc->script->now_s > h->until_s + LATE_S)
        return 1;
    snprintf(me, sizeof me, "%s/%s", scene->station, scene->stages[inc->stage].id);
    bool mine = strcmp(h->by, me) == 0;
    int place = place_of(h, me);
    lua_createtable(L, 0, 5);
    lua_pushstring(L, h->by);
    lua_setfield(L, -2, "by");
    lua_pushboolean(L, mine);
    lua_setfield(L, -2, "mine");
    lua_pushnumber(L, fmax(h->until_s - inc->script->now_s, 0));
    lua_setfield(L, -2, "left");
    lua_pushinteger(L, h->waiting);
    lua_setfield(L, -2, "waiting");
    if (mine || place) {
        lua_pushinteger(L, place);
        lua_setfield(L, -2, "place");
    }
    return 1;
}

// Of the installation's messages; -1: none of that name, which is told. Not needed, for a house
// may do without it: told only where it looks misspelt.
static int message_find(lua_State *L, const char *name, bool needed)
{
    const struct incarnation *inc = fence_user(L);
    const char *const *messages = inc->script->desc.messages;
    for (int i = 0; messages && messages[i]; i++)
        if (strcmp(messages[i], name) == 0)
            return i;
    const char *nearest = messages ? bind_nearest(name, messages) : NULL;
    if (!nearest && !needed)
        return -1;
    bind_tell(L, "no message \"%.60s\" in installation.lua%s%s%s", name,
              nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
    return -1;
}

static int show_release(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct ask ask = {.kind = ASK_RELEASE, .stage = inc->stage};
    const char *name = bind_string(L, 1, NULL);
    if (inc->script->desc.messages && message_find(L, name, true) < 0)
        return 0;
    snprintf(ask.name, sizeof ask.name, "%s", name);
    if (!asks_put(&inc->script->scene->asks, &ask))
        bind_tell(L, "more than %d asks in one frame; the rest are dropped", ASKS_MAX);
    return 0;
}

static int show_hearers(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct script_desc *desc = &inc->script->desc;
    const char *name = bind_string(L, 1, NULL);
    int n = desc->messages ? message_find(L, name, false) : -1, count = 0;
    lua_createtable(L, 4, 0);
    for (int i = 0; n >= 0 && desc->hearers && desc->hearers[n][i]; i++) {
        if (strcmp(desc->hearers[n][i], inc->script->scene->station) == 0)
            continue;
        lua_pushstring(L, desc->hearers[n][i]);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

static int show_title(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct script *s = inc->script;
    const char *station = bind_string(L, 1, NULL);
    int n = station_find(s, station), languages = s->desc.language_count;
    lua_pushnil(L);
    if (n < 0 || !s->desc.titles) // a program that speaks OSC has no title
        return 1;
    lua_createtable(L, 0, languages);
    for (int i = 0; i < languages; i++) {
        const char *title = s->desc.titles[n * languages + i];
        if (!*title)
            continue;
        lua_pushstring(L, title);
        lua_setfield(L, -2, s->desc.languages[i]);
    }
    return 1;
}

static const struct bind_function functions[] = {
    {"show.held", show_held, "station"},
    {"show.release", show_release, "message"},
    {"show.title", show_title, "station"},
    {"show.hearers", show_hearers, "message"},
    {NULL, NULL, NULL},
};
static const char *const held_fields[] = {"by", "mine", "left", "place", "waiting", NULL};
static const struct bind_class classes[] = {{"Held", held_fields}, {NULL, NULL}};

const struct bind_table bind_show_held = {.name = "show",
                                          .functions = functions,
                                          .classes = classes};
