// base/where: path -> line in Lua constructors and JSON.
#include "base/where.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static struct where *scan(const char *text, enum where_syntax syntax)
{
    struct where *w = where_scan(text, strlen(text), syntax);
    assert_non_null(w);
    return w;
}

struct expected {
    const char *path;
    int line;
};

static void check_lines(const struct where *w, const struct expected *e)
{
    for (; e->path; e++)
        if (where_line(w, e->path) != e->line)
            fail_msg("%s: line %d, not %d", e->path, where_line(w, e->path), e->line);
}

static void an_installation_knows_the_line_of_every_key(void **state)
{
    struct where *w = scan("-- [[ not a long comment\n"
                           "--[==[ a long\n one ]] ]==]\n"
                           "local wall = {\n"
                           "  at = { 0, 0 },\n"
                           "  corners = { {0,0},\n"
                           "              {1,0} },\n"
                           "}\n"
                           "local both, nord = { a = wall }, 7 * (2 + 3)\n"
                           "return {\n"
                           "  title = { fr = \"L'or } --\", it = [[\nuno\n]], en = 'a\\'}' },\n"
                           "  [\"a b\"] = 1; [ 'end' ] = 2,\n"
                           "  [1] = \"x\", [3] = { size = { 1280, 800 } },\n"
                           "  stations = {\n"
                           "    facade = { outputs = { { size = { 1280,\n"
                           "       nord * 2 } }, wall } },\n"
                           "    sound = both.a, [\"zu-zu\"] = both[\"a\"],\n"
                           "  },\n"
                           "  after = function(a, b) if a then return {1, 2} end end,\n"
                           "  last = (1 + 2) .. \"}\", neg = -0x1p4,\n"
                           "  sum = wall.at[1] + 1, call = wall.f{ 1, 2 }.x,\n"
                           "  final = true }\n",
                           WHERE_LUA);
    check_lines(w, (struct expected[]){{"", 10},
                                       {"title", 11},
                                       {"title.fr", 11},
                                       {"title.it", 11},
                                       {"title.en", 13},
                                       {"[\"a b\"]", 14},
                                       {"[\"end\"]", 14},
                                       {"end", 14},
                                       {"[1]", 15},
                                       {"[3].size[2]", 15},
                                       {"stations.facade", 17},
                                       {"stations.facade.outputs[1].size[1]", 17},
                                       {"stations.facade.outputs[1].size[2]", 18},
                                       {"stations.facade.outputs[1].size[9]", 17},
                                       {"stations.facade.outputs[2]", 18},
                                       {"stations.facade.outputs[2].corners[2][1]", 7},
                                       {"stations.sound", 19},
                                       {"stations.sound.corners[2]", 7},
                                       {"stations[\"zu-zu\"].at", 5},
                                       {"after", 21},
                                       {"last", 22},
                                       {"neg", 22},
                                       {"sum", 23},
                                       {"call", 23},
                                       {"final", 24},
                                       {"no.such.path", 10},
                                       {NULL, 0}});
    where_destroy(w);
}

static void json_knows_the_line_of_every_key(void **state)
{
    struct where *w = scan("{ \"id\": \"g:a\",\n"
                           "  \"label\": {\n"
                           "     \"fr\": \"tir\\\"er }\", \"a b\\u00e9\\ud83d\\ude00\": 2 },\n"
                           "  \"tools\": [ \"o:a\",\n"
                           "    \"o:b\", {\"x\": [[1],\n[2, 3]]} ]\n"
                           "}\n",
                           WHERE_JSON);
    check_lines(w, (struct expected[]){{"", 1},
                                       {"id", 1},
                                       {"label", 2},
                                       {"label.fr", 3},
                                       {"label[\"a b\u00e9\U0001F600\"]", 3},
                                       {"tools[0]", 4},
                                       {"tools[1]", 5},
                                       {"tools[2].x[0]", 5},
                                       {"tools[2].x[1][1]", 6},
                                       {"tools[3]", 4},
                                       {NULL, 0}});
    where_destroy(w);
}

static void keys_that_stand_twice_are_told(void **state)
{
    char path[200];
    struct where *w = scan("return { a = 1,\n b = { x = 1,\n x = 2 },\n a = 3,\n"
                           "c = { 5, [1] = 6 },\n d = { a = 1 }, e = { a = 1 } }",
                           WHERE_LUA);
    assert_int_equal(where_duplicate(w, 0, path, sizeof path), 3);
    assert_string_equal(path, "b.x");
    assert_int_equal(where_duplicate(w, 1, path, sizeof path), 4);
    assert_string_equal(path, "a");
    assert_int_equal(where_duplicate(w, 2, path, sizeof path), 5);
    assert_string_equal(path, "c[1]");
    assert_int_equal(where_duplicate(w, 3, path, sizeof path), 0);
    assert_int_equal(where_line(w, "a"), 4);
    where_destroy(w);
    w = scan("{\"a b\": 1,\n\"a\\u0020b\": 2}", WHERE_JSON);
    assert_int_equal(where_duplicate(w, 0, path, sizeof path), 2);
    assert_string_equal(path, "[\"a b\"]");
    where_destroy(w);
    w = scan("local shared = {\n x = 1,\n x = 2 }\nreturn { a = shared }", WHERE_LUA);
    assert_int_equal(where_duplicate(w, 0, path, sizeof path), 3);
    assert_string_equal(path, "shared.x");
    where_destroy(w);
}

static void the_order_of_writing_is_kept(void **state)
{
    struct where *w = scan("return { s = { zeta = {}, alpha = { 1, 2 }, m = 3 } }", WHERE_LUA);
    assert_true(where_order(w, "s.zeta") < where_order(w, "s.alpha"));
    assert_true(where_order(w, "s.alpha") < where_order(w, "s.m"));
    assert_int_equal(where_order(w, "s.q"), 0);
    where_destroy(w);
}

static void broken_texts_give_what_can_be_scanned(void **state)
{
    struct where *w = scan("return { a = 1, = , b = [[\n\n never closed", WHERE_LUA);
    assert_int_equal(where_line(w, "a"), 1);
    assert_int_equal(where_line(w, "b"), 1);
    where_destroy(w);
    w = scan("return { a = ) 1,\n b = } c", WHERE_LUA);
    assert_int_equal(where_line(w, "b"), 2);
    where_destroy(w);
    w = scan("{ \"a\": 1,, \n \"b\" 2 \"c\": [1,\n", WHERE_JSON);
    assert_int_equal(where_line(w, "c[0]"), 2);
    where_destroy(w);
    w = scan("", WHERE_LUA);
    assert_int_equal(where_line(w, "a.b"), 1);
    where_destroy(w);
    assert_int_equal(where_line(NULL, "a"), 1);
}

static void nesting_without_end_is_stepped_over(void **state)
{
    enum { DEEP = 100000 };
    char *text = malloc(2 * DEEP + 100);
    assert_non_null(text);
    for (int syntax = WHERE_LUA; syntax <= WHERE_JSON; syntax++) {
        char *at = text + sprintf(text, syntax == WHERE_LUA ? "return {" : "{\"deep\":");
        memset(at, syntax == WHERE_LUA ? '{' : '[', DEEP);
        memset(at + DEEP, syntax == WHERE_LUA ? '}' : ']', DEEP);
        strcpy(at + 2 * DEEP, syntax == WHERE_LUA ? ",\nafter = 1 }" : ",\n\"after\": 1 }");
        struct where *w = scan(text, (enum where_syntax)syntax);
        assert_int_equal(where_line(w, "after"), 2);
        where_destroy(w);
    }
    free(text);
}

static void more_paths_than_kept_answer_with_their_parent(void **state)
{
    enum { MANY = WHERE_MAX + 1000 };
    char *text = malloc(MANY * 3 + 100);
    assert_non_null(text);
    size_t n = (size_t)sprintf(text, "return {\n");
    for (int i = 0; i < MANY; i++, n += 3)
        memcpy(text + n, "1,\n", 3);
    text[n] = '}';
    struct where *w = where_scan(text, n + 1, WHERE_LUA);
    assert_int_equal(where_line(w, "[1]"), 2);
    assert_int_equal(where_line(w, "[100000]"), 100001);
    assert_int_equal(where_line(w, "[200900]"), 1);
    where_destroy(w);
    free(text);
}

// ---- texts made at random, whose lines are known because they were counted while writing ----

enum { TEXT = 1 << 18, PATHS = 4096 };

struct made {
    char text[TEXT];
    size_t length;
    int line, count;
    struct {
        char path[256];
        int line;
    } paths[PATHS];
    unsigned seed;
    bool lua;
};

static unsigned draw(struct made *m, unsigned below)
{
    m->seed = m->seed * 1664525u + 1013904223u;
    return (m->seed >> 10) % below;
}

static void put(struct made *m, const char *text)
{
    for (const char *c = text; *c; c++) {
        m->text[m->length++] = *c;
        m->line += *c == '\n';
    }
}

static void put_gap(struct made *m)
{
    static const char *const gaps[] = {" ", "\n", "\t", "\n\n  ", ""};
    static const char *const comments[] = {"-- { \" [[ '\n", "--[[ } \n --]]",
                                           "--[==[ ]] \n\n ]==]", "---- [[\n"};
    put(m, gaps[draw(m, 5)]);
    if (m->lua && draw(m, 6) == 0)
        put(m, comments[draw(m, 4)]);
}

static void note(struct made *m, const char *path)
{
    assert_true(m->count < PATHS);
    snprintf(m->paths[m->count].path, sizeof m->paths->path, "%s", path);
    m->paths[m->count++].line = m->line;
}

static void put_leaf(struct made *m)
{
    static const char *const lua[] = {"1",
                                      "-2.5e-3",
                                      "'a\\'}\\\n{'",
                                      "\"x = { \\z \n  y\"",
                                      "[[ {\n]] ",
                                      "[=[ ]] ,\n]=]",
                                      "(1 + {2}).x",
                                      "1 + 2 * 3",
                                      "true",
                                      "not nil",
                                      "f(1, {2}, 'x')",
                                      "a.b[c]:d'x' .. 'y'",
                                      "0x1F // 2",
                                      "function(x) local t = { 1, 2 } return t end",
                                      "-(#'x')"};
    static const char *const json[] = {"1",    "-2.5e-3",     "\"a\\\"}{\"", "\"[\\\\\"", "true",
                                       "null", "\"\\u007b\"", "{}",          "[]"};
    put(m, m->lua ? lua[draw(m, 15)] : json[draw(m, 9)]);
}

static void put_table(struct made *m, const char *path, int depth);

static void put_value(struct made *m, const char *path, int depth)
{
    put_gap(m);
    if (depth < 6 && draw(m, 3) == 0)
        put_table(m, path, depth + 1);
    else
        put_leaf(m);
    put_gap(m);
}

static void put_key(struct made *m, char *path, size_t size, int i)
{
    static const char *const names[] = {"k", "A_", "a b ", "zu-", ""};
    char key[32], text[80];
    unsigned kind = draw(m, 5);
    bool bare = m->lua && kind < 2 && draw(m, 2);
    snprintf(key, sizeof key, "%s%d", names[kind], i);
    where_key(path, size, key);
    note(m, path);
    const char *before = bare     ? ""
                         : m->lua ? "[\""
                                  : "\"",
               *after = bare     ? ""
                        : m->lua ? "\"]"
                                 : "\"";
    snprintf(text, sizeof text, "%s%s%s", before, key, after);
    put(m, text);
    put_gap(m);
    put(m, m->lua ? "=" : ":");
}

static void put_separator(struct made *m, bool last)
{
    if (m->lua && draw(m, 3) == 0)
        put(m, ";");
    else if (!last || (m->lua && draw(m, 2)))
        put(m, ",");
}

static void put_table(struct made *m, const char *path, int depth)
{
    bool keyed = depth == 0 || draw(m, 2);
    unsigned count = depth == 0 ? 12 : draw(m, 7);
    put(m, m->lua || keyed ? "{" : "[");
    for (unsigned i = 0; i < count; i++) {
        char child[256];
        snprintf(child, sizeof child, "%s", path);
        put_gap(m);
        if (keyed) {
            put_key(m, child, sizeof child, (int)i);
        } else {
            where_index(child, sizeof child, i + (m->lua ? 1 : 0));
            note(m, child);
        }
        if (keyed)
            put_value(m, child, depth);
        else if (depth < 6 && draw(m, 3) == 0)
            put_table(m, child, depth + 1);
        else
            put_leaf(m);
        put_gap(m);
        put_separator(m, i + 1 == count);
    }
    put_gap(m);
    put(m, m->lua || keyed ? "}" : "]");
}

static void lines_counted_while_writing_are_found_again(void **state)
{
    struct made *m = malloc(sizeof *m);
    assert_non_null(m);
    for (unsigned seed = 0; seed < 400; seed++) {
        m->length = 0, m->line = 1, m->count = 0, m->seed = seed, m->lua = seed % 2;
        put_gap(m);
        if (m->lua)
            put(m, "local a, f = { 1 }, {}\nreturn ");
        put_table(m, "", 0);
        struct where *w = where_scan(m->text, m->length, m->lua ? WHERE_LUA : WHERE_JSON);
        for (int i = 0; i < m->count; i++)
            if (where_line(w, m->paths[i].path) != m->paths[i].line)
                fail_msg("seed %u: %s: line %d, not %d\n%.*s", seed, m->paths[i].path,
                         where_line(w, m->paths[i].path), m->paths[i].line, (int)m->length,
                         m->text);
        where_destroy(w);
    }
    free(m);
}

// ---- files that others made: jansson says what is in them, each key must stand on its line ----

static bool line_holds(const char *text, int line, const char *key)
{
    for (; line > 1 && *text; text++)
        line -= *text == '\n';
    char quoted[300];
    int n = snprintf(quoted, sizeof quoted, "\"%s\"", key);
    const char *end = strchr(text, '\n');
    return memmem(text, end ? (size_t)(end - text) : strlen(text), quoted, (size_t)n) != NULL;
}

static int check_tree(const struct where *w, const char *text, const json_t *value,
                      const char *path)
{
    const char *key;
    const json_t *child;
    size_t i;
    int seen = 0;
    char below[1024];
    json_object_foreach((json_t *)value, key, child)
    {
        snprintf(below, sizeof below, "%s", path);
        where_key(below, sizeof below, key);
        if (!line_holds(text, where_line(w, below), key))
            fail_msg("%s is not on line %d", below, where_line(w, below));
        seen += 1 + check_tree(w, text, child, below);
    }
    json_array_foreach(value, i, child)
    {
        snprintf(below, sizeof below, "%s", path);
        where_index(below, sizeof below, i);
        seen += check_tree(w, text, child, below);
    }
    return seen;
}

static void keys_of_a_file_of_others_stand_on_their_lines(void **state)
{
    FILE *list =
        popen("find " TEST_SAMPLES "/ -name '*.json' -size -400k -o -name '*.geojson' -size -400k "
              "-o -name '*.gltf' -size -400k 2>/dev/null | sort | head -20",
              "r");
    assert_non_null(list);
    char path[1024];
    int files = 0, keys = 0;
    while (fgets(path, sizeof path, list)) {
        path[strcspn(path, "\n")] = '\0';
        FILE *file = fopen(path, "rb");
        char *text = calloc(1, 1 << 20);
        size_t n = file ? fread(text, 1, (1 << 20) - 1, file) : 0;
        json_t *tree = json_loadb(text, n, 0, NULL);
        struct where *w = where_scan(text, n, WHERE_JSON);
        if (tree)
            keys += check_tree(w, text, tree, "");
        files += tree != NULL;
        where_destroy(w);
        json_decref(tree);
        free(text);
        if (file)
            fclose(file);
    }
    pclose(list);
    if (!files) {
        print_message("SKIPPED: JSON files under " TEST_SAMPLES " absent\n");
        skip();
    }
    print_message("%d files, %d keys\n", files, keys);
}

static void a_path_that_does_not_fit_stays_its_parent(void **state)
{
    char path[12] = "outputs";
    where_key(path, sizeof path, "display");
    assert_string_equal(path, "outputs");
    where_index(path, sizeof path, 12);
    assert_string_equal(path, "outputs[12]");
    where_key(path, sizeof path, "a b");
    assert_string_equal(path, "outputs[12]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_installation_knows_the_line_of_every_key),
        cmocka_unit_test(json_knows_the_line_of_every_key),
        cmocka_unit_test(keys_that_stand_twice_are_told),
        cmocka_unit_test(the_order_of_writing_is_kept),
        cmocka_unit_test(broken_texts_give_what_can_be_scanned),
        cmocka_unit_test(nesting_without_end_is_stepped_over),
        cmocka_unit_test(more_paths_than_kept_answer_with_their_parent),
        cmocka_unit_test(lines_counted_while_writing_are_found_again),
        cmocka_unit_test(keys_of_a_file_of_others_stand_on_their_lines),
        cmocka_unit_test(a_path_that_does_not_fit_stays_its_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
