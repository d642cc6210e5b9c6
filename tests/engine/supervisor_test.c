// supervisor: what looks at the engine say, the ladder, and a supervisor over an engine that plays
// its part (tests/tools/fakeengine.c).
#include "store/store.h"
#include "supervisor/private.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LOOK_S 0.2
#define MIB 1048576

static const char *word(const struct ladder *l)
{
    return ladder_word(l->step);
}

static void three_restarts_in_ten_minutes_climb_a_step(void **state)
{
    struct ladder l = {0};
    const struct {
        double at_s;
        const char *step;
    } rows[] = {
        {1000, "engine"},   {1300, "engine"},   {1599, "previous"}, // the third within ten minutes
        {1700, "previous"}, {2301, "previous"}, {2400, "previous"}, // 1700 is too long ago now
        {2900, "safe"},     {3000, "safe"},     {3001, "safe"},     {3002, "safe"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ladder_restart(&l, rows[i].at_s, true, "ended by signal 9");
        if (strcmp(word(&l), rows[i].step) != 0)
            fail_msg("at %.0f s: %s, not %s", rows[i].at_s, word(&l), rows[i].step);
    }
    assert_int_equal(l.restarts_ever, 10);
}

static void without_content_before_the_safe_scene_comes_next(void **state)
{
    struct ladder l = {0};
    for (int i = 0; i < 3; i++)
        ladder_restart(&l, i, false, "hangs");
    assert_string_equal(word(&l), "safe");
}

static void an_hour_of_health_goes_down_one(void **state)
{
    struct ladder l = {.step = LADDER_SAFE};
    for (int step = LADDER_SAFE; step > LADDER_SCENE; step--) {
        for (int s = 0; s < 3599; s++)
            assert_false(ladder_healthy(&l, 1));
        assert_int_equal(l.step, step);
        assert_true(ladder_healthy(&l, 1));
        assert_int_equal(l.step, step - 1);
    }
    for (int s = 0; s < 8000; s++)
        assert_false(ladder_healthy(&l, 1)); // nothing is below
}

static void a_restart_begins_the_hour_anew(void **state)
{
    struct ladder l = {0};
    ladder_restart(&l, 0, true, "hangs");
    assert_false(ladder_healthy(&l, 3599));
    ladder_restart(&l, 3599, true, "hangs");
    assert_false(ladder_healthy(&l, 3599));
    assert_true(ladder_healthy(&l, 1));
}

static void a_clock_that_went_back_forgets_and_never_climbs(void **state)
{
    struct ladder l = {0};
    ladder_restart(&l, 9000, true, "hangs");
    ladder_restart(&l, 9001, true, "hangs");
    ladder_restart(&l, 5, true, "hangs"); // another boot
    assert_string_equal(word(&l), "engine");
}

static char folder[] = "/tmp/gestuaire-supervisor-XXXXXX";

static const char *in(const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    assert_true(store_write(in(name), text, strlen(text), NULL));
}

static int make_folder(void **state)
{
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void the_ladder_is_read_as_it_was_written(void **state)
{
    struct ladder l = {0}, again;
    struct fault f = {0};
    for (int i = 0; i < LADDER_KEPT + 5; i++)
        ladder_restart(&l, 100 + i * 700, true, i % 2 ? "hangs: \"π\"" : "ended by signal 6");
    ladder_restart(&l, 100 + (LADDER_KEPT + 4) * 700 + 1, true, "took memory");
    assert_false(ladder_healthy(&l, 1234));
    if (!ladder_write(&l, in("supervisor.json"), "boot-1", "/srv/a/versions/2", &f))
        fail_msg("%s", f.text);
    assert_true(ladder_read(&again, in("supervisor.json"), "boot-1", "/srv/a/versions/2"));
    assert_int_equal(again.step, l.step);
    assert_int_equal(again.restart_count, 2);
    assert_float_equal(again.restarts_s[1], l.restarts_s[1], 1e-3);
    assert_float_equal(again.healthy_s, 1234, 1e-6);
    assert_int_equal(again.told_count, LADDER_KEPT);
    assert_string_equal(again.told[LADDER_KEPT - 1].reason, "took memory");
    // Another boot: the step holds, times say nothing. Other content: from the foot.
    assert_true(ladder_read(&again, in("supervisor.json"), "boot-2", "/srv/a/versions/2"));
    assert_int_equal(again.step, l.step);
    assert_int_equal(again.restart_count, 0);
    assert_float_equal(again.healthy_s, 0, 0);
    assert_true(ladder_read(&again, in("supervisor.json"), "boot-1", "/srv/a/versions/3"));
    assert_int_equal(again.step, LADDER_SCENE);
    assert_int_equal(again.restarts_ever, l.restarts_ever);
}

static void a_ladder_that_is_nonsense_is_the_foot(void **state)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "{\"step\":7,\"content\":\"c\",\"boot\":\"b\"}",
        "{\"step\":\"nowhere\",\"content\":\"c\",\"boot\":\"b\",\"restarts_s\":[1e999,-4,\"x\"]}",
        "{\"content\":\"c\",\"boot\":\"b\",\"healthy_s\":1e300,\"restarts\":-5,\"told\":[3,{}]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct ladder l;
        put("supervisor.json", texts[i]);
        ladder_read(&l, in("supervisor.json"), "b", "c");
        assert_int_equal(l.step, LADDER_SCENE);
        assert_int_equal(l.restart_count, 0);
        assert_int_equal(l.told_count, 0);
        assert_float_equal(l.healthy_s, 0, 0);
        assert_int_equal(l.restarts_ever, 0);
    }
}

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

static void a_port_that_hears_nothing_is_noticed(void **state)
{
    struct watch w;
    struct watch_sample s;
    char why[LADDER_REASON] = "";
    begin(&w, &s);
    assert_true(isinf(until_bad(&w, &s, 600, answer, why)));
    assert_true(isinf(until_bad(&w, &s, 600, live, why))); // nothing was sent to it
    double took_s = until_bad(&w, &s, 600, tell, why);
    assert_true(took_s >= WATCH_DEAF_S - 1 && took_s < WATCH_DEAF_S + 1);
    assert_non_null(strstr(why, "deaf"));
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

// A supervisor over the engine that plays its part.
static pid_t supervise(const char *plan, double memory_mib, double start_s)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -rf %s/*; mkdir -p %s/content/v1 %s/content/v2", folder,
             folder, folder);
    assert_int_equal(system(command), 0);
    put("plan", plan);
    assert_int_equal(symlink("v2", in("content/current")), 0);
    assert_int_equal(symlink("v1", in("content/previous")), 0);
    pid_t pid = fork();
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that fails leaves nothing behind
    char content[PATH_MAX];
    snprintf(content, sizeof content, "%s/content", folder);
    static const char *const more[] = {"--silent", NULL};
    struct supervisor_desc desc = {.engine = TEST_FAKE_ENGINE,
                                   .content = content,
                                   .station = "kiosk",
                                   .state = folder,
                                   .more = more,
                                   .memory_mib = memory_mib,
                                   .start_s = start_s};
    _exit(supervisor_run(&desc) ? 0 : 1);
}

static int starts(char last[4096])
{
    char *text = store_read(in("starts"), 65536, NULL, NULL);
    int count = 0;
    for (char *line = text, *end; line && (end = strchr(line, '\n')); line = end + 1) {
        snprintf(last, 4096, "%.*s", (int)(end - line), line);
        count++;
    }
    free(text);
    return count;
}

// Waits for the n-th start; what it was told.
static const char *start_of(int n)
{
    static char last[4096];
    for (int i = 0; i < 6000; i++) { // a minute, and more on a machine that is busy
        if (starts(last) >= n)
            return last;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    fail_msg("no start %d; the last: %s", n, last);
    return "";
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in \"%s\"", part, text);
}

static void end(pid_t supervisor, int signal, int code)
{
    int status;
    if (signal)
        kill(supervisor, signal);
    assert_int_equal(waitpid(supervisor, &status, 0), supervisor);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), code);
}

static json_t *ladder_now(void)
{
    json_t *tree = json_load_file(in("supervisor.json"), 0, NULL);
    assert_non_null(tree);
    return tree;
}

static void what_dies_hangs_or_grows_is_started_again_with_its_reason(void **state)
{
    static const struct {
        const char *plan, *reason;
    } rows[] = {
        {"crash\nrun\n", "ended by signal 11"},
        {"abort\nrun\n", "ended by signal 6"},
        {"fail\nrun\n", "ended with exit code 1"},
        {"hang\nrun\n", "its loop stands"},
        {"spin\nrun\n", "busy"},
        {"stop\nrun\n", "stopped by a signal"},
        {"grow\nrun\n", "of memory; 100 are allowed"},
        {"slow\nrun\n", "showed no picture for 5"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pid_t supervisor = supervise(rows[i].plan, 100, 5);
        const char *last = start_of(2);
        assert_says(last, rows[i].reason);
        assert_says(last, "--after step \"engine\": it ");
        assert_says(last, "/content/v2 --station kiosk --kiosk --state ");
        assert_says(last, "--silent");
        end(supervisor, SIGTERM, 0);
        json_t *tree = ladder_now();
        assert_string_equal(json_string_value(json_object_get(tree, "step")), "engine");
        assert_says(json_string_value(json_object_get(tree, "reason")), rows[i].reason);
        assert_int_equal(json_integer_value(json_object_get(tree, "restarts")), 1);
        json_decref(tree);
    }
}

static void the_ladder_leads_to_content_before_and_to_the_safe_scene(void **state)
{
    pid_t supervisor = supervise("crash\n", 0, 0);
    assert_says(start_of(3), "/content/v2 ");
    assert_says(start_of(4), "/content/v1 ");
    assert_null(strstr(start_of(6), "--safe"));
    assert_says(start_of(7), "--safe");
    assert_says(start_of(7), "/content/v2 ");
    end(supervisor, SIGTERM, 0);
    // A supervisor that is started again stands where it stood.
    json_t *tree = ladder_now();
    assert_string_equal(json_string_value(json_object_get(tree, "step")), "safe");
    json_decref(tree);
}

static void exit_0_ends_it_and_another_word_begins_again(void **state)
{
    pid_t supervisor = supervise("again\nagain\nleave\n", 0, 0);
    end(supervisor, 0, 0);
    char last[4096];
    assert_int_equal(starts(last), 3);
    assert_null(strstr(last, "--after")); // in order: nothing was wrong
    json_t *tree = ladder_now();
    assert_string_equal(json_string_value(json_object_get(tree, "step")), "scene");
    json_decref(tree);
}

static bool runs(pid_t pid)
{
    return kill(pid, 0) == 0;
}

static pid_t engine_pid(void)
{
    size_t length;
    char *page = store_read(in("pulse-kiosk"), sizeof(struct pulse_page), &length, NULL);
    assert_non_null(page);
    pid_t pid = (pid_t)((struct pulse_page *)(void *)page)->pid;
    free(page);
    return pid;
}

static void an_engine_does_not_outlive_its_supervisor(void **state)
{
    pid_t supervisor = supervise("run\n", 0, 0);
    start_of(1);
    pid_t engine = 0;
    for (int i = 0; i < 3000 && engine == 0; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        engine = engine_pid();
    }
    assert_true(engine > 0 && runs(engine));
    kill(supervisor, SIGKILL);
    waitpid(supervisor, NULL, 0);
    for (int i = 0; i < 3000 && runs(engine); i++)
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    assert_false(runs(engine));
}

static void content_that_is_new_is_shown_from_the_foot_of_the_ladder(void **state)
{
    pid_t supervisor = supervise("crash\ncrash\nslow\nrun\n", 0, 0);
    start_of(3);
    assert_int_equal(mkdir(in("content/v3"), 0755), 0);
    assert_int_equal(symlink("v3", in("content/next")), 0);
    char next[PATH_MAX];
    snprintf(next, sizeof next, "%s", in("content/next"));
    assert_int_equal(rename(next, in("content/current")), 0);
    assert_says(start_of(4), "/content/v3 ");
    end(supervisor, SIGTERM, 0);
    json_t *tree = ladder_now();
    assert_string_equal(json_string_value(json_object_get(tree, "step")), "scene");
    json_decref(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_restarts_in_ten_minutes_climb_a_step),
        cmocka_unit_test(without_content_before_the_safe_scene_comes_next),
        cmocka_unit_test(an_hour_of_health_goes_down_one),
        cmocka_unit_test(a_restart_begins_the_hour_anew),
        cmocka_unit_test(a_clock_that_went_back_forgets_and_never_climbs),
        cmocka_unit_test(the_ladder_is_read_as_it_was_written),
        cmocka_unit_test(a_ladder_that_is_nonsense_is_the_foot),
        cmocka_unit_test(a_loop_that_stands_is_noticed_within_two_seconds),
        cmocka_unit_test(a_machine_that_slept_is_not_an_engine_that_hangs),
        cmocka_unit_test(who_asks_for_patience_has_it),
        cmocka_unit_test(a_picture_that_stays_the_same_is_no_hang),
        cmocka_unit_test(a_sound_device_that_stands_is_noticed_if_it_ever_ran),
        cmocka_unit_test(a_port_that_hears_nothing_is_noticed),
        cmocka_unit_test(an_engine_that_opens_has_its_time),
        cmocka_unit_test(memory_that_grows_is_noticed_before_the_limit),
        cmocka_unit_test(what_dies_hangs_or_grows_is_started_again_with_its_reason),
        cmocka_unit_test(the_ladder_leads_to_content_before_and_to_the_safe_scene),
        cmocka_unit_test(exit_0_ends_it_and_another_word_begins_again),
        cmocka_unit_test(an_engine_does_not_outlive_its_supervisor),
        cmocka_unit_test(content_that_is_new_is_shown_from_the_foot_of_the_ladder),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
