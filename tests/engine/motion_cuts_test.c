// Moments at which a hand rests: the oracle is the movement's own formula. Between rests it goes
// as people reach, 10 u^3 - 15 u^4 + 6 u^5 of the way (Flash and Hogan 1985: least jerk).
#include "motion/motion.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef void path(double t_s, double at[3]); // metres

static struct motion_clip *read_path(path *p, double rate_hz, double long_s)
{
    int frames = (int)(rate_hz * long_s + 0.5) + 1;
    size_t size = (size_t)frames * 96 + 256, used;
    char *text = malloc(size);
    struct fault f = {""};
    used = (size_t)snprintf(text, size,
                            "HIERARCHY\nROOT Hand\n{\nOFFSET 0 0 0\nCHANNELS 3 Xposition Yposition "
                            "Zposition\nEnd Site\n{\nOFFSET 0 1 0\n}\n}\nMOTION\nFrames: %d\n"
                            "Frame Time: %.9f\n",
                            frames, 1 / rate_hz);
    for (int i = 0; i < frames; i++) {
        double at[3];
        p(i / rate_hz, at);
        used += (size_t)snprintf(text + used, size - used, "%.6f %.6f %.6f\n", at[0], at[1], at[2]);
    }
    struct motion_clip *c =
        motion_read_bvh(text, used, &(struct motion_desc){.metres_per_unit = 1}, &f);
    if (!c)
        fail_msg("%s", f.text);
    free(text);
    return c;
}

static double reach(double t_s, double from_s, double to_s)
{
    double u = fmin(1, fmax(0, (t_s - from_s) / (to_s - from_s)));
    return u * u * u * (10 + u * (6 * u - 15));
}

// Rests until 0.5, from 1.3 to 1.9, from 2.6 to 3.0, from 3.9 on.
static void four_rests(double t, double at[3])
{
    at[0] = 0.4 * reach(t, 0.5, 1.3) - 0.2 * reach(t, 3.0, 3.9);
    at[1] = 1 + 0.5 * reach(t, 1.9, 2.6);
    at[2] = 0.3 * reach(t, 3.0, 3.9);
}

// As from a camera: a millimetre of what is no movement.
static void four_rests_seen(double t, double at[3])
{
    four_rests(t, at);
    at[0] += 0.001 * sin(2 * M_PI * 21 * t);
    at[2] += 0.001 * cos(2 * M_PI * 17 * t + 1);
}

// Stands still where it turns, every half second: at 0.25 + 0.5 k.
static void swing(double t, double at[3])
{
    at[0] = 0.3 * sin(2 * M_PI * t);
    at[1] = at[2] = 0;
}

static void round_and_round(double t, double at[3])
{
    at[0] = 0.3 * cos(3 * t);
    at[1] = 0.3 * sin(3 * t);
    at[2] = 0;
}

static void stand(double t, double at[3])
{
    at[0] = 0.0005 * sin(9 * t);
    at[1] = 1;
    at[2] = 0;
}

// Goes 50 cm in a second, rests, creeps 2 cm, rests, goes 50 cm again.
static void creep(double t, double at[3])
{
    at[0] = 0.5 * reach(t, 0.2, 1.2) + 0.02 * reach(t, 1.4, 1.8) + 0.5 * reach(t, 2, 3);
    at[1] = at[2] = 0;
}

static void assert_cuts(path *p, double rate_hz, double long_s, const double *want, int count,
                        double within_s)
{
    struct motion_clip *c = read_path(p, rate_hz, long_s);
    double got[64];
    assert_int_equal(motion_cuts(c, 0, got, 64), count);
    for (int i = 0; i < count; i++)
        assert_float_equal(got[i], want[i], within_s);
    motion_destroy(c);
}

static void a_hand_that_rests_is_cut_in_the_middle_of_its_rests(void **state)
{
    static const double want[] = {1.6, 2.8};
    for (int rate = 25; rate <= 200; rate *= 2)
        assert_cuts(four_rests, rate, 5, want, 2, 1.0 / 25);
}

static void what_trembles_a_little_rests_all_the_same(void **state)
{
    static const double want[] = {1.6, 2.8};
    assert_cuts(four_rests_seen, 100, 5, want, 2, 0.04);
}

static void a_swing_is_cut_where_it_turns(void **state)
{
    static const double want[] = {0.25, 0.75, 1.25, 1.75, 2.25, 2.75};
    assert_cuts(swing, 60, 3, want, 6, 1.0 / 60);
}

static void what_never_rests_and_what_never_moves_is_not_cut(void **state)
{
    assert_cuts(round_and_round, 60, 8, NULL, 0, 0);
    assert_cuts(stand, 60, 8, NULL, 0, 0);
    assert_cuts(swing, 60, 0.1, NULL, 0, 0); // too short for a filter
}

static void a_way_of_two_centimetres_is_no_step(void **state)
{
    static const double want[] = {1.6}; // one rest from 1.2 to 2, the creeping within it
    assert_cuts(creep, 100, 3.2, want, 1, 0.04);
}

static void no_more_are_written_than_there_is_room_for(void **state)
{
    struct motion_clip *c = read_path(swing, 60, 20);
    double got[4] = {0, 0, 0, -1};
    assert_int_equal(motion_cuts(c, 0, got, 3), 3);
    assert_float_equal(got[3], -1, 0);
    motion_destroy(c);
}

// 18,000 samples at most: the 20 minutes of this one are looked at every fourth frame.
static void a_long_clip_is_looked_at_less_finely(void **state)
{
    struct motion_clip *c = read_path(swing, 60, 1200);
    static double got[4096];
    assert_int_equal(motion_cuts(c, 0, got, 4096), 2400);
    for (int i = 0; i < 2400; i++)
        assert_float_equal(got[i], 0.25 + 0.5 * i, 4.0 / 60);
    motion_destroy(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hand_that_rests_is_cut_in_the_middle_of_its_rests),
        cmocka_unit_test(what_trembles_a_little_rests_all_the_same),
        cmocka_unit_test(a_swing_is_cut_where_it_turns),
        cmocka_unit_test(what_never_rests_and_what_never_moves_is_not_cut),
        cmocka_unit_test(a_way_of_two_centimetres_is_no_step),
        cmocka_unit_test(no_more_are_written_than_there_is_room_for),
        cmocka_unit_test(a_long_clip_is_looked_at_less_finely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
