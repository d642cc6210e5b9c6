// flash: what flashes more than WCAG 2.2 allows. Oracles: sequences whose flashes are counted by
// hand, and limits of the text itself (three a second, a tenth of the light, a quarter of a field).
#include "flash/flash.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { W = 96, H = 72 };

struct light {
    float r, g, b;
};

// A part of the picture that changes between two colours `hz` times a second (a pair of changes
// each), sampled at 60 Hz for `seconds`; the rest is grey. Returns the largest share of a field.
struct scenery {
    struct light a, b;
    double hz, seconds;
    int x0, y0, x1, y1; // cells
    bool smooth;        // a sine instead of a square
};

static struct flash_seen play(const struct scenery *s, enum flash_kind kind)
{
    static float cells[W * H * 3];
    struct flash *f = flash_create(W, H, 0, 0);
    struct flash_seen best = {0}, seen[FLASH_KINDS];
    assert_non_null(f);
    for (int frame = 0; frame < (int)(s->seconds * 60); frame++) {
        double phase = frame / 60.0 * s->hz;
        double part =
            s->smooth ? 0.5 - 0.5 * cos(6.283185307179586 * phase) : fmod(phase, 1) >= 0.5;
        struct light c = {(float)(s->a.r + (s->b.r - s->a.r) * part),
                          (float)(s->a.g + (s->b.g - s->a.g) * part),
                          (float)(s->a.b + (s->b.b - s->a.b) * part)};
        for (int y = 0; y < H; y++)
            for (int x = 0; x < W; x++) {
                bool in = x >= s->x0 && x < s->x1 && y >= s->y0 && y < s->y1;
                const struct light now = in ? c : (struct light){0.2f, 0.2f, 0.2f};
                memcpy(&cells[3 * (y * W + x)], &now, sizeof now);
            }
        flash_frame(f, cells, frame / 60.0, seen);
        if (seen[kind].share > best.share)
            best = seen[kind];
    }
    flash_destroy(f);
    return best;
}

static struct scenery whole(double hz, float dark, float bright)
{
    return (struct scenery){.a = {dark, dark, dark},
                            .b = {bright, bright, bright},
                            .hz = hz,
                            .seconds = 4,
                            .x1 = W,
                            .y1 = H};
}

static void three_flashes_a_second_are_allowed_and_four_are_not(void **state)
{
    const double allowed[] = {0.5, 1, 2, 2.9, 3}, refused[] = {3.6, 4, 5, 10, 20, 30};
    for (int i = 0; i < 5; i++) {
        struct scenery s = whole(allowed[i], 0, 1);
        assert_true(play(&s, FLASH_OF_LIGHT).share == 0);
    }
    for (int i = 0; i < 6; i++) {
        struct scenery s = whole(refused[i], 0, 1);
        struct flash_seen seen = play(&s, FLASH_OF_LIGHT);
        assert_true(seen.share == 1 && flash_too_much(&seen));
    }
}

static void four_flashes_and_then_rest_are_seen(void **state)
{
    struct scenery s = whole(4, 0, 1);
    s.seconds = 1; // 0.125 s dark first: changes at 1/8, 2/8 … 7/8: seven
    assert_true(play(&s, FLASH_OF_LIGHT).share == 1);
    s.seconds = 0.86; // six
    assert_true(play(&s, FLASH_OF_LIGHT).share == 0);
}

static void a_change_is_a_tenth_of_the_light_and_its_darker_end_below_eight_tenths(void **state)
{
    const struct {
        float dark, bright;
        bool flashes;
    } cases[] = {{0, 0.099f, false},   {0, 0.101f, true},   {0.5f, 0.599f, false},
                 {0.5f, 0.601f, true}, {0.79f, 0.9f, true}, {0.81f, 1, false},
                 {0.69f, 0.795f, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int smooth = 0; smooth < 2; smooth++) {
            struct scenery s = whole(5, cases[i].dark, cases[i].bright);
            s.smooth = smooth; // 12 samples a turn, both ends among them
            assert_int_equal(play(&s, FLASH_OF_LIGHT).share == 1, cases[i].flashes);
        }
}

// 0.2126, 0.7152, 0.0722: green alone is enough light, blue is not.
static void colours_weigh_as_eyes_see_them(void **state)
{
    struct scenery s = whole(5, 0, 0);
    s.b = (struct light){0, 0, 1};
    assert_true(play(&s, FLASH_OF_LIGHT).share == 0); // 0.0722
    s.b = (struct light){0, 0.15f, 0};
    assert_true(play(&s, FLASH_OF_LIGHT).share == 1); // 0.107
    s.b = (struct light){0.45f, 0, 0};
    assert_true(play(&s, FLASH_OF_LIGHT).share == 0); // 0.096
}

static void saturated_red_flashes_where_light_does_not(void **state)
{
    struct scenery s = whole(5, 0, 0);
    s.a = (struct light){0.01f, 0.01f, 0.01f};
    s.b = (struct light){0.09f, 0.01f, 0.01f}; // 0.09 / 0.11 = 0.818; 0.07 * 320 = 22.4
    assert_true(play(&s, FLASH_OF_LIGHT).share == 0 && play(&s, FLASH_OF_RED).share == 1);
    s.b = (struct light){0.078f, 0.008f, 0.008f}; // 0.83; 0.062 * 320 = 19.8
    assert_true(play(&s, FLASH_OF_RED).share == 0);
    s.b = (struct light){0.4f, 0.06f, 0.06f}; // 0.77: not saturated
    assert_true(play(&s, FLASH_OF_RED).share == 0);
    s.hz = 3;
    s.b = (struct light){1, 0, 0};
    assert_true(play(&s, FLASH_OF_RED).share == 0);
}

static void a_quarter_of_a_field_may_flash(void **state)
{
    // A field is 341/1024 by 256/768 of the picture: 32 by 24 of these cells.
    struct scenery s = whole(6, 0, 1);
    s.x0 = 30, s.x1 = 46, s.y0 = 20, s.y1 = 32; // 16 x 12 of 32 x 24: a quarter
    struct flash_seen seen = play(&s, FLASH_OF_LIGHT);
    assert_true(seen.share == 0.25 && !flash_too_much(&seen));
    s.x1 = 47;
    seen = play(&s, FLASH_OF_LIGHT);
    assert_true(seen.share == 204.0 / 768 && flash_too_much(&seen));
    // In a corner, and across a field's edge, wherever fields would be laid side by side.
    s.x0 = W - 17, s.x1 = W, s.y0 = H - 12, s.y1 = H;
    seen = play(&s, FLASH_OF_LIGHT);
    assert_true(flash_too_much(&seen) && seen.at_x > 0.8 && seen.at_y > 0.8);
}

// A counter that knows nothing of running ends: the values' turning points, those whose swing is
// too small taken out, smallest first.
static int changes_of(const double *v, int count)
{
    double turns[400];
    int n = 0;
    for (int i = 0; i < count; i++) {
        if (n && turns[n - 1] == v[i])
            continue;
        if (n > 1 && (turns[n - 1] > turns[n - 2]) == (v[i] > turns[n - 1]))
            turns[n - 1] = v[i];
        else
            turns[n++] = v[i];
    }
    for (;;) {
        int least = -1;
        for (int i = 0; i + 1 < n; i++)
            if (fabs(turns[i + 1] - turns[i]) < 0.1 &&
                (least < 0 ||
                 fabs(turns[i + 1] - turns[i]) < fabs(turns[least + 1] - turns[least])))
                least = i;
        if (least < 0)
            return n - 1;
        if (least == 0 || least + 2 == n) { // at an end: that end alone
            memmove(&turns[least ? n - 1 : 0], &turns[least ? n : 1],
                    sizeof *turns * (size_t)(least ? 0 : n - 1));
            n--;
        } else {
            memmove(&turns[least], &turns[least + 2], sizeof *turns * (size_t)(n - least - 2));
            n -= 2;
        }
        for (int i = 1; i + 1 < n; i++) // neighbours that go the same way are one
            if ((turns[i] > turns[i - 1]) == (turns[i + 1] > turns[i])) {
                memmove(&turns[i], &turns[i + 1], sizeof *turns * (size_t)(n - i - 1));
                n--;
                i--;
            }
    }
}

static void flicker_at_random_is_counted_as_by_its_turning_points(void **state)
{
    unsigned dice = 7;
    int over = 0;
    for (int round = 0; round < 400; round++) {
        double v[59], level = 0.3;
        struct flash *f = flash_create(1, 1, 0, 0);
        struct flash_seen seen[FLASH_KINDS];
        double span = 0.02 + round * 0.0006, most = 0;
        for (int i = 0; i < 59; i++) { // within one second; below 0.7, so that all of it counts
            dice = dice * 1664525u + 1013904223u;
            level += ((double)(dice >> 8) / (1 << 24) - 0.5) * 2 * span;
            level = level < 0 ? 0 : level > 0.7 ? 0.7 : level;
            v[i] = (float)level;
            float cell[3] = {(float)level, (float)level, (float)level};
            flash_frame(f, cell, i / 60.0, seen);
            most = fmax(most, seen[FLASH_OF_LIGHT].share);
        }
        int changes = changes_of(v, 59);
        assert_int_equal(most == 1, changes >= FLASH_CHANGES);
        over += changes >= FLASH_CHANGES;
        flash_destroy(f);
    }
    assert_in_range(over, 50, 350);
}

// As where another machine's beginning of the show holds from now on.
static void where_time_goes_back_what_was_does_not_count(void **state)
{
    struct flash *f = flash_create(1, 1, 0, 0);
    struct flash_seen seen[FLASH_KINDS];
    for (int i = 0; i < 60; i++) {
        float v = i / 3 % 2, cell[3] = {v, v, v};
        flash_frame(f, cell, 1000 + i / 60.0, seen);
    }
    assert_true(seen[FLASH_OF_LIGHT].share == 1);
    const float still[3] = {0, 0, 0};
    for (int i = 0; i < 120; i++) {
        flash_frame(f, still, 100 + i / 60.0, seen);
        assert_true(seen[FLASH_OF_LIGHT].share == 0);
    }
    flash_destroy(f);
}

static void bytes_become_light_as_iec_61966_has_it(void **state)
{
    unsigned char rgba[4 * 4 * 2];
    float cells[2 * 3];
    for (int i = 0; i < 8; i++) {
        unsigned char v = i % 4 < 2 ? (i % 2 ? 255 : 0) : 128;
        memset(&rgba[4 * i], v, 4);
    }
    flash_cells(rgba, 4, 2, 2, 1, cells);
    assert_true(fabs(cells[0] - 0.5) < 1e-6); // half of the light, not half of the bytes
    assert_true(fabs(cells[3] - 0.21586050011389926) < 1e-6); // ((128/255 + 0.055) / 1.055)^2.4
    int columns, rows;
    flash_grid(1920, 1080, 0, &columns, &rows);
    assert_true(columns * FLASH_FIELD_X >= 100 && abs(rows - columns * 9 / 16) <= 1);
    flash_grid(64, 48, 0, &columns, &rows);
    assert_true(columns == 64 && rows == 48);
    assert_null(flash_create(0, 4, 0, 0));
    assert_null(flash_create(FLASH_CELLS + 1, 4, 0, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_flashes_a_second_are_allowed_and_four_are_not),
        cmocka_unit_test(four_flashes_and_then_rest_are_seen),
        cmocka_unit_test(a_change_is_a_tenth_of_the_light_and_its_darker_end_below_eight_tenths),
        cmocka_unit_test(colours_weigh_as_eyes_see_them),
        cmocka_unit_test(saturated_red_flashes_where_light_does_not),
        cmocka_unit_test(a_quarter_of_a_field_may_flash),
        cmocka_unit_test(flicker_at_random_is_counted_as_by_its_turning_points),
        cmocka_unit_test(where_time_goes_back_what_was_does_not_count),
        cmocka_unit_test(bytes_become_light_as_iec_61966_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
