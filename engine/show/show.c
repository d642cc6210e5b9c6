// Answers what scenes ask: another scene at once, messages over the bus or the network; gives what
// came to the stages.
#include "show/show.h"
#include "base/log.h"
#include "base/ring.h"
#include "show/private.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOW_UNKNOWN = 16 }; // names of messages without a route that are told

struct show_bus {
    int count;
    struct show *shows[SHOW_STATIONS]; // borrowed; they leave when destroyed
};

struct show {
    struct show_bus *bus;
    int self, station_count, route_count;
    struct show_station stations[SHOW_STATIONS];
    struct show_route routes[SHOW_ROUTES];
    struct net *net; // NULL: no station is reached over OSC
    void (*wake)(void *user);
    void *user;
    struct ring inbox, heard; // struct show_message: from this process; from the network thread
    int dropped;              // at inbox
    atomic_int unheard;       // dropped at heard
    atomic_bool waked;        // until the next update
    bool lost[SHOW_STATIONS]; // the last message there was lost, and that was told
    char unknown[SHOW_UNKNOWN][ASK_NAME];
    int unknown_count;
};

struct show_bus *show_bus_create(void)
{
    return calloc(1, sizeof(struct show_bus));
}

void show_bus_destroy(struct show_bus *b)
{
    assert(!b || !b->count);
    free(b);
}

static struct show *bus_find(const struct show_bus *b, const char *id)
{
    for (int i = 0; b && i < b->count; i++)
        if (strcmp(b->shows[i]->stations[b->shows[i]->self].id, id) == 0)
            return b->shows[i];
    return NULL;
}

static void bus_leave(struct show_bus *b, const struct show *s)
{
    for (int i = 0; b && i < b->count; i++)
        if (b->shows[i] == s)
            b->shows[i] = b->shows[--b->count];
}

static void wake(struct show *s)
{
    if (!atomic_exchange(&s->waked, true) && s->wake)
        s->wake(s->user);
}

static bool receive(struct show *s, const struct show_message *m)
{
    bool kept = ring_put(&s->inbox, m);
    if (!kept)
        s->dropped++;
    wake(s);
    return kept;
}

// In the network thread.
static void hear(void *user, const struct show_message *m)
{
    struct show *s = user;
    if (!ring_put(&s->heard, m))
        atomic_fetch_add(&s->unheard, 1);
    wake(s);
}

static bool needs_network(const struct show *s, bool listen)
{
    for (int i = 0; i < s->station_count; i++)
        if (i != s->self && s->stations[i].host[0])
            return true;
    return listen;
}

static bool open_network(struct show *s, bool listen, struct fault *f)
{
    if (!needs_network(s, listen))
        return true;
    struct net_desc desc = {.stations = s->stations,
                            .station_count = s->station_count,
                            .self = s->self,
                            .listen = listen,
                            .heard = hear,
                            .user = s};
    s->net = net_create(&desc, f);
    return s->net != NULL;
}

static void copy_desc(struct show *s, const struct show_desc *desc)
{
    assert(desc->station_count <= SHOW_STATIONS && desc->route_count <= SHOW_ROUTES);
    assert(desc->self >= 0 && desc->self < desc->station_count);
    s->self = desc->self;
    s->station_count = desc->station_count;
    s->route_count = desc->route_count;
    memcpy(s->stations, desc->stations, (size_t)desc->station_count * sizeof *desc->stations);
    if (desc->route_count)
        memcpy(s->routes, desc->routes, (size_t)desc->route_count * sizeof *desc->routes);
    s->wake = desc->wake;
    s->user = desc->user;
}

static bool join_bus(struct show *s, struct show_bus *b, struct fault *f)
{
    const char *id = s->stations[s->self].id;
    if (bus_find(b, id))
        return fault_set(f, "station \"%s\" is open twice in this process", id);
    if (b->count >= SHOW_STATIONS)
        return fault_set(f, "more than %d stations in this process", SHOW_STATIONS);
    s->bus = b;
    b->shows[b->count++] = s;
    return true;
}

struct show *show_create(const struct show_desc *desc, struct fault *f)
{
    struct show *s = calloc(1, sizeof *s);
    if (!s || !ring_init(&s->inbox, SHOW_INBOX, sizeof(struct show_message)) ||
        !ring_init(&s->heard, SHOW_INBOX, sizeof(struct show_message))) {
        fault_set(f, "memory is short");
        goto fail;
    }
    copy_desc(s, desc);
    if (desc->bus && !join_bus(s, desc->bus, f))
        goto fail;
    if (!open_network(s, desc->listen, f))
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
    net_destroy(s->net); // its thread writes into heard
    bus_leave(s->bus, s);
    ring_finish(&s->inbox);
    ring_finish(&s->heard);
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
    return message_init(&m, from, name, params) && receive(s, &m);
}

static const char *send_over_network(struct show *s, int to, const struct show_message *m)
{
    unsigned char bytes[OSC_DATAGRAM];
    size_t size = osc_write(s->stations[to].id, m, bytes, sizeof bytes);
    return size ? net_send(s->net, to, bytes, size) : "memory is short";
}

static const char *send_to(struct show *s, int to, const struct show_message *m)
{
    const struct show_station *station = &s->stations[to];
    struct show *here = to == s->self ? s : bus_find(s->bus, station->id);
    if (here) {
        receive(here, m); // a full inbox is told where it is emptied
        return NULL;
    }
    if (station->host[0])
        return send_over_network(s, to, m);
    return "it runs in another process and installation.lua names no osc = \"host:port\" for it";
}

// Told once, and again when it had worked in between.
static void send_and_tell(struct show *s, int to, const struct show_message *m)
{
    const char *why = send_to(s, to, m);
    if (why && !s->lost[to])
        log_warning("show", "message \"%s\" to station \"%s\" is lost: %s", m->name,
                    s->stations[to].id, why);
    s->lost[to] = why != NULL;
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

static void answer_send(struct show *s, const struct ask *ask)
{
    struct show_message m;
    if (!message_init(&m, s->stations[s->self].id, ask->name, &ask->params))
        return;
    for (int i = 0; i < s->route_count; i++) {
        const struct show_route *route = &s->routes[i];
        if (strcmp(route->message, ask->name) != 0)
            continue;
        for (int k = 0; k < route->to_count; k++)
            send_and_tell(s, route->to[k], &m);
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
    scene_redraw(scene, ask->stage);
}

static void answer_asks(struct show *s, struct scene *scene)
{
    struct asks *asks = &scene->asks;
    for (int i = 0; i < asks->count; i++)
        if (asks->items[i].kind == ASK_GO)
            answer_go(scene, &asks->items[i]);
        else
            answer_send(s, &asks->items[i]);
    if (asks->lost)
        log_warning("show", "scenes asked more than %d things in one frame; %d are lost", ASKS_MAX,
                    asks->lost);
    asks->count = asks->lost = 0;
}

static void give(const struct show_message *m, double now_s, struct scene *scene)
{
    struct event e = {.kind = EVENT_MESSAGE, .time_s = now_s, .params = m->params};
    memcpy(e.name, m->name, sizeof e.name);
    memcpy(e.from, m->from, sizeof e.from);
    for (int i = 0; i < scene->stage_count; i++)
        scene_tell(scene, i, &e);
}

static void empty_ring(struct ring *r, double now_s, struct scene *scene)
{
    struct show_message m;
    for (uint32_t ready = ring_ready(r); ready && ring_take(r, &m); ready--)
        give(&m, now_s, scene);
}

void show_update(struct show *s, double now_s, struct scene *scene)
{
    answer_asks(s, scene);
    atomic_store(&s->waked, false); // before the rings are emptied: who comes later wakes again
    empty_ring(&s->inbox, now_s, scene);
    empty_ring(&s->heard, now_s, scene);
    int dropped = s->dropped + atomic_exchange(&s->unheard, 0);
    s->dropped = 0;
    if (dropped)
        log_warning("show", "more than %d messages waited at station \"%s\"; %d are lost",
                    SHOW_INBOX, s->stations[s->self].id, dropped);
}

bool show_pending(const struct show *s, const struct scene *scene)
{
    return scene->asks.count || ring_ready(&s->inbox) || ring_ready(&s->heard);
}
