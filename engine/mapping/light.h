// What outputs and surfaces do to light, as people say it: plain data inside a mapping_desc. 0 is
// what holds when nothing is said.
#pragma once
#include "base/vec.h"
#include <stdbool.h>

struct lut;

#define MAPPING_MASKS 16 // of one desc
#define MAPPING_MASK_POINTS 32
#define MAPPING_FEATHER_PX 256 // most
#define MAPPING_BLACK 0.1      // most

// A corner with the handles of the curves that come in and go out, from the corner; 0, 0: straight.
struct mapping_corner {
    struct vec2 at, in, out;
};

// A closed outline (even-odd) that light goes through inside of. Several of one owner: what all of
// them let through.
struct mapping_mask {
    bool of_surface; // then in px of its canvas; else of the output, in px of the composition
    int owner;       // index of the surface or output
    int count;
    struct mapping_corner corners[MAPPING_MASK_POINTS];
    double feather_px; // from nothing at the outline to all of it so far inside
    bool invert;       // light goes through outside of it
};

// Soft edges by hand: how wide in px of the composition, 0: none; and the curve of all of them,
// f(x) = a (2x)^p up to the middle, then 1 - (1 - a) (2 - 2x)^p, in linear light (Bourke, Edge
// blending using commodity projectors). Two of them add up to 1 only where a is 0.5.
struct mapping_edge {
    double left_px, top_px, right_px, bottom_px;
    double power;     // p; 0: 2
    double luminance; // a; 0: 0.5
};

struct mapping_light {
    bool blend; // soft edges from the geometry
    struct mapping_edge edge;
    double black;          // what it shines where it is black, as a share of its white, linear
    double gain;           // of its light, to match weaker ones; 0: 1
    double gamma;          // it shines value^gamma; 0: as sRGB has it
    double white[3];       // of red, green, blue, linear; all 0: 1, 1, 1
    const struct lut *lut; // a table of colours after it; borrowed; NULL: none
};
