// What scenes find in a repertoire, against a scan of its records that shares nothing with the
// index: the words are folded by the floor of the bench (tests/bench/floor/records.c).
#include "script/script.h"

#include "bench/floor/records.h"
#include "tools/house.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define GESTURES "150"
#define SCANNED_BYTES (1 << 15)

// A made-up repertoire, its records, and a stage that asks of it.
struct show {
    char folder[64], content[96];
    struct faults faults;
    struct repertoire *records;
    struct finder *finder;
    struct house *house;
};

static struct show *open_show(bool stepped)
{
    struct show *s = calloc(1, sizeof *s);
    char command[512];
    struct fault f;
    snprintf(s->folder, sizeof s->folder, "/tmp/script-repertoire-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->content, sizeof s->content, "%s/repertoire", s->folder);
    snprintf(command, sizeof command, "%s/bench_repertoire %s " GESTURES, TEST_BUILD, s->folder);
    assert_int_equal(system(command), 0);
    s->records = repertoire_read(&(struct repertoire_desc){.folder = s->content}, &s->faults);
    assert_non_null(s->records);
    s->finder = finder_create(
        &(struct finder_desc){.folder = s->content, .state = s->folder, .stepped = stepped}, &f);
    assert_non_null(s->finder);
    s->house = house_open(1, &(struct script_desc){.repertoire = s->records, .finder = s->finder});
    s->house->scene->stepped = stepped;
    return s;
}

static void close_show(struct show *s)
{
    char command[128];
    script_destroy(s->house->script);
    s->house->script = NULL;
    finder_destroy(s->finder); // its threads talk to the log, which house_close turns away
    house_close(s->house);
    repertoire_destroy(s->records);
    faults_finish(&s->faults);
    snprintf(command, sizeof command, "rm -rf %s", s->folder);
    assert_int_equal(system(command), 0);
    free(s);
}

static void play(struct show *s, const char *lua)
{
    struct fault f = {""};
    house_start(s->house, 0, lua, &f);
    assert_string_equal(f.text, "");
}

// The n-th text that the scene laid, as a number.
static int number(const struct show *s, uint32_t n)
{
    const struct draw_command *c = house_command(s->house, n);
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)c->text.length,
             house_list(s->house)->bytes + c->text.bytes);
    return atoi(text);
}

// ---- the scan ----

static const char *text_of(const json_t *table, const char *key)
{
    return json_string_value(json_object_get(table, key));
}

static bool holds(const json_t *list, const char *id)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one)
    {
        if (strcmp(json_string_value(one), id) == 0)
            return true;
    }
    return false;
}

struct wanted {
    const char *verb, *material, *words; // words: one, folded
};

static void keep_record(void *to, const char *path, const char *text, size_t length, json_t *record)
{
    json_object_set((json_t *)to, text_of(record, "id"), record);
}

struct scan {
    struct records terms;
    json_t *gestures;
    char *words[RECORDS_COLUMNS];
};

static void open_scan(struct scan *scan, const struct show *s)
{
    records_read_terms(&scan->terms, s->content);
    scan->gestures = json_object();
    records_read(s->content, "gestures", keep_record, scan->gestures);
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        scan->words[c] = malloc(SCANNED_BYTES);
}

static void close_scan(struct scan *scan)
{
    records_finish(&scan->terms);
    json_decref(scan->gestures);
    for (int c = 0; c < RECORDS_COLUMNS; c++)
        free(scan->words[c]);
}

static bool begins_a_word(const char *words, const char *word)
{
    for (const char *at = words; (at = strstr(at, word)); at++)
        if (at == words || at[-1] == ' ')
            return true;
    return false;
}

static bool fits(struct scan *scan, const json_t *gesture, const struct wanted *w)
{
    bool found = !w->words;
    if ((w->verb && strcmp(text_of(gesture, "verb"), w->verb) != 0) ||
        (w->material && !holds(json_object_get(gesture, "materials"), w->material)))
        return false;
    if (w->words)
        records_words(&scan->terms, gesture, scan->words, SCANNED_BYTES);
    for (int c = 0; c < RECORDS_COLUMNS && !found; c++)
        found = begins_a_word(scan->words[c], w->words);
    return found;
}

// How many fit; and a tool of one of them ("": they have none), and how many have it.
static int count(struct scan *scan, const struct wanted *w, const char **tool, int *with_tool)
{
    const char *id;
    json_t *gesture;
    int n = 0;
    *with_tool = 0;
    *tool = "";
    json_object_foreach(scan->gestures, id, gesture)
    {
        const json_t *tools = json_object_get(gesture, "tools");
        if (!fits(scan, gesture, w))
            continue;
        n++;
        if (!**tool && json_array_size(tools))
            *tool = json_string_value(json_array_get(tools, 0));
        *with_tool += holds(tools, *tool);
    }
    return n;
}

static int total_of(struct scan *scan, const struct wanted *w)
{
    const char *tool;
    int with_tool;
    return count(scan, w, &tool, &with_tool);
}

// ---- the tests ----

// Total, hits given, hits that fit, and the count of one tool among the facets.
#define ASK                                                                                    \
    "local q = %s\n"                                                                           \
    "return { draw = function(canvas)\n"                                                       \
    " local found = repertoire.search(q)\n"                                                    \
    " local good, tools = 0, 0\n"                                                              \
    " for _, hit in ipairs(found) do\n"                                                        \
    "  if hit.kind == 'gesture' and hit.label.fr and hit.metiers[1] then good = good + 1 end " \
    "end\n"                                                                                    \
    " for _, v in ipairs(repertoire.facets(q).tool or {}) do\n"                                \
    "  if v.id == '%s' then tools = v.count end end\n"                                         \
    " canvas:text(found.total, 0, 0) canvas:text(#found, 0, 0)\n"                              \
    " canvas:text(good, 0, 0) canvas:text(tools, 0, 0)\n"                                      \
    " canvas:text(found.pending and 1 or 0, 0, 0) end }"

static void check(struct show *s, struct scan *scan, const struct wanted *w)
{
    char query[256], lua[2048];
    const char *tool;
    int with_tool, total = count(scan, w, &tool, &with_tool);
    snprintf(query, sizeof query, "{ %s%s%s %s%s%s %s%s%s }", w->verb ? "verb = '" : "",
             w->verb ? w->verb : "", w->verb ? "'," : "", w->material ? "material = '" : "",
             w->material ? w->material : "", w->material ? "'," : "", w->words ? "words = '" : "",
             w->words ? w->words : "", w->words ? "'" : "");
    snprintf(lua, sizeof lua, ASK, query, tool);
    play(s, lua);
    print_message("%s: %d, of them %d with %s\n", query, total, with_tool, tool);
    assert_int_equal(number(s, 0), total);
    assert_int_equal(number(s, 1), total < 100 ? total : 100);
    assert_int_equal(number(s, 2), number(s, 1));
    assert_int_equal(number(s, 3), with_tool);
    assert_int_equal(number(s, 4), 0);
}

static void scenes_find_what_a_scan_finds(void **state)
{
    static const struct wanted wanted[] = {{NULL, NULL, NULL},         {"v:marteler", NULL, NULL},
                                           {NULL, "m:fer", NULL},      {"v:planer", "m:fer", NULL},
                                           {NULL, NULL, "martel"},     {NULL, NULL, "scul"},
                                           {"v:marteler", NULL, "fer"}};
    struct show *s = *state;
    struct scan scan;
    open_scan(&scan, s);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        check(s, &scan, &wanted[i]);
    close_scan(&scan);
}

static void the_same_question_gives_the_same_table(void **state)
{
    struct show *s = *state;
    play(s, "local before\n"
            "return { draw = function(canvas)\n"
            " local now = repertoire.search{ words = 'fer' }\n"
            " canvas:text(now == before and 1 or 0, 0, 0)\n"
            " canvas:text(now == repertoire.search{ words = 'bois' } and 1 or 0, 0, 0)\n"
            " before = now end, hear = function() end }");
    assert_int_equal(number(s, 0), 0);
    scene_redraw(s->house->scene, 0);
    house_frame(s->house, 1);
    assert_int_equal(number(s, 0), 1);
    assert_int_equal(number(s, 1), 0);
}

// Live, nothing waits: the scene asks in draw, and is drawn anew when the answer is there.
static void a_scene_that_waits_hears_when_it_is_found(void **state)
{
    struct show *s = open_show(false);
    struct scan scan;
    open_scan(&scan, s);
    play(s,
         "local scene = { heard = 0 }\n"
         "function scene.hear(e) if e.kind == 'found' then scene.heard = scene.heard + 1 end end\n"
         "function scene.draw(canvas)\n"
         " local found = repertoire.search{ words = 'martel' }\n"
         " canvas:text(found.total, 0, 0) canvas:text(scene.heard, 0, 0)\n"
         " canvas:text(found.pending and 1 or 0, 0, 0) end\n"
         "return scene");
    double now_s = 0;
    while (number(s, 2)) { // pending
        poll(NULL, 0, 1);
        finder_update(s->finder);
        house_frame(s->house, now_s += 0.02);
    }
    assert_int_equal(number(s, 0), total_of(&scan, &(struct wanted){.words = "martel"}));
    assert_true(number(s, 1) >= 1);
    close_scan(&scan);
    close_show(s);
}

static void before_there_is_an_index_gestures_are_found_in_the_records(void **state)
{
    struct show *s = *state;
    struct scan scan;
    int total;
    open_scan(&scan, s);
    total = total_of(&scan, &(struct wanted){.verb = "v:marteler"});
    struct house *h = house_open(1, &(struct script_desc){.repertoire = s->records});
    struct fault f = {""};
    house_start(h, 0,
                "return { draw = function(canvas)\n"
                " local found = repertoire.search{ verb = 'Marteler' }\n"
                " canvas:text(#found .. ' ' .. found.total .. ' ' .. found[1].verb, 0, 0) end }",
                &f);
    assert_string_equal(f.text, "");
    char text[64];
    snprintf(text, sizeof text, "%d %d v:marteler", total, total);
    house_has_text(h, 0, text);
    house_close(h);
    close_scan(&scan);
}

static void what_is_near_a_gesture_shares_its_verb_or_its_material(void **state)
{
    struct show *s = *state;
    play(s, "local scene = {}\n"
            "function scene.draw(canvas)\n"
            " local one = repertoire.search{ verb = 'v:marteler', count = 1 }[1]\n"
            " local near, wrong, seen = repertoire.related(one.id), 0, 0\n"
            " for _, hit in ipairs(near.same_verb) do seen = seen + 1\n"
            "  if hit.verb ~= one.verb or hit.id == one.id then wrong = wrong + 1 end end\n"
            " for _, hit in ipairs(near.same_material) do seen = seen + 1 local shared = false\n"
            "  for _, m in ipairs(hit.materials) do for _, n in ipairs(one.materials) do\n"
            "   shared = shared or m == n end end\n"
            "  if not shared or hit.id == one.id then wrong = wrong + 1 end end\n"
            " canvas:text(wrong, 0, 0) canvas:text(seen, 0, 0)\n"
            " canvas:text(repertoire.related('g:none') == nil and 1 or 0, 0, 0) end\n"
            "return scene");
    assert_int_equal(number(s, 0), 0);
    assert_true(number(s, 1) > 0);
    assert_int_equal(number(s, 2), 1);
}

// Every pair that records join is a cell with their number.
static void the_matrix_counts_pairs(void **state)
{
    struct show *s = *state;
    play(s, "local scene = {}\n"
            "function scene.draw(canvas)\n"
            " local pairs_of, cells, wrong = {}, 0, 0\n"
            " for _, g in ipairs(repertoire.list('gesture')) do\n"
            "  for _, m in ipairs(g.materials) do local k = g.verb .. ' ' .. m\n"
            "   if not pairs_of[k] then cells = cells + 1 end\n"
            "   pairs_of[k] = (pairs_of[k] or 0) + 1 end end\n"
            " local matrix = repertoire.matrix()\n"
            " for _, c in ipairs(matrix.cells) do\n"
            "  if pairs_of[c.verb .. ' ' .. c.material] ~= c.count then wrong = wrong + 1 end end\n"
            " canvas:text(wrong, 0, 0) canvas:text(#matrix.cells - cells, 0, 0)\n"
            " canvas:text(#matrix.verbs * #matrix.materials - cells - matrix.gaps, 0, 0) end\n"
            "return scene");
    assert_int_equal(number(s, 0), 0);
    assert_int_equal(number(s, 1), 0);
    assert_int_equal(number(s, 2), 0);
}

// As a loop over all of them would choose.
static void a_list_holds_the_records_with_certain_keys(void **state)
{
    struct show *s = *state;
    play(s, "local scene = {}\n"
            "local function differ(with, fits, most)\n"
            " local n, wrong, all = 0, 0, repertoire.list('gesture')\n"
            " local some = repertoire.list('gesture', with, most)\n"
            " for _, g in ipairs(all) do\n"
            "  if fits(g) and n < (most or 1e9) then n = n + 1\n"
            "   if not some[n] or some[n].id ~= g.id then wrong = wrong + 1 end end end\n"
            " return wrong + (#some - n), n end\n"
            "function scene.draw(canvas)\n"
            " local one = repertoire.list('gesture')[7]\n"
            " local m, v = one.materials[1], one.verb\n"
            " local function made_of(g) for _, x in ipairs(g.materials) do\n"
            "  if x == m then return true end end end\n"
            " local function push(a, b) canvas:text(a, 0, 0) canvas:text(b, 0, 0) end\n"
            " push(differ(nil, function() return true end))\n"
            " push(differ({ verb = v }, function(g) return g.verb == v end))\n"
            " push(differ({ materials = m, verb = v }, function(g) return g.verb == v and "
            "made_of(g) end))\n"
            " push(differ({ tools = true }, function(g) return g.tools ~= nil end, 5))\n"
            " push(differ({ verb = 'v:none' }, function() return false end))\n"
            " push(differ({ label = 'x' }, function() return false end))\n"
            " push(#repertoire.list('gesture', {}, 0), #repertoire.list('gesture', nil, 3))\n"
            " push(pcall(repertoire.list, 'gesture', { verb = 3 }) and 1 or 0, pcall("
            "repertoire.list, 'gesture', { 'verb' }) and 1 or 0)\n"
            " push(pcall(repertoire.list, 'gesture', 'verb') and 1 or 0, pcall(repertoire.list, "
            "'gesture', { verb = false }) and 1 or 0)\n"
            "end\n"
            "return scene");
    for (uint32_t n = 0; n < 12; n += 2)
        assert_int_equal(number(s, n), 0);
    assert_int_equal(number(s, 1), atoi(GESTURES));
    assert_true(number(s, 3) >= number(s, 5) && number(s, 5) >= 1);
    assert_int_equal(number(s, 7), 5);
    assert_int_equal(number(s, 13), 3);
    for (uint32_t n = 14; n < 18; n++)
        assert_int_equal(number(s, n), 0);
}

static void a_place_that_is_hidden_is_not_handed_to_scenes(void **state)
{
    struct show *s = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/places", s->content);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/places/secret.json", s->content);
    static const char text[] =
        "{\"id\": \"l:secret\", \"label\": {\"fr\": \"x\"}, \"precision\": \"%s\"}";
    for (int hidden = 0; hidden < 2; hidden++) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fprintf(file, text, hidden ? "hidden" : "commune");
        fclose(file);
        struct repertoire *r =
            repertoire_read(&(struct repertoire_desc){.folder = s->content}, &s->faults);
        struct house *h = house_open(1, &(struct script_desc){.repertoire = r});
        struct fault f = {""};
        house_start(h, 0,
                    "return { draw = function(canvas)\n"
                    " local n = 0\n"
                    " for _, p in ipairs(repertoire.list('place')) do\n"
                    "  if p.id == 'l:secret' then n = n + 1 end end\n"
                    " if repertoire.get('l:secret') then n = n + 1 end\n"
                    " canvas:text(n .. ' told', 0, 0) end }",
                    &f);
        assert_string_equal(f.text, "");
        house_has_text(h, 0, hidden ? "0 told" : "2 told");
        house_close(h);
        repertoire_destroy(r);
    }
    unlink(path);
}

static void whatever_is_typed_is_only_words(void **state)
{
    struct show *s = *state;
    play(s, "local scene = {}\n"
            "function scene.draw(canvas)\n"
            " local typed = { ('x'):rep(10000), ('é'):rep(200), '\"', \"'\", '* OR NOT (', "
            "'a\\0b', '\\xff\\xfe', 42, '' }\n"
            " local answers = 0\n"
            " for _, words in ipairs(typed) do\n"
            "  if repertoire.search{ words = words, count = 3 }.total >= 0 then answers = answers "
            "+ 1 end end\n"
            " canvas:text(#typed - answers, 0, 0)\n"
            " canvas:text(pcall(repertoire.search, { words = {} }) and 1 or 0, 0, 0)\n"
            " canvas:text(pcall(repertoire.search, { kind = 'verb' }) and 1 or 0, 0, 0)\n"
            " canvas:text(pcall(repertoire.list, 'consent') and 1 or 0, 0, 0) end\n"
            "return scene");
    for (uint32_t n = 0; n < 4; n++)
        assert_int_equal(number(s, n), 0);
}

static void pages_follow_one_another(void **state)
{
    struct show *s = *state;
    play(s, "local scene = {}\n"
            "function scene.draw(canvas)\n"
            " local all, seen, wrong = repertoire.search{ count = 30 }, 0, 0\n"
            " for first = 1, 30, 7 do\n"
            "  for i, hit in ipairs(repertoire.search{ first = first, count = 7 }) do\n"
            "   local other = all[first + i - 1] seen = seen + 1\n"
            "   if other and other.id ~= hit.id then wrong = wrong + 1 end end end\n"
            " canvas:text(wrong, 0, 0) canvas:text(seen, 0, 0) end\n"
            "return scene");
    assert_int_equal(number(s, 0), 0);
    assert_int_equal(number(s, 1), 35);
}

// One for all that are stepped: to make it is the dear part.
static int open_all(void **state)
{
    *state = open_show(true);
    return 0;
}

static int close_all(void **state)
{
    close_show(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenes_find_what_a_scan_finds),
        cmocka_unit_test(the_same_question_gives_the_same_table),
        cmocka_unit_test(a_scene_that_waits_hears_when_it_is_found),
        cmocka_unit_test(before_there_is_an_index_gestures_are_found_in_the_records),
        cmocka_unit_test(what_is_near_a_gesture_shares_its_verb_or_its_material),
        cmocka_unit_test(the_matrix_counts_pairs),
        cmocka_unit_test(a_list_holds_the_records_with_certain_keys),
        cmocka_unit_test(a_place_that_is_hidden_is_not_handed_to_scenes),
        cmocka_unit_test(whatever_is_typed_is_only_words),
        cmocka_unit_test(pages_follow_one_another),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
