// Who gives how much of the light where outputs overlap, and of the lift where they do not.
#include "mapping/blend.h"

#include "mapping/mask.h"
#include "mapping/private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define STEP_PX 2.0 // of the composition, from node to node of distances; more where it is large
#define NODES (1 << 18)
#define MARGIN 2 // nodes around an output's part: what lies just beyond it is seen
#define FARTHEST_PX 1e4
#define LEAST_PX 1e-3 // an output alone gives all, also at its edge
#define STRETCH 2.0   // of an output's px here over those in its middle, at most
#define INSIDE_PX 1.0 // so far inside its edges an output surely shines

// One output.
struct part {
    struct masks masks;
    double scale;      // output px for one of the composition, in its middle
    struct vec2 nodes; // where node 0, 0 of its distances lies
    double step;
    int columns, rows;
};

// Outputs that share something: the picture's light, or black.
struct group {
    bool has[MAPPING_OUTPUTS];
    int count;
    struct field away[MAPPING_OUTPUTS]; // px of the composition to where only others shine
};

struct blend {
    const struct mapping *mapping;   // borrowed
    const struct mapping_desc *desc; // borrowed
    struct part parts[MAPPING_OUTPUTS];
    struct group light, lift;
    double black;
};

static double clamp(double x)
{
    return fmin(fmax(x, 0), 1);
}

static double smallest(double a, double b, double c, double d)
{
    return fmin(fmin(a, b), fmin(c, d));
}

// How far a point lies inside the raster of an output, in its px; below 0 outside.
static double inside_raster(const struct blend *b, int output, struct vec2 at)
{
    struct size2 size = b->desc->outputs[output].size;
    struct vec2 p;
    if (!mapping_from_composition(b->mapping, output, at, &p))
        return -1;
    return smallest(p.x, p.y, size.width - p.x, size.height - p.y);
}

// And inside its part of the composition.
static double inside_part(const struct mapping_output *o, struct vec2 at)
{
    double x = at.x - o->at.x, y = at.y - o->at.y;
    return smallest(x, y, o->size.width - x, o->size.height - y);
}

// How much of a px there the output can light; masks left aside.
static double reached(const struct blend *b, int output, struct vec2 at)
{
    double part = clamp(inside_part(&b->desc->outputs[output], at) + 0.5);
    return part > 0 ? part * clamp(inside_raster(b, output, at) + 0.5) : 0;
}

static bool shines(const struct blend *b, int output, struct vec2 at, double least_px)
{
    const struct part *p = &b->parts[output];
    return inside_part(&b->desc->outputs[output], at) >= least_px &&
           inside_raster(b, output, at) >= least_px && masks_at(&p->masks, at, p->scale) >= 0.5;
}

static struct vec2 node(const struct part *p, int i)
{
    int column = i % p->columns, row = i / p->columns;
    return (struct vec2){p->nodes.x + column * p->step, p->nodes.y + row * p->step};
}

// Outer edges that nearly meet leave strips that nobody sees: those narrower than 1.5 px are passed
// over.
static bool only_others_shine(const struct blend *b, const struct group *g, int output,
                              struct vec2 at)
{
    bool others = false;
    for (int i = 0; i < b->desc->output_count && !others; i++)
        others = i != output && g->has[i] && shines(b, i, at, INSIDE_PX);
    return others && !shines(b, output, at, -INSIDE_PX / 2);
}

static bool measure(struct blend *b, struct group *g, int output, struct fault *f)
{
    const struct part *p = &b->parts[output];
    struct field *away = &g->away[output];
    if (!field_init(away, p->columns, p->rows, f))
        return false;
    int nodes = p->columns * p->rows;
    for (int i = 0; i < nodes; i++)
        away->at[i] = only_others_shine(b, g, output, node(p, i)) ? 0 : 1;
    if (!field_distance(away, f))
        return false;
    for (int i = 0; i < nodes; i++) // the edge lies before the first node beyond it
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

static double black_at(const struct blend *b, struct vec2 at, double least_px)
{
    double sum = 0;
    for (int i = 0; i < b->desc->output_count; i++) {
        if (!b->lift.has[i])
            continue;
        double inside_px = inside_raster(b, i, at) - least_px;
        sum += black_of(&b->desc->outputs[i].light) * clamp(inside_px + 0.5);
    }
    return sum;
}

static bool find_black(struct blend *b, struct fault *f)
{
    for (int i = 0; i < b->desc->output_count; i++) {
        const struct part *p = &b->parts[i];
        for (int k = 0; b->lift.has[i] && k < p->columns * p->rows; k++) {
            struct vec2 at = node(p, k);
            double black = black_at(b, at, INSIDE_PX);
            if (black > b->black && shines(b, i, at, 0))
                b->black = black;
        }
    }
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
    return width_px > 0 ? curve(e, inside_px / width_px) : 1;
}

static double by_hand(const struct mapping_output *o, struct vec2 at)
{
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
                    double through)
{
    if (g->count < 2)
        return through;
    double own = through * away_squared(b, g, output, at), sum = own, most = through;
    for (int i = 0; i < b->desc->output_count; i++) {
        double there = i != output && g->has[i] ? reached(b, i, at) : 0;
        if (there <= 0)
            continue;
        double other = masks_at(&b->parts[i].masks, at, b->parts[i].scale);
        sum += there * other * away_squared(b, g, i, at);
        most = fmax(most, there * other);
    }
    return sum > 0 ? clamp(most * own / sum) : 0;
}

struct blend_share blend_share_at(const struct blend *b, int output, struct vec2 at)
{
    const struct part *p = &b->parts[output];
    struct blend_share s = {0, 0};
    double through = masks_at(&p->masks, at, p->scale);
    bool shared = b->light.has[output];
    s.light = (shared ? share(b, &b->light, output, at, through) : through) *
              by_hand(&b->desc->outputs[output], at);
    if (b->lift.has[output] && b->black > 0 && reached(b, output, at) > 0) {
        double lack = clamp(1 - black_at(b, at, 0) / b->black);
        s.lift = lack > 0 ? lack * share(b, &b->lift, output, at, through) : 0;
    }
    return s;
}

struct blend_share blend_at(const struct blend *b, int output, struct vec2 at_output)
{
    struct vec2 at;
    assert(output >= 0 && output < b->desc->output_count);
    if (!mapping_to_composition(b->mapping, output, at_output, &at))
        return (struct blend_share){0, 0};
    return blend_share_at(b, output, at);
}

bool blend_lights(const struct blend *b, int output, struct vec2 at_composition)
{
    assert(output >= 0 && output < b->desc->output_count);
    return shines(b, output, at_composition, 0);
}

const struct mapping *blend_mapping(const struct blend *b)
{
    return b->mapping;
}

static double calm_masks_px(const struct masks *m, struct vec2 at)
{
    double least = INFINITY;
    for (int i = 0; i < m->count; i++)
        least = fmin(least, fabs(masks_inside_px(m, i, at)));
    return least;
}

double blend_calm_px(const struct blend *b, int output, struct vec2 at)
{
    double least = INFINITY;
    for (int i = 0; i < b->desc->output_count; i++) {
        if (i != output && !b->light.has[i] && !b->lift.has[i])
            continue;
        const struct part *p = &b->parts[i];
        double raster_px = inside_raster(b, i, at) / (STRETCH * p->scale);
        double part_px = inside_part(&b->desc->outputs[i], at);
        least = smallest(least, fabs(raster_px), fabs(part_px), calm_masks_px(&p->masks, at));
    }
    return least;
}

double blend_black(const struct blend *b)
{
    return b->black;
}
