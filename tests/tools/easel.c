// A canvas for tests of render.
#include "tools/easel.h"

#include "base/log.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

// Instead of the room film.
struct film;
const struct gpu_texture *film_texture(const struct film *f, const struct scene *scene,
                                       media_handle media)
{
    return NULL;
}

static void count_line(void *user, enum log_level level, const char *room, const char *text)
{
    struct easel *e = user;
    if (level >= LOG_WARNING)
        e->said++;
}

struct easel *easel_open(int width, int height)
{
    struct easel *e = calloc(1, sizeof *e);
    struct fault f = {0};
    e->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (e->windows)
        e->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    e->text = text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    e->scene = scene_create("test");
    e->scene->stepped = true;
    scene_stage_add(e->scene, "wall", width, height);
    e->list = &e->scene->stages[0].list;
    e->width = width;
    e->height = height;
    if (e->gpu && e->text)
        e->render =
            render_create(&(struct render_desc){.gpu = e->gpu, .text = e->text}, e->scene, &f);
    if (!e->render)
        fail_msg("%s", f.text);
    e->rgba = malloc((size_t)width * (size_t)height * 4);
    log_to(count_line, e, LOG_DEBUG);
    easel_clear(e);
    return e;
}

void easel_close(struct easel *e)
{
    log_to(NULL, NULL, LOG_INFO);
    render_destroy(e->render);
    scene_destroy(e->scene);
    text_destroy(e->text);
    gpu_destroy(e->gpu);
    windows_destroy(e->windows);
    free(e->rgba);
    free(e);
}

void easel_clear(struct easel *e)
{
    drawlist_begin(e->list, (float)e->width, (float)e->height);
}

void easel_paint(struct easel *e)
{
    assert_int_equal(e->list->refused, 0);
    assert_true(render_draw(e->render, e->scene));
    gpu_target_read(e->gpu, render_target(e->render, 0), e->rgba);
}

void easel_state(struct easel *e, struct affine to_canvas)
{
    struct draw_state s = e->list->states[0];
    s.to_canvas = to_canvas;
    assert_true(drawlist_state(e->list, &s));
}

const unsigned char *easel_pixel(const struct easel *e, int x, int y)
{
    return e->rgba + (y * e->width + x) * 4;
}

double easel_decode(double byte)
{
    double c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double easel_encode(double light)
{
    double c = light <= 0 ? 0 : light >= 1 ? 1 : light;
    return 255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * pow(c, 1 / 2.4) - 0.055);
}

double easel_light(const struct easel *e, int x, int y, int channel)
{
    return easel_decode(easel_pixel(e, x, y)[channel]);
}

double easel_sum(const struct easel *e)
{
    double sum = 0;
    for (int y = 0; y < e->height; y++)
        for (int x = 0; x < e->width; x++)
            sum += easel_light(e, x, y, 1);
    return sum;
}
