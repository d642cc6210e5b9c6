// The texture of a film: rendered to by libmpv's OpenGL, or uploaded from its software renderer.
#include "film/private.h"

#include <glad/gl.h>
#include <mpv/render_gl.h>
#include <stdlib.h>
#include <string.h>

enum { SOFTWARE_ALIGN = 64 }; // bytes; libmpv is several times slower without it

// The fourth byte of libmpv's rgb0 is anything: alpha is read as 1.
static void make_opaque(struct picture *p, const struct gpu_texture *t)
{
    glBindTexture(GL_TEXTURE_2D, t->id);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_A, GL_ONE);
    gpu_forget(p->gpu);
}

static bool init_software(struct picture *p, int width, int height, struct fault *f)
{
    p->stride = ((size_t)width * 4 + SOFTWARE_ALIGN - 1) / SOFTWARE_ALIGN * SOFTWARE_ALIGN;
    p->pixels = aligned_alloc(SOFTWARE_ALIGN, p->stride * (size_t)height);
    if (p->rotation)
        p->turned = malloc((size_t)width * (size_t)height * 4);
    if (!p->pixels || (p->rotation && !p->turned))
        return fault_set(f, "memory is short for %d x %d px", width, height);
    memset(p->pixels, 0, p->stride * (size_t)height);
    if (!gpu_texture_init(p->gpu, &p->texture, GPU_SRGBA8, p->width, p->height, false, f))
        return false;
    make_opaque(p, &p->texture);
    return true;
}

bool picture_init(struct picture *p, struct gpu *gpu, bool software, int width, int height,
                  int rotation, struct fault *f)
{
    bool across = rotation % 180 == 90;
    *p = (struct picture){.gpu = gpu, .software = software};
    p->width = across ? height : width;
    p->height = across ? width : height;
    if (p->software) {
        p->rotation = rotation;
        return init_software(p, width, height, f);
    }
    if (!gpu_target_init(gpu, &p->target, GPU_SRGBA8, p->width, p->height, f))
        return false;
    make_opaque(p, &p->target.texture);
    return true;
}

void picture_finish(struct picture *p)
{
    if (p->texture.id)
        gpu_texture_finish(&p->texture);
    if (p->target.framebuffer)
        gpu_target_finish(&p->target);
    free(p->pixels);
    free(p->turned);
    *p = (struct picture){0};
}

// libmpv's software renderer cannot turn (and aborts when asked to). Written row by row.
static void turn(struct picture *p)
{
    int64_t x_step, y_step, start; // in pixels, for a step in turned
    int64_t stride = (int64_t)p->stride;
    int width = p->width, height = p->height;
    if (p->rotation == 90) { // the left column, read upwards, becomes the top row
        x_step = -stride, y_step = 4, start = stride * (width - 1);
    } else if (p->rotation == 180) {
        x_step = -4, y_step = -stride, start = stride * (height - 1) + 4 * (width - 1);
    } else {
        x_step = stride, y_step = -4, start = 4 * (height - 1);
    }
    unsigned char *to = p->turned;
    for (int y = 0; y < height; y++) {
        const unsigned char *from = p->pixels + start + y_step * y;
        for (int x = 0; x < width; x++, to += 4, from += x_step)
            memcpy(to, from, 4);
    }
}

static bool render_software(struct picture *p, const struct mpv *mpv, mpv_render_context *context)
{
    bool across = p->rotation % 180 == 90;
    int size[2] = {across ? p->height : p->width, across ? p->width : p->height};
    int wait = 0;
    char format[] = "rgb0";
    mpv_render_param params[] = {{MPV_RENDER_PARAM_SW_SIZE, size},
                                 {MPV_RENDER_PARAM_SW_FORMAT, format},
                                 {MPV_RENDER_PARAM_SW_STRIDE, &p->stride},
                                 {MPV_RENDER_PARAM_SW_POINTER, p->pixels},
                                 {MPV_RENDER_PARAM_BLOCK_FOR_TARGET_TIME, &wait},
                                 {MPV_RENDER_PARAM_INVALID, NULL}};
    if (mpv->render_context_render(context, params) < 0)
        return false;
    if (p->rotation)
        turn(p);
    gpu_texture_upload(p->gpu, &p->texture, 0, 0, p->width, p->height,
                       p->rotation ? p->turned : p->pixels, p->rotation ? 0 : (int)(p->stride / 4));
    return true;
}

// libmpv writes encoded values, top row first (no flip): the target keeps them as they come and
// sampling decodes them.
static bool render_opengl(struct picture *p, const struct mpv *mpv, mpv_render_context *context)
{
    mpv_opengl_fbo fbo = {.fbo = (int)p->target.framebuffer, .w = p->width, .h = p->height};
    int wait = 0, flip = 0;
    mpv_render_param params[] = {{MPV_RENDER_PARAM_OPENGL_FBO, &fbo},
                                 {MPV_RENDER_PARAM_FLIP_Y, &flip},
                                 {MPV_RENDER_PARAM_BLOCK_FOR_TARGET_TIME, &wait},
                                 {MPV_RENDER_PARAM_INVALID, NULL}};
    glDisable(GL_FRAMEBUFFER_SRGB);
    glDisable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
    bool done = mpv->render_context_render(context, params) >= 0;
    gpu_forget(p->gpu);
    return done;
}

bool picture_render(struct picture *p, const struct mpv *mpv, mpv_render_context *context)
{
    return p->software ? render_software(p, mpv, context) : render_opengl(p, mpv, context);
}
