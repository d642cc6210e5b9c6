// render: boxes along the px, their corners round or not, filled and stroked, and lines along the
// px. Oracle: each px sampled at 32 x 32 points by what a box is: the points whose distance from it
// is at most nothing (filled) or half the stroke (stroked).
#include "tools/easel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SIDE = 64, POINTS = 32 };

static const struct color white = {1, 1, 1, 1};

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

struct shape {
    double x, y, w, h, radius, width;
};

// How far the point lies outside of it; less than 0: inside.
static double distance(const struct shape *s, double x, double y)
{
    double r = fmin(s->radius, fmin(s->w, s->h) / 2);
    double dx = fabs(x - s->x - s->w / 2) - s->w / 2 + r;
    double dy = fabs(y - s->y - s->h / 2) - s->h / 2 + r;
    return hypot(fmax(dx, 0), fmax(dy, 0)) + fmin(fmax(dx, dy), 0) - r;
}

// Sharp corners are mitred: there the outer distance is that of the farther axis.
static bool is_on(const struct shape *s, double x, double y)
{
    double d = distance(s, x, y);
    if (s->width > 0 && !(s->radius > 0)) {
        double dx = fabs(x - s->x - s->w / 2) - s->w / 2, dy = fabs(y - s->y - s->h / 2) - s->h / 2;
        return fabs(fmax(dx, dy)) <= s->width / 2;
    }
    return s->width > 0 ? fabs(d) <= s->width / 2 : d <= 0;
}

static double covered(const struct shape *s, int px, int py)
{
    int on = 0;
    double far = fabs(distance(s, px + 0.5, py + 0.5));
    if (fabs(far - s->width / 2) > 2 && far > 2) // all of the px is alike
        return is_on(s, px + 0.5, py + 0.5);
    for (int i = 0; i < POINTS * POINTS; i++)
        on += is_on(s, px + (i % POINTS + 0.5) / POINTS, py + (i / POINTS + 0.5) / POINTS);
    return (double)on / (POINTS * POINTS);
}

// The farthest that any px is from what it should be.
static double worst(struct easel *e, const struct shape *s)
{
    double most = 0;
    easel_paint(e);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            most = fmax(most, fabs(easel_light(e, x, y, 1) - covered(s, x, y)));
    return most;
}

static double painted(struct easel *e, struct shape s)
{
    easel_clear(e);
    assert_true(drawlist_box(e->list,
                             (struct draw_rect){(float)s.x, (float)s.y, (float)s.w, (float)s.h},
                             (float)s.radius, (float)s.width, white));
    return worst(e, &s);
}

// A byte of sRGB is up to 0.009 of light; the oracle's own error is 1 / POINTS along an upright
// edge.
#define WITHIN 0.02

static void boxes_are_covered_by_area(void **state)
{
    const struct shape shapes[] = {{10, 12, 40, 30, 0, 0},         {10.5, 12.25, 40, 30.5, 0, 0},
                                   {20.25, 20.5, 0.5, 0.25, 0, 0}, {10, 12, 40, 30, 4, 0},
                                   {10.25, 12.5, 39.5, 30, 4, 0},  {10, 12, 40, 30, 100, 0},
                                   {10.25, 8.75, 9, 40, 4.5, 0},   {-8.5, -9.5, 30, 100, 12, 0},
                                   {30.5, 40.25, 60, 60, 9.5, 0},  {31.75, 31.25, 3, 3, 1.5, 0},
                                   {31.25, 31.5, 2, 2, 1, 0},      {5.5, 5.25, 50, 50, 25, 0},
                                   {-200, -300, 900, 900, 60, 0}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double most = painted(*state, shapes[i]);
        if (most > WITHIN)
            fail_msg("box %zu: a px is %.3f off", i, most);
    }
}

static void strokes_lie_on_both_sides_of_the_edge(void **state)
{
    const struct shape shapes[] = {{10.5, 12.5, 40, 30, 0, 1},     {10, 12, 40, 30, 0, 1},
                                   {10.25, 12.75, 40, 30, 0, 2.5}, {10, 12, 40, 30, 4, 1},
                                   {10.25, 12.5, 39.5, 30, 4, 2},  {10.5, 10.5, 40, 40, 20, 3},
                                   {-8.5, -9.5, 30, 100, 12, 5},   {20, 20, 3, 2, 0, 6},
                                   {12, 12, 5, 5, 2.5, 1},         {-20.5, 30, 120, 10.5, 5, 1.5}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double most = painted(*state, shapes[i]);
        if (most > WITHIN)
            fail_msg("stroke %zu: a px is %.3f off", i, most);
    }
}

// What is turned, mirrored or sized: as the same box painted by its path is.
static void turned_and_sized_boxes_are_the_same(void **state)
{
    struct easel *e = *state;
    const struct shape whole = {8, 12, 40, 24, 6, 0}, edge = {8, 12, 40, 24, 6, 2};
    const struct affine ways[] = {{2, 0, 0, 2, 4, 4}, {-2, 0, 0, 2, 52, 4}, {0, 2, -2, 0, 56, 4}};
    const struct shape at[] = {{8, 12, 40, 24, 6, 0}, {8, 12, 40, 24, 6, 0}, {24, 8, 24, 40, 6, 0}};
    for (int i = 0; i < 3; i++)
        for (int stroked = 0; stroked < 2; stroked++) {
            const struct shape *s = stroked ? &edge : &whole;
            struct shape want = at[i];
            want.width = s->width;
            easel_clear(e);
            easel_state(e, ways[i]);
            float x = 2, y = 4; // (8 - 4) / 2, (12 - 4) / 2
            assert_true(drawlist_box(e->list, (struct draw_rect){x, y, 20, 12}, 3,
                                     (float)s->width / 2, white));
            double most = worst(e, &want);
            if (most > (i < 2 ? WITHIN : 1.5 * WITHIN)) // chords within 0.05 px of a path
                fail_msg("way %d: a px is %.3f off", i, most);
        }
}

static void lines_along_the_px_have_their_ends(void **state)
{
    struct easel *e = *state;
    const double along[] = {2, 0, 2}; // beyond the end, of a width of 4
    for (int i = 0; i < 6; i++) {
        enum pen_cap cap = (enum pen_cap)(i % 3);
        bool upright = i >= 3;
        struct draw_pen pen = {.cap = cap};
        struct draw_brush b = {.color = white, .width = 4, .pen = &pen};
        const float xy[2][4] = {{12.25f, 20.5f, 50, 20.5f}, {20.5f, 50, 20.5f, 12.25f}};
        double a = along[cap], radius = cap == PEN_ROUND ? 2 : 0;
        struct shape want = upright ? (struct shape){18.5, 12.25 - a, 4, 37.75 + 2 * a, radius, 0}
                                    : (struct shape){12.25 - a, 18.5, 37.75 + 2 * a, 4, radius, 0};
        easel_clear(e);
        assert_true(drawlist_polyline(e->list, xy[upright], 2, false, &b));
        assert_true(worst(e, &want) <= WITHIN);
    }
}

static void a_half_opaque_box_is_nowhere_painted_twice(void **state)
{
    struct easel *e = *state;
    const double half = easel_decode(round(easel_encode(0.5)));
    for (int stroked = 0; stroked < 2; stroked++) {
        easel_clear(e);
        drawlist_box(e->list, (struct draw_rect){10.25f, 12.5f, 40, 30}, 6, stroked ? 3 : 0,
                     (struct color){1, 1, 1, 0.5f});
        easel_paint(e);
        for (int y = 0; y < SIDE; y++)
            for (int x = 0; x < SIDE; x++)
                assert_true(easel_light(e, x, y, 1) <= half + 0.005);
    }
}

static void boxes_without_area_or_number_are_refused(void **state)
{
    struct easel *e = *state;
    easel_clear(e);
    assert_false(drawlist_box(e->list, (struct draw_rect){1, 1, 0, 9}, 2, 0, white));
    assert_false(drawlist_box(e->list, (struct draw_rect){1, 1, 9, NAN}, 2, 0, white));
    assert_false(drawlist_box(e->list, (struct draw_rect){1, 1, 9, 9}, INFINITY, 0, white));
    assert_int_equal(e->list->refused, 3);
    e->list->refused = 0;
    assert_true(drawlist_box(e->list, (struct draw_rect){50, 42, -40, -30}, 4, 0, white));
    struct shape want = {10, 12, 40, 30, 4, 0};
    assert_true(worst(e, &want) <= WITHIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(boxes_are_covered_by_area, setup, teardown),
        cmocka_unit_test_setup_teardown(strokes_lie_on_both_sides_of_the_edge, setup, teardown),
        cmocka_unit_test_setup_teardown(turned_and_sized_boxes_are_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_along_the_px_have_their_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(a_half_opaque_box_is_nowhere_painted_twice, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(boxes_without_area_or_number_are_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
