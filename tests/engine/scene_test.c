// scene: the table's limits, handles, and where media stand in time.
#include "scene/playlist.h"
#include "scene/scene.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_looping_film_stands_where_the_clock_says(void **state)
{
    struct media m = {
        .playing = true, .loop = true, .epoch_s = 10, .offset_s = 1, .speed = 1, .duration_s = 4};
    bool ended = true;
    assert_float_equal(media_position(&m, 12, &ended), 3, 1e-12);
    assert_false(ended);
    assert_float_equal(media_position(&m, 10 + 86400, NULL), fmod(86401, 4), 1e-9);
    m.loop = false;
    assert_float_equal(media_position(&m, 14, &ended), 4, 0);
    assert_true(ended);
    m.playing = false;
    assert_float_equal(media_position(&m, 99, NULL), 1, 0);
}

static void a_film_at_a_tenth_of_its_speed_ends_ten_times_later(void **state)
{
    struct media m = {.playing = true, .epoch_s = 10, .offset_s = 1, .speed = 0.1, .duration_s = 4};
    bool ended = true;
    assert_float_equal(media_position(&m, 15, &ended), 1.5, 1e-12);
    assert_false(ended);
    assert_float_equal(media_next_s(&m, 15), 40, 1e-9);
    assert_true(media_runs(&m, 39.9));
    assert_false(media_runs(&m, 40.1));
    assert_true(isinf(media_next_s(&m, 41)));
}

static void what_begins_later_stands_until_then(void **state)
{
    struct media m = {.playing = true, .epoch_s = 10, .offset_s = 1, .speed = 2, .duration_s = 4};
    assert_float_equal(media_position(&m, 3, NULL), 1, 0);
    assert_false(media_runs(&m, 9.9));
    assert_float_equal(media_next_s(&m, 3), 10, 0);
    assert_float_equal(media_position(&m, 11, NULL), 3, 1e-12);
}

static void what_turns_keeps_its_sharpness(void **state)
{
    for (int i = 0; i < 360; i++) {
        float c = cosf((float)i), s = sinf((float)i);
        struct affine turned =
            affine_times((struct affine){c, s, -s, c, 7, 8}, (struct affine){3, 0, 0, 1.5f, 0, 0});
        assert_float_equal(affine_sharpness(turned), 3, 0); // the same number to the last bit
    }
}

static void a_stale_handle_finds_nothing(void **state)
{
    struct scene *s = scene_create("a");
    media_handle h = media_take(&s->media, MEDIA_FILM, 0);
    assert_non_null(media_find(&s->media, h));
    media_release(&s->media, h);
    assert_null(media_find(&s->media, h));
    media_handle again = media_take(&s->media, MEDIA_FILM, 0);
    assert_int_not_equal(h, again);
    assert_null(media_find(&s->media, 0));
    assert_null(media_find(&s->media, 0xffffffff));
    scene_destroy(s);
}

static void a_full_media_table_says_none(void **state)
{
    struct scene *s = scene_create("a");
    for (int i = 0; i < MEDIA_MAX; i++)
        assert_int_not_equal(media_take(&s->media, MEDIA_SOUND, 0), 0);
    assert_int_equal(media_take(&s->media, MEDIA_SOUND, 0), 0);
    scene_destroy(s);
}

static void a_media_table_reaches_over_all_that_was_ever_used(void **state)
{
    struct scene *s = scene_create("a");
    assert_int_equal(s->media.reach, 0);
    media_handle first = media_take(&s->media, MEDIA_SOUND, 0);
    media_handle last = media_take(&s->media, MEDIA_SOUND, 0);
    assert_int_equal(s->media.reach, 2);
    media_release(&s->media, last); // machines still have to see that it went
    media_release(&s->media, first);
    assert_int_equal(s->media.reach, 2);
    media_take(&s->media, MEDIA_SOUND, 0);
    assert_int_equal(s->media.reach, 2);
    scene_destroy(s);
}

static void a_lifted_finger_is_heard_even_in_a_full_queue(void **state)
{
    struct scene *s = scene_create("a");
    scene_stage_add(s, "wall", 100, 100);
    struct event move = {.kind = EVENT_MOVE}, up = {.kind = EVENT_UP, .finger = 7};
    for (int i = 0; i < EVENTS_MAX + 10; i++)
        scene_tell(s, 0, &move);
    assert_true(scene_tell(s, 0, &up));
    struct events *q = &s->stages[0].events;
    assert_int_equal(q->count, EVENTS_MAX);
    assert_int_equal(q->items[EVENTS_MAX - 1].finger, 7);
    assert_int_equal(q->lost, 1); // the move that made room; the ten before it were added to it
    scene_destroy(s);
}

static void a_full_queue_adds_up_what_goes_on(void **state)
{
    struct events *q = calloc(1, sizeof *q);
    struct event tap = {.kind = EVENT_TAP, .finger = 9};
    struct event drag = {.kind = EVENT_DRAG, .phase = EVENT_UPDATE, .finger = 1, .dx = 1, .dy = 2};
    struct event pinch = {.kind = EVENT_PINCH, .phase = EVENT_UPDATE, .finger = 2, .dscale = 2};
    struct event turn = {.kind = EVENT_ROTATE, .phase = EVENT_UPDATE, .finger = 2, .dangle = 0.5f};
    events_put(q, &drag);
    events_put(q, &pinch);
    events_put(q, &turn);
    while (q->count < EVENTS_MAX)
        events_put(q, &tap);
    for (int i = 0; i < 3; i++) {
        drag.x = (float)i;
        assert_true(events_put(q, &drag) && events_put(q, &pinch) && events_put(q, &turn));
    }
    assert_true(q->items[0].dx == 4 && q->items[0].dy == 8 && q->items[0].x == 2);
    assert_true(q->items[1].dscale == 16);
    assert_true(q->items[2].dangle == 2);
    drag.finger = 3; // nothing of its own is there
    assert_false(events_put(q, &drag));
    assert_int_equal(q->lost, 1);
    assert_int_equal(q->count, EVENTS_MAX);
    free(q);
}

static void a_full_queue_keeps_two_touches_of_one_finger_apart(void **state)
{
    struct events *q = calloc(1, sizeof *q);
    struct event move = {.kind = EVENT_MOVE, .dx = 1}, up = {.kind = EVENT_UP},
                 tap = {.kind = EVENT_TAP};
    struct event down = {.kind = EVENT_DOWN};
    events_put(q, &move);
    events_put(q, &up);
    events_put(q, &down);
    while (q->count < EVENTS_MAX)
        events_put(q, &tap);
    assert_false(events_put(q, &move));
    assert_true(q->items[0].dx == 1);
    free(q);
}

static void the_last_claim_of_a_finger_counts_and_there_is_a_limit(void **state)
{
    struct claims c = {0};
    assert_true(claims_put(&c, 5, "map"));
    assert_true(claims_put(&c, 5, "card"));
    assert_int_equal(c.count, 1);
    assert_string_equal(c.items[0].name, "card");
    for (int i = 1; i < CLAIMS_MAX; i++)
        assert_true(claims_put(&c, 100 + i, "x"));
    assert_false(claims_put(&c, 1, "x"));
    assert_true(claims_put(&c, 5, "again"));
}

static void srgb_becomes_linear_light(void **state)
{
    // IEC 61966-2-1: 0x80 is 0.21586 of full light.
    struct color c = color_srgb(0x800aff, 0.5f);
    assert_float_equal(c.r, 0.2158605, 1e-6);
    assert_float_equal(c.g, 10 / 255.0 / 12.92, 1e-7);
    assert_float_equal(c.b, 1, 1e-7);
    assert_float_equal(c.a, 0.5, 0);
}

static void numbers_that_are_none_are_refused(void **state)
{
    struct drawlist l = {0};
    drawlist_begin(&l, 100, 100);
    struct color white = {1, 1, 1, 1};
    float bad[4] = {0, 0, NAN, 1}, good[4] = {0, 0, 5, 5};
    assert_false(drawlist_line(&l, bad, 2, 1, false, white));
    assert_false(drawlist_line(&l, good, 2, INFINITY, false, white));
    assert_false(drawlist_fill(&l, bad, 2, white));
    assert_true(drawlist_line(&l, good, 2, 1, false, white));
    assert_int_equal(l.refused, 3);
    assert_int_equal(l.command_count, 1);
    assert_int_equal(l.float_count, 4);
    drawlist_finish(&l);
}

static void a_full_list_refuses_and_counts(void **state)
{
    struct drawlist l = {0};
    drawlist_begin(&l, 100, 100);
    struct color white = {1, 1, 1, 1};
    float xy[4] = {0, 0, 5, 5};
    for (int i = 0; i < DRAWLIST_COMMANDS; i++)
        assert_true(drawlist_line(&l, xy, 2, 1, false, white));
    assert_false(drawlist_line(&l, xy, 2, 1, false, white));
    assert_int_equal(l.refused, 1);
    drawlist_finish(&l);
}

static void equal_lists_are_the_same_picture(void **state)
{
    struct drawlist a = {0}, b = {0};
    struct text_style style = {.font = "text", .size_px = 20};
    for (int i = 0; i < 2; i++) {
        struct drawlist *l = i ? &b : &a;
        drawlist_begin(l, 100, 100);
        drawlist_text(l, "argile", 6, 3, 4, &style, (struct color){1, 1, 1, 1});
    }
    assert_true(drawlist_same(&a, &b));
    b.bytes[0] = 'A';
    assert_false(drawlist_same(&a, &b));
    drawlist_finish(&a);
    drawlist_finish(&b);
}

static void the_loop_may_sleep_until_the_earliest_timer(void **state)
{
    struct scene *s = scene_create("a");
    int wall = scene_stage_add(s, "wall", 10, 10);
    s->stages[wall].redraw = false;
    s->now_s = 5;
    assert_false(scene_asked(s));
    assert_true(isinf(scene_next_s(s)));
    scene_wake_at(s, wall, 9);
    scene_wake_at(s, wall, 7);
    scene_wake_at(s, wall, 8);
    assert_float_equal(scene_next_s(s), 7, 0);
    s->now_s = 7;
    assert_true(scene_asked(s));
    scene_destroy(s);
}

// The oracle walks from film to film for a day, as a viewer would.
static void a_list_of_films_is_where_a_viewer_would_be(void **state)
{
    unsigned seed = 3;
    for (int list = 0; list < 20; list++) {
        double lengths_s[7], began_s = 0, overlap_s = 0;
        struct playlist p = {.lengths_s = lengths_s, .count = 1 + list % 7, .loop = list % 3 != 0};
        for (int i = 0; i < p.count; i++) {
            seed = seed * 1664525u + 1013904223u;
            lengths_s[i] = 0.5 + (seed >> 8) % 9000 / 100.0;
        }
        p.fade_s = (list % 4) * 0.7;
        for (int64_t n = 0; began_s < 86400 && (p.loop || n < p.count); n++) {
            double length_s = lengths_s[n % p.count], next_s = lengths_s[(n + 1) % p.count];
            bool last = !p.loop && n == p.count - 1;
            double fade_s = last ? 0 : fmin(p.fade_s, fmin(length_s, next_s) / 2);
            struct playlist_at at = playlist_at(&p, began_s + overlap_s / 4 + 1e-6);
            assert_int_equal(at.number, n);
            assert_float_equal(at.began_s, began_s, 1e-6);
            assert_float_equal(at.mix, overlap_s > 0 ? 0.25 : 1, 1e-3);
            assert_float_equal(playlist_start_s(&p, n), began_s, 1e-6);
            at = playlist_at(&p, began_s + length_s - fade_s - 1e-6);
            assert_int_equal(at.number, n);
            assert_false(at.ended);
            assert_int_equal(playlist_at(&p, began_s + length_s + 1e-6).ended, last);
            began_s += length_s - fade_s;
            overlap_s = fade_s;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_looping_film_stands_where_the_clock_says),
        cmocka_unit_test(a_film_at_a_tenth_of_its_speed_ends_ten_times_later),
        cmocka_unit_test(what_begins_later_stands_until_then),
        cmocka_unit_test(a_list_of_films_is_where_a_viewer_would_be),
        cmocka_unit_test(what_turns_keeps_its_sharpness),
        cmocka_unit_test(a_stale_handle_finds_nothing),
        cmocka_unit_test(a_full_media_table_says_none),
        cmocka_unit_test(a_media_table_reaches_over_all_that_was_ever_used),
        cmocka_unit_test(a_lifted_finger_is_heard_even_in_a_full_queue),
        cmocka_unit_test(a_full_queue_adds_up_what_goes_on),
        cmocka_unit_test(a_full_queue_keeps_two_touches_of_one_finger_apart),
        cmocka_unit_test(the_last_claim_of_a_finger_counts_and_there_is_a_limit),
        cmocka_unit_test(srgb_becomes_linear_light),
        cmocka_unit_test(numbers_that_are_none_are_refused),
        cmocka_unit_test(a_full_list_refuses_and_counts),
        cmocka_unit_test(equal_lists_are_the_same_picture),
        cmocka_unit_test(the_loop_may_sleep_until_the_earliest_timer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
