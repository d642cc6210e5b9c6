// Draw lists: where a finger may act.
#include "scene/private.h"

#include <string.h>

bool drawlist_control(struct drawlist *l, const struct draw_state *state, const char *name,
                      struct draw_rect at)
{
    const struct affine *m = &state->to_canvas;
    const float values[] = {at.x, at.y, at.w, at.h, m->a, m->b, m->c, m->d, m->e, m->f};
    size_t length = strlen(name);
    if (length == 0 || length >= DRAW_CONTROL_NAME || state->motion > l->motion_count ||
        state->fade > l->motion_count || !drawlist_finite(values, sizeof values / sizeof *values) ||
        !drawlist_grow(&l->controls, &l->control_room, l->control_count, 1, DRAWLIST_CONTROLS,
                       sizeof *l->controls))
        return drawlist_refuse(l);
    struct draw_control *c = &l->controls[l->control_count++];
    memset(c, 0, sizeof *c);
    memcpy(c->name, name, length);
    c->state = *state;
    c->at = at;
    return true;
}

void drawlist_exchange_controls(struct drawlist *a, struct drawlist *b)
{
    struct draw_control *controls = a->controls;
    uint32_t count = a->control_count, room = a->control_room;
    a->controls = b->controls;
    a->control_count = b->control_count;
    a->control_room = b->control_room;
    b->controls = controls;
    b->control_count = count;
    b->control_room = room;
}
