// The masks of one surface or output, ready to be asked how much light they let through.
#pragma once
#include "mapping/field.h"
#include "mapping/mapping.h"

struct masks {
    int count;
    struct vec2 at; // of node 0, 0
    double step;    // px from node to node
    struct {
        const struct mapping_mask *mask; // borrowed, of the desc
        struct field distance;           // px, above 0 where light goes through
    } of[MAPPING_MASKS];
};

// Those that the desc has for this owner, over this rectangle of its space; none is fine.
bool masks_init(struct masks *m, const struct mapping_desc *desc, bool of_surface, int owner,
                struct vec2 at, struct vec2 size, struct fault *f);
void masks_finish(struct masks *m);
// 0 to 1. `scale`: px of the output for one here; where nothing is feathered an edge is one of
// those wide.
double masks_at(const struct masks *m, struct vec2 p, double scale);
// How far inside the outline of one of them, or outside where it is inverted; at most as far as it
// is known.
double masks_inside_px(const struct masks *m, int mask, struct vec2 p);
// A point of a canvas lies where the masks of the surface let some light through.
bool masks_hit(const struct mapping_desc *desc, int surface, struct vec2 at_canvas);
