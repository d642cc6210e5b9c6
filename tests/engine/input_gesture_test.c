// input: what fingers mean together and alone. The oracle is the geometry that moves the fingers.
#include "tools/table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void tap(struct house *h, int64_t finger, double x, double y)
{
    contact(h, INPUT_DOWN, finger, x, y);
    frame(h, 0.1);
    contact(h, INPUT_UP, finger, x, y);
    frame(h, 0);
}

static void two_taps_in_one_place_are_a_double(void **state)
{
    struct house *h = *state;
    tap(h, 1, 100, 100);
    h->now_s += 0.2;
    tap(h, 2, 110, 100);
    assert_string_equal(heard(h, 0), "down up tap down up tap double");
    h->now_s += 0.1; // a third begins anew
    tap(h, 3, 110, 100);
    assert_string_equal(heard(h, 0), "down up tap");
}

static void taps_that_are_late_or_elsewhere_are_no_double(void **state)
{
    struct house *h = *state;
    tap(h, 1, 100, 100);
    h->now_s += INPUT_DOUBLE_S + 0.02;
    tap(h, 2, 100, 100);
    h->now_s += 0.1;
    tap(h, 3, 100 + INPUT_DOUBLE_MM * INPUT_PX_PER_MM + 1, 100);
    h->now_s += 0.1;
    tap(h, 4, 1100, 100); // on the other stage
    assert_int_equal(count(h, 0, EVENT_TAP, EVENT_ONCE), 3);
    assert_int_equal(count(h, 0, EVENT_DOUBLE, EVENT_ONCE) + count(h, 1, EVENT_DOUBLE, EVENT_ONCE),
                     0);
}

static void two_visitors_tap_twice_at_once(void **state)
{
    struct house *h = *state;
    for (int k = 0; k < 2; k++) {
        contact(h, INPUT_DOWN, 1, 100, 100);
        contact(h, INPUT_DOWN, 2, 800, 700);
        frame(h, 0.08);
        contact(h, INPUT_UP, 1, 100, 100);
        contact(h, INPUT_UP, 2, 800, 700);
        frame(h, 0.05);
    }
    assert_int_equal(count(h, 0, EVENT_DOUBLE, EVENT_ONCE), 2);
}

// From x, y with speed px/s at an angle, for a time; sampled every `step_s`; then it rests.
static void fling(struct house *h, double x, double y, double speed, double angle, double for_s,
                  double step_s, double rest_s)
{
    double from_s = h->now_s, t = 0;
    contact(h, INPUT_DOWN, 1, x, y);
    for (; t < for_s; frame(h, step_s)) {
        t = h->now_s - from_s;
        contact(h, INPUT_MOVE, 1, x + cos(angle) * speed * t, y + sin(angle) * speed * t);
    }
    h->now_s += rest_s - step_s;
    contact(h, INPUT_UP, 1, -1, -1);
    frame(h, 0);
}

static void a_fling_is_a_swipe_with_its_speed_and_direction(void **state)
{
    struct house *h = *state;
    static const char *const names[] = {"right", "down", "left", "up"};
    for (int k = 0; k < 16; k++) {
        double angle = (k + 0.3) * M_PI / 8;
        fling(h, 500, 400, 1500, angle, 0.15, k % 2 ? 0.008 : 0.0011, 0);
        const struct event *e = last(h, 0, EVENT_SWIPE);
        // It was lifted where the last sample was: at most one step ago it still moved.
        assert_true(fabs(e->speed - 1500) < 1500 * 0.09);
        assert_true(fabs(remainder(e->angle - angle, 2 * M_PI)) < 1e-3);
        int quarter = (int)floor(fmod(angle + M_PI / 4, 2 * M_PI) / (M_PI / 2));
        assert_string_equal(names[e->direction], names[quarter]);
        assert_true(fabs(atan2(e->dy, e->dx) - remainder(angle, 2 * M_PI)) < 1e-3);
        forget(h);
        h->now_s += 1;
    }
}

static void a_finger_that_rests_before_it_lifts_does_not_swipe(void **state)
{
    struct house *h = *state;
    fling(h, 100, 400, 1500, 0, 0.2, 0.008, 0.15);
    assert_int_equal(count(h, 0, EVENT_DRAG, EVENT_END), 1);
    assert_int_equal(count(h, 0, EVENT_SWIPE, EVENT_ONCE), 0);
}

static void slow_or_short_ways_are_no_swipe(void **state)
{
    struct house *h = *state;
    fling(h, 100, 400, 0.9 * INPUT_SWIPE_MM_S * INPUT_PX_PER_MM, 0, 0.5, 0.008, 0);
    fling(h, 100, 400, 2000, 0, 0.025, 0.008, 0);
    assert_int_equal(count(h, 0, EVENT_SWIPE, EVENT_ONCE), 0);
}

// Two fingers, where a similarity carries them.
struct hand {
    struct vec2 middle;
    double reach, angle; // of the first finger from the middle; the second is opposite
};

static void put_hand(struct house *h, enum input_phase phase, int64_t finger, struct hand a)
{
    double x = cos(a.angle) * a.reach, y = sin(a.angle) * a.reach;
    contact(h, phase, finger, a.middle.x + x, a.middle.y + y);
    contact(h, phase, finger + 1, a.middle.x - x, a.middle.y - y);
}

static void a_pinch_tells_how_much_and_where(void **state)
{
    struct house *h = *state;
    struct hand a = {{300, 300}, 60, 0.4};
    put_hand(h, INPUT_DOWN, 1, a);
    frame(h, 0.02);
    double product = 1;
    for (int k = 1; k <= 40; k++) {
        a.reach = 60 + k * 4;
        put_hand(h, INPUT_MOVE, 1, a);
        frame(h, 0.01);
        const struct events *q = &h->scene->stages[0].events;
        for (int n = 0; n < q->count; n++)
            product *= q->items[n].kind == EVENT_PINCH ? q->items[n].dscale : 1;
        if (k > 10) {
            const struct event *e = last(h, 0, EVENT_PINCH);
            assert_true(fabs(e->scale - a.reach / 60) < 1e-5);
            assert_true(fabs(product - a.reach / 60) < 1e-5);
            assert_true(fabsf(e->x - 300) < 1e-3f && fabsf(e->y - 300) < 1e-3f);
            assert_true(e->finger == 1 && e->other == 2);
        }
        assert_int_equal(count(h, 0, EVENT_ROTATE, EVENT_ONCE), 0);
        forget(h);
    }
    put_hand(h, INPUT_UP, 1, a);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "pinch) up up");
}

static void a_turn_tells_the_angle_round_and_round(void **state)
{
    struct house *h = *state;
    struct hand a = {{500, 400}, 150, 2.5};
    put_hand(h, INPUT_DOWN, 1, a);
    frame(h, 0.02);
    double sum = 0;
    for (int k = 1; k <= 200; k++) {
        a.angle = 2.5 + k * 0.05; // more than once round, past the seam of atan2
        put_hand(h, INPUT_MOVE, 1, a);
        frame(h, 0.01);
        const struct events *q = &h->scene->stages[0].events;
        for (int n = 0; n < q->count; n++)
            sum += q->items[n].kind == EVENT_ROTATE ? q->items[n].dangle : 0;
        if (k > 10) {
            assert_true(fabs(last(h, 0, EVENT_ROTATE)->angle - k * 0.05) < 1e-4);
            assert_true(fabs(sum - k * 0.05) < 1e-4);
            assert_true(fabs(last(h, 0, EVENT_PINCH)->scale - 1) < 1e-5);
        }
        forget(h);
    }
    put_hand(h, INPUT_UP, 1, a);
    frame(h, 0.01);
    assert_string_equal(heard(h, 0), "pinch) rotate) up up");
}

// What a scene does with a thing that is held: every step about the middle of the fingers.
static void carry(const struct event *e, struct vec2 *p)
{
    struct vec2 from = {e->x - e->dx, e->y - e->dy};
    double s = e->kind == EVENT_PINCH ? e->dscale : 1;
    double c = cos(e->dangle) * s, n = sin(e->dangle) * s;
    *p = (struct vec2){e->x + c * (p->x - from.x) - n * (p->y - from.y),
                       e->y + n * (p->x - from.x) + c * (p->y - from.y)};
}

static void what_is_held_stays_under_the_fingers(void **state)
{
    struct house *h = *state;
    struct hand a = {{400, 380}, 90, 0.3};
    struct vec2 first = {400 + 90 * cos(0.3), 380 + 90 * sin(0.3)},
                second = {400 - 90 * cos(0.3), 380 - 90 * sin(0.3)};
    put_hand(h, INPUT_DOWN, 1, a);
    frame(h, 0.02);
    for (int k = 1; k <= 100; k++) {
        a.middle = (struct vec2){400 + 2.0 * k, 380 - 1.0 * k};
        a.reach = 90 + 80 * sin(k * 0.04);
        a.angle = 0.3 + 1.4 * sin(k * 0.05);
        put_hand(h, INPUT_MOVE, 1, a);
        frame(h, 0.01);
        const struct events *q = &h->scene->stages[0].events;
        for (int n = 0; n < q->count; n++) {
            if (q->items[n].kind != EVENT_PINCH && q->items[n].kind != EVENT_ROTATE)
                continue;
            carry(&q->items[n], &first);
            carry(&q->items[n], &second);
        }
        forget(h);
    }
    double x = cos(a.angle) * a.reach, y = sin(a.angle) * a.reach;
    assert_true(hypot(first.x - a.middle.x - x, first.y - a.middle.y - y) < 0.01);
    assert_true(hypot(second.x - a.middle.x + x, second.y - a.middle.y + y) < 0.01);
}

static void a_drag_gives_way_to_a_pair_and_comes_back(void **state)
{
    struct house *h = *state;
    contact(h, INPUT_DOWN, 1, 100, 100);
    frame(h, 0.02);
    contact(h, INPUT_MOVE, 1, 200, 100);
    frame(h, 0.02);
    contact(h, INPUT_DOWN, 2, 200, 300);
    frame(h, 0.02);
    contact(h, INPUT_MOVE, 2, 200, 350);
    frame(h, 0.02);
    assert_true(fabsf(last(h, 0, EVENT_PINCH)->scale - 1.25f) < 1e-6f);
    contact(h, INPUT_UP, 1, 200, 100);
    frame(h, 0.02);
    assert_string_equal(heard(h, 0), "down drag( down drag) pinch( pinch) up");
    contact(h, INPUT_MOVE, 2, 230, 350);
    frame(h, 0.02);
    assert_true(last(h, 0, EVENT_DRAG)->dx == 30);
    contact(h, INPUT_MOVE, 2, 250, 350);
    frame(h, 0.3);
    contact(h, INPUT_UP, 2, 250, 350);
    frame(h, 0);
    assert_string_equal(heard(h, 0), "drag( drag drag) up");
}

static void claim(struct house *h, int64_t finger, const char *name)
{
    assert_true(claims_put(&h->scene->stages[0].claims, finger, name));
}

// Four fingers at 0, 1, 2, 3 times 100 px; a scene says what holds them; 0 and 3 move away.
static void spread(struct house *h, const char *const names[4])
{
    for (int k = 0; k < 4; k++)
        contact(h, INPUT_DOWN, k + 1, 200 + 100 * k, 300);
    frame(h, 0.01);
    for (int k = 0; k < 4; k++)
        if (names[k])
            claim(h, k + 1, names[k]);
    frame(h, 0.01);
    forget(h);
    contact(h, INPUT_MOVE, 1, 100, 300);
    contact(h, INPUT_MOVE, 4, 700, 300);
    frame(h, 0.01);
}

static void fingers_of_one_claim_pair_up(void **state)
{
    struct house *h = *state;
    spread(h, (const char *const[]){"map", "card", "card", "map"});
    assert_int_equal(count(h, 0, EVENT_PINCH, EVENT_BEGIN), 1);
    const struct event *e = last(h, 0, EVENT_PINCH);
    assert_true(e->finger == 1 && e->other == 4);
    assert_string_equal(e->name, "map");
    assert_true(fabsf(e->scale - 2) < 1e-6f); // from 300 px apart to 600
}

static void fingers_of_different_claims_do_not(void **state)
{
    struct house *h = *state;
    spread(h, (const char *const[]){"a", "b", "c", NULL});
    assert_int_equal(count(h, 0, EVENT_PINCH, EVENT_ONCE), 0);
    assert_int_equal(count(h, 0, EVENT_DRAG, EVENT_BEGIN), 2);
    assert_string_equal(h->scene->stages[0].events.items[0].name, "a");
}

static void the_nearest_of_unclaimed_fingers_pair_up(void **state)
{
    struct house *h = *state;
    spread(h, (const char *const[]){NULL, NULL, NULL, NULL});
    const struct events *q = &h->scene->stages[0].events;
    int64_t pairs[2][2], n = 0;
    for (int k = 0; k < q->count; k++) {
        if (q->items[k].kind == EVENT_PINCH && q->items[k].phase == EVENT_BEGIN) {
            assert_true(n < 2);
            pairs[n][0] = q->items[k].finger;
            pairs[n++][1] = q->items[k].other;
        }
    }
    assert_int_equal(n, 2);
    assert_true(pairs[0][0] == 1 && pairs[0][1] == 2 && pairs[1][0] == 3 && pairs[1][1] == 4);
}

static void unclaimed_fingers_out_of_reach_do_not_pair_up(void **state)
{
    struct house *h = *state;
    input_millimetres(h->input, 0, 0.5); // 300 mm are 600 px
    for (int k = 0; k < 2; k++) {
        contact(h, INPUT_DOWN, 1, 100, 100);
        contact(h, INPUT_DOWN, 2, k ? 702 : 698, 100);
        frame(h, 0.02);
        forget(h);
        contact(h, INPUT_MOVE, 2, k ? 602 : 598, 100);
        frame(h, 0.02);
        assert_int_equal(count(h, 0, EVENT_PINCH, EVENT_BEGIN), k ? 0 : 1);
        assert_int_equal(count(h, 0, EVENT_DRAG, EVENT_BEGIN), k ? 1 : 0);
        contact(h, INPUT_UP, 1, -1, -1);
        contact(h, INPUT_UP, 2, -1, -1);
        frame(h, 1);
    }
}

static void visitors_of_two_stages_do_not_disturb_each_other(void **state)
{
    struct house *h = *state;
    struct hand a = {{900, 300}, 50, 0}, b = {{1100, 300}, 50, 0}; // near, but for the seam
    put_hand(h, INPUT_DOWN, 1, a);
    put_hand(h, INPUT_DOWN, 11, b);
    frame(h, 0.02);
    for (int k = 1; k <= 30; k++) {
        a.reach = 50 + k;
        b.angle = k * 0.05;
        put_hand(h, INPUT_MOVE, 1, a);
        put_hand(h, INPUT_MOVE, 11, b);
        frame(h, 0.01);
    }
    assert_true(fabsf(last(h, 0, EVENT_PINCH)->scale - 1.6f) < 1e-5f);
    assert_int_equal(last(h, 0, EVENT_PINCH)->other, 2);
    assert_int_equal(count(h, 0, EVENT_ROTATE, EVENT_ONCE), 0);
    assert_true(fabsf(last(h, 1, EVENT_ROTATE)->angle - 1.5f) < 1e-5f);
    assert_int_equal(last(h, 1, EVENT_ROTATE)->finger, 11);
}

static void thirty_two_pairs_move_at_once(void **state)
{
    struct house *h = *state;
    char name[16];
    for (int k = 0; k < 32; k++)
        put_hand(h, INPUT_DOWN, 1 + 2 * k,
                 (struct hand){{100 + 50 * (k % 16), 200 + 300 * (k / 16)}, 15, 0});
    frame(h, 0.01);
    forget(h);
    for (int k = 0; k < 32; k++) {
        snprintf(name, sizeof name, "card %d", k);
        claim(h, 1 + 2 * k, name);
        claim(h, 2 + 2 * k, name);
    }
    frame(h, 0.01);
    for (int k = 0; k < 32; k++)
        put_hand(h, INPUT_MOVE, 1 + 2 * k,
                 (struct hand){{100 + 50 * (k % 16), 200 + 300 * (k / 16)}, 45, 0});
    frame(h, 0.01);
    assert_int_equal(count(h, 0, EVENT_PINCH, EVENT_BEGIN), 32);
    assert_int_equal(h->scene->stages[0].events.lost, 0);
    assert_int_equal(h->scene->stages[0].fingers, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(two_taps_in_one_place_are_a_double),
        IN_HOUSE(taps_that_are_late_or_elsewhere_are_no_double),
        IN_HOUSE(two_visitors_tap_twice_at_once),
        IN_HOUSE(a_fling_is_a_swipe_with_its_speed_and_direction),
        IN_HOUSE(a_finger_that_rests_before_it_lifts_does_not_swipe),
        IN_HOUSE(slow_or_short_ways_are_no_swipe),
        IN_HOUSE(a_pinch_tells_how_much_and_where),
        IN_HOUSE(a_turn_tells_the_angle_round_and_round),
        IN_HOUSE(what_is_held_stays_under_the_fingers),
        IN_HOUSE(a_drag_gives_way_to_a_pair_and_comes_back),
        IN_HOUSE(fingers_of_one_claim_pair_up),
        IN_HOUSE(fingers_of_different_claims_do_not),
        IN_HOUSE(the_nearest_of_unclaimed_fingers_pair_up),
        IN_HOUSE(unclaimed_fingers_out_of_reach_do_not_pair_up),
        IN_HOUSE(visitors_of_two_stages_do_not_disturb_each_other),
        IN_HOUSE(thirty_two_pairs_move_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
