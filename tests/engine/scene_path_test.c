// scene: paths, SVG's grammar, pens and gradients of a draw list.
#include "scene/drawlist.h"
#include "scene/path.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROOM = 4096 };

struct sketch {
    float values[ROOM];
    struct path path;
    size_t column;
    const char *why;
};

static bool read_svg(struct sketch *s, const char *text)
{
    s->path = (struct path){.values = s->values, .room = ROOM};
    bool good = path_svg(&s->path, text, strlen(text), &s->column, &s->why);
    assert_true(path_is_good(s->values, s->path.count));
    return good;
}

// "M1 2 L3 4": one letter and its numbers for each verb.
static void write_path(const struct path *p, char *text, size_t size)
{
    static const char letters[] = "MLQCZ";
    static const int points[] = {1, 1, 2, 3, 0};
    struct path_piece piece;
    size_t used = 0;
    text[0] = 0;
    for (uint32_t at = 0; path_next(p->values, p->count, &at, &piece);) {
        used += (size_t)snprintf(text + used, size - used, "%c", letters[piece.verb]);
        for (int i = 0; i < 2 * points[piece.verb]; i++)
            used += (size_t)snprintf(text + used, size - used, "%s%g", i ? " " : "",
                                     (double)piece.points[i]);
    }
}

static void reads_as(const char *svg, const char *expected)
{
    struct sketch s;
    char text[1024];
    if (!read_svg(&s, svg))
        fail_msg("%s: column %d: %s", svg, (int)s.column, s.why);
    write_path(&s.path, text, sizeof text);
    if (strcmp(text, expected) != 0)
        fail_msg("%s\nis read as %s\nexpected   %s", svg, text, expected);
}

// By hand from SVG 2, 9.3.
static void svg_is_read_letter_by_letter(void **state)
{
    reads_as("", "");
    reads_as("M 1 2 L 3 4 H 5 V 6 Z", "M1 2L3 4L5 4L5 6Z");
    reads_as("m 1 2 l 3 4 h 5 v 6 z", "M1 2L4 6L9 6L9 12Z");
    reads_as("M1,2,3,4 5 6", "M1 2L3 4L5 6");
    reads_as("m1 2 3 4 5 6", "M1 2L4 6L9 12");
    reads_as("M1.5.5-3e1+.25", "M1.5 0.5L-30 0.25");
    reads_as("M1e2-1.E1", "M100 -10");
    reads_as("M0 0C1 2 3 4 5 6S7 8 9 10", "M0 0C1 2 3 4 5 6C7 8 7 8 9 10");
    reads_as("M10 10c1 2 3 4 5 6s7 8 9 10", "M10 10C11 12 13 14 15 16C17 18 22 24 24 26");
    reads_as("M1 1S3 4 5 6", "M1 1C1 1 3 4 5 6");
    reads_as("M0 0Q1 2 3 4T5 6 7 8", "M0 0Q1 2 3 4Q5 6 5 6Q5 6 7 8");
    reads_as("M10 10q1 2 3 4t5 6", "M10 10Q11 12 13 14Q15 16 18 20");
    reads_as("M1 1Q2 2 3 3L4 4T9 9", "M1 1Q2 2 3 3L4 4Q4 4 9 9");
    reads_as("M5 5L9 9ZL1 1", "M5 5L9 9ZM5 5L1 1");
    reads_as("M5 5L9 9zm1 1l1 0", "M5 5L9 9ZM6 6L7 6");
    reads_as("M5 5 6 6 7 7Z M 1 1", "M5 5L6 6L7 7ZM1 1");
    reads_as("M0 0A0 5 0 0 1 9 9", "M0 0L9 9");
    reads_as("M3 3A5 5 0 0 1 3 3L4 4", "M3 3L4 4");
    reads_as(" \n\tM\f1\r2 ", "M1 2");
}

static void fails_at(const char *svg, size_t column, const char *why)
{
    struct sketch s;
    if (read_svg(&s, svg) || s.column != column || strcmp(s.why, why) != 0)
        fail_msg("%s: column %d: %s; expected column %d: %s", svg, (int)s.column,
                 s.why ? s.why : "nothing", (int)column, why);
}

static void what_is_no_path_is_told_with_its_column(void **state)
{
    fails_at("L 1 2", 1, "a path begins with M");
    fails_at("M 1 2 X 3 4", 7, "a letter of M L H V C S Q T A Z is expected");
    fails_at("M 1 2 3", 8, "a number is missing");
    fails_at("M 1 2 L", 8, "a number is missing");
    fails_at("M 1,,2", 5, "a number is missing");
    fails_at("M 1 2, L 3 4", 8, "a number is missing after the comma");
    fails_at("M 1 2 A 5 5 0 2 0 9 9", 15, "an arc's flag must be 0 or 1");
    fails_at("M 1 2 Z 3 4", 9, "a letter of M L H V C S Q T A Z is expected");
    fails_at("M 1 2 C 1 2 3 4 5", 18, "a number is missing");
    fails_at("M 1e99 2", 3, "the number is too large");
    fails_at("M 1 2 \xc3\xa9", 7, "a letter of M L H V C S Q T A Z is expected");
    fails_at("M 9e8 0 l 9e8 0", 11, "a point lies too far away");
    fails_at("M - 2", 3, "a number is missing");
}

// Points along a path's cubics, a hundred a piece.
static void along(const struct path *p, void (*check)(double x, double y, const double *with),
                  const double *with)
{
    struct path_piece piece;
    double x0 = 0, y0 = 0;
    for (uint32_t at = 0; path_next(p->values, p->count, &at, &piece);) {
        const float *c = piece.points;
        if (piece.verb == PATH_CUBIC) {
            for (int i = 0; i <= 100; i++) {
                double t = i / 100.0, u = 1 - t, a = u * u * u, b = 3 * u * u * t,
                       d = 3 * u * t * t, e = t * t * t;
                check(a * x0 + b * c[0] + d * c[2] + e * c[4],
                      a * y0 + b * c[1] + d * c[3] + e * c[5], with);
            }
            x0 = c[4];
            y0 = c[5];
        } else if (piece.verb != PATH_CLOSE) {
            x0 = c[0];
            y0 = c[1];
        }
    }
}

// with: middle x y, radii, turn.
static void on_the_ellipse(double x, double y, const double *with)
{
    double dx = x - with[0], dy = y - with[1], c = cos(with[4]), s = sin(with[4]);
    assert_float_equal(hypot((c * dx + s * dy) / with[2], (c * dy - s * dx) / with[3]), 1, 1e-5);
}

static void arcs_lie_on_their_ellipse(void **state)
{
    struct sketch s = {.path = {.values = s.values, .room = ROOM}};
    assert_true(path_arc(&s.path, 100, 50, 80, 30, 0.6, -2, 3.5));
    along(&s.path, on_the_ellipse, (double[]){100, 50, 80, 30, 0.6});
    s.path = (struct path){.values = s.values, .room = ROOM};
    assert_true(path_ellipse(&s.path, -7, 9, 20, 60, -1));
    along(&s.path, on_the_ellipse, (double[]){-7, 9, 20, 60, -1});
    // SVG's own examples of the four arcs between two points on circles of radius 50 around
    // (150, 150) and (200, 100): from (150, 100) to (200, 150).
    static const double middles[4][2] = {{150, 150}, {200, 100}, {200, 100}, {150, 150}};
    static const double lengths[4] = {M_PI_2, M_PI_2, 1.5 * M_PI, 1.5 * M_PI};
    static const int flags[4][2] = {{0, 1}, {0, 0}, {1, 1}, {1, 0}};
    for (int i = 0; i < 4; i++) {
        char text[80];
        snprintf(text, sizeof text, "M150 100 A50 50 0 %d%d200 150", flags[i][0], flags[i][1]);
        assert_true(read_svg(&s, text));
        along(&s.path, on_the_ellipse, (double[]){middles[i][0], middles[i][1], 50, 50, 0});
        assert_int_equal(s.path.count, 3 + 7 * (int)rint(lengths[i] / M_PI_4));
        assert_float_equal(s.path.x, 200, 0);
        assert_float_equal(s.path.y, 150, 0);
    }
    // Too small to reach: half an ellipse around the middle of both points (SVG 2, B.2.5).
    assert_true(read_svg(&s, "M0 0 A 10 20 0 0 1 100 0"));
    along(&s.path, on_the_ellipse, (double[]){50, 0, 50, 100, 0});
}

static void a_short_arc_of_a_huge_circle_is_a_line(void **state)
{
    struct sketch s;
    assert_true(read_svg(&s, "M0 0 A 1e9 1e9 0 0 1 0.25 0"));
    assert_int_equal(s.path.count, 6);
    assert_float_equal(s.values[1], 0, 0);
    assert_int_equal(s.values[3], PATH_LINE);
    assert_float_equal(s.values[4], 0.25, 0);
    assert_float_equal(s.path.x, 0.25, 0);
}

static void a_round_corner_touches_both_ways(void **state)
{
    struct sketch s = {.path = {.values = s.values, .room = ROOM}};
    assert_true(path_move(&s.path, 0, 0) && path_arc_to(&s.path, 100, 0, 100, 80, 30));
    along(&s.path, on_the_ellipse, (double[]){70, 30, 30, 30, 0});
    assert_float_equal(s.path.x, 100, 1e-9);
    assert_float_equal(s.path.y, 30, 1e-9);
    assert_true(path_arc_to(&s.path, 100, 80, 200, 80, 20)); // and the other way round
    assert_float_equal(s.path.x, 120, 1e-9);
    assert_float_equal(s.path.y, 80, 1e-9);
    assert_true(path_arc_to(&s.path, 150, 80, 180, 80, 20)); // straight on: a line
    assert_float_equal(s.path.x, 150, 0);
}

static void within(double x, double y, const double *box)
{
    assert_true(x >= box[0] - 1e-4 && y >= box[1] - 1e-4);
    assert_true(x <= box[2] + 1e-4 && y <= box[3] + 1e-4);
}

static void bounds_are_tight_around_curves(void **state)
{
    struct sketch s;
    double box[4];
    assert_true(read_svg(&s, "M 10 10 C 200 -80 -60 150 90 40"));
    assert_true(path_bounds(s.values, s.path.count, box));
    along(&s.path, within, box);
    double most[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY}; // by 100,000 points
    for (int i = 0; i <= 100000; i++) {
        double t = i / 1e5, u = 1 - t;
        double x = u * u * u * 10 + 3 * u * u * t * 200 - 3 * u * t * t * 60 + t * t * t * 90;
        double y = u * u * u * 10 - 3 * u * u * t * 80 + 3 * u * t * t * 150 + t * t * t * 40;
        most[0] = fmin(most[0], x);
        most[1] = fmin(most[1], y);
        most[2] = fmax(most[2], x);
        most[3] = fmax(most[3], y);
    }
    for (int i = 0; i < 4; i++)
        assert_float_equal(box[i], most[i], 1e-4);
    assert_true(read_svg(&s, "M0 0Q50 100 100 0")); // a parabola: half as high as its handle
    assert_true(path_bounds(s.values, s.path.count, box));
    assert_float_equal(box[3], 50, 1e-9);
    assert_false(path_bounds(s.values, 0, box));
}

static void points_along_a_path_lie_on_it(void **state)
{
    struct sketch s = {.path = {.values = s.values, .room = ROOM}};
    float xy[2000];
    assert_true(path_ellipse(&s.path, 30, 40, 100, 100, 0) && path_rect(&s.path, 0, 0, 9, 9, 0));
    uint32_t count = path_points(s.values, s.path.count, 0.05, xy, 1000);
    assert_in_range(count, 50, 200);
    for (uint32_t i = 0; i + 1 < count; i++) {
        double x = (xy[2 * i] + xy[2 * i + 2]) / 2 - 30,
               y = (xy[2 * i + 1] + xy[2 * i + 3]) / 2 - 40;
        assert_float_equal(hypot(xy[2 * i] - 30, xy[2 * i + 1] - 40), 100, 1e-3);
        assert_true(hypot(x, y) > 100 - 0.05); // the middle of a chord
    }
    assert_memory_equal(xy, xy + 2 * count - 2, 2 * sizeof *xy); // it comes round
    assert_int_equal(path_points(s.values, s.path.count, 1e-9, xy, 1000), 1000);
    assert_int_equal(path_points(s.values, 0, 0.05, xy, 1000), 0);
}

static void a_full_path_takes_no_more(void **state)
{
    float values[10];
    struct path p = {.values = values, .room = 10};
    assert_true(path_move(&p, 0, 0) && path_line(&p, 1, 1) && path_line(&p, 2, 2));
    assert_false(path_line(&p, 3, 3));
    assert_true(path_close(&p));
    assert_false(path_move(&p, 0, NAN));
    assert_int_equal(p.count, 10);
}

static void broken_paths_are_refused(void **state)
{
    struct drawlist l = {0};
    struct draw_brush brush = {.color = {1, 1, 1, 1}};
    static const float good[] = {0, 1, 2, 1, 3, 4, 4}, line_first[] = {1, 2, 3},
                       half[] = {0, 1, 2, 1, 3};
    static const float unknown[] = {0, 1, 2, 7, 3, 4}, between[] = {0, 1, 2, 1.5f, 3, 4};
    const float far[] = {0, 1, INFINITY}, none[] = {NAN, 1, 2};
    drawlist_begin(&l, 100, 100);
    assert_true(drawlist_path(&l, good, 7, &brush));
    assert_false(drawlist_path(&l, line_first, 3, &brush));
    assert_false(drawlist_path(&l, half, 5, &brush));
    assert_false(drawlist_path(&l, unknown, 6, &brush));
    assert_false(drawlist_path(&l, between, 6, &brush));
    assert_false(drawlist_path(&l, far, 3, &brush));
    assert_false(drawlist_path(&l, none, 3, &brush));
    assert_int_equal(l.refused, 6);
    assert_int_equal(l.command_count, 1);
    drawlist_finish(&l);
}

static bool takes_pen(struct drawlist *l, struct draw_pen pen)
{
    static const float xy[] = {0, 0, 5, 5};
    return drawlist_polyline(l, xy, 2, false,
                             &(struct draw_brush){.color = {1, 1, 1, 1}, .width = 1, .pen = &pen});
}

static bool takes_gradient(struct drawlist *l, struct draw_gradient g)
{
    static const float xy[] = {0, 0, 5, 5, 0, 5};
    return drawlist_polygon(l, xy, 3, &(struct draw_brush){.color = {1, 1, 1, 1}, .gradient = &g});
}

static void pens_and_gradients_that_are_none_are_refused(void **state)
{
    struct drawlist l = {0};
    const struct draw_gradient g = {.count = 2, .places = {0, 1}};
    drawlist_begin(&l, 100, 100);
    assert_true(takes_pen(&l, (struct draw_pen){.dash_count = 2, .dash = {1, 0}}));
    assert_false(takes_pen(&l, (struct draw_pen){.dash_count = 2, .dash = {0, 0}}));
    assert_false(takes_pen(&l, (struct draw_pen){.dash_count = 2, .dash = {1, -1}}));
    assert_false(takes_pen(&l, (struct draw_pen){.dash_count = DRAW_DASHES + 1, .dash = {1}}));
    assert_false(takes_pen(&l, (struct draw_pen){.miter = NAN}));
    assert_false(takes_pen(&l, (struct draw_pen){.join = (enum pen_join)9}));
    assert_false(takes_pen(&l, (struct draw_pen){.dash_offset = INFINITY}));
    assert_true(takes_gradient(&l, g));
    struct draw_gradient bad[6] = {g, g, g, g, g, g};
    bad[0].count = 1;
    bad[1].count = DRAW_STOPS + 1;
    bad[2].places[0] = 1.5f;
    bad[3].places[0] = 0.5f;
    bad[3].places[1] = 0.25f;
    bad[4].colors[1].g = NAN;
    bad[5].at[2] = INFINITY;
    for (int i = 0; i < 6; i++)
        assert_false(takes_gradient(&l, bad[i]));
    assert_int_equal(l.refused, 12);
    assert_int_equal(l.command_count, 2);
    drawlist_finish(&l);
}

static void pens_alike_are_kept_once_and_too_many_refused(void **state)
{
    struct drawlist l = {0};
    drawlist_begin(&l, 100, 100);
    for (int i = 0; i < 50; i++)
        assert_true(takes_pen(&l, (struct draw_pen){.join = PEN_BEVEL}));
    assert_int_equal(l.pen_count, 1);
    for (int i = 1; i < DRAWLIST_PENS; i++)
        assert_true(takes_pen(&l, (struct draw_pen){.dash_offset = (float)i}));
    assert_false(takes_pen(&l, (struct draw_pen){.dash_offset = -1}));
    assert_int_equal(l.refused, 1);
    drawlist_finish(&l);
}

static void a_pen_or_a_stop_makes_another_picture(void **state)
{
    struct drawlist a = {0}, b = {0};
    struct draw_gradient g = {.count = 2, .places = {0, 1}};
    for (int change = 0; change < 4; change++) {
        drawlist_begin(&a, 100, 100);
        drawlist_begin(&b, 100, 100);
        for (int i = 0; i < 2; i++) {
            struct drawlist *l = i ? &b : &a;
            struct draw_pen pen = {.dash_count = 2, .dash = {4, i && change == 1 ? 5 : 4}};
            g.colors[1].r = i && change == 2 ? 0.5f : 1;
            takes_pen(l, pen);
            takes_gradient(l, g);
            struct draw_slices s = {.px = {i && change == 3 ? 2 : 1, 1, 1, 1}};
            drawlist_sliced(l, DRAW_PICTURE, 1, (struct draw_rect){0, 0, 9, 9}, &s,
                            (struct color){1, 1, 1, 1});
        }
        assert_int_equal(drawlist_same(&a, &b), change == 0);
    }
    assert_true(drawlist_shows(&a, 1));
    drawlist_finish(&a);
    drawlist_finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(svg_is_read_letter_by_letter),
        cmocka_unit_test(what_is_no_path_is_told_with_its_column),
        cmocka_unit_test(arcs_lie_on_their_ellipse),
        cmocka_unit_test(a_short_arc_of_a_huge_circle_is_a_line),
        cmocka_unit_test(a_round_corner_touches_both_ways),
        cmocka_unit_test(bounds_are_tight_around_curves),
        cmocka_unit_test(points_along_a_path_lie_on_it),
        cmocka_unit_test(a_full_path_takes_no_more),
        cmocka_unit_test(broken_paths_are_refused),
        cmocka_unit_test(pens_and_gradients_that_are_none_are_refused),
        cmocka_unit_test(pens_alike_are_kept_once_and_too_many_refused),
        cmocka_unit_test(a_pen_or_a_stop_makes_another_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
