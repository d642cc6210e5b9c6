// render: groups, masks, pictures that are drawn on and light that adds up. Oracle: IEC 61966-2-1,
// in double precision.
#include "scene/path.h"
#include "tools/layered.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void in_a_group_things_do_not_shine_through_each_other(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.5f}, NULL));
    fill(b, 4, 4, 30, 30, (struct color){1, 0, 0, 1});
    fill(b, 20, 20, 30, 30, (struct color){0, 1, 0, 1});
    assert_true(drawlist_end(b->list));
    paint(b);
    has_light(b, 10, 10, (double[]){0.5, 0, 0});
    has_light(b, 25, 25, (double[]){0, 0.5, 0});
    has_light(b, 45, 45, (double[]){0, 0.5, 0});
    is_grey(b, 60, 60, 0);
}

static void groups_lie_in_groups(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    for (int i = 0; i < LAYER_DEPTH; i++)
        assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.9f}, NULL));
    assert_false(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.9f}, NULL));
    b->list->refused = 0;
    fill(b, 0, 0, 20, 20, white);
    for (int i = 0; i < LAYER_DEPTH; i++)
        assert_true(drawlist_end(b->list));
    assert_false(drawlist_end(b->list));
    b->list->refused = 0;
    fill(b, 30, 0, 20, 20, white);
    paint(b);
    is_grey(b, 10, 10, pow(0.9, LAYER_DEPTH));
    is_grey(b, 40, 10, 1);
    assert_int_equal(b->said, 0);
}

static void a_group_without_an_end_ends_with_the_list(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.5f}, NULL));
    fill(b, 0, 0, 20, 20, white);
    paint(b);
    is_grey(b, 10, 10, 0.5);
    begin(b, black); // and the targets are as good as new
    assert_true(drawlist_layer(b->list, &(struct draw_layer){.opacity = 1}, NULL));
    fill(b, 30, 0, 20, 20, white);
    paint(b);
    is_grey(b, 10, 10, 0);
    is_grey(b, 40, 10, 1);
}

static void a_group_is_added_light_and_cut_by_its_clip(void **state)
{
    struct bench *b = *state;
    begin(b, (struct color){0.25f, 0.25f, 0.25f, 1});
    assert_true(drawlist_state(
        b->list, &(struct draw_state){affine_identity(), {0, 0, 16, SIDE}, 1, BLEND_OVER, 0, 0}));
    assert_true(
        drawlist_layer(b->list, &(struct draw_layer){.opacity = 0.5f, .blend = BLEND_ADD}, NULL));
    assert_true(drawlist_state(
        b->list, &(struct draw_state){affine_identity(), {0, 0, SIDE, SIDE}, 1, BLEND_OVER, 0, 0}));
    fill(b, 0, 0, 32, 32, (struct color){0.5f, 0.5f, 0.5f, 1});
    assert_true(drawlist_end(b->list));
    paint(b);
    is_grey(b, 8, 8, 0.5);
    is_grey(b, 20, 8, 0.25);
}

static media_handle open_canvas(struct bench *b, int width, int height, bool keeps, float fade_s)
{
    media_handle h = media_take(&b->scene->media, MEDIA_CANVAS, 0);
    struct media *m = media_find(&b->scene->media, h);
    m->width = width;
    m->height = height;
    m->keeps = keeps;
    m->fade_s = fade_s;
    m->state = MEDIA_READY;
    return h;
}

static void draw_onto(struct bench *b, media_handle h, bool keeps)
{
    const struct media *m = media_find(&b->scene->media, h);
    assert_true(drawlist_onto(b->list, h, keeps));
    assert_true(drawlist_state(
        b->list,
        &(struct draw_state){
            affine_identity(), {0, 0, (float)m->width, (float)m->height}, 1, BLEND_OVER, 0, 0}));
}

static void end_onto(struct bench *b)
{
    assert_true(drawlist_end(b->list));
    assert_true(drawlist_state(
        b->list, &(struct draw_state){affine_identity(), {0, 0, SIDE, SIDE}, 1, BLEND_OVER, 0, 0}));
}

static void show(struct bench *b, media_handle h, float x, float y, float w, float height)
{
    assert_true(drawlist_image(b->list, DRAW_PICTURE, h, (struct draw_rect){x, y, w, height},
                               (struct draw_rect){0, 0, 1, 1}, white));
}

static void what_is_drawn_on_a_picture_is_shown_with_it(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, 100, 20, false, 0); // wider than the stage
    begin(b, (struct color){0, 0, 0.5f, 1});
    draw_onto(b, h, false);
    fill(b, 80, 0, 20, 20, white);
    fill(b, 0, 0, 20, 20, (struct color){1, 0, 0, 0.5f});
    end_onto(b);
    show(b, h, 0, 0, 50, 10);
    paint(b);
    has_light(b, 5, 5, (double[]){0.5, 0, 0.25});
    has_light(b, 20, 5, (double[]){0, 0, 0.5}); // nothing was drawn there
    is_grey(b, 45, 5, 1);
    begin(b, black); // what does not keep begins anew
    draw_onto(b, h, false);
    fill(b, 0, 0, 20, 20, white);
    end_onto(b);
    show(b, h, 0, 0, 50, 10);
    paint(b);
    is_grey(b, 5, 5, 1);
    is_grey(b, 45, 5, 0);
}

static void a_picture_that_was_closed_or_never_drawn_on_is_left_out(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, 20, 20, false, 0);
    begin(b, white);
    show(b, h, 0, 0, 20, 20);
    paint(b);
    is_grey(b, 10, 10, 1);
    media_release(&b->scene->media, h);
    begin(b, white);
    assert_true(drawlist_onto(b->list, h, false));
    fill(b, 0, 0, 20, 20, black); // not on the stage instead
    end_onto(b);
    show(b, h, 0, 0, 20, 20);
    paint(b);
    is_grey(b, 10, 10, 1);
}

// One frame of a scene that adds a tenth of white.
static void add_a_tenth(struct bench *b, media_handle h)
{
    begin(b, black);
    draw_onto(b, h, true);
    set_blend(b, BLEND_ADD);
    fill(b, 0, 0, SIDE, SIDE, (struct color){0.1f, 0.1f, 0.1f, 1});
    end_onto(b);
    show(b, h, 0, 0, SIDE, SIDE);
}

static void light_adds_up_once_for_each_list(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, SIDE, SIDE, true, 0);
    b->stage->keeps = true;
    add_a_tenth(b, h);
    paint(b);
    is_grey(b, 9, 9, 0.1);
    b->stage->picture++; // a film's new frame: the same list once more
    paint(b);
    is_grey(b, 9, 9, 0.1);
    for (int i = 0; i < 4; i++) {
        b->scene->still = i < 3; // nobody looks, but it counts
        add_a_tenth(b, h);
        render_draw(b->render, b->scene);
    }
    read_back(b);
    is_grey(b, 9, 9, 0.5);
}

static void light_fades_by_half_in_its_time(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, SIDE, SIDE, true, 2);
    begin(b, black);
    draw_onto(b, h, true);
    fill(b, 0, 0, SIDE, SIDE, white);
    end_onto(b);
    paint(b);
    for (int i = 1; i <= 240; i++) { // 4 s
        b->scene->now_s = i / 60.0;
        begin(b, black);
        draw_onto(b, h, true);
        fill(b, 0, 0, 4, 4, white);
        end_onto(b);
        show(b, h, 0, 0, SIDE, SIDE);
        paint(b);
        if (i == 120)
            is_grey(b, 30, 30, 0.5);
    }
    is_grey(b, 30, 30, 0.25);
    is_grey(b, 2, 2, 1);
}

static void light_that_adds_up_for_hours_stays_finite(void **state)
{
    struct bench *b = *state;
    media_handle h = open_canvas(b, SIDE, SIDE, true, 1);
    for (int i = 0; i < 300; i++) {
        begin(b, black);
        draw_onto(b, h, true);
        set_blend(b, BLEND_ADD);
        for (int k = 0; k < 20; k++)
            fill(b, 0, 0, 16, 16, (struct color){1000, 1000, 1000, 1});
        end_onto(b);
        render_draw(b->render, b->scene);
        b->stage->picture++;
    }
    b->scene->now_s = 30;
    for (int i = 0; i < 2; i++) {
        begin(b, black);
        draw_onto(b, h, true);
        end_onto(b);
        show(b, h, 0, 0, SIDE, SIDE);
        paint(b);
    }
    is_grey(b, 8, 8, 0);
    is_grey(b, 40, 40, 0);
}

static void a_picture_masks_by_its_light_or_its_alpha(void **state)
{
    struct bench *b = *state;
    media_handle mask = open_canvas(b, 32, 32, false, 0);
    for (int way = 0; way < 4; way++) {
        begin(b, black);
        draw_onto(b, mask, false);
        fill(b, 0, 0, 8, 32, (struct color){0.5f, 0.5f, 0.5f, 1});
        fill(b, 8, 0, 8, 32, (struct color){1, 0, 0, 1});
        fill(b, 16, 0, 8, 32, (struct color){1, 1, 1, 0.25f});
        end_onto(b);
        assert_true(drawlist_layer(b->list,
                                   &(struct draw_layer){.opacity = 1,
                                                        .mask = way < 2 ? MASK_LIGHT : MASK_ALPHA,
                                                        .invert = way & 1,
                                                        .media = mask,
                                                        .at = {0, 0, 32, 32}},
                                   NULL));
        fill(b, 0, 0, SIDE, SIDE, white);
        assert_true(drawlist_end(b->list));
        paint(b);
        const double light[] = {0.5, 0.2126, 0.25, 0}, alpha[] = {1, 1, 0.25, 0};
        for (int i = 0; i < 4; i++) {
            double shown = way < 2 ? light[i] : alpha[i];
            is_grey(b, i * 8 + 4, 10, way & 1 ? 1 - shown : shown);
        }
        is_grey(b, 50, 50, way & 1); // beside the mask
    }
}

static void an_outline_masks_with_an_edge_as_soft_as_asked(void **state)
{
    struct bench *b = *state;
    const float half[] = {PATH_MOVE, -100, -100,      PATH_LINE, 32,  -100,      PATH_LINE,
                          32,        200,  PATH_LINE, -100,      200, PATH_CLOSE};
    for (int turn = 0; turn < 2; turn++) {
        double soft = turn ? 12 : 0, sigma = soft / 2.5631; // 10 % to 90 % of a Gaussian's integral
        begin(b, black);
        assert_true(drawlist_layer(b->list,
                                   &(struct draw_layer){.opacity = 1,
                                                        .mask = MASK_PATH,
                                                        .count = 13,
                                                        .soft_px = (float)soft},
                                   half));
        fill(b, 0, 0, SIDE, SIDE, white);
        assert_true(drawlist_end(b->list));
        paint(b);
        for (int x = 1; x < SIDE; x += 3) {
            double far = 32 - (x + 0.5);
            double want = turn ? 0.5 * (1 + erf(far / sigma / sqrt(2))) : far > 0;
            if (fabs(light_of(pixel(b, x, 32)[1]) - want) > 0.012)
                fail_msg("px %d: %.3f, not %.3f", x, light_of(pixel(b, x, 32)[1]), want);
        }
    }
}

static void what_does_not_fit_is_painted_straight_and_told_once(void **state)
{
    struct bench *b = *state;
    media_handle big[6];
    for (int i = 0; i < 6; i++)
        big[i] = open_canvas(b, 4096, 4096, false, 0); // 128 MiB each
    for (int turn = 0; turn < 2; turn++) {
        begin(b, black);
        for (int i = 0; i < 6; i++) {
            draw_onto(b, big[i], false);
            end_onto(b);
        }
        fill(b, 0, 0, 20, 20, white);
        paint(b);
        is_grey(b, 10, 10, 1);
    }
    assert_int_equal(b->said, 1);
    assert_non_null(strstr(b->last, "512 MiB"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(in_a_group_things_do_not_shine_through_each_other),
        TEST(groups_lie_in_groups),
        TEST(a_group_without_an_end_ends_with_the_list),
        TEST(a_group_is_added_light_and_cut_by_its_clip),
        TEST(what_is_drawn_on_a_picture_is_shown_with_it),
        TEST(a_picture_that_was_closed_or_never_drawn_on_is_left_out),
        TEST(light_adds_up_once_for_each_list),
        TEST(light_fades_by_half_in_its_time),
        TEST(light_that_adds_up_for_hours_stays_finite),
        TEST(a_picture_masks_by_its_light_or_its_alpha),
        TEST(an_outline_masks_with_an_edge_as_soft_as_asked),
        TEST(what_does_not_fit_is_painted_straight_and_told_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
