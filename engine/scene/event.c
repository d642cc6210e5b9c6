// The queue of what a scene hears.
#include "scene/event.h"

#include <stddef.h>
#include <stdio.h>

// What goes on may be told in fewer steps.
static bool expendable(const struct event *e)
{
    return e->kind == EVENT_MOVE || e->phase == EVENT_UPDATE;
}

static bool begins_anew(const struct event *e)
{
    return e->kind == EVENT_DOWN || e->kind == EVENT_UP || e->phase == EVENT_BEGIN ||
           e->phase == EVENT_END;
}

// The last step of the same gesture that this one can be added to; NULL: there is none.
static struct event *last_step(struct events *q, const struct event *e)
{
    for (int i = q->count - 1; i >= 0; i--) {
        struct event *at = &q->items[i];
        if (at->finger != e->finger)
            continue;
        if (at->kind == e->kind && expendable(at))
            return at;
        if (begins_anew(at))
            return NULL;
    }
    return NULL;
}

static void add_step(struct event *to, const struct event *e)
{
    struct event sum = *e;
    sum.dx += to->dx;
    sum.dy += to->dy;
    sum.dangle += to->dangle;
    sum.dscale *= to->dscale;
    *to = sum;
}

static bool make_room(struct events *q)
{
    for (int i = EVENTS_MAX - 1; i >= 0; i--) {
        if (!expendable(&q->items[i]))
            continue;
        for (int j = i; j < EVENTS_MAX - 1; j++)
            q->items[j] = q->items[j + 1];
        q->count--;
        return true;
    }
    return false;
}

bool events_put(struct events *q, const struct event *e)
{
    if (q->count == EVENTS_MAX && expendable(e)) {
        struct event *last = last_step(q, e);
        if (last)
            add_step(last, e);
        else
            q->lost++;
        return last != NULL;
    }
    if (q->count == EVENTS_MAX) {
        q->lost++;
        if (!make_room(q))
            return false;
    }
    q->items[q->count++] = *e;
    return true;
}

void events_clear(struct events *q)
{
    q->count = 0;
    q->lost = 0;
}

bool claims_put(struct claims *c, int64_t finger, const char *name)
{
    int i = 0;
    while (i < c->count && c->items[i].finger != finger)
        i++;
    if (i == CLAIMS_MAX)
        return false;
    c->count += i == c->count;
    c->items[i].finger = finger;
    snprintf(c->items[i].name, CLAIM_NAME, "%s", name);
    return true;
}
