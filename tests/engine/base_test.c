// base: faults, clock, ring, pulse.
#include "base/clock.h"
#include "base/fault.h"
#include "base/lost.h"
#include "base/pulse.h"
#include "base/ring.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_fault_gains_its_where_on_the_way_up(void **state)
{
    struct fault f;
    assert_false(fault_set(&f, "corner %d is inside the others", 3));
    fault_where(&f, "output \"%s\"", "nord");
    fault_where(&f, "installation.lua:41");
    assert_string_equal(f.text,
                        "installation.lua:41: output \"nord\": corner 3 is inside the others");
}

static void a_text_is_told_without_its_where(void **state)
{
    assert_string_equal(fault_after("a/b.json: is no JSON", "a/b.json"), "is no JSON");
    assert_string_equal(fault_after("a/b.json5: is no JSON", "a/b.json"), "a/b.json5: is no JSON");
    assert_string_equal(fault_after("a/b", "a/b.json"), "a/b");
    assert_string_equal(fault_after("", "a/b.json"), "");
}

static void the_nearest_word_is_found_within_a_third(void **state)
{
    const char *const words[] = {"stations", "outputs", "surfaces", NULL};
    assert_string_equal(fault_nearest("statoins", words), "stations");
    assert_string_equal(fault_nearest("output", words), "outputs");
    assert_null(fault_nearest("loudspeakers", words));
    const char *const keys[] = {"id", "label", NULL};
    assert_string_equal(fault_nearest("lable", keys), "label"); // a swap is one slip
    assert_string_equal(fault_nearest("di", keys), "id");
    assert_null(fault_nearest("lbeal", keys));
}

static void faults_past_the_limit_are_counted(void **state)
{
    struct faults list = {0};
    for (int i = 0; i < FAULTS_MAX + 7; i++)
        faults_add(&list, i % 2 ? FAULT_ERROR : FAULT_WARNING, "%d", i);
    assert_int_equal(list.count, FAULTS_MAX);
    assert_int_equal(list.dropped, 7);
    assert_int_equal(list.errors, (FAULTS_MAX + 7) / 2);
    faults_add(&list, FAULT_ERROR, "%d", 3); // told before
    assert_int_equal(list.errors, (FAULTS_MAX + 7) / 2);
    faults_finish(&list);
}

static void an_hour_of_steps_is_an_hour(void **state)
{
    struct clock c = clock_stepped(30);
    for (int i = 0; i < 30 * 3600; i++)
        clock_step(&c);
    assert_true(clock_now_s(&c) == 3600.0);
}

// As if it had stood a day further when it was looked at before; a second is no more than time
// servers do.
static void a_clock_that_somebody_sets_is_told_once(void **state)
{
    double apart_s = NAN;
    assert_true(clock_set_s(&apart_s) == 0);
    assert_true(clock_set_s(&apart_s) == 0);
    apart_s += 86400;
    assert_true(fabs(clock_set_s(&apart_s) + 86400) < 1);
    assert_true(clock_set_s(&apart_s) == 0);
    apart_s -= 1;
    assert_true(clock_set_s(&apart_s) == 0);
}

enum { SENT = 200000 };

static void *send_numbers(void *user)
{
    struct ring *r = user;
    for (uint32_t i = 0; i < SENT;)
        i += ring_put(r, &i) ? 1u : 0u;
    return NULL;
}

static void a_ring_keeps_order_between_two_threads(void **state)
{
    struct ring r;
    assert_true(ring_init(&r, 100, sizeof(uint32_t)));
    assert_int_equal(r.capacity, 128);
    pthread_t sender;
    pthread_create(&sender, NULL, send_numbers, &r);
    uint32_t next = 0, got[33];
    while (next < SENT) {
        uint32_t n = ring_take_many(&r, got, 33);
        for (uint32_t i = 0; i < n; i++)
            assert_int_equal(got[i], next++);
    }
    pthread_join(sender, NULL);
    assert_int_equal(ring_ready(&r), 0);
    ring_finish(&r);
}

static void a_full_ring_refuses(void **state)
{
    struct ring r;
    assert_true(ring_init(&r, 4, sizeof(int)));
    int many[6] = {1, 2, 3, 4, 5, 6};
    assert_int_equal(ring_put_many(&r, many, 6), 4);
    assert_false(ring_put(&r, many));
    ring_finish(&r);
}

static void the_pulse_counts_what_was_asked_and_what_was_shown(void **state)
{
    struct pulse *p = pulse_create(NULL);
    pulse_frame(p, true, true);
    pulse_frame(p, true, false);
    pulse_frame(p, false, false);
    pulse_crumb(p, "facade", "draw");
    struct pulse_page *page = pulse_page(p);
    assert_int_equal(page->beats, 3);
    assert_int_equal(page->asked, 2);
    assert_int_equal(page->presented, 1);
    assert_string_equal(page->crumb, "facade: draw");
    pulse_destroy(p);
}

static void what_is_lost_often_is_shown_once_with_its_number(void **state)
{
    struct lost lost = {0};
    char *shown = NULL;
    size_t size;
    lost_add(&lost, "a:1: \"one\": no key");
    for (int i = 0; i < 9; i++) {
        lost_add(&lost, "g:%d: step %d has no word", i, i + 1);
        lost_add(&lost, "a:%d: \"%d\": no place", i, i);
    }
    FILE *out = open_memstream(&shown, &size);
    assert_non_null(out);
    lost_print(&lost, out);
    fclose(out);
    assert_string_equal(shown, "  a:1: \"one\": no key\n"
                               "  step 1 has no word (9 times: g:0, g:1, g:2 …)\n"
                               "  \"0\": no place (9 times: a:0, a:1, a:2 …)\n");
    free(shown);
    lost_finish(&lost);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_gains_its_where_on_the_way_up),
        cmocka_unit_test(a_text_is_told_without_its_where),
        cmocka_unit_test(the_nearest_word_is_found_within_a_third),
        cmocka_unit_test(faults_past_the_limit_are_counted),
        cmocka_unit_test(an_hour_of_steps_is_an_hour),
        cmocka_unit_test(a_clock_that_somebody_sets_is_told_once),
        cmocka_unit_test(a_ring_keeps_order_between_two_threads),
        cmocka_unit_test(a_full_ring_refuses),
        cmocka_unit_test(what_is_lost_often_is_shown_once_with_its_number),
        cmocka_unit_test(the_pulse_counts_what_was_asked_and_what_was_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
