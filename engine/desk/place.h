// Inside desk/: places of points. A point's *place* is in px of its owner: of the output, of the
// composition (corners and nodes of surfaces, masks of outputs), of the canvas (masks of surfaces).
#pragma once
#include "desk/values.h"

// False: there is no such point, or its place is beyond the horizon.
bool place_get(const struct desk_state *s, struct desk_at at, struct vec2 *p);
bool place_value(const struct desk_state *s, struct desk_at at, struct vec2 p,
                 struct desk_value *v);
bool place_there(const struct mapping *m, struct desk_at at, int output, struct vec2 p,
                 struct vec2 *at_output);
bool place_back(const struct mapping *m, struct desk_at at, int output, struct vec2 at_output,
                struct vec2 *p);
