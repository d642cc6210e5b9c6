// OpenGL 3.3 core in few nouns: texture, target, program, mesh. With film/ the only room that calls
// gl*. One context, main thread. Light is linear between stages: sRGB textures are decoded when
// sampled, sRGB targets encode when written (GL_FRAMEBUFFER_SRGB is on for them). Alpha inside
// targets is premultiplied.
//
// Up and down: the first row of a texture or target is the TOP row. A picture is uploaded top row
// first; painting on a target maps canvas px to clip space without a flip, `2 * at / size - 1`, so
// canvas y = 0 lies in row 0; sampling at v = 0 is the top. Only gpu_present() turns rows over, for
// the window. libmpv: MPV_RENDER_PARAM_FLIP_Y 0.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GPU_UNITS 8 // textures a program samples at once

struct gpu;

// `shaders`: the folder with the .vert and .frag files. The context must be current.
struct gpu *gpu_create(void *(*address)(const char *name), const char *shaders, struct fault *f);
void gpu_destroy(struct gpu *g);
// An address that gpu_create() takes as well: OpenGL that does nothing, without a context. Pictures
// are worked out and never painted.
void *gpu_null_address(const char *name);
const char *gpu_renderer(const struct gpu *g); // GL_RENDERER
bool gpu_software(const struct gpu *g);     // llvmpipe, softpipe, null; "NOOP" counts as hardware
int gpu_texture_limit(const struct gpu *g); // px of a side
// After foreign code (libmpv) used GL: state is set anew; bind a target before painting on.
void gpu_forget(struct gpu *g);
void gpu_finish(struct gpu *g);

enum gpu_format {
    GPU_SRGBA8,
    GPU_RGBA8,
    GPU_R8,
    GPU_R16, // these three: numbers for a shader, no targets
    GPU_RG16,
    GPU_RGBA16,
    GPU_RGBA16F,
    GPU_RGBA32F
};

struct gpu_texture {
    unsigned id; // 0: not there
    enum gpu_format format;
    int width, height;
    bool mipmaps; // may be reduced
    bool reduced; // since the last upload
    bool opaque;  // whoever uploads says so: alpha is 1 everywhere
};

// Contents undefined until uploaded. Clamped to its edge; linear filter (trilinear once it
// was reduced).
// False and a zeroed texture when a side is under 1 or over gpu_texture_limit(), or memory is
// short.
bool gpu_texture_init(struct gpu *g, struct gpu_texture *t, enum gpu_format format, int width,
                      int height, bool mipmaps, struct fault *f);
void gpu_texture_finish(struct gpu_texture *t);
// Bytes: RGBA, 4 a px, GPU_R8: 1; top row first. stride in px, 0: width. GPU_R16, GPU_RG16,
// GPU_RGBA16: as many uint16_t.
void gpu_texture_upload(struct gpu *g, struct gpu_texture *t, int x, int y, int width, int height,
                        const void *pixels, int stride);
// Makes what a texture with mipmaps is sampled from when it is shown smaller; once an upload.
void gpu_texture_reduce(struct gpu *g, struct gpu_texture *t);

struct gpu_target {
    struct gpu_texture texture;
    unsigned framebuffer;
};

bool gpu_target_init(struct gpu *g, struct gpu_target *t, enum gpu_format format, int width,
                     int height, struct fault *f);
void gpu_target_finish(struct gpu_target *t);
// Viewport: all of it; no scissor.
void gpu_target_bind(struct gpu *g, const struct gpu_target *t);
// The same; what is painted on it are bytes as a display gets them, not light.
void gpu_target_bind_bytes(struct gpu *g, const struct gpu_target *t);
// The bound one, all of it; ends the scissor. Linear light, premultiplied.
void gpu_target_clear(struct gpu *g, float r, float g_, float b, float a);
// The same for a part of it: left, top, width, height.
void gpu_target_clear_part(struct gpu *g, const int rect[4], float r, float g_, float b, float a);
// RGBA bytes as a display would get them, rows from the top.
void gpu_target_read(struct gpu *g, const struct gpu_target *t, unsigned char *rgba);
// Light as it is, four floats a px: GPU_RGBA16F or GPU_RGBA32F.
void gpu_target_read_light(struct gpu *g, const struct gpu_target *t, float *rgba);
// Makes what a target is sampled from when it is shown smaller, of what is on it now.
void gpu_target_reduce(struct gpu *g, struct gpu_target *t);
// Puts the bytes of one on another, its top left at x, y, unblended; what sticks out is left away.
// Both of the same format.
void gpu_target_copy(struct gpu *g, const struct gpu_target *from, const struct gpu_target *to,
                     int x, int y);
// Puts the bytes of a picture on it, px for px, its top left at x, y, unblended, within `clip`
// (left, top, width, height). Then the target is bound, without scissor. False, and nothing done,
// where this GL cannot or either is not GPU_SRGBA8.
bool gpu_target_lay(struct gpu *g, const struct gpu_target *t, const struct gpu_texture *picture,
                    int x, int y, const int clip[4]);
// The same part of both. Of the same format and size.
void gpu_target_copy_part(struct gpu *g, const struct gpu_target *from, const struct gpu_target *to,
                          const int rect[4]);
// Copies the target to a part of the current window (px, origin top left): at the same size its
// bytes unchanged, smaller the mean of its light, larger linearly. GPU_SRGBA8 or GPU_RGBA16F.
typedef void gpu_presenter(struct gpu *g, const struct gpu_target *t, struct size2 window, int x,
                           int y, int width, int height);
gpu_presenter gpu_present;
// The same in a fifth of the time where the rasteriser is software: down to 2/5 of the size bytes
// are averaged, not light.
gpu_presenter gpu_present_quick;
void gpu_present_clear(struct gpu *g, struct size2 window); // the current window to black

// Part of the current window (px, origin top left) for bytes that are painted there: viewport, no
// scissor. place: px of the part, from its top left, are place[0..1] + place[2..3] * gl_FragCoord.
void gpu_window_bind(struct gpu *g, struct size2 window, int x, int y, int width, int height,
                     float place[4]);

// A pair shaders/<name>.vert and .frag; the engine puts `#version 330 core` in front, and in the
// place of one line `#include "name"` of a .frag that file of the folder. Edited files
// are compiled again by gpu_programs_refresh; a faulty one is logged with file:line and the last
// good one stays. Uniforms are set each time before drawing (an exchanged program has lost them);
// setting one uses the program. All programs are destroyed before the gpu.
struct gpu_program;
struct gpu_program *gpu_program_load(struct gpu *g, const char *name, struct fault *f);
// Compiled when it is first used: a start pays only for what it shows. A faulty one is logged then,
// with file:line, and what it would draw is left out until the file is saved again. NULL: no
// memory.
struct gpu_program *gpu_program_later(struct gpu *g, const char *name, struct fault *f);
// Likewise with lines before its text: "#define A\n#define B\n", static. What differs from draw to
// draw is an `if` and a uniform; what stays is a variant: software rasterisers run both sides of an
// `if`.
struct gpu_program *gpu_program_variant(struct gpu *g, const char *name, const char *defines,
                                        struct fault *f);
void gpu_program_destroy(struct gpu_program *p);
// A curator's fragment shader, anywhere, behind shaders/shade.vert; its loops are made to end
// (gpu/guard.h). NULL only when there are too many programs. One that is faulty is not ready and *f
// says why, "file:line: …"; it is tried again when it is saved.
struct gpu_program *gpu_program_shade(struct gpu *g, const char *path, struct fault *f);
bool gpu_program_ready(const struct gpu_program *p);
int gpu_program_builds(const struct gpu_program *p); // grows with each good save
struct guarded;
const struct guarded *gpu_program_guarded(const struct gpu_program *p);
bool gpu_programs_refresh(struct gpu *g); // true when one was exchanged
void gpu_program_use(struct gpu *g, struct gpu_program *p);
void gpu_uniform_1f(struct gpu_program *p, const char *name, float v);
void gpu_uniform_2f(struct gpu_program *p, const char *name, float x, float y);
void gpu_uniform_3f(struct gpu_program *p, const char *name, float x, float y, float z);
void gpu_uniform_1i(struct gpu_program *p, const char *name, int v);
void gpu_uniform_4f(struct gpu_program *p, const char *name, float x, float y, float z, float w);
void gpu_uniform_4fv(struct gpu_program *p, const char *name, const float *v, int count); // vec4[]
void gpu_uniform_3x3(struct gpu_program *p, const char *name, const float m[9]);  // row-major
void gpu_uniform_4x4(struct gpu_program *p, const char *name, const float m[16]); // row-major
void gpu_uniform_texture(struct gpu *g, struct gpu_program *p, const char *name, int unit,
                         const struct gpu_texture *t);

// How long the GPU took between begin and end, known some frames later. One at a time.
struct gpu_timer {
    unsigned query;
    bool waits;
};
void gpu_timer_begin(struct gpu *g, struct gpu_timer *t); // nothing while it waits for an answer
void gpu_timer_end(struct gpu *g, struct gpu_timer *t);
bool gpu_timer_ready(struct gpu *g, struct gpu_timer *t, double *seconds); // once
void gpu_timer_finish(struct gpu_timer *t);

// Bytes of a GPU_SRGBA8 target that are wanted later: nothing waits for what is being painted.
struct gpu_reader {
    unsigned buffer;
    size_t bytes;
    bool waits; // asked for and not yet taken
};
void gpu_reader_ask(struct gpu *g, struct gpu_reader *r, const struct gpu_target *t);
bool gpu_reader_take(struct gpu_reader *r, unsigned char *rgba); // false: nothing was asked for
void gpu_reader_finish(struct gpu_reader *r);

// Triangles that change each time they are drawn: attribute i has sizes[i] floats, at location i,
// interleaved.
struct gpu_mesh;
struct gpu_mesh *gpu_mesh_create(struct gpu *g, const int *sizes, int attributes, struct fault *f);
void gpu_mesh_destroy(struct gpu_mesh *m);
void gpu_mesh_upload(struct gpu *g, struct gpu_mesh *m, const float *vertices, int vertex_count,
                     const uint32_t *indices, int index_count);
void gpu_mesh_draw(struct gpu *g, struct gpu_mesh *m, int first_index, int index_count);
// The same, drawn many times before they change. False, and there is nothing to draw, when graphics
// memory is short.
bool gpu_mesh_keep(struct gpu *g, struct gpu_mesh *m, const float *vertices, int vertex_count,
                   const uint32_t *indices, int index_count);

// What bodies in 3D are painted on: nearer hides farther, 4 samples a px (fewer where the card has
// none). One that is large enough serves for many targets, one after the other.
struct gpu_solid {
    unsigned framebuffer, color, depth;
    int width, height;
};
// Makes it at least so large. False, and it is not there, when memory is short.
bool gpu_solid_fit(struct gpu *g, struct gpu_solid *s, int width, int height, struct fault *f);
void gpu_solid_finish(struct gpu_solid *s);
// What follows is painted on its first width x height px, which are transparent; blending is off.
void gpu_solid_begin(struct gpu *g, const struct gpu_solid *s, int width, int height);
// Puts the mean of the samples on a GPU_RGBA16F target of that size, which is bound then.
void gpu_solid_end(struct gpu *g, const struct gpu_solid *s, const struct gpu_target *to);
// Only this part of it (left, top, width, height) is cleared and painted on; the rest stays. What
// comes first hides what lies behind it.
void gpu_solid_begin_part(struct gpu *g, const struct gpu_solid *s, const int rect[4]);
// What follows adds its light where it is nearest, and hides nothing.
void gpu_solid_add(struct gpu *g);
// The mean of the samples of that part; the target has the solid's size, or less.
void gpu_solid_end_part(struct gpu *g, const struct gpu_solid *s, const struct gpu_target *to,
                        const int rect[4]);

// How far a lamp's light comes: the depth of what it meets first, asked by shaders as a
// sampler2DShadow (1: lit). Square.
struct gpu_shadow {
    unsigned framebuffer, depth;
    int size;
};
bool gpu_shadow_init(struct gpu *g, struct gpu_shadow *s, int size, struct fault *f);
void gpu_shadow_finish(struct gpu_shadow *s);
void gpu_shadow_begin(struct gpu *g, const struct gpu_shadow *s); // what follows casts it
// The depth that was cast, 0..1, rows from the first; before gpu_shadow_end().
void gpu_shadow_read(struct gpu *g, const struct gpu_shadow *s, float *depth);
void gpu_shadow_end(struct gpu *g); // bind a target before painting
void gpu_uniform_shadow(struct gpu *g, struct gpu_program *p, const char *name, int unit,
                        const struct gpu_shadow *s);

// One unit square many times: attribute i has sizes[i] floats of each instance, at location i;
// locations beyond, to GPU_INSTANCE_ATTRIBUTES, read 1. Corners by gl_VertexID 0..3, a strip.
#define GPU_INSTANCE_ATTRIBUTES 4
struct gpu_instances;
struct gpu_instances *gpu_instances_create(struct gpu *g, const int *sizes, int attributes,
                                           struct fault *f);
void gpu_instances_destroy(struct gpu_instances *n);
// `kept`: drawn many times before it changes.
void gpu_instances_upload(struct gpu *g, struct gpu_instances *n, const float *values, int count,
                          bool kept);
void gpu_instances_draw(struct gpu *g, struct gpu_instances *n); // all of them
// The unit square of shaders that make it of gl_VertexID 0..3, a triangle strip (surface.vert).
void gpu_quad_draw(struct gpu *g);
// Blending for what follows: premultiplied "over", or none.
void gpu_blend(struct gpu *g, bool over);
// What is there (D, premultiplied) and what is painted on it (S), px by px, in linear light.
enum gpu_mix {
    GPU_MIX_NONE,     // S
    GPU_MIX_OVER,     // S + D (1 - as)
    GPU_MIX_ADD,      // S + D
    GPU_MIX_SCREEN,   // S + D (1 - S); alpha: over
    GPU_MIX_MULTIPLY, // S D + D (1 - as); alpha: over. Where D is opaque
    GPU_MIX_ERASE,    // D (1 - as)
    GPU_MIX_LEAST,    // the lesser of both
    GPU_MIX_SCALE     // D S
};
void gpu_mix(struct gpu *g, enum gpu_mix mix);
// Scissor of the bound target: left, top, width, height in px; NULL: none.
void gpu_scissor(struct gpu *g, const int rect[4]);
