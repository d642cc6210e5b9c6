// A canvas with a film, for tests of render.
#include "tools/canvas.h"

#include "base/log.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

const struct gpu_texture *film_texture(const struct film *f, const struct scene *scene,
                                       media_handle media)
{
    return f->media == media ? &f->texture : NULL;
}

static void count_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct bench *b = user;
    if (level >= LOG_WARNING)
        b->said++;
}

static void wake(void *user)
{
    struct bench *b = user;
    b->woken++;
}

struct bench *open_bench(int width, int height)
{
    struct bench *b = calloc(1, sizeof *b);
    struct fault f = {0};
    b->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (b->windows)
        b->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    b->text = text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    b->scene = scene_create("test");
    b->scene->stepped = true;
    scene_stage_add(b->scene, "wall", width, height);
    b->list = &b->scene->stages[0].list;
    if (b->gpu && b->text)
        b->render = render_create(
            &(struct render_desc){
                .gpu = b->gpu, .text = b->text, .film = &b->film, .wake = wake, .user = b},
            b->scene, &f);
    if (!b->render)
        fail_msg("%s", f.text);
    b->rgba = malloc((size_t)width * (size_t)height * 4);
    log_to(count_line, b, LOG_DEBUG);
    return b;
}

void close_bench(struct bench *b)
{
    log_to(NULL, NULL, LOG_INFO);
    render_destroy(b->render);
    scene_destroy(b->scene);
    text_destroy(b->text);
    gpu_destroy(b->gpu);
    windows_destroy(b->windows);
    free(b->rgba);
    free(b);
}

int setup(void **state)
{
    struct bench *b = open_bench(SIDE, SIDE);
    *state = b;
    drawlist_begin(b->list, SIDE, SIDE);
    return 0;
}

int teardown(void **state)
{
    close_bench(*state);
    return 0;
}

void paint(struct bench *b)
{
    assert_int_equal(b->list->refused, 0);
    assert_true(render_draw(b->render, b->scene));
    gpu_target_read(b->gpu, render_target(b->render, 0), b->rgba);
}

const unsigned char *pixel(const struct bench *b, int x, int y)
{
    return b->rgba + (y * SIDE + x) * 4;
}

double light_of(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double light(const struct bench *b, int x, int y)
{
    return light_of(pixel(b, x, y)[1]);
}

const struct color white = {1, 1, 1, 1}, half_white = {1, 1, 1, 0.5f};

void set_state(struct bench *b, struct affine m, float opacity)
{
    struct scene_stage *stage = &b->scene->stages[0];
    struct draw_state s = {m,       {0, 0, (float)stage->width, (float)stage->height},
                           opacity, BLEND_OVER,
                           0,       0};
    assert_true(drawlist_state(b->list, &s));
}
