// The life of scenes: started, called every frame, stopped when they fail, brought back.
#include "script/private.h"

#include "base/clock.h"
#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// How long a scene sits out after its first, second and each later failure.
static const double ladder_s[] = {1, 5, 60};
#define RUNGS (int)(sizeof ladder_s / sizeof *ladder_s)
#define OVERRAN 2   // everyday budgets for the first update and draw of a scene that ran away
#define WELL_S 60.0 // a scene that ran this long starts again on the first rung

struct scene_stage *script_stage(const struct incarnation *inc)
{
    return &inc->script->scene->stages[inc->stage];
}

// `then`: what goes on now, for those who read the log; "": nothing changes.
static void tell(struct script *s, int stage, const char *text, const char *then)
{
    s->faults++;
    log_error("script", "%s: %s%s", s->scene->stages[stage].id, text, then);
    if (s->desc.fault)
        s->desc.fault(s->desc.user, stage, text);
}

void script_tell(struct script *s, int stage, const char *text)
{
    tell(s, stage, text, "");
}

void script_warn(struct script *s, int stage, const char *text)
{
    log_warning("script", "%s: %s", s->scene->stages[stage].id, text);
    if (s->desc.warn)
        s->desc.warn(s->desc.user, stage, text);
}

int script_fault_count(const struct script *s)
{
    return s->faults;
}

int script_stop_count(const struct script *s)
{
    return s->stops;
}

const char *script_playing(const struct script *s, int stage)
{
    return s->turns[stage].live ? s->turns[stage].name : NULL;
}

const struct repertoire *script_repertoire(const struct script *s)
{
    return s->desc.repertoire;
}

const struct params *script_params(const struct script *s, int stage)
{
    return &s->turns[stage].params;
}

void script_revive(struct script *s)
{
    for (int i = 0; i < s->scene->stage_count; i++)
        if (!s->turns[i].live && isfinite(s->turns[i].back_s))
            s->turns[i].back_s = s->now_s;
}

static bool create_parts(struct script *s)
{
    s->floats = malloc(SCRIPT_FLOATS * sizeof *s->floats);
    for (unsigned i = 0; i < 256; i++)
        s->linear[i] = color_srgb(i, 1).b;
    s->letters = malloc(SCRIPT_TEXT_BYTES);
    s->runs = calloc(TEXT_RUNS, sizeof *s->runs);
    return s->floats && s->letters && s->runs;
}

struct script *script_create(const struct script_desc *desc, struct fault *f)
{
    struct script *s = calloc(1, sizeof *s);
    if (!s || (s->desc = *desc, !create_parts(s))) {
        script_destroy(s);
        fault_set(f, "memory is short");
        return NULL;
    }
    s->scene = desc->scene;
    for (int i = 0; i < desc->language_count && i < SCRIPT_LANGUAGES; i++)
        snprintf(s->languages[s->language_count++], SCRIPT_LANGUAGE, "%s", desc->languages[i]);
    if (s->language_count == 0)
        snprintf(s->languages[s->language_count++], SCRIPT_LANGUAGE, "fr");
    for (int i = 0; i < SCENE_STAGES; i++) {
        struct scene_visit *visit = &s->scene->stages[i].visit;
        const struct visit_chosen *chosen = desc->visitor;
        visit_defaults(visit, chosen && chosen->language[0] ? chosen->language : s->languages[0]);
        if (chosen)
            visit->settings = chosen->settings;
        s->turns[i].back_s = INFINITY;
    }
    return s;
}

const char *script_language(const struct incarnation *inc)
{
    return script_stage(inc)->visit.language;
}

static void end(struct incarnation *inc)
{
    if (!inc)
        return;
    fence_destroy(inc->fence);
    keep_finish(inc);
    free(inc);
}

void script_destroy(struct script *s)
{
    if (!s)
        return;
    for (int i = 0; i < SCENE_STAGES; i++) {
        end(s->turns[i].live);
        drawlist_finish(&s->turns[i].spare);
    }
    clips_finish(s);
    captions_finish(s);
    lists_finish(s);
    compiled_finish(s);
    free(s->floats);
    free(s->letters);
    free(s->runs);
    free(s->source);
    free(s);
}

static bool fail(struct fence_report *report, const char *text)
{
    *report = (struct fence_report){.end = FENCE_ERROR};
    snprintf(report->text, sizeof report->text, "%s", text);
    return false;
}

static bool open_fence(struct incarnation *inc, struct fence_report *report)
{
    struct script *s = inc->script;
    struct fault f;
    struct fence_desc desc = {.name = inc->name,
                              .memory_bytes = s->desc.memory_bytes,
                              .call_s = s->desc.call_s,
                              .stepped = s->scene->stepped,
                              .seed = s->desc.seed + 1000003u * (unsigned)inc->stage,
                              .user = inc};
    inc->fence = fence_create(&desc, &f);
    return inc->fence || fail(report, f.text);
}

// Enter, one update and one draw: what fails in its first frame is not taken. Fonts are met for
// the first time here, so all three have enter's budget; but a scene that ran away may not hold up
// its neighbours each time it comes back.
static bool first_frame(struct incarnation *inc, struct fence_report *report)
{
    double budget_s = call_budget_s(inc, CALL_ENTER), now_s = inc->script->now_s;
    inc->script->now_s = inc->entered_s;
    bool entered = call_scene(inc, CALL_ENTER, NULL, 0, budget_s, report);
    inc->script->now_s = now_s;
    if (!entered)
        return false;
    if (inc->script->turns[inc->stage].overran)
        budget_s = OVERRAN * call_budget_s(inc, CALL_DRAW);
    return call_scene(inc, CALL_UPDATE, NULL, 0, budget_s, report) &&
           call_draw(inc, budget_s, report);
}

// A scene that has drawn its first frame on the stage's spare list, or NULL.
static struct incarnation *begin(struct script *s, int stage, const char *name,
                                 const struct params *params, double at_s,
                                 struct script_watch *watch, struct fence_report *report)
{
    struct fault f;
    struct incarnation *inc = calloc(1, sizeof *inc);
    if (!inc) {
        fail(report, "memory is short");
        return NULL;
    }
    *inc = (struct incarnation){.script = s,
                                .stage = stage,
                                .number = ++s->incarnations,
                                .entered_s = fmin(at_s, s->now_s),
                                .began_s = s->now_s,
                                .updated_s = s->now_s,
                                .refused_said_s = -INFINITY,
                                .watch = watch};
    if (params)
        inc->params = *params;
    snprintf(inc->name, sizeof inc->name, "%s", name);
    const struct script_files *files = &s->desc.files;
    bool good = files->scene(files->user, name, inc->folder, sizeof inc->folder, &f)
                    ? open_fence(inc, report)
                    : fail(report, f.text);
    if (good && load_scene(inc, report) && first_frame(inc, report))
        return inc;
    release_incarnation(s, stage, inc->number);
    end(inc);
    return NULL;
}

// The list that draw has just laid is shown, if it is another picture than the one that stands.
// What it says of a shader may be new all the same: whether it moves is known once it is compiled.
static void show(struct script_turn *turn, struct scene_stage *stage)
{
    if (drawlist_same(&turn->spare, &stage->list)) {
        stage->list.moves_from_s = fmin(stage->list.moves_from_s, turn->spare.moves_from_s);
        stage->list.moves_until_s = turn->spare.moves_until_s;
        drawlist_exchange_controls(&turn->spare, &stage->list);
        return;
    }
    uint64_t version = stage->list.version;
    struct drawlist before = stage->list;
    stage->list = turn->spare;
    turn->spare = before;
    stage->list.version = version + 1;
    stage->picture++;
}

static void take_leave(struct script *s, struct incarnation *inc)
{
    struct fence_report report;
    if (inc && !call_scene(inc, CALL_LEAVE, NULL, 0, 0, &report))
        script_tell(s, inc->stage, report.text);
    end(inc);
}

static bool any_keeps(const struct script *s, int stage)
{
    bool any = false;
    for (int i = 0; i < s->scene->media.reach; i++) {
        const struct media *m = &s->scene->media.items[i];
        any |= m->used && m->kind == MEDIA_CANVAS && m->keeps && m->stage == stage;
    }
    return any;
}

// The new scene's first frame replaces the old scene's last.
static void install(struct script *s, struct incarnation *inc)
{
    struct script_turn *turn = &s->turns[inc->stage];
    struct scene_stage *stage = script_stage(inc);
    struct transition how = turn->how;
    bool way = turn->going && way_begin(s, inc, &how, turn->how_from_s);
    turn->going = false;
    take_leave(s, turn->live);
    turn->live = inc;
    turn->watch = s->loading;
    inc->watch = &turn->watch;
    snprintf(turn->name, sizeof turn->name, "%s", inc->name);
    memcpy(stage->scene, inc->name, sizeof stage->scene);
    turn->params = inc->params;
    turn->back_s = INFINITY;
    show(turn, stage);
    if (way)
        release_fading(s, inc->stage, inc->number, stage->way.how.duration_s);
    turn->shown = inc->number;
    release_others(s, inc->stage, inc->number);
    stage->keeps = any_keeps(s, inc->stage);
    stage->redraw = true;
}

static bool start(struct script *s, int stage, const char *name, const struct params *params,
                  double at_s, struct fence_report *report)
{
    s->loading.count = 0;
    struct incarnation *inc = begin(s, stage, name, params, at_s, &s->loading, report);
    if (inc)
        install(s, inc);
    return inc != NULL;
}

bool script_start(struct script *s, int stage, const char *name, const struct params *params,
                  struct fault *f)
{
    return script_start_at(s, stage, name, params, s->scene->now_s, f);
}

bool script_start_at(struct script *s, int stage, const char *name, const struct params *params,
                     double at_s, struct fault *f)
{
    struct fence_report report;
    s->now_s = s->scene->now_s;
    s->turns[stage].overran = false; // another scene
    if (!start(s, stage, name, params, at_s, &report))
        return fault_set(f, "%s", report.text);
    s->turns[stage].rung = 0;
    s->turns[stage].told[0] = 0;
    return true;
}

// Returns how long.
static double sit_out(struct script *s, int stage, const struct fence_report *report)
{
    struct script_turn *turn = &s->turns[stage];
    double for_s = ladder_s[turn->rung];
    turn->overran = report->end == FENCE_TIME;
    turn->back_s = s->now_s + for_s;
    if (turn->rung < RUNGS - 1)
        turn->rung++;
    return for_s;
}

// The same fault again and again is told once.
static void tell_once(struct script *s, int stage, const struct fence_report *report,
                      const char *then)
{
    struct script_turn *turn = &s->turns[stage];
    turn->known = strcmp(turn->told, report->text) == 0;
    if (turn->known)
        return;
    snprintf(turn->told, sizeof turn->told, "%s", report->text);
    tell(s, stage, report->text, then);
    if (report->trace[0])
        log_debug("script", "%s", report->trace);
}

static void stop(struct script *s, int stage, const struct fence_report *report)
{
    struct script_turn *turn = &s->turns[stage];
    struct incarnation *inc = turn->live;
    char then[80];
    s->stops++;
    if (s->now_s - inc->began_s >= WELL_S)
        turn->rung = 0;
    snprintf(then, sizeof then, "; its last picture stands, and it begins anew in %g s",
             sit_out(s, stage, report));
    tell_once(s, stage, report, then);
    release_freeze(s, stage);
    end(inc);
    turn->live = NULL;
}

static void come_back(struct script *s, int stage)
{
    struct script_turn *turn = &s->turns[stage];
    struct fence_report report;
    char name[SCENE_ID];
    struct params params = turn->params;
    memcpy(name, turn->name, sizeof name);
    if (start(s, stage, name, &params, s->now_s, &report)) {
        if (!turn->known)
            log_info("script", "%s: %s runs again", s->scene->stages[stage].id, name);
        return;
    }
    char then[80];
    snprintf(then, sizeof then, "; it is tried again in %g s", sit_out(s, stage, &report));
    tell_once(s, stage, &report, then);
}

static void take_go(struct script *s, int stage)
{
    struct scene_stage *at = &s->scene->stages[stage];
    struct fault f;
    at->go = false;
    s->turns[stage].going = true;
    s->turns[stage].how = at->how;
    s->turns[stage].how_from_s = at->next_at_s;
    bool was_staff = at->staff;
    at->staff = at->next_staff && strcmp(at->next, SCENE_STAFF) == 0; // known while it enters
    at->next_staff = false;
    bool started = script_start_at(s, stage, at->next, &at->next_params, at->next_at_s, &f);
    s->turns[stage].going = false;
    at->staff = started ? at->staff : was_staff;
    if (!started)
        tell(s, stage, f.text, s->turns[stage].live ? "; the scene before it goes on" : "");
}

static bool is_touch(enum event_kind kind)
{
    return kind < EVENT_KEY;
}

static bool give_events(struct incarnation *inc, int count, struct fence_report *report)
{
    const struct events *events = &script_stage(inc)->events;
    for (int i = 0; i < count; i++) {
        const struct event *e = &events->items[i];
        if (!call_scene(inc, is_touch(e->kind) ? CALL_TOUCH : CALL_HEAR, e, 0, 0, report))
            return false;
    }
    return true;
}

// What a frame is for one stage: touch and hear, update, and draw where it is due. `count` events
// came before this frame; those that the scene itself gives rise to are heard in the next.
static bool run(struct incarnation *inc, bool due, int count, struct fence_report *report)
{
    struct script *s = inc->script;
    double dt_s = s->now_s - inc->updated_s;
    inc->updated_s = s->now_s;
    if (!give_events(inc, count, report) || !call_scene(inc, CALL_UPDATE, NULL, dt_s, 0, report))
        return false;
    if (!due_now(inc, s->now_s) && !due)
        return true;
    if (!call_draw(inc, 0, report))
        return false;
    show(&s->turns[inc->stage], script_stage(inc));
    return true;
}

// What was lost or held back before this frame.
static void say_lost(struct incarnation *inc)
{
    struct script *s = inc->script;
    const struct events *events = &script_stage(inc)->events;
    if (events->lost)
        log_warning("script", "%s: %d events were lost; %d fit in a frame", script_stage(inc)->id,
                    events->lost, EVENTS_MAX);
    if (inc->lines_dropped && s->now_s >= inc->lines_from_s + 1) {
        log_warning("script", "%s: %d lines of print and log were left out; %d a second are kept",
                    inc->name, inc->lines_dropped, SCRIPT_LINES);
        inc->lines_dropped = 0;
    }
}

// Drawing calls that the list refused: told at once, then once a second.
static void say_refused(struct incarnation *inc)
{
    struct script *s = inc->script;
    char text[FAULT_TEXT + 64];
    if (!inc->refused || s->now_s < inc->refused_said_s + 1)
        return;
    snprintf(text, sizeof text, "%s (%d drawing calls left out)", inc->refused_text, inc->refused);
    script_tell(s, inc->stage, text);
    inc->refused = 0;
    inc->refused_said_s = s->now_s;
}

static void forget_events(struct events *events, int count)
{
    events->count = events->count > count ? events->count - count : 0;
    memmove(events->items, events->items + count, (size_t)events->count * sizeof *events->items);
    events->lost = 0;
}

// When this stage wants the next frame.
static void ask_again(struct script *s, int stage)
{
    const struct script_turn *turn = &s->turns[stage];
    struct scene_stage *at = &s->scene->stages[stage];
    if (!turn->live) {
        scene_wake_at(s->scene, stage, turn->back_s);
        return;
    }
    if (due_running(turn->live, s->now_s))
        at->redraw = true;
    scene_wake_at(s->scene, stage, due_next_s(turn->live));
}

static void look_for_dropped(struct incarnation *inc)
{
    double now_s = inc->script->now_s;
    if (now_s < inc->dropped_s + SCRIPT_DROPPED_S)
        return;
    inc->dropped_s = now_s;
    release_dropped(inc);
}

static void update_stage(struct script *s, int stage)
{
    struct script_turn *turn = &s->turns[stage];
    struct scene_stage *at = &s->scene->stages[stage];
    struct fence_report report;
    way_update(s, stage);
    if (at->go)
        take_go(s, stage);
    if (!turn->live && s->now_s >= turn->back_s)
        come_back(s, stage);
    if (turn->live)
        found_update(turn->live);
    if (turn->live)
        written_update(turn->live);
    bool due = at->redraw || at->wake_s <= s->now_s;
    int count = at->events.count;
    at->redraw = false;
    at->wake_s = INFINITY;
    if (turn->live) {
        say_lost(turn->live);
        look_for_dropped(turn->live);
        bool good = run(turn->live, due, count, &report);
        say_refused(turn->live);
        if (!good)
            stop(s, stage, &report);
    }
    forget_events(&at->events, count);
    ask_again(s, stage);
}

static void update_costed(struct script *s, int stage)
{
    int64_t since_ns = clock_thread_cpu_ns();
    update_stage(s, stage);
    int64_t spent_ns = clock_thread_cpu_ns() - since_ns;
    s->turns[stage].cpu_ns += spent_ns;
    if (spent_ns > s->turns[stage].worst_ns)
        s->turns[stage].worst_ns = spent_ns;
}

size_t script_collect(struct script *s)
{
    size_t ready = 0;
    for (int i = 0; i < s->scene->stage_count; i++) {
        if (!s->turns[i].live)
            continue;
        lua_gc(fence_lua(s->turns[i].live->fence), LUA_GCCOLLECT);
        ready += fence_ready(s->turns[i].live->fence);
    }
    return ready;
}

void script_cost(struct script *s, int stage, struct script_cost *cost)
{
    struct script_turn *turn = &s->turns[stage];
    *cost = (struct script_cost){
        .name = turn->name,
        .cpu_s = (double)turn->cpu_ns / 1e9,
        .worst_s = (double)turn->worst_ns / 1e9,
        .budget_s = s->desc.call_s > 0 ? s->desc.call_s : FENCE_CALL_S,
        .memory_bytes = turn->live ? fence_memory(turn->live->fence) : 0,
        .memory_most = s->desc.memory_bytes ? s->desc.memory_bytes : FENCE_MEMORY,
        .back_s = turn->live ? INFINITY : turn->back_s,
    };
    turn->cpu_ns = turn->worst_ns = 0;
    s->costed = true;
}

void script_records(struct script *s, const struct repertoire *repertoire)
{
    s->desc.repertoire = repertoire;
}

void script_update(struct script *s, double now_s)
{
    s->now_s = now_s;
    lists_update(s);
    for (int i = 0; i < s->scene->stage_count; i++)
        (s->costed ? update_costed : update_stage)(s, i);
    double next_s = release_reap(s);
    if (isfinite(next_s))
        scene_wake_at(s->scene, 0, next_s);
}

static bool reload(struct script *s, int stage)
{
    struct script_turn *turn = &s->turns[stage];
    struct fence_report report;
    char name[SCENE_ID];
    struct params params = turn->params;
    memcpy(name, turn->name, sizeof name);
    turn->overran = false; // another version of it
    if (start(s, stage, name, &params, s->now_s, &report)) {
        turn->rung = 0;
        turn->told[0] = 0;
        log_info("script", "%s: %s was saved and runs anew", s->scene->stages[stage].id, name);
        return true;
    }
    tell_once(s, stage, &report,
              turn->live ? "; the last good one goes on" : "; it is tried again when it is saved");
    load_watch_renew(&turn->watch, &s->loading);
    return false;
}

bool script_refresh(struct script *s)
{
    bool any = false;
    s->now_s = s->scene->now_s;
    for (int i = 0; i < s->scene->stage_count; i++)
        if (s->turns[i].name[0] && load_changed(&s->turns[i].watch))
            any = reload(s, i) || any;
    return any;
}
