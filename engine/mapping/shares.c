// Shares of all px of an output, a square of px at a time: where each lies in the composition, and
// what is given there.
#include "mapping/blendparts.h"
#include "mapping/private.h"
#include "mapping/tile.h"

#include <math.h>

#define PLACE_OFF_PX 0.02 // of the composition
#define SHARE_OFF (1.0 / 4096)

struct spot {
    const struct blend *blend;
    const struct mapping *mapping;
    int output, x, y; // px of its first
    bool bent;
    struct vec2 *square;            // where the last px lay
    struct vec2 corners[4], middle; // in the composition; NAN: nowhere
    struct vec2 at[TILE_POINTS];    // all of it, where it is bent
    struct blend_zone zone;
    bool edges; // soft ones by hand come by
};

// Of a square of px.
enum { LAST = TILE_SIDE - 1, MIDDLE = TILE_POINTS / 2 };
static const int corners[4] = {0, LAST, TILE_POINTS - 1 - LAST, TILE_POINTS - 1};

static struct vec2 place(const void *of, int point)
{
    const struct spot *s = of;
    int column = point % TILE_SIDE, row = point / TILE_SIDE;
    struct vec2 at, p = {s->x + column + 0.5, s->y + row + 0.5};
    bool there = mapping_to_composition_next(s->mapping, s->output, p, s->square, &at);
    return there ? at : (struct vec2){NAN, NAN};
}

static struct vec2 at_point(const struct spot *s, int point)
{
    return s->bent ? s->at[point] : place(s, point);
}

static struct vec2 given(const void *of, int point)
{
    const struct spot *s = of;
    struct blend_share share = {0, 0};
    struct vec2 at = at_point(s, point);
    if (!isnan(at.x))
        share = blend_share_in(s->blend, s->output, at, &s->zone);
    return (struct vec2){share.light, share.lift};
}

// Its corners and its middle were asked for already.
static struct vec2 place_known(const void *of, int point)
{
    const struct spot *s = of;
    for (int i = 0; i < 4; i++)
        if (point == corners[i])
            return s->corners[i];
    return point == MIDDLE ? s->middle : place(of, point);
}

// `next`: it was at the square left of it.
static void place_corners(struct spot *s, bool next)
{
    for (int i = 0; i < 4; i++)
        s->corners[i] = next && i % 2 == 0 ? s->corners[i + 1] : place(s, corners[i]);
    s->middle = place(s, MIDDLE);
}

// What is sure of all of it. False: some of it lies nowhere.
static bool look(struct spot *s)
{
    double reach = 0;
    s->edges = true;
    for (int i = 0; i < 4; i++) {
        struct vec2 c = s->corners[i];
        double x = c.x - s->middle.x, y = c.y - s->middle.y;
        reach = fmax(reach, x * x + y * y);
        if (isnan(c.x))
            return false;
    }
    if (isnan(s->middle.x))
        return false;
    s->edges = blend_edges_near(s->blend, s->output, s->middle, sqrt(reach) + 1);
    s->zone = blend_zone_at(s->blend, s->output, s->middle, sqrt(reach));
    s->zone.raster[s->output] = 1;
    return true;
}

// Where a px lies on another output.
struct other {
    const struct spot *spot;
    int output;
};

static struct vec2 place_on(const void *of, int point)
{
    const struct other *o = of;
    struct vec2 at = at_point(o->spot, point), p;
    bool there = !isnan(at.x) && mapping_from_composition(o->spot->mapping, o->output, at, &p);
    return there ? p : (struct vec2){NAN, NAN};
}

// Edges come by: every px is asked. Where others' edges lie is worked out between few px.
static void fill_each(struct spot *s, struct vec2 shares[TILE_POINTS])
{
    struct vec2 on[MAPPING_OUTPUTS][TILE_POINTS];
    const struct mapping_desc *desc = s->blend->desc;
    for (int i = 0; i < desc->output_count; i++) {
        struct other o = {s, i};
        bool lifts = s->blend->lift.has[i];
        s->zone.told[i] = s->zone.raster[i] == 0 && (s->zone.part[i] >= 0 || lifts);
        if (s->zone.told[i])
            tile_fill(place_on, &o, 2, PLACE_OFF_PX, on[i]);
    }
    for (int k = 0; k < TILE_POINTS; k++) {
        for (int i = 0; i < desc->output_count; i++)
            if (s->zone.told[i]) {
                double px = blend_inside_size(desc->outputs[i].size, on[i][k]);
                s->zone.inside[i] = isnan(on[i][k].x) ? -1 : px;
            }
        shares[k] = given(s, k);
    }
}

static void fill(struct spot *s, bool sure, struct vec2 shares[TILE_POINTS])
{
    if (!sure)
        s->zone = blend_unsure;
    if (s->bent)
        tile_fill(place_known, s, 2, PLACE_OFF_PX, s->at);
    if (sure && blend_calm(s->blend, s->output, &s->zone))
        tile_fill(given, s, 4, SHARE_OFF, shares);
    else
        fill_each(s, shares);
    for (int i = 0; i < TILE_POINTS && s->edges; i++) {
        struct vec2 at = at_point(s, i);
        shares[i].x *= isnan(at.x) ? 0 : blend_by_hand(s->blend, s->output, at);
    }
}

static uint16_t short_of(double share)
{
    return (uint16_t)(share * UINT16_MAX + 0.5);
}

// `steps` 1: share by share; 0: one for all.
static void put(const struct spot *s, const struct vec2 *shares, int steps, struct size2 size,
                uint16_t *pairs)
{
    int columns = size.width - s->x < TILE_EDGE ? size.width - s->x : TILE_EDGE;
    uint16_t light = short_of(shares[0].x), lift = short_of(shares[0].y);
    for (int row = 0; row < TILE_EDGE && s->y + row < size.height; row++) {
        const struct vec2 *share = shares + steps * row * TILE_SIDE;
        uint16_t *px = pairs + 2 * ((size_t)(s->y + row) * (size_t)size.width + (size_t)s->x);
        for (int column = 0; column < columns; column++, share += steps) {
            px[2 * column] = steps ? short_of(share->x) : light;
            px[2 * column + 1] = steps ? short_of(share->y) : lift;
        }
    }
}

static void fill_square(struct spot *s, struct size2 size, uint16_t *pairs)
{
    struct vec2 shares[TILE_POINTS];
    bool sure = look(s);
    if (sure && !s->edges && blend_plain(s->blend, s->output, &s->zone)) {
        struct blend_share one = blend_share_in(s->blend, s->output, s->middle, &s->zone);
        put(s, &(struct vec2){one.light, one.lift}, 0, size, pairs);
        return;
    }
    fill(s, sure, shares);
    put(s, shares, 1, size, pairs);
}

void blend_field(const struct blend *b, int output, uint16_t *pairs)
{
    const struct mapping_output *o = &b->desc->outputs[output];
    struct vec2 square = {NAN, NAN};
    struct spot s = {.blend = b,
                     .mapping = b->mapping,
                     .output = output,
                     .bent = o->grid.columns > 0,
                     .square = &square};
    for (s.y = 0; s.y < o->size.height; s.y += TILE_EDGE)
        for (s.x = 0; s.x < o->size.width; s.x += TILE_EDGE) {
            place_corners(&s, s.x > 0);
            fill_square(&s, o->size, pairs);
        }
}
