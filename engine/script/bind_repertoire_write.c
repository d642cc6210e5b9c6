// Lua's repertoire, as staff writes it: notes and chains, from a scene that staff opened.
//
//   local id, fault = repertoire.write{ media = "d:forge", at = { 1, 4 }, label = { fr = "Le coude"
//   } }
//   local id, fault = repertoire.write({ steps = … }, "c:etirer-fer")
#include "script/bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 8       // of a record's tables
#define VALUES 20000  // in all of them
#define NUMBERED 1000 // records of one gesture that get an id by themselves
#define BASE 56       // bytes of an id before its number

// ---- tables become JSON; nothing here raises ----

struct reading {
    int values;
    const char *wrong; // NULL: nothing
};

static json_t *read_value(lua_State *L, int at, int depth, struct reading *r);

static json_t *wrong(struct reading *r, const char *what)
{
    if (!r->wrong)
        r->wrong = what;
    return NULL;
}

static json_t *read_list(lua_State *L, int at, size_t count, int depth, struct reading *r)
{
    json_t *list = json_array();
    for (size_t i = 1; i <= count && !r->wrong; i++) {
        lua_rawgeti(L, at, (lua_Integer)i);
        json_t *value = read_value(L, lua_gettop(L), depth + 1, r);
        lua_pop(L, 1);
        if (value && json_array_append_new(list, value) != 0)
            wrong(r, "memory is short");
    }
    return list;
}

// Tables without anything in them are left out: nobody can tell whether they are lists.
static bool is_empty(lua_State *L, int at)
{
    if (lua_type(L, at) != LUA_TTABLE)
        return false;
    lua_pushnil(L);
    if (!lua_next(L, at))
        return true;
    lua_pop(L, 2);
    return false;
}

static json_t *read_object(lua_State *L, int at, int depth, struct reading *r)
{
    json_t *object = json_object();
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
        int value_at = lua_gettop(L);
        if (lua_type(L, -2) != LUA_TSTRING)
            wrong(r, "a table has names and numbers as keys; a list or an object is allowed");
        json_t *value =
            r->wrong || is_empty(L, value_at) ? NULL : read_value(L, value_at, depth + 1, r);
        if (value && json_object_set_new(object, lua_tostring(L, -2), value) != 0)
            wrong(r, "a key is no UTF-8");
    }
    return object;
}

static json_t *read_table(lua_State *L, int at, int depth, struct reading *r)
{
    size_t count = lua_rawlen(L, at);
    return count ? read_list(L, at, count, depth, r) : read_object(L, at, depth, r);
}

static json_t *read_text(lua_State *L, int at, struct reading *r)
{
    size_t length;
    const char *text = lua_tolstring(L, at, &length);
    json_t *value = json_stringn(text, length);
    return value ? value : wrong(r, "a text is no UTF-8");
}

static json_t *read_value(lua_State *L, int at, int depth, struct reading *r)
{
    int type = lua_type(L, at);
    if (++r->values > VALUES)
        return wrong(r, "it has more than 20000 values");
    if (depth > DEPTH || !lua_checkstack(L, 8))
        return wrong(r, "its tables lie more than 8 deep in one another");
    if (type == LUA_TTABLE)
        return read_table(L, at, depth, r);
    if (type == LUA_TSTRING)
        return read_text(L, at, r);
    if (type == LUA_TBOOLEAN)
        return json_boolean(lua_toboolean(L, at));
    if (lua_isinteger(L, at))
        return json_integer(lua_tointeger(L, at));
    json_t *number = type == LUA_TNUMBER ? json_real(lua_tonumber(L, at)) : NULL;
    return number ? number : wrong(r, "a value is no finite number, text, true, false or table");
}

// The record, or NULL and what is wrong.
static json_t *read_record(lua_State *L, struct fault *f)
{
    struct reading r = {0};
    json_t *record = read_object(L, 1, 0, &r);
    if (!r.wrong)
        return record;
    json_decref(record);
    fault_set(f, "%s", r.wrong);
    return NULL;
}

// ---- ids ----

// What is being written.
struct writing {
    struct finder *finder;
    const struct repertoire *records;
    json_t *record;
    const char *capsule; // NULL: none was given
    enum repertoire_type type;
    bool made; // no record has its id yet
};

static const char *text_of(const json_t *record, const char *key)
{
    return json_string_value(json_object_get(record, key));
}

// n:etirer-fer-3, the first that is free, by the gesture, or by the film or clip; of a chain by its
// capsule.
static bool name_record(const struct writing *w, struct fault *f)
{
    static const char *const keys[] = {"gesture", "media", "clip"};
    char prefix = w->type == REPERTOIRE_CHAIN ? 'k' : 'n';
    const char *from = w->capsule;
    char id[FINDER_TEXT];
    for (int i = 0; i < 3 && !from; i++)
        from = text_of(w->record, keys[i]);
    from = from && strlen(from) > 2 ? from + 2 : repertoire_type_word(w->type);
    int length = (int)strcspn(from, " ");
    length = length > BASE ? BASE : length;
    while (length > 0 && from[length - 1] == '-')
        length--;
    for (int n = 1; n < NUMBERED; n++) {
        snprintf(id, sizeof id, "%c:%.*s-%d", prefix, length, from, n);
        if (repertoire_get(w->records, id) || !finder_free(w->finder, id))
            continue;
        json_object_set_new(w->record, "id", json_string(id));
        return true;
    }
    return fault_set(f, "id: %c:%.*s-1 to -%d are all taken; give it another", prefix, length, from,
                     NUMBERED - 1);
}

// A record that is there keeps its file; a name that is not its own would make a second one.
static bool has_its_file(const struct repertoire *r, const char *id, struct fault *f)
{
    const char *source = repertoire_source(r, id), *slash = source ? strrchr(source, '/') : NULL;
    size_t length = strlen(id) - 2;
    if (!slash ||
        (strncmp(slash + 1, id + 2, length) == 0 && strcmp(slash + 1 + length, ".json") == 0))
        return true;
    return fault_set(f, "%s: holds %s; %s.json is allowed: give the file that name", source, id,
                     id + 2);
}

static bool settle_id(struct writing *w, struct fault *f)
{
    const char *id = text_of(w->record, "id");
    int type = id                                    ? repertoire_type_of_id(id)
               : json_object_get(w->record, "steps") ? REPERTOIRE_CHAIN
                                                     : REPERTOIRE_NOTE;
    if (type != REPERTOIRE_NOTE && type != REPERTOIRE_CHAIN)
        return fault_set(f, "id: \"%.80s\" is no note and no chain; n: or k: and a name is allowed",
                         id);
    w->type = (enum repertoire_type)type;
    w->made = !id || (!repertoire_get(w->records, id) && !finder_made(w->finder, id));
    return id ? has_its_file(w->records, id, f) : name_record(w, f);
}

// A chain goes into a capsule that has none, or this one.
static bool check_capsule(const struct writing *w, struct fault *f)
{
    if (!w->capsule)
        return true;
    const json_t *capsule = repertoire_get(w->records, w->capsule);
    const char *chain = text_of(capsule, "chain");
    if (w->type != REPERTOIRE_CHAIN)
        return fault_set(f, "capsule: is given with a note; with a chain it is allowed");
    if (!capsule || repertoire_type_of_id(w->capsule) != REPERTOIRE_CAPSULE)
        return fault_set(f, "capsule: \"%.80s\" is unknown; a record of capsules/ is allowed",
                         w->capsule);
    if (chain && strcmp(chain, text_of(w->record, "id")) != 0)
        return fault_set(f, "capsule: \"%.80s\" has the chain \"%.80s\"; that one is allowed",
                         w->capsule, chain);
    return has_its_file(w->records, w->capsule, f);
}

// By the tables that read the files: `PATH: what is wrong; what is allowed`.
static bool judge(const struct writing *w, struct fault *f)
{
    struct faults faults = {0};
    char *text = repertoire_text(w->type, w->record);
    json_t *read =
        text ? repertoire_parse_in(w->records, w->type, text, strlen(text), "record", &faults)
             : NULL;
    bool good = read;
    fault_set(f, "memory is short");
    for (int i = faults.count - 1; i >= 0; i--) {
        const char *said = strstr(faults.entries[i].text, ": "); // behind file and line
        if (faults.entries[i].level == FAULT_ERROR)
            fault_set(f, "%s", said ? said + 2 : faults.entries[i].text);
    }
    json_decref(read);
    faults_finish(&faults);
    free(text);
    return good;
}

// ---- the calls ----

static void check_staff(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    if (!script_stage(inc)->staff)
        bind_error(L, "only a scene that staff opened (stage.staff) writes");
    if (!inc->script->desc.finder || !inc->script->desc.repertoire)
        bind_error(L, "the installation has no content");
}

// Takes the record. A chain has parts that may be hidden today, a note has none.
static uint64_t write_record(struct writing *w, char id[FINDER_TEXT], struct fault *f)
{
    uint64_t ticket = 0;
    if (settle_id(w, f) && check_capsule(w, f) && judge(w, f)) {
        snprintf(id, FINDER_TEXT, "%s", text_of(w->record, "id"));
        const json_t *known = w->type == REPERTOIRE_CHAIN ? repertoire_get(w->records, id) : NULL;
        struct finder_order order = {w->record, w->made, known, w->capsule};
        ticket = finder_write(w->finder, &order, f);
    }
    if (!ticket)
        json_decref(w->record);
    return ticket;
}

static int push_result(lua_State *L, uint64_t ticket, const char *id, const struct fault *f)
{
    if (ticket) {
        written_wait(fence_user(L), ticket);
        lua_pushstring(L, id);
        return 1;
    }
    lua_pushnil(L);
    lua_pushstring(L, f->text);
    return 2;
}

static int repertoire_write_record(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    char id[FINDER_TEXT] = "";
    struct fault f = {""};
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_wrong(L, 1, "a table");
    const char *capsule = lua_isnoneornil(L, 2) ? NULL : bind_string(L, 2, NULL);
    check_staff(L);
    int64_t since_ns = bind_work();
    struct writing w = {.finder = inc->script->desc.finder,
                        .records = inc->script->desc.repertoire,
                        .record = read_record(L, &f),
                        .capsule = capsule};
    uint64_t ticket = w.record ? write_record(&w, id, &f) : 0;
    bind_worked(L, since_ns);
    return push_result(L, ticket, id, &f);
}

static int repertoire_remove_record(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    struct fault f = {""};
    const char *id = bind_string(L, 1, NULL);
    check_staff(L);
    return push_result(L, finder_remove(inc->script->desc.finder, id, &f), id, &f);
}

static const struct bind_function functions[] = {
    {"repertoire.remove", repertoire_remove_record, "id"},
    {"repertoire.write", repertoire_write_record, "record, capsule"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_repertoire_write = {.name = "repertoire", .functions = functions};
