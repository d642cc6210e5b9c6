// Inside surfaces/: a surface as one output shows it, worked out once.
#pragma once
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
