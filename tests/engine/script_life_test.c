// script: the life of scenes: they begin, go, keep moving, are saved, and what they leave behind.
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
        cmocka_unit_test(a_bad_scene_leaves_the_one_that_plays),
        cmocka_unit_test(what_the_engine_does_not_call_is_a_warning),
        cmocka_unit_test(go_changes_the_scene_and_calls_leave),
        cmocka_unit_test(still_means_still),
        cmocka_unit_test(timers_make_draw_due),
        cmocka_unit_test(a_scene_that_moves_in_update_keeps_moving),
        cmocka_unit_test(a_tween_draws_every_frame_and_follows_its_curve),
        cmocka_unit_test(a_delayed_tween_sleeps_until_it_starts),
        cmocka_unit_test(media_of_a_scene_that_left_are_released),
        cmocka_unit_test(a_saved_scene_runs_anew),
        cmocka_unit_test(a_bad_save_keeps_the_last_good_scene),
        cmocka_unit_test(required_files_are_shared_and_watched),
        cmocka_unit_test(what_all_scenes_share_is_found_last),
        cmocka_unit_test(scenes_do_not_see_each_other),
        cmocka_unit_test(two_stepped_runs_lay_the_same_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
