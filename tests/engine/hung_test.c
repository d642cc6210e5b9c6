// mapping: how large canvases are where they hang, and what of them people reach. Places are worked
// out here from a wall in millimetres, up from the floor.
#include "mapping/mapping.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void rectangle(double x, double y, double width, double height, struct vec2 c[4])
{
    c[0] = (struct vec2){x, y};
    c[1] = (struct vec2){x + width, y};
    c[2] = (struct vec2){x + width, y + height};
    c[3] = (struct vec2){x, y + height};
}

// A canvas that fills an output of its own size.
static struct mapping_desc kiosk(int width, int height)
{
    struct mapping_desc d = {.surface_count = 1, .output_count = 1};
    d.surfaces[0].size = d.outputs[0].size = (struct size2){width, height};
    rectangle(0, 0, width, height, d.surfaces[0].corners);
    rectangle(0, 0, width, height, d.outputs[0].corners);
    return d;
}

static struct mapping_hung hung(const struct mapping_desc *d, const struct mapping_screen *screens)
{
    struct fault f = {0};
    struct mapping *m = mapping_create(d, &f);
    if (!m)
        fail_msg("%s", f.text);
    struct mapping_hung h = mapping_hung(m, 0, screens, d->output_count);
    mapping_destroy(m);
    return h;
}

static void a_kiosk_is_measured_from_the_floor(void **state)
{
    (void)state;
    static const struct {
        int height_px;
        double mm_per_px, height_mm, top, bottom;
    } rows[] = {
        {800, 0.4, 900, 0, 800},     // 900 to 1220 mm: all of it, its top on the edge
        {1080, 0.5, 900, 440, 1080}, // 900 to 1440 mm
        {1080, 0.5, 300, 0, 920},    // 300 to 840 mm
        {1920, 0.6, 200, 220, 1620}, // 200 to 1352 mm
        {1080, 0.5, 1220, 0, 0},     // begins where the band ends
        {1080, 0.5, -600, 0, 0},     // ends under it
        {1080, 0.5, NAN, 0, 0},      // nobody said how high
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mapping_desc d = kiosk(1280, rows[i].height_px);
        struct mapping_screen screen = {rows[i].mm_per_px, rows[i].height_mm};
        struct mapping_hung h = hung(&d, &screen);
        assert_int_equal(h.output, 0);
        assert_float_equal(h.mm_per_px, rows[i].mm_per_px, 1e-9);
        assert_float_equal(h.reach_top, rows[i].top, 1e-6);
        assert_float_equal(h.reach_bottom, rows[i].bottom, 1e-6);
    }
}

static void where_no_output_says_it_nothing_is_known(void **state)
{
    (void)state;
    struct mapping_desc d = kiosk(1280, 800);
    struct mapping_hung h = hung(&d, &(struct mapping_screen){0, 900});
    assert_int_equal(h.output, -1);
    assert_float_equal(h.mm_per_px, 0, 0);
    assert_float_equal(h.reach_bottom, 0, 0);
    d.surfaces[0].canvas = 1; // canvas 0 is shown nowhere
    assert_int_equal(hung(&d, &(struct mapping_screen){0.4, 900}).output, -1);
}

// Two thirds of the canvas on the right output: the band is that output's.
static void the_output_that_shows_most_of_it_counts(void **state)
{
    (void)state;
    struct mapping_desc d = {.surface_count = 1, .output_count = 2};
    d.surfaces[0].size = (struct size2){900, 600};
    rectangle(0, 0, 900, 600, d.surfaces[0].corners);
    d.outputs[0].size = (struct size2){300, 600};
    d.outputs[1].size = (struct size2){600, 600};
    d.outputs[1].at = (struct vec2){300, 0};
    rectangle(0, 0, 300, 600, d.outputs[0].corners);
    rectangle(0, 0, 600, 600, d.outputs[1].corners);
    struct mapping_screen screens[] = {{1, 500}, {2, 320}};
    struct mapping_hung h = hung(&d, screens);
    assert_int_equal(h.output, 1);
    assert_float_equal(h.mm_per_px, 2, 1e-9);
    assert_float_equal(h.reach_top, (320 + 1200 - 1220) / 2.0, 1e-6);
    assert_float_equal(h.reach_bottom, 600 - (380 - 320) / 2.0, 1e-6);
    screens[1].mm_per_px = 0; // it says nothing: the other one does
    h = hung(&d, screens);
    assert_int_equal(h.output, 0);
    assert_float_equal(h.reach_bottom, 600, 1e-6);
}

// A canvas of 400 x 300 px shown at twice its size, 100 px under the output's upper edge.
static void a_surface_scales_and_moves_it(void **state)
{
    (void)state;
    struct mapping_desc d = kiosk(1000, 900);
    d.surfaces[0].size = (struct size2){400, 300};
    rectangle(50, 100, 800, 600, d.surfaces[0].corners);
    struct mapping_hung h = hung(&d, &(struct mapping_screen){1, 500}); // 500 to 1400 mm
    assert_float_equal(h.mm_per_px, 2, 1e-6);
    assert_float_equal(h.reach_top, (1400 - 1220 - 100) / 2.0, 1e-6);
    assert_float_equal(h.reach_bottom, 300, 1e-6);
}

// Canvases that hang over an output's edge are reached where it shows them.
static void what_the_output_does_not_show_is_not_reached(void **state)
{
    (void)state;
    struct mapping_desc d = kiosk(1000, 400);
    d.surfaces[0].size = (struct size2){1000, 800};
    rectangle(0, -200, 1000, 800, d.surfaces[0].corners);
    struct mapping_hung h = hung(&d, &(struct mapping_screen){1, 600}); // 600 to 1000 mm
    assert_float_equal(h.reach_top, 200, 1e-6);
    assert_float_equal(h.reach_bottom, 600, 1e-6);
}

// A canvas whose upper edge leans: 0 px from the output's top at the left, 100 at the right. The
// band is what is within reach at both ends.
static void a_band_holds_from_edge_to_edge(void **state)
{
    (void)state;
    struct mapping_desc d = kiosk(1000, 1000);
    d.surfaces[0].corners[1] = (struct vec2){1000, 100};
    d.surfaces[0].corners[2] = (struct vec2){1000, 900};
    struct mapping_screen screen = {1, 400}; // 400 to 1400 mm; 1220 is 180 px down
    struct mapping_hung h = hung(&d, &screen);
    struct fault f;
    double m[9];
    assert_true(mapping_homography((struct vec2[4]){{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}},
                                   d.surfaces[0].corners, m, &f));
    double left = mapping_apply(m, (struct vec2){0, h.reach_top}).y;
    double right = mapping_apply(m, (struct vec2){1000, h.reach_top}).y;
    assert_float_equal(fmin(left, right), 180, 1e-6);
    assert_float_equal(h.reach_bottom, 1000, 1e-6);
}

static void a_canvas_on_its_side_has_a_size_and_no_band(void **state)
{
    (void)state;
    struct mapping_desc d = kiosk(1080, 1920);
    d.surfaces[0].size = (struct size2){1920, 1080};
    const struct vec2 turned[4] = {{1080, 0}, {1080, 1920}, {0, 1920}, {0, 0}};
    for (int turn = 0; turn < 3; turn++) {
        for (int i = 0; i < 4; i++)
            d.surfaces[0].corners[i] = turned[(i + turn) % 4];
        d.surfaces[0].size = turn == 1 ? (struct size2){1080, 1920} : (struct size2){1920, 1080};
        struct mapping_hung h = hung(&d, &(struct mapping_screen){0.5, 300});
        assert_float_equal(h.mm_per_px, 0.5, 1e-9);
        assert_float_equal(h.reach_bottom, 0, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kiosk_is_measured_from_the_floor),
        cmocka_unit_test(where_no_output_says_it_nothing_is_known),
        cmocka_unit_test(the_output_that_shows_most_of_it_counts),
        cmocka_unit_test(a_surface_scales_and_moves_it),
        cmocka_unit_test(what_the_output_does_not_show_is_not_reached),
        cmocka_unit_test(a_band_holds_from_edge_to_edge),
        cmocka_unit_test(a_canvas_on_its_side_has_a_size_and_no_band),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
