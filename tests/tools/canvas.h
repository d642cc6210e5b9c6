// A canvas of 256 x 256 px with a film, for tests of render: painted headless and read back.
// cmocka asserts inside.
#pragma once
#include "render/render.h"
#include "window/window.h"

enum { SIDE = 256 };

// Instead of the room film: whoever gave the picture to render is asked for it.
struct film {
    media_handle media;
    struct gpu_texture texture;
};

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    struct text *text;
    struct scene *scene;
    struct film film;
    struct render *render;
    struct drawlist *list;
    unsigned char *rgba;
    int said;
    _Atomic int woken;
};

struct bench *open_bench(int width, int height);
void close_bench(struct bench *b);
int setup(void **state);
int teardown(void **state);
void paint(struct bench *b);
const unsigned char *pixel(const struct bench *b, int x, int y);

// IEC 61966-2-1
double light_of(double byte);
double light(const struct bench *b, int x, int y);

extern const struct color white, half_white;

void set_state(struct bench *b, struct affine m, float opacity);
