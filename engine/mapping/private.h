// Inside mapping/: what a mapping holds.
#pragma once
#include "mapping/mapping.h"

struct mapping {
    struct mapping_desc desc;                  // sources filled in
    struct warp outputs[MAPPING_OUTPUTS];      // from their part
    struct warp surfaces[MAPPING_SURFACES];    // from their source
    double to_composition[MAPPING_OUTPUTS][9]; // from output px; by corners alone
    double to_canvas[MAPPING_SURFACES][9];     // from the composition; likewise
};

// Slopes at a point of a canvas and the composition: canvas px and composition px over output px,
// each x by x, x by y, y by x, y by y.
void mapping_slopes(const struct mapping *m, int output, int surface, struct vec2 at_canvas,
                    struct vec2 at_composition, double canvas[4], double composition[4]);
void mapping_times(const double a[9], const double b[9],
                   double product[9]); // product may be either

// mapping_to_composition() for px after px: *square, NAN at first, is where the one before lay.
bool mapping_to_composition_next(const struct mapping *m, int output, struct vec2 at_output,
                                 struct vec2 *square, struct vec2 *at_composition);
