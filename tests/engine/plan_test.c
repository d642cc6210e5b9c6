// show: what is read of show.lua, and how its faults are told.
#include "tools/planned.h"
#include "tools/section.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_plan_is_read_with_all_its_parts(void **state)
{
    struct show_plan *p = planned(
        "return { start = 'a', panic = 1.5, cues = {\n"
        "{ id = 'a', label = { fr = 'Un' }, scenes = { ['facade/wall'] = { scene = 'a', param = { "
        "n = "
        "2, s = 'x', b = true }, transition = 'wipe', duration = 3, soft = 0.2 }, kiosk = { "
        "scene = 'a' } }, set = { ['show/gain'] = -6 }, over = 2, ease = 'out', follow = 'end' },\n"
        "{ id = 'b', wait = 1.5, timelines = { 't' }, send = { choose = { id = 'x' } }, osc = { { "
        "to "
        "= 'desk', address = '/fire', values = { 7, 'now' } } }, next = 'a' },\n"
        "{ id = 'c', stop = { 't' } } },\n"
        "lists = { soir = { 'c' } },\n"
        "timelines = { { id = 't', tracks = { ['kiosk/screen/glow'] = { { 0, 1 }, { 4, 3, 'in' } } "
        "} "
        "} },\n"
        "programmes = { { days = { 'sat' }, from = '10:30', to = '18:00', play = { { cue = 'a' "
        "} } "
        "} } }");
    assert_int_equal(p->cue_count, 3);
    assert_int_equal(p->start, 0);
    assert_true(p->panic_s == 1.5);
    const struct plan_cue *a = &p->cues[0], *b = &p->cues[1];
    assert_string_equal(a->label.in[0], "Un");
    assert_string_equal(b->label.in[0], "b");
    assert_int_equal(a->enters.count, 2);
    const struct plan_enter *e = &p->enters[a->enters.first];
    assert_int_equal(e->station, 0);
    assert_int_equal(e->stage, 0);
    assert_int_equal(e->how.kind, TRANSITION_WIPE);
    assert_true(e->how.duration_s == 3);
    assert_int_equal(e->params.count, 3);
    assert_int_equal(e[1].station, 1);
    assert_int_equal(a->follows, PLAN_FOLLOWS);
    assert_true(a->follow_s == 3); // its end: the wipe is longer than the fade
    assert_int_equal(b->follows, PLAN_WAITS_FOR_GO);
    assert_int_equal(b->next, 0);
    assert_int_equal(b->tells.count, 2);
    assert_int_equal(p->tells[b->tells.first].target, -1);
    assert_string_equal(p->tells[b->tells.first + 1].name, "/fire");
    assert_int_equal(p->list_count, 2);
    assert_int_equal(p->lists[0].count, 2); // main: what is in no other list
    assert_int_equal(p->lists[1].cues[0], 2);
    assert_true(p->timelines[0].duration_s == 4);
    assert_true(p->programmes[0].from_s == 37800);
    assert_int_equal(p->programmes[0].days, 1 << 6);
    plan_destroy(p);
}

// A text, and what must be said of it: line and words.
struct wrong {
    const char *text, *told;
};

static const struct wrong wrongs[] = {
    {"return { cues = {} }", "show.lua:1: cues: "},
    {"return { cues = {\n{ id = 'a', folow = 2 } } }",
     "show.lua:2: cues[1].folow: is no known key; did you mean \"follow\"?"},
    {"return { cues = {\n{ id = 'a' },\n{ id = 'a' } } }",
     "show.lua:3: cues[2]: \"a\" is the cue of line 2"},
    {"return { cues = { { id = 'a',\nfollow = 0, next = 'a' } } }",
     "cues[1]: \"a\" calls itself without any time in between"},
    {"return { cues = { { id = 'a', follow = 0 }, { id = 'b', follow = 0, next = 'a' } } }",
     "\"a\" calls itself by way of others"},
    {"return { cues = { { id = 'x' }, { id = 'y', follow = 0, next = 'z' }, { id = 'w', follow = "
     "0, "
     "next = 'y' }, { id = 'z', follow = 0 } }, lists = { soir = { 'z' } } }",
     "\"y\" calls itself by way of others"},
    {"return { cues = { { id = 'a', follow = 'end' } } }", "cues[1].follow: is \"end\", but"},
    {"return { cues = { { id = 'a', follow = 'soon' } } }",
     "number from 0 to 604800 (s) or \"end\""},
    {"return { cues = { { id = 'salut' } },\nstart = 'salu' }",
     "show.lua:2: start: \"salu\" is no cue; did you mean \"salut\"?"},
    {"return { cues = { { id = 'a', scenes = {\nfacade = { scene = 'a' } } } } }",
     "show.lua:2: cues[1].scenes.facade: has several stages; name one, as \"facade/wall\""},
    {"return { cues = { { id = 'a', scenes = { ['facade/wal'] = { scene = 'a' } } } } }",
     "did you mean \"wall\"?"},
    {"return { cues = { { id = 'a', scenes = { kiosk = { scene = 'nowhere' } } } } }",
     "there is no scene \"nowhere\""},
    {"return { cues = { { id = 'a', scenes = { kiosk = { scene = 'a' }, ['kiosk/screen'] = { scene "
     "= "
     "'a' } } } } }",
     "one scene a stage"},
    {"return { cues = { { id = 'a', set = { ['facad/gain'] = 1 } } } }",
     "\"facad\" is no station; did you mean \"facade\"?"},
    {"return { cues = { { id = 'a', set = { ['show/opacty'] = 1 } } } }",
     "did you mean \"show/opacity\"?"},
    {"return { cues = { { id = 'a', set = { ['kiosk/gin'] = 1 } } } }",
     "allowed are \"kiosk/gain\""},
    {"return { cues = { { id = 'a', timelines = { 'x' } } } }", "\"x\" is no timeline"},
    {"return { cues = { { id = 'a', send = { choos = {} } } } }", "did you mean \"choose\"?"},
    {"return { cues = { { id = 'a', osc = { { to = 'dek', address = '/x' } } } } }",
     "did you mean \"desk\"?"},
    {"return { cues = { { id = 'a', osc = { { to = 'desk', address = 'x' } } } } }",
     "\"/words/and/slashes\" are allowed"},
    {"return { cues = { { id = 'a' } }, timelines = { { id = 't', tracks = { ['kiosk/gain'] = {\n{ "
     "2, "
     "0 },\n{ 1, 0 } } } } } }",
     "show.lua:3: timelines[1].tracks[\"kiosk/gain\"][2]: is at 1 s, before the one above it"},
    {"return { cues = { { id = 'a' } }, timelines = { { id = 't', loop = true, tracks = { "
     "['kiosk/gain'] = { { 0, 0 } } } } } }",
     "0.02 and more are allowed"},
    {"return { cues = { { id = 'a' } }, programmes = { { from = '25:00', play = { { cue = 'a' } } "
     "} } "
     "}",
     "an hour from \"00:00\" to \"24:00\" is allowed"},
    {"return { cues = { { id = 'a' } }, programmes = { { dates = { '2026-02-29' }, play = { { cue "
     "= "
     "'a' } } } } }",
     "a day as \"2026-12-24\" is allowed"},
    {"return { cues = { { id = 'a' } }, programmes = { { play = { { cue = 'a' }, { cue = 'a' } } } "
     "} }",
     "give it `stay`"},
    {"return { cues = { { id = 'a' } }, lists = { soir = { 'a', 'a' } } }",
     "stands twice in this list"},
    {"return { cues = { { id = function() end } } }", "show.lua:1"},
};

static void a_fault_is_told_with_its_line_and_what_is_allowed(void **state)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct faults faults = {0};
        bool told = false;
        assert_null(planned_faulty(wrongs[i].text, &faults));
        for (int k = 0; k < faults.count; k++)
            told = told || strstr(faults.entries[k].text, wrongs[i].told);
        if (!told)
            fail_msg("%s\nwanted: %s\ntold: %s", wrongs[i].text, wrongs[i].told,
                     faults.count ? faults.entries[0].text : "nothing");
        faults_finish(&faults);
    }
}

static void two_timelines_of_one_cue_on_one_parameter_are_a_warning(void **state)
{
    struct faults faults = {0};
    struct show_plan *p = planned_faulty("return { cues = { { id = 'a', timelines = { 's', 't' } } "
                                         "}, timelines = { { id = 's', tracks "
                                         "= { ['kiosk/gain'] = { { 0, 0 } } } }, { id = 't', "
                                         "tracks = { ['kiosk/gain'] = { { 0, 1 } } } "
                                         "} } }",
                                         &faults);
    assert_non_null(p);
    assert_int_equal(faults.count, 1);
    assert_non_null(strstr(faults.entries[0].text,
                           "\"s\" and \"t\" both move kiosk/gain; the last named wins"));
    plan_destroy(p);
    faults_finish(&faults);
}

static void a_parameter_that_no_scene_declares_is_a_warning(void **state)
{
    struct faults faults = {0};
    static const char *const declared[] = {"kiosk/screen/glow", NULL};
    struct show_plan *p =
        planned("return { cues = { { id = 'a', set = { ['kiosk/screen/glow'] = 1, "
                "['kiosk/screen/opacity'] = 1,\n['kiosk/screen/glo'] = 1 } } } }");
    plan_check_controls(planned_house(), p, declared, &faults);
    assert_int_equal(faults.count, 1);
    assert_non_null(strstr(faults.entries[0].text, "show.lua:2: \"kiosk/screen/glo\": no scene has "
                                                   "declared this parameter; did you mean "
                                                   "\"kiosk/screen/glow\"?"));
    plan_destroy(p);
    faults_finish(&faults);
}

static void the_words_of_eases_are_those_of_the_scene(void **state)
{
    // The keys of show.lua name them again: a table of C can't call a function.
    for (int i = 0; ease_words()[i]; i++) {
        char text[300];
        snprintf(text, sizeof text, "return { cues = { { id = 'a', ease = '%s' } } }",
                 ease_words()[i]);
        struct show_plan *p = planned(text);
        assert_int_equal(p->cues[0].ease, i);
        plan_destroy(p);
    }
}

static void the_document_is_made_from_the_tables(void **state)
{
    char *made = plan_document();
    assert_non_null(made);
    section_compare(TEST_ROOT "/docs/formats.md", "show", made);
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_is_read_with_all_its_parts),
        cmocka_unit_test(a_fault_is_told_with_its_line_and_what_is_allowed),
        cmocka_unit_test(two_timelines_of_one_cue_on_one_parameter_are_a_warning),
        cmocka_unit_test(a_parameter_that_no_scene_declares_is_a_warning),
        cmocka_unit_test(the_words_of_eases_are_those_of_the_scene),
        cmocka_unit_test(the_document_is_made_from_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
