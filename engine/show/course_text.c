// The course as text: what the journal keeps and what stations tell each other.
#include "show/course.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FARTHEST_S 1e9 // of a show time: thirty years

// NaN and the infinities are null.
static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *ramp_json(const struct ramp *r)
{
    return json_pack("[o, o, o, o, o, s]", number(r->from), number(r->share), number(r->to),
                     number(r->at_s), number(r->over_s), ease_words()[r->ease]);
}

static json_t *stages_json(const struct show_plan *p, const struct course *c,
                           const struct course_names *names)
{
    json_t *all = json_object();
    for (int s = 0; s < names->station_count; s++) {
        json_t *list = json_array();
        bool any = false;
        for (int k = 0; k < SCENE_STAGES; k++) {
            const struct course_stage *stage = &c->stages[s][k];
            any = any || stage->cue >= 0;
            json_array_append_new(list, stage->cue < 0 ? json_null()
                                                       : json_pack("[s, o]", p->cues[stage->cue].id,
                                                                   number(stage->at_s)));
        }
        if (any)
            json_object_set(all, names->stations[s].id, list);
        json_decref(list);
    }
    return all;
}

static json_t *timelines_json(const struct show_plan *p, const struct course *c)
{
    json_t *all = json_object();
    for (int i = 0; i < p->timeline_count; i++) {
        const struct course_timeline *t = &c->timelines[i];
        if (t->on)
            json_object_set_new(all, p->timelines[i].id,
                                json_pack("[o, o, I]", number(t->at_s), number(t->stop_s),
                                          (json_int_t)t->rank));
    }
    return all;
}

static json_t *sets_json(const struct course *c)
{
    json_t *all = json_object();
    for (int i = 0; i < c->set_count; i++)
        json_object_set_new(all, c->sets[i].control,
                            json_pack("[o, I]", ramp_json(&c->sets[i].ramp),
                                      (json_int_t)c->sets[i].rank));
    return all;
}

static json_t *came_json(const struct show_plan *p, const struct course *c)
{
    json_t *all = json_array();
    for (int i = 0; i < c->came_count; i++)
        json_array_append_new(all, json_pack("[s, o]", p->cues[c->came[i].cue].id,
                                             number(c->came[i].at_s)));
    return all;
}

static const char *cue_id(const struct show_plan *p, int cue)
{
    return cue >= 0 ? p->cues[cue].id : "";
}

char *course_text(const struct show_plan *p, const struct course *c,
                  const struct course_names *names)
{
    json_t *all =
        json_pack("{s:I, s:i, s:o, s:s, s:i, s:b, s:[s,o], s:[s,o,o], s:b, s:o, s:I, s:[i,o], s:o, "
                  "s:o, s:o, s:o}",
                  "counter", (json_int_t)c->counter, "author", c->author, "epoch",
                  number(c->epoch_s), "list", p->lists[c->list].id, "place", c->place, "listed",
                  c->listed, "cue", cue_id(p, c->cue), number(c->cue_s), "coming",
                  cue_id(p, c->coming), number(c->coming_s), number(c->held_s), "dark", c->dark,
                  "light", ramp_json(&c->light), "ranks", (json_int_t)c->ranks, "programme",
                  c->programme, number(c->programme_s), "stages", stages_json(p, c, names),
                  "timelines", timelines_json(p, c), "sets", sets_json(c), "came", came_json(p, c));
    char *text = all ? json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    json_decref(all);
    if (text && strlen(text) > COURSE_TEXT) {
        free(text);
        text = NULL;
    }
    return text;
}

static double real(const json_t *value, double otherwise)
{
    double x = json_number_value(value);
    return json_is_number(value) && isfinite(x) && fabs(x) <= FARTHEST_S ? x : otherwise;
}

static double nth(const json_t *list, size_t n, double otherwise)
{
    return real(json_array_get(list, n), otherwise);
}

static int64_t whole(const json_t *value)
{
    json_int_t n = json_integer_value(value);
    return n > 0 && n < INT64_MAX / 2 ? n : 0;
}

static struct ramp read_ramp(const json_t *list)
{
    struct ramp r = {.from = nth(list, 0, 0),
                     .share = fmin(fmax(nth(list, 1, 0), 0), 1),
                     .to = nth(list, 2, 0),
                     .at_s = nth(list, 3, 0),
                     .over_s = fmax(nth(list, 4, 0), 0)};
    const char *word = json_string_value(json_array_get(list, 5));
    if (word)
        ease_find(word, &r.ease);
    return r;
}

static int cue_at(const struct show_plan *p, const json_t *list)
{
    const char *id = json_string_value(json_array_get(list, 0));
    return id && *id ? plan_cue_find(p, id) : -1;
}

static bool brings(const struct show_plan *p, int cue, int station, int stage)
{
    const struct plan_span enters = p->cues[cue].enters;
    for (int i = 0; i < enters.count; i++)
        if (p->enters[enters.first + i].station == station &&
            p->enters[enters.first + i].stage == stage)
            return true;
    return false;
}

static void read_stages(const struct show_plan *p, const struct course_names *names,
                        const json_t *all, struct course *c)
{
    for (int s = 0; s < names->station_count; s++) {
        const json_t *list = json_object_get(all, names->stations[s].id);
        for (size_t k = 0; k < SCENE_STAGES; k++) {
            const json_t *stage = json_array_get(list, k);
            int cue = cue_at(p, stage);
            if (cue >= 0 && brings(p, cue, s, (int)k))
                c->stages[s][k] = (struct course_stage){cue, nth(stage, 1, 0)};
        }
    }
}

static void read_timelines(const struct show_plan *p, const json_t *all, struct course *c)
{
    for (int i = 0; i < p->timeline_count; i++) {
        const json_t *t = json_object_get(all, p->timelines[i].id);
        if (json_is_array(t))
            c->timelines[i] = (struct course_timeline){.on = true,
                                                       .at_s = nth(t, 0, 0),
                                                       .stop_s = nth(t, 1, INFINITY),
                                                       .rank = whole(json_array_get(t, 2))};
    }
}

static void read_sets(const json_t *all, struct course *c)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)all, name, value)
    {
        if (c->set_count >= COURSE_SETS || !control_is_name(name))
            continue;
        struct course_set *s = &c->sets[c->set_count++];
        snprintf(s->control, sizeof s->control, "%s", name);
        s->ramp = read_ramp(json_array_get(value, 0));
        s->rank = whole(json_array_get(value, 1));
    }
}

static void read_came(const struct show_plan *p, const json_t *all, struct course *c)
{
    for (size_t i = 0; i < json_array_size(all) && c->came_count < COURSE_CAME; i++) {
        const json_t *one = json_array_get(all, i);
        int cue = cue_at(p, one);
        if (cue >= 0)
            c->came[c->came_count++] = (struct course_came){cue, nth(one, 1, 0)};
    }
}

static void read_place(const struct show_plan *p, const json_t *all, struct course *c)
{
    const char *list = json_string_value(json_object_get(all, "list"));
    const json_t *place = json_object_get(all, "place");
    int n = list ? plan_list_find(p, list) : -1;
    c->list = n >= 0 ? n : 0;
    json_int_t at = json_is_integer(place) ? json_integer_value(place) : -1;
    c->place = at >= -1 && at < p->lists[c->list].count ? (int)at : -1;
    c->listed = json_is_true(json_object_get(all, "listed"));
    int here = c->cue >= 0 && !c->listed ? plan_place(&p->lists[c->list], c->cue) : -1;
    c->place = here >= 0 ? here : c->place; // the plan may have been changed
}

bool course_read(const struct show_plan *p, const struct course_names *names, const char *text,
                 size_t length, struct course *c, struct fault *f)
{
    json_error_t error;
    json_t *all = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(all) || !json_is_integer(json_object_get(all, "counter"))) {
        json_decref(all);
        return fault_set(f, "it is not where a show stands");
    }
    course_begin(p, c);
    c->coming = -1;
    c->counter = (uint64_t)whole(json_object_get(all, "counter"));
    c->author = (int)fmin(fmax(real(json_object_get(all, "author"), 0), 0), SHOW_STATIONS);
    c->epoch_s = json_number_value(json_object_get(all, "epoch"));
    if (!isfinite(c->epoch_s) || fabs(c->epoch_s) > 1e11)
        c->epoch_s = 0;
    c->cue = cue_at(p, json_object_get(all, "cue"));
    c->cue_s = nth(json_object_get(all, "cue"), 1, 0);
    c->coming = cue_at(p, json_object_get(all, "coming"));
    c->coming_s = nth(json_object_get(all, "coming"), 1, 0);
    c->held_s = fmax(nth(json_object_get(all, "coming"), 2, 0), 0);
    c->dark = json_is_true(json_object_get(all, "dark"));
    c->light = read_ramp(json_object_get(all, "light"));
    c->light.from = fmin(fmax(c->light.from, 0), 1);
    c->light.share = 0;
    c->light.to = c->dark ? 0 : 1;
    c->ranks = whole(json_object_get(all, "ranks"));
    const json_t *programme = json_object_get(all, "programme");
    c->programme = (int)fmin(fmax(nth(programme, 0, -1), -1), p->programme_count - 1);
    c->programme_s = nth(programme, 1, 0);
    read_place(p, all, c);
    read_stages(p, names, json_object_get(all, "stages"), c);
    read_timelines(p, json_object_get(all, "timelines"), c);
    read_sets(json_object_get(all, "sets"), c);
    read_came(p, json_object_get(all, "came"), c);
    json_decref(all);
    return true;
}
