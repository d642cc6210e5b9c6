// Things with marks that lie on the glass (TUIO objects): put, moved and turned, taken.
#include "base/log.h"
#include "input/private.h"

#include <math.h>
#include <stdio.h>

// Trackers tremble: less is not told.
#define LEAST_PX 0.5
#define LEAST_RAD 0.01

static struct object *find(struct input *i, int64_t id)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (i->objects[k].there && i->objects[k].id == id)
            return &i->objects[k];
    return NULL;
}

static struct object *free_object(struct input *i)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (!i->objects[k].there)
            return &i->objects[k];
    if (!i->objects_told)
        log_warning("input", "more than %d objects at once; the others are not felt",
                    INPUT_FINGERS);
    i->objects_told = true;
    return NULL;
}

static void tell(struct input *i, const struct object *o, struct event *e)
{
    e->kind = EVENT_OBJECT;
    e->finger = o->id;
    e->object = o->mark;
    e->x = (float)o->at.x;
    e->y = (float)o->at.y;
    e->start_x = (float)o->start.x;
    e->start_y = (float)o->start.y;
    e->angle = (float)o->angle;
    scene_tell(i->scene, o->stage, e);
}

// An output may be turned, mirrored and bent: the direction is carried over like two points.
static double angle_on(const struct input *i, const struct input_contact *c, int surface)
{
    double m[9];
    mapping_near(i->mapping, c->output, surface, c->at_output, m);
    struct vec2 step = {cos(c->angle), sin(c->angle)};
    struct vec2 from =
        mapping_apply(m, (struct vec2){c->at_output.x - step.x, c->at_output.y - step.y});
    struct vec2 to =
        mapping_apply(m, (struct vec2){c->at_output.x + step.x, c->at_output.y + step.y});
    double angle = atan2(to.y - from.y, to.x - from.x);
    if (!isfinite(angle))
        return 0;
    return angle < 0 ? angle + 2 * M_PI : angle;
}

static void put(struct input *i, const struct input_contact *c)
{
    struct vec2 at;
    int surface = mapping_surface_at(i->mapping, c->output, c->at_output, &at);
    int stage = surface < 0 ? -1 : mapping_surface_canvas(i->mapping, surface);
    if (stage < 0 || stage >= i->scene->stage_count)
        return;
    struct object *o = free_object(i);
    if (!o)
        return;
    *o = (struct object){.there = true,
                         .id = c->finger,
                         .stage = stage,
                         .surface = surface,
                         .mark = c->object,
                         .start = at,
                         .at = at,
                         .angle = angle_on(i, c, surface)};
    tell(i, o, &(struct event){.phase = EVENT_BEGIN, .time_s = c->time_s});
}

static void move(struct input *i, struct object *o, const struct input_contact *c)
{
    struct vec2 at, before = o->at;
    if (!mapping_onto_surface(i->mapping, c->output, o->surface, c->at_output, &at))
        return;
    double angle = angle_on(i, c, o->surface), by = remainder(angle - o->angle, 2 * M_PI);
    if (hypot(at.x - before.x, at.y - before.y) < LEAST_PX && fabs(by) < LEAST_RAD)
        return;
    o->at = at;
    o->angle = angle;
    struct event e = {.phase = EVENT_UPDATE,
                      .time_s = c->time_s,
                      .dx = (float)(at.x - before.x),
                      .dy = (float)(at.y - before.y),
                      .dangle = (float)by};
    tell(i, o, &e);
}

static void take(struct input *i, struct object *o, double time_s, bool cancelled)
{
    o->there = false;
    struct event e = {.phase = EVENT_END, .time_s = time_s, .cancelled = cancelled};
    tell(i, o, &e);
}

void object_contact(struct input *i, const struct input_contact *c)
{
    struct object *o = find(i, c->finger);
    if (o && (c->phase == INPUT_OBJECT_TAKE || c->phase == INPUT_OBJECT_PUT))
        take(i, o, c->time_s, c->cancelled || c->phase == INPUT_OBJECT_PUT);
    if (c->phase == INPUT_OBJECT_PUT || (c->phase == INPUT_OBJECT_MOVE && !o))
        put(i, c);
    else if (c->phase == INPUT_OBJECT_MOVE)
        move(i, o, c);
}

void object_release(struct input *i, double now_s)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (i->objects[k].there)
            take(i, &i->objects[k], now_s, true);
}
