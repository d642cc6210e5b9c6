// visit: what is kept for the next visitor, and what is told of the one who went. Oracle: sums by
// hand.
#include "tools/visitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void the_next_visitor_finds_all_as_it_was(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    struct scene_visit *v = at(&h);
    v->settings = (struct visit_settings){3, true, true, true, true, true, true};
    snprintf(v->language, sizeof v->language, "it");
    v->changed = true;
    visit_trail_add(v, "g:forger");
    frame(&h, 0.1);
    assert_true(heard(&h, "changed"));
    ask(&h, VISIT_ASK_DONE, "", 0);
    frame(&h, 0.1);
    assert_true(heard(&h, "ended"));
    const struct visit_settings plain = {.text = 1};
    assert_memory_equal(&v->settings, &plain, sizeof plain);
    assert_string_equal(v->language, "fr");
    assert_int_equal(v->trail_count, 0);
    close_house(&h);
}

static void a_trail_has_each_page_once_and_forgets_the_oldest(void **state)
{
    struct scene_visit v = {0};
    char id[VISIT_ID];
    for (int i = 0; i < 100; i++) {
        snprintf(id, sizeof id, "g:%d", i);
        visit_trail_add(&v, id);
    }
    visit_trail_add(&v, "g:50");
    assert_int_equal(v.trail_count, VISIT_TRAIL);
    assert_string_equal(v.trail[0], "g:36");
    assert_string_equal(v.trail[VISIT_TRAIL - 1], "g:50");
    assert_string_equal(v.trail[VISIT_TRAIL - 2], "g:99");
    int times = 0;
    for (int i = 0; i < v.trail_count; i++)
        times += strcmp(v.trail[i], "g:50") == 0;
    assert_int_equal(times, 1);
}

static void pages_searches_and_choices_are_told_in_order(void **state)
{
    struct house h;
    open_house(&h, "attract");
    ask(&h, VISIT_ASK_PAGE, "attract", 0); // shown to nobody
    frame(&h, 0.1);
    tap(&h);
    ask(&h, VISIT_ASK_PAGE, "explorer", 0);
    frame(&h, 0.1);
    static const char *const typed[] = {"e", "et", "eti", "etir"};
    for (int i = 0; i < 4; i++) {
        ask(&h, VISIT_ASK_SEARCHED, typed[i], 40 - i);
        wait_for(&h, 0.5);
    }
    ask(&h, VISIT_ASK_SEARCHED, "etir", 2);
    wait_for(&h, 3); // it rests
    ask(&h, VISIT_ASK_SEARCHED, "xyz", 0);
    wait_for(&h, 0.5);
    snprintf(at(&h)->language, VISIT_LANGUAGE, "it");
    at(&h)->changed = true;
    wait_for(&h, 0.5);
    ask(&h, VISIT_ASK_PAGE, "g:etirer", 0); // and the search before it was one
    ask(&h, VISIT_ASK_PAGE, "g:etirer", 0); // said twice
    wait_for(&h, 7);
    at(&h)->settings.text = 2;
    at(&h)->changed = true;
    wait_for(&h, IDLE_S + ASK_S + 1);
    assert_string_equal(told(&h, 0, VISIT_RECORD_BEGAN)->language, "fr");
    const struct visit_record *r = told(&h, 1, VISIT_RECORD_SEARCHED);
    assert_string_equal(r->words, "etir");
    assert_string_equal(r->page, "explorer");
    assert_int_equal(r->hits, 2);
    assert_string_equal(told(&h, 2, VISIT_RECORD_LANGUAGE)->language, "it");
    assert_string_equal(told(&h, 3, VISIT_RECORD_SEARCHED)->words, "xyz");
    r = told(&h, 4, VISIT_RECORD_PAGE);
    assert_string_equal(r->page, "explorer");
    assert_string_equal(r->before, "");
    assert_float_equal(r->seconds, 6.1, 0.11);
    assert_int_equal(told(&h, 5, VISIT_RECORD_SETTINGS)->settings.text, 2);
    r = told(&h, 6, VISIT_RECORD_PAGE);
    assert_string_equal(r->page, "g:etirer");
    assert_string_equal(r->kind, "gesture");
    assert_string_equal(r->before, "explorer");
    r = told(&h, 7, VISIT_RECORD_ENDED);
    assert_int_equal(r->end, VISIT_END_IDLE);
    assert_int_equal(r->pages, 2);
    assert_string_equal(r->page, "g:etirer");
    assert_float_equal(r->seconds, 0.05, 0.06); // to the last touch
    assert_string_equal(r->language, "it");
    assert_int_equal(h.told, 8);
    close_house(&h);
}

static void a_scene_without_attract_has_said_its_page_before(void **state)
{
    struct house h;
    open_house(&h, "");
    ask(&h, VISIT_ASK_PAGE, "explorer", 0);
    wait_for(&h, 100);
    tap(&h);
    wait_for(&h, 9.95);
    assert_string_equal(at(&h)->trail[0], "explorer");
    ask(&h, VISIT_ASK_DONE, "", 0);
    frame(&h, 0.1);
    const struct visit_record *r = told(&h, 1, VISIT_RECORD_PAGE);
    assert_string_equal(r->page, "explorer");
    assert_float_equal(r->seconds, 10, 0.2); // since somebody is there
    close_house(&h);
}

static void a_visit_that_the_program_cuts_is_ended(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    wait_for(&h, 5);
    visit_destroy(h.visit);
    h.visit = NULL;
    assert_int_equal(told(&h, 1, VISIT_RECORD_ENDED)->end, VISIT_END_STAFF);
    assert_float_equal(h.records[1].seconds, 5.05, 0.06);
    close_house(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_visitor_finds_all_as_it_was),
        cmocka_unit_test(a_trail_has_each_page_once_and_forgets_the_oldest),
        cmocka_unit_test(pages_searches_and_choices_are_told_in_order),
        cmocka_unit_test(a_scene_without_attract_has_said_its_page_before),
        cmocka_unit_test(a_visit_that_the_program_cuts_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
