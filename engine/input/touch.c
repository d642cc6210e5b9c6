// Fingers on canvases: who is down, where, and until when.
#include "base/log.h"
#include "input/private.h"

#include <math.h>
#include <stdio.h>

static struct finger *find(struct input *i, int64_t id)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (i->fingers[k].state != FINGER_FREE && i->fingers[k].id == id)
            return &i->fingers[k];
    return NULL;
}

// One that is free, else the one that has been mute longest: its up may be lost.
static struct finger *free_finger(struct input *i)
{
    struct finger *mute = NULL;
    for (int k = 0; k < INPUT_FINGERS; k++) {
        struct finger *f = &i->fingers[k];
        if (f->state == FINGER_FREE) {
            i->finger_reach = k < i->finger_reach ? i->finger_reach : k + 1;
            return f;
        }
        if (f->state == FINGER_MUTE && (!mute || f->felt_s < mute->felt_s))
            mute = f;
    }
    if (!mute && !i->fingers_told)
        log_warning("input", "more than %d fingers at once; the others are not felt",
                    INPUT_FINGERS);
    i->fingers_told |= !mute;
    return mute;
}

// Canvas px for one px of the output, around a point: the root of the determinant of the
// homography's Jacobian, which is det(H) / w^3.
static double canvas_scale(const struct input *i, int output, int surface, struct vec2 p)
{
    double m[9];
    mapping_near(i->mapping, output, surface, p, m);
    double det = m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) +
                 m[2] * (m[3] * m[7] - m[4] * m[6]);
    double w = m[6] * p.x + m[7] * p.y + m[8];
    double scale = sqrt(fabs(det / (w * w * w)));
    return isfinite(scale) ? scale : 0;
}

static void measure(const struct input *i, struct finger *f, const struct input_contact *c)
{
    double scale = canvas_scale(i, c->output, f->surface, c->at_output);
    double mm_per_px = i->mm_per_px[c->output];
    f->measured = mm_per_px > 0 && scale > 0;
    f->px_per_mm = f->measured ? scale / mm_per_px : INPUT_PX_PER_MM;
    f->size = (struct vec2){c->size_px.x * scale, c->size_px.y * scale};
}

static void put_down(struct input *i, const struct input_contact *c)
{
    struct vec2 at;
    int surface = mapping_surface_at(i->mapping, c->output, c->at_output, &at);
    int stage = surface < 0 ? -1 : mapping_surface_canvas(i->mapping, surface);
    if (stage < 0 || stage >= i->scene->stage_count)
        return; // outside: not known until it is lifted
    struct finger *f = free_finger(i);
    if (!f)
        return;
    *f = (struct finger){.state = FINGER_DOWN,
                         .id = c->finger,
                         .stage = stage,
                         .surface = surface,
                         .down_s = c->time_s,
                         .felt_s = c->time_s,
                         .start = at,
                         .at = at,
                         .output = c->output,
                         .at_output = c->at_output,
                         .rest = at,
                         .dragged = at,
                         .anchor = at,
                         .pair = -1};
    measure(i, f, c);
    i->scene->stages[stage].fingers++;
    gesture_down(i, f, c->time_s);
    pair_anchor(i, f);
    palm_look(i, f, c->time_s);
}

static void lift(struct input *i, struct finger *f, double time_s, bool cancelled)
{
    if (f->state == FINGER_DOWN) {
        i->scene->stages[f->stage].fingers--;
        pair_end(i, f, time_s, cancelled);
        gesture_up(i, f, time_s, cancelled);
    }
    f->state = FINGER_FREE;
    pair_anchor(i, f);
}

void touch_cancel(struct input *i, struct finger *f, double time_s)
{
    lift(i, f, time_s, true);
    f->state = FINGER_MUTE;
}

static void move(struct input *i, struct finger *f, const struct input_contact *c)
{
    struct vec2 at;
    f->felt_s = c->time_s;
    f->output = c->output;
    f->at_output = c->at_output;
    if (!mapping_onto_surface(i->mapping, c->output, f->surface, c->at_output, &at))
        return;
    if (f->state == FINGER_MUTE) {
        f->at = at;
        return;
    }
    if (c->size_px.x > 0) {
        double scale = canvas_scale(i, c->output, f->surface, c->at_output);
        f->size = (struct vec2){c->size_px.x * scale, c->size_px.y * scale};
    }
    if (at.x != f->at.x || at.y != f->at.y)
        gesture_move(i, f, at, c->time_s);
    if (c->phase == INPUT_MOVE)
        palm_look(i, f, c->time_s);
}

static void press(struct input *i, const struct input_contact *c)
{
    struct event e = {.kind = EVENT_KEY, .time_s = c->time_s};
    snprintf(e.name, sizeof e.name, "%s", c->key);
    for (int k = 0; k < i->scene->stage_count; k++)
        scene_tell(i->scene, k, &e);
}

// A finger that was lifted where no pane is has no place (x or y under 0): it lifts where it was.
static bool placed(const struct input_contact *c)
{
    return c->at_output.x >= 0 && c->at_output.y >= 0;
}

static void finger_contact(struct input *i, const struct input_contact *c)
{
    struct finger *f = find(i, c->finger);
    if (c->phase == INPUT_DOWN) {
        if (f)
            lift(i, f, c->time_s, true);
        put_down(i, c);
    } else if (f && c->phase == INPUT_MOVE) {
        move(i, f, c);
    } else if (f) {
        if (placed(c) && !c->cancelled)
            move(i, f, c);
        lift(i, f, c->time_s, c->cancelled);
    }
}

void touch_contact(struct input *i, const struct input_contact *c)
{
    touch_due(i, c->time_s);
    if (c->phase == INPUT_KEY)
        press(i, c);
    else if (c->output < 0 || c->output >= MAPPING_OUTPUTS)
        return;
    else if (c->phase <= INPUT_UP)
        finger_contact(i, c);
    else
        object_contact(i, c);
}

static double hold_s(const struct finger *f)
{
    bool still = f->state == FINGER_DOWN && !f->moved && !f->held;
    return still ? f->down_s + INPUT_HOLD_S : INFINITY;
}

static double stuck_s(const struct finger *f)
{
    return f->state == FINGER_DOWN ? f->felt_s + INPUT_STUCK_S : INFINITY;
}

void touch_due(struct input *i, double now_s)
{
    for (int k = 0; k < i->finger_reach; k++) {
        struct finger *f = &i->fingers[k];
        if (hold_s(f) <= now_s)
            gesture_hold(i, f, hold_s(f));
        if (stuck_s(f) <= now_s)
            touch_cancel(i, f, stuck_s(f));
    }
}

void touch_release(struct input *i, double now_s)
{
    for (int k = 0; k < INPUT_FINGERS; k++)
        if (i->fingers[k].state != FINGER_FREE)
            lift(i, &i->fingers[k], now_s, true);
    object_release(i, now_s);
}

double touch_next_s(const struct input *i)
{
    double next_s = INFINITY;
    for (int k = 0; k < i->finger_reach; k++)
        next_s = fmin(next_s, fmin(hold_s(&i->fingers[k]), stuck_s(&i->fingers[k])));
    return next_s;
}

static void take_claim(struct input *i, int stage, const struct claim *c)
{
    struct finger *f = find(i, c->finger);
    if (!f || f->state != FINGER_DOWN || f->stage != stage || f->answered)
        return;
    snprintf(f->claim, sizeof f->claim, "%s", c->name);
    pair_anchor(i, f);
}

void touch_answered(struct input *i)
{
    for (int k = 0; k < i->scene->stage_count; k++) {
        struct claims *claims = &i->scene->stages[k].claims;
        for (int n = 0; n < claims->count; n++)
            take_claim(i, k, &claims->items[n]);
        claims->count = 0;
    }
    for (int k = 0; k < i->finger_reach; k++)
        i->fingers[k].answered = true;
}
