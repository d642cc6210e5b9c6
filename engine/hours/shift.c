// What a station does by its hours. The phase is what the clock on the wall says, held back by who
// is there and by what must be shown to its end; no clock that is set can leave it stuck.
#include "hours/hours.h"

#include <math.h>

const char *shift_word(enum shift_phase phase)
{
    static const char *const words[] = {[SHIFT_ASLEEP] = "asleep",
                                        [SHIFT_PEEK] = "asleep, touched",
                                        [SHIFT_STAFF] = "awake for staff",
                                        [SHIFT_WARMING] = "warming up",
                                        [SHIFT_OPEN] = "open",
                                        [SHIFT_FINISHING] = "closed, visitors finish",
                                        [SHIFT_DIMMING] = "dimming"};
    return words[phase];
}

bool shift_awake(enum shift_phase phase)
{
    return phase != SHIFT_ASLEEP && phase != SHIFT_PEEK;
}

bool shift_showing(enum shift_phase phase)
{
    return phase != SHIFT_ASLEEP;
}

bool shift_lamps(enum shift_phase phase)
{
    return shift_awake(phase);
}

// The hours are asked again only where what they said does not hold: after the next change, and
// whenever the clock was put back.
static void look(struct shift *s, double wall_s)
{
    if (s->begun && wall_s >= s->looked && wall_s < s->change)
        return;
    s->open = !s->hours || hours_open(s->hours, wall_s, &s->change);
    if (!s->hours)
        s->change = INFINITY;
    s->looked = wall_s;
    s->begun = true;
}

static bool warm(const struct shift *s, double wall_s)
{
    return s->hours && wall_s >= s->change - s->hours->warm_s;
}

// By the clock alone, from where it is.
static enum shift_phase next_phase(const struct shift *s, const struct shift_seen *seen)
{
    if (s->open)
        return SHIFT_OPEN;
    if (s->phase == SHIFT_OPEN || s->phase == SHIFT_FINISHING) {
        bool waits = seen->occupied && (s->phase == SHIFT_OPEN || seen->steady_s < s->finish_s);
        if (waits && s->hours->finish_s > 0)
            return SHIFT_FINISHING;
        return warm(s, seen->wall_s) ? SHIFT_WARMING : SHIFT_DIMMING;
    }
    if (warm(s, seen->wall_s))
        return SHIFT_WARMING;
    if (seen->steady_s < s->staff_s)
        return SHIFT_STAFF;
    if (s->phase == SHIFT_WARMING || s->phase == SHIFT_STAFF)
        return SHIFT_DIMMING;
    if (s->phase == SHIFT_DIMMING && seen->steady_s < s->since_s + s->hours->fade_s)
        return SHIFT_DIMMING;
    return seen->steady_s < s->peek_s ? SHIFT_PEEK : SHIFT_ASLEEP;
}

void shift_begin(struct shift *s, const struct hours *hours, const struct shift_seen *seen)
{
    *s = (struct shift){.hours = hours && hours->told ? hours : NULL,
                        .since_s = seen->steady_s,
                        .staff_s = -INFINITY,
                        .peek_s = -INFINITY};
    look(s, seen->wall_s);
    if (!s->open)
        s->staff_s = seen->steady_s + HOURS_GRACE_S;
    s->phase = next_phase(s, seen);
}

bool shift_update(struct shift *s, const struct shift_seen *seen)
{
    look(s, seen->wall_s);
    enum shift_phase next = next_phase(s, seen);
    if (next == s->phase)
        return false;
    if (next == SHIFT_FINISHING)
        s->finish_s = seen->steady_s + s->hours->finish_s;
    s->phase = next;
    s->since_s = seen->steady_s;
    return true;
}

void shift_touched(struct shift *s, const struct shift_seen *seen)
{
    if (s->phase == SHIFT_ASLEEP || s->phase == SHIFT_PEEK)
        s->peek_s = seen->steady_s + HOURS_PEEK_S;
    else if (s->phase == SHIFT_STAFF)
        s->staff_s = fmax(s->staff_s, seen->steady_s + HOURS_STAFF_S);
}

void shift_staff(struct shift *s, const struct shift_seen *seen)
{
    s->staff_s = fmax(s->staff_s, seen->steady_s + HOURS_STAFF_S);
}

static double dimmed(const struct shift *s, double steady_s)
{
    double fade_s = s->hours ? s->hours->fade_s : 0;
    return fade_s > 0 ? fmin(fmax(1 - (steady_s - s->since_s) / fade_s, 0), 1) : 0;
}

double shift_light(const struct shift *s, double steady_s)
{
    return s->phase == SHIFT_DIMMING ? dimmed(s, steady_s) : s->phase != SHIFT_ASLEEP;
}

double shift_sound(const struct shift *s, double steady_s)
{
    if (s->phase == SHIFT_WARMING)
        return 0;
    return s->phase == SHIFT_DIMMING ? dimmed(s, steady_s) : shift_awake(s->phase);
}
