// Data written as Lua, made into JSON values: literals, locals and arithmetic with nothing around
// them.
#include "base/where.h"
#include "fence/private.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA_S 0.050
#define DATA_MEMORY (8u << 20)
#define DATA_DEPTH 32
#define DATA_VALUES 200000
#define DATA_PATH 512

struct reading {
    lua_State *L;
    const char *text, *file;
    size_t length;
    struct where *where; // scanned at the first fault
    struct faults *faults;
    char path[DATA_PATH];
    int values;
    bool full;
};

static json_t *read_value(struct reading *r, int depth);

static json_t *wrong(struct reading *r, const char *what)
{
    if (!r->where)
        r->where = where_scan(r->text, r->length, WHERE_LUA);
    int line = r->where ? where_line(r->where, r->path) : 1;
    faults_add(r->faults, FAULT_ERROR, "%s:%d: %s%s%s", r->file, line, r->path,
               r->path[0] ? ": " : "", what);
    return NULL;
}

// Puts a key behind the path; returns the length to cut back to.
static size_t enter(struct reading *r, const char *key, lua_Integer index)
{
    size_t back = strlen(r->path);
    if (key)
        where_key(r->path, sizeof r->path, key);
    else
        where_index(r->path, sizeof r->path, (size_t)index);
    return back;
}

// What the table on top of the stack is: 1..n, names, or neither (then a fault was told).
enum shape { SHAPE_NAMES, SHAPE_LIST, SHAPE_WRONG };

static enum shape shape_of(struct reading *r, lua_Integer *count)
{
    lua_State *L = r->L;
    lua_Integer names = 0, whole = 0, largest = 0;
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            names++;
        } else if (lua_isinteger(L, -1) && lua_tointeger(L, -1) > 0) {
            whole++;
            largest = lua_tointeger(L, -1) > largest ? lua_tointeger(L, -1) : largest;
        } else {
            wrong(r, "a key is neither a name nor 1, 2, 3 …");
            lua_pop(L, 1);
            return SHAPE_WRONG;
        }
    }
    *count = largest;
    if (names && whole) {
        wrong(r, "names and a list in one table; write either { a = …, b = … } or { …, … }");
        return SHAPE_WRONG;
    }
    if (whole != largest) {
        wrong(r, "a list with holes; it goes 1, 2, 3 … without nil between");
        return SHAPE_WRONG;
    }
    return whole ? SHAPE_LIST : SHAPE_NAMES;
}

static json_t *read_list(struct reading *r, lua_Integer count, int depth)
{
    json_t *list = json_array();
    for (lua_Integer i = 1; i <= count; i++) {
        size_t back = enter(r, NULL, i);
        lua_rawgeti(r->L, -1, i);
        json_t *value = read_value(r, depth + 1);
        json_array_append_new(list, value ? value : json_null());
        lua_pop(r->L, 1);
        r->path[back] = 0;
    }
    return list;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Lua keeps no order: names are read sorted, so that faults and results never change theirs.
static json_t *read_names(struct reading *r, int depth)
{
    lua_State *L = r->L;
    json_t *object = json_object();
    const char *names[1024];
    size_t count = 0;
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (count < sizeof names / sizeof *names)
            names[count] = lua_tostring(L, -1); // kept alive by the table
        count++;
    }
    if (count > sizeof names / sizeof *names) {
        wrong(r, "more than 1024 names in one table");
        count = sizeof names / sizeof *names;
    }
    qsort(names, count, sizeof *names, by_bytes);
    for (size_t i = 0; i < count; i++) {
        size_t back = enter(r, names[i], 0);
        lua_getfield(L, -1, names[i]);
        json_t *value = read_value(r, depth + 1);
        if (json_object_set_new(object, names[i], value ? value : json_null()) != 0)
            wrong(r, "a name that is no UTF-8");
        lua_pop(L, 1);
        r->path[back] = 0;
    }
    return object;
}

static json_t *read_table(struct reading *r, int depth)
{
    lua_Integer count = 0;
    if (depth >= DATA_DEPTH)
        return wrong(r, "tables in tables more than 32 deep");
    if (!lua_checkstack(r->L, 8))
        return wrong(r, "too deep");
    switch (shape_of(r, &count)) {
    case SHAPE_LIST:
        return read_list(r, count, depth);
    case SHAPE_NAMES:
        return read_names(r, depth);
    default:
        return NULL;
    }
}

static json_t *read_number(struct reading *r)
{
    if (lua_isinteger(r->L, -1))
        return json_integer(lua_tointeger(r->L, -1));
    double number = lua_tonumber(r->L, -1);
    return isfinite(number) ? json_real(number) : wrong(r, "not a finite number");
}

static json_t *read_text(struct reading *r)
{
    size_t length = 0;
    const char *text = lua_tolstring(r->L, -1, &length);
    json_t *value = memchr(text, 0, length) ? NULL : json_stringn(text, length);
    return value ? value : wrong(r, "a text that is no UTF-8; save the file as UTF-8");
}

static json_t *read_value(struct reading *r, int depth)
{
    char what[128];
    if (++r->values > DATA_VALUES) {
        if (!r->full)
            wrong(r, "more than 200,000 values");
        r->full = true;
        return NULL;
    }
    switch (lua_type(r->L, -1)) {
    case LUA_TTABLE:
        return read_table(r, depth);
    case LUA_TNUMBER:
        return read_number(r);
    case LUA_TSTRING:
        return read_text(r);
    case LUA_TBOOLEAN:
        return json_boolean(lua_toboolean(r->L, -1));
    default:
        snprintf(what, sizeof what, "a %s; only texts, numbers, true, false and tables are data",
                 luaL_typename(r->L, -1));
        return wrong(r, what);
    }
}

// What the fence says has no line where Lua stood in none.
static bool refuse(const char *text, const char *file, struct faults *faults)
{
    size_t length = strlen(file);
    char longer[FAULT_TEXT + 80];
    if (strstr(text, "near '{'") || strstr(text, "near '='")) {
        snprintf(longer, sizeof longer, "%s; it must begin with `return {`", text);
        text = longer;
    }
    if (strncmp(text, file, length) != 0 || text[length] != ':')
        faults_add(faults, FAULT_ERROR, "%s:1: %s", file, text);
    else if (isdigit((unsigned char)text[length + 1]))
        faults_add(faults, FAULT_ERROR, "%s", text);
    else
        faults_add(faults, FAULT_ERROR, "%s:1%s", file, text + length);
    return false;
}

// Runs the text; its one result is left on top of the stack.
static bool evaluate(struct fence *fence, const char *text, size_t length, const char *file,
                     struct faults *faults)
{
    struct fence_report report;
    lua_State *L = fence_lua(fence);
    lua_newtable(L); // before the text has taken memory: here nothing guards
    if (!fence_load(fence, text, length, file, &report))
        return refuse(report.text, file, faults);
    lua_pushvalue(L, -2);
    lua_setupvalue(L, -2, 1); // _ENV: nothing
    if (!fence_call(fence, 0, 1, DATA_S, &report))
        return refuse(report.text, file, faults);
    if (lua_istable(L, -1))
        return true;
    faults_add(faults, FAULT_ERROR,
               "%s:1: gives %s; it must begin with `return {` and end with `}`", file,
               lua_isnil(L, -1) ? "nothing" : luaL_typename(L, -1));
    return false;
}

json_t *fence_data_partial(const char *text, size_t length, const char *file, struct faults *faults)
{
    struct fault f = {0};
    struct fence_desc desc = {
        .name = file, .memory_bytes = DATA_MEMORY, .call_s = DATA_S, .stepped = true};
    struct fence *fence = fence_create(&desc, &f);
    if (!fence) {
        faults_add(faults, FAULT_ERROR, "%s:1: %s", file, f.text);
        return NULL;
    }
    json_t *data = NULL;
    if (evaluate(fence, text, length, file, faults)) {
        fence->cap = 3 * DATA_MEMORY; // reading makes long names anew, with no guard around it
        struct reading r = {
            .L = fence_lua(fence), .text = text, .length = length, .file = file, .faults = faults};
        data = read_value(&r, 0);
        where_destroy(r.where);
    }
    fence_destroy(fence);
    return data;
}

json_t *fence_data(const char *text, size_t length, const char *file, struct faults *faults)
{
    int before = faults->errors;
    json_t *data = fence_data_partial(text, length, file, faults);
    if (faults->errors == before)
        return data;
    json_decref(data);
    return NULL;
}
