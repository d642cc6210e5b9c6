// Who holds a station, for how long, and who is next.
#include "show/trail.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void trail_who(const struct show_message *m, char who[HOLD_WHO])
{
    snprintf(who, HOLD_WHO, "%s%s%s", m->from, m->stage[0] ? "/" : "", m->stage);
}

static bool holds(const struct trail *t, const char *who)
{
    return t->held && strcmp(t->turn.who, who) == 0;
}

static double least_s(const struct trail_turn *turn)
{
    return fmin(TRAIL_LEAST_S, turn->hold_s);
}

// The first who waits and is not the holder; NULL: nobody.
static const struct trail_wait *other(const struct trail *t)
{
    for (int i = 0; i < t->waiting; i++)
        if (!holds(t, t->queue[i].who))
            return &t->queue[i];
    return NULL;
}

static bool holder_is_next(const struct trail *t)
{
    return t->waiting && holds(t, t->queue[0].who);
}

double trail_end_s(const struct trail *t)
{
    const struct trail_turn *turn = &t->turn;
    const struct trail_wait *first = other(t);
    if (!t->held)
        return INFINITY;
    if (holder_is_next(t)) // those before it gave back
        return turn->chosen_s;
    double whole_s = turn->chosen_s + turn->hold_s;
    return first ? fmin(whole_s, fmax(turn->chosen_s + least_s(turn), first->asked_s)) : whole_s;
}

static int place_of(const struct trail *t, const char *who)
{
    int i = 0;
    while (i < t->waiting && strcmp(t->queue[i].who, who) != 0)
        i++;
    return i;
}

static void leave_queue(struct trail *t, int place)
{
    if (place >= t->waiting)
        return;
    t->waiting--;
    memmove(&t->queue[place], &t->queue[place + 1],
            (size_t)(t->waiting - place) * sizeof *t->queue);
}

static enum trail_answer take_place(struct trail *t, const struct show_message *m, const char *who,
                                    double hold_s, double now_s)
{
    int place = place_of(t, who);
    if (place == HOLD_WAITING)
        return TRAIL_FULL;
    struct trail_wait *w = &t->queue[place];
    if (place == t->waiting) {
        t->waiting++;
        w->asked_s = now_s;
        snprintf(w->who, sizeof w->who, "%s", who);
    }
    w->hold_s = hold_s;
    w->message = *m;
    return TRAIL_WAITS;
}

// Does the holder have time for one more choice?
static bool in_time(const struct trail *t, double now_s)
{
    const struct trail_wait *first = other(t);
    const struct trail_turn *turn = &t->turn;
    return !first || now_s <= fmax(turn->began_s, first->asked_s) + turn->hold_s - least_s(turn);
}

enum trail_answer trail_ask(struct trail *t, const struct show_message *m, double hold_s,
                            double now_s)
{
    char who[HOLD_WHO];
    trail_who(m, who);
    if (t->held && (!holds(t, who) || !in_time(t, now_s)))
        return take_place(t, m, who, hold_s, now_s);
    if (!t->held) {
        t->turn = (struct trail_turn){.began_s = now_s};
        snprintf(t->turn.who, sizeof t->turn.who, "%s", who);
    }
    t->held = true;
    t->turn.chosen_s = now_s;
    t->turn.hold_s = hold_s;
    leave_queue(t, place_of(t, who));
    return TRAIL_HEARD;
}

bool trail_release(struct trail *t, const char *who)
{
    int place = place_of(t, who);
    bool held = holds(t, who), waited = place < t->waiting;
    leave_queue(t, place);
    t->held = t->held && !held;
    return held || waited;
}

bool trail_next(struct trail *t, double now_s, struct show_message *heard)
{
    *heard = (struct show_message){0};
    double end_s = trail_end_s(t);
    bool over = t->held && end_s <= now_s, given = holder_is_next(t);
    if (!over && (t->held || !t->waiting))
        return false;
    bool goes_on = t->waiting > 0;
    if (goes_on) {
        const struct trail_wait *w = &t->queue[0];
        double at_s = over && !given ? end_s : now_s;
        t->turn = (struct trail_turn){.hold_s = w->hold_s, .began_s = at_s, .chosen_s = at_s};
        snprintf(t->turn.who, sizeof t->turn.who, "%s", w->who);
        *heard = w->message;
        leave_queue(t, 0);
    }
    t->held = goes_on;
    return true;
}

void trail_shift(struct trail *t, double later_s)
{
    t->turn.began_s -= later_s;
    t->turn.chosen_s -= later_s;
    for (int i = 0; i < t->waiting; i++)
        t->queue[i].asked_s -= later_s;
}

void trail_view(const struct trail *t, struct hold *h)
{
    h->held = t->held;
    h->until_s = trail_end_s(t);
    h->waiting = t->waiting;
    snprintf(h->by, sizeof h->by, "%s", t->held ? t->turn.who : "");
    for (int i = 0; i < t->waiting; i++)
        snprintf(h->who[i], sizeof h->who[i], "%s", t->queue[i].who);
}
