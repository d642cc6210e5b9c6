// Where the desk's points lie on an output, and back: corners and nodes of outputs in its px,
// those of surfaces through the composition, masks where their light falls.
#include "desk/place.h"

#include <math.h>

static const struct vec2 square[4] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};

static const struct vec2 *corners_of(const struct desk_state *s, struct desk_at at)
{
    return at.of == DESK_OUTPUT ? s->light.outputs[at.owner].corners
                                : s->light.surfaces[at.owner].corners;
}

// The corner of the mask that a handle belongs to.
static bool anchor(const struct desk_state *s, struct desk_at at, struct vec2 *p)
{
    double n[DESK_NUMBERS];
    at.key = DESK_MASK_POINT;
    if (!desk_get(s, at, n))
        return false;
    *p = (struct vec2){n[0], n[1]};
    return true;
}

bool place_get(const struct desk_state *s, struct desk_at at, struct vec2 *p)
{
    double n[DESK_NUMBERS], m[9];
    struct vec2 from;
    if (!desk_get(s, at, n))
        return false;
    *p = (struct vec2){n[0], n[1]};
    if (at.key == DESK_NODE) {
        if (!mapping_homography(square, corners_of(s, at), m, NULL))
            return false;
        *p = mapping_apply(m, *p);
        return m[6] * n[0] + m[7] * n[1] + m[8] > 0;
    }
    if ((at.key == DESK_MASK_IN || at.key == DESK_MASK_OUT) && anchor(s, at, &from))
        *p = (struct vec2){from.x + p->x, from.y + p->y};
    return true;
}

bool place_value(const struct desk_state *s, struct desk_at at, struct vec2 p, struct desk_value *v)
{
    double m[9];
    struct vec2 from;
    if (at.key == DESK_NODE) {
        if (!mapping_homography(corners_of(s, at), square, m, NULL))
            return false;
        p = mapping_apply(m, p);
    } else if ((at.key == DESK_MASK_IN || at.key == DESK_MASK_OUT) && anchor(s, at, &from)) {
        p = (struct vec2){p.x - from.x, p.y - from.y};
    }
    *v = (struct desk_value){.at = at, .numbers = {p.x, p.y}};
    return isfinite(p.x) && isfinite(p.y);
}

static bool is_mask(struct desk_at at)
{
    return desk_key_group((enum desk_key)at.key) == DESK_MASKS;
}

// Its place is in px of the composition.
static bool in_composition(struct desk_at at)
{
    return (at.of == DESK_OUTPUT) == is_mask(at);
}

bool place_there(const struct mapping *m, struct desk_at at, int output, struct vec2 p,
                 struct vec2 *at_output)
{
    *at_output = p;
    if (output >= MAPPING_OUTPUTS)
        return in_composition(at) ||
               (is_mask(at) && mapping_surface_there(m, at.owner, p, at_output));
    if (at.of == DESK_OUTPUT)
        return at.owner == output &&
               (!is_mask(at) || mapping_from_composition(m, output, p, at_output));
    return is_mask(at) ? mapping_to_output(m, output, at.owner, p, at_output)
                       : mapping_from_composition(m, output, p, at_output);
}

bool place_back(const struct mapping *m, struct desk_at at, int output, struct vec2 at_output,
                struct vec2 *p)
{
    *p = at_output;
    if (output >= MAPPING_OUTPUTS)
        return in_composition(at) ||
               (is_mask(at) && mapping_into_canvas(m, at.owner, at_output, p));
    if (at.of == DESK_OUTPUT)
        return at.owner == output &&
               (!is_mask(at) || mapping_to_composition(m, output, at_output, p));
    return is_mask(at) ? mapping_onto_surface(m, output, at.owner, at_output, p)
                       : mapping_to_composition(m, output, at_output, p);
}
