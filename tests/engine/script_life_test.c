// script: the life of scenes. Events, frames, faults, saves, and what they leave behind.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void a_bad_scene_leaves_the_one_that_plays(void **state)
{
    struct fault f;
    struct house *h = house_play("return { draw = function(canvas) canvas:circle(1, 1, 1) end }");
    house_save(h, "scenes/bad/scene.lua", "return { draw = function(canvas) canvas:oval() end }");
    assert_false(script_start(h->script, 0, "bad", NULL, &f));
    scene_redraw(h->scene, 0);
    house_frame(h, 1);
    assert_int_equal(house_list(h)->command_count, 1);
    assert_int_equal(h->told, 0);
    house_close(h);
}

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

static void what_the_engine_does_not_call_is_a_warning(void **state)
{
    static const struct {
        const char *scene, *said;
    } rows[] = {
        {"local scene = {}\nfunction scene.tuoch(e) end\nreturn scene",
         "scene.lua:2: the engine does not call scene.tuoch; did you mean scene.touch?"},
        {"return { onTouch = function() end }", "did you mean scene.touch?"},
        {"return { Draw = function() end }", "did you mean scene.draw?"},
        {"return { touch = function() end, touched = function() end }", NULL},
        {"return { choose = function() end }", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct house *h = house_play(rows[i].scene);
        const char *said = strstr(h->log, "does not call");
        assert_int_equal(said != NULL, rows[i].said != NULL);
        if (rows[i].said && !strstr(h->log, rows[i].said))
            fail_msg("%s", h->log);
        assert_int_equal(h->told, 0);
        house_close(h);
    }
}

static void an_event_knows_its_fields(void **state)
{
    struct house *h =
        house_play("return { touch = function(e) local n = e.name return e.kidn end,\n"
                   " hear = function(e) return e.parameters end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_non_null(strstr(h->last, "the event has no \"kidn\"; did you mean \"kind\"?"));
    house_frame(h, 3);
    house_tell(h, EVENT_KEY);
    house_frame(h, 4);
    assert_non_null(strstr(h->last, "the event has no \"parameters\"; did you mean \"param\"?"));
    house_close(h);
}

static void a_touch_reaches_touch(void **state)
{
    struct house *h = house_play(
        "local said = ''\n"
        "return { touch = function(e) said = string.format('%s %g %g %g %g %g %g %d %g', e.kind,\n"
        "   e.x, e.y, e.dx, e.dy, e.start_x, e.start_y, e.id, e.time) end,\n"
        " draw = function(canvas) canvas:text(said, 0, 0) end }");
    struct event e = {.kind = EVENT_DRAG,
                      .x = 1,
                      .y = 2,
                      .dx = 3,
                      .dy = 4,
                      .start_x = 5,
                      .start_y = 6,
                      .finger = 7,
                      .time_s = 8};
    assert_true(scene_tell(h->scene, 0, &e));
    house_frame(h, 8);
    house_has_text(h, 0, "drag 1 2 3 4 5 6 7 8");
    assert_int_equal(h->scene->stages[0].events.count, 0);
    house_close(h);
}

static void what_gestures_carry_reaches_touch(void **state)
{
    struct house *h =
        house_play("local said = ''\n"
                   "return { touch = function(e)\n"
                   "   local t = {}\n"
                   "   for _, k in ipairs{ 'kind', 'phase', 'on', 'other', 'scale', 'dscale', "
                   "'angle', 'dangle',\n"
                   "     'speed', 'direction', 'object', 'width', 'height', 'cancelled' } do\n"
                   "     if e[k] ~= nil then t[#t + 1] = k .. '=' .. tostring(e[k]) end end\n"
                   "   said = table.concat(t, ' ') end,\n"
                   " draw = function(canvas) canvas:text(said, 0, 0) end }");
    const struct {
        struct event e;
        const char *said;
    } rows[] = {
        {{.kind = EVENT_PINCH,
          .phase = EVENT_BEGIN,
          .other = 2,
          .scale = 1.5f,
          .dscale = 1.25f,
          .name = "map"},
         "kind=pinch phase=begin on=map other=2 scale=1.5 dscale=1.25"},
        {{.kind = EVENT_ROTATE, .phase = EVENT_UPDATE, .other = 2, .angle = 0.5f, .dangle = -0.25f},
         "kind=rotate phase=update other=2 angle=0.5 dangle=-0.25"},
        {{.kind = EVENT_SWIPE, .speed = 800, .angle = -1.5f, .direction = EVENT_UPWARDS},
         "kind=swipe angle=-1.5 speed=800.0 direction=up"},
        {{.kind = EVENT_OBJECT, .phase = EVENT_END, .object = 12, .angle = 3, .cancelled = true},
         "kind=object phase=end angle=3.0 dangle=0.0 object=12 cancelled=true"},
        {{.kind = EVENT_DOWN, .width = 40, .height = 30}, "kind=down width=40.0 height=30.0"},
        {{.kind = EVENT_UP, .cancelled = true}, "kind=up cancelled=true"},
        {{.kind = EVENT_DOUBLE}, "kind=double"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(scene_tell(h->scene, 0, &rows[i].e));
        house_frame(h, 1 + (double)i);
        house_has_text(h, 0, rows[i].said);
    }
    house_close(h);
}

static void what_touch_returns_at_a_down_holds_the_finger(void **state)
{
    struct house *h =
        house_play("return { touch = function(e)\n"
                   "  if e.kind == 'tap' then return 'late' end\n"
                   "  return ({ [1] = 'map', [2] = 7, [3] = nil, [4] = false })[e.id]\n"
                   "end }");
    const struct claims *c = &h->scene->stages[0].claims;
    for (int finger = 1; finger <= 4; finger++) {
        struct event e = {.kind = EVENT_DOWN, .finger = finger};
        assert_true(scene_tell(h->scene, 0, &e));
        e.kind = EVENT_TAP;
        assert_true(scene_tell(h->scene, 0, &e));
    }
    house_frame(h, 1);
    assert_int_equal(c->count, 2);
    assert_int_equal(c->items[0].finger, 1);
    assert_string_equal(c->items[0].name, "map");
    assert_string_equal(c->items[1].name, "7");
    house_close(h);
}

static void what_cannot_hold_a_finger_is_an_error(void **state)
{
    const char *const bad[] = {"{}", "''", "string.rep('x', 64)", "print"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char lua[128];
        snprintf(lua, sizeof lua, "return { touch = function(e) return %s end }", bad[i]);
        struct house *h = house_play(lua);
        house_tell(h, EVENT_DOWN);
        house_frame(h, 1);
        assert_int_equal(h->scene->stages[0].claims.count, 0);
        if (!strstr(h->log, "what holds the finger is a name of 1 to 63 bytes or a number"))
            fail_msg("%s: %s", bad[i], h->log);
        house_close(h);
    }
}

static void messages_and_keys_reach_hear(void **state)
{
    struct house *h =
        house_play("local said = {}\n"
                   "return { hear = function(e) said[#said + 1] = table.concat({ e.kind, e.name,\n"
                   "   e.from or '-', e.param and e.param.id or '-' }, ' ') end,\n"
                   " draw = function(canvas) canvas:text(table.concat(said, ', '), 0, 0) end }");
    struct event message = {.kind = EVENT_MESSAGE, .name = "chosen", .from = "kiosk"};
    params_text(&message.params, "id", "filer");
    struct event key = {.kind = EVENT_KEY, .name = "Left"};
    scene_tell(h->scene, 0, &message);
    scene_tell(h->scene, 0, &key);
    house_frame(h, 1);
    house_has_text(h, 0, "message chosen kiosk filer, key Left - -");
    house_close(h);
}

static void what_ended_is_heard_with_the_same_object(void **state)
{
    struct house *h =
        house_play("local f, said\n"
                   "return { enter = function() f = film.open('scenes/play0/scene.lua') end,\n"
                   " hear = function(e) said = e.kind .. tostring(e.media == f) end,\n"
                   " draw = function(canvas) if said then canvas:text(said, 0, 0) end end }");
    media_handle film = media_handle_of(&h->scene->media, &h->scene->media.items[0]);
    struct event e = {.kind = EVENT_MEDIA_ENDED, .media = film};
    scene_tell(h->scene, 0, &e);
    house_frame(h, 1);
    house_has_text(h, 0, "endedtrue");
    e.media = 0xffff0001; // of a scene long gone
    scene_tell(h->scene, 0, &e);
    house_frame(h, 2);
    assert_int_equal(h->told, 0);
    house_close(h);
}

static void go_changes_the_scene_and_calls_leave(void **state)
{
    struct house *h = house_play("return { leave = function() print('gone') end }");
    house_save(h, "scenes/next/scene.lua",
               "local s return { enter = function(stage) s = stage end,\n"
               " draw = function(canvas) canvas:text(s.param.id, 0, 0) end }");
    struct scene_stage *stage = &h->scene->stages[0];
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "next");
    params_text(&stage->next_params, "id", "souffler");
    house_frame(h, 1);
    assert_false(stage->go);
    house_has_text(h, 0, "souffler");
    assert_non_null(strstr(h->log, "gone"));
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "nowhere");
    house_frame(h, 2);
    house_has_text(h, 0, "souffler");
    assert_string_equal(h->last, "0 no scene \"nowhere\"");
    house_close(h);
}

static void still_means_still(void **state)
{
    struct house *h =
        house_play("local n = 0\n"
                   "return { draw = function(canvas) n = n + 1 canvas:circle(1, 1, 1)\n"
                   " log.info('drawn', n) end }");
    house_frame(h, 0.1); // what began is drawn once more with the machines
    uint64_t picture = h->scene->stages[0].picture, version = house_list(h)->version;
    uint64_t drawn = pulse_page(h->pulse)->drawn;
    assert_true(isinf(scene_next_s(h->scene)));
    for (int i = 0; i < 10; i++)
        house_frame(h, 0.2 + i * 0.1);
    assert_int_equal(pulse_page(h->pulse)->drawn, drawn);
    scene_redraw(h->scene, 0); // drawn again, but it is the same picture
    house_frame(h, 2);
    assert_int_equal(pulse_page(h->pulse)->drawn, drawn + 1);
    assert_int_equal(h->scene->stages[0].picture, picture);
    assert_int_equal(house_list(h)->version, version);
    assert_true(isinf(scene_next_s(h->scene)));
    house_close(h);
}

static void timers_make_draw_due(void **state)
{
    struct house *h =
        house_play("return { enter = function(stage) stage:redraw(2) stage:redraw(5) end,\n"
                   " draw = function(canvas) canvas:text(show.now(), 0, 0) end }");
    house_frame(h, 0.5);
    house_has_text(h, 0, "0.5");
    assert_float_equal(scene_next_s(h->scene), 2, 0);
    house_frame(h, 1);
    house_has_text(h, 0, "0.5");
    house_frame(h, 2.25);
    house_has_text(h, 0, "2.25");
    assert_float_equal(scene_next_s(h->scene), 5, 0);
    house_frame(h, 5);
    house_has_text(h, 0, "5.0");
    assert_true(isinf(scene_next_s(h->scene)));
    house_close(h);
}

static void a_scene_that_moves_in_update_keeps_moving(void **state)
{
    struct house *h =
        house_play("local s, x = nil, 0\n"
                   "return { enter = function(stage) s = stage end,\n"
                   " update = function(dt, now) x = x + dt if now < 1 then s:redraw() end end,\n"
                   " draw = function(canvas) canvas:text(string.format('%.2f', x), 0, 0) end }");
    double now_s = 0;
    int frames = 0;
    for (; scene_next_s(h->scene) <= now_s && frames < 100; frames++) {
        now_s += 0.125;
        house_frame(h, now_s);
    }
    assert_int_equal(frames, 8);
    house_has_text(h, 0, "1.00");
    house_close(h);
}

static void a_tween_draws_every_frame_and_follows_its_curve(void **state)
{
    struct house *h =
        house_play("local a, b, c, d\n"
                   "return { touch = function()\n"
                   " a, b = tween.new(10, 20, 2), tween.new(0, 1, 2, 'in')\n"
                   " c, d = tween.new(0, 1, 2, 'out'), tween.new(0, 8, 1, 'linear', 1) end,\n"
                   " draw = function(canvas) if a then canvas:line(a:value(), b:value(),\n"
                   "  c:value(), d:value()) if a:done() then canvas:circle(1, 1, 1) end end end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    for (double t = 0.25; t < 2; t += 0.25) {
        assert_true(scene_next_s(h->scene) <= h->scene->now_s); // the next frame is wanted
        house_frame(h, 1 + t);
        double u = t / 2, v = 1 - u;
        const float *p = house_points(h, 0);
        assert_float_equal(p[0], 10 + 10 * (u < 0.5 ? 4 * u * u * u : 1 - 4 * v * v * v), 1e-5);
        assert_float_equal(p[1], u * u * u, 1e-6);
        assert_float_equal(p[2], 1 - v * v * v, 1e-6);
        assert_float_equal(p[3], t < 1 ? 0 : 8 * (t - 1), 1e-5);
    }
    house_frame(h, 3.5);
    assert_float_equal(house_points(h, 0)[0], 20, 0);
    assert_int_equal(house_list(h)->command_count, 2);
    assert_true(isinf(scene_next_s(h->scene)));
    house_close(h);
}

static void a_delayed_tween_sleeps_until_it_starts(void **state)
{
    struct house *h =
        house_play("return { enter = function() tween.new(0, 1, 1, 'linear', 10) end }");
    house_frame(h, 1);
    assert_float_equal(scene_next_s(h->scene), 10, 0);
    house_close(h);
}

static void media_of_a_scene_that_left_are_released(void **state)
{
    struct house *h = house_open(2, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    house_save(h, "a.wav", "x");
    const char *lua = "film.open('a.mp4') sound.play('a.wav') return {}";
    assert_true(house_start(h, 0, lua, &f));
    assert_true(house_start(h, 1, lua, &f));
    house_save(h, "scenes/empty/scene.lua", "return {}");
    assert_true(script_start(h->script, 0, "empty", NULL, &f));
    struct media *items = h->scene->media.items;
    assert_false(items[0].used);
    assert_true(items[1].used && items[1].closing); // fades
    assert_float_equal(items[1].ramp_s, 0.3, 1e-6);
    assert_true(items[2].used && items[3].used && !items[3].closing); // of the other stage
    house_frame(h, 1);
    house_frame(h, 2);
    assert_false(items[1].used); // whether or not anyone mixed it
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

static void a_saved_scene_runs_anew(void **state)
{
    struct house *h = house_play("return { draw = function(canvas) canvas:text('one', 0, 0) end }");
    assert_false(script_refresh(h->script));
    house_save(h, "scenes/play0/scene.lua",
               "return { draw = function(canvas) canvas:text('two', 0, 0) end }");
    assert_true(script_refresh(h->script));
    house_has_text(h, 0, "two");
    assert_false(script_refresh(h->script));
    house_close(h);
}

static void a_bad_save_keeps_the_last_good_scene(void **state)
{
    struct house *h =
        house_play("return { draw = function(canvas) canvas:text('good', 0, 0) end }");
    house_save(h, "scenes/play0/scene.lua",
               "return {\n draw = function(canvas) canvas:text('bad' end }");
    assert_false(script_refresh(h->script));
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:2: ')' expected"));
    house_save(h, "scenes/play0/scene.lua",
               "return {\n draw = function(canvas) canvas:txt() end }");
    assert_false(script_refresh(h->script)); // compiles, but fails in its first frame
    assert_int_equal(h->told, 2);
    assert_false(script_refresh(h->script)); // told once, tried once
    assert_int_equal(h->told, 2);
    scene_redraw(h->scene, 0);
    house_frame(h, 1);
    house_has_text(h, 0, "good");
    house_save(h, "scenes/play0/scene.lua",
               "return { draw = function(canvas) canvas:text('better', 0, 0) end }");
    assert_true(script_refresh(h->script));
    house_has_text(h, 0, "better");
    house_close(h);
}

static void required_files_are_shared_and_watched(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "scenes/lib/shapes.lua", "return { name = 'lib' }");
    house_save(h, "scenes/play0/own.lua",
               "count = (count or 0) + 1 return { name = 'own' .. count }");
    const char *lua = "local a, b, c = require 'shapes', require 'own', require 'own'\n"
                      "return { draw = function(canvas)\n"
                      " canvas:text(a.name .. b.name .. tostring(b == c), 0, 0) end }";
    assert_true(house_start(h, 0, lua, &f));
    house_has_text(h, 0, "libown1true");
    house_save(h, "scenes/lib/shapes.lua", "return { name = 'new' }");
    assert_true(script_refresh(h->script));
    house_has_text(h, 0, "newown1true");
    house_save(h, "scenes/lib/shapes.lua", "return {");
    assert_false(script_refresh(h->script));
    assert_non_null(strstr(h->last, "scenes/lib/shapes.lua:1:"));
    house_save(h, "scenes/lib/shapes.lua", "return { name = 'again' }");
    assert_true(script_refresh(h->script));
    house_has_text(h, 0, "againown1true");
    house_close(h);
}

static void what_all_scenes_share_is_found_last(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "shared/lib/near.lua", "return 'far'");
    house_save(h, "shared/lib/far.lua", "return 'far'");
    house_save(h, "scenes/lib/near.lua", "return 'near'");
    assert_true(house_start(h, 0,
                            "local text = require 'near' .. require 'far'\n"
                            "return { draw = function(canvas) canvas:text(text, 0, 0) end }",
                            &f));
    house_has_text(h, 0, "nearfar");
    house_save(h, "shared/lib/far.lua", "return ', saved'");
    assert_true(script_refresh(h->script));
    house_has_text(h, 0, "near, saved");
    house_close(h);
}

static void lost_events_are_said_once_a_frame(void **state)
{
    struct house *h = house_play("return {}");
    for (int i = 0; i < EVENTS_MAX + 5; i++)
        house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_non_null(strstr(h->log, "5 events were lost"));
    house_close(h);
}

static void scenes_do_not_see_each_other(void **state)
{
    struct house *h = house_open(2, NULL);
    struct fault f;
    assert_true(house_start(h, 0, "shared = 'mine' string.mine = 1 return {}", &f));
    assert_true(house_start(h, 1,
                            "local seen = tostring(shared) .. tostring(string.mine)\n"
                            "return { draw = function(canvas) canvas:text(seen, 0, 0) end }",
                            &f));
    assert_memory_equal(h->scene->stages[1].list.bytes, "nilnil", 6);
    house_close(h);
}

// Everything that could differ from run to run: pairs, addresses, random numbers.
static void two_stepped_runs_lay_the_same_lists(void **state)
{
    const char *lua = "local words = {}\n"
                      "for _, w in ipairs{ 'fer', 'bois', 'verre', 'laine', 'cuir' } do\n"
                      "  words[w] = math.random() end\n"
                      "return { draw = function(canvas) local y = 0\n"
                      " for w, n in pairs(words) do y = y + 10\n"
                      "  canvas:text(w, n * math.random() * 600, y) end end }";
    struct house *a = house_play(lua), *b = house_play(lua);
    for (int i = 0; i < 50; i++) {
        scene_redraw(a->scene, 0);
        scene_redraw(b->scene, 0);
        house_frame(a, i / 60.0);
        house_frame(b, i / 60.0);
        assert_true(drawlist_same(house_list(a), house_list(b)));
    }
    house_close(b);
    house_close(a);
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

static void what_is_missing_is_heard_in_the_next_frame(void **state)
{
    struct house *h = house_play(
        "local f, said\n"
        "return { touch = function() f = film.open('none.mp4') end,\n"
        " hear = function(e) said = e.kind .. tostring(e.media == f and f:ended()) end,\n"
        " draw = function(canvas) if said then canvas:text(said, 0, 0) end end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_int_equal(house_list(h)->command_count, 0);
    assert_true(scene_asked(h->scene));
    house_frame(h, 1.1);
    house_has_text(h, 0, "readytrue");
    house_frame(h, 1.2);
    assert_int_equal(h->scene->stages[0].events.count, 0);
    house_close(h);
}

static int used_of(const struct house *h, enum media_kind kind)
{
    int count = 0;
    for (int i = 0; i < MEDIA_MAX; i++)
        count += h->scene->media.items[i].used && h->scene->media.items[i].kind == kind;
    return count;
}

static void films_that_no_variable_holds_are_closed(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    house_save(h, "a.wav", "x");
    assert_true(
        house_start(h, 0,
                    "local f\n"
                    "return { touch = function() f = film.open('a.mp4') sound.play('a.wav') end,\n"
                    " draw = function(canvas) if f then canvas:film(f, 0, 0, 9, 9) end end }",
                    &f));
    for (int i = 1; i <= 50; i++) {
        house_tell(h, EVENT_TAP);
        house_frame(h, i * 0.1);
        assert_true(used_of(h, MEDIA_FILM) <= 9);
    }
    assert_int_equal(h->told, 0);
    assert_int_equal(used_of(h, MEDIA_SOUND), 50); // sounds play to their end
    assert_non_null(media_find(&h->scene->media, house_command(h, 0)->image.media));
    house_close(h);
}

static void what_is_shown_stays_open(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    assert_true(house_start(h, 0,
                            "return { draw = function(canvas)\n"
                            " canvas:film(film.open('a.mp4'), 0, 0, 9, 9) collectgarbage() end }",
                            &f));
    for (int i = 1; i <= 5; i++)
        house_frame(h, i);
    assert_int_equal(used_of(h, MEDIA_FILM), 1);
    assert_non_null(media_find(&h->scene->media, house_command(h, 0)->image.media));
    house_close(h);
}

static void sounds_that_are_over_make_room(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.wav", "x");
    assert_true(
        house_start(h, 0,
                    "local heard = 0\n"
                    "return { touch = function() sound.play('a.wav') sound.play('none.wav') end,\n"
                    " hear = function(e) heard = heard + 1 end,\n"
                    " draw = function(canvas) canvas:text(heard, 0, 0) end }",
                    &f));
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_int_equal(used_of(h, MEDIA_SOUND), 2);
    struct media *m = &h->scene->media.items[0]; // as sound/ does it
    m->ended = true;
    scene_tell(h->scene, 0,
               &(struct event){.kind = EVENT_MEDIA_ENDED,
                               .media = media_handle_of(&h->scene->media, m)});
    house_frame(h, 2);
    house_has_text(h, 0, "2"); // the missing one's ready, and the end of the other
    m->silent = true;
    house_frame(h, 2.1);
    assert_int_equal(used_of(h, MEDIA_SOUND), 0);
    house_close(h);
}

static void links_do_not_lead_require_outside(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    char from[512], to[512];
    house_save(h, "outside.lua", "return {}");
    house_save(h, "scenes/lib/shapes.lua", "return {}");
    snprintf(from, sizeof from, "%s/outside.lua", h->folder);
    snprintf(to, sizeof to, "%s/scenes/lib/inside.lua", h->folder);
    assert_int_equal(symlink(from, to), 0);
    assert_true(house_start(h, 0, "require 'shapes' return {}", &f));
    assert_false(house_start(h, 0, "require 'inside' return {}", &f));
    assert_non_null(strstr(f.text, "no inside.lua in the scene's folder"));
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(films_that_no_variable_holds_are_closed),
        cmocka_unit_test(what_is_shown_stays_open),
        cmocka_unit_test(sounds_that_are_over_make_room),
        cmocka_unit_test(links_do_not_lead_require_outside),
        cmocka_unit_test(a_save_brings_back_a_scene_that_sits_out),
        cmocka_unit_test(a_runaway_scene_is_stopped_in_the_show_too),
        cmocka_unit_test(what_is_missing_is_heard_in_the_next_frame),
        cmocka_unit_test(a_bad_scene_leaves_the_one_that_plays),
        cmocka_unit_test(what_happens_after_a_fault_is_said),
        cmocka_unit_test(what_the_engine_does_not_call_is_a_warning),
        cmocka_unit_test(an_event_knows_its_fields),
        cmocka_unit_test(a_touch_reaches_touch),
        cmocka_unit_test(what_gestures_carry_reaches_touch),
        cmocka_unit_test(what_touch_returns_at_a_down_holds_the_finger),
        cmocka_unit_test(what_cannot_hold_a_finger_is_an_error),
        cmocka_unit_test(messages_and_keys_reach_hear),
        cmocka_unit_test(what_ended_is_heard_with_the_same_object),
        cmocka_unit_test(go_changes_the_scene_and_calls_leave),
        cmocka_unit_test(still_means_still),
        cmocka_unit_test(timers_make_draw_due),
        cmocka_unit_test(a_scene_that_moves_in_update_keeps_moving),
        cmocka_unit_test(a_tween_draws_every_frame_and_follows_its_curve),
        cmocka_unit_test(a_delayed_tween_sleeps_until_it_starts),
        cmocka_unit_test(media_of_a_scene_that_left_are_released),
        cmocka_unit_test(a_runaway_scene_is_stopped_and_the_other_plays_on),
        cmocka_unit_test(a_scene_that_eats_memory_is_stopped),
        cmocka_unit_test(a_faulty_scene_sits_out_and_comes_back),
        cmocka_unit_test(only_what_ran_away_comes_back_on_a_short_leash),
        cmocka_unit_test(films_stand_while_a_scene_sits_out),
        cmocka_unit_test(a_saved_scene_runs_anew),
        cmocka_unit_test(a_bad_save_keeps_the_last_good_scene),
        cmocka_unit_test(required_files_are_shared_and_watched),
        cmocka_unit_test(what_all_scenes_share_is_found_last),
        cmocka_unit_test(lost_events_are_said_once_a_frame),
        cmocka_unit_test(scenes_do_not_see_each_other),
        cmocka_unit_test(two_stepped_runs_lay_the_same_lists),
        cmocka_unit_test(the_breadcrumb_is_gone_after_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
