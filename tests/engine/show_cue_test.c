// show: what the course of the show does to a station's table, what is said to it over OSC (bytes
// by the OSC 1.0 specification), and what processes tell each other.
#include "base/clock.h"
#include "base/log.h"
#include "show/private.h"
#include "tools/planned.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

// The kiosk of the planned house, and its show.
struct kiosk {
    struct show_plan *plan;
    struct show_bus *bus;
    struct show *show;
    struct scene *scene;
    int lines;
    char last[2048];
};

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    struct kiosk *k = user;
    k->lines++;
    snprintf(k->last, sizeof k->last, "%s", text);
}

static struct kiosk *open_with(const char *text, struct show_bus_desc desc)
{
    struct kiosk *k = calloc(1, sizeof *k);
    struct fault f = {0};
    desc.plan = k->plan = planned(text);
    k->bus = show_bus_create(&desc);
    k->scene = scene_create("kiosk");
    scene_stage_add(k->scene, "screen", 32, 18);
    struct show_desc show = {.bus = k->bus,
                             .self = 1,
                             .stations = planned_names().stations,
                             .station_count = 2,
                             .scenes = {"a"}};
    k->show = show_create(&show, &f);
    if (!k->show)
        fail_msg("%s", f.text);
    show_declare(k->show, k->scene);
    log_to(note, k, LOG_INFO);
    return k;
}

static struct kiosk *open_kiosk(const char *text)
{
    return open_with(text, (struct show_bus_desc){.wall_s = NAN});
}

static void close_kiosk(struct kiosk *k)
{
    show_destroy(k->show);
    show_bus_destroy(k->bus);
    scene_destroy(k->scene);
    plan_destroy(k->plan);
    log_to(NULL, NULL, LOG_INFO);
    free(k);
}

static void frame(struct kiosk *k, double now_s)
{
    struct scene_stage *stage = &k->scene->stages[0];
    stage->go = stage->redraw = false;
    events_clear(&stage->events);
    k->scene->now_s = now_s;
    show_update(k->show, now_s, k->scene);
}

static void say(struct kiosk *k, enum show_verb verb, const char *name, double at_s)
{
    struct show_order o = {.verb = verb, .over_s = -1, .at_s = at_s};
    struct fault f = {0};
    snprintf(o.name, sizeof o.name, "%s", name);
    if (!show_bus_order(k->bus, &o, &f))
        fail_msg("%s", f.text);
}

static void a_cue_brings_its_scene_as_of_the_time_it_fell_due(void **state)
{
    struct kiosk *k =
        open_kiosk("return { cues = { { id = 'a', follow = 2.5 }, { id = 'b', scenes = { kiosk = { "
                   "scene = 'a', "
                   "param = { id = 'x' }, transition = 'fade', duration = 3 } } } } }");
    struct scene_stage *stage = &k->scene->stages[0];
    frame(k, 0);
    assert_false(stage->go); // its own scene plays already
    say(k, SHOW_GO, "", 1.2);
    frame(k, 1);
    assert_int_equal(stage->events.count, 0); // not yet
    frame(k, 2);
    assert_int_equal(stage->events.count, 1);
    assert_int_equal(stage->events.items[0].kind, EVENT_CUE);
    assert_string_equal(stage->events.items[0].name, "a");
    assert_true(stage->events.items[0].time_s == 1.2);
    assert_true(fabs(show_next_s(k->show, 2) - 3.7) < 1e-9);
    frame(k, 4);
    assert_true(stage->go);
    assert_string_equal(stage->next, "a");
    assert_true(fabs(stage->next_at_s - 3.7) < 1e-9);
    assert_int_equal(stage->how.kind, TRANSITION_FADE);
    assert_string_equal(params_find(&stage->next_params, "id")->text, "x");
    assert_string_equal(k->scene->show.cue, "b");
    frame(k, 5);
    assert_false(stage->go);
    close_kiosk(k);
}

static void panic_is_dark_and_silent_and_resume_is_light(void **state)
{
    struct kiosk *k =
        open_kiosk("return { panic = 2, cues = { { id = 'a', set = { ['kiosk/gain'] = "
                   "-6, ['kiosk/screen/opacity'] = 0.5 } } } }");
    struct scene_stage *stage = &k->scene->stages[0];
    say(k, SHOW_GO, "", 0);
    frame(k, 0);
    assert_true(fabs(stage->opacity - 0.5) < 1e-6);
    assert_true(fabs(k->scene->gain - pow(10, -6 / 20.0)) < 1e-6);
    say(k, SHOW_PANIC, "", 1);
    uint64_t before = stage->picture;
    frame(k, 2);
    assert_true(fabs(stage->opacity - 0.25) < 1e-6);
    assert_int_equal(stage->picture, before + 1); // painted again
    frame(k, 4);
    assert_true(stage->opacity == 0 && k->scene->gain == 0 && k->scene->show.dark);
    assert_true(isinf(show_next_s(k->show, 4))); // nothing moves: the loop may sleep
    say(k, SHOW_RESUME, "", 10);
    frame(k, 12);
    assert_true(fabs(stage->opacity - 0.5) < 1e-6);
    close_kiosk(k);
}

static void draw_is_due_where_a_parameter_that_is_read_changes(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a', timelines = { 't' } } }, timelines "
                                 "= { { id = 't', tracks = { "
                                 "['kiosk/screen/glow'] = { { 0, 0 }, { 2, 9 } } } } } }");
    struct scene_stage *stage = &k->scene->stages[0];
    frame(k, 0);
    int glow = control_declare(&k->scene->controls, "kiosk/screen/glow", 0, 1, 0.25, "");
    assert_true(k->scene->controls.items[glow].value == 0.25);
    k->scene->controls.items[glow].stages = 1;
    say(k, SHOW_GO, "", 1);
    frame(k, 1);
    frame(k, 1.1);
    assert_true(stage->redraw);
    assert_true(fabs(k->scene->controls.items[glow].value - 0.45) < 1e-9);
    frame(k, 2);
    assert_true(k->scene->controls.items[glow].value == 1); // kept inside its range
    frame(k, 2.5);
    assert_false(stage->redraw);
    close_kiosk(k);
}

static void rivals_on_one_parameter_are_told_once(void **state)
{
    struct kiosk *k = open_kiosk(
        "return { cues = { { id = 'a', timelines = { 's' } }, { id = 'b', timelines = { 't' } } }, "
        "timelines = { { id = 's', duration = 60, tracks = { ['kiosk/gain'] = { { 0, 1 } } } }, { "
        "id = "
        "'t', duration = 60, tracks = { ['kiosk/gain'] = { { 0, 2 } } } } } }");
    say(k, SHOW_CUE, "a", 0);
    say(k, SHOW_CUE, "b", 1);
    for (int i = 0; i < 5; i++)
        frame(k, i);
    assert_int_equal(k->lines, 1);
    assert_string_equal(k->last,
                        "timelines \"s\" and \"t\" both move kiosk/gain; the last, \"t\", wins");
    close_kiosk(k);
}

static void a_cue_of_long_ago_is_not_told(void **state)
{
    struct kiosk *k = open_kiosk("return { start = 'a', cues = { { id = 'a' } } }");
    frame(k, 100); // a station that starts late
    assert_int_equal(k->scene->stages[0].events.count, 0);
    assert_string_equal(k->scene->show.cue, "a");
    close_kiosk(k);
}

// ---- bytes

struct bytes {
    unsigned char at[512];
    size_t size;
};

static void put_string(struct bytes *b, const char *text)
{
    memcpy(b->at + b->size, text, strlen(text) + 1);
    b->size += strlen(text) + 1;
    while (b->size % 4)
        b->at[b->size++] = 0;
}

static void put_big(struct bytes *b, uint32_t value)
{
    for (int i = 3; i >= 0; i--)
        b->at[b->size++] = (unsigned char)(value >> 8 * i);
}

// Types: 'i' and 'f' take numbers, 's' the text.
static struct bytes bytes_of(const char *address, const char *types, const char *text, double a,
                             double b)
{
    struct bytes out = {.size = 0};
    char tags[8];
    snprintf(tags, sizeof tags, ",%s", types);
    put_string(&out, address);
    put_string(&out, tags);
    double numbers[2] = {a, b};
    int n = 0;
    for (const char *t = types; *t; t++) {
        if (*t == 's') {
            put_string(&out, text);
        } else if (*t == 'i') {
            put_big(&out, (uint32_t)(int32_t)numbers[n++]);
        } else if (*t == 'f') {
            float f = (float)numbers[n++];
            uint32_t bits;
            memcpy(&bits, &f, sizeof bits);
            put_big(&out, bits);
        }
    }
    return out;
}

// -1: refused.
static int heard(const struct bytes *b, struct show_heard *h)
{
    struct osc_refusal refused = {0};
    int count = osc_read(b->at, b->size, "kiosk", h, 1, &refused);
    return refused.count ? -1 : count;
}

static void verbs_are_read_and_buttons_let_go_are_not(void **state)
{
    struct show_heard h;
    struct bytes b = bytes_of("/gestuaire/show/go", "", "", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.order.verb, SHOW_GO);
    b = bytes_of("/gestuaire/show/back", "f", "", 1, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.order.verb, SHOW_BACK);
    b = bytes_of("/gestuaire/show/go", "f", "", 0, 0);
    assert_int_equal(heard(&b, &h), 0);
    b = bytes_of("/gestuaire/show/cue", "s", "salut", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_string_equal(h.order.name, "salut");
    b = bytes_of("/gestuaire/show/cue/salut-2", "i", "", 1, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.order.verb, SHOW_CUE);
    assert_string_equal(h.order.name, "salut-2");
    b = bytes_of("/gestuaire/show/panic", "", "", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.order.over_s < 0); // as the plan says
    b = bytes_of("/gestuaire/show/resume", "i", "", 3, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.order.verb == SHOW_RESUME && h.order.over_s == 3);
    b = bytes_of("/gestuaire/param/facade/wall/glow", "fi", "", 0.5, 4);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.order.verb == SHOW_SET && h.order.value == 0.5 && h.order.over_s == 4);
    assert_string_equal(h.order.name, "facade/wall/glow");
    b = bytes_of("/gestuaire/param/show/gain", "", "", 0, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_int_equal(h.kind, HEARD_GET);
    b = bytes_of("/gestuaire/query", "i", "", 9000, 0);
    assert_int_equal(heard(&b, &h), 1);
    assert_true(h.kind == HEARD_QUERY && h.port == 9000);
}

static void what_is_no_verb_is_refused(void **state)
{
    static const struct {
        const char *address, *types, *text;
        double a, b;
    } bad[] = {
        {"/gestuaire/show/goo", "", "", 0, 0},
        {"/gestuaire/show/go/on", "", "", 0, 0},
        {"/gestuaire/show/set", "", "", 0, 0},
        {"/gestuaire/show/cue", "", "", 0, 0},
        {"/gestuaire/show/cue", "s", "Salut !", 0, 0},
        {"/gestuaire/show/cue/", "", "", 0, 0},
        {"/gestuaire/show/panic", "f", "", -1, 0},
        {"/gestuaire/show/panic", "f", "", (double)NAN, 0},
        {"/gestuaire/param/glow", "f", "", 1, 0},
        {"/gestuaire/param/facade//glow", "f", "", 1, 0},
        {"/gestuaire/param/facade/wall/glow", "f", "", (double)INFINITY, 0},
        {"/gestuaire/param/facade/wall/glow", "f", "", 2e6, 0},
        {"/gestuaire/param/facade/wall/glow", "s", "1", 0, 0},
        {"/gestuaire/query", "i", "", 70000, 0},
        {"/elsewhere", "", "", 0, 0},
    };
    struct show_heard h;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bytes b = bytes_of(bad[i].address, bad[i].types, bad[i].text, bad[i].a, bad[i].b);
        if (heard(&b, &h) != -1)
            fail_msg("%s ,%s is taken", bad[i].address, bad[i].types);
    }
}

static uint64_t ntp_in(double seconds)
{
    double at = (double)time(NULL) + 2208988800.0 + seconds;
    return (uint64_t)fmod(at, 4294967296.0) << 32;
}

static void a_bundle_waits_for_its_date_but_not_for_years(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' }, { id = 'b' }, { id = 'c' } } }");
    struct show_heard h = {.kind = HEARD_ORDER, .order = {.verb = SHOW_GO}, .date = ntp_in(6)};
    frame(k, 0);
    answer_heard(k->show, &h, 0, k->scene);
    frame(k, 1);
    assert_string_equal(k->scene->show.cue, "");
    assert_true(show_next_s(k->show, 1) > 4 && show_next_s(k->show, 1) <= 6);
    frame(k, 8);
    assert_string_equal(k->scene->show.cue, "a");
    assert_int_equal(k->lines, 0);
    h.date = (uint64_t)1 << 32; // 7 February 2036, by the seconds that begin anew then
    answer_heard(k->show, &h, 8, k->scene);
    answer_heard(k->show, &h, 8, k->scene);
    frame(k, 9);
    assert_string_equal(k->scene->show.cue, "c");
    assert_int_equal(k->lines, 1); // told once
    assert_non_null(strstr(k->last, "is taken at once"));
    h.date = ntp_in(-3600); // late: at once, and nothing is wrong with it
    h.order.verb = SHOW_BACK;
    answer_heard(k->show, &h, 9, k->scene);
    frame(k, 10);
    assert_string_equal(k->scene->show.cue, "b");
    assert_int_equal(k->lines, 1);
    close_kiosk(k);
}

static void bundles_are_done_in_the_order_of_their_dates(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' } } }");
    struct show_heard h = {.kind = HEARD_ORDER,
                           .order = {.verb = SHOW_SET, .name = "kiosk/gain", .value = -6},
                           .date = ntp_in(6)};
    frame(k, 0);
    answer_heard(k->show, &h, 0, k->scene); // comes first, is due last
    h.order.value = -12;
    h.date = ntp_in(4);
    answer_heard(k->show, &h, 0, k->scene);
    frame(k, 8); // both in one frame
    assert_int_equal(k->bus->course.set_count, 1);
    assert_true(k->bus->course.sets[0].ramp.to == -6);
    double at_s = k->bus->course.sets[0].ramp.at_s; // its date, not that of the frame
    assert_true(at_s < 8);
    close_kiosk(k);
}

static void what_waits_has_a_limit(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' } } }");
    struct show_heard h = {.kind = HEARD_GET, .order = {.name = "show/gain"}, .date = ntp_in(6)};
    for (int i = 0; i < SHOW_LATER + 20; i++)
        answer_heard(k->show, &h, 0, k->scene);
    assert_int_equal(k->show->later_count, SHOW_LATER);
    assert_int_equal(k->lines, 1);
    frame(k, 10);
    assert_int_equal(k->show->later_count, 0);
    close_kiosk(k);
}

static void a_parameter_of_this_station_must_be_there(void **state)
{
    struct kiosk *k = open_kiosk("return { cues = { { id = 'a' } } }");
    struct show_heard h = {.kind = HEARD_ORDER,
                           .order = {.verb = SHOW_SET, .name = "kiosk/screen/glo", .value = 1},
                           .date = OSC_AT_ONCE};
    frame(k, 0);
    for (int i = 0; i < 3; i++)
        answer_heard(k->show, &h, 0, k->scene);
    assert_int_equal(k->lines, 1);
    frame(k, 1);
    assert_int_equal(k->bus->course.set_count, 0);
    snprintf(h.order.name, sizeof h.order.name, "facade/wall/glow"); // its own process knows
    answer_heard(k->show, &h, 1, k->scene);
    frame(k, 2);
    assert_int_equal(k->bus->course.set_count, 1);
    close_kiosk(k);
}

// ---- processes

#define TWO_CUES                                                                                  \
    "return { cues = { { id = 'a', scenes = { kiosk = { scene = 'a' } } }, { id = 'b', scenes = " \
    "{ kiosk = { scene = 'a', param = { n = 2 } } } } } }"

static char *text_of(const struct kiosk *k)
{
    struct course_names names = planned_names();
    return course_text(k->plan, &k->bus->course, &names);
}

static void the_course_of_another_process_is_taken_when_more_was_asked_there(void **state)
{
    struct show_bus_desc desc = {.wall_s = NAN, .epoch_s = 1.7e9, .others = true};
    struct kiosk *here = open_with(TWO_CUES, desc), *there = open_with(TWO_CUES, desc);
    frame(here, 0);
    frame(there, 0);
    say(here, SHOW_CUE, "a", 6); // asked first: the counter is the time of day
    frame(here, 8);
    say(there, SHOW_CUE, "a", 5);
    say(there, SHOW_CUE, "b", 7);
    frame(there, 8);
    char *more = text_of(there), *less = text_of(here);
    bus_hear_course(there->bus, there->show, "facade", less);
    frame(there, 9);
    assert_string_equal(there->scene->show.cue, "b");
    assert_true(isinf(show_bus_silent_s(here->bus, "facade", 8)));
    bus_hear_course(here->bus, here->show, "garden", more); // of another house
    frame(here, 8);
    assert_string_equal(here->scene->show.cue, "a");
    bus_hear_course(here->bus, here->show, "facade", more);
    assert_true(show_bus_silent_s(here->bus, "facade", 20) == 12);
    assert_true(show_bus_silent_s(here->bus, "kiosk", 20) == 0);
    frame(here, 9);
    assert_string_equal(here->scene->show.cue, "b");
    assert_true(here->scene->stages[0].go);
    assert_true(here->scene->stages[0].next_at_s == 7);
    bus_hear_course(here->bus, here->show, "facade", more); // again: nothing happens
    bus_hear_course(here->bus, here->show, "facade", "{ nonsense");
    frame(here, 10);
    assert_false(here->scene->stages[0].go);
    free(more);
    free(less);
    close_kiosk(here);
    close_kiosk(there);
}

static void a_cue_that_came_in_another_process_is_told_here_too(void **state)
{
    struct show_bus_desc desc = {.wall_s = NAN, .epoch_s = 1.7e9, .others = true};
    const char *cues = "return { cues = { { id = 'a', follow = 0 }, { id = 'b' }, "
                       "{ id = 'c' } } }";
    struct kiosk *here = open_with(cues, desc), *there = open_with(cues, desc);
    const struct events *told = &here->scene->stages[0].events;
    frame(here, 4);
    say(there, SHOW_GO, "", 5);
    frame(there, 5);
    char *text = text_of(there);
    bus_hear_course(here->bus, here->show, "facade", text);
    free(text);
    frame(here, 5.1);
    assert_int_equal(told->count, 2); // both, in their order
    assert_string_equal(told->items[0].name, "a");
    assert_string_equal(told->items[1].name, "b");
    assert_true(told->items[1].time_s == 5);
    struct show_order set = {.verb = SHOW_SET, .name = "kiosk/gain", .value = -3, .at_s = 6};
    struct fault f;
    assert_true(show_bus_order(there->bus, &set, &f));
    frame(there, 6);
    text = text_of(there);
    bus_hear_course(here->bus, here->show, "facade", text);
    free(text);
    frame(here, 6.1);
    assert_int_equal(told->count, 0); // nothing new came
    close_kiosk(here);
    close_kiosk(there);
}

static void an_older_beginning_moves_the_clock_and_scenes_are_entered_anew(void **state)
{
    struct kiosk *here =
        open_with(TWO_CUES,
                  (struct show_bus_desc){.wall_s = NAN, .epoch_s = 1.7e9, .others = true});
    struct kiosk *there =
        open_with(TWO_CUES,
                  (struct show_bus_desc){.wall_s = NAN, .epoch_s = 1.7e9 - 500, .others = true});
    double epoch_s = 0;
    frame(here, 1);
    frame(there, 501);
    char *text = text_of(there);
    bus_hear_course(here->bus, here->show, "facade", text);
    frame(here, 2); // the clock is set between two frames
    assert_false(here->scene->stages[0].go);
    assert_true(show_bus_epoch(here->bus, &epoch_s));
    assert_true(epoch_s == 1.7e9 - 500);
    assert_false(show_bus_epoch(here->bus, &epoch_s));
    frame(here, 503);
    assert_true(here->scene->stages[0].go); // its own scene, as if it had played from the beginning
    assert_string_equal(here->scene->stages[0].next, "a");
    assert_true(here->scene->stages[0].next_at_s == 0);
    free(text);
    close_kiosk(here);
    close_kiosk(there);
}

static void a_show_that_has_not_begun_yet_is_not_followed(void **state)
{
    struct show_bus_desc desc = {.wall_s = NAN, .epoch_s = 1.7e9, .others = true};
    struct show_bus_desc ahead = desc;
    ahead.epoch_s = (double)time(NULL) + 3600;
    struct kiosk *here = open_with(TWO_CUES, desc), *there = open_with(TWO_CUES, ahead);
    double epoch_s = 0;
    frame(here, 1);
    say(there, SHOW_CUE, "b", 1);
    frame(there, 1);
    char *text = text_of(there);
    log_to(note, here, LOG_INFO);
    for (int i = 0; i < 3; i++)
        bus_hear_course(here->bus, here->show, "facade", text);
    assert_int_equal(here->lines, 1);
    assert_false(show_bus_epoch(here->bus, &epoch_s)); // show time would be negative
    free(text);
    close_kiosk(here);
    close_kiosk(there);
}

static void an_order_is_carried_over_to_another_beginning(void **state)
{
    struct show_bus_desc desc = {.wall_s = NAN, .epoch_s = 1.7e9, .others = true};
    struct show_bus_desc older = desc;
    older.epoch_s -= 500;
    struct kiosk *here = open_with(TWO_CUES, desc), *there = open_with(TWO_CUES, older);
    double epoch_s = 0;
    frame(here, 1);
    frame(there, 501);
    say(here, SHOW_CUE, "b", 3); // before the clock is set
    char *text = text_of(there);
    bus_hear_course(here->bus, here->show, "facade", text);
    assert_true(show_bus_epoch(here->bus, &epoch_s));
    frame(here, 502);
    assert_string_equal(here->scene->show.cue, ""); // its moment is 503 now
    frame(here, 504);
    assert_string_equal(here->scene->show.cue, "b");
    assert_true(here->scene->stages[0].next_at_s == 503);
    free(text);
    close_kiosk(here);
    close_kiosk(there);
}

static void the_journal_brings_back_what_was(void **state)
{
    char path[256];
    snprintf(path, sizeof path, "%s/journal-%d.json", TEST_BUILD, (int)getpid());
    struct show_bus_desc desc = {.wall_s = NAN, .epoch_s = 1.7e9 + 0.123456, .journal = path};
    struct kiosk *k = open_with(TWO_CUES, desc);
    double epoch_s = 0;
    assert_false(show_bus_take_journal(k->bus)); // the first time
    say(k, SHOW_CUE, "b", 3);
    frame(k, 4);
    close_kiosk(k); // what waits is written
    assert_true(show_journal_epoch(path, false, &epoch_s));
    assert_true(epoch_s == desc.epoch_s);
    k = open_with(TWO_CUES, desc);
    assert_true(show_bus_take_journal(k->bus));
    frame(k, 50);
    assert_string_equal(k->scene->show.cue, "b");
    assert_true(k->scene->stages[0].go && k->scene->stages[0].next_at_s == 3);
    close_kiosk(k);
    FILE *out = fopen(path, "w");
    fputs("{\"counter\": ", out);
    fclose(out);
    assert_false(show_journal_epoch(path, false, &epoch_s));
    remove(path);
}

// The machine's clock says another time than it did, in the same boot.
static void after_a_clock_was_set_show_time_goes_on(void **state)
{
    char path[256];
    double real_s = clock_real_s(), epoch_s = 0;
    snprintf(path, sizeof path, "%s/journal-set-%d.json", TEST_BUILD, (int)getpid());
    static const double moved_s[] = {-86400, 3600};
    for (int i = 0; i < 2; i++) {
        // It began 100 s ago, when the clock said otherwise.
        struct show_bus_desc desc = {
            .wall_s = NAN, .epoch_s = real_s - 100 - moved_s[i], .journal = path, .alone = true};
        struct kiosk *k = open_with(TWO_CUES, desc);
        say(k, SHOW_CUE, "b", 3);
        frame(k, 100);
        close_kiosk(k);
        // Among others the time of day holds, as long as the show has begun by it.
        assert_true(show_journal_epoch(path, false, &epoch_s));
        bool begun = moved_s[i] > 0;
        assert_true(fabs(epoch_s - (real_s - 100 - (begun ? moved_s[i] : 0))) < 5);
        assert_true(show_journal_epoch(path, true, &epoch_s));
        assert_true(fabs(epoch_s - (clock_real_s() - 100)) < 5);
        desc.epoch_s = epoch_s;
        k = open_with(TWO_CUES, desc);
        assert_true(show_bus_take_journal(k->bus));
        frame(k, 101);
        assert_string_equal(k->scene->show.cue, "b");
        close_kiosk(k);
    }
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_a_clock_was_set_show_time_goes_on),
        cmocka_unit_test(a_cue_brings_its_scene_as_of_the_time_it_fell_due),
        cmocka_unit_test(panic_is_dark_and_silent_and_resume_is_light),
        cmocka_unit_test(draw_is_due_where_a_parameter_that_is_read_changes),
        cmocka_unit_test(rivals_on_one_parameter_are_told_once),
        cmocka_unit_test(a_cue_of_long_ago_is_not_told),
        cmocka_unit_test(verbs_are_read_and_buttons_let_go_are_not),
        cmocka_unit_test(what_is_no_verb_is_refused),
        cmocka_unit_test(a_bundle_waits_for_its_date_but_not_for_years),
        cmocka_unit_test(bundles_are_done_in_the_order_of_their_dates),
        cmocka_unit_test(what_waits_has_a_limit),
        cmocka_unit_test(a_parameter_of_this_station_must_be_there),
        cmocka_unit_test(the_course_of_another_process_is_taken_when_more_was_asked_there),
        cmocka_unit_test(a_cue_that_came_in_another_process_is_told_here_too),
        cmocka_unit_test(an_older_beginning_moves_the_clock_and_scenes_are_entered_anew),
        cmocka_unit_test(a_show_that_has_not_begun_yet_is_not_followed),
        cmocka_unit_test(an_order_is_carried_over_to_another_beginning),
        cmocka_unit_test(the_journal_brings_back_what_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
