// render: texts as quads, straight and along a path, painted without a GPU. Where letters must
// stand on a circle is a formula.
#include "render/private.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SIDE = 1000, QUADS = 512 };

struct quad {
    double x, y, across_x, across_y; // middle; the way its upper side goes
    float color[4];
};

struct board {
    struct painter painter;
    struct drawlist list;
    struct quad quads[QUADS]; // of glyphs, as they were painted
    int count, rules;
};

static enum paint_look look(void *user, enum draw_op op, media_handle media)
{
    return LOOK_NOTHING;
}

static void ignore(void *user)
{
}

static void take(void *user)
{
    struct board *b = user;
    const struct geometry *g = &b->painter.geometry;
    for (int i = 0; i + 3 < g->vertex_count; i += 4) {
        const struct vertex *v = &g->vertices[i];
        if (v->kind != (float)VERTEX_GLYPH) {
            b->rules++;
            continue;
        }
        assert_true(b->count < QUADS);
        struct quad *q = &b->quads[b->count++];
        q->x = (v[0].at[0] + v[2].at[0]) / 2.0;
        q->y = (v[0].at[1] + v[2].at[1]) / 2.0;
        q->across_x = v[1].at[0] - v[0].at[0];
        q->across_y = v[1].at[1] - v[0].at[1];
        memcpy(q->color, v->color, sizeof q->color);
    }
}

static int setup(void **state)
{
    struct board *b = calloc(1, sizeof *b);
    struct fault f = {""};
    *state = b;
    b->painter.text =
        text_create(&(struct text_desc){.fonts = TEST_ROOT "/assets/fonts/fonts.conf"}, &f);
    b->painter.look = look;
    b->painter.atlas = ignore;
    b->painter.user = b;
    if (!b->painter.text || !painter_init(&b->painter))
        return -1;
    b->painter.geometry.flush = take;
    b->painter.geometry.user = b;
    drawlist_begin(&b->list, SIDE, SIDE);
    return 0;
}

static int teardown(void **state)
{
    struct board *b = *state;
    painter_finish(&b->painter);
    text_destroy(b->painter.text);
    drawlist_finish(&b->list);
    free(b);
    return 0;
}

static void paint(struct board *b)
{
    b->count = b->rules = 0;
    painter_paint(&b->painter, &b->list, SIDE, SIDE);
}

static const struct color white = {1, 1, 1, 1};

static struct text_style style_of(float size_px)
{
    struct text_style s;
    memset(&s, 0, sizeof s);
    strcpy(s.font, "text");
    s.size_px = size_px;
    return s;
}

static void letters(struct board *b, const char *utf8, const struct text_style *s, float x, float y,
                    const float *xy, uint32_t points)
{
    struct text_words w = {utf8, strlen(utf8), s, NULL, 0};
    assert_true(drawlist_letters(&b->list, &w, x, y, xy, points, white));
    paint(b);
}

static void a_text_on_a_straight_line_is_the_text(void **state)
{
    struct board *b = *state;
    struct text_style s = style_of(40);
    struct quad straight[16];
    const float line[] = {100, 300, 500, 300, 900, 300};
    float baseline = text_layout(b->painter.text, "Étirer !", 9, &s, 1)->baseline;
    drawlist_text(&b->list, "Étirer !", 9, 150, 300 - baseline, &s, white);
    paint(b);
    int count = b->count;
    assert_in_range(count, 7, 16);
    memcpy(straight, b->quads, sizeof straight);
    drawlist_begin(&b->list, SIDE, SIDE);
    letters(b, "Étirer !", &s, 50, 0, line, 3);
    assert_int_equal(b->count, count);
    for (int i = 0; i < count; i++) {
        assert_float_equal(b->quads[i].x, straight[i].x, 0.3);
        assert_float_equal(b->quads[i].y, straight[i].y, 0.6); // the text's is on whole px
        assert_float_equal(b->quads[i].across_y, 0, 1e-3);
    }
}

static uint32_t ring(float *xy, double r, int count)
{
    for (int i = 0; i <= count; i++) {
        double a = i % count * 2 * M_PI / count;
        xy[2 * i] = (float)(500 + r * cos(a));
        xy[2 * i + 1] = (float)(500 + r * sin(a));
    }
    return (uint32_t)count + 1;
}

// Ten O in a row: equally far from the middle, the width of an O apart along the circle, each
// upright on its radius.
static void letters_stand_upright_on_a_circle(void **state)
{
    struct board *b = *state;
    struct text_style s = style_of(30);
    float xy[2 * 361];
    uint32_t points = ring(xy, 300, 360);
    double width = text_layout(b->painter.text, "OOOOOOOOOO", 10, &s, 1)->width / 10;
    letters(b, "OOOOOOOOOO", &s, 0, 0, xy, points);
    assert_int_equal(b->count, 10);
    double far = hypot(b->quads[0].x - 500, b->quads[0].y - 500);
    assert_true(far > 300 && far < 330); // outside: y points down, the circle goes clockwise
    for (int i = 0; i < 10; i++) {
        const struct quad *q = &b->quads[i];
        double angle = atan2(q->y - 500, q->x - 500), turned = atan2(q->across_y, q->across_x);
        assert_float_equal(hypot(q->x - 500, q->y - 500), far, 0.3);
        assert_float_equal(angle, (i + 0.5) * width / 300, 0.003);
        assert_float_equal(remainder(turned - angle - M_PI / 2, 2 * M_PI), 0, 0.02);
    }
}

static void a_ring_goes_round_and_a_line_ends(void **state)
{
    struct board *b = *state;
    struct text_style s = style_of(30);
    float xy[2 * 361];
    uint32_t points = ring(xy, 300, 360);
    letters(b, "OOOO", &s, -30, 0, xy, points); // begins before the seam
    assert_int_equal(b->count, 4);
    assert_true(b->quads[0].y < 500 && b->quads[3].y > 500);
    const float line[] = {100, 100, 160, 100};
    drawlist_begin(&b->list, SIDE, SIDE);
    letters(b, "OOOOOOOO", &s, 0, 0, line, 2);
    assert_in_range(b->count, 2, 3);
}

static void a_text_is_centred_on_its_path_or_ends_with_it(void **state)
{
    struct board *b = *state;
    struct text_style s = style_of(30);
    const float line[] = {100, 100, 700, 100};
    double width = text_layout(b->painter.text, "OOO", 3, &s, 1)->width;
    s.align = TEXT_CENTRE;
    letters(b, "OOO", &s, 0, 0, line, 2);
    assert_float_equal(b->quads[1].x, 400, 0.3);
    drawlist_begin(&b->list, SIDE, SIDE);
    s.align = TEXT_END;
    letters(b, "OOO", &s, 0, 0, line, 2);
    assert_float_equal(b->quads[1].x, 700 - width / 2, 0.3);
    drawlist_begin(&b->list, SIDE, SIDE);
    s.align = TEXT_START;
    letters(b, "OOO", &s, 0, 0, line, 2);
    double y = b->quads[1].y;
    drawlist_begin(&b->list, SIDE, SIDE);
    letters(b, "OOO", &s, 0, 12, line, 2);
    assert_float_equal(b->quads[1].y, y + 12, 0.01);
}

static void odd_paths_are_borne(void **state)
{
    struct board *b = *state;
    struct text_style s = style_of(30);
    const float odd[][6] = {{5, 5, 5, 5, 5, 5}, {0, 0, 1e30f, 0, 0, 1e30f}, {1, 1, 1, 1, 90, 1}};
    for (int i = 0; i < 3; i++) {
        drawlist_begin(&b->list, SIDE, SIDE);
        letters(b, "OO", &s, 0, 0, odd[i], 3);
        letters(b, "OO", &s, 0, 0, odd[i], 1);
        letters(b, "OO", &s, 0, 0, odd[i], 0);
        for (int k = 0; k < b->count; k++)
            assert_true(isfinite(b->quads[k].x) && isfinite(b->quads[k].y));
    }
    struct text_words w = {"O", 1, &s, NULL, 0};
    assert_false(drawlist_letters(&b->list, &w, NAN, 0, odd[0], 3, white));
    assert_false(drawlist_letters(&b->list, &w, 0, 0, (const float[]){0, INFINITY}, 1, white));
}

static void runs_have_colours_of_their_own_and_outlines_lie_beneath(void **state)
{
    struct board *b = *state;
    struct text_style s = style_of(40);
    struct text_run runs[2];
    memset(runs, 0, sizeof runs);
    for (int i = 0; i < 2; i++) {
        strcpy(runs[i].font, "text");
        runs[i].size_px = 40;
        runs[i].length = 2;
        runs[i].color = (struct color){i ? 1 : 0, i ? 0 : 1, 0, 1};
    }
    s.outline_px = 2;
    s.outline_color = (struct color){0, 0, 1, 0.5f};
    runs[1].underline = true;
    struct text_words w = {"abcd", 4, &s, runs, 2};
    drawlist_words(&b->list, &w, 100, 100, white);
    paint(b);
    assert_int_equal(b->count, 8);
    assert_true(b->rules > 0);
    for (int i = 0; i < 8; i++) {
        const float *c = b->quads[i].color;
        if (i < 4)
            assert_true(c[0] == 0 && c[1] == 0 && c[2] == 0.5f && c[3] == 0.5f);
        else
            assert_true(c[0] == (i >= 6) && c[1] == (i < 6) && c[3] == 1);
    }
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_text_on_a_straight_line_is_the_text),
        WITH(letters_stand_upright_on_a_circle),
        WITH(a_ring_goes_round_and_a_line_ends),
        WITH(a_text_is_centred_on_its_path_or_ends_with_it),
        WITH(odd_paths_are_borne),
        WITH(runs_have_colours_of_their_own_and_outlines_lie_beneath),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
