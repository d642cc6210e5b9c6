// Lines and convex polygons of straight pieces that the GPU covers: half a piece is a quad whose px
// work out, from where they lie beside it and beside its neighbour, how much of them is on the
// line. Quads of one line share their sides, so each px is one quad's and a transparent line meets
// itself nowhere.
#include "render/private.h"

#include <math.h>

#define BESIDE_PX 0.75   // beyond a line's edge no px is touched
#define FARTHEST_PX 8192 // places in a line are floats
#define SHORTEST_PX 1.5  // one with two round ends: a px sees one of them
#define ENDLESS_PX 1e6f
#define SHARPEST 0.3  // of 1 + the cosine of a polygon's bend: its corners stand out less than this
#define INSIDE_PX 2.0 // from the middle of a polygon to each side

struct straight {
    struct stage_paint *stage;
    const struct paint *paint;
    const struct draw_pen *pen;
    const struct knot *knots;
    int count;
    bool closed;
    double half, reach; // px; reach: of quads, beside the line
};

static double dot(struct vec2 a, struct vec2 b)
{
    return a.x * b.x + a.y * b.y;
}

static double cross(struct vec2 a, struct vec2 b)
{
    return a.x * b.y - a.y * b.x;
}

static struct vec2 on(struct vec2 p, struct vec2 along, double far, double beside)
{
    return (struct vec2){p.x + along.x * far - along.y * beside,
                         p.y + along.y * far + along.x * beside};
}

// ---- May it be painted so?

// Where a line bends, the inner sides of its pieces end where they meet, which must be in the half
// that is the joint's; and the outer ones in a mitre.
static bool bends_well(const struct straight *l, struct vec2 a, struct vec2 b, double room)
{
    double turn = fabs(cross(a, b)), cosine = dot(a, b), half_squared = (1 + cosine) / 2;
    double limit = l->pen && l->pen->miter > 0 ? l->pen->miter : MITRE_LIMIT;
    if (!(l->reach * turn <= room * (1 + cosine)))
        return false;
    // A mitre that stands out less than chords may is as good as round.
    if (l->half * l->half <= (l->half + FLATNESS_PX) * (l->half + FLATNESS_PX) * half_squared)
        return true;
    return (!l->pen || l->pen->join == PEN_MITER) && half_squared * limit * limit >= 1;
}

// No less than the angle, and at most a fifth more.
static double angle(struct vec2 a, struct vec2 b)
{
    double turn = fmin(fabs(cross(a, b)), 1);
    return dot(a, b) > 0 ? turn + (M_PI / 2 - 1) * turn * turn * turn : M_PI - turn;
}

struct bends {
    double all;       // radians
    bool left, right; // is there one?
};

static bool add_bend(const struct straight *l, struct bends *b, struct vec2 in, struct vec2 out,
                     double room)
{
    double turn = cross(in, out);
    b->all += angle(in, out);
    b->left |= turn > 0;
    b->right |= turn < 0;
    return bends_well(l, in, out, room);
}

// Can no part of it lie on another? A line that turns by less than half a turn, or one that is part
// of a convex outline, crosses itself nowhere; nor do its sides, which have its directions.
static bool is_simple(const struct straight *l)
{
    const struct knot *k = l->knots;
    struct bends b = {0};
    int pieces = l->closed ? l->count : l->count - 1;
    for (int i = 1; i < pieces; i++)
        if (!add_bend(l, &b, k[i - 1].along, k[i].along, fmin(k[i - 1].length, k[i].length) / 2))
            return false;
    if (!l->closed && b.all < M_PI)
        return true;
    struct knot last = k[l->count - 1];
    if (!l->closed) { // as if it were
        double x = k[0].at.x - last.at.x, y = k[0].at.y - last.at.y;
        last.length = hypot(x, y);
        if (!(last.length > 2 * l->reach))
            return false;
        last.along = (struct vec2){x / last.length, y / last.length};
        const struct knot *in = &k[l->count - 2];
        if (!add_bend(l, &b, in->along, last.along, fmin(in->length, last.length) / 2))
            return false;
    }
    return add_bend(l, &b, last.along, k[0].along, fmin(last.length, k[0].length) / 2) &&
           !(b.left && b.right) && b.all < 3 * M_PI;
}

// ---- Quads.

struct corner {
    struct vec2 at;
    double place[2];
};

static void quad(const struct straight *l, const struct corner corners[4], enum vertex_kind kind,
                 double length)
{
    const float *c = l->paint->color;
    struct vertex *v = geometry_corners(&l->stage->painter->geometry);
    for (int i = 0; v && i < 4; i++)
        v[i] = (struct vertex){{(float)corners[i].at.x, (float)corners[i].at.y},
                               {(float)corners[i].place[0], (float)corners[i].place[1]},
                               {(float)l->half, (float)length},
                               {c[0], c[1], c[2], c[3]},
                               (float)kind};
}

// From an end at `from` on, `along`: `far` px of it. length: where its other end is.
static void paint_end(const struct straight *l, struct vec2 from, struct vec2 along, double far,
                      double length)
{
    enum pen_cap cap = l->pen ? l->pen->cap : PEN_ROUND;
    double before = -BESIDE_PX - (cap == PEN_ROUND ? l->half : 0), r = l->reach;
    const double places[4][2] = {{before, -r}, {far, -r}, {far, r}, {before, r}};
    struct corner corners[4];
    for (int i = 0; i < 4; i++) {
        const double *p = places[i];
        corners[i] = (struct corner){on(from, along, p[0], p[1]), {p[0], p[1]}};
    }
    quad(l, corners, cap == PEN_ROUND ? VERTEX_ROUND_END : VERTEX_BUTT_END, length);
}

// Both halves that meet at a joint. Places: px to the left of both pieces, to the right where the
// line turns right; the line is where the lesser of both is not beyond half its width.
static void paint_joint(const struct straight *l, const struct knot *in, const struct knot *out)
{
    struct vec2 a = in->along, b = out->along, p = out->at;
    double side = cross(a, b) < 0 ? -1 : 1, r = l->reach, tip = r / (1 + dot(a, b));
    struct vec2 bisector = {-(a.y + b.y) * tip, (a.x + b.x) * tip};
    const struct vec2 at[6] = {
        on(p, a, -in->length / 2, -r),        {p.x - bisector.x, p.y - bisector.y},
        {p.x + bisector.x, p.y + bisector.y}, on(p, a, -in->length / 2, r),
        on(p, b, out->length / 2, -r),        on(p, b, out->length / 2, r)};
    struct corner c[6];
    for (int i = 0; i < 6; i++) {
        struct vec2 from = {at[i].x - p.x, at[i].y - p.y};
        c[i] = (struct corner){at[i], {side * cross(a, from), side * cross(b, from)}};
    }
    quad(l, (struct corner[4]){c[0], c[1], c[2], c[3]}, VERTEX_JOINT, 0);
    quad(l, (struct corner[4]){c[1], c[4], c[5], c[2]}, VERTEX_JOINT, 0);
}

static void paint_pieces(const struct straight *l)
{
    const struct knot *k = l->knots, *last = &k[l->count - 1];
    for (int i = 1; i < (l->closed ? l->count : l->count - 1); i++)
        paint_joint(l, &k[i - 1], &k[i]);
    if (l->closed) {
        paint_joint(l, last, &k[0]);
        return;
    }
    const struct knot *before = last - 1;
    paint_end(l, k[0].at, k[0].along, k[0].length / 2, ENDLESS_PX);
    paint_end(l, last->at, (struct vec2){-before->along.x, -before->along.y}, before->length / 2,
              ENDLESS_PX);
}

static void paint_one(const struct straight *l)
{
    const struct knot *k = l->knots;
    bool round = !l->pen || l->pen->cap == PEN_ROUND;
    paint_end(l, k[0].at, k[0].along, k[0].length + BESIDE_PX + (round ? l->half : 0), k[0].length);
}

// ---- Lines.

// False where it is bent otherwise than as a whole, or lies too far away.
static bool take(struct straight *l, const struct affine *m, const float *xy, uint32_t count)
{
    struct knots *k = &l->stage->painter->knots[0];
    k->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct vec2 at = paint_at_canvas(m, xy[2 * i], xy[2 * i + 1]);
        if (!(fabs(at.x) < FARTHEST_PX && fabs(at.y) < FARTHEST_PX) || !knots_add(k, at, false))
            return false;
    }
    l->count = stroke_directions(k->items, (int)count, l->closed);
    l->knots = k->items;
    return l->count > 1;
}

// A square end is a butt one, half the width further on.
static void lengthen(struct straight *l)
{
    struct knot *k = l->stage->painter->knots[0].items, *last = &k[l->count - 1];
    last->at = on(last->at, last[-1].along, l->half, 0);
    k->at = on(k->at, k->along, -l->half, 0);
    last[-1].length += l->half;
    k->length += l->half;
}

static void paint_whole(const struct straight *l)
{
    if (l->count > 2)
        paint_pieces(l);
    else
        paint_one(l);
}

// ---- Dashes.

struct dashed {
    struct straight line;
    struct stroke stroke; // of those that bend too near to their ends
};

static bool is_seen(const struct stage_paint *s, const struct knot *k, int count, double reach)
{
    bool left = true, right = true, above = true, below = true;
    for (int i = 0; i < count; i++) {
        left &= k[i].at.x + reach <= s->clip[0];
        right &= k[i].at.x - reach >= s->clip[2];
        above &= k[i].at.y + reach <= s->clip[1];
        below &= k[i].at.y - reach >= s->clip[3];
    }
    return !(left || right || above || below);
}

static void paint_dash(void *user, struct knot *k, int count, bool closed, struct vec2 along)
{
    struct dashed *d = user;
    struct straight one = d->line;
    one.knots = k;
    one.closed = false;
    if (!is_seen(one.stage, k, count, one.half + one.reach))
        return;
    one.count = stroke_directions(k, count, false);
    bool long_enough = !closed && one.count > 1 && k[0].length >= SHORTEST_PX &&
                       k[one.count - 2].length >= SHORTEST_PX;
    if (long_enough && (one.count == 2 || is_simple(&one)))
        paint_whole(&one);
    else
        stroke_piece(&d->stroke, k, count, closed, along);
}

// How long the pause is that an outline `all` px long ends with, before its first dash; INFINITY
// where it ends with a dash, which goes on into that. The pattern begins with a dash.
static double last_pause(const struct draw_pen *pen, double all, double sum)
{
    double left = fmod(all, sum);
    uint32_t i = 0;
    while (i + 1 < pen->dash_count && left >= pen->dash[i])
        left -= pen->dash[i++];
    return i % 2 ? left : INFINITY;
}

// How long a pause must be so that no px is on the dashes at both its ends: at a bend it goes round
// where the inner sides of the pieces meet.
static double least_pause(const struct straight *l, enum pen_cap cap)
{
    double least = 2 * BESIDE_PX + (cap == PEN_BUTT ? 0 : 2 * l->half);
    for (int i = l->closed ? 0 : 1; i < (l->closed ? l->count : l->count - 1); i++) {
        struct vec2 in = l->knots[(i + l->count - 1) % l->count].along, out = l->knots[i].along;
        least = fmax(least, 2 * l->reach * fabs(cross(in, out)) / (1 + dot(in, out)));
    }
    return least;
}

// Is there always room between dashes? And are there not too many?
static bool stand_apart(const struct straight *l, const struct draw_pen *pen)
{
    double least = least_pause(l, pen->cap), sum = 0, all = 0;
    if (pen->dash_count % 2 || pen->cap == PEN_SQUARE || (l->closed && pen->dash_offset != 0))
        return false;
    for (uint32_t i = 0; i < pen->dash_count; i++) {
        if (i % 2 && !(pen->dash[i] >= least))
            return false;
        sum += pen->dash[i];
    }
    for (int i = 0; i < (l->closed ? l->count : l->count - 1); i++)
        all += l->knots[i].length;
    return all / sum * pen->dash_count < STROKE_DASHES / 2.0 &&
           !(l->closed && last_pause(pen, all, sum) < least);
}

// At the canvas, where the pattern is `scale` times as long.
static bool paint_dashed(struct straight *l, double scale)
{
    static const struct affine as_it_is = {1, 0, 0, 1, 0, 0};
    struct painter *p = l->stage->painter;
    struct draw_pen pen = *l->pen;
    for (uint32_t i = 0; i < pen.dash_count; i++)
        pen.dash[i] *= (float)scale;
    pen.dash_offset *= (float)scale;
    if (!stand_apart(l, &pen))
        return false;
    if (!coverage_begin(&p->coverage, l->stage->clip))
        return true;
    struct dashed d = {.line = *l};
    d.stroke = stroke_begin(&p->coverage, p->knots, (float)(2 * l->half), &pen, &as_it_is);
    d.stroke.dash = paint_dash;
    d.stroke.user = &d;
    p->knots[0].count = l->count;
    if (!dash_outline(&d.stroke, &p->knots[0], l->closed))
        p->coverage.overflow = true;
    coverage_paint(&p->coverage, COVERAGE_NONZERO, &p->geometry, l->paint);
    return true;
}

bool straight_line(struct stage_paint *s, const struct paint *paint, const float *xy,
                   uint32_t count, float width, const struct draw_pen *pen, bool closed)
{
    const struct affine *m = &s->state->to_canvas;
    double scale = hypot((double)m->a, (double)m->b), other = hypot((double)m->c, (double)m->d);
    bool alike = fabs(scale - other) <= 1e-5 * scale &&
                 fabs((double)m->a * m->c + (double)m->b * m->d) <= 1e-5 * scale * scale;
    struct straight l = {.stage = s, .paint = paint, .pen = pen, .closed = closed && count > 2};
    l.half = width * scale / 2;
    l.reach = l.half + BESIDE_PX;
    if (!alike || !(l.half < FARTHEST_PX) || !take(&l, m, xy, count))
        return false;
    l.closed = l.closed && l.count > 2;
    bool dashed = pen && pen->dash_count > 0;
    if (!l.closed && !dashed && pen && pen->cap == PEN_SQUARE)
        lengthen(&l);
    if (l.count > 2 ? !is_simple(&l) : !(l.knots[0].length >= SHORTEST_PX))
        return false;
    if (dashed)
        return paint_dashed(&l, scale);
    paint_whole(&l);
    return true;
}

// ---- Convex polygons.

// The middle of its corners, and how far the farthest of them is from it.
static struct vec2 middle_of(const struct straight *l, double *farthest)
{
    struct vec2 sum = {0, 0};
    for (int i = 0; i < l->count; i++)
        sum = (struct vec2){sum.x + l->knots[i].at.x, sum.y + l->knots[i].at.y};
    struct vec2 middle = {sum.x / l->count, sum.y / l->count};
    *farthest = 0;
    for (int i = 0; i < l->count; i++)
        *farthest =
            fmax(*farthest, hypot(l->knots[i].at.x - middle.x, l->knots[i].at.y - middle.y));
    return middle;
}

// side: 1 where it turns left, -1 where it turns right.
static bool is_convex(const struct straight *l, struct vec2 middle, double side)
{
    double all = 0;
    for (int i = 0; i < l->count; i++) {
        const struct knot *k = &l->knots[i], *next = &l->knots[(i + 1) % l->count];
        struct vec2 from = {middle.x - k->at.x, middle.y - k->at.y};
        if (!(side * cross(k->along, next->along) >= 0) ||
            !(1 + dot(k->along, next->along) >= SHARPEST) || !(k->length >= SHORTEST_PX) ||
            !(side * cross(k->along, from) >= INSIDE_PX))
            return false;
        all += angle(k->along, next->along);
    }
    return all < 3 * M_PI;
}

// What of it is nearest to a corner: from its middle to the middles of both sides. Places: px
// inside of these, less `half`, beyond which no px is.
static void paint_corner(const struct straight *l, const struct knot *in, const struct knot *out,
                         struct vec2 middle, double side)
{
    struct vec2 a = in->along, b = out->along, p = out->at;
    double tip = -side * BESIDE_PX / (1 + dot(a, b));
    const struct vec2 at[4] = {middle,
                               on(p, a, -in->length / 2, -side * BESIDE_PX),
                               {p.x - (a.y + b.y) * tip, p.y + (a.x + b.x) * tip},
                               on(p, b, out->length / 2, -side * BESIDE_PX)};
    struct corner c[4];
    for (int i = 0; i < 4; i++) {
        struct vec2 from = {at[i].x - p.x, at[i].y - p.y};
        c[i] = (struct corner){at[i],
                               {side * cross(a, from) - l->half, side * cross(b, from) - l->half}};
    }
    quad(l, c, VERTEX_JOINT, 0);
}

bool straight_fill(struct stage_paint *s, const struct paint *paint, const float *xy,
                   uint32_t count)
{
    struct straight l = {.stage = s, .paint = paint, .closed = true};
    double farthest;
    if (count < 3 || count > STRAIGHT_CORNERS || !take(&l, &s->state->to_canvas, xy, count) ||
        l.count < 3)
        return false;
    struct vec2 middle = middle_of(&l, &farthest);
    double side = cross(l.knots[0].along, l.knots[1].along) < 0 ? -1 : 1;
    if (!is_convex(&l, middle, side))
        return false;
    l.half = farthest + 1;
    for (int i = 0; i < l.count; i++)
        paint_corner(&l, &l.knots[(i + l.count - 1) % l.count], &l.knots[i], middle, side);
    return true;
}
