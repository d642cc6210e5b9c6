// Sprites on the draw list, laid by C and by Lua: one by one or many at once is the same list.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct draw_rect whole = {0, 0, 1, 1};
static const struct color white = {1, 1, 1, 1};

static void sprites_that_follow_each_other_are_one_command(void **state)
{
    struct drawlist l = {0};
    drawlist_begin(&l, 100, 100);
    for (int i = 0; i < 1000; i++)
        assert_true(drawlist_sprite(&l, 7, (float[4]){(float)i, 2, 3, 1}));
    assert_int_equal(l.command_count, 1);
    assert_int_equal(l.commands[0].sprites.count, 1000);
    assert_int_equal(l.float_count, 4000);
    assert_float_equal(l.floats[4 * 999], 999, 0);
    drawlist_sprite(&l, 8, (float[4]){0, 0, 0, 1}); // another picture
    assert_int_equal(l.command_count, 2);
    drawlist_state(&l, &(struct draw_state){.to_canvas = affine_identity(), .opacity = 0.5f});
    drawlist_sprite(&l, 8, (float[4]){0, 0, 0, 1}); // another state
    assert_int_equal(l.command_count, 3);
    drawlist_line(&l, (float[4]){0, 0, 1, 1}, 2, 1, false, white); // something between
    drawlist_sprite(&l, 8, (float[4]){0, 0, 0, 1});
    assert_int_equal(l.command_count, 5);
    drawlist_finish(&l);
}

static void wrong_and_too_many_sprites_are_refused_and_counted(void **state)
{
    struct drawlist l = {0};
    float *many = calloc((size_t)DRAWLIST_SPRITES + 1, 4 * sizeof *many);
    drawlist_begin(&l, 100, 100);
    assert_true(drawlist_sprite(&l, 1, (float[4]){1, 2, 3, 1}));
    for (int i = 0; i < 4; i++) {
        float v[4] = {1, 2, 3, 1};
        v[i] = i % 2 ? NAN : INFINITY;
        assert_false(drawlist_sprite(&l, 1, v));
    }
    assert_false(drawlist_sprites(&l, 1, whole, many, DRAWLIST_SPRITES + 1, 4, white));
    assert_false(drawlist_sprites(&l, 1, (struct draw_rect){NAN, 0, 1, 1}, many, 1, 4, white));
    assert_false(drawlist_sprites(&l, 1, whole, many, 1, 5, white));
    assert_int_equal(l.refused, 7);
    assert_int_equal(l.commands[0].sprites.count, 1);
    for (int i = 0; i < 3; i++) // a million numbers hold four times as many
        assert_true(drawlist_sprites(&l, 1, whole, many, DRAWLIST_SPRITES, 4, white));
    assert_false(drawlist_sprites(&l, 1, whole, many, DRAWLIST_SPRITES, 4, white));
    while (drawlist_sprite(&l, 1, (float[4]){1, 2, 3, 1}))
        ;
    assert_int_equal(l.float_count, DRAWLIST_FLOATS);
    assert_int_equal(l.refused, 9);
    free(many);
    drawlist_finish(&l);
}

static void lists_differ_by_a_single_angle(void **state)
{
    struct drawlist a = {0}, b = {0};
    for (int i = 0; i < 2; i++) {
        struct drawlist *l = i ? &b : &a;
        drawlist_begin(l, 100, 100);
        drawlist_sprite(l, 3, (float[4]){1, 2, 0.5f, 1});
        drawlist_sprite(l, 3, (float[4]){4, 5, 0.25f, 1});
    }
    assert_true(drawlist_same(&a, &b));
    b.floats[6] = 0.26f;
    assert_false(drawlist_same(&a, &b));
    drawlist_finish(&a);
    drawlist_finish(&b);
}

#define OPEN "local p = picture.open('dot.png') local scene = {} "

static struct house *play(const char *draw)
{
    char lua[2048];
    snprintf(lua, sizeof lua, OPEN "function scene.draw(canvas) %s end return scene", draw);
    return house_play(lua);
}

static void a_scene_lays_sprites_one_by_one_or_in_one_call(void **state)
{
    struct house *one = play("for i = 1, 300 do canvas:sprite(p, i, i / 3, i / 7) end");
    struct house *all = play("local t = {} for i = 1, 300 do t[#t + 1] = i t[#t + 1] = i / 3 "
                             "t[#t + 1] = i / 7 end canvas:sprites(p, t)");
    const struct drawlist *a = house_list(one), *b = house_list(all);
    assert_int_equal(a->command_count, 1);
    assert_int_equal(a->float_count, 1200);
    assert_int_equal(b->float_count, 1200);
    assert_memory_equal(a->floats, b->floats, 1200 * sizeof *a->floats);
    assert_float_equal(a->floats[4 * 299 + 1], 100, 0);
    assert_float_equal(a->floats[4 * 299 + 3], 1, 0);
    house_close(one);
    house_close(all);
}

static void a_layout_says_where_each_number_goes(void **state)
{
    struct house *h = play("canvas:sprites(p, {1, 2, 3,  4, 5, 6}, {layout = 'xys'}) "
                           "canvas:sprites(p, {1, 2, 0.1, 0.2, 0.3, 0.4}, {layout = 'xyrgba'}) "
                           "canvas:sprite(p, 7, 8, nil, 9)");
    const float *v = house_list(h)->floats;
    const float expected[] = {1, 2, 0,    3,    4,    5,    0, 6, 1, 2,
                              0, 1, 0.1f, 0.2f, 0.3f, 0.4f, 7, 8, 0, 9};
    assert_int_equal(house_list(h)->float_count, 20);
    assert_memory_equal(v, expected, sizeof expected);
    assert_int_equal(house_command(h, 1)->sprites.each, 8);
    house_close(h);
}

static void columns_are_the_same_sprites(void **state)
{
    struct house *one = play("for i = 1, 301 do canvas:sprite(p, i, i / 3, i / 7, 2) end");
    struct house *all = play("local x, y, a = {}, {}, {} for i = 1, 301 do x[i], y[i], a[i] = i, i "
                             "/ 3, i / 7 end canvas:sprites(p, {x = x, y = y, angle = a, scale = "
                             "2}) canvas:sprites(p, {x = {1}, y = {2}, opacity = {0.5}}) "
                             "canvas:sprites(p, {})");
    const struct drawlist *a = house_list(one), *b = house_list(all);
    const float last[8] = {1, 2, 0, 1, 1, 1, 1, 0.5f};
    assert_int_equal(b->float_count, 4 * 301 + 8);
    assert_memory_equal(a->floats, b->floats, 4 * 301 * sizeof *a->floats);
    assert_memory_equal(b->floats + 4 * 301, last, sizeof last);
    house_close(one);
    house_close(all);
}

static void fails(const char *draw, const char *with)
{
    struct house *h = house_open(1, NULL);
    struct fault f;
    char lua[1024];
    snprintf(lua, sizeof lua, OPEN "function scene.draw(canvas) %s end return scene", draw);
    assert_false(house_start(h, 0, lua, &f));
    if (!strstr(f.text, with))
        fail_msg("said \"%s\", not \"%s\"", f.text, with);
    house_close(h);
}

static void wrong_sprites_say_what_is_allowed(void **state)
{
    fails("canvas:sprite(1, 2, 3)", "canvas:sprite needs a picture (picture.open) for picture "
                                    "(first), got a number: canvas:sprite(picture, x, y, angle, "
                                    "scale)");
    fails("canvas:sprite(p, 2)", "canvas:sprite needs a number for y (third), got nil");
    fails("canvas:sprites(p, {1, 2, 3, 4})",
          "canvas:sprites: 3 numbers a sprite, but the table has 4");
    fails("canvas:sprites(p, {1, 'a', 3})",
          "canvas:sprites: [2] in the table is string, not a number");
    fails("canvas:sprites(p, {1}, {layout = 'yx'})",
          "canvas:sprites: layout is \"yx\"; it is \"xy\", then \"a\" (angle), \"s\" (scale) and "
          "\"rgba\" (colour) where they are given, as in \"xyas\"");
    fails("canvas:sprites(p, {x = {1, 2}, y = {1}})", "canvas:sprites: y has 1 numbers for 2");
    fails("canvas:sprites(p, {x = {1, 2}, y = {1, 'b'}})",
          "canvas:sprites: y[2] is string, not a number");
    fails("canvas:sprites(p, {x = {1}, y = {1}, angle = 'b'})",
          "angle is string; it must be a table of numbers or a number");
    fails("canvas:sprites(p, {x = {1}})",
          "canvas:sprites: x and y must be tables with a number for each sprite");
    fails("canvas:sprites(p, {x = {1}, y = {1}, a = {1}})",
          "unknown column \"a\"; known are x, y, angle, scale, opacity");
    fails("canvas:sprites(p, 3)", "canvas:sprites needs a table {x1, y1, angle1, x2, …} or {x = ");
    fails("p:sprite(1, 2, 3)", "picture has no \"sprite\"");
    fails("canvas.sprite(p, 1, 2)", "canvas:sprite is called with a colon");
    fails("local t = {} for i = 1, 3 * 65537 do t[i] = 0 end canvas:sprites(p, t)",
          "canvas:sprites: 65536 sprites a call at most, got 65537");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sprites_that_follow_each_other_are_one_command),
        cmocka_unit_test(wrong_and_too_many_sprites_are_refused_and_counted),
        cmocka_unit_test(lists_differ_by_a_single_angle),
        cmocka_unit_test(a_scene_lays_sprites_one_by_one_or_in_one_call),
        cmocka_unit_test(a_layout_says_where_each_number_goes),
        cmocka_unit_test(columns_are_the_same_sprites),
        cmocka_unit_test(wrong_sprites_say_what_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
