// What the stations of one process share: the course of the show, what is to be done when, the
// journal, and what other processes say.
#include "base/clock.h"
#include "base/log.h"
#include "show/private.h"
#include "store/store.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUS_LOOK_S 0.25 // programmes are looked at this often
#define MOVED_S 0.1     // clocks are read twice
#define BUS_AHEAD_S 1.0 // of another machine's clock: a show that begins later is not taken yet

const char *const *show_verb_words(void)
{
    static const char *const words[] = {"go",    "back",   "cue", "list",
                                        "panic", "resume", "set", NULL};
    return words;
}

// Of what is asked now.
static uint64_t stamp(const struct show_bus *b)
{
    uint64_t next = b->course.counter + 1;
    uint64_t now_ms = b->desc.others ? (uint64_t)(clock_real_s() * 1000) : 0;
    return next > now_ms ? next : now_ms;
}

struct show_bus *show_bus_create(const struct show_bus_desc *desc)
{
    struct show_bus *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    b->desc.wall_s = NAN;
    if (desc)
        b->desc = *desc;
    snprintf(b->journal_path, sizeof b->journal_path, "%s", b->desc.journal ? b->desc.journal : "");
    b->looked_s = -INFINITY;
    b->spread_s = -INFINITY;
    for (int i = 0; i < SHOW_STATIONS; i++)
        b->heard_s[i] = -INFINITY;
    if (!b->desc.plan)
        return b;
    course_begin(b->desc.plan, &b->course);
    b->course.epoch_s = b->desc.epoch_s;
    b->course.counter = b->desc.anew ? stamp(b) : 0;
    b->keep = true;
    b->prompts = calloc(SHOW_PROMPTS, sizeof *b->prompts);
    if (b->journal_path[0])
        b->journal = journal_create(b->journal_path);
    if (b->prompts)
        return b;
    show_bus_destroy(b);
    return NULL;
}

void show_bus_destroy(struct show_bus *b)
{
    assert(!b || !b->count);
    if (!b)
        return;
    journal_destroy(b->journal);
    free(b->prompts);
    free(b);
}

struct show *bus_find(const struct show_bus *b, const char *id)
{
    for (int i = 0; i < b->count; i++)
        if (strcmp(b->shows[i]->stations[b->shows[i]->self].id, id) == 0)
            return b->shows[i];
    return NULL;
}

bool bus_join(struct show_bus *b, struct show *s, struct fault *f)
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

void bus_leave(struct show_bus *b, const struct show *s)
{
    for (int i = 0; b && i < b->count; i++)
        if (b->shows[i] == s)
            b->shows[i] = b->shows[--b->count];
}

struct course_names bus_names(const struct show *s)
{
    return (struct course_names){.stations = s->stations, .station_count = s->station_count};
}

// ---- the journal

static bool moves(bool alone, double epoch_s)
{
    return alone || epoch_s > clock_real_s();
}

bool show_journal_epoch(const char *journal, bool alone, double *epoch_s)
{
    size_t length = 0;
    struct fault f;
    char *text = store_read(journal, COURSE_TEXT, &length, &f);
    json_t *all = text ? json_loadb(text, length, 0, NULL) : NULL;
    const json_t *epoch = json_object_get(all, "epoch");
    bool usable =
        json_is_number(epoch) && json_number_value(epoch) > 0 && isfinite(json_number_value(epoch));
    if (usable)
        *epoch_s = json_number_value(epoch);
    double moved_s = usable && moves(alone, *epoch_s) ? journal_moved_s(all, *epoch_s) : 0;
    if (moved_s != 0)
        log_info("show", "the machine's clock was set by %.0f s; the show goes on where it was",
                 moved_s);
    if (usable)
        *epoch_s += moved_s;
    json_decref(all);
    free(text);
    return usable;
}

bool show_bus_take_journal(struct show_bus *b)
{
    size_t length = 0;
    struct fault f = {0};
    if (!b->desc.plan || !b->count || !b->journal_path[0])
        return false;
    char *text = store_read(b->journal_path, COURSE_TEXT, &length, &f);
    if (!text)
        return false; // the first time
    struct course_names names = bus_names(b->shows[0]);
    struct course c;
    bool taken = course_read(b->desc.plan, &names, text, length, &c, &f);
    if (taken && moves(b->desc.alone, c.epoch_s)) {
        json_t *all = json_loadb(text, length, 0, NULL);
        double epoch_s = c.epoch_s + journal_moved_s(all, c.epoch_s);
        c.epoch_s = fabs(epoch_s - b->desc.epoch_s) < MOVED_S ? b->desc.epoch_s : epoch_s;
        json_decref(all);
    }
    taken = taken && fabs(c.epoch_s - b->desc.epoch_s) < 1e-3;
    free(text);
    if (!taken) {
        log_warning("show", "%s: %s; the show begins anew", b->journal_path,
                    f.text[0] ? f.text : "it is of another beginning");
        return false;
    }
    b->course = c;
    b->version++;
    return true;
}

static char *write_course(struct show_bus *b, const struct course_names *names)
{
    char *text = course_text(b->desc.plan, &b->course, names);
    if (!text && !b->long_said)
        log_warning("show",
                    "where the show stands is too long to be kept and told (%d bytes; told once)",
                    COURSE_TEXT);
    b->long_said = !text;
    return text;
}

static void keep(struct show_bus *b)
{
    if (!b->keep || !b->count)
        return;
    struct course_names names = bus_names(b->shows[0]);
    char *text = b->journal ? write_course(b, &names) : NULL;
    text = text ? journal_dated(text, b->now_s) : NULL;
    if (text)
        journal_write(b->journal, text);
    free(text);
    b->keep = false;
}

// ---- what is asked

static void note_fired(struct show_bus *b, const struct course_fired *fired)
{
    for (int i = 0; i < fired->count; i++)
        b->fired[b->fired_count++ % BUS_FIRED] = fired->items[i];
    if (fired->more && !b->flood_said) {
        log_warning("show",
                    "more than %d cues fell due in one frame, \"%s\" among them; the rest "
                    "come with the next",
                    COURSE_FIRED, b->desc.plan->cues[b->course.cue].id);
        b->flood_said = true;
    }
}

static void changed(struct show_bus *b)
{
    b->version++;
    b->keep = true;
    for (int i = 0; i < b->count; i++)
        show_wake(b->shows[i]);
}

static void advance(struct show_bus *b, double now_s, bool programmes)
{
    struct course_fired fired = {0};
    course_advance(b->desc.plan, &b->course, now_s, programmes ? b->desc.wall_s : NAN, &fired);
    note_fired(b, &fired);
    if (fired.count)
        changed(b);
}

void bus_do(struct show_bus *b, const struct show_order *order, int author)
{
    struct course_fired fired = {0};
    const char *why = NULL;
    if (!b->desc.plan)
        return;
    advance(b, order->at_s, false);
    if (!course_do(b->desc.plan, &b->course, order, &fired, &why)) {
        log_info("show", "%s%s%s: %s", show_verb_words()[order->verb], order->name[0] ? " " : "",
                 order->name, why);
        return;
    }
    b->course.counter = stamp(b);
    b->course.author = author;
    b->spread = true;
    note_fired(b, &fired);
    changed(b);
}

static bool is_there(const struct show_plan *p, const struct show_order *o, struct fault *f)
{
    const char *words[PLAN_CUES + 1] = {NULL};
    bool cue = o->verb == SHOW_CUE, list = o->verb == SHOW_LIST;
    if (o->verb == SHOW_SET)
        return control_is_name(o->name) || fault_set(f, "\"%.80s\" is no parameter", o->name);
    if ((!cue && !list) || (cue && plan_cue_find(p, o->name) >= 0) ||
        (list && plan_list_find(p, o->name) >= 0))
        return true;
    for (int i = 0; i < (cue ? p->cue_count : p->list_count); i++)
        words[i] = cue ? p->cues[i].id : p->lists[i].id;
    const char *near = fault_nearest(o->name, words);
    return fault_set(f, "there is no %s \"%.80s\"%s%s%s", cue ? "cue" : "list", o->name,
                     near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

bool show_bus_order(struct show_bus *b, const struct show_order *order, struct fault *f)
{
    if (!b->desc.plan)
        return fault_set(f, "there are no cues; installation.lua names their file: show = "
                            "\"show.lua\"");
    if (!is_there(b->desc.plan, order, f))
        return false;
    if (b->prompt_next > 0 && b->prompt_count == SHOW_PROMPTS) {
        b->prompt_count -= b->prompt_next;
        memmove(b->prompts, b->prompts + b->prompt_next,
                (size_t)b->prompt_count * sizeof *b->prompts);
        b->prompt_next = 0;
    }
    if (b->prompt_count >= SHOW_PROMPTS)
        return fault_set(f, "more than %d orders wait for their time", SHOW_PROMPTS);
    int at = b->prompt_count++;
    for (; at > b->prompt_next && b->prompts[at - 1].at_s > order->at_s; at--)
        b->prompts[at] = b->prompts[at - 1];
    b->prompts[at] = *order;
    for (int i = 0; i < b->count; i++)
        show_wake(b->shows[i]);
    return true;
}

static void do_prompts(struct show_bus *b, const struct show *by, double now_s)
{
    while (b->prompt_next < b->prompt_count &&
           b->prompts[b->prompt_next].at_s <= now_s + COURSE_SOON_S) {
        struct show_order order = b->prompts[b->prompt_next++];
        order.at_s = fmax(order.at_s, b->now_s); // what is past is done at once
        bus_do(b, &order, by->self);
    }
    if (b->prompt_next == b->prompt_count)
        b->prompt_next = b->prompt_count = 0;
}

void bus_update(struct show_bus *b, const struct show *by, double now_s)
{
    if (!b->desc.plan)
        return;
    bool look = now_s >= b->looked_s + BUS_LOOK_S || now_s < b->looked_s;
    do_prompts(b, by, now_s);
    if (look)
        b->looked_s = now_s;
    advance(b, now_s, look);
    b->now_s = now_s;
    keep(b);
}

double bus_next_s(const struct show_bus *b, double now_s)
{
    if (!b->desc.plan)
        return INFINITY;
    double next_s = course_next_s(b->desc.plan, &b->course, now_s);
    if (b->prompt_next < b->prompt_count)
        next_s = fmin(next_s, b->prompts[b->prompt_next].at_s);
    return next_s;
}

// ---- other processes

// A beginning that is still to come is of a machine whose clock is wrong, or ours is. It is told
// again every SHOW_HEARTBEAT_S, and taken when that is mended.
static bool may_begin(struct show_bus *b, const char *from, double epoch_s)
{
    bool usable = epoch_s > 0 && epoch_s <= clock_real_s() + BUS_AHEAD_S;
    if (!usable && !b->ahead_said)
        log_warning("show",
                    "station \"%.60s\" plays a show that %s; the clock of its machine or of this "
                    "one is wrong, and its show is not followed (told once)",
                    from, epoch_s > 0 ? "has not begun yet" : "began at no time");
    b->ahead_said = b->ahead_said || !usable;
    return usable;
}

void bus_hear_course(struct show_bus *b, const struct show *by, const char *from, const char *text)
{
    struct course c;
    struct course_names names = bus_names(by);
    struct fault f;
    const struct course *mine = b->epoch_changed ? &b->other : &b->course;
    int who = 0;
    while (who < by->station_count && strcmp(by->stations[who].id, from) != 0)
        who++;
    if (who == by->station_count || bus_find(b, from)) // of another house, or of ourselves
        return;
    b->heard_s[who] = b->now_s;
    if (!b->desc.plan || !b->desc.others ||
        !course_read(b->desc.plan, &names, text, strlen(text), &c, &f) || !course_newer(&c, mine))
        return;
    if (fabs(c.epoch_s - b->course.epoch_s) < 1e-3) {
        struct course_fired fired = {0}; // its cues are told here, too
        course_heard(&b->course, &c, &fired);
        note_fired(b, &fired);
        b->course = c;
        b->epoch_changed = false;
        changed(b);
        return;
    }
    if (may_begin(b, from, c.epoch_s)) {
        b->other = c;
        b->epoch_changed = true;
    }
}

bool show_bus_epoch(struct show_bus *b, double *epoch_s)
{
    if (!b->epoch_changed)
        return false;
    double later_s = b->other.epoch_s - b->course.epoch_s;
    b->epoch_changed = false;
    if (isfinite(b->desc.wall_s))
        b->desc.wall_s += later_s;
    for (int i = b->prompt_next; i < b->prompt_count; i++)
        b->prompts[i].at_s -= later_s; // the same moment
    b->course = b->other;
    b->desc.epoch_s = *epoch_s = b->course.epoch_s;
    b->looked_s = b->spread_s = b->now_s = -INFINITY;
    b->fired_count = 0;
    for (int i = 0; i < b->count; i++) {
        b->shows[i]->entered = false;
        b->shows[i]->anew = true;
        b->shows[i]->fired = 0;
        for (int n = 0; n < b->shows[i]->later_count; n++)
            b->shows[i]->later[n].due_s -= later_s;
        hold_shift(b->shows[i], later_s);
    }
    for (int i = 0; i < SHOW_STATIONS; i++)
        b->heard_s[i] = -INFINITY;
    changed(b);
    return true;
}

// One station of this process speaks for all of them.
static const struct show *speaker(const struct show_bus *b)
{
    for (int i = 0; i < b->count; i++)
        if (b->shows[i]->net)
            return b->shows[i];
    return NULL;
}

void bus_tell_others(struct show_bus *b, struct show *by)
{
    if (!by || !b->desc.plan || !b->desc.others || speaker(b) != by)
        return;
    if (!b->spread && b->now_s < b->spread_s + SHOW_HEARTBEAT_S)
        return;
    struct course_names names = bus_names(by);
    char *text = write_course(b, &names);
    for (int i = 0; text && i < by->station_count; i++) {
        unsigned char bytes[OSC_DATAGRAM];
        if (!by->stations[i].host[0] || bus_find(b, by->stations[i].id))
            continue;
        size_t size = osc_write_course(by->stations[by->self].id, text, bytes, sizeof bytes);
        show_send_over_network(by, i, bytes, size); // one that is off now asks when it starts
        if (isinf(b->spread_s)) {
            size = osc_write_ask(by->stations[by->self].id, bytes, sizeof bytes);
            show_send_over_network(by, i, bytes, size);
        }
    }
    free(text);
    b->spread = false;
    b->spread_s = b->now_s;
}

// ---- reading

double show_bus_silent_s(const struct show_bus *b, const char *station, double now_s)
{
    const struct show *by = b->count ? b->shows[0] : NULL;
    if (bus_find(b, station))
        return 0;
    for (int i = 0; by && i < by->station_count; i++)
        if (strcmp(by->stations[i].id, station) == 0)
            return fmax(now_s - b->heard_s[i], 0);
    return INFINITY;
}

void show_bus_view(const struct show_bus *b, double now_s, struct show_view *view)
{
    const struct course *c = &b->course;
    *view = (struct show_view){.plan = b->desc.plan,
                               .cue = -1,
                               .next = -1,
                               .coming = -1,
                               .programme = -1,
                               .done = 1,
                               .light = 1};
    if (!b->desc.plan)
        return;
    view->list = c->list;
    view->place = c->place;
    view->cue = c->cue;
    view->cue_s = c->cue_s;
    view->next = course_next(b->desc.plan, c);
    view->coming = c->coming;
    view->coming_in = c->coming < 0 ? 0 : c->dark ? c->held_s : fmax(c->coming_s - now_s, 0);
    view->dark = c->dark;
    view->light = course_light(c, now_s);
    view->programme = c->programme;
    double duration_s = c->cue >= 0 ? b->desc.plan->cues[c->cue].duration_s : 0;
    if (duration_s > 0)
        view->done = fmin(fmax((now_s - c->cue_s) / duration_s, 0), 1);
}

double show_bus_timeline_s(const struct show_bus *b, int timeline, double now_s)
{
    const struct course_timeline *t = &b->course.timelines[timeline];
    return t->on ? course_timeline_s(&b->desc.plan->timelines[timeline], t, now_s) : -1;
}
