// How outputs share the light where they overlap, point by point: masks, soft edges, and the lift
// that makes black as bright everywhere as it is where most projectors shine. Numbers for a texture
// of each output; made when the geometry changes.
#pragma once
#include "mapping/mapping.h"
#include <stdint.h>

#define BLEND_BLACK 0.5 // of all outputs that overlap, together, at most

struct blend;

// At one px of an output, both 0 to 1.
struct blend_share {
    double light; // of the picture's light, linear
    double lift;  // of blend_black()
};

// Whether any output does anything to light.
bool blend_wanted(const struct mapping_desc *desc);
bool blend_touches(const struct mapping_desc *desc, int output); // this one
// Mapping and desc are borrowed. NULL and a fault that names the output, or no memory.
struct blend *blend_create(const struct mapping *m, const struct mapping_desc *desc,
                           struct fault *f);
void blend_destroy(struct blend *b);
// Soft edges: of each output the distance d to where only others shine; it gives d² of the sum of
// all d² there. The distances are those of the composition, so all outputs say the same of a point
// and their shares add up to 1, or to what masks let through. Lift: what the brightest black has
// more than black here, shared the same way.
struct blend_share blend_at(const struct blend *b, int output, struct vec2 at_output);
// Whether the output can light this point of the composition: within its part, its raster and
// masks.
bool blend_lights(const struct blend *b, int output, struct vec2 at_composition);
// The whole output: light, lift of each px, as shares of 65535; row by row.
void blend_field(const struct blend *b, int output, uint16_t *pairs);
// The brightest black, linear, where the strongest light is 1; 0: nothing is lifted.
double blend_black(const struct blend *b);
