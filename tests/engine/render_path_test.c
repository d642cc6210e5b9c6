// render: strokes, dashes, paths, and a sheet to look at. Oracles: areas in closed form, shapes
// sampled point by point.
#include "encode/encode.h"
#include "scene/path.h"
#include "tools/strokes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void stroke_points(struct easel *e, const float *xy, uint32_t count, bool closed,
                          float width, struct draw_pen pen)
{
    struct draw_brush b = {.color = white, .width = width, .pen = &pen};
    assert_true(drawlist_polyline(e->list, xy, count, closed, &b));
}

// Two legs of 90 px that bend by `bend` in the middle of the canvas.
static double corner_area(struct easel *e, double bend, float width, struct draw_pen pen)
{
    float xy[6] = {(float)(128 - 90),
                   128,
                   128,
                   128,
                   (float)(128 + 90 * cos(bend)),
                   (float)(128 + 90 * sin(bend))};
    easel_clear(e);
    stroke_points(e, xy, 3, false, width, pen);
    return painted(e);
}

// Two legs of length l and width 2 h are 4 l h, less the h² tan(bend / 2) where they overlap on the
// inner side; outside the joint adds a kite of the same area, a pie, or a triangle.
static void joints_have_the_area_of_their_kind(void **state)
{
    struct easel *e = *state;
    const double bends[] = {0.3, 1, M_PI_2, 2.2}, h = 12;
    for (int i = 0; i < 8; i++) {
        double bend = bends[i / 2] * (i % 2 ? -1 : 1), angle = fabs(bend);
        double legs = 4 * 90 * h - h * h * tan(angle / 2);
        double area[] = {h * h * tan(angle / 2), h * h * angle / 2, h * h * sin(angle) / 2};
        for (int join = PEN_MITER; join <= PEN_BEVEL; join++) {
            double found =
                corner_area(e, bend, 2 * (float)h,
                            (struct draw_pen){.join = (enum pen_join)join, .cap = PEN_BUTT});
            assert_float_equal(found, legs + area[join], 0.004 * legs);
            // and told apart from the others
            if (angle > 1.5)
                for (int other = PEN_MITER; other <= PEN_BEVEL; other++)
                    assert_true(fabs(found - legs - area[join]) <=
                                fabs(found - legs - area[other]));
        }
    }
}

static void a_spike_beyond_the_limit_is_cut_off(void **state)
{
    struct easel *e = *state;
    const double h = 6, limit = 3;
    // SVG 2, 13.5.5: the spike is 1 / sin of half the angle between the legs, in widths.
    const double edge = M_PI - 2 * asin(1 / limit);
    for (int beyond = 0; beyond < 2; beyond++) {
        double bend = edge + (beyond ? 0.02 : -0.02);
        double legs = 4 * 90 * h - h * h * tan(bend / 2);
        double outside = beyond ? h * h * sin(bend) / 2 : h * h * tan(bend / 2);
        double found = corner_area(e, bend, 2 * (float)h,
                                   (struct draw_pen){.cap = PEN_BUTT, .miter = (float)limit});
        assert_float_equal(found, legs + outside, 0.006 * legs);
        assert_true(h * h * tan(bend / 2) > 0.04 * legs); // so that it is told apart
    }
}

static void ends_have_the_area_of_their_kind(void **state)
{
    struct easel *e = *state;
    const double l = 150, w = 17, extra[] = {M_PI * w * w / 4, 0, w * w};
    for (int cap = PEN_ROUND; cap <= PEN_SQUARE; cap++) {
        float xy[4] = {50, 40, (float)(50 + l * cos(0.7)), (float)(40 + l * sin(0.7))};
        easel_clear(e);
        stroke_points(e, xy, 2, false, (float)w, (struct draw_pen){.cap = (enum pen_cap)cap});
        assert_float_equal(painted(e), l * w + extra[cap], 0.004 * l * w);
    }
}

static void a_point_is_a_dot_or_a_square_or_nothing(void **state)
{
    struct easel *e = *state;
    const double w = 31, area[] = {M_PI * w * w / 4, 0, w * w};
    for (int cap = PEN_ROUND; cap <= PEN_SQUARE; cap++) {
        float xy[4] = {128, 128, 128, 128};
        easel_clear(e);
        stroke_points(e, xy, 2, false, (float)w, (struct draw_pen){.cap = (enum pen_cap)cap});
        assert_float_equal(painted(e), area[cap], 0.004 * w * w);
    }
}

// How much of 0 to `length` the pattern is on, from `offset` into it: counted in small steps.
static double on_length(const float *dash, int count, double offset, double length)
{
    double sum = 0, on = 0;
    const int steps = 200000;
    for (int i = 0; i < (count % 2 ? 2 * count : count); i++)
        sum += dash[i % count];
    for (int i = 0; i < steps; i++) {
        double at = fmod(offset + length * (i + 0.5) / steps, sum);
        at = at < 0 ? at + sum : at;
        int part = 0;
        for (; at >= dash[part % count]; part++)
            at -= dash[part % count];
        on += part % 2 ? 0 : length / steps;
    }
    return on;
}

static void dashes_have_their_lengths(void **state)
{
    struct easel *e = *state;
    static const float patterns[][4] = {{12, 7}, {30, 4, 5, 6}, {9}, {3.5f, 20, 11}};
    static const int counts[] = {2, 4, 1, 3};
    static const float offsets[] = {0, 5, 16.25f, -40, 1000};
    const double l = 203, w = 8;
    for (int i = 0; i < 20; i++) {
        struct draw_pen pen = {.cap = PEN_BUTT,
                               .dash_count = (uint32_t)counts[i % 4],
                               .dash_offset = offsets[i / 4]};
        memcpy(pen.dash, patterns[i % 4], sizeof patterns[0]);
        float xy[6] = {20, 30, 100, 30, 20 + (float)l, 30}; // the phase goes on over a point
        easel_clear(e);
        stroke_points(e, xy, 3, false, (float)w, pen);
        double on = on_length(pen.dash, counts[i % 4], pen.dash_offset, l);
        assert_float_equal(painted(e), on * w, 0.006 * l * w);
    }
}

static void a_dash_goes_on_where_a_closed_line_began(void **state)
{
    struct easel *e = *state;
    float xy[8] = {60, 60, 180, 60, 180, 180, 60, 180};
    // A period of 40 on 480 px; 10 px into it: on from 10 px before the first corner to 15 after
    // it.
    struct draw_pen pen = {.cap = PEN_BUTT, .dash_count = 2, .dash = {25, 15}, .dash_offset = 10};
    stroke_points(e, xy, 4, true, 20, pen);
    assert_float_equal(painted(e), 12 * 25 * 20, 0.005 * 12 * 25 * 20);
    assert_true(easel_pixel(e, 51, 51)[1] == 255); // the mitre's tip
    assert_true(easel_pixel(e, 74, 51)[1] == 255 && easel_pixel(e, 76, 51)[1] == 0);
    assert_true(easel_pixel(e, 51, 69)[1] == 255 && easel_pixel(e, 51, 71)[1] == 0);
}

static void dots_are_dashes_of_no_length(void **state)
{
    struct easel *e = *state;
    float xy[4] = {30, 100, 225, 100};
    struct draw_pen pen = {.dash_count = 2, .dash = {0, 20}};
    stroke_points(e, xy, 2, false, 12, pen);
    assert_float_equal(painted(e), 10 * M_PI * 36, 0.01 * 10 * M_PI * 36);
    assert_int_equal(easel_pixel(e, 50, 100)[1], 255);
    assert_int_equal(easel_pixel(e, 40, 100)[1], 0);
}

static void more_dashes_than_allowed_are_told_once(void **state)
{
    struct easel *e = *state;
    float xy[4] = {0, 100, 255, 100};
    struct draw_pen pen = {.cap = PEN_BUTT, .dash_count = 2, .dash = {1e-4f, 1e-4f}};
    for (int i = 0; i < 2; i++) {
        easel_clear(e);
        stroke_points(e, xy, 2, false, 12, pen);
        assert_float_equal(painted(e), 0, 0);
    }
    assert_int_equal(e->said, 1);
}

static void add_path(struct easel *e, const struct path *p, struct draw_brush b)
{
    assert_true(drawlist_path(e->list, p->values, p->count, &b));
}

static void more_points_than_an_outline_may_have_are_told(void **state)
{
    static float values[3 + 7 * 300];
    struct easel *e = *state;
    struct path p = {.values = values, .room = sizeof values / sizeof *values};
    struct draw_brush b = {.color = white, .width = 2};
    assert_true(path_move(&p, 0, 0));
    for (int i = 0; i < 300; i++) // 1,024 chords each
        assert_true(path_cubic(&p, 1e5, 2e5, -1e5, 1e5, 0, i));
    add_path(e, &p, b);
    assert_float_equal(painted(e), 0, 0);
    assert_int_equal(e->said, 1);
}

// Of a px, by 24 x 24 points: how much of it lies within a ring around the middle.
static double ring_coverage(double x, double y, double cx, double cy, double inner, double outer)
{
    double away = hypot(x + 0.5 - cx, y + 0.5 - cy);
    int inside = 0;
    if (fabs(away - inner) > 1 && fabs(away - outer) > 1)
        return away > inner && away < outer;
    for (int i = 0; i < 576; i++) {
        double r = hypot(x + (i % 24 + 0.5) / 24 - cx, y + (i / 24 + 0.5) / 24 - cy);
        inside += r >= inner && r <= outer;
    }
    return inside / 576.0;
}

static void check_ring(const struct easel *e, double cx, double cy, double inner, double outer)
{
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            double expected = ring_coverage(x, y, cx, cy, inner, outer);
            // 0.05 px of flatness, 8 bits of mask, and the samples' own grain of 1/24.
            if (fabs(easel_light(e, x, y, 1) - expected) > 0.075)
                fail_msg("px %d, %d: light %.3f, expected %.3f", x, y, easel_light(e, x, y, 1),
                         expected);
        }
    }
}

static void a_circle_is_round_at_any_scale(void **state)
{
    struct easel *e = *state;
    static const float scales[] = {0.3f, 1, 5, 40};
    for (int i = 0; i < 4; i++) {
        float values[128], s = scales[i], r = 100 / s;
        struct path p = {.values = values, .room = 128};
        assert_true(path_ellipse(&p, 128 / s, 128 / s, r, r, 0.3));
        easel_clear(e);
        easel_state(e, (struct affine){s, 0, 0, s, 0, 0});
        add_path(e, &p, (struct draw_brush){.color = white});
        easel_paint(e);
        check_ring(e, 128, 128, 0, 100);
        easel_clear(e);
        easel_state(e, (struct affine){s, 0, 0, s, 0, 0});
        add_path(e, &p, (struct draw_brush){.color = white, .width = 40 / s});
        easel_paint(e);
        check_ring(e, 128, 128, 80, 120);
    }
}

// Its far end lies far outside: only a piece of a curve of 40,000 px is seen.
static void a_huge_circle_is_round_where_it_is_seen(void **state)
{
    struct easel *e = *state;
    float values[128];
    struct path p = {.values = values, .room = 128};
    assert_true(path_ellipse(&p, 128, 128 + 6000, 6000, 6000, 0));
    add_path(e, &p, (struct draw_brush){.color = white, .width = 60});
    easel_paint(e);
    check_ring(e, 128, 128 + 6000, 5970, 6030);
}

// A sign of a button: a ring and a wave, at whole px or between them.
static void a_sign(struct easel *e, float x, float y, float width)
{
    float values[128];
    struct path p = {.values = values, .room = 128};
    path_ellipse(&p, 0, 0, 1, 1, 0);
    path_move(&p, -0.6f, 0);
    path_cubic(&p, -0.2f, -0.9f, 0.2f, 0.9f, 0.6f, 0);
    easel_clear(e);
    easel_state(e, (struct affine){20, 0, 0, 20, x, y});
    add_path(e, &p, (struct draw_brush){.color = white, .width = width / 20});
}

static void paint_and_keep(struct easel *e, float x, float y, float width, unsigned char *rgba)
{
    a_sign(e, x, y, width);
    easel_paint(e);
    memcpy(rgba, e->rgba, (size_t)SIDE * SIDE * 4);
}

enum { PLACES = 6, BYTES = SIDE * SIDE * 4 };

// What was painted before is kept: the oracle is a renderer that never saw it.
static void a_sign_is_the_same_however_often_it_was_painted(void **state)
{
    static const float places[PLACES][3] = {{60, 60, 2}, {60.25f, 60, 2}, {60, 60, 2.5f},
                                            {60, 60, 0}, {250, 3, 2},     {60, 60, 2}};
    unsigned char *alone = malloc(PLACES * BYTES), *again = malloc(BYTES);
    for (int i = 0; i < PLACES; i++) {
        struct easel *fresh = easel_open(SIDE, SIDE);
        paint_and_keep(fresh, places[i][0], places[i][1], places[i][2], alone + i * BYTES);
        assert_true(easel_sum(fresh) > 20);
        easel_close(fresh);
    }
    struct easel *e = easel_open(SIDE, SIDE);
    for (int i = 0; i < PLACES * 4; i++) {
        const float *at = places[i / 4];
        paint_and_keep(e, at[0], at[1], at[2], again);
        assert_memory_equal(again, alone + i / 4 * BYTES, BYTES);
    }
    easel_close(e);
    free(alone);
    free(again);
}

static void rules_say_what_is_inside(void **state)
{
    struct easel *e = *state;
    const double big = 200 * 200, small = 100 * 80;
    for (int i = 0; i < 4; i++) { // the inner outline turns the same way, or the other
        float values[64];
        struct path p = {.values = values, .room = 64};
        path_rect(&p, 20, 20, 200, 200, 0);
        if (i % 2) {
            path_rect(&p, 60, 60, 100, 80, 0);
        } else {
            assert_true(path_move(&p, 60, 60) && path_line(&p, 60, 140) &&
                        path_line(&p, 160, 140) && path_line(&p, 160, 60) && path_close(&p));
        }
        easel_clear(e);
        enum draw_rule rule = i / 2 ? DRAW_NONZERO : DRAW_EVEN_ODD;
        add_path(e, &p, (struct draw_brush){.color = white, .rule = rule});
        bool hole = rule == DRAW_EVEN_ODD || i % 2 == 0;
        assert_float_equal(painted(e), big - (hole ? small : 0), 1);
    }
}

static void a_hairline_of_a_path_fades_by_its_width(void **state)
{
    struct easel *e = *state;
    float values[64];
    struct path p = {.values = values, .room = 64};
    assert_true(path_move(&p, 20.3, 30.6) && path_cubic(&p, 20.3 + 60, 30.6, 160, 200, 220, 200));
    add_path(e, &p, (struct draw_brush){.color = white, .width = 0.25f});
    double length = 0, x0 = 20.3, y0 = 30.6; // by 10,000 chords
    for (int i = 1; i <= 10000; i++) {
        double t = i / 10000.0, u = 1 - t;
        double x = u * u * u * 20.3 + 3 * u * u * t * 80.3 + 3 * u * t * t * 160 + t * t * t * 220;
        double y = u * u * u * 30.6 + 3 * u * u * t * 30.6 + 3 * u * t * t * 200 + t * t * t * 200;
        length += hypot(x - x0, y - y0);
        x0 = x;
        y0 = y;
    }
    assert_float_equal(painted(e) / (length * 0.25), 1, 0.03);
}

static void transparent_paths_show_no_seams(void **state)
{
    struct easel *e = *state;
    static float values[4096];
    for (int join = PEN_MITER; join <= PEN_BEVEL; join++) {
        struct draw_pen pen = {.join = (enum pen_join)join,
                               .dash_count = 2,
                               .dash = {40, join == PEN_BEVEL ? 25 : 0}};
        struct path p = {.values = values, .room = 4096};
        path_move(&p, 128, 128);
        for (int i = 0; i < 40; i++)
            path_cubic(&p, 128 + 120 * sin(i * 1.7), 128 + 120 * cos(i * 2.3),
                       128 + 120 * sin(i * 3.1), 128 + 120 * cos(i * 1.1), 128 + 90 * sin(i * 2.9),
                       128 + 90 * cos(i * 1.3));
        easel_clear(e);
        add_path(e, &p, (struct draw_brush){.color = half_white, .width = 14, .pen = &pen});
        easel_paint(e);
        for (int i = 0; i < SIDE * SIDE; i++)
            assert_true(e->rgba[4 * i] <= 188);
    }
}

// ---- a sheet for the eye: build/…/render_path_sheet_*.png

static void stars(struct easel *e, float x, float y)
{
    for (int rule = 0; rule < 2; rule++) {
        float values[64];
        struct path p = {.values = values, .room = 64};
        for (int i = 0; i < 5; i++) {
            double a = i * 4 * M_PI / 5 - M_PI_2, px = x + 60 + rule * 130 + 55 * cos(a);
            assert_true((i ? path_line : path_move)(&p, px, y + 60 + 55 * sin(a)));
        }
        path_close(&p);
        struct draw_gradient g =
            ramp(GRADIENT_CONIC, x + 60 + (float)rule * 130, y + 60, 0, 6.2831853f);
        g.colors[2] = g.colors[0];
        g.space = GRADIENT_OKLAB;
        add_path(e, &p,
                 (struct draw_brush){.color = white, .rule = (enum draw_rule)rule, .gradient = &g});
        add_path(e, &p, (struct draw_brush){.color = white, .width = 1.5f});
    }
}

static void joints(struct easel *e, float x, float y)
{
    for (int i = 0; i < 9; i++) {
        float at = x + (float)(i % 3) * 120, down = y + (float)(i / 3) * 95;
        float xy[] = {at, down + 60, at + 30, down, at + 60, down + 60, at + 90, down + 20};
        struct draw_pen pen = {.join = (enum pen_join)(i % 3), .cap = (enum pen_cap)(i / 3)};
        stroke_points(e, xy, 4, false, 18, pen);
        struct draw_brush thin = {.color = {0.8f, 0.1f, 0.02f, 1}, .width = 1};
        drawlist_polyline(e->list, xy, 4, false, &thin);
    }
}

static void dashes(struct easel *e, float x, float y)
{
    static const float patterns[][4] = {{16, 8}, {0, 12}, {24, 6, 2, 6}, {40, 20}};
    for (int i = 0; i < 4; i++) {
        float values[256];
        struct path p = {.values = values, .room = 256};
        struct draw_pen pen = {.cap = i == 1 ? PEN_ROUND : PEN_BUTT, .dash_count = i == 2 ? 4 : 2};
        memcpy(pen.dash, patterns[i], sizeof patterns[i]);
        path_rect(&p, x + i * 12, y + i * 12, 240 - i * 24, 150 - i * 24, 40 - i * 8);
        add_path(e, &p,
                 (struct draw_brush){.color = {0.9f, 0.5f, 0.1f, 1}, .width = 6, .pen = &pen});
    }
}

static void gradients(struct easel *e, float x, float y)
{
    for (int i = 0; i < 9; i++) {
        float at = x + (float)(i % 3) * 150, down = y + (float)(i / 3) * 105, values[128];
        struct path p = {.values = values, .room = 128};
        struct draw_gradient g[] = {ramp(GRADIENT_LINEAR, at + 40, down + 20, at + 90, down + 60),
                                    ramp(GRADIENT_RADIAL, at + 70, down + 45, 8, 30),
                                    ramp(GRADIENT_CONIC, at + 70, down + 45, 0, 2)};
        g[i % 3].spread = (enum gradient_spread)(i / 3);
        path_rect(&p, at, down, 140, 95, 20);
        add_path(e, &p, (struct draw_brush){.color = white, .gradient = &g[i % 3]});
    }
}

static void curves(struct easel *e, float x, float y)
{
    static const char *const data[] = {
        "M 0 60 C 40 -60 60 180 100 60 S 160 -40 200 60",
        "M 20 130 a 30 50 -30 1 1 60 -30 q 60 20 20 60 t 60 -20 l 20 20",
        "M 140 130 A 40 25 20 0 1 220 150 L 220 190 Z M 160 150 h 30 v 20 h -30 z",
    };
    for (int i = 0; i < 3; i++) {
        float values[256];
        size_t column;
        const char *why;
        struct path p = {.values = values, .room = 256};
        assert_true(path_svg(&p, data[i], strlen(data[i]), &column, &why));
        float moved[3] = {x, y, 0};
        easel_state(e, affine_times(e->list->states[1].to_canvas,
                                    (struct affine){1, 0, 0, 1, moved[0], moved[1]}));
        if (i == 2)
            add_path(e, &p, (struct draw_brush){.color = {0.1f, 0.35f, 0.5f, 1}});
        add_path(e, &p, (struct draw_brush){.color = white, .width = i ? 3 : 24});
    }
    easel_state(e, e->list->states[1].to_canvas);
}

static void a_sheet_to_look_at(void **state)
{
    static const float scales[] = {1, 0.3f, 5};
    for (int i = 0; i < 3; i++) {
        struct easel *e = easel_open(1280, 720);
        struct fault f;
        char name[512];
        e->list->background = (struct color){0.01f, 0.01f, 0.012f, 1};
        easel_state(e, (struct affine){scales[i], 0, 0, scales[i], i == 2 ? -200 : 0,
                                       i == 2 ? -150 : 0});
        stars(e, 20, 20);
        joints(e, 40, 200);
        dashes(e, 340, 20);
        gradients(e, 620, 20);
        curves(e, 420, 250);
        easel_paint(e);
        snprintf(name, sizeof name, "%s/render_path_sheet_%g.png", TEST_BUILD, (double)scales[i]);
        assert_true(encode_png(name, e->rgba, e->width, e->height, &f));
        assert_int_equal(e->said, 0);
        easel_close(e);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_AN_EASEL(joints_have_the_area_of_their_kind),
        ON_AN_EASEL(a_spike_beyond_the_limit_is_cut_off),
        ON_AN_EASEL(ends_have_the_area_of_their_kind),
        ON_AN_EASEL(a_point_is_a_dot_or_a_square_or_nothing),
        ON_AN_EASEL(dashes_have_their_lengths),
        ON_AN_EASEL(a_dash_goes_on_where_a_closed_line_began),
        ON_AN_EASEL(dots_are_dashes_of_no_length),
        ON_AN_EASEL(more_dashes_than_allowed_are_told_once),
        ON_AN_EASEL(more_points_than_an_outline_may_have_are_told),
        ON_AN_EASEL(a_circle_is_round_at_any_scale),
        ON_AN_EASEL(a_huge_circle_is_round_where_it_is_seen),
        cmocka_unit_test(a_sign_is_the_same_however_often_it_was_painted),
        ON_AN_EASEL(rules_say_what_is_inside),
        ON_AN_EASEL(a_hairline_of_a_path_fades_by_its_width),
        ON_AN_EASEL(transparent_paths_show_no_seams),
        cmocka_unit_test(a_sheet_to_look_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
