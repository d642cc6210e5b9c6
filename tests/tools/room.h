// For tests of rehearsal/: rooms, cameras and projectors in double, by their textbooks and not by
// the engine's code; pictures sent through surfaces/ into a room.
#pragma once
#include "rehearsal/rehearsal.h"
#include "surfaces/surfaces.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct hall {
    struct windows *windows;
    struct gpu *gpu;
};

int open_hall(void **state);
int close_hall(void **state);
#define IN_HALL(test) cmocka_unit_test_setup_teardown(test, open_hall, close_hall)

// A wall across the world's y axis, its front towards -y.
#define WALL_Y 5.0
#define WALL_COLOR 0.8
struct rehearsal_body a_wall(void);

// A pose as three axes, by Rodrigues' rotation about the line of sight.
struct frame {
    struct vec3 at, right, down, forward;
};
struct frame frame_of(const struct rehearsal_pose *pose);
// Coordinates along the axes.
struct vec3 in_frame(const struct frame *f, struct vec3 world);

struct vec3 on_wall(const struct rehearsal_projector *p, struct vec2 px); // y is WALL_Y
struct vec2 on_projector(const struct rehearsal_projector *p, struct vec3 world);
struct vec2 on_camera(const struct rehearsal_camera *c, struct vec3 world);
// cd/m² that the wall gives back of full white there.
double wall_light(const struct rehearsal_projector *p, struct vec3 world);

// Bytes of a picture on a target of its own.
struct gpu_target slide_of(struct hall *h, struct size2 size, const unsigned char *rgba);
unsigned char *dark(struct size2 size); // owned by the caller
// A white square of 2 * half px a side about a px' corner.
void put_square(unsigned char *rgba, struct size2 size, int x, int y, int half);
// Where the light about a point has its middle; in px.
struct vec2 middle_of_light(const float *light, struct size2 size, struct vec2 about, double reach);
double mean_light(const float *light, struct size2 size, struct vec2 about, double reach);

// One picture over a composition, its outputs in the room.
struct show {
    struct mapping_desc desc;
    struct mapping *mapping;
    struct surfaces *surfaces;
    struct gpu_target canvas;
};
void open_show(struct show *s, struct hall *h, const unsigned char *rgba);
void close_show(struct show *s);
