// One projector brought to what is wanted, and kept there: it is asked what it does, told what to
// do when it can hear it, and asked again.
#include "base/clock.h"
#include "base/log.h"
#include "lamps/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PROJECTOR_SOON_S 5.0    // while it is on its way
#define PROJECTOR_SETTLED_S 60. // while it is where it should be
#define PROJECTOR_MOST_S 300.0  // between calls that fail
#define PROJECTOR_LATE_S 300.0  // not there by then: staff is told

static double now_s(void)
{
    return (double)clock_monotonic_ns() * 1e-9;
}

static const char *wish(const struct projector *p, bool on)
{
    return on ? "awake" : p->desc.mute ? "dark" : "asleep";
}

static void set_seen(struct projector *p, const struct lamps_seen *seen)
{
    pthread_mutex_lock(&p->lamps->lock);
    p->seen = *seen;
    pthread_mutex_unlock(&p->lamps->lock);
}

// Told when it begins and when the reason changes.
static void tell_trouble(struct projector *p, const char *why)
{
    struct lamps_seen seen = p->seen;
    if (strcmp(seen.trouble, why) != 0)
        log_warning("lamps", "projector \"%s\" %s; it is tried again", p->desc.id, why);
    seen.state = LAMPS_SILENT;
    snprintf(seen.trouble, sizeof seen.trouble, "%.159s", why);
    set_seen(p, &seen);
    p->failures++;
}

static void tell_well(struct projector *p, struct lamps_seen *seen)
{
    if (p->seen.trouble[0])
        log_info("lamps", "projector \"%s\" answers again", p->desc.id);
    seen->trouble[0] = '\0';
    p->failures = 0;
}

static bool ask_state(struct talk *t, struct lamps_seen *seen)
{
    static const enum lamps_state states[] = {LAMPS_STANDBY, LAMPS_LIT, LAMPS_COOLING,
                                              LAMPS_WARMING};
    enum pjlink_answer answer;
    char value[PJLINK_VALUE];
    if (!talk_ask(t, "%1POWR", "?", &answer, value))
        return false;
    if (answer == PJLINK_NOT_NOW) { // some say so in standby, some while they change
        seen->state = LAMPS_UNKNOWN;
        return true;
    }
    if (answer == PJLINK_BROKEN)
        return fault_set(&t->fault, "says that it is broken (ERR4)");
    if (answer != PJLINK_GIVES || value[0] < '0' || value[0] > '3' || value[1])
        return fault_set(&t->fault, "says something that is not PJLink");
    seen->state = states[value[0] - '0'];
    return true;
}

static void tell_faults(struct projector *p, const int faults[PJLINK_FAULTS])
{
    static const char *const names[PJLINK_FAULTS] = {"fan",   "lamp",   "temperature",
                                                     "cover", "filter", "other"};
    for (int i = 0; i < PJLINK_FAULTS; i++)
        if (faults[i] > p->faults[i])
            log_warning("lamps", "projector \"%s\": %s: %s", p->desc.id, names[i],
                        faults[i] == 1 ? "warning" : "error");
    memcpy(p->faults, faults, sizeof p->faults);
}

// What only staff wants to know; a projector that does not tell is none the worse.
static bool ask_more(struct projector *p, struct talk *t, struct lamps_seen *seen)
{
    enum pjlink_answer answer;
    char value[PJLINK_VALUE];
    int faults[PJLINK_FAULTS];
    if (!talk_ask(t, "%1ERST", "?", &answer, value))
        return false;
    if (answer == PJLINK_GIVES && pjlink_faults(value, faults))
        tell_faults(p, faults);
    if (!talk_ask(t, "%1LAMP", "?", &answer, value))
        return false;
    seen->lamp_hours = answer == PJLINK_GIVES ? pjlink_lamp_hours(value) : -1;
    if (!p->class) {
        if (!talk_ask(t, "%1CLSS", "?", &answer, value))
            return false;
        p->class = answer == PJLINK_GIVES && strcmp(value, "2") == 0 ? 2 : 1;
    }
    seen->filter_hours = -1;
    if (p->class < 2)
        return true;
    if (!talk_ask(t, "%2FILT", "?", &answer, value))
        return false;
    int hours = -1;
    if (answer == PJLINK_GIVES && strlen(value) <= 5 && sscanf(value, "%d", &hours) == 1)
        seen->filter_hours = hours;
    return true;
}

// One that answers ERR3 is asked again; one that knows no such command is told of.
static bool order(struct talk *t, const char *command, const char *parameter)
{
    enum pjlink_answer answer;
    char value[PJLINK_VALUE];
    if (!talk_ask(t, command, parameter, &answer, value))
        return false;
    if (answer == PJLINK_OK || answer == PJLINK_NOT_NOW)
        return true;
    return fault_set(&t->fault, "does not do %s %s (%s)", command + 2, parameter,
                     answer == PJLINK_BROKEN ? "it is broken" : "it knows no such thing");
}

static bool mute(struct projector *p, struct talk *t, bool on, struct lamps_seen *seen)
{
    if (!p->desc.mute || seen->state != LAMPS_LIT || seen->dark == !on)
        return true;
    if (!order(t, "%1AVMT", on ? "30" : "31"))
        return false;
    seen->dark = !on;
    return true;
}

// A lamp that is cooling takes no order, one that warms up is let do so.
static bool bring(struct projector *p, struct talk *t, bool on, struct lamps_seen *seen)
{
    bool lit = on || p->desc.mute;
    bool moving = seen->state == LAMPS_COOLING || seen->state == LAMPS_WARMING;
    bool there = seen->state == (lit ? LAMPS_LIT : LAMPS_STANDBY);
    if (there || moving)
        return mute(p, t, on, seen);
    return order(t, "%1POWR", lit ? "1" : "0");
}

static bool is_there(const struct projector *p, bool on, const struct lamps_seen *seen)
{
    if (p->desc.mute)
        return seen->state == LAMPS_LIT && seen->dark == !on;
    return seen->state == (on ? LAMPS_LIT : LAMPS_STANDBY);
}

static void tell_progress(struct projector *p, bool on, const struct lamps_seen *seen)
{
    bool there = is_there(p, on, seen);
    if (there && !isnan(p->asked_s) && seen->lamp_hours >= 0)
        log_info("lamps", "projector \"%s\" is %s; its lamp has burnt %ld h", p->desc.id,
                 wish(p, on), seen->lamp_hours);
    else if (there && !isnan(p->asked_s))
        log_info("lamps", "projector \"%s\" is %s", p->desc.id, wish(p, on));
    if (there)
        p->asked_s = NAN;
    else if (isnan(p->asked_s))
        p->asked_s = now_s();
}

static void tell_late(struct projector *p, bool on)
{
    double late_s = PROJECTOR_LATE_S * p->lamps->desc.pace;
    if (isnan(p->asked_s) || p->late_told || now_s() - p->asked_s < late_s)
        return;
    log_warning("lamps", "projector \"%s\" is not %s after %.0f s; look at it", p->desc.id,
                wish(p, on), now_s() - p->asked_s);
    p->late_told = true;
}

// One call. Returns when to call again, in seconds.
static double visit(struct projector *p, bool on)
{
    struct talk t;
    struct lamps_seen seen = p->seen;
    bool well = talk_open(&t, &p->desc, p->lamps->stop_fd, p->lamps->desc.pace) &&
                ask_state(&t, &seen) && bring(p, &t, on, &seen) &&
                (seen.state != LAMPS_LIT || ask_more(p, &t, &seen));
    talk_close(&t);
    if (p->lamps->stopping)
        return 0;
    if (!well) {
        p->class = 0;
        tell_trouble(p, t.fault.text);
        tell_late(p, on);
        return fmin(PROJECTOR_SOON_S * exp2(fmin(p->failures - 1, 10)), PROJECTOR_MOST_S);
    }
    tell_well(p, &seen);
    tell_progress(p, on, &seen);
    tell_late(p, on);
    set_seen(p, &seen);
    return is_there(p, on, &seen) ? PROJECTOR_SETTLED_S : PROJECTOR_SOON_S;
}

void *projector_run(void *projector)
{
    struct projector *p = projector;
    struct lamps *l = p->lamps;
    unsigned turn = 0;
    double wait_s = INFINITY;
    pthread_mutex_lock(&l->lock);
    while (lamps_wait(l, turn, wait_s)) {
        bool on = l->projectors_on;
        if (turn != l->turn) {
            turn = l->turn;
            p->failures = 0;
            p->late_told = false;
            p->asked_s = now_s();
        }
        pthread_mutex_unlock(&l->lock);
        wait_s = visit(p, on) * l->desc.pace;
        pthread_mutex_lock(&l->lock);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}
