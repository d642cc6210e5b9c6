// show: what the course of the show does to a station's table, and what processes tell each other.
#include "base/clock.h"
#include "tools/cued.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

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
        cmocka_unit_test(the_course_of_another_process_is_taken_when_more_was_asked_there),
        cmocka_unit_test(a_cue_that_came_in_another_process_is_told_here_too),
        cmocka_unit_test(an_older_beginning_moves_the_clock_and_scenes_are_entered_anew),
        cmocka_unit_test(a_show_that_has_not_begun_yet_is_not_followed),
        cmocka_unit_test(an_order_is_carried_over_to_another_beginning),
        cmocka_unit_test(the_journal_brings_back_what_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
