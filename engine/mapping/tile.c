// Values over a square of px, linear between those that are asked for where they nearly are.
#include "mapping/tile.h"

#include <math.h>
#include <stdbool.h>

struct tile {
    tile_value *value;
    const void *of;
    int steps;
    double off;
    struct vec2 *at, asked[TILE_POINTS];
    bool known[TILE_POINTS]; // that was asked for
};

struct square {
    int x, y, edge; // px
    struct vec2 corners[4];
};

static struct vec2 ask(struct tile *t, int x, int y)
{
    int point = y * TILE_SIDE + x;
    if (!t->known[point])
        t->asked[point] = t->value(t->of, point);
    t->known[point] = true;
    return t->asked[point];
}

static struct vec2 between(const struct square *s, int x, int y)
{
    double across = (double)x / s->edge, down = (double)y / s->edge;
    const struct vec2 *c = s->corners;
    double a = (1 - across) * (1 - down), b = across * (1 - down), d = across * down,
           e = (1 - across) * down;
    return (struct vec2){a * c[0].x + b * c[1].x + d * c[2].x + e * c[3].x,
                         a * c[0].y + b * c[1].y + d * c[2].y + e * c[3].y};
}

static bool linear(struct tile *t, const struct square *s)
{
    int step = s->edge / t->steps > 2 ? s->edge / t->steps : s->edge > 2 ? 2 : 1;
    for (int y = 0; y <= s->edge; y += step)
        for (int x = 0; x <= s->edge; x += step) {
            struct vec2 want = ask(t, s->x + x, s->y + y), got = between(s, x, y);
            if (!(fabs(want.x - got.x) <= t->off) || !(fabs(want.y - got.y) <= t->off))
                return false;
        }
    return true;
}

static void fill(struct tile *t, int x, int y, int edge)
{
    struct square s = {x, y, edge, {{0, 0}}};
    for (int i = 0; i < 4; i++)
        s.corners[i] = ask(t, x + (i == 1 || i == 2 ? edge : 0), y + (i > 1 ? edge : 0));
    if (edge > 1 && !linear(t, &s)) {
        for (int i = 0; i < 4; i++)
            fill(t, x + i % 2 * edge / 2, y + i / 2 * edge / 2, edge / 2);
        return;
    }
    for (int v = 0; v <= edge; v++)
        for (int u = 0; u <= edge; u++)
            t->at[(y + v) * TILE_SIDE + x + u] =
                edge > 1 ? between(&s, u, v) : ask(t, x + u, y + v);
}

void tile_fill(tile_value *value, const void *of, int steps, double off,
               struct vec2 at[TILE_POINTS])
{
    struct tile t = {.value = value, .of = of, .steps = steps, .off = off, .at = at};
    fill(&t, 0, 0, TILE_EDGE);
}
