// Into the scene's functions: arguments are made inside the fence, so that a scene that has used up
// its memory fails there.
//
//   function scene.touch(e) if e.kind == "tap" then show.go("gesture", { id = "marteler" }) end end
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char scene_key, event_key; // their addresses are keys of the Lua registry

static const char *const call_names[SCRIPT_CALLS] = {"enter", "leave",  "touch",
                                                     "hear",  "update", "draw"};

static const char *const event_names[] = {
    [EVENT_DOWN] = "down",       [EVENT_MOVE] = "move",         [EVENT_UP] = "up",
    [EVENT_TAP] = "tap",         [EVENT_DOUBLE] = "double",     [EVENT_HOLD] = "hold",
    [EVENT_DRAG] = "drag",       [EVENT_SWIPE] = "swipe",       [EVENT_PINCH] = "pinch",
    [EVENT_ROTATE] = "rotate",   [EVENT_OBJECT] = "object",     [EVENT_KEY] = "key",
    [EVENT_MESSAGE] = "message", [EVENT_MEDIA_ENDED] = "ended", [EVENT_MEDIA_READY] = "ready",
    [EVENT_CUE] = "cue",         [EVENT_FOUND] = "found",       [EVENT_VISIT] = "visit",
    [EVENT_HELD] = "held",       [EVENT_WRITTEN] = "written"};

static const char *const phase_names[] = {
    [EVENT_BEGIN] = "begin", [EVENT_UPDATE] = "update", [EVENT_END] = "end"};
static const char *const direction_names[] = {[EVENT_RIGHTWARDS] = "right",
                                              [EVENT_DOWNWARDS] = "down",
                                              [EVENT_LEFTWARDS] = "left",
                                              [EVENT_UPWARDS] = "up"};

static const char *const touch_fields[] = {"kind",    "x",         "y",     "dx",     "dy",
                                           "start_x", "start_y",   "id",    "time",   "on",
                                           "phase",   "other",     "scale", "angle",  "cancelled",
                                           "dscale",  "dangle",    "speed", "object", "width",
                                           "height",  "direction", NULL};
static const char *const heard_fields[] = {"kind",  "time",  "name",  "from", "stage",
                                           "param", "media", "fault", NULL};
static const char *const scene_fields[] = {"enter",  "leave", "touch", "hear",
                                           "update", "draw",  NULL};
static const struct bind_class event_classes[] = {
    {"Touch", touch_fields}, {"Heard", heard_fields}, {"Scene", scene_fields}, {NULL, NULL}};
static const struct bind_function event_functions[] = {{"require", load_require, "name"},
                                                       {NULL, NULL, NULL}};
const struct bind_table bind_event = {.name = "scene",
                                      .functions = event_functions,
                                      .classes = event_classes};

struct call {
    enum script_call which;
    const struct event *event;
    double dt_s, now_s;
    const struct media *media; // of an event
    struct claims *claims;     // of the stage
    const char *fault;         // of EVENT_WRITTEN
    char place[SCRIPT_NAME];   // file:line of the function, once it is called
};

const void *call_scene_key(void)
{
    return &scene_key;
}

double call_budget_s(const struct incarnation *inc, enum script_call which)
{
    double call_s = inc->script->desc.call_s > 0 ? inc->script->desc.call_s : FENCE_CALL_S;
    return which == CALL_ENTER && call_s < FENCE_ENTER_S ? FENCE_ENTER_S : call_s;
}

static void set_number(lua_State *L, const char *key, double value)
{
    lua_pushnumber(L, value);
    lua_setfield(L, -2, key);
}

static void set_text(lua_State *L, const char *key, const char *value)
{
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
}

// A field of an event that is not there: nil when events have it, else an error.
static int event_field(lua_State *L)
{
    const char *words[40];
    int count = 0;
    const char *field = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (const struct bind_class *c = event_classes; c < event_classes + 2; c++)
        for (const char *const *f = c->fields; *f; f++)
            words[count++] = *f;
    words[count] = NULL;
    for (int i = 0; i < count; i++)
        if (strcmp(field, words[i]) == 0)
            return 0;
    const char *nearest = bind_nearest(field, words);
    if (nearest)
        return luaL_error(L, "the event has no \"%s\"; did you mean \"%s\"?", field, nearest);
    return luaL_error(L,
                      "the event has no \"%s\"; a touch has kind, x, y, dx, dy, start_x, start_y, "
                      "id, time, on, and what its kind has (phase, cancelled, scale, dscale, "
                      "angle, dangle, speed, direction, other, object, width, height); what is "
                      "heard kind, time, name, from, param, media, fault",
                      field);
}

// Of the event on top of the stack.
static void watch_event(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &event_key) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 2);
        lua_pushcfunction(L, event_field);
        lua_setfield(L, -2, "__index");
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &event_key);
    }
    lua_setmetatable(L, -2);
}

// What only some kinds have.
static void push_gesture(lua_State *L, const struct event *e)
{
    bool pair = e->kind == EVENT_PINCH || e->kind == EVENT_ROTATE;
    if (pair) {
        lua_pushinteger(L, e->other);
        lua_setfield(L, -2, "other");
    }
    if (e->kind == EVENT_PINCH) {
        set_number(L, "scale", e->scale);
        set_number(L, "dscale", e->dscale);
    }
    if (e->kind == EVENT_ROTATE || e->kind == EVENT_OBJECT) {
        set_number(L, "angle", e->angle);
        set_number(L, "dangle", e->dangle);
    }
    if (e->kind == EVENT_OBJECT) {
        lua_pushinteger(L, e->object);
        lua_setfield(L, -2, "object");
    }
    if (e->kind == EVENT_SWIPE) {
        set_number(L, "speed", e->speed);
        set_number(L, "angle", e->angle);
        set_text(L, "direction", direction_names[e->direction]);
    }
}

static void push_touch(lua_State *L, const struct event *e)
{
    lua_createtable(L, 0, 16);
    set_text(L, "kind", event_names[e->kind]);
    set_number(L, "x", e->x);
    set_number(L, "y", e->y);
    set_number(L, "dx", e->dx);
    set_number(L, "dy", e->dy);
    set_number(L, "start_x", e->start_x);
    set_number(L, "start_y", e->start_y);
    set_number(L, "time", e->time_s);
    lua_pushinteger(L, e->finger);
    lua_setfield(L, -2, "id");
    if (e->phase != EVENT_ONCE)
        set_text(L, "phase", phase_names[e->phase]);
    if (e->name[0])
        set_text(L, "on", e->name);
    if (e->cancelled) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, "cancelled");
    }
    if (e->width > 0) {
        set_number(L, "width", e->width);
        set_number(L, "height", e->height);
    }
    push_gesture(L, e);
    watch_event(L);
}

static void push_heard(lua_State *L, const struct call *c)
{
    const struct event *e = c->event;
    lua_createtable(L, 0, 6);
    set_text(L, "kind", event_names[e->kind]);
    set_number(L, "time", e->time_s);
    if (e->kind == EVENT_MESSAGE || e->kind == EVENT_KEY || e->kind == EVENT_CUE ||
        e->kind == EVENT_VISIT || e->kind == EVENT_HELD || e->kind == EVENT_WRITTEN)
        set_text(L, "name", e->name);
    if (e->kind == EVENT_WRITTEN && c->fault[0])
        set_text(L, "fault", c->fault);
    if (e->kind == EVENT_MESSAGE) {
        set_text(L, "from", e->from);
        if (e->stage[0])
            set_text(L, "stage", e->stage);
        bind_push_params(L, &e->params);
        lua_setfield(L, -2, "param");
    }
    if (c->media) {
        bind_push(L, bind_media_tag(c->media->kind), e->media);
        lua_setfield(L, -2, "media");
    }
    watch_event(L);
}

static int push_arguments(lua_State *L, const struct call *c)
{
    switch (c->which) {
    case CALL_ENTER:
        bind_push(L, BIND_STAGE, 0);
        return 1;
    case CALL_TOUCH:
        push_touch(L, c->event);
        return 1;
    case CALL_HEAR:
        push_heard(L, c);
        return 1;
    case CALL_UPDATE:
        lua_pushnumber(L, c->dt_s);
        lua_pushnumber(L, c->now_s);
        return 2;
    case CALL_DRAW:
        bind_push(L, BIND_CANVAS, 0);
        return 1;
    default:
        return 0;
    }
}

// What touch returned at a finger's down: the name of what holds the finger from now on.
static void take_claim(lua_State *L, const struct call *c)
{
    int type = lua_type(L, -1);
    if (type == LUA_TNIL || type == LUA_TBOOLEAN)
        return;
    size_t length = 0;
    const char *name =
        type == LUA_TSTRING || type == LUA_TNUMBER ? lua_tolstring(L, -1, &length) : "";
    if (!length || length >= CLAIM_NAME || strlen(name) != length)
        luaL_error(
            L,
            "scene.touch returned a %s for \"down\"; what holds the finger is a name of 1 to "
            "%d bytes or a number, or nothing",
            luaL_typename(L, -1), CLAIM_NAME - 1);
    claims_put(c->claims, c->event->finger, name);
}

// Runs inside the fence.
static int call_lua(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    lua_Debug ar;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &scene_key);
    lua_pushstring(L, call_names[c->which]);
    if (lua_rawget(L, -2) != LUA_TFUNCTION)
        return 0;
    bind_stage_follow(L);
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &ar);
    snprintf(c->place, sizeof c->place, "%s:%d: scene.%s", ar.source + (ar.source[0] == '@'),
             ar.linedefined, call_names[c->which]);
    bool asks = c->which == CALL_TOUCH && c->event->kind == EVENT_DOWN;
    lua_call(L, push_arguments(L, c), asks ? 1 : 0);
    if (asks)
        take_claim(L, c);
    return 0;
}

// Which budget it was, and what the others are.
static void add_budgets(const struct script *s, enum script_call which, char text[FAULT_TEXT])
{
    double call_s = s->desc.call_s > 0 ? s->desc.call_s : FENCE_CALL_S;
    size_t used = strlen(text);
    snprintf(
        text + used, FAULT_TEXT - used,
        " (scene.%s; enter and the first update and draw may take %g ms, every later call %g ms: "
        "script.call_ms)",
        call_names[which], fmax(call_s, FENCE_ENTER_S) * 1000, call_s * 1000);
}

bool call_scene(struct incarnation *inc, enum script_call which, const struct event *event,
                double dt_s, double budget_s, struct fence_report *report)
{
    struct script *s = inc->script;
    struct call c = {.which = which,
                     .event = event,
                     .dt_s = dt_s,
                     .now_s = s->now_s,
                     .claims = &script_stage(inc)->claims,
                     .fault = inc->written.fault};
    if (event && (event->kind == EVENT_MEDIA_ENDED || event->kind == EVENT_MEDIA_READY)) {
        c.media = media_find(&s->scene->media, event->media);
        if (!c.media || c.media->incarnation != inc->number)
            return true; // of a scene that has gone
    }
    lua_State *L = fence_lua(inc->fence);
    lua_pushcfunction(L, call_lua);
    lua_pushlightuserdata(L, &c);
    if (s->desc.pulse)
        pulse_crumb(s->desc.pulse, inc->name, call_names[which]);
    bool good = fence_call(inc->fence, 1, 0, budget_s, report);
    const char *said = fault_after(report->text, inc->name);
    if (!good && said != report->text) {
        // The fence could not read where it was: at least which function it was.
        struct fault f;
        fault_set(&f, "%s", said);
        fault_where(&f, "%s", c.place);
        snprintf(report->text, sizeof report->text, "%s", f.text);
    }
    if (!good && report->end == FENCE_TIME)
        add_budgets(s, which, report->text);
    if (!good)
        hint_add(report->text);
    if (s->desc.pulse)
        pulse_crumb(s->desc.pulse, NULL, NULL);
    return good;
}

// What draw began and did not end ends with it.
static void end_groups(struct incarnation *inc, bool good)
{
    const struct script_laying *laying = &inc->laying;
    if (good && laying->group_count)
        bind_warn(inc, "%s: scene.draw ends inside canvas:begin_%s", inc->name,
                  laying->groups[laying->group_count - 1].onto ? "onto" : "layer");
    while (laying->list->depth > 0 && drawlist_end(laying->list))
        ;
}

bool call_draw(struct incarnation *inc, double budget_s, struct fence_report *report)
{
    struct scene_stage *stage = script_stage(inc);
    struct drawlist *spare = &inc->script->turns[inc->stage].spare;
    drawlist_begin(spare, (float)stage->width, (float)stage->height);
    inc->laying = (struct script_laying){.list = spare,
                                         .state = spare->states[spare->state_count - 1],
                                         .laid = true};
    bool good = call_scene(inc, CALL_DRAW, NULL, 0, budget_s, report);
    end_groups(inc, good);
    inc->laying.list = NULL;
    if (inc->script->desc.pulse)
        atomic_fetch_add_explicit(&pulse_page(inc->script->desc.pulse)->drawn, 1,
                                  memory_order_relaxed);
    return good;
}
