// warp: grids against closed forms (tools/grids.c), and the way there and back.
#include "tools/grids.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct vec2 grid_at(const struct warp_grid *g, double u, double v)
{
    struct vec2 x, y;
    return warp_grid_at(g, (struct vec2){u, v}, &x, &y);
}

static void each_kind_is_its_published_form(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        double worst = 0;
        for (int i = 0; i < 60; i++) {
            struct warp_grid g;
            random_grid(&seed, (enum warp_kind)kind, 0.3, &g);
            for (int k = 0; k < 30; k++) {
                double u = k < 3 ? k / 2.0 : chance(&seed), v = k < 6 ? k % 2 : chance(&seed);
                worst = fmax(worst, apart(grid_at(&g, u, v), grid_form(&g, u, v)));
            }
        }
        print_message("kind %d: worst %.2g of the square\n", kind, worst);
        assert_true(worst < 1e-12);
    }
}

static void without_moved_points_a_grid_changes_nothing(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (int kind = 0; kind < WARP_KINDS; kind++)
        for (int columns = 2; columns <= WARP_POINTS; columns++) {
            struct warp_grid g;
            warp_grid_plain(&g, (enum warp_kind)kind, columns, 19 - columns);
            for (int k = 0; k < 20; k++) { // also beyond its edges
                struct vec2 p = {between(&seed, -1, 2), between(&seed, -1, 2)};
                assert_true(apart(grid_at(&g, p.x, p.y), p) < 1e-13);
            }
        }
}

static void steps_lead_where_differences_say(void **state)
{
    (void)state;
    uint64_t seed = 8;
    double worst = 0;
    struct warp_grid g;
    for (int i = 0; i < 2000; i++) {
        if (i % 20 == 0)
            random_grid(&seed, (enum warp_kind)(i / 20 % WARP_KINDS), 0.3, &g);
        struct vec2 p = {between(&seed, -0.2, 1.2), between(&seed, -0.2, 1.2)}, x, y;
        double step = 1e-6, cell_x = p.x * (g.columns - 1), cell_y = p.y * (g.rows - 1);
        if (fabs(cell_x - round(cell_x)) < 1e-3 || fabs(cell_y - round(cell_y)) < 1e-3)
            continue; // a kink
        warp_grid_at(&g, p, &x, &y);
        struct vec2 dx = plus(grid_at(&g, p.x + step, p.y), -1, grid_at(&g, p.x - step, p.y));
        struct vec2 dy = plus(grid_at(&g, p.x, p.y + step), -1, grid_at(&g, p.x, p.y - step));
        worst = fmax(worst, apart(plus((struct vec2){0, 0}, 0.5 / step, dx), x));
        worst = fmax(worst, apart(plus((struct vec2){0, 0}, 0.5 / step, dy), y));
    }
    print_message("worst: %.2g\n", worst);
    assert_true(worst < 1e-7);
}

// --- another number of points -------------------------------------------------------------------

// How far apart two grids lie, px of 1920 x 1080.
static double px_between(const struct warp_grid *a, const struct warp_grid *b)
{
    double worst = 0;
    for (int i = 0; i <= 100; i++)
        for (int k = 0; k <= 100; k++) {
            struct vec2 p = grid_at(a, i / 100.0, k / 100.0), q = grid_at(b, i / 100.0, k / 100.0);
            worst = fmax(worst, hypot((p.x - q.x) * 1920, (p.y - q.y) * 1080));
        }
    return worst;
}

static void more_points_of_a_bezier_or_between_straight_lines_keep_all_of_the_shape(void **state)
{
    (void)state;
    uint64_t seed = 9;
    double worst = 0;
    for (int i = 0; i < 12; i++) {
        struct warp_grid g, more;
        random_grid(&seed, WARP_BEZIER, 0.4, &g);
        more = g;
        int columns = g.columns + (int)(chance(&seed) * (WARP_POINTS - g.columns + 0.99));
        warp_grid_resize(&more, WARP_BEZIER, columns, WARP_POINTS);
        assert_int_equal(more.columns, columns);
        worst = fmax(worst, px_between(&g, &more));
        random_grid(&seed, WARP_LINEAR, 0.4, &g);
        more = g;
        int columns_fit = 2 * g.columns - 1 <= WARP_POINTS ? 2 * g.columns - 1 : g.columns;
        int rows_fit = 3 * g.rows - 2 <= WARP_POINTS ? 3 * g.rows - 2 : g.rows;
        warp_grid_resize(&more, WARP_LINEAR, columns_fit, rows_fit);
        worst = fmax(worst, px_between(&g, &more));
    }
    print_message("worst: %.2g px\n", worst);
    assert_true(worst < 1e-6);
}

// A wall that is part of a cylinder, a lens' barrel: what grids are for.
static struct vec2 smooth(struct vec2 p)
{
    double x = p.x - 0.5, y = p.y - 0.5, r = x * x + y * y;
    return (struct vec2){0.5 + x * (1 - 0.06 * r),
                         0.5 + y * (1 - 0.06 * r) + 0.03 * (0.25 - x * x)};
}

static void another_kind_or_number_keeps_a_smooth_shape(void **state)
{
    (void)state;
    struct warp_grid g, other;
    warp_grid_plain(&g, WARP_CATMULL_ROM, 6, 5);
    for (int i = 0; i < 30; i++)
        g.points[i] = smooth(g.points[i]);
    static const struct {
        enum warp_kind kind;
        int columns, rows;
        double most_px;
    } changes[] = {{WARP_CATMULL_ROM, 11, 9, 0.5}, {WARP_CATMULL_ROM, 16, 17, 0.5},
                   {WARP_CATMULL_ROM, 7, 6, 1},    {WARP_BEZIER, 6, 5, 1.5},
                   {WARP_BEZIER, 12, 12, 0.5},     {WARP_LINEAR, 16, 17, 1},
                   {WARP_CATMULL_ROM, 5, 4, 1.5}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        other = g;
        warp_grid_resize(&other, changes[i].kind, changes[i].columns, changes[i].rows);
        double px = px_between(&g, &other);
        print_message("kind %d, %d x %d: %.3f px\n", changes[i].kind, changes[i].columns,
                      changes[i].rows, px);
        assert_true(px < changes[i].most_px);
        assert_true(warp_grid_check(&other, NULL));
    }
    // The same number again is the same grid.
    other = g;
    warp_grid_resize(&other, WARP_CATMULL_ROM, 6, 5);
    assert_true(px_between(&g, &other) < 1e-9);
}

static void a_grid_that_was_none_begins_plain(void **state)
{
    (void)state;
    struct warp_grid g = {0}, plain;
    warp_grid_resize(&g, WARP_BEZIER, 4, 3);
    warp_grid_plain(&plain, WARP_BEZIER, 4, 3);
    assert_memory_equal(&g, &plain, sizeof g);
}

// --- refused ------------------------------------------------------------------------------------

static void refused(const struct warp_grid *g, const char *word)
{
    struct fault f = {0};
    assert_false(warp_grid_check(g, &f));
    if (!strstr(f.text, word))
        fail_msg("\"%s\" says nothing of \"%s\"", f.text, word);
}

static void what_folds_is_far_away_or_no_number_is_refused(void **state)
{
    (void)state;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        struct warp_grid plain, g;
        warp_grid_plain(&plain, (enum warp_kind)kind, 4, 4);
        assert_true(warp_grid_check(&plain, NULL));
        g = plain;
        for (int i = 0; i < 16; i += 4) {
            g.points[i + 1].x = 1.6;
            g.points[i + 2].x = -0.6;
        }
        refused(&g, "folds over near column");
        g = plain;
        for (int i = 0; i < 16; i++)
            g.points[i].x = 1 - g.points[i].x;
        refused(&g, "folds"); // mirrored is for corners
        g = plain;
        for (int i = 0; i < 16; i++)
            g.points[i].x *= 1e-5;
        refused(&g, "flat");
        g = plain;
        g.points[6].y = NAN;
        refused(&g, "column 3, row 2");
        g = plain;
        g.points[15].x = 2.1;
        refused(&g, "column 4, row 4");
        g = plain;
        g.rows = 18;
        refused(&g, "4 x 18");
        g.rows = 1;
        refused(&g, "4 x 1");
    }
}

static void a_grid_over_the_horizon_is_refused_where_its_output_is_named(void **state)
{
    (void)state;
    struct mapping_desc d = {
        .surface_count = 1,
        .output_count = 1,
        .surfaces = {{0, {100, 100}, {{450, 500}, {550, 500}, {900, 900}, {100, 900}}}},
        .outputs = {{{0, 0}, {1000, 1000}, {{450, 500}, {550, 500}, {900, 900}, {100, 900}}}}};
    struct fault f = {0};
    warp_grid_plain(&d.outputs[0].grid, WARP_CATMULL_ROM, 3, 3);
    struct mapping *m = mapping_create(&d, &f);
    if (!m)
        fail_msg("%s", f.text);
    mapping_destroy(m);
    for (int i = 6; i < 9; i++)
        d.outputs[0].grid.points[i].y = 1.5;
    assert_null(mapping_create(&d, &f));
    assert_non_null(strstr(f.text, "output 1: its grid"));
    assert_non_null(strstr(f.text, "horizon"));
    warp_grid_plain(&d.outputs[0].grid, WARP_LINEAR, 2, 2);
    warp_grid_plain(&d.surfaces[0].grid, WARP_LINEAR, 3, 3);
    d.surfaces[0].grid.points[4] = (struct vec2){1.5, 0.5};
    assert_null(mapping_create(&d, &f));
    assert_non_null(strstr(f.text, "surface 1: its grid: it folds over near column"));
}

// --- there and back -----------------------------------------------------------------------------

static void random_quad(uint64_t *seed, struct vec2 q[4])
{
    double cx = between(seed, 800, 1100), cy = between(seed, 450, 600);
    double rx = between(seed, 200, 900), ry = between(seed, 150, 600);
    for (int i = 0; i < 4; i++) {
        double angle = (i - 2 + between(seed, 0.25, 0.75)) * acos(-1) / 2;
        q[i] = (struct vec2){cx + rx * cos(angle), cy + ry * sin(angle)};
    }
}

static void hundreds_of_warps_lead_back(void **state)
{
    (void)state;
    uint64_t seed = 11;
    double worst = 0;
    struct warp *w = calloc(1, sizeof *w);
    int tried = 0;
    for (int i = 0; i < 120; i++) {
        struct warp_grid g;
        struct vec2 corners[4];
        random_grid(&seed, (enum warp_kind)(i % WARP_KINDS), between(&seed, 0, 0.45), &g);
        random_quad(&seed, corners);
        if (!warp_init(w, corners, &g, NULL))
            continue; // over its horizon
        for (int k = 0; k < 40; k++, tried++) {
            struct vec2 p = {chance(&seed), chance(&seed)}, there, back, again;
            assert_true(warp_there(w, p, &there));
            if (!warp_back(w, there, &back))
                fail_msg("warp %d: %.17g, %.17g is not found", i, p.x, p.y);
            assert_true(warp_there(w, back, &again));
            worst = fmax(worst, apart(back, p) * 1920);
            assert_true(apart(again, there) < 1e-6);
        }
    }
    print_message("%d points, worst %.2g px of 1920\n", tried, worst);
    assert_true(tried > 3000);
    assert_true(worst < 0.01);
    free(w);
}

// A strong bend: half a turn of a ring.
static void half_a_ring_leads_back(void **state)
{
    (void)state;
    static const struct vec2 corners[4] = {{0, 0}, {2000, 0}, {2000, 1000}, {0, 1000}};
    struct warp *w = calloc(1, sizeof *w);
    struct warp_grid g;
    uint64_t seed = 12;
    warp_grid_plain(&g, WARP_CATMULL_ROM, 17, 5);
    for (int i = 0; i < 17 * 5; i++) {
        double angle = acos(-1) * (1 - g.points[i].x), radius = 1 - 0.7 * g.points[i].y;
        g.points[i] = (struct vec2){0.5 + 0.5 * radius * cos(angle), 1 - radius * sin(angle)};
    }
    struct fault f = {0};
    if (!warp_init(w, corners, &g, &f))
        fail_msg("%s", f.text);
    double worst = 0;
    for (int k = 0; k < 3000; k++) {
        struct vec2 p = {chance(&seed), chance(&seed)}, there, back;
        assert_true(warp_there(w, p, &there));
        assert_true(warp_back(w, there, &back));
        worst = fmax(worst, apart(back, p));
    }
    assert_true(worst < 1e-8);
    // In the hole of the ring lies nothing of it.
    for (int k = 0; k < 300; k++) {
        struct vec2 hole = {1000 + between(&seed, -150, 150), between(&seed, 850, 990)}, back;
        bool found = warp_back(w, hole, &back);
        assert_false(found && back.x >= 0 && back.x <= 1 && back.y >= 0 && back.y <= 1);
    }
    free(w);
}

// A point of a canvas goes out by those formulas, through both stages, and comes back by
// touch.
static void a_touch_lands_where_the_light_fell_through_both_grids(void **state)
{
    (void)state;
    uint64_t seed = 13;
    double worst = 0, worst_near = 0;
    int tried = 0;
    for (int i = 0; i < 60; i++) {
        struct mapping_desc d = {
            .surface_count = 1,
            .output_count = 1,
            .surfaces = {{0, {1920, 1080}, {{0}}, {0}, {100, 50}, {1600, 900}}},
            .outputs = {{{0, 0}, {1920, 1080}, {{0}}}}};
        struct mapping_surface *s = &d.surfaces[0];
        struct mapping_output *o = &d.outputs[0];
        int of_surface = i % WARP_KINDS, of_output = i / WARP_KINDS % WARP_KINDS;
        random_quad(&seed, s->corners);
        random_quad(&seed, o->corners);
        random_grid(&seed, (enum warp_kind)of_surface, 0.25, &s->grid);
        random_grid(&seed, (enum warp_kind)of_output, 0.25, &o->grid);
        struct mapping *m = mapping_create(&d, NULL);
        for (int k = 0; m && k < 30; k++) {
            struct vec2 p = {between(&seed, 100, 1700), between(&seed, 50, 950)}, at, there;
            struct vec2 bent = grid_form(&s->grid, (p.x - 100) / 1600, (p.y - 50) / 900);
            at = heckbert(s->corners, bent.x, bent.y);
            if (at.x < 0 || at.y < 0 || at.x >= 1920 || at.y >= 1080)
                continue;
            bent = grid_form(&o->grid, at.x / 1920, at.y / 1080);
            at = heckbert(o->corners, bent.x, bent.y);
            assert_true(mapping_to_output(m, 0, 0, p, &there));
            worst = fmax(worst, apart(there, at));
            struct vec2 back;
            if (at.x < 0 || at.y < 0 || at.x >= 1920 || at.y >= 1080)
                continue;
            assert_int_equal(mapping_surface_at(m, 0, at, &back), 0);
            worst = fmax(worst, apart(back, p));
            double near[9];
            mapping_near(m, 0, 0, at, near);
            worst = fmax(worst, apart(mapping_apply(near, at), p));
            struct vec2 beside = {at.x + 1e-4, at.y - 1e-4};
            if (!mapping_onto_surface(m, 0, 0, beside, &back))
                continue;
            worst_near = fmax(worst_near, apart(mapping_apply(near, beside), back));
            tried++;
        }
        mapping_destroy(m);
    }
    print_message("%d points, worst %.2g px; a step beside %.2g px\n", tried, worst, worst_near);
    assert_true(tried > 600);
    assert_true(worst < 0.01); // 0.1 is promised
    assert_true(worst_near < 1e-3);
}

// The projector was turned: its corners move, its grid stays, and all points of it move as the
// homography between the two sets of corners says.
static void a_bumped_projector_needs_its_corners_alone(void **state)
{
    (void)state;
    uint64_t seed = 14;
    struct warp *before = calloc(1, sizeof *before), *after = calloc(1, sizeof *after);
    struct vec2 corners[4] = {{50, 40}, {1880, 20}, {1900, 1050}, {30, 1000}}, moved[4];
    struct warp_grid g;
    random_grid(&seed, WARP_CATMULL_ROM, 0.3, &g);
    double turn = 0.7 * acos(-1) / 180, m[9];
    for (int i = 0; i < 4; i++) // a pinhole of 1,600 px that is turned about its vertical
        moved[i] =
            (struct vec2){960 + 1600 * tan(atan((corners[i].x - 960) / 1600) + turn),
                          540 + (corners[i].y - 540) * cos(atan((corners[i].x - 960) / 1600)) /
                                    cos(atan((corners[i].x - 960) / 1600) + turn)};
    assert_true(mapping_homography(corners, moved, m, NULL));
    assert_true(warp_init(before, corners, &g, NULL) && warp_init(after, moved, &g, NULL));
    double worst = 0;
    for (int k = 0; k < 1000; k++) {
        struct vec2 p = {chance(&seed), chance(&seed)}, a, b;
        assert_true(warp_there(before, p, &a));
        assert_true(warp_there(after, p, &b));
        double angle = atan((a.x - 960) / 1600);
        struct vec2 turned = {960 + 1600 * tan(angle + turn),
                              540 + (a.y - 540) * cos(angle) / cos(angle + turn)};
        worst = fmax(worst, apart(b, turned));
    }
    print_message("worst: %.2g px\n", worst);
    assert_true(worst < 1e-8);
    free(before);
    free(after);
}

static void a_source_is_a_part_of_its_canvas(void **state)
{
    (void)state;
    struct mapping_desc d = {
        .surface_count = 1,
        .output_count = 1,
        .surfaces = {{3, {1920, 1080}, {{0, 0}, {400, 0}, {400, 300}, {0, 300}}}},
        .outputs = {{{0, 0}, {400, 300}, {{0, 0}, {400, 0}, {400, 300}, {0, 300}}}}};
    struct mapping_surface *s = &d.surfaces[0];
    s->source_at = (struct vec2){1000, 500};
    s->source_size = (struct vec2){800, 300};
    struct mapping *m = mapping_create(&d, NULL);
    int canvas;
    struct vec2 at;
    assert_true(mapping_to_canvas(m, 0, (struct vec2){100, 60}, &canvas, &at));
    assert_true(canvas == 3 && apart(at, (struct vec2){1200, 560}) < 1e-9);
    assert_true(mapping_onto_surface(m, 0, 0, (struct vec2){-50, 400}, &at));
    assert_true(apart(at, (struct vec2){1000, 800}) < 1e-9);
    mapping_destroy(m);
    struct fault f;
    s->source_size.y = 600;
    assert_null(mapping_create(&d, &f));
    assert_non_null(strstr(f.text, "surface 1: its source"));
    s->source_size = (struct vec2){NAN, 10};
    assert_null(mapping_create(&d, &f));
    s->source_size = (struct vec2){0.5, 10};
    assert_null(mapping_create(&d, &f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_is_its_published_form),
        cmocka_unit_test(without_moved_points_a_grid_changes_nothing),
        cmocka_unit_test(steps_lead_where_differences_say),
        cmocka_unit_test(more_points_of_a_bezier_or_between_straight_lines_keep_all_of_the_shape),
        cmocka_unit_test(another_kind_or_number_keeps_a_smooth_shape),
        cmocka_unit_test(a_grid_that_was_none_begins_plain),
        cmocka_unit_test(what_folds_is_far_away_or_no_number_is_refused),
        cmocka_unit_test(a_grid_over_the_horizon_is_refused_where_its_output_is_named),
        cmocka_unit_test(hundreds_of_warps_lead_back),
        cmocka_unit_test(half_a_ring_leads_back),
        cmocka_unit_test(a_touch_lands_where_the_light_fell_through_both_grids),
        cmocka_unit_test(a_bumped_projector_needs_its_corners_alone),
        cmocka_unit_test(a_source_is_a_part_of_its_canvas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
