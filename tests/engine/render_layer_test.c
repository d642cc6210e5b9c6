// render: blending, groups, masks, pictures that are drawn on, and stages that give way. Oracles:
// the formulas of W3C Compositing and Blending Level 1 and of IEC 61966-2-1, in double precision.
#include "base/log.h"
#include "encode/encode.h"
#include "render/render.h"
#include "scene/path.h"
#include "window/window.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SIDE = 64 };

// Instead of the room film: a texture that tests paint.
struct film {
    struct gpu_texture texture;
};

const struct gpu_texture *film_texture(const struct film *f, const struct scene *scene,
                                       media_handle media)
{
    return f->texture.id ? &f->texture : NULL;
}

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    struct text *text;
    struct scene *scene;
    struct film film;
    struct render *render;
    struct scene_stage *stage;
    struct drawlist *list;
    unsigned char rgba[SIDE * SIDE * 4];
    int said;
    char last[512];
};

static void keep_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct bench *b = user;
    if (level < LOG_WARNING)
        return;
    b->said++;
    snprintf(b->last, sizeof b->last, "%s", text);
}

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    *state = b;
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    b->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    b->text = text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    b->scene = scene_create("test");
    b->scene->stepped = true;
    scene_stage_add(b->scene, "wall", SIDE, SIDE);
    b->stage = &b->scene->stages[0];
    b->list = &b->stage->list;
    b->render =
        render_create(&(struct render_desc){.gpu = b->gpu, .text = b->text, .film = &b->film},
                      b->scene, &f);
    if (!b->render)
        fail_msg("%s", f.text);
    log_to(keep_line, b, LOG_DEBUG);
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    log_to(NULL, NULL, LOG_INFO);
    gpu_texture_finish(&b->film.texture);
    render_destroy(b->render);
    scene_destroy(b->scene);
    text_destroy(b->text);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    free(b);
    return 0;
}

static const struct color white = {1, 1, 1, 1}, black = {0, 0, 0, 1};

static void begin(struct bench *b, struct color background)
{
    drawlist_begin(b->list, SIDE, SIDE);
    b->list->background = background;
    b->stage->picture++;
}

static void set_blend(struct bench *b, enum draw_blend blend)
{
    struct draw_state s = b->list->states[b->list->state_count - 1];
    s.blend = blend;
    assert_true(drawlist_state(b->list, &s));
}

static void fill(struct bench *b, float x, float y, float w, float h, struct color c)
{
    float xy[] = {x, y, x + w, y, x + w, y + h, x, y + h};
    assert_true(drawlist_fill(b->list, xy, 4, c));
}

static void read_back(struct bench *b)
{
    gpu_target_read(b->gpu, render_target(b->render, 0), b->rgba);
}

static void paint(struct bench *b)
{
    assert_int_equal(b->list->refused, 0);
    assert_true(render_draw(b->render, b->scene));
    read_back(b);
}

static double light_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double byte_of(double light)
{
    double c = fmin(fmax(light, 0), 1);
    return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055);
}

static const unsigned char *pixel(const struct bench *b, int x, int y)
{
    return b->rgba + (y * SIDE + x) * 4;
}

// Within one and a half of a byte's step.
static void has_light(const struct bench *b, int x, int y, const double light[3])
{
    for (int k = 0; k < 3; k++)
        if (fabs(pixel(b, x, y)[k] - byte_of(light[k])) > 1.5)
            fail_msg("px %d, %d, part %d: %d, not %.2f", x, y, k, pixel(b, x, y)[k],
                     byte_of(light[k]));
}

static void is_grey(const struct bench *b, int x, int y, double light)
{
    has_light(b, x, y, (double[]){light, light, light});
}

static double mode(enum draw_blend blend, double d, double s)
{
    switch (blend) {
    case BLEND_SCREEN:
        return d + s - d * s;
    case BLEND_MULTIPLY:
        return d * s;
    case BLEND_LIGHTEN:
        return fmax(d, s);
    case BLEND_DARKEN:
        return fmin(d, s);
    case BLEND_OVERLAY: // hard light with the two exchanged
        return d <= 0.5 ? s * 2 * d : s + (2 * d - 1) - s * (2 * d - 1);
    case BLEND_DIFFERENCE:
        return fabs(d - s);
    case BLEND_EXCLUSION:
        return d + s - 2 * d * s;
    default:
        return s;
    }
}

// Straight colours and alphas in; premultiplied colour out. *alpha: of the result.
static double composed(enum draw_blend blend, double d, double ad, double s, double as,
                       double *alpha)
{
    if (blend == BLEND_ADD) {
        *alpha = fmin(1, as + ad);
        return as * s + ad * d;
    }
    if (blend == BLEND_ERASE) {
        *alpha = ad * (1 - as);
        return ad * d * (1 - as);
    }
    *alpha = as + ad * (1 - as);
    return as * (1 - ad) * s + (1 - as) * ad * d + as * ad * mode(blend, d, s);
}

static const struct color sources[] = {{1, 1, 1, 1},
                                       {0, 0, 0, 1},
                                       {0.2f, 0.5f, 0.9f, 1},
                                       {0.8f, 0.1f, 0.4f, 0.5f},
                                       {0.3f, 0.6f, 0, 0.25f}};
static const struct color grounds[] = {
    {1, 1, 1, 1}, {0, 0, 0, 1}, {0.6f, 0.3f, 0.1f, 1}, {0.1f, 0.7f, 0.55f, 1}};
enum { SOURCES = 5, GROUNDS = 4 };

static void part(struct color c, double to[3])
{
    to[0] = c.r;
    to[1] = c.g;
    to[2] = c.b;
}

static void every_mode_blends_by_its_formula_on_opaque_ground(void **state)
{
    struct bench *b = *state;
    for (enum draw_blend blend = 0; blend < BLEND_MODES; blend++) {
        begin(b, black);
        for (int g = 0; g < GROUNDS; g++)
            fill(b, (float)(g * 8), 0, 8, 40, grounds[g]);
        set_blend(b, blend);
        for (int s = 0; s < SOURCES; s++)
            fill(b, 0, (float)(s * 8), 32, 8, sources[s]);
        paint(b);
        for (int g = 0; g < GROUNDS; g++) {
            for (int s = 0; s < SOURCES; s++) {
                double d[3], c[3], want[3], alpha;
                part(grounds[g], d);
                part(sources[s], c);
                for (int k = 0; k < 3; k++) { // the ground lies there in bytes
                    double ground = light_of(rint(byte_of(d[k])));
                    want[k] = composed(blend, ground, 1, c[k], sources[s].a, &alpha);
                }
                has_light(b, g * 8 + 4, s * 8 + 4, want);
            }
        }
    }
}

// The same in a group, whose ground is half transparent; the group then lies on a grey.
static void every_mode_blends_by_its_formula_on_transparent_ground(void **state)
{
    struct bench *b = *state;
    const struct draw_layer group = {.opacity = 1};
    const double grey = 0.25;
    for (enum draw_blend blend = 0; blend < BLEND_MODES; blend++) {
        begin(b, (struct color){(float)grey, (float)grey, (float)grey, 1});
        assert_true(drawlist_layer(b->list, &group, NULL));
        for (int g = 0; g < GROUNDS; g++) {
            struct color c = grounds[g];
            c.a = g == 0 ? 0 : 0.3f * (float)g; // 0, 0.3, 0.6, 0.9
            fill(b, (float)(g * 8), 0, 8, 40, c);
        }
        set_blend(b, blend);
        for (int s = 0; s < SOURCES; s++)
            fill(b, 0, (float)(s * 8), 32, 8, sources[s]);
        assert_true(drawlist_end(b->list));
        paint(b);
        for (int g = 0; g < GROUNDS; g++) {
            for (int s = 0; s < SOURCES; s++) {
                double d[3], c[3], want[3], alpha = 0, ad = g == 0 ? 0 : 0.3 * g;
                part(grounds[g], d);
                part(sources[s], c);
                for (int k = 0; k < 3; k++) {
                    want[k] = composed(blend, d[k], ad, c[k], sources[s].a, &alpha);
                    want[k] += grey * (1 - alpha);
                }
                has_light(b, g * 8 + 4, s * 8 + 4, want);
            }
        }
    }
}

static void in_a_group_things_do_not_shine_through_each_other(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.5f}, NULL));
    fill(b, 4, 4, 30, 30, (struct color){1, 0, 0, 1});
    fill(b, 20, 20, 30, 30, (struct color){0, 1, 0, 1});
    assert_true(drawlist_end(b->list));
    paint(b);
    has_light(b, 10, 10, (double[]){0.5, 0, 0});
    has_light(b, 25, 25, (double[]){0, 0.5, 0});
    has_light(b, 45, 45, (double[]){0, 0.5, 0});
    is_grey(b, 60, 60, 0);
}

static void groups_lie_in_groups(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    for (int i = 0; i < LAYER_DEPTH; i++)
        assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.9f}, NULL));
    assert_false(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.9f}, NULL));
    b->list->refused = 0;
    fill(b, 0, 0, 20, 20, white);
    for (int i = 0; i < LAYER_DEPTH; i++)
        assert_true(drawlist_end(b->list));
    assert_false(drawlist_end(b->list));
    b->list->refused = 0;
    fill(b, 30, 0, 20, 20, white);
    paint(b);
    is_grey(b, 10, 10, pow(0.9, LAYER_DEPTH));
    is_grey(b, 40, 10, 1);
    assert_int_equal(b->said, 0);
}

static void a_group_without_an_end_ends_with_the_list(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.5f}, NULL));
    fill(b, 0, 0, 20, 20, white);
    paint(b);
    is_grey(b, 10, 10, 0.5);
    begin(b, black); // and the targets are as good as new
    assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 1}, NULL));
    fill(b, 30, 0, 20, 20, white);
    paint(b);
    is_grey(b, 10, 10, 0);
    is_grey(b, 40, 10, 1);
}

static void a_group_is_added_light_and_cut_by_its_clip(void **state)
{
    struct bench *b = *state;
    begin(b, (struct color){0.25f, 0.25f, 0.25f, 1});
    assert_true(drawlist_state(
        b->list, &(struct draw_state){affine_identity(), {0, 0, 16, SIDE}, 1, BLEND_OVER, 0, 0}));
    assert_true(
        drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.5f, .blend = BLEND_ADD}, NULL));
    assert_true(drawlist_state(
        b->list, &(struct draw_state){affine_identity(), {0, 0, SIDE, SIDE}, 1, BLEND_OVER, 0, 0}));
    fill(b, 0, 0, 32, 32, (struct color){0.5f, 0.5f, 0.5f, 1});
    assert_true(drawlist_end(b->list));
    paint(b);
    is_grey(b, 8, 8, 0.5);
    is_grey(b, 20, 8, 0.25);
}

static media_handle open_canvas(struct bench *b, int width, int height, bool keeps, float fade_s)
{
    media_handle h = media_take(&b->scene->media, MEDIA_CANVAS, 0);
    struct media *m = media_find(&b->scene->media, h);
    m->width = width;
    m->height = height;
    m->keeps = keeps;
    m->fade_s = fade_s;
    m->state = MEDIA_READY;
    return h;
}

static void draw_onto(struct bench *b, media_handle h, bool keeps)
{
    const struct media *m = media_find(&b->scene->media, h);
    assert_true(drawlist_onto(b->list, h, keeps));
    assert_true(drawlist_state(
        b->list,
        &(struct draw_state){
            affine_identity(), {0, 0, (float)m->width, (float)m->height}, 1, BLEND_OVER, 0, 0}));
}

static void end_onto(struct bench *b)
{
    assert_true(drawlist_end(b->list));
    assert_true(drawlist_state(
        b->list, &(struct draw_state){affine_identity(), {0, 0, SIDE, SIDE}, 1, BLEND_OVER, 0, 0}));
}

static void show(struct bench *b, media_handle h, float x, float y, float w, float height)
{
    assert_true(drawlist_image(b->list, DRAW_PICTURE, h, (struct draw_rect){x, y, w, height},
                               (struct draw_rect){0, 0, 1, 1}, white));
}

static void what_is_drawn_on_a_picture_is_shown_with_it(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, 100, 20, false, 0); // wider than the stage
    begin(b, (struct color){0, 0, 0.5f, 1});
    draw_onto(b, h, false);
    fill(b, 80, 0, 20, 20, white);
    fill(b, 0, 0, 20, 20, (struct color){1, 0, 0, 0.5f});
    end_onto(b);
    show(b, h, 0, 0, 50, 10);
    paint(b);
    has_light(b, 5, 5, (double[]){0.5, 0, 0.25});
    has_light(b, 20, 5, (double[]){0, 0, 0.5}); // nothing was drawn there
    is_grey(b, 45, 5, 1);
    begin(b, black); // what does not keep begins anew
    draw_onto(b, h, false);
    fill(b, 0, 0, 20, 20, white);
    end_onto(b);
    show(b, h, 0, 0, 50, 10);
    paint(b);
    is_grey(b, 5, 5, 1);
    is_grey(b, 45, 5, 0);
}

static void a_picture_that_was_closed_or_never_drawn_on_is_left_out(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, 20, 20, false, 0);
    begin(b, white);
    show(b, h, 0, 0, 20, 20);
    paint(b);
    is_grey(b, 10, 10, 1);
    media_release(&b->scene->media, h);
    begin(b, white);
    assert_true(drawlist_onto(b->list, h, false));
    fill(b, 0, 0, 20, 20, black); // not on the stage instead
    end_onto(b);
    show(b, h, 0, 0, 20, 20);
    paint(b);
    is_grey(b, 10, 10, 1);
}

// One frame of a scene that adds a tenth of white.
static void add_a_tenth(struct bench *b, media_handle h)
{
    begin(b, black);
    draw_onto(b, h, true);
    set_blend(b, BLEND_ADD);
    fill(b, 0, 0, SIDE, SIDE, (struct color){0.1f, 0.1f, 0.1f, 1});
    end_onto(b);
    show(b, h, 0, 0, SIDE, SIDE);
}

static void light_adds_up_once_for_each_list(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, SIDE, SIDE, true, 0);
    b->stage->keeps = true;
    add_a_tenth(b, h);
    paint(b);
    is_grey(b, 9, 9, 0.1);
    b->stage->picture++; // a film's new frame: the same list once more
    paint(b);
    is_grey(b, 9, 9, 0.1);
    for (int i = 0; i < 4; i++) {
        b->scene->still = i < 3; // nobody looks, but it counts
        add_a_tenth(b, h);
        render_draw(b->render, b->scene);
    }
    read_back(b);
    is_grey(b, 9, 9, 0.5);
}

static void light_fades_by_half_in_its_time(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, SIDE, SIDE, true, 2);
    begin(b, black);
    draw_onto(b, h, true);
    fill(b, 0, 0, SIDE, SIDE, white);
    end_onto(b);
    paint(b);
    for (int i = 1; i <= 240; i++) { // 4 s
        b->scene->now_s = i / 60.0;
        begin(b, black);
        draw_onto(b, h, true);
        fill(b, 0, 0, 4, 4, white);
        end_onto(b);
        show(b, h, 0, 0, SIDE, SIDE);
        paint(b);
        if (i == 120)
            is_grey(b, 30, 30, 0.5);
    }
    is_grey(b, 30, 30, 0.25);
    is_grey(b, 2, 2, 1);
}

static void light_that_adds_up_for_hours_stays_finite(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, SIDE, SIDE, true, 1);
    for (int i = 0; i < 300; i++) {
        begin(b, black);
        draw_onto(b, h, true);
        set_blend(b, BLEND_ADD);
        for (int k = 0; k < 20; k++)
            fill(b, 0, 0, 16, 16, (struct color){1000, 1000, 1000, 1});
        end_onto(b);
        render_draw(b->render, b->scene);
        b->stage->picture++;
    }
    b->scene->now_s = 30;
    for (int i = 0; i < 2; i++) {
        begin(b, black);
        draw_onto(b, h, true);
        end_onto(b);
        show(b, h, 0, 0, SIDE, SIDE);
        paint(b);
    }
    is_grey(b, 8, 8, 0);
    is_grey(b, 40, 40, 0);
}

static void a_picture_masks_by_its_light_or_its_alpha(void **state)
{
    struct bench *b = *state;
    media_handle mask = open_canvas(b, 32, 32, false, 0);
    for (int way = 0; way < 4; way++) {
        begin(b, black);
        draw_onto(b, mask, false);
        fill(b, 0, 0, 8, 32, (struct color){0.5f, 0.5f, 0.5f, 1});
        fill(b, 8, 0, 8, 32, (struct color){1, 0, 0, 1});
        fill(b, 16, 0, 8, 32, (struct color){1, 1, 1, 0.25f});
        end_onto(b);
        assert_true(drawlist_layer(b->list,
                                   &(struct draw_layer){.opacity = 1,
                                                        .mask = way < 2 ? MASK_LIGHT : MASK_ALPHA,
                                                        .invert = way & 1,
                                                        .media = mask,
                                                        .at = {0, 0, 32, 32}},
                                   NULL));
        fill(b, 0, 0, SIDE, SIDE, white);
        assert_true(drawlist_end(b->list));
        paint(b);
        const double light[] = {0.5, 0.2126, 0.25, 0}, alpha[] = {1, 1, 0.25, 0};
        for (int i = 0; i < 4; i++) {
            double shown = way < 2 ? light[i] : alpha[i];
            is_grey(b, i * 8 + 4, 10, way & 1 ? 1 - shown : shown);
        }
        is_grey(b, 50, 50, way & 1); // beside the mask
    }
}

static void an_outline_masks_with_an_edge_as_soft_as_asked(void **state)
{
    struct bench *b = *state;
    const float half[] = {PATH_MOVE, -100, -100,      PATH_LINE, 32,  -100,      PATH_LINE,
                          32,        200,  PATH_LINE, -100,      200, PATH_CLOSE};
    for (int turn = 0; turn < 2; turn++) {
        double soft = turn ? 12 : 0, sigma = soft / 2.5631; // 10 % to 90 % of a Gaussian's integral
        begin(b, black);
        assert_true(drawlist_layer(b->list,
                                   &(struct draw_layer){.opacity = 1,
                                                        .mask = MASK_PATH,
                                                        .count = 13,
                                                        .soft_px = (float)soft},
                                   half));
        fill(b, 0, 0, SIDE, SIDE, white);
        assert_true(drawlist_end(b->list));
        paint(b);
        for (int x = 1; x < SIDE; x += 3) {
            double far = 32 - (x + 0.5);
            double want = turn ? 0.5 * (1 + erf(far / sigma / sqrt(2))) : far > 0;
            if (fabs(light_of(pixel(b, x, 32)[1]) - want) > 0.012)
                fail_msg("px %d: %.3f, not %.3f", x, light_of(pixel(b, x, 32)[1]), want);
        }
    }
}

static void what_does_not_fit_is_painted_straight_and_told_once(void **state)
{
    struct bench *b = *state;
    media_handle big[6];
    for (int i = 0; i < 6; i++)
        big[i] = open_canvas(b, 4096, 4096, false, 0); // 128 MiB each
    for (int turn = 0; turn < 2; turn++) {
        begin(b, black);
        for (int i = 0; i < 6; i++) {
            draw_onto(b, big[i], false);
            end_onto(b);
        }
        fill(b, 0, 0, 20, 20, white);
        paint(b);
        is_grey(b, 10, 10, 1);
    }
    assert_int_equal(b->said, 1);
    assert_non_null(strstr(b->last, "512 MiB"));
}

// The stage goes from one grey to another.
static void give_way(struct bench *b, struct transition how, double before, double next)
{
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){(float)before, (float)before, (float)before, 1});
    paint(b);
    struct scene_way *way = &b->stage->way;
    struct drawlist spare = way->before;
    way->before = *b->list;
    *b->list = spare;
    b->list->version = way->before.version;
    way->running = true;
    way->how = how;
    way->from_s = b->scene->now_s;
    way->number++;
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){(float)next, (float)next, (float)next, 1});
}

static void at(struct bench *b, double now_s)
{
    b->scene->now_s = now_s;
    paint(b);
}

static void a_fade_is_linear_in_light(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 0.8, 0.1);
    for (int i = 0; i <= 8; i++) {
        at(b, i / 4.0);
        is_grey(b, 9, 9, 0.8 + (0.1 - 0.8) * i / 8);
    }
    b->stage->way.running = false;
    at(b, 2.5);
    is_grey(b, 9, 9, 0.1);
    assert_false(render_draw(b->render, b->scene));
}

static void through_black_is_black_in_the_middle(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_BLACK, .duration_s = 2}, 0.8, 0.4);
    const double want[] = {0.8, 0.4, 0, 0.2, 0.4};
    for (int i = 0; i <= 4; i++) {
        at(b, i / 2.0);
        is_grey(b, 9, 9, want[i]);
    }
}

static void a_wipe_goes_from_left_to_right_with_a_soft_edge(void **state)
{
    struct bench *b = *state;
    const double soft = 0.25;
    give_way(b, (struct transition){.kind = TRANSITION_WIPE, .duration_s = 1, .soft = (float)soft},
             0.9, 0.2);
    for (int i = 0; i <= 8; i++) {
        double t = i / 8.0;
        at(b, t);
        for (int x = 0; x < SIDE; x += 7) {
            double come = fmin(fmax((t * (1 + soft) - (x + 0.5) / SIDE) / soft, 0), 1);
            is_grey(b, x, 30, 0.9 + (0.2 - 0.9) * come);
        }
    }
}

static void a_wipe_follows_the_bytes_of_its_mask(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    unsigned char *grey = malloc((size_t)SIDE * SIDE * 4);
    for (int i = 0; i < SIDE * SIDE; i++) { // from dark at the bottom to bright on top
        memset(grey + (size_t)i * 4, 252 - 4 * (i / SIDE), 3);
        grey[i * 4 + 3] = 255;
    }
    assert_true(encode_png(TEST_BUILD "/wipe-mask.png", grey, SIDE, SIDE, &f));
    free(grey);
    media_handle mask = media_take(&b->scene->media, MEDIA_PICTURE, 0);
    snprintf(media_find(&b->scene->media, mask)->path, MEDIA_PATH, TEST_BUILD "/wipe-mask.png");
    give_way(b, (struct transition){.kind = TRANSITION_WIPE, .duration_s = 1, .soft = 0.5f}, 1, 0);
    b->stage->way.mask = mask;
    at(b, 0.5);
    for (int y = 0; y < SIDE; y += 5) {
        double come = (0.5 * 1.5 - (252 - 4 * y) / 255.0) / 0.5;
        is_grey(b, 20, y, 1 - fmin(fmax(come, 0), 1));
    }
}

static void a_second_change_begins_from_the_picture_that_stands(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 1, 0);
    at(b, 1); // 0.5
    struct scene_way *way = &b->stage->way;
    way->number++;
    way->standing = true;
    way->from_s = 1.5;
    way->how.duration_s = 1;
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){0.1f, 0.1f, 0.1f, 1});
    at(b, 1.5);
    is_grey(b, 9, 9, 0.5);
    at(b, 2);
    is_grey(b, 9, 9, 0.3);
}

static void frames_that_nobody_saw_change_no_transition(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 1, 0);
    b->scene->still = true;
    for (int i = 0; i < 7; i++) {
        b->scene->now_s = i * 0.2;
        render_draw(b->render, b->scene);
    }
    b->scene->still = false;
    at(b, 1.5);
    is_grey(b, 9, 9, 0.25);
}

static void next_frame(struct bench *b, double now_s)
{
    b->scene->frame++;
    b->scene->now_s = now_s;
    render_draw(b->render, b->scene);
}

// On the way to a moment nobody paints transitions, unless one began from the picture of another.
static void a_picture_that_a_transition_began_from_unpainted_is_told(void **state)
{
    struct bench *b = *state;
    struct scene_way *way = &b->stage->way;
    for (int painted = 0; painted < 2; painted++) {
        give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 1, 0);
        double began_s = way->from_s;
        b->scene->still = b->scene->unwatched = !painted;
        next_frame(b, began_s + 1);
        assert_false(render_gap(b->render, b->scene));
        way->number++;
        way->standing = true;
        way->from_s = began_s + 1.5;
        next_frame(b, began_s + 2);
        b->scene->still = false;
        next_frame(b, began_s + 2.5);
        assert_int_equal(render_gap(b->render, b->scene), !painted);
        way->running = way->standing = false;
        next_frame(b, began_s + 4);
        assert_false(render_gap(b->render, b->scene)); // it is over
    }
}

static void a_stage_is_as_bright_as_its_opacity(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){0.8f, 0.8f, 0.8f, 1});
    for (int i = 4; i >= 0; i--) {
        b->stage->opacity = (float)i / 4;
        paint(b);
        is_grey(b, 9, 9, 0.2 * i);
        assert_int_equal(pixel(b, 9, 9)[3], 255);
        assert_false(render_draw(b->render, b->scene)); // nothing new
    }
    b->stage->opacity = 1;
    paint(b);
    is_grey(b, 9, 9, 0.8);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_mode_blends_by_its_formula_on_opaque_ground),
        TEST(every_mode_blends_by_its_formula_on_transparent_ground),
        TEST(in_a_group_things_do_not_shine_through_each_other),
        TEST(groups_lie_in_groups),
        TEST(a_group_without_an_end_ends_with_the_list),
        TEST(a_group_is_added_light_and_cut_by_its_clip),
        TEST(what_is_drawn_on_a_picture_is_shown_with_it),
        TEST(a_picture_that_was_closed_or_never_drawn_on_is_left_out),
        TEST(light_adds_up_once_for_each_list),
        TEST(light_fades_by_half_in_its_time),
        TEST(light_that_adds_up_for_hours_stays_finite),
        TEST(a_picture_masks_by_its_light_or_its_alpha),
        TEST(an_outline_masks_with_an_edge_as_soft_as_asked),
        TEST(what_does_not_fit_is_painted_straight_and_told_once),
        TEST(a_fade_is_linear_in_light),
        TEST(through_black_is_black_in_the_middle),
        TEST(a_wipe_goes_from_left_to_right_with_a_soft_edge),
        TEST(a_wipe_follows_the_bytes_of_its_mask),
        TEST(a_second_change_begins_from_the_picture_that_stands),
        TEST(frames_that_nobody_saw_change_no_transition),
        TEST(a_picture_that_a_transition_began_from_unpainted_is_told),
        TEST(a_stage_is_as_bright_as_its_opacity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
