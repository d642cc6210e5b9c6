// Targets into windows: the same bytes at the same size, a box filter when they are made smaller.
#include "gpu/private.h"

#include <assert.h>
#include <math.h>

enum { TAPS = 8 }; // a side; 16 times smaller
#define QUICK 2.5  // times smaller: one linear sample, 2 x 2 texels, misses little

void gpu_present_clear(struct gpu *g, struct size2 window)
{
    gpu_framebuffer_use(g, 0, false);
    glViewport(0, 0, window.width, window.height);
    gpu_target_clear(g, 0, 0, 0, 1);
}

static void draw_bytes(struct gpu *g, const struct gpu_texture *t, int x, int bottom, int width,
                       int height, unsigned sampler)
{
    glViewport(x, bottom, width, height);
    gpu_blend(g, false);
    gpu_uniform_texture(g, g->copy, "u_picture", 0, t);
    glBindSampler(0, sampler);
    gpu_quad_draw(g);
    glBindSampler(0, 0);
}

// Mesa's rasterisers copy memory when both sides are sRGB and so is the framebuffer: a twentieth of
// what drawing takes.
bool gpu_target_lay(struct gpu *g, const struct gpu_target *t, const struct gpu_texture *picture,
                    int x, int y, const int clip[4])
{
    int left = clip[0], top = clip[1], right = clip[0] + clip[2], bottom = clip[1] + clip[3];
    if (!g->bytes[0] || t->texture.format != GPU_SRGBA8 || picture->format != GPU_SRGBA8)
        return false;
    gpu_framebuffer_use(g, t->framebuffer, true);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, g->reading);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, picture->id,
                           0);
    glBlitFramebuffer(left - x, top - y, right - x, bottom - y, left, top, right, bottom,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, 0, 0);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, t->framebuffer);
    gpu_target_bind(g, t);
    return true;
}

// With GL_FRAMEBUFFER_SRGB off no GL converts on the way (4.6 core 18.3.1; 3.3 core 4.3.2).
static void copy(struct gpu *g, const struct gpu_target *t, int x, int bottom, int width,
                 int height, GLenum filter)
{
    if (g->bytes[0]) {
        draw_bytes(g, &t->texture, x, bottom, width, height, g->bytes[filter == GL_LINEAR]);
        return;
    }
    glBindFramebuffer(GL_READ_FRAMEBUFFER, t->framebuffer);
    glBlitFramebuffer(0, 0, t->texture.width, t->texture.height, x, bottom + height, x + width,
                      bottom, GL_COLOR_BUFFER_BIT, filter);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
}

// One tap reads 2 x 2 texels and weighs them alike.
static int taps(int from, int to)
{
    int n = (int)ceil((double)from / to / 2);
    return n < 1 ? 1 : n > TAPS ? TAPS : n;
}

static void scale(struct gpu *g, const struct gpu_texture *t, int x, int bottom, int width,
                  int height)
{
    glViewport(x, bottom, width, height);
    gpu_blend(g, false);
    gpu_uniform_texture(g, g->present, "u_picture", 0, t);
    gpu_uniform_2f(g->present, "u_taps", (float)taps(t->width, width),
                   (float)taps(t->height, height));
    gpu_uniform_2f(g->present, "u_pixel_uv", 1.0f / (float)width, 1.0f / (float)height);
    gpu_quad_draw(g);
}

void gpu_present(struct gpu *g, const struct gpu_target *t, struct size2 window, int x, int y,
                 int width, int height)
{
    const struct gpu_texture *from = &t->texture;
    assert(from->format == GPU_SRGBA8 || from->format == GPU_RGBA16F);
    if (width < 1 || height < 1)
        return;
    gpu_framebuffer_use(g, 0, false);
    int bottom = window.height - y - height; // the window's y is up
    if (from->width == width && from->height == height && from->format == GPU_SRGBA8)
        copy(g, t, x, bottom, width, height, GL_NEAREST);
    else
        scale(g, from, x, bottom, width, height);
}

void gpu_window_bind(struct gpu *g, struct size2 window, int x, int y, int width, int height,
                     float place[4])
{
    int bottom = window.height - y - height;
    gpu_framebuffer_use(g, 0, false);
    glViewport(x, bottom, width, height);
    place[0] = (float)-x;
    place[1] = (float)(bottom + height);
    place[2] = 1;
    place[3] = -1;
}

void gpu_present_quick(struct gpu *g, const struct gpu_target *t, struct size2 window, int x, int y,
                       int width, int height)
{
    const struct gpu_texture *from = &t->texture;
    bool small = width * QUICK < from->width || height * QUICK < from->height;
    if (small || width < 1 || height < 1 || from->format != GPU_SRGBA8) {
        gpu_present(g, t, window, x, y, width, height);
        return;
    }
    gpu_framebuffer_use(g, 0, false);
    bool same = from->width == width && from->height == height;
    copy(g, t, x, window.height - y - height, width, height, same ? GL_NEAREST : GL_LINEAR);
}
