// script: texts. Runs, lines and paths as a scene gives them, read from the list it laid.
#include "tools/house.h"

#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void draw_fails_with(const char *body, const char *expected)
{
    char lua[2048], whole[2048];
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    snprintf(lua, sizeof lua, "return { draw = function(canvas) %s end }", body);
    snprintf(whole, sizeof whole, "scenes/play0/scene.lua:1: %s", expected);
    assert_false(house_start(h, 0, lua, &f));
    if (strcmp(f.text, whole) != 0)
        print_error("said:     %s\nexpected: %s\n", f.text, whole);
    assert_string_equal(f.text, whole);
    house_close(h);
}

static const struct text_run *run_of(const struct house *h, uint32_t command, uint32_t n)
{
    const struct draw_command *c = house_command(h, command);
    assert_true(n < c->text.runs);
    return &house_list(h)->runs[c->text.run + n];
}

static void runs_inherit_what_they_do_not_say(void **state)
{
    struct house *h = house_play(
        "return { draw = function(canvas)\n"
        " canvas:text({ 'Marteler ', { 'le fer', weight = 700, color = '#ff0000' }, 12 }, 1, 2,\n"
        "  { font = 'title', size = 40, opacity = 0.5, tracking = 0.1, underline = true })\n"
        " canvas:text({}, 0, 0) canvas:text('seul', 0, 0) end }");
    assert_int_equal(house_list(h)->command_count, 3);
    house_has_text(h, 0, "Marteler le fer12");
    const struct draw_command *c = house_command(h, 0);
    assert_int_equal(c->op, DRAW_TEXT);
    assert_int_equal(c->text.runs, 3);
    static const uint32_t lengths[] = {9, 6, 2};
    for (uint32_t i = 0; i < 3; i++) {
        const struct text_run *r = run_of(h, 0, i);
        assert_int_equal(r->length, lengths[i]);
        assert_string_equal(r->font, "title");
        assert_float_equal(r->size_px, 40, 0);
        assert_float_equal(r->tracking_em, 0.1, 1e-6);
        assert_int_equal(r->weight, i == 1 ? 700 : 0);
        assert_float_equal(r->color.a, 0.5, 1e-6);
    }
    assert_float_equal(run_of(h, 0, 1)->color.r, 1, 1e-6);
    assert_float_equal(run_of(h, 0, 1)->color.g, 0, 1e-6);
    assert_int_equal(house_command(h, 1)->text.runs, 0);
    assert_int_equal(house_command(h, 2)->text.runs, 0);
    house_close(h);
}

static void a_style_says_all_of_it(void **state)
{
    struct house *h =
        house_play("return { draw = function(canvas) canvas:text('a', 0, 0, { align = 'left', "
                   "direction = 'rtl',\n"
                   " figures = 'tabular', features = 'smcp', hyphenate = true, outline = 3,\n"
                   " outline_color = '#00ff00', opacity = 0.5, language = 'it' }) end }");
    const struct text_style *s = &house_list(h)->styles[house_command(h, 0)->text.style];
    assert_int_equal(s->align, TEXT_LEFT);
    assert_int_equal(s->direction, TEXT_RTL);
    assert_int_equal(s->figures, TEXT_TABULAR);
    assert_string_equal(s->features, "smcp");
    assert_true(s->hyphenate);
    assert_float_equal(s->outline_px, 3, 0);
    assert_float_equal(s->outline_color.g, 1, 1e-6);
    assert_float_equal(s->outline_color.a, 0.5, 1e-6);
    house_close(h);
}

static void a_text_lies_along_points(void **state)
{
    struct house *h =
        house_play("return { draw = function(canvas) canvas:text_path({ 'a', 'b' },\n"
                   " { 1, 2, 30, 4, 50, 6 }, { start = 7, offset = -8, align = 'center' }) end }");
    const struct draw_command *c = house_command(h, 0);
    assert_int_equal(c->op, DRAW_LETTERS);
    assert_int_equal(c->text.points, 3);
    assert_int_equal(c->text.runs, 2);
    assert_float_equal(c->text.x, 7, 0);
    assert_float_equal(c->text.y, -8, 0);
    assert_float_equal(house_list(h)->floats[c->text.first + 2], 30, 0);
    assert_int_equal(house_list(h)->styles[c->text.style].align, TEXT_CENTRE);
    house_close(h);
}

static void wrong_texts_say_what_was_needed(void **state)
{
    draw_fails_with("canvas:text({ 'a', { weight = 700 } }, 0, 0)",
                    "canvas:text: run 2 of the text is not a string or {\"…\", weight = 700}");
    draw_fails_with("canvas:text({ 'a', true }, 0, 0)",
                    "canvas:text: run 2 of the text is not a string or {\"…\", weight = 700}");
    draw_fails_with("canvas:text({ { 'a', wieght = 700 } }, 0, 0)",
                    "canvas:text: unknown key \"wieght\"; did you mean \"weight\"?");
    draw_fails_with("canvas:text({ { 'a', 'b' } }, 0, 0)",
                    "canvas:text: the table of options has a value without a name; write "
                    "{key = value}");
    draw_fails_with("local t = {} for i = 1, 257 do t[i] = 'a' end canvas:text(t, 0, 0)",
                    "canvas:text: a text has at most 256 runs, got 257");
    draw_fails_with("canvas:text({ ('a'):rep(40000), ('b'):rep(40000) }, 0, 0)",
                    "canvas:text: a text has at most 65536 bytes");
    draw_fails_with("canvas:text('a', 0, 0, { features = 'smcp, lnumm' })",
                    "canvas:text: features is \"smcp, lnumm\", wrong at \"m\"; it can be "
                    "OpenType's names of four letters, \"smcp, -liga, ss01=2\"");
    draw_fails_with("canvas:text_path('a', { 1, 2 })",
                    "canvas:text_path: a path has two points at least, got 1");
    draw_fails_with("canvas:text('a', 0, 0, { outline = 101 })",
                    "canvas:text: outline is 101; from 0 to 100 is allowed");
}

static void lines_are_those_of_the_layout(void **state)
{
    struct fault f = {""};
    struct text *text =
        text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    assert_non_null(text);
    struct house *h = house_open(1, &(struct script_desc){.text = text});
    house_start(
        h, 0,
        "local words = 'Étirer le fer ; le battre'\n"
        "local style = { size = 40, width = 200 }\n"
        "local w, hh, count, baseline = text.measure(words, style)\n"
        "local all, last = '', nil\n"
        "local function ends(said) return said:sub(1, text.lines(said, style)[1].last) .. '|' end\n"
        "for i, l in ipairs(text.lines(words, style)) do\n"
        " all = all .. '|' .. words:sub(l.first, l.last) last = l\n"
        " assert(l.width <= w and (i > 1 or l.baseline == baseline)) end\n"
        "return { draw = function(canvas)\n"
        " canvas:text(all, 0, 0)\n"
        " canvas:text(string.format('%d %.2f', count, hh - last.y - last.height), 0, 0)\n"
        " canvas:text(ends('Forgé') .. ends('« Tire ! »'), 0, 0)\n"
        " local runs = text.measure({ 'Étirer ', { 'le fer', size = 90 } }, { size = 40 })\n"
        " assert(runs > text.measure('Étirer le fer', { size = 40 })) end }",
        &f);
    assert_string_equal(f.text, "");
    house_has_text(h, 0, "|Étirer le |fer ; le |battre");
    house_has_text(h, 1, "3 0.00");
    house_has_text(h, 2, "Forgé|« Tire ! »|");
    house_close(h);
    text_destroy(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_inherit_what_they_do_not_say),
        cmocka_unit_test(a_style_says_all_of_it),
        cmocka_unit_test(a_text_lies_along_points),
        cmocka_unit_test(wrong_texts_say_what_was_needed),
        cmocka_unit_test(lines_are_those_of_the_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
