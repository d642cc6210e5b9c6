// visit: who is there, who is asked, who has gone. Oracles: the phases of a visit in closed form,
// worked out from the times of touches; invariants over hours of random fingers.
#include "tools/visitor.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// ---- phases

static void a_visit_begins_asks_and_ends(void **state)
{
    struct house h;
    open_house(&h, "attract");
    wait_for(&h, 3600);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT); // attract by itself never resets
    assert_string_equal(left(&h)->scene, "attract");
    assert_int_equal(visit_number(at(&h)), 0);
    tap(&h);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    assert_int_equal(visit_number(at(&h)), 1);
    wait_for(&h, IDLE_S - 0.1);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    wait_for(&h, 0.2);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    wait_for(&h, 5);
    assert_float_equal(at(&h)->left_s, ASK_S - 5, 0.2);
    wait_for(&h, ASK_S - 5.2);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    wait_for(&h, 0.3);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    assert_string_equal(left(&h)->scene, "attract");
    close_house(&h);
}

static void the_first_touch_is_heard_by_attract_and_leads_on(void **state)
{
    struct house h;
    open_house(&h, "attract");
    frame(&h, 0.1);
    feel(&h, 0, EVENT_DOWN, 3, false);
    frame(&h, 0.1);
    assert_int_equal(h.touches, 1);
    assert_true(heard(&h, "began"));
    wait_for(&h, 2);
    assert_string_equal(left(&h)->scene, "attract"); // the finger is down
    feel(&h, 0, EVENT_DOWN, 4, false);
    feel(&h, 0, EVENT_UP, 4, false);
    frame(&h, 0.1);
    frame(&h, 0.1);
    assert_string_equal(left(&h)->scene, "attract"); // it was another finger
    feel(&h, 0, EVENT_UP, 3, false);
    feel(&h, 0, EVENT_TAP, 3, false);
    frame(&h, 0.1);
    assert_int_equal(h.touches, 2);
    assert_string_equal(left(&h)->scene, "attract"); // which hears the tap
    assert_true(visit_next_s(h.visit, h.scene) <= h.scene->now_s);
    frame(&h, 0.1);
    assert_string_equal(left(&h)->scene, "explorer");
    close_house(&h);
}

static void attract_that_goes_on_by_itself_is_let_go(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    left(&h)->go = true; // what show/ makes of its show.go
    snprintf(left(&h)->next, SCENE_ID, "gesture-page");
    frame(&h, 0.1);
    assert_string_equal(left(&h)->scene, "gesture-page");
    wait_for(&h, 10);
    assert_string_equal(left(&h)->scene, "gesture-page");
    close_house(&h);
}

static void without_attract_the_scene_itself_is_begun_anew(void **state)
{
    struct house h;
    open_house(&h, "");
    tap(&h);
    frame(&h, 0.1);
    assert_string_equal(left(&h)->scene, "explorer");
    snprintf(left(&h)->scene, SCENE_ID, "work-page");
    wait_for(&h, IDLE_S + ASK_S + 0.2);
    assert_string_equal(left(&h)->scene, "explorer");
    close_house(&h);
}

static void any_touch_while_asking_is_more(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    wait_for(&h, IDLE_S + ASK_S - 0.3);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    feel(&h, 0, EVENT_DOWN, 9, false);
    frame(&h, 0.1);
    assert_true(heard(&h, "more"));
    assert_int_equal(at(&h)->phase, VISIT_ON);
    assert_int_equal(at(&h)->number, 1);
    wait_for(&h, 3600); // it is never lifted
    assert_int_equal(at(&h)->phase, VISIT_ON);
    feel(&h, 0, EVENT_UP, 9, true); // nobody lifted it: it says nothing of somebody being there
    frame(&h, 0.1);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    ask(&h, VISIT_ASK_MORE, "", 0);
    frame(&h, 0.1);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    close_house(&h);
}

// Phases from nothing but the times of taps: the last one before, and gaps.
static void hours_of_taps_agree_with_the_closed_form(void **state)
{
    struct house h;
    open_house(&h, "attract");
    srand(20261128);
    double last_s = -INFINITY, next_s = 5;
    uint32_t visits = 0;
    int asked = 0;
    for (int i = 0; i < 6 * 36000; i++) { // six hours, ten frames a second
        double now_s = (i + 1) * 0.1;
        if (now_s >= next_s) {
            visits += now_s - last_s >= IDLE_S + ASK_S;
            last_s = now_s;
            next_s = now_s + 0.1 * (rand() % 8 ? rand() % 200 : rand() % 1200) + 0.25;
            feel(&h, 0, EVENT_DOWN, i, false);
            feel(&h, 0, EVENT_UP, i, false);
        }
        frame(&h, 0.1);
        double quiet_s = now_s - last_s;
        enum visit_phase phase = quiet_s < IDLE_S           ? VISIT_ON
                                 : quiet_s < IDLE_S + ASK_S ? VISIT_ASKING
                                                            : VISIT_ATTRACT;
        bool edge = fabs(quiet_s - IDLE_S) < 0.15 || fabs(quiet_s - IDLE_S - ASK_S) < 0.25;
        asked += phase == VISIT_ASKING;
        if (!edge) {
            assert_int_equal(at(&h)->phase, phase);
            assert_int_equal(at(&h)->number, visits);
        }
    }
    assert_true(visits > 20 && asked > 1000);
    close_house(&h);
}

// ---- random fingers

struct crowd {
    bool down[10], left_over[10]; // left_over: since before the reset
    int64_t id[10];
    double felt_s; // the last sign of somebody
    int64_t next;
};

static bool any_down(const struct crowd *c)
{
    for (int i = 0; i < 10; i++)
        if (c->down[i] && !c->left_over[i])
            return true;
    return false;
}

static void poke(struct house *h, struct crowd *c, int k)
{
    bool cancelled = rand() % 10 == 0;
    if (!c->down[k]) {
        c->id[k] = ++c->next;
        c->left_over[k] = false;
        feel(h, 0, EVENT_DOWN, c->id[k], false);
    } else if (rand() % 3) {
        feel(h, 0, EVENT_MOVE, c->id[k], false);
    } else {
        feel(h, 0, EVENT_UP, c->id[k], cancelled);
        if (!cancelled)
            feel(h, 0, EVENT_TAP, c->id[k], false);
        c->down[k] = false;
        if (cancelled)
            return;
    }
    if (left(h)->events.items[left(h)->events.count - 1].kind == EVENT_DOWN)
        c->down[k] = true;
    if (!c->left_over[k])
        c->felt_s = h->now_s;
}

// Most lift their hands, some leave a bag on the glass.
static void go_away(struct house *h, struct crowd *c)
{
    for (int k = 0; k < 10; k++) {
        if (!c->down[k] || rand() % 40 == 0)
            continue;
        feel(h, 0, EVENT_UP, c->id[k], false);
        c->down[k] = false;
        if (!c->left_over[k])
            c->felt_s = h->now_s;
    }
}

static void ten_fingers_for_hours_never_break_the_rules(void **state)
{
    struct house h;
    struct crowd c = {.felt_s = -INFINITY};
    open_house(&h, "attract");
    srand(1895);
    enum visit_phase was = VISIT_ATTRACT;
    double quiet_until_s = 0;
    int ends = 0, dones = 0, asks = 0;
    for (int i = 0; i < 8 * 36000; i++) {
        bool done = false;
        if (h.now_s > quiet_until_s && rand() % 3 == 0) {
            poke(&h, &c, rand() % 10);
            if (rand() % 100 == 0) {
                quiet_until_s = h.now_s + rand() % 200;
                go_away(&h, &c);
            }
        }
        if (rand() % 3000 == 0 && at(&h)->phase != VISIT_ATTRACT) {
            ask(&h, VISIT_ASK_DONE, "", 0);
            done = true;
        }
        bool touches[10];
        memcpy(touches, c.left_over, sizeof touches);
        h.told = 0;
        double before_s = h.now_s;
        frame(&h, 0.1);
        enum visit_phase phase = at(&h)->phase;
        if (phase == VISIT_ASKING) {
            assert_false(any_down(&c));
            assert_true(h.now_s - c.felt_s > IDLE_S - 0.2);
            asks += was != VISIT_ASKING;
        }
        if (was != VISIT_ATTRACT && phase == VISIT_ATTRACT) {
            ends++;
            dones += done;
            if (!done)
                assert_true(h.now_s - c.felt_s > IDLE_S + ASK_S - 0.3 && !any_down(&c));
            assert_int_equal(h.touches, 0);
            for (int k = 0; k < 10; k++)
                c.left_over[k] = c.down[k];
        }
        for (int t = 0; t < h.touches; t++) // nothing of the visitor before is heard
            for (int k = 0; k < 10; k++)
                assert_false(touches[k] && h.touched_by[t] == c.id[k]);
        if (before_s - c.felt_s > IDLE_S + ASK_S + 0.5 && !any_down(&c))
            assert_int_equal(phase, VISIT_ATTRACT); // nobody stays for ever
        was = phase;
    }
    assert_true(ends > 40 && dones > 5 && asks > 40);
    close_house(&h);
}

static void a_finger_of_the_visit_before_does_not_leak(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    frame(&h, 0.1);
    feel(&h, 0, EVENT_DOWN, 1, false);
    frame(&h, 0.1);
    ask(&h, VISIT_ASK_DONE, "", 0); // pressed with the finger that is still down
    frame(&h, 0.1);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    feel(&h, 0, EVENT_MOVE, 1, false);
    frame(&h, 0.1);
    assert_int_equal(h.touches, 0);
    feel(&h, 0, EVENT_UP, 1, false);
    feel(&h, 0, EVENT_TAP, 1, false);
    frame(&h, 0.1);
    assert_int_equal(h.touches, 0);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    feel(&h, 0, EVENT_DOWN, 1, false); // the same number again: somebody else
    frame(&h, 0.1);
    assert_int_equal(h.touches, 1);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    assert_int_equal(at(&h)->number, 2);
    close_house(&h);
}

static void a_finger_of_the_page_before_is_not_heard_but_keeps_the_visit(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    frame(&h, 0.1);
    feel(&h, 0, EVENT_DOWN, 1, false);
    frame(&h, 0.1);
    assert_int_equal(h.touches, 1);
    left(&h)->go = true; // as show/ has it, before visits are looked at
    snprintf(left(&h)->next, sizeof left(&h)->next, "page");
    feel(&h, 0, EVENT_DOWN, 2, false); // seen to go down on the old page
    feel(&h, 0, EVENT_OBJECT, 3, false);
    frame(&h, 0.1);
    assert_int_equal(h.touches, 1); // the thing lies there yet
    wait_for(&h, 200);
    assert_int_equal(at(&h)->phase, VISIT_ON); // fingers are down
    feel(&h, 0, EVENT_UP, 1, false);
    feel(&h, 0, EVENT_TAP, 1, false);
    feel(&h, 0, EVENT_UP, 2, false);
    feel(&h, 0, EVENT_DOWN, 4, false); // the new page's own
    frame(&h, 0.1);
    assert_int_equal(h.touches, 1);
    assert_int_equal(h.touched_by[0], 4);
    feel(&h, 0, EVENT_UP, 4, true); // a sleeve: what counts is when the others were lifted
    frame(&h, 0.1);
    frame(&h, 1);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    feel(&h, 0, EVENT_DOWN, 1, false); // the same number again
    frame(&h, 0.1);
    assert_int_equal(h.touches, 1);
    close_house(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_begins_asks_and_ends),
        cmocka_unit_test(the_first_touch_is_heard_by_attract_and_leads_on),
        cmocka_unit_test(attract_that_goes_on_by_itself_is_let_go),
        cmocka_unit_test(without_attract_the_scene_itself_is_begun_anew),
        cmocka_unit_test(any_touch_while_asking_is_more),
        cmocka_unit_test(hours_of_taps_agree_with_the_closed_form),
        cmocka_unit_test(ten_fingers_for_hours_never_break_the_rules),
        cmocka_unit_test(a_finger_of_the_visit_before_does_not_leak),
        cmocka_unit_test(a_finger_of_the_page_before_is_not_heard_but_keeps_the_visit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
