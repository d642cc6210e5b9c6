// Holds between stations: each says who holds it, at every change and now and then, whole, so that
// a lost datagram heals with the next; scenes hear of it.
#include "base/clock.h"
#include "base/log.h"
#include "show/trail.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What is older than this is of a machine whose clock was put back, and no datagram that took its
// time.
#define HOLD_LATE_MS 10000

static_assert(HOLDS >= SHOW_STATIONS, "stations");

static bool held_by_route(const struct show_route *route, int station)
{
    for (int k = 0; k < route->to_count; k++)
        if (route->to[k] == station && route->hold_s > 0)
            return true;
    return false;
}

static bool can_be_held(const struct show *s, int station)
{
    for (int i = 0; i < s->route_count; i++)
        if (held_by_route(&s->routes[i], station))
            return true;
    return false;
}

bool hold_open(struct show *s)
{
    s->hold_said_s = -INFINITY;
    for (int i = 0; i < s->station_count; i++)
        if (can_be_held(s, i))
            memcpy(s->holds[i].hold.station, s->stations[i].id, sizeof s->stations[i].id);
    if (!can_be_held(s, s->self))
        return true;
    s->trail = calloc(1, sizeof *s->trail);
    return s->trail != NULL;
}

void hold_declare(const struct show *s, struct scene *scene)
{
    for (int i = 0; i < s->station_count; i++)
        scene->holds[i] = s->holds[i].hold;
}

// ---- this station

static double hold_s_of(const struct show *s, const char *message)
{
    for (int i = 0; i < s->route_count; i++)
        if (strcmp(s->routes[i].message, message) == 0)
            return held_by_route(&s->routes[i], s->self) ? s->routes[i].hold_s : 0;
    return 0;
}

static void tell_holder(const struct show *s)
{
    const struct trail *t = s->trail;
    log_info("show", "station \"%s\" is %s%s", s->stations[s->self].id,
             t->held ? "held by " : "free", t->held ? t->turn.who : "");
}

static void take_turns(struct show *s, double now_s, struct scene *scene)
{
    struct show_message heard;
    while (trail_next(s->trail, now_s, &heard)) {
        s->hold_changed = true;
        tell_holder(s);
        if (heard.name[0])
            answer_message(&heard, now_s, scene);
    }
}

static void tell_crowd(struct show *s, const char *message)
{
    if (!s->crowd_said)
        log_warning("show",
                    "more than %d stages wait for station \"%s\"; \"%s\" of others is lost "
                    "(told once)",
                    HOLD_WAITING, s->stations[s->self].id, message);
    s->crowd_said = true;
}

void hold_message(struct show *s, const struct show_message *m, double now_s, struct scene *scene)
{
    char who[HOLD_WHO];
    trail_who(m, who);
    if (m->release) {
        s->hold_changed |= s->trail && trail_release(s->trail, who);
        return; // whose turn it is now the update says
    }
    double hold_s = hold_s_of(s, m->name);
    if (!s->trail || hold_s <= 0 || strcmp(who, "show") == 0) { // a cue is for everybody
        answer_message(m, now_s, scene);
        return;
    }
    take_turns(s, now_s, scene);
    bool same = s->trail->held && strcmp(s->trail->turn.who, who) == 0;
    enum trail_answer answer = trail_ask(s->trail, m, hold_s, now_s);
    s->hold_changed |= answer != TRAIL_FULL;
    if (answer == TRAIL_FULL)
        tell_crowd(s, m->name);
    if (answer == TRAIL_HEARD) {
        if (!same)
            tell_holder(s);
        answer_message(m, now_s, scene);
    }
}

// The time of day, so that it grows over restarts.
static void number(struct show *s)
{
    struct show_hold *h = &s->holds[s->self];
    double now_ms = s->bus->desc.live ? floor(clock_real_s() * 1000) : 0;
    h->number = fmax(h->number + 1, now_ms);
}

void hold_answer(struct show *s, double now_s, struct show_hold *h)
{
    *h = s->holds[s->self];
    snprintf(h->hold.station, sizeof h->hold.station, "%s", s->stations[s->self].id);
    if (h->hold.held)
        h->hold.until_s = fmax(h->hold.until_s - now_s, 0);
}

static void say_over_network(struct show *s, double now_s)
{
    unsigned char bytes[OSC_DATAGRAM];
    struct show_hold h;
    hold_answer(s, now_s, &h);
    size_t size = osc_write_hold(&h, bytes, sizeof bytes);
    for (int i = 0; i < s->station_count; i++)
        if (s->stations[i].host[0] && !bus_find(s->bus, s->stations[i].id))
            show_send_over_network(s, i, bytes, size); // one that is off hears it later
}

static void say(struct show *s, double now_s)
{
    struct show_hold *mine = &s->holds[s->self];
    if (s->hold_changed || isinf(s->hold_said_s))
        number(s);
    trail_view(s->trail, &mine->hold);
    for (int i = 0; s->hold_changed && i < s->bus->count; i++) {
        struct show *to = s->bus->shows[i];
        to->holds[s->self] = *mine;
        to->holds_fresh |= 1u << s->self;
        if (to != s)
            show_wake(to);
    }
    if (s->net && s->bus->desc.live)
        say_over_network(s, now_s);
    s->hold_changed = false;
    s->hold_said_s = now_s;
}

double hold_next_s(const struct show *s)
{
    return s->trail ? trail_end_s(s->trail) : INFINITY;
}

void hold_shift(struct show *s, double later_s)
{
    if (s->trail)
        trail_shift(s->trail, later_s);
    for (int i = 0; i < s->station_count; i++) {
        s->holds[i].hold.until_s -= later_s;
        s->holds_fresh |= (uint32_t)s->holds[i].hold.held << i;
    }
    s->hold_said_s = -INFINITY;
}

// ---- the others

void hold_asked(struct show *s, int stage, const struct show_route *route)
{
    for (int k = 0; k < route->to_count && route->hold_s > 0; k++)
        s->asked[stage][route->to[k]] = true;
}

static void give_back(struct show *s, const struct scene *scene, int stage, int station)
{
    struct show_message m = {.release = true};
    memcpy(m.from, s->stations[s->self].id, sizeof m.from);
    memcpy(m.stage, scene->stages[stage].id, sizeof m.stage);
    s->asked[stage][station] = false;
    show_post(s, station, &m); // lost: its next word reminds us
}

void hold_release(struct show *s, const struct scene *scene, int stage, const char *message)
{
    bool which[SHOW_STATIONS] = {false};
    for (int i = 0; i < s->route_count; i++)
        for (int k = 0; k < s->routes[i].to_count; k++)
            if (!message || strcmp(s->routes[i].message, message) == 0)
                which[s->routes[i].to[k]] = true;
    for (int i = 0; i < s->station_count; i++)
        if (which[i] && s->asked[stage][i])
            give_back(s, scene, stage, i);
}

// A visit that is over gives back.
static void look_at_visits(struct show *s, const struct scene *scene)
{
    for (int i = 0; i < scene->stage_count; i++) {
        uint32_t visit = visit_number(&scene->stages[i].visit);
        if (s->visits[i] && visit != s->visits[i])
            hold_release(s, scene, i, NULL);
        s->visits[i] = visit;
    }
}

static bool names(const struct hold *h, const char *who)
{
    bool there = h->held && strcmp(h->by, who) == 0;
    for (int i = 0; i < h->waiting; i++)
        there = there || strcmp(h->who[i], who) == 0;
    return there;
}

// A stage that is named though it has given back, or was started anew since, gives back again.
static void remind(struct show *s, const struct scene *scene, int station)
{
    char who[HOLD_WHO];
    for (int i = 0; i < scene->stage_count; i++) {
        snprintf(who, sizeof who, "%s/%s", s->stations[s->self].id, scene->stages[i].id);
        if (!s->asked[i][station] && names(&s->holds[station].hold, who))
            give_back(s, scene, i, station);
    }
}

void hold_hear(struct show *s, const struct show_hold *h, double now_s, const struct scene *scene)
{
    int i = 0;
    while (i < s->station_count && strcmp(s->stations[i].id, h->hold.station) != 0)
        i++;
    if (i == s->station_count || !s->holds[i].hold.station[0] || bus_find(s->bus, h->hold.station))
        return; // of another house, or of ourselves
    double behind = s->holds[i].number - h->number;
    if (behind > 0 && behind < HOLD_LATE_MS)
        return;
    if (behind != 0)
        s->holds_fresh |= 1u << i;
    s->holds[i] = *h;
    s->holds[i].hold.until_s += now_s;
    remind(s, scene, i);
}

// ---- each frame

void hold_update(struct show *s, double now_s, struct scene *scene)
{
    look_at_visits(s, scene);
    if (s->trail) {
        take_turns(s, now_s, scene);
        if (s->hold_changed || now_s >= s->hold_said_s + SHOW_HEARTBEAT_S)
            say(s, now_s);
    }
    for (int i = 0; i < s->station_count; i++) {
        if (!(s->holds_fresh >> i & 1))
            continue;
        struct event e = {.kind = EVENT_HELD, .time_s = now_s};
        scene->holds[i] = s->holds[i].hold;
        memcpy(e.name, s->stations[i].id, sizeof e.name);
        for (int k = 0; k < scene->stage_count; k++)
            scene_tell(scene, k, &e);
    }
    s->holds_fresh = 0;
}
