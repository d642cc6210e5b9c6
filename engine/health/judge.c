// Whether a station does well: from what it knows of itself alone.
#include "health/health.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LATE_SHARE 0.1      // of the frames of a second; a few late ones nobody sees
#define HEALTH_FOOT "scene" // the foot of the supervisor's ladder: scenes are begun anew, no more
#define HOT_C 90.0          // most processors slow themselves down from here on

__attribute__((format(printf, 3, 4))) static void
add(struct health_verdict *v, enum health_state state, const char *format, ...)
{
    v->state = state > v->state ? state : v->state;
    if (v->why_count == (int)(sizeof v->why / sizeof *v->why))
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(v->why[v->why_count++], sizeof *v->why, format, args);
    va_end(args);
}

static void judge_frames(const struct staff_meter *m, struct health_verdict *to)
{
    if (m->last.frames > 4 && m->last.lates > LATE_SHARE * m->last.frames)
        add(to, HEALTH_STRAINED, "%d of %d frames were late in a second", m->last.lates,
            m->last.frames);
}

void health_judge(const struct health_facts *facts, const struct health_machine *machine,
                  struct health_verdict *to)
{
    const struct staff_facts *s = facts->staff;
    *to = (struct health_verdict){.state = HEALTH_GOOD};
    judge_frames(s->meter, to);
    if (facts->safe)
        add(to, HEALTH_BAD, "the safe scene stands there, without content");
    for (int i = 0; i < s->scene_count; i++)
        if (s->scenes[i].name[0] && s->scenes[i].back_in_s >= 0)
            add(to, HEALTH_BAD, "stage %.40s: scene %.40s was stopped", s->scenes[i].stage,
                s->scenes[i].name);
    if (machine->ladder[0] && strcmp(machine->ladder, HEALTH_FOOT) != 0)
        add(to, HEALTH_STRAINED, "the supervisor stands at \"%s\"", machine->ladder);
    if (machine->temperature_c >= HOT_C)
        add(to, HEALTH_STRAINED, "%.0f degrees", machine->temperature_c);
    if (facts->visits_lost > 0)
        add(to, HEALTH_STRAINED, "%u records of visits were lost", facts->visits_lost);
}
