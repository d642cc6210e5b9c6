// What a note, a controller or a program does, and what of it waits for the next frame.
#include "show/midi.h"

#include <math.h>
#include <stdio.h>

static bool meant(const struct plan_midi *m, const struct midi_event *e)
{
    return m->kind == e->kind && m->number == e->number &&
           (!m->channel || m->channel == e->channel);
}

static bool pressed(const struct midi_event *e)
{
    return e->kind == PLAN_PROGRAM || e->value >= (e->kind == PLAN_NOTE ? 1 : MIDI_PRESSED);
}

static void write_order(const struct plan_midi *m, int value, struct show_order *order)
{
    double part = value / 127.0;
    *order = (struct show_order){.verb = m->verb, .over_s = m->verb == SHOW_SET ? 0 : -1};
    if (m->verb == SHOW_SET)
        order->value = m->from * (1 - part) + m->to * part;
    snprintf(order->name, sizeof order->name, "%s", m->name);
}

bool midi_order(const struct plan_midi *m, const struct midi_event *e, struct show_order *order)
{
    if (!meant(m, e) || (m->verb != SHOW_SET && !pressed(e)))
        return false;
    write_order(m, e->value, order);
    return true;
}

bool midi_box_init(struct midi_box *b, const struct show_plan *plan)
{
    *b = (struct midi_box){.plan = plan};
    for (int i = 0; i < PLAN_MIDI; i++) {
        b->heard_s[i] = -INFINITY;
        atomic_init(&b->moved[i], -1);
    }
    return ring_init(&b->pressed, MIDI_PRESSES, sizeof(struct show_order));
}

void midi_box_finish(struct midi_box *b)
{
    ring_finish(&b->pressed);
}

// A button that trembles, a pad that is struck twice: once.
static bool press(struct midi_box *b, int i, const struct midi_event *e)
{
    struct show_order order;
    bool was = b->down[i], is = midi_order(&b->plan->midi[i], e, &order);
    b->down[i] = is && e->kind == PLAN_CONTROLLER;
    if (!is || was || e->at_s - b->heard_s[i] < MIDI_AGAIN_S)
        return false;
    b->heard_s[i] = e->at_s;
    if (!ring_put(&b->pressed, &order))
        atomic_fetch_add(&b->lost, 1);
    return true;
}

bool midi_hear(struct midi_box *b, const struct midi_event *e)
{
    bool heard = false;
    for (int i = 0; i < b->plan->midi_count; i++) {
        const struct plan_midi *m = &b->plan->midi[i];
        if (!meant(m, e))
            continue;
        if (m->verb == SHOW_SET)
            atomic_store(&b->moved[i], e->value);
        heard |= m->verb == SHOW_SET || press(b, i, e);
    }
    return heard && !atomic_exchange(&b->fresh, true);
}

int midi_take(struct midi_box *b, struct show_order orders[MIDI_ORDERS], int *lost)
{
    int count = 0;
    *lost = 0;
    if (!atomic_exchange(&b->fresh, false)) // before it is emptied: who comes later says so again
        return 0;
    while (count < MIDI_PRESSES && ring_take(&b->pressed, &orders[count]))
        count++;
    for (int i = 0; i < b->plan->midi_count; i++) {
        int value = atomic_exchange(&b->moved[i], -1);
        if (value >= 0)
            write_order(&b->plan->midi[i], value, &orders[count++]);
    }
    *lost = atomic_exchange(&b->lost, 0);
    return count;
}
