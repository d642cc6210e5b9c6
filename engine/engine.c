// Shared rooms and the stations, opened in one written order and closed in reverse.
#include "engine.h"
#include "base/log.h"
#include "content.h"
#include "desking.h"
#include "deskwindow.h"
#include "editing.h"
#include "frame.h"
#include "healthy.h"
#include "locked.h"
#include "lookup.h"
#include "operator.h"
#include "outputs.h"
#include "panes.h"
#include "rehearsed.h"
#include "resting.h"
#include "settle.h"
#include "sparing.h"
#include "staffed.h"
#include "wording.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENGINE_REFRESH_S 0.5 // saved scenes and shaders are looked for this often
#define ENGINE_REST_S 0.5    // each station has a frame at least this often
#define ENGINE_ASLEEP_S 1.0  // and this often while it sleeps
#define ENGINE_HEARD_S 0.05  // and this often while something of it sounds
#define ENGINE_STAFF_KEY "F1"
#define ENGINE_EARLY_S 0.0005 // a frame may be early by so much

// What one station's machines wake, and when its last frame ran.
struct seat {
    struct engine *engine;
    atomic_bool woken; // since its last frame
    double frame_s;
};

struct engine {
    struct engine_desc desc;
    struct clock clock;
    struct windows *windows;
    struct gpu *gpu;
    struct text *text; // one for all: Pango's font maps are dear
    struct words *words;
    struct repertoire *repertoire;
    struct lookup lookup;
    char today[FINDER_DAY];  // stations read it
    struct visitlog *visits; // NULL: stepped, or without a state folder
    struct show_bus *bus;
    const struct show_plan *plan;
    struct show_plan *empty; // owned; where nothing is planned
    struct station stations[INSTALLATION_STATIONS];
    int station_count;
    struct panes panes;
    struct outputs outputs; // its place NULL: all is in one window
    int window_count;
    struct operator_window operated; // its painter NULL: not there
    struct rehearsed *room;          // NULL: nobody looks at the virtual room
    struct desk_window desked;       // its station NULL: not there
    struct seat seats[INSTALLATION_STATIONS];
    struct healthy healthy; // live, with a state folder: how stations are
    double refreshed_s, began_s;
    struct settle settle;
    struct resting rest; // by the opening hours
    struct sparing sparing;
    bool continues;       // show time goes on from a journal
    struct locked locked; // of a kiosk
    enum engine_end end;
    uint64_t presented;
    bool uncovered;        // a window was resized or shown again: present once more
    struct faults *faults; // of check; NULL: the log says it
};

static void wake(void *user)
{
    struct seat *seat = user;
    atomic_store(&seat->woken, true);
    windows_wake(seat->engine->windows);
}

static void wake_all(void *user)
{
    struct engine *e = user;
    for (int i = 0; i < INSTALLATION_STATIONS; i++)
        atomic_store(&e->seats[i].woken, true);
    windows_wake(e->windows);
}

static void script_fault(void *user, int stage, const char *text)
{
    struct engine *e = ((struct seat *)user)->engine;
    if (e->faults)
        faults_add(e->faults, FAULT_ERROR, "%s", text);
}

// A single station without outputs.
static bool only_heard(const struct engine_desc *d)
{
    return d->station >= 0 && d->installation->stations[d->station].output_count == 0;
}

static void script_warning(void *user, int stage, const char *text)
{
    struct engine *e = ((struct seat *)user)->engine;
    if (e->faults)
        faults_add(e->faults, FAULT_WARNING, "%s", text);
}

static bool apart(const struct engine_desc *d)
{
    return d->station >= 0 && !d->windowed && !d->headless;
}

// One window with everything in it, or a full-screen window for each output.
static bool open_windows(struct engine *e, struct fault *f)
{
    const struct installation *in = e->desc.installation;
    if (!apart(&e->desc)) {
        struct window_desc window = {.title = in->title.in[0],
                                     .size = e->desc.headless ? (struct size2){64, 64}
                                                              : (struct size2){1600, 900},
                                     .cursor = !e->desc.kiosk};
        e->window_count = windows_add(e->windows, &window, f) < 0 ? 0 : 1;
        return e->window_count == 1;
    }
    const struct installation_station *place = &in->stations[e->desc.station];
    for (int i = 0; i < place->output_count; i++) {
        struct window_desc window = {.title = place->outputs[i].id,
                                     .size = place->outputs[i].size,
                                     .awaits = true,
                                     .cursor = !e->desc.kiosk};
        if (windows_add(e->windows, &window, f) < 0)
            return fault_where(f, "output \"%s\"", place->outputs[i].id);
        e->window_count++;
    }
    outputs_open(&e->outputs, place, e->windows, e->desc.state);
    return true;
}

static void lay_panes(struct engine *e)
{
    if (panes_lay(&e->panes, e->windows) && !e->desc.headless)
        panes_log(&e->panes);
}

static bool open_operated(struct engine *e, struct fault *f)
{
    bool shown = !e->desc.headless && !e->desc.stepped_hz;
    return (!e->desc.operated ||
            operator_open(&e->operated, e->desc.installation, shown ? e->windows : NULL, f)) &&
           (!e->desc.desked || !shown ||
            deskwindow_open(&e->desked, e->desc.installation, e->windows, f));
}

// A description, with the names that it borrows.
struct described {
    struct station_desc station;
    char pulse[INSTALLATION_PATH + INSTALLATION_ID + 8];
    char calibration[INSTALLATION_PATH + INSTALLATION_ID + 32];
};

static void describe_station(struct engine *e, int index, struct seat *seat, struct described *to)
{
    const struct engine_desc *d = &e->desc;
    if (d->state)
        snprintf(to->calibration, sizeof to->calibration, "%s/" DESK_FOLDER "/%s.jsonl", d->state,
                 d->installation->stations[index].id);
    if (d->pulse && d->station >= 0)
        snprintf(to->pulse, sizeof to->pulse, "%s", d->pulse);
    else if (d->state)
        snprintf(to->pulse, sizeof to->pulse, "%s/pulse-%s", d->state,
                 d->installation->stations[index].id);
    seat->engine = e;
    to->station = (struct station_desc){
        .installation = d->installation,
        .index = index,
        .root = d->root,
        .repertoire = e->repertoire,
        .finder = e->lookup.finder,
        .gpu = e->gpu,
        .text = e->text,
        .words = e->words,
        .visits = e->visits,
        .bus = e->bus,
        .plan = e->plan,
        .scene = d->scene_station < 0 || d->scene_station == index ? d->scene : NULL,
        .date = d->date,
        .pulse = to->pulse[0] ? to->pulse : NULL,
        .calibration = d->state ? to->calibration : NULL,
        .device = d->stepped_hz ? SOUND_OFFLINE
                  : d->silent   ? SOUND_NULL
                                : SOUND_SDL,
        .seed = 2026,
        .stepped = d->stepped_hz > 0,
        .listen = d->station >= 0 && !d->stepped_hz,
        // Several stations on one machine may all want the same port: then none has it.
        .touched = !d->stepped_hz && (d->station >= 0 || d->installation->station_count == 1),
        .lit = !d->windowed || d->rehearsed,
        .safe = d->safe,
        .editable = !d->kiosk,
        .params = d->params,
        .visitor = d->visitor,
        .lenient = d->lenient,
        .wake = wake,
        .fault = script_fault,
        .warn = script_warning,
        .user = seat,
    };
}

static bool open_station(struct engine *e, int index, struct fault *f)
{
    struct described d = {0};
    describe_station(e, index, &e->seats[e->station_count], &d);
    if (!station_open(&e->stations[e->station_count], &d.station, f))
        return false;
    staffway_begin(&e->stations[e->station_count], e->locked.pin, e->desc.state);
    e->station_count++;
    return true;
}

static void open_locked(struct engine *e)
{
    const struct engine_desc *d = &e->desc;
    if (d->kiosk && !d->stepped_hz)
        locked_open(&e->locked, &(struct locked_desc){.state = d->state,
                                                      .windows = e->windows,
                                                      .holds = apart(d) && !d->headless &&
                                                               !d->operated && !d->desked,
                                                      .wake = wake_all,
                                                      .user = e});
}

// Where the show stands is kept beside the pulse page; a process of one station has its own file.
static bool name_journal(const struct engine *e, char *path, size_t size)
{
    const struct engine_desc *d = &e->desc;
    if (!d->plan || !d->state || d->stepped_hz)
        return false;
    if (d->station < 0)
        snprintf(path, size, "%s/show.json", d->state);
    else
        snprintf(path, size, "%s/show-%s.json", d->state, d->installation->stations[d->station].id);
    return true;
}

// What visitors do is written there, too. A log that cannot be begun is no reason to stay closed.
static void open_visits(struct engine *e)
{
    const struct engine_desc *d = &e->desc;
    char path[INSTALLATION_PATH + INSTALLATION_ID + 16];
    struct fault f = {0};
    if (!d->state || (d->stepped_hz && !d->kept) || d->safe)
        return;
    if (d->station < 0)
        snprintf(path, sizeof path, "%s/visits.db", d->state);
    else
        snprintf(path, sizeof path, "%s/visits-%s.db", d->state,
                 d->installation->stations[d->station].id);
    e->visits = visitlog_create(&(struct visitlog_desc){.path = path}, &f);
    if (!e->visits)
        log_warning("engine", "%s; visits are not logged", f.text);
}

// Live, with cues: show time goes on from the beginning that the journal knows. Returns
// CLOCK_REALTIME of show time 0.
static double begin_show_time(struct engine *e)
{
    char journal[INSTALLATION_PATH + INSTALLATION_ID + 16];
    if (e->desc.stepped_hz)
        return 0;
    double now_s = clock_real_s(), epoch_s = now_s;
    if (!e->desc.anew && name_journal(e, journal, sizeof journal))
        e->continues = show_journal_epoch(journal, &epoch_s);
    if (e->continues && epoch_s > now_s) {
        log_warning("engine",
                    "%s is of the future: the machine's clock was put back; the show "
                    "begins anew",
                    journal);
        e->continues = false;
        epoch_s = now_s;
    }
    e->clock = clock_live_since(epoch_s);
    e->began_s = clock_now_s(&e->clock);
    settle_begin(&e->settle, e->began_s, e->began_s);
    return epoch_s;
}

static struct show_bus *open_bus(struct engine *e, double epoch_s)
{
    e->plan = e->desc.plan ? e->desc.plan : (e->empty = plan_empty());
    if (!e->plan)
        return NULL;
    const struct engine_desc *d = &e->desc;
    char journal[INSTALLATION_PATH + INSTALLATION_ID + 16];
    double wall_s = isfinite(d->wall_s) ? d->wall_s - clock_now_s(&e->clock)
                    : d->stepped_hz     ? NAN
                                        : epoch_s; // exactly, as in every other process
    struct show_bus_desc bus = {
        .plan = e->plan,
        .epoch_s = epoch_s,
        .wall_s = wall_s,
        .journal = name_journal(e, journal, sizeof journal) ? journal : NULL,
        .live = !d->stepped_hz,
        .others = d->plan && !d->stepped_hz,
        .anew = d->anew,
    };
    return show_bus_create(&bus);
}

// The machine's own screens and projectors, when it is there for the public alone.
static void open_sparing(struct engine *e)
{
    const struct engine_desc *d = &e->desc;
    if (!d->kiosk || d->station < 0 || d->stepped_hz)
        return;
    struct sparing_desc sparing = {.place = &d->installation->stations[d->station],
                                   .state = d->state,
                                   .driver = apart(d) ? windows_driver(e->windows) : NULL};
    sparing_open(&e->sparing, &sparing, e->rest.kept);
    sparing_follow(&e->sparing, e->rest.shift.phase);
}

struct engine *engine_create(const struct engine_desc *desc, struct faults *faults)
{
    struct fault f = {0};
    struct engine *e = calloc(1, sizeof *e);
    if (!e) {
        faults_add(faults, FAULT_ERROR, "no memory");
        return NULL;
    }
    e->desc = *desc;
    e->desc.headless = desc->headless || only_heard(desc);
    e->faults = desc->lenient ? faults : NULL; // else the log is told of what scenes do
    e->clock = desc->stepped_hz ? clock_stepped(desc->stepped_hz) : clock_live();
    double epoch_s = begin_show_time(e);
    e->windows = windows_create(
        &(struct windows_desc){.headless = e->desc.headless, .light = apart(&e->desc)}, &f);
    if (!e->windows || !open_windows(e, &f) || !open_operated(e, &f))
        goto fail;
    char shaders[INSTALLATION_PATH + 16];
    snprintf(shaders, sizeof shaders, "%s/shaders", desc->root);
    windows_current(e->windows, 0);
    e->gpu = gpu_create(windows_gl_address, shaders, &f);
    char fonts[INSTALLATION_PATH + 32];
    snprintf(fonts, sizeof fonts, "%s/assets/fonts/fonts.conf", desc->root);
    e->text = e->gpu ? text_create(&(struct text_desc){.fonts = fonts}, &f) : NULL;
    e->words = e->text ? wording_open(desc->installation, desc->root, NULL) : NULL;
    if (!e->words)
        goto fail;
    lookup_begin(&e->lookup, &e->desc, wake_all, e);
    lookup_day(&e->lookup, e->today);
    e->desc.date = e->today[0] ? e->today : NULL; // from now on it may be another
    e->repertoire = content_read(desc->installation, desc->root, e->desc.date, faults);
    if (e->repertoire && !lookup_open(&e->lookup, &f))
        goto fail;
    e->bus = open_bus(e, epoch_s);
    if (!e->bus)
        goto fail;
    open_visits(e);
    open_locked(e);
    for (int i = 0; i < desc->installation->station_count; i++)
        if ((desc->station < 0 || desc->station == i) && !open_station(e, i, &f))
            goto fail;
    if (e->continues)
        show_bus_take_journal(e->bus);
    if (desc->rehearsed &&
        !(e->room = rehearsed_open(e->gpu, desc->installation, !desc->stepped_hz, &f)))
        goto fail;
    if (desc->operated)
        operator_join(&e->operated, e->gpu, e->bus, &e->stations[0], !desc->stepped_hz);
    if (desc->desked && e->station_count)
        deskwindow_join(&e->desked, e->gpu, &e->stations[0]);
    e->panes = (struct panes){.stations = e->stations,
                              .station_count = e->station_count,
                              .apart = apart(&e->desc)};
    resting_begin(&e->rest, desc->stepped_hz ? NULL : desc->hours, desc->wall_s, e->stations,
                  e->station_count);
    open_sparing(e);
    e->settle.stations = e->stations;
    e->settle.count = e->station_count;
    lay_panes(e);
    e->uncovered = true;
    if (desc->state && !desc->stepped_hz)
        healthy_open(&e->healthy, e->stations, e->station_count, desc->state);
    return e;
fail:
    faults_add(faults, FAULT_ERROR, "%s", f.text[0] ? f.text : "no memory");
    engine_destroy(e);
    return NULL;
}

void engine_destroy(struct engine *e)
{
    if (!e)
        return;
    sparing_close(&e->sparing);
    healthy_close(&e->healthy);
    operator_close(&e->operated);
    rehearsed_close(e->room);
    deskwindow_close(&e->desked);
    for (int i = e->station_count - 1; i >= 0; i--)
        station_close(&e->stations[i]);
    locked_close(&e->locked);
    visitlog_destroy(e->visits); // visits that were on have ended now
    show_bus_destroy(e->bus);
    plan_destroy(e->empty);
    lookup_close(&e->lookup);
    repertoire_destroy(e->repertoire);
    words_destroy(e->words);
    text_destroy(e->text);
    gpu_destroy(e->gpu);
    windows_destroy(e->windows);
    free(e);
}

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

void engine_staff(struct engine *e)
{
    resting_staff(&e->rest);
}

struct show_bus *engine_show(struct engine *e)
{
    return e->bus;
}

uint64_t engine_presented(const struct engine *e)
{
    return e->presented;
}

void engine_frame(struct engine *e, bool still)
{
    double now_s = clock_now_s(&e->clock);
    lookup_update(&e->lookup, &e->repertoire, e->stations, e->station_count);
    for (int i = 0; i < e->station_count; i++) {
        e->stations[i].scene->still = still;
        frame_run(&e->stations[i], now_s, false);
    }
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

static void take_key(struct engine *e, const struct window_event *event, double now_s)
{
    struct input_contact contact = {.time_s = now_s, .phase = INPUT_KEY};
    snprintf(contact.key, sizeof contact.key, "%s", event->name);
    for (int i = 0; i < e->station_count; i++)
        input_contact(e->stations[i].input, &contact);
    if (!e->desc.kiosk)
        resting_staff(&e->rest); // the public has no keyboard
}

// What staff reads lies over every output; the public's keyboards do not reach it.
static bool take_staff_key(struct engine *e, const struct window_event *event)
{
    if (e->desc.kiosk || strcmp(event->name, ENGINE_STAFF_KEY) != 0)
        return false;
    for (int i = 0; i < e->station_count; i++)
        staffed_show(&e->stations[i], !e->stations[i].staffed);
    return true;
}

static void take_displays(struct engine *e, bool placed)
{
    if (!placed)
        return;
    lay_panes(e);
    e->uncovered = true;
}

static bool take_events(struct engine *e, double timeout_s)
{
    struct window_event events[WINDOW_EVENTS];
    int count = windows_pump(e->windows, timeout_s, events, WINDOW_EVENTS);
    count +=
        locked_take(&e->locked, e->windows, e->window_count, events + count, WINDOW_EVENTS - count);
    double now_s = clock_now_s(&e->clock);
    for (int i = 0; i < count; i++) {
        const struct window_event *event = &events[i];
        if (event->kind == WINDOW_DISPLAYS) {
            take_displays(e, outputs_bind(&e->outputs));
            continue;
        }
        bool key = event->kind == WINDOW_KEY || event->kind == WINDOW_KEY_UP;
        bool operated = e->operated.painter && event->window == e->operated.window;
        if (key && e->desc.kiosk && !operated &&
            staffway_press(e->stations, e->station_count, event, now_s))
            continue;
        if (editing_take(e->stations, e->station_count, event, now_s))
            continue;
        if (operated) {                                // its end is no end
            operator_take(&e->operated, event, now_s); // Escape is PANIC, whatever is open
            continue;
        }
        if (desking_take(e->stations, e->station_count, event, now_s) ||
            deskwindow_take(&e->desked, event, now_s))
            continue;
        bool escape = event->kind == WINDOW_KEY && strcmp(event->name, "Escape") == 0;
        if (event->kind == WINDOW_QUIT && e->desc.kiosk)
            e->end = ENGINE_LOST;
        if (event->kind == WINDOW_QUIT ||
            ((escape || event->kind == WINDOW_CLOSE) && !e->desc.kiosk))
            return false;
        bool taken =
            e->room && rehearsed_event(e->room, e->stations, e->station_count, event, now_s);
        if (event->kind == WINDOW_RESIZED) {
            lay_panes(e);
            e->uncovered = true;
        } else if (event->kind == WINDOW_KEY && !taken) {
            if (!take_staff_key(e, event))
                take_key(e, event, now_s);
        } else if (!key && event->kind != WINDOW_CLOSE && !taken) {
            panes_contact(&e->panes, event, now_s);
        }
    }
    return true;
}

static bool sounding(const struct station *s)
{
    for (int i = 0; i < MEDIA_MAX; i++) {
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
    settle_give_back(&e->settle, now_s);
    take_displays(e, outputs_refresh(&e->outputs));
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
                show(e->gpu, surfaces_output(station_shown(&e->stations[p->station]), p->output),
                     windows_size(e->windows, w), p->x, p->y, p->width, p->height);
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
    sparing_follow(&e->sparing, e->rest.shift.phase);
    for (int i = 0; i < e->station_count; i++) {
        struct station *s = &e->stations[i];
        atomic_store(&e->seats[i].woken, true);
        pulse_patience(s->pulse, FRAME_ASLEEP_S);
        if (asleep && s->visit)
            station_sleep(s);
        if (asleep)
            resting_draw(&e->rest, s);
        struct described d = {0};
        if (!asleep && !s->visit) {
            describe_station(e, s->index, &e->seats[i], &d);
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

bool engine_turn(struct engine *e)
{
    set_clock(e);
    if (!take_events(e, wait_s(e)))
        return false;
    double now_s = clock_now_s(&e->clock);
    if (resting_update(&e->rest))
        follow_hours(e);
    if (!resting_asleep(&e->rest)) {
        refresh(e, now_s);
        lookup_update(&e->lookup, &e->repertoire, e->stations, e->station_count);
    }
    bool drawn = resting_asleep(&e->rest) ? run_resting(e, now_s) : run_due(e, now_s);
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
    healthy_update(&e->healthy, e->stations, e->visits);
    e->uncovered = e->settle.held;
    return !staff_ends(e);
}

enum engine_end engine_end(const struct engine *e)
{
    return e->end;
}
