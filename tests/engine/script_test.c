// script: scenes from strings in a temporary folder, played on a table without any machine; what
// they laid down is plain data and is read here.
#include "script/script.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct house {
    char folder[256]; // holds <scene>/scene.lua, lib/, files
    struct scene *scene;
    struct script *script;
    struct pulse *pulse;
    int told;
    char last[FAULT_TEXT]; // told last
    char log[8192];        // all lines
    int saves;
};

static bool find_scene(void *user, const char *name, char *folder, size_t size, struct fault *f)
{
    const struct house *h = user;
    snprintf(folder, size, "%s/scenes/%s", h->folder, name);
    return access(folder, R_OK) == 0 || fault_set(f, "no scene \"%s\"", name);
}

static bool find_file(void *user, const char *scene_folder, const char *name, char *path,
                      size_t size, struct fault *f)
{
    const struct house *h = user;
    snprintf(path, size, "%s/%s", scene_folder, name);
    if (access(path, R_OK) == 0)
        return true;
    snprintf(path, size, "%s/%s", h->folder, name);
    return access(path, R_OK) == 0 || fault_set(f, "no file \"%s\"", name);
}

static void hear_fault(void *user, int stage, const char *text)
{
    struct house *h = user;
    h->told++;
    snprintf(h->last, sizeof h->last, "%d %s", stage, text);
}

static void keep_log(void *user, enum log_level level, const char *room, const char *text)
{
    struct house *h = user;
    size_t used = strlen(h->log);
    snprintf(h->log + used, sizeof h->log - used, "%s\n", text);
}

// Each save has a later time than the one before, whatever the file system's clock.
static void save(struct house *h, const char *file, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", h->folder, file);
    for (char *slash = strchr(path + strlen(h->folder) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0755);
        *slash = '/';
    }
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    struct timespec at[2] = {{1700000000 + h->saves, 0}, {1700000000 + h->saves, 0}};
    h->saves++;
    utimensat(AT_FDCWD, path, at, 0);
}

static const char *const languages[] = {"fr", "it", "en"};

static struct house *open_house(int stages, const struct script_desc *more)
{
    struct house *h = calloc(1, sizeof *h);
    struct fault f;
    snprintf(h->folder, sizeof h->folder, "%s/script-XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(h->folder));
    h->scene = scene_create("kiosk");
    h->scene->stepped = true;
    h->pulse = pulse_create(NULL);
    for (int i = 0; i < stages; i++)
        scene_stage_add(h->scene, i ? "right" : "left", 640, 360);
    struct script_desc desc = more ? *more : (struct script_desc){0};
    desc.scene = h->scene;
    desc.files = (struct script_files){find_file, find_scene, h};
    desc.pulse = h->pulse;
    desc.languages = languages;
    desc.language_count = 3;
    desc.fault = hear_fault;
    desc.user = h;
    log_to(keep_log, h, LOG_INFO);
    h->script = script_create(&desc, &f);
    assert_non_null(h->script);
    return h;
}

static void close_house(struct house *h)
{
    char command[300];
    script_destroy(h->script);
    scene_destroy(h->scene);
    pulse_destroy(h->pulse);
    log_to(NULL, NULL, LOG_INFO);
    snprintf(command, sizeof command, "rm -rf '%s'", h->folder);
    assert_int_equal(system(command), 0);
    free(h);
}

static bool start(struct house *h, int stage, const char *lua, struct fault *f)
{
    char file[64], name[16];
    snprintf(name, sizeof name, "play%d", stage);
    snprintf(file, sizeof file, "scenes/%s/scene.lua", name);
    save(h, file, lua);
    return script_start(h->script, stage, name, NULL, f);
}

static void frame_at(struct house *h, double now_s)
{
    h->scene->before_s = h->scene->now_s;
    h->scene->now_s = now_s;
    h->scene->frame++;
    script_update(h->script, now_s);
}

// A house with one stage that plays `lua`.
static struct house *play(const char *lua)
{
    struct fault f = {""};
    struct house *h = open_house(1, NULL);
    if (!start(h, 0, lua, &f))
        print_error("%s\n", f.text);
    assert_string_equal(f.text, "");
    return h;
}

static const struct drawlist *list(const struct house *h)
{
    return &h->scene->stages[0].list;
}

static const struct draw_command *command(const struct house *h, uint32_t n)
{
    assert_true(n < list(h)->command_count);
    return &list(h)->commands[n];
}

static const float *points(const struct house *h, uint32_t n)
{
    return list(h)->floats + command(h, n)->path.first;
}

static void has_text(const struct house *h, uint32_t n, const char *text)
{
    const struct draw_command *c = command(h, n);
    assert_int_equal(c->op, DRAW_TEXT);
    assert_int_equal(c->text.length, strlen(text));
    assert_memory_equal(list(h)->bytes + c->text.bytes, text, strlen(text));
}

static void fails_with(const char *lua, const char *expected)
{
    struct fault f = {""};
    struct house *h = open_house(1, NULL);
    assert_false(start(h, 0, lua, &f));
    if (strcmp(f.text, expected) != 0)
        print_error("said:     %s\nexpected: %s\n", f.text, expected);
    assert_string_equal(f.text, expected);
    close_house(h);
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
    struct house *h = play("local scene = {}\n"
                           "function scene.draw(canvas)\n"
                           "  canvas:background('#ff0000')\n"
                           "  canvas:line(1, 2, 3, 4, { width = 5, color = { 0.25, 0.5, 1 } })\n"
                           "  canvas:rect(10, 20, 30, 40, { color = '#ffffff80', opacity = 0.5 })\n"
                           "  canvas:text('Le fer', 7, 8, { size = 48, font = 'title' })\n"
                           "end\n"
                           "return scene\n");
    assert_int_equal(list(h)->command_count, 3);
    assert_float_equal(list(h)->background.r, 1, 1e-6);
    assert_float_equal(list(h)->background.g, 0, 1e-6);
    const struct draw_command *line = command(h, 0);
    assert_int_equal(line->op, DRAW_LINE);
    assert_float_equal(line->path.width, 5, 0);
    assert_float_equal(line->color.g, 0.5, 0);
    for (int i = 0; i < 4; i++)
        assert_float_equal(points(h, 0)[i], i + 1, 0);
    assert_int_equal(command(h, 1)->op, DRAW_FILL);
    assert_int_equal(command(h, 1)->path.count, 4);
    assert_float_equal(command(h, 1)->color.a, 128 / 255.0 / 2, 1e-6);
    has_text(h, 2, "Le fer");
    const struct text_style *style = &list(h)->styles[command(h, 2)->text.style];
    assert_string_equal(style->font, "title");
    assert_string_equal(style->language, "fr");
    assert_float_equal(style->size_px, 48, 0);
    close_house(h);
}

static void colours_become_linear_light(void **state)
{
    // IEC 61966-2-1: sRGB 188 of 255 is 0.502886 in linear light; 10 of 255 is on the straight
    // part.
    struct house *h = play("return { draw = function(canvas) canvas:background('#bc0aBC') end }");
    assert_float_equal(list(h)->background.r, pow((188 / 255.0 + 0.055) / 1.055, 2.4), 1e-6);
    assert_float_equal(list(h)->background.g, 10 / 255.0 / 12.92, 1e-6);
    close_house(h);
}

static void transforms_nest_and_pop_restores_them(void **state)
{
    struct house *h = play("return { draw = function(canvas)\n"
                           "  canvas:push() canvas:translate(100, 50) canvas:scale(2)\n"
                           "  canvas:clip(0, 0, 10, 10) canvas:opacity(0.5)\n"
                           "  canvas:rect(0, 0, 1, 1)\n"
                           "  canvas:pop() canvas:rect(0, 0, 1, 1)\n"
                           "  canvas:rotate(math.pi / 2) canvas:rect(0, 0, 1, 1)\n"
                           "end }");
    float x, y;
    const struct draw_state *s = &list(h)->states[command(h, 0)->state];
    affine_apply(s->to_canvas, 3, 4, &x, &y);
    assert_float_equal(x, 106, 1e-5);
    assert_float_equal(y, 58, 1e-5);
    assert_float_equal(s->opacity, 0.5, 0);
    const float clip[4] = {100, 50, 120, 70};
    for (int i = 0; i < 4; i++)
        assert_float_equal(s->clip[i], clip[i], 1e-5);
    s = &list(h)->states[command(h, 1)->state];
    assert_float_equal(s->to_canvas.e, 0, 0);
    assert_float_equal(s->clip[2], 640, 0);
    assert_float_equal(s->opacity, 1, 0);
    s = &list(h)->states[command(h, 2)->state];
    affine_apply(s->to_canvas, 1, 0, &x, &y); // clockwise, as y points down
    assert_float_equal(x, 0, 1e-6);
    assert_float_equal(y, 1, 1e-6);
    close_house(h);
}

static void a_circle_is_round(void **state)
{
    struct house *h = play("return { draw = function(canvas) canvas:circle(100, 50, 40)\n"
                           " canvas:arc(0, 0, 10, 0, math.pi) end }");
    const struct draw_command *c = command(h, 0);
    double area = 0;
    const float *p = points(h, 0);
    for (uint32_t i = 0; i < c->path.count; i++) {
        uint32_t j = (i + 1) % c->path.count;
        assert_float_equal(hypot(p[2 * i] - 100, p[2 * i + 1] - 50), 40, 1e-4);
        area += (double)p[2 * i] * p[2 * j + 1] - (double)p[2 * j] * p[2 * i + 1];
    }
    assert_float_equal(fabs(area) / 2, M_PI * 1600, 15);
    c = command(h, 1);
    p = points(h, 1);
    assert_float_equal(p[0], 10, 1e-5);
    assert_float_equal(p[2 * (c->path.count - 1)], -10, 1e-5);
    assert_true(p[2 * (c->path.count / 2) + 1] > 9); // through (0, 10): clockwise on the canvas
    close_house(h);
}

static void a_trail_has_width_and_light_at_each_point(void **state)
{
    struct house *h =
        play("return { draw = function(canvas)\n"
             " canvas:trail({ 1, 2, 3, 0.5, 4, 5, 6, 1 }, { color = '#00ff00' }) end }");
    const float expected[14] = {1, 2, 3, 0, 1, 0, 0.5, 4, 5, 6, 0, 1, 0, 1};
    assert_int_equal(command(h, 0)->op, DRAW_TRAIL);
    assert_int_equal(command(h, 0)->path.count, 2);
    for (int i = 0; i < 14; i++)
        assert_float_equal(points(h, 0)[i], expected[i], 1e-6);
    close_house(h);
}

static void wrong_calls_say_what_was_needed(void **state)
{
    draw_fails_with("canvas:text()",
                    "canvas:text needs a string first, got nil (text, x, y, style)");
    draw_fails_with("canvas:text('a', 1)",
                    "canvas:text needs a number third, got nil (text, x, y, style)");
    draw_fails_with("canvas.text('a', 1, 2)",
                    "canvas:text is called with a colon: canvas:text(text, x, y, style)");
    draw_fails_with("canvas:film('a.mp4', 1, 2, 3, 4)",
                    "canvas:film needs a film (film.open) first, got a string (film, x, y, w, h, "
                    "style)");
    draw_fails_with("canvas:text('a', 1, 2, { colour = '#ffffff' })",
                    "canvas:text: unknown key \"colour\"; did you mean \"color\"?");
    draw_fails_with("canvas:line(1, 2, 3, 4, { thick = 3 })",
                    "canvas:line: unknown key \"thick\"; known are color, width, opacity, closed");
    draw_fails_with("canvas:background('red')",
                    "canvas:background: \"red\" is not a colour; write \"#rrggbb\", \"#rrggbbaa\" "
                    "or {r, g, b} in linear light");
    draw_fails_with(
        "canvas:rect(1, 2, 3, 4, { color = '#12345' })",
        "canvas:rect: color is not a colour; write \"#rrggbb\", \"#rrggbbaa\" or {r, g, "
        "b} in linear light");
    draw_fails_with("canvas:text('a', 1, 2, { align = 'middle' })",
                    "canvas:text: align is \"middle\"; it can be \"left\", \"center\", \"right\", "
                    "\"justify\"");
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
                    "canvas:rotate needs a finite number first, got not a number (nan) (angle)");
    draw_fails_with("show.send('a', { list = {} })",
                    "show.send: parameter \"list\" is a table; numbers, strings, true and false "
                    "travel");
    draw_fails_with(
        "tween.new(0, 1, 1, 'bounce')",
        "tween.new: no ease \"bounce\"; it can be \"inout\", \"in\", \"out\", \"linear\"");
}

static void a_scene_that_cannot_run_is_refused_with_its_line(void **state)
{
    fails_with("local scene = {\n\n", "scenes/play0/scene.lua:3: unexpected symbol near <eof>");
    fails_with("error('no', 1)", "scenes/play0/scene.lua:1: no");
    fails_with("return 3",
               "scenes/play0/scene.lua:1: a scene file ends with `return scene`, a table "
               "of functions; got number");
    fails_with("return {\n draw = 5 }",
               "scenes/play0/scene.lua:1: scene.draw is a number; it must be a function");
    fails_with("return { enter = function(stage)\n return stage.visitor.x end }",
               "scenes/play0/scene.lua:2: stage has no \"visitor\"; it has height, id, language, "
               "languages, param, redraw, set_language, station, width");
    struct house *h = open_house(1, NULL);
    struct fault f;
    assert_false(script_start(h->script, 0, "none", NULL, &f));
    assert_string_equal(f.text, "no scene \"none\"");
    close_house(h);
}

static void a_bad_scene_leaves_the_one_that_plays(void **state)
{
    struct fault f;
    struct house *h = play("return { draw = function(canvas) canvas:circle(1, 1, 1) end }");
    save(h, "scenes/bad/scene.lua", "return { draw = function(canvas) canvas:oval() end }");
    assert_false(script_start(h->script, 0, "bad", NULL, &f));
    scene_redraw(h->scene, 0);
    frame_at(h, 1);
    assert_int_equal(list(h)->command_count, 1);
    assert_int_equal(h->told, 0);
    close_house(h);
}

static void the_stage_says_where_it_is(void **state)
{
    struct params params = {0};
    struct fault f;
    params_text(&params, "id", "marteler");
    params_number(&params, "n", 3);
    struct house *h = open_house(1, &(struct script_desc){.date = "2026-07-14"});
    save(h, "scenes/a/scene.lua",
         "local s\n"
         "return { enter = function(stage) s = stage end, draw = function(canvas)\n"
         " canvas:text(table.concat({ s.id, s.station, s.width, s.height, s.language,\n"
         "   #s.languages, s.param.id, s.param.n, show.date(), canvas.width }, ' '), 0, 0)\n"
         " s:set_language('it') canvas:text(s.language, 0, 0) end }");
    assert_true(script_start(h->script, 0, "a", &params, &f));
    has_text(h, 0, "left kiosk 640 360 fr 3 marteler 3.0 2026-07-14 640");
    has_text(h, 1, "it");
    assert_string_equal(list(h)->styles[command(h, 1)->text.style].language, "it");
    close_house(h);
}

static void a_touch_reaches_touch(void **state)
{
    struct house *h = play(
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
    frame_at(h, 8);
    has_text(h, 0, "drag 1 2 3 4 5 6 7 8");
    assert_int_equal(h->scene->stages[0].events.count, 0);
    close_house(h);
}

static void messages_and_keys_reach_hear(void **state)
{
    struct house *h =
        play("local said = {}\n"
             "return { hear = function(e) said[#said + 1] = table.concat({ e.kind, e.name,\n"
             "   e.from or '-', e.param and e.param.id or '-' }, ' ') end,\n"
             " draw = function(canvas) canvas:text(table.concat(said, ', '), 0, 0) end }");
    struct event message = {.kind = EVENT_MESSAGE, .name = "chosen", .from = "kiosk"};
    params_text(&message.params, "id", "filer");
    struct event key = {.kind = EVENT_KEY, .name = "Left"};
    scene_tell(h->scene, 0, &message);
    scene_tell(h->scene, 0, &key);
    frame_at(h, 1);
    has_text(h, 0, "message chosen kiosk filer, key Left - -");
    close_house(h);
}

static void what_ended_is_heard_with_the_same_object(void **state)
{
    struct house *h =
        play("local f, said\n"
             "return { enter = function() f = film.open('scenes/play0/scene.lua') end,\n"
             " hear = function(e) said = e.kind .. tostring(e.media == f) end,\n"
             " draw = function(canvas) if said then canvas:text(said, 0, 0) end end }");
    media_handle film = media_handle_of(&h->scene->media, &h->scene->media.items[0]);
    struct event e = {.kind = EVENT_MEDIA_ENDED, .media = film};
    scene_tell(h->scene, 0, &e);
    frame_at(h, 1);
    has_text(h, 0, "endedtrue");
    e.media = 0xffff0001; // of a scene long gone
    scene_tell(h->scene, 0, &e);
    frame_at(h, 2);
    assert_int_equal(h->told, 0);
    close_house(h);
}

static void asks_land_on_the_table(void **state)
{
    struct house *h = play("return { touch = function(e)\n"
                           " show.send('chosen', { id = 'filer', n = 2, on = true })\n"
                           " show.go('gesture', { id = 'filer' }) end }");
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    frame_at(h, 1);
    const struct asks *asks = &h->scene->asks;
    assert_int_equal(asks->count, 2);
    assert_int_equal(asks->items[0].kind, ASK_SEND);
    assert_string_equal(asks->items[0].name, "chosen");
    assert_string_equal(params_find(&asks->items[0].params, "id")->text, "filer");
    assert_float_equal(params_find(&asks->items[0].params, "n")->number, 2, 0);
    assert_int_equal(params_find(&asks->items[0].params, "on")->kind, PARAM_BOOL);
    assert_int_equal(asks->items[1].kind, ASK_GO);
    assert_int_equal(asks->items[1].stage, 0);
    close_house(h);
}

static void go_changes_the_scene_and_calls_leave(void **state)
{
    struct house *h = play("return { leave = function() print('gone') end }");
    save(h, "scenes/next/scene.lua",
         "local s return { enter = function(stage) s = stage end,\n"
         " draw = function(canvas) canvas:text(s.param.id, 0, 0) end }");
    struct scene_stage *stage = &h->scene->stages[0];
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "next");
    params_text(&stage->next_params, "id", "souffler");
    frame_at(h, 1);
    assert_false(stage->go);
    has_text(h, 0, "souffler");
    assert_non_null(strstr(h->log, "gone"));
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "nowhere");
    frame_at(h, 2);
    has_text(h, 0, "souffler");
    assert_string_equal(h->last, "0 no scene \"nowhere\"");
    close_house(h);
}

static void still_means_still(void **state)
{
    struct house *h = play("local n = 0\n"
                           "return { draw = function(canvas) n = n + 1 canvas:circle(1, 1, 1)\n"
                           " log.info('drawn', n) end }");
    frame_at(h, 0.1); // what began is drawn once more with the machines
    uint64_t picture = h->scene->stages[0].picture, version = list(h)->version;
    uint64_t drawn = pulse_page(h->pulse)->drawn;
    assert_true(isinf(scene_next_s(h->scene)));
    for (int i = 0; i < 10; i++)
        frame_at(h, 0.2 + i * 0.1);
    assert_int_equal(pulse_page(h->pulse)->drawn, drawn);
    scene_redraw(h->scene, 0); // drawn again, but it is the same picture
    frame_at(h, 2);
    assert_int_equal(pulse_page(h->pulse)->drawn, drawn + 1);
    assert_int_equal(h->scene->stages[0].picture, picture);
    assert_int_equal(list(h)->version, version);
    assert_true(isinf(scene_next_s(h->scene)));
    close_house(h);
}

static void timers_make_draw_due(void **state)
{
    struct house *h = play("return { enter = function(stage) stage:redraw(2) stage:redraw(5) end,\n"
                           " draw = function(canvas) canvas:text(show.now(), 0, 0) end }");
    frame_at(h, 0.5);
    has_text(h, 0, "0.5");
    assert_float_equal(scene_next_s(h->scene), 2, 0);
    frame_at(h, 1);
    has_text(h, 0, "0.5");
    frame_at(h, 2.25);
    has_text(h, 0, "2.25");
    assert_float_equal(scene_next_s(h->scene), 5, 0);
    frame_at(h, 5);
    has_text(h, 0, "5.0");
    assert_true(isinf(scene_next_s(h->scene)));
    close_house(h);
}

static void a_scene_that_moves_in_update_keeps_moving(void **state)
{
    struct house *h =
        play("local s, x = nil, 0\n"
             "return { enter = function(stage) s = stage end,\n"
             " update = function(dt, now) x = x + dt if now < 1 then s:redraw() end end,\n"
             " draw = function(canvas) canvas:text(string.format('%.2f', x), 0, 0) end }");
    double now_s = 0;
    int frames = 0;
    for (; scene_next_s(h->scene) <= now_s && frames < 100; frames++) {
        now_s += 0.125;
        frame_at(h, now_s);
    }
    assert_int_equal(frames, 8);
    has_text(h, 0, "1.00");
    close_house(h);
}

static void a_tween_draws_every_frame_and_follows_its_curve(void **state)
{
    struct house *h =
        play("local a, b, c, d\n"
             "return { touch = function()\n"
             " a, b = tween.new(10, 20, 2), tween.new(0, 1, 2, 'in')\n"
             " c, d = tween.new(0, 1, 2, 'out'), tween.new(0, 8, 1, 'linear', 1) end,\n"
             " draw = function(canvas) if a then canvas:line(a:value(), b:value(),\n"
             "  c:value(), d:value()) if a:done() then canvas:circle(1, 1, 1) end end end }");
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    frame_at(h, 1);
    for (double t = 0.25; t < 2; t += 0.25) {
        assert_true(scene_next_s(h->scene) <= h->scene->now_s); // the next frame is wanted
        frame_at(h, 1 + t);
        double u = t / 2, v = 1 - u;
        const float *p = points(h, 0);
        assert_float_equal(p[0], 10 + 10 * (u < 0.5 ? 4 * u * u * u : 1 - 4 * v * v * v), 1e-5);
        assert_float_equal(p[1], u * u * u, 1e-6);
        assert_float_equal(p[2], 1 - v * v * v, 1e-6);
        assert_float_equal(p[3], t < 1 ? 0 : 8 * (t - 1), 1e-5);
    }
    frame_at(h, 3.5);
    assert_float_equal(points(h, 0)[0], 20, 0);
    assert_int_equal(list(h)->command_count, 2);
    assert_true(isinf(scene_next_s(h->scene)));
    close_house(h);
}

static void a_delayed_tween_sleeps_until_it_starts(void **state)
{
    struct house *h = play("return { enter = function() tween.new(0, 1, 1, 'linear', 10) end }");
    frame_at(h, 1);
    assert_float_equal(scene_next_s(h->scene), 10, 0);
    close_house(h);
}

static void files_open_as_media_of_the_table(void **state)
{
    struct house *h = open_house(1, NULL);
    struct fault f;
    save(h, "a.mp4", "x");
    save(h, "a.wav", "x");
    save(h, "a.png", "x");
    h->scene->now_s = 3;
    assert_true(start(
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
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    frame_at(h, 5);
    assert_false(film->playing);
    assert_float_equal(film->offset_s, 2, 0);
    assert_float_equal(sound->gain, 0, 0);
    has_text(h, 0, "2.0 6.0");
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_HOLD});
    frame_at(h, 6);
    assert_true(film->playing && sound->closing);
    assert_float_equal(media_position(film, 6, NULL), 7, 0);
    assert_int_equal(film->seeks, 1);
    assert_float_equal(sound->ramp_s, 0.5, 0);
    sound->silent = true;
    frame_at(h, 6.1);
    assert_false(sound->used);
    close_house(h);
}

static void a_missing_file_is_told_once_and_stops_nothing(void **state)
{
    struct house *h = play("local f\n"
                           "return { enter = function()\n"
                           "  f = film.open('none.mp4') end,\n"
                           " touch = function() film.open('none.mp4'):close() end,\n"
                           " draw = function(canvas) canvas:film(f, 0, 0, 9, 9)\n"
                           "  canvas:text(tostring(f:ready()) .. tostring(f:ended()), 0, 0) end }");
    assert_int_equal(h->told, 1);
    assert_string_equal(h->last, "0 scenes/play0/scene.lua:3: film.open: no file \"none.mp4\"");
    assert_int_equal(h->scene->media.items[0].state, MEDIA_FAILED);
    assert_int_equal(command(h, 0)->op, DRAW_FILM);
    has_text(h, 1, "falsetrue");
    for (int i = 0; i < 3; i++) {
        scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
        frame_at(h, i);
    }
    assert_int_equal(h->told, 2); // another line, but each once
    assert_int_equal(script_fault_count(h->script), 2);
    close_house(h);
}

static void a_stale_handle_is_silence(void **state)
{
    struct house *h = open_house(1, NULL);
    struct fault f;
    save(h, "a.mp4", "x");
    assert_true(start(h, 0,
                      "local f = film.open('a.mp4') f:close()\n"
                      "local g = film.open('a.mp4')\n" // in the same place of the table
                      "f:play() f:pause() f:seek(3) f:gain(3) f:close()\n"
                      "return { draw = function(canvas) canvas:film(f, 0, 0, 1, 1)\n"
                      " canvas:text(f:position() .. tostring(f:ended()) .. f:size(), 0, 0) end }",
                      &f));
    has_text(h, 1, "0.0true0");
    assert_true(h->scene->media.items[0].used && h->scene->media.items[0].playing);
    assert_float_equal(h->scene->media.items[0].offset_s, 0, 0);
    close_house(h);
}

static void pictures_are_fitted(void **state)
{
    struct house *h = open_house(1, NULL);
    struct fault f;
    save(h, "a.png", "x");
    assert_true(start(h, 0,
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
    frame_at(h, 1);
    const struct draw_rect at = command(h, 0)->image.at, whole = command(h, 1)->image.at;
    const struct draw_rect part = command(h, 1)->image.source, cut = command(h, 2)->image.source;
    assert_float_equal(at.y, 25, 1e-5);
    assert_float_equal(at.h, 50, 1e-5);
    assert_float_equal(whole.h, 100, 0);
    assert_float_equal(part.x, 0.25, 1e-6);
    assert_float_equal(part.w, 0.5, 1e-6);
    assert_float_equal(part.h, 1, 1e-6);
    assert_float_equal(cut.x, 0.25, 1e-6);
    assert_float_equal(cut.h, 0.5, 1e-6);
    close_house(h);
}

static void media_of_a_scene_that_left_are_released(void **state)
{
    struct house *h = open_house(2, NULL);
    struct fault f;
    save(h, "a.mp4", "x");
    save(h, "a.wav", "x");
    const char *lua = "film.open('a.mp4') sound.play('a.wav') return {}";
    assert_true(start(h, 0, lua, &f));
    assert_true(start(h, 1, lua, &f));
    save(h, "scenes/empty/scene.lua", "return {}");
    assert_true(script_start(h->script, 0, "empty", NULL, &f));
    struct media *items = h->scene->media.items;
    assert_false(items[0].used);
    assert_true(items[1].used && items[1].closing); // fades
    assert_float_equal(items[1].ramp_s, 0.3, 1e-6);
    assert_true(items[2].used && items[3].used && !items[3].closing); // of the other stage
    frame_at(h, 1);
    frame_at(h, 2);
    assert_false(items[1].used); // whether or not anyone mixed it
    close_house(h);
}

// The stepped fence counts instructions: the same scene is stopped at the same place everywhere.
static void a_runaway_scene_is_stopped_and_the_other_plays_on(void **state)
{
    struct house *h = open_house(2, NULL);
    struct fault f;
    assert_true(start(h, 0,
                      "local run\n"
                      "return { touch = function() run = true end,\n"
                      " draw = function(canvas) canvas:circle(9, 9, 9)\n"
                      "  while run do end\n"
                      " end }",
                      &f));
    assert_true(
        start(h, 1, "return { draw = function(canvas) canvas:text(show.now(), 0, 0) end }", &f));
    uint64_t picture = h->scene->stages[0].picture;
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    scene_redraw(h->scene, 1);
    frame_at(h, 1);
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:4:"));
    assert_int_equal(h->scene->stages[0].picture, picture); // its last picture stands
    assert_int_equal(h->scene->stages[0].list.command_count, 1);
    const struct drawlist *other = &h->scene->stages[1].list; // in the same frame
    assert_int_equal(other->command_count, 1);
    assert_memory_equal(other->bytes, "1.0", 3);
    close_house(h);
}

static void a_scene_that_eats_memory_is_stopped(void **state)
{
    struct house *h = open_house(1, &(struct script_desc){.memory_bytes = 4u << 20});
    struct fault f;
    assert_true(start(h, 0,
                      "return { touch = function() local t = {}\n"
                      " for i = 1, 1e5 do t[i] = ('x'):rep(1000) .. i end end }",
                      &f));
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    frame_at(h, 1);
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "memory"));
    close_house(h);
}

static void a_faulty_scene_sits_out_and_comes_back(void **state)
{
    struct house *h = play("local n = 0\n"
                           "return { touch = function() error('broken') end,\n"
                           " draw = function(canvas) n = n + 1 canvas:text(n, 0, 0) end }");
    frame_at(h, 0);
    has_text(h, 0, "2");
    const double steps[] = {1, 5, 60, 60};
    double now_s = 10;
    for (int i = 0; i < 4; i++) {
        scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
        frame_at(h, now_s);
        assert_int_equal(h->told, 1); // the same fault is told once
        has_text(h, 0, "2");
        assert_float_equal(scene_next_s(h->scene), now_s + steps[i], 1e-9);
        frame_at(h, now_s + steps[i] - 0.1);
        scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP}); // not heard: it sits out
        frame_at(h, now_s + steps[i] - 0.05);
        frame_at(h, now_s + steps[i]);
        has_text(h, 0, "2"); // anew: counted from 1, drawn twice
        now_s += steps[i] + 1;
    }
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:2: broken"));
    now_s += 60;
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    frame_at(h, now_s);
    assert_float_equal(scene_next_s(h->scene), now_s + 1, 1e-9); // it was well for a minute
    close_house(h);
}

static void films_stand_while_a_scene_sits_out(void **state)
{
    struct house *h = open_house(1, NULL);
    struct fault f;
    save(h, "a.mp4", "x");
    save(h, "a.wav", "x");
    assert_true(start(h, 0,
                      "film.open('a.mp4') sound.play('a.wav')\n"
                      "return { touch = function() error('broken') end }",
                      &f));
    struct media *items = h->scene->media.items;
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    frame_at(h, 4);
    assert_true(items[0].used && !items[0].playing);
    assert_float_equal(items[0].offset_s, 4, 0);
    assert_true(items[1].closing);
    frame_at(h, 5.5);
    assert_false(items[0].used && items[0].incarnation == 1); // the new one has its own
    close_house(h);
}

static void a_saved_scene_runs_anew(void **state)
{
    struct house *h = play("return { draw = function(canvas) canvas:text('one', 0, 0) end }");
    assert_false(script_refresh(h->script));
    save(h, "scenes/play0/scene.lua",
         "return { draw = function(canvas) canvas:text('two', 0, 0) end }");
    assert_true(script_refresh(h->script));
    has_text(h, 0, "two");
    assert_false(script_refresh(h->script));
    close_house(h);
}

static void a_bad_save_keeps_the_last_good_scene(void **state)
{
    struct house *h = play("return { draw = function(canvas) canvas:text('good', 0, 0) end }");
    save(h, "scenes/play0/scene.lua", "return {\n draw = function(canvas) canvas:text('bad' end }");
    assert_false(script_refresh(h->script));
    assert_int_equal(h->told, 1);
    assert_non_null(strstr(h->last, "0 scenes/play0/scene.lua:2: ')' expected"));
    save(h, "scenes/play0/scene.lua", "return {\n draw = function(canvas) canvas:txt() end }");
    assert_false(script_refresh(h->script)); // compiles, but fails in its first frame
    assert_int_equal(h->told, 2);
    assert_false(script_refresh(h->script)); // told once, tried once
    assert_int_equal(h->told, 2);
    scene_redraw(h->scene, 0);
    frame_at(h, 1);
    has_text(h, 0, "good");
    save(h, "scenes/play0/scene.lua",
         "return { draw = function(canvas) canvas:text('better', 0, 0) end }");
    assert_true(script_refresh(h->script));
    has_text(h, 0, "better");
    close_house(h);
}

static void required_files_are_shared_and_watched(void **state)
{
    struct house *h = open_house(1, NULL);
    struct fault f;
    save(h, "scenes/lib/shapes.lua", "return { name = 'lib' }");
    save(h, "scenes/play0/own.lua", "count = (count or 0) + 1 return { name = 'own' .. count }");
    const char *lua = "local a, b, c = require 'shapes', require 'own', require 'own'\n"
                      "return { draw = function(canvas)\n"
                      " canvas:text(a.name .. b.name .. tostring(b == c), 0, 0) end }";
    assert_true(start(h, 0, lua, &f));
    has_text(h, 0, "libown1true");
    save(h, "scenes/lib/shapes.lua", "return { name = 'new' }");
    assert_true(script_refresh(h->script));
    has_text(h, 0, "newown1true");
    save(h, "scenes/lib/shapes.lua", "return {");
    assert_false(script_refresh(h->script));
    assert_non_null(strstr(h->last, "scenes/lib/shapes.lua:1:"));
    save(h, "scenes/lib/shapes.lua", "return { name = 'again' }");
    assert_true(script_refresh(h->script));
    has_text(h, 0, "againown1true");
    close_house(h);
}

static void require_stays_in_its_folders(void **state)
{
    fails_with("require '../../etc/passwd'",
               "scenes/play0/scene.lua:1: require: \"../../etc/passwd\" is not a name of letters, "
               "digits, _ and -");
    fails_with("require 'nothing'", "scenes/play0/scene.lua:1: require: no nothing.lua in the "
                                    "scene's folder or in scenes/lib");
    struct house *h = open_house(1, NULL);
    struct fault f;
    save(h, "scenes/play0/a.lua", "return require 'a'");
    assert_false(start(h, 0, "require 'a'", &f));
    assert_string_equal(f.text, "scenes/play0/a.lua:1: require: \"a\" requires itself");
    close_house(h);
}

static void print_is_held_to_twenty_lines_a_second(void **state)
{
    struct house *h = play("return { update = function() print('line') end }");
    for (int i = 0; i < 100; i++)
        frame_at(h, i * 0.01);
    int lines = 0;
    for (const char *at = h->log; (at = strstr(at, "line\n")); at++)
        lines++;
    assert_int_equal(lines, 20);
    frame_at(h, 1.5);
    assert_non_null(strstr(h->log, "lines of print and log were left out"));
    close_house(h);
}

static void refused_drawing_is_told_once_a_second(void **state)
{
    struct house *h = play("local s\n"
                           "return { enter = function(stage) s = stage end,\n"
                           " draw = function(canvas) s:redraw()\n"
                           "  canvas:rect(0 / 0, 0, 1, 1)\n"
                           "  canvas:circle(1, 1, 1) end }");
    for (int i = 1; i <= 20; i++)
        frame_at(h, i * 0.1);
    assert_int_equal(h->told, 2);
    assert_non_null(strstr(
        h->last, "0 scenes/play0/scene.lua:4: canvas:rect: a number is not finite (10 drawing"));
    assert_int_equal(list(h)->command_count, 1);
    close_house(h);
}

static void a_full_draw_list_says_its_limit(void **state)
{
    struct house *h = open_house(1, &(struct script_desc){.call_s = 1});
    struct fault f;
    assert_true(start(h, 0,
                      "return { draw = function(canvas)\n"
                      " for i = 1, 65600 do canvas:line(i, 0, i, 9) end end }",
                      &f));
    frame_at(h, 2);
    assert_int_equal(list(h)->command_count, DRAWLIST_COMMANDS);
    assert_non_null(strstr(
        h->last, "scene.lua:2: canvas:line: 65536 drawing calls a frame are allowed (128 drawing"));
    close_house(h);
}

static void lost_events_are_said_once_a_frame(void **state)
{
    struct house *h = play("return {}");
    for (int i = 0; i < EVENTS_MAX + 5; i++)
        scene_tell(h->scene, 0, &(struct event){.kind = EVENT_MOVE});
    frame_at(h, 1);
    assert_non_null(strstr(h->log, "5 events were lost"));
    close_house(h);
}

static void scenes_do_not_see_each_other(void **state)
{
    struct house *h = open_house(2, NULL);
    struct fault f;
    assert_true(start(h, 0, "shared = 'mine' string.mine = 1 return {}", &f));
    assert_true(start(h, 1,
                      "local seen = tostring(shared) .. tostring(string.mine)\n"
                      "return { draw = function(canvas) canvas:text(seen, 0, 0) end }",
                      &f));
    assert_memory_equal(h->scene->stages[1].list.bytes, "nilnil", 6);
    close_house(h);
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
    struct house *a = play(lua), *b = play(lua);
    for (int i = 0; i < 50; i++) {
        scene_redraw(a->scene, 0);
        scene_redraw(b->scene, 0);
        frame_at(a, i / 60.0);
        frame_at(b, i / 60.0);
        assert_true(drawlist_same(list(a), list(b)));
    }
    close_house(b);
    close_house(a);
}

static void the_breadcrumb_is_gone_after_the_call(void **state)
{
    struct house *h = play("return { draw = function(canvas) end }");
    frame_at(h, 1);
    assert_string_equal(pulse_page(h->pulse)->crumb, "");
    close_house(h);
}

static void drawing_outside_draw_is_refused(void **state)
{
    fails_with("local c\n"
               "return { draw = function(canvas) c = canvas; error('x', 0) end }",
               "x");
    struct house *h = play("local c\n"
                           "return { draw = function(canvas) c = canvas end,\n"
                           " touch = function() c:circle(1, 1, 1) end }");
    scene_tell(h->scene, 0, &(struct event){.kind = EVENT_TAP});
    frame_at(h, 1);
    assert_string_equal(h->last,
                        "0 scenes/play0/scene.lua:3: canvas:circle: drawing is done inside "
                        "draw(canvas) only; stage:redraw() asks for it");
    close_house(h);
}

static void labels_are_picked_by_language(void **state)
{
    struct house *h = play(
        "local l = { fr = 'fer', it = 'ferro' }\n"
        "return { draw = function(canvas) canvas:text(table.concat({ text.pick(l, 'it'),\n"
        " text.pick(l, 'en'), text.pick(l), text.pick({ es = 'hierro', de = 'Eisen' }, 'en'),\n"
        " text.pick({}, 'fr') .. '.' }, ' '), 0, 0) end }");
    has_text(h, 0, "ferro fer fer Eisen .");
    close_house(h);
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
        cmocka_unit_test(a_bad_scene_leaves_the_one_that_plays),
        cmocka_unit_test(the_stage_says_where_it_is),
        cmocka_unit_test(a_touch_reaches_touch),
        cmocka_unit_test(messages_and_keys_reach_hear),
        cmocka_unit_test(what_ended_is_heard_with_the_same_object),
        cmocka_unit_test(asks_land_on_the_table),
        cmocka_unit_test(go_changes_the_scene_and_calls_leave),
        cmocka_unit_test(still_means_still),
        cmocka_unit_test(timers_make_draw_due),
        cmocka_unit_test(a_scene_that_moves_in_update_keeps_moving),
        cmocka_unit_test(a_tween_draws_every_frame_and_follows_its_curve),
        cmocka_unit_test(a_delayed_tween_sleeps_until_it_starts),
        cmocka_unit_test(files_open_as_media_of_the_table),
        cmocka_unit_test(a_missing_file_is_told_once_and_stops_nothing),
        cmocka_unit_test(a_stale_handle_is_silence),
        cmocka_unit_test(pictures_are_fitted),
        cmocka_unit_test(media_of_a_scene_that_left_are_released),
        cmocka_unit_test(a_runaway_scene_is_stopped_and_the_other_plays_on),
        cmocka_unit_test(a_scene_that_eats_memory_is_stopped),
        cmocka_unit_test(a_faulty_scene_sits_out_and_comes_back),
        cmocka_unit_test(films_stand_while_a_scene_sits_out),
        cmocka_unit_test(a_saved_scene_runs_anew),
        cmocka_unit_test(a_bad_save_keeps_the_last_good_scene),
        cmocka_unit_test(required_files_are_shared_and_watched),
        cmocka_unit_test(require_stays_in_its_folders),
        cmocka_unit_test(print_is_held_to_twenty_lines_a_second),
        cmocka_unit_test(refused_drawing_is_told_once_a_second),
        cmocka_unit_test(a_full_draw_list_says_its_limit),
        cmocka_unit_test(lost_events_are_said_once_a_frame),
        cmocka_unit_test(scenes_do_not_see_each_other),
        cmocka_unit_test(two_stepped_runs_lay_the_same_lists),
        cmocka_unit_test(the_breadcrumb_is_gone_after_the_call),
        cmocka_unit_test(drawing_outside_draw_is_refused),
        cmocka_unit_test(labels_are_picked_by_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
