// Facts of the stations' rooms, once a second, to who asks how they are.
#include "healthy.h"
#include "staffed.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_s(void)
{
    return (double)clock_monotonic_ns() / 1e9;
}

// systemd names several folders with colons between them: the first is ours.
static void name_folder(const char *state, char *folder, size_t size)
{
    const char *runtime = getenv("RUNTIME_DIRECTORY");
    if (runtime && runtime[0] == '/')
        snprintf(folder, size, "%.*s", (int)strcspn(runtime, ":"), runtime);
    else
        snprintf(folder, size, "%s", state);
}

static int day_of_month(void)
{
    time_t t = time(NULL);
    struct tm tm = {0};
    localtime_r(&t, &tm);
    return tm.tm_mday;
}

void healthy_open(struct healthy *h, const struct station *stations, int count, const char *state,
                  const char *visits)
{
    char folder[INSTALLATION_PATH], socket[INSTALLATION_PATH + INSTALLATION_ID + 16],
        ladder[INSTALLATION_PATH + 32];
    name_folder(state, folder, sizeof folder);
    snprintf(ladder, sizeof ladder, "%s/supervisor.json", state);
    h->began_s = h->looked_s = now_s();
    h->count = count;
    for (int i = 0; i < count; i++) {
        snprintf(socket, sizeof socket, "%s/health-%s", folder, stations[i].place->id);
        h->seats[i] = (struct healthy_seat){.input_s = -1, .day = day_of_month()};
        if (visits)
            h->seats[i].today = visitlog_today(visits, stations[i].place->id);
        h->seats[i].health = health_create(&(struct health_desc){
            .socket = socket, .ladder = ladder, .station = stations[i].place->id});
    }
}

void healthy_close(struct healthy *h)
{
    for (int i = 0; i < h->count; i++)
        health_destroy(h->seats[i].health);
    *h = (struct healthy){0};
}

void healthy_kiosk(struct healthy *h, const struct locked *locked)
{
    h->kiosk = true;
    h->locked = locked;
}

// NULL: no X server, or it was not looked at yet.
static const struct health_hold *look_hold(struct healthy *h)
{
    if (!h->locked || !h->locked->lock || !lock_held(h->locked->lock, &h->held))
        return NULL;
    _Static_assert((int)LOCK_POINTS <= HEALTH_POINTS, "each has a place");
    h->hold.count = LOCK_POINTS;
    for (int i = 0; i < LOCK_POINTS; i++)
        h->hold.points[i] = (struct health_point){.point = lock_word((enum lock_what)i),
                                                  .why = h->held.points[i].why,
                                                  .held = h->held.points[i].held};
    return &h->hold;
}

// Visits that began since the last look; at midnight the count begins anew.
static void count_visits(struct healthy_seat *seat, const struct station *s, bool *visiting)
{
    int day = day_of_month();
    if (day != seat->day)
        seat->today = 0;
    seat->day = day;
    *visiting = false;
    for (int i = 0; i < s->scene->stage_count; i++) {
        const struct scene_visit *v = &s->scene->stages[i].visit;
        seat->today += (int)(v->number - seat->visits[i]);
        seat->visits[i] = v->number;
        *visiting = *visiting || v->phase != VISIT_ATTRACT;
    }
}

static struct health_energy energy_of(struct healthy *h, const struct sparing *sparing)
{
    double always_wh;
    if (!sparing->energy || !energy_today(sparing->energy, &h->energy, &always_wh))
        return (struct health_energy){0};
    return (struct health_energy){h->energy.day, energy_used_wh(&h->energy), always_wh,
                                  h->energy.measured};
}

static void look(struct healthy *h, struct healthy_seat *seat, struct station *s,
                 const struct healthy_beside *beside, double at_s)
{
    bool asleep = resting_asleep(beside->rest);
    struct pulse_page *page = pulse_page(s->pulse);
    uint64_t input = input_count(s->input);
    if (input != seat->input)
        seat->input_s = at_s;
    seat->input = input;
    staffed_gather(s);
    struct health_facts facts = {.staff = &s->facts,
                                 .uptime_s = at_s - h->began_s,
                                 .input_age_s = seat->input_s < 0 ? -1 : at_s - seat->input_s,
                                 .input_count = input,
                                 .audio_blocks = page->audio,
                                 .visits_lost = beside->visits ? visitlog_lost(beside->visits) : 0,
                                 .safe = !s->script && !asleep,
                                 .night = asleep ? "asleep" : "",
                                 .energy = energy_of(h, beside->sparing),
                                 .kiosk = h->kiosk,
                                 .hold = look_hold(h),
                                 .ports = {s->place->osc_port,
                                           s->place->tuio_network ? s->place->tuio_port : 0}};
    count_visits(seat, s, &facts.visiting);
    facts.visits_today = seat->today;
    health_look(seat->health, &facts, at_s);
    staffed_measure(s, health_listened(seat->health));
}

void healthy_update(struct healthy *h, struct station *stations,
                    const struct healthy_beside *beside)
{
    double at_s = now_s();
    if (!h->count || at_s - h->looked_s < HEALTH_EVERY_S)
        return;
    h->looked_s = at_s;
    for (int i = 0; i < h->count; i++)
        if (h->seats[i].health)
            look(h, &h->seats[i], &stations[i], beside, at_s);
}
