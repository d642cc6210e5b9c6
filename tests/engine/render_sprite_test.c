// render: sprites and swarms on a canvas, read back. Oracles: positions and areas by formulas in
// double precision; a picture laid the other way.
#include "encode/encode.h"
#include "render/render.h"
#include "scene/swarm.h"
#include "window/window.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { SIDE = 256 };
#define PI 3.14159265358979323846
#define FILE_NAME TEST_BUILD "/render_sprite.png"

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    struct text *text;
    struct scene *scene;
    struct render *render;
    struct drawlist *list;
    media_handle picture;
    unsigned char rgba[SIDE * SIDE * 4];
};

static const struct draw_rect whole = {0, 0, 1, 1};
static const struct color white = {1, 1, 1, 1};

static void open_picture(struct bench *b, const unsigned char *rgba, int width, int height)
{
    struct fault f;
    assert_true(encode_png(FILE_NAME, rgba, width, height, &f));
    b->picture = media_take(&b->scene->media, MEDIA_PICTURE, 0);
    snprintf(media_find(&b->scene->media, b->picture)->path, MEDIA_PATH, "%s", FILE_NAME);
}

static void open_dot(struct bench *b, int side)
{
    unsigned char *rgba = malloc((size_t)side * (size_t)side * 4);
    memset(rgba, 255, (size_t)side * (size_t)side * 4);
    open_picture(b, rgba, side, side);
    free(rgba);
}

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    *state = b;
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (b->windows)
        b->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    b->text = text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    b->scene = scene_create("test");
    b->scene->stepped = true;
    scene_stage_add(b->scene, "wall", SIDE, SIDE);
    b->list = &b->scene->stages[0].list;
    if (b->gpu && b->text)
        b->render =
            render_create(&(struct render_desc){.gpu = b->gpu, .text = b->text}, b->scene, &f);
    if (!b->render)
        fail_msg("%s", f.text);
    drawlist_begin(b->list, SIDE, SIDE);
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    render_destroy(b->render);
    scene_destroy(b->scene);
    text_destroy(b->text);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    unlink(FILE_NAME);
    free(b);
    return 0;
}

static void paint(struct bench *b)
{
    assert_int_equal(b->list->refused, 0);
    assert_true(render_draw(b->render, b->scene));
    gpu_target_read(b->gpu, render_target(b->render, 0), b->rgba);
}

// IEC 61966-2-1
static double light_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

struct found {
    double light, x, y; // in px of white; the middle of it
};

static struct found find(const struct bench *b, int channel)
{
    struct found sum = {0};
    double lights[256];
    for (int i = 0; i < 256; i++)
        lights[i] = light_of(i);
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            double light = lights[b->rgba[(y * SIDE + x) * 4 + channel]];
            sum.light += light;
            sum.x += light * (x + 0.5);
            sum.y += light * (y + 0.5);
        }
    }
    sum.x /= sum.light;
    sum.y /= sum.light;
    return sum;
}

static void near(double a, double b, double most)
{
    if (!(fabs(a - b) <= most))
        fail_msg("%.9g is not %.9g", a, b);
}

static void an_upright_sprite_is_its_picture(void **state)
{
    struct bench *b = *state;
    unsigned char rgba[24 * 16 * 4], *first = malloc(sizeof b->rgba);
    for (int i = 0; i < 24 * 16 * 4; i++)
        rgba[i] = i % 4 == 3 ? 255 : (unsigned char)(i * 37 + i / 7 * 11);
    open_picture(b, rgba, 24, 16);
    drawlist_sprite(b->list, b->picture, (float[4]){100, 80, 0, 1});
    paint(b);
    memcpy(first, b->rgba, sizeof b->rgba);
    for (int y = 0; y < 16; y++)
        assert_memory_equal(b->rgba + ((72 + y) * SIDE + 88) * 4, rgba + y * 24 * 4, 24 * 4);
    drawlist_begin(b->list, SIDE, SIDE);
    drawlist_image(b->list, DRAW_PICTURE, b->picture, (struct draw_rect){88, 72, 24, 16}, whole,
                   white);
    paint(b);
    assert_memory_equal(first, b->rgba, sizeof b->rgba);
    free(first);
}

static void a_turned_sprite_has_the_light_of_its_area(void **state)
{
    struct bench *b = *state;
    open_dot(b, 20);
    for (int i = 0; i < 12; i++) {
        float scale = 0.05f + 0.4f * (float)i, angle = 0.7f * (float)i;
        float x = 127.3f + (float)i / 9, y = 130.8f;
        drawlist_begin(b->list, SIDE, SIDE);
        drawlist_sprite(b->list, b->picture, (float[4]){x, y, angle, scale});
        paint(b);
        struct found f = find(b, 1);
        double area = 400 * (double)scale * scale;
        near(f.light / area, 1, 0.01 + 0.05 / area);
        near(f.x, x, 0.02);
        near(f.y, y, 0.02);
    }
}

static void a_sprite_turns_with_what_it_lies_in(void **state)
{
    struct bench *b = *state;
    unsigned char rgba[10 * 2 * 4] = {0};
    for (int i = 0; i < 20; i++)
        memset(rgba + 4 * i, i % 10 < 5 ? 255 : 0, 3), rgba[4 * i + 3] = 255; // left half is white
    open_picture(b, rgba, 10, 2);
    float c = cosf(0.4f), s = sinf(0.4f);
    drawlist_state(b->list, &(struct draw_state){.to_canvas = {2 * c, 2 * s, -s, c, 30, 40},
                                                 .clip = {0, 0, SIDE, SIDE},
                                                 .opacity = 1});
    drawlist_sprite(b->list, b->picture, (float[4]){50, 30, 1.1f, 3});
    paint(b);
    // The middle of the white half lies 7.5 px of the turned picture left of its middle.
    double x = 50 - 7.5 * cos(1.1), y = 30 - 7.5 * sin(1.1);
    struct found f = find(b, 1);
    near(f.x, 30 + 2 * cos(0.4) * x - sin(0.4) * y, 0.1);
    near(f.y, 40 + 2 * sin(0.4) * x + cos(0.4) * y, 0.1);
}

static void many_at_once_are_the_same_bytes_as_one_by_one(void **state)
{
    struct bench *b = *state;
    enum { N = 3000 };
    float *v = malloc(N * 4 * sizeof *v);
    unsigned char *first = malloc(sizeof b->rgba);
    open_dot(b, 9);
    for (int i = 0; i < N * 4; i++)
        v[i] = i % 4 == 3 ? 1 + (float)(i % 7) / 5 : (float)(i * 7919 % 25600) / 100;
    for (int i = 0; i < N; i++)
        drawlist_sprite(b->list, b->picture, v + 4 * i);
    paint(b);
    memcpy(first, b->rgba, sizeof b->rgba);
    drawlist_begin(b->list, SIDE, SIDE);
    drawlist_sprites(b->list, b->picture, whole, v, N, 4, white);
    paint(b);
    assert_memory_equal(first, b->rgba, sizeof b->rgba);
    free(first);
    free(v);
}

static void each_sprite_has_its_colour_in_the_tint_of_all(void **state)
{
    struct bench *b = *state;
    const float v[] = {50, 50, 0, 1, 1, 0.5f, 0, 1, 150, 50, 0, 1, 0, 0.25f, 1, 0.5f};
    open_dot(b, 10);
    drawlist_sprites(b->list, b->picture, whole, v, 2, 8, (struct color){0.5f, 1, 1, 0.5f});
    paint(b);
    const unsigned char *a = b->rgba + (50 * SIDE + 50) * 4, *c = b->rgba + (50 * SIDE + 150) * 4;
    near(light_of(a[0]), 0.25, 0.005);
    near(light_of(a[1]), 0.25, 0.005);
    near(light_of(a[2]), 0, 0);
    near(light_of(c[0]), 0, 0);
    near(light_of(c[1]), 0.0625, 0.003);
    near(light_of(c[2]), 0.25, 0.005);
}

static void a_part_of_a_sheet_shows_nothing_of_its_neighbours(void **state)
{
    struct bench *b = *state;
    unsigned char rgba[16 * 8 * 4];
    for (int i = 0; i < 16 * 8; i++)
        memcpy(rgba + 4 * i, i % 16 < 8 ? "\xff\x00\x00\xff" : "\x00\xff\x00\xff", 4);
    open_picture(b, rgba, 16, 8);
    const float v[] = {128, 128, 0.3f, 11.7f};
    drawlist_sprites(b->list, b->picture, (struct draw_rect){0, 0, 0.5f, 1}, v, 1, 4, white);
    paint(b);
    near(find(b, 0).light, 64 * 11.7 * 11.7, 64 * 11.7 * 11.7 * 0.002);
    for (int i = 0; i < SIDE * SIDE; i++)
        assert_int_equal(b->rgba[4 * i + 1], 0);
}

// ---- swarms

static struct swarm *take_swarm(struct bench *b, uint32_t count, media_handle *h)
{
    *h = media_take(&b->scene->media, MEDIA_SWARM, 0);
    struct swarm *s = swarm_create(count);
    media_find(&b->scene->media, *h)->swarm = s;
    s->picture = b->picture;
    for (uint32_t i = 0; i < count; i++) {
        s->sprites[i].scale = 1;
        s->sprites[i].life_s = SWARM_LONG;
        s->sprites[i].color = white;
    }
    return s;
}

static void paint_swarm(struct bench *b, media_handle h, double now_s)
{
    const struct swarm *s = media_find(&b->scene->media, h)->swarm;
    b->scene->now_s = now_s;
    drawlist_begin(b->list, SIDE, SIDE);
    drawlist_swarm(b->list, h, b->picture, s->since_s, swarm_rest_s(s), white);
    paint(b);
}

static double folded(double at, double from, double size, enum swarm_edge edge)
{
    double part = (at - from) / size;
    part -= floor(part / 2) * 2;
    if (edge == SWARM_WRAP)
        return from + size * (part - floor(part));
    return from + size * (part > 1 ? 2 - part : part);
}

// Also after a hundred days, where a float of seconds knows only halves.
static const double moments_s[] = {0, 0.5, 3.25, 63.99, 64, 64.01, 200.125, 7777.7, 8640000.375};
#define MOMENTS (sizeof moments_s / sizeof *moments_s)

static void sprites_bounce_and_wrap_where_the_formula_says(void **state)
{
    struct bench *b = *state;
    open_dot(b, 5);
    for (int k = 0; k < 24; k++) {
        media_handle h;
        struct swarm *s = take_swarm(b, 1, &h);
        struct swarm_sprite *p = &s->sprites[0];
        *s = (struct swarm){.picture = b->picture,
                            .since_s = 11.5,
                            .edge = k % 2 ? SWARM_BOUNCE : SWARM_WRAP,
                            .box = {20, 30, 220, 190},
                            .count = 1};
        *p = (struct swarm_sprite){.x = 25 + 8 * (float)k,
                                   .y = 40 + 5 * (float)k,
                                   .vx = 17.3f * (float)(k - 9),
                                   .vy = 91.7f - 11 * (float)k,
                                   .scale = 1,
                                   .life_s = SWARM_LONG,
                                   .color = white};
        for (size_t i = 0; i < MOMENTS; i++) {
            double t = moments_s[i];
            paint_swarm(b, h, 11.5 + t);
            struct found f = find(b, 1);
            near(f.light, 25, 0.2);
            near(f.x, folded((double)p->x + (double)p->vx * t, 20, 200, s->edge), 0.02);
            near(f.y, folded((double)p->y + (double)p->vy * t, 30, 160, s->edge), 0.02);
        }
        media_release(&b->scene->media, h);
    }
}

static void sprites_fall_as_they_are_pulled_and_turn_as_they_spin(void **state)
{
    struct bench *b = *state;
    unsigned char rgba[8 * 4 * 4];
    for (int i = 0; i < 32; i++)
        memcpy(rgba + 4 * i, i % 8 < 4 ? "\xff\x00\x00\xff" : "\x00\xff\x00\xff", 4);
    open_picture(b, rgba, 8, 4);
    media_handle h;
    struct swarm *s = take_swarm(b, 1, &h);
    struct swarm_sprite *p = &s->sprites[0];
    s->pull[1] = 30;
    p->x = 40;
    p->y = 200;
    p->vx = 20;
    p->vy = -90;
    p->spin = 2.5f;
    p->start_s = 61; // a block of time begins on the way
    for (double t = 0; t < 6.2; t += 0.61) {
        paint_swarm(b, h, 61 + t);
        double x = 40 + 20 * t, y = 200 - 90 * t + 15 * t * t;
        struct found red = find(b, 0), green = find(b, 1);
        near((red.x + green.x) / 2, x, 0.03);
        near((red.y + green.y) / 2, y, 0.03);
        near(green.x - red.x, 4 * cos(2.5 * t), 0.1); // halves of 4 px
        near(green.y - red.y, 4 * sin(2.5 * t), 0.1);
    }
}

static void lives_begin_end_fade_and_begin_anew(void **state)
{
    struct bench *b = *state;
    open_dot(b, 10);
    media_handle h;
    struct swarm *s = take_swarm(b, 1, &h);
    struct swarm_sprite *p = &s->sprites[0];
    p->x = p->y = 100;
    p->vx = 10;
    p->start_s = 2;
    p->life_s = 3;
    s->fade_in_s = 1;
    s->fade_out_s = 0.5f;
    for (int again = 0; again < 2; again++) {
        s->again = again;
        media_handle one = media_take(&b->scene->media, MEDIA_SWARM, 0); // new ways for the GPU
        media_find(&b->scene->media, one)->swarm = swarm_create(1);
        struct swarm *copy = media_find(&b->scene->media, one)->swarm;
        memcpy(copy, s, sizeof *s + sizeof *s->sprites);
        for (double t = 0.1; t < 200; t += 0.37 + t / 9) {
            double age = t - 2;
            if (again && age > 0)
                age = fmod(age, 3);
            double seen = age < 0 || age >= 3 ? 0 : fmin(1, age) * fmin(1, (3 - age) / 0.5);
            paint_swarm(b, one, t);
            struct found f = find(b, 1);
            near(f.light / 100, seen, 0.01);
            if (seen > 0.05)
                near(f.x, 100 + 10 * age, 0.05);
        }
        assert_true(again ? isinf(swarm_rest_s(copy)) : swarm_rest_s(copy) == 5);
    }
}

static void ten_thousand_are_all_there(void **state)
{
    struct bench *b = *state;
    enum { N = 10000 };
    open_dot(b, 1);
    media_handle h;
    struct swarm *s = take_swarm(b, N, &h);
    for (int i = 0; i < N; i++) {
        s->sprites[i].x = 0.5f + (float)(i % 100) * 2;
        s->sprites[i].y = 0.5f + (float)(i / 100) * 2; // NOLINT(bugprone-integer-division)
        s->sprites[i].vx = 1;
    }
    paint_swarm(b, h, 10);
    near(find(b, 1).light, N, 1);
    for (int i = 0; i < N; i++)
        assert_int_equal(b->rgba[(i / 100 * 2 * SIDE + i % 100 * 2 + 10) * 4], 255);
}

static void what_moves_is_painted_until_it_rests(void **state)
{
    struct bench *b = *state;
    open_dot(b, 5);
    const struct tween_key keys[] = {{0, 50, EASE_LINEAR}, {2, 150, EASE_LINEAR}};
    struct draw_motion m = {.kind = MOTION_MOVE,
                            .before = affine_identity(),
                            .a = {.since_s = 1, .keys = 2},
                            .b = {.value = 60}};
    uint32_t motion = drawlist_motion(b->list, &m, keys, NULL);
    drawlist_state(b->list, &(struct draw_state){.to_canvas = affine_identity(),
                                                 .clip = {0, 0, SIDE, SIDE},
                                                 .opacity = 1,
                                                 .motion = motion});
    drawlist_sprite(b->list, b->picture, (float[4]){0, 0, 0, 1});
    b->scene->now_s = 0.5;
    paint(b);
    near(find(b, 1).x, 50, 0.02);
    b->scene->now_s = 0.9;
    assert_false(render_draw(b->render, b->scene)); // has not begun
    for (double t = 0.25; t <= 2; t += 0.25) {
        b->scene->now_s = 1 + t;
        paint(b); // the list stays
        near(find(b, 1).x, 50 + 50 * t, 0.02);
        assert_false(render_draw(b->render, b->scene)); // once a moment
    }
    b->scene->now_s = 9;
    assert_false(render_draw(b->render, b->scene));
}

static void a_swarm_that_has_gone_and_a_broken_picture_leave_no_trace(void **state)
{
    struct bench *b = *state;
    open_dot(b, 5);
    media_handle h;
    struct swarm *s = take_swarm(b, 1, &h);
    s->sprites[0].x = s->sprites[0].y = 100;
    paint_swarm(b, h, 1);
    near(find(b, 1).light, 25, 0.1);
    media_release(&b->scene->media, h);
    drawlist_begin(b->list, SIDE, SIDE);
    drawlist_swarm(b->list, h, b->picture, 0, INFINITY, white);
    drawlist_sprite(b->list, 12345, (float[4]){100, 100, 0, 1});
    b->scene->now_s = 2;
    paint(b);
    near(find(b, 1).light, 0, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_upright_sprite_is_its_picture),
        TEST(a_turned_sprite_has_the_light_of_its_area),
        TEST(a_sprite_turns_with_what_it_lies_in),
        TEST(many_at_once_are_the_same_bytes_as_one_by_one),
        TEST(each_sprite_has_its_colour_in_the_tint_of_all),
        TEST(a_part_of_a_sheet_shows_nothing_of_its_neighbours),
        TEST(sprites_bounce_and_wrap_where_the_formula_says),
        TEST(sprites_fall_as_they_are_pulled_and_turn_as_they_spin),
        TEST(lives_begin_end_fade_and_begin_anew),
        TEST(ten_thousand_are_all_there),
        TEST(what_moves_is_painted_until_it_rests),
        TEST(a_swarm_that_has_gone_and_a_broken_picture_leave_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
