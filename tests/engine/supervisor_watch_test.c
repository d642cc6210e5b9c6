// supervisor: what looks at the engine say: what hangs, what waits, and memory that grows.
#include "supervisor/private.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include <cmocka.h>

#define LOOK_S 0.2
#define MIB 1048576

// An engine that is well, a look later.
static void live(struct watch_sample *s)
{
    s->past_s = s->asked_s = LOOK_S;
    s->pulse.there = true;
    s->pulse.beats += 12;
    s->pulse.asked += 12;
    s->pulse.presented += 12;
    s->pulse.shown += 12;
    s->state = 'S';
    s->memory = -1;
}

// Looks until it is bad; how long it took. INFINITY: more than `most_s`.
static double until_bad(struct watch *w, struct watch_sample *s, double most_s,
                        void (*each)(struct watch_sample *s), char why[LADDER_REASON])
{
    for (double t = 0; t < most_s; t += s->past_s) {
        each(s);
        if (watch_look(w, s, why) == WATCH_BAD)
            return t + s->past_s;
    }
    return INFINITY;
}

static void begin(struct watch *w, struct watch_sample *s)
{
    char why[LADDER_REASON];
    watch_begin(w, 1000 * MIB, 90);
    *s = (struct watch_sample){0};
    for (int i = 0; i < 20; i++) {
        live(s);
        assert_int_not_equal(watch_look(w, s, why), WATCH_BAD);
    }
}

static void wait_for_nothing(struct watch_sample *s)
{
}

static void stop(struct watch_sample *s)
{
    s->state = 'T';
}

static void spin(struct watch_sample *s)
{
    s->state = 'R';
    s->main_cpu_s += s->past_s;
    s->cpu_s += s->past_s;
}

static void be_slow(struct watch_sample *s) // an honest frame, on a machine that gives a tenth
{
    s->state = 'R';
    s->main_cpu_s += s->past_s / 10;
    s->cpu_s += s->past_s / 10;
}

static void have_slow_helpers(struct watch_sample *s)
{
    s->state = 'S';
    s->others_run = true;
    s->cpu_s += s->past_s / 10;
}

static void wait_for_the_busy(struct watch_sample *s) // a display server that gets no processor
{
    s->state = 'S';
    s->pressed_s += s->past_s;
}

static void wait_beside_the_busy(struct watch_sample *s) // a display server that answers others
{
    wait_for_the_busy(s);
    s->served = true;
}

static void sleep_long(struct watch_sample *s) // the whole machine did
{
    s->past_s = 600;
}

static void a_loop_that_stands_is_noticed_within_two_seconds(void **state)
{
    struct {
        void (*each)(struct watch_sample *s);
        const char *says;
        double least_s, most_s;
    } rows[] = {
        {wait_for_nothing, "waiting", 1.4, 1.8},
        {stop, "stopped by a signal", 1.4, 1.8},
        {spin, "busy", 1.4, 1.8},
        {be_slow, "busy", 14, 19},
        {have_slow_helpers, "waiting", 14, 19},
        {wait_for_the_busy, "waiting", 14, 19},
        {wait_beside_the_busy, "waiting", 1.4, 1.8},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct watch w;
        struct watch_sample s;
        char why[LADDER_REASON] = "";
        begin(&w, &s);
        snprintf(s.pulse.crumb, sizeof s.pulse.crumb, "facade: draw");
        double took_s = until_bad(&w, &s, 100, rows[i].each, why);
        if (took_s < rows[i].least_s || took_s > rows[i].most_s)
            fail_msg("%zu: %.1f s: %s", i, took_s, why);
        assert_non_null(strstr(why, rows[i].says));
        assert_non_null(strstr(why, "facade: draw"));
    }
}

static void a_machine_that_slept_is_not_an_engine_that_hangs(void **state)
{
    struct watch w;
    struct watch_sample s;
    char why[LADDER_REASON] = "";
    begin(&w, &s);
    assert_true(isinf(until_bad(&w, &s, 600 * 3, sleep_long, why))); // looks that came 600 s late
    live(&s);
    assert_int_equal(watch_look(&w, &s, why), WATCH_WELL);
}

static void who_asks_for_patience_has_it(void **state)
{
    struct watch w;
    struct watch_sample s;
    char why[LADDER_REASON] = "";
    begin(&w, &s);
    s.pulse.patience_s = 20;
    double took_s = until_bad(&w, &s, 100, wait_for_nothing, why);
    assert_true(took_s > 19.5 && took_s < 20.5);
}

static void ask_and_show_nothing(struct watch_sample *s)
{
    live(s);
    s->pulse.presented -= 12;
    s->pulse.shown -= 12;
}

static void rest(struct watch_sample *s) // nothing is asked for: a page that stands
{
    ask_and_show_nothing(s);
    s->pulse.asked -= 12;
}

static void a_picture_that_stays_the_same_is_no_hang(void **state)
{
    struct watch w;
    struct watch_sample s;
    char why[LADDER_REASON] = "";
    begin(&w, &s);
    assert_true(isinf(until_bad(&w, &s, 7200, rest, why)));
    assert_true(isinf(until_bad(&w, &s, 7200, ask_and_show_nothing, why))); // asked for, and alike
}

static void take_no_sound(struct watch_sample *s)
{
    live(s);
    s->pulse.sounding = true;
}

static void sound(struct watch_sample *s)
{
    take_no_sound(s);
    s->pulse.audio += 9;
}

static void a_sound_device_that_stands_is_noticed_if_it_ever_ran(void **state)
{
    struct watch w;
    struct watch_sample s;
    char why[LADDER_REASON] = "";
    begin(&w, &s);
    assert_true(isinf(until_bad(&w, &s, 600, take_no_sound, why))); // a restart would cure nothing
    assert_true(isinf(until_bad(&w, &s, 60, sound, why)));
    s.pulse.sounding = false;
    assert_true(isinf(until_bad(&w, &s, 600, live, why))); // it is not in use
    double took_s = until_bad(&w, &s, 600, take_no_sound, why);
    assert_true(took_s >= WATCH_DEAF_S - 1 && took_s < WATCH_DEAF_S + 1);
}

static void tell(struct watch_sample *s)
{
    live(s);
    s->pulse.told++;
}

static void answer(struct watch_sample *s)
{
    tell(s);
    s->pulse.control++;
}

// A page that rests turns twice a second and is looked at more often: what is sent is read in looks
// without a turn.
static void answer_between_turns(struct watch_sample *s)
{
    if (s->pulse.told == s->pulse.control)
        tell(s);
    else
        s->pulse.control++;
}

static void a_port_that_hears_nothing_is_noticed(void **state)
{
    struct watch w;
    struct watch_sample s;
    char why[LADDER_REASON] = "";
    begin(&w, &s);
    assert_true(isinf(until_bad(&w, &s, 600, tell, why))); // nothing has ever come through
    assert_true(isinf(until_bad(&w, &s, 600, answer, why)));
    assert_true(isinf(until_bad(&w, &s, 600, live, why))); // nothing was sent to it
    s.pulse.control = s.pulse.told;
    assert_true(isinf(until_bad(&w, &s, 600, answer_between_turns, why)));
    double took_s = until_bad(&w, &s, 600, tell, why);
    assert_true(took_s >= WATCH_DEAF_S - 1 && took_s < WATCH_DEAF_S + 1);
    assert_non_null(strstr(why, "deaf"));
    begin(&w, &s);
    assert_true(isinf(until_bad(&w, &s, 1, answer, why)));
    s.others_run = true; // the ears get no processor: they have ten times as long
    took_s = until_bad(&w, &s, 600, tell, why);
    assert_true(took_s >= 10 * WATCH_DEAF_S - 1 && took_s < 10 * WATCH_DEAF_S + 2);
}

static void an_engine_that_opens_has_its_time(void **state)
{
    struct watch w;
    struct watch_sample s = {.past_s = LOOK_S, .asked_s = LOOK_S, .state = 'S', .memory = -1};
    char why[LADDER_REASON] = "";
    watch_begin(&w, 0, 30);
    double took_s = until_bad(&w, &s, 100, wait_for_nothing, why);
    assert_true(took_s >= 30 && took_s < 31);
    watch_begin(&w, 0, 30);
    s = (struct watch_sample){0};
    took_s = until_bad(&w, &s, 100, ask_and_show_nothing, why); // it turns and shows nothing
    assert_true(took_s < 31);
}

// Memory of a look a minute apart: base, growth an hour, and what films take and give back.
static enum watch_verdict feel_memory(struct watch *w, int minutes, double base_mib,
                                      double mib_an_hour, double wave_mib, char why[LADDER_REASON])
{
    struct watch_sample s = {0};
    enum watch_verdict verdict = WATCH_WELL;
    for (int look = 0; look < minutes * 60; look++) {
        double hours = look / 3600.0;
        live(&s);
        s.past_s = s.asked_s = 1;
        s.pulse.beats++;
        double wave = wave_mib * (0.5 - 0.5 * cos(look / 20.0));
        s.memory = (int64_t)((base_mib + mib_an_hour * hours + wave) * MIB);
        verdict = watch_look(w, &s, why);
        if (verdict == WATCH_BAD || verdict == WATCH_BAD_LATER)
            return verdict;
    }
    return verdict;
}

static void memory_that_grows_is_noticed_before_the_limit(void **state)
{
    struct watch w;
    char why[LADDER_REASON] = "";
    watch_begin(&w, 1000 * MIB, 90);
    assert_int_equal(feel_memory(&w, 600, 300, 0, 200, why), WATCH_WELL);
    watch_begin(&w, 1000 * MIB, 90);
    assert_int_equal(feel_memory(&w, 600, 300, 30, 200, why),
                     WATCH_WELL); // 600 MiB after ten hours
    watch_begin(&w, 1000 * MIB, 90);
    assert_int_equal(feel_memory(&w, 600, 300, 600, 100, why), WATCH_BAD_LATER);
    double slope;
    assert_true(watch_slope(&w, &slope));
    assert_float_equal(slope * 3600 / MIB, 600, 60);
    watch_begin(&w, 1000 * MIB, 90);
    assert_int_equal(feel_memory(&w, 5, 300, 9000, 0, why), WATCH_BAD); // too fast for a slope
    assert_non_null(strstr(why, "1000"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_loop_that_stands_is_noticed_within_two_seconds),
        cmocka_unit_test(a_machine_that_slept_is_not_an_engine_that_hangs),
        cmocka_unit_test(who_asks_for_patience_has_it),
        cmocka_unit_test(a_picture_that_stays_the_same_is_no_hang),
        cmocka_unit_test(a_sound_device_that_stands_is_noticed_if_it_ever_ran),
        cmocka_unit_test(a_port_that_hears_nothing_is_noticed),
        cmocka_unit_test(an_engine_that_opens_has_its_time),
        cmocka_unit_test(memory_that_grows_is_noticed_before_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
