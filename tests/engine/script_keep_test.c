// script: pieces of a picture that are laid again. The oracle is a scene that draws the same
// without canvas:keep.
#include "tools/house.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

// `around`: what draw does; `piece(x, n)` in it is kept or called. Logged: how often the piece was
// drawn.
#define SCENE                                                                                \
    "local scene, calls, frames = {}, 0, 0\n"                                                \
    "local glow = gradient.linear(0, 0, 40, 0, { '#ff0000', '#0000ff' })\n"                  \
    "local bow = path.new():move(0, 0):quad(10, 20, 30, 0)\n"                                \
    "function scene.enter(stage) scene.stage = stage end\n"                                  \
    "function scene.update() frames = frames + 1 scene.stage:redraw()\n"                     \
    "  log.info(frames .. ': ' .. calls) end\n"                                              \
    "local function draw(canvas, x, n) calls = calls + 1 %s end\n"                           \
    "function scene.draw(canvas)\n"                                                          \
    "  local function piece(x, n) if %s then canvas:keep('it', 1, draw, canvas, x, n) else " \
    "draw(canvas, x, n) end end\n"                                                           \
    "  %s\n"                                                                                 \
    "end\n"                                                                                  \
    "return scene\n"

#define RICH                                                                                      \
    "canvas:rect(x, 10, 50, 20, { color = '#123456', radius = 4 })\n"                             \
    "canvas:text('Marteler ' .. tostring(n), x, 40, { size = 20, color = glow })\n"               \
    "canvas:push() canvas:translate(5, 5) canvas:opacity(0.5)\n"                                  \
    "canvas:text({ 'le ', { 'fer', weight = 700, color = '#00ff00' } }, x, 60, { size = 18 })\n"  \
    "canvas:polyline({ 0, 0, 9, 9, 18, 0 }, { dash = { 3, 2 }, cap = 'square', color = glow })\n" \
    "canvas:pop()\n"                                                                              \
    "canvas:stroke(bow, { width = 3, join = 'round' })\n"                                         \
    "canvas:text_path('Feu', { 0, 50, 90, 50 }, { size = 12 })\n"                                 \
    "canvas:polygon({ 0, 0, 20, 0, 10, 20 }, { color = '#ffffff' })\n"                            \
    "canvas:trail({ 1, 2, 3, 1, 30, 9, 2, 0.5, 44, 2, 1, 0 }, { color = '#8fa3b0' })\n"           \
    "canvas:control('hammer', x, 10, 50, 20)\n"

#define AROUND                                                                                \
    "canvas:text('before', 0, 0, { size = 11 }) canvas:line(0, 0, 5, 5, { cap = 'butt' })\n"  \
    "canvas:push() canvas:translate(20, 0) piece(3, 7) canvas:circle(1, 1, 4) canvas:pop()\n" \
    "canvas:polyline({ 1, 2, 3, 4, 5, 9 }, { dash = { 1, 1 } }) canvas:text('after', 9, 9)"

static struct house *open(const char *piece, const char *around, bool kept)
{
    char lua[8192];
    assert_in_range(snprintf(lua, sizeof lua, SCENE, piece, kept ? "true" : "false", around), 1,
                    sizeof lua - 1);
    return house_play(lua);
}

static void same(const struct house *a, const struct house *b)
{
    const struct drawlist *l = house_list(a), *other = house_list(b);
    assert_true(drawlist_same(l, other));
    assert_int_equal(l->control_count, other->control_count);
    if (l->control_count > 0)
        assert_memory_equal(l->controls, other->controls, l->control_count * sizeof *l->controls);
}

static void count(const char *piece, const char *around, int calls)
{
    char said[32];
    struct house *h = open(piece, around, true);
    snprintf(said, sizeof said, "5: %d", calls);
    for (int n = 1; n <= 5; n++)
        house_frame(h, n * 0.02);
    if (!strstr(h->log, said))
        fail_msg("not \"%s\" in:\n%s", said, h->log);
    house_close(h);
}

// Whether the piece was drawn so often in four frames, and all frames looked as drawn ones.
static void plays(const char *piece, const char *around, int calls)
{
    struct house *kept = open(piece, around, true), *drawn = open(piece, around, false);
    for (int n = 1; n <= 4; n++) {
        house_frame(kept, n * 0.02);
        house_frame(drawn, n * 0.02);
        same(kept, drawn);
    }
    house_close(kept);
    house_close(drawn);
    count(piece, around, calls);
}

static void what_stands_is_laid_again_as_if_it_were_drawn(void **state)
{
    plays(RICH, AROUND, 1);
}

static void what_stands_may_be_all_there_is(void **state)
{
    plays(RICH, "piece(0, 1)", 1);
    plays("", "piece(0, 1) canvas:circle(1, 1, 4)", 1);
}

static void another_argument_is_drawn_anew(void **state)
{
    plays(RICH, "piece(frames < 3 and 10 or 20, 1)", 2);
    plays(RICH, "piece(1, frames < 3 and 10 or nil)", 2);
}

static void another_place_is_drawn_anew(void **state)
{
    plays(RICH, "if frames > 2 then canvas:translate(1, 0) end piece(0, 1)", 2);
    plays(RICH, "if frames > 2 then canvas:clip(0, 0, 9, 9) end piece(0, 1)", 2);
}

static void another_version_is_drawn_anew(void **state)
{
    struct house *h = house_play(
        "local scene, n, drawn = {}, 0, 0\n"
        "function scene.update() n = n + 1 scene.stage:redraw() log.info(n .. ': ' .. drawn) end\n"
        "function scene.enter(stage) scene.stage = stage end\n"
        "local function draw() drawn = drawn + 1 end\n"
        "function scene.draw(canvas)\n"
        "  for name = 1, 40 do canvas:keep('piece ' .. name, n // 3, draw) end end\n"
        "return scene");
    for (int n = 1; n <= 4; n++)
        house_frame(h, n * 0.02);
    // 32 names are kept and drawn for versions 0 and 1, the other eight in each frame.
    assert_non_null(strstr(h->log, "4: 88"));
    house_close(h);
}

// 32 pieces of 20,000 circles each would be 50 MiB outside the cap of the fence.
static void what_is_kept_has_a_limit_in_bytes_and_says_so(void **state)
{
    struct house *h = house_play(
        "local scene, n, drawn = {}, 0, 0\n"
        "function scene.update() n = n + 1 scene.stage:redraw() log.info(n .. ': ' .. drawn) end\n"
        "function scene.enter(stage) scene.stage = stage end\n"
        "local function draw(canvas, much) drawn = drawn + 1\n"
        "  for i = 1, much do canvas:circle(i % 640, 9, 4) end end\n"
        "function scene.draw(canvas)\n"
        "  canvas:keep('small', 1, draw, canvas, 10)\n"
        "  for name = 1, 3 do canvas:keep('large ' .. name, 1, draw, canvas, 20000) end\n"
        "  canvas:keep('small too', 1, draw, canvas, 10) end\n"
        "return scene");
    for (int n = 1; n <= 4; n++)
        house_frame(h, n * 0.02);
    // All five in the first frame; then the third of the large ones alone.
    assert_non_null(strstr(h->log, "4: 7"));
    assert_non_null(strstr(h->log, "\"large 3\" is drawn each time: a scene keeps 4 MiB"));
    assert_null(strstr(h->log, "\"small"));
    house_close(h);
}

static void what_moves_is_drawn_each_time(void **state)
{
    plays("canvas:push() canvas:translate(tween.new(0, 9, 1), 0) canvas:circle(1, 1, 4) "
          "canvas:pop()",
          "piece(0, 1)", 4);
    plays("canvas:begin_layer{ opacity = 0.5 } canvas:circle(1, 1, 4) canvas:end_layer()",
          "piece(0, 1)", 4);
    plays("canvas:background('#ff0000')", "piece(0, 1)", 4);
    plays("canvas:translate(1, 0) canvas:circle(1, 1, 4)", "piece(0, 1)", 4);
}

static void what_is_refused_is_said_in_words(void **state)
{
    struct fault f = {""};
    struct house *h = house_open(1, NULL);
    assert_false(house_start(
        h, 0, "return { draw = function(canvas) canvas:keep('it', 1, 'draw') end }", &f));
    assert_string_equal(f.text, "scenes/play0/scene.lua:1: canvas:keep needs a function for draw "
                                "(third), got a string: canvas:keep(name, version, draw, ...)");
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_is_laid_again_as_if_it_were_drawn),
        cmocka_unit_test(what_stands_may_be_all_there_is),
        cmocka_unit_test(another_argument_is_drawn_anew),
        cmocka_unit_test(another_place_is_drawn_anew),
        cmocka_unit_test(another_version_is_drawn_anew),
        cmocka_unit_test(what_is_kept_has_a_limit_in_bytes_and_says_so),
        cmocka_unit_test(what_moves_is_drawn_each_time),
        cmocka_unit_test(what_is_refused_is_said_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
