// The queue of what a scene hears.
#include "scene/event.h"

static bool expendable(enum event_kind kind)
{
    return kind == EVENT_MOVE || kind == EVENT_DRAG;
}

bool events_put(struct events *q, const struct event *e)
{
    if (q->count < EVENTS_MAX) {
        q->items[q->count++] = *e;
        return true;
    }
    q->lost++;
    if (expendable(e->kind))
        return false;
    for (int i = EVENTS_MAX - 1; i >= 0; i--) {
        if (!expendable(q->items[i].kind))
            continue;
        for (int j = i; j < EVENTS_MAX - 1; j++)
            q->items[j] = q->items[j + 1];
        q->items[EVENTS_MAX - 1] = *e;
        return true;
    }
    return false;
}

void events_clear(struct events *q)
{
    q->count = 0;
    q->lost = 0;
}
