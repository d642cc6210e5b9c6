// Textures that pictures are uploaded to, and targets that are painted on and read back.
#include "gpu/private.h"

#include <assert.h>
#include <math.h>

enum { LEVELS = 1000 }; // as many as there are (GL's own default)

static const struct {
    GLint internal;
    GLenum format, type;
} formats[] = {
    [GPU_SRGBA8] = {GL_SRGB8_ALPHA8, GL_RGBA, GL_UNSIGNED_BYTE},
    [GPU_RGBA8] = {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE},
    [GPU_R8] = {GL_R8, GL_RED, GL_UNSIGNED_BYTE},
    [GPU_R16] = {GL_R16, GL_RED, GL_UNSIGNED_SHORT},
    [GPU_RG16] = {GL_RG16, GL_RG, GL_UNSIGNED_SHORT},
    [GPU_RGBA16] = {GL_RGBA16, GL_RGBA, GL_UNSIGNED_SHORT},
    [GPU_RGBA16F] = {GL_RGBA16F, GL_RGBA, GL_UNSIGNED_BYTE},
    [GPU_RGBA32F] = {GL_RGBA32F, GL_RGBA, GL_UNSIGNED_BYTE},
};

static void sample_smoothly(bool mipmaps)
{
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER,
                    mipmaps ? GL_LINEAR_MIPMAP_LINEAR : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, mipmaps ? LEVELS : 0);
}

void gpu_errors_forget(void)
{
    for (int i = 0; i < 16 && glGetError() != GL_NO_ERROR; i++)
        ;
}

bool gpu_texture_init(struct gpu *g, struct gpu_texture *t, enum gpu_format format, int width,
                      int height, bool mipmaps, struct fault *f)
{
    *t = (struct gpu_texture){0};
    int limit = g->texture_limit;
    if (width < 1 || height < 1 || width > limit || height > limit)
        return fault_set(f, "a picture of %d x %d px; this graphics card takes 1 to %d a side",
                         width, height, limit);
    gpu_errors_forget();
    glGenTextures(1, &t->id);
    gpu_texture_made(g, t->id);
    gpu_texture_use(g, 0, t->id);
    sample_smoothly(false);
    glTexImage2D(GL_TEXTURE_2D, 0, formats[format].internal, width, height, 0,
                 formats[format].format, formats[format].type, NULL);
    if (glGetError() != GL_NO_ERROR) {
        gpu_texture_finish(t);
        return fault_set(f, "no graphics memory for %d x %d px", width, height);
    }
    t->format = format;
    t->width = width;
    t->height = height;
    t->mipmaps = mipmaps;
    return true;
}

void gpu_texture_finish(struct gpu_texture *t)
{
    if (t->id)
        glDeleteTextures(1, &t->id);
    *t = (struct gpu_texture){0};
}

void gpu_texture_upload(struct gpu *g, struct gpu_texture *t, int x, int y, int width, int height,
                        const void *pixels, int stride)
{
    assert(t->id && x >= 0 && y >= 0 && x + width <= t->width && y + height <= t->height);
    assert(stride == 0 || stride >= width);
    gpu_texture_use(g, 0, t->id);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, stride);
    if (t->format == GPU_R16)
        glPixelStorei(GL_UNPACK_ALIGNMENT, 2);
    glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, formats[t->format].format,
                    formats[t->format].type, pixels);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    if (t->format == GPU_R16)
        glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    if (t->reduced)
        sample_smoothly(false);
    t->reduced = false;
}

void gpu_texture_reduce(struct gpu *g, struct gpu_texture *t)
{
    if (!t->mipmaps || t->reduced)
        return;
    gpu_texture_use(g, 0, t->id);
    sample_smoothly(true);
    glGenerateMipmap(GL_TEXTURE_2D);
    t->reduced = true;
}

bool gpu_target_init(struct gpu *g, struct gpu_target *t, enum gpu_format format, int width,
                     int height, struct fault *f)
{
    *t = (struct gpu_target){0};
    if (!gpu_texture_init(g, &t->texture, format, width, height, false, f))
        return false;
    glGenFramebuffers(1, &t->framebuffer);
    g->framebuffer = GPU_UNKNOWN; // the number may be one that was deleted
    gpu_framebuffer_use(g, t->framebuffer, format == GPU_SRGBA8);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, t->texture.id, 0);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
        gpu_target_finish(t);
        return fault_set(f, "the graphics card cannot paint on a target of %d x %d px", width,
                         height);
    }
    return true;
}

void gpu_target_finish(struct gpu_target *t)
{
    if (t->framebuffer)
        glDeleteFramebuffers(1, &t->framebuffer);
    gpu_texture_finish(&t->texture);
    *t = (struct gpu_target){0};
}

void gpu_target_bind(struct gpu *g, const struct gpu_target *t)
{
    gpu_framebuffer_use(g, t->framebuffer, t->texture.format == GPU_SRGBA8);
    glViewport(0, 0, t->texture.width, t->texture.height);
}

void gpu_target_bind_bytes(struct gpu *g, const struct gpu_target *t)
{
    gpu_framebuffer_use(g, t->framebuffer, false);
    glViewport(0, 0, t->texture.width, t->texture.height);
}

void gpu_target_clear(struct gpu *g, float r, float g_, float b, float a)
{
    gpu_scissor(g, NULL);
    glClearColor(r, g_, b, a);
    glClear(GL_COLOR_BUFFER_BIT);
}

void gpu_target_clear_part(struct gpu *g, const int rect[4], float r, float g_, float b, float a)
{
    gpu_scissor(g, rect);
    glClearColor(r, g_, b, a);
    glClear(GL_COLOR_BUFFER_BIT);
    gpu_scissor(g, NULL);
}

// IEC 61966-2-1, to a byte.
static unsigned char encode(float v)
{
    if (!(v > 0))
        return 0;
    if (v >= 1)
        return 255;
    float s = v <= 0.0031308f ? 12.92f * v : 1.055f * powf(v, 1 / 2.4f) - 0.055f;
    return (unsigned char)lroundf(s * 255);
}

static unsigned char clip(float v)
{
    return v >= 1 ? 255 : v > 0 ? (unsigned char)lroundf(v * 255) : 0;
}

static void read_linear(int width, int height, unsigned char *rgba)
{
    enum { PART = 256 };
    float part[PART * 4];
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x += PART) {
            int count = width - x < PART ? width - x : PART;
            glReadPixels(x, y, count, 1, GL_RGBA, GL_FLOAT, part);
            for (int i = 0; i < count * 4; i++)
                *rgba++ = i % 4 == 3 ? clip(part[i]) : encode(part[i]);
        }
    }
}

void gpu_target_read(struct gpu *g, const struct gpu_target *t, unsigned char *rgba)
{
    const struct gpu_texture *x = &t->texture;
    gpu_framebuffer_use(g, t->framebuffer, x->format == GPU_SRGBA8);
    if (x->format == GPU_RGBA16F || x->format == GPU_RGBA32F)
        read_linear(x->width, x->height, rgba);
    else
        glReadPixels(0, 0, x->width, x->height, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
}

void gpu_target_read_light(struct gpu *g, const struct gpu_target *t, float *rgba)
{
    assert(t->texture.format == GPU_RGBA16F || t->texture.format == GPU_RGBA32F);
    gpu_framebuffer_use(g, t->framebuffer, false);
    glReadPixels(0, 0, t->texture.width, t->texture.height, GL_RGBA, GL_FLOAT, rgba);
}

void gpu_target_reduce(struct gpu *g, struct gpu_target *t)
{
    t->texture.mipmaps = true;
    t->texture.reduced = false;
    gpu_texture_reduce(g, &t->texture);
}

void gpu_target_copy(struct gpu *g, const struct gpu_target *from, const struct gpu_target *to,
                     int x, int y)
{
    const struct gpu_texture *a = &from->texture, *b = &to->texture;
    assert(a->format == b->format);
    int left = x > 0 ? x : 0, top = y > 0 ? y : 0;
    int right = x + a->width < b->width ? x + a->width : b->width;
    int bottom = y + a->height < b->height ? y + a->height : b->height;
    if (left >= right || top >= bottom)
        return;
    // Mesa's rasterisers copy bytes when both sides are sRGB and so is the framebuffer; else they
    // draw, by a program that is compiled for it. On hardware sRGB would be decoded and encoded.
    gpu_framebuffer_use(g, to->framebuffer, g->software && a->format == GPU_SRGBA8);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from->framebuffer);
    glBlitFramebuffer(left - x, top - y, right - x, bottom - y, left, top, right, bottom,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, to->framebuffer);
}

void gpu_target_copy_part(struct gpu *g, const struct gpu_target *from, const struct gpu_target *to,
                          const int rect[4])
{
    const struct gpu_texture *a = &from->texture, *b = &to->texture;
    assert(a->format == b->format && a->width == b->width && a->height == b->height);
    int right = rect[0] + rect[2], bottom = rect[1] + rect[3];
    gpu_framebuffer_use(g, to->framebuffer, false);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from->framebuffer);
    glBlitFramebuffer(rect[0], rect[1], right, bottom, rect[0], rect[1], right, bottom,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, to->framebuffer);
}
