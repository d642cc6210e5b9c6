// Inside mapping/: what a blend holds, and what is the same all over a small disc of the wall.
#pragma once
#include "mapping/blend.h"
#include "mapping/mask.h"

#define BLEND_INSIDE_PX 1.0 // so far inside its edges an output surely shines

// One output.
struct part {
    struct masks masks;
    double scale;      // output px for one of the composition, in its middle
    struct vec2 nodes; // where node 0, 0 of its distances lies
    double step;
    int columns, rows;
};

// Outputs that share something: the picture's light, or black.
struct group {
    bool has[MAPPING_OUTPUTS];
    int count;
    struct field away[MAPPING_OUTPUTS]; // px of the composition to where only others shine
};

struct blend {
    const struct mapping *mapping;   // borrowed
    const struct mapping_desc *desc; // borrowed
    struct part parts[MAPPING_OUTPUTS];
    struct group light, lift;
    double black;
};

// Of each output: all of the disc lies inside its part, its raster, what its masks let through
// whole (1), none of it (-1), or neither is sure (0).
struct blend_zone {
    signed char part[MAPPING_OUTPUTS], raster[MAPPING_OUTPUTS], mask[MAPPING_OUTPUTS];
    bool smooth[MAPPING_OUTPUTS]; // no outline of a mask comes by
    bool told[MAPPING_OUTPUTS];   // how far inside its raster the point lies that is asked about:
    double inside[MAPPING_OUTPUTS];
};

// zone.c. `unsure` is one of which nothing is known: all is worked out.
extern const struct blend_zone blend_unsure;
// Around a point of the composition, so many px of it wide: of all that share with this output.
struct blend_zone blend_zone_at(const struct blend *b, int output, struct vec2 at, double reach);
// This output lights all of the disc, or none of it.
bool blend_zone_sure(const struct blend_zone *z, int output);
// And so is it of all that share with `output`, rasters that leak black included.
bool blend_zone_even(const struct blend *b, int output, const struct blend_zone *z);
// How far a point lies inside a raster, in its px; below 0 outside.
double blend_inside_raster(const struct blend *b, int output, struct vec2 at);
double blend_inside_size(struct size2 size, struct vec2 at);              // the same, of a px
double blend_inside_part(const struct mapping_output *o, struct vec2 at); // px of the composition

// blend.c: what an output gives at a point of the composition, soft edges by hand left aside.
struct blend_share blend_share_in(const struct blend *b, int output, struct vec2 at,
                                  const struct blend_zone *z);
// One comes by, so many px of the composition around a point.
bool blend_edges_near(const struct blend *b, int output, struct vec2 at, double reach);
double blend_by_hand(const struct blend *b, int output, struct vec2 at);
// What it gives is the same all over the disc.
bool blend_plain(const struct blend *b, int output, const struct blend_zone *z);
// It runs smoothly over the disc, as its px see it.
bool blend_calm(const struct blend *b, int output, const struct blend_zone *z);
