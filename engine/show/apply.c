// The course of the show, laid on the table of one station: scenes, light, gain, parameters, and
// what scenes and other programs are told.
#include "base/log.h"
#include "show/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define GAIN_LEAST_DB (-120.0)
#define GAIN_MOST_DB 24.0

static const struct show_plan *plan(const struct show *s)
{
    return s->bus->desc.plan;
}

// ---- scenes

static const struct plan_enter *enter_of(const struct show_plan *p, int cue, int station, int stage)
{
    const struct plan_span span = p->cues[cue].enters;
    for (int i = 0; i < span.count; i++) {
        const struct plan_enter *e = &p->enters[span.first + i];
        if (e->station == station && e->stage == stage)
            return e;
    }
    return NULL;
}

static void bring(struct scene_stage *stage, const char *scene, const struct params *params,
                  const struct transition *how, double at_s)
{
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "%s", scene);
    stage->next_params = *params;
    stage->how = *how;
    stage->next_at_s = at_s;
    stage->redraw = true;
}

static void enter_stage(struct show *s, int n, struct scene_stage *stage)
{
    static const struct params nothing;
    static const struct transition cut;
    const struct course_stage *to = &s->bus->course.stages[s->self][n];
    const struct plan_enter *e = to->cue >= 0 ? enter_of(plan(s), to->cue, s->self, n) : NULL;
    stage->home.held = e != NULL;
    stage->home.left = false;
    if (e) {
        bring(stage, e->scene, &e->params, &e->how, to->at_s);
        memcpy(stage->home.scene, stage->next, sizeof stage->home.scene);
        stage->home.params = e->params;
        stage->home.at_s = to->at_s;
    } else if (s->scenes[n][0]) {
        bring(stage, s->scenes[n], &nothing, &cut, 0);
        stage->home.freed = true;
    }
}

static void enter_scenes(struct show *s, struct scene *scene)
{
    for (int n = 0; n < scene->stage_count && n < SCENE_STAGES; n++) {
        const struct course_stage *to = &s->bus->course.stages[s->self][n];
        bool same = to->cue == s->stages[n].cue && to->at_s == s->stages[n].at_s;
        if (same && s->entered)
            continue;
        // The stage's own scene was entered when the station was opened.
        if (to->cue >= 0 || s->stages[n].cue >= 0 || s->anew)
            enter_stage(s, n, &scene->stages[n]);
        s->stages[n] = *to;
    }
    s->entered = true;
    s->anew = false;
    s->version = s->bus->version;
}

// ---- parameters

static void tell_rivals(struct show *s, const struct controls *controls, int n)
{
    int loses, wins;
    if (s->rivals_said[n] ||
        !course_rivals(plan(s), &s->bus->course, controls->items[n].name, &loses, &wins))
        return;
    s->rivals_said[n] = true;
    log_warning("show", "timelines \"%s\" and \"%s\" both move %s; the last, \"%s\", wins",
                plan(s)->timelines[loses].id, plan(s)->timelines[wins].id, controls->items[n].name,
                plan(s)->timelines[wins].id);
}

static double value_of(const struct show *s, const char *name, double now_s, double standard)
{
    return course_value(plan(s), &s->bus->course, name, now_s, standard, NULL);
}

static void mark(struct scene *scene, uint32_t stages)
{
    for (int n = 0; n < scene->stage_count; n++)
        if (stages >> n & 1)
            scene_redraw(scene, n);
}

static void move_controls(struct show *s, double now_s, struct scene *scene)
{
    struct controls *controls = &scene->controls;
    for (int i = 0; i < controls->count; i++) {
        struct control *c = &controls->items[i];
        double value =
            course_value(plan(s), &s->bus->course, c->name, now_s, c->standard, &c->driver);
        if (control_put(c, isnan(value) ? 0 : value))
            mark(scene, c->stages);
        if (c->driver == CONTROL_TIMELINE)
            tell_rivals(s, controls, i);
    }
}

// Names that the show moves on this station, noted before a scene asks for them.
static void note(const struct show *s, struct controls *controls, const char *name)
{
    const char *id = s->stations[s->self].id;
    size_t n = strlen(id);
    if (strncmp(name, id, n) == 0 && name[n] == '/')
        control_note(controls, name);
}

void show_declare(struct show *s, struct scene *scene)
{
    hold_declare(s, scene);
    if (!plan(s))
        return;
    s->declared = true;
    char name[CONTROL_NAME];
    struct controls *c = &scene->controls;
    const char *id = s->stations[s->self].id;
    control_declare(c, "show/opacity", 0, 1, 1, "");
    control_declare(c, "show/gain", GAIN_LEAST_DB, GAIN_MOST_DB, 0, "dB");
    snprintf(name, sizeof name, "%s/gain", id);
    control_declare(c, name, GAIN_LEAST_DB, GAIN_MOST_DB, 0, "dB");
    for (int n = 0; n < scene->stage_count; n++) {
        snprintf(name, sizeof name, "%s/%s/opacity", id, scene->stages[n].id);
        control_declare(c, name, 0, 1, 1, "");
    }
    for (int i = 0; i < plan(s)->set_count; i++)
        note(s, c, plan(s)->sets[i].control);
    for (int i = 0; i < plan(s)->track_count; i++)
        note(s, c, plan(s)->tracks[i].control);
}

static double clamped(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

static void set_light(struct show *s, double now_s, struct scene *scene)
{
    char name[CONTROL_NAME];
    const char *id = s->stations[s->self].id;
    double light = course_light(&s->bus->course, now_s);
    double all =
        clamped(value_of(s, "show/opacity", now_s, 1), 0, 1) * light * (double)scene->house;
    for (int n = 0; n < scene->stage_count; n++) {
        struct scene_stage *stage = &scene->stages[n];
        snprintf(name, sizeof name, "%s/%s/opacity", id, stage->id);
        float opacity = (float)(clamped(value_of(s, name, now_s, 1), 0, 1) * all);
        if (opacity != stage->opacity)
            stage->picture++;
        stage->opacity = opacity;
    }
    snprintf(name, sizeof name, "%s/gain", id);
    double own_db = clamped(value_of(s, name, now_s, 0), GAIN_LEAST_DB, GAIN_MOST_DB);
    double all_db = clamped(value_of(s, "show/gain", now_s, 0), GAIN_LEAST_DB, GAIN_MOST_DB);
    bool silent = own_db <= GAIN_LEAST_DB || all_db <= GAIN_LEAST_DB;
    scene->gain = silent ? 0 : (float)(pow(10, (own_db + all_db) / 20) * light) * scene->hush;
}

// ---- cues, told

static void tell_scenes(struct scene *scene, const char *cue, double at_s)
{
    struct event e = {.kind = EVENT_CUE, .time_s = at_s};
    snprintf(e.name, sizeof e.name, "%s", cue);
    snprintf(e.from, sizeof e.from, "show");
    for (int n = 0; n < scene->stage_count; n++)
        scene_tell(scene, n, &e);
}

static void tell_target(struct show *s, int target, const char *address,
                        const struct params *values)
{
    unsigned char bytes[OSC_DATAGRAM];
    size_t size = osc_write_plain(address, values, bytes, sizeof bytes);
    int place = s->station_count + target;
    show_told(s, place, address, show_send_over_network(s, place, bytes, size));
}

// Messages reach each station in its own process: every process knows of the cue.
static void tell_message(struct show *s, const struct plan_tell *t)
{
    struct show_message m = {.params = t->params};
    snprintf(m.name, sizeof m.name, "%s", t->name);
    snprintf(m.from, sizeof m.from, "show");
    for (int i = 0; i < s->route_count; i++)
        for (int k = 0; strcmp(s->routes[i].message, t->name) == 0 && k < s->routes[i].to_count;
             k++)
            if (s->routes[i].to[k] == s->self)
                show_receive(s, &m);
}

static void tell_programs(struct show *s, const struct plan_cue *cue)
{
    struct params id = {0};
    params_text(&id, "1", cue->id);
    for (int i = 0; s->bus->desc.live && i < s->target_count; i++)
        if (s->targets[i].cues && s->targets[i].from == s->self)
            tell_target(s, i, "/gestuaire/show/cue", &id);
    for (int i = 0; i < cue->tells.count; i++) {
        const struct plan_tell *t = &plan(s)->tells[cue->tells.first + i];
        if (t->target < 0)
            tell_message(s, t);
        else if (s->bus->desc.live && s->targets[t->target].from == s->self)
            tell_target(s, t->target, t->name, &t->params);
    }
}

static void tell_cues(struct show *s, double now_s, struct scene *scene)
{
    const struct show_bus *b = s->bus;
    if (s->fired + BUS_FIRED < b->fired_count)
        s->fired = b->fired_count - BUS_FIRED;
    for (; s->fired < b->fired_count; s->fired++) {
        const struct course_came *f = &b->fired[s->fired % BUS_FIRED];
        if (f->at_s < now_s - SHOW_FRESH_S)
            continue;
        tell_scenes(scene, plan(s)->cues[f->cue].id, f->at_s);
        tell_programs(s, &plan(s)->cues[f->cue]);
    }
}

static const char *id_of(const struct show *s, int cue)
{
    return cue >= 0 ? plan(s)->cues[cue].id : "";
}

static void write_facts(const struct show *s, double now_s, struct show_facts *facts)
{
    struct show_view view;
    show_bus_view(s->bus, now_s, &view);
    snprintf(facts->cue, sizeof facts->cue, "%s", id_of(s, view.cue));
    snprintf(facts->next, sizeof facts->next, "%s", id_of(s, view.next));
    snprintf(facts->list, sizeof facts->list, "%s", plan(s)->lists[view.list].id);
    facts->since_s = view.cue_s;
    facts->coming_in = view.coming >= 0 ? view.coming_in : -1;
    facts->dark = view.dark;
}

void apply_course(struct show *s, double now_s, struct scene *scene)
{
    if (!plan(s))
        return;
    if (!s->declared)
        show_declare(s, scene);
    if (!s->entered || s->version != s->bus->version)
        enter_scenes(s, scene);
    tell_cues(s, now_s, scene);
    bool same = s->settled == s->bus->version && s->control_count == scene->controls.count;
    if (!same || now_s >= s->moves_s || now_s < s->settled_s) {
        move_controls(s, now_s, scene);
        set_light(s, now_s, scene);
        s->settled = s->bus->version;
        s->control_count = scene->controls.count;
        s->settled_s = now_s;
        s->moves_s = course_next_s(plan(s), &s->bus->course, now_s);
    }
    write_facts(s, now_s, &scene->show);
}
