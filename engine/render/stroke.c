// Lines as outlines: a quad a segment, a wedge a joint, half a disc an end. All pieces turn the
// same way, so their union is the stroke, and a transparent one shows no seams.
#include "render/private.h"

#include <math.h>

#define MITRE_LIMIT 4.0 // length of the spike by width, as SVG's default
#define ARC_ERROR_PX 0.05
#define ARC_MOST 64

struct stroke {
    struct coverage *coverage;
    const struct affine *to_canvas;
    double half; // width, before the transform
    int arc;     // corners of half a disc
};

static void piece(struct stroke *s, struct vec2 *points, int count)
{
    const struct affine *m = s->to_canvas;
    for (int i = 0; i < count; i++) {
        struct vec2 p = points[i];
        points[i] = (struct vec2){(double)m->a * p.x + (double)m->c * p.y + m->e,
                                  (double)m->b * p.x + (double)m->d * p.y + m->f};
    }
    coverage_outline(s->coverage, points, count);
}

static struct vec2 plus(struct vec2 p, struct vec2 v, double times)
{
    return (struct vec2){p.x + v.x * times, p.y + v.y * times};
}

static struct vec2 across(struct vec2 along)
{
    return (struct vec2){-along.y, along.x};
}

static void segment(struct stroke *s, struct vec2 a, struct vec2 b, struct vec2 along)
{
    struct vec2 n = across(along);
    struct vec2 quad[] = {plus(a, n, s->half), plus(b, n, s->half), plus(b, n, -s->half),
                          plus(a, n, -s->half)};
    piece(s, quad, 4);
}

// The outer side of a bend at p, from direction `in` to `out`.
static void joint(struct stroke *s, struct vec2 p, struct vec2 in, struct vec2 out)
{
    double cross = in.x * out.y - in.y * out.x, dot = in.x * out.x + in.y * out.y;
    double side = cross > 0 ? -s->half : s->half;
    struct vec2 a = plus(p, across(in), side), b = plus(p, across(out), side);
    // The mitre's tip lies at half / cos(bend / 2), and cos² (bend / 2) = (1 + dot) / 2.
    bool mitre = (1 + dot) / 2 * MITRE_LIMIT * MITRE_LIMIT >= 1;
    struct vec2 tip = a;
    if (mitre) {
        struct vec2 sum = {across(in).x + across(out).x, across(in).y + across(out).y};
        tip = plus(p, sum, side / (1 + dot));
    }
    struct vec2 left[] = {p, b, tip, a}, right[] = {p, a, tip, b};
    piece(s, cross > 0 ? left : right, 4);
}

// Half a disc beyond p, seen along `along`.
static void end(struct stroke *s, struct vec2 p, struct vec2 along)
{
    struct vec2 points[ARC_MOST + 1], n = across(along);
    for (int i = 0; i <= s->arc; i++) {
        double angle = M_PI * i / s->arc;
        points[i] = plus(plus(p, n, cos(angle) * s->half), along, sin(angle) * s->half);
    }
    piece(s, points, s->arc + 1);
}

static int arc_corners(double radius_px)
{
    if (!(radius_px > 2 * ARC_ERROR_PX))
        return 4;
    double corners = ceil(M_PI / (2 * acos(1 - ARC_ERROR_PX / radius_px)));
    return corners < 4 ? 4 : corners > ARC_MOST ? ARC_MOST : (int)corners;
}

static bool direction(struct vec2 a, struct vec2 b, struct vec2 *along)
{
    double length = hypot(b.x - a.x, b.y - a.y);
    if (!(length > 0))
        return false;
    *along = (struct vec2){(b.x - a.x) / length, (b.y - a.y) / length};
    return true;
}

static double widest_scale(const struct affine *m)
{
    return fmax(hypot((double)m->a, (double)m->b), hypot((double)m->c, (double)m->d));
}

void stroke_line(struct coverage *c, const float *xy, uint32_t count, float width, bool closed,
                 const struct affine *to_canvas)
{
    struct stroke s = {c, to_canvas, width / 2.0,
                       arc_corners(width / 2.0 * widest_scale(to_canvas))};
    struct vec2 first, last, first_along = {1, 0}, along = {1, 0};
    int segments = 0;
    if (count == 0 || !(width > 0))
        return;
    first = last = (struct vec2){xy[0], xy[1]};
    for (uint32_t i = 1; i <= count; i++) {
        bool back = i == count; // to where it began
        struct vec2 next = back ? first : (struct vec2){xy[2 * i], xy[2 * i + 1]}, turned;
        if ((back && !(closed && segments > 1)) || !direction(last, next, &turned))
            continue;
        segment(&s, last, next, turned);
        if (segments++ > 0)
            joint(&s, last, along, turned);
        else
            first_along = turned;
        last = next;
        along = turned;
    }
    if (closed && segments > 2) {
        joint(&s, first, along, first_along);
        return;
    }
    end(&s, last, along);
    end(&s, first, (struct vec2){-first_along.x, -first_along.y});
}
