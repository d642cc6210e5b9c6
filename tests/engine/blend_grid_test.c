// blend: soft edges, masks and black where grids bend outputs, added up on a wall (tools/wall.h).
#include "tools/grids.h"
#include "tools/wall.h"

#include <math.h>
#include <stdlib.h>

static void bend(struct wall *w, uint64_t seed, int output, enum warp_kind kind, int columns,
                 int rows, double part)
{
    random_grid_of(&seed, kind, columns, rows, part, &w->desc.outputs[output].grid);
}

static void two_bent_outputs_are_flat(void **state)
{
    (void)state;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        struct wall w = {0};
        const double first[8] = {14, 8, -9, 3, -4, -11, 6, -2};
        move_corners(add_output(&w, 0, 0, 320, 200), first);
        add_output(&w, 230, 10, 300, 180);
        bend(&w, 41, 0, (enum warp_kind)kind, 5, 4, 0.2);
        bend(&w, 42, 1, (enum warp_kind)((kind + 1) % WARP_KINDS), 4, 4, 0.2);
        assert_blends(&w, (struct size2){530, 200}, everywhere, 2);
    }
}

static void three_bent_outputs_that_meet_are_flat(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 220, 160);
    add_output(&w, 160, 0, 220, 160);
    add_output(&w, 70, 100, 240, 150);
    bend(&w, 43, 0, WARP_CATMULL_ROM, 5, 5, 0.15);
    bend(&w, 44, 1, WARP_BEZIER, 4, 3, 0.3);
    bend(&w, 45, 2, WARP_LINEAR, 3, 3, 0.1);
    assert_blends(&w, (struct size2){380, 250}, everywhere, 3);
}

// A projector that stands on its side of a column: its part's right edge is a curve on its raster,
// and its raster's right edge a curve in the composition, 30 px inside the part in the middle.
// There alone the other shines, and takes over before.
static void where_a_grid_takes_the_raster_away_the_other_shines(void **state)
{
    (void)state;
    struct wall w = {0};
    struct mapping_output *o = add_output(&w, 0, 0, 320, 200);
    add_output(&w, 200, 0, 320, 200);
    warp_grid_plain(&o->grid, WARP_CATMULL_ROM, 3, 3);
    o->grid.points[5].x += 30.0 / 320;
    open_wall(&w);
    double edge = 319;
    while (lands(&w, 0, (struct vec2){edge, 100}).x > 320)
        edge -= 0.01;
    assert_true(edge < 300); // as the picture above says
    for (double x = 201; x < 319; x += 0.5) {
        struct vec2 at = {x, 100};
        double first = blend_at(w.blend, 0, lands(&w, 0, at)).light;
        double second = blend_at(w.blend, 1, lands(&w, 1, at)).light;
        if (x < edge - 0.5)
            assert_true(fabs(first + second - 1) < 1e-6);
        if (x > edge + 0.5)
            assert_true(fabs(second - 1) < 1e-6);
        // d is along the row at least what the curve leaves of it.
        if (x < edge - 6)
            assert_true(first > 0.4 * pow((edge - x - 3) / (edge - 200), 2) && first < 1);
    }
    assert_true(blend_at(w.blend, 0, lands(&w, 0, (struct vec2){edge - 3, 100})).light < 0.01);
    close_wall(&w);
}

static double in_hole(struct vec2 at)
{
    return 40 - hypot(at.x - 260, at.y - 90);
}

// Besides, where the lower edges of both rasters cross: around that place both give from nothing to
// all.
static double lit_beside_masks(struct vec2 at)
{
    bool hole = at.x < 252 && in_hole(at) > -32, crossed = hypot(at.x - 316, at.y - 196) < 6;
    return !hole && !crossed && at.x < 438.5 ? 1 : 0;
}

static void masks_on_bent_outputs_shape_what_the_others_give(void **state)
{
    (void)state;
    for (int soft = 0; soft < 2; soft++) {
        struct wall w = {0};
        const double bent[8] = {4, 3, -5, 2, -3, -6, 2, -2};
        move_corners(add_output(&w, 0, 0, 320, 200), bent);
        add_output(&w, 240, 0, 300, 200);
        bend(&w, 46, 0, WARP_CATMULL_ROM, 5, 4, 0.1);
        bend(&w, 47, 1, WARP_CATMULL_ROM, 6, 5, 0.1);
        draw_circle(add_mask(&w, 0, soft ? 30 : 0, true), 260, 90, 40);
        draw_rectangle(add_mask(&w, 1, 0, false), -10, -10, 450, 300);
        assert_blends(&w, (struct size2){540, 200}, lit_beside_masks, 2);
    }
}

static void black_is_even_on_bent_outputs(void **state)
{
    (void)state;
    struct wall w = {0};
    const double black[3] = {0.002, 0.006, 0.003};
    add_output(&w, 0, 0, 220, 160);
    add_output(&w, 160, 0, 220, 160);
    add_output(&w, 70, 100, 240, 150);
    bend(&w, 48, 0, WARP_CATMULL_ROM, 4, 4, 0.1);
    bend(&w, 49, 1, WARP_BEZIER, 4, 4, 0.2);
    bend(&w, 50, 2, WARP_CATMULL_ROM, 5, 4, 0.1);
    set_black(&w, black);
    assert_even(&w, (struct size2){380, 250}, 0.011, everywhere);
}

// The map of an output is made in squares; each of its px says what is asked of it alone, but for
// 1/50 px: of 20 in the feather, more only where two edges cross.
static void a_map_says_what_each_of_its_px_says_alone(void **state)
{
    (void)state;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        struct wall w = {0};
        add_output(&w, 0, 0, 331, 203);
        add_output(&w, 230, 10, 300, 180);
        bend(&w, 51, 0, (enum warp_kind)kind, 6, 5, 0.2);
        draw_circle(add_mask(&w, 0, 20, true), 120, 90, 40);
        open_wall(&w);
        int off = 0;
        for (int i = 0; i < 331 * 203; i++) {
            struct vec2 p = {i % 331 + 0.5, i / 331 + 0.5};
            double by = fabs(w.maps[0][i * 2] / 65535.0 - blend_at(w.blend, 0, p).light);
            assert_true(by < 0.03);
            off += by > 0.02 / 12;
        }
        assert_true(off < 331 * 203 / 1000);
        close_wall(&w);
    }
}

// An outline belongs to the composition: it lands where the grid takes it, sharp to a px.
static void no_light_falls_outside_a_mask_through_a_grid(void **state)
{
    (void)state;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        struct wall w = {0};
        add_output(&w, 0, 0, 320, 200)->light = (struct mapping_light){.black = 0.01};
        bend(&w, 52, 0, (enum warp_kind)kind, 5, 4, 0.15);
        draw_circle(add_mask(&w, 0, 0, false), 150, 100, 70);
        open_wall(&w);
        int inside = 0, outside = 0;
        for (double y = 0.5; y < 200; y += 0.7)
            for (double x = 0.5; x < 320; x += 0.7) {
                struct vec2 at = {x, y}, p = lands(&w, 0, at);
                double inward = 70 - hypot(x - 150, y - 100);
                if (p.x < 1 || p.y < 1 || p.x > 319 || p.y > 199)
                    continue;
                const uint16_t *pair = w.maps[0] + ((int)p.y * 320 + (int)p.x) * 2;
                if (inward < -2.5)
                    assert_int_equal(pair[0] | pair[1], 0);
                if (inward > 2.5)
                    assert_int_equal(pair[0], 65535);
                inside += inward > 2.5;
                outside += inward < -2.5;
            }
        assert_true(inside > 1000 && outside > 1000);
        close_wall(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_bent_outputs_are_flat),
        cmocka_unit_test(three_bent_outputs_that_meet_are_flat),
        cmocka_unit_test(where_a_grid_takes_the_raster_away_the_other_shines),
        cmocka_unit_test(masks_on_bent_outputs_shape_what_the_others_give),
        cmocka_unit_test(black_is_even_on_bent_outputs),
        cmocka_unit_test(a_map_says_what_each_of_its_px_says_alone),
        cmocka_unit_test(no_light_falls_outside_a_mask_through_a_grid),
    };
    return cmocka_run_group_tests_name("blend through grids", tests, NULL, NULL);
}
