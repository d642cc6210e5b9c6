// A warp: where a rectangle lands whose corners are moved (perspective) and which is bent inside
// them by an optional grid. Surfaces and outputs have one each. A point of the unit square (0, 0
// its top left) goes through the grid, which says where in the unit square it lies, and then
// through the homography of the corners: what was bumped is put right by its corners alone. Pure
// numbers, double.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include <stdbool.h>

#define WARP_POINTS 17       // of a grid, each way, at most; at least 2
#define WARP_REACH 1.0       // how far outside the unit square a point may lie
#define WARP_STEPS 32        // of the table that an inverse begins from, each way, at most
#define WARP_LEAST_AREA 1e-4 // a grid shrinks no place to less of its area

enum warp_kind {
    WARP_LINEAR, // straight between points: bilinear
    // Through the points, curved: uniform Catmull-Rom (1974), tension 1/2; points beyond the edges
    // are mirrored at it, P(-1) = 2 P(0) - P(1).
    WARP_CATMULL_ROM,
    WARP_BEZIER, // drawn by the points: tensor of Bernstein's polynomials, one patch
    WARP_KINDS
};

// Points row by row, of the unit square that the corners span. columns 0: no grid.
struct warp_grid {
    enum warp_kind kind;
    int columns, rows;
    struct vec2 points[WARP_POINTS * WARP_POINTS];
};

// As if there were none.
void warp_grid_plain(struct warp_grid *g, enum warp_kind kind, int columns, int rows);
// Another kind or number of points, the shape kept: the new grid passes the old one in each of its
// own nodes. That is all of it for a linear grid with all the old columns and rows among the new,
// and for a Bézier with no fewer (degree elevation).
void warp_grid_resize(struct warp_grid *g, enum warp_kind kind, int columns, int rows);
// False and a fault: numbers out of range, or it folds over (the sign of its Jacobian changes, or
// it comes near 0), and where.
bool warp_grid_check(const struct warp_grid *g, struct fault *f);
// Where it lands, and where one step along x and y leads from there. Beyond the square it goes on
// straight.
struct vec2 warp_grid_at(const struct warp_grid *g, struct vec2 at, struct vec2 *along_x,
                         struct vec2 *along_y);

// One ready for use.
struct warp {
    struct warp_grid grid;
    double to_place[9], to_square[9]; // of the corners alone
    int steps_x, steps_y;
    struct vec2 table[(WARP_STEPS + 1) * (WARP_STEPS + 1)];
};

// False and a fault: the corners are no convex quad, the grid folds, or it reaches the horizon.
bool warp_init(struct warp *w, const struct vec2 corners[4], const struct warp_grid *grid,
               struct fault *f);
// False beyond the horizon.
bool warp_there(const struct warp *w, struct vec2 at_square, struct vec2 *at_place);
// By Newton's method in at most 32 steps; error under 1e-9 of the square. False where nothing
// lands: beyond the horizon or, far beyond its edges, where the grid does not come by.
bool warp_back(const struct warp *w, struct vec2 at_place, struct vec2 *at_square);
// The same, begun at a point that lies near it: faster, where that is inside the square.
bool warp_back_near(const struct warp *w, struct vec2 at_place, struct vec2 near,
                    struct vec2 *at_square);
// Derivatives of warp_there: place x by square x, by square y, place y by square x, by square y.
void warp_slopes(const struct warp *w, struct vec2 at_square, double slopes[4]);
