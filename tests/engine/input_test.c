// input: contacts become events on stages; what the header promises, by hand and by chance.
#include "surfaces/surfaces.h"
#include "tools/glass.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void touch(struct house *h, double time_s, enum input_phase phase, int64_t finger,
                  int output, double x, double y)
{
    struct input_contact c = {
        .time_s = time_s, .phase = phase, .finger = finger, .output = output, .at_output = {x, y}};
    input_contact(h->input, &c);
}

static void a_short_touch_is_a_tap(void **state)
{
    struct house *h = *state;
    touch(h, 1.0, INPUT_DOWN, 7, 0, 510, 20);
    touch(h, 1.1, INPUT_MOVE, 7, 0, 515, 20);
    touch(h, 1.2, INPUT_UP, 7, 0, 515, 20);
    input_collect(h->input, 1.25, h->scene);
    const struct events *q = &h->scene->stages[1].events;
    assert_int_equal(q->count, 4);
    for (int k = 0; k < 4; k++) {
        assert_int_equal(q->items[k].finger, 7);
        assert_true(q->items[k].start_x == 10 && q->items[k].start_y == 20);
    }
    assert_true(q->items[0].time_s == 1.0 && q->items[0].x == 10 && q->items[0].y == 20);
    assert_true(q->items[1].time_s == 1.1 && q->items[1].x == 15 && q->items[1].dx == 5);
    assert_true(q->items[3].time_s == 1.2 && q->items[3].x == 15);
    assert_string_equal(heard(h, 1), "down move up tap");
    assert_string_equal(heard(h, 0), "");
    assert_true(h->scene->stages[1].redraw);
    assert_false(h->scene->stages[0].redraw);
    assert_int_equal(input_count(h->input), 3);
}

static void longer_than_a_tap_is_none(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 7, 0, 10, 20);
    touch(h, 1.51, INPUT_UP, 7, 0, 10, 20);
    touch(h, 2, INPUT_DOWN, 7, 0, 10, 20);
    touch(h, 2.5, INPUT_UP, 7, 0, 10, 20);
    input_collect(h->input, 3, h->scene);
    assert_string_equal(heard(h, 0), "down up down up tap");
}

static void a_hold_falls_due_by_time_alone(void **state)
{
    struct house *h = *state;
    assert_true(input_next_s(h->input) == INFINITY);
    touch(h, 1, INPUT_DOWN, 7, 0, 10, 20);
    assert_true(input_next_s(h->input) <= 1);
    input_collect(h->input, 1, h->scene);
    assert_true(input_next_s(h->input) == 1 + INPUT_HOLD_S);
    input_collect(h->input, 1.59, h->scene);
    assert_string_equal(heard(h, 0), "down");
    input_collect(h->input, 1.61, h->scene);
    assert_true(h->scene->stages[0].events.items[0].time_s == 1 + INPUT_HOLD_S);
    assert_string_equal(heard(h, 0), "hold");
    assert_true(input_next_s(h->input) == 1 + INPUT_STUCK_S);
    input_collect(h->input, 9, h->scene);
    touch(h, 9, INPUT_UP, 7, 0, 10, 20);
    input_collect(h->input, 9, h->scene);
    assert_string_equal(heard(h, 0), "up");
}

static void a_hold_is_told_before_what_came_after_it(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 7, 0, 10, 20);
    touch(h, 2, INPUT_MOVE, 7, 0, 100, 20);
    touch(h, 3, INPUT_UP, 7, 0, 100, 20);
    input_collect(h->input, 4, h->scene);
    assert_string_equal(heard(h, 0), "down hold move drag drag up");
}

static void further_than_a_tap_is_a_drag(void **state)
{
    struct house *h = *state;
    touch(h, 1.00, INPUT_DOWN, 7, 0, 100, 100);
    touch(h, 1.02, INPUT_MOVE, 7, 0, 124, 100); // just as far as a tap may
    touch(h, 1.04, INPUT_MOVE, 7, 0, 130, 100);
    touch(h, 1.06, INPUT_MOVE, 7, 0, 130, 90);
    touch(h, 1.08, INPUT_MOVE, 7, 0, 100, 100); // back again
    touch(h, 1.10, INPUT_UP, 7, 0, 100, 100);
    input_collect(h->input, 2, h->scene);
    const struct event *e = h->scene->stages[0].events.items;
    assert_true(e[3].kind == EVENT_DRAG && e[3].dx == 30 && e[3].dy == 0);
    assert_true(e[5].kind == EVENT_DRAG && e[5].dx == 0 && e[5].dy == -10);
    assert_true(e[7].kind == EVENT_DRAG && e[7].dx == -30 && e[7].dy == 10);
    assert_string_equal(heard(h, 0), "down move move drag move drag move drag drag up");
}

static void a_finger_belongs_to_the_stage_it_went_down_on(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 7, 0, 300, 100);
    touch(h, 2, INPUT_MOVE, 7, 0, 600, 100); // over the other canvas
    touch(h, 3, INPUT_MOVE, 7, 1, 200, 400); // on the other projector: twice as large
    touch(h, 4, INPUT_UP, 7, 0, 950, 350);
    input_collect(h->input, 1, h->scene);
    const struct event *e = h->scene->stages[0].events.items;
    assert_true(e[2].kind == EVENT_MOVE && e[2].x == 400 && e[2].y == 100);
    assert_true(e[4].kind == EVENT_MOVE && fabsf(e[4].x - 100) < 1e-3f &&
                fabsf(e[4].y - 200) < 1e-3f);
    assert_true(e[9].kind == EVENT_UP && e[9].x == 400 && e[9].y == 300);
    assert_string_equal(heard(h, 1), "");
}

static void a_finger_that_went_down_outside_is_not_felt(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 7, 0, 450, 100);
    touch(h, 2, INPUT_MOVE, 7, 0, 100, 100);
    touch(h, 3, INPUT_UP, 7, 0, 100, 100);
    touch(h, 4, INPUT_MOVE, 8, 0, 100, 100); // never down
    touch(h, 5, INPUT_UP, 8, 0, 100, 100);
    input_collect(h->input, 9, h->scene);
    assert_string_equal(heard(h, 0), "");
    assert_string_equal(heard(h, 1), "");
    assert_int_equal(h->scene->stages[0].fingers, 0);
}

static void an_up_without_a_place_lifts_where_the_finger_was(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 7, 0, 300, 100);
    touch(h, 1.1, INPUT_UP, 7, 0, -1, -1);
    input_collect(h->input, 9, h->scene);
    assert_true(h->scene->stages[0].events.items[1].x == 300);
    assert_string_equal(heard(h, 0), "down up tap");
}

static void a_second_down_lifts_the_finger_first(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 7, 0, 300, 100);
    touch(h, 1.1, INPUT_DOWN, 7, 0, 600, 100);
    input_collect(h->input, 1.1, h->scene);
    assert_string_equal(heard(h, 0), "down up");
    assert_string_equal(heard(h, 1), "down");
    assert_int_equal(h->scene->stages[0].fingers, 0);
    assert_int_equal(h->scene->stages[1].fingers, 1);
}

static void release_lifts_all_and_taps_nothing(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 1, 0, 300, 100);
    touch(h, 1, INPUT_DOWN, 2, 0, 600, 100);
    input_collect(h->input, 1, h->scene);
    touch(h, 1.1, INPUT_DOWN, 3, 0, 20, 20);
    input_release(h->input);
    touch(h, 1.1, INPUT_DOWN, 4, 0, 30, 30);
    assert_true(input_next_s(h->input) <= 1.1);
    input_collect(h->input, 1.2, h->scene);
    assert_string_equal(heard(h, 0), "down down up up down");
    assert_string_equal(heard(h, 1), "down up");
    assert_int_equal(h->scene->stages[0].fingers, 1);
    assert_int_equal(h->scene->stages[1].fingers, 0);
}

static void keys_go_to_every_stage(void **state)
{
    struct house *h = *state;
    struct input_contact c = {.time_s = 3, .phase = INPUT_KEY, .key = "Left"};
    input_contact(h->input, &c);
    input_collect(h->input, 3, h->scene);
    for (int k = 0; k < 2; k++) {
        assert_string_equal(h->scene->stages[k].events.items[0].name, "Left");
        assert_string_equal(heard(h, k), "key");
    }
}

static void sixty_four_fingers_are_felt_and_more_are_said_once(void **state)
{
    struct house *h = *state;
    for (int k = 0; k < INPUT_FINGERS + 5; k++)
        touch(h, 1, INPUT_DOWN, k, 0, 5 * k, 5);
    input_collect(h->input, 1, h->scene);
    assert_int_equal(h->scene->stages[0].fingers, INPUT_FINGERS);
    assert_int_equal(lines_said, 1);
    for (int k = 0; k < INPUT_FINGERS + 5; k++)
        touch(h, 1.1, INPUT_UP, k, 0, 5 * k, 5);
    input_collect(h->input, 2, h->scene);
    assert_int_equal(h->scene->stages[0].fingers, 0);
    assert_int_equal(lines_said, 1);
}

static void a_flood_loses_moves_and_keeps_ups(void **state)
{
    struct house *h = *state;
    touch(h, 1, INPUT_DOWN, 1, 0, 10, 10);
    for (int k = 0; k < 5000; k++)
        touch(h, 1, INPUT_MOVE, 1, 0, 10 + k % 100, 10);
    touch(h, 1, INPUT_UP, 1, 0, 10, 10);
    input_collect(h->input, 1, h->scene);
    assert_int_equal(h->scene->stages[0].fingers, 0);
    assert_int_equal(lines_said, 1);
    events_clear(&h->scene->stages[0].events);
    for (int k = 0; k < 3000; k++) // nothing that may be lost: the last up lifts all
        touch(h, 2, k % 2 ? INPUT_UP : INPUT_DOWN, 1, 0, 10, 10);
    touch(h, 2, INPUT_UP, 1, 0, 10, 10);
    input_collect(h->input, 2, h->scene);
    assert_int_equal(h->scene->stages[0].fingers, 0);
}

// What must hold whatever comes, on each stage.
struct watch {
    struct watched {
        bool down;
        bool held, dragging, pinching, turning;
        double down_s;
        int ups, downs;
    } fingers[32];
};

// What begins has not begun, what is updated or ends has.
static void go_on(bool *going, const struct event *e)
{
    assert_true(*going == (e->phase != EVENT_BEGIN));
    *going = e->phase != EVENT_END;
}

static void watch_stage(struct watch *w, struct house *h, int stage)
{
    struct events *q = &h->scene->stages[stage].events;
    assert_int_equal(q->lost, 0);
    for (int k = 0; k < q->count; k++) {
        const struct event *e = &q->items[k];
        assert_in_range(e->finger, 0, 31);
        assert_true(e->x >= 0 && e->x <= 400 && e->y >= 0 && e->y <= 300);
        struct watched *f = &w->fingers[e->finger];
        bool after = e->kind == EVENT_TAP || e->kind == EVENT_DOUBLE || e->kind == EVENT_SWIPE;
        assert_true(f->down == (e->kind != EVENT_DOWN && !after));
        switch (e->kind) {
        case EVENT_DOWN:
            assert_false(f->dragging || f->pinching || f->turning);
            f->down = true;
            f->held = false;
            f->down_s = e->time_s;
            f->downs++;
            break;
        case EVENT_UP:
            assert_false(f->dragging || f->pinching || f->turning);
            f->down = false;
            f->ups++;
            break;
        case EVENT_TAP:
            assert_false(f->held);
            assert_true(e->time_s - f->down_s <= INPUT_TAP_S);
            assert_true(hypot(e->x - e->start_x, e->y - e->start_y) <=
                        INPUT_TAP_MM * INPUT_PX_PER_MM);
            assert_int_equal(q->items[k - 1].kind, EVENT_UP);
            break;
        case EVENT_HOLD:
            assert_false(f->held);
            f->held = true;
            assert_true(fabs(e->time_s - f->down_s - INPUT_HOLD_S) < 1e-9);
            break;
        case EVENT_DRAG:
            go_on(&f->dragging, e);
            assert_false(f->pinching);
            break;
        case EVENT_PINCH:
            go_on(&f->pinching, e);
            assert_true(w->fingers[e->other].down && e->other != e->finger);
            assert_true(e->scale > 0 && e->dscale > 0 && isfinite(e->scale));
            break;
        case EVENT_ROTATE:
            go_on(&f->turning, e);
            assert_true(isfinite(e->angle) && fabsf(e->dangle) < 3.1416f * 2);
            break;
        case EVENT_DOUBLE:
            assert_int_equal(q->items[k - 1].kind, EVENT_TAP);
            break;
        case EVENT_SWIPE:
            assert_int_equal(q->items[k - 1].kind, EVENT_UP);
            assert_true(e->speed >= INPUT_SWIPE_MM_S * INPUT_PX_PER_MM);
            break;
        default:
            assert_true(e->kind == EVENT_MOVE);
        }
    }
    events_clear(q);
}

static unsigned roll(unsigned *seed, unsigned sides)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % sides;
}

// Both stages; what is down is what the scene is told to be down.
static void watch(struct watch stages[2], struct house *h)
{
    for (int stage = 0; stage < 2; stage++) {
        watch_stage(&stages[stage], h, stage);
        int open = 0;
        for (int k = 0; k < 32; k++)
            open += stages[stage].fingers[k].down;
        assert_int_equal(open, h->scene->stages[stage].fingers);
    }
}

static void whatever_comes_every_down_has_one_up(void **state)
{
    struct house *h = *state;
    struct watch stages[2] = {0};
    unsigned seed = 2024;
    double now_s = 0;
    for (int frame = 0; frame < 5000; frame++) {
        for (unsigned k = roll(&seed, 6); k > 0; k--) {
            enum input_phase phase = (enum input_phase)roll(&seed, 3);
            double x = roll(&seed, 1100) - 50.0, y = roll(&seed, 500) - 50.0;
            touch(h, now_s + roll(&seed, 16) / 1000.0, phase, roll(&seed, 32), (int)roll(&seed, 2),
                  x, y);
        }
        if (roll(&seed, 200) == 0)
            input_release(h->input);
        now_s += 0.016;
        input_collect(h->input, now_s, h->scene);
        watch(stages, h);
        for (int stage = 0; stage < 2 && frame % 3 == 0; stage++)
            claims_put(&h->scene->stages[stage].claims, roll(&seed, 32), "map");
        assert_true(input_next_s(h->input) > now_s);
    }
    input_release(h->input);
    input_collect(h->input, now_s + 1, h->scene);
    watch(stages, h);
    int all = 0;
    for (int k = 0; k < 64; k++) {
        const struct watched *f = &stages[k / 32].fingers[k % 32];
        assert_int_equal(f->downs, f->ups);
        all += f->ups;
    }
    print_message("%d touches\n", all);
    assert_true(all > 1000);
}

// Light out through surfaces/ and the GPU, touch in through input/: the same place.
static void a_touch_lands_where_the_light_fell(void **state)
{
    (void)state;
    enum { W = 640, H = 360 };
    struct fault f = {0};
    struct windows *windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    struct gpu *gpu = windows ? gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f) : NULL;
    if (!gpu)
        fail_msg("%s", f.text);
    const struct mapping_desc desc = {
        .surface_count = 1,
        .output_count = 1,
        .surfaces = {{0, {W, H}, {{120, 30}, {700, 90}, {640, 400}, {60, 430}}}},
        .outputs = {{{20, 10}, {720, 450}, {{8, 5}, {700, 20}, {715, 440}, {3, 430}}}}};
    struct mapping *mapping = mapping_create(&desc, &f);
    struct surfaces *surfaces = surfaces_create(gpu, &desc, mapping, &f);
    struct gpu_target canvas;
    assert_true(gpu_target_init(gpu, &canvas, GPU_SRGBA8, W, H, &f));
    const struct gpu_target *canvases[] = {&canvas};
    struct input *input = input_create(mapping);
    struct scene *scene = scene_create("facade");
    scene_stage_add(scene, "wall", W, H);
    unsigned char *seen = malloc(720 * 450 * 4);
    double worst = 0;
    for (int k = 0; k < 6; k++) {
        int x = 60 + 100 * k, y = 40 + 55 * k;
        gpu_target_bind(gpu, &canvas);
        gpu_target_clear(gpu, 0, 0, 0, 1);
        unsigned char white[4 * 4 * 4];
        memset(white, 255, sizeof white);
        gpu_texture_upload(gpu, &canvas.texture, x - 2, y - 2, 4, 4, white, 0);
        surfaces_show(surfaces, canvases, 1);
        gpu_target_read(gpu, surfaces_output(surfaces, 0), seen);
        double sum = 0, x_sum = 0, y_sum = 0;
        for (int i = 0; i < 720 * 450; i++) {
            double light =
                pow((seen[i * 4] / 255.0 + 0.055) / 1.055, 2.4) - pow(0.055 / 1.055, 2.4);
            sum += light;
            x_sum += light * (i % 720 + 0.5);
            y_sum += light * ((double)(i / 720) + 0.5);
        }
        struct input_contact c = {.finger = k, .at_output = {x_sum / sum, y_sum / sum}};
        input_contact(input, &c);
        input_collect(input, 0, scene);
        const struct event *e = &scene->stages[0].events.items[0];
        assert_int_equal(e->kind, EVENT_DOWN);
        worst = fmax(worst, hypot(e->x - x, e->y - y));
        events_clear(&scene->stages[0].events);
    }
    print_message("worst: %.3f px\n", worst);
    assert_true(worst < 0.1);
    free(seen);
    scene_destroy(scene);
    input_destroy(input);
    gpu_target_finish(&canvas);
    surfaces_destroy(surfaces);
    mapping_destroy(mapping);
    gpu_destroy(gpu);
    windows_destroy(windows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_short_touch_is_a_tap),
        IN_HOUSE(longer_than_a_tap_is_none),
        IN_HOUSE(a_hold_falls_due_by_time_alone),
        IN_HOUSE(a_hold_is_told_before_what_came_after_it),
        IN_HOUSE(further_than_a_tap_is_a_drag),
        IN_HOUSE(a_finger_belongs_to_the_stage_it_went_down_on),
        IN_HOUSE(a_finger_that_went_down_outside_is_not_felt),
        IN_HOUSE(an_up_without_a_place_lifts_where_the_finger_was),
        IN_HOUSE(a_second_down_lifts_the_finger_first),
        IN_HOUSE(release_lifts_all_and_taps_nothing),
        IN_HOUSE(keys_go_to_every_stage),
        IN_HOUSE(sixty_four_fingers_are_felt_and_more_are_said_once),
        IN_HOUSE(a_flood_loses_moves_and_keeps_ups),
        IN_HOUSE(whatever_comes_every_down_has_one_up),
        cmocka_unit_test(a_touch_lands_where_the_light_fell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
