// An installation read, told about and opened: what most verbs begin with.
#include "base/log.h"
#include "content.h"
#include "displays/displays.h"
#include "kiosk/kiosk.h"
#include "schema/schema.h"
#include "store/store.h"
#include "verbs/prompts.h"
#include "verbs/touches.h"
#include "verbs/verbs.h"
#include "verbs/visitor.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define SESSION_DATE "2026-01-01" // of stepped runs, unless --date says otherwise
#define SESSION_TIME "12:00"      // the same; houses are open then

void session_print_faults(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        fprintf(stderr, "%s%s\n", faults->entries[i].level == FAULT_WARNING ? "warning: " : "",
                faults->entries[i].text);
    if (faults->dropped)
        fprintf(stderr, "… and %d more\n", faults->dropped);
}

void session_rows(struct option_row rows[SESSION_ROWS], struct session_desc *desc)
{
    const struct option_row shared[SESSION_ROWS] = {
        {"station", 's', OPTION_TEXT, "ID", "the station; without: all side by side",
         &desc->station},
        {"scene", 0, OPTION_TEXT, "NAME", "this scene instead of the stages' own", &desc->scene},
        {"touch", 0, OPTION_LISTED, "[STATION/][OUTPUT:]X,Y@S",
         "a tap in output px, up 0.1 s after S (may be repeated)", &desc->touches},
        {"go", 0, OPTION_LISTED, "S", "the operator's GO at S (may be repeated)", &desc->goes},
        {"replay", 0, OPTION_TEXT, "FILE", "touches and cues from a file", &desc->replay},
        {"date", 0, OPTION_DAY, "DAY", "today, as 2026-11-30 (" SESSION_DATE ")", &desc->date},
        {"time", 0, OPTION_TEXT, "HOUR", "of the day at the beginning (" SESSION_TIME ")",
         &desc->time},
        {"param", 0, OPTION_LISTED, "KEY=VALUE",
         "in stage.param of the first scenes (may be repeated)", &desc->given},
        {"visitor", 0, OPTION_TEXT, "it,text=3,reach",
         "what a visitor has chosen: a language, visit.settings()", &desc->visitor},
    };
    memcpy(rows, shared, sizeof shared);
}

static bool choose_station(struct session *s, const struct session_desc *desc)
{
    s->station = -1;
    if (!desc->station)
        return true;
    s->station = installation_station_find(s->installation, desc->station);
    if (s->station >= 0)
        return true;
    fprintf(stderr, "gestuaire: no station \"%s\"; there is", desc->station);
    for (int i = 0; i < s->installation->station_count; i++)
        fprintf(stderr, "%s %s", i ? "," : "", s->installation->stations[i].id);
    fprintf(stderr, "\n");
    return false;
}

// Stepped runs are the same on every day.
static void set_date(struct session *s, const struct session_desc *desc)
{
    if (desc->date || desc->stepped_hz)
        snprintf(s->date, sizeof s->date, "%s", desc->date ? desc->date : SESSION_DATE);
    else
        content_today(s->date);
}

// "10:00", or "10:00:30" to be there shortly before something happens.
static bool read_time(const char *text, double *seconds)
{
    char minute[6] = "";
    size_t n = strlen(text);
    if (n != 8)
        return schema_is_hour(text, seconds);
    memcpy(minute, text, 5);
    if (!schema_is_hour(minute, seconds) || text[5] != ':' || text[6] < '0' || text[6] > '5' ||
        text[7] < '0' || text[7] > '9')
        return false;
    *seconds += (text[6] - '0') * 10 + (text[7] - '0');
    return true;
}

// Unix time at the beginning, in local time; NAN: the machine's own. False: --time is no hour.
static bool begin_at(const struct session_desc *desc, const struct session *s, double *wall_s)
{
    double seconds;
    const char *hour = desc->time ? desc->time : SESSION_TIME;
    time_t now = time(NULL);
    struct tm day;
    *wall_s = NAN;
    if (!read_time(hour, &seconds)) {
        fprintf(stderr, "gestuaire: --time %s is no hour; \"00:00\" to \"24:00\" is allowed\n",
                hour);
        return false;
    }
    if (!desc->stepped_hz && !desc->date && !desc->time)
        return true;
    localtime_r(&now, &day);
    if (!desc->stepped_hz && !desc->time)
        seconds = day.tm_hour * 3600 + day.tm_min * 60 + day.tm_sec;
    day = (struct tm){.tm_isdst = -1, .tm_sec = (int)fmod(seconds, 60)};
    schema_is_day(s->date, &day.tm_year, &day.tm_mon, &day.tm_mday);
    day.tm_year -= 1900;
    day.tm_mon--;
    day.tm_hour = (int)(seconds / 3600);
    day.tm_min = (int)fmod(seconds / 60, 60);
    *wall_s = (double)mktime(&day);
    return true;
}

// Live runs only; without a folder nothing is kept.
static void set_state(struct session *s, const struct session_desc *desc)
{
    struct fault f = {0};
    if ((desc->stepped_hz && !desc->kept) ||
        store_state(&(struct store_whose){desc->state, s->installation->name,
                                          s->installation->folder},
                    desc->kiosk, s->state, sizeof s->state, &f)) {
        if (s->state[0] && !store_writable(s->state, &f))
            log_warning("store", "%s; what is kept there holds, nothing new will be kept", f.text);
        return;
    }
    log_warning("store", "%s; nothing will be kept", f.text);
    s->state[0] = 0;
}

// Before anything asks what time it is. The schema has refused zones that are not there.
static void set_zone(const struct installation *in)
{
    struct fault f = {0};
    if (in->zone[0] && !hours_zone(in->zone, &f))
        log_warning("hours", "%s", f.text);
}

static bool read_plan(struct session *s, const struct session_desc *desc)
{
    if (s->installation->show[0] && !desc->safe)
        s->plan = plan_read(s->installation, desc->root, &s->faults);
    return s->plan || desc->safe || !s->installation->show[0];
}

static bool open_engine(struct session *s, const struct session_desc *desc)
{
    set_zone(s->installation);
    set_date(s, desc);
    set_state(s, desc);
    double wall_s;
    if (!begin_at(desc, s, &wall_s) || !visitor_read(s, desc))
        return false;
    // A touch on another station than the one looked at needs the whole house.
    bool whole = s->station < 0 || desc->rehearsed ||
                 touches_elsewhere(desc, s->installation->stations[s->station].id);
    s->rate_hz = desc->stepped_hz;
    if (desc->stepped_hz < 0)
        s->rate_hz =
            (int)lround(s->installation->stations[s->station < 0 ? 0 : s->station].rate_hz);
    struct engine_desc engine = {
        .installation = s->installation,
        .root = desc->root,
        .station = whole ? -1 : s->station,
        .scene = desc->scene,
        .scene_station = s->station,
        .date = s->date,
        .state = s->state[0] ? s->state : NULL,
        .pulse = desc->pulse,
        .plan = s->plan,
        .wall_s = wall_s,
        .hours = desc->kiosk || desc->hours ? &s->installation->hours : NULL,
        .anew = desc->anew || desc->replay, // a replay begins with the show
        .stepped_hz = s->rate_hz,
        .headless = desc->headless,
        .windowed = desc->windowed || s->station < 0,
        .kiosk = desc->kiosk,
        .safe = desc->safe,
        .silent = desc->silent,
        .operated = desc->operated,
        .rehearsed = desc->rehearsed,
        .desked = desc->desked,
        .unpaced = desc->unpaced,
        .unpainted = desc->unpainted,
        .kept = desc->kept,
        .params = desc->params     ? desc->params
                  : s->given.count ? &s->given
                                   : NULL,
        .visitor = desc->visitor ? &s->visitor : NULL,
    };
    s->engine = engine_create(&engine, &s->faults);
    return s->engine != NULL;
}

// Each has a window: what no window fills is a desktop.
static int count_displays(const struct session_desc *desc)
{
    struct displays *d =
        desc->headless || desc->windowed ? NULL : displays_open(&(struct displays_desc){0}, NULL);
    struct display list[DISPLAYS_MAX];
    int count = d ? displays_list(d, list) : 1;
    displays_close(d);
    return count;
}

// The safe scene is what is left when all else fails: it wants nothing of the content, and what is
// wrong with it is told all the same.
static void read_installation(struct session *s, const struct session_desc *desc)
{
    s->installation = installation_read(desc->folder, desc->root, &s->faults);
    bool known = s->installation &&
                 (!desc->station || installation_station_find(s->installation, desc->station) >= 0);
    if (!desc->safe || known)
        return;
    installation_destroy(s->installation);
    log_warning("safe", "%s holds no station that could be shown; one of its own stands there",
                desc->folder);
    s->installation = installation_safe(desc->folder, desc->root, desc->station,
                                        count_displays(desc), &s->faults);
}

bool session_open(struct session *s, const struct session_desc *desc)
{
    *s = (struct session){0};
    read_installation(s, desc);
    s->held = s->installation ? kiosk_hold(s->installation->folder) : -1;
    bool open = s->installation && choose_station(s, desc) && read_plan(s, desc) &&
                open_engine(s, desc) && touches_give(s, desc) && prompts_give(s, desc);
    session_print_faults(&s->faults);
    faults_finish(&s->faults);
    if (!open)
        session_close(s);
    return open;
}

bool session_went_well(struct session *s, const char *file)
{
    int stops = 0;
    for (int i = 0; i < engine_station_count(s->engine); i++) {
        const struct station *station = engine_station(s->engine, i);
        stops += station->script ? script_stop_count(station->script) : 0;
    }
    if (stops)
        fprintf(stderr,
                "gestuaire: %s was written, but a scene was stopped on the way (see above)\n",
                file);
    return stops == 0;
}

bool session_ends_with(const char *file, const char *ending)
{
    size_t n = strlen(file), m = strlen(ending);
    return n > m && strcasecmp(file + n - m, ending) == 0;
}

void session_close(struct session *s)
{
    engine_destroy(s->engine);
    plan_destroy(s->plan);
    installation_destroy(s->installation);
    faults_finish(&s->faults);
    if (s->held >= 0)
        close(s->held);
    *s = (struct session){.held = -1};
}

void session_advance(struct session *s, double at_s, void (*frame)(void *user), void *user)
{
    long last = lround(at_s * s->rate_hz);
    for (long i = lround(engine_now_s(s->engine) * s->rate_hz); i < last; i++) {
        engine_frame(s->engine, true);
        if (frame)
            frame(user);
        engine_step(s->engine);
    }
}

struct station *session_station(struct session *s)
{
    if (s->station < 0)
        return engine_station(s->engine, 0);
    return engine_station_named(s->engine, s->installation->stations[s->station].id);
}

int session_output(struct session *s, const char *id, struct fault *f)
{
    const struct station *station = session_station(s);
    int index = id ? station_output_find(station, id) : 0;
    if (index >= 0 && index < station->place->output_count)
        return index;
    if (id)
        fault_set(f, "station \"%s\" has no output \"%s\"", station->place->id, id);
    else
        fault_set(f, "station \"%s\" has no output", station->place->id);
    return -1;
}
