// render: strokes, paths, gradients and sliced pictures. Oracles: areas in closed form, shapes
// sampled point by point, gradients by their formula in double precision.
#include "encode/encode.h"
#include "scene/path.h"
#include "tools/easel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SIDE = 256 };

static const struct color white = {1, 1, 1, 1}, half_white = {1, 1, 1, 0.5f};

static int setup(void **state)
{
    *state = easel_open(SIDE, SIDE);
    return 0;
}

static int teardown(void **state)
{
    easel_close(*state);
    return 0;
}

static double painted(struct easel *e)
{
    easel_paint(e);
    return easel_sum(e);
}

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

// ---- gradients

static struct draw_gradient ramp(enum gradient_kind kind, float a, float b, float c, float d)
{
    return (struct draw_gradient){
        .kind = kind,
        .count = 3,
        .at = {a, b, c, d},
        .places = {0, 0.35f, 1},
        .colors = {{1, 0.02f, 0.1f, 1}, {0.05f, 0.6f, 0.2f, 1}, {0.3f, 0.1f, 0.9f, 1}}};
}

// B. Ottosson, "A perceptual color space for image processing" (2020): its published matrices.
static void to_oklab(const double c[3], double lab[3])
{
    double l = cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
    double m = cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
    double s = cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
    lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static void from_oklab(const double lab[3], double c[3])
{
    double l = pow(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2], 3);
    double m = pow(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2], 3);
    double s = pow(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2], 3);
    c[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
    c[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
    c[2] = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
}

static void expected_at(const struct draw_gradient *g, double t, double light[3])
{
    if (g->spread == GRADIENT_REPEAT)
        t -= floor(t);
    else if (g->spread == GRADIENT_MIRROR)
        t = fabs(t - 2 * floor(t / 2 + 0.5));
    t = fmin(fmax(t, 0), 1);
    uint32_t i = 1;
    while (i + 1 < g->count && t > g->places[i])
        i++;
    double f = (t - g->places[i - 1]) / ((double)g->places[i] - g->places[i - 1]);
    f = fmin(fmax(f, 0), 1);
    double ends[2][3];
    for (int k = 0; k < 2; k++) {
        const struct color *c = &g->colors[i - 1 + (uint32_t)k];
        const double rgb[3] = {c->r, c->g, c->b};
        memcpy(ends[k], rgb, sizeof rgb);
        if (g->space == GRADIENT_OKLAB)
            to_oklab(rgb, ends[k]);
    }
    double mixed[3];
    for (int k = 0; k < 3; k++)
        mixed[k] = ends[0][k] * (1 - f) + ends[1][k] * f;
    memcpy(light, mixed, sizeof mixed);
    if (g->space == GRADIENT_OKLAB)
        from_oklab(mixed, light);
}

// t of the middle of a px; `m` is what stands between the gradient's px and the canvas's.
static double t_at(const struct draw_gradient *g, struct affine m, double px, double py)
{
    double det = (double)m.a * m.d - (double)m.b * m.c, dx = px - m.e, dy = py - m.f;
    double x = (m.d * dx - m.c * dy) / det, y = (m.a * dy - m.b * dx) / det;
    const float *a = g->at;
    if (g->kind == GRADIENT_LINEAR)
        return ((x - a[0]) * (a[2] - a[0]) + (y - a[1]) * (a[3] - a[1])) /
               (pow(a[2] - a[0], 2) + pow(a[3] - a[1], 2));
    if (g->kind == GRADIENT_RADIAL)
        return (hypot(x - a[0], y - a[1]) - a[2]) / ((double)a[3] - a[2]);
    double turn = (atan2(y - a[1], x - a[0]) - a[2]) / (2 * M_PI);
    double way = (double)a[3] - a[2];
    turn = way > 0 ? turn - floor(turn) : -turn - floor(-turn);
    return turn * 2 * M_PI / fabs(way);
}

// Near a seam, where px are soft, nothing is asked.
static bool near_seam(const struct draw_gradient *g, double t)
{
    double whole = fabs(t - rint(t));
    return (g->spread == GRADIENT_REPEAT && whole < 0.03) ||
           (g->kind == GRADIENT_CONIC &&
            (t < 0.02 || t > fabs(2 * M_PI / (g->at[3] - g->at[2])) - 0.02));
}

static void check_gradient(struct easel *e, const struct draw_gradient *g, struct affine m)
{
    float xy[8] = {-4000, -4000, 4000, -4000, 4000, 4000, -4000, 4000};
    easel_clear(e);
    easel_state(e, m);
    assert_true(
        drawlist_polygon(e->list, xy, 4, &(struct draw_brush){.color = white, .gradient = g}));
    easel_paint(e);
    for (int y = 3; y < SIDE; y += 5) {
        for (int x = 2; x < SIDE; x += 7) {
            double light[3], t = t_at(g, m, x + 0.5, y + 0.5);
            if (near_seam(g, t))
                continue;
            expected_at(g, t, light);
            for (int k = 0; k < 3; k++)
                if (fabs(easel_pixel(e, x, y)[k] - easel_encode(light[k])) > 1.2)
                    fail_msg("kind %d spread %d space %d px %d, %d channel %d: %d, expected %.2f",
                             g->kind, g->spread, g->space, x, y, k, easel_pixel(e, x, y)[k],
                             easel_encode(light[k]));
        }
    }
}

static void gradients_are_what_their_formula_says(void **state)
{
    struct easel *e = *state;
    const struct affine turned = {0.9f, 0.5f, -0.7f, 1.2f, 60, -20};
    for (int spread = GRADIENT_CLAMP; spread <= GRADIENT_MIRROR; spread++) {
        for (int space = GRADIENT_LIGHT; space <= GRADIENT_OKLAB; space++) {
            struct draw_gradient g[] = {ramp(GRADIENT_LINEAR, 40, 60, 150, 120),
                                        ramp(GRADIENT_RADIAL, 110, 130, 0, 70),
                                        ramp(GRADIENT_RADIAL, 110, 130, 20, 70),
                                        ramp(GRADIENT_CONIC, 120, 110, 0.5f, 0.5f + 6.2831853f),
                                        ramp(GRADIENT_CONIC, 120, 110, 1, -1.5f)};
            for (int i = 0; i < 5; i++) {
                g[i].spread = (enum gradient_spread)spread;
                g[i].space = (enum gradient_space)space;
                check_gradient(e, &g[i], affine_identity());
                check_gradient(e, &g[i], turned);
            }
        }
    }
}

static void two_stops_at_one_place_are_an_edge(void **state)
{
    struct easel *e = *state;
    struct draw_gradient g = {.kind = GRADIENT_LINEAR,
                              .count = 4,
                              .at = {0, 0, 256, 0},
                              .places = {0, 0.25f, 0.25f, 1},
                              .colors = {{0, 0, 0, 1}, {0, 0, 0, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}}};
    float xy[8] = {0, 0, 256, 0, 256, 256, 0, 256};
    struct draw_brush b = {.color = white, .gradient = &g};
    assert_true(drawlist_polygon(e->list, xy, 4, &b));
    easel_paint(e);
    assert_int_equal(easel_pixel(e, 63, 9)[0], 0);
    assert_int_equal(easel_pixel(e, 64, 9)[0], 255);
    g.at[0] = -0.75f * 4 / 3; // the edge now lies at 63.25: three quarters of px 63 are white
    easel_clear(e);
    assert_true(drawlist_polygon(e->list, xy, 4, &b));
    easel_paint(e);
    assert_int_equal(easel_pixel(e, 62, 9)[0], 0);
    assert_float_equal(easel_light(e, 63, 9, 0), 0.75, 0.02);
    assert_int_equal(easel_pixel(e, 64, 9)[0], 255);
}

static void a_gradient_fades_by_its_alpha_and_by_the_opacity(void **state)
{
    struct easel *e = *state;
    // Premultiplied: half way between red and nothing is red of half the light, not a darker red.
    struct draw_gradient g = {.count = 2,
                              .at = {0, 0, 256, 0},
                              .places = {0, 1},
                              .colors = {{1, 0.25f, 0, 1}, {0, 0, 0, 0}}};
    float xy[8] = {0, 0, 256, 0, 256, 256, 0, 256};
    e->list->background = (struct color){0, 0, 1, 1};
    assert_true(drawlist_polygon(e->list, xy, 4,
                                 &(struct draw_brush){.color = {1, 1, 1, 0.5f}, .gradient = &g}));
    easel_paint(e);
    for (int x = 0; x < SIDE; x += 15) {
        double alpha = (1 - (x + 0.5) / 256) * 0.5;
        assert_float_equal(easel_pixel(e, x, 50)[0], easel_encode(alpha), 1.2);
        assert_float_equal(easel_pixel(e, x, 50)[1], easel_encode(alpha * 0.25), 1.2);
        assert_float_equal(easel_pixel(e, x, 50)[2], easel_encode(1 - alpha), 1.2);
    }
}

static void a_stroke_wears_a_gradient_where_it_covers(void **state)
{
    struct easel *e = *state;
    struct draw_gradient g = {.count = 2,
                              .at = {28, 0, 228, 0},
                              .places = {0, 1},
                              .colors = {{1, 1, 1, 1}, {0, 0, 0, 1}}};
    struct draw_pen pen = {.cap = PEN_BUTT};
    float xy[4] = {28, 100, 228, 100};
    assert_true(drawlist_polyline(
        e->list, xy, 2, false,
        &(struct draw_brush){.color = white, .width = 10.5f, .pen = &pen, .gradient = &g}));
    assert_float_equal(painted(e), 200 * 10.5 / 2, 5);
}

// Letters in white, then in a gradient from white on the left to red on the right: each px is as
// much covered as before.
static void letters_wear_a_gradient(void **state)
{
    struct easel *e = *state;
    static double covered[SIDE][SIDE];
    struct text_style style = {.font = "title", .size_px = 90};
    struct draw_gradient g = {.count = 2,
                              .at = {0, 0, SIDE, 0},
                              .places = {0, 1},
                              .colors = {{1, 1, 1, 1}, {1, 0, 0, 1}}};
    for (int wears = 0; wears < 2; wears++) {
        easel_clear(e);
        assert_true(drawlist_text(e->list, "Fer", 3, 20, 60, &style, white));
        if (wears)
            assert_true(drawlist_text_gradient(e->list, &g));
        easel_paint(e);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (!wears) {
                    covered[y][x] = easel_light(e, x, y, 0);
                    continue;
                }
                double light = covered[y][x] * (1 - (x + 0.5) / SIDE);
                assert_float_equal(easel_light(e, x, y, 0), covered[y][x], 0.01);
                assert_float_equal(easel_light(e, x, y, 1), light, 0.01);
            }
        }
    }
    assert_true(easel_sum(e) > 500);
}

// ---- pictures

#define PICTURE TEST_BUILD "/render_path_test.png"

static media_handle open_picture(struct easel *e, const unsigned char *rgba, int w, int h)
{
    struct fault f;
    assert_true(encode_png(PICTURE, rgba, w, h, &f));
    media_handle handle = media_take(&e->scene->media, MEDIA_PICTURE, 0);
    snprintf(media_find(&e->scene->media, handle)->path, MEDIA_PATH, "%s", PICTURE);
    return handle;
}

enum { W = 26, H = 23, LEFT = 5, TOP = 4, RIGHT = 9, BOTTOM = 7 };

// In the box of w x h px: whichever px of the picture lies there when the middle repeats.
static int tiled(int at, int first, int last, int size, int box)
{
    if (at < first)
        return at;
    if (at >= box - last)
        return size - (box - at);
    return first + (at - first) % (size - first - last);
}

static void borders_of_a_sliced_picture_keep_their_px(void **state)
{
    struct easel *e = *state;
    enum { X = 30, Y = 20, BOX_W = LEFT + RIGHT + 12 * 5, BOX_H = TOP + BOTTOM + 12 * 3 };
    unsigned char rgba[W * H * 4];
    for (int i = 0; i < W * H * 4; i++)
        rgba[i] = i % 4 == 3 ? 255 : (unsigned char)(i * 37 + i / 7 * 11);
    media_handle h = open_picture(e, rgba, W, H);
    struct draw_slices s = {.part = {0, 0, 1, 1},
                            .border = {(float)LEFT / W, (float)TOP / H, 1 - (float)RIGHT / W,
                                       1 - (float)BOTTOM / H},
                            .px = {LEFT, TOP, RIGHT, BOTTOM},
                            .size = {BOX_W, BOX_H},
                            .tile = {12, 12}};
    assert_true(drawlist_sliced(e->list, DRAW_PICTURE, h, (struct draw_rect){X, Y, BOX_W, BOX_H},
                                &s, white));
    easel_paint(e);
    for (int y = 0; y < BOX_H; y++) {
        for (int x = 0; x < BOX_W; x++) {
            const unsigned char *from =
                rgba + (tiled(y, TOP, BOTTOM, H, BOX_H) * W + tiled(x, LEFT, RIGHT, W, BOX_W)) * 4;
            for (int k = 0; k < 3; k++)
                assert_in_range(easel_pixel(e, X + x, Y + y)[k], from[k] ? from[k] - 1 : 0,
                                from[k] + 1);
        }
    }
    assert_int_equal(easel_pixel(e, X - 1, Y)[0] + easel_pixel(e, X + BOX_W, Y)[0], 0);
    unlink(PICTURE);
}

static void the_middle_of_a_sliced_picture_is_pulled(void **state)
{
    struct easel *e = *state;
    enum { BOX = 200 };
    unsigned char rgba[12 * 12 * 4]; // a frame of 4 px of green around red
    for (int i = 0; i < 144; i++) {
        bool inside = i % 12 >= 4 && i % 12 < 8 && i / 12 >= 4 && i / 12 < 8;
        memcpy(rgba + 4 * (size_t)i, inside ? "\377\0\0\377" : "\0\377\0\377", 4);
    }
    media_handle h = open_picture(e, rgba, 12, 12);
    struct draw_slices s = {.part = {0, 0, 1, 1},
                            .border = {1 / 3.0f, 1 / 3.0f, 2 / 3.0f, 2 / 3.0f},
                            .px = {4, 4, 4, 4},
                            .size = {BOX, BOX}};
    assert_true(
        drawlist_sliced(e->list, DRAW_PICTURE, h, (struct draw_rect){20, 20, BOX, BOX}, &s, white));
    easel_paint(e);
    assert_int_equal(easel_pixel(e, 120, 120)[0], 255);
    assert_int_equal(easel_pixel(e, 120, 120)[1], 0);
    for (int x = 20; x < 20 + BOX; x++)
        for (int i = 0; i < 3; i++) {
            assert_int_equal(easel_pixel(e, x, 20 + i)[1], 255);
            assert_int_equal(easel_pixel(e, 20 + i, x)[1], 255);
            assert_int_equal(easel_pixel(e, x, 19 + BOX - i)[1], 255);
        }
    unlink(PICTURE);
}

static void a_tint_multiplies_linear_light(void **state)
{
    struct easel *e = *state;
    unsigned char rgba[4 * 4 * 4];
    for (int i = 0; i < 16; i++)
        memcpy(rgba + 4 * (size_t)i, "\310\144\062\377", 4); // 200, 100, 50
    media_handle h = open_picture(e, rgba, 4, 4);
    struct color tint = {0.5f, 0.25f, 0.8f, 0.6f};
    assert_true(drawlist_image(e->list, DRAW_PICTURE, h, (struct draw_rect){10, 10, 40, 40},
                               (struct draw_rect){0, 0, 1, 1}, tint));
    easel_paint(e);
    const double factor[3] = {tint.r, tint.g, tint.b}, bytes[3] = {200, 100, 50};
    for (int k = 0; k < 3; k++)
        assert_float_equal(easel_pixel(e, 30, 30)[k],
                           easel_encode(easel_decode(bytes[k]) * factor[k] * tint.a), 1);
    unlink(PICTURE);
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

#define ON_AN_EASEL(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

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
        ON_AN_EASEL(gradients_are_what_their_formula_says),
        ON_AN_EASEL(two_stops_at_one_place_are_an_edge),
        ON_AN_EASEL(a_gradient_fades_by_its_alpha_and_by_the_opacity),
        ON_AN_EASEL(a_stroke_wears_a_gradient_where_it_covers),
        ON_AN_EASEL(letters_wear_a_gradient),
        ON_AN_EASEL(borders_of_a_sliced_picture_keep_their_px),
        ON_AN_EASEL(the_middle_of_a_sliced_picture_is_pulled),
        ON_AN_EASEL(a_tint_multiplies_linear_light),
        cmocka_unit_test(a_sheet_to_look_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
