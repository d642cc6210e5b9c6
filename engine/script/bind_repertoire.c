// Lua's repertoire: the content, as plain tables.
//
//   for _, gesture in ipairs(repertoire.search{ words = "martel fer" }) do … end
#include "script/bind.h"

#include <math.h>
#include <string.h>

#define DEPTH 32  // of a record's tables; deeper is left out
#define COUNT 100 // hits, when nobody asks for another number
#define RELATED 24
#define WITH 8 // keys that a list asks for

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
    struct incarnation *inc = fence_user(L);
    if (!inc->script->desc.repertoire)
        bind_warn(inc, "repertoire: this installation has no content; write  content = "
                       "\"repertoire\",  into installation.lua and make the folder");
    return inc->script->desc.repertoire;
}

// What people agreed to is nobody's business on stage.
static bool is_shown(int type)
{
    return type >= 0 && type != REPERTOIRE_CONSENT;
}

// Nor is a place that is not to be named.
static bool is_secret(const json_t *record)
{
    const char *precision = json_string_value(json_object_get(record, "precision"));
    return precision && strcmp(precision, "hidden") == 0;
}

static const json_t *find_record(const struct repertoire *r, const char *id)
{
    const json_t *record =
        r && id && is_shown(repertoire_type_of_id(id)) ? repertoire_get(r, id) : NULL;
    return is_secret(record) ? NULL : record;
}

static int repertoire_get_record(lua_State *L)
{
    const char *id = bind_string(L, 1, NULL);
    push_json(L, find_record(content(L), id), 0);
    return 1;
}

static int wrong_kind(lua_State *L, const char *word)
{
    char kinds[512] = "";
    for (int t = 0; t < REPERTOIRE_TYPES; t++)
        if (is_shown(t))
            snprintf(kinds + strlen(kinds), sizeof kinds - strlen(kinds), "%s\"%s\"",
                     kinds[0] ? ", " : "", repertoire_type_word((enum repertoire_type)t));
    return bind_error(L, "\"%.20s\" is not a kind of record; it can be %s", word, kinds);
}

// What records must have: a key with a text, or among its texts; with anything where that is NULL.
struct with {
    const char *key, *text; // borrowed from the script's table
};

static int wrong_with(lua_State *L, const char *wanted)
{
    bind_error(L, "%s", wanted);
    return 0; // never: it raises
}

static int read_with(lua_State *L, struct with with[WITH])
{
    int count = 0;
    if (lua_isnoneornil(L, 2))
        return 0;
    if (!lua_istable(L, 2))
        return wrong_with(L, "a table of keys is wanted, as { gesture = \"g:etirer-fer\" }");
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        bool any = lua_isboolean(L, -1) && lua_toboolean(L, -1);
        if (lua_type(L, -2) != LUA_TSTRING || (!any && lua_type(L, -1) != LUA_TSTRING))
            return wrong_with(L, "a key of a record and its text, or true, are wanted");
        if (count == WITH)
            return wrong_with(L, "more than 8 keys are asked for; 8 are allowed");
        with[count++] = (struct with){lua_tostring(L, -2), any ? NULL : lua_tostring(L, -1)};
    }
    return count;
}

static bool is_text(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

static bool has(const json_t *record, const struct with *with)
{
    const json_t *value = json_object_get(record, with->key);
    bool found = value && (!with->text || is_text(value, with->text));
    for (size_t i = 0; !found && with->text && i < json_array_size(value); i++)
        found = is_text(json_array_get(value, i), with->text);
    return found;
}

static int repertoire_list(lua_State *L)
{
    const char *word = bind_string(L, 1, NULL);
    const struct repertoire *r = content(L);
    int type = repertoire_type_of(word);
    if (!is_shown(type))
        return wrong_kind(L, word);
    struct with with[WITH];
    int keys = read_with(L, with), listed = 0;
    double most = fmax(0, bind_number_or(L, 3, INFINITY));
    int64_t since_ns = bind_work();
    int count = r ? repertoire_count(r, (enum repertoire_type)type) : 0;
    lua_createtable(L, keys || most < count ? 0 : count, 0);
    for (int n = 0; n < count && listed + 1 <= most; n++) {
        const json_t *record = repertoire_record(r, (enum repertoire_type)type, n);
        bool fits = !is_secret(record);
        for (int k = 0; fits && k < keys; k++)
            fits = has(record, &with[k]);
        if (!fits)
            continue;
        push_json(L, record, 0);
        lua_rawseti(L, -2, ++listed);
    }
    bind_worked(L, since_ns);
    return 1;
}

// ---- what is asked ----

static const char *const kinds[] = {"gesture", "work", "all", NULL};

struct search {
    char filter[INDEX_FACETS][FINDER_TEXT];
    int kind;
    double first, count;
};

#define FILTER(word, facet)                                                              \
    {                                                                                    \
        word, BIND_STRING,                                                               \
            .at = offsetof(struct search, filter) + (facet) * sizeof(char[FINDER_TEXT]), \
            .size = FINDER_TEXT                                                          \
    }

static const struct bind_key search_keys[] = {
    {"words", BIND_LATER, .at = 0},
    FILTER("verb", INDEX_VERB),
    FILTER("material", INDEX_MATERIAL),
    FILTER("tool", INDEX_TOOL),
    FILTER("metier", INDEX_METIER),
    FILTER("percussion", INDEX_PERCUSSION),
    FILTER("place", INDEX_PLACE),
    FILTER("language", INDEX_LANGUAGE),
    FILTER("status", INDEX_STATUS),
    FILTER("work", INDEX_WORK),
    FILTER("school", INDEX_SCHOOL),
    {"kind", BIND_WORD, .at = offsetof(struct search, kind), .words = kinds},
    {"first", BIND_CLAMP, .at = offsetof(struct search, first), .least = 1, .most = 1000000},
    {"count", BIND_CLAMP, .at = offsetof(struct search, count), .least = 0, .most = INDEX_HITS},
    {.name = NULL},
};
static const struct bind_options search_options = {"Search", search_keys};

struct matrix {
    char metier[FINDER_TEXT];
};

static const struct bind_key matrix_keys[] = {
    {"metier", BIND_STRING, .at = offsetof(struct matrix, metier), .size = FINDER_TEXT},
    {.name = NULL},
};
static const struct bind_options matrix_options = {"Matrix", matrix_keys};

// As typed, however long: what is too much is cut between letters.
static void read_words(lua_State *L, char to[INDEX_QUERY_BYTES + 1])
{
    size_t length;
    if (lua_type(L, 1) != LUA_TTABLE)
        return;
    lua_pushstring(L, "words");
    int type = lua_rawget(L, 1);
    if (type != LUA_TNIL && type != LUA_TSTRING && type != LUA_TNUMBER)
        bind_error(L, "words is a %s; it must be a text", luaL_typename(L, -1));
    const char *words = type == LUA_TNIL ? "" : lua_tolstring(L, -1, &length);
    size_t n = type == LUA_TNIL ? 0 : length;
    if (n > INDEX_QUERY_BYTES)
        for (n = INDEX_QUERY_BYTES; n > 0 && ((unsigned char)words[n] & 0xc0) == 0x80;)
            n--;
    for (size_t i = 0; i < n; i++)
        to[i] = words[i] ? words[i] : ' ';
    to[n] = 0;
    lua_pop(L, 1);
}

static void begin_question(lua_State *L, enum finder_sort sort, struct finder_question *q)
{
    const struct incarnation *inc = fence_user(L);
    memset(q, 0, sizeof *q);
    q->sort = sort;
    snprintf(q->language, sizeof q->language, "%s", script_language(inc));
}

static void read_question(lua_State *L, struct finder_question *q)
{
    struct search s = {.first = 1, .count = COUNT};
    bind_read(L, 1, &search_options, &s);
    begin_question(L, FINDER_SEARCH, q);
    read_words(L, q->words);
    for (int i = 0; i < INDEX_FACETS; i++)
        snprintf(q->filter[i], FINDER_TEXT, "%s", s.filter[i]);
    if (strcmp(kinds[s.kind], "all") != 0)
        snprintf(q->filter[INDEX_KIND], FINDER_TEXT, "%s", kinds[s.kind]);
    q->first = (int)s.first - 1;
    q->count = (int)s.count;
}

// ---- what is answered ----

// The tables of answers are kept by the answer's number as long as the scene holds them: who asks
// the same in every frame gets the same table.
static const char tables_key, last_key;

enum view { VIEW_SEARCH, VIEW_FACETS, VIEW_RELATED, VIEW_MATRIX, VIEWS };

static void push_tables(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &tables_key) != LUA_TNIL)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushstring(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tables_key);
}

static lua_Integer table_number(const struct finder_answer *a, enum view view)
{
    return (lua_Integer)(a->number * VIEWS + view) * 2 + a->pending;
}

// The record with its kind; what only the index knows is as it says.
static void push_hit(lua_State *L, const json_t *hit)
{
    const char *id = json_string_value(json_object_get(hit, "id"));
    const json_t *record = find_record(content(L), id);
    push_json(L, record ? record : hit, 0);
    push_json(L, json_object_get(hit, "kind"), 0);
    lua_setfield(L, -2, "kind");
    if (!json_object_get(record, "label")) { // a work's title
        push_json(L, json_object_get(hit, "label"), 0);
        lua_setfield(L, -2, "label");
    }
}

static void push_hits(lua_State *L, const json_t *hits)
{
    size_t count = json_array_size(hits);
    lua_createtable(L, (int)count, 3);
    for (size_t i = 0; i < count; i++) {
        push_hit(L, json_array_get(hits, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_related(lua_State *L, const json_t *related)
{
    const char *key;
    json_t *hits;
    lua_newtable(L);
    json_object_foreach((json_t *)related, key, hits)
    {
        push_hits(L, hits);
        lua_setfield(L, -2, key);
    }
}

static void push_search(lua_State *L, const json_t *answer)
{
    push_hits(L, json_object_get(answer, "hits"));
    lua_pushinteger(L, json_integer_value(json_object_get(answer, "total")));
    lua_setfield(L, -2, "total");
    push_object(L, json_object_get(answer, "facets"), 0);
    lua_setfield(L, -2, "facets");
}

static void push_view(lua_State *L, const struct finder_answer *a, enum view view)
{
    if (view == VIEW_SEARCH)
        push_search(L, a->value);
    else if (view == VIEW_FACETS)
        push_object(L, json_object_get(a->value, "facets"), 0);
    else if (view == VIEW_RELATED)
        push_related(L, a->value);
    else
        push_object(L, a->value, 0);
    lua_pushboolean(L, a->pending);
    lua_setfield(L, -2, "pending");
}

// Both by their absolute places.
static void copy(lua_State *L, int from, int to)
{
    for (lua_pushnil(L); lua_next(L, from);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, to);
    }
}

static void push_empty(lua_State *L, enum view view)
{
    static const char *const tables[VIEWS][4] = {
        [VIEW_SEARCH] = {"facets"}, [VIEW_MATRIX] = {"verbs", "materials", "cells"}};
    lua_newtable(L);
    for (const char *const *name = tables[view]; *name; name++) {
        lua_newtable(L);
        lua_setfield(L, -2, *name);
    }
    if (view == VIEW_SEARCH || view == VIEW_MATRIX) {
        lua_pushinteger(L, 0);
        lua_setfield(L, -2, view == VIEW_SEARCH ? "total" : "gaps");
    }
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "pending");
}

// The last finished answer of this view, marked as pending; an empty one before the first.
static void push_last(lua_State *L, enum view view)
{
    push_empty(L, view);
    int to = lua_gettop(L);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &last_key) == LUA_TTABLE &&
        lua_rawgeti(L, -1, view) == LUA_TTABLE)
        copy(L, lua_gettop(L), to);
    lua_settop(L, to);
    lua_pushboolean(L, 1);
    lua_setfield(L, to, "pending");
}

// The table on top is the last finished answer of its view.
static void keep_last(lua_State *L, enum view view)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &last_key) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, VIEWS, 0);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &last_key);
    }
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, view);
    lua_pop(L, 1);
}

static void push_answer(lua_State *L, const struct finder_answer *a, enum view view)
{
    if (!a->value) {
        push_last(L, view);
        return;
    }
    push_tables(L);
    if (lua_rawgeti(L, -1, table_number(a, view)) == LUA_TNIL) {
        lua_pop(L, 1);
        push_view(L, a, view);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, table_number(a, view));
    }
    lua_remove(L, -2);
    if (!a->pending)
        keep_last(L, view);
}

static struct finder_answer ask(lua_State *L, const struct finder_question *q)
{
    struct incarnation *inc = fence_user(L);
    struct finder *finder = inc->script->desc.finder;
    struct finder_answer a = finder_ask(finder, q);
    if (!inc->found.asked)
        inc->found.changes = finder_changes(finder);
    inc->found.asked = true;
    if (a.pending)
        found_wait(inc, a.question);
    return a;
}

// ---- before there is an index ----

static const char *asked(const char *word)
{
    return word[0] ? word : NULL;
}

// Gestures by verb, material, tool and métier are found in the records alone.
static bool is_plain(const struct finder_question *q)
{
    for (int i = INDEX_PERCUSSION; i < INDEX_KIND; i++)
        if (q->filter[i][0])
            return false;
    return !q->words[strspn(q->words, " ")] && strcmp(q->filter[INDEX_KIND], "gesture") == 0;
}

static void push_plain(lua_State *L, const struct finder_question *q, bool pending)
{
    const json_t *found[INDEX_HITS];
    const struct repertoire *r = content(L);
    const struct repertoire_query query = {asked(q->filter[INDEX_VERB]),
                                           asked(q->filter[INDEX_MATERIAL]),
                                           asked(q->filter[INDEX_TOOL]),
                                           asked(q->filter[INDEX_METIER])};
    int total = r && is_plain(q) ? repertoire_search(r, &query, found, INDEX_HITS) : 0;
    int there = total < INDEX_HITS ? total : INDEX_HITS;
    lua_newtable(L);
    for (int n = 0; n < q->count && q->first + n < there; n++) {
        push_json(L, found[q->first + n], 0);
        lua_pushstring(L, "gesture");
        lua_setfield(L, -2, "kind");
        lua_rawseti(L, -2, n + 1);
    }
    lua_pushinteger(L, total);
    lua_setfield(L, -2, "total");
    lua_newtable(L);
    lua_setfield(L, -2, "facets");
    lua_pushboolean(L, pending);
    lua_setfield(L, -2, "pending");
}

static bool has_finder(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    return inc->script->desc.finder;
}

static int repertoire_search_records(lua_State *L)
{
    struct finder_question q;
    read_question(L, &q);
    int64_t since_ns = bind_work();
    struct finder_answer a = {.pending = false};
    if (has_finder(L))
        a = ask(L, &q);
    if (!a.value && (!has_finder(L) || is_plain(&q)))
        push_plain(L, &q, a.pending);
    else
        push_answer(L, &a, VIEW_SEARCH);
    bind_worked(L, since_ns);
    return 1;
}

static int answer(lua_State *L, const struct finder_question *q, enum view view)
{
    int64_t since_ns = bind_work();
    struct finder_answer a = {.pending = false};
    if (has_finder(L))
        a = ask(L, q);
    if (view == VIEW_RELATED && json_object_size(a.value) == 0 && !a.pending)
        lua_pushnil(L); // nothing has this id
    else if (a.value || a.pending)
        push_answer(L, &a, view);
    else
        push_empty(L, view);
    bind_worked(L, since_ns);
    return 1;
}

static int repertoire_facets(lua_State *L)
{
    struct finder_question q;
    read_question(L, &q);
    q.first = q.count = 0;
    q.values = -1;
    return answer(L, &q, VIEW_FACETS);
}

static int repertoire_related(lua_State *L)
{
    struct finder_question q;
    const char *id = bind_string(L, 1, NULL);
    begin_question(L, FINDER_RELATED, &q);
    snprintf(q.id, sizeof q.id, "%s", id);
    q.count = RELATED;
    return answer(L, &q, VIEW_RELATED);
}

static int repertoire_matrix(lua_State *L)
{
    struct finder_question q;
    struct matrix m = {""};
    bind_read(L, 1, &matrix_options, &m);
    begin_question(L, FINDER_MATRIX, &q);
    snprintf(q.filter[INDEX_METIER], FINDER_TEXT, "%s", m.metier);
    return answer(L, &q, VIEW_MATRIX);
}

static const struct bind_function functions[] = {
    {"repertoire.facets", repertoire_facets, "query"},
    {"repertoire.get", repertoire_get_record, "id"},
    {"repertoire.list", repertoire_list, "kind, with, count"},
    {"repertoire.matrix", repertoire_matrix, "options"},
    {"repertoire.related", repertoire_related, "id"},
    {"repertoire.search", repertoire_search_records, "query"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&search_options, &matrix_options, NULL};

static const char *const found_fields[] = {"total", "facets", "pending", NULL};
static const char *const facet_fields[] = {"id", "label", "count", NULL};
static const char *const related_fields[] = {"same_verb", "same_material", "same_tool", "works",
                                             "gestures",  "same_school",   "pending",   NULL};
static const char *const cells_fields[] = {"verbs", "materials", "cells", "gaps", "pending", NULL};
static const struct bind_class classes[] = {{"Found", found_fields},
                                            {"Facet", facet_fields},
                                            {"Related", related_fields},
                                            {"Cells", cells_fields},
                                            {NULL, NULL}};

const struct bind_table bind_repertoire = {
    .name = "repertoire", .functions = functions, .classes = classes, .options = options};
