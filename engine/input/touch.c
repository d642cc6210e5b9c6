// Fingers on canvases, and what they mean: tap, hold, drag.
#include "base/log.h"
#include "input/private.h"

#include <math.h>
#include <stdio.h>

static struct finger *find(struct input *i, int64_t id)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (i->fingers[k].down && i->fingers[k].id == id)
            return &i->fingers[k];
    return NULL;
}

static struct finger *free_finger(struct input *i)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (!i->fingers[k].down)
            return &i->fingers[k];
    if (!i->fingers_told)
        log_warning("input", "more than %d fingers at once; the others are not felt",
                    INPUT_FINGERS);
    i->fingers_told = true;
    return NULL;
}

static void tell(const struct finger *f, enum event_kind kind, struct vec2 since, double time_s,
                 struct scene *scene)
{
    struct event e = {.kind = kind,
                      .time_s = time_s,
                      .finger = f->id,
                      .x = (float)f->at.x,
                      .y = (float)f->at.y,
                      .dx = (float)(f->at.x - since.x),
                      .dy = (float)(f->at.y - since.y),
                      .start_x = (float)f->start.x,
                      .start_y = (float)f->start.y};
    scene_tell(scene, f->stage, &e);
}

static void lift(struct finger *f, double time_s, struct scene *scene)
{
    f->down = false;
    scene->stages[f->stage].fingers--;
    tell(f, EVENT_UP, f->at, time_s, scene);
    if (!f->moved && !f->held && time_s - f->down_s <= INPUT_TAP_S)
        tell(f, EVENT_TAP, f->at, time_s, scene);
}

// Nobody lifted it: no tap.
static void lift_unheard(struct finger *f, double time_s, struct scene *scene)
{
    f->held = true;
    lift(f, time_s, scene);
}

static void put_down(struct input *i, const struct input_contact *c, struct scene *scene)
{
    struct vec2 at;
    int surface = mapping_surface_at(i->mapping, c->output, c->at_output, &at);
    int stage = surface < 0 ? -1 : mapping_surface_canvas(i->mapping, surface);
    if (stage < 0 || stage >= scene->stage_count)
        return; // outside: not known until it is lifted
    struct finger *f = free_finger(i);
    if (!f)
        return;
    *f = (struct finger){.down = true,
                         .id = c->finger,
                         .stage = stage,
                         .surface = surface,
                         .down_s = c->time_s,
                         .start = at,
                         .at = at,
                         .dragged = at};
    scene->stages[stage].fingers++;
    tell(f, EVENT_DOWN, at, c->time_s, scene);
}

static void move(const struct input *i, struct finger *f, const struct input_contact *c,
                 struct scene *scene)
{
    struct vec2 at, before = f->at;
    if (!mapping_onto_surface(i->mapping, c->output, f->surface, c->at_output, &at))
        return;
    if (at.x == before.x && at.y == before.y)
        return;
    f->at = at;
    tell(f, EVENT_MOVE, before, c->time_s, scene);
    f->moved = f->moved || hypot(at.x - f->start.x, at.y - f->start.y) > INPUT_TAP_PX;
    if (!f->moved)
        return;
    tell(f, EVENT_DRAG, f->dragged, c->time_s, scene);
    f->dragged = at;
}

static void press(const struct input_contact *c, struct scene *scene)
{
    struct event e = {.kind = EVENT_KEY, .time_s = c->time_s};
    snprintf(e.name, sizeof e.name, "%s", c->key);
    for (int k = 0; k < scene->stage_count; k++)
        scene_tell(scene, k, &e);
}

// A finger that was lifted where no pane is has no place (x or y under 0): it lifts where it was.
static bool placed(const struct input_contact *c)
{
    return c->at_output.x >= 0 && c->at_output.y >= 0;
}

void touch_contact(struct input *i, const struct input_contact *c, struct scene *scene)
{
    touch_holds(i, c->time_s, scene);
    struct finger *f = c->phase == INPUT_KEY ? NULL : find(i, c->finger);
    switch (c->phase) {
    case INPUT_DOWN:
        if (f)
            lift_unheard(f, c->time_s, scene);
        put_down(i, c, scene);
        break;
    case INPUT_MOVE:
        if (f)
            move(i, f, c, scene);
        break;
    case INPUT_UP:
        if (f && placed(c))
            move(i, f, c, scene);
        if (f)
            lift(f, c->time_s, scene);
        break;
    case INPUT_KEY:
        press(c, scene);
        break;
    }
}

static double hold_s(const struct finger *f)
{
    return f->down && !f->moved && !f->held ? f->down_s + INPUT_HOLD_S : INFINITY;
}

void touch_holds(struct input *i, double now_s, struct scene *scene)
{
    for (int k = 0; k < INPUT_FINGERS; k++) {
        struct finger *f = &i->fingers[k];
        double due_s = hold_s(f);
        if (due_s > now_s)
            continue;
        f->held = true;
        tell(f, EVENT_HOLD, f->at, due_s, scene);
    }
}

void touch_release(struct input *i, double now_s, struct scene *scene)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (i->fingers[k].down)
            lift_unheard(&i->fingers[k], now_s, scene);
}

double touch_next_hold_s(const struct input *i)
{
    double next_s = INFINITY;
    for (int k = 0; k < INPUT_FINGERS; k++)
        next_s = fmin(next_s, hold_s(&i->fingers[k]));
    return next_s;
}
