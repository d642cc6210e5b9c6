// Masks: outlines as distances, and the share of light that they let through.
#include "mapping/mask.h"

#include <assert.h>
#include <math.h>

#define MARGIN_PX 32.0 // of distances that are known around an outline

static bool open_mask(struct masks *m, const struct mapping_mask *mask, struct vec2 size,
                      struct fault *f)
{
    struct field *distance = &m->of[m->count].distance;
    struct vec2 flat[FIELD_FLAT];
    m->of[m->count++].mask = mask;
    int width = (int)ceil(size.x / m->step) + 1, height = (int)ceil(size.y / m->step) + 1;
    double reach = fmax(mask->feather_px, MARGIN_PX) + 2 * m->step;
    if (!field_init(distance, width, height, f) ||
        !field_outline(distance, m->at, m->step, flat,
                       field_flatten(mask->corners, mask->count, flat), reach, f))
        return fault_where(f, "a mask");
    for (int i = 0; mask->invert && i < width * height; i++)
        distance->at[i] = -distance->at[i];
    return true;
}

bool masks_init(struct masks *m, const struct mapping_desc *desc, bool of_surface, int owner,
                struct vec2 at, struct vec2 size, struct fault *f)
{
    assert(desc->mask_count >= 0 && desc->mask_count <= MAPPING_MASKS);
    *m = (struct masks){.at = at};
    m->step = fmax(1, ceil(sqrt((size.x + 2) * (size.y + 2) / FIELD_NODES)));
    for (int i = 0; i < desc->mask_count; i++) {
        const struct mapping_mask *mask = &desc->masks[i];
        if (mask->of_surface == of_surface && mask->owner == owner &&
            !open_mask(m, mask, size, f)) {
            masks_finish(m);
            return false;
        }
    }
    return true;
}

void masks_finish(struct masks *m)
{
    for (int i = 0; i < m->count; i++)
        field_finish(&m->of[i].distance);
    *m = (struct masks){0};
}

static double clamp(double x)
{
    return fmin(fmax(x, 0), 1);
}

double masks_inside_px(const struct masks *m, int mask, struct vec2 p)
{
    double x = (p.x - m->at.x) / m->step, y = (p.y - m->at.y) / m->step;
    return field_at(&m->of[mask].distance, x, y);
}

double masks_at(const struct masks *m, struct vec2 p, double scale)
{
    double through = 1;
    for (int i = 0; i < m->count && through > 0; i++) {
        double feather_px = m->of[i].mask->feather_px;
        double inside_px = masks_inside_px(m, i, p);
        double t = clamp(inside_px / fmax(feather_px, 1e-9));
        bool soft = feather_px * scale > 1;
        through *= soft ? t * t * (3 - 2 * t) : clamp(inside_px * scale + 0.5);
    }
    return through;
}

// Even-odd.
static bool encloses(const struct vec2 *outline, int count, struct vec2 p)
{
    bool inside = false;
    for (int i = 0; i < count; i++) {
        struct vec2 a = outline[i], b = outline[(i + 1) % count];
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
            inside = !inside;
    }
    return inside;
}

bool masks_hit(const struct mapping_desc *desc, int surface, struct vec2 at_canvas)
{
    struct vec2 flat[FIELD_FLAT];
    for (int i = 0; i < desc->mask_count; i++) {
        const struct mapping_mask *mask = &desc->masks[i];
        if (!mask->of_surface || mask->owner != surface)
            continue;
        int count = field_flatten(mask->corners, mask->count, flat);
        if (encloses(flat, count, at_canvas) == mask->invert)
            return false;
    }
    return true;
}
