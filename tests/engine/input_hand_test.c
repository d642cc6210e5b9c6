// input: what is no gesture: palms, sleeves, fingers that are stuck, cancelled or too many, and
// the hand of staff.
#include "tools/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void a_cancelled_finger_taps_and_swipes_nothing(void **state)
{
    struct house *h = *state;
    struct input_contact c = {
        .phase = INPUT_UP, .finger = 1, .cancelled = true, .at_output = {-1, -1}};
    contact(h, INPUT_DOWN, 1, 100, 100);
    frame(h, 0.05);
    c.time_s = h->now_s;
    input_contact(h->input, &c);
    frame(h, 0);
    assert_string_equal(heard(h, 0), "down up!");
    contact(h, INPUT_DOWN, 1, 100, 100);
    for (int k = 1; k < 20; k++) {
        contact(h, INPUT_MOVE, 1, 100 + 20 * k, 100);
        frame(h, 0.01);
    }
    forget(h);
    c.time_s = h->now_s;
    input_contact(h->input, &c);
    frame(h, 0);
    assert_string_equal(heard(h, 0), "drag)! up!");
}

static void limits_are_millimetres_where_they_are_known(void **state)
{
    struct house *h = *state;
    for (int k = 0; k < 2; k++) {
        input_millimetres(h->input, 0, k ? 0.1 : 1); // 6 mm are 6 px, or 60
        contact(h, INPUT_DOWN, 1, 100, 100);
        contact(h, INPUT_MOVE, 1, 130, 100);
        frame(h, 0.1);
        contact(h, INPUT_UP, 1, 130, 100);
        frame(h, 0);
        assert_string_equal(heard(h, 0), k ? "down up tap" : "down drag( drag) up");
        h->now_s += 1;
    }
    // The other output shows the canvas at half its size: 6 mm are 60 px of it, 120 of the canvas.
    input_millimetres(h->input, 1, 0.1);
    struct input_contact c = {
        .time_s = h->now_s, .finger = 1, .output = 1, .at_output = {200, 100}};
    input_contact(h->input, &c);
    for (int k = 0; k < 2; k++) {
        c.phase = INPUT_MOVE;
        c.at_output.x = k ? 262 : 258;
        input_contact(h->input, &c);
        frame(h, 0.01);
        assert_int_equal(count(h, 0, EVENT_DRAG, EVENT_BEGIN), k);
    }
}

static void put_sized(struct house *h, enum input_phase phase, int64_t finger, double width_px)
{
    struct input_contact c = {.time_s = h->now_s,
                              .phase = phase,
                              .finger = finger,
                              .at_output = {500, 400},
                              .size_px = {width_px, width_px / 2}};
    input_contact(h->input, &c);
}

static void a_contact_as_wide_as_a_palm_is_cancelled(void **state)
{
    struct house *h = *state;
    put_sized(h, INPUT_DOWN, 1, 900); // where no mm are known no palm is
    frame(h, 0.01);
    assert_true(h->scene->stages[0].events.items[0].width == 900);
    assert_true(h->scene->stages[0].events.items[0].height == 450);
    put_sized(h, INPUT_UP, 1, 0);
    frame(h, 1);
    forget(h);
    input_millimetres(h->input, 0, 0.5);
    put_sized(h, INPUT_DOWN, 1, 30); // a finger's 15 mm; then the hand comes after it
    frame(h, 0.01);
    put_sized(h, INPUT_MOVE, 1, 60);
    put_sized(h, INPUT_MOVE, 1, 80);
    put_sized(h, INPUT_MOVE, 1, 30);
    frame(h, 0.01);
    put_sized(h, INPUT_UP, 1, 30);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "down up!");
    assert_int_equal(h->scene->stages[0].fingers, 0);
}

static void five_fingers_of_a_hand_are_felt_and_a_sleeve_is_not(void **state)
{
    struct house *h = *state;
    input_millimetres(h->input, 0, 0.5);
    for (int k = 0; k < 5; k++)
        contact(h, INPUT_DOWN, k, 300 + 20 * k, 300);
    contact(h, INPUT_DOWN, 5, 700, 300); // another hand
    frame(h, 0.01);
    assert_int_equal(h->scene->stages[0].fingers, 6);
    contact(h, INPUT_DOWN, 6, 340, 340); // the sixth of the first hand
    contact(h, INPUT_DOWN, 7, 345, 345); // what lands on it then
    frame(h, 0.01);
    assert_int_equal(count(h, 0, EVENT_UP, EVENT_ONCE), 7);
    assert_int_equal(h->scene->stages[0].fingers, 1);
    forget(h);
    for (int k = 0; k < 8; k++)
        contact(h, INPUT_UP, k, -1, -1);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "up tap"); // of the other hand
    contact(h, INPUT_DOWN, 1, 340, 340);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "down");
}

static void a_finger_that_never_stirs_is_stuck(void **state)
{
    struct house *h = *state;
    contact(h, INPUT_DOWN, 1, 100, 100);
    contact(h, INPUT_DOWN, 2, 800, 600);
    frame(h, 0);
    frame(h, INPUT_STUCK_S - 1);
    contact(h, INPUT_MOVE, 2, 800.5, 600);
    frame(h, 0.5);
    assert_string_equal(heard(h, 0), "down down hold hold");
    assert_true(fabs(input_next_s(h->input) - (1 + INPUT_STUCK_S)) < 1e-9);
    frame(h, 1);
    assert_true(fabs(last(h, 0, EVENT_UP)->time_s - (1 + INPUT_STUCK_S)) < 1e-9);
    assert_string_equal(heard(h, 0), "up!");
    contact(h, INPUT_MOVE, 1, 300, 100); // it is not told again
    contact(h, INPUT_UP, 1, 300, 100);
    frame(h, 0.1);
    assert_string_equal(heard(h, 0), "");
    contact(h, INPUT_DOWN, 1, 300, 100);
    frame(h, 0.1);
    assert_string_equal(heard(h, 0), "down");
    frame(h, INPUT_STUCK_S + 1);
    assert_int_equal(h->scene->stages[0].fingers, 0);
    assert_true(input_next_s(h->input) == INFINITY);
}

static void ten_fingers_are_ten(void **state)
{
    struct house *h = *state;
    input_millimetres(h->input, 0, 0.5);
    for (int k = 0; k < 10; k++) // two hands of a real span, 200 mm each
        contact(h, INPUT_DOWN, 100 + k, 100 + 80 * k + (k >= 5) * 60, 500 - 20 * (k % 5));
    frame(h, 0.01);
    const struct events *q = &h->scene->stages[0].events;
    assert_int_equal(q->count, 10);
    for (int k = 0; k < 10; k++)
        assert_int_equal(q->items[k].finger, 100 + k);
    assert_int_equal(h->scene->stages[0].fingers, 10);
}

static void four_thousand_fingers_are_bounded_and_said_once(void **state)
{
    struct house *h = *state;
    for (int round = 0; round < 3; round++) {
        for (int k = 0; k < 4096; k++)
            contact(h, INPUT_DOWN, k, k % 1900, k % 700);
        frame(h, 0.01);
        int felt = h->scene->stages[0].fingers + h->scene->stages[1].fingers;
        assert_in_range(felt, 1, INPUT_FINGERS);
        for (int k = 0; k < 4096; k++)
            contact(h, INPUT_MOVE, k, k % 1900 + 50, k % 700);
        for (int k = 0; k < 4096; k++)
            contact(h, INPUT_UP, k, k % 1900, k % 700);
        frame(h, 0.01);
        assert_int_equal(h->scene->stages[0].fingers + h->scene->stages[1].fingers, 0);
        forget(h);
    }
    assert_in_range(lines_said, 1, 2); // too many at once; too many fingers
    contact(h, INPUT_DOWN, 1, 100, 100);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "down");
}

static int diverted(struct house *h, const char *key)
{
    struct input_contact c;
    int count = 0;
    while (input_diverted(h->input, &c))
        count += c.phase == INPUT_KEY && strcmp(c.key, key) == 0;
    return count;
}

static void three_fingers_that_lie_still_are_the_key_of_staff(void **state)
{
    struct house *h = *state;
    input_divert(h->input, "F3", false);
    for (int fingers = 2; fingers <= 4; fingers++) {
        for (int k = 0; k < fingers; k++)
            contact(h, INPUT_DOWN, k + 1, 100 + 200 * k, 400);
        frame(h, 0.1);
        frame(h, INPUT_STAFF_S - 0.2);
        assert_int_equal(diverted(h, "F3"), 0);
        frame(h, 0.2);
        assert_int_equal(diverted(h, "F3"), fingers == 3);
        for (int k = 0; k < fingers; k++)
            contact(h, INPUT_UP, k + 1, 100 + 200 * k, 400);
        frame(h, 1);
    }
    for (int k = 0; k < 3; k++) // one of them moves
        contact(h, INPUT_DOWN, k + 1, 100 + 200 * k, 400);
    frame(h, 0.1);
    contact(h, INPUT_MOVE, 2, 400, 500);
    frame(h, 0.1);
    frame(h, 3);
    assert_int_equal(diverted(h, "F3"), 0);
    for (int k = 0; k < 3; k++)
        contact(h, INPUT_UP, k + 1, -1, -1);
    frame(h, 1);
    input_divert(h->input, NULL, false); // a kiosk has no such key
    for (int k = 0; k < 3; k++)
        contact(h, INPUT_DOWN, k + 1, 100 + 200 * k, 400);
    frame(h, 0.1);
    frame(h, 3);
    assert_int_equal(diverted(h, "F3"), 0);
}

static void what_is_diverted_is_told_to_no_stage_and_what_was_down_ends(void **state)
{
    struct house *h = *state;
    struct input_contact c;
    contact(h, INPUT_DOWN, 1, 100, 100);
    frame(h, 0.1);
    input_divert(h->input, "F3", true);
    contact(h, INPUT_DOWN, 2, 300, 300);
    contact(h, INPUT_MOVE, 2, 310, 300);
    h->scene->stages[0].events.count = 0;
    frame(h, 0.1);
    int ups = 0, downs = 0;
    for (int k = 0; k < h->scene->stages[0].events.count; k++) {
        const struct event *e = &h->scene->stages[0].events.items[k];
        ups += e->kind == EVENT_UP && e->cancelled;
        downs += e->kind == EVENT_DOWN;
    }
    assert_int_equal(ups, 1);
    assert_int_equal(downs, 0);
    assert_true(input_diverted(h->input, &c) && c.phase == INPUT_DOWN && c.finger == 2);
    assert_true(input_diverted(h->input, &c) && c.phase == INPUT_MOVE && c.at_output.x == 310);
    assert_false(input_diverted(h->input, &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_cancelled_finger_taps_and_swipes_nothing),
        IN_HOUSE(limits_are_millimetres_where_they_are_known),
        IN_HOUSE(a_contact_as_wide_as_a_palm_is_cancelled),
        IN_HOUSE(five_fingers_of_a_hand_are_felt_and_a_sleeve_is_not),
        IN_HOUSE(a_finger_that_never_stirs_is_stuck),
        IN_HOUSE(ten_fingers_are_ten),
        IN_HOUSE(four_thousand_fingers_are_bounded_and_said_once),
        IN_HOUSE(three_fingers_that_lie_still_are_the_key_of_staff),
        IN_HOUSE(what_is_diverted_is_told_to_no_stage_and_what_was_down_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
