// Paul Bourke's mesh files (paulbourke.net/dataformats/meshwarp, 2006): where a picture's points
// land on a projector. Text in, a warp of an output out, and back. A first line with the kind (2:
// rectangular), a second with columns and rows, then a line a node, columns fastest: x y u v i. x
// runs from -aspect to aspect, y from -1 to 1 upward; u, v from 0 to 1, v upward; i is brightness,
// below 0: nothing is drawn.
#pragma once
#include "base/fault.h"
#include "mapping/warp.h"
#include <stddef.h>

#define BOURKE_BYTES (8u << 20)
#define BOURKE_NODES 257 // each way, at most; at least 2
#define BOURKE_WRITTEN 33

// What a warp cannot say of a mesh.
struct bourke_lost {
    double off_px;     // the mesh's nodes lie so far from the grid, at most
    int dimmed, holes; // nodes whose brightness is not 1, is below 0
};

// Corners where those of the picture land, in px of an output of that size; a grid inside them, as
// many points as the mesh has nodes where these are few, else as many as there may be; columns 0
// where the corners alone say it. False and a fault, "line n: …".
bool bourke_read(const char *text, size_t length, struct size2 size, struct vec2 corners[4],
                 struct warp_grid *grid, struct bourke_lost *lost, struct fault *f);
// Owned by the caller; NULL: no memory, or it reaches beyond the horizon.
char *bourke_write(const struct warp *w, struct size2 size, int columns, int rows);
