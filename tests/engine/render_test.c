// render: what shapes and letters leave on a canvas. Oracles: areas in closed form, light by
// IEC 61966-2-1.
#include "encode/encode.h"
#include "tools/canvas.h"
#include "tools/heap.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// All of the canvas's light, in px of white.
static double energy(const struct bench *b)
{
    double sum = 0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            sum += light(b, x, y);
    return sum;
}

static int brightest(const struct bench *b)
{
    int most = 0;
    for (int i = 0; i < SIDE * SIDE; i++)
        most = b->rgba[i * 4] > most ? b->rgba[i * 4] : most;
    return most;
}

static void fill_rect(struct bench *b, float x, float y, float w, float h, struct color c)
{
    float xy[] = {x, y, x + w, y, x + w, y + h, x, y + h};
    assert_true(drawlist_fill(b->list, xy, 4, c));
}

static double overlap(double a0, double a1, double b0, double b1)
{
    return fmax(0, fmin(a1, b1) - fmax(a0, b0));
}

static void an_edge_covers_a_pixel_by_its_area(void **state)
{
    struct bench *b = *state;
    const double x0 = 10.25, y0 = 20.5, x1 = 41.6, y1 = 50.3;
    fill_rect(b, (float)x0, (float)y0, (float)(x1 - x0), (float)(y1 - y0), white);
    paint(b);
    for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 64; x++) {
            double area = overlap(x, x + 1, x0, x1) * overlap(y, y + 1, y0, y1);
            assert_float_equal(light(b, x, y), area, 2 / 255.0);
        }
    }
}

static void a_line_has_the_light_of_its_area(void **state)
{
    struct bench *b = *state;
    const double length = 170, width = 3.5, angle = M_PI / 6;
    float xy[] = {30.3f, 40.7f, (float)(30.3 + length * cos(angle)),
                  (float)(40.7 + length * sin(angle))};
    drawlist_line(b->list, xy, 2, (float)width, false, white);
    paint(b);
    double area = length * width + M_PI * width * width / 4; // two round ends
    assert_float_equal(energy(b) / area, 1, 0.01);
    assert_int_equal(brightest(b), 255);
}

static void a_hairline_fades_and_does_not_vanish(void **state)
{
    struct bench *b = *state;
    const double width = 0.3, length = 200;
    for (int turn = 0; turn < 6; turn++) {
        double angle = turn * 0.3;
        float xy[] = {20.2f, 20.6f, (float)(20.2 + length * cos(angle)),
                      (float)(20.6 + length * sin(angle))};
        drawlist_begin(b->list, SIDE, SIDE);
        drawlist_line(b->list, xy, 2, (float)width, false, white);
        paint(b);
        assert_float_equal(energy(b) / (length * width), 1, 0.02);
    }
}

static void a_line_keeps_its_softness_when_it_is_enlarged(void **state)
{
    struct bench *b = *state;
    float xy[] = {2, 3.05f, 20, 3.05f};
    set_state(b, (struct affine){10, 0, 0, 10, 0, 0}, 1);
    drawlist_line(b->list, xy, 2, 1, false, white); // 25.5 to 35.5 down the canvas
    paint(b);
    assert_int_equal(pixel(b, 100, 24)[0], 0);
    assert_float_equal(light(b, 100, 25), 0.5, 2 / 255.0);
    assert_int_equal(pixel(b, 100, 26)[0], 255);
    assert_int_equal(pixel(b, 100, 34)[0], 255);
    assert_float_equal(light(b, 100, 35), 0.5, 2 / 255.0);
    assert_int_equal(pixel(b, 100, 36)[0], 0);
}

static uint32_t circle(float *xy, uint32_t corners, double x, double y, double r)
{
    for (uint32_t i = 0; i < corners; i++) {
        xy[2 * i] = (float)(x + r * cos(2 * M_PI * i / corners));
        xy[2 * i + 1] = (float)(y + r * sin(2 * M_PI * i / corners));
    }
    return corners;
}

static double polygon_area(double corners, double r)
{
    return corners / 2 * r * r * sin(2 * M_PI / corners);
}

static void a_disc_has_the_light_of_its_area(void **state)
{
    struct bench *b = *state;
    float xy[2 * 200];
    drawlist_fill(b->list, xy, circle(xy, 200, 128.3, 127.6, 100.4), white);
    paint(b);
    assert_float_equal(energy(b) / polygon_area(200, 100.4), 1, 0.005);
    drawlist_begin(b->list, SIDE, SIDE);
    drawlist_fill(b->list, xy, circle(xy, 40, 12.3, 9.6, 1.7), white);
    paint(b);
    assert_float_equal(energy(b) / polygon_area(40, 1.7), 1, 0.02);
}

static void outlines_inside_outlines_are_holes(void **state)
{
    struct bench *b = *state;
    float xy[2 * 201];
    circle(xy, 100, 128, 128, 100);
    xy[200] = xy[201] = NAN;
    circle(xy + 202, 100, 130, 120, 60);
    assert_true(drawlist_fill(b->list, xy, 201, white));
    paint(b);
    assert_float_equal(energy(b) / (polygon_area(100, 100) - polygon_area(100, 60)), 1, 0.005);
    assert_int_equal(pixel(b, 130, 120)[0], 0);
    assert_int_equal(pixel(b, 40, 128)[0], 255);
}

static void a_star_drawn_in_one_go_has_a_hole(void **state)
{
    struct bench *b = *state;
    const double r = 110, inner = r * cos(0.4 * M_PI) / cos(0.2 * M_PI);
    float xy[10];
    for (int i = 0; i < 5; i++) {
        xy[2 * i] = (float)(128 + r * sin(i * 0.8 * M_PI));
        xy[2 * i + 1] = (float)(128 - r * cos(i * 0.8 * M_PI));
    }
    drawlist_fill(b->list, xy, 5, white);
    paint(b);
    // ten-cornered star: 10 triangles from the middle; its pentagon is crossed twice
    double star = 5 * r * inner * sin(0.2 * M_PI);
    assert_float_equal(energy(b) / (star - polygon_area(5, inner)), 1, 0.005);
    assert_int_equal(pixel(b, 128, 128)[0], 0);
}

static void half_opaque_white_on_black_is_188(void **state)
{
    struct bench *b = *state;
    fill_rect(b, 10, 10, 20, 20, half_white);
    set_state(b, affine_identity(), 0.5f);
    fill_rect(b, 50, 10, 20, 20, white);
    paint(b);
    assert_in_range(pixel(b, 20, 20)[0], 187, 188); // 1.055 * 0.5^(1/2.4) - 0.055 = 187.5 / 255
    assert_in_range(pixel(b, 60, 20)[0], 187, 188);
}

static void transparent_strokes_show_no_seams(void **state)
{
    struct bench *b = *state;
    float xy[2 * 60];
    for (int i = 0; i < 60; i++) { // sharp and blunt joints, and crossings
        xy[2 * i] = (float)(128 + 100 * sin(i * 1.7));
        xy[2 * i + 1] = (float)(128 + 100 * cos(i * 2.3));
    }
    drawlist_line(b->list, xy, 60, 9, true, half_white);
    paint(b);
    assert_in_range(brightest(b), 187, 188);
}

static void a_transparent_trail_shows_no_joints(void **state)
{
    struct bench *b = *state;
    float v[DRAW_TRAIL_FLOATS * 40];
    for (int i = 0; i < 40; i++) { // a spiral outwards, never over itself; one sharp bend
        double r = 20 + i * 2.2, angle = i * 0.45;
        float point[] = {
            (float)(128 + r * cos(angle)), (float)(128 + r * sin(angle)), 8, 1, 1, 1, 0.5f};
        memcpy(v + (size_t)i * DRAW_TRAIL_FLOATS, point, sizeof point);
    }
    v[39 * DRAW_TRAIL_FLOATS] = 250;
    v[39 * DRAW_TRAIL_FLOATS + 1] = 5;
    assert_true(drawlist_trail(b->list, v, 40));
    paint(b);
    assert_in_range(brightest(b), 187, 188);
}

static void a_trail_has_the_light_of_its_points(void **state)
{
    struct bench *b = *state;
    const float v[] = {30.5f, 60.2f, 4, 1, 1, 1, 1, 205.5f, 110.2f, 12, 1, 1, 1, 0};
    assert_true(drawlist_trail(b->list, v, 2));
    paint(b);
    // width 4 to 12, opacity 1 to 0 along it: integral of (4 + 8 t)(1 - t) = 10/3; a half disc
    // first
    double area = hypot(175, 50) * 10 / 3 + M_PI * 4 / 2;
    assert_float_equal(energy(b) / area, 1, 0.01);
}

static void a_clip_is_exact(void **state)
{
    struct bench *b = *state;
    struct draw_state s = {affine_identity(), {40, 50, 90, 75}, 1, BLEND_OVER, 0, 0};
    drawlist_state(b->list, &s);
    float xy[] = {0, 0, 256, 256};
    fill_rect(b, -1000, -1000, 5000.5f, 5000.5f, half_white);
    drawlist_line(b->list, xy, 2, 400, false, white);
    struct text_style style = {.font = "title", .size_px = 200};
    drawlist_text(b->list, "MMM", 3, 0, 0, &style, white);
    paint(b);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            assert_int_equal(pixel(b, x, y)[0], x >= 40 && x < 90 && y >= 50 && y < 75 ? 255 : 0);
}

static void a_transform_moves_turns_and_sizes(void **state)
{
    struct bench *b = *state;
    // a quarter turn, twice as large, to 200, 30: x' = 200 - 2 y, y' = 30 + 2 x
    set_state(b, (struct affine){0, 2, -2, 0, 200, 30}, 1);
    fill_rect(b, 10, 20, 30, 5, white);
    paint(b);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            assert_int_equal(pixel(b, x, y)[0],
                             x >= 150 && x < 160 && y >= 50 && y < 110 ? 255 : 0);
}

static void shapes_far_outside_cost_nothing_and_do_no_harm(void **state)
{
    struct bench *b = *state;
    float huge[] = {-3e38f, -3e38f, 3e38f, -3e38f, 3e38f, 3e38f, -3e38f, 3e38f};
    float away[] = {1e6f, 1e6f, 2e6f, 1e6f, 2e6f, 2e6f};
    drawlist_fill(b->list, huge, 4, white);
    drawlist_line(b->list, huge, 4, 3e38f, true, white);
    drawlist_fill(b->list, away, 3, white);
    paint(b);
    assert_float_equal(energy(b), SIDE * SIDE, 0);
}

static void many_shapes_are_all_there(void **state)
{
    struct bench *b = *state;
    float xy[2 * 100];
    for (int i = 0; i < 600; i++) // more masks than are kept at once
        drawlist_fill(b->list, xy, circle(xy, 100, 128, 128, i % 2 ? 100.3 : 60),
                      i == 599 ? white : (struct color){1, 0, 0, 0.7f});
    paint(b);
    assert_float_equal(energy(b) / polygon_area(100, 100.3), 1, 0.005);
}

static void a_trail_of_many_points_is_whole(void **state)
{
    struct bench *b = *state;
    enum { POINTS = 140000 }; // more vertices than are kept at once
    float *v = malloc(sizeof *v * POINTS * DRAW_TRAIL_FLOATS);
    for (int i = 0; i < POINTS; i++) {
        double angle = i * 0.02;
        float point[] = {
            (float)(128 + 80 * cos(angle)), (float)(128 + 80 * sin(angle)), 10, 1, 1, 1, 1};
        memcpy(v + (size_t)i * DRAW_TRAIL_FLOATS, point, sizeof point);
    }
    assert_true(drawlist_trail(b->list, v, POINTS));
    free(v);
    paint(b);
    for (int i = 0; i < 3600; i++) {
        double angle = i * M_PI / 1800;
        assert_int_equal(pixel(b, (int)(128 + 80 * cos(angle)), (int)(128 + 80 * sin(angle)))[0],
                         255);
    }
    assert_int_equal(pixel(b, 128, 128)[0], 0);
}

// 16,384 squares have 65,536 corners, of 44 bytes each.
static void room_of_a_full_picture_goes_and_comes_again(void **state)
{
    struct bench *b = *state;
    for (int turn = 0; turn < 2; turn++) {
        drawlist_begin(b->list, SIDE, SIDE);
        for (int i = 0; i < 128 * 128; i++)
            fill_rect(b, (float)(i % 128) * 2, (float)(i / 128) * 2, 1, 1, white);
        paint(b);
        assert_float_equal(energy(b) / (128 * 128), 1, 0.01);
        size_t full = heap();
        render_let_go(b->render);
        assert_true(heap() + 65536 * 40 < full);
    }
}

static void letters_lie_where_the_layout_says(void **state)
{
    struct bench *b = *state;
    struct text_style style = {
        .font = "title", .size_px = 41.5f, .width_px = 220, .language = "fr"};
    const char *words = "Marteler le fer ; l’étirer !";
    drawlist_text(b->list, words, strlen(words), 20, 30, &style, white);
    paint(b);
    const struct text_box *box = text_layout(b->text, words, strlen(words), &style, 1);
    struct text_atlas a = text_atlas(b->text);
    double *expected = calloc(SIDE * SIDE, sizeof *expected);
    for (int i = 0; i < box->glyph_count; i++) {
        const struct text_glyph *g = &box->glyphs[i];
        int left = (int)lrintf(20 + g->x), top = (int)lrintf(30 + g->y);
        for (int y = 0; y < (int)g->vh; y++)
            for (int x = 0; x < (int)g->uw; x++)
                expected[(top + y) * SIDE + left + x] +=
                    a.coverage[((int)g->v + y) * a.width + (int)g->u + x] / 255.0;
    }
    for (int i = 0; i < SIDE * SIDE; i++)
        if (expected[i] <= 1) // where letters touch, light covers light
            assert_float_equal(light(b, i % SIDE, i / SIDE), expected[i], 0.06);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            if (y < 29 || y > 31 + box->height || x < 18 || x > 242)
                assert_int_equal(pixel(b, x, y)[0], 0);
    assert_true(energy(b) > 800);
    free(expected);
}

static void a_text_that_turns_is_laid_out_once(void **state)
{
    struct bench *b = *state;
    struct text_style style = {.font = "title", .size_px = 30};
    uint64_t version = 0;
    for (int i = 0; i < 20; i++) {
        float angle = (float)i * 0.17f, c = 1.5f * cosf(angle), s = 1.5f * sinf(angle);
        drawlist_begin(b->list, SIDE, SIDE);
        set_state(b, (struct affine){c, s, -s, c, 128, 128}, 1);
        drawlist_text(b->list, "Tour", 4, 0, 0, &style, white);
        paint(b);
        assert_true(energy(b) > 300);
        assert_true(i == 0 || text_atlas(b->text).version == version);
        version = text_atlas(b->text).version;
    }
}

static void more_letters_than_the_atlas_holds_are_all_painted(void **state)
{
    struct bench *b = *state;
    struct text_style style = {.font = "text", .size_px = 100};
    drawlist_text(b->list, "H", 1, 10, 10, &style, white);
    paint(b);
    double one = energy(b);
    drawlist_begin(b->list, SIDE, SIDE);
    drawlist_text(b->list, "H", 1, 10, 10, &style, white);
    for (int i = 0; i < 500; i++) {
        style.size_px = 120 + (float)i * 0.25f;
        drawlist_text(b->list, "ABCDEFG", 7, 1000, 1000, &style, white);
    }
    paint(b);
    assert_float_equal(energy(b), one, 1e-9);
    assert_true(text_atlas(b->text).emptied > 0);
}

static void label(struct bench *b, const char *text, float x, float y, const char *font,
                  float size_px, float width_px, const char *language)
{
    struct text_style s = {.size_px = size_px, .width_px = width_px};
    snprintf(s.font, sizeof s.font, "%s", font);
    snprintf(s.language, sizeof s.language, "%s", language);
    drawlist_text(b->list, text, strlen(text), x, y, &s, color_srgb(0xf4efe6, 1));
}

static void sheet_lines(struct bench *b)
{
    const struct color ember = color_srgb(0xff7a1a, 1), cold = color_srgb(0x8fa3b0, 1);
    for (int i = 0; i < 12; i++) { // a fan of widths
        float angle = (float)i * 0.13f, width = 0.25f + (float)i * 0.35f;
        float xy[] = {40, 40, 40 + 260 * cosf(angle), 40 + 260 * sinf(angle)};
        drawlist_line(b->list, xy, 2, width, false, i % 3 ? cold : ember);
    }
    for (int i = 0; i < 4; i++) { // joints, opaque and not
        float x = 340 + (float)i * 110, lift = 30 + (float)i * 25;
        float xy[] = {x, 130, x + 40, 130 - lift, x + 50, 130 + lift / 2, x + 90, 60};
        drawlist_line(b->list, xy, 4, 12, false,
                      i % 2 ? (struct color){1, 0.2f, 0.01f, 0.5f} : cold);
        for (int k = 0; k < 4; k++)
            xy[2 * k + 1] += 130;
        drawlist_line(b->list, xy, 4, 1, true, cold);
    }
    float v[200 * DRAW_TRAIL_FLOATS];
    for (int i = 0; i < 200; i++) { // a cyclegraph
        float t = (float)i / 199, on = sinf((float)i * 1.1f) > -0.4f ? 1 : 0.1f;
        float point[] = {560 + 190 * sinf(t * 13),
                         420 + 110 * sinf(t * 19 + 1),
                         1 + 5 * t,
                         1,
                         0.85f,
                         0.6f,
                         on * t};
        memcpy(v + (size_t)i * DRAW_TRAIL_FLOATS, point, sizeof point);
    }
    drawlist_trail(b->list, v, 200);
}

static void sheet_fills(struct bench *b)
{
    float xy[2 * 131];
    drawlist_fill(b->list, xy, circle(xy, 90, 860, 90, 60), color_srgb(0xff7a1a, 1));
    circle(xy, 65, 1000, 90, 60);
    xy[130] = xy[131] = NAN;
    circle(xy + 132, 65, 1010, 80, 30);
    drawlist_fill(b->list, xy, 131, color_srgb(0x8fa3b0, 1));
    for (int i = 0; i < 7; i++) {
        xy[2 * i] = 1150 + 62 * sinf((float)i * 6 * (float)M_PI / 7);
        xy[2 * i + 1] = 90 - 62 * cosf((float)i * 6 * (float)M_PI / 7);
    }
    drawlist_fill(b->list, xy, 7, (struct color){1, 1, 1, 0.8f});
    for (int i = 0; i < 8; i++) { // slivers
        float y = 180 + (float)i * 9, h = 0.2f + (float)i * 0.3f;
        float sliver[] = {800, y, 1230, y + 4, 1230, y + 4 + h, 800, y + h};
        drawlist_fill(b->list, sliver, 4, white);
    }
}

static void sheet_texts(struct bench *b)
{
    label(b, "Marteler le fer", 800, 270, "title", 64, 0, "fr");
    label(b, "« Qui forge ? » demande-t-elle : « le feu ! »", 800, 350, "text", 20, 0, "fr");
    label(b, "La mano sente quello che l’occhio non vede ancora; e il ferro risponde.", 800, 385,
          "text", 16, 430, "it");
    label(b, "The hand feels what the eye does not see yet. WAVE, Toffee, 12:30.", 800, 435,
          "title", 24, 430, "en");
    label(b, "اليد تحس بما لا تراه العين بعد", 800, 505, "text", 28, 430, "ar");
    label(b, "היד מרגישה מה שהעין עוד אינה רואה", 800, 550, "title", 24, 430, "he");
    label(b, "0123456789  1111\n9876543210  8888", 40, 560, "figures", 28, 0, "fr");
    label(b, "Éa", 300, 300, "title", 180, 0, "fr");
    for (int i = 0; i < 8; i++)
        label(b, "Forge, enclume, marteau", 40, 320 + (float)i * 28, "text", 9 + (float)i * 1.5f, 0,
              "fr");
    set_state(b, (struct affine){0.95f, -0.3f, 0.3f, 0.95f, 330, 660}, 1);
    label(b, "couché de biais, 24 px", 0, 0, "text", 24, 0, "fr");
    fill_rect(b, 300, 0, 60, 30, color_srgb(0x8fa3b0, 1));
}

// For the eye: build/…/render_sheet.png.
static void a_sheet_to_look_at(void **state)
{
    enum { W = 1280, H = 720 };
    struct bench *b = open_bench(W, H);
    struct fault f;
    drawlist_begin(b->list, W, H);
    drawlist_state(b->list,
                   &(struct draw_state){affine_identity(), {0, 0, W, H}, 1, BLEND_OVER, 0, 0});
    sheet_lines(b);
    sheet_fills(b);
    sheet_texts(b);
    paint(b);
    assert_true(encode_png(TEST_BUILD "/render_sheet.png", b->rgba, W, H, &f));
    assert_int_equal(b->said, 0);
    close_bench(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_edge_covers_a_pixel_by_its_area, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_has_the_light_of_its_area, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hairline_fades_and_does_not_vanish, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_keeps_its_softness_when_it_is_enlarged, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_disc_has_the_light_of_its_area, setup, teardown),
        cmocka_unit_test_setup_teardown(outlines_inside_outlines_are_holes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_star_drawn_in_one_go_has_a_hole, setup, teardown),
        cmocka_unit_test_setup_teardown(half_opaque_white_on_black_is_188, setup, teardown),
        cmocka_unit_test_setup_teardown(transparent_strokes_show_no_seams, setup, teardown),
        cmocka_unit_test_setup_teardown(a_transparent_trail_shows_no_joints, setup, teardown),
        cmocka_unit_test_setup_teardown(a_trail_has_the_light_of_its_points, setup, teardown),
        cmocka_unit_test_setup_teardown(a_clip_is_exact, setup, teardown),
        cmocka_unit_test_setup_teardown(a_transform_moves_turns_and_sizes, setup, teardown),
        cmocka_unit_test_setup_teardown(shapes_far_outside_cost_nothing_and_do_no_harm, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(many_shapes_are_all_there, setup, teardown),
        cmocka_unit_test_setup_teardown(a_trail_of_many_points_is_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(room_of_a_full_picture_goes_and_comes_again, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(letters_lie_where_the_layout_says, setup, teardown),
        cmocka_unit_test_setup_teardown(a_text_that_turns_is_laid_out_once, setup, teardown),
        cmocka_unit_test_setup_teardown(more_letters_than_the_atlas_holds_are_all_painted, setup,
                                        teardown),
        cmocka_unit_test(a_sheet_to_look_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
