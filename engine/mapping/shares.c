// Shares of all px of an output, a square of px at a time: where each lies in the composition, and
// what is given there.
#include "mapping/blend.h"
#include "mapping/private.h"
#include "mapping/tile.h"

#include <math.h>

#define PLACE_OFF_PX 0.02 // of the composition
#define SHARE_OFF (1.0 / 4096)

struct spot {
    const struct blend *blend;
    const struct mapping *mapping;
    int output, x, y;            // px of its first
    struct vec2 at[TILE_POINTS]; // in the composition; NAN: nowhere
};

static struct vec2 place(const void *of, int point)
{
    const struct spot *s = of;
    int column = point % TILE_SIDE, row = point / TILE_SIDE;
    struct vec2 at, p = {s->x + column + 0.5, s->y + row + 0.5};
    bool there = mapping_to_composition(s->mapping, s->output, p, &at);
    return there ? at : (struct vec2){NAN, NAN};
}

static struct vec2 given(const void *of, int point)
{
    const struct spot *s = of;
    struct blend_share share = {0, 0};
    if (!isnan(s->at[point].x))
        share = blend_share_at(s->blend, s->output, s->at[point]);
    return (struct vec2){share.light, share.lift};
}

// No sharp edge comes by that the points asked for could miss.
static bool calm(const struct spot *s)
{
    static const int corners[4] = {0, TILE_SIDE - 1, TILE_POINTS - TILE_SIDE, TILE_POINTS - 1};
    struct vec2 middle = s->at[TILE_POINTS / 2];
    double reach = 0;
    for (int i = 0; i < 4; i++) {
        struct vec2 c = s->at[corners[i]];
        reach = fmax(reach, hypot(c.x - middle.x, c.y - middle.y));
        if (isnan(c.x))
            return false;
    }
    return blend_calm_px(s->blend, s->output, middle) > reach + 1; // NAN: no
}

static void fill(struct spot *s, struct vec2 shares[TILE_POINTS])
{
    if (s->mapping->desc.outputs[s->output].grid.columns)
        tile_fill(place, s, 2, PLACE_OFF_PX, s->at);
    for (int i = 0; i < TILE_POINTS; i++) {
        if (!s->mapping->desc.outputs[s->output].grid.columns)
            s->at[i] = place(s, i);
    }
    if (calm(s)) {
        tile_fill(given, s, 4, SHARE_OFF, shares);
        return;
    }
    for (int i = 0; i < TILE_POINTS; i++)
        shares[i] = given(s, i);
}

static void put(const struct spot *s, const struct vec2 *shares, struct size2 size, uint16_t *pairs)
{
    for (int row = 0; row < TILE_EDGE && s->y + row < size.height; row++)
        for (int column = 0; column < TILE_EDGE && s->x + column < size.width; column++) {
            struct vec2 share = shares[row * TILE_SIDE + column];
            size_t px = (size_t)(s->y + row) * (size_t)size.width + (size_t)(s->x + column);
            pairs[2 * px] = (uint16_t)lround(share.x * UINT16_MAX);
            pairs[2 * px + 1] = (uint16_t)lround(share.y * UINT16_MAX);
        }
}

void blend_field(const struct blend *b, int output, uint16_t *pairs)
{
    const struct mapping *m = blend_mapping(b);
    struct size2 size = m->desc.outputs[output].size;
    struct vec2 shares[TILE_POINTS];
    for (int y = 0; y < size.height; y += TILE_EDGE)
        for (int x = 0; x < size.width; x += TILE_EDGE) {
            struct spot s = {.blend = b, .mapping = m, .output = output, .x = x, .y = y};
            fill(&s, shares);
            put(&s, shares, size, pairs);
        }
}
