// A steady frame allocates nothing: what script/, scene/, text/ and render/ take from the heap is
// counted (the linker puts these functions in malloc's place). What Lua's states take is theirs.
#include "tools/easel.h"
#include "tools/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int taken, in_lua; // of this test alone

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t most);
int __real_vasprintf(char **out, const char *format, va_list args);
void *__real_fence_allocate(void *fence, void *old, size_t old_size, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
int __wrap_vasprintf(char **out, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
void *__wrap_fence_allocate(void *fence, void *old, size_t old_size, size_t size);

static void count(void)
{
    taken += !in_lua;
}

void *__wrap_malloc(size_t size)
{
    count();
    return __real_malloc(size);
}

void *__wrap_calloc(size_t number, size_t size)
{
    count();
    return __real_calloc(number, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    count();
    return __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
    count();
    return __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t most)
{
    count();
    return __real_strndup(text, most);
}

int __wrap_vasprintf(char **out, const char *format, va_list args)
{
    count();
    return __real_vasprintf(out, format, args);
}

void *__wrap_fence_allocate(void *fence, void *old, size_t old_size, size_t size)
{
    in_lua++;
    void *block = __real_fence_allocate(fence, old, old_size, size);
    in_lua--;
    return block;
}

// A page as pages are: texts by key in two looks, a list that scrolls under a clip, controls that
// go with it, shapes, something that moves by itself, a body that turns, a code to take home.
static const char page[] =
    "local stage, sets, code, side = nil, 0, path.qr('https://example.org/gestes/etirer-fer')\n"
    "local grows, body = tween.new(0, 1, 1e6), model.open('body.obj')\n"
    "return {\n"
    " enter = function(s) stage = s end,\n"
    " draw = function(canvas)\n"
    "  stage:redraw()\n"
    "  sets = sets + 1\n"
    "  local scrolled = MOVES and sets % 40 or 0\n"
    "  canvas:text(text.say('title'), 20, 10, { font = 'title', size = 40 })\n"
    "  canvas:text(text.say('hits', { n = 12 }), 20, 60, { size = 20 })\n"
    "  canvas:push() canvas:clip(20, 90, 400, 240)\n"
    "  for i = 1, 12 do\n"
    "   local y = 60 + 40 * i - scrolled\n"
    "   canvas:rect(20, y, 400, 36, { color = '#221d1a', radius = 6 })\n"
    "   canvas:text({ 'Étirer ', { 'le fer', weight = 700 } }, 30, y + 4, { size = 22 })\n"
    "   canvas:control('row ' .. i, 20, y, 400, 36)\n"
    "  end\n"
    "  canvas:pop()\n"
    "  canvas:push() canvas:translate(500, 100) canvas:scale(3) canvas:fill(code) canvas:pop()\n"
    "  canvas:model(body, 440, 200, 120, 120, { turn = scrolled / 20 })\n"
    "  canvas:push() canvas:opacity(grows) canvas:line(20, 340, 420, 340) canvas:pop()\n"
    " end }";

// The explorer's parts: a keyboard, and a list of the library that a hand flicks down and up again,
// so that it never rests. All of its texts have been seen once it has been at both ends.
static const char flicked[] =
    "local ui, lists, keyboards = require 'ui', require 'ui_list', require 'ui_keyboard'\n"
    "local scene, frame, y, on = {}, 0, 0, nil\n"
    "local e = { id = 1, x = 500, start_x = 500, dx = 0 }\n"
    "local function row(n, x, y, w, h)\n"
    " ui.line(x, y + h, x + w, y + h, '#4b4f51', 1)\n"
    " scene.canvas:circle(x + 12, y + h / 2, 4)\n"
    " scene.canvas:text('Geste', x + 24, y + 2, ui.style('small'))\n"
    "end\n"
    "local function touch(kind, dy)\n"
    " e.kind, e.y, e.dy, e.time, e.on = kind, y, dy, show.now(), on\n"
    " e.phase = kind == 'drag' and (frame % 20 == 1 and 'begin' or 'update') or nil\n"
    " return ui.touch(e)\n"
    "end\n"
    "function scene.enter(stage)\n"
    " ui.enter(stage) scene.stage = stage\n"
    " scene.list = lists.new{ name = 'geste', row = row, tap = function() end }\n"
    " scene.keys = keyboards.new{ text = '', most = 48, change = function() end }\n"
    "end\n"
    "function scene.update()\n"
    " local n = frame % 20\n"
    " local way = frame // 20 % 2 == 0 and -1 or 1\n"
    " if n == 0 then y = way < 0 and 300 or 60 on = nil on = touch('down', 0)\n"
    " elseif n < 6 then y = y + 40 * way touch('move', 0) touch('drag', 40 * way)\n"
    " elseif n == 6 then touch('up', 0) end\n"
    " frame = frame + 1\n"
    " scene.stage:redraw()\n"
    "end\n"
    "function scene.draw(canvas)\n"
    " scene.canvas = canvas\n"
    " ui.begin(canvas)\n"
    " scene.keys:draw(10, 170, 380)\n"
    " ui.button('de retour', 10, 10, 180, 40, 'Retour', { icon = 'back' })\n"
    " scene.list:draw(420, 10, 210, 340, 10000, 34)\n"
    ""
    " ui.finish()\n"
    "end\n"
    "return scene";

struct steady {
    struct easel *easel;
    struct house *house;
    struct words *words;
};

static void open_steady(struct steady *s, const char *scene)
{
    static const char *const languages[] = {"fr"};
    char folder[320];
    struct fault f;
    s->easel = easel_open(640, 360);
    struct house *files = house_open(1, NULL);
    house_save(files, "strings/fr.json",
               "{ \"title\": \"L’excellence du geste\", \"hits\": { \"one\": \"{n} geste\", "
               "\"other\": \"{n} gestes\" } }");
    snprintf(folder, sizeof folder, "%s/strings", files->folder);
    s->words = words_create(
        &(struct words_desc){.installation = folder, .languages = languages, .language_count = 1},
        NULL);
    house_close(files);
    s->house = house_open(1, &(struct script_desc){.text = s->easel->text, .words = s->words});
    house_save(s->house, "body.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    assert_int_equal(symlink(TEST_ROOT "/scenes", s->house->shared), 0);
    if (!house_start(s->house, 0, scene, &f))
        fail_msg("%s", f.text);
    // The stage of the house is painted by the easel's renderer.
    render_destroy(s->easel->render);
    s->easel->render =
        render_create(&(struct render_desc){.gpu = s->easel->gpu, .text = s->easel->text},
                      s->house->scene, &f);
    assert_non_null(s->easel->render);
}

static void close_steady(struct steady *s)
{
    house_close(s->house);
    words_destroy(s->words);
    easel_close(s->easel);
}

// Frames from..to; how many of them were painted.
static int play(struct steady *s, int from, int to)
{
    int painted = 0;
    for (int i = from; i < to; i++) {
        house_frame(s->house, i / 60.0);
        painted += render_draw(s->easel->render, s->house->scene);
    }
    return painted;
}

static void open_page(struct steady *s, const char *moves)
{
    char lua[4096];
    snprintf(lua, sizeof lua, "local MOVES = %s\n%s", moves, page);
    open_steady(s, lua);
}

static void takes_nothing(const char *moves)
{
    struct steady s;
    open_page(&s, moves);
    play(&s, 0, 45); // all that scrolls has been seen, and every array has its size
    taken = 0;
    assert_int_equal(play(&s, 45, 85), 40); // something moves in each of them
    assert_int_equal(taken, 0);
    assert_int_equal(s.house->told, 0);
    assert_int_equal(s.house->scene->stages[0].list.control_count, 12);
    close_steady(&s);
}

static void a_page_that_is_drawn_anew_and_stays_takes_nothing(void **state)
{
    takes_nothing("false");
}

static void a_list_that_scrolls_takes_nothing(void **state)
{
    takes_nothing("true");
}

// The last row of the list that may be touched.
static int last_row(const struct steady *s)
{
    const struct drawlist *l = &s->house->scene->stages[0].list;
    int row, last = 0;
    for (uint32_t i = 0; i < l->control_count; i++)
        if (sscanf(l->controls[i].name, "geste %d", &row) == 1 && row > last)
            last = row;
    return last;
}

static void an_explorer_that_is_flicked_takes_nothing(void **state)
{
    struct steady s;
    open_steady(&s, flicked);
    play(&s, 0, 120); // twice down and up
    taken = 0;
    int first = last_row(&s);
    assert_int_equal(play(&s, 120, 130), 10);
    assert_int_equal(taken, 0);
    assert_true(last_row(&s) > first + 5); // it does move
    assert_int_equal(play(&s, 130, 200), 70);
    assert_int_equal(taken, 0);
    assert_int_equal(s.house->told, 0);
    assert_true(s.house->scene->stages[0].list.control_count > 30); // keys and rows
    close_steady(&s);
}

// What a finger does is in the picture of the frame that hears it: events come in between frames,
// so that is the frame after the event's.
static const char still[] =
    "local stage, x, y\n"
    "return { enter = function(s) stage = s end,\n"
    " touch = function(e) x, y = e.x, e.y stage:redraw() end,\n"
    " draw = function(canvas)\n"
    "  canvas:background('#000000')\n"
    "  if x then canvas:rect(x - 8, y - 8, 16, 16, { color = '#ffffff' }) end\n"
    " end }";

static int brightness(const struct steady *s, int x, int y)
{
    struct easel *e = s->easel;
    gpu_target_read(e->gpu, render_target(e->render, 0), e->rgba);
    return easel_pixel(e, x, y)[1];
}

static void a_touch_is_in_the_picture_of_the_next_frame(void **state)
{
    struct steady s;
    open_steady(&s, still);
    assert_true(play(&s, 0, 3) > 0);
    assert_int_equal(play(&s, 3, 20), 0); // nobody touches: nothing is painted
    assert_int_equal(brightness(&s, 320, 180), 0);
    struct event e = {.kind = EVENT_DOWN, .x = 320, .y = 180, .finger = 1, .time_s = 20 / 60.0};
    assert_true(scene_tell(s.house->scene, 0, &e));
    assert_int_equal(play(&s, 20, 21), 1);
    assert_int_equal(brightness(&s, 320, 180), 255);
    assert_int_equal(play(&s, 21, 40), 0);
    close_steady(&s);
}

// The counter counts: a text that was never laid out is kept.
static void a_new_text_is_counted(void **state)
{
    struct steady s;
    open_page(&s, "false");
    play(&s, 0, 10);
    taken = 0;
    text_layout(s.easel->text, "neuf", 4, &(struct text_style){.font = "text", .size_px = 17}, 1);
    assert_true(taken > 0);
    close_steady(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_is_drawn_anew_and_stays_takes_nothing),
        cmocka_unit_test(a_list_that_scrolls_takes_nothing),
        cmocka_unit_test(an_explorer_that_is_flicked_takes_nothing),
        cmocka_unit_test(a_touch_is_in_the_picture_of_the_next_frame),
        cmocka_unit_test(a_new_text_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
