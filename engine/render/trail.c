// Trails: a strip of triangles with a colour and a width at each point. Neighbours share their
// corners, so a transparent trail shows no joints; the shader softens its edges by one px.
#include "render/private.h"

#include <math.h>

#define NEAR_PX 0.5   // points nearer than this to the last one are left out
#define SHARP_DOT 0.5 // bends over 60° get a round outer side
#define FAN_RADIANS 0.35

// A point of the trail, at_canvas.
struct dot {
    struct vec2 at;
    double half_px;
    float color[4]; // premultiplied
};

// Left, middle and right of the trail.
struct section {
    struct vertex v[3];
};

struct trail {
    struct geometry *geometry;
    struct section last;
    uint32_t index[3]; // of last; void when `turn` is not the geometry's
    bool open;         // last is there
};

static struct dot dot_at(const float *v, float opacity, const struct affine *m)
{
    double scale = sqrt(fabs((double)m->a * m->d - (double)m->b * m->c));
    float alpha = v[6] < 0 ? 0 : v[6] > 1 ? opacity : v[6] * opacity;
    struct dot d = {{(double)m->a * v[0] + (double)m->c * v[1] + m->e,
                     (double)m->b * v[0] + (double)m->d * v[1] + m->f},
                    fmax(0, v[2] * scale / 2),
                    {0, 0, 0, alpha}};
    for (int i = 0; i < 3; i++)
        d.color[i] = fmaxf(0, v[3 + i]) * alpha;
    return d;
}

// A corner away from the dot by `away`; across and along tell the shader how far that is.
static struct vertex corner(const struct dot *d, struct vec2 away, double across, double along)
{
    struct vertex v = {{(float)(d->at.x + away.x), (float)(d->at.y + away.y)},
                       {(float)across, (float)along},
                       {(float)d->half_px, 0},
                       {d->color[0], d->color[1], d->color[2], d->color[3]},
                       VERTEX_TRAIL};
    return v;
}

static struct vec2 times(struct vec2 v, double by)
{
    return (struct vec2){v.x * by, v.y * by};
}

// Puts the last section into the geometry again when it was emptied meanwhile.
static bool room(struct trail *t, int vertices, int indices)
{
    int before = t->geometry->vertex_count;
    if (!geometry_room(t->geometry, vertices + 3, indices))
        return false;
    if (t->open && t->geometry->vertex_count < before)
        for (int i = 0; i < 3; i++)
            t->index[i] = geometry_vertex(t->geometry, &t->last.v[i]);
    return true;
}

static void step(struct trail *t, const struct section *to)
{
    if (!room(t, 3, 12))
        return;
    uint32_t index[3];
    for (int i = 0; i < 3; i++)
        index[i] = geometry_vertex(t->geometry, &to->v[i]);
    for (int i = 0; t->open && i < 2; i++) {
        geometry_triangle(t->geometry, t->index[i], t->index[i + 1], index[i + 1]);
        geometry_triangle(t->geometry, t->index[i], index[i + 1], index[i]);
    }
    for (int i = 0; i < 3; i++)
        t->index[i] = index[i];
    t->last = *to;
    t->open = true;
}

// Straight across at the dot; `along` > 0: beyond the end by so much.
static struct section straight(const struct dot *d, struct vec2 dir, double beyond)
{
    double reach = d->half_px + 1;
    struct vec2 n = {-dir.y * reach, dir.x * reach}, out = times(dir, beyond);
    double along = fabs(beyond);
    return (struct section){{corner(d, (struct vec2){out.x + n.x, out.y + n.y}, reach, along),
                             corner(d, out, 0, along),
                             corner(d, (struct vec2){out.x - n.x, out.y - n.y}, -reach, along)}};
}

// The round outer side of a sharp bend, which becomes the last section's outer corner.
static void fan(struct trail *t, const struct dot *d, struct vec2 in, struct vec2 out, int outer)
{
    double reach = d->half_px + 1, side = outer == 0 ? reach : -reach;
    double from = atan2(in.y, in.x),
           bend = atan2(in.x * out.y - in.y * out.x, in.x * out.x + in.y * out.y);
    int steps = (int)ceil(fabs(bend) / FAN_RADIANS);
    for (int i = 1; i <= steps; i++) {
        double angle = from + bend * i / steps;
        struct vec2 n = {-sin(angle) * side, cos(angle) * side};
        struct vertex v = corner(d, n, side, 0);
        if (!room(t, 1, 3))
            return;
        uint32_t index = geometry_vertex(t->geometry, &v);
        geometry_triangle(t->geometry, t->index[1], t->index[outer], index);
        t->index[outer] = index;
        t->last.v[outer] = v;
    }
}

// A bend at the dot, between segments of these directions; `room_px`: the shorter one's length.
static void bend(struct trail *t, const struct dot *d, struct vec2 in, struct vec2 out,
                 double room_px)
{
    double cross = in.x * out.y - in.y * out.x, dot = in.x * out.x + in.y * out.y;
    double reach = d->half_px + 1, cosine = sqrt(fmax(0, (1 + dot) / 2)); // of half the bend
    double sine = sqrt(fmax(0, (1 - dot) / 2));
    int outer = cross > 0 ? 2 : 0, inner = 2 - outer;
    struct section s = straight(d, in, 0);
    // Where the inner edges meet, but not beyond the end of a short segment.
    double meet = fmin(reach / fmax(cosine, 1e-9), room_px / fmax(sine, 1e-9));
    struct vec2 middle = {-(in.y + out.y), in.x + out.x}, inward;
    double length = hypot(middle.x, middle.y);
    if (length > 1e-6)
        inward = times(middle, (cross > 0 ? 1 : -1) / length);
    else
        inward = times(in, -1);
    s.v[inner] = corner(d, times(inward, meet), inner == 0 ? reach : -reach, 0);
    if (dot > SHARP_DOT) {
        s.v[outer] = corner(d, times(inward, -reach / cosine), outer == 0 ? reach : -reach, 0);
        step(t, &s);
        return;
    }
    step(t, &s);
    fan(t, d, in, out, outer);
}

static void begin(struct trail *t, const struct dot *d, struct vec2 dir)
{
    struct section cap = straight(d, dir, -(d->half_px + 1)), at = straight(d, dir, 0);
    step(t, &cap);
    step(t, &at);
}

static void finish(struct trail *t, const struct dot *d, struct vec2 dir)
{
    struct section at = straight(d, dir, 0), cap = straight(d, dir, d->half_px + 1);
    step(t, &at);
    step(t, &cap);
}

static double toward(const struct dot *a, const struct dot *b, struct vec2 *dir)
{
    struct vec2 d = {b->at.x - a->at.x, b->at.y - a->at.y};
    double length = hypot(d.x, d.y);
    if (length > 0)
        *dir = times(d, 1 / length);
    return length;
}

void trail_paint(struct geometry *g, const float *values, uint32_t count, float opacity,
                 const struct affine *to_canvas)
{
    struct trail t = {.geometry = g};
    struct vec2 in = {1, 0}, out = {1, 0};
    double in_px = 0;
    if (count == 0)
        return;
    struct dot at = dot_at(values, opacity, to_canvas);
    bool begun = false;
    for (uint32_t i = 1; i < count; i++) {
        struct dot next = dot_at(values + (size_t)i * DRAW_TRAIL_FLOATS, opacity, to_canvas);
        double out_px = toward(&at, &next, &out);
        if (!(out_px >= NEAR_PX))
            continue;
        if (begun)
            bend(&t, &at, in, out, fmin(in_px, out_px));
        else
            begin(&t, &at, out);
        begun = true;
        at = next;
        in = out;
        in_px = out_px;
    }
    if (!begun)
        begin(&t, &at, in);
    finish(&t, &at, in);
}
