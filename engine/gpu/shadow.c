// How far a lamp's light comes: depth alone, compared when it is sampled.
#include "gpu/private.h"

#define SLOPE 2.0f // an edge-on face lies that many texels behind itself
#define STEPS 4.0f // and so many of the least steps of depth

static void compare(void)
{
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_MODE, GL_COMPARE_REF_TO_TEXTURE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_COMPARE_FUNC, GL_LEQUAL);
}

bool gpu_shadow_init(struct gpu *g, struct gpu_shadow *s, int size, struct fault *f)
{
    *s = (struct gpu_shadow){.size = size};
    gpu_errors_forget();
    glGenTextures(1, &s->depth);
    gpu_texture_made(g, s->depth);
    gpu_texture_use(g, 0, s->depth);
    compare();
    glTexImage2D(GL_TEXTURE_2D, 0, GL_DEPTH_COMPONENT24, size, size, 0, GL_DEPTH_COMPONENT,
                 GL_UNSIGNED_INT, NULL);
    glGenFramebuffers(1, &s->framebuffer);
    g->framebuffer = GPU_UNKNOWN; // the number may be one that was deleted
    gpu_framebuffer_use(g, s->framebuffer, false);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, s->depth, 0);
    glDrawBuffer(GL_NONE);
    glReadBuffer(GL_NONE);
    bool whole = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    if (whole && glGetError() == GL_NO_ERROR)
        return true;
    gpu_shadow_finish(s);
    g->framebuffer = GPU_UNKNOWN;
    return fault_set(f, "no graphics memory for shadows of %d x %d px", size, size);
}

void gpu_shadow_finish(struct gpu_shadow *s)
{
    if (s->framebuffer)
        glDeleteFramebuffers(1, &s->framebuffer);
    if (s->depth)
        glDeleteTextures(1, &s->depth);
    *s = (struct gpu_shadow){0};
}

void gpu_shadow_begin(struct gpu *g, const struct gpu_shadow *s)
{
    gpu_framebuffer_use(g, s->framebuffer, false);
    glViewport(0, 0, s->size, s->size);
    glDepthMask(GL_TRUE);
    glClear(GL_DEPTH_BUFFER_BIT);
    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_LESS);
    glEnable(GL_POLYGON_OFFSET_FILL);
    glPolygonOffset(SLOPE, STEPS);
}

void gpu_shadow_read(struct gpu *g, const struct gpu_shadow *s, float *depth)
{
    gpu_framebuffer_use(g, s->framebuffer, false);
    glReadPixels(0, 0, s->size, s->size, GL_DEPTH_COMPONENT, GL_FLOAT, depth);
}

void gpu_shadow_end(struct gpu *g)
{
    (void)g;
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_POLYGON_OFFSET_FILL);
}

void gpu_uniform_shadow(struct gpu *g, struct gpu_program *p, const char *name, int unit,
                        const struct gpu_shadow *s)
{
    gpu_uniform_texture(g, p, name, unit, &(struct gpu_texture){.id = s->depth});
}
