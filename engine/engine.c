// The turn: what is due is run and shown, and nothing else; by the hours it rests.
#include "base/log.h"
#include "frame.h"
#include "inside.h"
#include "wording.h"

#include <malloc.h>
#include <math.h>
#include <string.h>

#define ENGINE_REFRESH_S 0.5  // saved scenes and shaders are looked for this often
#define ENGINE_REST_S 0.5     // each station has a frame at least this often
#define ENGINE_ASLEEP_S 1.0   // and this often while it sleeps
#define ENGINE_HEARD_S 0.05   // and this often while something of it sounds
#define ENGINE_EARLY_S 0.0005 // a frame may be early by so much

int engine_station_count(const struct engine *e)
{
    return e->station_count;
}

struct station *engine_station(struct engine *e, int n)
{
    return &e->stations[n];
}

struct station *engine_station_named(struct engine *e, const char *id)
{
    for (int i = 0; i < e->station_count; i++)
        if (strcmp(e->stations[i].place->id, id) == 0)
            return &e->stations[i];
    return NULL;
}

struct gpu *engine_gpu(struct engine *e)
{
    return e->gpu;
}

const struct repertoire *engine_repertoire(const struct engine *e)
{
    return e->repertoire;
}

double engine_now_s(const struct engine *e)
{
    return clock_now_s(&e->clock);
}

double engine_ran_s(const struct engine *e)
{
    return clock_now_s(&e->clock) - e->began_s;
}

struct show_bus *engine_show(struct engine *e)
{
    return e->bus;
}

uint64_t engine_presented(const struct engine *e)
{
    return e->presented;
}

// What is kept to be quick, and was made for the fullest page so far.
static void give_back(struct engine *e, double now_s)
{
    if (!settle_done(&e->settle, now_s))
        return;
    bool occupied = resting_occupied(&e->rest);
    for (int i = 0; i < e->station_count; i++) {
        render_let_go(e->stations[i].render);
        if (!occupied) // a visitor's next film is the sooner there
            film_let_go(e->stations[i].film);
    }
    malloc_trim(0);
}

void engine_frame(struct engine *e, bool still)
{
    double now_s = clock_now_s(&e->clock);
    lookup_update(&e->lookup, &e->repertoire, e->stations, e->station_count);
    for (int i = 0; i < e->station_count; i++) {
        e->stations[i].scene->still = still;
        frame_run(&e->stations[i], now_s, false);
    }
    if (e->desc.kept)
        give_back(e, now_s);
}

void engine_unwatch(struct engine *e, bool unwatched)
{
    for (int i = 0; i < e->station_count; i++)
        e->stations[i].scene->unwatched = unwatched;
}

bool engine_gap(const struct engine *e)
{
    for (int i = 0; i < e->station_count; i++)
        if (render_gap(e->stations[i].render, e->stations[i].scene))
            return true;
    return false;
}

const struct gpu_target *engine_board(struct engine *e)
{
    operator_update(&e->operated, clock_now_s(&e->clock));
    return e->operated.target.texture.id ? &e->operated.target : NULL;
}

const struct gpu_target *engine_room(struct engine *e, struct size2 size, const struct vec3 *at,
                                     const struct vec3 *look, struct fault *f)
{
    bool changed;
    if (!e->room) {
        fault_set(f, "the virtual room is not open");
        return NULL;
    }
    for (int i = 0; i < e->station_count; i++) {
        rehearsed_drawn(e->room, &e->stations[i]);
        rehearsed_heard(e->room, &e->stations[i]);
    }
    rehearsed_stand(e->room, at, look);
    return rehearsed_paint(e->room, size, clock_now_s(&e->clock), &changed, f);
}

uint64_t engine_room_painted(const struct engine *e)
{
    return e->room ? rehearsed_painted(e->room) : 0;
}

void engine_step(struct engine *e)
{
    clock_step(&e->clock);
}

static bool sounding(const struct station *s)
{
    for (int i = 0; i < s->scene->media.reach; i++) {
        const struct media *m = &s->scene->media.items[i];
        if (m->used && m->kind != MEDIA_PICTURE && m->playing && !m->ended)
            return true;
    }
    return false;
}

// When a station wants its next frame: not sooner than its rate allows, and now and then when it
// wants none. Its neighbours' frames are not its own.
static double due_s(const struct engine *e, int n)
{
    const struct station *s = &e->stations[n];
    const struct seat *seat = &e->seats[n];
    bool woken = atomic_load(&seat->woken) || resting_moves(&e->rest);
    double due = woken ? -INFINITY : frame_next_s(s);
    double latest = seat->frame_s + (sounding(s) ? ENGINE_HEARD_S : ENGINE_REST_S);
    double soonest = e->desc.unpaced ? -INFINITY : seat->frame_s + 1 / s->place->rate_hz;
    return fmax(fmin(due, latest), soonest);
}

static double next_s(const struct engine *e)
{
    double next = settle_next_s(&e->settle);
    for (int i = 0; i < e->station_count; i++)
        next = fmin(next, due_s(e, i));
    next = fmin(next, operator_next_s(&e->operated));
    if (e->room)
        next = fmin(next, rehearsed_next_s(e->room));
    return next;
}

static void refresh(struct engine *e, double now_s)
{
    if (now_s - e->refreshed_s < ENGINE_REFRESH_S)
        return;
    e->refreshed_s = now_s;
    give_back(e, now_s);
    engine_take_displays(e, outputs_refresh(&e->outputs));
    lookup_day(&e->lookup, e->today);
    bool shaders = gpu_programs_refresh(e->gpu);
    wording_refresh(e->words, e->stations, e->station_count);
    for (int i = 0; i < e->station_count; i++) {
        struct station *s = &e->stations[i];
        if (s->script)
            script_refresh(s->script);
        for (int k = 0; shaders && k < s->scene->stage_count; k++) {
            scene_redraw(s->scene, k);
            s->scene->stages[k].picture++;
        }
    }
}

static void present_room(struct engine *e, struct size2 size)
{
    const struct gpu_target *t = rehearsed_target(e->room);
    windows_current(e->windows, 0);
    gpu_present_clear(e->gpu, size);
    if (t)
        gpu_present(e->gpu, t, size, 0, 0, size.width, size.height);
    windows_swap(e->windows, 0);
    e->presented++;
}

// True when the window should be shown anew.
static bool paint_room(struct engine *e, double now_s)
{
    struct fault f = {0};
    bool changed = false;
    for (int i = 0; i < e->station_count; i++)
        rehearsed_heard(e->room, &e->stations[i]);
    if (!rehearsed_paint(e->room, windows_size(e->windows, 0), now_s, &changed, &f))
        log_error("rehearsal", "%s", f.text);
    return changed;
}

static void present(struct engine *e)
{
    gpu_presenter *show = gpu_software(e->gpu) ? gpu_present_quick : gpu_present;
    for (int w = 0; w < e->window_count; w++) {
        if (!windows_there(e->windows, w))
            continue;
        windows_current(e->windows, w);
        gpu_present_clear(e->gpu, windows_size(e->windows, w));
        for (int i = 0; i < e->panes.count; i++) {
            const struct pane *p = &e->panes.panes[i];
            if (p->window == w)
                surfaces_present(station_shown(&e->stations[p->station]), p->output,
                                 windows_size(e->windows, w), p->x, p->y, p->width, p->height,
                                 show);
        }
        windows_swap(e->windows, w);
    }
    e->presented++;
}

static bool run_due(struct engine *e, double now_s)
{
    bool drawn = false;
    for (int i = 0; i < e->station_count; i++) {
        double due = due_s(e, i);
        if (due > now_s + ENGINE_EARLY_S)
            continue;
        bool late = isfinite(due) && now_s - due > 1 / e->stations[i].place->rate_hz;
        atomic_store(&e->seats[i].woken, false); // before it looks: who comes later wakes again
        bool anew = frame_run(&e->stations[i], now_s, late);
        if (anew && e->room)
            rehearsed_drawn(e->room, &e->stations[i]);
        drawn |= anew;
        e->seats[i].frame_s = now_s;
    }
    return drawn;
}

// Other stations have begun the show before: their beginning holds.
static void set_clock(struct engine *e)
{
    double epoch_s, ran_s = engine_ran_s(e);
    if (!show_bus_epoch(e->bus, &epoch_s))
        return;
    e->clock = clock_live_since(epoch_s);
    e->began_s = clock_now_s(&e->clock) - ran_s;
    e->refreshed_s = clock_now_s(&e->clock);
    settle_begin(&e->settle, e->began_s, e->refreshed_s);
    for (int i = 0; i < e->station_count; i++) {
        e->seats[i].frame_s = -INFINITY;
        e->stations[i].staffed_s = -INFINITY; // show time may be earlier now
    }
    e->operated.seen_s = -INFINITY;
    log_info("engine", "the show is that of the other stations: it began %.1f s ago",
             clock_now_s(&e->clock));
}

// Scenes go, or come again.
static void follow_hours(struct engine *e)
{
    bool asleep = resting_asleep(&e->rest);
    if (asleep)
        text_let_go(e->text);
    sparing_follow(&e->sparing, e->rest.shift.phase);
    for (int i = 0; i < e->station_count; i++) {
        struct station *s = &e->stations[i];
        atomic_store(&e->seats[i].woken, true);
        pulse_patience(s->pulse, FRAME_ASLEEP_S);
        if (asleep && s->visit)
            station_sleep(s);
        if (asleep)
            resting_draw(&e->rest, s);
        struct engine_described d = {0};
        if (!asleep && !s->visit) {
            engine_describe(e, s->index, &e->seats[i], &d);
            d.station.lenient = true; // a scene that is broken by now leaves its stage black
            station_wake(s, &d.station);
        }
    }
}

// Asleep: now and then, and when somebody or another machine has something to say.
static bool run_resting(struct engine *e, double now_s)
{
    bool drawn = false;
    uint64_t felt = 0;
    for (int i = 0; i < e->station_count; i++) {
        atomic_store(&e->seats[i].woken, false);
        drawn |= frame_rest(&e->stations[i], now_s);
        felt += input_count(e->stations[i].input);
        e->seats[i].frame_s = now_s;
    }
    if (felt != e->rest.felt)
        resting_touched(&e->rest);
    e->rest.felt = felt;
    return drawn;
}

static double wait_s(const struct engine *e)
{
    double now_s = clock_now_s(&e->clock);
    if (!resting_asleep(&e->rest))
        return fmax(next_s(e) - now_s, 0);
    for (int i = 0; i < e->station_count; i++)
        if (atomic_load(&e->seats[i].woken))
            return 0;
    return ENGINE_ASLEEP_S;
}

// Who watches over the engine looks at pictures that reached the windows.
static void tell_shown(struct engine *e)
{
    for (int i = 0; i < e->station_count; i++)
        pulse_shown(e->stations[i].pulse);
}

static bool staff_ends(struct engine *e)
{
    for (int i = 0; i < e->station_count; i++) {
        enum staffway_end end = e->stations[i].way.end;
        if (end == STAFFWAY_STAYS)
            continue;
        e->end = end == STAFFWAY_RESTARTS ? ENGINE_AGAIN : ENGINE_ENDS;
        return true;
    }
    return false;
}

// What a technician bound at the desk.
static void bind_displays(struct engine *e)
{
    int here, to;
    for (int i = 0; i < e->station_count; i++) {
        struct fault f = {0};
        if (!desking_binds(&e->stations[i], &here, &to))
            continue;
        bool good = outputs_give(&e->outputs, here, to, &f);
        engine_take_displays(e, good);
        desking_bound(&e->stations[i], to, good ? NULL : &f);
    }
}

bool engine_turn(struct engine *e)
{
    set_clock(e);
    if (!engine_take_events(e, wait_s(e)))
        return false;
    double now_s = clock_now_s(&e->clock);
    for (int i = 0; i < e->station_count; i++)
        if (staffway_inside(&e->stations[i]))
            resting_staff(&e->rest); // awake for it, whatever the hours
    if (resting_update(&e->rest))
        follow_hours(e);
    if (!resting_asleep(&e->rest)) {
        refresh(e, now_s);
        lookup_update(&e->lookup, &e->repertoire, e->stations, e->station_count);
    }
    bool drawn = resting_asleep(&e->rest) ? run_resting(e, now_s) : run_due(e, now_s);
    bind_displays(e);
    if (e->room)
        drawn = paint_room(e, now_s);
    bool board = operator_update(&e->operated, now_s) || e->uncovered;
    bool shown = (drawn || e->uncovered) && !settle_hold(&e->settle, e->presented, now_s);
    if (shown && !e->desc.headless && e->room)
        present_room(e, windows_size(e->windows, 0));
    else if (shown && !e->desc.headless)
        present(e);
    if (shown)
        tell_shown(e);
    if (board)
        operator_present(&e->operated);
    deskwindow_update(&e->desked, drawn || e->uncovered);
    healthy_update(&e->healthy, e->stations,
                   &(struct healthy_beside){e->visits, &e->rest, &e->sparing});
    e->uncovered = e->settle.held;
    return !staff_ends(e);
}

enum engine_end engine_end(const struct engine *e)
{
    return e->end;
}
