// visit: films, voices and shows that hold idle off, clocks that are set, stages beside each
// other.
#include "tools/visitor.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void a_film_that_was_asked_for_holds_idle_off(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    media_handle film = media_take(&h.scene->media, MEDIA_FILM, 0);
    struct media *m = media_find(&h.scene->media, film);
    m->state = MEDIA_READY;
    m->playing = true;
    m->duration_s = 600;
    m->epoch_s = h.now_s;
    at(&h)->kept = film;
    wait_for(&h, 599);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    wait_for(&h, IDLE_S - 1);
    assert_int_equal(at(&h)->phase, VISIT_ON); // counted from its end
    wait_for(&h, 3);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    close_house(&h);
}

static void a_text_that_is_read_aloud_holds_idle_off_too(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    struct media *m = media_find(&h.scene->media, media_take(&h.scene->media, MEDIA_SOUND, 0));
    m->state = MEDIA_READY;
    m->spoken = m->playing = m->audible = true;
    m->duration_s = 90;
    m->epoch_s = h.now_s;
    wait_for(&h, 90 + IDLE_S - 2);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    wait_for(&h, 4);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    close_house(&h);
}

static void the_question_that_is_spoken_holds_nothing(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    wait_for(&h, IDLE_S + 0.2);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    struct media *m = media_find(&h.scene->media, media_take(&h.scene->media, MEDIA_SOUND, 0));
    m->state = MEDIA_READY;
    m->spoken = m->playing = m->audible = true;
    m->duration_s = 90;
    m->epoch_s = h.now_s;
    wait_for(&h, ASK_S - 1);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    wait_for(&h, 2);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    close_house(&h);
}

static void a_film_that_is_paused_loops_or_is_gone_holds_nothing(void **state)
{
    for (int how = 0; how < 3; how++) {
        struct house h;
        open_house(&h, "attract");
        tap(&h);
        media_handle film = media_take(&h.scene->media, MEDIA_FILM, 0);
        struct media *m = media_find(&h.scene->media, film);
        m->state = MEDIA_READY;
        m->playing = how != 0;
        m->loop = how == 1;
        m->duration_s = 600;
        m->epoch_s = h.now_s;
        at(&h)->kept = film;
        if (how == 2)
            media_release(&h.scene->media, film);
        wait_for(&h, IDLE_S + 0.2);
        assert_int_equal(at(&h)->phase, VISIT_ASKING);
        assert_int_equal(at(&h)->kept, how == 2 ? 0 : film);
        close_house(&h);
    }
}

static void what_a_show_has_brought_stays(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    frame(&h, 0.1);
    struct scene_home *home = &left(&h)->home;
    home->held = true;
    home->at_s = 1.5;
    snprintf(home->scene, SCENE_ID, "ceremony");
    snprintf(left(&h)->scene, SCENE_ID, "ceremony");
    frame(&h, 0.1);
    assert_int_equal(at(&h)->phase, VISIT_ON); // a cue ends no visit
    wait_for(&h, IDLE_S + ASK_S + 0.3);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    assert_string_equal(left(&h)->scene, "ceremony");
    tap(&h);
    frame(&h, 0.1);
    assert_int_equal(at(&h)->number, 2);
    assert_string_equal(left(&h)->scene, "ceremony"); // and a touch does not lead away from it
    snprintf(left(&h)->scene, SCENE_ID, "gesture-page");
    home->left = true; // as show/ says when it answers their show.go
    wait_for(&h, IDLE_S + ASK_S + 0.3);
    assert_string_equal(left(&h)->scene, "ceremony");
    assert_false(home->left);
    assert_float_equal(left(&h)->next_at_s, 1.5, 0);
    home->held = false;
    tap(&h);
    wait_for(&h, IDLE_S + ASK_S + 0.3);
    assert_string_equal(left(&h)->scene, "attract");
    close_house(&h);
}

static void a_show_that_gives_the_stage_back_sends_nobody_away(void **state)
{
    static const char *const then[] = {"attract", "explorer"};
    for (int there = 0; there < 2; there++) {
        struct house h;
        open_house(&h, "attract");
        snprintf(left(&h)->scene, SCENE_ID, "ceremony");
        left(&h)->home.held = true;
        frame(&h, 0.1);
        if (there)
            tap(&h);
        left(&h)->home.held = false; // what show/ does then
        left(&h)->home.freed = left(&h)->go = true;
        snprintf(left(&h)->next, SCENE_ID, "attract");
        frame(&h, 0.1);
        assert_string_equal(left(&h)->scene, then[there]);
        assert_int_equal(at(&h)->phase, there ? VISIT_ON : VISIT_ATTRACT);
        close_house(&h);
    }
}

static void a_clock_that_is_set_changes_no_visit(void **state)
{
    for (int i = 0; i < 2; i++) {
        struct house h;
        open_house(&h, "attract");
        wait_for(&h, 10);
        tap(&h);
        wait_for(&h, 30);
        double age_s = h.scene->now_s - at(&h)->since_s;
        h.show_s += i ? 86400 : -20000;
        wait_for(&h, 20);
        assert_int_equal(at(&h)->phase, VISIT_ON);
        assert_float_equal(h.scene->now_s - at(&h)->since_s, age_s + 20, 0.2);
        wait_for(&h, 10.2);
        assert_int_equal(at(&h)->phase, VISIT_ASKING);
        h.show_s -= i ? 1e6 : -1e6;
        wait_for(&h, ASK_S + 0.2);
        assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
        close_house(&h);
    }
}

static void who_was_asleep_for_an_hour_is_asked_first(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    frame(&h, 3600); // the machine stood still
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    assert_float_equal(at(&h)->left_s, ASK_S, 0.01);
    close_house(&h);
}

static void the_loop_is_woken_when_something_falls_due(void **state)
{
    struct house h;
    open_house(&h, "attract");
    frame(&h, 1);
    assert_true(isinf(visit_next_s(h.visit, h.scene)));
    tap(&h);
    frame(&h, 0.1);
    assert_float_equal(visit_next_s(h.visit, h.scene), h.scene->now_s + IDLE_S - 0.1, 0.01);
    frame(&h, IDLE_S);
    left(&h)->redraw = false;
    for (int i = 0; i < (int)ASK_S; i++) { // each second of the countdown is drawn
        double next_s = visit_next_s(h.visit, h.scene);
        assert_true(next_s > h.scene->now_s && next_s <= h.scene->now_s + 1.01);
        frame(&h, next_s - h.scene->now_s);
        assert_true(left(&h)->redraw);
        left(&h)->redraw = false;
    }
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    assert_true(isinf(visit_next_s(h.visit, h.scene)));
    feel(&h, 0, EVENT_DOWN, 2, false);
    frame(&h, 1);
    assert_true(isinf(visit_next_s(h.visit, h.scene))); // a finger that rests wakes nobody
    close_house(&h);
}

static void two_stages_are_two_visits(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    wait_for(&h, 50);
    feel(&h, 1, EVENT_DOWN, 50, false);
    feel(&h, 1, EVENT_UP, 50, false);
    frame(&h, 0.1);
    at(&h)->settings.text = 3;
    assert_int_equal(h.scene->stages[1].visit.settings.text, 1);
    wait_for(&h, 20);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    assert_int_equal(h.scene->stages[1].visit.phase, VISIT_ON);
    wait_for(&h, 45);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    assert_int_equal(h.scene->stages[1].visit.phase, VISIT_ASKING);
    close_house(&h);
}

static void an_operators_key_begins_no_visit_where_nobody_attracts(void **state)
{
    struct house h;
    open_house(&h, "attract");
    struct event e = {.kind = EVENT_KEY, .name = "Space"};
    scene_tell(h.scene, 0, &e);
    scene_tell(h.scene, 1, &e);
    frame(&h, 0.1);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    assert_int_equal(h.scene->stages[1].visit.phase, VISIT_ATTRACT);
    frame(&h, 0.1);
    assert_string_equal(left(&h)->scene, "explorer"); // a key is not lifted
    close_house(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_film_that_was_asked_for_holds_idle_off),
        cmocka_unit_test(a_text_that_is_read_aloud_holds_idle_off_too),
        cmocka_unit_test(the_question_that_is_spoken_holds_nothing),
        cmocka_unit_test(a_film_that_is_paused_loops_or_is_gone_holds_nothing),
        cmocka_unit_test(what_a_show_has_brought_stays),
        cmocka_unit_test(a_show_that_gives_the_stage_back_sends_nobody_away),
        cmocka_unit_test(a_clock_that_is_set_changes_no_visit),
        cmocka_unit_test(who_was_asleep_for_an_hour_is_asked_first),
        cmocka_unit_test(the_loop_is_woken_when_something_falls_due),
        cmocka_unit_test(two_stages_are_two_visits),
        cmocka_unit_test(an_operators_key_begins_no_visit_where_nobody_attracts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
