// Where the px of an output lie in the composition, many at a time: the way back through a grid is
// solved at corners and in middles, and between them it is linear where it nearly is.
#include "mapping/private.h"

#include <math.h>

// A part of a tile: from the px whose middle is its top left to the one beyond its last.
struct square {
    int x, y, edge; // px, from the tile's top left
    struct vec2 corners[4];
};

struct tile {
    const struct mapping *mapping;
    int output, x, y;
    struct vec2 *at;
};

static struct vec2 solved(const struct tile *t, double x, double y)
{
    struct vec2 at, p = {t->x + x + 0.5, t->y + y + 0.5};
    bool there = mapping_to_composition(t->mapping, t->output, p, &at);
    return there ? at : (struct vec2){NAN, NAN};
}

static struct vec2 between(const struct square *s, double across, double down)
{
    const struct vec2 *c = s->corners;
    double a = (1 - across) * (1 - down), b = across * (1 - down), d = across * down,
           e = (1 - across) * down;
    return (struct vec2){a * c[0].x + b * c[1].x + d * c[2].x + e * c[3].x,
                         a * c[0].y + b * c[1].y + d * c[2].y + e * c[3].y};
}

// As far off as it may be in the middle and in the middles of the sides; NAN is not.
static bool linear(const struct tile *t, const struct square *s)
{
    static const double across[5] = {0.5, 0, 1, 0.5, 0.5}, down[5] = {0.5, 0.5, 0.5, 0, 1};
    for (int i = 0; i < 5; i++) {
        struct vec2 want = solved(t, s->x + across[i] * s->edge, s->y + down[i] * s->edge);
        struct vec2 got = between(s, across[i], down[i]);
        if (!(hypot(want.x - got.x, want.y - got.y) <= TILE_OFF_PX))
            return false;
    }
    return true;
}

static void fill(const struct tile *t, int x, int y, int edge)
{
    struct square s = {x, y, edge, {{0, 0}}};
    if (edge == 1) {
        t->at[y * TILE_EDGE + x] = solved(t, x, y);
        return;
    }
    for (int i = 0; i < 4; i++)
        s.corners[i] = solved(t, x + (i == 1 || i == 2 ? edge : 0), y + (i > 1 ? edge : 0));
    if (!linear(t, &s)) {
        for (int i = 0; i < 4; i++)
            fill(t, x + i % 2 * edge / 2, y + i / 2 * edge / 2, edge / 2);
        return;
    }
    for (int i = 0; i < edge * edge; i++)
        t->at[(y + i / edge) * TILE_EDGE + x + i % edge] =
            between(&s, (double)(i % edge) / edge, (double)(i / edge) / edge);
}

void mapping_tile(const struct mapping *m, int output, int x, int y,
                  struct vec2 at[TILE_EDGE * TILE_EDGE])
{
    struct tile t = {m, output, x, y, at};
    if (m->desc.outputs[output].grid.columns) {
        fill(&t, 0, 0, TILE_EDGE);
        return;
    }
    for (int i = 0; i < TILE_EDGE * TILE_EDGE; i++)
        at[i] = solved(&t, i % TILE_EDGE, (double)(i / TILE_EDGE));
}
