// render: gradients, tints and sliced pictures. Oracles: gradients by their formula in double
// precision, pictures px by px.
#include "encode/encode.h"
#include "scene/path.h"
#include "tools/strokes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// ---- gradients

// B. Ottosson, "A perceptual color space for image processing" (2020): its published matrices.
static void to_oklab(const double c[3], double lab[3])
{
    double l = cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
    double m = cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
    double s = cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
    lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
    lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
    lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static void from_oklab(const double lab[3], double c[3])
{
    double l = pow(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2], 3);
    double m = pow(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2], 3);
    double s = pow(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2], 3);
    c[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
    c[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
    c[2] = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
}

static void expected_at(const struct draw_gradient *g, double t, double light[3])
{
    if (g->spread == GRADIENT_REPEAT)
        t -= floor(t);
    else if (g->spread == GRADIENT_MIRROR)
        t = fabs(t - 2 * floor(t / 2 + 0.5));
    t = fmin(fmax(t, 0), 1);
    uint32_t i = 1;
    while (i + 1 < g->count && t > g->places[i])
        i++;
    double f = (t - g->places[i - 1]) / ((double)g->places[i] - g->places[i - 1]);
    f = fmin(fmax(f, 0), 1);
    double ends[2][3];
    for (int k = 0; k < 2; k++) {
        const struct color *c = &g->colors[i - 1 + (uint32_t)k];
        const double rgb[3] = {c->r, c->g, c->b};
        memcpy(ends[k], rgb, sizeof rgb);
        if (g->space == GRADIENT_OKLAB)
            to_oklab(rgb, ends[k]);
    }
    double mixed[3];
    for (int k = 0; k < 3; k++)
        mixed[k] = ends[0][k] * (1 - f) + ends[1][k] * f;
    memcpy(light, mixed, sizeof mixed);
    if (g->space == GRADIENT_OKLAB)
        from_oklab(mixed, light);
}

// t of the middle of a px; `m` is what stands between the gradient's px and the canvas's.
static double t_at(const struct draw_gradient *g, struct affine m, double px, double py)
{
    double det = (double)m.a * m.d - (double)m.b * m.c, dx = px - m.e, dy = py - m.f;
    double x = (m.d * dx - m.c * dy) / det, y = (m.a * dy - m.b * dx) / det;
    const float *a = g->at;
    if (g->kind == GRADIENT_LINEAR)
        return ((x - a[0]) * (a[2] - a[0]) + (y - a[1]) * (a[3] - a[1])) /
               (pow(a[2] - a[0], 2) + pow(a[3] - a[1], 2));
    if (g->kind == GRADIENT_RADIAL)
        return (hypot(x - a[0], y - a[1]) - a[2]) / ((double)a[3] - a[2]);
    double turn = (atan2(y - a[1], x - a[0]) - a[2]) / (2 * M_PI);
    double way = (double)a[3] - a[2];
    turn = way > 0 ? turn - floor(turn) : -turn - floor(-turn);
    return turn * 2 * M_PI / fabs(way);
}

// Near a seam, where px are soft, nothing is asked.
static bool near_seam(const struct draw_gradient *g, double t)
{
    double whole = fabs(t - rint(t));
    return (g->spread == GRADIENT_REPEAT && whole < 0.03) ||
           (g->kind == GRADIENT_CONIC &&
            (t < 0.02 || t > fabs(2 * M_PI / (g->at[3] - g->at[2])) - 0.02));
}

static void check_gradient(struct easel *e, const struct draw_gradient *g, struct affine m)
{
    float xy[8] = {-4000, -4000, 4000, -4000, 4000, 4000, -4000, 4000};
    easel_clear(e);
    easel_state(e, m);
    assert_true(
        drawlist_polygon(e->list, xy, 4, &(struct draw_brush){.color = white, .gradient = g}));
    easel_paint(e);
    for (int y = 3; y < SIDE; y += 5) {
        for (int x = 2; x < SIDE; x += 7) {
            double light[3], t = t_at(g, m, x + 0.5, y + 0.5);
            if (near_seam(g, t))
                continue;
            expected_at(g, t, light);
            for (int k = 0; k < 3; k++)
                if (fabs(easel_pixel(e, x, y)[k] - easel_encode(light[k])) > 1.2)
                    fail_msg("kind %d spread %d space %d px %d, %d channel %d: %d, expected %.2f",
                             g->kind, g->spread, g->space, x, y, k, easel_pixel(e, x, y)[k],
                             easel_encode(light[k]));
        }
    }
}

static void gradients_are_what_their_formula_says(void **state)
{
    struct easel *e = *state;
    const struct affine turned = {0.9f, 0.5f, -0.7f, 1.2f, 60, -20};
    for (int spread = GRADIENT_CLAMP; spread <= GRADIENT_MIRROR; spread++) {
        for (int space = GRADIENT_LIGHT; space <= GRADIENT_OKLAB; space++) {
            struct draw_gradient g[] = {ramp(GRADIENT_LINEAR, 40, 60, 150, 120),
                                        ramp(GRADIENT_RADIAL, 110, 130, 0, 70),
                                        ramp(GRADIENT_RADIAL, 110, 130, 20, 70),
                                        ramp(GRADIENT_CONIC, 120, 110, 0.5f, 0.5f + 6.2831853f),
                                        ramp(GRADIENT_CONIC, 120, 110, 1, -1.5f)};
            for (int i = 0; i < 5; i++) {
                g[i].spread = (enum gradient_spread)spread;
                g[i].space = (enum gradient_space)space;
                check_gradient(e, &g[i], affine_identity());
                check_gradient(e, &g[i], turned);
            }
        }
    }
}

static void two_stops_at_one_place_are_an_edge(void **state)
{
    struct easel *e = *state;
    struct draw_gradient g = {.kind = GRADIENT_LINEAR,
                              .count = 4,
                              .at = {0, 0, 256, 0},
                              .places = {0, 0.25f, 0.25f, 1},
                              .colors = {{0, 0, 0, 1}, {0, 0, 0, 1}, {1, 1, 1, 1}, {1, 1, 1, 1}}};
    float xy[8] = {0, 0, 256, 0, 256, 256, 0, 256};
    struct draw_brush b = {.color = white, .gradient = &g};
    assert_true(drawlist_polygon(e->list, xy, 4, &b));
    easel_paint(e);
    assert_int_equal(easel_pixel(e, 63, 9)[0], 0);
    assert_int_equal(easel_pixel(e, 64, 9)[0], 255);
    g.at[0] = -0.75f * 4 / 3; // the edge now lies at 63.25: three quarters of px 63 are white
    easel_clear(e);
    assert_true(drawlist_polygon(e->list, xy, 4, &b));
    easel_paint(e);
    assert_int_equal(easel_pixel(e, 62, 9)[0], 0);
    assert_float_equal(easel_light(e, 63, 9, 0), 0.75, 0.02);
    assert_int_equal(easel_pixel(e, 64, 9)[0], 255);
}

static void a_gradient_fades_by_its_alpha_and_by_the_opacity(void **state)
{
    struct easel *e = *state;
    // Premultiplied: half way between red and nothing is red of half the light, not a darker red.
    struct draw_gradient g = {.count = 2,
                              .at = {0, 0, 256, 0},
                              .places = {0, 1},
                              .colors = {{1, 0.25f, 0, 1}, {0, 0, 0, 0}}};
    float xy[8] = {0, 0, 256, 0, 256, 256, 0, 256};
    e->list->background = (struct color){0, 0, 1, 1};
    assert_true(drawlist_polygon(e->list, xy, 4,
                                 &(struct draw_brush){.color = {1, 1, 1, 0.5f}, .gradient = &g}));
    easel_paint(e);
    for (int x = 0; x < SIDE; x += 15) {
        double alpha = (1 - (x + 0.5) / 256) * 0.5;
        assert_float_equal(easel_pixel(e, x, 50)[0], easel_encode(alpha), 1.2);
        assert_float_equal(easel_pixel(e, x, 50)[1], easel_encode(alpha * 0.25), 1.2);
        assert_float_equal(easel_pixel(e, x, 50)[2], easel_encode(1 - alpha), 1.2);
    }
}

static void a_stroke_wears_a_gradient_where_it_covers(void **state)
{
    struct easel *e = *state;
    struct draw_gradient g = {.count = 2,
                              .at = {28, 0, 228, 0},
                              .places = {0, 1},
                              .colors = {{1, 1, 1, 1}, {0, 0, 0, 1}}};
    struct draw_pen pen = {.cap = PEN_BUTT};
    float xy[4] = {28, 100, 228, 100};
    assert_true(drawlist_polyline(
        e->list, xy, 2, false,
        &(struct draw_brush){.color = white, .width = 10.5f, .pen = &pen, .gradient = &g}));
    assert_float_equal(painted(e), 200 * 10.5 / 2, 5);
}

// Letters in white, then in a gradient from white on the left to red on the right: each px is as
// much covered as before.
static void letters_wear_a_gradient(void **state)
{
    struct easel *e = *state;
    static double covered[SIDE][SIDE];
    struct text_style style = {.font = "title", .size_px = 90};
    struct draw_gradient g = {.count = 2,
                              .at = {0, 0, SIDE, 0},
                              .places = {0, 1},
                              .colors = {{1, 1, 1, 1}, {1, 0, 0, 1}}};
    for (int wears = 0; wears < 2; wears++) {
        easel_clear(e);
        assert_true(drawlist_text(e->list, "Fer", 3, 20, 60, &style, white));
        if (wears)
            assert_true(drawlist_text_gradient(e->list, &g));
        easel_paint(e);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (!wears) {
                    covered[y][x] = easel_light(e, x, y, 0);
                    continue;
                }
                double light = covered[y][x] * (1 - (x + 0.5) / SIDE);
                assert_float_equal(easel_light(e, x, y, 0), covered[y][x], 0.01);
                assert_float_equal(easel_light(e, x, y, 1), light, 0.01);
            }
        }
    }
    assert_true(easel_sum(e) > 500);
}

// ---- pictures

#define PICTURE TEST_BUILD "/render_brush_test.png"

static media_handle open_picture(struct easel *e, const unsigned char *rgba, int w, int h)
{
    struct fault f;
    assert_true(encode_png(PICTURE, rgba, w, h, &f));
    media_handle handle = media_take(&e->scene->media, MEDIA_PICTURE, 0);
    snprintf(media_find(&e->scene->media, handle)->path, MEDIA_PATH, "%s", PICTURE);
    return handle;
}

enum { W = 26, H = 23, LEFT = 5, TOP = 4, RIGHT = 9, BOTTOM = 7 };

// In the box of w x h px: whichever px of the picture lies there when the middle repeats.
static int tiled(int at, int first, int last, int size, int box)
{
    if (at < first)
        return at;
    if (at >= box - last)
        return size - (box - at);
    return first + (at - first) % (size - first - last);
}

static void borders_of_a_sliced_picture_keep_their_px(void **state)
{
    struct easel *e = *state;
    enum { X = 30, Y = 20, BOX_W = LEFT + RIGHT + 12 * 5, BOX_H = TOP + BOTTOM + 12 * 3 };
    unsigned char rgba[W * H * 4];
    for (int i = 0; i < W * H * 4; i++)
        rgba[i] = i % 4 == 3 ? 255 : (unsigned char)(i * 37 + i / 7 * 11);
    media_handle h = open_picture(e, rgba, W, H);
    struct draw_slices s = {.part = {0, 0, 1, 1},
                            .border = {(float)LEFT / W, (float)TOP / H, 1 - (float)RIGHT / W,
                                       1 - (float)BOTTOM / H},
                            .px = {LEFT, TOP, RIGHT, BOTTOM},
                            .size = {BOX_W, BOX_H},
                            .tile = {12, 12}};
    assert_true(drawlist_sliced(e->list, DRAW_PICTURE, h, (struct draw_rect){X, Y, BOX_W, BOX_H},
                                &s, white));
    easel_paint(e);
    for (int y = 0; y < BOX_H; y++) {
        for (int x = 0; x < BOX_W; x++) {
            const unsigned char *from =
                rgba + (tiled(y, TOP, BOTTOM, H, BOX_H) * W + tiled(x, LEFT, RIGHT, W, BOX_W)) * 4;
            for (int k = 0; k < 3; k++)
                assert_in_range(easel_pixel(e, X + x, Y + y)[k], from[k] ? from[k] - 1 : 0,
                                from[k] + 1);
        }
    }
    assert_int_equal(easel_pixel(e, X - 1, Y)[0] + easel_pixel(e, X + BOX_W, Y)[0], 0);
    unlink(PICTURE);
}

static void the_middle_of_a_sliced_picture_is_pulled(void **state)
{
    struct easel *e = *state;
    enum { BOX = 200 };
    unsigned char rgba[12 * 12 * 4]; // a frame of 4 px of green around red
    for (int i = 0; i < 144; i++) {
        bool inside = i % 12 >= 4 && i % 12 < 8 && i / 12 >= 4 && i / 12 < 8;
        memcpy(rgba + 4 * (size_t)i, inside ? "\377\0\0\377" : "\0\377\0\377", 4);
    }
    media_handle h = open_picture(e, rgba, 12, 12);
    struct draw_slices s = {.part = {0, 0, 1, 1},
                            .border = {1 / 3.0f, 1 / 3.0f, 2 / 3.0f, 2 / 3.0f},
                            .px = {4, 4, 4, 4},
                            .size = {BOX, BOX}};
    assert_true(
        drawlist_sliced(e->list, DRAW_PICTURE, h, (struct draw_rect){20, 20, BOX, BOX}, &s, white));
    easel_paint(e);
    assert_int_equal(easel_pixel(e, 120, 120)[0], 255);
    assert_int_equal(easel_pixel(e, 120, 120)[1], 0);
    for (int x = 20; x < 20 + BOX; x++)
        for (int i = 0; i < 3; i++) {
            assert_int_equal(easel_pixel(e, x, 20 + i)[1], 255);
            assert_int_equal(easel_pixel(e, 20 + i, x)[1], 255);
            assert_int_equal(easel_pixel(e, x, 19 + BOX - i)[1], 255);
        }
    unlink(PICTURE);
}

static void a_tint_multiplies_linear_light(void **state)
{
    struct easel *e = *state;
    unsigned char rgba[4 * 4 * 4];
    for (int i = 0; i < 16; i++)
        memcpy(rgba + 4 * (size_t)i, "\310\144\062\377", 4); // 200, 100, 50
    media_handle h = open_picture(e, rgba, 4, 4);
    struct color tint = {0.5f, 0.25f, 0.8f, 0.6f};
    assert_true(drawlist_image(e->list, DRAW_PICTURE, h, (struct draw_rect){10, 10, 40, 40},
                               (struct draw_rect){0, 0, 1, 1}, tint));
    easel_paint(e);
    const double factor[3] = {tint.r, tint.g, tint.b}, bytes[3] = {200, 100, 50};
    for (int k = 0; k < 3; k++)
        assert_float_equal(easel_pixel(e, 30, 30)[k],
                           easel_encode(easel_decode(bytes[k]) * factor[k] * tint.a), 1);
    unlink(PICTURE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_AN_EASEL(gradients_are_what_their_formula_says),
        ON_AN_EASEL(two_stops_at_one_place_are_an_edge),
        ON_AN_EASEL(a_gradient_fades_by_its_alpha_and_by_the_opacity),
        ON_AN_EASEL(a_stroke_wears_a_gradient_where_it_covers),
        ON_AN_EASEL(letters_wear_a_gradient),
        ON_AN_EASEL(borders_of_a_sliced_picture_keep_their_px),
        ON_AN_EASEL(the_middle_of_a_sliced_picture_is_pulled),
        ON_AN_EASEL(a_tint_multiplies_linear_light),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
