// show: what notes, controllers and programs do. The bytes' meaning is that of the MIDI 1.0
// specification.
#include "tools/pads.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

// --- the plan

static void a_plan_names_its_notes(void **state)
{
    struct show_plan *p = planned(desk);
    assert_int_equal(p->midi_count, 9);
    assert_int_equal(p->midi_at, 1);
    assert_string_equal(p->midi_from, "nano");
    assert_int_equal(p->midi[0].channel, 1);
    assert_int_equal(p->midi[1].channel, 0);
    assert_int_equal(p->midi[1].line, 2);
    assert_int_equal(p->midi[5].kind, PLAN_PROGRAM);
    assert_int_equal(p->midi[5].verb, SHOW_LIST);
    plan_destroy(p);
}

static void a_plan_without_midi_has_none(void **state)
{
    struct show_plan *p = planned(CUES "}");
    assert_int_equal(p->midi_count, 0);
    assert_int_equal(p->midi_at, 0);
    assert_string_equal(p->midi_from, "");
    plan_destroy(p);
}

struct wrong {
    const char *midi, *told;
};

static const struct wrong wrongs[] = {
    {"{ note = 36, cue = 'salu' }",
     "show.lua:2: midi[1].cue: \"salu\" is no cue; did you mean \"salut\"?"},
    {"{ note = 36, verb = 'goo' }", "show.lua:2: midi[1].verb: "},
    {"{ note = 36, verb = 'cue' }", "one of go, back, panic, resume"},
    {"{ note = 36, list = 'main2' }", "\"main2\" is no list; did you mean \"main\"?"},
    {"{ note = 128, verb = 'go' }", "show.lua:2: midi[1].note: "},
    {"{ note = 1e300, verb = 'go' }", "show.lua:2: midi[1].note: "},
    {"{ note = 1.5, verb = 'go' }", "show.lua:2: midi[1].note: "},
    {"{ note = 1, channel = 0, verb = 'go' }", "midi[1].channel: "},
    {"{ note = 1, channel = 17, verb = 'go' }", "midi[1].channel: "},
    {"{ note = 1 }", "midi[1]: has none of verb, cue, list, parameter; one is allowed"},
    {"{ controller = 7 }", "midi[1]: has none of verb, cue, list, parameter; one is allowed"},
    {"{ verb = 'go' }", "midi[1]: has none of note, controller, program; one is allowed"},
    {"{ note = 1, program = 2, verb = 'go' }", "has more than one of note, controller, program"},
    {"{ note = 1, cue = 'fin', verb = 'go' }", "has more than one of verb, cue, list, parameter"},
    {"{ note = 1, parameter = 'show/gain' }", "is moved by a controller; a note may have"},
    {"{ controller = 1, parameter = 'show/gian' }", "did you mean \"show/gain\"?"},
    {"{ controller = 1, parameter = 'nowhere/gain' }", "\"nowhere\" is no station"},
    {"{ controller = 1, verb = 'go', to = 1 }", "has from or to, which are of a `parameter`"},
    {"{ note = 1, verb = 'go' },\n{ note = 1, channel = 3, cue = 'fin' }",
     "show.lua:3: midi[2]: note 1 is that of line 2 already"},
    {"{ controller = 1, parameter = 'show/gain' }, { controller = 1, parameter = 'show/gain' }",
     "controller 1 is that of line 2 already"},
    {"{ note = 1, vreb = 'go' }", "is no known key; did you mean \"verb\"?"},
};

static void expect_told(const char *text, const char *words)
{
    struct faults faults = {0};
    bool told = false;
    assert_null(planned_faulty(text, &faults));
    for (int k = 0; k < faults.count; k++)
        told = told || strstr(faults.entries[k].text, words);
    if (!told)
        fail_msg("%s\nwanted: %s\ntold: %s", text, words,
                 faults.count ? faults.entries[0].text : "nothing");
    faults_finish(&faults);
}

static void a_fault_is_told_with_its_line(void **state)
{
    char text[512];
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        snprintf(text, sizeof text, CUES "midi = {\n%s } }", wrongs[i].midi);
        expect_told(text, wrongs[i].told);
    }
    expect_told(CUES "midi_at = 'kiosq' }",
                "midi_at: \"kiosq\" is no station; did you mean \"kiosk\"?");
}

static void one_note_on_two_channels_does_two_things(void **state)
{
    plan_destroy(planned(CUES
                         "midi = { { note = 1, channel = 1, verb = 'go' }, { note = 1, channel "
                         "= 2, verb = 'back' }, { controller = 1, verb = 'go' }, { controller "
                         "= 2, parameter = 'show/gain' }, { controller = 2, parameter = "
                         "'show/opacity' } } }"));
}

// --- one event, one order

struct expectation {
    struct midi_event e;
    int entry; // of desk
    bool heard;
    enum show_verb verb;
    const char *name;
    double value;
};

static const struct expectation expectations[] = {
    {{PLAN_NOTE, 1, 36, 1, 0}, 0, true, SHOW_GO, "", 0},
    {{PLAN_NOTE, 1, 36, 127, 0}, 0, true, SHOW_GO, "", 0},
    {{PLAN_NOTE, 1, 36, 0, 0}, 0, false, 0, "", 0}, // velocity 0 is a note off
    {{PLAN_NOTE, 2, 36, 90, 0}, 0, false, 0, "", 0},
    {{PLAN_NOTE, 1, 37, 90, 0}, 0, false, 0, "", 0},
    {{PLAN_CONTROLLER, 1, 36, 90, 0}, 0, false, 0, "", 0},
    {{PLAN_NOTE, 16, 38, 90, 0}, 1, true, SHOW_CUE, "noir", 0},
    {{PLAN_CONTROLLER, 5, 7, 0, 0}, 2, true, SHOW_SET, "kiosk/gain", -60},
    {{PLAN_CONTROLLER, 5, 7, 127, 0}, 2, true, SHOW_SET, "kiosk/gain", 0},
    {{PLAN_CONTROLLER, 5, 7, 64, 0}, 2, true, SHOW_SET, "kiosk/gain", -29.763779527559056},
    {{PLAN_CONTROLLER, 2, 7, 127, 0}, 3, true, SHOW_SET, "show/opacity", 1},
    {{PLAN_CONTROLLER, 1, 7, 127, 0}, 3, false, 0, "", 0},
    {{PLAN_CONTROLLER, 1, 41, 63, 0}, 4, false, 0, "", 0},
    {{PLAN_CONTROLLER, 1, 41, 64, 0}, 4, true, SHOW_GO, "", 0},
    {{PLAN_PROGRAM, 9, 3, 0, 0}, 5, true, SHOW_LIST, "soir", 0},
    {{PLAN_PROGRAM, 9, 4, 0, 0}, 5, false, 0, "", 0},
    {{PLAN_NOTE, 1, 40, 1, 0}, 6, true, SHOW_PANIC, "", 0},
    {{PLAN_NOTE, 1, 41, 1, 0}, 7, true, SHOW_RESUME, "", 0},
    {{PLAN_NOTE, 1, 42, 1, 0}, 8, true, SHOW_BACK, "", 0},
};

static void an_event_gives_the_order_that_is_written(void **state)
{
    struct show_plan *p = planned(desk);
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        const struct expectation *x = &expectations[i];
        struct show_order o = {0};
        bool heard = midi_order(&p->midi[x->entry], &x->e, &o);
        if (heard != x->heard || o.verb != x->verb || strcmp(o.name, x->name) != 0 ||
            fabs(o.value - x->value) > 1e-9)
            fail_msg("expectation %zu: heard %d, verb %d, \"%s\", %g", i, heard, o.verb, o.name,
                     o.value);
        assert_true(!heard || o.over_s == (o.verb == SHOW_SET ? 0 : -1));
    }
    plan_destroy(p);
}

// --- what waits for a frame

static bool hear(struct box *b, enum plan_midi_kind kind, int number, int value, double at_s)
{
    struct midi_event e = {kind, 1, number, value, at_s};
    return midi_hear(&b->box, &e);
}

static void a_pad_that_bounces_is_one_go(void **state)
{
    struct box *b = open_box(desk);
    hear(b, PLAN_NOTE, 36, 90, 10);
    hear(b, PLAN_NOTE, 36, 0, 10.01);
    hear(b, PLAN_NOTE, 36, 20, 10.02);
    hear(b, PLAN_NOTE, 36, 90, 10.29);
    assert_int_equal(take(b), 1);
    hear(b, PLAN_NOTE, 36, 90, 10.31);
    assert_int_equal(take(b), 1);
    assert_int_equal(take(b), 0);
    close_box(b);
}

static void two_notes_at_once_are_two_orders_in_their_sequence(void **state)
{
    struct box *b = open_box(desk);
    hear(b, PLAN_NOTE, 38, 90, 10);
    hear(b, PLAN_NOTE, 36, 90, 10);
    assert_int_equal(take(b), 2);
    assert_int_equal(b->orders[0].verb, SHOW_CUE);
    assert_int_equal(b->orders[1].verb, SHOW_GO);
    close_box(b);
}

static void a_controller_that_floods_is_its_last_value(void **state)
{
    struct box *b = open_box(desk);
    int woken = 0;
    for (int i = 0; i < 100000; i++)
        woken += hear(b, PLAN_CONTROLLER, 7, i % 127, 10 + i * 1e-5);
    hear(b, PLAN_CONTROLLER, 7, 127, 11);
    assert_int_equal(woken, 1); // until it is taken
    assert_int_equal(take(b), 1);
    assert_true(b->orders[0].value == 0);
    assert_int_equal(b->lost, 0);
    assert_int_equal(take(b), 0);
    close_box(b);
}

static void a_button_that_sends_a_controller_goes_once_a_press(void **state)
{
    struct box *b = open_box(desk);
    hear(b, PLAN_CONTROLLER, 41, 127, 10);
    hear(b, PLAN_CONTROLLER, 41, 0, 10.1); // in the same frame
    assert_int_equal(take(b), 1);
    hear(b, PLAN_CONTROLLER, 41, 127, 11);
    hear(b, PLAN_CONTROLLER, 41, 100, 12); // a knob that stays up
    assert_int_equal(take(b), 1);
    close_box(b);
}

static void what_the_plan_does_not_name_wakes_nobody(void **state)
{
    struct box *b = open_box(desk);
    assert_false(hear(b, PLAN_NOTE, 60, 90, 10));
    assert_false(hear(b, PLAN_CONTROLLER, 1, 90, 10));
    assert_false(hear(b, PLAN_NOTE, 36, 0, 10));
    assert_int_equal(take(b), 0);
    close_box(b);
}

static void presses_beyond_the_limit_are_counted(void **state)
{
    struct box *b = open_box(desk);
    for (int i = 0; i < MIDI_PRESSES + 7; i++)
        hear(b, PLAN_NOTE, 36, 90, 10 + i);
    assert_int_equal(take(b), MIDI_PRESSES);
    assert_int_equal(b->lost, 7);
    close_box(b);
}

// --- the show

static struct show *open_show(struct show_bus *bus, int self)
{
    struct fault f = {0};
    struct show_desc desc = {.bus = bus,
                             .self = self,
                             .stations = planned_names().stations,
                             .station_count = 2,
                             .scenes = {"a"}};
    struct show *s = show_create(&desc, &f);
    assert_non_null(s);
    return s;
}

static void a_note_brings_a_cue_at_the_next_frame(void **state)
{
    struct show_plan *plan = planned(desk);
    struct show_bus *bus = show_bus_create(&(struct show_bus_desc){.plan = plan, .wall_s = NAN});
    struct show *facade = open_show(bus, 0), *kiosk = open_show(bus, 1);
    struct scene *scene = scene_create("kiosk");
    struct midi_event press = {PLAN_NOTE, 1, 38, 100, 10}, fade = {PLAN_CONTROLLER, 1, 7, 0, 10};
    struct show_view view;
    scene_stage_add(scene, "screen", 32, 18);
    show_declare(kiosk, scene);
    show_update(kiosk, 1, scene);
    assert_null(facade->midi);     // it is heard at one station
    assert_null(kiosk->sequencer); // and not in a stepped run
    assert_false(show_pending(kiosk, scene));
    midi_hear(kiosk->midi, &press);
    midi_hear(kiosk->midi, &fade);
    assert_true(show_pending(kiosk, scene));
    show_update(kiosk, 2, scene);
    show_bus_view(bus, 2, &view);
    assert_int_equal(view.cue, 1);
    assert_true(view.cue_s == 2);
    int gain = control_find(&scene->controls, "kiosk/gain");
    assert_true(gain >= 0 && scene->controls.items[gain].value == -60);
    show_destroy(facade);
    show_destroy(kiosk);
    show_bus_destroy(bus);
    scene_destroy(scene);
    plan_destroy(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_names_its_notes),
        cmocka_unit_test(a_plan_without_midi_has_none),
        cmocka_unit_test(a_fault_is_told_with_its_line),
        cmocka_unit_test(one_note_on_two_channels_does_two_things),
        cmocka_unit_test(an_event_gives_the_order_that_is_written),
        cmocka_unit_test(a_pad_that_bounces_is_one_go),
        cmocka_unit_test(two_notes_at_once_are_two_orders_in_their_sequence),
        cmocka_unit_test(a_controller_that_floods_is_its_last_value),
        cmocka_unit_test(a_button_that_sends_a_controller_goes_once_a_press),
        cmocka_unit_test(what_the_plan_does_not_name_wakes_nobody),
        cmocka_unit_test(presses_beyond_the_limit_are_counted),
        cmocka_unit_test(a_note_brings_a_cue_at_the_next_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
