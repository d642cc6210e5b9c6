// What two fingers do: pinch and rotate. Who pairs with whom is decided when one of them moves.
#include "input/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LEAST_PX 1.0 // fingers are not nearer, and have no direction when they are

static double apart(struct vec2 a, struct vec2 b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static struct vec2 middle_of(struct vec2 a, struct vec2 b)
{
    return (struct vec2){(a.x + b.x) / 2, (a.y + b.y) / 2};
}

static double turn(double from, double to)
{
    return remainder(to - from, 2 * M_PI);
}

static bool together(const struct finger *f, const struct finger *g)
{
    return f != g && g->state == FINGER_DOWN && g->pair < 0 && g->stage == f->stage &&
           strcmp(g->claim, f->claim) == 0;
}

void pair_anchor(struct input *i, const struct finger *f)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (together(f, &i->fingers[k]))
            i->fingers[k].anchor = i->fingers[k].at;
    if (f->state == FINGER_DOWN)
        i->fingers[f - i->fingers].anchor = f->at;
}

static struct finger *partner(struct input *i, const struct finger *f)
{
    struct finger *nearest = NULL;
    double reach = f->claim[0] ? INFINITY : INPUT_REACH_MM * f->px_per_mm;
    for (int k = 0; k < INPUT_FINGERS; k++) {
        struct finger *g = &i->fingers[k];
        double far = apart(f->anchor, g->anchor);
        if (!together(f, g) || !g->answered || far > reach)
            continue;
        nearest = g;
        reach = far;
    }
    return nearest;
}

static void tell(struct input *i, const struct pair *p, struct event *e)
{
    const struct finger *a = &i->fingers[p->a];
    e->finger = a->id;
    e->other = i->fingers[p->b].id;
    e->x = (float)p->middle.x;
    e->y = (float)p->middle.y;
    e->start_x = (float)p->first_middle.x;
    e->start_y = (float)p->first_middle.y;
    snprintf(e->name, sizeof e->name, "%s", a->claim);
    scene_tell(i->scene, a->stage, e);
}

static void tell_turn(struct input *i, struct pair *p, double by, double time_s)
{
    struct event e = {.kind = EVENT_ROTATE,
                      .phase = p->turning ? EVENT_UPDATE : EVENT_BEGIN,
                      .time_s = time_s,
                      .angle = (float)p->turned,
                      .dangle = (float)(p->turning ? by : p->turned)};
    if (!p->turning && fabs(p->turned) <= INPUT_TURN_RAD)
        return;
    p->turning = true;
    if (e.dangle != 0)
        tell(i, p, &e);
}

static void update(struct input *i, struct pair *p, double time_s)
{
    struct vec2 a = i->fingers[p->a].at, b = i->fingers[p->b].at, before = p->middle;
    double px = fmax(apart(a, b), LEAST_PX), by = 0;
    p->middle = middle_of(a, b);
    struct event e = {.kind = EVENT_PINCH,
                      .phase = p->begun ? EVENT_UPDATE : EVENT_BEGIN,
                      .time_s = time_s,
                      .dx = (float)(p->middle.x - before.x),
                      .dy = (float)(p->middle.y - before.y),
                      .scale = (float)(px / p->first_px),
                      .dscale = (float)(px / p->last_px)};
    p->begun = true;
    p->last_px = px;
    tell(i, p, &e);
    if (apart(a, b) >= LEAST_PX) {
        double rad = atan2(b.y - a.y, b.x - a.x);
        by = turn(p->last_rad, rad);
        p->last_rad = rad;
        p->turned += by;
    }
    tell_turn(i, p, by, time_s);
}

static struct pair *free_pair(struct input *i)
{
    for (int k = 0; k < INPUT_PAIRS; k++)
        if (!i->pairs[k].used)
            return &i->pairs[k];
    return NULL;
}

static void begin(struct input *i, struct finger *f, struct finger *g, double time_s)
{
    struct pair *p = free_pair(i);
    if (!p)
        return;
    struct finger *a = f->down_s < g->down_s || (f->down_s == g->down_s && f < g) ? f : g;
    struct finger *b = a == f ? g : f;
    gesture_drag_end(i, a, time_s, false);
    gesture_drag_end(i, b, time_s, false);
    *p = (struct pair){.used = true, .a = (int)(a - i->fingers), .b = (int)(b - i->fingers)};
    p->first_px = p->last_px = fmax(apart(a->anchor, b->anchor), LEAST_PX);
    p->first_middle = p->middle = middle_of(a->anchor, b->anchor);
    p->last_rad = atan2(b->anchor.y - a->anchor.y, b->anchor.x - a->anchor.x);
    a->pair = b->pair = (int)(p - i->pairs);
    a->moved = b->moved = true;
    update(i, p, time_s);
}

bool pair_move(struct input *i, struct finger *f, double time_s)
{
    if (f->pair >= 0) {
        update(i, &i->pairs[f->pair], time_s);
        return true;
    }
    if (!f->answered || apart(f->at, f->anchor) <= INPUT_TAP_MM * f->px_per_mm)
        return false;
    struct finger *g = partner(i, f);
    if (g)
        begin(i, f, g, time_s);
    return f->pair >= 0;
}

static void leave(struct finger *f)
{
    f->pair = -1;
    f->rest = f->dragged = f->at;
}

void pair_end(struct input *i, struct finger *f, double time_s, bool cancelled)
{
    if (f->pair < 0)
        return;
    struct pair *p = &i->pairs[f->pair];
    struct event e = {.kind = EVENT_PINCH,
                      .phase = EVENT_END,
                      .cancelled = cancelled,
                      .time_s = time_s,
                      .scale = (float)(p->last_px / p->first_px),
                      .dscale = 1};
    tell(i, p, &e);
    e = (struct event){.kind = EVENT_ROTATE,
                       .phase = EVENT_END,
                       .cancelled = cancelled,
                       .time_s = time_s,
                       .angle = (float)p->turned};
    if (p->turning)
        tell(i, p, &e);
    p->used = false;
    leave(&i->fingers[p->a]);
    leave(&i->fingers[p->b]);
}
