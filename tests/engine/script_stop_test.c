// script: scenes that run away, eat memory or break, sit out, and come back.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void what_happens_after_a_fault_is_said(void **state)
{
    struct fault f;
    struct house *h = house_play("return { touch = function(e) error('oh') end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_non_null(
        strstr(h->log, "scene.lua:1: oh; its last picture stands, and it begins anew in 1 s"));
    assert_int_equal(script_stop_count(h->script), 1);
    assert_null(script_playing(h->script, 0));
    house_frame(h, 2.1);
    assert_non_null(strstr(h->log, "left: play0 runs again"));
    assert_string_equal(script_playing(h->script, 0), "play0");
    house_save(h, "scenes/play0/scene.lua", "return {");
    assert_false(script_refresh(h->script));
    assert_non_null(strstr(h->log, "; the last good one goes on"));
    house_save(h, "scenes/bad/scene.lua", "return 1");
    assert_false(script_start(h->script, 0, "bad", NULL, &f));
    house_close(h);
}

// The stepped fence counts instructions: the same scene is stopped at the same place everywhere.
static void a_runaway_scene_is_stopped_and_the_other_plays_on(void **state)
{
    struct house *h = house_open(2, NULL);
    struct fault f;
    assert_true(house_start(h, 0,
                            "local run\n"
                            "return { touch = function() run = true end,\n"
                            " draw = function(canvas) canvas:circle(9, 9, 9)\n"
                            "  while run do end\n"
                            " end }",
                            &f));
    assert_true(house_start(
        h, 1, "return { draw = function(canvas) canvas:text(show.now(), 0, 0) end }", &f));
    uint64_t picture = h->scene->stages[0].picture;
    house_tell(h, EVENT_TAP);
    scene_redraw(h->scene, 1);
    house_frame(h, 1);
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:4:"));
    assert_int_equal(h->scene->stages[0].picture, picture); // its last picture stands
    assert_int_equal(h->scene->stages[0].list.command_count, 1);
    const struct drawlist *other = &h->scene->stages[1].list; // in the same frame
    assert_int_equal(other->command_count, 1);
    assert_memory_equal(other->bytes, "1.0", 3);
    house_close(h);
}

static void a_scene_that_eats_memory_is_stopped(void **state)
{
    struct house *h = house_open(1, &(struct script_desc){.memory_bytes = 4u << 20});
    struct fault f;
    assert_true(house_start(h, 0,
                            "return { touch = function() local t = {}\n"
                            " for i = 1, 1e5 do t[i] = ('x'):rep(1000) .. i end end }",
                            &f));
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:1: scene.touch: the script was "
                                    "stopped: it needs more than 4 MiB of memory"));
    house_close(h);
}

static void a_faulty_scene_sits_out_and_comes_back(void **state)
{
    struct house *h = house_play("local n = 0\n"
                                 "return { touch = function() error('broken') end,\n"
                                 " draw = function(canvas) n = n + 1 canvas:text(n, 0, 0) end }");
    house_frame(h, 0);
    house_has_text(h, 0, "2");
    const double steps[] = {1, 5, 60, 60};
    double now_s = 10;
    for (int i = 0; i < 4; i++) {
        house_tell(h, EVENT_TAP);
        house_frame(h, now_s);
        assert_int_equal(h->told, 1); // the same fault is told once
        house_has_text(h, 0, "2");
        assert_float_equal(scene_next_s(h->scene), now_s + steps[i], 1e-9);
        house_frame(h, now_s + steps[i] - 0.1);
        house_tell(h, EVENT_TAP); // not heard: it sits out
        house_frame(h, now_s + steps[i] - 0.05);
        house_frame(h, now_s + steps[i]);
        house_has_text(h, 0, "2"); // anew: counted from 1, drawn twice
        now_s += steps[i] + 1;
    }
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:2: broken"));
    now_s += 60;
    house_tell(h, EVENT_TAP);
    house_frame(h, now_s);
    assert_float_equal(scene_next_s(h->scene), now_s + 1, 1e-9); // it was well for a minute
    house_close(h);
}

// 1e8 instructions are a second: this draw takes about 40 ms, five times what one may take later.
#define SLOW_START                                                                          \
    "local drawn, wild\n"                                                                   \
    "return { touch = function() if wild then while true do end end error('broken') end,\n" \
    " hear = function() wild = true end,\n"                                                 \
    " draw = function(canvas) canvas:text('drawn', 0, 0)\n"                                 \
    "  if not drawn then for i = 1, 4e6 do end drawn = true log.info('drawn first') end end }"

static int begun(const struct house *h)
{
    int count = 0;
    for (const char *at = h->log; (at = strstr(at, "drawn first")); at++)
        count++;
    return count;
}

static void only_what_ran_away_comes_back_on_a_short_leash(void **state)
{
    struct house *h = house_play(SLOW_START);
    house_frame(h, 0);
    assert_int_equal(begun(h), 1);
    house_tell(h, EVENT_TAP);
    house_frame(h, 1); // an error
    house_frame(h, 2);
    assert_int_equal(begun(h), 2);
    house_tell(h, EVENT_MESSAGE);
    house_tell(h, EVENT_TAP);
    house_frame(h, 3); // runs away
    house_frame(h, 8);
    assert_non_null(strstr(h->last, "the script was stopped"));
    assert_int_equal(begun(h), 2);
    house_frame(h, 68);
    assert_int_equal(begun(h), 2);
    struct fault f;
    assert_true(house_start(h, 0, SLOW_START, &f)); // started anew, it has its time again
    assert_int_equal(begun(h), 3);
    house_close(h);
}

static void films_stand_while_a_scene_sits_out(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    house_save(h, "a.wav", "x");
    assert_true(house_start(h, 0,
                            "film.open('a.mp4') sound.play('a.wav')\n"
                            "return { touch = function() error('broken') end }",
                            &f));
    struct media *items = h->scene->media.items;
    house_tell(h, EVENT_TAP);
    house_frame(h, 4);
    assert_true(items[0].used && !items[0].playing);
    assert_float_equal(items[0].offset_s, 4, 0);
    assert_true(items[1].closing);
    house_frame(h, 5.5);
    assert_false(items[0].used && items[0].incarnation == 1); // the new one has its own
    house_close(h);
}

static void the_breadcrumb_is_gone_after_the_call(void **state)
{
    struct house *h = house_play("return { draw = function(canvas) end }");
    house_frame(h, 1);
    assert_string_equal(pulse_page(h->pulse)->crumb, "");
    house_close(h);
}

static void a_save_brings_back_a_scene_that_sits_out(void **state)
{
    struct house *h = house_play("return { touch = function() error('broken') end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_int_equal(h->told, 1);
    house_save(h, "scenes/play0/scene.lua",
               "return { draw = function(canvas) canvas:text('mended', 0, 0) end }");
    assert_true(script_refresh(h->script));
    house_has_text(h, 0, "mended");
    house_frame(h, 1.1);
    assert_int_equal(h->told, 1);
    house_close(h);
}

// As visitors meet it: by processor time, with the signal.
static void a_runaway_scene_is_stopped_in_the_show_too(void **state)
{
    struct house *h = house_open(2, NULL);
    struct fault f;
    h->scene->stepped = false;
    assert_true(house_start(h, 0,
                            "return { touch = function()\n"
                            "  while true do pcall(string.rep, 'x', 10) end end }",
                            &f));
    assert_true(house_start(
        h, 1, "return { draw = function(canvas) canvas:text(show.now(), 0, 0) end }", &f));
    house_tell(h, EVENT_TAP);
    scene_redraw(h->scene, 1);
    house_frame(h, 1);
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:2:"));
    assert_memory_equal(h->scene->stages[1].list.bytes, "1.0", 3);
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_save_brings_back_a_scene_that_sits_out),
        cmocka_unit_test(a_runaway_scene_is_stopped_in_the_show_too),
        cmocka_unit_test(what_happens_after_a_fault_is_said),
        cmocka_unit_test(a_runaway_scene_is_stopped_and_the_other_plays_on),
        cmocka_unit_test(a_scene_that_eats_memory_is_stopped),
        cmocka_unit_test(a_faulty_scene_sits_out_and_comes_back),
        cmocka_unit_test(only_what_ran_away_comes_back_on_a_short_leash),
        cmocka_unit_test(films_stand_while_a_scene_sits_out),
        cmocka_unit_test(the_breadcrumb_is_gone_after_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
