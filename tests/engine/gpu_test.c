// gpu: bytes in, light out. Oracles: IEC 61966-2-1 and means of light in double.
#include "tools/pane.h"

#include <glad/gl.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned char *noise(int count)
{
    unsigned char *bytes = malloc((size_t)count);
    unsigned seed = 12345;
    for (int i = 0; i < count; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = i % 4 == 3 ? 255 : (unsigned char)(seed >> 24);
    }
    return bytes;
}

// The window's pixels, rows from the top.
static unsigned char *window_pixels(void)
{
    unsigned char *up = malloc(WINDOW * WINDOW * 4), *down = malloc(WINDOW * WINDOW * 4);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glReadPixels(0, 0, WINDOW, WINDOW, GL_RGBA, GL_UNSIGNED_BYTE, up);
    for (size_t y = 0; y < WINDOW; y++)
        memcpy(down + y * WINDOW * 4, up + (WINDOW - 1 - y) * WINDOW * 4, WINDOW * 4);
    free(up);
    return down;
}

static double light_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double byte_of(double light)
{
    return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055);
}

static void what_is_uploaded_is_read_from_the_top(void **state)
{
    struct bench *b = *state;
    const enum gpu_format formats[] = {GPU_SRGBA8, GPU_RGBA8};
    for (int i = 0; i < 2; i++) {
        struct gpu_target t = make_target(b, formats[i], 37, 21);
        unsigned char *bytes = noise(37 * 21 * 4), *back = malloc(37 * 21 * 4);
        gpu_texture_upload(b->gpu, &t.texture, 0, 0, 37, 21, bytes, 0);
        gpu_target_read(b->gpu, &t, back);
        assert_memory_equal(bytes, back, 37 * 21 * 4);
        free(bytes);
        free(back);
        gpu_target_finish(&t);
    }
}

static void a_part_of_a_larger_picture_is_uploaded_by_its_stride(void **state)
{
    struct bench *b = *state;
    struct gpu_target t = make_target(b, GPU_RGBA8, 8, 8);
    unsigned char *bytes = noise(16 * 16 * 4), back[8 * 8 * 4];
    gpu_texture_upload(b->gpu, &t.texture, 0, 0, 8, 8, bytes, 16);
    gpu_texture_upload(b->gpu, &t.texture, 3, 2, 4, 5, bytes + 64, 16);
    gpu_target_read(b->gpu, &t, back);
    for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
            bool second = x >= 3 && x < 7 && y >= 2 && y < 7;
            const unsigned char *want =
                bytes + (second ? 64 + ((y - 2) * 16 + x - 3) * 4 : (y * 16 + x) * 4);
            assert_memory_equal(back + (y * 8 + x) * 4, want, 4);
        }
    }
    free(bytes);
    gpu_target_finish(&t);
}

static void targets_keep_linear_light_encoded(void **state)
{
    struct bench *b = *state;
    const enum gpu_format formats[] = {GPU_SRGBA8, GPU_RGBA16F};
    for (int i = 0; i < 2; i++) {
        struct gpu_target t = make_target(b, formats[i], 300, 2);
        gpu_target_bind(b->gpu, &t);
        gpu_target_clear(b->gpu, 0.5f, 0.001f, 1, 0.25f);
        unsigned char back[300 * 2 * 4];
        gpu_target_read(b->gpu, &t, back);
        for (int k = 0; k < 300 * 2 * 4; k += 4) {
            assert_in_range(back[k], 187, 188);
            assert_int_equal(back[k + 1], 3);
            assert_int_equal(back[k + 2], 255);
            assert_int_equal(back[k + 3], 64);
        }
        gpu_target_finish(&t);
    }
}

static void a_window_gets_the_bytes_of_a_target_unchanged(void **state)
{
    struct bench *b = *state;
    enum { W = 100, H = 60, X = 13, Y = 29 };
    struct gpu_target t = make_target(b, GPU_SRGBA8, W, H);
    unsigned char *bytes = noise(W * H * 4);
    gpu_texture_upload(b->gpu, &t.texture, 0, 0, W, H, bytes, 0);
    struct size2 window = {WINDOW, WINDOW};
    gpu_present_clear(b->gpu, window);
    gpu_present(b->gpu, &t, window, X, Y, W, H);
    unsigned char *seen = window_pixels();
    for (int y = 0; y < WINDOW; y++) {
        for (int x = 0; x < WINDOW; x++) {
            bool inside = x >= X && x < X + W && y >= Y && y < Y + H;
            static const unsigned char black[3];
            const unsigned char *want = inside ? bytes + ((y - Y) * W + x - X) * 4 : black;
            assert_memory_equal(seen + (y * WINDOW + x) * 4, want, 3);
        }
    }
    free(seen);
    free(bytes);
    gpu_target_finish(&t);
}

// The mean of light over the source pixels that lie under one pixel of the window.
static double mean_light(const unsigned char *bytes, int width, int times, int x, int y, int c)
{
    double sum = 0;
    for (int j = 0; j < times; j++)
        for (int i = 0; i < times; i++)
            sum += light_of(bytes[((y * times + j) * width + x * times + i) * 4 + c]);
    return sum / (times * times);
}

static void a_smaller_window_gets_the_mean_of_the_light(void **state)
{
    struct bench *b = *state;
    struct size2 window = {WINDOW, WINDOW};
    for (int times = 2; times <= 8; times *= 2) {
        enum { SIDE = 128 };
        struct gpu_target t = make_target(b, GPU_SRGBA8, SIDE, SIDE);
        unsigned char *bytes = noise(SIDE * SIDE * 4);
        gpu_texture_upload(b->gpu, &t.texture, 0, 0, SIDE, SIDE, bytes, 0);
        int side = SIDE / times;
        gpu_present_clear(b->gpu, window);
        gpu_present(b->gpu, &t, window, 5, 7, side, side);
        unsigned char *seen = window_pixels();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < 3; c++) {
                    double want = byte_of(mean_light(bytes, SIDE, times, x, y, c));
                    double got = seen[((y + 7) * WINDOW + x + 5) * 4 + c];
                    assert_true(fabs(got - want) <= 1);
                }
            }
        }
        free(seen);
        free(bytes);
        gpu_target_finish(&t);
    }
}

static void a_quick_half_is_the_mean_of_four_bytes(void **state)
{
    struct bench *b = *state;
    enum { SIDE = 64, HALF = 32 };
    struct size2 window = {WINDOW, WINDOW};
    struct gpu_target t = make_target(b, GPU_SRGBA8, SIDE, SIDE);
    unsigned char *bytes = noise(SIDE * SIDE * 4);
    gpu_texture_upload(b->gpu, &t.texture, 0, 0, SIDE, SIDE, bytes, 0);
    gpu_present_clear(b->gpu, window);
    gpu_present_quick(b->gpu, &t, window, 5, 7, HALF, HALF);
    unsigned char *seen = window_pixels();
    for (int y = 0; y < HALF; y++) {
        for (int x = 0; x < HALF; x++) {
            const unsigned char *p = bytes + (y * 2 * SIDE + x * 2) * 4;
            double want = (p[0] + p[4] + p[SIDE * 4] + p[SIDE * 4 + 4]) / 4.0;
            assert_true(fabs(seen[((y + 7) * WINDOW + x + 5) * 4] - want) <= 1.5);
        }
    }
    assert_int_equal(seen[(6 * WINDOW + 5) * 4], 0);
    free(seen);
    free(bytes);
    gpu_target_finish(&t);
}

static void fine_stripes_do_not_beat_when_made_smaller(void **state)
{
    struct bench *b = *state;
    enum { SIDE = 210 };
    struct size2 window = {WINDOW, WINDOW};
    struct gpu_target t = make_target(b, GPU_SRGBA8, SIDE, SIDE);
    unsigned char *bytes = malloc(SIDE * SIDE * 4);
    for (int i = 0; i < SIDE * SIDE; i++)
        memset(bytes + i * 4, i % SIDE % 2 ? 255 : 0, 4);
    gpu_texture_upload(b->gpu, &t.texture, 0, 0, SIDE, SIDE, bytes, 0);
    gpu_present(b->gpu, &t, window, 0, 0, 70, 70); // 3 times: 2 taps, nothing divides
    unsigned char *seen = window_pixels();
    for (int x = 1; x < 69; x++) {
        double light = light_of(seen[(30 * WINDOW + x) * 4]);
        assert_true(fabs(light - 0.5) < 0.26); // 2 taps: 1/4 or 3/4; a plain linear sample: 0 or 1
    }
    free(seen);
    free(bytes);
    gpu_target_finish(&t);
}

static void sizes_that_no_card_takes_are_refused(void **state)
{
    struct bench *b = *state;
    struct gpu_texture t;
    struct fault f = {0};
    assert_false(gpu_texture_init(b->gpu, &t, GPU_R8, 0, 10, false, &f));
    assert_false(gpu_texture_init(b->gpu, &t, GPU_R8, 10, -1, false, &f));
    int much = gpu_texture_limit(b->gpu) + 1;
    assert_true(much > 4096);
    assert_false(gpu_texture_init(b->gpu, &t, GPU_R8, much, 10, false, &f));
    assert_int_equal(t.id, 0);
    assert_non_null(strstr(f.text, "px"));
    struct gpu_target target;
    assert_false(gpu_target_init(b->gpu, &target, GPU_SRGBA8, 0, 0, &f));
}

static void squares_over_each_other(struct bench *b, const struct gpu_target *t,
                                    struct gpu_program *p, struct gpu_mesh *m)
{
    const float red[4] = {1, 0, 0, 1}, half[4] = {0, 0.5f, 0, 0.5f}, white[4] = {1, 1, 1, 1};
    gpu_target_bind(b->gpu, t);
    gpu_target_clear(b->gpu, 0, 0, 1, 1);
    gpu_blend(b->gpu, true);
    draw_square(b, p, m, 4, 2, 10, red);
    draw_square(b, p, m, 8, 6, 10, half);
    gpu_scissor(b->gpu, (const int[4]){0, 20, 32, 4});
    draw_square(b, p, m, 0, 16, 16, white);
    gpu_scissor(b->gpu, NULL);
    unsigned char back[32 * 32 * 4];
    gpu_target_read(b->gpu, t, back);
    assert_pixel(back, 32, 5, 3, 255, 0, 0);
    assert_pixel(back, 32, 5, 1, 0, 0, 255);
    assert_pixel(back, 32, 10, 8, 188, 188, 0); // half the light of both
    assert_pixel(back, 32, 16, 14, 0, 188, 188);
    assert_pixel(back, 32, 5, 19, 0, 0, 255); // outside the scissor
    assert_pixel(back, 32, 5, 20, 255, 255, 255);
    assert_pixel(back, 32, 5, 23, 255, 255, 255);
    assert_pixel(back, 32, 5, 24, 0, 0, 255);
}

static void y_runs_down_and_light_adds_up_also_after_foreign_code(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    struct gpu_target t = make_target(b, GPU_SRGBA8, 32, 32);
    struct gpu_program *p = gpu_program_load(b->gpu, "flat", &f);
    struct gpu_mesh *m = gpu_mesh_create(b->gpu, (const int[]){2, 4}, 2, &f);
    squares_over_each_other(b, &t, p, m);

    glEnable(GL_CULL_FACE);
    glEnable(GL_SCISSOR_TEST);
    glEnable(GL_DEPTH_TEST);
    glScissor(0, 0, 1, 1);
    glDisable(GL_FRAMEBUFFER_SRGB);
    glDisable(GL_BLEND);
    glBlendFunc(GL_ZERO, GL_ZERO);
    glBlendEquation(GL_FUNC_SUBTRACT);
    glColorMask(GL_FALSE, GL_TRUE, GL_FALSE, GL_TRUE);
    glUseProgram(0);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glBindVertexArray(0);
    glViewport(0, 0, 3, 3);
    glPixelStorei(GL_PACK_ROW_LENGTH, 99);
    gpu_forget(b->gpu);
    squares_over_each_other(b, &t, p, m);

    gpu_mesh_destroy(m);
    gpu_program_destroy(p);
    gpu_target_finish(&t);
    assert_int_equal(glGetError(), GL_NO_ERROR);
    assert_int_equal(said.lines, 0);
}

static void a_new_target_is_painted_on_where_an_old_one_was(void **state)
{
    struct bench *b = *state;
    for (int i = 0; i < 3; i++) {
        struct gpu_target t = make_target(b, GPU_SRGBA8, 4, 4);
        gpu_target_bind(b->gpu, &t);
        gpu_target_clear(b->gpu, (float)(i == 1), 0, 0, 1);
        unsigned char back[64];
        gpu_target_read(b->gpu, &t, back);
        assert_pixel(back, 4, 2, 2, i == 1 ? 255 : 0, 0, 0);
        gpu_target_finish(&t);
    }
}

static void llvmpipe_is_known_as_software(void **state)
{
    struct bench *b = *state;
    if (strstr(gpu_renderer(b->gpu), "llvmpipe"))
        assert_true(gpu_software(b->gpu));
    if (strcmp(gpu_renderer(b->gpu), "NOOP") == 0)
        assert_false(gpu_software(b->gpu));
}

static void without_a_driver_programs_are_good_and_pictures_black(void **state)
{
    struct fault f = {0};
    unsigned char rgba[4 * 2 * 4];
    (void)state;
    memset(rgba, 7, sizeof rgba);
    struct gpu *g = gpu_create(gpu_null_address, TEST_ROOT "/shaders", &f);
    assert_non_null(g);
    struct gpu_program *p = gpu_program_load(g, "present", &f);
    assert_non_null(p);
    struct gpu_target t;
    assert_true(gpu_target_init(g, &t, GPU_SRGBA8, 4, 2, &f));
    gpu_target_bind(g, &t);
    gpu_program_use(g, p);
    gpu_quad_draw(g);
    gpu_target_read(g, &t, rgba);
    for (size_t i = 0; i < sizeof rgba; i++)
        assert_int_equal(rgba[i], 0);
    gpu_target_finish(&t);
    gpu_program_destroy(p);
    gpu_destroy(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BENCH(what_is_uploaded_is_read_from_the_top),
        IN_BENCH(a_part_of_a_larger_picture_is_uploaded_by_its_stride),
        IN_BENCH(targets_keep_linear_light_encoded),
        IN_BENCH(a_window_gets_the_bytes_of_a_target_unchanged),
        IN_BENCH(a_smaller_window_gets_the_mean_of_the_light),
        IN_BENCH(a_quick_half_is_the_mean_of_four_bytes),
        IN_BENCH(fine_stripes_do_not_beat_when_made_smaller),
        IN_BENCH(sizes_that_no_card_takes_are_refused),
        IN_BENCH(y_runs_down_and_light_adds_up_also_after_foreign_code),
        IN_BENCH(a_new_target_is_painted_on_where_an_old_one_was),
        IN_BENCH(llvmpipe_is_known_as_software),
        cmocka_unit_test(without_a_driver_programs_are_good_and_pictures_black),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
