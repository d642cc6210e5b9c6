// The geometry between canvases, the composition and outputs. Light goes out through it
// (surfaces/), touch comes in through it (input/). Pure numbers, no OpenGL, no threads. All points
// in pixels of their own space, origin top left, y down. Corners: top left, top right, bottom
// right, bottom left.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include "mapping/light.h"
#include "mapping/warp.h"
#include <stdbool.h>

#define MAPPING_SURFACES 16
#define MAPPING_OUTPUTS 8
#define MAPPING_AREA_PX 1 // least area of four corners, px²

struct mapping;

struct mapping_surface {
    int canvas;             // index of the stage it shows
    struct size2 size;      // of that canvas
    struct vec2 corners[4]; // in the composition
    struct warp_grid grid;  // inside them; columns 0: none
    struct vec2 source_at,
        source_size; // the part of the canvas that lands there; size 0: all of it
};

struct mapping_output {
    struct vec2 at; // its part of the composition: top left
    struct size2 size;
    struct vec2 corners[4]; // where that part's corners land, in output px
    struct mapping_light light;
    struct warp_grid grid; // inside them; columns 0: none
};

struct mapping_desc {
    struct mapping_surface surfaces[MAPPING_SURFACES]; // painted in order, the last on top
    struct mapping_output outputs[MAPPING_OUTPUTS];
    struct mapping_mask masks[MAPPING_MASKS];
    int surface_count, output_count, mask_count;
};

// 3x3, row-major: [x' y' w'] = m [x y 1]; the eight-equation system of a plane-to-plane map
// (Heckbert 1989, Fundamentals of Texture Mapping, 2.2.3), solved in double with pivoting. w' is 1
// in the middle of `from`, so it is above 0 on the near side of the horizon, and 0 on it. False
// and a fault when four corners are not a convex quad of at least 1 px². Mirrored ones are fine.
bool mapping_homography(const struct vec2 from[4], const struct vec2 to[4], double m[9],
                        struct fault *f);
struct vec2 mapping_apply(const double m[9], struct vec2 p);
bool mapping_convex(const struct vec2 corners[4], struct fault *f);

// NULL and a fault that names the surface or output whose warp cannot be.
struct mapping *mapping_create(const struct mapping_desc *desc, struct fault *f);
void mapping_destroy(struct mapping *m);
// False where the output shows no surface there: outside the output, its part of the composition,
// or every surface and its masks. Error below 1/100 px.
bool mapping_to_canvas(const struct mapping *m, int output, struct vec2 at_output, int *canvas,
                       struct vec2 *at_canvas);
// The same, telling which surface; -1: none.
int mapping_surface_at(const struct mapping *m, int output, struct vec2 at_output,
                       struct vec2 *at_canvas);
// On a surface that was touched before, also where the point has left it: then the canvas ends
// there. False beyond the horizon.
bool mapping_onto_surface(const struct mapping *m, int output, int surface, struct vec2 at_output,
                          struct vec2 *at_canvas);
// The way of the light: where the composition's point that shows this point of the canvas lands on
// an output, whether it is seen there or not. False beyond the horizon of either.
bool mapping_to_output(const struct mapping *m, int output, int surface, struct vec2 at_canvas,
                       struct vec2 *at_output);
// Between an output and the composition, grid included, without surfaces. False beyond the horizon.
bool mapping_to_composition(const struct mapping *m, int output, struct vec2 at_output,
                            struct vec2 *at_composition);
bool mapping_from_composition(const struct mapping *m, int output, struct vec2 at_composition,
                              struct vec2 *at_output);
// Where a point of its canvas lies in the composition. False beyond the horizon.
bool mapping_surface_there(const struct mapping *m, int surface, struct vec2 at_canvas,
                           struct vec2 *at_composition);
// And back: where a point of the composition lies on that canvas, or would. False beyond the
// horizon.
bool mapping_into_canvas(const struct mapping *m, int surface, struct vec2 at_composition,
                         struct vec2 *at_canvas);
int mapping_surface_count(const struct mapping *m);
int mapping_surface_canvas(const struct mapping *m, int surface);
struct size2 mapping_surface_size(const struct mapping *m, int surface); // of its canvas
// False and a fault: it names a part that is not of the canvas. Size 0: all of it.
bool mapping_source_stands(const struct mapping_surface *s, struct fault *f);
// The part of the canvas that the surface shows.
void mapping_source(const struct mapping *m, int surface, struct vec2 *at, struct vec2 *size);
struct size2 mapping_output_size(const struct mapping *m, int output);

// A screen as it hangs: how large its px are and how high over the floor its lower edge is. 0 and
// NAN: not said.
struct mapping_screen {
    double mm_per_px, height_mm;
};
// What is operable lies between these heights (ADA 308, EN 301 549 8.3.2: 15 to 48 inches).
#define MAPPING_REACH_LOW_MM 380.0
#define MAPPING_REACH_HIGH_MM 1220.0
// A canvas on the screen that shows most of it, of those that say mm_per_px (of equal ones the
// first); hung.c. Where a warp or a corner makes mm_per_px differ from place to place it is that in
// the middle, and the band is what lies within reach from the canvas's left edge to its right.
struct mapping_hung {
    int output;       // -1: none
    double mm_per_px; // of the canvas; 0: not known
    // Canvas px, cut to the canvas and to what the output shows. Both 0: not known, or nothing.
    double reach_top, reach_bottom;
};
struct mapping_hung mapping_hung(const struct mapping *m, int canvas,
                                 const struct mapping_screen *screens, int count); // the outputs'

// A grid bends one of the two: then a mesh shows the surface (mapping/mesh.h), else the matrix
// below.
bool mapping_bent(const struct mapping *m, int output, int surface);
// Output px to canvas px as they are around a point of the output: the matrix below, or where the
// light is bent the affine map that touches it there. All NAN where nothing lands.
void mapping_near(const struct mapping *m, int output, int surface, struct vec2 at_output,
                  double to_canvas[9]);
// Output px to canvas px of one surface by its corners (what the fragment shader does), row-major.
void mapping_matrix(const struct mapping *m, int output, int surface, double to_canvas[9]);
// Output px to px of its part of the composition by its corners, whose top left is 0, 0: what lies
// outside 0..size is dark.
void mapping_output_matrix(const struct mapping *m, int output, double to_part[9]);
