// scenes/lib/notes.lua: what is drawn of a note, and where. Oracles: points interpolated by hand, a
// pinhole, and the arm of tools/house.h, whose elbow turns by 180 degrees a second.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// Plays lines of a draw function with `notes`, a film's picture `wide` (200 x 100 px, contained in
// a box of 400 x 400 at 100, 50: it lies at 100, 150), and `arm`, seen from 2 m by a focal length
// of 360 px.
static struct house *play(const char *draw)
{
    char lua[4096];
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    house_lend(h, "notes.lua");
    house_lend(h, "notes_shapes.lua");
    house_lend(h, "eye.lua");
    house_lend(h, "joints.lua");
    house_save(h, "arm.bvh", HOUSE_BODY);
    snprintf(
        lua, sizeof lua,
        "local notes, arm = require 'notes', motion.open('arm.bvh', { unit = 0.01 })\n"
        "local wide = notes.on_film(100, 50, 400, 400, 'contain', 200, 100)\n"
        "local space = notes.in_space(arm, { target = { 0, 0, 1.4 }, elevation = 0, azimuth = 0,\n"
        " distance = 2, fov = 2 * math.atan(0.5), x = 0, y = 0, width = 640, height = 360 })\n"
        "local function say(canvas, ...) canvas:text(string.format(...), 0, 0) end\n"
        "return { draw = function(canvas) %s end }",
        draw);
    house_start(h, 0, lua, &f);
    assert_string_equal(f.text, "");
    return h;
}

static const struct draw_command *first_of(const struct house *h, int op, uint32_t *n)
{
    for (*n = 0; *n < house_list(h)->command_count; ++*n)
        if (house_command(h, *n)->op == op)
            return house_command(h, *n);
    fail_msg("nothing of the kind %d was drawn", op);
    return NULL;
}

#define MOVING                                                                      \
    "local note = { at = { 1, 3 }, geometry = { shape = 'segment', %s frames = {\n" \
    " { t = 1, points = { { 0.1, 0.2 }, { 0.5, 0.2 } } },\n"                        \
    " { t = 3, points = { { 0.3, 0.6 }, { 0.5, 1.0 } } } } } }\n"

static void points_move_evenly_between_key_frames(void **state)
{
    const struct {
        double t_s, x0, y0, x1, y1; // parts of the picture
    } cases[] = {{1, 0.1, 0.2, 0.5, 0.2},
                 {1.5, 0.15, 0.3, 0.5, 0.4},
                 {2, 0.2, 0.4, 0.5, 0.6},
                 {3, 0.3, 0.6, 0.5, 1.0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char draw[512];
        uint32_t n;
        snprintf(draw, sizeof draw, MOVING "notes.draw(canvas, note, %g, wide, {})", "",
                 cases[i].t_s);
        struct house *h = play(draw);
        assert_int_equal(first_of(h, DRAW_LINE, &n)->path.count, 2);
        const float *p = house_points(h, n);
        assert_float_equal(p[0], 100 + 400 * cases[i].x0, 1e-3);
        assert_float_equal(p[1], 150 + 200 * cases[i].y0, 1e-3);
        assert_float_equal(p[2], 100 + 400 * cases[i].x1, 1e-3);
        assert_float_equal(p[3], 150 + 200 * cases[i].y1, 1e-3);
        house_close(h);
    }
}

static void held_points_wait_for_the_next_key_frame(void **state)
{
    char draw[512];
    uint32_t n;
    snprintf(draw, sizeof draw, MOVING "notes.draw(canvas, note, 2.9, wide, {})",
             "between = 'hold',");
    struct house *h = play(draw);
    first_of(h, DRAW_LINE, &n);
    assert_float_equal(house_points(h, n)[0], 140, 1e-3);
    assert_float_equal(house_points(h, n)[1], 190, 1e-3);
    house_close(h);
}

static void a_note_is_there_in_its_time_and_not_in_another(void **state)
{
    struct house *h = play(
        "local note, said = { at = { 1, 2 } }, {}\n"
        "for _, t in ipairs { 0.6, 0.85, 1, 1.5, 2, 2.15, 2.4 } do\n"
        " said[#said + 1] = string.format('%.2f', notes.presence(note, t)) end\n"
        "say(canvas, '%s', table.concat(said, ' '))\n"
        "say(canvas, '%g %g', notes.presence(note, 0.99, true), notes.presence(note, 2, true))");
    house_has_text(h, 0, "0.00 0.50 1.00 1.00 1.00 0.50 0.00");
    house_has_text(h, 1, "0 1");
    house_close(h);
}

static void joints_are_drawn_where_a_pinhole_sees_them(void **state)
{
    // At 0.25 s the elbow has turned by 45 degrees: the forearm of 0.28 m points up and out.
    struct house *h =
        play("notes.draw(canvas, { at = { 0, 1 }, geometry = { shape = 'angle',\n"
             " joints = { 'RightArm', 'RightForeArm', 'RightHand' } } }, 0.25, space, {})");
    uint32_t n;
    assert_int_equal(first_of(h, DRAW_LINE, &n)->path.count, 3);
    const float *p = house_points(h, n);
    double f = 360.0 / 2, reach = 0.28 * sqrt(0.5);
    assert_float_equal(p[0], 320, 1e-3);
    assert_float_equal(p[2], 320 + f * 0.30, 1e-3);
    assert_float_equal(p[4], 320 + f * (0.30 + reach), 1e-2);
    assert_float_equal(p[5], 180 - f * reach, 1e-2);
    house_close(h);
}

static void an_arc_stays_at_its_radius_in_picture_and_in_space(void **state)
{
    struct house *h = play(
        "notes.draw(canvas, { at = { 0, 1 }, geometry = { shape = 'arc', frames = {\n"
        " { t = 0, points = { { 0.5, 0.5 }, { 0.6, 0.5 }, { 0.5, 0.9 } } } } } }, 0, wide, {})");
    uint32_t n;
    const struct draw_command *c = first_of(h, DRAW_LINE, &n);
    const float *p = house_points(h, n);
    assert_int_equal(c->path.count, 25);
    for (uint32_t k = 0; k < c->path.count; k++) { // a tenth of 400 px; the picture is not square
        assert_float_equal(hypot((double)p[2 * k] - 300, (double)p[2 * k + 1] - 250), 40, 1e-3);
        assert_float_equal(atan2((double)p[2 * k + 1] - 250, (double)p[2 * k] - 300),
                           M_PI / 2 * k / 24, 1e-4);
    }
    house_close(h);
}

static void a_measure_is_worked_out_where_its_geometry_can_give_it(void **state)
{
    struct house *h =
        play("local three = { 'RightArm', 'RightForeArm', 'RightHand' }\n"
             "local function value(t, place, kind, unit, geometry, given)\n"
             " local v = notes.value({ at = { 0, 0.5 }, geometry = geometry, measure = { kind = "
             "kind, unit = unit,\n"
             "  value = given } }, t, place)\n"
             " return v and string.format('%.2f', v) or '-' end\n"
             "local function on(...) return { shape = 'segment', joints = { ... } } end\n"
             "local line = { shape = 'segment', frames = { { t = 0, points = { { 0, 0 }, { 0.5, "
             "0.5 } } } } }\n"
             "local scaled = notes.on_film(0, 0, 400, 200, 'stretch', 200, 100, 50)\n"
             "say(canvas, '%s %s', value(0.25, space, 'angle', 'deg', { shape = 'angle', joints = "
             "three }),\n"
             " value(0.25, space, 'range', 'deg', { shape = 'angle', joints = three }))\n"
             "say(canvas, '%s %s', value(0.5, space, 'length', 'cm', { shape = 'segment', joints = "
             "three }),\n"
             " value(0.5, space, 'distance', 'cm', { shape = 'segment', joints = three }))\n"
             "say(canvas, '%s %s', value(0.25, space, 'speed', 'm/s', { shape = 'point', joints = "
             "{ 'RightHand' } }),\n"
             " value(0.25, space, 'cadence', '/min', on('RightHand')))\n"
             "say(canvas, '%s %s %s', value(0, wide, 'length', 'm', line), value(0, wide, "
             "'length', 'm', line, 0.55),\n"
             " value(0, scaled, 'length', 'm', line))");
    house_has_text(h, 0, "135.00 90.00"); // from 180 to 90 in half a second
    char said[64];
    snprintf(said, sizeof said, "58.00 %.2f", 100 * hypot(0.30, 0.28));
    house_has_text(h, 1, said);
    // pi rad/s about the elbow; what is taken is a chord of a thirtieth of a second
    double a = M_PI / 30;
    snprintf(said, sizeof said, "%.2f -", 2 * 0.28 * sin(a / 2) * 30);
    house_has_text(h, 2, said);
    snprintf(said, sizeof said, "- 0.55 %.2f",
             hypot(100, 50) / 50); // 100 x 50 px of the film, 50 to a metre
    house_has_text(h, 3, said);
    house_close(h);
}

static void figures_are_read_in_the_visitors_language(void **state)
{
    struct house *h =
        play("local function said(language, unit, value, given, more)\n"
             " return notes.figure({ measure = { unit = unit, value = given and value, uncertainty "
             "= more } }, value, language) end\n"
             "say(canvas, '%s|%s|%s', said('fr', 'm', 0.55, true), said('it', 'm', 0.55, true), "
             "said('en', 'm', 0.55, true))\n"
             "say(canvas, '%s|%s|%s', said('fr', 'deg', 135.4), said('fr', '/min', 63, true), "
             "said('en', 'm', 1.2, true, 0.05))\n"
             "say(canvas, '%s|%s|%s', said('fr', 'N', 12500, true), said('en', 'N', 12500, true), "
             "said('fr', 'Cel', -40, true))\n"
             "say(canvas, '%s|%s', said('fr', '1', 7, true), notes.figure({}, nil, 'fr'))");
    house_has_text(h, 0, "0,55\u202fm|0,55\u00a0m|0.55\u00a0m");
    house_has_text(h, 1, "135°|63/min|1.2\u202f±\u202f0.05\u00a0m");
    house_has_text(h, 2, "12\u202f500\u202fN|12,500\u00a0N|\u221240\u00a0°C");
    house_has_text(h, 3, "7|");
    house_close(h);
}

static void every_shape_is_drawn_inside_the_draw_list_and_none_breaks(void **state)
{
    // Too few points, points in one place, no geometry, joints that the clip does not have.
    struct house *h = play("local count = 0\n"
                           "local sets = { { { 0.5, 0.5 } }, { { 0.5, 0.5 }, { 0.5, 0.5 } }, { { "
                           "0.5, 0.5 }, { 0.5, 0.5 }, { 0.5, 0.5 } },\n"
                           " { { 0.1, 0.1 }, { 0.9, 0.1 }, { 0.9, 0.9 }, { 0.1, 0.9 } } }\n"
                           "for _, shape in ipairs { 'point', 'segment', 'angle', 'arc', "
                           "'polyline', 'zone', 'plane', 'axis' } do\n"
                           " for _, points in ipairs(sets) do for _, t in ipairs { 0, 0.5, 1.1, 9 "
                           "} do for _, place in ipairs { wide, space } do\n"
                           "  local note = { at = { 0, 1 }, geometry = { shape = shape, frames = { "
                           "{ t = 0, points = points } } },\n"
                           "   measure = { kind = 'length', unit = 'm' } }\n"
                           "  if notes.draw(canvas, note, t, place, { halo = true, mark = '1', "
                           "language = 'fr' }) then count = count + 1 end\n"
                           " end end end end\n"
                           "notes.draw(canvas, { at = { 0, 1 } }, 0, wide, {})\n"
                           "notes.draw(canvas, { at = { 0, 1 }, geometry = { shape = 'point', "
                           "joints = { 'Tail' } } }, 0, space, {})\n"
                           "notes.draw(canvas, { at = { 0, 1 }, geometry = { shape = 'point', "
                           "joints = { 'RightHand' } } }, 0, wide, {})\n"
                           "say(canvas, '%d', count)");
    house_has_text(h, house_list(h)->command_count - 1,
                   "192"); // 8 shapes, 4 sets, 3 of 4 times, 2 places
    assert_int_equal(h->told, 0);
    for (uint32_t i = 0; i < house_list(h)->float_count; i++)
        assert_true(isfinite(house_list(h)->floats[i]));
    house_close(h);
}

// A quarter of a picture of 200 x 100 px is 5,000 px²: 0.5 m² at 100 px in a metre. In space the
// triangle stands upright, and half of 0.3 m by 0.4 m it is also when it is turned.
static void an_area_is_known_where_metres_are(void **state)
{
    struct house *h = play(
        "local m = { kind = 'area', unit = 'cm2' }\n"
        "local flat = { at = { 0, 1 }, measure = m, geometry = { shape = 'zone', frames = { {"
        " t = 0, points = { { 0, 0 }, { 0.5, 0 }, { 0.5, 0.5 }, { 0, 0.5 } } } } } }\n"
        "local s = math.sqrt(0.5)\n"
        "local up = { at = { 0, 1 }, measure = m, geometry = { shape = 'zone', frames = { {"
        " t = 0, points = { { 1, 1, 0 }, { 1 + 0.3 * s, 1 + 0.3 * s, 0 }, { 1, 1, 0.4 } } } } } }\n"
        "local metres = notes.on_film(100, 50, 400, 400, 'contain', 200, 100, 100)\n"
        "say(canvas, '%.6g %s %.6g', notes.value(flat, 0, metres),\n"
        " tostring(notes.value(flat, 0, wide)), notes.value(up, 0, space))\n"
        "say(canvas, '%s', notes.figure(flat, 5000, 'fr'))");
    house_has_text(h, 0, "5000 nil 600");
    house_has_text(h, 1, "5000\u202fcm²");
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_move_evenly_between_key_frames),
        cmocka_unit_test(held_points_wait_for_the_next_key_frame),
        cmocka_unit_test(a_note_is_there_in_its_time_and_not_in_another),
        cmocka_unit_test(joints_are_drawn_where_a_pinhole_sees_them),
        cmocka_unit_test(an_arc_stays_at_its_radius_in_picture_and_in_space),
        cmocka_unit_test(a_measure_is_worked_out_where_its_geometry_can_give_it),
        cmocka_unit_test(figures_are_read_in_the_visitors_language),
        cmocka_unit_test(every_shape_is_drawn_inside_the_draw_list_and_none_breaks),
        cmocka_unit_test(an_area_is_known_where_metres_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
