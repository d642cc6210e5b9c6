// A stage with a film, for tests of render.
#include "tools/layered.h"

#include "base/log.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

const struct gpu_texture *film_texture(const struct film *f, const struct scene *scene,
                                       media_handle media)
{
    return f->texture.id ? &f->texture : NULL;
}

static void keep_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct bench *b = user;
    if (level < LOG_WARNING)
        return;
    b->said++;
    snprintf(b->last, sizeof b->last, "%s", text);
}

int setup(void **state)
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

int teardown(void **state)
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

const struct color white = {1, 1, 1, 1}, black = {0, 0, 0, 1};

void begin(struct bench *b, struct color background)
{
    drawlist_begin(b->list, SIDE, SIDE);
    b->list->background = background;
    b->stage->picture++;
}

void set_blend(struct bench *b, enum draw_blend blend)
{
    struct draw_state s = b->list->states[b->list->state_count - 1];
    s.blend = blend;
    assert_true(drawlist_state(b->list, &s));
}

void fill(struct bench *b, float x, float y, float w, float h, struct color c)
{
    float xy[] = {x, y, x + w, y, x + w, y + h, x, y + h};
    assert_true(drawlist_fill(b->list, xy, 4, c));
}

void read_back(struct bench *b)
{
    gpu_target_read(b->gpu, render_target(b->render, 0), b->rgba);
}

void paint(struct bench *b)
{
    assert_int_equal(b->list->refused, 0);
    assert_true(render_draw(b->render, b->scene));
    read_back(b);
}

double light_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double byte_of(double light)
{
    double c = fmin(fmax(light, 0), 1);
    return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055);
}

const unsigned char *pixel(const struct bench *b, int x, int y)
{
    return b->rgba + (y * SIDE + x) * 4;
}

void has_light(const struct bench *b, int x, int y, const double light[3])
{
    for (int k = 0; k < 3; k++)
        if (fabs(pixel(b, x, y)[k] - byte_of(light[k])) > 1.5)
            fail_msg("px %d, %d, part %d: %d, not %.2f", x, y, k, pixel(b, x, y)[k],
                     byte_of(light[k]));
}

void is_grey(const struct bench *b, int x, int y, double light)
{
    has_light(b, x, y, (double[]){light, light, light});
}
