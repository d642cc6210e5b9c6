// A stage of 64 x 64 px with a film, for tests of render: painted headless and read back.
// cmocka asserts inside.
#pragma once
#include "render/render.h"
#include "window/window.h"

enum { SIDE = 64 };

// Instead of the room film: a texture that tests paint.
struct film {
    struct gpu_texture texture;
};

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    struct text *text;
    struct scene *scene;
    struct film film;
    struct render *render;
    struct scene_stage *stage;
    struct drawlist *list;
    unsigned char rgba[SIDE * SIDE * 4];
    int said;
    char last[512];
};

int setup(void **state);
int teardown(void **state);

extern const struct color white, black;

void begin(struct bench *b, struct color background);
void set_blend(struct bench *b, enum draw_blend blend);
void fill(struct bench *b, float x, float y, float w, float h, struct color c);
void read_back(struct bench *b);
void paint(struct bench *b);
double light_of(double byte);
double byte_of(double light);
const unsigned char *pixel(const struct bench *b, int x, int y);

// Within one and a half of a byte's step.
void has_light(const struct bench *b, int x, int y, const double light[3]);
void is_grey(const struct bench *b, int x, int y, double light);

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
