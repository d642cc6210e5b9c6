// visit: who is there, who is asked, who has gone. Oracles: the phases of a visit in closed form,
// worked out from the times of touches; invariants over hours of random fingers; sums by hand.
#include "visit/visit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define IDLE_S 60.0
#define ASK_S 20.0
#define TOLD 4096

struct house {
    struct scene *scene;
    struct visit *visit;
    double now_s;  // steady
    double show_s; // show time less steady
    int told;
    struct visit_record records[TOLD];
    char heard[64][16]; // names of EVENT_VISIT, the last frame's
    int heard_count;
    int touches; // what the scene hears of fingers, the last frame's
    int64_t touched_by[EVENTS_MAX];
};

static void put(void *user, const struct visit_record *r)
{
    struct house *h = user;
    assert_true(h->told < TOLD);
    h->records[h->told++] = *r;
}

static void open_house(struct house *h, const char *attract)
{
    struct visit_stage stages[2] = {{attract, "explorer", IDLE_S, ASK_S},
                                    {"", "explorer", IDLE_S, ASK_S}};
    *h = (struct house){.scene = scene_create("kiosk")};
    scene_stage_add(h->scene, "left", 1280, 800);
    scene_stage_add(h->scene, "right", 1280, 800);
    h->visit = visit_create(&(struct visit_desc){.station = "kiosk",
                                                 .language = "fr",
                                                 .stages = stages,
                                                 .stage_count = 2,
                                                 .put = put,
                                                 .user = h});
    for (int i = 0; i < 2; i++) {
        visit_defaults(&h->scene->stages[i].visit, "fr");
        snprintf(h->scene->stages[i].scene, SCENE_ID, "%s",
                 i == 0 && attract[0] ? attract : "explorer");
    }
}

static void close_house(struct house *h)
{
    visit_destroy(h->visit);
    scene_destroy(h->scene);
}

static struct scene_stage *left(struct house *h)
{
    return &h->scene->stages[0];
}

static struct scene_visit *at(struct house *h)
{
    return &left(h)->visit;
}

static void feel(struct house *h, int stage, enum event_kind kind, int64_t finger, bool cancelled)
{
    struct event e = {.kind = kind, .time_s = h->now_s, .finger = finger, .cancelled = cancelled};
    scene_tell(h->scene, stage, &e);
}

// What script/ does of it: the scene changes, and then hears what came.
static void play(struct house *h)
{
    h->heard_count = h->touches = 0;
    for (int i = 0; i < h->scene->stage_count; i++) {
        struct scene_stage *s = &h->scene->stages[i];
        if (s->go)
            memcpy(s->scene, s->next, sizeof s->scene);
        s->go = false;
        for (int k = 0; i == 0 && k < s->events.count; k++) {
            const struct event *e = &s->events.items[k];
            if (e->kind == EVENT_VISIT)
                snprintf(h->heard[h->heard_count++], 16, "%s", e->name);
            else
                h->touched_by[h->touches++] = e->finger;
        }
        events_clear(&s->events);
    }
}

static void frame(struct house *h, double dt_s)
{
    h->now_s += dt_s;
    h->scene->now_s = h->now_s + h->show_s;
    visit_update(h->visit, h->scene->now_s, h->now_s, h->scene);
    play(h);
}

static void tap(struct house *h)
{
    feel(h, 0, EVENT_DOWN, 7, false);
    frame(h, 0.05);
    feel(h, 0, EVENT_UP, 7, false);
    feel(h, 0, EVENT_TAP, 7, false);
    frame(h, 0.05);
}

static void wait(struct house *h, double for_s)
{
    for (double until_s = h->now_s + for_s; h->now_s < until_s - 1e-9;)
        frame(h, fmin(0.1, until_s - h->now_s));
}

static bool heard(const struct house *h, const char *name)
{
    for (int i = 0; i < h->heard_count; i++)
        if (strcmp(h->heard[i], name) == 0)
            return true;
    return false;
}

static void ask(struct house *h, enum visit_ask_kind what, const char *text, int hits)
{
    struct visit_ask a = {.what = what, .hits = hits};
    snprintf(a.text, sizeof a.text, "%s", text);
    snprintf(a.kind, sizeof a.kind, "gesture");
    visit_asks_put(at(h), &a);
}

// ---- phases

static void a_visit_begins_asks_and_ends(void **state)
{
    struct house h;
    open_house(&h, "attract");
    wait(&h, 3600);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT); // attract by itself never resets
    assert_string_equal(left(&h)->scene, "attract");
    assert_int_equal(visit_number(at(&h)), 0);
    tap(&h);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    assert_int_equal(visit_number(at(&h)), 1);
    wait(&h, IDLE_S - 0.1);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    wait(&h, 0.2);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    wait(&h, 5);
    assert_float_equal(at(&h)->left_s, ASK_S - 5, 0.2);
    wait(&h, ASK_S - 5.2);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    wait(&h, 0.3);
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
    wait(&h, 2);
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
    wait(&h, 10);
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
    wait(&h, IDLE_S + ASK_S + 0.2);
    assert_string_equal(left(&h)->scene, "explorer");
    close_house(&h);
}

static void any_touch_while_asking_is_more(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    wait(&h, IDLE_S + ASK_S - 0.3);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    feel(&h, 0, EVENT_DOWN, 9, false);
    frame(&h, 0.1);
    assert_true(heard(&h, "more"));
    assert_int_equal(at(&h)->phase, VISIT_ON);
    assert_int_equal(at(&h)->number, 1);
    wait(&h, 3600); // it is never lifted
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
    wait(&h, 200);
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

// ---- films, shows, clocks

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
    wait(&h, 599);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    wait(&h, IDLE_S - 1);
    assert_int_equal(at(&h)->phase, VISIT_ON); // counted from its end
    wait(&h, 3);
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
    wait(&h, 90 + IDLE_S - 2);
    assert_int_equal(at(&h)->phase, VISIT_ON);
    wait(&h, 4);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    close_house(&h);
}

static void the_question_that_is_spoken_holds_nothing(void **state)
{
    struct house h;
    open_house(&h, "attract");
    tap(&h);
    wait(&h, IDLE_S + 0.2);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    struct media *m = media_find(&h.scene->media, media_take(&h.scene->media, MEDIA_SOUND, 0));
    m->state = MEDIA_READY;
    m->spoken = m->playing = m->audible = true;
    m->duration_s = 90;
    m->epoch_s = h.now_s;
    wait(&h, ASK_S - 1);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    wait(&h, 2);
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
        wait(&h, IDLE_S + 0.2);
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
    wait(&h, IDLE_S + ASK_S + 0.3);
    assert_int_equal(at(&h)->phase, VISIT_ATTRACT);
    assert_string_equal(left(&h)->scene, "ceremony");
    tap(&h);
    frame(&h, 0.1);
    assert_int_equal(at(&h)->number, 2);
    assert_string_equal(left(&h)->scene, "ceremony"); // and a touch does not lead away from it
    snprintf(left(&h)->scene, SCENE_ID, "gesture-page");
    home->left = true; // as show/ says when it answers their show.go
    wait(&h, IDLE_S + ASK_S + 0.3);
    assert_string_equal(left(&h)->scene, "ceremony");
    assert_false(home->left);
    assert_float_equal(left(&h)->next_at_s, 1.5, 0);
    home->held = false;
    tap(&h);
    wait(&h, IDLE_S + ASK_S + 0.3);
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
        wait(&h, 10);
        tap(&h);
        wait(&h, 30);
        double age_s = h.scene->now_s - at(&h)->since_s;
        h.show_s += i ? 86400 : -20000;
        wait(&h, 20);
        assert_int_equal(at(&h)->phase, VISIT_ON);
        assert_float_equal(h.scene->now_s - at(&h)->since_s, age_s + 20, 0.2);
        wait(&h, 10.2);
        assert_int_equal(at(&h)->phase, VISIT_ASKING);
        h.show_s -= i ? 1e6 : -1e6;
        wait(&h, ASK_S + 0.2);
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
    wait(&h, 50);
    feel(&h, 1, EVENT_DOWN, 50, false);
    feel(&h, 1, EVENT_UP, 50, false);
    frame(&h, 0.1);
    at(&h)->settings.text = 3;
    assert_int_equal(h.scene->stages[1].visit.settings.text, 1);
    wait(&h, 20);
    assert_int_equal(at(&h)->phase, VISIT_ASKING);
    assert_int_equal(h.scene->stages[1].visit.phase, VISIT_ON);
    wait(&h, 45);
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

// ---- what is kept, and what is told

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

static const struct visit_record *told(const struct house *h, int n, enum visit_what what)
{
    assert_true(n < h->told);
    assert_int_equal(h->records[n].what, what);
    assert_string_equal(h->records[n].station, "kiosk");
    assert_string_equal(h->records[n].stage, "left");
    return &h->records[n];
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
        wait(&h, 0.5);
    }
    ask(&h, VISIT_ASK_SEARCHED, "etir", 2);
    wait(&h, 3); // it rests
    ask(&h, VISIT_ASK_SEARCHED, "xyz", 0);
    wait(&h, 0.5);
    snprintf(at(&h)->language, VISIT_LANGUAGE, "it");
    at(&h)->changed = true;
    wait(&h, 0.5);
    ask(&h, VISIT_ASK_PAGE, "g:etirer", 0); // and the search before it was one
    ask(&h, VISIT_ASK_PAGE, "g:etirer", 0); // said twice
    wait(&h, 7);
    at(&h)->settings.text = 2;
    at(&h)->changed = true;
    wait(&h, IDLE_S + ASK_S + 1);
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
    wait(&h, 100);
    tap(&h);
    wait(&h, 9.95);
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
    wait(&h, 5);
    visit_destroy(h.visit);
    h.visit = NULL;
    assert_int_equal(told(&h, 1, VISIT_RECORD_ENDED)->end, VISIT_END_STAFF);
    assert_float_equal(h.records[1].seconds, 5.05, 0.06);
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
        cmocka_unit_test(the_next_visitor_finds_all_as_it_was),
        cmocka_unit_test(a_trail_has_each_page_once_and_forgets_the_oldest),
        cmocka_unit_test(pages_searches_and_choices_are_told_in_order),
        cmocka_unit_test(a_scene_without_attract_has_said_its_page_before),
        cmocka_unit_test(a_visit_that_the_program_cuts_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
