// Facts from the rooms of a station onto its overlays.
#include "staffed.h"

#include <math.h>
#include <stdio.h>

#define MIB 1048576.0

// A second's worth, also where it was counted for less.
static void take_costs(struct station *s)
{
    double now_s = s->scene->now_s, seconds = now_s - s->costed_s;
    for (int i = 0; s->script && i < s->scene->stage_count; i++) {
        struct staff_scene *to = &s->facts.scenes[i];
        struct script_cost cost;
        script_cost(s->script, i, &cost);
        snprintf(to->name, sizeof to->name, "%s", cost.name);
        to->cpu_ms = seconds > 0 ? cost.cpu_s * 1e3 / seconds : 0;
        to->worst_ms = cost.worst_s * 1e3;
        to->budget_ms = cost.budget_s * 1e3;
        to->memory_mib = (double)cost.memory_bytes / MIB;
        to->memory_most_mib = (double)cost.memory_most / MIB;
        to->back_in_s = isfinite(cost.back_s) ? fmax(cost.back_s - now_s, 0) : -1;
    }
    s->costed_s = now_s;
}

void staffed_show(struct station *s, bool shown)
{
    s->staffed = s->meter.on = shown;
    s->staffed_s = -INFINITY;
    if (shown)
        take_costs(s); // from now on
    for (int i = 0; i < s->scene->overlay_count; i++)
        s->scene->overlays[i].shown = shown || s->hands.open;
}

void staffed_measure(struct station *s, bool asked)
{
    s->meter.on = asked || s->staffed;
}

void staffed_gather(struct station *s)
{
    if (fabs(s->scene->now_s - s->costed_s) >= 1) // show time may have been set back
        take_costs(s);
    staff_gather(&s->facts, s->scene);
    s->facts.meter = &s->meter;
    s->facts.rate_hz = s->place->rate_hz;
    s->facts.lacking = s->words ? words_lacking(s->words) : 0;
    s->facts.fault_count = log_recent(s->facts.faults, STAFF_FAULTS);
}

void staffed_update(struct station *s)
{
    double now_s = s->scene->now_s;
    if (!s->staffed || s->hands.open || s->scene->still || now_s < staffed_next_s(s))
        return;
    s->staffed_s = now_s;
    staffed_gather(s);
    for (int i = 0; i < s->scene->overlay_count; i++) {
        struct scene_overlay *o = &s->scene->overlays[i];
        snprintf(s->facts.output, sizeof s->facts.output, "%s", s->place->outputs[i].id);
        staff_draw(&s->facts, &o->list, o->width, o->height);
    }
}

double staffed_next_s(const struct station *s)
{
    return s->staffed ? s->staffed_s + STAFF_EVERY_S : INFINITY;
}
