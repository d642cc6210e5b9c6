// Light through grids: a surface as one output shows it, in triangles. Worked out in double when
// geometry changes, fine enough that no light falls further than MESH_OFF_PX from where the
// formulas of mapping/warp.h say, and drawn into the output's own px: the canvas is sampled once.
#pragma once
#include "mapping/mapping.h"
#include <stdint.h>

#define MESH_OFF_PX 0.05
#define MESH_TRIANGLES 400000 // at most; what is left out then is coarser

// Places of output and part are homogeneous: between vertices they are linear before the division,
// as perspective is, and so is the canvas over that of the output.
struct mesh_vertex {
    float at[3];     // px of the output
    float canvas[2]; // px of the canvas, from the source's top left
    float part[3];   // px of the output's part of the composition, from its top left
};

struct mesh {
    struct mesh_vertex *vertices; // owned
    uint32_t *indices; // owned. Triangles; the first inner_count indices are of those that
                       // lie at least a px inside all edges
    int vertex_count, index_count, inner_count;
    double stretch[2]; // canvas px for one px of the output to the right and down, at most
};

// False and a fault when memory is short.
bool mesh_init(struct mesh *mesh, const struct mapping *m, int output, int surface,
               struct fault *f);
void mesh_finish(struct mesh *mesh);
