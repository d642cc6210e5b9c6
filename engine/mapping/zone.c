// What is sure of a small disc of the wall: most of an output is far from every edge, and needs to
// be asked only once.
#include "mapping/blendparts.h"
#include "mapping/private.h"

#include <math.h>

#define STRETCH 2.0 // of an output's px here over those in its middle, at most

const struct blend_zone blend_unsure = {.part = {0}};

static double smallest(double a, double b, double c, double d)
{
    return fmin(fmin(a, b), fmin(c, d));
}

double blend_inside_size(struct size2 size, struct vec2 p)
{
    return smallest(p.x, p.y, size.width - p.x, size.height - p.y);
}

double blend_inside_raster(const struct blend *b, int output, struct vec2 at)
{
    struct vec2 p;
    if (!mapping_from_composition(b->mapping, output, at, &p))
        return -1;
    return blend_inside_size(b->desc->outputs[output].size, p);
}

double blend_inside_part(const struct mapping_output *o, struct vec2 at)
{
    double x = at.x - o->at.x, y = at.y - o->at.y;
    return smallest(x, y, o->size.width - x, o->size.height - y);
}

static signed char side(double inside, double reach)
{
    return inside >= reach ? 1 : inside <= -reach ? -1 : 0; // NAN: not sure
}

// Distances are known only so far around an outline; then they are at most what they are known to.
static void look_at_masks(const struct masks *m, struct vec2 at, double reach, signed char *all,
                          bool *smooth)
{
    *all = 1;
    *smooth = true;
    for (int i = 0; i < m->count; i++) {
        double inside_px = masks_inside_px(m, i, at), feather_px = m->of[i].mask->feather_px;
        *smooth = *smooth && fabs(inside_px) > reach + 1;
        if (inside_px <= -reach - 1)
            *all = -1;
        else if (inside_px < reach + fmax(feather_px, 1) && *all > 0)
            *all = 0;
    }
}

struct blend_zone blend_zone_at(const struct blend *b, int output, struct vec2 at, double reach)
{
    struct blend_zone z = blend_unsure;
    for (int i = 0; i < b->desc->output_count; i++) {
        const struct part *p = &b->parts[i];
        bool shares = i == output || b->light.has[i] || b->lift.has[i];
        z.part[i] = -1;
        if (!shares)
            continue;
        z.part[i] = side(blend_inside_part(&b->desc->outputs[i], at), reach + 1);
        if (z.part[i] >= 0 || b->lift.has[i]) // black leaks from all of a raster
            z.raster[i] = side(blend_inside_raster(b, i, at), (reach + 1) * STRETCH * p->scale + 1);
        look_at_masks(&p->masks, at, reach, &z.mask[i], &z.smooth[i]);
    }
    return z;
}

bool blend_zone_sure(const struct blend_zone *z, int output)
{
    signed char part = z->part[output], raster = z->raster[output], mask = z->mask[output];
    return part < 0 || raster < 0 || mask < 0 || (part > 0 && raster > 0 && mask > 0);
}

bool blend_zone_even(const struct blend *b, int output, const struct blend_zone *z)
{
    for (int i = 0; i < b->desc->output_count; i++) {
        bool shares = i == output || b->light.has[i] || b->lift.has[i];
        if (shares && (!blend_zone_sure(z, i) || (b->lift.has[i] && z->raster[i] == 0)))
            return false;
    }
    return true;
}
