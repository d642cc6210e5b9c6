// An installation read, told about and opened: what most verbs begin with.
#include "base/log.h"
#include "frame.h"
#include "store/store.h"
#include "verbs/touches.h"
#include "verbs/verbs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SESSION_DATE "2026-01-01" // of stepped runs, unless --date says otherwise

void session_print_faults(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        fprintf(stderr, "%s%s\n", faults->entries[i].level == FAULT_WARNING ? "warning: " : "",
                faults->entries[i].text);
    if (faults->dropped)
        fprintf(stderr, "… and %d more\n", faults->dropped);
}

bool session_date(const char *text)
{
    struct tm day = {0};
    const char *end = strptime(text, "%Y-%m-%d", &day);
    if (!end || *end || strlen(text) != 10)
        return false;
    struct tm again = day;
    again.tm_hour = 12;
    mktime(&again);
    return again.tm_mday == day.tm_mday && again.tm_mon == day.tm_mon;
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

static void today(char date[16])
{
    time_t now = time(NULL);
    struct tm day;
    localtime_r(&now, &day);
    strftime(date, 16, "%Y-%m-%d", &day);
}

static bool open_engine(struct session *s, const struct session_desc *desc)
{
    char state[INSTALLATION_PATH] = "", date[16];
    struct fault f = {0};
    bool live = desc->stepped_hz == 0;
    if (live &&
        !store_state(desc->state, s->installation->name, desc->kiosk, state, sizeof state, &f)) {
        log_warning("store", "%s; nothing will be kept", f.text);
        state[0] = 0;
    }
    today(date);
    // A touch on another station than the one looked at needs the whole house.
    bool whole =
        s->station < 0 || touches_elsewhere(desc, s->installation->stations[s->station].id);
    s->rate_hz = desc->stepped_hz;
    if (desc->stepped_hz < 0)
        s->rate_hz =
            (int)lround(s->installation->stations[s->station < 0 ? 0 : s->station].rate_hz);
    struct engine_desc engine = {
        .installation = s->installation,
        .root = desc->root,
        .station = whole ? -1 : s->station,
        .scene = desc->scene,
        .date = desc->date ? desc->date
                : live     ? date
                           : SESSION_DATE,
        .state = state[0] ? state : NULL,
        .stepped_hz = s->rate_hz,
        .headless = desc->headless,
        .windowed = desc->windowed || s->station < 0,
        .kiosk = desc->kiosk,
        .safe = desc->safe,
        .silent = desc->silent,
    };
    s->engine = engine_create(&engine, &s->faults);
    return s->engine != NULL;
}

bool session_open(struct session *s, const struct session_desc *desc)
{
    *s = (struct session){0};
    if (desc->date && !session_date(desc->date)) {
        fprintf(stderr, "gestuaire: --date %s is no day; write it as 2026-11-30\n", desc->date);
        return false;
    }
    s->installation = installation_read(desc->folder, desc->root, &s->faults);
    bool open =
        s->installation && choose_station(s, desc) && open_engine(s, desc) && touches_give(s, desc);
    session_print_faults(&s->faults);
    faults_finish(&s->faults);
    if (!open)
        session_close(s);
    return open;
}

void session_close(struct session *s)
{
    engine_destroy(s->engine);
    installation_destroy(s->installation);
    faults_finish(&s->faults);
    *s = (struct session){0};
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
