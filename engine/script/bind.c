// Lua's tables, opened in a new state: functions, objects and what they say about unknown names.
#include "script/bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Addresses are keys of the Lua registry.
static const char metatables[BIND_TAGS], methods[BIND_TAGS], objects;

static const char *const names[BIND_TAGS] = {
    [BIND_PATH] = "path",     [BIND_GRADIENT] = "gradient", [BIND_STAGE] = "stage",
    [BIND_CANVAS] = "canvas", [BIND_PICTURE] = "picture",   [BIND_FILM] = "film",
    [BIND_SOUND] = "sound",   [BIND_CLIP] = "clip",         [BIND_TWEEN] = "tween",
    [BIND_PARAM] = "param",   [BIND_SWARM] = "swarm",       [BIND_LIST] = "filmlist",
    [BIND_SHADER] = "shader", [BIND_MODEL] = "model",
};

const struct bind_table *const *bind_tables(void)
{
    static const struct bind_table *const tables[] = {
        &bind_stage,
        &bind_canvas,
        &bind_canvas_shape,
        &bind_path,
        &bind_gradient,
        &bind_canvas_space,
        &bind_canvas_sprite,
        &bind_canvas_move,
        &bind_canvas_text,
        &bind_canvas_layer,
        &bind_shader,
        &bind_canvas_shader,
        &bind_picture,
        &bind_model,
        &bind_canvas_model,
        &bind_film,
        &bind_film_captions,
        &bind_canvas_captions,
        &bind_film_list,
        &bind_sound,
        &bind_motion,
        &bind_clip,
        &bind_text,
        &bind_tween,
        &bind_swarm,
        &bind_repertoire,
        &bind_show,
        &bind_log,
        &bind_event,
        &bind_show_cue,
        &bind_show_held,
        &bind_param,
        &bind_osc,
        &bind_files,
        &bind_canvas_control,
        &bind_canvas_keep,
        &bind_text_say,
        &bind_path_qr,
        &bind_visit,
        &bind_repertoire_write,
        NULL,
    };
    return tables;
}

static int by_letters(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The string keys of the table at `at`, sorted: Lua's own order differs from process to process.
static void sorted_keys(lua_State *L, int at, const char **words, int room)
{
    int count = 0;
    lua_pushnil(L);
    while (lua_next(L, at)) {
        if (lua_type(L, -2) == LUA_TSTRING && count < room - 1)
            words[count++] = lua_tostring(L, -2); // held by the table
        lua_pop(L, 1);
    }
    qsort(words, (size_t)count, sizeof *words, by_letters);
    words[count] = NULL;
}

// A field that the table may have: nil where it is not known.
static bool may_have(const char *table, const char *field)
{
    for (const struct bind_table *const *t = bind_tables(); *t; t++)
        for (const char *const *f = (*t)->fields; f && *f && strcmp((*t)->name, table) == 0; f++)
            if (strcmp(*f, field) == 0)
                return true;
    return false;
}

// What a message shows for an unknown field: the nearest known one, or all.
static int unknown_field(lua_State *L)
{
    const char *table = lua_tostring(L, lua_upvalueindex(2)), *words[96];
    if (lua_type(L, 2) != LUA_TSTRING)
        return luaL_error(L, "%s has no [%s]", table, luaL_typename(L, 2));
    const char *field = lua_tostring(L, 2);
    if (may_have(table, field))
        return 0;
    sorted_keys(L, lua_upvalueindex(1), words, 96);
    const char *nearest = bind_nearest(field, words);
    if (nearest)
        return luaL_error(L, "%s has no \"%s\"; did you mean \"%s\"?", table, field, nearest);
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (int i = 0; words[i]; i++) {
        luaL_addstring(&b, i ? ", " : "");
        luaL_addstring(&b, words[i]);
    }
    luaL_pushresult(&b);
    return luaL_error(L, "%s has no \"%s\"; it has %s", table, field, lua_tostring(L, -1));
}

static int refuse_field(lua_State *L)
{
    const char *table = lua_tostring(L, lua_upvalueindex(1));
    const char *field = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    if (strcmp(table, "stage") == 0 && strcmp(field, "language") == 0)
        return luaL_error(L, "stage.language is set by stage:set_language(\"%s\")",
                          lua_type(L, 3) == LUA_TSTRING ? lua_tostring(L, 3) : "fr");
    return luaL_error(L, "%s.%s can't be set; keep your own values in your scene's table", table,
                      field);
}

static int object_text(lua_State *L)
{
    const struct bind_handle *h = lua_touserdata(L, 1);
    lua_pushfstring(L, "%s %d", lua_tostring(L, lua_upvalueindex(1)), (int)(h->value & 0xffff));
    return 1;
}

// Puts a metatable on the table on top: unknown fields are errors with the nearest word.
static void watch_fields(lua_State *L, const char *name)
{
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -2);
    lua_pushstring(L, name);
    lua_pushcclosure(L, unknown_field, 2);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

static void open_tag(lua_State *L, enum bind_tag tag)
{
    lua_newtable(L); // methods
    watch_fields(L, names[tag]);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &methods[tag]);
    lua_newtable(L); // metatable
    lua_insert(L, -2);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, names[tag]);
    lua_pushcclosure(L, refuse_field, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushstring(L, names[tag]);
    lua_pushcclosure(L, object_text, 1);
    lua_setfield(L, -2, "__tostring");
    lua_pushstring(L, names[tag]);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatables[tag]);
}

void bind_push_methods(lua_State *L, enum bind_tag tag)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &methods[tag]);
}

// The table a function belongs to, pushed: an object's methods, a global table, or the globals.
static void push_home(lua_State *L, const struct bind_table *table, const char *function)
{
    if (strchr(function, ':')) {
        bind_push_methods(L, table->tag);
        return;
    }
    lua_pushglobaltable(L);
    if (!strchr(function, '.'))
        return;
    lua_pushstring(L, table->name);
    lua_rawget(L, -2);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_newtable(L);
        watch_fields(L, table->name);
        lua_pushstring(L, table->name);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_remove(L, -2);
}

static void open_table(lua_State *L, const struct bind_table *table)
{
    for (const struct bind_function *f = table->functions; f->name; f++) {
        const char *parted = strpbrk(f->name, ":.");
        push_home(L, table, f->name);
        lua_pushstring(L, parted ? parted + 1 : f->name);
        lua_pushlightuserdata(L, (void *)f);
        lua_pushcclosure(L, f->call, 1);
        lua_rawset(L, -3);
        lua_pop(L, 1);
    }
}

static void field_text(lua_State *L, const char *key, const char *text)
{
    lua_pushstring(L, key);
    lua_pushstring(L, text);
    lua_rawset(L, -3);
}

static void field_integer(lua_State *L, const char *key, lua_Integer value)
{
    lua_pushstring(L, key);
    lua_pushinteger(L, value);
    lua_rawset(L, -3);
}

static void field_number(lua_State *L, const char *key, double value)
{
    lua_pushstring(L, key);
    lua_pushnumber(L, value);
    lua_rawset(L, -3);
}

// The installation's title by language, as records have their labels.
static void push_title(lua_State *L, const struct script *s)
{
    lua_pushstring(L, "title");
    lua_newtable(L);
    for (int i = 0; s->desc.title && i < s->language_count; i++)
        if (s->desc.title[i][0])
            field_text(L, s->languages[i], s->desc.title[i]);
    lua_rawset(L, -3);
}

static void open_stage(lua_State *L, struct incarnation *inc)
{
    const struct scene_stage *stage = script_stage(inc);
    bind_push_methods(L, BIND_STAGE);
    field_text(L, "id", stage->id);
    field_text(L, "station", inc->script->scene->station);
    field_integer(L, "width", stage->width);
    field_integer(L, "height", stage->height);
    inc->language_said[0] = '\0';
    bind_stage_follow(L);
    if (stage->hung.mm_per_px > 0)
        field_number(L, "mm_per_px", stage->hung.mm_per_px);
    if (stage->hung.reach_bottom > stage->hung.reach_top) {
        field_number(L, "reach_top", stage->hung.reach_top);
        field_number(L, "reach_bottom", stage->hung.reach_bottom);
    }
    lua_pushstring(L, "staff");
    lua_pushboolean(L, stage->staff);
    lua_rawset(L, -3);
    lua_pushstring(L, "languages");
    lua_newtable(L);
    for (int i = 0; i < inc->script->language_count; i++) {
        lua_pushstring(L, inc->script->languages[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_rawset(L, -3);
    push_title(L, inc->script);
    lua_pushstring(L, "param");
    bind_push_params(L, &inc->params);
    lua_rawset(L, -3);
    bind_push_methods(L, BIND_CANVAS);
    field_integer(L, "width", stage->width);
    field_integer(L, "height", stage->height);
    lua_pop(L, 2);
}

int bind_open(lua_State *L)
{
    for (int tag = 1; tag < BIND_TAGS; tag++)
        open_tag(L, (enum bind_tag)tag);
    for (const struct bind_table *const *t = bind_tables(); *t; t++)
        open_table(L, *t);
    lua_newtable(L); // handle -> object, while Lua holds it
    lua_newtable(L);
    lua_pushstring(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &objects);
    open_stage(L, fence_user(L));
    return 0;
}

void *bind_push_new(lua_State *L, enum bind_tag tag, size_t size)
{
    uint32_t *object = lua_newuserdatauv(L, size, 1); // a path holds its points there
    memset(object, 0, size);
    *object = tag;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatables[tag]);
    lua_setmetatable(L, -2);
    return object;
}

static lua_Integer object_key(enum bind_tag tag, uint32_t value)
{
    return (lua_Integer)tag << 32 | value;
}

void bind_push(lua_State *L, enum bind_tag tag, uint32_t value)
{
    lua_Integer key = object_key(tag, value);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &objects);
    if (lua_rawgeti(L, -1, key) == LUA_TNIL) {
        lua_pop(L, 1);
        struct bind_handle *h = bind_push_new(L, tag, sizeof *h);
        h->value = value;
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, key);
    }
    lua_remove(L, -2);
}

bool bind_is_held(lua_State *L, enum bind_tag tag, uint32_t value)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &objects);
    bool held = lua_rawgeti(L, -1, object_key(tag, value)) != LUA_TNIL;
    lua_pop(L, 2);
    return held;
}

void bind_push_params(lua_State *L, const struct params *params)
{
    lua_createtable(L, 0, params->count);
    for (int i = 0; i < params->count; i++) {
        const struct param *p = &params->items[i];
        lua_pushstring(L, p->key);
        if (p->kind == PARAM_TEXT)
            lua_pushstring(L, p->text);
        else if (p->kind == PARAM_BOOL)
            lua_pushboolean(L, p->number != 0);
        else
            lua_pushnumber(L, p->number);
        lua_rawset(L, -3);
    }
}
