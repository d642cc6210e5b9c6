// What moves by itself: tweens, motions of the draw list, and scenes that hand tweens to the
// canvas. Oracles: the formulas, in double precision.
#include "scene/swarm.h"
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PI 3.14159265358979323846

static void near(double a, double b, double most)
{
    if (!(a == b || fabs(a - b) <= most))
        fail_msg("%.12g is not %.12g", a, b);
}

static void key_frames_lead_from_value_to_value(void **state)
{
    const struct tween_key keys[] = {
        {1, 10, EASE_LINEAR}, {3, 20, EASE_LINEAR}, {3, 5, EASE_LINEAR}, {4, 0, EASE_IN}};
    struct tween t = {.since_s = 100, .keys = 4};
    near(tween_at(&t, keys, 0), 10, 0);
    near(tween_at(&t, keys, 101.5), 12.5, 1e-12);
    near(tween_at(&t, keys, 103), 5, 0); // two keys at one moment: a jump
    near(tween_at(&t, keys, 103.5), 5 - 5 * 0.125, 1e-12);
    near(tween_at(&t, keys, 1e9), 0, 0);
    near(tween_rest_s(&t, keys), 104, 0);
    t.looping = 1;
    near(tween_at(&t, keys, 100 + 4 * 12345 + 1.5), 12.5, 1e-9);
    assert_true(isinf(tween_rest_s(&t, keys)));
}

static void what_turns_and_swings_does_so_for_a_hundred_days(void **state)
{
    const struct tween turn = {.since_s = 7, .value = 1, .speed = 0.25};
    const struct tween sway = {.since_s = 7, .value = 3, .swing = 2, .period_s = 5};
    for (double t = 0; t < 8640000; t += 777777.125) {
        near(tween_at(&turn, NULL, 7 + t), 1 + 0.25 * t, 1e-6);
        near(tween_at(&sway, NULL, 7 + t), 3 + 2 * sin(2 * PI * fmod(t, 5) / 5), 1e-6);
    }
    near(tween_at(&turn, NULL, 0), 1, 0);
    assert_true(isinf(tween_rest_s(&sway, NULL)));
    near(tween_rest_s(&(struct tween){.value = 9}, NULL), -INFINITY, 0);
}

static void motions_lie_within_one_another(void **state)
{
    struct drawlist l = {0};
    drawlist_begin(&l, 100, 100);
    struct draw_motion m = {.kind = MOTION_MOVE,
                            .before = {2, 0, 0, 2, 5, 6},
                            .a = {.since_s = 0, .speed = 10},
                            .b = {.value = 3}};
    uint32_t outer = drawlist_motion(&l, &m, NULL, NULL);
    m = (struct draw_motion){.kind = MOTION_TURN,
                             .outer = outer,
                             .before = {1, 0, 0, 1, 1, 0},
                             .a = {.since_s = 1, .speed = PI / 2}};
    uint32_t inner = drawlist_motion(&l, &m, NULL, NULL);
    struct draw_state s = {.to_canvas = {1, 0, 0, 1, 4, 0}, .opacity = 1, .motion = inner};
    assert_true(drawlist_state(&l, &s));
    near(l.moves_from_s, 0, 0);
    assert_true(isinf(l.moves_until_s));
    for (double t = 1; t < 9; t += 0.37) {
        struct draw_state at = drawlist_state_at(&l, &s, t);
        float x, y;
        affine_apply(at.to_canvas, 0, 0, &x, &y);
        double a = (t - 1) * PI / 2; // 4 to the right, turned, 1 to the right, moved, doubled
        near(x, 5 + 2 * (10 * t + 1 + 4 * cos(a)), 1e-3);
        near(y, 6 + 2 * (3 + 4 * sin(a)), 1e-3);
        assert_int_equal(at.motion, 0);
    }
    drawlist_finish(&l);
}

static void a_motion_counts_only_where_something_lies_in_it(void **state)
{
    struct drawlist l = {0};
    drawlist_begin(&l, 100, 100);
    const struct tween_key keys[] = {{0, 0, 0}, {5, 1, 0}};
    struct draw_motion m = {.kind = MOTION_FADE,
                            .before = affine_identity(),
                            .a = {.since_s = 2, .keys = 2}};
    uint32_t fade = drawlist_motion(&l, &m, keys, NULL);
    assert_true(l.moves_until_s < l.moves_from_s);
    struct draw_state s = {.to_canvas = affine_identity(), .opacity = 0.5f, .fade = fade};
    drawlist_state(&l, &s);
    near(l.moves_from_s, 2, 0);
    near(l.moves_until_s, 7, 0);
    near(drawlist_state_at(&l, &s, 4.5).opacity, 0.25, 1e-6);
    near(drawlist_state_at(&l, &s, 99).opacity, 0.5, 0);
    drawlist_finish(&l);
}

static void motions_too_deep_too_many_or_not_finite_are_refused(void **state)
{
    struct drawlist l = {0};
    drawlist_begin(&l, 100, 100);
    struct draw_motion m = {.kind = MOTION_TURN, .before = affine_identity()};
    for (int i = 0; i < DRAWLIST_MOTION_DEPTH; i++)
        assert_int_not_equal(m.outer = drawlist_motion(&l, &m, NULL, NULL), 0);
    assert_int_equal(drawlist_motion(&l, &m, NULL, NULL), 0);
    m.outer = 0;
    m.a.speed = NAN;
    assert_int_equal(drawlist_motion(&l, &m, NULL, NULL), 0);
    m.a = (struct tween){.swing = 1}; // without a period
    assert_int_equal(drawlist_motion(&l, &m, NULL, NULL), 0);
    m.a = (struct tween){.keys = 2};
    const struct tween_key back[] = {{2, 0, 0}, {1, 0, 0}};
    assert_int_equal(drawlist_motion(&l, &m, back, NULL), 0);
    m.a = (struct tween){0};
    while (l.motion_count < DRAWLIST_MOTIONS)
        assert_int_not_equal(drawlist_motion(&l, &m, NULL, NULL), 0);
    assert_int_equal(drawlist_motion(&l, &m, NULL, NULL), 0);
    assert_int_equal(l.refused, 5);
    assert_false(drawlist_state(&l, &(struct draw_state){.to_canvas = affine_identity(),
                                                         .motion = DRAWLIST_MOTIONS + 1}));
    drawlist_finish(&l);
}

// A scene that counts its draws in the width of a line.
#define COUNTED                                                             \
    "local n, a, b = 0\nreturn { %s draw = function(canvas) n = n + 1 %s\n" \
    " canvas:line(0, 0, n, 0) end }"

static struct house *play(const char *more, const char *draw)
{
    char lua[2048];
    snprintf(lua, sizeof lua, COUNTED, more, draw);
    struct house *h = house_play(lua);
    house_frame(h, 0); // what a start asks for: the second draw
    return h;
}

static double draws(const struct house *h)
{
    const struct drawlist *l = house_list(h);
    return house_points(h, l->command_count - 1)[2];
}

static struct draw_state last_state(const struct house *h)
{
    const struct drawlist *l = house_list(h);
    return drawlist_state_at(l, &l->states[l->commands[l->command_count - 1].state],
                             h->scene->now_s);
}

static void a_tween_on_the_canvas_moves_without_draw_and_then_all_sleeps(void **state)
{
    struct house *h = play("touch = function() a = tween.new(0, 200, 2, 'out') "
                           "b = tween.new(0, 1, 1, 'linear', 0.5) end,",
                           "if a then canvas:translate(a, 7) canvas:opacity(b) end");
    assert_true(isinf(scene_next_s(h->scene)));
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    double drawn = draws(h);
    for (double t = 0.125; t < 2; t += 0.125) {
        assert_true(scene_asked(h->scene)); // a frame, not a draw
        house_frame(h, 1 + t);
        struct draw_state s = last_state(h);
        near(s.to_canvas.e, 200 * (1 - pow(1 - t / 2, 3)), 1e-4);
        near(s.to_canvas.f, 7, 0);
        near(s.opacity, fmin(fmax(t - 0.5, 0), 1), 1e-6);
    }
    near(draws(h), drawn, 0);
    house_frame(h, 3);
    near(last_state(h).to_canvas.e, 200, 0);
    assert_true(isinf(scene_next_s(h->scene)));
    near(draws(h), drawn, 0);
    house_close(h);
}

static void a_tween_that_waits_wakes_the_stage_when_it_begins(void **state)
{
    struct house *h = play("enter = function() a = tween.turn(0, 1, 20) end,", "canvas:rotate(a)");
    house_frame(h, 1);
    near(scene_next_s(h->scene), 20, 0);
    house_frame(h, 25);
    near(scene_next_s(h->scene), 25, 0);
    near(last_state(h).to_canvas.a, cos(5), 1e-6);
    near(draws(h), 2, 0);
    house_close(h);
}

static void a_tween_that_is_read_draws_for_as_long_as_it_is_read(void **state)
{
    struct house *h = play("enter = function() a = tween.sine(5, 2, 4, 0) end,",
                           "if n < 4 then canvas:circle(a:value(), 0, 1) end");
    for (int i = 1; i < 9; i++)
        house_frame(h, i);
    near(draws(h), 4, 0);
    assert_true(isinf(scene_next_s(h->scene)));
    house_close(h);
}

static void who_asks_whether_it_is_done_is_told_in_time(void **state)
{
    struct house *h = play("enter = function() a = tween.new(0, 1, 3) end,",
                           "canvas:opacity(a) if a:done() then canvas:circle(0, 0, 1) end");
    for (double t = 0.5; t < 3; t += 0.5)
        house_frame(h, t);
    near(draws(h), 2, 0);
    house_frame(h, 3);
    near(draws(h), 3, 0);
    assert_int_equal(house_list(h)->command_count, 2);
    assert_true(isinf(scene_next_s(h->scene)));
    house_close(h);
}

static void groups_within_groups_move_together(void **state)
{
    struct house *h =
        play("enter = function() a = tween.turn(0, 10, 0) b = tween.turn(0, 0.1, 0) end,",
             "canvas:push() canvas:scale(2) canvas:translate(a, 0) canvas:opacity(b) "
             "canvas:push() canvas:translate(1, 1) canvas:rotate(b) canvas:opacity(0.5) "
             "canvas:circle(0, 0, 1) canvas:pop() canvas:pop()");
    house_frame(h, 3);
    const struct drawlist *l = house_list(h);
    struct draw_state s = drawlist_state_at(l, &l->states[l->commands[0].state], 3);
    near(s.to_canvas.e, 2 * (30 + 1), 1e-4);
    near(s.to_canvas.f, 2, 1e-4);
    near(s.to_canvas.a, 2 * cos(0.3), 1e-5);
    near(s.opacity, 0.15, 1e-6);
    near(last_state(h).to_canvas.e, 0, 0); // after the pop nothing moves
    near(last_state(h).opacity, 1, 0);
    house_close(h);
}

static void fails(const char *draw, const char *with)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    char lua[1024];
    snprintf(lua, sizeof lua, "return { draw = function(canvas) %s end }", draw);
    assert_false(house_start(h, 0, lua, &f));
    if (!strstr(f.text, with))
        fail_msg("said \"%s\", not \"%s\"", f.text, with);
    house_close(h);
}

static void wrong_tweens_say_what_is_allowed(void **state)
{
    fails("tween.keys({})", "tween.keys: 1 to 64 keys are allowed, got 0");
    fails("tween.keys({{0, 1}, 5})", "key 2 is number; a key is {seconds, value, ease}");
    fails("tween.keys({{0, 1}, {1}})", "key 2 needs two finite numbers: {seconds, value, ease}");
    fails("tween.keys({{2, 1}, {1, 1}})", "key 2 is at 1 s, which is before the key before it");
    fails("tween.keys({{-1, 1}})", "key 1 is at -1 s, which is before 0");
    fails("tween.keys({{0, 1}, {1, 1, 'wild'}})", "tween.keys: no ease \"wild\"; it can be");
    fails("tween.keys({{0, 1}}, {lop = true})", "unknown key \"lop\"; did you mean \"loop\"?");
    fails("tween.sine(0, 1, 0)", "tween.sine: a period is 0.001 s at least, got 0");
    fails("canvas:rotate(canvas)", "canvas:rotate needs a tween (tween.new) for angle (first)");
    fails("canvas:translate(tween.turn(0, 1), 0) canvas:clip(0, 0, 9, 9)",
          "canvas:clip: a clip stands still: set it before the tweens that move, not within");
}

#define SWARM "local p = picture.open('dot.png') local s "

static void a_swarm_moves_without_draw_and_dies_with_what_holds_it(void **state)
{
    struct house *h = house_play(
        SWARM "local n = 0 return { enter = function() s = swarm.new(p, {x = {1, 2, 3}, y = {4, 5, "
              "6}, vx = 7, spin = {1, 0, 0}, color = {1, 1, 1, 0.5, 0.5, 0.5, 0, 0, 1}, edge = "
              "'wrap', box = {0, 0, 9, 9}}) end, touch = function() p, s = nil collectgarbage() "
              "end, draw = function(canvas) n = n + 1 if s then canvas:swarm(s, {opacity = 0.5}) "
              "end canvas:line(0, 0, n, 0) end }");
    house_frame(h, 0);
    const struct draw_command *c = house_command(h, 0);
    assert_int_equal(c->op, DRAW_SWARM);
    assert_float_equal(c->color.a, 0.5, 0);
    const struct swarm *s = media_find(&h->scene->media, c->sprites.swarm)->swarm;
    assert_int_equal(s->count, 3);
    assert_float_equal(s->sprites[2].x, 3, 0);
    assert_float_equal(s->sprites[1].vx, 7, 0);
    assert_float_equal(s->sprites[0].spin, 1, 0);
    assert_float_equal(s->sprites[2].color.r, 0, 0);
    assert_float_equal(s->sprites[2].color.b, 1, 0);
    media_handle swarm = c->sprites.swarm, picture = s->picture;
    for (int i = 1; i < 5; i++) {
        near(scene_next_s(h->scene), h->scene->now_s, 0);
        house_frame(h, i);
    }
    near(draws(h), 2, 0);
    house_tell(h, EVENT_TAP);
    house_frame(h, 5);
    house_frame(h, 7);
    house_frame(h, 9);
    assert_null(media_find(&h->scene->media, swarm));
    assert_null(media_find(&h->scene->media, picture));
    assert_true(isinf(scene_next_s(h->scene)));
    house_close(h);
}

static void a_swarm_sleeps_when_its_lives_are_over(void **state)
{
    struct house *h =
        house_play(SWARM "return { enter = function() s = swarm.new(p, {x = {1, 2}, y = {4, 5}, vx "
                         "= 1, life = {2, 3}, start = 4, since = 10}) end, draw = "
                         "function(canvas) canvas:swarm(s) end }");
    house_frame(h, 0);
    near(scene_next_s(h->scene), 10, 0);
    house_frame(h, 16.9);
    near(scene_next_s(h->scene), 16.9, 0);
    house_frame(h, 17);
    assert_true(isinf(scene_next_s(h->scene)));
    house_close(h);
}

static void wrong_swarms_say_what_is_allowed(void **state)
{
#define NEW "local p = picture.open('dot.png') swarm.new(p, "
    fails(NEW "{x = {1}})", "swarm.new: x and y must be tables with a number for each sprite");
    fails(NEW "{x = {1}, y = {1, 2}})", "swarm.new: y has 2 numbers for 1 sprites");
    fails(NEW "{x = {1}, y = {'a'}})", "swarm.new: y[1] is string, not a number");
    fails(NEW "{x = {0/0}, y = {1}})", "swarm.new: x is");
    fails(NEW "{x = {1}, y = {1}, vx = {}})", "swarm.new: vx has 0 numbers for 1 sprites");
    fails(NEW "{x = {1}, y = {1}, life = 0})",
          "swarm.new: life is 0; from 0.001 to 1e+30 is allowed");
    fails(NEW "{x = {1}, y = {1}, edge = 'wrap'})",
          "swarm.new: edge = \"wrap\" needs a box = {x, y, w, h}");
    fails(NEW "{x = {1}, y = {1}, again = true})", "swarm.new: again = true needs a life");
    fails(NEW "{x = {1}, y = {1}, speed = 3})", "swarm.new: unknown key \"speed\"");
    fails(NEW "{x = {1}, y = {1}, color = '#fff'})", "color must be a table");
    fails("local t = {} for i = 1, 65537 do t[i] = 0 end " NEW "{x = t, y = t})",
          "swarm.new: 65536 sprites in a swarm at most, got 65537");
    fails("local p, t = picture.open('dot.png'), {} for i = 1, 33 do t[i] = swarm.new(p, {x = {1}, "
          "y = {1}}) end",
          "swarm.new: 32 swarms are open already; close some");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_frames_lead_from_value_to_value),
        cmocka_unit_test(what_turns_and_swings_does_so_for_a_hundred_days),
        cmocka_unit_test(motions_lie_within_one_another),
        cmocka_unit_test(a_motion_counts_only_where_something_lies_in_it),
        cmocka_unit_test(motions_too_deep_too_many_or_not_finite_are_refused),
        cmocka_unit_test(a_tween_on_the_canvas_moves_without_draw_and_then_all_sleeps),
        cmocka_unit_test(a_tween_that_waits_wakes_the_stage_when_it_begins),
        cmocka_unit_test(a_tween_that_is_read_draws_for_as_long_as_it_is_read),
        cmocka_unit_test(who_asks_whether_it_is_done_is_told_in_time),
        cmocka_unit_test(groups_within_groups_move_together),
        cmocka_unit_test(a_swarm_moves_without_draw_and_dies_with_what_holds_it),
        cmocka_unit_test(a_swarm_sleeps_when_its_lives_are_over),
        cmocka_unit_test(wrong_swarms_say_what_is_allowed),
        cmocka_unit_test(wrong_tweens_say_what_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
