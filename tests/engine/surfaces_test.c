// surfaces: what reaches an output, against mapping/'s doubles and a projective geometry of its
// own.
#include "tools/view.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void pixel_on_pixel_bytes_arrive_unchanged(void **state)
{
    enum { W = 320, H = 180, X = -13, Y = 27 };
    struct mapping_desc desc = {.surface_count = 1,
                                .output_count = 1,
                                .surfaces = {{0, {W, H}, RECT(100 + X, 50 + Y, W, H)}},
                                .outputs = {{{100, 50}, {400, 300}, RECT(0, 0, 400, 300)}}};
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = noise(W, H);
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    for (int y = 0; y < 300; y++) {
        for (int x = 0; x < 400; x++) {
            bool inside = x - X >= 0 && x - X < W && y - Y >= 0 && y - Y < H;
            const unsigned char black[4] = {0, 0, 0, 255};
            const unsigned char *want = inside ? bytes + ((y - Y) * W + x - X) * 4 : black;
            assert_memory_equal(seen + (y * 400 + x) * 4, want, 4);
        }
    }
    free(seen);
    free(bytes);
    close_view(&v);
}

// Moved by a hair the canvas is sampled instead of copied, and all 256 encodings come back.
static void sampling_decodes_and_encodes_without_loss(void **state)
{
    enum { W = 256, H = 16 };
    struct mapping_desc desc = {.surface_count = 1,
                                .output_count = 1,
                                .surfaces = {{0, {W, H}, RECT(0, 0.00001, W, H)}},
                                .outputs = {{{0, 0}, {W, H}, RECT(0, 0, W, H)}}};
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = malloc(W * H * 4);
    for (int i = 0; i < W * H; i++)
        memset(bytes + i * 4, i % W, 4);
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    int worst = 0;
    for (int i = 0; i < W * H; i++) {
        int off = abs(seen[i * 4] - bytes[i * 4]);
        worst = off > worst ? off : worst;
    }
    print_message("worst: %d of 255\n", worst);
    assert_int_equal(worst, 0);
    free(seen);
    free(bytes);
    close_view(&v);
}

// Two lines' meeting point.
static struct vec2 meet(struct vec2 a, struct vec2 b, struct vec2 c, struct vec2 d)
{
    double t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) /
               ((b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x));
    return (struct vec2){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

// The middle of a rectangle lands where the diagonals of its picture meet: straight lines stay
// straight. Its quarters' middles follow by the same rule, with no matrix at all.
struct quad {
    struct vec2 c[4];
};

static struct quad quarter(struct quad q, int n)
{
    struct vec2 middle = meet(q.c[0], q.c[2], q.c[1], q.c[3]);
    // Where opposite edges meet: their pencil's line through the middle cuts the other edges.
    struct vec2 across = meet(q.c[0], q.c[1], q.c[3], q.c[2]);
    struct vec2 down = meet(q.c[0], q.c[3], q.c[1], q.c[2]);
    struct vec2 left = meet(middle, across, q.c[0], q.c[3]);
    struct vec2 right = meet(middle, across, q.c[1], q.c[2]);
    struct vec2 top = meet(middle, down, q.c[0], q.c[1]);
    struct vec2 bottom = meet(middle, down, q.c[3], q.c[2]);
    const struct quad quarters[4] = {{{q.c[0], top, middle, left}},
                                     {{top, q.c[1], right, middle}},
                                     {{middle, right, q.c[2], bottom}},
                                     {{left, middle, bottom, q.c[3]}}};
    return quarters[n];
}

static struct vec2 middle_of(struct quad q)
{
    return meet(q.c[0], q.c[2], q.c[1], q.c[3]);
}

static void dots_land_where_straight_lines_say(void **state)
{
    enum { W = 640, H = 360, OUT_W = 800, OUT_H = 450 };
    const struct quad corners = {{{90, 40}, {740, 12}, {700, 430}, {60, 330}}};
    struct mapping_desc desc = {.surface_count = 1,
                                .output_count = 1,
                                .surfaces = {{.canvas = 0, .size = {W, H}}},
                                .outputs = {{{0, 0}, {OUT_W, OUT_H}, RECT(0, 0, OUT_W, OUT_H)}}};
    memcpy(desc.surfaces[0].corners, corners.c, sizeof corners.c);
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = plain(W, H, 0);
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) {
            double left = (i % 3 ? 0.5 : 0) + (k % 3 ? 0.25 : 0);
            double top = (i / 2 ? 0.5 : 0) + (k / 2 ? 0.25 : 0);
            put_dot(bytes, W, (struct vec2){(left + 0.125) * W, (top + 0.125) * H}, 4);
        }
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    double worst = 0;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) {
            // quarter n has its middle at left (n % 3 != 0), top (n / 2)
            struct vec2 want = middle_of(quarter(quarter(corners, i), k));
            struct vec2 got = centroid(seen, OUT_W, OUT_H, want, 12);
            worst = fmax(worst, hypot(got.x - want.x, got.y - want.y));
        }
    print_message("worst: %.3f px\n", worst);
    assert_true(worst < 0.1);
    free(seen);
    free(bytes);
    close_view(&v);
}

static void outside_is_black_and_edges_are_soft(void **state)
{
    enum { W = 200, H = 100, OUT = 300 };
    const struct vec2 c[4] = {{40.3, 50.7}, {260.2, 30.1}, {240.9, 250.4}, {20.5, 200.6}};
    struct mapping_desc desc = {.surface_count = 1,
                                .output_count = 1,
                                .surfaces = {{.canvas = 0, .size = {W, H}}},
                                .outputs = {{{0, 0}, {OUT, OUT}, RECT(0, 0, OUT, OUT)}}};
    memcpy(desc.surfaces[0].corners, c, sizeof c);
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = plain(W, H, 255);
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    double light = 0;
    for (int y = 0; y < OUT; y++) {
        for (int x = 0; x < OUT; x++) {
            double nearest = 1e9; // inward
            for (int i = 0; i < 4; i++) {
                struct vec2 a = c[i], b = c[(i + 1) % 4];
                double d = ((b.x - a.x) * (y + 0.5 - a.y) - (b.y - a.y) * (x + 0.5 - a.x)) /
                           hypot(b.x - a.x, b.y - a.y);
                nearest = fmin(nearest, d);
            }
            unsigned char got = seen[(y * OUT + x) * 4];
            if (nearest < -0.55)
                assert_int_equal(got, 0);
            if (nearest > 0.55)
                assert_int_equal(got, 255);
            light += light_of(got);
        }
    }
    double area = 0;
    for (int i = 0; i < 4; i++)
        area += (c[i].x * c[(i + 1) % 4].y - c[(i + 1) % 4].x * c[i].y) / 2;
    print_message("light of %.1f px, area %.1f px\n", light, area);
    assert_true(fabs(light - area) < 1);
    free(seen);
    free(bytes);
    close_view(&v);
}

// Two projectors overlap; the second one hangs askew and its corners say so. Undone in double, both
// show the same dot at the same place of the wall.
static void two_outputs_show_the_same_composition(void **state)
{
    enum { W = 500, H = 200 };
    struct mapping_desc desc = {
        .surface_count = 1,
        .output_count = 2,
        .surfaces = {{0, {W, H}, {{20, 10}, {560, 30}, {550, 230}, {30, 215}}}},
        .outputs = {{{0, 0}, {320, 240}, RECT(0, 0, 320, 240)},
                    {{260, 0}, {320, 240}, {{7, 3}, {310, 9}, {316, 236}, {2, 229}}}}};
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = plain(W, H, 0);
    for (int i = 0; i < 3; i++)
        put_dot(bytes, W, (struct vec2){262, 40 + 60 * i}, 4);
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *left = look(&v, 0), *right = look(&v, 1);
    double worst = 0;
    for (int i = 0; i < 3; i++) {
        double m[9];
        const struct vec2 canvas[4] = RECT(0, 0, W, H), part[4] = RECT(260, 0, 320, 240);
        assert_true(mapping_homography(canvas, desc.surfaces[0].corners, m, NULL));
        struct vec2 wall = mapping_apply(m, (struct vec2){262, 40 + 60 * i});
        struct vec2 on_left = centroid(left, 320, 240, wall, 12);
        assert_true(mapping_homography(part, desc.outputs[1].corners, m, NULL));
        struct vec2 there = centroid(right, 320, 240, mapping_apply(m, wall), 12);
        assert_true(mapping_homography(desc.outputs[1].corners, part, m, NULL));
        struct vec2 on_right = mapping_apply(m, there);
        worst = fmax(worst, hypot(on_left.x - on_right.x, on_left.y - on_right.y));
        worst = fmax(worst, hypot(on_left.x - wall.x, on_left.y - wall.y));
    }
    print_message("worst: %.3f px\n", worst);
    assert_true(worst < 0.1);
    // The part of the composition ends at the output's corners; outside them it is dark.
    assert_int_equal(right[(120 * 320 + 1) * 4], 0);
    free(left);
    free(right);
    free(bytes);
    close_view(&v);
}

static void outside_its_corners_an_output_is_dark(void **state)
{
    struct mapping_desc desc = {.surface_count = 1,
                                .output_count = 1,
                                .surfaces = {{0, {100, 100}, RECT(-500, -500, 1000, 1000)}},
                                .outputs = {{{0, 0}, {100, 100}, RECT(10, 20, 70, 60)}}};
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = plain(100, 100, 200);
    v.canvases[0] = canvas_of(*state, 100, 100, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    for (int y = 0; y < 100; y++)
        for (int x = 0; x < 100; x++) {
            bool inside = x >= 10 && x < 80 && y >= 20 && y < 80;
            assert_int_equal(seen[(y * 100 + x) * 4], inside ? 200 : 0);
        }
    free(seen);
    free(bytes);
    close_view(&v);
}

static void the_last_surface_is_on_top_and_a_missing_canvas_is_black(void **state)
{
    struct mapping_desc desc = {.surface_count = 3,
                                .output_count = 1,
                                .surfaces = {{0, {50, 50}, RECT(0, 0, 80, 80)},
                                             {1, {50, 50}, RECT(40, 40, 50, 50)},
                                             {2, {50, 50}, RECT(0, 90, 40, 10)}},
                                .outputs = {{{0, 0}, {100, 100}, RECT(0, 0, 100, 100)}}};
    struct view v = {.canvas_count = 2};
    open_view(&v, *state, &desc);
    unsigned char *bright = plain(50, 50, 200), *dim = plain(50, 50, 40);
    for (int i = 3; i < 50 * 50 * 4; i += 4)
        dim[i] = 0; // a canvas' alpha does not count
    v.canvases[0] = canvas_of(*state, 50, 50, bright);
    v.canvases[1] = canvas_of(*state, 50, 50, dim);
    show(&v);
    unsigned char *seen = look(&v, 0);
    assert_int_equal(seen[(20 * 100 + 20) * 4], 200);
    assert_int_equal(seen[(60 * 100 + 60) * 4], 40);
    assert_int_equal(seen[(85 * 100 + 85) * 4], 40);
    assert_int_equal(seen[(95 * 100 + 20) * 4], 0);
    free(seen);
    free(bright);
    free(dim);
    close_view(&v);
}

static void a_canvas_made_four_times_smaller_is_the_mean_of_its_light(void **state)
{
    enum { W = 256, H = 128 };
    struct mapping_desc desc = {.surface_count = 1,
                                .output_count = 1,
                                .surfaces = {{0, {W, H}, RECT(0, 0, W / 4, H / 4)}},
                                .outputs = {{{0, 0}, {W / 4, H / 4}, RECT(0, 0, W / 4, H / 4)}}};
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = noise(W, H);
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    for (int y = 0; y < H / 4; y++) {
        for (int x = 0; x < W / 4; x++) {
            double light = 0;
            for (int i = 0; i < 16; i++)
                light += light_of(bytes[((y * 4 + i / 4) * W + x * 4 + i % 4) * 4 + 1]) / 16;
            assert_true(fabs(light_of(seen[(y * (W / 4) + x) * 4 + 1]) - light) < 0.01);
        }
    }
    free(seen);
    free(bytes);
    close_view(&v);
}

// A floor that runs to the horizon, and an output so bent that a corner of the surface lies behind
// it: nothing shines from behind.
static void nothing_shines_from_beyond_the_horizon(void **state)
{
    struct mapping_desc desc = {
        .surface_count = 1,
        .output_count = 2,
        .surfaces = {{0, {64, 64}, {{90, 100}, {110, 100}, {190, 190}, {10, 190}}}},
        .outputs = {{{0, 0}, {200, 200}, RECT(0, 0, 200, 200)},
                    {{0, 150}, {200, 50}, {{90, 30}, {110, 30}, {200, 50}, {0, 50}}}}};
    struct view v = {.canvas_count = 1};
    open_view(&v, *state, &desc);
    unsigned char *bytes = plain(64, 64, 255);
    v.canvases[0] = canvas_of(*state, 64, 64, bytes);
    show(&v);
    for (int output = 0; output < 2; output++) {
        struct size2 size = desc.outputs[output].size;
        unsigned char *seen = look(&v, output);
        for (int y = 0; y < size.height; y++) {
            for (int x = 0; x < size.width; x++) {
                int canvas;
                struct vec2 at, p = {x + 0.5, y + 0.5};
                bool lit = mapping_to_canvas(v.mapping, output, p, &canvas, &at);
                bool at_all = lit; // here or so near that an edge may cover some of the pixel
                for (int i = 0; i < 49 && !at_all; i++) {
                    struct vec2 beside = {p.x + i % 7 - 3, p.y + i / 7 - 3};
                    at_all = mapping_to_canvas(v.mapping, output, beside, &canvas, &at);
                }
                unsigned char got = seen[(y * size.width + x) * 4];
                if (got && !at_all)
                    fail_msg("output %d shines at %d, %d", output, x, y);
                if (lit && !got)
                    fail_msg("output %d is dark at %d, %d", output, x, y);
            }
        }
        free(seen);
    }
    free(bytes);
    close_view(&v);
}

static void stations_stand_side_by_side_in_their_shapes(void **state)
{
    (void)state;
    const struct size2 outputs[5] = {
        {1920, 1080}, {1920, 1080}, {1080, 1920}, {1280, 720}, {1920, 1200}};
    for (int width = 200; width <= 2600; width += 300) {
        struct size2 size = {width, 900};
        struct pane panes[5] = {{.station = 0},
                                {.station = 0, .output = 1},
                                {.station = 1},
                                {.station = 2},
                                {.station = 3}};
        surfaces_layout(size, outputs, panes, 5);
        for (int i = 0; i < 5; i++) {
            const struct pane *p = &panes[i];
            assert_true(p->x >= 0 && p->y >= 0 && p->width > 0 && p->height > 0);
            assert_true(p->x + p->width <= size.width && p->y + p->height <= size.height);
            double shape = (double)outputs[i].width / outputs[i].height;
            assert_true(fabs(p->width - shape * p->height) <= 0.5);
            for (int k = 0; k < i; k++) {
                const struct pane *q = &panes[k];
                bool apart = q->x + q->width <= p->x || p->x + p->width <= q->x ||
                             q->y + q->height <= p->y || p->y + p->height <= q->y;
                assert_true(apart);
            }
        }
        if (width >= 1100) { // nord and sud touch, gesture stands off
            assert_int_equal(panes[0].y, panes[1].y);
            assert_int_equal(panes[0].x + panes[0].width, panes[1].x);
        }
    }
}

static void one_output_fills_a_window_of_its_size(void **state)
{
    (void)state;
    const struct size2 output = {1920, 1080};
    struct pane pane = {0};
    surfaces_layout((struct size2){1920, 1080}, &output, &pane, 1);
    assert_true(pane.x == 0 && pane.y == 0 && pane.width == 1920 && pane.height == 1080);
    surfaces_layout((struct size2){1920, 1200}, &output, &pane, 1);
    assert_true(pane.x == 0 && pane.y == 60 && pane.width == 1920 && pane.height == 1080);
    surfaces_layout((struct size2){0, 0}, &output, &pane, 1);
    assert_int_equal(pane.width, 0);
}

static void a_point_of_a_window_is_found_in_its_output(void **state)
{
    (void)state;
    const struct size2 outputs[2] = {{1920, 1080}, {1080, 1920}};
    const struct pane panes[2] = {{0, 0, 0, 10, 20, 480, 270}, {1, 1, 0, 0, 0, 540, 960}};
    struct vec2 at;
    assert_ptr_equal(surfaces_pane_at(panes, 2, outputs, 0, 10, 20, &at), &panes[0]);
    assert_true(at.x == 0 && at.y == 0);
    assert_ptr_equal(surfaces_pane_at(panes, 2, outputs, 0, 250, 155, &at), &panes[0]);
    assert_true(at.x == 960 && at.y == 540);
    assert_ptr_equal(surfaces_pane_at(panes, 2, outputs, 1, 270, 480, &at), &panes[1]);
    assert_true(at.x == 540 && at.y == 960);
    assert_null(surfaces_pane_at(panes, 2, outputs, 0, 490, 155, &at));
    assert_null(surfaces_pane_at(panes, 2, outputs, 0, 9.9, 155, &at));
    assert_null(surfaces_pane_at(panes, 2, outputs, 2, 250, 155, &at));
    // A finger that slid off it is still seen from it, beyond its edge.
    assert_ptr_equal(surfaces_pane_near(panes, 2, outputs, 0, 0, 250, 155, &at), &panes[0]);
    struct vec2 middle = at;
    assert_ptr_equal(surfaces_pane_near(panes, 2, outputs, 0, 0, 250 + 480, 155, &at), &panes[0]);
    assert_true(fabs(at.x - middle.x - outputs[0].width) < 1e-9 && at.y == middle.y);
    assert_null(surfaces_pane_near(panes, 2, outputs, 0, 7, 250, 155, &at));
    assert_null(surfaces_pane_near(panes, 2, outputs, 2, 0, 250, 155, &at));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BENCH(pixel_on_pixel_bytes_arrive_unchanged),
        IN_BENCH(sampling_decodes_and_encodes_without_loss),
        IN_BENCH(dots_land_where_straight_lines_say),
        IN_BENCH(outside_is_black_and_edges_are_soft),
        IN_BENCH(two_outputs_show_the_same_composition),
        IN_BENCH(outside_its_corners_an_output_is_dark),
        IN_BENCH(the_last_surface_is_on_top_and_a_missing_canvas_is_black),
        IN_BENCH(a_canvas_made_four_times_smaller_is_the_mean_of_its_light),
        IN_BENCH(nothing_shines_from_beyond_the_horizon),
        cmocka_unit_test(stations_stand_side_by_side_in_their_shapes),
        cmocka_unit_test(one_output_fills_a_window_of_its_size),
        cmocka_unit_test(a_point_of_a_window_is_found_in_its_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
