// Boxes whose sides lie along the px, round corners and strokes included: by area, without a path
// and without a mask. Those that are turned or stretched go the way of paths.
#include "render/private.h"

#include "scene/path.h"

#include <math.h>

#define ALIKE (1 / 1024.0) // coverages no further apart than that are one
#define NEARLY_PX 1e-3     // of rounding
#define INNER_PX 0.5       // between a round corner's middle and its stroke, at least
#define BOX_FLOATS 96      // of a box as a path: 70 are needed

// Left, top, right, bottom, px of the canvas.
struct sides {
    double at[4];
};

// Px side by side along one axis, each covered as much by the outer sides and by the inner ones.
struct span {
    int from, to;
    double outer, inner;
};

static double between(double v, double low, double high)
{
    return v > low ? v < high ? v : high : low; // NaN: low
}

static double overlap(double from, double to, double px)
{
    double low = from > px ? from : px, high = to < px + 1 ? to : px + 1;
    return high > low ? high - low : 0;
}

// The px below and above, within the clip, which begins at 0 or later.
static void cut_at(double at, const int clip[4], int axis, int cuts[2])
{
    double within = between(at, clip[axis], clip[axis + 2]);
    cuts[0] = (int)within;
    cuts[1] = cuts[0] + (within > cuts[0]);
}

// One axis (0: across), cut where a side lies, within the clip. `inner` NULL: there is none.
// Returns how many.
static int spans(const struct sides *outer, const struct sides *inner, const int clip[4], int axis,
                 struct span s[7])
{
    const double low = outer->at[axis], high = outer->at[axis + 2];
    const double in = inner ? inner->at[axis] : high, out = inner ? inner->at[axis + 2] : high;
    int cuts[8], last = inner ? 6 : 2, count = 0;
    cut_at(low, clip, axis, cuts);
    if (inner) {
        cut_at(in, clip, axis, cuts + 2);
        cut_at(out, clip, axis, cuts + 4);
    }
    cut_at(high, clip, axis, cuts + last);
    for (int i = 1, at = cuts[0]; i < last + 2; i++) {
        if (cuts[i] <= at)
            continue;
        s[count++] =
            (struct span){at, cuts[i], overlap(low, high, at), inner ? overlap(in, out, at) : 0};
        at = cuts[i];
    }
    return count;
}

// What lies between the outer sides and the inner ones, if any.
static void paint_between(struct stage_paint *s, const struct paint *paint,
                          const struct sides *outer, const struct sides *inner)
{
    struct span across[7], down[7];
    int columns = spans(outer, inner, s->clip, 0, across);
    int rows = columns ? spans(outer, inner, s->clip, 1, down) : 0;
    for (int y = 0; y < rows; y++)
        for (int x = 0, end; x < columns; x = end) {
            double alpha = across[x].outer * down[y].outer - across[x].inner * down[y].inner;
            for (end = x + 1; end < columns; end++)
                if (fabs(across[end].outer * down[y].outer - across[end].inner * down[y].inner -
                         alpha) > ALIKE)
                    break;
            if (alpha > ALIKE)
                geometry_rect(&s->painter->geometry, paint, across[x].from, down[y].from,
                              across[end - 1].to - across[x].from, down[y].to - down[y].from,
                              alpha > 1 - ALIKE ? 1 : (float)alpha);
        }
}

static struct sides sides_in(double left, double top, double right, double bottom)
{
    struct sides s = {{left, top, right, bottom}};
    for (int i = 0; i < 4; i++)
        if (fabs(s.at[i] - rint(s.at[i])) < NEARLY_PX)
            s.at[i] = rint(s.at[i]);
    return s;
}

static void paint_whole(struct stage_paint *s, const struct paint *paint, const struct sides *all)
{
    paint_between(s, paint, all, NULL);
}

bool box_quad(struct stage_paint *s, const struct paint *paint, const struct vec2 q[4])
{
    bool straight = (fabs(q[0].y - q[1].y) < NEARLY_PX && fabs(q[1].x - q[2].x) < NEARLY_PX) ||
                    (fabs(q[0].x - q[1].x) < NEARLY_PX && fabs(q[1].y - q[2].y) < NEARLY_PX);
    bool closes = fabs(q[0].x + q[2].x - q[1].x - q[3].x) < NEARLY_PX &&
                  fabs(q[0].y + q[2].y - q[1].y - q[3].y) < NEARLY_PX;
    if (!straight || !closes)
        return false;
    struct sides all = sides_in(fmin(q[0].x, q[2].x), fmin(q[0].y, q[2].y), fmax(q[0].x, q[2].x),
                                fmax(q[0].y, q[2].y));
    paint_whole(s, paint, &all);
    return true;
}

// ---- Round corners.

// A box on the canvas: the line that its stroke, if any, lies on both sides of.
struct box {
    struct sides line;
    double radius, half; // px; half the stroke; 0: filled
    double middle[4];    // of its corners: left, top, right, bottom
};

// Px of the canvas from left, top to right, bottom, where the corner at x, y covers them.
static void paint_corner(struct stage_paint *s, const struct paint *paint, const double part[4],
                         double x, double y, double radius, double inner)
{
    static const int corners[4][2] = {{0, 1}, {2, 1}, {2, 3}, {0, 3}};
    const float *c = paint->color;
    double px[4];
    for (int i = 0; i < 4; i++)
        px[i] = between(part[i], s->clip[i % 2], s->clip[i % 2 + 2]);
    struct vertex *v =
        px[0] < px[2] && px[1] < px[3] ? geometry_corners(&s->painter->geometry) : NULL;
    for (int i = 0; v && i < 4; i++) {
        double right = px[corners[i][0]], down = px[corners[i][1]];
        v[i] = (struct vertex){{(float)right, (float)down},
                               {(float)(right - x), (float)(down - y)},
                               {(float)radius, (float)inner},
                               {c[0], c[1], c[2], c[3]},
                               VERTEX_ROUND};
    }
}

// Where straight sides begin: each px is a corner's whose middle lies on the corner's side.
static void straight_parts(const struct box *b, double at[4])
{
    for (int i = 0; i < 4; i++)
        at[i] = floor(b->middle[i] + 0.5);
}

static void paint_corners(struct stage_paint *s, const struct paint *paint, const struct box *b)
{
    double at[4], outer = b->radius + b->half, inner = b->half > 0 ? b->radius - b->half : 0;
    const double *m = b->middle;
    const double out[4] = {floor(m[0] - outer), floor(m[1] - outer), ceil(m[2] + outer),
                           ceil(m[3] + outer)};
    straight_parts(b, at);
    paint_corner(s, paint, (double[4]){out[0], out[1], at[0], at[1]}, m[0], m[1], outer, inner);
    paint_corner(s, paint, (double[4]){at[2], out[1], out[2], at[1]}, m[2], m[1], outer, inner);
    paint_corner(s, paint, (double[4]){at[2], at[3], out[2], out[3]}, m[2], m[3], outer, inner);
    paint_corner(s, paint, (double[4]){out[0], at[3], at[0], out[3]}, m[0], m[3], outer, inner);
}

static void paint_filled(struct stage_paint *s, const struct paint *paint, const struct box *b)
{
    double at[4];
    const double *line = b->line.at;
    straight_parts(b, at);
    paint_corners(s, paint, b);
    const struct sides parts[3] = {{{at[0], line[1], at[2], fmin(at[1], line[3])}},
                                   {{line[0], at[1], line[2], at[3]}},
                                   {{at[0], fmax(at[3], line[1]), at[2], line[3]}}};
    for (int i = 0; i < 3; i++)
        paint_whole(s, paint, &parts[i]);
}

static void paint_stroked(struct stage_paint *s, const struct paint *paint, const struct box *b)
{
    double at[4];
    const double *line = b->line.at, h = b->half;
    straight_parts(b, at);
    paint_corners(s, paint, b);
    const struct sides parts[4] = {sides_in(at[0], line[1] - h, at[2], line[1] + h),
                                   sides_in(at[0], line[3] - h, at[2], line[3] + h),
                                   sides_in(line[0] - h, at[1], line[0] + h, at[3]),
                                   sides_in(line[2] - h, at[1], line[2] + h, at[3])};
    for (int i = 0; i < 4; i++)
        paint_whole(s, paint, &parts[i]);
}

// A frame with sharp corners.
static void paint_frame(struct stage_paint *s, const struct paint *paint, const struct box *b)
{
    const double *line = b->line.at, h = b->half;
    struct sides outer = sides_in(line[0] - h, line[1] - h, line[2] + h, line[3] + h);
    struct sides inner = sides_in(line[0] + h, line[1] + h, line[2] - h, line[3] - h);
    if (inner.at[0] < inner.at[2] && inner.at[1] < inner.at[3])
        paint_between(s, paint, &outer, &inner);
    else
        paint_whole(s, paint, &outer);
}

// False: it does not lie along the px, or its stroke closes its round corners.
static bool box_of(const struct affine *m, struct draw_rect at, double radius, double width,
                   struct box *b)
{
    double scale = fabs((double)m->a);
    bool alike = fabs(fabs((double)m->d) - scale) <= 1e-5 * scale;
    if (m->b != 0 || m->c != 0 || ((radius > 0 || width > 0) && !alike))
        return false;
    double x[2] = {(double)m->a * at.x + m->e, (double)m->a * ((double)at.x + at.w) + m->e};
    double y[2] = {(double)m->d * at.y + m->f, (double)m->d * ((double)at.y + at.h) + m->f};
    b->line = sides_in(fmin(x[0], x[1]), fmin(y[0], y[1]), fmax(x[0], x[1]), fmax(y[0], y[1]));
    const double *line = b->line.at;
    b->half = width * scale / 2;
    b->radius = fmin(radius * scale, fmin(line[2] - line[0], line[3] - line[1]) / 2);
    for (int i = 0; i < 4; i++)
        b->middle[i] = line[i] + (i < 2 ? b->radius : -b->radius);
    return isfinite(b->radius) &&
           (b->half <= 0 || b->radius <= 0 || b->radius - b->half >= INNER_PX);
}

static bool paint_upright(struct stage_paint *s, const struct paint *paint, struct draw_rect at,
                          double radius, double width)
{
    struct box b;
    if (!box_of(&s->state->to_canvas, at, radius, width, &b))
        return false;
    if (b.half > 0)
        (b.radius > 0 ? paint_stroked : paint_frame)(s, paint, &b);
    else if (b.radius > 0)
        paint_filled(s, paint, &b);
    else
        paint_whole(s, paint, &b.line);
    return true;
}

void box_paint(struct stage_paint *s, const struct draw_command *c)
{
    struct paint paint = paint_flat(s->state, c->color);
    float values[BOX_FLOATS];
    struct path p = {.values = values, .room = BOX_FLOATS};
    struct draw_rect at = c->box.at;
    if (paint.color[3] <= 0)
        return;
    geometry_begin(&s->painter->geometry, s->clip, &paint);
    if (!paint_upright(s, &paint, at, c->box.radius, c->box.width) &&
        path_rect(&p, at.x, at.y, at.w, at.h, c->box.radius))
        brush_outline(s, &paint, p.values, p.count, c->box.width);
}

bool box_line(struct stage_paint *s, const struct paint *paint, const float xy[4], float width,
              enum pen_cap cap)
{
    bool level = xy[1] == xy[3], upright = xy[0] == xy[2];
    if (level == upright) // a point looks along nothing
        return false;
    float half = width / 2, along = cap == PEN_BUTT ? 0 : half;
    float more_x = level ? along : half, more_y = level ? half : along;
    struct draw_rect at = {fminf(xy[0], xy[2]) - more_x, fminf(xy[1], xy[3]) - more_y,
                           fabsf(xy[2] - xy[0]) + 2 * more_x, fabsf(xy[3] - xy[1]) + 2 * more_y};
    return paint_upright(s, paint, at, cap == PEN_ROUND ? half : 0, 0);
}
