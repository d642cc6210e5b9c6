// The shared rooms and the stations, opened in one written order and closed in reverse.
#include "base/log.h"
#include "content.h"
#include "inside.h"
#include "staffway.h"
#include "wording.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void engine_lay_panes(struct engine *e)
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

void engine_describe(struct engine *e, int index, struct seat *seat, struct engine_described *to)
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
    struct engine_described d = {0};
    engine_describe(e, index, &e->seats[e->station_count], &d);
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
#define VISITS_PATH (INSTALLATION_PATH + INSTALLATION_ID + 16)

static void name_visits(const struct engine_desc *d, char path[VISITS_PATH])
{
    if (d->station < 0)
        snprintf(path, VISITS_PATH, "%s/visits.db", d->state);
    else
        snprintf(path, VISITS_PATH, "%s/visits-%s.db", d->state,
                 d->installation->stations[d->station].id);
}

static void open_visits(struct engine *e)
{
    const struct engine_desc *d = &e->desc;
    char path[VISITS_PATH];
    struct fault f = {0};
    if (!d->state || (d->stepped_hz && !d->kept) || d->safe)
        return;
    name_visits(d, path);
    e->visits = visitlog_create(&(struct visitlog_desc){.path = path}, &f);
    if (!e->visits)
        log_warning("engine", "%s; visits are not logged", f.text);
}

// All of the house is in this process.
static bool alone(const struct engine_desc *d)
{
    return d->station < 0 || d->installation->station_count == 1;
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
        e->continues = show_journal_epoch(journal, alone(&e->desc), &epoch_s);
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
        .alone = alone(d),
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
    e->gpu = gpu_create(desc->unpainted ? gpu_null_address : windows_gl_address, shaders, &f);
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
    engine_lay_panes(e);
    e->uncovered = true;
    if (desc->state && !desc->stepped_hz) {
        char visits[VISITS_PATH];
        name_visits(desc, visits);
        healthy_open(&e->healthy, e->stations, e->station_count, desc->state,
                     e->visits ? visits : NULL);
    }
    if (desc->kiosk)
        healthy_kiosk(&e->healthy, &e->locked);
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
