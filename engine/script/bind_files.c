// Lua's files: what lies in a folder of the installation.
//
//   for _, name in ipairs(files.list("works", { "jpg", "png" })) do … picture.open(name) … end
#include "script/bind.h"

#include <string.h>

#define ENDINGS 32

// They are held by the table, which is held by the call.
static void read_endings(lua_State *L, int at, const char **endings)
{
    int count = 0;
    if (!lua_isnoneornil(L, at) && !lua_istable(L, at))
        bind_wrong(L, at, "a table of endings ({ \"jpg\", \"png\" })");
    while (lua_istable(L, at) && lua_rawgeti(L, at, count + 1) != LUA_TNIL) {
        if (lua_type(L, -1) != LUA_TSTRING)
            bind_wrong(L, at, "a table of endings ({ \"jpg\", \"png\" })");
        if (count == ENDINGS)
            bind_error(L, "%d endings at most", ENDINGS);
        endings[count++] = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    endings[count] = NULL;
    lua_settop(L, at);
}

static int files_list(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct script_files *files = &inc->script->desc.files;
    const char *folder = bind_string(L, 1, NULL), *endings[ENDINGS + 1];
    struct fault f = {""};
    read_endings(L, 2, endings);
    if (inc->watch != &inc->script->loading)
        return bind_error(L, "a folder is read before the show waits for it: in enter, or where "
                             "the file begins; keep what it gives");
    struct script_names *names = lua_newuserdatauv(L, sizeof *names, 0); // Lua frees it
    names->count = names->left_out = 0;
    names->endings = endings;
    int64_t since_ns = bind_work();
    if (files->list && !files->list(files->user, folder, names_add, names, &f))
        bind_tell(L, "%s", f.text);
    bind_worked(L, since_ns);
    if (names->left_out)
        bind_tell(L, "\"%s\" has more than %d files; %d are left out", folder, SCRIPT_NAMES,
                  names->left_out);
    lua_createtable(L, names->count, 0);
    for (int i = 0; i < names->count; i++) {
        lua_pushfstring(L, "%s/%s", folder, names->names[names->order[i]]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

static const struct bind_function functions[] = {
    {"files.list", files_list, "folder, endings"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_files = {.name = "files", .functions = functions};
