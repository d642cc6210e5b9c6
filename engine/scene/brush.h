// What lines, polygons and paths are drawn with (pens, gradients), and how a picture's borders keep
// their px. Plain data of a draw list (drawlist.h).
#pragma once
#include "scene/color.h"
#include "scene/media.h"
#include <stdbool.h>
#include <stdint.h>

// What is inside several outlines, or one that crosses itself: as SVG's fill-rule.
enum draw_rule { DRAW_EVEN_ODD, DRAW_NONZERO };

enum pen_join { PEN_MITER, PEN_ROUND_JOIN, PEN_BEVEL };
enum pen_cap { PEN_ROUND, PEN_BUTT, PEN_SQUARE };

#define DRAW_DASHES 16
#define DRAWLIST_PENS 1024

// How strokes bend, end and pause. Zeroed: mitres up to 4, round ends, no dashes. What is not used
// is zero, so that pens alike are the same bytes.
struct draw_pen {
    enum pen_join join;
    enum pen_cap cap;
    float miter; // the spike's length by the width, at most; else a bevel; 0: 4
    uint32_t dash_count;
    float dash[DRAW_DASHES]; // on, off, on, … px before the transform; their sum is over 0
    float dash_offset;       // px into the pattern at an outline's first point
};

enum gradient_kind { GRADIENT_LINEAR, GRADIENT_RADIAL, GRADIENT_CONIC };
enum gradient_spread { GRADIENT_CLAMP, GRADIENT_REPEAT, GRADIENT_MIRROR };
enum gradient_space { GRADIENT_LIGHT, GRADIENT_OKLAB }; // where colours are mixed, premultiplied

#define DRAW_STOPS 16
#define DRAWLIST_GRADIENTS 1024

// A colour for each place, in px before the transform. Its t is 0 to 1 along
//   linear: x0 y0 to x1 y1; radial: the ring around x y from radius r0 to r1;
//   conic:  around x y from one angle to another, at most a turn; angles as canvas:arc has them.
// Beyond 0 to 1 the spread says. Oklab: B. Ottosson, "A perceptual color space for image
// processing", 2020.
struct draw_gradient {
    enum gradient_kind kind;
    enum gradient_spread spread;
    enum gradient_space space;
    uint32_t count;           // of stops, 2 to DRAW_STOPS; those that are not used are zero
    float at[4];              // x0 y0 x1 y1; x y r0 r1; x y from to
    float places[DRAW_STOPS]; // 0 to 1, ascending; two alike are an edge
    struct color colors[DRAW_STOPS];
};

// What lines, polygons and paths are drawn with. Zeroed but for the colour: filled, even-odd.
struct draw_brush {
    struct color color;
    float width;                          // of the stroke, px; 0: filled
    enum draw_rule rule;                  // filled
    const struct draw_pen *pen;           // stroked; NULL: a zeroed one
    const struct draw_gradient *gradient; // NULL: the colour alone; else the colour multiplies it
};

// Nine parts of a box: the corners keep their size, the edges are pulled one way, the middle both,
// or edges and middle repeat. Borders that do not fit the box shrink alike.
struct draw_slices {
    float part[4];   // of the picture: left, top, right, bottom, 0..1
    float border[4]; // of the picture: where borders end: the left, the upper; begin: right, lower
    float px[4];     // the borders' sizes in the box: left, top, right, bottom
    float size[2];   // of the box, px
    float tile[2];   // of the middle, px in the box, across and down; 0: pulled
};
#define DRAW_SLICE_FLOATS (sizeof(struct draw_slices) / sizeof(float))
