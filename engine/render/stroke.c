// Lines as outlines: a piece a segment, a wedge a joint, an end's cap. All pieces turn the same way
// and meet without overlapping where there is room, so their union is the stroke, and a transparent
// one shows no seams.
#include "render/private.h"

#include <math.h>

#define ARC_MOST 512

static void piece(struct stroke *s, struct vec2 *points, int count)
{
    for (int i = 0; i < count; i++)
        points[i] = paint_at_canvas(s->to_canvas, points[i].x, points[i].y);
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

static struct vec2 minus(struct vec2 v)
{
    return (struct vec2){-v.x, -v.y};
}

// A segment's end at a joint: where its left and right edge stop. Cut: the inner edge stops where
// it meets its neighbour's, and the outline goes by the point itself.
struct stop {
    struct vec2 at, left, right;
    bool cut;
};

static struct stop square_stop(const struct stroke *s, struct vec2 at, struct vec2 along)
{
    struct vec2 n = across(along);
    return (struct stop){at, plus(at, n, s->half), plus(at, n, -s->half), false};
}

static void segment(struct stroke *s, const struct stop *a, const struct stop *b)
{
    struct vec2 points[6];
    int count = 0;
    points[count++] = a->left;
    points[count++] = b->left;
    if (b->cut)
        points[count++] = b->at;
    points[count++] = b->right;
    points[count++] = a->right;
    if (a->cut)
        points[count++] = a->at;
    piece(s, points, count);
}

static double cross(struct vec2 a, struct vec2 b)
{
    return a.x * b.y - a.y * b.x;
}

static double dot(struct vec2 a, struct vec2 b)
{
    return a.x * b.x + a.y * b.y;
}

// A pie of the disc around p, from a direction on by `turn`.
static void pie(struct stroke *s, struct vec2 p, struct vec2 from, double turn)
{
    struct vec2 points[ARC_MOST + 2], n = across(from);
    int steps = (int)ceil(s->arc * fabs(turn) / M_PI);
    steps = steps > 1 ? steps : 1;
    for (int i = 0; i <= steps; i++) {
        double angle = turn * i / steps;
        points[i] = plus(plus(p, from, cos(angle) * s->half), n, sin(angle) * s->half);
    }
    points[steps + 1] = p;
    piece(s, points, steps + 2);
}

// The outer side of a bend at p.
static void wedge(struct stroke *s, const struct knot *in, const struct knot *out)
{
    struct vec2 p = out->at, a = in->along, b = out->along;
    double turn = cross(a, b), cosine = dot(a, b), side = turn > 0 ? -s->half : s->half;
    struct vec2 from = plus(p, across(a), side), to = plus(p, across(b), side);
    // The mitre's tip lies at half / cos(bend / 2), and cos² (bend / 2) = (1 + cosine) / 2.
    double squared = (1 + cosine) / 2, limit = s->pen.miter;
    if (turn == 0 && cosine > 0)
        return;
    enum pen_join join = s->pen.join;
    if (out->smooth) // inside a curve: a mitre that is no farther out than the curve may be
        join = cosine > s->straight ? PEN_MITER : PEN_ROUND_JOIN;
    if (join == PEN_ROUND_JOIN) {
        pie(s, p, turn > 0 ? minus(across(b)) : across(a), -fabs(atan2(turn, cosine)));
        return;
    }
    bool mitre = join == PEN_MITER && squared * limit * limit >= 1;
    struct vec2 tip = from;
    if (mitre) {
        struct vec2 sum = {across(a).x + across(b).x, across(a).y + across(b).y};
        tip = plus(p, sum, side / (1 + cosine));
    }
    struct vec2 left[] = {p, to, tip, from}, right[] = {p, from, tip, to};
    piece(s, turn > 0 ? left : right, 4);
}

// How the segment before a joint stops and the one after begins.
static void stops(const struct stroke *s, const struct knot *in, const struct knot *out,
                  struct stop *before, struct stop *after)
{
    double turn = cross(in->along, out->along), cosine = dot(in->along, out->along);
    double back = s->half * fabs(turn) / (1 + cosine); // from the joint to where inner edges meet
    *before = square_stop(s, out->at, in->along);
    *after = square_stop(s, out->at, out->along);
    if (!(back <= fmin(in->length, out->length) / 2) || turn == 0)
        return;
    struct vec2 sum = {across(in->along).x + across(out->along).x,
                       across(in->along).y + across(out->along).y};
    double side = turn > 0 ? s->half : -s->half;
    struct vec2 inner = plus(out->at, sum, side / (1 + cosine));
    before->cut = after->cut = true;
    if (turn > 0)
        before->left = after->left = inner;
    else
        before->right = after->right = inner;
}

// What lies beyond p, seen along `along`.
static void cap(struct stroke *s, struct vec2 p, struct vec2 along)
{
    struct vec2 n = across(along);
    if (s->pen.cap == PEN_ROUND) {
        pie(s, p, n, -M_PI);
    } else if (s->pen.cap == PEN_SQUARE) {
        struct vec2 beyond = plus(p, along, s->half);
        struct vec2 points[] = {plus(p, n, s->half), plus(beyond, n, s->half),
                                plus(beyond, n, -s->half), plus(p, n, -s->half)};
        piece(s, points, 4);
    }
}

static int arc_corners(double radius_px)
{
    if (!(radius_px > 2 * FLATNESS_PX))
        return 4;
    double corners = ceil(M_PI / (2 * acos(1 - FLATNESS_PX / radius_px)));
    return corners < 4 ? 4 : corners > ARC_MOST ? ARC_MOST : (int)corners;
}

static double widest_scale(const struct affine *m)
{
    return fmax(hypot((double)m->a, (double)m->b), hypot((double)m->c, (double)m->d));
}

struct stroke stroke_begin(struct coverage *c, struct knots scratch[2], float width,
                           const struct draw_pen *pen, const struct affine *to_canvas)
{
    struct stroke s = {.coverage = c,
                       .to_canvas = to_canvas,
                       .half = width / 2.0,
                       .arc = arc_corners(width / 2.0 * widest_scale(to_canvas)),
                       .knots = &scratch[0],
                       .dashes = &scratch[1]};
    if (pen)
        s.pen = *pen;
    s.straight = cos(M_PI / s.arc);
    if (!(s.pen.miter > 0))
        s.pen.miter = MITRE_LIMIT;
    return s;
}

int stroke_directions(struct knot *k, int count, bool closed)
{
    int kept = 0;
    for (int i = 0; i < count + closed; i++) {
        struct knot next = i < count ? k[i] : k[0];
        if (i == 0) {
            kept = 1;
            continue;
        }
        struct knot *last = &k[kept - 1];
        double dx = next.at.x - last->at.x, dy = next.at.y - last->at.y, length = hypot(dx, dy);
        if (!(length > 0))
            continue;
        last->along = (struct vec2){dx / length, dy / length};
        last->length = length;
        if (i < count)
            k[kept++] = next;
    }
    // The last point lies on the first: the one before it leads there.
    if (closed && kept > 1 && k[kept - 1].length == 0)
        kept--;
    return kept;
}

void stroke_piece(struct stroke *s, struct knot *k, int count, bool closed, struct vec2 along)
{
    int n = stroke_directions(k, count, closed);
    if (n < 2) {
        cap(s, k[0].at, along);
        cap(s, k[0].at, minus(along));
        return;
    }
    closed = closed && n > 2;
    int segments = closed ? n : n - 1;
    struct stop begin, end, next = square_stop(s, k[0].at, k[0].along);
    if (closed)
        stops(s, &k[n - 1], &k[0], &end, &next);
    for (int i = 0; i < segments; i++) {
        const struct knot *in = &k[i], *out = &k[(i + 1) % n];
        begin = next;
        if (closed || i + 1 < segments) {
            stops(s, in, out, &end, &next);
            wedge(s, in, out);
        } else {
            end = square_stop(s, out->at, in->along);
        }
        segment(s, &begin, &end);
    }
    if (!closed) {
        cap(s, k[n - 1].at, k[n - 2].along);
        cap(s, k[0].at, minus(k[0].along));
    }
}

bool stroke_outline(void *stroke, struct knots *k, bool closed)
{
    struct stroke *s = stroke;
    if (s->pen.dash_count > 0)
        return dash_outline(s, k, closed);
    stroke_piece(s, k->items, k->count, closed, (struct vec2){1, 0});
    return true;
}

void stroke_line(struct stroke *s, const float *xy, uint32_t count, bool closed)
{
    bool good = true;
    s->knots->count = 0;
    for (uint32_t i = 0; good && i < count; i++)
        good = knots_add(s->knots, (struct vec2){xy[2 * i], xy[2 * i + 1]}, false);
    if (!good || (count > 0 && !stroke_outline(s, s->knots, closed)))
        s->coverage->overflow = true;
}

void stroke_path(struct stroke *s, const float *values, uint32_t count)
{
    double reach = s->half * widest_scale(s->to_canvas) * fmax(s->pen.miter, 2);
    if (s->pen.dash_count > 0)
        reach = INFINITY; // how far a dash has come counts what is not seen
    if (!flatten_stroke(s->knots, values, count, s->to_canvas, s->coverage->clip, reach,
                        stroke_outline, s))
        s->coverage->overflow = true;
}
