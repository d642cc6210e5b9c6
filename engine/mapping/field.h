// Numbers at the nodes of a raster, and distances over it; a node's side is 1. Pure numbers.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include "mapping/light.h"

#define FIELD_NODES (1 << 22) // at most
#define FIELD_FAR 1e9f

struct field {
    int width, height;
    float *at; // owned; row by row
};

// All 0. False when a side is under 1, there are too many nodes, or memory is short.
bool field_init(struct field *f, int width, int height, struct fault *fault);
void field_finish(struct field *f);
// Linear between nodes; beyond the outer ones what the nearest holds.
double field_at(const struct field *f, double x, double y);
// Each node becomes its distance to the nearest one that was 0, FIELD_FAR where none was. Exact
// (Felzenszwalb and Huttenlocher 2012, Distance Transforms of Sampled Functions, 2).
bool field_distance(struct field *f, struct fault *fault);

#define FIELD_FLAT (MAPPING_MASK_POINTS * 64) // points of an outline whose curves became lines
// Within 1/20 px of its curves. `flat` has room for FIELD_FLAT; returns how many.
int field_flatten(const struct mapping_corner *corners, int count, struct vec2 *flat);
// How far each node lies from a closed outline, above 0 inside it (even-odd), at most `reach`;
// node 0, 0 lies at `at`, a node's side is `step`: both and reach in px of the outline.
bool field_outline(struct field *f, struct vec2 at, double step, const struct vec2 *outline,
                   int count, double reach, struct fault *fault);
