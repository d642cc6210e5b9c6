// Lua's text: what interfaces say in the visitor's language.
//
//   local title, language = text.say("explorer.hits", { n = 12 })
//   canvas:text(title, 96, 120, { language = language })
#include "script/bind.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SAY_NAME 32 // bytes of a name in braces

// A number as people of that language write it: no fraction that is none, and their comma.
static void add_number(luaL_Buffer *b, double number, const char *language)
{
    char text[64];
    snprintf(text, sizeof text, "%.14g", number);
    char *point = strchr(text, '.');
    if (point && strncmp(language, "en", 2) != 0)
        *point = ',';
    luaL_addstring(b, text);
}

// What the values at 2 have for a name. False: nothing that can be shown.
static bool add_value(lua_State *L, luaL_Buffer *b, const char *name, const char *language)
{
    int type = LUA_TNIL;
    if (lua_istable(L, 2)) {
        lua_pushstring(L, name);
        type = lua_rawget(L, 2);
    }
    if (type == LUA_TNUMBER) {
        double number = lua_tonumber(L, -1);
        lua_pop(L, 1);
        add_number(b, number, language);
        return true;
    }
    if (type == LUA_TSTRING) {
        luaL_addvalue(b);
        return true;
    }
    if (lua_istable(L, 2))
        lua_pop(L, 1);
    return false;
}

// The length of "{name}" at the beginning of a text, and the name; 0: it begins otherwise.
static size_t name_in(const char *text, size_t length, char name[SAY_NAME])
{
    size_t n = 1;
    if (length < 3 || text[0] != '{')
        return 0;
    while (n < length && n < SAY_NAME && (isalnum((unsigned char)text[n]) || text[n] == '_'))
        n++;
    if (n == 1 || n >= length || n >= SAY_NAME || text[n] != '}')
        return 0;
    memcpy(name, text + 1, n - 1);
    name[n - 1] = '\0';
    return n + 1;
}

// Pushes it with its values. `lacks`: the first name that has none.
static void push_filled(lua_State *L, const struct words_found *found, char lacks[SAY_NAME])
{
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (size_t i = 0; i < found->length;) {
        char name[SAY_NAME];
        size_t n = name_in(found->text + i, found->length - i, name);
        if (n && add_value(L, &b, name, found->language)) {
            i += n;
            continue;
        }
        if (n && !lacks[0])
            memcpy(lacks, name, SAY_NAME);
        luaL_addlstring(&b, found->text + i, n ? n : 1);
        i += n ? n : 1;
    }
    luaL_pushresult(&b);
}

// The number that chooses among plurals; NAN: none.
static double count_of(lua_State *L)
{
    double n = NAN;
    if (!lua_istable(L, 2))
        return n;
    lua_pushstring(L, "n");
    if (lua_rawget(L, 2) == LUA_TNUMBER)
        n = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return n;
}

static int say_key(lua_State *L, const char *key, const char *language)
{
    struct incarnation *inc = fence_user(L);
    struct words *words = inc->script->desc.words;
    char nearest[WORDS_KEY] = "", text[FAULT_TEXT];
    if (words && words_lacks(words, key, language, NULL, text)) {
        bool near = words_nearest(words, key, nearest);
        bind_tell(L, "no strings file has \"%s\"%s%s%s", key, near ? "; did you mean \"" : "",
                  nearest, near ? "\"?" : "");
    }
    lua_pushfstring(L, "%s\u202f[?]", key);
    return 1;
}

static int text_say(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct words *words = inc->script->desc.words;
    const char *language = script_language(inc), *key = bind_string(L, 1, NULL);
    struct words_found found;
    char lacks[SAY_NAME] = "", told[FAULT_TEXT];
    if (strlen(key) >= WORDS_KEY)
        return bind_error(L, "a key has %d bytes at most", WORDS_KEY - 1);
    if (!lua_isnoneornil(L, 2) && !lua_istable(L, 2))
        bind_wrong(L, 2, "a table of values {name = …}");
    lua_settop(L, 2);
    if (!words || !words_find(words, key, language, count_of(L), &found))
        return say_key(L, key, language);
    push_filled(L, &found, lacks);
    if (lacks[0])
        bind_tell(L, "\"%s\" has {%s}, which was not given", key, lacks);
    if (strcmp(found.language, language) != 0) {
        if (words_lacks(words, key, language, found.language, told))
            bind_warn(inc, "%s", told);
        lua_pushfstring(L, "%s\u202f[%s]", lua_tostring(L, -1), found.language);
    }
    lua_pushstring(L, found.language);
    return 2;
}

static const struct bind_function functions[] = {
    {"text.say", text_say, "key, values"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_text_say = {.name = "text", .functions = functions};
