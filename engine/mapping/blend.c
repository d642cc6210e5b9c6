// Who gives how much of the light where outputs overlap, and of the lift where they do not.
#include "mapping/blendparts.h"
#include "mapping/private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define STEP_PX 2.0 // of the composition, from node to node of distances; more where it is large
#define NODES (1 << 18)
#define MARGIN 2 // nodes around an output's part: what lies just beyond it is seen
#define FARTHEST_PX 1e4
#define LEAST_PX 1e-3 // an output alone gives all, also at its edge
#define BLOCK 8       // nodes to a side that are looked at together

static double clamp(double x)
{
    return fmin(fmax(x, 0), 1);
}

static double inside_raster(const struct blend *b, int output, struct vec2 at,
                            const struct blend_zone *z)
{
    return z->told[output] ? z->inside[output] : blend_inside_raster(b, output, at);
}

// How much of a px there the output can light; masks left aside.
static double reached(const struct blend *b, int output, struct vec2 at, const struct blend_zone *z)
{
    if (z->part[output] < 0 || z->raster[output] < 0)
        return 0;
    double part =
        z->part[output] > 0 ? 1 : clamp(blend_inside_part(&b->desc->outputs[output], at) + 0.5);
    if (z->raster[output] > 0 || part <= 0)
        return part;
    return part * clamp(inside_raster(b, output, at, z) + 0.5);
}

static double through(const struct blend *b, int output, struct vec2 at, const struct blend_zone *z)
{
    const struct part *p = &b->parts[output];
    return z->mask[output] > 0 ? 1 : z->mask[output] < 0 ? 0 : masks_at(&p->masks, at, p->scale);
}

// `least_px` inside its edges; from -1 to 1.
static bool shines(const struct blend *b, int output, struct vec2 at, double least_px,
                   const struct blend_zone *z)
{
    if (blend_zone_sure(z, output))
        return z->part[output] > 0 && z->raster[output] > 0 && z->mask[output] > 0;
    return blend_inside_part(&b->desc->outputs[output], at) >= least_px &&
           (z->raster[output] > 0 || inside_raster(b, output, at, z) >= least_px) &&
           through(b, output, at, z) >= 0.5;
}

static struct vec2 node(const struct part *p, int i)
{
    int column = i % p->columns, row = i / p->columns;
    return (struct vec2){p->nodes.x + column * p->step, p->nodes.y + row * p->step};
}

// Nodes of a part, block by block, with what is sure of each.
struct block {
    int column, row, columns, rows;
    bool even; // one node speaks for all
    struct blend_zone zone;
};

static int blocks_of(const struct part *p)
{
    return ((p->columns + BLOCK - 1) / BLOCK) * ((p->rows + BLOCK - 1) / BLOCK);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static struct block block_of(const struct blend *b, int output, int n)
{
    const struct part *p = &b->parts[output];
    int across = (p->columns + BLOCK - 1) / BLOCK;
    struct block k = {.column = n % across * BLOCK, .row = n / across * BLOCK};
    k.columns = least(BLOCK, p->columns - k.column);
    k.rows = least(BLOCK, p->rows - k.row);
    struct vec2 middle = {p->nodes.x + (k.column + (k.columns - 1) / 2.0) * p->step,
                          p->nodes.y + (k.row + (k.rows - 1) / 2.0) * p->step};
    k.zone = blend_zone_at(b, output, middle, hypot(k.columns, k.rows) / 2 * p->step);
    k.even = blend_zone_even(b, output, &k.zone);
    return k;
}

static int node_of(const struct part *p, const struct block *k, int n)
{
    return (k->row + n / k->columns) * p->columns + k->column + n % k->columns;
}

// Outer edges that nearly meet leave strips that nobody sees: those narrower than 1.5 px are passed
// over.
static bool only_others_shine(const struct blend *b, const struct group *g, int output,
                              struct vec2 at, const struct blend_zone *z)
{
    bool others = false;
    for (int i = 0; i < b->desc->output_count && !others; i++)
        others = i != output && g->has[i] && shines(b, i, at, BLEND_INSIDE_PX, z);
    return others && !shines(b, output, at, -BLEND_INSIDE_PX / 2, z);
}

static void measure_block(const struct blend *b, const struct group *g, int output,
                          const struct block *k, struct field *away)
{
    const struct part *p = &b->parts[output];
    bool others = false;
    for (int n = 0; n < k->columns * k->rows; n++) {
        int i = node_of(p, k, n);
        if (n == 0 || !k->even)
            others = only_others_shine(b, g, output, node(p, i), &k->zone);
        away->at[i] = others ? 0 : 1;
    }
}

static bool measure(struct blend *b, struct group *g, int output, struct fault *f)
{
    const struct part *p = &b->parts[output];
    struct field *away = &g->away[output];
    if (!field_init(away, p->columns, p->rows, f))
        return false;
    for (int n = 0; n < blocks_of(p); n++) {
        struct block k = block_of(b, output, n);
        measure_block(b, g, output, &k, away);
    }
    if (!field_distance(away, f))
        return false;
    for (int i = 0; i < p->columns * p->rows; i++) // the edge lies before the first node beyond it
        away->at[i] = (float)fmin(fmax((away->at[i] - 1) * p->step, 0), FARTHEST_PX);
    return true;
}

static bool measure_group(struct blend *b, struct group *g, struct fault *f)
{
    for (int i = 0; i < b->desc->output_count; i++)
        if (g->has[i] && g->count > 1 && !measure(b, g, i, f))
            return fault_where(f, "output %d", i + 1);
    return true;
}

// What a projector shines where it is black, in shares of the light that gains make all reach.
static double black_of(const struct mapping_light *l)
{
    return l->black / (l->gain > 0 ? l->gain : 1);
}

static double black_at(const struct blend *b, struct vec2 at, double least_px,
                       const struct blend_zone *z)
{
    double sum = 0;
    for (int i = 0; i < b->desc->output_count; i++) {
        if (!b->lift.has[i] || z->raster[i] < 0)
            continue;
        double leaks = z->raster[i] > 0 ? 1 : clamp(inside_raster(b, i, at, z) - least_px + 0.5);
        sum += black_of(&b->desc->outputs[i].light) * leaks;
    }
    return sum;
}

static void find_black_of(struct blend *b, int output)
{
    const struct part *p = &b->parts[output];
    for (int n = 0; n < blocks_of(p); n++) {
        struct block k = block_of(b, output, n);
        for (int i = 0; i < (k.even ? 1 : k.columns * k.rows); i++) {
            struct vec2 at = node(p, node_of(p, &k, i));
            double black = black_at(b, at, BLEND_INSIDE_PX, &k.zone);
            if (black > b->black && shines(b, output, at, 0, &k.zone))
                b->black = black;
        }
    }
}

static bool find_black(struct blend *b, struct fault *f)
{
    for (int i = 0; i < b->desc->output_count; i++)
        if (b->lift.has[i])
            find_black_of(b, i);
    return b->black <= BLEND_BLACK ||
           fault_set(f, "black where outputs overlap comes to %.3g of their light; %.3g is allowed",
                     b->black, BLEND_BLACK);
}

// Output px for one of the composition, in the middle of its part.
static double scale_of(const struct blend *b, int output)
{
    struct size2 size = b->desc->outputs[output].size;
    double slopes[4];
    warp_slopes(&b->mapping->outputs[output], (struct vec2){0.5, 0.5}, slopes);
    double area = fabs(slopes[0] * slopes[3] - slopes[1] * slopes[2]);
    return sqrt(area / ((double)size.width * size.height));
}

static bool place_part(struct blend *b, int output, struct fault *f)
{
    const struct mapping_output *o = &b->desc->outputs[output];
    struct part *p = &b->parts[output];
    p->scale = scale_of(b, output);
    p->step = fmax(STEP_PX, ceil(sqrt((double)o->size.width * o->size.height / NODES)));
    p->nodes = (struct vec2){o->at.x - MARGIN * p->step, o->at.y - MARGIN * p->step};
    p->columns = (int)ceil(o->size.width / p->step) + 2 * MARGIN + 1;
    p->rows = (int)ceil(o->size.height / p->step) + 2 * MARGIN + 1;
    return masks_init(&p->masks, b->desc, false, output, o->at,
                      (struct vec2){o->size.width, o->size.height}, f);
}

static void gather(struct group *g, int output, bool has)
{
    g->has[output] = has;
    g->count += has;
}

bool blend_touches(const struct mapping_desc *desc, int output)
{
    const struct mapping_light *l = &desc->outputs[output].light;
    const struct mapping_edge *e = &l->edge;
    bool masked = false;
    for (int i = 0; i < desc->mask_count; i++)
        masked = masked || (!desc->masks[i].of_surface && desc->masks[i].owner == output);
    return masked || l->blend || l->black > 0 || e->left_px > 0 || e->top_px > 0 ||
           e->right_px > 0 || e->bottom_px > 0;
}

bool blend_wanted(const struct mapping_desc *desc)
{
    bool wanted = false;
    for (int i = 0; i < desc->output_count; i++)
        wanted = wanted || blend_touches(desc, i);
    return wanted;
}

struct blend *blend_create(const struct mapping *m, const struct mapping_desc *desc,
                           struct fault *f)
{
    struct blend *b = calloc(1, sizeof *b);
    if (!b) {
        fault_set(f, "no memory");
        return NULL;
    }
    b->mapping = m;
    b->desc = desc;
    bool good = true;
    for (int i = 0; good && i < desc->output_count; i++) {
        gather(&b->light, i, desc->outputs[i].light.blend);
        gather(&b->lift, i, desc->outputs[i].light.black > 0);
        good = place_part(b, i, f) || fault_where(f, "output %d", i + 1);
    }
    if (good && measure_group(b, &b->light, f) && measure_group(b, &b->lift, f) && find_black(b, f))
        return b;
    blend_destroy(b);
    return NULL;
}

void blend_destroy(struct blend *b)
{
    for (int i = 0; b && i < MAPPING_OUTPUTS; i++) {
        masks_finish(&b->parts[i].masks);
        field_finish(&b->light.away[i]);
        field_finish(&b->lift.away[i]);
    }
    free(b);
}

// f(x) of mapping_edge over one side's width.
static double curve(const struct mapping_edge *e, double x)
{
    double p = e->power > 0 ? e->power : 2, a = e->luminance > 0 ? e->luminance : 0.5;
    return x < 0.5 ? a * pow(2 * fmax(x, 0), p) : 1 - (1 - a) * pow(2 * (1 - fmin(x, 1)), p);
}

static double side(const struct mapping_edge *e, double inside_px, double width_px)
{
    return width_px > 0 && inside_px < width_px ? curve(e, inside_px / width_px) : 1;
}

static bool is_near(double width_px, double inside_px, double reach)
{
    return width_px > 0 && inside_px < width_px + reach;
}

bool blend_edges_near(const struct blend *b, int output, struct vec2 at, double reach)
{
    const struct mapping_output *o = &b->desc->outputs[output];
    const struct mapping_edge *e = &o->light.edge;
    double x = at.x - o->at.x, y = at.y - o->at.y;
    return is_near(e->left_px, x, reach) || is_near(e->right_px, o->size.width - x, reach) ||
           is_near(e->top_px, y, reach) || is_near(e->bottom_px, o->size.height - y, reach);
}

double blend_by_hand(const struct blend *b, int output, struct vec2 at)
{
    const struct mapping_output *o = &b->desc->outputs[output];
    const struct mapping_edge *e = &o->light.edge;
    double x = at.x - o->at.x, y = at.y - o->at.y;
    return side(e, x, e->left_px) * side(e, o->size.width - x, e->right_px) *
           side(e, y, e->top_px) * side(e, o->size.height - y, e->bottom_px);
}

static double away_squared(const struct blend *b, const struct group *g, int output, struct vec2 at)
{
    const struct part *p = &b->parts[output];
    double px =
        field_at(&g->away[output], (at.x - p->nodes.x) / p->step, (at.y - p->nodes.y) / p->step);
    return px > LEAST_PX ? px * px : LEAST_PX * LEAST_PX;
}

// The output's share of what the masks of all in the group let through together. What its own edge
// takes is left to whoever paints there.
static double share(const struct blend *b, const struct group *g, int output, struct vec2 at,
                    double own_through, const struct blend_zone *z)
{
    if (g->count < 2)
        return own_through;
    double own = own_through * away_squared(b, g, output, at), sum = own, most = own_through;
    for (int i = 0; i < b->desc->output_count; i++) {
        double there = i != output && g->has[i] ? reached(b, i, at, z) : 0;
        if (there <= 0 || z->mask[i] < 0)
            continue;
        double other = there * through(b, i, at, z);
        sum += other * away_squared(b, g, i, at);
        most = fmax(most, other);
    }
    return sum > 0 ? clamp(most * own / sum) : 0;
}

struct blend_share blend_share_in(const struct blend *b, int output, struct vec2 at,
                                  const struct blend_zone *z)
{
    struct blend_share s = {0, 0};
    double own = through(b, output, at, z);
    bool shared = b->light.has[output];
    s.light = shared ? share(b, &b->light, output, at, own, z) : own;
    if (b->lift.has[output] && b->black > 0 && reached(b, output, at, z) > 0) {
        double lack = clamp(1 - black_at(b, at, 0, z) / b->black);
        s.lift = lack > 0 ? lack * share(b, &b->lift, output, at, own, z) : 0;
    }
    return s;
}

// Its px lie inside its raster. Beyond its part nobody paints: only the lift asks.
bool blend_calm(const struct blend *b, int output, const struct blend_zone *z)
{
    if (!z->smooth[output] || (b->lift.has[output] && z->part[output] == 0))
        return false;
    for (int i = 0; i < b->desc->output_count; i++) {
        if (i == output || (!b->light.has[i] && !b->lift.has[i]))
            continue;
        bool out = z->part[i] < 0 || z->raster[i] < 0;
        bool in = z->part[i] > 0 && z->raster[i] > 0 && z->smooth[i];
        if ((!out && !in) || (b->lift.has[i] && z->raster[i] == 0))
            return false;
    }
    return true;
}

bool blend_plain(const struct blend *b, int output, const struct blend_zone *z)
{
    if (!blend_calm(b, output, z) || z->mask[output] == 0)
        return false;
    for (int i = 0; i < b->desc->output_count; i++) {
        bool out = z->part[i] < 0 || z->raster[i] < 0 || z->mask[i] < 0;
        if (i != output && !out && (b->light.has[i] || b->lift.has[i]))
            return false;
    }
    return true;
}

struct blend_share blend_at(const struct blend *b, int output, struct vec2 at_output)
{
    struct vec2 at;
    assert(output >= 0 && output < b->desc->output_count);
    if (!mapping_to_composition(b->mapping, output, at_output, &at))
        return (struct blend_share){0, 0};
    struct blend_share s = blend_share_in(b, output, at, &blend_unsure);
    s.light *= blend_by_hand(b, output, at);
    return s;
}

bool blend_lights(const struct blend *b, int output, struct vec2 at_composition)
{
    assert(output >= 0 && output < b->desc->output_count);
    return shines(b, output, at_composition, 0, &blend_unsure);
}

double blend_black(const struct blend *b)
{
    return b->black;
}
