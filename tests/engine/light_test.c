// light: what outputs get, as bytes on llvmpipe, against numbers in double. Projectors shine as
// value^gamma; two pictures are added up in linear light at the same point of the composition.
#include "mapping/grade.h"
#include "mapping/lut.h"
#include "surfaces/surfaces.h"
#include "tools/grids.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct bench {
    struct windows *windows;
    struct gpu *gpu;
};

static int open_bench(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (b->windows)
        b->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    if (!b->gpu)
        fail_msg("%s", f.text);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    struct bench *b = *state;
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    free(b);
    return 0;
}

// One canvas over the whole composition, and the outputs' pictures of it.
struct wall {
    struct gpu *gpu;
    struct mapping_desc desc;
    struct mapping *mapping;
    struct surfaces *surfaces;
    struct gpu_target canvas;
    unsigned char *bytes[MAPPING_OUTPUTS];
};

static void rectangle(double x, double y, double width, double height, struct vec2 c[4])
{
    c[0] = (struct vec2){x, y};
    c[1] = (struct vec2){x + width, y};
    c[2] = (struct vec2){x + width, y + height};
    c[3] = (struct vec2){x, y + height};
}

static struct mapping_output *add_output(struct wall *w, double x, double y, int width, int height)
{
    struct mapping_output *o = &w->desc.outputs[w->desc.output_count++];
    *o = (struct mapping_output){.at = {x, y}, .size = {width, height}};
    rectangle(0, 0, width, height, o->corners);
    return o;
}

static void show(struct wall *w, void **state, int width, int height, const unsigned char *rgba)
{
    struct fault f = {0};
    w->gpu = ((struct bench *)*state)->gpu;
    w->desc.surface_count = 1;
    w->desc.surfaces[0] = (struct mapping_surface){.size = {width, height}};
    rectangle(0, 0, width, height, w->desc.surfaces[0].corners);
    if (!gpu_target_init(w->gpu, &w->canvas, GPU_SRGBA8, width, height, &f))
        fail_msg("%s", f.text);
    gpu_texture_upload(w->gpu, &w->canvas.texture, 0, 0, width, height, rgba, 0);
    w->mapping = mapping_create(&w->desc, &f);
    w->surfaces = w->mapping ? surfaces_create(w->gpu, &w->desc, w->mapping, &f) : NULL;
    if (!w->surfaces)
        fail_msg("%s", f.text);
    const struct gpu_target *canvases[1] = {&w->canvas};
    surfaces_show(w->surfaces, canvases, 1);
    for (int i = 0; i < w->desc.output_count; i++) {
        const struct gpu_target *t = surfaces_output(w->surfaces, i);
        w->bytes[i] = malloc((size_t)t->texture.width * (size_t)t->texture.height * 4);
        gpu_target_read(w->gpu, t, w->bytes[i]);
    }
}

static void close_wall(struct wall *w)
{
    for (int i = 0; i < w->desc.output_count; i++)
        free(w->bytes[i]);
    surfaces_destroy(w->surfaces);
    mapping_destroy(w->mapping);
    gpu_target_finish(&w->canvas);
}

static unsigned char *plain(int width, int height, int red, int green, int blue)
{
    unsigned char *bytes = malloc((size_t)width * (size_t)height * 4);
    for (int i = 0; i < width * height; i++) {
        const unsigned char px[4] = {(unsigned char)red, (unsigned char)green, (unsigned char)blue,
                                     255};
        memcpy(bytes + i * 4, px, 4);
    }
    return bytes;
}

static double srgb_light(double byte)
{
    double c = byte / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double srgb_byte(double light)
{
    return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055);
}

// Between the middles of px linearly; of its picture alone.
static double px_light(const struct wall *w, int output, double x, double y, double gamma)
{
    struct size2 size = w->desc.outputs[output].size;
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        double column = floor(x - 0.5) + i % 2, row = floor(y - 0.5) + i / 2;
        double weight = (1 - fabs(x - 0.5 - column)) * (1 - fabs(y - 0.5 - row));
        int u = (int)fmin(fmax(column, 0), size.width - 1);
        int v = (int)fmin(fmax(row, 0), size.height - 1);
        sum += weight * pow(w->bytes[output][(v * size.width + u) * 4 + 1] / 255.0, gamma);
    }
    return sum;
}

// Where a point of the composition lands on an output, by the published forms; false where a grid's
// form ends.
static bool lands(const struct mapping_output *o, struct vec2 at, struct vec2 *p)
{
    double u = (at.x - o->at.x) / o->size.width, v = (at.y - o->at.y) / o->size.height;
    struct vec2 square = {u, v};
    if (o->grid.columns && (u < 0 || v < 0 || u > 1 || v > 1))
        return false;
    if (o->grid.columns)
        square = grid_form(&o->grid, u, v);
    *p = heckbert(o->corners, square.x, square.y);
    return true;
}

// Mean light of the 8 x 8 px around a point of the composition, all outputs added up; each shines
// black + (1 - black) value^gamma.
static double wall_light(const struct wall *w, struct vec2 at, double gamma)
{
    double sum = 0;
    for (int i = 0; i < w->desc.output_count; i++) {
        const struct mapping_output *o = &w->desc.outputs[i];
        struct vec2 p;
        if (!lands(o, at, &p) || p.x < 0 || p.y < 0 || p.x >= o->size.width ||
            p.y >= o->size.height)
            continue;
        double mean = 0;
        for (int k = 0; k < 64; k++)
            mean += px_light(w, i, p.x - 4 + k % 8, p.y - 4 + k / 8, gamma) / 64;
        double gain = o->light.gain > 0 ? o->light.gain : 1;
        sum += (o->light.black + (1 - o->light.black) * mean) / gain;
    }
    return sum;
}

// A raster or a part ends among the 8 x 8 px around it.
static bool near_edge(const struct mapping_output *o, struct vec2 at)
{
    struct vec2 p;
    bool x = fabs(at.x - o->at.x) < 9 || fabs(at.x - o->at.x - o->size.width) < 9;
    bool bent = o->grid.columns && lands(o, at, &p);
    return x || (bent && (fmin(fabs(p.x), fabs(p.x - o->size.width)) < 9 ||
                          fmin(fabs(p.y), fabs(p.y - o->size.height)) < 9));
}

static void assert_even(const struct wall *w, struct size2 size, double gamma, double middle,
                        double within)
{
    double least = INFINITY, most = -INFINITY;
    for (double y = 12; y < size.height - 12; y += 5)
        for (double x = 12; x < size.width - 12; x += 3) {
            bool edge = false;
            for (int i = 0; i < w->desc.output_count; i++)
                edge = edge || near_edge(&w->desc.outputs[i], (struct vec2){x, y});
            double light = edge ? middle : wall_light(w, (struct vec2){x, y}, gamma);
            least = fmin(least, light);
            most = fmax(most, light);
        }
    if (least < middle * (1 - within) || most > middle * (1 + within))
        fail_msg("light from %.5f to %.5f, %.5f is wanted", least, most, middle);
}

static void set_light(struct wall *w, struct mapping_light light)
{
    for (int i = 0; i < w->desc.output_count; i++) {
        double gain = w->desc.outputs[i].light.gain;
        w->desc.outputs[i].light = light;
        w->desc.outputs[i].light.gain = gain;
    }
}

static void two_pictures_add_up_to_one(void **state)
{
    const int levels[] = {255, 180, 60};
    for (int i = 0; i < 3; i++) {
        struct wall w = {0};
        const double by[8] = {6, 4, -8, 2, -3, -6, 2, -2};
        struct mapping_output *o = add_output(&w, 0, 0, 320, 160);
        for (int k = 0; k < 4; k++) {
            o->corners[k].x += by[k * 2];
            o->corners[k].y += by[k * 2 + 1];
        }
        add_output(&w, 240, 0, 320, 160);
        set_light(&w, (struct mapping_light){.blend = true, .gamma = 2.2});
        unsigned char *white = plain(560, 160, levels[i], levels[i], levels[i]);
        show(&w, state, 560, 160, white);
        assert_even(&w, (struct size2){560, 160}, 2.2, srgb_light(levels[i]), 0.02);
        free(white);
        close_wall(&w);
    }
}

// Two that are bent, each by another kind of grid; the first one's right edge is a curve on the
// wall.
static void pictures_of_bent_outputs_add_up_to_one(void **state)
{
    uint64_t seed = 61;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        struct wall w = {0};
        struct mapping_output *o = add_output(&w, 0, 0, 320, 160);
        warp_grid_plain(&o->grid, (enum warp_kind)kind, 3, 3);
        o->grid.points[5].x += 0.06;
        o->grid.points[4].y += 0.05;
        o = add_output(&w, 200, 0, 360, 160);
        random_grid_of(&seed, (enum warp_kind)((kind + 1) % WARP_KINDS), 4, 4, 0.1, &o->grid);
        for (int i = 0; i < 4; i++) { // above and below it goes beyond the raster
            o->grid.points[i].y = -0.08;
            o->grid.points[12 + i].y = 1.08;
            o->grid.points[i * 4 + 3].x = 1;
        }
        set_light(&w, (struct mapping_light){.blend = true, .gamma = 2.2});
        unsigned char *white = plain(560, 160, 255, 255, 255);
        show(&w, state, 560, 160, white);
        assert_even(&w, (struct size2){560, 160}, 2.2, 1, 0.02);
        free(white);
        close_wall(&w);
    }
}

static void three_pictures_add_up_to_one_with_gains(void **state)
{
    struct wall w = {0};
    add_output(&w, 0, 0, 240, 120);
    add_output(&w, 160, 0, 240, 120)->light.gain = 0.6;
    add_output(&w, 340, 0, 240, 120);
    set_light(&w, (struct mapping_light){.blend = true, .gamma = 2.4});
    unsigned char *white = plain(580, 120, 255, 255, 255);
    show(&w, state, 580, 120, white);
    assert_even(&w, (struct size2){580, 120}, 2.4, 1, 0.02);
    free(white);
    close_wall(&w);
}

static void black_is_even(void **state)
{
    struct wall w = {0};
    add_output(&w, 0, 0, 320, 160);
    add_output(&w, 240, 0, 320, 160);
    set_light(&w, (struct mapping_light){.blend = true, .gamma = 2.2, .black = 0.004});
    unsigned char *black = plain(560, 160, 0, 0, 0);
    show(&w, state, 560, 160, black);
    assert_even(&w, (struct size2){560, 160}, 2.2, 0.008, 0.03);
    free(black);
    close_wall(&w);
}

// A canvas that covers the output px for px, and one that is painted: what comes out is the byte
// below or above the value of the definition; llvmpipe's pow() is good to a quarter of a byte.
static void gain_white_gamma_and_table_are_those_of_their_definition(void **state)
{
    static const char text[] = "LUT_3D_SIZE 2\n0.1 0 0\n0.9 0.1 0\n0.1 0.8 0\n0.9 0.9 0.1\n"
                               "0 0.1 0.7\n0.8 0.1 0.8\n0.1 0.9 0.9\n1 1 1\n";
    static const char row[] = "LUT_1D_SIZE 3\n0 0.1 0\n0.4 0.5 0.7\n0.9 1 1\n";
    struct lut luts[2];
    assert_true(lut_read(&luts[0], text, sizeof text - 1, NULL));
    assert_true(lut_read(&luts[1], row, sizeof row - 1, NULL));
    for (int n = 0; n < 12; n++) {
        struct wall w = {0};
        unsigned char *canvas = malloc(64 * 64 * 4);
        for (int i = 0; i < 64 * 64 * 4; i++)
            canvas[i] = i % 4 == 3 ? 255 : (unsigned char)((i * 37 + i / 256 * 11) % 256);
        struct mapping_light light = {.gain = 0.8, .white = {1, 0.9, 0.7}};
        light.gamma = n % 2 ? 2.2 : 0;
        light.lut = n / 2 % 3 ? &luts[n / 2 % 3 - 1] : NULL;
        struct mapping_output *o = add_output(&w, n < 6 ? 0 : -16, 0, 64, 64);
        o->light = light;
        show(&w, state, 64, 64, canvas);
        struct grade g = {.exponent = light.gamma};
        for (int i = 0; i < 64 * 64; i++) {
            int x = i % 64 - (n < 6 ? 0 : 16);
            double value[3], want[3];
            for (int k = 0; k < 3; k++) {
                double from = x < 0 ? 0 : srgb_light(canvas[(i / 64 * 64 + x) * 4 + k]);
                value[k] = grade_value(&g, from * light.gain * light.white[k]);
            }
            if (light.lut)
                lut_apply(light.lut, value, want);
            for (int k = 0; k < 3; k++) {
                double byte = (light.lut ? want[k] : value[k]) * 255;
                assert_true(fabs(w.bytes[0][i * 4 + k] - byte) < 1.25);
            }
        }
        free(canvas);
        close_wall(&w);
    }
    lut_finish(&luts[0]);
    lut_finish(&luts[1]);
}

// A level between two bytes comes out as both of them; one that is a byte as that one, but where
// llvmpipe, which decodes sRGB by a polynomial, takes it for one up to a third higher.
static void between_two_bytes_there_is_dither_and_hardly_any_on_them(void **state)
{
    int between = 0;
    for (int level = 20; level <= 250; level += 23) {
        struct wall w = {0};
        unsigned char *canvas = plain(128, 128, level, level, level);
        add_output(&w, 0, 0, 128, 128)->light.gain = 0.7;
        add_output(&w, 0, 0, 128, 128)->light = (struct mapping_light){.white = {1, 1, 0.5}};
        show(&w, state, 128, 128, canvas);
        double want = srgb_byte(srgb_light(level) * 0.7), mean = 0;
        int same = 0, above = 0;
        for (int i = 0; i < 128 * 128; i++) {
            assert_true(fabs(w.bytes[0][i * 4] - want) < 1.25);
            mean += w.bytes[0][i * 4] / (128.0 * 128);
            above += w.bytes[0][i * 4] > want;
            assert_in_range(w.bytes[1][i * 4], level - 1, level + 1);
            assert_int_equal(w.bytes[1][i * 4 + 3], 255);
            same += w.bytes[1][i * 4] == level;
        }
        bool middle = fabs(want - floor(want) - 0.4) < 0.1;
        assert_true(fabs(mean - want) < 0.45);
        assert_true(same > 128 * 128 * 2 / 3);
        assert_true(!middle || (above > 128 * 128 / 10 && above < 128 * 128 * 9 / 10));
        between += middle;
        free(canvas);
        close_wall(&w);
    }
    assert_true(between > 0);
}

static void no_light_falls_outside_a_mask_of_an_output(void **state)
{
    struct wall w = {0};
    unsigned char *canvas = plain(200, 120, 255, 255, 255);
    add_output(&w, 0, 0, 200, 120);
    w.desc.mask_count = 1;
    w.desc.masks[0] = (struct mapping_mask){.count = 3};
    const struct vec2 shape[3] = {{20, 10}, {180, 50}, {60, 110}};
    for (int i = 0; i < 3; i++)
        w.desc.masks[0].corners[i].at = shape[i];
    show(&w, state, 200, 120, canvas);
    for (int i = 0; i < 200 * 120; i++) {
        double x = i % 200 + 0.5, y = i / 200 + 0.5, inside_px = INFINITY;
        for (int k = 0; k < 3; k++) {
            struct vec2 a = shape[k], b = shape[(k + 1) % 3];
            double away = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
            inside_px = fmin(inside_px, away / hypot(b.x - a.x, b.y - a.y));
        }
        if (inside_px < -0.75)
            assert_int_equal(w.bytes[0][i * 4], 0);
        else if (inside_px > 2)
            assert_int_equal(w.bytes[0][i * 4], 255);
    }
    free(canvas);
    close_wall(&w);
}

static void an_output_that_does_nothing_is_still_its_canvas(void **state)
{
    struct wall w = {0};
    unsigned char *canvas = plain(64, 64, 12, 34, 56);
    add_output(&w, 0, 0, 64, 64);
    add_output(&w, 0, 0, 64, 64)->light.gain = 0.5;
    show(&w, state, 64, 64, canvas);
    assert_int_equal(surfaces_output(w.surfaces, 0)->framebuffer, w.canvas.framebuffer);
    assert_int_not_equal(surfaces_output(w.surfaces, 1)->framebuffer, w.canvas.framebuffer);
    assert_memory_equal(w.bytes[0], canvas, 64 * 64 * 4);
    free(canvas);
    close_wall(&w);
}

static void an_overlay_lies_on_what_the_pass_painted(void **state)
{
    struct wall w = {0};
    struct gpu_target overlay;
    unsigned char *canvas = plain(64, 64, 255, 255, 255), *read = malloc(64 * 64 * 4);
    add_output(&w, 0, 0, 64, 64)->light.gain = 0.5;
    show(&w, state, 64, 64, canvas);
    assert_true(gpu_target_init(w.gpu, &overlay, GPU_SRGBA8, 64, 64, NULL));
    gpu_target_bind(w.gpu, &overlay);
    gpu_target_clear(w.gpu, 0, 0, 0, 0);
    const int part[4] = {8, 8, 16, 16};
    gpu_target_clear_part(w.gpu, part, 1, 0, 0, 1);
    surfaces_overlay(w.surfaces, 0, &overlay);
    gpu_target_read(w.gpu, surfaces_output(w.surfaces, 0), read);
    const unsigned char red[4] = {255, 0, 0, 255};
    assert_memory_equal(read + (10 * 64 + 10) * 4, red, 4);
    assert_in_range(read[(40 * 64 + 40) * 4 + 1], 187, 188); // half of white, sRGB
    gpu_target_finish(&overlay);
    free(canvas);
    free(read);
    close_wall(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_pictures_add_up_to_one),
        cmocka_unit_test(pictures_of_bent_outputs_add_up_to_one),
        cmocka_unit_test(three_pictures_add_up_to_one_with_gains),
        cmocka_unit_test(black_is_even),
        cmocka_unit_test(gain_white_gamma_and_table_are_those_of_their_definition),
        cmocka_unit_test(between_two_bytes_there_is_dither_and_hardly_any_on_them),
        cmocka_unit_test(no_light_falls_outside_a_mask_of_an_output),
        cmocka_unit_test(an_output_that_does_nothing_is_still_its_canvas),
        cmocka_unit_test(an_overlay_lies_on_what_the_pass_painted),
    };
    return cmocka_run_group_tests_name("light", tests, open_bench, close_bench);
}
