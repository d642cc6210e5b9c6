// What came over MIDI, answered at once; what came over OSC, now or at the date of its bundle.
#include "base/log.h"
#include "show/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NTP_TO_UNIX 2208988800u // seconds from 1900 to 1970

// Seconds until an NTP date. Its seconds wrap in February 2036: the nearer reading is meant.
static double until(uint64_t date)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int32_t seconds = (int32_t)((uint32_t)(date >> 32) - ((uint32_t)now.tv_sec + NTP_TO_UNIX));
    return seconds + (double)(uint32_t)date / 4294967296.0 - (double)now.tv_nsec * 1e-9;
}

void answer_midi(struct show *s, double now_s)
{
    struct show_order orders[MIDI_ORDERS];
    struct fault f;
    int lost;
    int count = midi_take(s->midi, orders, &lost);
    for (int i = 0; i < count; i++) {
        orders[i].at_s = now_s;
        if (!show_bus_order(s->bus, &orders[i], &f))
            log_warning("show", "MIDI: %s", f.text);
    }
    if (lost)
        log_warning("show", "MIDI: more than %d presses in one frame; %d are lost", MIDI_PRESSES,
                    lost);
}

void answer_message(const struct show_message *m, double now_s, struct scene *scene)
{
    struct event e = {.kind = EVENT_MESSAGE, .time_s = now_s, .params = m->params};
    memcpy(e.name, m->name, sizeof m->name);
    memcpy(e.from, m->from, sizeof e.from);
    memcpy(e.stage, m->stage, sizeof e.stage);
    for (int i = 0; i < scene->stage_count; i++)
        scene_tell(scene, i, &e);
}

static void reply_bytes(struct show *s, const struct show_heard *h, const unsigned char *bytes,
                        size_t size)
{
    struct sockaddr_in to = h->from;
    if (h->port)
        to.sin_port = htons((uint16_t)h->port);
    if (size && s->net && to.sin_port)
        net_reply(s->net, &to, bytes, size);
}

static void reply(struct show *s, const struct show_heard *h, const char *address,
                  const struct params *values)
{
    unsigned char bytes[OSC_DATAGRAM];
    reply_bytes(s, h, bytes, osc_write_plain(address, values, bytes, sizeof bytes));
}

#define PARAM_ADDRESS "/gestuaire/param/"
#define INFO_ADDRESS "/gestuaire/reply/address"

static void describe(struct show *s, const struct show_heard *h, const char *address,
                     const char *types, const struct control *c)
{
    struct params row = {0};
    params_text(&row, "1", address);
    params_text(&row, "2", types);
    if (c) {
        params_number(&row, "3", c->least);
        params_number(&row, "4", c->most);
        params_number(&row, "5", c->value);
        params_text(&row, "6", c->unit);
    }
    reply(s, h, INFO_ADDRESS, &row);
}

static void answer_held(struct show *s, const struct show_heard *h, double now_s)
{
    unsigned char bytes[OSC_DATAGRAM];
    struct show_hold hold;
    hold_answer(s, now_s, &hold);
    reply_bytes(s, h, bytes, osc_write_hold(&hold, bytes, sizeof bytes));
}

static void answer_query(struct show *s, const struct show_heard *h, const struct scene *scene)
{
    static const char *const verbs[][2] = {{"go", ""},    {"back", ""},   {"cue", "s"},
                                           {"list", "s"}, {"panic", "f"}, {"resume", "f"}};
    char address[CONTROL_NAME + sizeof PARAM_ADDRESS];
    int count = 0;
    for (size_t i = 0; s->bus->desc.plan && i < sizeof verbs / sizeof *verbs; i++, count++) {
        snprintf(address, sizeof address, "/gestuaire/show/%s", verbs[i][0]);
        describe(s, h, address, verbs[i][1], NULL);
    }
    if (s->trail) {
        describe(s, h, OSC_HELD, "", NULL);
        count++;
    }
    for (int i = 0; i < scene->controls.count; i++) {
        const struct control *c = &scene->controls.items[i];
        if (!c->declared)
            continue;
        snprintf(address, sizeof address, PARAM_ADDRESS "%s", c->name);
        if (strlen(address) < PARAM_TEXT_SIZE)
            describe(s, h, address, "ff", c);
        count += strlen(address) < PARAM_TEXT_SIZE;
    }
    struct params end = {0};
    params_number(&end, "1", count);
    reply(s, h, "/gestuaire/reply/end", &end);
}

static void answer_get(struct show *s, const struct show_heard *h, const struct scene *scene)
{
    char address[CONTROL_NAME + sizeof PARAM_ADDRESS];
    struct params value = {0};
    int n = control_find(&scene->controls, h->order.name);
    if (n < 0)
        return;
    params_number(&value, "1", scene->controls.items[n].value);
    snprintf(address, sizeof address, PARAM_ADDRESS "%s", h->order.name);
    reply(s, h, address, &value);
}

static void answer_ask(struct show *s, const struct show_heard *h)
{
    unsigned char bytes[OSC_DATAGRAM];
    struct course_names names = bus_names(s);
    s->hold_changed = s->trail != NULL; // it is told again
    for (int i = 0; s->bus->desc.others && i < s->station_count; i++) {
        if (i == s->self || strcmp(s->stations[i].id, h->message.from) != 0)
            continue;
        char *text = course_text(s->bus->desc.plan, &s->bus->course, &names);
        size_t size =
            text ? osc_write_course(s->stations[s->self].id, text, bytes, sizeof bytes) : 0;
        show_send_over_network(s, i, bytes, size);
        free(text);
    }
}

// What is asked of a parameter of this station must be one that there is.
static bool is_known(const struct show *s, const struct show_order *o, const struct scene *scene)
{
    const char *id = s->stations[s->self].id;
    size_t n = strlen(id);
    if (o->verb != SHOW_SET || control_find(&scene->controls, o->name) >= 0)
        return true;
    if (strncmp(o->name, id, n) == 0 && o->name[n] == '/')
        return false;
    for (int i = 0; i < s->station_count; i++) {
        n = strlen(s->stations[i].id);
        if (strncmp(o->name, s->stations[i].id, n) == 0 && o->name[n] == '/')
            return true; // its own process knows
    }
    return false;
}

static void answer_order(struct show *s, const struct show_heard *h, double now_s,
                         const struct scene *scene)
{
    struct show_order order = h->order;
    struct fault f = {0};
    order.at_s = now_s;
    bool known = is_known(s, &order, scene);
    if (!known)
        fault_set(&f, "there is no parameter \"%.80s\"; /gestuaire/query lists them", order.name);
    if ((!known || !show_bus_order(s->bus, &order, &f)) && !s->unknown_said) {
        log_warning("show", "OSC at station \"%s\": %s (told once)", s->stations[s->self].id,
                    f.text);
        s->unknown_said = true;
    }
}

static void answer_now(struct show *s, const struct show_heard *h, double now_s,
                       struct scene *scene)
{
    switch (h->kind) {
    case HEARD_MESSAGE:
        hold_message(s, &h->message, now_s, scene);
        break;
    case HEARD_ORDER:
        answer_order(s, h, now_s, scene);
        break;
    case HEARD_GET:
        answer_get(s, h, scene);
        break;
    case HEARD_QUERY:
        answer_query(s, h, scene);
        break;
    case HEARD_ASK:
        answer_ask(s, h);
        break;
    case HEARD_COURSE:
        break; // came by another way
    case HEARD_HELD:
        answer_held(s, h, now_s);
        break;
    case HEARD_DESK:
        wish_keep(s, h);
        break;
    case HEARD_HOLD:
        hold_hear(s, &h->hold, now_s, scene);
        break;
    }
}

// What is dated too far away, or finds no room among what waits, is done at once.
static bool put_off(struct show *s, const struct show_heard *h, double now_s)
{
    double in_s = h->date == OSC_AT_ONCE ? 0 : until(h->date);
    if (in_s <= 0)
        return false;
    if (in_s <= SHOW_LATER_S && s->later_count < SHOW_LATER) {
        s->later[s->later_count++] = (struct show_later){now_s + in_s, *h};
        return true;
    }
    bool *said = in_s > SHOW_LATER_S ? &s->late_said : &s->later_said;
    if (!*said)
        log_warning("show",
                    in_s > SHOW_LATER_S
                        ? "OSC at station \"%s\": a bundle dated %.0f s from now is taken at once; "
                          "up to %d s are waited for (told once)"
                        : "OSC at station \"%s\": a bundle dated %.0f s from now is taken at once; "
                          "%d messages wait already (told once)",
                    s->stations[s->self].id, in_s, in_s > SHOW_LATER_S ? SHOW_LATER_S : SHOW_LATER);
    *said = true;
    return false;
}

void answer_heard(struct show *s, const struct show_heard *h, double now_s, struct scene *scene)
{
    if (!put_off(s, h, now_s))
        answer_now(s, h, now_s, scene);
}

// Of what waits, the one that is due first; of equal ones the one that came first.
static int first_of_later(const struct show *s)
{
    int first = 0;
    for (int i = 1; i < s->later_count; i++)
        if (s->later[i].due_s < s->later[first].due_s)
            first = i;
    return first;
}

void answer_later(struct show *s, double now_s, struct scene *scene)
{
    for (int i; s->later_count && s->later[i = first_of_later(s)].due_s <= now_s;) {
        struct show_later l = s->later[i];
        s->later_count--;
        memmove(s->later + i, s->later + i + 1, (size_t)(s->later_count - i) * sizeof *s->later);
        answer_now(s, &l.heard, l.due_s, scene);
    }
}

double answer_next_s(const struct show *s)
{
    double next_s = INFINITY;
    for (int i = 0; i < s->later_count; i++)
        next_s = fmin(next_s, s->later[i].due_s);
    return next_s;
}
