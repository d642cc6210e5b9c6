// ease: the curves against the formulas they are named after, and their ends.
#include "scene/ease.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void every_ease_leaves_0_and_arrives_at_1_exactly(void **state)
{
    for (int e = 0; e < EASES; e++) {
        assert_float_equal(ease_at((enum ease)e, 0), 0, 0);
        assert_float_equal(ease_at((enum ease)e, 1), 1, 0);
        assert_float_equal(ease_at((enum ease)e, -3), 0, 0);
        assert_float_equal(ease_at((enum ease)e, 7), 1, 0);
        assert_float_equal(ease_at((enum ease)e, NAN), 0, 0);
    }
}

// cmocka compares floats only.
static void near(double a, double b)
{
    assert_true(fabs(a - b) < 1e-12);
}

// Easing figures as R. Penner's book prints the functions (t = u, b = 0, c = 1, d = 1).
static void curves_are_those_of_the_book(void **state)
{
    const double pi = 3.14159265358979323846, s = 1.70158, s2 = s * 1.525;
    for (int i = 1; i < 100; i++) {
        double u = i / 100.0, t = u * 2;
        near(ease_at(EASE_LINEAR, u), u);
        near(ease_at(EASE_IN, u), pow(u, 3));
        near(ease_at(EASE_OUT, u), pow(u - 1, 3) + 1);
        near(ease_at(EASE_INOUT, u), t < 1 ? pow(t, 3) / 2 : (pow(t - 2, 3) + 2) / 2);
        near(ease_at(EASE_IN_SINE, u), 1 - cos(u * pi / 2));
        near(ease_at(EASE_OUT_SINE, u), sin(u * pi / 2));
        near(ease_at(EASE_INOUT_SINE, u), (1 - cos(pi * u)) / 2);
        near(ease_at(EASE_IN_QUAD, u), u * u);
        near(ease_at(EASE_OUT_QUAD, u), -u * (u - 2));
        near(ease_at(EASE_INOUT_QUAD, u), t < 1 ? t * t / 2 : -((t - 1) * (t - 3) - 1) / 2);
        near(ease_at(EASE_IN_BACK, u), u * u * ((s + 1) * u - s));
        near(ease_at(EASE_OUT_BACK, u), (u - 1) * (u - 1) * ((s + 1) * (u - 1) + s) + 1);
        near(ease_at(EASE_HOLD, u), 0);
        // The book widens the swing of "inout back" by 1.525, so that it is 10 % as well.
        near(ease_at(EASE_INOUT_BACK, u),
             t < 1 ? t * t * ((s2 + 1) * t - s2) / 2
                   : ((t - 2) * (t - 2) * ((s2 + 1) * (t - 2) + s2) + 2) / 2);
    }
}

static void words_find_their_curves(void **state)
{
    enum ease e = EASES;
    for (int i = 0; i < EASES; i++) {
        assert_true(ease_find(ease_words()[i], &e));
        assert_int_equal(e, i);
    }
    assert_null(ease_words()[EASES]);
    assert_false(ease_find("bounce", &e));
    assert_false(ease_find("", &e));
    assert_true(ease_find("out-sine", &e));
    assert_int_equal(e, EASE_OUT_SINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ease_leaves_0_and_arrives_at_1_exactly),
        cmocka_unit_test(curves_are_those_of_the_book),
        cmocka_unit_test(words_find_their_curves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
