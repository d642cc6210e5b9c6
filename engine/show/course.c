// Where the show stands: what cues, verbs and the clock do to it.
#include "show/course.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void course_begin(const struct show_plan *p, struct course *c)
{
    *c = (struct course){.cue = -1, .coming = -1, .place = -1, .programme = -1};
    c->light = (struct ramp){.from = 1, .to = 1};
    for (int i = 0; i < SHOW_STATIONS; i++)
        for (int k = 0; k < SCENE_STAGES; k++)
            c->stages[i][k] = (struct course_stage){.cue = -1};
    for (int i = 0; i < PLAN_TIMELINES; i++)
        c->timelines[i].stop_s = INFINITY;
    if (p->start >= 0) {
        c->coming = p->start;
        c->coming_s = p->cues[p->start].wait_s;
    }
}

static int after(const struct show_plan *p, const struct course *c)
{
    const struct plan_list *l = &p->lists[c->list];
    if (c->cue >= 0 && p->cues[c->cue].next >= 0 && !c->listed)
        return p->cues[c->cue].next;
    return c->place + 1 < l->count ? l->cues[c->place + 1] : -1;
}

int course_next(const struct show_plan *p, const struct course *c)
{
    return c->coming >= 0 ? c->coming : after(p, c);
}

static struct course_set *set_slot(struct course *c, const char *control)
{
    int oldest = 0;
    for (int i = 0; i < c->set_count; i++) {
        if (strcmp(c->sets[i].control, control) == 0)
            return &c->sets[i];
        if (c->sets[i].rank < c->sets[oldest].rank)
            oldest = i;
    }
    struct course_set *s = c->set_count < COURSE_SETS ? &c->sets[c->set_count++] : &c->sets[oldest];
    *s = (struct course_set){0};
    snprintf(s->control, sizeof s->control, "%s", control);
    return s;
}

static void set(const struct show_plan *p, struct course *c, const char *control, double to,
                double at_s, double over_s, enum ease ease)
{
    double from = course_value(p, c, control, at_s, 0, NULL);
    double share = course_value(p, c, control, at_s, 1, NULL) - from;
    struct course_set *s = set_slot(c, control);
    s->ramp = (struct ramp){
        .from = from, .share = share, .to = to, .at_s = at_s, .over_s = over_s, .ease = ease};
    s->rank = ++c->ranks;
}

// The next cue comes by itself `in_s` after at_s.
static void expect(struct course *c, int cue, double at_s, double in_s)
{
    c->coming = cue;
    c->coming_s = at_s + in_s;
    c->held_s = in_s;
}

static void bring_scenes(const struct show_plan *p, struct course *c, const struct plan_cue *cue,
                         double at_s)
{
    for (int i = 0; i < cue->enters.count; i++) {
        const struct plan_enter *e = &p->enters[cue->enters.first + i];
        c->stages[e->station][e->stage] =
            (struct course_stage){.cue = (int)(cue - p->cues), .at_s = at_s};
    }
}

static void run_timelines(const struct show_plan *p, struct course *c, const struct plan_cue *cue,
                          double at_s)
{
    for (int i = 0; i < cue->stops.count; i++) {
        struct course_timeline *t = &c->timelines[p->starts[cue->stops.first + i]];
        if (t->on && isinf(t->stop_s))
            t->stop_s = at_s;
    }
    for (int i = 0; i < cue->starts.count; i++)
        c->timelines[p->starts[cue->starts.first + i]] = (struct course_timeline){
            .on = true, .at_s = at_s, .stop_s = INFINITY, .rank = ++c->ranks};
}

static void fire(const struct show_plan *p, struct course *c, int n, double at_s,
                 struct course_fired *fired)
{
    const struct plan_cue *cue = &p->cues[n];
    int place = plan_place(&p->lists[c->list], n);
    c->cue = n;
    c->cue_s = at_s;
    c->listed = false;
    c->coming = -1;
    if (place >= 0)
        c->place = place;
    bring_scenes(p, c, cue, at_s);
    for (int i = 0; i < cue->sets.count; i++) {
        const struct plan_set *s = &p->sets[cue->sets.first + i];
        set(p, c, s->control, s->to, at_s, cue->over_s, cue->ease);
    }
    run_timelines(p, c, cue, at_s);
    int next = after(p, c);
    if (cue->follows == PLAN_FOLLOWS && next >= 0)
        expect(c, next, at_s, cue->follow_s + p->cues[next].wait_s);
    c->came_count = c->came_count < COURSE_CAME ? c->came_count + 1 : COURSE_CAME;
    memmove(c->came + 1, c->came, (size_t)(c->came_count - 1) * sizeof *c->came);
    c->came[0] = (struct course_came){n, at_s};
    if (fired->count < COURSE_FIRED)
        fired->items[fired->count++] = c->came[0];
}

// By GO or by name: after its wait.
static void bring(const struct show_plan *p, struct course *c, int cue, double at_s,
                  struct course_fired *fired)
{
    if (p->cues[cue].wait_s > 0)
        expect(c, cue, at_s, p->cues[cue].wait_s);
    else
        fire(p, c, cue, at_s, fired);
}

static bool go(const struct show_plan *p, struct course *c, double at_s, struct course_fired *fired,
               const char **why)
{
    int next = after(p, c);
    if (c->coming >= 0) {
        fire(p, c, c->coming, at_s, fired); // it does not wait any longer
        return true;
    }
    if (next < 0) {
        *why = "the list is at its end";
        return false;
    }
    bring(p, c, next, at_s, fired);
    return true;
}

static bool back(const struct show_plan *p, struct course *c, double at_s,
                 struct course_fired *fired, const char **why)
{
    if (c->place < 1) {
        *why = "there is no cue before";
        return false;
    }
    fire(p, c, p->lists[c->list].cues[c->place - 1], at_s, fired);
    return true;
}

static bool cue_named(const struct show_plan *p, struct course *c, const struct show_order *o,
                      struct course_fired *fired, const char **why)
{
    int cue = plan_cue_find(p, o->name);
    if (cue < 0) {
        *why = "there is no such cue";
        return false;
    }
    bring(p, c, cue, o->at_s, fired);
    return true;
}

static bool choose_list(const struct show_plan *p, struct course *c, const char *name,
                        const char **why)
{
    int list = plan_list_find(p, name);
    if (list < 0) {
        *why = "there is no such list";
        return false;
    }
    c->list = list;
    c->place = -1;
    c->listed = true;
    return true;
}

// Light and sound go, or come again, from where they are. What would come by itself waits.
static bool panic(const struct show_plan *p, struct course *c, const struct show_order *o,
                  bool dark, const char **why)
{
    if (c->dark == dark) {
        *why = dark ? "it is dark already" : "there was no panic";
        return false;
    }
    double over_s = o->over_s >= 0 ? o->over_s : p->panic_s;
    c->light = (struct ramp){.from = course_light(c, o->at_s),
                             .to = dark ? 0 : 1,
                             .at_s = o->at_s,
                             .over_s = over_s,
                             .ease = EASE_LINEAR};
    c->dark = dark;
    if (dark)
        c->held_s = fmax(c->coming_s - o->at_s, 0);
    else
        c->coming_s = o->at_s + c->held_s;
    return true;
}

bool course_do(const struct show_plan *p, struct course *c, const struct show_order *order,
               struct course_fired *fired, const char **why)
{
    const char *unsaid;
    why = why ? why : &unsaid;
    switch (order->verb) {
    case SHOW_GO:
        return go(p, c, order->at_s, fired, why);
    case SHOW_BACK:
        return back(p, c, order->at_s, fired, why);
    case SHOW_CUE:
        return cue_named(p, c, order, fired, why);
    case SHOW_LIST:
        return choose_list(p, c, order->name, why);
    case SHOW_PANIC:
    case SHOW_RESUME:
        return panic(p, c, order, order->verb == SHOW_PANIC, why);
    case SHOW_SET:
        set(p, c, order->name, order->value, order->at_s, fmax(order->over_s, 0), EASE_INOUT);
        return true;
    }
    return false;
}

// Until now_s, or before `before_s`.
static void follow(const struct show_plan *p, struct course *c, double until_s, bool before,
                   struct course_fired *fired)
{
    while (!c->dark && c->coming >= 0 &&
           (before ? c->coming_s < until_s : c->coming_s <= until_s + COURSE_SOON_S)) {
        if (fired->count >= COURSE_FIRED) {
            fired->more = true;
            return;
        }
        fire(p, c, c->coming, c->coming_s, fired);
    }
}

void course_advance(const struct show_plan *p, struct course *c, double now_s, double wall_s,
                    struct course_fired *fired)
{
    int programme = -1, cue = -1;
    double since = 0;
    if (c->dark)
        return;
    bool on = p->programme_count > 0 && isfinite(wall_s) &&
              programme_at(p, wall_s + now_s, &programme, &cue, &since);
    double since_s = since - wall_s;
    if (on && (programme != c->programme || fabs(since_s - c->programme_s) > 1e-3)) {
        follow(p, c, since_s, true, fired);
        if (fired->more)
            return;
        fire(p, c, cue, since_s, fired);
        c->programme = programme;
        c->programme_s = since_s;
    } else if (!on && isfinite(wall_s)) {
        c->programme = -1;
    }
    follow(p, c, now_s, false, fired);
}

static double ramp_next_s(const struct ramp *r, double now_s)
{
    return now_s < r->at_s + r->over_s ? fmax(now_s, r->at_s) : INFINITY;
}

double course_next_s(const struct show_plan *p, const struct course *c, double now_s)
{
    double next_s = ramp_next_s(&c->light, now_s);
    if (c->coming >= 0 && !c->dark)
        next_s = fmin(next_s, c->coming_s);
    for (int i = 0; i < c->set_count; i++)
        next_s = fmin(next_s, ramp_next_s(&c->sets[i].ramp, now_s));
    for (int i = 0; i < p->timeline_count; i++) {
        const struct course_timeline *t = &c->timelines[i];
        double end_s = p->timelines[i].loop ? INFINITY : t->at_s + p->timelines[i].duration_s;
        if (t->on && now_s < fmin(end_s, t->stop_s))
            next_s = fmin(next_s, fmax(now_s, t->at_s));
    }
    return next_s;
}

static bool has_come(const struct course *c, const struct course_came *came)
{
    for (int i = 0; i < c->came_count; i++)
        if (c->came[i].cue == came->cue && fabs(c->came[i].at_s - came->at_s) < 1e-3)
            return true;
    return false;
}

void course_heard(const struct course *c, const struct course *then, struct course_fired *fired)
{
    for (int i = then->came_count - 1; i >= 0; i--)
        if (!has_come(c, &then->came[i]) && fired->count < COURSE_FIRED)
            fired->items[fired->count++] = then->came[i];
}

bool course_newer(const struct course *a, const struct course *b)
{
    return a->counter != b->counter ? a->counter > b->counter
           : a->author != b->author ? a->author < b->author
                                    : a->epoch_s < b->epoch_s - 1e-3;
}
