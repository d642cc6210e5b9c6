// Two smooth numbers over a square of px, asked for at few of them. Pure numbers.
#pragma once
#include "base/vec.h"

#define TILE_EDGE 16                        // px
#define TILE_SIDE (TILE_EDGE + 1)           // points, one beyond the last px
#define TILE_POINTS (TILE_SIDE * TILE_SIDE) // row by row

// At a point of the square.
typedef struct vec2 tile_value(const void *of, int point);

// Asks at the corners of squares, `steps` to a side (2 or 4; of 4 px 2); what lies between is
// linear where none of them is more than `off` from that, and the square is split where one is, or
// is NAN.
void tile_fill(tile_value *value, const void *of, int steps, double off,
               struct vec2 at[TILE_POINTS]);
