// mapping: against a pinhole that looks at a plane, and Heckbert's closed form, both in double.
#include "mapping/mapping.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static double chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static double between(uint64_t *seed, double least, double most)
{
    return least + (most - least) * chance(seed);
}

static double apart(struct vec2 a, struct vec2 b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static void rectangle(double width, double height, struct vec2 c[4])
{
    c[0] = (struct vec2){0, 0};
    c[1] = (struct vec2){width, 0};
    c[2] = (struct vec2){width, height};
    c[3] = (struct vec2){0, height};
}

// A pinhole of focal length 1,000 px, principal point 960, 540, three metres before a wall panel of
// 1920 x 1080 mm that is turned around its vertical and horizontal middle lines.
struct pinhole {
    double yaw, pitch, away_mm;
};

static struct vec2 seen(struct pinhole p, struct vec2 on_panel_mm)
{
    double x = on_panel_mm.x - 960, y = on_panel_mm.y - 540, z = 0;
    double x1 = x * cos(p.yaw) + z * sin(p.yaw), z1 = -x * sin(p.yaw) + z * cos(p.yaw);
    double y2 = y * cos(p.pitch) - z1 * sin(p.pitch), z2 = y * sin(p.pitch) + z1 * cos(p.pitch);
    z2 += p.away_mm;
    return (struct vec2){960 + 1000 * x1 / z2, 540 + 1000 * y2 / z2};
}

static void a_pinhole_looking_at_a_wall_is_a_homography(void **state)
{
    (void)state;
    const struct pinhole pinholes[] = {
        {0, 0, 1000}, {0.5, 0, 3000}, {-0.9, 0.3, 3000}, {0.2, -1.1, 2500}, {1.3, 0.1, 4000}};
    uint64_t seed = 1;
    double worst = 0;
    for (size_t i = 0; i < sizeof pinholes / sizeof *pinholes; i++) {
        struct vec2 panel[4], quad[4];
        rectangle(1920, 1080, panel);
        for (int k = 0; k < 4; k++)
            quad[k] = seen(pinholes[i], panel[k]);
        double m[9];
        struct fault f = {0};
        if (!mapping_homography(quad, panel, m, &f))
            fail_msg("%s", f.text);
        for (int k = 0; k < 1000; k++) {
            struct vec2 p = {between(&seed, 0, 1920), between(&seed, 0, 1080)};
            double off = apart(mapping_apply(m, seen(pinholes[i], p)), p);
            worst = off > worst ? off : worst;
        }
    }
    print_message("worst: %.2g px\n", worst);
    assert_true(worst < 1e-9);
}

// Heckbert 1989, 2.2.3.2: the unit square to a quad, in closed form.
static struct vec2 heckbert(const struct vec2 q[4], double u, double v)
{
    double dx1 = q[1].x - q[2].x, dx2 = q[3].x - q[2].x, sx = q[0].x - q[1].x + q[2].x - q[3].x;
    double dy1 = q[1].y - q[2].y, dy2 = q[3].y - q[2].y, sy = q[0].y - q[1].y + q[2].y - q[3].y;
    double below = dx1 * dy2 - dx2 * dy1;
    double g = (sx * dy2 - dx2 * sy) / below, h = (dx1 * sy - sx * dy1) / below;
    double w = g * u + h * v + 1;
    return (struct vec2){
        ((q[1].x - q[0].x + g * q[1].x) * u + (q[3].x - q[0].x + h * q[3].x) * v + q[0].x) / w,
        ((q[1].y - q[0].y + g * q[1].y) * u + (q[3].y - q[0].y + h * q[3].y) * v + q[0].y) / w};
}

// Convex by construction: one point on each quarter of an ellipse.
static void random_quad(uint64_t *seed, struct vec2 q[4])
{
    double cx = between(seed, 500, 3000), cy = between(seed, 500, 2000);
    double rx = between(seed, 60, 1500), ry = between(seed, 60, 900);
    for (int i = 0; i < 4; i++) {
        double angle = (i - 2 + between(seed, 0.15, 0.85)) * acos(-1) / 2;
        q[i] = (struct vec2){cx + rx * cos(angle), cy + ry * sin(angle)};
    }
}

static void ten_thousand_quads_go_there_and_back(void **state)
{
    (void)state;
    uint64_t seed = 7;
    double worst = 0, worst_closed = 0;
    for (int i = 0; i < 10000; i++) {
        struct vec2 quad[4], canvas[4];
        random_quad(&seed, quad);
        rectangle(3840, 2160, canvas);
        double there[9], back[9];
        struct fault f = {0};
        if (!mapping_homography(canvas, quad, there, &f) ||
            !mapping_homography(quad, canvas, back, &f))
            fail_msg("%d: %s", i, f.text);
        for (int k = 0; k < 4; k++)
            assert_true(apart(mapping_apply(there, canvas[k]), quad[k]) < 1e-9);
        struct vec2 middle = {1920, 1080};
        assert_true(fabs(there[6] * middle.x + there[7] * middle.y + there[8] - 1) < 1e-12);
        struct vec2 p = {between(&seed, 0, 3840), between(&seed, 0, 2160)};
        struct vec2 on_quad = mapping_apply(there, p);
        worst = fmax(worst, apart(mapping_apply(back, on_quad), p));
        worst_closed = fmax(worst_closed, apart(heckbert(quad, p.x / 3840, p.y / 2160), on_quad));
    }
    print_message("there and back %.2g px, closed form %.2g px\n", worst, worst_closed);
    assert_true(worst < 1e-9);
    assert_true(worst_closed < 1e-9);
}

static void refused(const struct vec2 c[4], const char *word)
{
    struct fault f = {0};
    assert_false(mapping_convex(c, &f));
    if (!strstr(f.text, word))
        fail_msg("\"%s\" says nothing of \"%s\"", f.text, word);
    struct vec2 r[4];
    double m[9];
    rectangle(10, 10, r);
    assert_false(mapping_homography(c, r, m, &f));
    assert_false(mapping_homography(r, c, m, &f));
}

static void crossed_dented_flat_and_tiny_corners_are_refused(void **state)
{
    (void)state;
    refused((const struct vec2[4]){{0, 0}, {100, 0}, {0, 100}, {100, 100}}, "cross");
    refused((const struct vec2[4]){{0, 0}, {100, 100}, {100, 0}, {0, 100}}, "cross");
    refused((const struct vec2[4]){{0, 0}, {100, 0}, {20, 20}, {0, 100}}, "bottom right");
    refused((const struct vec2[4]){{60, 60}, {100, 0}, {100, 100}, {0, 100}}, "top left");
    refused((const struct vec2[4]){{100, 0}, {60, 60}, {0, 100}, {100, 100}}, "top right");
    refused((const struct vec2[4]){{0, 0}, {50, 0}, {100, 0}, {0, 100}}, "on a line");
    refused((const struct vec2[4]){{0, 100}, {100, 0}, {50, 0}, {0, 0}}, "on a line");
    refused((const struct vec2[4]){{0, 0}, {1, 1}, {2, 2}, {3, 3}}, "on a line");
    refused((const struct vec2[4]){{5, 5}, {5, 5}, {5, 5}, {5, 5}}, "on a line");
    refused((const struct vec2[4]){{0, 0}, {0.9, 0}, {0.9, 1}, {0, 1}}, "area");
    refused((const struct vec2[4]){{0, 0}, {NAN, 0}, {1, 1}, {0, 1}}, "top right");
    refused((const struct vec2[4]){{0, 0}, {9, 0}, {9, INFINITY}, {0, 9}}, "bottom right");
}

static void a_mirrored_quad_is_fine(void **state)
{
    (void)state;
    const struct vec2 mirrored[4] = {{100, 0}, {0, 0}, {0, 50}, {100, 50}};
    struct vec2 canvas[4];
    double m[9];
    rectangle(200, 100, canvas);
    assert_true(mapping_homography(mirrored, canvas, m, NULL));
    assert_true(apart(mapping_apply(m, (struct vec2){90, 10}), (struct vec2){20, 20}) < 1e-9);
}

// Two projectors side by side, 200 px of overlap, a panel in perspective across both and a smaller
// one on top of it; the second projector was bumped.
static struct mapping_desc facade(void)
{
    struct mapping_desc d = {
        .surface_count = 2,
        .output_count = 2,
        .surfaces = {{0, {1920, 1080}, {{300, 100}, {3300, 20}, {3200, 1000}, {350, 900}}},
                     {1, {400, 300}, {{1600, 400}, {1900, 380}, {1910, 700}, {1590, 690}}}},
        .outputs = {{{0, 0}, {1920, 1080}, {{0, 0}, {1920, 0}, {1920, 1080}, {0, 1080}}},
                    {{1720, 0}, {1920, 1080}, {{12, 7}, {1900, 3}, {1911, 1070}, {5, 1062}}}}};
    return d;
}

static void a_point_of_the_wall_is_found_from_either_projector(void **state)
{
    (void)state;
    struct mapping_desc d = facade();
    struct fault f = {0};
    struct mapping *m = mapping_create(&d, &f);
    if (!m)
        fail_msg("%s", f.text);
    uint64_t seed = 3;
    int under = 0, over = 0;
    double worst = 0;
    for (int i = 0; i < 2000; i++) {
        struct vec2 wall = {between(&seed, 1721, 1919), between(&seed, 110, 880)};
        int a = -1, b = -1;
        struct vec2 at_a, at_b, at_first = wall;
        struct vec2 at_second =
            heckbert(d.outputs[1].corners, (wall.x - 1720) / 1920, wall.y / 1080);
        assert_true(mapping_to_canvas(m, 0, at_first, &a, &at_a));
        assert_true(mapping_to_canvas(m, 1, at_second, &b, &at_b));
        assert_int_equal(a, b);
        worst = fmax(worst, apart(at_a, at_b));
        const struct mapping_surface *s = &d.surfaces[a];
        struct vec2 back = heckbert(s->corners, at_a.x / s->size.width, at_a.y / s->size.height);
        worst = fmax(worst, apart(back, wall));
        *(a ? &over : &under) += 1;
        double matrix[9];
        mapping_matrix(m, 1, a, matrix);
        worst = fmax(worst, apart(mapping_apply(matrix, at_second), at_a));
    }
    print_message("worst: %.2g px; %d on the panel, %d on the one over it\n", worst, under, over);
    assert_true(worst < 1e-8);
    assert_true(under > 100 && over > 100);
    mapping_destroy(m);
}

static void there_is_nothing_outside(void **state)
{
    (void)state;
    struct mapping_desc d = facade();
    struct mapping *m = mapping_create(&d, NULL);
    int canvas;
    struct vec2 at;
    assert_true(mapping_to_canvas(m, 0, (struct vec2){1000, 500}, &canvas, &at));
    assert_false(mapping_to_canvas(m, 0, (struct vec2){-1, 500}, &canvas, &at));
    assert_false(mapping_to_canvas(m, 0, (struct vec2){1920, 500}, &canvas, &at));
    assert_false(mapping_to_canvas(m, 0, (struct vec2){1000, 1080}, &canvas, &at));
    assert_false(mapping_to_canvas(m, 0, (struct vec2){10, 10}, &canvas, &at)); // no surface
    assert_false(mapping_to_canvas(m, 1, (struct vec2){1, 500}, &canvas, &at)); // off its corners
    assert_false(mapping_to_canvas(m, 0, (struct vec2){NAN, 500}, &canvas, &at));
    mapping_destroy(m);
}

static void a_finger_that_leaves_its_surface_stays_on_the_canvas_edge(void **state)
{
    (void)state;
    struct mapping_desc d = facade();
    struct mapping *m = mapping_create(&d, NULL);
    struct vec2 at;
    assert_int_equal(mapping_surface_at(m, 0, (struct vec2){1700, 500}, &at), 1);
    assert_int_equal(mapping_surface_canvas(m, 1), 1);
    struct vec2 inside;
    assert_true(mapping_onto_surface(m, 0, 1, (struct vec2){1700, 500}, &inside));
    assert_true(apart(at, inside) == 0);
    assert_true(mapping_onto_surface(m, 0, 1, (struct vec2){1300, 500}, &at));
    assert_true(at.x == 0 && at.y > 0 && at.y < 300);
    assert_true(mapping_onto_surface(m, 1, 1, (struct vec2){50, 1060}, &at));
    assert_true(at.y == 300);
    mapping_destroy(m);
}

// A floor seen by a projector: far away its lines meet, and beyond that there is no floor.
static void beyond_the_horizon_there_is_nothing(void **state)
{
    (void)state;
    struct mapping_desc d = {
        .surface_count = 1,
        .output_count = 1,
        .surfaces = {{0, {1000, 1000}, {{450, 500}, {550, 500}, {900, 900}, {100, 900}}}},
        .outputs = {{{0, 0}, {1000, 1000}, {{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}}}};
    struct mapping *m = mapping_create(&d, NULL);
    int canvas;
    struct vec2 at;
    assert_true(mapping_to_canvas(m, 0, (struct vec2){500, 501}, &canvas, &at));
    for (int y = 0; y < 500; y++)
        for (int x = 0; x < 1000; x += 7)
            assert_false(mapping_to_canvas(m, 0, (struct vec2){x, y}, &canvas, &at));
    // The sides meet at y = 500 - 400 / 7.
    assert_true(mapping_onto_surface(m, 0, 0, (struct vec2){500, 444}, &at));
    assert_false(mapping_onto_surface(m, 0, 0, (struct vec2){500, 442}, &at));
    mapping_destroy(m);
}

static void the_part_of_an_output_starts_at_0(void **state)
{
    (void)state;
    struct mapping_desc d = facade();
    struct mapping *m = mapping_create(&d, NULL);
    double to_part[9];
    struct vec2 part[4];
    rectangle(1920, 1080, part);
    mapping_output_matrix(m, 1, to_part);
    for (int i = 0; i < 4; i++)
        assert_true(apart(mapping_apply(to_part, d.outputs[1].corners[i]), part[i]) < 1e-9);
    mapping_destroy(m);
}

static void the_fault_names_the_surface_or_the_output(void **state)
{
    (void)state;
    struct fault f = {0};
    struct mapping_desc d = facade();
    d.surfaces[1].corners[2] = (struct vec2){1650, 450};
    assert_null(mapping_create(&d, &f));
    assert_string_equal(f.text, "surface 2: the bottom right corner is inside the others");
    d = facade();
    d.outputs[1].corners[0] = (struct vec2){1900, 1000};
    assert_null(mapping_create(&d, &f));
    assert_non_null(strstr(f.text, "output 2: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pinhole_looking_at_a_wall_is_a_homography),
        cmocka_unit_test(ten_thousand_quads_go_there_and_back),
        cmocka_unit_test(crossed_dented_flat_and_tiny_corners_are_refused),
        cmocka_unit_test(a_mirrored_quad_is_fine),
        cmocka_unit_test(a_point_of_the_wall_is_found_from_either_projector),
        cmocka_unit_test(there_is_nothing_outside),
        cmocka_unit_test(a_finger_that_leaves_its_surface_stays_on_the_canvas_edge),
        cmocka_unit_test(beyond_the_horizon_there_is_nothing),
        cmocka_unit_test(the_part_of_an_output_starts_at_0),
        cmocka_unit_test(the_fault_names_the_surface_or_the_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
