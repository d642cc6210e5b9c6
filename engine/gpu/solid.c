// What bodies in 3D are painted on: samples with depth, averaged onto a target.
#include "gpu/private.h"

#include <assert.h>

enum { SAMPLES = 4 };

// GL_MAX_SAMPLES counts for all formats; 0: a sample a px.
static GLsizei samples(void)
{
    GLint most = 0;
    glGetIntegerv(GL_MAX_SAMPLES, &most);
    return most < SAMPLES ? most : SAMPLES;
}

static void add_buffer(unsigned *buffer, GLenum format, GLenum place, int width, int height)
{
    glGenRenderbuffers(1, buffer);
    glBindRenderbuffer(GL_RENDERBUFFER, *buffer);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples(), format, width, height);
    glFramebufferRenderbuffer(GL_FRAMEBUFFER, place, GL_RENDERBUFFER, *buffer);
}

bool gpu_solid_fit(struct gpu *g, struct gpu_solid *s, int width, int height, struct fault *f)
{
    if (s->width >= width && s->height >= height)
        return true;
    width = width > s->width ? width : s->width;
    height = height > s->height ? height : s->height;
    gpu_solid_finish(s);
    gpu_errors_forget();
    glGenFramebuffers(1, &s->framebuffer);
    g->framebuffer = GPU_UNKNOWN; // the number may be one that was deleted
    gpu_framebuffer_use(g, s->framebuffer, false);
    add_buffer(&s->color, GL_RGBA16F, GL_COLOR_ATTACHMENT0, width, height);
    add_buffer(&s->depth, GL_DEPTH_COMPONENT24, GL_DEPTH_ATTACHMENT, width, height);
    bool whole = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    if (glGetError() != GL_NO_ERROR || !whole) {
        gpu_solid_finish(s);
        g->framebuffer = GPU_UNKNOWN;
        return fault_set(f, "no graphics memory for a body of %d x %d px", width, height);
    }
    s->width = width;
    s->height = height;
    return true;
}

void gpu_solid_finish(struct gpu_solid *s)
{
    if (s->framebuffer)
        glDeleteFramebuffers(1, &s->framebuffer);
    if (s->color)
        glDeleteRenderbuffers(1, &s->color);
    if (s->depth)
        glDeleteRenderbuffers(1, &s->depth);
    *s = (struct gpu_solid){0};
}

static void begin(struct gpu *g, const struct gpu_solid *s, const int rect[4])
{
    gpu_framebuffer_use(g, s->framebuffer, false);
    gpu_mix(g, GPU_MIX_NONE);
    gpu_scissor(g, rect);
    glDepthMask(GL_TRUE);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT);
    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_LESS);
}

void gpu_solid_begin(struct gpu *g, const struct gpu_solid *s, int width, int height)
{
    assert(width <= s->width && height <= s->height);
    begin(g, s, (int[4]){0, 0, width, height});
    glViewport(0, 0, width, height);
    gpu_scissor(g, NULL);
}

void gpu_solid_begin_part(struct gpu *g, const struct gpu_solid *s, const int rect[4])
{
    begin(g, s, rect);
    glViewport(0, 0, s->width, s->height);
}

void gpu_solid_add(struct gpu *g)
{
    gpu_mix(g, GPU_MIX_ADD);
    glDepthMask(GL_FALSE);
    glDepthFunc(GL_LEQUAL);
}

void gpu_solid_end_part(struct gpu *g, const struct gpu_solid *s, const struct gpu_target *to,
                        const int rect[4])
{
    int right = rect[0] + rect[2], bottom = rect[1] + rect[3];
    assert(to->texture.format == GPU_RGBA16F);
    assert(right <= to->texture.width && bottom <= to->texture.height);
    glDisable(GL_DEPTH_TEST);
    glDepthMask(GL_TRUE);
    gpu_target_bind(g, to);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, s->framebuffer);
    glBlitFramebuffer(rect[0], rect[1], right, bottom, rect[0], rect[1], right, bottom,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, to->framebuffer);
}

void gpu_solid_end(struct gpu *g, const struct gpu_solid *s, const struct gpu_target *to)
{
    int width = to->texture.width, height = to->texture.height;
    assert(to->texture.format == GPU_RGBA16F);
    glDisable(GL_DEPTH_TEST);
    gpu_target_bind(g, to);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, s->framebuffer);
    glBlitFramebuffer(0, 0, width, height, 0, 0, width, height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, to->framebuffer);
}
