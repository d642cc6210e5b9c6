// When draw is due: timers of stage:redraw(seconds), tweens that run, "again".
#include "script/private.h"

#include <math.h>

void due_timer(struct incarnation *inc, double at_s)
{
    for (int i = 0; i < inc->timer_count; i++)
        if (inc->timers[i] == at_s)
            return;
    if (inc->timer_count < SCRIPT_TIMERS) {
        inc->timers[inc->timer_count++] = at_s;
        return;
    }
    // Full: the latest one gives way, so that what is soon stays on time.
    int latest = 0;
    for (int i = 1; i < SCRIPT_TIMERS; i++)
        if (inc->timers[i] > inc->timers[latest])
            latest = i;
    if (at_s < inc->timers[latest])
        inc->timers[latest] = at_s;
}

uint32_t due_span(struct incarnation *inc, double from_s, double to_s)
{
    if (inc->span_count < SCRIPT_SPANS) {
        uint32_t number = ++inc->spans_begun;
        inc->spans[inc->span_count++] = (struct script_span){from_s, to_s, number};
        return number;
    }
    struct script_span *last = &inc->spans[SCRIPT_SPANS - 1];
    last->from_s = fmin(last->from_s, from_s);
    last->to_s = fmax(last->to_s, to_s);
    last->number = 0;
    return 0;
}

void due_drop(struct incarnation *inc, uint32_t number)
{
    for (int i = inc->span_count - 1; i >= 0 && number; i--)
        if (inc->spans[i].number == number)
            inc->spans[i] = inc->spans[--inc->span_count];
}

// Asked for while drawing, the next frame draws; asked for before, this one and the next, so that
// a scene that moves in update keeps moving.
void due_again(struct incarnation *inc)
{
    inc->again = inc->laying.list ? 1 : 2;
}

bool due_now(struct incarnation *inc, double now_s)
{
    bool due = inc->again > 0;
    if (due)
        inc->again--;
    for (int i = inc->timer_count - 1; i >= 0; i--) {
        if (inc->timers[i] > now_s)
            continue;
        inc->timers[i] = inc->timers[--inc->timer_count];
        due = true;
    }
    for (int i = inc->span_count - 1; i >= 0; i--) {
        if (inc->spans[i].from_s > now_s)
            continue;
        due = true; // once more at its end
        if (inc->spans[i].to_s <= now_s)
            inc->spans[i] = inc->spans[--inc->span_count];
    }
    return due;
}

bool due_running(const struct incarnation *inc, double now_s)
{
    for (int i = 0; i < inc->span_count; i++)
        if (inc->spans[i].from_s <= now_s)
            return true;
    return inc->again > 0;
}

double due_next_s(const struct incarnation *inc)
{
    double next_s = INFINITY;
    for (int i = 0; i < inc->timer_count; i++)
        next_s = fmin(next_s, inc->timers[i]);
    for (int i = 0; i < inc->span_count; i++)
        next_s = fmin(next_s, inc->spans[i].from_s);
    return next_s;
}
