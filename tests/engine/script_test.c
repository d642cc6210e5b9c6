// script: what scenes call. Scenes from strings; what they laid down is plain data and is read
// here.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void fails_with(const char *lua, const char *expected)
{
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    assert_false(house_start(h, 0, lua, &f));
    if (strcmp(f.text, expected) != 0)
        print_error("said:     %s\nexpected: %s\n", f.text, expected);
    assert_string_equal(f.text, expected);
    house_close(h);
}

// The body of draw fails with what is expected on line 1.
static void draw_fails_with(const char *body, const char *expected)
{
    char lua[2048], whole[2048];
    snprintf(lua, sizeof lua, "return { draw = function(canvas) %s end }", body);
    snprintf(whole, sizeof whole, "scenes/play0/scene.lua:1: %s", expected);
    fails_with(lua, whole);
}

static void a_scene_lays_what_it_says(void **state)
{
    struct house *h =
        house_play("local scene = {}\n"
                   "function scene.draw(canvas)\n"
                   "  canvas:background('#ff0000')\n"
                   "  canvas:line(1, 2, 3, 4, { width = 5, color = { 0.25, 0.5, 1 } })\n"
                   "  canvas:rect(10, 20, 30, 40, { color = '#ffffff80', opacity = 0.5 })\n"
                   "  canvas:text('Le fer', 7, 8, { size = 48, font = 'title' })\n"
                   "end\n"
                   "return scene\n");
    assert_int_equal(house_list(h)->command_count, 3);
    assert_float_equal(house_list(h)->background.r, 1, 1e-6);
    assert_float_equal(house_list(h)->background.g, 0, 1e-6);
    const struct draw_command *line = house_command(h, 0);
    assert_int_equal(line->op, DRAW_LINE);
    assert_float_equal(line->path.width, 5, 0);
    assert_float_equal(line->color.g, 0.5, 0);
    for (int i = 0; i < 4; i++)
        assert_float_equal(house_points(h, 0)[i], i + 1, 0);
    assert_int_equal(house_command(h, 1)->op, DRAW_FILL);
    assert_int_equal(house_command(h, 1)->path.count, 4);
    assert_float_equal(house_command(h, 1)->color.a, 128 / 255.0 / 2, 1e-6);
    house_has_text(h, 2, "Le fer");
    const struct text_style *style = &house_list(h)->styles[house_command(h, 2)->text.style];
    assert_string_equal(style->font, "title");
    assert_string_equal(style->language, "fr");
    assert_float_equal(style->size_px, 48, 0);
    house_close(h);
}

static void colours_become_linear_light(void **state)
{
    // IEC 61966-2-1: sRGB 188 of 255 is 0.502886 in linear light; 10 of 255 is on the straight
    // part.
    struct house *h =
        house_play("return { draw = function(canvas) canvas:background('#bc0aBC') end }");
    assert_float_equal(house_list(h)->background.r, pow((188 / 255.0 + 0.055) / 1.055, 2.4), 1e-6);
    assert_float_equal(house_list(h)->background.g, 10 / 255.0 / 12.92, 1e-6);
    house_close(h);
}

static void transforms_nest_and_pop_restores_them(void **state)
{
    struct house *h = house_play("return { draw = function(canvas)\n"
                                 "  canvas:push() canvas:translate(100, 50) canvas:scale(2)\n"
                                 "  canvas:clip(0, 0, 10, 10) canvas:opacity(0.5)\n"
                                 "  canvas:rect(0, 0, 1, 1)\n"
                                 "  canvas:pop() canvas:rect(0, 0, 1, 1)\n"
                                 "  canvas:rotate(math.pi / 2) canvas:rect(0, 0, 1, 1)\n"
                                 "end }");
    float x, y;
    const struct draw_state *s = &house_list(h)->states[house_command(h, 0)->state];
    affine_apply(s->to_canvas, 3, 4, &x, &y);
    assert_float_equal(x, 106, 1e-5);
    assert_float_equal(y, 58, 1e-5);
    assert_float_equal(s->opacity, 0.5, 0);
    const float clip[4] = {100, 50, 120, 70};
    for (int i = 0; i < 4; i++)
        assert_float_equal(s->clip[i], clip[i], 1e-5);
    s = &house_list(h)->states[house_command(h, 1)->state];
    assert_float_equal(s->to_canvas.e, 0, 0);
    assert_float_equal(s->clip[2], 640, 0);
    assert_float_equal(s->opacity, 1, 0);
    s = &house_list(h)->states[house_command(h, 2)->state];
    affine_apply(s->to_canvas, 1, 0, &x, &y); // clockwise, as y points down
    assert_float_equal(x, 0, 1e-6);
    assert_float_equal(y, 1, 1e-6);
    house_close(h);
}

// A point of the n-th piece of a path, 0 to 1 along it: by Bernstein polynomials.
static void along_piece(const float *from, const float *p, double t, double *x, double *y)
{
    double u = 1 - t;
    *x = u * u * u * from[0] + 3 * u * u * t * p[1] + 3 * u * t * t * p[3] + t * t * t * p[5];
    *y = u * u * u * from[1] + 3 * u * u * t * p[2] + 3 * u * t * t * p[4] + t * t * t * p[6];
}

static void a_circle_is_round(void **state)
{
    struct house *h =
        house_play("return { draw = function(canvas) canvas:circle(100, 50, 40, { cap = 'butt', "
                   "dash = { 3, 2 }, stroke = 1 })\n"
                   " canvas:arc(0, 0, 10, 0, math.pi) end }");
    const struct draw_command *c = house_command(h, 0);
    const float *p = house_points(h, 0);
    assert_int_equal(c->op, DRAW_PATH);
    assert_int_equal(c->path.count, 3 + 8 * 7 + 1); // a move, eight curves, a close
    for (int piece = 0; piece < 8; piece++) {
        for (int i = 0; i <= 100; i++) {
            double x, y;
            along_piece(p + 1 + 7 * piece, p + 3 + 7 * piece, i / 100.0, &x, &y);
            assert_float_equal(hypot(x - 100, y - 50), 40, 40 * 5e-6);
            assert_float_equal(atan2(y - 50, x - 100),
                               remainder((piece + i / 100.0) * M_PI_4, 2 * M_PI), 0.01);
        }
    }
    c = house_command(h, 1);
    p = house_points(h, 1);
    assert_float_equal(c->path.width, 2, 0);
    assert_float_equal(p[1], 10, 1e-5);
    assert_float_equal(p[c->path.count - 2], -10, 1e-5);
    house_close(h);
}

static void a_trail_has_width_and_light_at_each_point(void **state)
{
    struct house *h =
        house_play("return { draw = function(canvas)\n"
                   " canvas:trail({ 1, 2, 3, 0.5, 4, 5, 6, 1 }, { color = '#00ff00' }) end }");
    const float expected[14] = {1, 2, 3, 0, 1, 0, 0.5, 4, 5, 6, 0, 1, 0, 1};
    assert_int_equal(house_command(h, 0)->op, DRAW_TRAIL);
    assert_int_equal(house_command(h, 0)->path.count, 2);
    for (int i = 0; i < 14; i++)
        assert_float_equal(house_points(h, 0)[i], expected[i], 1e-6);
    house_close(h);
}

static void wrong_calls_say_what_was_needed(void **state)
{
    draw_fails_with("canvas:text()", "canvas:text needs a string or a table of runs for text "
                                     "(first), got nil: canvas:text(text, x, y, style)");
    draw_fails_with(
        "canvas:text('a', 1)",
        "canvas:text needs a number for y (third), got nil: canvas:text(text, x, y, style)");
    draw_fails_with("canvas.text('a', 1, 2)",
                    "canvas:text is called with a colon: canvas:text(text, x, y, style)");
    draw_fails_with("canvas:film('a.mp4', 1, 2, 3, 4)",
                    "canvas:film needs a film (film.open) for film (first), got a string: "
                    "canvas:film(film, x, y, w, h, style)");
    draw_fails_with("canvas:text('a', 1, 2, { colour = '#ffffff' })",
                    "canvas:text: unknown key \"colour\"; did you mean \"color\"?");
    draw_fails_with("canvas:line(1, 2, 3, 4, { thick = 3 })",
                    "canvas:line: unknown key \"thick\"; known are color, opacity, width, closed, "
                    "join, cap, miter, dash, dash_offset");
    draw_fails_with("canvas:background('red')",
                    "canvas:background: \"red\" is not a colour; write \"#rrggbb\", \"#rrggbbaa\" "
                    "or {r, g, b} in linear light");
    draw_fails_with(
        "canvas:rect(1, 2, 3, 4, { color = '#12345' })",
        "canvas:rect: color is not a colour; write \"#rrggbb\", \"#rrggbbaa\" or {r, g, "
        "b} in linear light, or give a gradient");
    draw_fails_with("canvas:text('a', 1, 2, { align = 'middle' })",
                    "canvas:text: align is \"middle\"; it can be \"start\", \"center\", \"end\", "
                    "\"justify\", \"left\", \"right\"");
    draw_fails_with("canvas:text('a', 1, 2, { size = 0 })",
                    "canvas:text: size is 0; from 1 to 2000 is allowed");
    draw_fails_with("canvas:polyline({ 1, 2, 3 })",
                    "canvas:polyline: 2 numbers a point, but the table has 3");
    draw_fails_with("canvas:rectangle(1, 2, 3, 4)",
                    "canvas has no \"rectangle\"; did you mean \"rect\"?");
    draw_fails_with("canvas.width = 3",
                    "canvas.width can't be set; keep your own values in your scene's table");
    draw_fails_with("film.opem('a')", "film has no \"opem\"; did you mean \"open\"?");
    draw_fails_with("canvas:pop()", "canvas:pop: there is no push before this pop");
    draw_fails_with("canvas:rotate(0 / 0)",
                    "canvas:rotate needs a finite number for angle (first), got not a number "
                    "(nan): canvas:rotate(angle)");
    draw_fails_with("show.send('a', { list = {} })",
                    "show.send: parameter \"list\" is a table; numbers, strings, true and false "
                    "travel");
    draw_fails_with(
        "tween.new(0, 1, 1, 'bounce')",
        "tween.new: no ease \"bounce\"; it can be \"inout\", \"in\", \"out\", \"linear\", "
        "\"in-sine\", \"out-sine\", \"inout-sine\", \"in-quad\", \"out-quad\", \"inout-quad\", "
        "\"in-back\", \"out-back\", \"inout-back\", \"hold\"");
}

static void a_scene_that_cannot_run_is_refused_with_its_line(void **state)
{
    fails_with("local scene = {\n\n", "scenes/play0/scene.lua:3: unexpected symbol near <eof>");
    fails_with("error('no', 1)", "scenes/play0/scene.lua:1: no");
    fails_with("return 3",
               "scenes/play0/scene.lua:1: a scene file ends with `return scene`, a table "
               "of functions; this one gives number");
    fails_with("return {\n draw = 5 }",
               "scenes/play0/scene.lua:2: scene.draw is a number; it must be a function");
    fails_with("return { enter = function(stage)\n return stage.spectator.x end }",
               "scenes/play0/scene.lua:2: stage has no \"spectator\"; it has height, id, language, "
               "languages, param, redraw, set_language, staff, station, title, visit, width");
    struct house *h = house_open(1, NULL);
    struct fault f;
    assert_false(script_start(h->script, 0, "none", NULL, &f));
    assert_string_equal(f.text, "no scene \"none\"");
    house_close(h);
}

static void the_stage_says_where_it_is(void **state)
{
    struct params params = {0};
    struct fault f;
    params_text(&params, "id", "marteler");
    params_number(&params, "n", 3);
    struct house *h = house_open(1, &(struct script_desc){.date = "2026-07-14"});
    house_save(h, "scenes/a/scene.lua",
               "local s\n"
               "return { enter = function(stage) s = stage end, draw = function(canvas)\n"
               " canvas:text(table.concat({ s.id, s.station, s.width, s.height, s.language,\n"
               "   #s.languages, s.param.id, s.param.n, show.date(), canvas.width }, ' '), 0, 0)\n"
               " s:set_language('it') canvas:text(s.language, 0, 0) end }");
    assert_true(script_start(h->script, 0, "a", &params, &f));
    house_has_text(h, 0, "left kiosk 640 360 fr 3 marteler 3.0 2026-07-14 640");
    house_has_text(h, 1, "it");
    assert_string_equal(house_list(h)->styles[house_command(h, 1)->text.style].language, "it");
    house_close(h);
}

static void asks_land_on_the_table(void **state)
{
    struct house *h = house_play("return { touch = function(e)\n"
                                 " show.send('chosen', { id = 'filer', n = 2, on = true })\n"
                                 " show.go('gesture', { id = 'filer' }) end }");
    house_save(h, "scenes/gesture/scene.lua", "return {}");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    const struct asks *asks = &h->scene->asks;
    assert_int_equal(asks->count, 2);
    assert_int_equal(asks->items[0].kind, ASK_SEND);
    assert_string_equal(asks->items[0].name, "chosen");
    assert_string_equal(params_find(&asks->items[0].params, "id")->text, "filer");
    assert_float_equal(params_find(&asks->items[0].params, "n")->number, 2, 0);
    assert_int_equal(params_find(&asks->items[0].params, "on")->kind, PARAM_BOOL);
    assert_int_equal(asks->items[1].kind, ASK_GO);
    assert_int_equal(asks->items[1].stage, 0);
    house_close(h);
}

static void asks_that_lead_nowhere_are_told_with_their_line(void **state)
{
    static const char *const messages[] = {"choose", NULL}, *const stations[] = {"kiosk", "wall",
                                                                                 NULL};
    struct fault f = {""};
    struct house *h =
        house_open(1, &(struct script_desc){.messages = messages, .stations = stations});
    assert_true(house_start(h, 0,
                            "return { hear = function(e)\n"
                            " show.go('nowhere')\n"
                            " show.send('light')\n"
                            " show.send('chose')\n"
                            " show.send('choose') end }",
                            &f));
    house_tell(h, EVENT_KEY);
    house_frame(h, 1);
    assert_int_equal(h->scene->asks.count, 1);
    assert_int_equal(h->told, 3);
    assert_non_null(strstr(h->log,
                           "scenes/play0/scene.lua:2: show.go: no scene \"nowhere\"; this scene "
                           "goes on"));
    assert_non_null(strstr(h->log,
                           "scenes/play0/scene.lua:3: show.send: no message \"light\" in "
                           "installation.lua, so nobody hears it; add `messages = { light = { "
                           "to = { \"wall\" } } }` there"));
    assert_non_null(strstr(h->log,
                           "scene.lua:4: show.send: no message \"chose\" in installation.lua, so "
                           "nobody hears it; did you mean \"choose\"?"));
    house_close(h);
}

static void messages_of_lua_itself_come_with_advice(void **state)
{
    static const struct {
        const char *scene, *advice;
    } rows[] = {
        {"return { draw = function() sounds.play('a') end }", "; did you mean \"sound\"?"},
        {"return { draw = function() printf('a') end }", "; did you mean \"print\"?"},
        {"return { draw = function() io.open('a') end }", "scenes read no files themselves"},
        {"return { enter = function() canvas:text('a', 1, 2) end }",
         "canvas is what scene.draw(canvas) is given"},
        {"return { enter = function() stage:redraw() end }",
         "stage is what scene.enter(stage) is given"},
        {"local a = \xe2\x80\x9c"
         "fer\xe2\x80\x9d",
         "Lua takes straight quotes"},
        {"local a = nil + 1\nreturn {}", "attempt to perform arithmetic on a nil value"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fault f = {""};
        struct house *h = house_open(1, NULL);
        assert_false(house_start(h, 0, rows[i].scene, &f));
        if (!strstr(f.text, rows[i].advice))
            fail_msg("%s", f.text);
        house_close(h);
    }
    fails_with("local scene = {}\nfunction scene.draw() end\n\n",
               "scenes/play0/scene.lua:2: a scene file ends with `return scene`, a table of "
               "functions; this one gives nothing");
}

static void files_open_as_media_of_the_table(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    house_save(h, "a.wav", "x");
    house_save(h, "a.png", "x");
    h->scene->now_s = 3;
    assert_true(house_start(
        h, 0,
        "local f, v\n"
        "return { enter = function()\n"
        " f = film.open('a.mp4', { loop = true, sound = true, gain = -20 })\n"
        " v = sound.play('a.wav', { at = { 1, 2, 3 }, fade = 2, from = 4, gain = 6 })\n"
        " assert(picture.open('a.png') == picture.open('a.png'))\n"
        "end, touch = function(e)\n"
        " if e.kind == 'tap' then f:pause() v:move(4, 5, 6, 1) v:gain(-200) end\n"
        " if e.kind == 'hold' then f:seek(7) f:play() v:stop(0.5) end end,\n"
        "draw = function(canvas) canvas:text(f:position() .. ' ' .. v:position(), 0, 0) end }",
        &f));
    struct media *film = &h->scene->media.items[0], *sound = &h->scene->media.items[1];
    assert_int_equal(film->kind, MEDIA_FILM);
    assert_true(film->loop && film->playing && film->audible && film->state == MEDIA_OPENING);
    assert_float_equal(film->epoch_s, 3, 0);
    assert_float_equal(film->gain, 0.1, 1e-6);
    assert_non_null(strstr(film->path, "/a.mp4"));
    assert_int_equal(sound->kind, MEDIA_SOUND);
    assert_float_equal(sound->at[2], 3, 0);
    assert_true(sound->placed);
    assert_float_equal(sound->ramp_s, 2, 0);
    assert_float_equal(sound->gain, 1.9952623, 1e-5); // 10^(6/20)
    assert_int_equal(h->scene->media.items[2].kind, MEDIA_PICTURE);
    assert_false(h->scene->media.items[3].used);
    film->duration_s = 10;
    house_tell(h, EVENT_TAP);
    house_frame(h, 5);
    assert_false(film->playing);
    assert_float_equal(film->offset_s, 2, 0);
    assert_float_equal(sound->gain, 0, 0);
    house_has_text(h, 0, "2.0 6.0");
    house_tell(h, EVENT_HOLD);
    house_frame(h, 6);
    assert_true(film->playing && sound->closing);
    assert_float_equal(media_position(film, 6, NULL), 7, 0);
    assert_int_equal(film->seeks, 1);
    assert_float_equal(sound->ramp_s, 0.5, 0);
    sound->silent = true;
    house_frame(h, 6.1);
    assert_false(sound->used);
    house_close(h);
}

static void a_missing_file_is_told_once_and_stops_nothing(void **state)
{
    struct house *h =
        house_play("local f\n"
                   "return { enter = function()\n"
                   "  f = film.open('none.mp4') end,\n"
                   " touch = function() film.open('none.mp4'):close() end,\n"
                   " draw = function(canvas) canvas:film(f, 0, 0, 9, 9)\n"
                   "  canvas:text(tostring(f:ready()) .. tostring(f:ended()), 0, 0) end }");
    assert_int_equal(h->told, 1);
    assert_string_equal(h->last, "0 scenes/play0/scene.lua:3: film.open: no file \"none.mp4\"");
    assert_int_equal(h->scene->media.items[0].state, MEDIA_FAILED);
    assert_int_equal(house_command(h, 0)->op, DRAW_FILM);
    house_has_text(h, 1, "falsetrue");
    for (int i = 0; i < 3; i++) {
        house_tell(h, EVENT_TAP);
        house_frame(h, i);
    }
    assert_int_equal(h->told, 2); // another line, but each once
    assert_int_equal(script_fault_count(h->script), 2);
    house_close(h);
}

static void a_stale_handle_is_silence(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.mp4", "x");
    assert_true(
        house_start(h, 0,
                    "local f = film.open('a.mp4') f:close()\n"
                    "local g = film.open('a.mp4')\n" // in the same place of the table
                    "f:play() f:pause() f:seek(3) f:gain(3) f:close()\n"
                    "return { draw = function(canvas) canvas:film(f, 0, 0, 1, 1)\n"
                    " canvas:text(f:position() .. tostring(f:ended()) .. f:size(), 0, 0) end }",
                    &f));
    house_has_text(h, 1, "0.0true0");
    assert_true(h->scene->media.items[0].used && h->scene->media.items[0].playing);
    assert_float_equal(h->scene->media.items[0].offset_s, 0, 0);
    house_close(h);
}

static void pictures_are_fitted(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "a.png", "x");
    assert_true(
        house_start(h, 0,
                    "local p = picture.open('a.png')\n"
                    "return { draw = function(canvas)\n"
                    " canvas:picture(p, 0, 0, 100, 100, { fit = 'contain' })\n"
                    " canvas:picture(p, 0, 0, 100, 100, { fit = 'cover' })\n"
                    " canvas:picture(p, 0, 0, 100, 100, { source = { 50, 25, 100, 50 } }) end }",
                    &f));
    h->scene->media.items[0].width = 200;
    h->scene->media.items[0].height = 100;
    h->scene->media.items[0].state = MEDIA_READY;
    scene_redraw(h->scene, 0);
    house_frame(h, 1);
    const struct draw_rect at = house_command(h, 0)->image.at,
                           whole = house_command(h, 1)->image.at;
    const struct draw_rect part = house_command(h, 1)->image.source,
                           cut = house_command(h, 2)->image.source;
    assert_float_equal(at.y, 25, 1e-5);
    assert_float_equal(at.h, 50, 1e-5);
    assert_float_equal(whole.h, 100, 0);
    assert_float_equal(part.x, 0.25, 1e-6);
    assert_float_equal(part.w, 0.5, 1e-6);
    assert_float_equal(part.h, 1, 1e-6);
    assert_float_equal(cut.x, 0.25, 1e-6);
    assert_float_equal(cut.h, 0.5, 1e-6);
    house_close(h);
}

static void require_stays_in_its_folders(void **state)
{
    fails_with("require '../../etc/passwd'",
               "scenes/play0/scene.lua:1: require: \"../../etc/passwd\" is not a name of letters, "
               "digits, _ and -");
    fails_with("require 'nothing'", "scenes/play0/scene.lua:1: require: no nothing.lua in the "
                                    "scene's folder, in lib/ beside it or in scenes/lib/");
    struct house *h = house_open(1, NULL);
    struct fault f;
    house_save(h, "scenes/play0/a.lua", "return require 'a'");
    assert_false(house_start(h, 0, "require 'a'", &f));
    assert_string_equal(f.text, "scenes/play0/a.lua:1: require: \"a\" requires itself");
    house_close(h);
}

static void print_is_held_to_twenty_lines_a_second(void **state)
{
    struct house *h = house_play("return { update = function() print('line') end }");
    for (int i = 0; i < 100; i++)
        house_frame(h, i * 0.01);
    int lines = 0;
    for (const char *at = h->log; (at = strstr(at, "line\n")); at++)
        lines++;
    assert_int_equal(lines, 20);
    house_frame(h, 1.5);
    assert_non_null(strstr(h->log, "lines of print and log were left out"));
    house_close(h);
}

static void refused_drawing_is_told_once_a_second(void **state)
{
    struct house *h = house_play("local s\n"
                                 "return { enter = function(stage) s = stage end,\n"
                                 " draw = function(canvas) s:redraw()\n"
                                 "  canvas:rect(0 / 0, 0, 1, 1)\n"
                                 "  canvas:circle(1, 1, 1) end }");
    for (int i = 1; i <= 20; i++)
        house_frame(h, i * 0.1);
    assert_int_equal(h->told, 2);
    assert_non_null(strstr(
        h->last, "0 scenes/play0/scene.lua:4: canvas:rect: a number is not finite (10 drawing"));
    assert_int_equal(house_list(h)->command_count, 1);
    house_close(h);
}

static void a_full_draw_list_says_its_limit(void **state)
{
    struct house *h = house_open(1, &(struct script_desc){.call_s = 1});
    struct fault f;
    assert_true(house_start(h, 0,
                            "return { draw = function(canvas)\n"
                            " for i = 1, 65600 do canvas:line(i, 0, i, 9) end end }",
                            &f));
    house_frame(h, 2);
    assert_int_equal(house_list(h)->command_count, DRAWLIST_COMMANDS);
    assert_non_null(strstr(
        h->last, "scene.lua:2: canvas:line: 65536 drawing calls a frame are allowed (128 drawing"));
    house_close(h);
}

static void drawing_outside_draw_is_refused(void **state)
{
    fails_with("local c\n"
               "return { draw = function(canvas) c = canvas; error('x', 0) end }",
               "x");
    struct house *h = house_play("local c\n"
                                 "return { draw = function(canvas) c = canvas end,\n"
                                 " touch = function() c:circle(1, 1, 1) end }");
    house_tell(h, EVENT_TAP);
    house_frame(h, 1);
    assert_string_equal(h->last,
                        "0 scenes/play0/scene.lua:3: canvas:circle: drawing is done inside "
                        "draw(canvas) only; stage:redraw() asks for it");
    house_close(h);
}

static void labels_are_picked_by_language(void **state)
{
    struct house *h = house_play(
        "local l = { fr = 'fer', it = 'ferro' }\n"
        "return { draw = function(canvas) canvas:text(table.concat({ text.pick(l, 'it'),\n"
        " text.pick(l, 'en'), text.pick(l), text.pick({ es = 'hierro', de = 'Eisen' }, 'en'),\n"
        " text.pick({}, 'fr') .. '.' }, ' '), 0, 0) end }");
    house_has_text(h, 0, "ferro fer fer Eisen .");
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_lays_what_it_says),
        cmocka_unit_test(colours_become_linear_light),
        cmocka_unit_test(transforms_nest_and_pop_restores_them),
        cmocka_unit_test(a_circle_is_round),
        cmocka_unit_test(a_trail_has_width_and_light_at_each_point),
        cmocka_unit_test(wrong_calls_say_what_was_needed),
        cmocka_unit_test(a_scene_that_cannot_run_is_refused_with_its_line),
        cmocka_unit_test(the_stage_says_where_it_is),
        cmocka_unit_test(asks_land_on_the_table),
        cmocka_unit_test(messages_of_lua_itself_come_with_advice),
        cmocka_unit_test(asks_that_lead_nowhere_are_told_with_their_line),
        cmocka_unit_test(files_open_as_media_of_the_table),
        cmocka_unit_test(a_missing_file_is_told_once_and_stops_nothing),
        cmocka_unit_test(a_stale_handle_is_silence),
        cmocka_unit_test(pictures_are_fitted),
        cmocka_unit_test(require_stays_in_its_folders),
        cmocka_unit_test(print_is_held_to_twenty_lines_a_second),
        cmocka_unit_test(refused_drawing_is_told_once_a_second),
        cmocka_unit_test(a_full_draw_list_says_its_limit),
        cmocka_unit_test(drawing_outside_draw_is_refused),
        cmocka_unit_test(labels_are_picked_by_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
