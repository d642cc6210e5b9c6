// The context: what it can, what state it is in, what its driver says.
#include "base/log.h"
#include "gpu/private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In the thread of the call that caused it (GL_DEBUG_OUTPUT_SYNCHRONOUS).
static void GLAD_API_PTR hear(GLenum source, GLenum type, GLuint id, GLenum severity,
                              GLsizei length, const GLchar *text, const void *user)
{
    struct gpu *g = (struct gpu *)user;
    if (severity != GL_DEBUG_SEVERITY_HIGH || source == GL_DEBUG_SOURCE_SHADER_COMPILER)
        return; // gpu/program.c tells faults of shaders itself, with their file
    for (int i = 0; i < g->message_count; i++)
        if (g->messages[i] == id)
            return;
    if (g->message_count == GPU_MESSAGES)
        return;
    g->messages[g->message_count++] = id;
    log_warning("gpu", "the driver says: %.*s%s", length < 0 ? 1024 : (int)length, text,
                g->message_count == GPU_MESSAGES ? " (the last one that is told)" : "");
}

static bool has(const char *extension)
{
    GLint count = 0;
    glGetIntegerv(GL_NUM_EXTENSIONS, &count);
    for (int i = 0; i < count; i++)
        if (strcmp((const char *)glGetStringi(GL_EXTENSIONS, (GLuint)i), extension) == 0)
            return true;
    return false;
}

// Mesa's rasterisers compile what a blit to a window needs anew in every process, 80 ms; a program
// of our own they keep. EXT_texture_sRGB_decode, its two numbers.
static void open_bytes(struct gpu *g)
{
    enum { TEXTURE_SRGB_DECODE = 0x8A48, SKIP_DECODE = 0x8A4A };
    if (!g->software || !has("GL_EXT_texture_sRGB_decode"))
        return;
    glGenSamplers(2, g->bytes);
    glGenFramebuffers(1, &g->reading);
    for (int i = 0; i < 2; i++) {
        GLint filter = i ? GL_LINEAR : GL_NEAREST;
        glSamplerParameteri(g->bytes[i], TEXTURE_SRGB_DECODE, SKIP_DECODE);
        glSamplerParameteri(g->bytes[i], GL_TEXTURE_MIN_FILTER, filter);
        glSamplerParameteri(g->bytes[i], GL_TEXTURE_MAG_FILTER, filter);
        glSamplerParameteri(g->bytes[i], GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glSamplerParameteri(g->bytes[i], GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    }
}

static void listen_to_driver(struct gpu *g)
{
    if (!GLAD_GL_KHR_debug)
        return;
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(hear, g);
}

struct gpu *gpu_create(void *(*address)(const char *name), const char *shaders, struct fault *f)
{
    if (!gladLoadGL((GLADloadfunc)address)) {
        fault_set(f, "OpenGL 3.3 is not there; `gestuaire doctor` says what this machine has");
        return NULL;
    }
    struct gpu *g = calloc(1, sizeof *g);
    if (!g) {
        fault_set(f, "no memory");
        return NULL;
    }
    snprintf(g->shaders, sizeof g->shaders, "%s", shaders);
    snprintf(g->renderer, sizeof g->renderer, "%s", (const char *)glGetString(GL_RENDERER));
    g->software = strstr(g->renderer, "llvmpipe") || strstr(g->renderer, "softpipe") ||
                  strcmp(g->renderer, GPU_NULL) == 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &g->texture_limit);
    listen_to_driver(g);
    glGenVertexArrays(1, &g->quad);
    gpu_forget(g);
    g->present = gpu_program_later(g, "present", f);
    g->copy = g->present ? gpu_program_later(g, "copy", f) : NULL;
    open_bytes(g);
    if (!g->copy) {
        gpu_destroy(g);
        return NULL;
    }
    return g;
}

void gpu_destroy(struct gpu *g)
{
    if (!g)
        return;
    gpu_program_destroy(g->copy);
    gpu_program_destroy(g->present);
    glDeleteSamplers(2, g->bytes);
    glDeleteFramebuffers(1, &g->reading);
    for (int i = 0; i < g->program_count; i++)
        log_error("gpu", "program %s outlives the gpu", g->programs[i]->name);
    assert(g->program_count == 0);
    glDeleteVertexArrays(1, &g->quad);
    if (GLAD_GL_KHR_debug)
        glDebugMessageCallback(NULL, NULL);
    free(g);
}

const char *gpu_renderer(const struct gpu *g)
{
    return g->renderer;
}

bool gpu_software(const struct gpu *g)
{
    return g->software;
}

int gpu_texture_limit(const struct gpu *g)
{
    return g->texture_limit;
}

void gpu_forget(struct gpu *g)
{
    g->framebuffer = g->program = g->srgb = g->blend = g->vertices = GPU_UNKNOWN;
    g->unit = GPU_UNKNOWN;
    for (int unit = 0; unit < GPU_UNITS; unit++)
        g->textures[unit] = GPU_UNKNOWN;
    g->scissor = true;
    glDisable(GL_DEPTH_TEST);
    glDepthMask(GL_TRUE);
    glDisable(GL_STENCIL_TEST);
    glDisable(GL_CULL_FACE);
    glDisable(GL_DITHER);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
    for (int unit = 0; unit < GPU_UNITS; unit++)
        glBindSampler((GLuint)unit, 0);
    gpu_blend(g, false);
    gpu_scissor(g, NULL);
}

void gpu_finish(struct gpu *g)
{
    glFinish();
}

void gpu_framebuffer_use(struct gpu *g, unsigned framebuffer, bool srgb)
{
    if (g->framebuffer != framebuffer)
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    g->framebuffer = framebuffer;
    if (g->srgb != srgb)
        (srgb ? glEnable : glDisable)(GL_FRAMEBUFFER_SRGB);
    g->srgb = srgb;
    gpu_scissor(g, NULL);
}

void gpu_vertices_use(struct gpu *g, unsigned array)
{
    if (g->vertices != array)
        glBindVertexArray(array);
    g->vertices = array;
}

void gpu_texture_use(struct gpu *g, int unit, unsigned texture)
{
    assert(unit >= 0 && unit < GPU_UNITS);
    if (g->unit != (unsigned)unit)
        glActiveTexture(GL_TEXTURE0 + (GLenum)unit);
    g->unit = (unsigned)unit;
    if (g->textures[unit] != texture)
        glBindTexture(GL_TEXTURE_2D, texture);
    g->textures[unit] = texture;
}

void gpu_texture_made(struct gpu *g, unsigned texture)
{
    for (int unit = 0; unit < GPU_UNITS; unit++)
        if (g->textures[unit] == texture)
            g->textures[unit] = GPU_UNKNOWN;
}

void gpu_quad_draw(struct gpu *g)
{
    if (!g->program) // it is faulty
        return;
    gpu_vertices_use(g, g->quad);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void gpu_blend(struct gpu *g, bool over)
{
    gpu_mix(g, over ? GPU_MIX_OVER : GPU_MIX_NONE);
}

void gpu_mix(struct gpu *g, enum gpu_mix mix)
{
    static const GLenum factors[][4] = {
        // colour: of what is painted, of what is there; alpha, likewise
        [GPU_MIX_NONE] = {GL_ONE, GL_ZERO, GL_ONE, GL_ZERO},
        [GPU_MIX_OVER] = {GL_ONE, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA},
        [GPU_MIX_ADD] = {GL_ONE, GL_ONE, GL_ONE, GL_ONE},
        [GPU_MIX_SCREEN] = {GL_ONE, GL_ONE_MINUS_SRC_COLOR, GL_ONE, GL_ONE_MINUS_SRC_ALPHA},
        [GPU_MIX_MULTIPLY] = {GL_DST_COLOR, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA},
        [GPU_MIX_ERASE] = {GL_ZERO, GL_ONE_MINUS_SRC_ALPHA, GL_ZERO, GL_ONE_MINUS_SRC_ALPHA},
        [GPU_MIX_LEAST] = {GL_ONE, GL_ONE, GL_ONE, GL_ONE}, // passed over
        [GPU_MIX_SCALE] = {GL_ZERO, GL_SRC_COLOR, GL_ZERO, GL_SRC_ALPHA},
    };
    const GLenum *f = factors[mix];
    if (g->blend == mix)
        return;
    (mix == GPU_MIX_NONE ? glDisable : glEnable)(GL_BLEND);
    glBlendEquation(mix == GPU_MIX_LEAST ? GL_MIN : GL_FUNC_ADD);
    glBlendFuncSeparate(f[0], f[1], f[2], f[3]);
    g->blend = mix;
}

void gpu_scissor(struct gpu *g, const int rect[4])
{
    if (rect) {
        glEnable(GL_SCISSOR_TEST);
        int width = rect[2] > 0 ? rect[2] : 0, height = rect[3] > 0 ? rect[3] : 0;
        glScissor(rect[0], rect[1], width, height);
        g->scissor = true;
    } else if (g->scissor) {
        glDisable(GL_SCISSOR_TEST);
        g->scissor = false;
    }
}
