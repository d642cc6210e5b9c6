// Light through grids: a surface as one output shows it, in triangles. Worked out in double when
// geometry changes, fine enough that no light falls further than MESH_OFF_PX from where the
// formulas of mapping/warp.h say, and drawn into the output's own px: the canvas is sampled once.
#pragma once
#include "mapping/mapping.h"
#include <stdint.h>

#define MESH_OFF_PX 0.05
#define MESH_TRIANGLES 100000 // at most; what is left out then is coarser

// A corner of a triangle, which has straight sides on the output. Within it canvas and part are
// quadratic in its px: with a, b, c (1 for the first, second, third corner, 0 for the others) what
// corners say, linearly, and a b bend[0] + b c bend[1] + c a bend[2]. Linear pieces as near to a
// spline are ten times as many, and software rasterisers paint each block of px that a side crosses
// twice.
struct mesh_vertex {
    float at[2];             // px of the output
    float canvas[2];         // px of the canvas, from the source's top left
    float part[2];           // px of the output's part of the composition, from its top left
    float corner[2];         // a, b
    float canvas_bend[3][2]; // those of all three corners are the same
    float part_bend[3][2];
};

struct mesh {
    struct mesh_vertex *vertices; // owned; three a triangle, those of the first inner_count lie at
                                  // least a px inside all edges
    int vertex_count, inner_count;
    double stretch[2]; // canvas px for one px of the output to the right and down, at most
};

// False and a fault when memory is short.
bool mesh_init(struct mesh *mesh, const struct mapping *m, int output, int surface,
               struct fault *f);
void mesh_finish(struct mesh *mesh);
