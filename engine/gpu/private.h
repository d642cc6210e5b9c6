// Inside gpu/: the context and what is known of its state.
#pragma once
#include "gpu/gpu.h"
#include "gpu/guard.h"
#include <glad/gl.h>
#include <sys/stat.h>

enum { GPU_PROGRAMS = 1024, GPU_UNIFORMS = 32, GPU_UNIFORM_NAME = 32, GPU_NAME = 64 };
enum { GPU_UNIFORM_FLOATS = 16 }; // those of more are set each time
enum { GPU_FOLDER = 1024, GPU_MESSAGES = 64 };

#define GPU_UNKNOWN (~0u)
#define GPU_NULL "null" // null.c as GL_RENDERER

struct gpu_stamp {
    struct timespec changed;
    off_t size;
};

struct gpu_program {
    struct gpu *gpu;
    char name[GPU_NAME];
    const char *defines;         // of its variant; static
    bool built;                  // or tried
    unsigned id;                 // 0: not built, or faulty
    struct gpu_stamp vert, frag; // of the files as they were last read
    char included[GPU_NAME];     // by its fragment shader; "": nothing is
    struct gpu_uniform {
        char name[GPU_UNIFORM_NAME];
        int location;
        int floats; // of the value that it has; 0: not known
        float value[GPU_UNIFORM_FLOATS];
    } uniforms[GPU_UNIFORMS];
    int uniform_count, uniform_next; // next: they are set in the same order each time
    // Of a curator's: its file, what is known of its text, how often it was built.
    char *shade; // owned; NULL: one of the engine's
    struct guarded guarded;
    int builds;
};

// program.c, for shade.c.
char *program_read(const char *path, struct fault *f); // owned by the caller
unsigned program_compile(const char *const *parts, int count, unsigned kind, const char *path,
                         struct fault *f);
unsigned program_link(unsigned vert, unsigned frag, const char *path, struct fault *f);
bool program_keep(struct gpu_program *p, struct fault *f); // among the gpu's
// shade.c: a curator's program anew; 0 and a fault.
unsigned shade_build(struct gpu_program *p, struct fault *f);

struct gpu {
    char shaders[GPU_FOLDER];
    char renderer[128];
    bool software;
    int texture_limit;
    struct gpu_program *programs[GPU_PROGRAMS]; // borrowed; they leave when destroyed
    int program_count;
    struct gpu_program *present; // owned
    struct gpu_program *copy;    // owned; bytes by drawing
    unsigned bytes[2];           // samplers that do not decode sRGB: nearest, linear; 0: none
    unsigned reading;            // a framebuffer that pictures are copied from; likewise
    unsigned quad;               // an empty vertex array: corners come from gl_VertexID
    unsigned messages[GPU_MESSAGES];
    int message_count; // of the driver, each told once

    // What the context has now; GPU_UNKNOWN: set it anew.
    unsigned framebuffer, program, srgb, blend, vertices;
    unsigned unit, textures[GPU_UNITS]; // unit: the active one
    bool scissor;
};

void gpu_framebuffer_use(struct gpu *g, unsigned framebuffer, bool srgb);
void gpu_vertices_use(struct gpu *g, unsigned array);
void gpu_texture_use(struct gpu *g, int unit, unsigned texture); // and the unit is the active one
void gpu_texture_made(struct gpu *g, unsigned texture); // its number may be one that was deleted
void gpu_errors_forget(void);                           // those of others, before what may fail

// GL takes offsets into buffers as pointers.
static inline const void *gpu_offset(size_t bytes)
{
    return (const void *)bytes; // NOLINT(performance-no-int-to-ptr)
}
