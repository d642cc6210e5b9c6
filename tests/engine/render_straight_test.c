// render: lines of straight pieces at any angle. Oracle: each px sampled at 610 points of a
// Fibonacci lattice by what a line is: the points beside its pieces, within its ends, and in the
// mitres of its joints.
#include "scene/path.h"
#include "tools/easel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SIDE = 64, POINTS = 610, MOST = 40 };

// A byte of sRGB is up to 0.009 of light.
#define WITHIN 0.02

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

struct line {
    double xy[MOST][2];
    int count;
    bool closed;
    enum pen_cap cap;
    double width, alpha;
};

static int pieces(const struct line *l)
{
    return l->closed ? l->count : l->count - 1;
}

// Of a point seen from the beginning of piece n: along it, and to its left.
static double seen(const struct line *l, int n, double x, double y, double *beside)
{
    const double *a = l->xy[n % l->count], *b = l->xy[(n + 1) % l->count];
    double ux = b[0] - a[0], uy = b[1] - a[1], length = hypot(ux, uy);
    ux /= length;
    uy /= length;
    *beside = ux * (y - a[1]) - uy * (x - a[0]);
    return ux * (x - a[0]) + uy * (y - a[1]);
}

static double length_of(const struct line *l, int n)
{
    const double *a = l->xy[n % l->count], *b = l->xy[(n + 1) % l->count];
    return hypot(b[0] - a[0], b[1] - a[1]);
}

static bool in_mitre(const struct line *l, int n, double x, double y)
{
    double a, b, end, along = seen(l, n, x, y, &a) - length_of(l, n),
                      next = seen(l, n + 1, x, y, &b);
    double h = l->width / 2;
    const double *to = l->xy[(n + 2) % l->count];
    seen(l, n, to[0], to[1], &end);
    double side = end > 0 ? -1 : 1; // the outer one
    return along >= 0 && next <= 0 && side * a <= h && side * b <= h;
}

static bool is_on(const struct line *l, double x, double y)
{
    double h = l->width / 2, beside;
    for (int n = 0; n < pieces(l); n++) {
        double before = !l->closed && n == 0 && l->cap == PEN_SQUARE ? h : 0;
        double after = !l->closed && n == pieces(l) - 1 && l->cap == PEN_SQUARE ? h : 0;
        double along = seen(l, n, x, y, &beside);
        if (along >= -before && along <= length_of(l, n) + after && fabs(beside) <= h)
            return true;
        if ((l->closed || n + 1 < pieces(l)) && in_mitre(l, n, x, y))
            return true;
    }
    const double *first = l->xy[0], *last = l->xy[l->count - 1];
    return !l->closed && l->cap == PEN_ROUND &&
           (hypot(x - first[0], y - first[1]) <= h || hypot(x - last[0], y - last[1]) <= h);
}

// From the pieces' middle lines.
static double distance(const struct line *l, double x, double y)
{
    double nearest = INFINITY, beside;
    for (int n = 0; n < pieces(l); n++) {
        double along = seen(l, n, x, y, &beside), length = length_of(l, n);
        nearest = fmin(nearest, hypot(beside, fmax(fmax(-along, along - length), 0)));
    }
    return nearest;
}

static double covered(const struct line *l, int px, int py)
{
    int on = 0;
    if (distance(l, px + 0.5, py + 0.5) > 2 * l->width + 1) // beyond the longest mitre
        return 0;
    for (int i = 0; i < POINTS; i++)
        on += is_on(l, px + (i + 0.5) / POINTS, py + (i * 377 % POINTS + 0.5) / POINTS);
    return (double)on / POINTS;
}

// The farthest that any px is from what it should be.
static double worst(struct easel *e, const struct line *l)
{
    float xy[2 * MOST];
    double most = 0;
    struct draw_pen pen = {.cap = l->cap};
    struct draw_brush b = {.color = {1, 1, 1, (float)l->alpha},
                           .width = (float)l->width,
                           .pen = &pen};
    for (int i = 0; i < 2 * l->count; i++)
        xy[i] = (float)l->xy[i / 2][i % 2];
    easel_clear(e);
    assert_true(drawlist_polyline(e->list, xy, (uint32_t)l->count, l->closed, &b));
    easel_paint(e);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            most = fmax(most, fabs(easel_light(e, x, y, 1) - l->alpha * covered(l, x, y)));
    return most;
}

static void check(struct easel *e, const struct line *l, const char *what, int which)
{
    double most = worst(e, l);
    if (most > WITHIN)
        fail_msg("%s %d: a px is %.3f off", what, which, most);
}

static void a_line_at_any_angle_has_its_ends(void **state)
{
    const double widths[] = {0.4, 1, 1.7, 4.3, 11};
    for (int i = 0; i < 45; i++) {
        double angle = 0.05 + i * 0.37, x = 12 + 0.19 * i, y = 9 + 0.23 * i, far = i % 7 ? 26 : 2;
        struct line l = {.xy = {{x, y}, {x + far * cos(angle), y + far * sin(angle)}},
                         .count = 2,
                         .cap = (enum pen_cap)(i % 3),
                         .width = widths[i % 5],
                         .alpha = i % 2 ? 1 : 0.5};
        check(*state, &l, "line", i);
    }
}

// An arc of chords, as notes have it.
static struct line arc(double radius, double from, double angle, int chords, double width)
{
    struct line l = {.count = chords + 1, .width = width, .alpha = 0.5};
    for (int i = 0; i <= chords; i++) {
        double a = from + angle * i / chords;
        l.xy[i][0] = 31.3 + radius * cos(a);
        l.xy[i][1] = 32.1 + radius * sin(a);
    }
    return l;
}

static void bends_have_mitres_and_meet_once(void **state)
{
    for (int i = 0; i < 10; i++) {
        double angle = (i % 2 ? 1 : -1) * (0.4 + 0.25 * i);
        struct line l = {.xy = {{8.2, 30.7}, {33.4, 33.1}},
                         .count = 3,
                         .cap = (enum pen_cap)(i % 3),
                         .width = 1 + 0.6 * i,
                         .alpha = 0.5};
        l.xy[2][0] = 33.4 + 27 * cos(angle);
        l.xy[2][1] = 33.1 + 27 * sin(angle);
        if (fabs(angle) < 2.5) // else the mitre is beyond its limit
            check(*state, &l, "bend", i);
    }
}

static void arcs_and_outlines_meet_themselves_nowhere(void **state)
{
    for (int i = 0; i < 6; i++) {
        struct line l = arc(12 + 2 * i, 0.3 * i, 1 + 0.9 * i, 12 + 4 * i, 1.1 + 0.5 * i);
        check(*state, &l, "arc", i);
    }
    for (int corners = 3; corners < 9; corners++) {
        struct line l = arc(25, 0.2, 2 * M_PI, corners, 1.5 + 0.4 * corners);
        l.count = corners; // the last one is the first
        l.closed = true;
        check(*state, &l, "outline", corners);
    }
}

// What may cross itself goes another way: the union of all pieces as well.
static void a_line_that_crosses_itself_is_painted_once(void **state)
{
    struct line cross = {.xy = {{8, 12}, {55.5, 50}, {55.5, 10}, {8, 47}},
                         .count = 4,
                         .cap = PEN_BUTT,
                         .width = 5,
                         .alpha = 0.5};
    struct line round_again = arc(20, 0, 4.2 * M_PI, 38, 3);
    struct line folded = {
        .xy = {{8, 30}, {50, 33}, {9, 34}}, .count = 3, .cap = PEN_BUTT, .width = 6, .alpha = 0.5};
    const double half = easel_decode(round(easel_encode(0.5)));
    const struct line *all[] = {&cross, &round_again, &folded};
    for (int i = 0; i < 3; i++) {
        worst(*state, all[i]);
        for (int p = 0; p < SIDE * SIDE; p++)
            assert_true(easel_light(*state, p % SIDE, p / SIDE, 1) <= half + 0.005);
    }
}

static void turned_and_sized_lines_are_the_same(void **state)
{
    struct easel *e = *state;
    const struct affine ways[] = {{2, 0, 0, 2, 4, 4},
                                  {-2, 0, 0, 2, 52, 4},
                                  {0.6f, 0.8f, -0.8f, 0.6f, 30, 6}};
    for (int i = 0; i < 3; i++) {
        const struct affine m = ways[i];
        const float xy[6] = {3, 4, 19.5f, 7, 14.5f, 21};
        struct line l = {.count = 3, .width = 2 * hypot(m.a, m.b), .alpha = 1};
        for (int k = 0; k < 3; k++) {
            l.xy[k][0] = (double)m.a * xy[2 * k] + (double)m.c * xy[2 * k + 1] + m.e;
            l.xy[k][1] = (double)m.b * xy[2 * k] + (double)m.d * xy[2 * k + 1] + m.f;
        }
        struct draw_brush b = {.color = {1, 1, 1, 1}, .width = 2};
        easel_clear(e);
        easel_state(e, m);
        assert_true(drawlist_polyline(e->list, xy, 3, false, &b));
        easel_paint(e);
        for (int p = 0; p < SIDE * SIDE; p++) {
            double light = easel_light(e, p % SIDE, p / SIDE, 1);
            assert_float_equal(light, covered(&l, p % SIDE, p / SIDE), WITHIN);
        }
    }
}

// Dashes of butt ends on one piece: a point is on one where the way to it is in the pattern.
static bool is_on_dash(const struct line *l, const double *dash, double x, double y)
{
    double beside, along = seen(l, 0, x, y, &beside);
    return along >= 0 && along <= length_of(l, 0) && fabs(beside) <= l->width / 2 &&
           fmod(along, dash[0] + dash[1]) <= dash[0];
}

static void paint_dashed(struct easel *e, const struct line *l, const double dash[2], bool as_path)
{
    float xy[2 * MOST], values[3 * MOST + 1];
    struct path p = {.values = values, .room = 3 * MOST + 1};
    struct draw_pen pen = {.cap = PEN_BUTT,
                           .dash = {(float)dash[0], (float)dash[1]},
                           .dash_count = 2};
    struct draw_brush b = {.color = {1, 1, 1, (float)l->alpha},
                           .width = (float)l->width,
                           .pen = &pen};
    for (int i = 0; i < l->count; i++) {
        xy[2 * i] = (float)l->xy[i][0];
        xy[2 * i + 1] = (float)l->xy[i][1];
        assert_true(i ? path_line(&p, l->xy[i][0], l->xy[i][1])
                      : path_move(&p, l->xy[i][0], l->xy[i][1]));
    }
    assert_true(!l->closed || path_close(&p));
    easel_clear(e);
    assert_true(as_path ? drawlist_path(e->list, p.values, p.count, &b)
                        : drawlist_polyline(e->list, xy, (uint32_t)l->count, l->closed, &b));
    easel_paint(e);
}

static double worst_dashed(struct easel *e, const struct line *l, const double dash[2])
{
    double most = 0;
    paint_dashed(e, l, dash, false);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int on = 0;
            for (int i = 0; i < POINTS; i++)
                on += is_on_dash(l, dash, x + (i + 0.5) / POINTS,
                                 y + (i * 377 % POINTS + 0.5) / POINTS);
            double light = l->alpha * on / POINTS;
            most = fmax(most, fabs(easel_light(e, x, y, 1) - light));
        }
    return most;
}

static void dashes_lie_along_the_line_and_meet_nowhere(void **state)
{
    for (int i = 0; i < 12; i++) {
        const double dash[2] = {9 + 0.31 * i, 4.4 - 0.2 * i};
        struct line one = {.xy = {{7.3, 9.2 + i}, {57.1, 44.6 - 2 * i}},
                           .count = 2,
                           .width = 1.2 + 0.3 * i,
                           .alpha = 0.5};
        double off = worst_dashed(*state, &one, dash);
        if (off > WITHIN)
            fail_msg("dashes %d: a px is %.3f off", i, off);
    }
}

// Round an outline they are what a path's are, by exact area (tests/engine/render_path_test.c):
// also where the pattern begins, ends, or ends a dash near a bend.
static void dashes_round_an_outline_are_a_paths(void **state)
{
    static double light[SIDE * SIDE];
    for (int i = 0; i < 40; i++) {
        const double dash[2] = {7 + 0.23 * i, 2 + 0.1 * (i % 30)};
        struct line zone = arc(25, 0.1 * i, 2 * M_PI, 3 + i % 5, 1.7 + 0.1 * (i % 9));
        zone.count = 3 + i % 5;
        zone.closed = true;
        paint_dashed(*state, &zone, dash, true);
        for (int p = 0; p < SIDE * SIDE; p++)
            light[p] = easel_light(*state, p % SIDE, p / SIDE, 1);
        paint_dashed(*state, &zone, dash, false);
        for (int p = 0; p < SIDE * SIDE; p++) {
            double off = fabs(easel_light(*state, p % SIDE, p / SIDE, 1) - light[p]);
            if (off > WITHIN)
                fail_msg("outline %d: the px at %d, %d is %.3f off", i, p % SIDE, p / SIDE, off);
        }
    }
}

// Dashes so near to each other that a px may lie on two are one shape: not lighter there.
static void dashes_that_may_meet_are_painted_once(void **state)
{
    const double dash[2] = {6, 0.4};
    struct line l = {.xy = {{7.3, 9.2}, {57.1, 44.6}}, .count = 2, .width = 3, .alpha = 0.5};
    double off = worst_dashed(*state, &l, dash);
    if (off > WITHIN)
        fail_msg("a px is %.3f off", off);
}

static bool is_inside(const struct line *l, double x, double y)
{
    double beside;
    bool inside = true;
    for (int n = 0; n < l->count; n++) {
        seen(l, n, x, y, &beside);
        inside &= beside >= 0; // they turn left
    }
    return inside;
}

static double worst_fill(struct easel *e, const struct line *l)
{
    float xy[2 * MOST];
    double most = 0;
    for (int i = 0; i < 2 * l->count; i++)
        xy[i] = (float)l->xy[i / 2][i % 2];
    easel_clear(e);
    assert_true(
        drawlist_fill(e->list, xy, (uint32_t)l->count, (struct color){1, 1, 1, (float)l->alpha}));
    easel_paint(e);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int on = 0;
            for (int i = 0; i < POINTS; i++)
                on += is_inside(l, x + (i + 0.5) / POINTS, y + (i * 377 % POINTS + 0.5) / POINTS);
            most = fmax(most, fabs(easel_light(e, x, y, 1) - l->alpha * on / POINTS));
        }
    return most;
}

static void a_convex_polygon_is_covered_once(void **state)
{
    for (int corners = 3; corners <= 32; corners++) {
        struct line l = arc(4 + corners % 5 * 5.3, 0.11 * corners, 2 * M_PI, corners, 0);
        l.count = corners;
        double off = worst_fill(*state, &l);
        if (off > WITHIN)
            fail_msg("%d corners: a px is %.3f off", corners, off);
    }
    const struct line few[] = {
        {.xy = {{5.3, 9.1}, {58.2, 31.7}, {11.9, 50.3}}, .count = 3},
        {.xy = {{5.3, 9.1}, {58.2, 3.7}, {61.4, 58.8}, {22.9, 30.3}}, .count = 4},
        {.xy = {{9.3, 9.1}, {58.2, 9.1}, {58.2, 13.4}, {9.3, 12.8}}, .count = 4}};
    for (int i = 0; i < 3; i++) {
        struct line l = few[i];
        l.alpha = 0.5;
        double off = worst_fill(*state, &l);
        if (off > WITHIN)
            fail_msg("polygon %d: a px is %.3f off", i, off);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_at_any_angle_has_its_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(bends_have_mitres_and_meet_once, setup, teardown),
        cmocka_unit_test_setup_teardown(arcs_and_outlines_meet_themselves_nowhere, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_that_crosses_itself_is_painted_once, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(turned_and_sized_lines_are_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(dashes_lie_along_the_line_and_meet_nowhere, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(dashes_round_an_outline_are_a_paths, setup, teardown),
        cmocka_unit_test_setup_teardown(dashes_that_may_meet_are_painted_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_convex_polygon_is_covered_once, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
