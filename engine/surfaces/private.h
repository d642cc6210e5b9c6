// Inside surfaces/: a surface as one output shows it, worked out once.
#pragma once
#include "mapping/grade.h"
#include "surfaces/surfaces.h"

// A surface that a grid bends, as triangles; bent.c. mesh NULL: nothing is seen.
struct bent {
    struct gpu_mesh *mesh; // owned
    int index_count, inner_count;
    float taps[2];
    bool reduced; // more than one tap
};

struct placed {
    bool seen;          // the output shows some of it
    bool bent;          // by its mesh; of what follows `source` and `bounds` alone count
    bool exact;         // pixel on pixel: copied, not sampled
    int at_x, at_y;     // exact: its top left
    int scissor[4];     // around it
    float to_canvas[9]; // w > 0 on the near side of the horizon
    float canvas_edge[4];
    float taps[2];
    float source[4]; // of the canvas: left, top, width, height
    float bounds[4]; // where it is sampled: least x, y, most x, y, from the source's top left
};

struct shown {
    float to_part[9];
    float part_edge[4];
};

void place_surface(const struct mapping *m, const struct mapping_desc *desc, int output,
                   int surface, struct placed *p);
void place_output(const struct mapping *m, const struct mapping_desc *desc, int output,
                  struct shown *o);
float place_taps(double canvas_px); // across one output px

// masked.c. Masks of a surface; texture.id 0: none.
#define MASKED_DEFINES "#define MASKED\n"
#define MASKED_REACH_PX 32 // of the canvas: so far from an outline distances are known
struct masked {
    struct gpu_texture
        texture;   // inside hard outlines: 0 is so far outside, 1 so far inside; through
    float step_px; // of the canvas, from node to node
};
bool masked_init(struct gpu *gpu, const struct mapping *mapping, const struct mapping_desc *desc,
                 int surface, struct masked *masked, struct fault *f);
void masked_finish(struct masked *m);
void masked_set(struct gpu *gpu, struct gpu_program *p, const struct masked *m); // it has some

// bent.c. Triangles of all outputs, once.
bool bent_init(struct gpu *gpu, const struct mapping *m, int output, int surface, struct bent *b,
               struct fault *f);
void bent_finish(struct bent *b);
// Programs of inner cells, of those at edges, and of all of a surface with masks; on the bound
// target.
struct bent_programs {
    struct gpu_program *inside, *edge, *masking; // NULL: no grid bends anything
};
bool bent_programs_init(struct gpu *gpu, struct bent_programs *p, struct fault *f);
void bent_programs_finish(struct bent_programs *p);
void bent_draw(struct gpu *gpu, const struct bent_programs *p, const struct bent *b,
               const struct placed *placed, const struct masked *masked, struct size2 canvas,
               struct size2 output, const struct gpu_texture *texture);

// light.c. What outputs do to light after the warp. Those that do are painted in linear light, 16
// bits, and end in one pass.
struct lit {
    bool on;
    int variant; // of lights.programs
    struct grade grade;
    struct gpu_texture share; // blend_field(); id 0: all light, no lift
    struct gpu_texture table; // of colours
    float table_edge, table_least[3], table_step[3];
    struct gpu_target bytes; // what the pass paints, as the display gets it
};

#define LIT_VARIANTS 12
struct lights {
    struct gpu *gpu;                            // borrowed
    struct gpu_program *programs[LIT_VARIANTS]; // NULL: no output has this
    struct lit outputs[MAPPING_OUTPUTS];
};

bool lights_init(struct lights *ls, struct gpu *gpu, const struct mapping_desc *desc,
                 const struct mapping *mapping, struct fault *f);
void lights_finish(struct lights *ls);
// The same for what lies otherwise now; the program stays.
bool lights_follow(struct lights *ls, const struct mapping_desc *desc,
                   const struct mapping *mapping, struct fault *f);
// `from` is linear light, or a canvas that covers the output.
void lights_pass(struct lights *ls, int output, const struct gpu_texture *from);
