// Files of scenes: found, read, compiled, required by one another, and watched for a save.
//
//   local shapes = require "shapes"    -- shapes.lua of the scene's own folder, else of the lib/
//                                      -- beside it, else of scenes/lib/ that all share
#include "script/bind.h"

#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

// Addresses are keys of the Lua registry.
static const char loaded_key;

bool load_stamp(const char *path, int64_t *changed_ns, int64_t *size)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *changed_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    *size = st.st_size;
    return true;
}

static void note(struct script_watch *watch, const struct script_file *file)
{
    for (int i = 0; i < watch->count; i++) {
        if (strcmp(watch->files[i].path, file->path) == 0) {
            watch->files[i] = *file;
            return;
        }
    }
    if (watch->count < SCRIPT_FILES)
        watch->files[watch->count++] = *file;
    else
        log_warning("script", "%s: a scene has more than %d files; this one is not reloaded",
                    file->path, SCRIPT_FILES);
}

void load_watch_renew(struct script_watch *watch, const struct script_watch *tried)
{
    for (int i = 0; i < watch->count; i++)
        load_stamp(watch->files[i].path, &watch->files[i].changed_ns, &watch->files[i].size);
    for (int i = 0; i < tried->count; i++)
        note(watch, &tried->files[i]);
}

bool load_changed(const struct script_watch *watch)
{
    for (int i = 0; i < watch->count; i++) {
        const struct script_file *f = &watch->files[i];
        int64_t changed_ns, size;
        if (load_stamp(f->path, &changed_ns, &size) &&
            (changed_ns != f->changed_ns || size != f->size))
            return true;
    }
    return false;
}

static bool room_for(struct script *s, size_t size)
{
    if (size <= s->source_room)
        return true;
    char *bigger = realloc(s->source, size);
    if (!bigger)
        return false;
    s->source = bigger;
    s->source_room = size;
    return true;
}

// Its stamp, and it is watched from now on.
static bool meet(struct script_watch *watch, const char *path, struct script_file *file,
                 struct fault *f)
{
    *file = (struct script_file){0};
    snprintf(file->path, sizeof file->path, "%s", path);
    if (!load_stamp(path, &file->changed_ns, &file->size))
        return fault_set(f, "%s: no such file", path);
    note(watch, file);
    return true;
}

bool load_file(struct script *s, struct script_watch *watch, const char *path, size_t *length,
               struct fault *f)
{
    struct script_file file;
    if (!meet(watch, path, &file, f))
        return false;
    if (file.size > SCRIPT_FILE_BYTES)
        return fault_set(f, "%s: %lld bytes; a scene file has at most %u", path,
                         (long long)file.size, SCRIPT_FILE_BYTES);
    FILE *in = fopen(path, "rb");
    if (!in)
        return fault_set(f, "%s: %s", path, strerror(errno));
    bool read = room_for(s, (size_t)file.size + 1);
    *length = read ? fread(s->source, 1, (size_t)file.size, in) : 0;
    read = read && !ferror(in);
    fclose(in);
    return read || fault_set(f, "%s: cannot be read", path);
}

void load_chunk_name(const char *path, char *name, size_t size)
{
    const char *from = path + strlen(path);
    for (int slashes = 0; from > path; from--)
        if (from[-1] == '/' && ++slashes == 3)
            break;
    snprintf(name, size, "%s", from);
}

static const char *const calls[] = {"enter", "leave", "touch", "hear", "update", "draw", NULL};

// The function that "Touch", "on_touch" or "tuoch" was meant to be; NULL: one of the scene's own.
static const char *meant(const char *name)
{
    const char *bare = strncasecmp(name, "on", 2) == 0 ? name + 2 + (name[2] == '_') : name;
    for (int i = 0; calls[i]; i++)
        if (strcasecmp(bare, calls[i]) == 0)
            return calls[i];
    return fault_nearest(name, calls);
}

// The scene at 1 has a function `name` (on top of the stack) that nothing calls?
static void warn_of_name(lua_State *L, const char *name)
{
    lua_Debug ar;
    lua_pushstring(L, name);
    for (int i = 0; calls[i]; i++)
        if (strcmp(name, calls[i]) == 0)
            return;
    const char *call = meant(name);
    if (!call)
        return;
    lua_pushstring(L, call);
    if (lua_rawget(L, 1) != LUA_TNIL)
        return; // the one that is meant is there as well
    lua_pushvalue(L, -3);
    if (lua_getinfo(L, ">S", &ar))
        bind_warn(fence_user(L), "%s:%d: the engine does not call scene.%s; did you mean scene.%s?",
                  ar.source + (ar.source[0] == '@'), ar.linedefined, name, call);
}

static void warn_of_names(lua_State *L)
{
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        int top = lua_gettop(L);
        if (lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TFUNCTION)
            warn_of_name(L, lua_tostring(L, -2));
        lua_settop(L, top - 1);
    }
}

static int keep_scene(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TTABLE)
        return luaL_error(L,
                          "a scene file ends with `return scene`, a table of functions; this one "
                          "gives %s",
                          lua_isnil(L, 1) ? "nothing" : luaL_typename(L, 1));
    for (int i = 0; calls[i]; i++) {
        lua_pushstring(L, calls[i]);
        int type = lua_rawget(L, 1);
        if (type != LUA_TNIL && type != LUA_TFUNCTION)
            return luaL_error(L, "scene.%s is a %s; it must be a function", calls[i],
                              lua_typename(L, type));
        lua_pop(L, 1);
    }
    lua_settop(L, 1);
    warn_of_names(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, call_scene_key());
    return 0;
}

static bool fail(struct fence_report *report, const char *text)
{
    *report = (struct fence_report){.end = FENCE_ERROR};
    snprintf(report->text, sizeof report->text, "%s", text);
    return false;
}

// Number of the last line that says anything.
static int count_lines(const char *text, size_t length)
{
    int lines = 1;
    while (length > 0 && strchr(" \t\r\n", text[length - 1]))
        length--;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

bool load_scene(struct incarnation *inc, struct fence_report *report)
{
    struct fault f;
    size_t length = 0;
    char path[MEDIA_PATH + 16], chunk[SCRIPT_NAME];
    snprintf(path, sizeof path, "%s/scene.lua", inc->folder);
    load_chunk_name(path, chunk, sizeof chunk);
    if (!load_file(inc->script, inc->watch, path, &length, &f))
        return fail(report, f.text);
    int lines = count_lines(inc->script->source, length);
    double budget_s = call_budget_s(inc, CALL_ENTER);
    lua_State *L = fence_lua(inc->fence);
    lua_pushcfunction(L, bind_open);
    if (!fence_call(inc->fence, 0, 0, budget_s, report))
        return false;
    lua_pushcfunction(L, keep_scene);
    if (!fence_load(inc->fence, inc->script->source, length, chunk, report) ||
        !fence_call(inc->fence, 0, 1, budget_s, report)) {
        hint_add(report->text);
        return false;
    }
    if (fence_call(inc->fence, 1, 0, budget_s, report))
        return true;
    if (report->end == FENCE_ERROR && !strstr(report->text, ".lua:")) {
        struct fault said;
        fault_set(&said, "%s", report->text);
        fault_where(&said, "%s:%d", chunk, lines);
        snprintf(report->text, sizeof report->text, "%s", said.text);
    }
    return false;
}

static bool good_name(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return n > 0 && n < 64 && name[n] == 0;
}

// Of a file in a folder, its real path, when that lies within `within` (links may lead anywhere).
static bool there(const char *within, const char *folder, const char *name, char *path, size_t size)
{
    char file[PATH_MAX], real[PATH_MAX];
    int64_t changed_ns, bytes;
    size_t length = strlen(within);
    int n = snprintf(file, sizeof file, "%s/%s.lua", folder, name);
    if (n <= 0 || (size_t)n >= sizeof file || !realpath(file, real) ||
        strncmp(real, within, length) != 0 || real[length] != '/' ||
        !load_stamp(real, &changed_ns, &bytes))
        return false;
    return snprintf(path, size, "%s", real) < (int)size;
}

static bool in_lib(const char *scenes, const char *name, char *path, size_t size)
{
    char lib[PATH_MAX + 8];
    snprintf(lib, sizeof lib, "%s/lib", scenes);
    return there(scenes, lib, name, path, size);
}

// The scene's own folder, then the lib/ beside it, then the lib/ of the scenes that all share.
static bool find_required(const struct incarnation *inc, const char *name, char *path, size_t size)
{
    const char *all = inc->script->desc.files.shared;
    char scenes[PATH_MAX], own[PATH_MAX], shared[PATH_MAX];
    if (!realpath(inc->folder, own))
        return false;
    snprintf(scenes, sizeof scenes, "%s", own);
    *strrchr(scenes, '/') = 0;
    return there(scenes, own, name, path, size) || in_lib(scenes, name, path, size) ||
           (all && realpath(all, shared) && in_lib(shared, name, path, size));
}

// The file's function on the stack; false: what is wrong, instead.
static bool compile(lua_State *L, struct incarnation *inc, const char *path)
{
    size_t length = 0;
    char chunk[SCRIPT_NAME];
    struct script_file file;
    struct fault f;
    load_chunk_name(path, chunk + 1, sizeof chunk - 1);
    chunk[0] = '@';
    if (!meet(inc->watch, path, &file, &f)) {
        lua_pushstring(L, f.text);
        return false;
    }
    const struct script_compiled *c = compiled_find(inc->script, &file);
    if (c)
        return luaL_loadbufferx(L, c->code, c->size, chunk, "b") == LUA_OK;
    if (!load_file(inc->script, inc->watch, path, &length, &f)) {
        lua_pushstring(L, f.text);
        return false;
    }
    if (luaL_loadbufferx(L, inc->script->source, length, chunk, "t") != LUA_OK)
        return false;
    compiled_keep(inc->script, L, &file);
    return true;
}

int load_require(lua_State *L)
{
    char path[MEDIA_PATH];
    struct incarnation *inc = fence_user(L);
    const char *name = bind_string(L, 1, NULL);
    lua_settop(L, 1);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &loaded_key) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &loaded_key);
    }
    lua_pushvalue(L, 1);
    if (lua_rawget(L, 2) == LUA_TLIGHTUSERDATA)
        return bind_error(L, "\"%.64s\" requires itself", name);
    if (!lua_isnil(L, -1))
        return 1;
    if (!good_name(name))
        return bind_error(L, "\"%.64s\" is not a name of letters, digits, _ and -", name);
    if (!find_required(inc, name, path, sizeof path))
        return bind_error(L, "no %s.lua in the scene's folder, in lib/ beside it or in scenes/lib/",
                          name);
    if (!compile(L, inc, path))
        return lua_error(L);
    lua_pushvalue(L, 1);
    lua_pushlightuserdata(L, inc); // being loaded
    lua_rawset(L, 2);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    return 1;
}
