// Grids for tests, and their published forms written down once more, in double.
#pragma once
#include "mapping/mapping.h"
#include <stdint.h>

double chance(uint64_t *seed); // 0 to 1
double between(uint64_t *seed, double least, double most);
double apart(struct vec2 a, struct vec2 b);
struct vec2 plus(struct vec2 a, double by, struct vec2 b);
// Points up to `part` of a cell away from where they would be without a grid, less if it folds.
void random_grid(uint64_t *seed, enum warp_kind kind, double part, struct warp_grid *g);
// The same with this number of points.
void random_grid_of(uint64_t *seed, enum warp_kind kind, int columns, int rows, double part,
                    struct warp_grid *g);
// Where 0..1 lands: bilinear, Catmull-Rom by its matrix with mirrored points, Bernstein.
struct vec2 grid_form(const struct warp_grid *g, double u, double v);
// Heckbert 1989, 2.2.3.2: the unit square to a quad, in closed form.
struct vec2 heckbert(const struct vec2 q[4], double u, double v);
