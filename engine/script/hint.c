// Messages of Lua's own, with what a curator can do about them.
#include "script/bind.h"

#include <stdio.h>
#include <string.h>

// What others expect to be there, and what is instead.
static const struct {
    const char *name, *hint;
} absent[] = {
    {"canvas", "canvas is what scene.draw(canvas) is given, and only there"},
    {"stage", "stage is what scene.enter(stage) is given; keep it there: scene.stage = stage"},
    {"self", "scene is there: scene.stage, not self.stage"},
    {"io",
     "scenes read no files themselves; film, picture, sound, motion, repertoire and require do"},
    {"os", "scenes have no os; show.date() and show.now() tell the time"},
    {"debug", "scenes have no debug; print() writes to the log"},
    {"package", "scenes have no package; require finds scenes/lib/"},
    {"dofile", "require \"name\" loads scenes/lib/name.lua"},
    {"loadfile", "require \"name\" loads scenes/lib/name.lua"},
};

// Lua's own that scenes have.
static const char *const lua_names[] = {"string", "table",   "math",        "utf8",     "coroutine",
                                        "ipairs", "pairs",   "tostring",    "tonumber", "type",
                                        "print",  "require", "select",      "error",    "assert",
                                        "pcall",  "next",    "setmetatable"};
enum { LUA_NAMES = sizeof lua_names / sizeof *lua_names, NAMES = LUA_NAMES + 32 };

static void append(char text[FAULT_TEXT], const char *hint)
{
    size_t used = strlen(text);
    snprintf(text + used, FAULT_TEXT - used, "; %s", hint);
}

static const char *nearest_global(const char *name)
{
    const char *words[NAMES + 1];
    int count = 0;
    for (const struct bind_table *const *t = bind_tables(); *t && count < NAMES - LUA_NAMES; t++)
        if (strcmp((*t)->name, "stage") != 0 && strcmp((*t)->name, "canvas") != 0 &&
            strcmp((*t)->name, "scene") != 0)
            words[count++] = (*t)->name;
    for (int i = 0; i < LUA_NAMES; i++)
        words[count++] = lua_names[i];
    words[count] = NULL;
    return bind_nearest(name, words);
}

static void hint_global(char text[FAULT_TEXT], const char *name)
{
    char hint[160];
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        if (strcmp(name, absent[i].name) == 0) {
            append(text, absent[i].hint);
            return;
        }
    }
    const char *nearest = nearest_global(name);
    if (nearest && strcmp(nearest, name) != 0) {
        snprintf(hint, sizeof hint, "did you mean \"%s\"?", nearest);
        append(text, hint);
    }
}

void hint_add(char text[FAULT_TEXT])
{
    static const char global[] = "a nil value (global '";
    const char *at = strstr(text, global);
    char name[64];
    if (at && sscanf(at + sizeof global - 1, "%63[A-Za-z0-9_]", name) == 1)
        hint_global(text, name);
    else if (strstr(text, "near '<\\226>'"))
        append(text, "Lua takes straight quotes, \" or ', not curly ones, and - for a minus");
    else if (strstr(text, "near '<\\194>'"))
        append(text, "Lua takes straight quotes, \" or ', not « », and plain spaces");
    else if (strstr(text, "near '<\\195>'"))
        append(text, "names are made of a-z, A-Z, 0-9 and _, without accents");
}
