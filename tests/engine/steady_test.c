// A steady frame allocates nothing: what script/, scene/, text/ and render/ take from the heap is
// counted (the linker puts these functions in malloc's place). What Lua's states take is theirs.
#include "tools/easel.h"
#include "tools/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

struct steady {
    struct easel *easel;
    struct house *house;
    struct words *words;
};

static void open_steady(struct steady *s, const char *moves)
{
    static const char *const languages[] = {"fr"};
    char lua[2048], folder[320];
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
    snprintf(lua, sizeof lua, "local MOVES = %s\n%s", moves, page);
    if (!house_start(s->house, 0, lua, &f))
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

static void takes_nothing(const char *moves)
{
    struct steady s;
    open_steady(&s, moves);
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

// The counter counts: a text that was never laid out is kept.
static void a_new_text_is_counted(void **state)
{
    struct steady s;
    open_steady(&s, "false");
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
        cmocka_unit_test(a_new_text_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
