// Contacts, live and replayed, taken in the order of their time.
#include "input/input.h"
#include "base/log.h"
#include "input/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct input *input_create(const struct mapping *mapping)
{
    struct input *i = calloc(1, sizeof *i);
    if (!i)
        return NULL;
    i->mapping = mapping;
    i->release_after = -1;
    i->staff_s = INPUT_STAFF_S;
    for (int k = 0; k < INPUT_TAPS; k++)
        i->taps[k].stage = -1;
    return i;
}

void input_destroy(struct input *i)
{
    if (!i)
        return;
    port_destroy(i->port);
    free(i->replay);
    free(i);
}

void input_mapping(struct input *i, const struct mapping *mapping)
{
    i->mapping = mapping;
}

void input_divert(struct input *i, const char *key, bool all)
{
    const char *now = key ? key : "";
    if (strcmp(i->staff_key, now) != 0)
        snprintf(i->staff_key, sizeof i->staff_key, "%s", now);
    if (all && !i->diverted)
        input_release(i);
    i->diverted = all;
}

void input_hold(struct input *i, double hold_s)
{
    i->staff_s = hold_s;
}

static void divert(struct input *i, const struct input_contact *c)
{
    if (i->kept_count == INPUT_DIVERTED) {
        i->kept_first = (i->kept_first + 1) % INPUT_DIVERTED;
        i->kept_count--;
    }
    i->kept[(i->kept_first + i->kept_count++) % INPUT_DIVERTED] = *c;
}

bool input_diverted(struct input *i, struct input_contact *c)
{
    if (!i->kept_count)
        return false;
    *c = i->kept[i->kept_first];
    i->kept_first = (i->kept_first + 1) % INPUT_DIVERTED;
    i->kept_count--;
    return true;
}

static bool is_staff(const struct input *i, const struct input_contact *c)
{
    return i->diverted ||
           (c->phase == INPUT_KEY && i->staff_key[0] && strcmp(c->key, i->staff_key) == 0);
}

void input_millimetres(struct input *i, int output, double mm_per_px)
{
    if (output >= 0 && output < MAPPING_OUTPUTS)
        i->mm_per_px[output] = mm_per_px > 0 && isfinite(mm_per_px) ? mm_per_px : 0;
}

bool input_listen(struct input *i, const struct input_tuio *desc, struct fault *f)
{
    if (i->port)
        return fault_set(f, "it listens to TUIO port already");
    i->port = port_create(desc, f);
    return i->port != NULL;
}

static bool is_move(const struct input_contact *c)
{
    return c->phase == INPUT_MOVE || c->phase == INPUT_OBJECT_MOVE;
}

// Moves may be lost, a finger may not stay down.
static bool make_room(struct input *i)
{
    for (int k = INPUT_QUEUE - 1; k >= 0; k--) {
        if (!is_move(&i->queue[k]))
            continue;
        for (int n = k; n < INPUT_QUEUE - 1; n++)
            i->queue[n] = i->queue[n + 1];
        i->release_after -= i->release_after > k;
        i->queued--;
        return true;
    }
    return false;
}

void input_contact(struct input *i, const struct input_contact *c)
{
    if (i->queued == INPUT_QUEUE) {
        if (!i->queue_told)
            log_warning("input", "more than %d contacts in one frame; moves are lost", INPUT_QUEUE);
        i->queue_told = true;
        if (is_move(c))
            return;
        if (!make_room(i)) {
            if (c->phase == INPUT_UP || c->phase == INPUT_OBJECT_TAKE)
                input_release(i);
            return;
        }
    }
    i->queue[i->queued++] = *c;
}

void input_release(struct input *i)
{
    i->release_after = i->queued;
}

static const struct input_contact *next_replayed(const struct input *i)
{
    return i->replay_next < i->replay_count ? &i->replay[i->replay_next].contact : NULL;
}

static double third_s(const struct input *i)
{
    double down_s[INPUT_FINGERS], latest_s = -INFINITY;
    int count = 0;
    for (int k = 0; k < i->finger_reach; k++) {
        const struct finger *f = &i->fingers[k];
        if (f->state == FINGER_DOWN && !f->moved)
            down_s[count++] = f->down_s;
    }
    for (int k = 0; k < count; k++)
        latest_s = fmax(latest_s, down_s[k]);
    return count == INPUT_STAFF_FINGERS ? latest_s : INFINITY;
}

// Three fingers, no more, that lie still: a hand that no visitor lays so.
static void press_long(struct input *i, double now_s)
{
    if (!i->staff_key[0] || i->diverted || now_s < third_s(i) + i->staff_s)
        return;
    struct input_contact c = {.time_s = now_s, .phase = INPUT_KEY};
    for (int k = 0; k < i->finger_reach; k++)
        if (i->fingers[k].state == FINGER_DOWN && !i->fingers[k].moved) {
            c.output = i->fingers[k].output;
            c.at_output = i->fingers[k].at_output;
        }
    memcpy(c.key, i->staff_key, sizeof c.key);
    divert(i, &c);
    touch_release(i, now_s);
}

static void take(struct input *i, const struct input_contact *c)
{
    i->count++;
    if (is_staff(i, c))
        divert(i, c);
    else
        touch_contact(i, c);
}

static void replay_until(struct input *i, double until_s)
{
    const struct input_contact *c;
    while ((c = next_replayed(i)) && c->time_s <= until_s) {
        i->replay_next++;
        take(i, c);
    }
}

void input_collect(struct input *i, double now_s, struct scene *scene)
{
    i->scene = scene;
    touch_answered(i);
    if (i->port)
        port_take(i->port, i, now_s);
    for (int k = 0; k <= i->queued; k++) {
        if (k == i->release_after)
            touch_release(i, now_s);
        if (k == i->queued)
            break;
        replay_until(i, fmin(i->queue[k].time_s, now_s));
        take(i, &i->queue[k]);
    }
    i->queued = 0;
    i->release_after = -1;
    replay_until(i, now_s);
    touch_due(i, now_s);
    press_long(i, now_s);
    i->collected_s = now_s;
    i->scene = NULL;
}

double input_next_s(const struct input *i)
{
    double next_s = touch_next_s(i);
    if (i->staff_key[0] && !i->diverted)
        next_s = fmin(next_s, third_s(i) + i->staff_s);
    const struct input_contact *c = next_replayed(i);
    if (c)
        next_s = fmin(next_s, c->time_s);
    if (i->queued > 0)
        next_s = fmin(next_s, i->queue[0].time_s);
    bool now = i->release_after >= 0 || (i->port && port_waits(i->port));
    return now ? -INFINITY : next_s;
}

uint64_t input_count(const struct input *i)
{
    return i->count;
}
