// Where a surface lies on an output: its matrix, its edges, the box around it.
#include "surfaces/private.h"

#include <math.h>
#include <string.h>

enum { TAPS = 8 };

#define EXACT_PX 1e-6
#define FAR_PX 1e9f

static double w_at(const double m[9], struct vec2 p)
{
    return m[6] * p.x + m[7] * p.y + m[8];
}

static void to_floats(const double m[9], float out[9])
{
    for (int i = 0; i < 9; i++)
        out[i] = (float)m[i];
}

static double over_length(double a, double b)
{
    double length = hypot(a, b);
    return length > 0 ? 1 / length : 0;
}

// The edge x = 0 is the line m[0] x + m[1] y + m[2] = 0 of the output, x = width the line
// width w - x w = 0; over the length of its normal each is a distance.
static void edges(const double m[9], struct vec2 size, float edge[4])
{
    double w = size.x, h = size.y;
    edge[0] = (float)over_length(m[0], m[1]);
    edge[1] = (float)over_length(m[3], m[4]);
    edge[2] = (float)over_length(w * m[6] - m[0], w * m[7] - m[1]);
    edge[3] = (float)over_length(h * m[6] - m[3], h * m[7] - m[4]);
}

// How far the canvas moves for one output px to the right (axis 0) or down (axis 1).
static double stretch(const double m[9], struct vec2 p, int axis)
{
    double w = w_at(m, p);
    struct vec2 at = mapping_apply(m, p);
    return hypot((m[axis] - at.x * m[6 + axis]) / w, (m[3 + axis] - at.y * m[6 + axis]) / w);
}

float place_taps(double canvas_px)
{
    double n = ceil(canvas_px / 2 - 1e-6); // a tap is the mean of 2 texels
    return (float)(n >= 1 ? fmin(n, TAPS) : 1);
}

// Corners of the surface in output px. False when one lies beyond the output's horizon.
static bool corners_on(const struct mapping_desc *desc, int output, int surface,
                       struct vec2 corners[4])
{
    const struct mapping_output *o = &desc->outputs[output];
    double right = o->at.x + o->size.width, bottom = o->at.y + o->size.height;
    const struct vec2 part[4] = {o->at, {right, o->at.y}, {right, bottom}, {o->at.x, bottom}};
    double m[9];
    if (!mapping_homography(part, o->corners, m, NULL))
        return false;
    for (int i = 0; i < 4; i++) {
        struct vec2 c = desc->surfaces[surface].corners[i];
        if (!(w_at(m, c) > 1e-9))
            return false;
        corners[i] = mapping_apply(m, c);
    }
    return true;
}

static void box_around(const struct vec2 c[4], struct size2 size, int box[4])
{
    double left = c[0].x, top = c[0].y, right = left, bottom = top;
    for (int i = 1; i < 4; i++) {
        left = fmin(left, c[i].x);
        top = fmin(top, c[i].y);
        right = fmax(right, c[i].x);
        bottom = fmax(bottom, c[i].y);
    }
    left = fmax(floor(left) - 1, 0);
    top = fmax(floor(top) - 1, 0);
    right = fmin(ceil(right) + 1, size.width);
    bottom = fmin(ceil(bottom) + 1, size.height);
    box[0] = (int)fmin(left, size.width);
    box[1] = (int)fmin(top, size.height);
    box[2] = (int)fmax(right - left, 0);
    box[3] = (int)fmax(bottom - top, 0);
}

static bool near_to(struct vec2 p, double x, double y)
{
    return fabs(p.x - x) < EXACT_PX && fabs(p.y - y) < EXACT_PX;
}

static bool is_rectangle(const struct vec2 c[4], double x, double y, struct size2 size)
{
    return near_to(c[0], x, y) && near_to(c[1], x + size.width, y) &&
           near_to(c[2], x + size.width, y + size.height) && near_to(c[3], x, y + size.height);
}

static void find_exact(const struct mapping_output *o, const struct vec2 corners[4],
                       struct size2 canvas, struct placed *p)
{
    double x = round(corners[0].x), y = round(corners[0].y);
    p->exact = is_rectangle(o->corners, 0, 0, o->size) && is_rectangle(corners, x, y, canvas) &&
               fabs(x) < 1e6 && fabs(y) < 1e6;
    if (!p->exact)
        return;
    p->at_x = (int)x;
    p->at_y = (int)y;
}

// Where all of the canvas is shown its edge goes on beyond it, as always.
static void set_source(struct vec2 at, struct vec2 size, struct size2 canvas, struct placed *p)
{
    bool whole = size.x == canvas.width && size.y == canvas.height;
    const float source[4] = {(float)at.x, (float)at.y, (float)size.x, (float)size.y};
    const float far[4] = {-FAR_PX, -FAR_PX, FAR_PX, FAR_PX};
    const float inner[4] = {0.5f, 0.5f, source[2] - 0.5f, source[3] - 0.5f};
    memcpy(p->source, source, sizeof source);
    memcpy(p->bounds, whole ? far : inner, sizeof inner);
}

void place_surface(const struct mapping *m, const struct mapping_desc *desc, int output,
                   int surface, struct placed *p)
{
    *p = (struct placed){0};
    const struct mapping_output *o = &desc->outputs[output];
    struct size2 canvas = desc->surfaces[surface].size;
    struct vec2 corners[4], at, source;
    double matrix[9];
    const int whole[4] = {0, 0, o->size.width, o->size.height};
    memcpy(p->scissor, whole, sizeof whole);
    mapping_source(m, surface, &at, &source);
    set_source(at, source, canvas, p);
    p->bent = mapping_bent(m, output, surface);
    if (p->bent)
        return;
    mapping_matrix(m, output, surface, matrix);
    for (int i = 0; i < 3; i++) { // from the source's top left
        matrix[i] -= at.x * matrix[6 + i];
        matrix[3 + i] -= at.y * matrix[6 + i];
    }
    p->taps[0] = p->taps[1] = TAPS;
    if (corners_on(desc, output, surface, corners)) {
        box_around(corners, o->size, p->scissor);
        if (source.x == canvas.width && source.y == canvas.height)
            find_exact(o, corners, canvas, p);
        double most[2] = {0, 0}; // largest at a corner: w is linear, its inverse convex
        for (int i = 0; i < 8; i++)
            most[i % 2] = fmax(most[i % 2], stretch(matrix, corners[i / 2], i % 2));
        p->taps[0] = place_taps(most[0]);
        p->taps[1] = place_taps(most[1]);
    }
    p->seen = p->scissor[2] > 0 && p->scissor[3] > 0;
    to_floats(matrix, p->to_canvas);
    edges(matrix, source, p->canvas_edge);
}

void place_output(const struct mapping *m, const struct mapping_desc *desc, int output,
                  struct shown *o)
{
    double matrix[9];
    mapping_output_matrix(m, output, matrix);
    to_floats(matrix, o->to_part);
    struct size2 size = desc->outputs[output].size;
    edges(matrix, (struct vec2){size.width, size.height}, o->part_edge);
}
