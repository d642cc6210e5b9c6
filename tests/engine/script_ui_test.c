// script: what interfaces are made of. Controls and the size of the canvas.
#include "tools/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void draw_fails_with(const char *body, const char *expected)
{
    char lua[1024], whole[1024];
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    snprintf(lua, sizeof lua, "return { draw = function(canvas) %s end }", body);
    snprintf(whole, sizeof whole, "scenes/play0/scene.lua:1: %s", expected);
    assert_false(house_start(h, 0, lua, &f));
    assert_string_equal(f.text, whole);
    house_close(h);
}

static void a_control_lies_where_what_it_stands_for_does(void **state)
{
    struct house *h = house_play("return { draw = function(canvas)\n"
                                 " canvas:clip(0, 0, 300, 200) canvas:translate(10, 20)\n"
                                 " canvas:control('retour', 1, 2, 30, 40)\n"
                                 " canvas:scale(2) canvas:control('été', 3, 4, 5, 6) end }");
    const struct drawlist *l = house_list(h);
    assert_int_equal(l->command_count, 0);
    assert_int_equal(l->control_count, 2);
    assert_string_equal(l->controls[0].name, "retour");
    assert_float_equal(l->controls[0].at.w, 30, 0);
    assert_float_equal(l->controls[0].state.to_canvas.e, 10, 0);
    assert_float_equal(l->controls[0].state.clip[2], 300, 0);
    assert_string_equal(l->controls[1].name, "été");
    assert_float_equal(l->controls[1].state.to_canvas.d, 2, 0);
    assert_float_equal(l->controls[1].state.to_canvas.f, 20, 0);
    house_close(h);
}

static void a_control_that_moves_paints_nothing_anew(void **state)
{
    struct house *h = house_play("local n = 0\n"
                                 "return { touch = function(e) end,\n"
                                 " draw = function(canvas) n = n + 1\n"
                                 "  canvas:text('Étirer', 0, 0)\n"
                                 "  for i = 1, n do canvas:control('c' .. i, 10 * n, 0, 5, 5) end\n"
                                 " end }");
    const struct scene_stage *stage = &h->scene->stages[0];
    uint64_t version = stage->list.version, picture = stage->picture;
    for (int i = 2; i < 5; i++) {
        scene_redraw(h->scene, 0);
        house_frame(h, i);
        assert_int_equal(stage->list.control_count, i);
        assert_float_equal(stage->list.controls[i - 1].at.x, 10 * i, 0);
    }
    assert_true(stage->list.version == version);
    assert_true(stage->picture == picture);
    house_close(h);
}

static void wrong_controls_say_what_is_allowed(void **state)
{
    draw_fails_with("canvas:control('', 0, 0, 1, 1)",
                    "canvas:control: the name of a control has 1 to 47 bytes, got 0");
    draw_fails_with("canvas:control(('a'):rep(48), 0, 0, 1, 1)",
                    "canvas:control: the name of a control has 1 to 47 bytes, got 48");
    draw_fails_with("local p = picture.canvas(8, 8) canvas:begin_onto(p) "
                    "canvas:control('a', 0, 0, 1, 1)",
                    "canvas:control: a control lies on the canvas, not on a picture that is drawn "
                    "on");
    struct house *h = house_play("return { draw = function(canvas)\n"
                                 " for i = 1, 1025 do canvas:control('a', i, 0, 1, 1) end\n"
                                 " canvas:control('b', 0 / 0, 0, 1, 1) end }");
    assert_int_equal(house_list(h)->control_count, 1024);
    house_frame(h, 2);
    assert_non_null(strstr(h->log, "scene.lua:2: canvas:control: 1024 controls a frame are "
                                   "allowed"));
    house_close(h);
}

static void a_stage_knows_its_size_where_somebody_said_it(void **state)
{
    const char *lua =
        "local said\n"
        "return { enter = function(stage) said = tostring(stage.mm_per_px) .. ' ' ..\n"
        "  tostring(stage.reach_top) .. ' ' .. tostring(stage.reach_bottom) end,\n"
        " draw = function(canvas) canvas:text(said, 0, 0) end }";
    struct fault f;
    struct house *h = house_open(1, NULL);
    assert_true(house_start(h, 0, lua, &f));
    house_has_text(h, 0, "nil nil nil");
    h->scene->stages[0].hung = (struct scene_hung){.mm_per_px = 0.25};
    assert_true(house_start(h, 0, lua, &f));
    house_has_text(h, 0, "0.25 nil nil");
    h->scene->stages[0].hung = (struct scene_hung){0.5, 120, 700.5};
    assert_true(house_start(h, 0, lua, &f));
    house_has_text(h, 0, "0.5 120.0 700.5");
    assert_false(
        house_start(h, 0, "return { enter = function(stage) return stage.mm_per end }", &f));
    assert_non_null(strstr(f.text, "stage has no \"mm_per\"; did you mean \"mm_per_px\"?"));
    house_close(h);
}

// ---- text.say

static struct words *words_of(struct house *h, const char *fr, const char *it)
{
    static const char *const languages[] = {"fr", "it"};
    char folder[320];
    house_save(h, "strings/fr.json", fr);
    house_save(h, "strings/it.json", it);
    snprintf(folder, sizeof folder, "%s/strings", h->folder);
    return words_create(
        &(struct words_desc){.installation = folder, .languages = languages, .language_count = 2},
        NULL);
}

// A house whose visitor speaks Italian; `call` is what text.say is given.
static void says(const char *call, const char *expected, const char *logged)
{
    static const char *const languages[] = {"fr", "it"};
    char lua[1024];
    struct fault f;
    struct house *files = house_open(1, NULL);
    struct words *words =
        words_of(files,
                 "{ \"back\": \"Retour\", \"hits\": { \"one\": \"{n} geste de {who}\", \"other\": "
                 "\"{n} gestes\" }, \"braces\": \"{ } {x {n}\", \"only\": \"{n} seul\" }",
                 "{ \"back\": \"Indietro\", \"hits\": { \"one\": \"un gesto\", \"other\": \"{n} "
                 "gesti\" }, \"braces\": \"{ } {x {n}\" }");
    struct house *h = house_open(
        1, &(struct script_desc){.words = words, .languages = languages, .language_count = 2});
    snprintf(lua, sizeof lua,
             "return { enter = function(stage) stage:set_language('it') end,\n"
             " draw = function(canvas) local s, l = text.say(%s)\n"
             "  canvas:text(s .. '|' .. tostring(l), 0, 0) end }",
             call);
    if (!house_start(h, 0, lua, &f))
        fail_msg("%s", f.text);
    house_has_text(h, 0, expected);
    if (!logged)
        assert_string_equal(h->log, "");
    else if (!strstr(h->log, logged))
        fail_msg("%s", h->log);
    house_close(h);
    words_destroy(words);
    house_close(files);
}

static void the_stage_tells_the_installation_s_title(void **state)
{
    static const char *const languages[] = {"fr", "it", "en"}, *const title[] = {"La forge", "",
                                                                                 "The forge"};
    struct fault f;
    struct house *h = house_open(
        1, &(struct script_desc){.languages = languages, .language_count = 3, .title = title});
    if (!house_start(
            h, 0,
            "local title\nreturn { enter = function(stage) title = stage.title end,\n"
            " draw = function(canvas) canvas:text(title.fr .. '|' .. tostring(title.it) .. '|' "
            ".. title.en, 0, 0) end }",
            &f))
        fail_msg("%s", f.text);
    house_has_text(h, 0, "La forge|nil|The forge");
    house_close(h);
}

static void what_an_interface_says_is_in_the_visitor_s_language(void **state)
{
    says("'back'", "Indietro|it", NULL);
    says("'hits', { n = 1 }", "un gesto|it", NULL);
    says("'hits', { n = 0 }", "0 gesti|it", NULL);
    says("'hits', { n = 3.0 }", "3 gesti|it", NULL);
    says("'hits', { n = 2.5 }", "2,5 gesti|it", NULL);
    says("'hits', { n = 'molti' }", "molti gesti|it", NULL);
    says("'braces', { n = 7 }", "{ } {x 7|it", NULL);
}

static void what_is_not_translated_is_shown_marked_and_told(void **state)
{
    says("'only', { n = 1 }", "1 seul\u202f[fr]|fr",
         "strings/it.json:1: only: has no text; \"fr\" is shown, marked");
    says("'bakc'", "bakc\u202f[?]|nil",
         "scene.lua:2: text.say: no strings file has \"bakc\"; did you mean \"back\"?");
    says("'hits'", "{n} gesti|it", "text.say: \"hits\" has {n}, which was not given");
}

static void wrong_calls_of_say_tell_what_is_wanted(void **state)
{
    draw_fails_with("text.say()",
                    "text.say needs a string for key (first), got nil: text.say(key, values)");
    draw_fails_with("text.say('a', 3)", "text.say needs a table of values {name = …} for values "
                                        "(second), got a number: text.say(key, values)");
}

// ---- path.qr

// ISO/IEC 18004: a version is 4 modules wider than the one before, from 21; table 7 has the bytes
// that fit at level M. The finder patterns are known: seven modules, a ring of light, three dark
// inside.
static void a_code_is_as_large_as_its_text_needs(void **state)
{
    static const struct {
        int bytes, side;
    } rows[] = {{14, 21}, {15, 25}, {26, 25}, {27, 29}, {287, 65}, {288, 69}, {300, 69}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char lua[512];
        snprintf(lua, sizeof lua,
                 "local p, side = path.qr(('a'):rep(%d)) local x, y, w, h = p:bounds()\n"
                 "return { draw = function(canvas)\n"
                 " canvas:text(string.format('%%d %%g %%g %%g %%g', side, x, y, w, h), 0, 0)\n"
                 " canvas:fill(p) end }",
                 rows[i].bytes);
        struct house *h = house_play(lua);
        snprintf(lua, sizeof lua, "%d 0 0 %d %d", rows[i].side, rows[i].side, rows[i].side);
        house_has_text(h, 0, lua);
        const float *first = house_points(h, 1); // the upper left finder's upper edge
        assert_float_equal(first[4], 7, 0);
        house_close(h);
    }
    draw_fails_with("path.qr(('a'):rep(301))", "path.qr: a text of 1 to 300 bytes, none of them 0, "
                                               "is allowed, got 301 bytes");
    draw_fails_with("path.qr('')", "path.qr: a text of 1 to 300 bytes, none of them 0, is allowed, "
                                   "got 0 bytes");
    draw_fails_with("path.qr('a\\0b')", "path.qr: a text of 1 to 300 bytes, none of them 0, is "
                                        "allowed, got 3 bytes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_control_lies_where_what_it_stands_for_does),
        cmocka_unit_test(a_control_that_moves_paints_nothing_anew),
        cmocka_unit_test(wrong_controls_say_what_is_allowed),
        cmocka_unit_test(a_stage_knows_its_size_where_somebody_said_it),
        cmocka_unit_test(the_stage_tells_the_installation_s_title),
        cmocka_unit_test(what_an_interface_says_is_in_the_visitor_s_language),
        cmocka_unit_test(what_is_not_translated_is_shown_marked_and_told),
        cmocka_unit_test(wrong_calls_of_say_tell_what_is_wanted),
        cmocka_unit_test(a_code_is_as_large_as_its_text_needs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
