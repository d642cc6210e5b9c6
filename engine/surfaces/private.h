// Inside surfaces/: a surface as one output shows it, worked out once.
#pragma once
#include "mapping/grade.h"
#include "surfaces/surfaces.h"

struct placed {
    bool seen;          // the output shows some of it
    bool exact;         // pixel on pixel: copied, not sampled
    int at_x, at_y;     // exact: its top left
    int scissor[4];     // around it
    float to_canvas[9]; // w > 0 on the near side of the horizon
    float canvas_edge[4];
    float taps[2];
};

struct shown {
    float to_part[9];
    float part_edge[4];
};

void place_surface(const struct mapping *m, const struct mapping_desc *desc, int output,
                   int surface, struct placed *p);
void place_output(const struct mapping *m, const struct mapping_desc *desc, int output,
                  struct shown *o);

// light.c. What outputs do to light after the warp. Those that do are painted in linear light, 16
// bits, and end in one pass.
struct lit {
    bool on;
    struct grade grade;
    struct gpu_texture share; // blend_field(); id 0: all light, no lift
    struct gpu_texture table; // of colours
    float table_edge, table_least[3], table_step[3];
    struct gpu_target bytes; // what the pass paints, as the display gets it
};

struct lights {
    struct gpu *gpu;             // borrowed
    struct gpu_program *program; // NULL: no output is on
    struct lit outputs[MAPPING_OUTPUTS];
};

bool lights_init(struct lights *ls, struct gpu *gpu, const struct mapping_desc *desc,
                 const struct mapping *mapping, struct fault *f);
void lights_finish(struct lights *ls);
// `from` is linear light, or a canvas that covers the output.
void lights_pass(struct lights *ls, int output, const struct gpu_texture *from);
