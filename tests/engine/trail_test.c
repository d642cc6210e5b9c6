// Who holds a station: the rule of show/trail.h by its closed form, and by what must never happen
// among askers at random.
#include "show/trail.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOLD_S 45

static struct show_message choice(const char *stage, int n)
{
    struct show_message m = {.name = "choose", .from = "kiosk"};
    snprintf(m.stage, sizeof m.stage, "%s", stage);
    params_number(&m.params, "n", n);
    return m;
}

static enum trail_answer ask(struct trail *t, const char *stage, int n, double now_s)
{
    struct show_message m = choice(stage, n);
    return trail_ask(t, &m, HOLD_S, now_s);
}

// At now_s: the message that is heard as its turn comes; 0: somebody's turn ended and nobody waits;
// -1: nothing.
static int next(struct trail *t, double now_s)
{
    struct show_message m;
    if (!trail_next(t, now_s, &m))
        return -1;
    return m.name[0] ? (int)params_find(&m.params, "n")->number : 0;
}

static void a_turn_ends_when_its_time_is_over_after_the_last_choice(void **state)
{
    struct trail t = {0};
    assert_true(isinf(trail_end_s(&t)));
    assert_int_equal(ask(&t, "a", 1, 10), TRAIL_HEARD);
    assert_true(trail_end_s(&t) == 10 + HOLD_S);
    assert_int_equal(ask(&t, "a", 2, 50), TRAIL_HEARD);
    assert_true(trail_end_s(&t) == 50 + HOLD_S);
    assert_int_equal(next(&t, 94.9), -1);
    assert_int_equal(next(&t, 95), 0);
    assert_false(t.held);
    assert_int_equal(next(&t, 95), -1);
}

static void one_who_waits_is_next_twenty_seconds_after_the_last_choice(void **state)
{
    struct trail t = {0};
    ask(&t, "a", 1, 10);
    assert_int_equal(ask(&t, "b", 2, 12), TRAIL_WAITS);
    assert_true(trail_end_s(&t) == 10 + TRAIL_LEAST_S);
    assert_int_equal(ask(&t, "a", 3, 20), TRAIL_HEARD);
    assert_true(trail_end_s(&t) == 20 + TRAIL_LEAST_S);
    assert_int_equal(next(&t, 39.9), -1);
    assert_int_equal(next(&t, 41), 2); // its turn counts from when it was due
    assert_true(trail_end_s(&t) == 40 + HOLD_S);
}

static void what_has_stood_long_enough_gives_way_at_once(void **state)
{
    struct trail t = {0};
    ask(&t, "a", 1, 10);
    ask(&t, "b", 2, 40);
    assert_true(trail_end_s(&t) == 40);
    assert_int_equal(next(&t, 40), 2);
}

static void a_holder_that_goes_on_choosing_is_followed_all_the_same(void **state)
{
    struct trail t = {0};
    double last_s = 0;
    ask(&t, "a", 1, 0);
    ask(&t, "b", 2, 5);
    for (double now_s = 1; now_s < 100 && last_s == 0; now_s++) {
        if (next(&t, now_s) == 2)
            last_s = now_s;
        else
            ask(&t, "a", 3, now_s);
    }
    // Heard up to 45 - 20 s after b asked, and the last of it stands for 20 s.
    assert_true(last_s == 5 + HOLD_S);
    assert_int_equal(t.waiting, 1); // what a chose later is heard after b
    assert_string_equal(t.queue[0].who, "kiosk/a");
    assert_int_equal(next(&t, last_s + TRAIL_LEAST_S), 3);
}

static void a_stage_has_one_place_and_its_latest_choice_counts(void **state)
{
    struct trail t = {0};
    ask(&t, "a", 1, 0);
    ask(&t, "b", 2, 1);
    ask(&t, "c", 3, 2);
    assert_int_equal(ask(&t, "b", 4, 3), TRAIL_WAITS);
    assert_int_equal(t.waiting, 2);
    assert_int_equal(next(&t, 20), 4);
    assert_int_equal(next(&t, 39.9), -1);
    assert_int_equal(next(&t, 40), 3);
}

static void what_is_given_back_goes_to_the_next_at_once(void **state)
{
    struct trail t = {0};
    ask(&t, "a", 1, 0);
    ask(&t, "b", 2, 1);
    ask(&t, "c", 3, 2);
    assert_true(trail_release(&t, "kiosk/b")); // it waits no more
    assert_true(trail_release(&t, "kiosk/a"));
    assert_false(trail_release(&t, "kiosk/a"));
    assert_int_equal(next(&t, 4), 3);
    assert_true(t.turn.began_s == 4);
    assert_true(trail_release(&t, "kiosk/c"));
    assert_int_equal(next(&t, 5), -1);
    assert_false(t.held);
}

static void a_holder_whose_late_choice_waits_has_it_when_the_others_give_up(void **state)
{
    struct trail t = {0};
    ask(&t, "a", 1, 0);
    ask(&t, "b", 2, 0);
    ask(&t, "a", 3, 19);
    assert_int_equal(ask(&t, "a", 4, 30), TRAIL_WAITS);
    trail_release(&t, "kiosk/b");
    assert_int_equal(next(&t, 31), 4);
    assert_true(trail_end_s(&t) == 31 + HOLD_S);
    assert_int_equal(t.waiting, 0);
}

static void one_more_than_there_are_places_is_refused(void **state)
{
    static struct trail t;
    char stage[8];
    t = (struct trail){0};
    ask(&t, "a", 1, 0);
    for (int i = 0; i < HOLD_WAITING; i++) {
        snprintf(stage, sizeof stage, "s%d", i);
        assert_int_equal(ask(&t, stage, i, 1), TRAIL_WAITS);
    }
    assert_int_equal(ask(&t, "late", 1, 1), TRAIL_FULL);
    assert_int_equal(ask(&t, "s3", 1, 1), TRAIL_WAITS);
}

static void a_clock_that_is_set_moves_all_of_it(void **state)
{
    struct trail t = {0};
    ask(&t, "a", 1, 1000);
    ask(&t, "b", 2, 1005);
    trail_shift(&t, 900);
    assert_true(trail_end_s(&t) == 120);
    assert_int_equal(next(&t, 121), 2);
}

// ---- at random

#define ASKERS 9
#define STEP_S 0.25

struct askers {
    uint64_t seed;
    double must_s[ASKERS];  // who waits is heard by then; INFINITY: it does not wait
    double heard_s[ASKERS]; // its last choice was
    bool released[ASKERS];  // since then
    double most_s;          // longest hold_s
    int last;               // heard last
    int count;              // messages that were heard
};

static uint64_t random_next(struct askers *a) // xorshift64 (Marsaglia 2003)
{
    a->seed ^= a->seed << 13;
    a->seed ^= a->seed >> 7;
    return a->seed ^= a->seed << 17;
}

static int who_is(const char *who)
{
    return who[strlen("kiosk/")] - 'a';
}

static void is_heard(struct askers *a, struct trail *t, int who, double now_s, double least_s)
{
    assert_true(t->held && who_is(t->turn.who) == who);
    assert_true(now_s <= a->must_s[who] + STEP_S);
    if (a->last >= 0 && a->last != who && !a->released[a->last])
        assert_true(now_s >= a->heard_s[a->last] + least_s - 1e-9);
    a->must_s[who] = INFINITY;
    a->heard_s[who] = t->turn.chosen_s;
    a->released[who] = false;
    a->last = who;
    a->count++;
}

static void each_stands_once(const struct trail *t)
{
    for (int i = 0; i < t->waiting; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(t->queue[i].who, t->queue[k].who);
}

static void act(struct askers *a, struct trail *t, double now_s, const double *holds)
{
    // Whoever holds it touches most.
    bool again = t->held && random_next(a) % 2;
    int who = again ? who_is(t->turn.who) : (int)(random_next(a) % ASKERS);
    char stage[2] = {(char)('a' + who), 0};
    struct show_message m = choice(stage, 1);
    char id[HOLD_WHO];
    trail_who(&m, id);
    if (random_next(a) % 100 == 0) {
        trail_release(t, id);
        a->released[who] = true;
        a->must_s[who] = INFINITY;
        return;
    }
    bool waited = isfinite(a->must_s[who]);
    enum trail_answer answer = trail_ask(t, &m, holds[random_next(a) % 3], now_s);
    assert_int_not_equal(answer, TRAIL_FULL);
    if (answer == TRAIL_HEARD)
        is_heard(a, t, who, now_s, 0); // its own station, or nobody's
    else if (!waited)
        a->must_s[who] = now_s + t->waiting * a->most_s;
}

// Between two that are heard lies what the first is owed: 10 s is the shortest hold there is.
static void turns(struct askers *a, struct trail *t, double now_s)
{
    struct show_message m;
    char id[HOLD_WHO];
    while (trail_next(t, now_s, &m)) {
        if (!m.name[0])
            continue;
        trail_who(&m, id);
        is_heard(a, t, who_is(id), now_s, 10);
    }
    each_stands_once(t);
    assert_true(t->held || !t->waiting);
    assert_true(!t->held || trail_end_s(t) > now_s);
}

static void among_askers_at_random_nobody_waits_for_ever(void **state)
{
    static const double holds[3] = {10, 45, 90};
    static struct trail t;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct askers a = {.seed = seed * 0x9e3779b97f4a7c15u, .most_s = 90, .last = -1};
        double now_s = 0;
        t = (struct trail){0};
        for (int i = 0; i < ASKERS; i++)
            a.must_s[i] = INFINITY;
        // Now many ask, now hardly anybody.
        for (int i = 0; i < 20000; i++, now_s += STEP_S) {
            turns(&a, &t, now_s);
            if (random_next(&a) % (i / 2000 % 2 ? 400 : 3) == 0)
                act(&a, &t, now_s, holds);
        }
        assert_true(a.count > 100);
        for (int i = 0; i < 4 * (HOLD_WAITING + 1) * 90; i++, now_s += STEP_S)
            turns(&a, &t, now_s);
        assert_false(t.held);
        for (int i = 0; i < ASKERS; i++)
            assert_true(isinf(a.must_s[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_ends_when_its_time_is_over_after_the_last_choice),
        cmocka_unit_test(one_who_waits_is_next_twenty_seconds_after_the_last_choice),
        cmocka_unit_test(what_has_stood_long_enough_gives_way_at_once),
        cmocka_unit_test(a_holder_that_goes_on_choosing_is_followed_all_the_same),
        cmocka_unit_test(a_stage_has_one_place_and_its_latest_choice_counts),
        cmocka_unit_test(what_is_given_back_goes_to_the_next_at_once),
        cmocka_unit_test(a_holder_whose_late_choice_waits_has_it_when_the_others_give_up),
        cmocka_unit_test(one_more_than_there_are_places_is_refused),
        cmocka_unit_test(a_clock_that_is_set_moves_all_of_it),
        cmocka_unit_test(among_askers_at_random_nobody_waits_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
