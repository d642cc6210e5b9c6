// The visits of a station: who begins one, who is asked, who has gone.
#include "visit/private.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JUMP_S 0.5 // show time that goes so far away from the steady clock was set

struct visit *visit_create(const struct visit_desc *desc)
{
    struct visit *v = calloc(1, sizeof *v);
    if (!v)
        return NULL;
    snprintf(v->station, sizeof v->station, "%s", desc->station);
    snprintf(v->language, sizeof v->language, "%s", desc->language ? desc->language : "");
    if (desc->params)
        v->params = *desc->params;
    v->put = desc->put;
    v->user = desc->user;
    v->seat_count = desc->stage_count < SCENE_STAGES ? desc->stage_count : SCENE_STAGES;
    for (int i = 0; i < v->seat_count; i++) {
        const struct visit_stage *from = &desc->stages[i];
        struct seat *to = &v->seats[i];
        to->visit = v;
        to->stage = i;
        snprintf(to->attract, sizeof to->attract, "%s", from->attract ? from->attract : "");
        snprintf(to->scene, sizeof to->scene, "%s", from->scene ? from->scene : "");
        to->idle_s = from->idle_s;
        to->ask_s = from->ask_s;
        to->settings.text = VISIT_TEXT_LEAST;
        memcpy(to->language, v->language, sizeof to->language);
    }
    return v;
}

void visit_destroy(struct visit *v)
{
    for (int i = 0; v && i < v->seat_count; i++)
        if (v->seats[i].phase != VISIT_ATTRACT)
            tell_ended(&v->seats[i], VISIT_END_STAFF);
    free(v);
}

static void say(const struct seat *s, struct scene *scene, const char *name)
{
    struct event e = {.kind = EVENT_VISIT, .time_s = s->visit->now_s};
    snprintf(e.name, sizeof e.name, "%s", name);
    scene_tell(scene, s->stage, &e);
}

static void bring(const struct seat *s, struct scene *scene, const char *name,
                  const struct params *params, double at_s)
{
    static const struct params nothing;
    struct scene_stage *stage = &scene->stages[s->stage];
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "%s", name);
    stage->next_params = params ? *params : nothing;
    stage->how = (struct transition){.kind = TRANSITION_FADE, .duration_s = (float)VISIT_FADE_S};
    stage->next_at_s = at_s;
    scene_redraw(scene, s->stage);
}

// A show that gives the stage back brings what attracts; somebody who is there goes on with more.
static void mind_show(const struct seat *s, struct scene_stage *stage)
{
    if (stage->home.freed && stage->go && s->phase != VISIT_ATTRACT && s->attract[0]) {
        memcpy(stage->next, s->scene, sizeof stage->next);
        stage->next_params = s->visit->params;
    }
    stage->home.freed = false;
}

// Where nobody is. What a show has brought stays.
static void go_home(const struct seat *s, struct scene *scene)
{
    struct scene_stage *stage = &scene->stages[s->stage];
    const struct scene_home *home = &stage->home;
    double now_s = s->visit->now_s;
    if (!home->held && s->attract[0])
        bring(s, scene, s->attract, NULL, now_s);
    else if (!home->held && s->scene[0])
        bring(s, scene, s->scene, &s->visit->params, now_s);
    else if (home->held && home->left)
        bring(s, scene, home->scene, &home->params, home->at_s);
    stage->home.left = false;
}

static void begin(struct seat *s, struct scene *scene, bool attracts)
{
    struct visit *v = s->visit;
    struct scene_visit *at = &scene->stages[s->stage].visit;
    tell_chosen(s, at);
    s->phase = VISIT_ON;
    s->number++;
    s->began_s = s->felt_s = v->steady_s;
    at->since_s = at->touched_s = v->now_s;
    tell_began(s);
    if (attracts)
        s->page[0] = at->page[0] = '\0'; // it was shown to nobody
    if (s->page[0]) {
        s->page_s = v->steady_s;
        s->pages = 1;
        visit_trail_add(at, s->page);
    }
    say(s, scene, "began");
}

static void end(struct seat *s, struct scene *scene, enum visit_end how)
{
    struct scene_stage *stage = &scene->stages[s->stage];
    const struct seat was = *s;
    tell_chosen(s, &stage->visit);
    tell_ended(s, how);
    s->phase = VISIT_ATTRACT;
    s->kept = 0;
    fingers_hush(s, &stage->events);
    visit_defaults(&stage->visit, s->visit->language);
    tell_chosen(s, &stage->visit);
    say(s, scene, "ended");
    go_home(s, scene);
    if (!stage->go)
        tell_stays(s, &stage->visit, &was);
}

static void stay(struct seat *s, struct scene *scene)
{
    s->felt_s = s->visit->steady_s;
    if (s->phase != VISIT_ASKING)
        return;
    s->phase = VISIT_ON;
    say(s, scene, "more");
}

static void answer(struct seat *s, struct scene *scene, const struct visit_ask *a)
{
    bool on = s->phase != VISIT_ATTRACT;
    if (a->what == VISIT_ASK_PAGE)
        tell_page(s, a->text, a->kind);
    else if (on && a->what == VISIT_ASK_SEARCHED)
        tell_words(s, a->text, a->hits);
    else if (on && a->what == VISIT_ASK_MORE)
        stay(s, scene);
    else if (on && a->what == VISIT_ASK_DONE)
        end(s, scene, VISIT_END_DONE);
}

// What scripts asked in the last frame; what comes after the end of a visit is gone. True: it
// ended.
static bool answer_asks(struct seat *s, struct scene *scene)
{
    struct scene_visit *at = &scene->stages[s->stage].visit;
    bool was_on = s->phase != VISIT_ATTRACT;
    if (at->asks_lost)
        log_warning("visit", "%s: more than %d asks in one frame; %d are lost", s->id, VISIT_ASKS,
                    at->asks_lost);
    for (int i = 0; i < at->ask_count; i++)
        answer(s, scene, &at->asks[i]);
    at->ask_count = at->asks_lost = 0;
    return was_on && s->phase == VISIT_ATTRACT;
}

// A film that was asked for holds idle off while it goes on.
static bool is_kept(struct seat *s, struct scene *scene)
{
    struct scene_visit *at = &scene->stages[s->stage].visit;
    const struct media *m = media_find(&scene->media, at->kept);
    if (m && (m->closing || m->ended || m->state == MEDIA_FAILED))
        m = NULL;
    if (!m)
        at->kept = 0;
    if (at->kept != s->kept)
        s->kept_s = s->visit->steady_s;
    s->kept = at->kept;
    return m && !m->loop && media_runs(m, s->visit->now_s) &&
           s->visit->steady_s - s->kept_s < VISIT_KEPT_S;
}

// So does a text that is read aloud: who listens does not touch. What is spoken while somebody is
// asked is the question.
static bool is_read_to(const struct seat *s, const struct scene *scene)
{
    for (int i = 0; i < scene->media.reach; i++) {
        const struct media *m = &scene->media.items[i];
        if (m->used && m->spoken && m->stage == s->stage && !m->closing && !m->ended &&
            m->state != MEDIA_FAILED && media_runs(m, s->visit->now_s))
            return true;
    }
    return false;
}

static void mind_idle(struct seat *s, struct scene *scene)
{
    double now_s = s->visit->steady_s;
    bool kept = is_kept(s, scene) || (s->phase == VISIT_ON && is_read_to(s, scene)) ||
                scene->stages[s->stage].staff;
    if (kept || (s->down.count && s->phase == VISIT_ASKING))
        stay(s, scene);
    if (s->down.count || kept)
        return;
    if (s->phase == VISIT_ON && now_s - s->felt_s >= s->idle_s) {
        s->phase = VISIT_ASKING;
        s->asked_s = now_s;
        say(s, scene, "asking");
    } else if (s->phase == VISIT_ASKING && now_s - s->asked_s >= s->ask_s) {
        end(s, scene, VISIT_END_IDLE);
    }
}

// The finger that attract heard first was lifted in the last frame, and attract has not gone on.
static void lead_on(struct seat *s, struct scene *scene, bool lifted)
{
    const struct scene_stage *stage = &scene->stages[s->stage];
    if (lifted && s->phase != VISIT_ATTRACT && !stage->go && strcmp(stage->scene, s->attract) == 0)
        bring(s, scene, s->scene, &s->visit->params, s->visit->now_s);
}

static double left_s(const struct seat *s)
{
    double left = s->asked_s + s->ask_s - s->visit->steady_s;
    return s->phase == VISIT_ASKING ? fmax(left, 0) : 0;
}

static void write(const struct seat *s, struct scene *scene, bool touched)
{
    struct scene_visit *at = &scene->stages[s->stage].visit;
    double was_s = at->left_s;
    at->phase = s->phase;
    at->number = s->number;
    at->left_s = left_s(s);
    at->idle_s = s->phase == VISIT_ATTRACT ? 0 : s->visit->steady_s - s->felt_s;
    if (touched)
        at->touched_s = s->visit->now_s;
    if (ceil(was_s) != ceil(at->left_s))
        scene_redraw(scene, s->stage); // the countdown is seen
}

static void update_seat(struct seat *s, struct scene *scene)
{
    struct scene_stage *stage = &scene->stages[s->stage];
    bool attracts = s->attract[0] && strcmp(stage->scene, s->attract) == 0;
    bool lifted = s->lifted, changed = stage->visit.changed;
    memcpy(s->id, stage->id, sizeof s->id);
    s->lifted = stage->visit.changed = false;
    mind_show(s, stage);
    if (changed) {
        tell_chosen(s, &stage->visit);
        say(s, scene, "changed");
    }
    struct felt felt = fingers_feel(s, &stage->events, attracts);
    if (answer_asks(s, scene))
        felt = (struct felt){0}; // of who has just gone
    lead_on(s, scene, lifted);
    if (s->phase == VISIT_ATTRACT && felt.begins && !stage->staff)
        begin(s, scene, attracts);
    else if (s->phase != VISIT_ATTRACT && felt.stays)
        stay(s, scene);
    s->lifted |= attracts && felt.at_once;
    if (s->phase != VISIT_ATTRACT)
        mind_idle(s, scene);
    if (s->phase != VISIT_ATTRACT && s->visit->steady_s - s->typed_s >= VISIT_REST_S)
        tell_rested(s);
    if (stage->go)
        fingers_turn_page(s, &stage->events);
    write(s, scene, felt.stays);
}

// Show time was set: what is kept of it moves along.
static void follow_jump(const struct visit *v, struct scene *scene, double jump_s)
{
    for (int i = 0; i < v->seat_count && fabs(jump_s) > JUMP_S; i++) {
        scene->stages[i].visit.since_s += jump_s;
        scene->stages[i].visit.touched_s += jump_s;
    }
}

void visit_update(struct visit *v, double now_s, double steady_s, struct scene *scene)
{
    double passed_s = v->running && steady_s > v->at_s ? steady_s - v->at_s : 0;
    if (v->running)
        follow_jump(v, scene, now_s - v->now_s - passed_s);
    v->steady_s += passed_s;
    v->at_s = steady_s;
    v->now_s = now_s;
    v->running = true;
    for (int i = 0; i < v->seat_count && i < scene->stage_count; i++)
        update_seat(&v->seats[i], scene);
}

static double seat_next_s(const struct seat *s)
{
    double now_s = s->visit->steady_s, next_s = INFINITY;
    if (s->lifted)
        return now_s;
    if (s->phase == VISIT_ATTRACT)
        return INFINITY;
    if (s->words[0] && !s->searched)
        next_s = s->typed_s + VISIT_REST_S;
    if (s->phase == VISIT_ASKING) {
        double left = left_s(s);
        next_s = fmin(next_s, now_s + left - fmax(ceil(left) - 1, 0));
    } else if (!s->down.count) {
        next_s = fmin(next_s, s->felt_s + s->idle_s);
    }
    return next_s;
}

static bool asked(const struct scene_visit *at)
{
    return at->ask_count || at->changed;
}

double visit_next_s(const struct visit *v, const struct scene *scene)
{
    double next_s = INFINITY;
    for (int i = 0; i < v->seat_count && i < scene->stage_count; i++)
        next_s =
            asked(&scene->stages[i].visit) ? -INFINITY : fmin(next_s, seat_next_s(&v->seats[i]));
    return v->now_s + fmax(next_s - v->steady_s, 0);
}
