// A window without a display, its gpu, and shaders that tests may spoil. cmocka asserts inside.
#pragma once
#include "gpu/gpu.h"
#include "window/window.h"

enum { WINDOW = 256 };

struct bench {
    struct windows *windows;
    struct gpu *gpu;
    char shaders[256]; // a copy that tests may spoil
};

struct heard {
    int lines;
    char last[2048];
};

extern struct heard said;

void write_text(const char *folder, const char *name, const char *text);

extern const char flat_vert[];
extern const char flat_frag[];

int open_bench(void **state);
int close_bench(void **state);
struct gpu_target make_target(struct bench *b, enum gpu_format format, int width, int height);
void assert_pixel(const unsigned char *bytes, int width, int x, int y, int r, int g, int b_);
void draw_square(struct bench *b, struct gpu_program *p, struct gpu_mesh *m, float x, float y,
                 float side, const float tint[4]);

#define IN_BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)
