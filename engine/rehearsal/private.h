// rehearsal: what its files share.
#pragma once
#include "rehearsal/rehearsal.h"
#include <math.h>
#include <string.h>

#define ROOM_FLOATS 10   // of a vertex: place, normal, colour, share of the room's light
#define ROOM_EDGE_M 0.35 // longer edges are divided: what glows on a face is worked out at corners
#define ROOM_NEAR_M 0.05
#define ROOM_PATCHES 96 // of what glows

// lens.c
struct axes {
    struct vec3 at, right, up, forward;
};

// What lands on a picture: tangents of its edges, in px.
struct lens {
    struct axes axes;
    double left, right, bottom, top;
    struct size2 size;
};

static inline struct vec3 add(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.x + b.x, a.y + b.y, a.z + b.z};
}

static inline struct vec3 sub(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline struct vec3 times(struct vec3 a, double k)
{
    return (struct vec3){a.x * k, a.y * k, a.z * k};
}

static inline double dot(struct vec3 a, struct vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline struct vec3 cross(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static inline struct vec3 unit(struct vec3 a)
{
    return times(a, 1 / sqrt(dot(a, a)));
}

static inline bool finite3(struct vec3 a)
{
    return isfinite(a.x) && isfinite(a.y) && isfinite(a.z);
}

bool lens_axes(const struct rehearsal_pose *pose, struct axes *axes, struct fault *f);
bool lens_of_projector(const struct rehearsal_projector *p, struct lens *lens, struct fault *f);
bool lens_of_eye(const struct rehearsal_eye *eye, struct size2 size, struct lens *lens,
                 struct fault *f);
// World to clip space, the first row on top; depth from ROOM_NEAR_M to far_m.
void lens_matrix(const struct lens *lens, double far_m, double m[16]);
void lens_floats(const double m[16], float out[16]);
struct vec3 lens_ray(const struct lens *lens, struct vec2 at_px); // its length along the axis is 1
// Before the lens, and at the edges of its picture: each plane's n · p + d >= 0.
void lens_planes(const struct lens *lens, double planes[5][4]);

// solid.c: triangles of all bodies.
struct solid {
    float *vertices;   // owned, ROOM_FLOATS each
    uint32_t *indices; // owned
    uint32_t *whole;   // owned: indices before long edges were divided, for what only has a shape
    int vertex_count, index_count, vertex_room, index_room, whole_count;
    double reach_m; // of the farthest vertex from 0
};

// Where a fault is, by its name or its number; false.
bool told(const char *name, const char *what, int n, struct fault *f);
bool solid_build(struct solid *s, const struct rehearsal_desc *desc, struct fault *f);
void solid_finish(struct solid *s);
// The nearest triangle on a way: its first index, and the distance in lengths of `way`; -1: none.
int solid_hit(const struct solid *s, struct vec3 from, struct vec3 way, double *distance);
struct vec3 solid_normal(const struct solid *s, int first_index);
struct vec3 solid_color(const struct solid *s, int first_index);

// reach.c: what a projector lights.
struct reach {
    uint32_t *indices; // owned; triangles in its cone
    int index_count;
    struct vec3 low, high; // box of what it lights; low.x > high.x: nothing
};
bool reach_find(struct reach *reach, const struct solid *s, const struct lens *lens,
                struct fault *f);

// A picture in light, small ones of it for what is far.
struct slide {
    const struct gpu_target *picture; // borrowed until it is taken
    bool changed;
    struct gpu_target light;
};

// What lights bodies from one place and has its shadows.
struct beam {
    struct lens lens;
    double matrix[16];
    struct gpu_shadow shadow;
    struct reach reach;
    int first_index;
    double power;   // lux at 1 m across its axis
    float color[3]; // of a lamp
    float edge;     // of a lamp: cosine of half its angle; 0: a projector
};

struct projector {
    struct rehearsal_projector desc;
    struct slide slide;
};

struct screen {
    struct rehearsal_screen desc;
    struct slide slide;
};

// glow.c: lit walls and screens as lamps.
struct patch {
    struct vec3 at, normal;
    double area;   // m², that softens what is near
    double gain;   // lux at 1 m, straight on, of white
    bool sideless; // gives light to both sides
};

struct glow {
    struct patch patches[ROOM_PATCHES];
    int columns, rows; // of each projector, then of each screen
    int count;
    struct gpu_target light; // a px a patch
};

struct rehearsal {
    struct gpu *gpu;
    struct gpu_program *body, *slide_program, *mean, *screen_program, *sky, *tone; // owned
    struct solid solid;
    struct gpu_mesh *mesh, *screens_mesh, *level_mesh; // owned
    int whole_first; // of the mesh: where the undivided triangles are
    struct projector projectors[REHEARSAL_PROJECTORS];
    struct beam beams[REHEARSAL_PROJECTORS + REHEARSAL_LAMPS]; // of each projector, then of lamps
    struct screen screens[REHEARSAL_SCREENS];
    struct rehearsal_speaker speakers[REHEARSAL_SPEAKERS];
    float levels[REHEARSAL_SPEAKERS];
    int projector_count, screen_count, speaker_count, beam_count;
    float above[3], below[3], sky_light[3], horizon[3];
    double strength, far_m;
    struct glow glow;
    double glow_s; // when it was last taken
    bool glow_due; // a picture has changed since

    // What was painted last.
    struct gpu_solid paper;
    struct gpu_target light;
    struct rehearsal_eye eye;
    bool painted;
    bool levels_changed;
    uint64_t px;
};

bool shade_solid(struct rehearsal *r, struct fault *f); // shade.c; the mesh is to be uploaded anew
bool glow_open(struct rehearsal *r, double strength, struct fault *f);
void glow_take(struct rehearsal *r); // of the pictures as they are
void glow_give(struct rehearsal *r); // to the body's program

// slide.c
bool slide_open(struct rehearsal *r, struct slide *s, struct size2 size, struct fault *f);
bool slides_take(struct rehearsal *r); // those that changed; false: none

// paint.c
struct sight {
    struct lens lens;
    double matrix[16];
    struct size2 size;
};
bool sight_of(struct rehearsal *r, const struct lens *lens, struct sight *sight, struct fault *f);
void paint_room(struct rehearsal *r, const struct sight *sight, const int rect[4]);
void paint_rect(const struct sight *sight, struct vec3 low, struct vec3 high, int rect[4]);
