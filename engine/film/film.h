// Films: libmpv into textures, loaded when the first film is opened. Each follows show time by
// media_position(); stepped, the frame is exact. OpenGL's render API on hardware, libmpv's software
// renderer where the rasteriser is software. Main thread (libmpv has threads of its own).
#pragma once
#include "base/fault.h"
#include "gpu/gpu.h"
#include "scene/scene.h"

#define FILM_PLAYERS 16 // open at once; more fail with a sentence

struct film;

enum film_renderer {
    FILM_FITTING, // OpenGL, but libmpv's own where the rasteriser is software
    FILM_SOFTWARE,
    FILM_OPENGL
};

struct film_desc {
    struct gpu *gpu;
    void *(*gl_address)(const char *name);
    void (*wake)(void *user); // from other threads: film_update has something to do; may be NULL
    void *user;
    enum film_renderer renderer;
};

struct film *film_create(const struct film_desc *desc); // loads nothing yet
void film_destroy(struct film *f);                      // the GL context must be current
// A film with facts_only is not opened: its size and length are read by a thread of their own.
// Opens, follows, closes what the table asks; writes the facts back (state, width, height,
// duration, frame); marks a stage for redraw when a film of its has a new frame, and tells
// MEDIA_READY and MEDIA_ENDED. Stepped: waits for loads and exact frames (not for the picture while
// scene_unseen()).
void film_update(struct film *f, double now_s, struct scene *scene);
// Handles that wait for films to come are closed, but one: nobody is there.
void film_let_go(struct film *f);
// A film was asked to open, run, stand or seek, and film_update has not followed yet: the loop must
// not sleep.
bool film_pending(const struct film *f, const struct scene *scene);
// The frame to draw, or NULL (not ready, failed: black).
const struct gpu_texture *film_texture(const struct film *f, const struct scene *scene,
                                       media_handle media);
