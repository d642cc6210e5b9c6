// show: the course of the show. Values against formulas in closed form, the cue list against a
// small model of its own, programmes against the calendar.
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

#include <cmocka.h>

static void order(const struct show_plan *p, struct course *c, enum show_verb verb,
                  const char *name, double at_s)
{
    struct course_fired fired = {0};
    struct show_order o = {.verb = verb, .at_s = at_s, .over_s = -1};
    snprintf(o.name, sizeof o.name, "%s", name);
    course_advance(p, c, at_s, NAN, &fired);
    course_do(p, c, &o, &fired, NULL);
}

static void advance(const struct show_plan *p, struct course *c, double now_s)
{
    struct course_fired fired = {0};
    course_advance(p, c, now_s, NAN, &fired);
}

static void near(double a, double b)
{
    if (!(fabs(a - b) < 1e-9))
        fail_msg("%.12g is not %.12g", a, b);
}

static double value(const struct show_plan *p, const struct course *c, const char *name, double s)
{
    return course_value(p, c, name, s, 0.5, NULL);
}

static void what_is_set_gets_there_from_where_it_is(void **state)
{
    struct show_plan *p =
        planned("return { cues = { { id = 'a', set = { ['kiosk/screen/x'] = 2 }, over = 4, ease = "
                "'linear' }, "
                "{ id = 'b', set = { ['kiosk/screen/x'] = 0 }, over = 1, ease = 'in' } } }");
    struct course c;
    course_begin(p, &c);
    near(value(p, &c, "kiosk/screen/x", 5), 0.5); // nobody drives it
    order(p, &c, SHOW_GO, "", 10);
    near(value(p, &c, "kiosk/screen/x", 10), 0.5);
    near(value(p, &c, "kiosk/screen/x", 11), 0.5 + 1.5 / 4);
    order(p, &c, SHOW_GO, "", 12);
    near(value(p, &c, "kiosk/screen/x", 12), 1.25);
    near(value(p, &c, "kiosk/screen/x", 12.5), 1.25 * (1 - 0.125));
    near(value(p, &c, "kiosk/screen/x", 14), 0);
    plan_destroy(p);
}

static void a_timeline_is_a_function_of_its_beginning(void **state)
{
    struct show_plan *p = planned("return { cues = { { id = 'a', timelines = { 't', 'once' } }, { "
                                  "id = 'b', stop = { 't' } } }, "
                                  "timelines = { { id = 't', loop = true, duration = 10, tracks = "
                                  "{ ['kiosk/screen/x'] = { { 2, "
                                  "0 }, { 4, 1 }, { 8, 0, 'in' } } } }, { id = 'once', tracks = { "
                                  "['kiosk/screen/y'] = { { 0, 3 "
                                  "}, { 2, 5, 'hold' } } } } } }");
    struct course c;
    course_begin(p, &c);
    order(p, &c, SHOW_CUE, "a", 100);
    for (int round = 0; round < 3; round++) {
        double at_s = 100 + 10 * round;
        near(value(p, &c, "kiosk/screen/x", at_s + 1), 0);
        near(value(p, &c, "kiosk/screen/x", at_s + 3), 0.5);
        near(value(p, &c, "kiosk/screen/x", at_s + 6), 1 - 0.125);
        near(value(p, &c, "kiosk/screen/x", at_s + 9), 0);
    }
    near(value(p, &c, "kiosk/screen/y", 101.9), 3);
    near(value(p, &c, "kiosk/screen/y", 102), 5);
    near(value(p, &c, "kiosk/screen/y", 1e6), 5);
    order(p, &c, SHOW_CUE, "b", 133); // it stands where it was stopped
    near(value(p, &c, "kiosk/screen/x", 135), 0.5);
    near(value(p, &c, "kiosk/screen/x", 1e6), 0.5);
    plan_destroy(p);
}

static void of_two_timelines_on_one_parameter_the_last_wins(void **state)
{
    struct show_plan *p = planned(
        "return { cues = { { id = 'a', timelines = { 's' } }, { id = 'b', timelines = { 't' } } }, "
        "timelines = { { id = 's', duration = 60, tracks = { ['kiosk/gain'] = { { 0, 1 } } } }, { "
        "id = "
        "'t', duration = 60, tracks = { ['kiosk/gain'] = { { 0, 2 } } } } } }");
    struct course c;
    int loses, wins;
    course_begin(p, &c);
    order(p, &c, SHOW_CUE, "b", 1);
    assert_false(course_rivals(p, &c, "kiosk/gain", &loses, &wins));
    order(p, &c, SHOW_CUE, "a", 2);
    near(value(p, &c, "kiosk/gain", 3), 1);
    assert_true(course_rivals(p, &c, "kiosk/gain", &loses, &wins));
    assert_int_equal(loses, 1);
    assert_int_equal(wins, 0);
    plan_destroy(p);
}

static void panic_fades_and_what_would_follow_waits(void **state)
{
    struct show_plan *p =
        planned("return { panic = 4, cues = { { id = 'a', follow = 10 }, { id = 'b' "
                "} } }");
    struct course c;
    course_begin(p, &c);
    order(p, &c, SHOW_GO, "", 0);
    order(p, &c, SHOW_PANIC, "", 7);
    near(course_light(&c, 7), 1);
    near(course_light(&c, 9), 0.5);
    near(course_light(&c, 20), 0);
    advance(p, &c, 50);
    assert_int_equal(c.cue, 0);
    order(p, &c, SHOW_PANIC, "", 51); // a second one changes nothing
    near(course_light(&c, 51), 0);
    order(p, &c, SHOW_RESUME, "", 60);
    near(course_light(&c, 62), 0.5);
    advance(p, &c, 62.9);
    assert_int_equal(c.cue, 0);
    advance(p, &c, 70);
    assert_int_equal(c.cue, 1);
    near(c.cue_s, 63); // 3 s were left
    plan_destroy(p);
}

static void cues_that_are_late_fall_due_at_their_own_time(void **state)
{
    struct show_plan *p =
        planned("return { start = 'a', cues = { { id = 'a', follow = 1.5 }, { id = "
                "'b', wait = 0.25, follow = 0.25, next = 'a' } } }");
    struct course at_once, bit_by_bit;
    course_begin(p, &at_once);
    course_begin(p, &bit_by_bit);
    advance(p, &at_once, 21.3);
    for (int i = 0; i <= 213; i++)
        advance(p, &bit_by_bit, i * 0.1);
    assert_int_equal(at_once.cue, 0); // a at 0, 2, 4 … b at 1.75, 3.75 …
    near(at_once.cue_s, 20);
    near(bit_by_bit.cue_s, 20);
    plan_destroy(p);
}

static void a_flood_of_cues_is_bounded_in_one_go(void **state)
{
    struct show_plan *p =
        planned("return { start = 'a', cues = { { id = 'a', follow = 0.001, next = "
                "'a' } } }");
    struct course c;
    struct course_fired fired = {0};
    course_begin(p, &c);
    course_advance(p, &c, 10, NAN, &fired);
    assert_int_equal(fired.count, COURSE_FIRED);
    assert_true(fired.more);
    near(c.cue_s, 0.001 * (COURSE_FIRED - 1));
    plan_destroy(p);
}

// ---- a model of the cue list, as one would explain it to an operator: one cue has come, one may
// be on its way.

struct model {
    int came, coming;
    double came_s, coming_s, left_s;
    bool dark;
};

enum { CUES = 6 };
static const double waits[CUES] = {0, 1, 0, 2, 0, 0}, follows[CUES] = {-1, 3, 0, -1, 5, -1};

static void model_come(struct model *m, int cue, double at_s)
{
    m->came = cue;
    m->came_s = at_s;
    m->coming = -1;
    if (follows[cue] >= 0 && cue + 1 < CUES) {
        m->coming = cue + 1;
        m->left_s = follows[cue] + waits[cue + 1];
        m->coming_s = at_s + m->left_s;
    }
}

static void model_pass(struct model *m, double now_s)
{
    while (!m->dark && m->coming >= 0 && m->coming_s <= now_s)
        model_come(m, m->coming, m->coming_s);
}

static void model_bring(struct model *m, int cue, double at_s)
{
    if (waits[cue] == 0) {
        model_come(m, cue, at_s);
        return;
    }
    m->coming = cue;
    m->left_s = waits[cue];
    m->coming_s = at_s + m->left_s;
}

static void model_do(struct model *m, enum show_verb verb, int cue, double at_s)
{
    if (verb == SHOW_GO && m->coming >= 0)
        model_come(m, m->coming, at_s);
    else if (verb == SHOW_GO && m->came + 1 < CUES)
        model_bring(m, m->came + 1, at_s);
    else if (verb == SHOW_BACK && m->came > 0)
        model_come(m, m->came - 1, at_s);
    else if (verb == SHOW_CUE)
        model_bring(m, cue, at_s);
    else if (verb == SHOW_PANIC && !m->dark) {
        m->dark = true;
        m->left_s = m->coming_s - at_s;
    } else if (verb == SHOW_RESUME && m->dark) {
        m->dark = false;
        m->coming_s = at_s + m->left_s;
    }
}

static void compare(const struct course *c, const struct model *m)
{
    assert_int_equal(c->cue, m->came);
    assert_int_equal(c->coming, m->coming);
    assert_int_equal(c->dark, m->dark);
    if (m->came >= 0)
        near(c->cue_s, m->came_s);
    if (m->coming >= 0)
        near(m->dark ? c->held_s : c->coming_s, m->dark ? m->left_s : m->coming_s);
}

static struct show_plan *model_plan(void)
{
    char text[1024] = "return { cues = {";
    for (int i = 0; i < CUES; i++) {
        size_t n = strlen(text);
        n += (size_t)snprintf(text + n, sizeof text - n, "{ id = 'c%d', wait = %g", i, waits[i]);
        if (follows[i] >= 0)
            n += (size_t)snprintf(text + n, sizeof text - n, ", follow = %g", follows[i]);
        snprintf(text + n, sizeof text - n, " },");
    }
    strcat(text, "} }");
    return planned(text);
}

static void the_list_does_what_an_operator_is_told_it_does(void **state)
{
    struct show_plan *p = model_plan();
    uint64_t chance = 88172645463325252u; // Marsaglia, "Xorshift RNGs" (2003)
    for (int run = 0; run < 400; run++) {
        struct course c;
        struct model m = {.came = -1, .coming = -1};
        course_begin(p, &c);
        double now_s = 0;
        for (int step = 0; step < 60; step++) {
            chance ^= chance << 13, chance ^= chance >> 7, chance ^= chance << 17;
            // Quarters of a second: sums are exact, equal times are equal.
            now_s += (double)(chance >> 8 & 7) * 0.25;
            static const enum show_verb verbs[] = {SHOW_GO,  SHOW_GO,    SHOW_GO,    SHOW_BACK,
                                                   SHOW_CUE, SHOW_PANIC, SHOW_RESUME};
            enum show_verb verb = verbs[(chance >> 20) % 7];
            int cue = (int)((chance >> 30) % CUES);
            char name[8];
            snprintf(name, sizeof name, "c%d", cue);
            model_pass(&m, now_s);
            model_do(&m, verb, cue, now_s);
            order(p, &c, verb, verb == SHOW_CUE ? name : "", now_s);
            compare(&c, &m);
        }
    }
    plan_destroy(p);
}

static void lists_are_gone_through_one_by_one(void **state)
{
    struct show_plan *p =
        planned("return { cues = { { id = 'a' }, { id = 'b' }, { id = 'x' }, { id = "
                "'y' } }, lists = { soir = { 'x', 'y' } } }");
    struct course c;
    course_begin(p, &c);
    order(p, &c, SHOW_GO, "", 0);
    order(p, &c, SHOW_LIST, "soir", 1);
    assert_int_equal(course_next(p, &c), 2);
    order(p, &c, SHOW_GO, "", 2);
    order(p, &c, SHOW_CUE, "b", 3); // of another list: GO goes on where it was
    order(p, &c, SHOW_GO, "", 4);
    assert_int_equal(c.cue, 3);
    assert_int_equal(course_next(p, &c), -1);
    plan_destroy(p);
}

static void a_list_that_is_chosen_begins_with_its_first_cue(void **state)
{
    struct show_plan *p =
        planned("return { cues = { { id = 'a', next = 'b' }, { id = 'b' }, { id = 'x' }, { id = "
                "'y' } }, lists = { soir = { 'x', 'y' } } }");
    struct course_names names = planned_names();
    struct course c, again;
    struct fault f;
    course_begin(p, &c);
    order(p, &c, SHOW_CUE, "a", 0);
    order(p, &c, SHOW_LIST, "soir", 1); // what "a" names as its next is of the list before
    assert_int_equal(course_next(p, &c), 2);
    order(p, &c, SHOW_GO, "", 2);
    assert_int_equal(c.cue, 2);
    order(p, &c, SHOW_GO, "", 3);
    order(p, &c, SHOW_LIST, "soir", 4);
    char *text = course_text(p, &c, &names);
    assert_true(course_read(p, &names, text, strlen(text), &again, &f));
    assert_int_equal(course_next(p, &again), 2); // so after a restart, too
    free(text);
    plan_destroy(p);
}

// ---- as text

static void what_is_written_is_read_again(void **state)
{
    struct show_plan *p = planned("return { cues = { { id = 'a', scenes = { kiosk = { scene = 'a' "
                                  "} }, timelines = { 't' }, set "
                                  "= { ['show/opacity'] = 0.5 }, over = 3, follow = 9 }, { id = "
                                  "'b' } }, timelines = { { id = "
                                  "'t', loop = true, duration = 7, tracks = { ['kiosk/gain'] = { { "
                                  "0, 0 }, { 5, 1 } } } } } }");
    struct course_names names = planned_names();
    struct course c, again;
    struct fault f;
    course_begin(p, &c);
    c.epoch_s = 1790000000.123456;
    order(p, &c, SHOW_GO, "", 1.0 / 3);
    order(p, &c, SHOW_PANIC, "", 2.7);
    c.counter = 41;
    char *text = course_text(p, &c, &names);
    assert_non_null(text);
    assert_true(course_read(p, &names, text, strlen(text), &again, &f));
    char *second = course_text(p, &again, &names);
    assert_string_equal(text, second);
    assert_true(again.epoch_s == c.epoch_s);
    assert_true(again.stages[1][0].at_s == 1.0 / 3);
    for (double s = 0; s < 40; s += 0.37) {
        assert_true(value(p, &c, "kiosk/gain", s) == value(p, &again, "kiosk/gain", s));
        assert_true(value(p, &c, "show/opacity", s) == value(p, &again, "show/opacity", s));
        assert_true(course_light(&c, s) == course_light(&again, s));
    }
    assert_false(course_read(p, &names, "{}", 2, &again, &f));
    assert_false(course_read(p, &names, text, 9, &again, &f));
    free(text);
    free(second);
    plan_destroy(p);
}

// Nothing of an ordinary kind must be too long for the journal and for the other stations.
static void as_much_as_is_allowed_can_be_written(void **state)
{
    struct show_plan *p = planned("return { cues = { { id = 'une-scene-au-bord-de-la-riviere', "
                                  "scenes = { kiosk = { scene = 'a' }, ['facade/wall'] = { scene = "
                                  "'a' }, ['facade/frieze'] = { scene = 'a' } } } } }");
    struct course_names names = planned_names();
    struct course c, again;
    struct fault f;
    course_begin(p, &c);
    for (int i = 0; i < COURSE_SETS + 20; i++) {
        struct course_fired fired = {0};
        struct show_order set = {
            .verb = SHOW_SET, .value = i / 7.0, .over_s = 1 / 3.0, .at_s = 86400 + i / 3.0};
        snprintf(set.name, sizeof set.name, "facade/wall/scintillement-du-fleuve-%d", i);
        order(p, &c, SHOW_CUE, p->cues[0].id, set.at_s);
        assert_true(course_do(p, &c, &set, &fired, NULL));
    }
    assert_int_equal(c.set_count, COURSE_SETS);
    char *text = course_text(p, &c, &names);
    assert_non_null(text);
    assert_true(course_read(p, &names, text, strlen(text), &again, &f));
    assert_int_equal(again.set_count, COURSE_SETS);
    unsigned char *bytes = malloc(OSC_DATAGRAM);
    size_t size = osc_write_course("facade", text, bytes, OSC_DATAGRAM);
    assert_true(size > 0);
    struct show_heard heard;
    struct osc_refusal refused = {0};
    assert_int_equal(osc_read(bytes, size, "kiosk", &heard, 1, &refused), 1);
    assert_string_equal(heard.course, text);
    free(bytes);
    free(text);
    plan_destroy(p);
}

static void what_the_plan_has_lost_is_left_out(void **state)
{
    struct show_plan *p =
        planned("return { cues = { { id = 'a', scenes = { kiosk = { scene = 'a' } }, "
                "follow = 2 }, { id = 'b' } } }");
    struct show_plan *q = planned("return { cues = { { id = 'b' } } }");
    struct course_names names = planned_names();
    struct course c, again;
    struct fault f;
    course_begin(p, &c);
    order(p, &c, SHOW_GO, "", 1);
    char *text = course_text(p, &c, &names);
    assert_true(course_read(q, &names, text, strlen(text), &again, &f));
    assert_int_equal(again.cue, -1);
    assert_int_equal(again.coming, 0); // b is still to come
    assert_int_equal(again.stages[1][0].cue, -1);
    free(text);
    plan_destroy(p);
    plan_destroy(q);
}

static void of_two_truths_the_one_asked_last_holds_everywhere(void **state)
{
    struct course a = {.counter = 3, .author = 2}, b = {.counter = 4, .author = 7}, same = a;
    assert_true(course_newer(&b, &a) && !course_newer(&a, &b));
    assert_false(course_newer(&same, &a) || course_newer(&a, &same));
    b.counter = 3;
    assert_true(course_newer(&a, &b) && !course_newer(&b, &a));
    b = a;
    b.epoch_s = a.epoch_s - 10; // of two beginnings the first
    assert_true(course_newer(&b, &a) && !course_newer(&a, &b));
}

// ---- programmes

static double unix_time(int year, int month, int day, int hour, int minute)
{
    struct tm t = {.tm_year = year - 1900,
                   .tm_mon = month - 1,
                   .tm_mday = day,
                   .tm_hour = hour,
                   .tm_min = minute,
                   .tm_isdst = -1};
    return (double)mktime(&t);
}

static int item_at(const struct show_plan *p, double wall, double *since)
{
    int programme, cue = -1;
    return programme_at(p, wall, &programme, &cue, since) ? cue : -1;
}

static struct show_plan *programmes(void)
{
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1); // Rome, without its files
    tzset();
    return planned(
        "return { cues = { { id = 'jour' }, { id = 'midi' }, { id = 'fete' }, { id = 'nuit' "
        "} }, programmes = {\n"
        "{ days = { 'tue', 'wed', 'thu', 'fri', 'sat', 'sun' }, except = { '2026-12-25' }, "
        "from = '10:00', to = '18:00', play = { { cue = 'jour', stay = 600 }, { cue = "
        "'midi', stay = 300 } } },\n"
        "{ dates = { '2026-12-24' }, from = '10:00', to = '18:00', play = { { cue = "
        "'fete' } } },\n"
        "{ days = { 'sat' }, from = '22:00', to = '03:00', play = { { cue = 'nuit', stay "
        "= 3600 } } } } }");
}

static void programmes_go_by_day_and_hour(void **state)
{
    struct show_plan *p = programmes();
    double since, ten = unix_time(2026, 12, 23, 10, 0); // a Wednesday
    assert_int_equal(item_at(p, ten - 1, &since), -1);
    assert_int_equal(item_at(p, ten, &since), 0);
    assert_int_equal(item_at(p, ten + 599.5, &since), 0);
    near(since, ten);
    assert_int_equal(item_at(p, ten + 600, &since), 1);
    near(since, ten + 600);
    assert_int_equal(item_at(p, ten + 900 * 7 + 10, &since), 0);
    near(since, ten + 900 * 7);
    assert_int_equal(item_at(p, unix_time(2026, 12, 23, 18, 0), &since), -1);
    assert_int_equal(item_at(p, unix_time(2026, 12, 24, 12, 0), &since), 2); // the last one holds
    assert_int_equal(item_at(p, unix_time(2026, 12, 25, 12, 0), &since), -1);
    assert_int_equal(item_at(p, unix_time(2026, 12, 28, 12, 0), &since), -1); // Monday
    assert_int_equal(item_at(p, unix_time(2026, 12, 27, 2, 59), &since), 3);  // Saturday's night
    assert_int_equal(item_at(p, unix_time(2026, 12, 27, 3, 0), &since), -1);
    plan_destroy(p);
}

// In Rome clocks go forward at 02:00 on 29 March 2026 and back at 03:00 on 25 October; the former
// is a Sunday, its night belongs to Saturday.
static void hours_hold_when_clocks_are_changed(void **state)
{
    struct show_plan *p = programmes();
    double since;
    double ten = unix_time(2026, 3, 28, 22, 0), three = unix_time(2026, 3, 29, 3, 0);
    near(three - ten, 4 * 3600); // the night is an hour shorter
    assert_int_equal(item_at(p, three - 1, &since), 3);
    near(since, ten + 3 * 3600);
    assert_int_equal(item_at(p, three, &since), -1);
    ten = unix_time(2026, 10, 24, 22, 0), three = unix_time(2026, 10, 25, 3, 0);
    near(three - ten, 6 * 3600);
    assert_int_equal(item_at(p, three - 1, &since), 3);
    assert_int_equal(item_at(p, three, &since), -1);
    assert_int_equal(item_at(p, unix_time(2026, 10, 25, 10, 0), &since), 0);
    near(since, unix_time(2026, 10, 25, 10, 0));
    plan_destroy(p);
}

static void a_programme_brings_its_cue_once_and_an_operator_may_go_on(void **state)
{
    struct show_plan *p = programmes();
    struct course c;
    struct course_fired fired = {0};
    double ten = unix_time(2026, 12, 23, 10, 0), wall = ten - 60;
    course_begin(p, &c);
    course_advance(p, &c, 59, wall, &fired);
    assert_int_equal(c.cue, -1);
    course_advance(p, &c, 61.5, wall, &fired);
    assert_int_equal(c.cue, 0);
    near(c.cue_s, 60);
    order(p, &c, SHOW_CUE, "nuit", 70);
    course_advance(p, &c, 80, wall, &fired);
    assert_int_equal(c.cue, 3);
    course_advance(p, &c, 661, wall, &fired); // the programme goes on with its next
    assert_int_equal(c.cue, 1);
    near(c.cue_s, 660);
    plan_destroy(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_set_gets_there_from_where_it_is),
        cmocka_unit_test(a_timeline_is_a_function_of_its_beginning),
        cmocka_unit_test(of_two_timelines_on_one_parameter_the_last_wins),
        cmocka_unit_test(panic_fades_and_what_would_follow_waits),
        cmocka_unit_test(cues_that_are_late_fall_due_at_their_own_time),
        cmocka_unit_test(a_flood_of_cues_is_bounded_in_one_go),
        cmocka_unit_test(the_list_does_what_an_operator_is_told_it_does),
        cmocka_unit_test(lists_are_gone_through_one_by_one),
        cmocka_unit_test(a_list_that_is_chosen_begins_with_its_first_cue),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(as_much_as_is_allowed_can_be_written),
        cmocka_unit_test(what_the_plan_has_lost_is_left_out),
        cmocka_unit_test(of_two_truths_the_one_asked_last_holds_everywhere),
        cmocka_unit_test(programmes_go_by_day_and_hour),
        cmocka_unit_test(hours_hold_when_clocks_are_changed),
        cmocka_unit_test(a_programme_brings_its_cue_once_and_an_operator_may_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
