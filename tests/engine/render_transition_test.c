// render: stages that give way, and their opacity. Oracle: IEC 61966-2-1, in double precision.
#include "encode/encode.h"
#include "scene/path.h"
#include "tools/layered.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// The stage goes from one grey to another.
static void give_way(struct bench *b, struct transition how, double before, double next)
{
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){(float)before, (float)before, (float)before, 1});
    paint(b);
    struct scene_way *way = &b->stage->way;
    struct drawlist spare = way->before;
    way->before = *b->list;
    *b->list = spare;
    b->list->version = way->before.version;
    way->running = true;
    way->how = how;
    way->from_s = b->scene->now_s;
    way->number++;
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){(float)next, (float)next, (float)next, 1});
}

static void at(struct bench *b, double now_s)
{
    b->scene->now_s = now_s;
    paint(b);
}

static void a_fade_is_linear_in_light(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 0.8, 0.1);
    for (int i = 0; i <= 8; i++) {
        at(b, i / 4.0);
        is_grey(b, 9, 9, 0.8 + (0.1 - 0.8) * i / 8);
    }
    b->stage->way.running = false;
    at(b, 2.5);
    is_grey(b, 9, 9, 0.1);
    assert_false(render_draw(b->render, b->scene));
}

static void through_black_is_black_in_the_middle(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_BLACK, .duration_s = 2}, 0.8, 0.4);
    const double want[] = {0.8, 0.4, 0, 0.2, 0.4};
    for (int i = 0; i <= 4; i++) {
        at(b, i / 2.0);
        is_grey(b, 9, 9, want[i]);
    }
}

static void a_wipe_goes_from_left_to_right_with_a_soft_edge(void **state)
{
    struct bench *b = *state;
    const double soft = 0.25;
    give_way(b, (struct transition){.kind = TRANSITION_WIPE, .duration_s = 1, .soft = (float)soft},
             0.9, 0.2);
    for (int i = 0; i <= 8; i++) {
        double t = i / 8.0;
        at(b, t);
        for (int x = 0; x < SIDE; x += 7) {
            double come = fmin(fmax((t * (1 + soft) - (x + 0.5) / SIDE) / soft, 0), 1);
            is_grey(b, x, 30, 0.9 + (0.2 - 0.9) * come);
        }
    }
}

static void a_wipe_follows_the_bytes_of_its_mask(void **state)
{
    struct bench *b = *state;
    struct fault f = {0};
    unsigned char *grey = malloc((size_t)SIDE * SIDE * 4);
    for (int i = 0; i < SIDE * SIDE; i++) { // from dark at the bottom to bright on top
        memset(grey + (size_t)i * 4, 252 - 4 * (i / SIDE), 3);
        grey[i * 4 + 3] = 255;
    }
    assert_true(encode_png(TEST_BUILD "/wipe-mask.png", grey, SIDE, SIDE, &f));
    free(grey);
    media_handle mask = media_take(&b->scene->media, MEDIA_PICTURE, 0);
    snprintf(media_find(&b->scene->media, mask)->path, MEDIA_PATH, TEST_BUILD "/wipe-mask.png");
    give_way(b, (struct transition){.kind = TRANSITION_WIPE, .duration_s = 1, .soft = 0.5f}, 1, 0);
    b->stage->way.mask = mask;
    at(b, 0.5);
    for (int y = 0; y < SIDE; y += 5) {
        double come = (0.5 * 1.5 - (252 - 4 * y) / 255.0) / 0.5;
        is_grey(b, 20, y, 1 - fmin(fmax(come, 0), 1));
    }
}

static void a_second_change_begins_from_the_picture_that_stands(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 1, 0);
    at(b, 1); // 0.5
    struct scene_way *way = &b->stage->way;
    way->number++;
    way->standing = true;
    way->from_s = 1.5;
    way->how.duration_s = 1;
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){0.1f, 0.1f, 0.1f, 1});
    at(b, 1.5);
    is_grey(b, 9, 9, 0.5);
    at(b, 2);
    is_grey(b, 9, 9, 0.3);
}

static void frames_that_nobody_saw_change_no_transition(void **state)
{
    struct bench *b = *state;
    give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 1, 0);
    b->scene->still = true;
    for (int i = 0; i < 7; i++) {
        b->scene->now_s = i * 0.2;
        render_draw(b->render, b->scene);
    }
    b->scene->still = false;
    at(b, 1.5);
    is_grey(b, 9, 9, 0.25);
}

static void next_frame(struct bench *b, double now_s)
{
    b->scene->frame++;
    b->scene->now_s = now_s;
    render_draw(b->render, b->scene);
}

// On the way to a moment nobody paints transitions, unless one began from the picture of another.
static void a_picture_that_a_transition_began_from_unpainted_is_told(void **state)
{
    struct bench *b = *state;
    struct scene_way *way = &b->stage->way;
    for (int painted = 0; painted < 2; painted++) {
        give_way(b, (struct transition){.kind = TRANSITION_FADE, .duration_s = 2}, 1, 0);
        double began_s = way->from_s;
        b->scene->still = b->scene->unwatched = !painted;
        next_frame(b, began_s + 1);
        assert_false(render_gap(b->render, b->scene));
        way->number++;
        way->standing = true;
        way->from_s = began_s + 1.5;
        next_frame(b, began_s + 2);
        b->scene->still = false;
        next_frame(b, began_s + 2.5);
        assert_int_equal(render_gap(b->render, b->scene), !painted);
        way->running = way->standing = false;
        next_frame(b, began_s + 4);
        assert_false(render_gap(b->render, b->scene)); // it is over
    }
}

static void a_stage_is_as_bright_as_its_opacity(void **state)
{
    struct bench *b = *state;
    begin(b, black);
    fill(b, 0, 0, SIDE, SIDE, (struct color){0.8f, 0.8f, 0.8f, 1});
    for (int i = 4; i >= 0; i--) {
        b->stage->opacity = (float)i / 4;
        paint(b);
        is_grey(b, 9, 9, 0.2 * i);
        assert_int_equal(pixel(b, 9, 9)[3], 255);
        assert_false(render_draw(b->render, b->scene)); // nothing new
    }
    b->stage->opacity = 1;
    paint(b);
    is_grey(b, 9, 9, 0.8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fade_is_linear_in_light),
        TEST(through_black_is_black_in_the_middle),
        TEST(a_wipe_goes_from_left_to_right_with_a_soft_edge),
        TEST(a_wipe_follows_the_bytes_of_its_mask),
        TEST(a_second_change_begins_from_the_picture_that_stands),
        TEST(frames_that_nobody_saw_change_no_transition),
        TEST(a_picture_that_a_transition_began_from_unpainted_is_told),
        TEST(a_stage_is_as_bright_as_its_opacity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
