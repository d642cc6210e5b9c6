// input: what fingers mean together and alone. The oracle is the geometry that moves the fingers.
#include "base/log.h"
#include "input/input.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int lines_said;

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    (void)user;
    (void)level;
    (void)room;
    (void)text;
    lines_said++;
}

// Two canvases of 1000 x 800, one left and one right on one output of 2000 x 800; "turned" is
// another output that shows the left one turned by a quarter, clockwise, at half its size.
static const struct mapping_desc room = {
    .surface_count = 2,
    .output_count = 2,
    .surfaces = {{0, {1000, 800}, {{0, 0}, {1000, 0}, {1000, 800}, {0, 800}}},
                 {1, {1000, 800}, {{1000, 0}, {2000, 0}, {2000, 800}, {1000, 800}}}},
    .outputs = {{{0, 0}, {2000, 800}, {{0, 0}, {2000, 0}, {2000, 800}, {0, 800}}},
                {{0, 0}, {1000, 800}, {{400, 0}, {400, 500}, {0, 500}, {0, 0}}}}};

struct house {
    struct mapping *mapping;
    struct input *input;
    struct scene *scene;
    double now_s;
};

static int open_house(void **state)
{
    struct house *h = calloc(1, sizeof *h);
    struct fault f = {0};
    h->mapping = mapping_create(&room, &f);
    if (!h->mapping)
        fail_msg("%s", f.text);
    h->input = input_create(h->mapping);
    h->scene = scene_create("table");
    h->now_s = 1;
    scene_stage_add(h->scene, "left", 1000, 800);
    scene_stage_add(h->scene, "right", 1000, 800);
    lines_said = 0;
    log_to(note, NULL, LOG_INFO);
    *state = h;
    return 0;
}

static int close_house(void **state)
{
    struct house *h = *state;
    log_to(NULL, NULL, LOG_INFO);
    input_destroy(h->input);
    mapping_destroy(h->mapping);
    scene_destroy(h->scene);
    free(h);
    return 0;
}

static void contact(struct house *h, enum input_phase phase, int64_t finger, double x, double y)
{
    struct input_contact c = {
        .time_s = h->now_s, .phase = phase, .finger = finger, .at_output = {x, y}};
    input_contact(h->input, &c);
}

static void frame(struct house *h, double later_s)
{
    h->now_s += later_s;
    input_collect(h->input, h->now_s, h->scene);
}

static void forget(struct house *h)
{
    for (int k = 0; k < 2; k++)
        events_clear(&h->scene->stages[k].events);
}

static const char *const kind_names[] = {
    [EVENT_DOWN] = "down",     [EVENT_MOVE] = "move",     [EVENT_UP] = "up",
    [EVENT_TAP] = "tap",       [EVENT_DOUBLE] = "double", [EVENT_HOLD] = "hold",
    [EVENT_DRAG] = "drag",     [EVENT_SWIPE] = "swipe",   [EVENT_PINCH] = "pinch",
    [EVENT_ROTATE] = "rotate", [EVENT_OBJECT] = "object"};
static const char *const phase_marks[] = {"", "(", "", ")"};

// What a stage heard but for moves: "pinch(" begins, "pinch" is updated, "pinch)" ends, "!" is
// cancelled.
static const char *heard(struct house *h, int stage)
{
    static char text[16384];
    struct events *q = &h->scene->stages[stage].events;
    text[0] = 0;
    for (int k = 0; k < q->count; k++) {
        const struct event *e = &q->items[k];
        if (e->kind != EVENT_MOVE)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s%s",
                     text[0] ? " " : "", kind_names[e->kind], phase_marks[e->phase],
                     e->cancelled ? "!" : "");
    }
    events_clear(q);
    return text;
}

static int count(const struct house *h, int stage, enum event_kind kind, enum event_phase phase)
{
    const struct events *q = &h->scene->stages[stage].events;
    int n = 0;
    for (int k = 0; k < q->count; k++)
        n += q->items[k].kind == kind && (q->items[k].phase == phase || phase == EVENT_ONCE);
    return n;
}

static const struct event *last(const struct house *h, int stage, enum event_kind kind)
{
    const struct events *q = &h->scene->stages[stage].events;
    for (int k = q->count - 1; k >= 0; k--)
        if (q->items[k].kind == kind)
            return &q->items[k];
    fail_msg("no %s", kind_names[kind]);
    return NULL;
}

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

#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)

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
        IN_HOUSE(a_cancelled_finger_taps_and_swipes_nothing),
        IN_HOUSE(limits_are_millimetres_where_they_are_known),
        IN_HOUSE(a_contact_as_wide_as_a_palm_is_cancelled),
        IN_HOUSE(five_fingers_of_a_hand_are_felt_and_a_sleeve_is_not),
        IN_HOUSE(a_finger_that_never_stirs_is_stuck),
        IN_HOUSE(ten_fingers_are_ten),
        IN_HOUSE(four_thousand_fingers_are_bounded_and_said_once),
        IN_HOUSE(an_object_is_put_moved_turned_and_taken),
        IN_HOUSE(an_objects_angle_is_the_canvas_own),
        IN_HOUSE(an_object_that_moves_and_was_not_put_is_put),
        IN_HOUSE(sixty_four_objects_are_felt_and_more_are_said_once),
        IN_HOUSE(a_recorded_pinch_cancel_and_object_play),
        IN_HOUSE(three_fingers_that_lie_still_are_the_key_of_staff),
        IN_HOUSE(what_is_diverted_is_told_to_no_stage_and_what_was_down_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
