// Lua's repertoire: the content, as plain tables.
//
//   for _, gesture in ipairs(repertoire.search{ verb = "marteler", material = "fer" }) do … end
#include "script/bind.h"

#include <string.h>

#define DEPTH 32 // of a record's tables; deeper is left out

static void push_json(lua_State *L, const json_t *value, int depth);

static void push_object(lua_State *L, const json_t *object, int depth)
{
    const char *key;
    json_t *value;
    lua_newtable(L);
    json_object_foreach((json_t *)object, key, value)
    {
        lua_pushstring(L, key);
        push_json(L, value, depth + 1);
        lua_rawset(L, -3);
    }
}

static void push_array(lua_State *L, const json_t *array, int depth)
{
    size_t count = json_array_size(array);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        push_json(L, json_array_get(array, i), depth + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_json(lua_State *L, const json_t *value, int depth)
{
    luaL_checkstack(L, 4, "a record is too deep");
    if (json_is_object(value) && depth < DEPTH)
        push_object(L, value, depth);
    else if (json_is_array(value) && depth < DEPTH)
        push_array(L, value, depth);
    else if (json_is_string(value))
        lua_pushlstring(L, json_string_value(value), json_string_length(value));
    else if (json_is_integer(value))
        lua_pushinteger(L, json_integer_value(value));
    else if (json_is_real(value))
        lua_pushnumber(L, json_real_value(value));
    else if (json_is_boolean(value))
        lua_pushboolean(L, json_is_true(value));
    else
        lua_pushnil(L);
}

static const struct repertoire *content(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    return inc->script->desc.repertoire;
}

static int repertoire_get_record(lua_State *L)
{
    const char *id = bind_string(L, 1, NULL);
    const struct repertoire *r = content(L);
    push_json(L, r ? repertoire_get(r, id) : NULL, 0);
    return 1;
}

static int repertoire_list(lua_State *L)
{
    const char *word = bind_string(L, 1, NULL);
    const struct repertoire *r = content(L);
    int type = repertoire_type_of(word);
    if (type < 0)
        return bind_error(L,
                          "\"%.20s\" is not a kind of record; it can be \"gesture\", \"work\", "
                          "\"verb\", \"material\", \"tool\", \"metier\", \"media\", \"clip\"",
                          word);
    int count = r ? repertoire_count(r, (enum repertoire_type)type) : 0;
    lua_createtable(L, count, 0);
    for (int n = 0; n < count; n++) {
        push_json(L, repertoire_record(r, (enum repertoire_type)type, n), 0);
        lua_rawseti(L, -2, n + 1);
    }
    return 1;
}

struct search {
    char verb[128], material[128], tool[128], metier[128];
};

static const struct bind_key search_keys[] = {
    {"verb", BIND_STRING, .at = offsetof(struct search, verb), .size = 128},
    {"material", BIND_STRING, .at = offsetof(struct search, material), .size = 128},
    {"tool", BIND_STRING, .at = offsetof(struct search, tool), .size = 128},
    {"metier", BIND_STRING, .at = offsetof(struct search, metier), .size = 128},
    {.name = NULL},
};
static const struct bind_options search_options = {"Search", search_keys};

static const char *asked(const char *word)
{
    return word[0] ? word : NULL;
}

static int repertoire_search_gestures(lua_State *L)
{
    struct search q = {0};
    bind_read(L, 1, &search_options, &q);
    const struct incarnation *inc = fence_user(L);
    struct script *s = inc->script;
    const struct repertoire_query query = {asked(q.verb), asked(q.material), asked(q.tool),
                                           asked(q.metier)};
    int count = content(L) ? repertoire_search(content(L), &query, s->found, s->found_room) : 0;
    if (count > s->found_room)
        count = s->found_room;
    lua_createtable(L, count, 0);
    for (int n = 0; n < count; n++) {
        push_json(L, s->found[n], 0);
        lua_rawseti(L, -2, n + 1);
    }
    return 1;
}

static const struct bind_function functions[] = {
    {"repertoire.get", repertoire_get_record, "id"},
    {"repertoire.list", repertoire_list, "kind"},
    {"repertoire.search", repertoire_search_gestures, "query"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&search_options, NULL};

const struct bind_table bind_repertoire = {.name = "repertoire",
                                           .functions = functions,
                                           .options = options};
