// windowed: outputs that are painted straight into their window show what they show elsewhere, px
// for px, whatever they do to light and however their surfaces lie.
#include "tools/grids.h"
#include "tools/view.h"

#include <glad/gl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    AT_EDGES = 8
}; // of bent surfaces: gradients are those of two rows, which rows is turned over
enum { WINDOW = 200, WIDTH = 120, HEIGHT = 90, LEFT = 31, TOP = 17, CANVAS = 100 };

// The window's pixels, rows from the top.
static void window_pixels(unsigned char *down)
{
    unsigned char *up = malloc(WINDOW * WINDOW * 4);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glReadPixels(0, 0, WINDOW, WINDOW, GL_RGBA, GL_UNSIGNED_BYTE, up);
    for (size_t y = 0; y < WINDOW; y++)
        memcpy(down + y * WINDOW * 4, up + (WINDOW - 1 - y) * WINDOW * 4, WINDOW * 4);
    free(up);
}

static struct mapping_desc described(void)
{
    static const struct vec2 corners[4] = {{10, 6}, {112, 14}, {104, 80}, {16, 84}};
    struct mapping_desc d = {.surface_count = 1, .output_count = 1};
    d.surfaces[0].size = (struct size2){CANVAS, CANVAS};
    memcpy(d.surfaces[0].corners, corners, sizeof corners);
    struct mapping_output *o = &d.outputs[0];
    o->size = (struct size2){WIDTH, HEIGHT};
    o->corners[1] = (struct vec2){WIDTH, 0};
    o->corners[2] = (struct vec2){WIDTH, HEIGHT};
    o->corners[3] = (struct vec2){0, HEIGHT};
    return d;
}

// Soft, as triangles' corners are rounded otherwise where y is up.
static unsigned char *waves(void)
{
    unsigned char *bytes = plain(CANVAS, CANVAS, 0);
    for (int i = 0; i < CANVAS * CANVAS; i++)
        for (int k = 0; k < 3; k++)
            bytes[i * 4 + k] = (unsigned char)(130 + 110 * sin(i % CANVAS * 0.11 + k) *
                                                         cos(i / CANVAS * 0.07 - k));
    return bytes;
}

// Into the window first: then nobody has asked for the output, and it has no target.
static void compare(void **state, const struct mapping_desc *desc, int most)
{
    struct bench *b = *state;
    struct view v = {.canvas_count = 2};
    unsigned char *picture = waves(), *there = malloc(WINDOW * WINDOW * 4);
    open_view(&v, b, desc);
    for (int i = 0; i < 2; i++)
        v.canvases[i] = canvas_of(b, CANVAS, CANVAS, picture);
    show(&v);
    struct size2 window = {WINDOW, WINDOW};
    gpu_present_clear(b->gpu, window);
    surfaces_present(v.surfaces, 0, window, LEFT, TOP, WIDTH, HEIGHT, gpu_present);
    window_pixels(there);
    gpu_forget(b->gpu);
    unsigned char *want = look(&v, 0);
    int worst = 0, lit = 0;
    for (int y = 0; y < WINDOW; y++)
        for (int x = 0; x < WINDOW; x++) {
            bool inside = x >= LEFT && x < LEFT + WIDTH && y >= TOP && y < TOP + HEIGHT;
            const unsigned char *px = there + (y * WINDOW + x) * 4;
            const unsigned char *expected = want + ((y - TOP) * WIDTH + x - LEFT) * 4;
            for (int k = 0; k < 3; k++) {
                int off = abs(px[k] - (inside ? expected[k] : 0));
                worst = off > worst ? off : worst;
                lit += inside && px[k] > 20;
            }
        }
    assert_true(lit > WIDTH * HEIGHT / 2);
    if (worst > most)
        fail_msg("worst: %d", worst);
    free(want);
    free(there);
    free(picture);
    close_view(&v);
}

static void bend(struct mapping_desc *d)
{
    uint64_t seed = 7;
    random_grid_of(&seed, WARP_CATMULL_ROM, 5, 4, 0.2, &d->outputs[0].grid);
}

static void graded(struct mapping_desc *d)
{
    d->outputs[0].light.edge.left_px = 40;
    d->outputs[0].light.gain = 0.8;
}

static void straight_surfaces_are(void **state)
{
    struct mapping_desc d = described();
    compare(state, &d, 1); // its target takes light, which the driver makes bytes
    graded(&d);
    compare(state, &d, 0);
    d.mask_count = 1;
    d.masks[0] = (struct mapping_mask){.of_surface = true, .count = 3, .feather_px = 6};
    static const struct vec2 shape[] = {{10, 10}, {90, 30}, {40, 90}};
    for (int i = 0; i < 3; i++)
        d.masks[0].corners[i].at = shape[i];
    compare(state, &d, 0);
}

static void bent_surfaces_are(void **state)
{
    struct mapping_desc d = described();
    bend(&d);
    compare(state, &d, AT_EDGES);
    graded(&d);
    compare(state, &d, AT_EDGES);
    d.outputs[0].light.gamma = 2.2;
    compare(state, &d, AT_EDGES);
}

static void outputs_with_several_surfaces_or_lifted_black_are(void **state)
{
    struct mapping_desc d = described();
    d.outputs[0].light.gain = 0.8;
    d.surfaces[1] = d.surfaces[0];
    d.surfaces[1].canvas = 1;
    for (int i = 0; i < 4; i++)
        d.surfaces[1].corners[i].x -= 30;
    d.surface_count = 2;
    compare(state, &d, 0);
    d.surface_count = 1;
    d.outputs[0].light.black = 0.05;
    d.outputs[1] = d.outputs[0];
    d.outputs[1].at.x = 60;
    d.output_count = 2;
    compare(state, &d, 0);
}

static void canvases_that_cover_their_output_are(void **state)
{
    struct mapping_desc d = described();
    static const struct vec2 corners[4] = {{0, 0}, {CANVAS, 0}, {CANVAS, CANVAS}, {0, CANVAS}};
    memcpy(d.surfaces[0].corners, corners, sizeof corners);
    compare(state, &d, 0);
    graded(&d);
    compare(state, &d, 0);
}

static int open_window(void **state)
{
    struct window_desc desc = {.title = "windowed", .size = {WINDOW, WINDOW}};
    struct fault f = {0};
    open_bench(state);
    struct bench *b = *state;
    if (windows_add(b->windows, &desc, &f) != 0)
        fail_msg("%s", f.text);
    windows_current(b->windows, 0);
    gpu_forget(b->gpu);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straight_surfaces_are),
        cmocka_unit_test(bent_surfaces_are),
        cmocka_unit_test(outputs_with_several_surfaces_or_lifted_black_are),
        cmocka_unit_test(canvases_that_cover_their_output_are),
    };
    return cmocka_run_group_tests(tests, open_window, close_bench);
}
