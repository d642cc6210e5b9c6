// script: bodies in space, the repertoire, measured texts, and work that is not a scene's fault.
// The oracle of what is seen is a pinhole: x = w/2 + f X / Z, f = h/2 / tan(fov/2).
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// The eye stands 2 m before the shoulder and looks along +Y; its focal length is 360 px.
#define EYE "{ target = { 0, 0, 1.4 }, elevation = 0, distance = 2, fov = 2 * math.atan(0.5) }"
#define FOCAL_PX 360.0

static struct house *play_arm(const char *draw)
{
    char lua[2048];
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    house_save(h, "arm.bvh", HOUSE_BODY);
    snprintf(lua, sizeof lua,
             "local c = motion.open('arm.bvh', { unit = 0.01 })\nlocal eye = " EYE "\n"
             "return { draw = function(canvas) %s end }",
             draw);
    house_start(h, 0, lua, &f);
    assert_string_equal(f.text, "");
    return h;
}

static void a_body_stands_where_a_pinhole_sees_it(void **state)
{
    struct house *h = play_arm("canvas:body(c, 0, eye, { width = 8 })");
    const double ends_m[4] = {0, 0.30, 0.58, 0.66};
    assert_int_equal(house_list(h)->command_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const float *p = house_points(h, i);
        assert_int_equal(house_command(h, i)->op, DRAW_TRAIL);
        assert_int_equal(house_command(h, i)->path.count, 2);
        double x0 = p[0], x1 = p[DRAW_TRAIL_FLOATS]; // in some order: all are equally far
        bool found = false;
        for (int k = 0; k < 3; k++)
            found = found || (fabs(x0 - (320 + FOCAL_PX * ends_m[k] / 2)) < 1e-3 &&
                              fabs(x1 - (320 + FOCAL_PX * ends_m[k + 1] / 2)) < 1e-3);
        assert_true(found);
        assert_float_equal(p[1], 180, 1e-3);
        assert_float_equal(p[2], 8, 1e-5); // as far as the target: as wide as asked
    }
    house_close(h);
}

static void near_bones_are_wider_and_lie_over_far_ones(void **state)
{
    // From the side: the hand points at the eye, 2 m from the shoulder.
    struct house *h = play_arm("eye.azimuth = math.pi / 2 canvas:body(c, 0, eye, { width = 8 })");
    const float *far = house_points(h, 0), *near = house_points(h, 2);
    assert_float_equal(far[2], 8, 1e-4);
    assert_float_equal(near[DRAW_TRAIL_FLOATS + 2], 8 * 2 / (2 - 0.66), 1e-3);
    assert_true(near[6] >= far[6]);
    house_close(h);
}

static void bones_behind_the_eye_are_left_out(void **state)
{
    // The eye is at 0.4 m on the arm's own axis: only the upper arm lies before it.
    struct house *h = play_arm("eye.azimuth = math.pi / 2 eye.distance = 0.4\n"
                               "canvas:body(c, 0, eye)");
    assert_int_equal(house_list(h)->command_count, 1);
    house_close(h);
    h = play_arm("eye.azimuth = math.pi / 2 eye.distance = 0.05 canvas:body(c, 0, eye)\n"
                 "canvas:floor(eye) canvas:cyclegraph(c, 'RightHand', 0, 1, eye)\n"
                 "canvas:measure(c, { 'RightArm', 'RightForeArm', 'RightHand' }, 0, eye)");
    for (uint32_t i = 0; i < house_list(h)->float_count; i++)
        assert_true(isfinite(house_list(h)->floats[i]));
    house_close(h);
}

static void a_measure_reads_the_angle(void **state)
{
    // Slerp between 180 and 90 degrees: 135 half way.
    const struct {
        double t_s;
        const char *figure;
    } shown[] = {{0, "180°"}, {0.25, "135°"}, {0.5, "90°"}};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        char draw[256];
        snprintf(draw, sizeof draw,
                 "canvas:measure(c, { 'RightArm', 'RightForeArm', 'RightHand' }, %g, eye,\n"
                 " { radius = 0.1, size = 40 })",
                 shown[i].t_s);
        struct house *h = play_arm(draw);
        uint32_t last = house_list(h)->command_count - 1;
        house_has_text(h, last, shown[i].figure);
        const struct text_style *style = &house_list(h)->styles[house_command(h, last)->text.style];
        assert_string_equal(style->font, "figures");
        assert_float_equal(style->size_px, 40, 0);
        const float *limbs = house_points(h, 0), *arc = house_points(h, 1);
        assert_int_equal(house_command(h, 0)->path.count, 3);
        assert_float_equal(limbs[DRAW_TRAIL_FLOATS], 320 + FOCAL_PX * 0.15, 1e-3); // the elbow
        for (uint32_t k = 0; k < house_command(h, 1)->path.count; k++) {
            const float *p = arc + (size_t)k * DRAW_TRAIL_FLOATS; // in the plane of the eye
            if (shown[i].t_s > 0)
                assert_float_equal(hypot(p[0] - (320 + FOCAL_PX * 0.15), p[1] - 180),
                                   FOCAL_PX * 0.1 / 2, 1e-2);
        }
        house_close(h);
    }
}

static void a_figure_stands_on_the_bisector(void **state)
{
    struct house *h = play_arm("canvas:measure(c, { 'RightArm', 'RightForeArm', 'RightHand' }, "
                               "0.5, eye, { radius = 0.1 })");
    const struct draw_command *c = house_command(h, house_list(h)->command_count - 1);
    // The limbs point to -X and to +Z: the bisector goes up and left at 45 degrees.
    double out_px = FOCAL_PX * 0.15 / 2 * sqrt(0.5);
    assert_float_equal(c->text.x, 320 + FOCAL_PX * 0.15 - out_px, 1e-2);
    assert_float_equal(c->text.y, 180 - out_px, 1e-2); // without a text room: not raised by half
    house_close(h);
}

static void a_cyclegraph_follows_the_hand(void **state)
{
    struct house *h = play_arm("canvas:cyclegraph(c, 'RightHand', 0, 0.5, eye)");
    const struct draw_command *c = house_command(h, 0);
    assert_int_equal(house_list(h)->command_count, 1);
    assert_int_equal(c->path.count, 61); // 120 a second, both ends
    for (uint32_t i = 0; i < c->path.count; i++) {
        const float *p = house_points(h, 0) + (size_t)i * DRAW_TRAIL_FLOATS;
        double a = M_PI / 2 * i / 60; // about the elbow, at an even pace
        assert_float_equal(p[0], 320 + FOCAL_PX / 2 * (0.30 + 0.28 * cos(a)), 0.02);
        assert_float_equal(p[1], 180 - FOCAL_PX / 2 * 0.28 * sin(a), 0.02);
    }
    house_close(h);
}

static void a_blinking_lamp_makes_dashes_that_point(void **state)
{
    struct house *h = play_arm("canvas:cyclegraph(c, 'RightHand', 0, 0.5, eye, { blink = 0.1 })");
    assert_int_equal(house_list(h)->command_count, 5);
    for (uint32_t i = 0; i < 5; i++) {
        const struct draw_command *c = house_command(h, i);
        const float *first = house_points(h, i);
        const float *last = first + (size_t)(c->path.count - 1) * DRAW_TRAIL_FLOATS;
        assert_true(c->path.count >= 5);
        assert_float_equal(first[6], 1, 1e-4); // lit at once
        assert_true(last[6] < 0.2 && last[2] < first[2] / 2);
    }
    house_close(h);
}

static void the_floor_is_a_grid_on_the_ground(void **state)
{
    struct house *h = play_arm("eye.elevation = 0.5 canvas:floor(eye, { size = 1, step = 0.5 })");
    assert_int_equal(house_list(h)->command_count, 10); // five lines each way
    double ce = cos(0.5), se = sin(0.5);
    const float *p = house_points(h, 0); // from (-1, -1, 0) on, along x
    for (int i = 0; i < 5; i++) {
        double x = -1 + 0.5 * i, y = -1, z = -1.4;
        double depth = 2 + y * ce - z * se, up = y * se + z * ce;
        assert_float_equal(p[i * DRAW_TRAIL_FLOATS], 320 + FOCAL_PX * x / depth, 1e-2);
        assert_float_equal(p[i * DRAW_TRAIL_FLOATS + 1], 180 - FOCAL_PX * up / depth, 1e-2);
    }
    house_close(h);
}

static void joints_have_places_and_angles(void **state)
{
    struct house *h =
        play_arm("local x, y, z = c:joint('RightHand', 0.5)\n"
                 "canvas:text(string.format('%.3f %.3f %.3f', x, math.abs(y), z), 0, 0)\n"
                 "canvas:text(string.format('%.4f %g', c:angle('RightArm', "
                 "'RightForeArm', 'RightHand', 0.5),\n"
                 " c:duration()), 0, 0)\n"
                 "canvas:text(table.concat(c:joints(), ' '), 0, 0)");
    house_has_text(h, 0, "0.300 0.000 1.680");
    house_has_text(h, 1, "1.5708 1");
    house_has_text(h, 2, "RightArm RightForeArm RightHand");
    house_close(h);
}

static void an_unknown_joint_is_an_error_with_the_nearest(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "arm.bvh", HOUSE_BODY);
    assert_false(
        house_start(h, 0, "local c = motion.open('arm.bvh')\nc:joint('RigthHand', 0)", &f));
    assert_string_equal(f.text, "scenes/play0/scene.lua:2: clip:joint: arm.bvh has no joint "
                                "\"RigthHand\"; did you mean \"RightHand\"?");
    assert_false(house_start(h, 0,
                             "local c = motion.open('arm.bvh')\nreturn { draw = function(canvas)\n"
                             " canvas:body(c, 0, { azimut = 1 }) end }",
                             &f));
    assert_string_equal(f.text,
                        "scenes/play0/scene.lua:3: canvas:body: unknown key \"azimut\"; did "
                        "you mean \"azimuth\"?");
    house_close(h);
}

static void a_broken_clip_is_told_and_draws_nothing(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "arm.bvh", "HIERARCHY\nROOT a\n{\nOFFSET 1 2\n");
    assert_true(house_start(h, 0,
                            "local c = motion.open('arm.bvh')\nlocal d = motion.open('none.bvh')\n"
                            "return { draw = function(canvas)\n"
                            " canvas:body(c, 0, {}) canvas:cyclegraph(d, 'Hand', 0, 1, {})\n"
                            " canvas:measure(c, { 'a', 'b', 'c' }, 0, {})\n"
                            " canvas:text(c:duration() .. #d:joints() .. c:joint('x', 0), 0, 0)\n"
                            "end }",
                            &f));
    assert_int_equal(h->told, 2);
    assert_non_null(strstr(h->log, "scenes/play0/scene.lua:1: motion.open: arm.bvh:"));
    assert_non_null(strstr(h->last, "scenes/play0/scene.lua:2: motion.open: no file"));
    assert_int_equal(house_list(h)->command_count, 1);
    house_has_text(h, 0, "0.000.0");
    house_close(h);
}

static void clips_are_read_once_and_kept_while_they_are_open(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    char name[32], lua[256];
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "arm%d.bvh", i);
        house_save(h, name, HOUSE_BODY);
    }
    for (int i = 0; i < 40; i++) { // one scene after the other: the places are used again
        snprintf(lua, sizeof lua,
                 "local c = motion.open('arm%d.bvh') assert(c == motion.open('arm%d.bvh'))\n"
                 "return { draw = function(canvas)\n"
                 " canvas:cyclegraph(c, 'RightHand', 0, 1, {}) end }",
                 i, i);
        assert_true(house_start(h, 0, lua, &f));
    }
    assert_int_equal(h->told, 0);
    assert_true(house_start(h, 0,
                            "for i = 0, 39 do motion.open('arm' .. i .. '.bvh') end return {}",
                            &f)); // one scene with more than there is room for
    assert_int_equal(h->told, 8);
    assert_non_null(strstr(h->last, "32 clips are open already"));
    house_close(h);
}

// Reading this file takes many times the budget of a call; the scene is not stopped for it.
static void reading_a_file_is_not_the_scenes_fault(void **state)
{
    struct house *h = house_open(1, &(struct script_desc){.call_s = 0.004});
    struct fault f;
    size_t size = 4000000, used;
    char *bvh = malloc(size);
    h->scene->stepped = false;
    used = (size_t)snprintf(
        bvh, size,
        "HIERARCHY\nROOT Hips\n{\nOFFSET 0 0 0\nCHANNELS 6 Xposition Yposition "
        "Zposition Zrotation Xrotation Yrotation\nEnd Site\n{\nOFFSET 0 90 0\n}\n}\n"
        "MOTION\nFrames: 20000\nFrame Time: 0.01\n");
    for (int i = 0; i < 20000; i++)
        used += (size_t)snprintf(bvh + used, size - used, "%.9f 1.23456789 %.9f 0.5 12.75 %.9f\n",
                                 i * 1e-4, i * 2e-4, i * 1e-3);
    house_save(h, "long.bvh", bvh);
    assert_true(
        house_start(h, 0,
                    "local c\nreturn { touch = function() c = motion.open('long.bvh') end,\n"
                    " draw = function(canvas)\n"
                    "  if c then canvas:text(string.format('%.2f', c:duration()), 0, 0) end end }",
                    &f));
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_string_equal(h->last, "");
    house_has_text(h, 0, "199.99");
    house_close(h);
    free(bvh);
}

// …but what it does itself is, also with much engine work in between.
static void engine_work_does_not_buy_endless_time(void **state)
{
    struct house *h = house_open(1, &(struct script_desc){.call_s = 0.004});
    struct fault f;
    h->scene->stepped = false;
    house_save(h, "arm.bvh", HOUSE_BODY);
    assert_true(
        house_start(h, 0,
                    "return { touch = function() local i = 0\n"
                    " while true do i = i + 1 motion.open('arm.bvh', { unit = 1 / i }) end\n"
                    "end }",
                    &f));
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:2:"));
    house_close(h);
}

static void records_are_plain_tables(void **state)
{
    struct faults faults = {0};
    struct repertoire *r =
        repertoire_read(&(struct repertoire_desc){.folder = TEST_ROOT
                                                  "/installations/villa-medicis/repertoire"},
                        &faults);
    assert_non_null(r);
    struct house *h = house_open(1, &(struct script_desc){.repertoire = r});
    struct fault f = {""};
    house_start(
        h, 0,
        "local all = repertoire.list('gesture')\n"
        "local one = repertoire.get('g:etirer-fer')\n"
        "local hits = repertoire.search{ verb = one.verb, material = one.materials[1] }\n"
        "local mine = repertoire.get('g:etirer-fer')\n"
        "mine.label.fr = 'mine'\n" // tables of its own
        "return { draw = function(canvas)\n"
        " canvas:text(#all .. ' ' .. one.id .. ' ' .. hits[1].id, 0, 0)\n"
        " canvas:text(one.label.fr, 0, 0)\n"
        " canvas:text(tostring(repertoire.get('nothing')) .. #repertoire.search{ verb = 'zz' },"
        " 0, 0) end }",
        &f);
    assert_string_equal(f.text, "");
    char first[64];
    snprintf(first, sizeof first, "%d g:etirer-fer g:etirer-fer",
             repertoire_count(r, REPERTOIRE_GESTURE));
    house_has_text(h, 0, first);
    const json_t *label = json_object_get(repertoire_get(r, "g:etirer-fer"), "label");
    house_has_text(h, 1, json_string_value(json_object_get(label, "fr")));
    house_has_text(h, 2, "nil0");
    assert_false(house_start(h, 0, "repertoire.list('gestures')", &f));
    assert_non_null(strstr(f.text, "\"gestures\" is not a kind of record; it can be \"verb\""));
    assert_false(house_start(h, 0, "repertoire.list('consent')", &f));
    house_close(h);
    repertoire_destroy(r);
    faults_finish(&faults);
}

static void texts_are_measured_as_they_are_laid_out(void **state)
{
    struct fault f = {""};
    struct text *text =
        text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    assert_non_null(text);
    struct house *h = house_open(1, &(struct script_desc){.text = text});
    house_start(h, 0,
                "local style = { font = 'title', size = 40, width = 200 }\n"
                "local w, hh, lines = text.measure('Étirer le fer à la forge', style)\n"
                "return { draw = function(canvas)\n"
                " local cw, ch = canvas:text('Étirer le fer à la forge', 0, 0, style)\n"
                " assert(cw == w and ch == hh)\n"
                " canvas:text(string.format('%.3f %.3f %d', w, hh, lines), 0, 0) end }",
                &f);
    assert_string_equal(f.text, "");
    struct text_style style = {.font = "title", .size_px = 40, .width_px = 200, .language = "fr"};
    const char *words = "Étirer le fer à la forge";
    const struct text_box *box = text_layout(text, words, strlen(words), &style, 1);
    char expected[64];
    snprintf(expected, sizeof expected, "%.3f %.3f %d", (double)box->width, (double)box->height,
             box->lines);
    assert_true(box->lines > 1 && box->width <= 200);
    house_has_text(h, 1, expected);
    house_close(h);
    text_destroy(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_stands_where_a_pinhole_sees_it),
        cmocka_unit_test(near_bones_are_wider_and_lie_over_far_ones),
        cmocka_unit_test(bones_behind_the_eye_are_left_out),
        cmocka_unit_test(a_measure_reads_the_angle),
        cmocka_unit_test(a_figure_stands_on_the_bisector),
        cmocka_unit_test(a_cyclegraph_follows_the_hand),
        cmocka_unit_test(a_blinking_lamp_makes_dashes_that_point),
        cmocka_unit_test(the_floor_is_a_grid_on_the_ground),
        cmocka_unit_test(joints_have_places_and_angles),
        cmocka_unit_test(an_unknown_joint_is_an_error_with_the_nearest),
        cmocka_unit_test(a_broken_clip_is_told_and_draws_nothing),
        cmocka_unit_test(clips_are_read_once_and_kept_while_they_are_open),
        cmocka_unit_test(reading_a_file_is_not_the_scenes_fault),
        cmocka_unit_test(engine_work_does_not_buy_endless_time),
        cmocka_unit_test(records_are_plain_tables),
        cmocka_unit_test(texts_are_measured_as_they_are_laid_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
