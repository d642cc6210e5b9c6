// input: objects that are put on a table, turned and taken, live and recorded.
#include "tools/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void object(struct house *h, enum input_phase phase, int output, double x, double y,
                   double angle)
{
    struct input_contact c = {.time_s = h->now_s,
                              .phase = phase,
                              .finger = 5,
                              .output = output,
                              .at_output = {x, y},
                              .object = 42,
                              .angle = angle};
    input_contact(h->input, &c);
}

static void an_object_is_put_moved_turned_and_taken(void **state)
{
    struct house *h = *state;
    object(h, INPUT_OBJECT_PUT, 0, 100, 100, 1);
    frame(h, 0.01);
    const struct event *e = last(h, 0, EVENT_OBJECT);
    assert_true(e->object == 42 && e->finger == 5 && e->x == 100 && fabsf(e->angle - 1) < 1e-5f);
    object(h, INPUT_OBJECT_MOVE, 0, 100.2, 100, 1.002); // the tracker trembles
    object(h, INPUT_OBJECT_MOVE, 0, 140, 100, 1);
    object(h, INPUT_OBJECT_MOVE, 0, 140, 100, 6.2);
    frame(h, 0.01);
    e = last(h, 0, EVENT_OBJECT);
    assert_true(fabs(e->dangle - (6.2 - 2 * M_PI - 1)) < 1e-5); // the shorter way round
    assert_true(e->dx == 0);
    assert_int_equal(h->scene->stages[0].fingers, 0); // nobody's finger
    object(h, INPUT_OBJECT_TAKE, 0, 140, 100, 6.2);
    object(h, INPUT_OBJECT_TAKE, 0, 140, 100, 6.2);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "object( object object object)");
}

static void an_objects_angle_is_the_canvas_own(void **state)
{
    struct house *h = *state;
    // "turned" shows the canvas turned by a quarter clockwise: what points up there points left of
    // what is drawn, and so on.
    for (int k = 0; k < 8; k++) {
        double angle = k * M_PI / 4 + 0.1;
        object(h, INPUT_OBJECT_PUT, 1, 200, 200, angle);
        frame(h, 0.01);
        const struct event *e = last(h, 0, EVENT_OBJECT);
        assert_true(fabs(remainder(e->angle - (angle - M_PI / 2), 2 * M_PI)) < 1e-4);
        assert_true(e->angle >= 0 && e->angle <= 6.2832f);
        object(h, INPUT_OBJECT_TAKE, 1, 200, 200, angle);
        frame(h, 0.01);
    }
}

static void an_object_that_moves_and_was_not_put_is_put(void **state)
{
    struct house *h = *state;
    object(h, INPUT_OBJECT_MOVE, 0, 100, 100, 0);
    frame(h, 0.01);
    input_release(h->input);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "object( object)!");
}

static void sixty_four_objects_are_felt_and_more_are_said_once(void **state)
{
    struct house *h = *state;
    for (int k = 0; k < 200; k++) {
        struct input_contact c = {
            .time_s = h->now_s, .phase = INPUT_OBJECT_PUT, .finger = k, .at_output = {k, k}};
        input_contact(h->input, &c);
    }
    frame(h, 0.01);
    assert_int_equal(count(h, 0, EVENT_OBJECT, EVENT_BEGIN), INPUT_FINGERS);
    assert_int_equal(lines_said, 1);
}

static void a_recorded_pinch_cancel_and_object_play(void **state)
{
    struct house *h = *state;
    static const char *const outputs[] = {"wall", "turned"};
    static const char text[] = "1.0 down 1 wall 300 300\n"
                               "1.0 down 2 wall 400 300\n"
                               "1.2 move 2 wall 500 300\n"
                               "1.3 cancel 1 wall 300 300\n"
                               "1.4 up 2 wall 500 300\n"
                               "2.0 put 7 wall 600 600 12 1.5\n"
                               "2.1 slide 7 wall 650 600 12 1.5\n"
                               "2.2 take 7 wall 650 600 12 1.5\n";
    struct faults faults = {0};
    assert_true(input_replay(h->input, text, sizeof text - 1, "pinch.replay", outputs, 2, &faults));
    for (h->now_s = 0; h->now_s < 3;)
        frame(h, 0.05);
    assert_int_equal(last(h, 0, EVENT_OBJECT)->object, 12);
    assert_string_equal(heard(h, 0), "down down pinch( pinch)! up! up object( object object)");
    static const char *const bad[] = {
        "1 put 7 wall 600 600 12",    "1 put 7 wall 600 600 x 1",
        "1 put 7 wall 600 600 1 nan", "1 put 7 wall 6000 600 1 0",
        "1 take 7 wall 600 600 -1 0", "1 cancel 7 wall 600 600 1 0",
        "1 put 7 wall 600 600 1 0 9", "1 put 7 wall 600 600 1000001 0"};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        if (input_replay(h->input, bad[k], strlen(bad[k]), "b", outputs, 2, &faults))
            fail_msg("%s", bad[k]);
        assert_int_equal(faults.count, 1);
        faults_finish(&faults);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(an_object_is_put_moved_turned_and_taken),
        IN_HOUSE(an_objects_angle_is_the_canvas_own),
        IN_HOUSE(an_object_that_moves_and_was_not_put_is_put),
        IN_HOUSE(sixty_four_objects_are_felt_and_more_are_said_once),
        IN_HOUSE(a_recorded_pinch_cancel_and_object_play),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
