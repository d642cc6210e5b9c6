// What is seen of the engine, look by look, becomes a verdict.
#include "supervisor/private.h"

#include <math.h>
#include <stdio.h>

#define STARVED_SHARE 0.5  // threads that want the processor got less of it than this
#define STARVED_COUNTS 0.1 // such time counts as so much

void watch_begin(struct watch *w, int64_t limit, double start_s)
{
    *w = (struct watch){.limit = (double)limit, .start_s = start_s, .least = -1};
}

// Threads beside the main one want the processor and hardly get it.
static bool starved(const struct watch *w, const struct watch_sample *s, double past_s)
{
    return s->others_run && s->cpu_s - w->last.cpu_s < STARVED_SHARE * past_s;
}

// How much of the time since the last look the loop could have used. A machine that slept or is
// overrun keeps the supervisor waiting as well; who wants a processor and gets none does not hang,
// nor does who waits for somebody (a display server, a disk) that gets none. A server that answers
// the supervisor as well gets one.
static double usable_s(const struct watch *w, const struct watch_sample *s)
{
    double past_s = fmin(s->past_s, 2 * s->asked_s);
    double main_s = s->main_cpu_s - w->last.main_cpu_s;
    if (s->state == 'R')
        return fmin(past_s, fmax(main_s, 0));
    if (s->state == 'T' || s->state == 't')
        return past_s;
    if (starved(w, s, past_s))
        return past_s * STARVED_COUNTS;
    if (s->served)
        return past_s;
    double pressed = (s->pressed_s - w->last.pressed_s) / fmax(s->past_s, 1e-3);
    return past_s * fmin(fmax(1 - pressed, STARVED_COUNTS), 1);
}

static bool stands(struct watch *w, const struct watch_sample *s, char why[LADDER_REASON])
{
    if (s->pulse.beats != w->last.pulse.beats) {
        w->still_s = w->still_wall_s = 0;
        return false;
    }
    double limit_s = fmax(s->pulse.patience_s, WATCH_STALL_S);
    w->still_s += usable_s(w, s);
    w->still_wall_s += fmin(s->past_s, 2 * s->asked_s);
    if (w->still_s < limit_s && w->still_wall_s < limit_s * WATCH_STARVED)
        return false;
    snprintf(why, LADDER_REASON, "hangs: its loop stands for %.1f s, %s%s%s", w->still_wall_s,
             s->state == 'T'   ? "stopped by a signal"
             : s->state == 'R' ? "busy"
                               : "waiting",
             s->pulse.crumb[0] ? ", in " : "", s->pulse.crumb);
    return true;
}

// `turns`: the loop did since the last look; where it does not, that is what is wrong, but what was
// heard meanwhile counts.
static bool sounds_no_more(struct watch *w, const struct watch_sample *s, bool turns,
                           char why[LADDER_REASON])
{
    bool taken = s->pulse.audio != w->last.pulse.audio;
    w->heard = w->heard || taken;
    if (taken || !s->pulse.sounding || !w->heard) { // a device that never ran: a start is no cure
        w->unheard_s = 0;
        return false;
    }
    w->unheard_s += turns ? fmin(s->past_s, 2 * s->asked_s) : 0;
    if (w->unheard_s < WATCH_DEAF_S)
        return false;
    snprintf(why, LADDER_REASON, "hangs: the sound device takes no blocks for %.0f s",
             w->unheard_s);
    return true;
}

// Datagrams that the supervisor sent to its control port, against those that were read there. The
// thread that reads them may be one of those that get no processor.
static bool is_deaf(struct watch *w, const struct watch_sample *s, bool turns,
                    char why[LADDER_REASON])
{
    bool read = s->pulse.control != w->last.pulse.control;
    w->answered = w->answered || read;
    // A port that never heard anything, behind a firewall say: a start is no cure.
    if (read || !w->answered || s->pulse.told == w->control_told) {
        w->control_told = s->pulse.told;
        w->deaf_s = 0;
        return false;
    }
    double past_s = turns ? fmin(s->past_s, 2 * s->asked_s) : 0;
    w->deaf_s += starved(w, s, past_s) ? past_s * STARVED_COUNTS : past_s;
    if (w->deaf_s < WATCH_DEAF_S)
        return false;
    snprintf(why, LADDER_REASON,
             "is deaf: its OSC port does not hear what is sent to it for %.0f s", w->deaf_s);
    return true;
}

static bool opens_for_ever(struct watch *w, const struct watch_sample *s, char why[LADDER_REASON])
{
    w->opened_s += fmin(s->past_s, 2 * s->asked_s);
    if (w->opened_s < w->start_s)
        return false;
    snprintf(why, LADDER_REASON, "showed no picture for %.0f s after it was started", w->opened_s);
    return true;
}

static enum watch_verdict judge(struct watch *w, const struct watch_sample *s,
                                char why[LADDER_REASON])
{
    if (!s->pulse.there || !s->pulse.shown)
        if (opens_for_ever(w, s, why))
            return WATCH_BAD;
    if (!s->pulse.there || !w->last.pulse.there || !s->pulse.beats)
        return WATCH_OPENS;
    w->quiet_s = s->pulse.input != w->last.pulse.input ? 0 : w->quiet_s + s->past_s;
    bool turns = s->pulse.beats != w->last.pulse.beats;
    if (stands(w, s, why) || sounds_no_more(w, s, turns, why) || is_deaf(w, s, turns, why))
        return WATCH_BAD;
    return s->pulse.shown ? WATCH_WELL : WATCH_OPENS;
}

enum watch_verdict watch_look(struct watch *w, const struct watch_sample *s,
                              char why[LADDER_REASON])
{
    enum watch_verdict memory = watch_memory(w, s, why);
    enum watch_verdict verdict = w->seen ? judge(w, s, why) : WATCH_OPENS;
    w->last = *s;
    w->seen = true;
    return verdict == WATCH_BAD || memory == WATCH_WELL ? verdict : memory;
}
