// Triangles of a surface on an output whose light a grid bends: the surface's square is split, side
// by side, until straight sides are near enough. Whether and where a side is split depends on that
// side alone, so that its two triangles agree and nothing gapes.
#include "mapping/mesh.h"
#include "mapping/private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_CELLS = 8, MOST_CELLS = 64, DEPTH = 14, EDGES = 8, BISECTIONS = 48 };
enum { KNOTS = MESH_TRIANGLES / 2, PLACES = 1 << 18 };

#define AIM_PX (0.5 * MESH_OFF_PX) // of sides; between them it is somewhat more
#define SKIRT_PX 1.5               // beyond the edges, which are soft
#define INNER_PX 1.0
#define ON_KINK 1e-9
#define STRIP_PX 2.5 // along edges
#define SLACK_PX 0.5
#define EDGE_PX 6.0 // shorter sides are not split for strips
#define STEP 1e-6   // in the square, for slopes
enum { NEWTON = 3 };

// A point of the surface's square and where its light goes.
struct spot {
    double at[3], part[3];
};

struct knot {
    struct vec2 square;
    struct spot spot;
    float inward_px[EDGES]; // of the canvas' four edges, of the part's
};

struct net {
    const struct mapping_output *o;
    const struct warp *of_surface, *of_output;
    struct vec2 part, source; // sizes
    const struct mapping *m;
    int output, surface;
    struct mesh *mesh;
    struct knot *knots;
    int32_t *places; // of knots, by their square; -1: free
    struct mesh_vertex *inner, *edge;
    int knot_count, inner_count, edge_count; // vertices of both
    bool full;
};

static struct vec2 flat(const double p[3])
{
    return (struct vec2){p[0] / p[2], p[1] / p[2]};
}

static double apart(struct vec2 a, struct vec2 b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static struct vec2 between(struct vec2 a, struct vec2 b, double t)
{
    return (struct vec2){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

static void apply(const double m[9], struct vec2 p, double to[3])
{
    for (int i = 0; i < 3; i++)
        to[i] = m[i * 3] * p.x + m[i * 3 + 1] * p.y + m[i * 3 + 2];
}

// The surface's square to the output's, homogeneous.
static void to_part(const struct net *n, struct vec2 square, double part[3])
{
    struct vec2 x, y, at = square;
    if (n->of_surface->grid.columns)
        at = warp_grid_at(&n->of_surface->grid, square, &x, &y);
    apply(n->of_surface->to_place, at, part);
    part[0] = (part[0] - n->o->at.x * part[2]) / n->part.x;
    part[1] = (part[1] - n->o->at.y * part[2]) / n->part.y;
}

// Both have the surface's w as a factor: where no grid bends they are linear over its square.
static struct spot spot_at(const struct net *n, struct vec2 square)
{
    struct spot s;
    struct vec2 x, y;
    to_part(n, square, s.part);
    struct vec2 at = flat(s.part);
    if (n->of_output->grid.columns)
        at = warp_grid_at(&n->of_output->grid, at, &x, &y);
    apply(n->of_output->to_place, at, s.at);
    for (int i = 0; i < 3; i++)
        s.at[i] *= s.part[2];
    s.part[0] *= n->part.x;
    s.part[1] *= n->part.y;
    return s;
}

// --- knots --------------------------------------------------------------------------------------

static void set_inward(struct vec2 p, struct vec2 size, const double slopes[4], float to[4])
{
    double x = hypot(slopes[0], slopes[1]), y = hypot(slopes[2], slopes[3]);
    to[0] = (float)(p.x / x);
    to[1] = (float)(p.y / y);
    to[2] = (float)((size.x - p.x) / x);
    to[3] = (float)((size.y - p.y) / y);
}

static bool within(struct vec2 p, struct vec2 size)
{
    return p.x >= 0 && p.y >= 0 && p.x <= size.x && p.y <= size.y;
}

static void look_around(struct net *n, struct knot *k)
{
    struct vec2 part = flat(k->spot.part), source = {0, 0}, first;
    double canvas[4], composed[4];
    memset(k->inward_px, 0, sizeof k->inward_px); // not known: at an edge
    if (!(k->spot.at[2] > 0))
        return;
    mapping_source(n->m, n->surface, &first, &source);
    struct vec2 at_source = {k->square.x * source.x, k->square.y * source.y};
    struct vec2 at_canvas = {first.x + at_source.x, first.y + at_source.y};
    struct vec2 at = {n->o->at.x + part.x, n->o->at.y + part.y};
    mapping_slopes(n->m, n->output, n->surface, at_canvas, at, canvas, composed);
    set_inward(at_source, source, canvas, k->inward_px);
    set_inward(part, n->part, composed, k->inward_px + 4);
    if (!within(flat(k->spot.at), n->part) || !within(part, n->part) || !within(at_source, source))
        return;
    double *stretch = n->mesh->stretch;
    stretch[0] = fmax(stretch[0], hypot(canvas[0], canvas[2]));
    stretch[1] = fmax(stretch[1], hypot(canvas[1], canvas[3]));
}

static uint32_t place_of(struct vec2 square)
{
    uint64_t x, y;
    memcpy(&x, &square.x, sizeof x);
    memcpy(&y, &square.y, sizeof y);
    uint64_t mixed = (x ^ (y << 31 | y >> 33)) * 0x9e3779b97f4a7c15u;
    return (uint32_t)(mixed >> 40) & (PLACES - 1);
}

// The knot there, made if it is not; -1: no more fit.
static int knot_at(struct net *n, struct vec2 square)
{
    uint32_t place = place_of(square);
    for (; n->places[place] >= 0; place = (place + 1) & (PLACES - 1)) {
        struct vec2 there = n->knots[n->places[place]].square;
        if (there.x == square.x && there.y == square.y)
            return n->places[place];
    }
    if (n->knot_count == KNOTS)
        return -1;
    struct knot *k = &n->knots[n->knot_count];
    k->square = square;
    k->spot = spot_at(n, square);
    look_around(n, k);
    n->places[place] = n->knot_count;
    return n->knot_count++;
}

// --- sides --------------------------------------------------------------------------------------

// Both lie further than `margin` beyond the same edge.
static bool beyond(struct vec2 a, struct vec2 b, struct vec2 size, double margin)
{
    return fmax(a.x, b.x) < -margin || fmax(a.y, b.y) < -margin ||
           fmin(a.x, b.x) > size.x + margin || fmin(a.y, b.y) > size.y + margin;
}

// What is further away than it is long has no triangle that is seen, or a longer side has.
static bool side_seen(const struct net *n, const struct spot *a, const struct spot *b)
{
    struct vec2 p = flat(a->part), q = flat(b->part);
    if (beyond(p, q, n->part, 2 + apart(p, q)))
        return false;
    if (!(a->at[2] > 0) || !(b->at[2] > 0))
        return true;
    struct vec2 at = flat(a->at), to = flat(b->at);
    return !beyond(at, to, n->part, 2 + apart(at, to));
}

// The point of the square whose light goes there, from one that is near; false: it is not found.
static bool square_at(const struct net *n, struct vec2 at, struct vec2 *square)
{
    for (int i = 0; i < NEWTON; i++) {
        struct vec2 s = *square;
        struct spot here = spot_at(n, s), right = spot_at(n, (struct vec2){s.x + STEP, s.y}),
                    down = spot_at(n, (struct vec2){s.x, s.y + STEP});
        if (!(here.at[2] > 0) || !(right.at[2] > 0) || !(down.at[2] > 0))
            return false;
        struct vec2 p = flat(here.at), r = flat(right.at), d = flat(down.at);
        double a = (r.x - p.x) / STEP, b = (d.x - p.x) / STEP;
        double c = (r.y - p.y) / STEP, e = (d.y - p.y) / STEP, area = a * e - b * c;
        if (!(fabs(area) > 1e-9))
            return false;
        square->x += (e * (at.x - p.x) - b * (at.y - p.y)) / area;
        square->y += (a * (at.y - p.y) - c * (at.x - p.x)) / area;
    }
    struct spot found = spot_at(n, *square);
    return found.at[2] > 0 && apart(flat(found.at), at) < AIM_PX / 2;
}

static bool turned(const struct knot *a, const struct knot *b)
{
    return a->square.x > b->square.x || (a->square.x == b->square.x && a->square.y > b->square.y);
}

// What lies in the middle of a side on the output: the same numbers from both of its triangles.
static bool middle_of(struct net *n, const struct knot *a, const struct knot *b,
                      struct knot *middle)
{
    const struct knot *p = turned(a, b) ? b : a, *q = turned(a, b) ? a : b;
    if (!(p->spot.at[2] > 0) || !(q->spot.at[2] > 0))
        return false;
    middle->square = between(p->square, q->square, 0.5);
    if (!square_at(n, between(flat(p->spot.at), flat(q->spot.at), 0.5), &middle->square))
        return false;
    middle->spot = spot_at(n, middle->square);
    look_around(n, middle);
    return true;
}

// Through both ends and the middle.
static struct vec2 quadratic(struct vec2 a, struct vec2 m, struct vec2 b, double t)
{
    double u = (1 - t) * (1 - 2 * t), v = 4 * t * (1 - t), w = t * (2 * t - 1);
    return (struct vec2){u * a.x + v * m.x + w * b.x, u * a.y + v * m.y + w * b.y};
}

// How far from its place light is shown along a side, px.
static double side_off(struct net *n, const struct knot *a, const struct knot *b)
{
    struct knot m;
    double worst = 0;
    if (!middle_of(n, a, b, &m))
        return INFINITY;
    struct vec2 from = flat(a->spot.at), to = flat(b->spot.at);
    for (int i = 1; i < 8; i += 2) {
        double t = i / 8.0;
        struct spot s = spot_at(n, quadratic(a->square, m.square, b->square, t));
        struct vec2 part = quadratic(flat(a->spot.part), flat(m.spot.part), flat(b->spot.part), t);
        worst = fmax(worst, apart(between(from, to, t), flat(s.at)));
        worst = fmax(worst, apart(part, flat(s.part)));
    }
    return worst;
}

// Where a side that comes from afar to an edge, or goes over it, is split: a few px beside that. Px
// at edges are painted by how much of them is covered, which is dear, and so they are few.
static bool strip_between(const struct knot *a, const struct knot *b, double *t)
{
    if (!(a->spot.at[2] > 0) || !(b->spot.at[2] > 0) ||
        apart(flat(a->spot.at), flat(b->spot.at)) <= EDGE_PX)
        return false;
    for (int e = 0; e < EDGES; e++) {
        double from = a->inward_px[e], to = b->inward_px[e];
        double least = fmin(from, to), most = fmax(from, to), at;
        if (least < INNER_PX + SLACK_PX && most > STRIP_PX + SLACK_PX)
            at = STRIP_PX;
        else if (most > -INNER_PX - SLACK_PX && least < -STRIP_PX - SLACK_PX)
            at = -STRIP_PX;
        else
            continue;
        *t = fmin(fmax((at - from) / (to - from), 0.02), 0.98);
        return true;
    }
    return false;
}

// The line of a linear output grid, in its numbers, that lies nearest to the middle of from..to;
// false: none lies between them.
static bool line_between(double from, double to, double *line)
{
    double least = fmin(from, to) + ON_KINK, most = fmax(from, to) - ON_KINK;
    double nearest = round((from + to) / 2);
    if (!(nearest > least))
        nearest++;
    if (!(nearest < most))
        nearest--;
    *line = nearest;
    return nearest > least && nearest < most;
}

// Where the side crosses a kink of the output's grid, 0 to 1: splitting it there makes triangles of
// flat pieces. 0.5 where there is none.
static double crossing(const struct net *n, const struct knot *a, const struct knot *b)
{
    const struct warp_grid *g = &n->of_output->grid;
    if (!g->columns || g->kind != WARP_LINEAR)
        return 0.5;
    for (int axis = 0; axis < 2; axis++) {
        int pieces = axis ? g->rows - 1 : g->columns - 1;
        double size = axis ? n->part.y : n->part.x, line;
        double from = a->spot.part[axis] / a->spot.part[2] / size * pieces;
        double to = b->spot.part[axis] / b->spot.part[2] / size * pieces;
        if (!line_between(from, to, &line) || line <= 0 || line >= pieces)
            continue;
        double least = 0, most = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (least + most) / 2, part[3];
            to_part(n, between(a->square, b->square, middle), part);
            bool before = (part[axis] / part[2] * pieces < line) == (from < to);
            *(before ? &least : &most) = middle;
        }
        return (least + most) / 2;
    }
    return 0.5;
}

// The knot where a side is split; -1: it is not.
static int split_of(struct net *n, int a, int b)
{
    const struct knot *p = &n->knots[a], *q = &n->knots[b];
    if (n->full || !side_seen(n, &p->spot, &q->spot))
        return -1;
    if (turned(p, q)) { // the same numbers from both of its triangles
        const struct knot *kept = p;
        p = q;
        q = kept;
    }
    double t;
    bool strip = strip_between(p, q, &t);
    if (!strip && side_off(n, p, q) <= AIM_PX)
        return -1;
    struct vec2 at = between(p->square, q->square, strip ? t : crossing(n, p, q));
    bool end = (at.x == p->square.x && at.y == p->square.y) ||
               (at.x == q->square.x && at.y == q->square.y);
    return end ? -1 : knot_at(n, at);
}

// --- triangles ----------------------------------------------------------------------------------

enum seen { UNSEEN, AT_EDGE, INSIDE };

// Three corners, and the middles of the sides that begin there.
struct face {
    const struct knot *corners[3];
    struct knot middles[3];
};

static enum seen seen_as(const struct net *n, const struct face *f)
{
    bool inside = true;
    int outside[EDGES + 4] = {0};
    for (int k = 0; k < 3; k++) {
        const struct knot *a = f->corners[k], *b = f->corners[(k + 1) % 3], *m = &f->middles[k];
        struct vec2 square[2] = {a->square, m->square}, at = flat(a->spot.at);
        for (int e = 0; e < EDGES; e++) {
            // Bernstein's points: all of the triangle lies within them.
            float bulge = 2 * m->inward_px[e] - (a->inward_px[e] + b->inward_px[e]) / 2;
            outside[e] += (a->inward_px[e] < -INNER_PX) + (bulge < -INNER_PX);
            inside = inside && a->inward_px[e] > INNER_PX && bulge > INNER_PX;
        }
        for (int i = 0; i < 2; i++) { // no texel beside the source shines in
            double x = square[i].x * n->source.x, y = square[i].y * n->source.y;
            inside =
                inside && x >= 0.5 && y >= 0.5 && x <= n->source.x - 0.5 && y <= n->source.y - 0.5;
        }
        outside[EDGES] += 2 * (at.x < 0);
        outside[EDGES + 1] += 2 * (at.y < 0);
        outside[EDGES + 2] += 2 * (at.x > n->part.x);
        outside[EDGES + 3] += 2 * (at.y > n->part.y);
    }
    for (int e = 0; e < EDGES + 4; e++)
        if (outside[e] == 6)
            return UNSEEN;
    return inside ? INSIDE : AT_EDGE;
}

static struct vec2 at_source(const struct net *n, const struct knot *k)
{
    return (struct vec2){k->square.x * n->source.x, k->square.y * n->source.y};
}

static void set_bend(struct vec2 a, struct vec2 m, struct vec2 b, float to[2])
{
    to[0] = (float)(4 * m.x - 2 * (a.x + b.x));
    to[1] = (float)(4 * m.y - 2 * (a.y + b.y));
}

static void put(const struct net *n, const struct face *f, struct mesh_vertex to[3])
{
    struct mesh_vertex v = {{0}};
    for (int k = 0; k < 3; k++) {
        const struct knot *a = f->corners[k], *b = f->corners[(k + 1) % 3], *m = &f->middles[k];
        set_bend(at_source(n, a), at_source(n, m), at_source(n, b), v.canvas_bend[k]);
        set_bend(flat(a->spot.part), flat(m->spot.part), flat(b->spot.part), v.part_bend[k]);
    }
    for (int k = 0; k < 3; k++) {
        const struct spot *spot = &f->corners[k]->spot;
        struct vec2 at = flat(spot->at), part = flat(spot->part);
        struct vec2 canvas = at_source(n, f->corners[k]);
        to[k] = v;
        to[k].at[0] = (float)at.x;
        to[k].at[1] = (float)at.y;
        to[k].canvas[0] = (float)canvas.x;
        to[k].canvas[1] = (float)canvas.y;
        to[k].part[0] = (float)part.x;
        to[k].part[1] = (float)part.y;
        to[k].corner[0] = k == 0;
        to[k].corner[1] = k == 1;
    }
}

// What reaches over the horizon is far from the output by now. Where a side has no middle it is
// straight: no more knots fit.
static void keep(struct net *n, const int c[3])
{
    struct face f;
    for (int k = 0; k < 3; k++) {
        f.corners[k] = &n->knots[c[k]];
        if (!(f.corners[k]->spot.at[2] > 0))
            return;
    }
    for (int k = 0; k < 3; k++) {
        const struct knot *a = f.corners[k], *b = f.corners[(k + 1) % 3];
        if (middle_of(n, a, b, &f.middles[k]))
            continue;
        f.middles[k].square = between(a->square, b->square, 0.5);
        f.middles[k].spot = spot_at(n, f.middles[k].square);
        look_around(n, &f.middles[k]);
    }
    enum seen seen = seen_as(n, &f);
    if (seen == UNSEEN)
        return;
    int *count = seen == INSIDE ? &n->inner_count : &n->edge_count;
    put(n, &f, (seen == INSIDE ? n->inner : n->edge) + *count);
    *count += 3;
    n->full = n->full || n->inner_count + n->edge_count > 3 * (MESH_TRIANGLES - 4 * DEPTH);
}

// NOLINTNEXTLINE(misc-no-recursion): DEPTH deep at most
static void split(struct net *n, int a, int b, int c, int depth)
{
    if (n->inner_count + n->edge_count > 3 * (MESH_TRIANGLES - 1))
        return;
    int ab = depth < DEPTH ? split_of(n, a, b) : -1;
    int bc = depth < DEPTH ? split_of(n, b, c) : -1;
    int ca = depth < DEPTH ? split_of(n, c, a) : -1;
    int sides = (ab >= 0) + (bc >= 0) + (ca >= 0);
    if (sides == 0) {
        keep(n, (const int[3]){a, b, c});
    } else if (sides == 3) {
        split(n, a, ab, ca, depth + 1);
        split(n, ab, b, bc, depth + 1);
        split(n, ca, bc, c, depth + 1);
        split(n, ab, bc, ca, depth + 1);
    } else if (sides == 1) {
        int from = ab >= 0 ? a : bc >= 0 ? b : c, to = ab >= 0 ? b : bc >= 0 ? c : a;
        int far = ab >= 0 ? c : bc >= 0 ? a : b, middle = ab >= 0 ? ab : bc >= 0 ? bc : ca;
        split(n, from, middle, far, depth + 1);
        split(n, middle, to, far, depth + 1);
    } else { // the corner between both split sides, and the rest as two
        int corner = ab < 0 ? c : bc < 0 ? a : b;
        int next = ab < 0 ? a : bc < 0 ? b : c, last = ab < 0 ? b : bc < 0 ? c : a;
        int out = ab < 0 ? ca : bc < 0 ? ab : bc, in = ab < 0 ? bc : bc < 0 ? ca : ab;
        split(n, corner, out, in, depth + 1);
        split(n, out, next, in, depth + 1);
        split(n, in, next, last, depth + 1);
    }
}

// --- the first cells ----------------------------------------------------------------------------

// A multiple of the surface's own, so that its kinks lie between cells, and so many that none holds
// more than a cell of the output's grid.
static int cells(int own, int other, double parts)
{
    double wanted = fmin(fmax(LEAST_CELLS, (other - 1) * parts), MOST_CELLS);
    int pieces = own > 1 ? own - 1 : 1;
    return pieces * (int)ceil(wanted / pieces);
}

static void first_cells(const struct net *n, int *across, int *down)
{
    struct vec2 least = {INFINITY, INFINITY}, most = {-INFINITY, -INFINITY};
    const struct warp_grid *s = &n->of_surface->grid, *o = &n->of_output->grid;
    for (int i = 0; i < 17 * 17; i++) {
        double part[3];
        int column = i % 17, row = i / 17;
        to_part(n, (struct vec2){column / 16.0, row / 16.0}, part);
        struct vec2 at = flat(part);
        least = (struct vec2){fmin(least.x, at.x), fmin(least.y, at.y)};
        most = (struct vec2){fmax(most.x, at.x), fmax(most.y, at.y)};
    }
    int finest = o->columns > o->rows ? o->columns : o->rows; // it may lie turned
    double parts = fmax(most.x - least.x, most.y - least.y);
    *across = cells(s->columns, finest, parts);
    *down = cells(s->rows, finest, parts);
}

// How far a step outward at an edge is SKIRT_PX, in the square.
static double skirt(const struct net *n, struct vec2 edge, struct vec2 outward)
{
    const double step = 1e-4;
    struct spot a = spot_at(n, edge), b;
    b = spot_at(n, (struct vec2){edge.x + step * outward.x, edge.y + step * outward.y});
    bool near = a.at[2] > 0 && b.at[2] > 0;
    double by = near ? SKIRT_PX * step / apart(flat(a.at), flat(b.at)) : 0.5;
    return by < 0.5 ? by : 0.5;
}

static int lattice_knot(struct net *n, int x, int y, int across, int down)
{
    struct vec2 p = {fmin(fmax(x - 1, 0), across) / across, fmin(fmax(y - 1, 0), down) / down};
    struct vec2 at = p;
    int right = x == 0 ? -1 : x == across + 2, low = y == 0 ? -1 : y == down + 2;
    if (right)
        at.x += right * skirt(n, p, (struct vec2){right, 0});
    if (low)
        at.y += low * skirt(n, p, (struct vec2){0, low});
    return knot_at(n, at);
}

static void lay(struct net *n)
{
    int across, down;
    first_cells(n, &across, &down);
    for (int y = 0; y < down + 2; y++)
        for (int x = 0; x < across + 2; x++) {
            int a = lattice_knot(n, x, y, across, down);
            int b = lattice_knot(n, x + 1, y, across, down);
            int c = lattice_knot(n, x, y + 1, across, down);
            int d = lattice_knot(n, x + 1, y + 1, across, down);
            if (a < 0 || b < 0 || c < 0 || d < 0)
                return;
            split(n, a, b, c, 0);
            split(n, b, d, c, 0);
        }
}

static bool open_net(struct net *n)
{
    n->knots = malloc(KNOTS * sizeof *n->knots);
    n->places = malloc(PLACES * sizeof *n->places);
    n->inner = malloc((size_t)MESH_TRIANGLES * 3 * sizeof *n->inner);
    n->edge = malloc((size_t)MESH_TRIANGLES * 3 * sizeof *n->edge);
    for (int i = 0; n->places && i < PLACES; i++)
        n->places[i] = -1;
    return n->knots && n->places && n->inner && n->edge;
}

static bool take(const struct net *n, struct mesh *mesh)
{
    mesh->inner_count = n->inner_count;
    mesh->vertex_count = n->inner_count + n->edge_count;
    if (!mesh->vertex_count)
        return true;
    mesh->vertices = malloc((size_t)mesh->vertex_count * sizeof *mesh->vertices);
    if (!mesh->vertices)
        return false;
    memcpy(mesh->vertices, n->inner, (size_t)n->inner_count * sizeof *n->inner);
    memcpy(mesh->vertices + n->inner_count, n->edge, (size_t)n->edge_count * sizeof *n->edge);
    return true;
}

bool mesh_init(struct mesh *mesh, const struct mapping *m, int output, int surface, struct fault *f)
{
    const struct mapping_output *o = &m->desc.outputs[output];
    assert(mapping_bent(m, output, surface));
    *mesh = (struct mesh){0};
    struct net n = {.o = o,
                    .of_surface = &m->surfaces[surface],
                    .of_output = &m->outputs[output],
                    .part = {o->size.width, o->size.height},
                    .source = m->desc.surfaces[surface].source_size,
                    .m = m,
                    .output = output,
                    .surface = surface,
                    .mesh = mesh};
    bool good = open_net(&n);
    if (good) {
        lay(&n);
        good = take(&n, mesh);
    }
    free(n.knots);
    free(n.places);
    free(n.inner);
    free(n.edge);
    if (good)
        return true;
    mesh_finish(mesh);
    return fault_set(f, "no memory");
}

void mesh_finish(struct mesh *mesh)
{
    free(mesh->vertices);
    *mesh = (struct mesh){0};
}
