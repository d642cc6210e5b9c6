// Lua's visit: who is there, how they like to read, where they have been. Phases are decided by the
// engine before the scene's next frame; settings and trail hold at once.
//
//   if visit.state().phase == "asking" then … end
//   visit.set{ text = 3 }
//   visit.page("g:etirer-fer", "gesture")
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static struct scene_visit *visit_of(lua_State *L)
{
    return &script_stage(fence_user(L))->visit;
}

static void field_number(lua_State *L, const char *key, double value)
{
    lua_pushnumber(L, value);
    lua_setfield(L, -2, key);
}

static int visit_state(lua_State *L)
{
    static const char *const phases[] = {"attract", "on", "asking"};
    const struct scene_visit *v = visit_of(L);
    lua_createtable(L, 0, 5);
    lua_pushstring(L, phases[v->phase]);
    lua_setfield(L, -2, "phase");
    lua_pushinteger(L, visit_number(v));
    lua_setfield(L, -2, "number");
    if (v->phase == VISIT_ATTRACT)
        return 1;
    field_number(L, "since", v->since_s);
    field_number(L, "touched", v->touched_s);
    if (v->phase == VISIT_ASKING)
        field_number(L, "left", v->left_s);
    return 1;
}

static int ask(lua_State *L, const struct visit_ask *a)
{
    if (!visit_asks_put(visit_of(L), a))
        bind_tell(L, "more than %d asks in one frame; the rest are dropped", VISIT_ASKS);
    return 0;
}

static int visit_more(lua_State *L)
{
    return ask(L, &(struct visit_ask){.what = VISIT_ASK_MORE});
}

static int visit_done(lua_State *L)
{
    return ask(L, &(struct visit_ask){.what = VISIT_ASK_DONE});
}

static int visit_keep(lua_State *L)
{
    const struct bind_handle *h = lua_touserdata(L, 1);
    if (lua_isnoneornil(L, 1))
        visit_of(L)->kept = 0;
    else if (h && (h->tag == BIND_FILM || h->tag == BIND_SOUND))
        visit_of(L)->kept = h->value;
    else
        bind_wrong(L, 1, "a film or a sound");
    return 0;
}

struct chosen {
    double text;
    bool contrast, reach, captions, sign, speech, calm;
};

static const struct bind_key setting_keys[] = {
    {"text", BIND_REAL, .at = offsetof(struct chosen, text), .least = VISIT_TEXT_LEAST,
     .most = VISIT_TEXT_MOST},
    {"contrast", BIND_FLAG, .at = offsetof(struct chosen, contrast)},
    {"reach", BIND_FLAG, .at = offsetof(struct chosen, reach)},
    {"captions", BIND_FLAG, .at = offsetof(struct chosen, captions)},
    {"sign", BIND_FLAG, .at = offsetof(struct chosen, sign)},
    {"speech", BIND_FLAG, .at = offsetof(struct chosen, speech)},
    {"calm", BIND_FLAG, .at = offsetof(struct chosen, calm)},
    {.name = NULL},
};
static const struct bind_options settings = {"VisitSettings", setting_keys};

static struct chosen chosen_of(const struct visit_settings *s)
{
    return (struct chosen){s->text, s->contrast, s->reach, s->captions,
                           s->sign, s->speech,   s->calm};
}

static int visit_settings(lua_State *L)
{
    const struct chosen c = chosen_of(&visit_of(L)->settings);
    lua_createtable(L, 0, 7);
    for (const struct bind_key *key = setting_keys; key->name; key++) {
        const void *at = (const char *)&c + key->at;
        if (key->kind == BIND_FLAG)
            lua_pushboolean(L, *(const bool *)at);
        else
            lua_pushinteger(L, (lua_Integer) * (const double *)at);
        lua_setfield(L, -2, key->name);
    }
    return 1;
}

static int visit_set(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct scene_visit *v = visit_of(L);
    struct visit_settings was = v->settings;
    struct chosen c = chosen_of(&was);
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_wrong(L, 1, "a table");
    bind_read(L, 1, &settings, &c);
    if (c.text != floor(c.text))
        bind_error(L, "text is %g; it must be %d, 2 or %d", c.text, VISIT_TEXT_LEAST,
                   VISIT_TEXT_MOST);
    v->settings = (struct visit_settings){(int)c.text, c.contrast, c.reach, c.captions,
                                          c.sign,      c.speech,   c.calm};
    if (visit_settings_same(&was, &v->settings))
        return 0;
    v->changed = true;
    due_again(inc);
    return 0;
}

// A text of 1 to `size` - 1 bytes at an index.
static void name_at(lua_State *L, int at, char *to, size_t size)
{
    size_t length;
    const char *name = bind_string(L, at, &length);
    if (length == 0 || length >= size || strlen(name) != length)
        bind_error(L, "names have 1 to %d bytes", (int)size - 1);
    memcpy(to, name, length + 1);
}

static int visit_page(lua_State *L)
{
    struct scene_visit *v = visit_of(L);
    struct visit_ask a = {.what = VISIT_ASK_PAGE};
    char id[VISIT_ID];
    name_at(L, 1, id, sizeof id);
    if (!lua_isnoneornil(L, 2))
        name_at(L, 2, a.kind, sizeof a.kind);
    if (strcmp(id, v->page) == 0)
        return 0;
    memcpy(v->page, id, sizeof v->page);
    snprintf(a.text, sizeof a.text, "%s", id);
    v->words[0] = '\0';
    if (v->phase != VISIT_ATTRACT)
        visit_trail_add(v, id);
    return ask(L, &a);
}

// How many bytes of a text fit, without half a letter at the end.
static size_t fitting(const char *text, size_t length, size_t room)
{
    if (length <= room)
        return length;
    while (room > 0 && ((unsigned char)text[room] & 0xc0) == 0x80)
        room--;
    return room;
}

static int visit_searched(lua_State *L)
{
    struct scene_visit *v = visit_of(L);
    size_t length;
    const char *words = bind_string(L, 1, &length);
    double hits = bind_number(L, 2);
    struct visit_ask a = {.what = VISIT_ASK_SEARCHED, .hits = (int)fmin(fmax(hits, 0), 1e9)};
    memcpy(a.text, words, fitting(words, strlen(words), sizeof a.text - 1));
    if (strcmp(a.text, v->words) == 0 && a.hits == v->hits)
        return 0;
    memcpy(v->words, a.text, sizeof v->words);
    v->hits = a.hits;
    return ask(L, &a);
}

static int visit_trail(lua_State *L)
{
    const struct scene_visit *v = visit_of(L);
    lua_createtable(L, v->trail_count, 0);
    for (int i = 0; i < v->trail_count; i++) {
        lua_pushstring(L, v->trail[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

static const struct bind_function functions[] = {
    {"visit.state", visit_state, ""},       {"visit.more", visit_more, ""},
    {"visit.done", visit_done, ""},         {"visit.keep", visit_keep, "film"},
    {"visit.settings", visit_settings, ""}, {"visit.set", visit_set, "settings"},
    {"visit.page", visit_page, "id, kind"}, {"visit.searched", visit_searched, "words, hits"},
    {"visit.trail", visit_trail, ""},       {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&settings, NULL};
static const char *const state_fields[] = {"phase", "number", "since", "touched", "left", NULL};
static const struct bind_class classes[] = {{"VisitState", state_fields}, {NULL, NULL}};

const struct bind_table bind_visit = {
    .name = "visit", .functions = functions, .options = options, .classes = classes};
