// One station's show: answers what scenes ask (another scene at once, messages over the bus or the
// network, cues), and gives what came to the stages.
#include "base/log.h"
#include "show/private.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOW_UNKNOWN = 16 }; // names of messages without a route that are told

void show_wake(struct show *s)
{
    if (!atomic_exchange(&s->waked, true) && s->wake)
        s->wake(s->user);
}

bool show_receive(struct show *s, const struct show_message *m)
{
    bool kept = ring_put(&s->inbox, m);
    if (!kept)
        s->dropped++;
    show_wake(s);
    return kept;
}

// In the network thread.
static void hear(void *user, const struct show_heard *h)
{
    struct show *s = user;
    struct show_course course = {0};
    if (h->kind == HEARD_COURSE) {
        memcpy(course.from, h->message.from, sizeof course.from);
        snprintf(course.text, sizeof course.text, "%s", h->course);
        ring_put(&s->courses, &course); // full: it is told again
    } else if (!ring_put(&s->heard, h)) {
        atomic_fetch_add(&s->unheard, 1);
    }
    show_wake(s);
}

static bool needs_network(const struct show *s, bool listen)
{
    for (int i = 0; i < s->station_count; i++)
        if (i != s->self && s->stations[i].host[0])
            return true;
    return listen || s->target_count;
}

// A station that is not reached by other machines opens no port.
static bool open_network(struct show *s, const struct show_desc *of, struct fault *f)
{
    struct show_station places[NET_PLACES] = {0};
    bool listen = of->listen && s->stations[s->self].port > 0;
    if (!needs_network(s, listen))
        return true;
    memcpy(places, s->stations, sizeof s->stations);
    for (int i = 0; i < s->target_count; i++) {
        struct show_station *to = &places[s->station_count + i];
        memcpy(to->id, s->targets[i].id, sizeof to->id);
        memcpy(to->host, s->targets[i].host, sizeof to->host);
        to->port = s->targets[i].port;
    }
    struct net_desc desc = {.places = places,
                            .place_count = s->station_count + s->target_count,
                            .self = s->self,
                            .listen = listen,
                            .pulse = of->pulse,
                            .heard = hear,
                            .user = s};
    s->net = net_create(&desc, f);
    return s->net != NULL;
}

// In the sequencer's thread.
static void wake_for_midi(void *user)
{
    show_wake(user);
}

static bool open_midi(struct show *s, struct fault *f)
{
    const struct show_plan *plan = s->bus->desc.plan;
    if (!plan || !plan->midi_count || plan->midi_at != s->self)
        return true;
    s->midi = calloc(1, sizeof *s->midi);
    if (!s->midi || !midi_box_init(s->midi, plan))
        return fault_set(f, "memory is short");
    struct sequencer_desc desc = {
        .box = s->midi, .from = plan->midi_from, .wake = wake_for_midi, .user = s};
    if (s->bus->desc.live)
        s->sequencer = sequencer_create(&desc);
    if (s->bus->desc.live && !s->sequencer)
        log_warning("show", "no MIDI: memory is short; the show runs on without");
    return true;
}

static void close_midi(struct show *s)
{
    sequencer_destroy(s->sequencer); // its thread writes into midi
    if (s->midi)
        midi_box_finish(s->midi);
    free(s->midi);
}

static void copy_desc(struct show *s, const struct show_desc *desc)
{
    assert(desc->station_count <= SHOW_STATIONS && desc->route_count <= SHOW_ROUTES);
    assert(desc->self >= 0 && desc->self < desc->station_count);
    assert(desc->target_count <= SHOW_TARGETS);
    s->self = desc->self;
    s->station_count = desc->station_count;
    s->route_count = desc->route_count;
    s->target_count = desc->target_count;
    memcpy(s->stations, desc->stations, (size_t)desc->station_count * sizeof *desc->stations);
    if (desc->route_count)
        memcpy(s->routes, desc->routes, (size_t)desc->route_count * sizeof *desc->routes);
    if (desc->target_count)
        memcpy(s->targets, desc->targets, (size_t)desc->target_count * sizeof *desc->targets);
    memcpy(s->scenes, desc->scenes, sizeof s->scenes);
    s->wake = desc->wake;
    s->user = desc->user;
    for (int i = 0; i < SCENE_STAGES; i++)
        s->stages[i].cue = -1;
}

static bool open_parts(struct show *s)
{
    s->later = calloc(SHOW_LATER, sizeof *s->later);
    return s->later && hold_open(s) &&
           ring_init(&s->inbox, SHOW_INBOX, sizeof(struct show_message)) &&
           ring_init(&s->heard, SHOW_INBOX, sizeof(struct show_heard)) &&
           ring_init(&s->courses, 8, sizeof(struct show_course));
}

struct show *show_create(const struct show_desc *desc, struct fault *f)
{
    struct show *s = calloc(1, sizeof *s);
    if (s)
        copy_desc(s, desc);
    if (!s || !open_parts(s)) {
        fault_set(f, "memory is short");
        goto fail;
    }
    struct show_bus *bus = desc->bus ? desc->bus : (s->own = show_bus_create(NULL));
    if (!bus) {
        fault_set(f, "memory is short");
        goto fail;
    }
    if (!bus_join(bus, s, f) || !open_network(s, desc, f) || !open_midi(s, f))
        goto fail;
    return s;
fail:
    show_destroy(s);
    return NULL;
}

void show_destroy(struct show *s)
{
    if (!s)
        return;
    close_midi(s);
    net_destroy(s->net); // its thread writes into heard
    bus_leave(s->bus, s);
    show_bus_destroy(s->own);
    ring_finish(&s->inbox);
    ring_finish(&s->heard);
    ring_finish(&s->courses);
    free(s->later);
    free(s->trail);
    free(s);
}

static bool message_init(struct show_message *m, const char *from, const char *name,
                         const struct params *params)
{
    *m = (struct show_message){0};
    if (strlen(name) >= sizeof m->name || strlen(from) >= sizeof m->from)
        return false;
    snprintf(m->name, sizeof m->name, "%s", name);
    snprintf(m->from, sizeof m->from, "%s", from);
    if (params)
        m->params = *params;
    return true;
}

bool show_deliver(struct show *s, const char *from, const char *name, const struct params *params)
{
    struct show_message m;
    return message_init(&m, from, name, params) && show_receive(s, &m);
}

const char *show_send_over_network(struct show *s, int place, const unsigned char *bytes,
                                   size_t size)
{
    if (!s->net)
        return "there is no network";
    return size ? net_send(s->net, place, bytes, size) : "it is too long";
}

void show_told(struct show *s, int place, const char *what, const char *why)
{
    bool target = place >= s->station_count;
    if (why && !s->lost[place])
        log_warning("show", "message \"%s\" to %s \"%s\" is lost: %s", what,
                    target ? "osc" : "station",
                    target ? s->targets[place - s->station_count].id : s->stations[place].id, why);
    s->lost[place] = why != NULL;
}

const char *show_post(struct show *s, int to, const struct show_message *m)
{
    const struct show_station *station = &s->stations[to];
    struct show *here = to == s->self ? s : bus_find(s->bus, station->id);
    if (here) {
        show_receive(here, m); // a full inbox is told where it is emptied
        return NULL;
    }
    if (station->host[0]) {
        unsigned char bytes[OSC_DATAGRAM];
        size_t size = osc_write(station->id, m, bytes, sizeof bytes);
        return show_send_over_network(s, to, bytes, size);
    }
    return "it runs in another process and installation.lua names no osc = \"host:port\" for it";
}

static void tell_unknown(struct show *s, const char *name)
{
    if (s->unknown_count >= SHOW_UNKNOWN)
        return;
    for (int i = 0; i < s->unknown_count; i++)
        if (strcmp(s->unknown[i], name) == 0)
            return;
    snprintf(s->unknown[s->unknown_count++], ASK_NAME, "%s", name);
    log_warning("show",
                "message \"%s\" goes nowhere; name its stations in installation.lua: "
                "messages[\"%s\"] = { to = { … } }%s",
                name, name,
                s->unknown_count == SHOW_UNKNOWN ? "; other such messages are not told" : "");
}

static void answer_send(struct show *s, const struct scene *scene, const struct ask *ask)
{
    struct show_message m;
    if (!message_init(&m, s->stations[s->self].id, ask->name, &ask->params))
        return;
    memcpy(m.stage, scene->stages[ask->stage].id, sizeof m.stage);
    for (int i = 0; i < s->route_count; i++) {
        const struct show_route *route = &s->routes[i];
        if (strcmp(route->message, ask->name) != 0)
            continue;
        for (int k = 0; k < route->to_count; k++)
            show_told(s, route->to[k], m.name, show_post(s, route->to[k], &m));
        hold_asked(s, ask->stage, route);
        return;
    }
    tell_unknown(s, ask->name);
}

static void answer_go(struct scene *scene, const struct ask *ask)
{
    assert(ask->stage >= 0 && ask->stage < scene->stage_count);
    struct scene_stage *stage = &scene->stages[ask->stage];
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "%s", ask->name);
    stage->next_params = ask->params;
    stage->how = ask->how;
    stage->next_at_s = scene->now_s;
    stage->home.left = true;
    scene_redraw(scene, ask->stage);
}

static void answer_verb(struct show *s, double now_s, const struct ask *ask)
{
    struct fault f;
    struct show_order order = {.verb = (enum show_verb)ask->verb,
                               .value = ask->value,
                               .over_s = ask->over_s,
                               .at_s = now_s};
    snprintf(order.name, sizeof order.name, "%s", ask->name);
    if (!show_bus_order(s->bus, &order, &f))
        log_warning("show", "%s", f.text);
}

static void answer_osc(struct show *s, const struct ask *ask)
{
    unsigned char bytes[OSC_DATAGRAM];
    for (int i = 0; i < s->target_count; i++) {
        if (strcmp(s->targets[i].id, ask->target) != 0)
            continue;
        size_t size = osc_write_plain(ask->name, &ask->params, bytes, sizeof bytes);
        show_told(s, s->station_count + i, ask->name,
                  show_send_over_network(s, s->station_count + i, bytes, size));
    }
}

static void answer_ask(struct show *s, struct scene *scene, const struct ask *ask)
{
    switch (ask->kind) {
    case ASK_GO:
        answer_go(scene, ask);
        break;
    case ASK_SEND:
        answer_send(s, scene, ask);
        break;
    case ASK_RELEASE:
        hold_release(s, scene, ask->stage, ask->name);
        break;
    case ASK_SHOW:
        answer_verb(s, scene->now_s, ask);
        break;
    case ASK_OSC:
        if (!scene->stepped) // nothing leaves a picture or a film in the making
            answer_osc(s, ask);
        break;
    }
}

static void answer_asks(struct show *s, struct scene *scene)
{
    struct asks *asks = &scene->asks;
    for (int i = 0; i < asks->count; i++)
        answer_ask(s, scene, &asks->items[i]);
    if (asks->lost)
        log_warning("show", "scenes asked more than %d things in one frame; %d are lost", ASKS_MAX,
                    asks->lost);
    asks->count = asks->lost = 0;
}

static void empty_rings(struct show *s, double now_s, struct scene *scene)
{
    struct show_message m;
    struct show_heard h;
    struct show_course course;
    for (uint32_t ready = ring_ready(&s->inbox); ready && ring_take(&s->inbox, &m); ready--)
        hold_message(s, &m, now_s, scene);
    for (uint32_t ready = ring_ready(&s->heard); ready && ring_take(&s->heard, &h); ready--)
        answer_heard(s, &h, now_s, scene);
    answer_later(s, now_s, scene);
    while (ring_take(&s->courses, &course))
        bus_hear_course(s->bus, s, course.from, course.text);
}

void show_update(struct show *s, double now_s, struct scene *scene)
{
    answer_asks(s, scene);
    atomic_store(&s->waked, false); // before the rings are emptied: who comes later wakes again
    empty_rings(s, now_s, scene);
    if (s->midi)
        answer_midi(s, now_s);
    int dropped = s->dropped + atomic_exchange(&s->unheard, 0);
    s->dropped = 0;
    if (dropped)
        log_warning("show", "more than %d messages waited at station \"%s\"; %d are lost",
                    SHOW_INBOX, s->stations[s->self].id, dropped);
    hold_update(s, now_s, scene);
    bus_update(s->bus, s, now_s);
    apply_course(s, now_s, scene);
    bus_tell_others(s->bus, s);
}

double show_next_s(const struct show *s, double now_s)
{
    return fmin(fmin(bus_next_s(s->bus, now_s), answer_next_s(s)), hold_next_s(s));
}

bool show_pending(const struct show *s, const struct scene *scene)
{
    return scene->asks.count || ring_ready(&s->inbox) || ring_ready(&s->heard) ||
           ring_ready(&s->courses) || s->holds_fresh || (s->midi && atomic_load(&s->midi->fresh)) ||
           (s->bus->desc.plan && s->version != s->bus->version) || s->fired < s->bus->fired_count;
}
