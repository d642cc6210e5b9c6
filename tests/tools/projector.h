// A station with nothing but films, and films that carry numbers: every frame n of make_film shows
// the bits of n from left to right, the lowest first; white is 1. For tests of film/.
#pragma once
#include "base/clock.h"
#include "base/log.h"
#include "film/film.h"
#include "window/window.h"

#include <glad/gl.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define FOLDER TEST_BUILD "/films"

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    struct film *film;
    struct scene *scene;
};

// What was logged since open_bench.
struct said {
    int lines;
    char last[2048];
};

void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
void make_film(const char *name, int frames, const char *rate, int width, int height,
               const char *options);
struct bench open_bench(enum film_renderer renderer, bool stepped);
void close_bench(struct bench *b);
struct said *what_was_said(void);
struct media *open_path(struct bench *b, const char *path, bool loop);
struct media *open_film(struct bench *b, const char *name, bool loop); // of FOLDER
void update(struct bench *b, double now_s);
const struct gpu_texture *texture_of(struct bench *b, const struct media *m);
// RGBA as it lies in the texture: the top row first. Owned by the caller.
unsigned char *pixels_of(const struct gpu_texture *t);
int number_in(const struct gpu_texture *t); // -1: no texture
int count_events(struct bench *b, enum event_kind kind);
// Live: how far the frame in the texture is from the one due at now_s, in frames of 25 a second, on
// the circle of PROJECTOR_FRAMES.
#define PROJECTOR_FRAMES 75
double apart(struct bench *b, const struct media *m, double now_s);
// Updates until it follows within `frames`: right sixty times more often than wrong. No time is
// promised on a busy machine, where threads sleep for long: two minutes are given, and what is seen
// after a long sleep is not held against it.
bool settles(struct bench *b, const struct media *m, struct clock *clock, double frames);
