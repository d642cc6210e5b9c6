// For tests of surfaces/: canvases painted, outputs read, without a window.
#pragma once
#include "surfaces/surfaces.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct bench {
    struct windows *windows;
    struct gpu *gpu;
};

// What one test looks at: canvases painted, outputs read.
struct view {
    struct bench *bench;
    struct mapping *mapping;
    struct surfaces *surfaces;
    struct gpu_target canvases[3];
    int canvas_count;
};

int open_bench(void **state);
int close_bench(void **state);
#define IN_BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)

void open_view(struct view *v, struct bench *b, const struct mapping_desc *desc);
void show(struct view *v);
unsigned char *look(struct view *v, int output); // RGBA, owned by the caller
void close_view(struct view *v);
struct gpu_target canvas_of(struct bench *b, int width, int height, const unsigned char *rgba);

unsigned char *noise(int width, int height); // RGBA, owned by the caller
unsigned char *plain(int width, int height, unsigned char value);
double light_of(unsigned char byte);
// A round dot with a soft edge.
void put_dot(unsigned char *rgba, int width, struct vec2 at, double radius);
// Where the light around a point has its middle.
struct vec2 centroid(const unsigned char *rgba, int width, int height, struct vec2 around,
                     int reach);

#define RECT(x, y, w, h)                                \
    {                                                   \
        {x, y}, {(x) + (w), y}, {(x) + (w), (y) + (h)}, \
        {                                               \
            x, (y) + (h)                                \
        }                                               \
    }
