// The texture of a film: rendered to by libmpv's OpenGL, or uploaded from its software renderer.
#include "film/private.h"

#include <glad/gl.h>
#include <mpv/render_gl.h>
#include <stdlib.h>
#include <string.h>

enum { SOFTWARE_ALIGN = 64 }; // bytes; libmpv is several times slower without it

// The fourth byte of libmpv's rgb0 is anything: alpha is read as 1.
static void make_opaque(struct picture *p, struct gpu_texture *t)
{
    t->opaque = true;
    glBindTexture(GL_TEXTURE_2D, t->id);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_A, GL_ONE);
    gpu_forget(p->gpu);
}

static bool init_software(struct picture *p, int width, int height, struct fault *f)
{
    enum gpu_format format = p->alpha ? GPU_RGBA8 : GPU_SRGBA8; // film.frag decodes by itself
    p->stride = ((size_t)width * 4 + SOFTWARE_ALIGN - 1) / SOFTWARE_ALIGN * SOFTWARE_ALIGN;
    p->pixels = aligned_alloc(SOFTWARE_ALIGN, p->stride * (size_t)height);
    if (p->rotation)
        p->turned = malloc((size_t)width * (size_t)height * 4);
    if (!p->pixels || (p->rotation && !p->turned))
        return fault_set(f, "memory is short for %d x %d px", width, height);
    memset(p->pixels, 0, p->stride * (size_t)height);
    if (!gpu_texture_init(p->gpu, &p->texture, format, p->width, p->whole_px, false, f))
        return false;
    if (!p->alpha)
        make_opaque(p, &p->texture);
    return true;
}

static bool init_opengl(struct picture *p, struct fault *f)
{
    enum gpu_format format = p->alpha ? GPU_RGBA8 : GPU_SRGBA8;
    if (!gpu_target_init(p->gpu, &p->target, format, p->width, p->whole_px, f))
        return false;
    if (!p->alpha)
        make_opaque(p, &p->target.texture);
    return true;
}

bool picture_init(struct picture *p, const struct picture_desc *desc, struct fault *f)
{
    bool across = desc->rotation % 180 == 90;
    *p = (struct picture){
        .gpu = desc->gpu, .software = desc->software, .alpha = desc->alpha, .matte = desc->matte};
    p->width = across ? desc->height : desc->width;
    p->whole_px = p->height = across ? desc->width : desc->height;
    if (p->alpha == MEDIA_STACKED)
        p->height /= 2;
    if (p->height < 1)
        return fault_set(f, "a film with a matte below it is at least 2 px high");
    if (p->software)
        p->rotation = desc->rotation;
    if (p->software ? !init_software(p, desc->width, desc->height, f) : !init_opengl(p, f))
        return false;
    return !p->alpha || gpu_target_init(p->gpu, &p->clear, GPU_SRGBA8, p->width, p->height, f);
}

void picture_finish(struct picture *p)
{
    if (p->texture.id)
        gpu_texture_finish(&p->texture);
    if (p->target.framebuffer)
        gpu_target_finish(&p->target);
    if (p->clear.framebuffer)
        gpu_target_finish(&p->clear);
    free(p->pixels);
    free(p->turned);
    *p = (struct picture){0};
}

// libmpv's software renderer cannot turn (and aborts when asked to). Written row by row.
static void turn(struct picture *p)
{
    int64_t x_step, y_step, start; // in pixels, for a step in turned
    int64_t stride = (int64_t)p->stride;
    int width = p->width, height = p->whole_px;
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
    int size[2] = {across ? p->whole_px : p->width, across ? p->width : p->whole_px};
    int wait = 0;
    char opaque[] = "rgb0", straight[] = "rgba", *format = p->alpha ? straight : opaque;
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
    gpu_texture_upload(p->gpu, &p->texture, 0, 0, p->width, p->whole_px,
                       p->rotation ? p->turned : p->pixels, p->rotation ? 0 : (int)(p->stride / 4));
    return true;
}

// libmpv writes encoded values, top row first (no flip): the target keeps them as they come and
// sampling decodes them.
static bool render_opengl(struct picture *p, const struct mpv *mpv, mpv_render_context *context)
{
    mpv_opengl_fbo fbo = {.fbo = (int)p->target.framebuffer, .w = p->width, .h = p->whole_px};
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

// libmpv's OpenGL multiplies what it encodes by alpha, its software renderer does not.
static void clear(struct picture *p)
{
    bool multiplied = p->alpha == MEDIA_CODEC && !p->software;
    gpu_target_bind(p->gpu, &p->clear);
    gpu_blend(p->gpu, false);
    gpu_program_use(p->gpu, p->matte);
    gpu_uniform_texture(p->gpu, p->matte, "u_film", 0,
                        p->software ? &p->texture : &p->target.texture);
    gpu_uniform_1f(p->matte, "u_alpha", p->alpha == MEDIA_STACKED ? 1 : multiplied ? 3 : 2);
    gpu_uniform_1f(p->matte, "u_height_px", (float)p->height);
    gpu_quad_draw(p->gpu);
}

bool picture_render(struct picture *p, const struct mpv *mpv, mpv_render_context *context)
{
    bool done = p->software ? render_software(p, mpv, context) : render_opengl(p, mpv, context);
    if (done && p->alpha)
        clear(p);
    return done;
}

const struct gpu_texture *picture_texture(const struct picture *p)
{
    if (p->alpha)
        return &p->clear.texture;
    return p->software ? &p->texture : &p->target.texture;
}
