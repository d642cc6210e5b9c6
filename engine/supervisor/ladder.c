// The ladder: three restarts in ten minutes climb a step, an hour of health goes down one.
#include "supervisor/private.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

const char *ladder_word(enum ladder_step step)
{
    static const char *const words[LADDER_STEPS] = {"scene", "engine", "previous", "safe"};
    return words[step];
}

static void tell(struct ladder *l, const char *reason)
{
    if (l->told_count == LADDER_KEPT) {
        memmove(l->told, l->told + 1, (LADDER_KEPT - 1) * sizeof *l->told);
        l->told_count--;
    }
    struct ladder_told *t = &l->told[l->told_count++];
    t->at = (int64_t)time(NULL);
    t->step = l->step;
    snprintf(t->reason, sizeof t->reason, "%s", reason);
}

// Forgets the restarts that are too long ago, or of a time to come.
static void forget(struct ladder *l, double now_s)
{
    int kept = 0;
    for (int i = 0; i < l->restart_count; i++) {
        double ago_s = now_s - l->restarts_s[i];
        if (ago_s >= 0 && ago_s < LADDER_WITHIN_S)
            l->restarts_s[kept++] = l->restarts_s[i];
    }
    l->restart_count = kept;
}

void ladder_restart(struct ladder *l, double now_s, bool previous, const char *reason)
{
    forget(l, now_s);
    l->restarts_ever++;
    l->healthy_s = 0;
    l->restarts_s[l->restart_count++] = now_s;
    if (l->step == LADDER_SCENE)
        l->step = LADDER_ENGINE;
    if (l->restart_count == LADDER_RESTARTS) { // the third one is made with the next step already
        l->restart_count = 0;
        if (l->step < LADDER_SAFE)
            l->step = l->step == LADDER_ENGINE && previous ? LADDER_PREVIOUS : LADDER_SAFE;
    }
    tell(l, reason);
}

bool ladder_healthy(struct ladder *l, double seconds)
{
    if (l->step == LADDER_SCENE)
        return false;
    l->healthy_s += seconds;
    if (l->healthy_s < LADDER_HEALTH_S)
        return false;
    l->healthy_s = 0;
    l->restart_count = 0;
    l->step--;
    tell(l, "an hour of health");
    return true;
}

void ladder_foot(struct ladder *l, const char *reason)
{
    l->step = LADDER_SCENE;
    l->restart_count = 0;
    l->healthy_s = 0;
    tell(l, reason);
}
