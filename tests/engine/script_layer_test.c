// script: layers, pictures that are drawn on, and one scene that gives way to another, as they lie
// on the table.
#include "tools/house.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void draws(const char *lines, void (*see)(const struct house *h))
{
    char lua[2048];
    snprintf(lua, sizeof lua,
             "local scene = {}\nfunction scene.draw(canvas)\n%s\nend\nreturn scene\n", lines);
    struct house *h = house_play(lua);
    see(h);
    house_close(h);
}

static const struct draw_state *state_of(const struct house *h, uint32_t n)
{
    return &house_list(h)->states[house_command(h, n)->state];
}

static void see_blend(const struct house *h)
{
    assert_int_equal(state_of(h, 0)->blend, BLEND_OVER);
    assert_int_equal(state_of(h, 1)->blend, BLEND_ADD);
    assert_int_equal(state_of(h, 2)->blend, BLEND_OVER);
}

static void blend_holds_until_it_is_popped(void **state)
{
    draws("canvas:circle(1, 1, 1) canvas:push() canvas:blend('add') canvas:circle(1, 1, 1)\n"
          "canvas:pop() canvas:circle(1, 1, 1)",
          see_blend);
}

static void see_layer(const struct house *h)
{
    const struct drawlist *l = house_list(h);
    const struct draw_layer *layer = &l->layers[0];
    assert_int_equal(l->command_count, 4);
    assert_int_equal(house_command(h, 0)->op, DRAW_LAYER);
    assert_float_equal(layer->opacity, 0.5, 1e-6);
    assert_int_equal(layer->blend, BLEND_SCREEN);
    assert_int_equal(layer->mask, MASK_PATH);
    assert_int_equal(layer->count, 10);
    assert_float_equal(layer->soft_px, 12, 0);
    assert_float_equal(state_of(h, 0)->opacity, 0.25, 1e-6); // the group's own
    assert_float_equal(state_of(h, 1)->opacity, 0.5, 1e-6);  // inside it begins anew
    assert_int_equal(state_of(h, 1)->blend, BLEND_OVER);
    assert_float_equal(state_of(h, 1)->to_canvas.e, 10, 0);
    assert_int_equal(house_command(h, 2)->op, DRAW_END);
    assert_float_equal(state_of(h, 3)->opacity, 0.25, 1e-6);
    assert_float_equal(state_of(h, 3)->to_canvas.e, 0, 0);
    assert_int_equal(h->told, 0);
}

static void a_layer_keeps_opacity_and_blending_apart(void **state)
{
    draws(
        "canvas:opacity(0.25)\n"
        "canvas:begin_layer{ opacity = 0.5, blend = 'screen', path = {0,0, 9,0, 0,9}, soft = 12 }\n"
        "canvas:push() canvas:translate(10, 0) canvas:opacity(0.5) canvas:circle(1, 1, 1)\n"
        "canvas:end_layer() canvas:circle(1, 1, 1)",
        see_layer);
}

static void see_path(const struct house *h)
{
    assert_int_equal(house_list(h)->layers[0].mask, MASK_PATH);
    assert_int_equal(house_list(h)->layers[0].count, 3 + 7);
    assert_int_equal(h->told, 0);
}

static void a_path_object_cuts_a_layer(void **state)
{
    draws("canvas:begin_layer{ path = path.svg('M0 0 C 9 0 9 9 0 9') } canvas:circle(1, 1, 1)\n"
          "canvas:end_layer()",
          see_path);
}

static void see_onto(const struct house *h)
{
    const struct draw_state *inside = state_of(h, 1), *after = state_of(h, 3);
    const struct media *m = media_find(&h->scene->media, house_command(h, 0)->image.media);
    assert_int_equal(house_command(h, 0)->op, DRAW_ONTO);
    assert_int_equal(m->kind, MEDIA_CANVAS);
    assert_int_equal(m->width, 40);
    assert_true(m->keeps && house_list(h)->keeps && h->scene->stages[0].keeps);
    assert_float_equal(m->fade_s, 2, 0);
    assert_float_equal(inside->to_canvas.e, 0, 0);
    assert_float_equal(inside->clip[2], 40, 0);
    assert_float_equal(inside->clip[3], 30, 0);
    assert_float_equal(after->to_canvas.e, 7, 0);
    assert_int_equal(house_command(h, 3)->op, DRAW_PICTURE);
    assert_int_equal(house_command(h, 3)->image.media, house_command(h, 0)->image.media);
    assert_int_equal(h->told, 0);
}

static void a_picture_that_is_drawn_on_has_px_of_its_own(void **state)
{
    draws("local p = picture.canvas(40, 30, { fade = 2 })\n"
          "assert(p:ready() and p:size() == 40)\n"
          "canvas:translate(7, 0) canvas:begin_onto(p) canvas:circle(1, 1, 1) canvas:end_onto()\n"
          "canvas:picture(p, 0, 0, 40, 30)",
          see_onto);
}

static void see_closed(const struct house *h)
{
    assert_int_equal(house_list(h)->depth, 0);
    assert_int_equal(house_list(h)->command_count, 4);
    assert_non_null(strstr(h->log, "ends inside canvas:begin_onto"));
}

static void what_draw_leaves_open_is_closed_and_told(void **state)
{
    draws("local p = picture.canvas(4, 4)\ncanvas:begin_layer() canvas:begin_onto(p)", see_closed);
}

// Each line of a scene, and what its message must say.
static const char *const wrongs[][2] = {
    {"canvas:end_layer()", "there is no canvas:begin_layer before it"},
    {"canvas:begin_layer() canvas:end_onto()", "canvas:begin_layer comes first to its end here"},
    {"canvas:begin_layer() canvas:pop()", "no push before this pop in the layer"},
    {"canvas:blend('glow')", "it can be \"over\", \"add\""},
    {"canvas:begin_layer{ mask = 3 }", "mask is a number; it must be a picture or a film"},
    {"canvas:begin_layer{ soft = 1, path = 1 }", "path is a number; it must be a path or a table"},
    {"canvas:begin_layer{ opacty = 1 }", "did you mean \"opacity\"?"},
    {"for i = 1, 9 do canvas:begin_layer() end", "8 layers and pictures"},
    {"picture.canvas(5000, 10)", "1 to 4096 px a side, got 5000"},
    {"canvas:begin_onto(picture.open('x.png'))", "made by picture.canvas"},
    {"show.go('rest', nil, { transition = 'zoom' })", "\"cut\", \"fade\", \"black\", \"wipe\""},
    {"show.go('rest', nil, { duration = 61 })", "60"},
};

static void mistakes_are_told_with_what_is_allowed(void **state)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        char lua[512];
        struct fault f = {0};
        struct house *h = house_open(1, NULL);
        snprintf(lua, sizeof lua, "local s = {}\nfunction s.draw(canvas)\n%s\nend\nreturn s\n",
                 wrongs[i][0]);
        assert_false(house_start(h, 0, lua, &f));
        if (!strstr(f.text, wrongs[i][1]) || !strstr(f.text, "scene.lua:3: "))
            fail_msg("%s: %s", wrongs[i][0], f.text);
        house_close(h);
    }
}

static void the_same_list_counts_again_when_it_keeps(void **state)
{
    struct house *h = house_play("local s = {}\nlocal p = picture.canvas(8, 8, { keep = true })\n"
                                 "function s.draw(canvas)\n"
                                 "  canvas:begin_onto(p) canvas:circle(1, 1, 1) canvas:end_onto()\n"
                                 "end\nreturn s\n");
    uint64_t version = house_list(h)->version;
    scene_redraw(h->scene, 0);
    house_frame(h, 0.1);
    assert_int_equal(house_list(h)->version, version + 1);
    h->scene->still = true;
    assert_false(scene_unseen(h->scene, 0));
    house_close(h);
}

#define FIRST                                                                                   \
    "local s = {}\n"                                                                            \
    "function s.enter() s.p = picture.canvas(4, 4) s.f = film.open('a.mp4', { sound = true }) " \
    "end\n"                                                                                     \
    "function s.draw(canvas) canvas:circle(1, 1, 1) canvas:picture(s.p, 0, 0, 4, 4) end\n"      \
    "function s.update(_, now) if now >= 1 and not s.gone then s.gone = true\n"                 \
    "  show.go('next', nil, { duration = 2 }) end end\n"                                        \
    "return s\n"
#define NEXT "return { draw = function(canvas) canvas:rect(0, 0, 9, 9) end }\n"

// What show/ does with what scenes asked.
static void answer(struct house *h)
{
    struct scene_stage *stage = &h->scene->stages[0];
    for (int i = 0; i < h->scene->asks.count; i++) {
        const struct ask *ask = &h->scene->asks.items[i];
        stage->go = true;
        snprintf(stage->next, sizeof stage->next, "%s", ask->name);
        stage->next_params = ask->params;
        stage->how = ask->how;
        stage->next_at_s = h->scene->now_s;
    }
    h->scene->asks.count = 0;
}

static struct house *go(void)
{
    struct house *h = house_open(1, NULL);
    struct fault f = {0};
    house_save(h, "scenes/next/scene.lua", NEXT);
    house_save(h, "a.mp4", "a film");
    if (!house_start(h, 0, FIRST, &f))
        fail_msg("%s", f.text);
    house_frame(h, 1); // asks
    answer(h);
    h->scene->stages[0].next_at_s = 1.1;
    house_frame(h, 1.1);
    return h;
}

static int open_media(const struct house *h, enum media_kind kind)
{
    int count = 0;
    for (int i = 0; i < MEDIA_MAX; i++)
        count += h->scene->media.items[i].used && h->scene->media.items[i].kind == kind;
    return count;
}

static void the_scene_before_stays_until_the_end(void **state)
{
    struct house *h = go();
    const struct scene_stage *stage = &h->scene->stages[0];
    assert_true(stage->way.running && !stage->way.standing);
    assert_int_equal(stage->way.how.kind, TRANSITION_FADE);
    assert_float_equal(stage->way.from_s, 1.1, 1e-9);
    assert_int_equal(stage->way.before.command_count, 2);
    assert_int_equal(stage->list.command_count, 1);
    assert_int_equal(open_media(h, MEDIA_CANVAS), 1);
    assert_int_equal(open_media(h, MEDIA_FILM), 1);
    for (int i = 0; i < MEDIA_MAX; i++) {
        const struct media *m = &h->scene->media.items[i];
        if (m->used && m->kind == MEDIA_FILM) {
            assert_float_equal(m->gain, 0, 0);
            assert_float_equal(m->ramp_s, 2, 1e-6);
            assert_false(m->closing);
        }
    }
    assert_float_equal(scene_next_s(h->scene), 1.1, 0); // each frame is painted
    house_frame(h, 3.05);
    assert_true(stage->way.running);
    house_frame(h, 3.2);
    assert_false(stage->way.running);
    assert_int_equal(stage->way.before.command_count, 0);
    assert_int_equal(open_media(h, MEDIA_CANVAS), 0);
    house_close(h);
}

static void a_change_in_the_middle_stands_on_what_is_seen(void **state)
{
    struct house *h = go();
    struct scene_stage *stage = &h->scene->stages[0];
    uint32_t number = stage->way.number;
    house_save(h, "scenes/third/scene.lua", NEXT);
    stage->go = true;
    snprintf(stage->next, sizeof stage->next, "third");
    stage->how = (struct transition){.kind = TRANSITION_BLACK, .duration_s = 1};
    stage->next_at_s = 2;
    house_frame(h, 2);
    assert_true(stage->way.running && stage->way.standing);
    assert_int_equal(stage->way.number, number + 1);
    assert_int_equal(open_media(h, MEDIA_CANVAS), 0); // nobody sees the first any more
    house_close(h);
}

static void a_cut_ends_what_runs_and_a_late_change_is_over(void **state)
{
    struct house *h = go();
    struct scene_stage *stage = &h->scene->stages[0];
    stage->go = true;
    stage->how = (struct transition){0};
    house_frame(h, 1.5);
    assert_false(stage->way.running);
    assert_int_equal(open_media(h, MEDIA_CANVAS), 0);
    stage->go = true; // a station that was started again in the middle of the show
    stage->how = (struct transition){.kind = TRANSITION_FADE, .duration_s = 2};
    stage->next_at_s = 10;
    house_frame(h, 30);
    assert_false(stage->way.running);
    house_close(h);
}

static void a_mask_that_is_missing_is_told_and_the_wipe_goes_on(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f = {0};
    house_save(h, "scenes/next/scene.lua", NEXT);
    assert_true(house_start(h, 0,
                            "local s = {}\nfunction s.update(_, now)\n if now == 1 then\n"
                            "  show.go('next', nil, { mask = 'veil.png' }) end end\nreturn s\n",
                            &f));
    house_frame(h, 1);
    assert_non_null(strstr(h->last, "scene.lua:4: show.go: "));
    assert_non_null(strstr(h->last, "the wipe goes from left to right"));
    assert_int_equal(h->scene->asks.items[0].how.kind, TRANSITION_WIPE);
    answer(h);
    house_frame(h, 1.1);
    assert_true(h->scene->stages[0].way.running);
    assert_int_equal(h->scene->stages[0].way.mask, 0);
    house_close(h);
}

static struct media *shader_of(const struct house *h)
{
    struct media *items = h->scene->media.items;
    for (int i = 0; i < MEDIA_MAX; i++)
        if (items[i].used && items[i].kind == MEDIA_SHADER)
            return &items[i];
    fail_msg("no shader");
    return NULL;
}

// Whether it does is found out after the list was laid, and may change when its file is saved.
static void a_shader_that_follows_time_moves_its_list(void **state)
{
    struct house *h = house_open(1, NULL);
    struct fault f = {0};
    house_save(h, "glow.frag", "void main() { color.r = fract(u_time_s); }");
    if (!house_start(h, 0,
                     "local scene = { glow = shader.open('glow.frag') }\n"
                     "function scene.draw(canvas) canvas:shader(scene.glow, 0, 0, 9, 9) end\n"
                     "return scene\n",
                     &f))
        fail_msg("%s", f.text);
    house_frame(h, 1);
    uint64_t version = house_list(h)->version;
    assert_true(isinf(house_list(h)->moves_from_s));
    for (int i = 2; i < 5; i++) { // and a draw in each frame does not hold it back
        shader_of(h)->moves = true;
        scene_redraw(h->scene, 0);
        house_frame(h, i);
        assert_float_equal(house_list(h)->moves_from_s, 2, 0);
        assert_true(house_list(h)->moves_until_s > 1e300);
    }
    shader_of(h)->moves = false;
    scene_redraw(h->scene, 0);
    house_frame(h, 6);
    assert_true(house_list(h)->moves_until_s < -1e300);
    assert_int_equal(house_list(h)->version, version);
    house_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shader_that_follows_time_moves_its_list),
        cmocka_unit_test(blend_holds_until_it_is_popped),
        cmocka_unit_test(a_layer_keeps_opacity_and_blending_apart),
        cmocka_unit_test(a_path_object_cuts_a_layer),
        cmocka_unit_test(a_picture_that_is_drawn_on_has_px_of_its_own),
        cmocka_unit_test(what_draw_leaves_open_is_closed_and_told),
        cmocka_unit_test(mistakes_are_told_with_what_is_allowed),
        cmocka_unit_test(the_same_list_counts_again_when_it_keeps),
        cmocka_unit_test(the_scene_before_stays_until_the_end),
        cmocka_unit_test(a_change_in_the_middle_stands_on_what_is_seen),
        cmocka_unit_test(a_cut_ends_what_runs_and_a_late_change_is_over),
        cmocka_unit_test(a_mask_that_is_missing_is_told_and_the_wipe_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
