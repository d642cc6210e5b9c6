// A canvas for tests of render: a draw list of their own, painted headless and read back. No film.
// cmocka asserts inside.
#pragma once
#include "render/render.h"
#include "window/window.h"

struct easel {
    struct windows *windows;
    struct gpu *gpu;
    struct text *text;
    struct scene *scene;
    struct render *render;
    struct drawlist *list; // of the one stage
    unsigned char *rgba;
    int width, height;
    int said; // warnings and worse
};

struct easel *easel_open(int width, int height);
void easel_close(struct easel *e);
void easel_clear(struct easel *e); // a new list
void easel_paint(struct easel *e);
void easel_state(struct easel *e, struct affine to_canvas);
// Linear light of one channel of a px, 0..1.
double easel_light(const struct easel *e, int x, int y, int channel);
double easel_sum(const struct easel *e); // green light of all of it, in px of white
const unsigned char *easel_pixel(const struct easel *e, int x, int y);
double easel_decode(double byte); // sRGB to linear light, IEC 61966-2-1
double easel_encode(double light);
