// What one finger does: tap, double, hold, drag, swipe.
#include "input/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double apart(struct vec2 a, struct vec2 b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

void gesture_tell(const struct input *i, const struct finger *f, const struct event *of)
{
    struct event e = *of;
    e.finger = f->id;
    e.x = (float)f->at.x;
    e.y = (float)f->at.y;
    e.start_x = (float)f->start.x;
    e.start_y = (float)f->start.y;
    e.width = (float)f->size.x;
    e.height = (float)f->size.y;
    snprintf(e.name, sizeof e.name, "%s", f->claim);
    scene_tell(i->scene, f->stage, &e);
}

static void tell_moved(const struct input *i, const struct finger *f, enum event_kind kind,
                       enum event_phase phase, struct vec2 since, double time_s)
{
    struct event e = {.kind = kind,
                      .phase = phase,
                      .time_s = time_s,
                      .dx = (float)(f->at.x - since.x),
                      .dy = (float)(f->at.y - since.y)};
    gesture_tell(i, f, &e);
}

static void tell(const struct input *i, const struct finger *f, enum event_kind kind, double time_s)
{
    tell_moved(i, f, kind, EVENT_ONCE, f->at, time_s);
}

// So often that FINGER_TRACE of them reach back INPUT_SWIPE_S.
static void note(struct finger *f, double time_s)
{
    int n = f->traced;
    if (n >= 2 && time_s - f->trace_s[n - 2] < INPUT_SWIPE_S / (FINGER_TRACE - 4))
        n--; // the newest moves on
    if (n == FINGER_TRACE) {
        memmove(f->trace, f->trace + 1, (FINGER_TRACE - 1) * sizeof *f->trace);
        memmove(f->trace_s, f->trace_s + 1, (FINGER_TRACE - 1) * sizeof *f->trace_s);
        n--;
    }
    f->trace[n] = f->at;
    f->trace_s[n] = time_s;
    f->traced = n + 1;
}

// Where it was, between what was noted.
static struct vec2 was_at(const struct finger *f, double time_s)
{
    int n = f->traced - 1;
    while (n > 0 && f->trace_s[n] > time_s)
        n--;
    if (n == f->traced - 1 || f->trace_s[n] > time_s)
        return f->trace[n];
    double length_s = f->trace_s[n + 1] - f->trace_s[n];
    double part = length_s > 0 ? (time_s - f->trace_s[n]) / length_s : 1;
    return (struct vec2){f->trace[n].x + (f->trace[n + 1].x - f->trace[n].x) * part,
                         f->trace[n].y + (f->trace[n + 1].y - f->trace[n].y) * part};
}

void gesture_down(struct input *i, struct finger *f, double time_s)
{
    note(f, time_s);
    tell(i, f, EVENT_DOWN, time_s);
}

static void drag(struct input *i, struct finger *f, double time_s)
{
    bool begins = !f->dragging;
    if (begins && apart(f->at, f->rest) <= INPUT_TAP_MM * f->px_per_mm)
        return;
    f->dragging = true;
    tell_moved(i, f, EVENT_DRAG, begins ? EVENT_BEGIN : EVENT_UPDATE, f->dragged, time_s);
    f->dragged = f->at;
}

void gesture_move(struct input *i, struct finger *f, struct vec2 at, double time_s)
{
    struct vec2 before = f->at;
    f->at = at;
    note(f, time_s);
    tell_moved(i, f, EVENT_MOVE, EVENT_ONCE, before, time_s);
    f->moved = f->moved || apart(at, f->start) > INPUT_TAP_MM * f->px_per_mm;
    if (!pair_move(i, f, time_s))
        drag(i, f, time_s);
}

void gesture_drag_end(struct input *i, struct finger *f, double time_s, bool cancelled)
{
    if (!f->dragging)
        return;
    f->dragging = false;
    struct event e = {
        .kind = EVENT_DRAG, .phase = EVENT_END, .time_s = time_s, .cancelled = cancelled};
    gesture_tell(i, f, &e);
}

// The tap before it that makes it a double one.
static struct tap *first_tap(struct input *i, const struct finger *f)
{
    for (int k = 0; k < INPUT_TAPS; k++) {
        struct tap *t = &i->taps[k];
        if (t->stage == f->stage && f->down_s - t->up_s <= INPUT_DOUBLE_S && f->down_s >= t->up_s &&
            apart(t->at, f->at) <= INPUT_DOUBLE_MM * f->px_per_mm &&
            strcmp(t->claim, f->claim) == 0)
            return t;
    }
    return NULL;
}

static void tap(struct input *i, const struct finger *f, double time_s)
{
    tell(i, f, EVENT_TAP, time_s);
    struct tap *before = first_tap(i, f);
    if (before) {
        before->stage = -1;
        tell(i, f, EVENT_DOUBLE, time_s);
        return;
    }
    struct tap *t = &i->taps[i->tapped];
    i->tapped = (i->tapped + 1) % INPUT_TAPS;
    *t = (struct tap){.stage = f->stage, .up_s = time_s, .at = f->at};
    memcpy(t->claim, f->claim, sizeof t->claim);
}

static enum event_direction direction(double x, double y)
{
    if (fabs(x) >= fabs(y))
        return x < 0 ? EVENT_LEFTWARDS : EVENT_RIGHTWARDS;
    return y < 0 ? EVENT_UPWARDS : EVENT_DOWNWARDS;
}

static void swipe(struct input *i, const struct finger *f, double time_s)
{
    double from_s = fmax(time_s - INPUT_SWIPE_S, f->down_s);
    double length_s = fmax(time_s - from_s, 0.01);
    struct vec2 from = was_at(f, from_s);
    double x = (f->at.x - from.x) / length_s, y = (f->at.y - from.y) / length_s;
    if (apart(f->at, f->start) < INPUT_SWIPE_MM * f->px_per_mm ||
        hypot(x, y) < INPUT_SWIPE_MM_S * f->px_per_mm)
        return;
    struct event e = {.kind = EVENT_SWIPE,
                      .time_s = time_s,
                      .dx = (float)(f->at.x - f->start.x),
                      .dy = (float)(f->at.y - f->start.y),
                      .speed = (float)hypot(x, y),
                      .angle = (float)atan2(y, x),
                      .direction = direction(x, y)};
    gesture_tell(i, f, &e);
}

void gesture_up(struct input *i, struct finger *f, double time_s, bool cancelled)
{
    bool swipes = f->dragging && !cancelled;
    gesture_drag_end(i, f, time_s, cancelled);
    struct event up = {.kind = EVENT_UP, .time_s = time_s, .cancelled = cancelled};
    gesture_tell(i, f, &up);
    if (swipes)
        swipe(i, f, time_s);
    else if (!cancelled && !f->moved && !f->held && time_s - f->down_s <= INPUT_TAP_S)
        tap(i, f, time_s);
}

void gesture_hold(struct input *i, struct finger *f, double time_s)
{
    f->held = true;
    tell(i, f, EVENT_HOLD, time_s);
}
