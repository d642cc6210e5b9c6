// blend: what projectors add up to on a wall, worked out in double from the maps that outputs get
// (tools/wall.h).
#include "mapping/grade.h"
#include "tools/wall.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void two_outputs_side_by_side_are_flat(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 320, 200);
    add_output(&w, 256, 0, 320, 200);
    assert_blends(&w, (struct size2){576, 200}, everywhere, 2);
}

static void two_crooked_outputs_are_flat(void **state)
{
    (void)state;
    struct wall w = {0};
    // One whose part does not fill its raster, one that shows less than its part.
    const double first[8] = {20, 8, -9, 3, -4, -11, 6, -2};
    const double second[8] = {-14, -6, 9, -8, 21, 10, -18, 5};
    move_corners(add_output(&w, 0, 0, 320, 200), first);
    move_corners(add_output(&w, 230, 10, 300, 180), second);
    assert_blends(&w, (struct size2){540, 200}, everywhere, 2);
}

static void three_in_a_row_are_flat(void **state)
{
    (void)state;
    struct wall w = {0};
    const double bent[8] = {5, 5, -8, 2, 0, -6, 4, 0};
    add_output(&w, 0, 0, 200, 150);
    move_corners(add_output(&w, 160, 0, 200, 150), bent);
    add_output(&w, 310, 0, 200, 150);
    assert_blends(&w, (struct size2){510, 150}, everywhere, 2);
}

static void three_that_meet_in_one_place_are_flat(void **state)
{
    (void)state;
    struct wall w = {0};
    const double bent[8] = {-3, 4, 6, 0, 2, 5, 0, -4};
    add_output(&w, 0, 0, 220, 160);
    add_output(&w, 160, 0, 220, 160);
    move_corners(add_output(&w, 70, 100, 240, 150), bent);
    assert_blends(&w, (struct size2){380, 250}, everywhere, 3);
}

static void outputs_that_only_touch_keep_all_their_light(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 200, 100);
    add_output(&w, 200, 0, 200, 100);
    open_wall(&w);
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 200 * 100; k++)
            assert_int_equal(w.maps[i][k * 2], 65535);
    close_wall(&w);
}

static void two_on_the_same_place_give_half_each(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 200, 100);
    add_output(&w, 0, 0, 200, 100);
    open_wall(&w);
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 200 * 100; k++)
            assert_in_range(w.maps[i][k * 2], 32767, 32768);
    close_wall(&w);
}

// The first shows a px more above and below: no strip that its light alone fills.
static void outer_edges_that_nearly_meet_are_one(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 320, 202);
    add_output(&w, 220, 1, 320, 200);
    open_wall(&w);
    for (int x = 222; x < 318; x++)
        assert_true(abs(w.maps[0][(4 * 320 + x) * 2] - w.maps[0][(100 * 320 + x) * 2]) < 66);
    close_wall(&w);
}

static void near_the_outer_edge_a_soft_edge_is_as_wide_as_in_the_middle(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 320, 200);
    add_output(&w, 220, 0, 320, 200);
    open_wall(&w);
    for (int x = 222; x < 318; x++) {
        int top = w.maps[0][x * 2], middle = w.maps[0][(100 * 320 + x) * 2];
        assert_true(abs(top - middle) < 66);
    }
    close_wall(&w);
}

// Masks. The first output has a round hole of radius 40 around 260, 90, the second shows only
// what is left of x = 440.
static double in_hole(struct vec2 at)
{
    return 40 - hypot(at.x - 260, at.y - 90);
}

// The hole reaches beyond the second output, which begins at 240: there nothing is lit, and in its
// feather on that side it is neither; at 440 and right of it nothing. Where its edge meets the edge
// of the other output both give from nothing to all around one point: whatever the rule, px cannot
// follow.
static double lit_beside_masks(struct vec2 at)
{
    bool hole = at.x < 246 && in_hole(at) > -32;
    return !hole && at.x < 438.5 ? 1 : 0;
}

static void masks_shape_what_the_others_give(void **state)
{
    (void)state;
    for (int soft = 0; soft < 2; soft++) {
        struct wall w = {0};
        const double bent[8] = {4, 3, -5, 2, -3, -6, 2, -2};
        move_corners(add_output(&w, 0, 0, 320, 200), bent);
        add_output(&w, 240, 0, 300, 200);
        draw_circle(add_mask(&w, 0, soft ? 30 : 0, true), 260, 90, 40);
        draw_rectangle(add_mask(&w, 1, 0, false), -10, -10, 450, 300);
        assert_blends(&w, (struct size2){540, 200}, lit_beside_masks, 2);
    }
}

static double away_from_line(struct vec2 p, struct vec2 a, struct vec2 b)
{
    double x = b.x - a.x, y = b.y - a.y;
    double t = clamp(((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y));
    return hypot(a.x + t * x - p.x, a.y + t * y - p.y);
}

// Above 0 inside, by counting the edges that a ray to the right crosses.
static double inside_polygon(const struct vec2 *c, int count, struct vec2 p)
{
    double least = INFINITY;
    int crossed = 0;
    for (int i = 0; i < count; i++) {
        struct vec2 a = c[i], b = c[(i + 1) % count];
        least = fmin(least, away_from_line(p, a, b));
        if ((a.y > p.y) != (b.y > p.y))
            crossed += p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x);
    }
    return crossed % 2 ? least : -least;
}

// A polygon with a corner that turns inward, through a crooked output, with and without feather.
static void no_light_falls_outside_a_mask(void **state)
{
    (void)state;
    const struct vec2 shape[6] = {{30, 20},   {280, 40},  {190, 90},
                                  {290, 170}, {120, 190}, {60, 110}};
    const double bent[8] = {10, 4, -12, 9, 6, -14, -8, 3};
    for (int n = 0; n < 4; n++) {
        struct wall w = {0};
        double feather_px = n / 2 ? 24 : 0;
        bool invert = n % 2;
        move_corners(add_output(&w, 0, 0, 320, 200), bent);
        w.desc.outputs[0].light = (struct mapping_light){.black = 0.01};
        struct mapping_mask *m = add_mask(&w, 0, feather_px, invert);
        for (int i = 0; i < 6; i++)
            m->corners[m->count++] = (struct mapping_corner){.at = shape[i]};
        open_wall(&w);
        double back[9];
        mapping_output_matrix(w.mapping, 0, back);
        for (int i = 0; i < 320 * 200; i++) {
            struct vec2 at = mapping_apply(back, (struct vec2){i % 320 + 0.5, i / 320 + 0.5});
            double inside_px = inside_polygon(shape, 6, at) * (invert ? -1 : 1);
            double light = w.maps[0][i * 2] / 65535.0, t = clamp(inside_px / 24);
            if (inside_part(&w, 0, at) < 0)
                continue; // nothing is painted there
            if (inside_px < -0.8)
                assert_int_equal(w.maps[0][i * 2] | w.maps[0][i * 2 + 1], 0);
            else if (feather_px > 0)
                assert_true(fabs(light - t * t * (3 - 2 * t)) < 0.04); // half a px of 24
            else if (inside_px > 0.8)
                assert_int_equal(w.maps[0][i * 2], 65535);
        }
        close_wall(&w);
    }
}

// Black.
static void black_is_as_bright_in_singles_as_in_overlaps(void **state)
{
    (void)state;
    struct wall two = {0}, three = {0};
    const double same[3] = {0.004, 0.004, 0.004}, others[3] = {0.002, 0.006, 0.003};
    const double bent[8] = {0, 0, 6, 0, 2, 5, 0, 4};
    add_output(&two, 0, 0, 320, 200);
    add_output(&two, 256, 0, 320, 200);
    set_black(&two, same);
    assert_even(&two, (struct size2){576, 200}, 0.008, everywhere);
    add_output(&three, 0, 0, 220, 160);
    add_output(&three, 160, 0, 220, 160);
    move_corners(add_output(&three, 70, 100, 240, 150), bent);
    set_black(&three, others);
    assert_even(&three, (struct size2){380, 250}, 0.011, everywhere);
}

// The second is twice as bright: gain halves it, and what it leaks counts double.
static void gains_are_reckoned_with(void **state)
{
    (void)state;
    struct wall w = {0};
    const double black[2] = {0.003, 0.003};
    add_output(&w, 0, 0, 320, 200);
    add_output(&w, 256, 0, 320, 200)->light.gain = 0.5;
    set_black(&w, black);
    assert_even(&w, (struct size2){576, 200}, 0.003 + 0.006, everywhere);
}

// A raster shines also where its part does not reach: the second's part is narrowed to its right
// half, yet all of its raster leaks.
static void black_comes_from_the_whole_raster(void **state)
{
    (void)state;
    struct wall w = {0};
    const double black[2] = {0.004, 0.004};
    const double narrowed[8] = {150, 0, 0, 0, 0, 0, 150, 0};
    add_output(&w, 0, 0, 300, 160);
    move_corners(add_output(&w, 240, 0, 300, 160), narrowed);
    set_black(&w, black);
    assert_even(&w, (struct size2){540, 160}, 0.008, everywhere);
}

static double lit_left(struct vec2 at)
{
    return at.x < 398 ? 1 : 0;
}

// Where masks let nothing through, nobody lifts: there the wall stays as dark as it can be.
static void nothing_is_lifted_behind_masks(void **state)
{
    (void)state;
    struct wall w = {0};
    const double black[2] = {0.004, 0.004};
    add_output(&w, 0, 0, 320, 200);
    add_output(&w, 256, 0, 320, 200);
    draw_rectangle(add_mask(&w, 1, 0, false), -10, -10, 410, 300);
    set_black(&w, black);
    open_wall(&w);
    assert_true(fabs(wall_light(&w, (struct vec2){450, 100}, 1, 2.2) - 0.004) < 1e-9);
    close_wall(&w);
    assert_even(&w, (struct size2){576, 200}, 0.008, lit_left);
}

static void too_much_black_is_refused(void **state)
{
    (void)state;
    struct wall w = {0};
    for (int i = 0; i < 6; i++)
        add_output(&w, 0, 0, 100, 100)->light.black = 0.1;
    struct fault f = {0};
    w.mapping = mapping_create(&w.desc, &f);
    assert_null(blend_create(w.mapping, &w.desc, &f));
    assert_non_null(strstr(f.text, "comes to 0.6 of their light; 0.5 is allowed"));
    mapping_destroy(w.mapping);
}

// By hand: Bourke's curve, and what two of them add up to.
static void a_soft_edge_by_hand_follows_its_curve(void **state)
{
    (void)state;
    const double powers[] = {1, 2, 3.5}, luminances[] = {0.5, 0.3, 0.65};
    for (int n = 0; n < 9; n++) {
        struct wall w = {0};
        double p = powers[n % 3], a = luminances[n / 3];
        struct mapping_edge edge = {.power = p, .luminance = a};
        add_output(&w, 0, 0, 200, 40)->light = (struct mapping_light){.edge = edge};
        add_output(&w, 120, 0, 200, 40)->light = (struct mapping_light){.edge = edge};
        w.desc.outputs[0].light.edge.right_px = w.desc.outputs[1].light.edge.left_px = 80;
        open_wall(&w);
        for (int x = 0; x < 80; x++) {
            double t = (x + 0.5) / 80, first = w.maps[0][(119 + 80 - x + 20 * 200) * 2] / 65535.0;
            double want = t < 0.5 ? a * pow(2 * t, p) : 1 - (1 - a) * pow(2 * (1 - t), p);
            assert_true(fabs(first - want) < 1e-4);
            double sum = w.maps[0][(120 + x) * 2] / 65535.0 + w.maps[1][x * 2] / 65535.0;
            assert_true(fabs(sum - 1 - (2 * a - 1) * pow(2 * fmin(t, 1 - t), p)) < 1e-4);
        }
        close_wall(&w);
    }
}

static void where_nothing_is_said_nothing_is_wanted(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 100, 100)->light = (struct mapping_light){.gain = 0.5};
    assert_false(blend_wanted(&w.desc));
    w.desc.outputs[0].light.edge.top_px = 3;
    assert_true(blend_wanted(&w.desc));
    assert_true(grade_plain(&(struct mapping_light){.white = {1, 1, 1}, .gain = 1}));
    assert_false(grade_plain(&(struct mapping_light){.white = {1, 1, 0.9}}));
    assert_false(grade_plain(&(struct mapping_light){.gamma = 2.2}));
}

static void the_curve_and_its_way_back_meet(void **state)
{
    (void)state;
    const double gammas[] = {0, 1, 1.8, 2.2, 2.6};
    for (size_t i = 0; i < 5; i++) {
        struct grade g = {.exponent = gammas[i]};
        for (int k = 0; k <= 1000; k++)
            assert_true(fabs(grade_light(&g, grade_value(&g, k / 1000.0)) - k / 1000.0) < 1e-7);
    }
    struct grade s = {0}; // three of IEC 61966-2-1
    assert_true(fabs(grade_value(&s, 0.2140411) * 255 - 127.5) < 1e-3);
    assert_true(fabs(grade_value(&s, 0.0021219) * 255 - 6.99) < 1e-2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_outputs_side_by_side_are_flat),
        cmocka_unit_test(two_crooked_outputs_are_flat),
        cmocka_unit_test(three_in_a_row_are_flat),
        cmocka_unit_test(three_that_meet_in_one_place_are_flat),
        cmocka_unit_test(outputs_that_only_touch_keep_all_their_light),
        cmocka_unit_test(two_on_the_same_place_give_half_each),
        cmocka_unit_test(outer_edges_that_nearly_meet_are_one),
        cmocka_unit_test(near_the_outer_edge_a_soft_edge_is_as_wide_as_in_the_middle),
        cmocka_unit_test(masks_shape_what_the_others_give),
        cmocka_unit_test(no_light_falls_outside_a_mask),
        cmocka_unit_test(black_is_as_bright_in_singles_as_in_overlaps),
        cmocka_unit_test(gains_are_reckoned_with),
        cmocka_unit_test(black_comes_from_the_whole_raster),
        cmocka_unit_test(nothing_is_lifted_behind_masks),
        cmocka_unit_test(too_much_black_is_refused),
        cmocka_unit_test(a_soft_edge_by_hand_follows_its_curve),
        cmocka_unit_test(where_nothing_is_said_nothing_is_wanted),
        cmocka_unit_test(the_curve_and_its_way_back_meet),
    };
    return cmocka_run_group_tests_name("blend", tests, NULL, NULL);
}
