// script: what scenes know of their visit and say about it. Oracle: the table, whose other side is
// tested in visit_test.c.
#include "tools/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct scene_visit *at(struct house *h)
{
    return &h->scene->stages[0].visit;
}

static void says(struct house *h, double now_s, const char *text)
{
    h->scene->stages[0].redraw = true;
    house_frame(h, now_s);
    house_has_text(h, 0, text);
}

static void a_scene_knows_where_its_visit_stands(void **state)
{
    struct house *h = house_play(
        "local s\n"
        "return { enter = function(stage) s = stage end, draw = function(canvas)\n"
        " local v = visit.state()\n"
        " canvas:text(table.concat({ v.phase, v.number, tostring(v.since), tostring(v.touched),\n"
        "   tostring(v.left), s.visit, s.language }, ' '), 0, 0) end }");
    house_has_text(h, 0, "attract 0 nil nil nil 0 fr");
    *at(h) = (struct scene_visit){.phase = VISIT_ON, .number = 12, .since_s = 2, .touched_s = 3};
    snprintf(at(h)->language, sizeof at(h)->language, "it");
    says(h, 4, "on 12 2.0 3.0 nil 12 it");
    at(h)->phase = VISIT_ASKING;
    at(h)->left_s = 7.5;
    says(h, 5, "asking 12 2.0 3.0 7.5 12 it");
    at(h)->phase = VISIT_ATTRACT;
    visit_defaults(at(h), "fr");
    says(h, 6, "attract 0 nil nil nil 0 fr");
    house_close(h);
}

static void a_scene_hears_of_its_visit(void **state)
{
    struct house *h =
        house_play("local heard = '-'\n"
                   "return { hear = function(e) heard = e.kind .. ' ' .. e.name end,\n"
                   " draw = function(canvas) canvas:text(heard, 0, 0) end }");
    struct event e = {.kind = EVENT_VISIT, .name = "asking"};
    scene_tell(h->scene, 0, &e);
    says(h, 1, "visit asking");
    house_close(h);
}

static void settings_hold_at_once_and_are_told_when_they_change(void **state)
{
    struct house *h = house_play(
        "local n, words = 0, ''\n"
        "return { update = function()\n"
        "  n = n + 1\n"
        "  if n == 2 then visit.set{ text = 3, reach = true } end\n"
        "  if n == 3 then visit.set{ text = 3 } end\n"
        "  local s = visit.settings()\n"
        "  words = s.text .. ' ' .. tostring(s.reach) .. ' ' .. tostring(s.contrast) .. ' ' ..\n"
        "    tostring(s.captions) .. tostring(s.sign) .. tostring(s.speech) .. tostring(s.calm)\n"
        " end, draw = function(canvas) canvas:text(words, 0, 0) end }");
    house_has_text(h, 0, "1 false false falsefalsefalsefalse");
    assert_false(at(h)->changed);
    says(h, 1, "3 true false falsefalsefalsefalse");
    assert_true(at(h)->changed);
    at(h)->changed = false;
    says(h, 2, "3 true false falsefalsefalsefalse");
    assert_false(at(h)->changed); // the same again
    house_close(h);
}

static void pages_and_words_are_asked_once(void **state)
{
    struct house *h =
        house_play("local n = 0\n"
                   "return { update = function() n = n + 1 end, draw = function(canvas)\n"
                   " visit.page(n < 3 and 'g:forger' or 'w:lampe', 'gesture')\n"
                   " visit.searched('étirer', 4)\n"
                   " canvas:text(table.concat(visit.trail(), ' '), 0, 0) end }");
    struct scene_visit *v = at(h);
    assert_int_equal(v->ask_count, 2); // in the first draw
    assert_int_equal(v->asks[0].what, VISIT_ASK_PAGE);
    assert_string_equal(v->asks[0].text, "g:forger");
    assert_string_equal(v->asks[0].kind, "gesture");
    assert_int_equal(v->asks[1].what, VISIT_ASK_SEARCHED);
    assert_string_equal(v->asks[1].text, "étirer");
    assert_int_equal(v->asks[1].hits, 4);
    v->ask_count = 0;
    v->phase = VISIT_ON;
    says(h, 1, ""); // it came before the visit: visit/ puts it there
    assert_int_equal(v->ask_count, 0);
    says(h, 2, "w:lampe");
    assert_int_equal(v->ask_count, 2); // another page: the same words are another search
    house_close(h);
}

static void long_words_are_cut_between_letters(void **state)
{
    struct house *h = house_play("return { enter = function()\n"
                                 " visit.searched(string.rep('é', 60), 0) end }");
    assert_int_equal(strlen(at(h)->asks[0].text), 94); // 47 letters of two bytes; 95 fit
    house_close(h);
}

static void more_done_and_films_are_asked(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "");
    assert_true(house_start(h, 0,
                            "local s = film.open('a.mp4')\n"
                            "local n = 0\n"
                            "return { update = function()\n"
                            "  n = n + 1\n"
                            "  if n == 1 then visit.keep(s) visit.more() visit.done() end\n"
                            "  if n == 2 then visit.keep() end\n"
                            " end }",
                            &f));
    struct scene_visit *v = at(h);
    assert_non_null(media_find(&h->scene->media, v->kept));
    assert_int_equal(v->asks[0].what, VISIT_ASK_MORE);
    assert_int_equal(v->asks[1].what, VISIT_ASK_DONE);
    house_frame(h, 1);
    assert_int_equal(v->kept, 0);
    house_close(h);
}

static void a_language_is_a_change(void **state)
{
    static const char *const languages[] = {"fr", "it"};
    struct house *h =
        house_open(1, &(struct script_desc){.languages = languages, .language_count = 2});
    struct fault f;
    assert_true(house_start(h, 0, "return { enter = function(s) s:set_language('fr') end }", &f));
    assert_false(at(h)->changed);
    assert_true(house_start(h, 0, "return { enter = function(s) s:set_language('it') end }", &f));
    assert_true(at(h)->changed);
    assert_string_equal(at(h)->language, "it");
    house_close(h);
}

static void fails_with(const char *call, const char *expected)
{
    char lua[512];
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    snprintf(lua, sizeof lua, "return { enter = function() %s end }", call);
    assert_false(house_start(h, 0, lua, &f));
    assert_string_equal(f.text, expected);
    house_close(h);
}

static void wrong_calls_say_what_was_needed(void **state)
{
    fails_with("visit.set{ text = 4 }",
               "scenes/play0/scene.lua:1: visit.set: text is 4; from 1 to 3 is allowed");
    fails_with("visit.set{ text = 1.5 }",
               "scenes/play0/scene.lua:1: visit.set: text is 1.5; it must be 1, 2 or 3");
    fails_with(
        "visit.set{ contrst = true }",
        "scenes/play0/scene.lua:1: visit.set: unknown key \"contrst\"; did you mean \"contrast\"?");
    fails_with("visit.set()", "scenes/play0/scene.lua:1: visit.set needs a table for settings "
                              "(first), got nil: visit.set(settings)");
    fails_with("visit.keep(3)", "scenes/play0/scene.lua:1: visit.keep needs a film or a sound for "
                                "film (first), got a number: visit.keep(film)");
    fails_with("visit.page('')", "scenes/play0/scene.lua:1: visit.page: names have 1 to 95 bytes");
    fails_with("visit.page('a', string.rep('k', 32))",
               "scenes/play0/scene.lua:1: visit.page: names have 1 to 31 bytes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_knows_where_its_visit_stands),
        cmocka_unit_test(a_scene_hears_of_its_visit),
        cmocka_unit_test(settings_hold_at_once_and_are_told_when_they_change),
        cmocka_unit_test(pages_and_words_are_asked_once),
        cmocka_unit_test(long_words_are_cut_between_letters),
        cmocka_unit_test(more_done_and_films_are_asked),
        cmocka_unit_test(a_language_is_a_change),
        cmocka_unit_test(wrong_calls_say_what_was_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
