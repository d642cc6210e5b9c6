// script: paths, gradients and sliced pictures as scenes call them.
#include "scene/path.h"
#include "tools/house.h"

#include <math.h>
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
    assert_string_equal(f.text, whole);
    house_close(h);
}

static const struct draw_gradient *gradient_of(const struct house *h, uint32_t n)
{
    const struct draw_command *c = house_command(h, n);
    return c->path.gradient ? &house_list(h)->gradients[c->path.gradient - 1] : NULL;
}

static const struct draw_pen *pen_of(const struct house *h, uint32_t n)
{
    const struct draw_command *c = house_command(h, n);
    return c->path.pen ? &house_list(h)->pens[c->path.pen - 1] : NULL;
}

static void a_path_is_laid_as_it_was_built(void **state)
{
    struct house *h =
        house_play("local p = path.new():move(1, 2):line(3, 4):quad(5, 6, 7, 8):cubic(9, 10, 11, "
                   "12, 13, 14):close()\n"
                   "return { draw = function(canvas)\n"
                   " canvas:fill(p, { rule = 'nonzero', color = '#00ff00', opacity = 0.5 })\n"
                   " canvas:stroke(p, { width = 3 }) end }");
    const float expected[] = {PATH_MOVE,  1, 2,  PATH_LINE, 3,  4,  PATH_QUAD, 5,         6, 7, 8,
                              PATH_CUBIC, 9, 10, 11,        12, 13, 14,        PATH_CLOSE};
    const struct draw_command *fill = house_command(h, 0), *stroke = house_command(h, 1);
    assert_int_equal(fill->op, DRAW_PATH);
    assert_int_equal(fill->path.count, sizeof expected / sizeof *expected);
    assert_memory_equal(house_points(h, 0), expected, sizeof expected);
    assert_int_equal(fill->path.rule, DRAW_NONZERO);
    assert_float_equal(fill->path.width, 0, 0);
    assert_float_equal(fill->color.a, 0.5, 1e-6);
    assert_float_equal(stroke->path.width, 3, 0);
    assert_null(pen_of(h, 1)); // a plain one needs none
    house_close(h);
}

static void an_svg_path_may_be_long(void **state)
{
    struct house *h = house_play("local parts = { 'M 0 0' }\n"
                                 "for i = 1, 5000 do parts[#parts + 1] = 'l 1 ' .. i % 2 end\n"
                                 "local p = path.svg(table.concat(parts, ' '))\n"
                                 "return { draw = function(canvas) canvas:stroke(p) end }");
    assert_int_equal(house_command(h, 0)->path.count, 5001 * 3);
    assert_float_equal(house_points(h, 0)[15001], 5000, 0);
    house_close(h);
}

static void a_path_too_long_is_an_error(void **state)
{
    draw_fails_with("local p = path.new() for i = 1, 50000 do p:line(i, 0) end",
                    "path:line: a path has at most 131072 numbers");
}

static void pens_are_what_the_style_says(void **state)
{
    struct house *h = house_play(
        "return { draw = function(canvas)\n"
        " canvas:line(0, 0, 9, 9, { join = 'bevel', cap = 'square', miter = 2, dash = { 3, 1.5 },\n"
        "   dash_offset = -4 })\n"
        " canvas:rect(0, 0, 90, 90, { stroke = 4, radius = 9, join = 'round' })\n"
        " canvas:circle(0, 0, 9, { stroke = 2, dash = { 1, 2 } })\n"
        " canvas:rect(0, 0, 90, 90, { dash = { 1, 2 } })\n"
        "end }");
    const struct draw_pen *pen = pen_of(h, 0);
    assert_int_equal(pen->join, PEN_BEVEL);
    assert_int_equal(pen->cap, PEN_SQUARE);
    assert_float_equal(pen->miter, 2, 0);
    assert_int_equal(pen->dash_count, 2);
    assert_float_equal(pen->dash[1], 1.5, 0);
    assert_float_equal(pen->dash_offset, -4, 0);
    assert_int_equal(pen_of(h, 1)->join, PEN_ROUND_JOIN);
    assert_int_equal(pen_of(h, 2)->dash_count, 2);
    assert_null(pen_of(h, 3)); // filled: dashes mean nothing
    house_close(h);
}

static void a_gradient_stands_where_a_colour_may(void **state)
{
    struct house *h =
        house_play("local g = gradient.linear(1, 2, 3, 4, { '#ff0000', { 0.25, '#00ff00' }, "
                   "'#0000ff', '#ffffff80' },\n"
                   "  { spread = 'mirror', space = 'oklab' })\n"
                   "local r = gradient.radial(5, 6, 70, { { 0, { 1, 2, 3 } }, { 1, '#000000' } }, "
                   "{ inner = 10 })\n"
                   "local c = gradient.conic(7, 8, { '#000000', '#ffffff' }, { from = 1 })\n"
                   "return { draw = function(canvas)\n"
                   " canvas:rect(0, 0, 9, 9, { color = g, opacity = 0.5 })\n"
                   " canvas:circle(0, 0, 9, { color = r })\n"
                   " canvas:line(0, 0, 9, 9, { color = c })\n"
                   " canvas:polygon({ 0, 0, 9, 0, 9, 9 }, { color = g })\n"
                   "end }");
    const struct draw_gradient *g = gradient_of(h, 0);
    assert_int_equal(g->spread, GRADIENT_MIRROR);
    assert_int_equal(g->space, GRADIENT_OKLAB);
    assert_int_equal(g->count, 4);
    const float places[] = {0, 0.25f, 0.625f, 1};
    assert_memory_equal(g->places, places, sizeof places);
    assert_float_equal(g->colors[1].g, 1, 0);
    assert_float_equal(g->colors[3].a, 128 / 255.0, 1e-6);
    assert_float_equal(house_command(h, 0)->color.a, 0.5, 1e-6);
    assert_float_equal(house_command(h, 0)->color.r, 1, 0);
    g = gradient_of(h, 1);
    assert_int_equal(g->kind, GRADIENT_RADIAL);
    assert_float_equal(g->at[2], 10, 0);
    assert_float_equal(g->at[3], 70, 0);
    assert_float_equal(g->colors[0].b, 3, 0);
    g = gradient_of(h, 2);
    assert_int_equal(g->kind, GRADIENT_CONIC);
    assert_float_equal(g->at[3] - g->at[2], 2 * M_PI, 1e-6);
    assert_ptr_equal(gradient_of(h, 3), gradient_of(h, 0));
    house_close(h);
}

static void a_text_wears_a_gradient_and_follows_a_path(void **state)
{
    struct house *h =
        house_play("local g = gradient.linear(0, 0, 90, 0, { '#ff0000', '#0000ff' })\n"
                   "local ring = path.new():ellipse(50, 60, 40)\n"
                   "return { draw = function(canvas)\n"
                   " canvas:text('fer', 0, 0, { color = g, opacity = 0.5 })\n"
                   " canvas:text_path('feu', ring, { color = g }) end }");
    const struct draw_command *text = house_command(h, 0), *along = house_command(h, 1);
    assert_int_equal(text->text.gradient, 1);
    assert_int_equal(along->text.gradient, 1);
    assert_float_equal(text->color.a, 0.5, 1e-6);
    assert_float_equal(text->color.g, 1, 0);
    const float *xy = house_list(h)->floats + along->text.first;
    for (uint32_t i = 0; i < along->text.points; i++)
        assert_float_equal(hypot(xy[2 * i] - 50, xy[2 * i + 1] - 60), 40, 1e-3);
    assert_true(along->text.points > 20);
    house_close(h);
    draw_fails_with("canvas:text_path('feu', path.new())",
                    "canvas:text_path: a path has two points at least, got 0");
}

static void a_polygon_may_have_holes(void **state)
{
    struct house *h = house_play("return { draw = function(canvas)\n"
                                 " canvas:polygon({ { 0, 0, 9, 0, 9, 9 }, { 1, 2, 3, 4, 5, 6 } },\n"
                                 "  { rule = 'nonzero' }) end }");
    const float *p = house_points(h, 0);
    assert_int_equal(house_command(h, 0)->path.count, 7);
    assert_int_equal(house_command(h, 0)->path.rule, DRAW_NONZERO);
    assert_true(isnan(p[6]) && isnan(p[7]));
    assert_float_equal(p[8], 1, 0);
    assert_float_equal(p[13], 6, 0);
    house_close(h);
}

static void wrong_paths_and_styles_say_what_is_allowed(void **state)
{
    draw_fails_with("path.svg('M 0 0 L 5 x')", "path.svg: column 11: a number is missing");
    draw_fails_with("path.new():line(1)", "path:line needs a number for y (second), got nil: "
                                          "path:line(x, y)");
    draw_fails_with("path.new():line(1, 0 / 0)",
                    "path:line needs a finite number for y (second), got not a number (nan): "
                    "path:line(x, y)");
    draw_fails_with("path.new():line(1, 1e12)",
                    "path:line: a point lies farther than 1000000000 px from the origin");
    draw_fails_with("path.new():curve(1)",
                    "path has no \"curve\"; it has arc, arc_to, bounds, clear, "
                    "close, cubic, ellipse, line, move, quad, rect");
    draw_fails_with("canvas:fill({ 1, 2 })",
                    "canvas:fill needs a path (path.new, path.svg) for path "
                    "(first), got a table: canvas:fill(path, style)");
    draw_fails_with("canvas:line(0, 0, 1, 1, { join = 'mitre' })",
                    "canvas:line: join is \"mitre\"; it can be \"miter\", \"round\", \"bevel\"");
    draw_fails_with("canvas:line(0, 0, 1, 1, { dash = { 0, 0 } })",
                    "canvas:line: dash must be a table {on, off, …} of at most 16 lengths, 0 to "
                    "1000000 px each and 0.01 px together");
    draw_fails_with("gradient.linear(0, 0, 1, 1, { '#000000' })",
                    "gradient.linear: 2 to 16 stops are allowed, got 1");
    draw_fails_with("gradient.linear(0, 0, 1, 1, { '#000000', { 2, '#ffffff' } })",
                    "gradient.linear: stop 2: its place must be a number from 0 to 1");
    draw_fails_with("gradient.linear(0, 0, 1, 1, { { 0.5, '#000000' }, { 0.2, '#ffffff' } })",
                    "gradient.linear: stop 2 lies before stop 1; places must ascend");
    draw_fails_with("gradient.linear(0, 0, 1, 1, { '#000000', 'red' })",
                    "gradient.linear: stop 2 must be a colour or {place, colour}");
    draw_fails_with("canvas:background(gradient.linear(0, 0, 1, 1, { '#000000', '#ffffff' }))",
                    "canvas:background needs a colour, \"#rrggbb\", \"#rrggbbaa\" or {r, g, b} in "
                    "linear light, for color (first), got a gradient: canvas:background(color)");
    draw_fails_with("canvas:polygon({ { 0, 0, 1, 1, 2, 2 }, 5 })",
                    "canvas:polygon: outline 2 is a number, not a table {x1, y1, x2, y2, …}");
}

static void a_dropped_path_gives_its_memory_back(void **state)
{
    struct house *h =
        house_play("local s\n"
                   "return { enter = function(stage) s = stage end,\n"
                   " draw = function(canvas) s:redraw()\n"
                   "  for n = 1, 20 do local p = path.new()\n"
                   "   for i = 1, 1000 do p:line(i, n) end canvas:stroke(p) end end }");
    for (int i = 1; i <= 200; i++) // 48 MB of paths in all; the fence's cap would end it
        house_frame(h, i * 0.02);
    assert_int_equal(h->told, 0);
    assert_int_equal(house_list(h)->command_count, 20);
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_laid_as_it_was_built),
        cmocka_unit_test(an_svg_path_may_be_long),
        cmocka_unit_test(a_path_too_long_is_an_error),
        cmocka_unit_test(pens_are_what_the_style_says),
        cmocka_unit_test(a_gradient_stands_where_a_colour_may),
        cmocka_unit_test(a_text_wears_a_gradient_and_follows_a_path),
        cmocka_unit_test(a_polygon_may_have_holes),
        cmocka_unit_test(wrong_paths_and_styles_say_what_is_allowed),
        cmocka_unit_test(a_dropped_path_gives_its_memory_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
