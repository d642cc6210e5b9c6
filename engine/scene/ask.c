// The queue of what a scene asks.
#include "scene/ask.h"

bool asks_put(struct asks *q, const struct ask *a)
{
    if (q->count >= ASKS_MAX) {
        q->lost++;
        return false;
    }
    q->items[q->count++] = *a;
    return true;
}
