// What parameters are: functions of show time.
#include "show/course.h"

#include <math.h>
#include <string.h>

double ramp_at(const struct ramp *r, double now_s, double standard)
{
    double from = r->from + r->share * standard;
    double gone_s = now_s - r->at_s;
    if (gone_s >= r->over_s)
        return r->to;
    return gone_s <= 0 ? from : from + (r->to - from) * ease_at(r->ease, gone_s / r->over_s);
}

double course_track_at(const struct show_plan *p, const struct plan_track *t, double at_s)
{
    const struct plan_key *keys = p->keys + t->keys.first;
    int low = 0, high = t->keys.count - 1;
    if (at_s >= keys[high].at_s)
        return keys[high].value;
    if (at_s <= keys[0].at_s)
        return keys[0].value;
    while (high - low > 1) { // keys[low] <= at_s < keys[high]
        int middle = (low + high) / 2;
        if (keys[middle].at_s <= at_s)
            low = middle;
        else
            high = middle;
    }
    const struct plan_key *a = &keys[low], *b = &keys[high];
    double u = (at_s - a->at_s) / (b->at_s - a->at_s);
    return a->value + (b->value - a->value) * ease_at(b->ease, u);
}

double course_timeline_s(const struct plan_timeline *t, const struct course_timeline *c,
                         double now_s)
{
    double at_s = fmax(fmin(now_s, c->stop_s) - c->at_s, 0);
    return t->loop ? fmod(at_s, t->duration_s) : fmin(at_s, t->duration_s);
}

static const struct plan_track *track_of(const struct show_plan *p, const struct plan_timeline *t,
                                         const char *control)
{
    for (int i = 0; i < t->tracks.count; i++)
        if (strcmp(p->tracks[t->tracks.first + i].control, control) == 0)
            return &p->tracks[t->tracks.first + i];
    return NULL;
}

static const struct course_set *set_of(const struct course *c, const char *control)
{
    for (int i = 0; i < c->set_count; i++)
        if (strcmp(c->sets[i].control, control) == 0)
            return &c->sets[i];
    return NULL;
}

// The timeline that began last of those that move it; -1: none. *second: the one before.
static int timeline_of(const struct show_plan *p, const struct course *c, const char *control,
                       int *second)
{
    int last = -1;
    *second = -1;
    for (int i = 0; i < p->timeline_count; i++) {
        if (!c->timelines[i].on || !track_of(p, &p->timelines[i], control))
            continue;
        if (last < 0 || c->timelines[i].rank > c->timelines[last].rank) {
            *second = last;
            last = i;
        } else if (*second < 0 || c->timelines[i].rank > c->timelines[*second].rank) {
            *second = i;
        }
    }
    return last;
}

double course_value(const struct show_plan *p, const struct course *c, const char *control,
                    double now_s, double standard, enum control_driver *driver)
{
    int second, last = timeline_of(p, c, control, &second);
    const struct course_set *s = set_of(c, control);
    enum control_driver unsaid;
    driver = driver ? driver : &unsaid;
    if (last >= 0 && (!s || c->timelines[last].rank > s->rank)) {
        const struct plan_timeline *t = &p->timelines[last];
        *driver = CONTROL_TIMELINE;
        return course_track_at(p, track_of(p, t, control),
                               course_timeline_s(t, &c->timelines[last], now_s));
    }
    *driver = s ? CONTROL_SET : CONTROL_STANDARD;
    return s ? ramp_at(&s->ramp, now_s, standard) : standard;
}

static bool runs(const struct show_plan *p, const struct course *c, int timeline, double at_s)
{
    const struct course_timeline *t = &c->timelines[timeline];
    double end_s = t->at_s + p->timelines[timeline].duration_s;
    return at_s < t->stop_s && (p->timelines[timeline].loop || at_s < end_s);
}

bool course_rivals(const struct show_plan *p, const struct course *c, const char *control,
                   int *loses, int *wins)
{
    *wins = timeline_of(p, c, control, loses);
    return *loses >= 0 && runs(p, c, *loses, c->timelines[*wins].at_s);
}

double course_light(const struct course *c, double now_s)
{
    return ramp_at(&c->light, now_s, 1);
}
