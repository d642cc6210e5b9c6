// sound: the master limiter between samples. Oracle: libebur128's true peak, which finds it by
// other taps than ours.
#include "sound/private.h"

#include <ebur128.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CEILING 0.891f // -1 dB
enum { BLOCKS = 400, FRAMES = BLOCKS * SOUND_BLOCK };

struct peaks {
    double sample, between;
};

static struct peaks peaks_of(const float *signal)
{
    struct peaks p;
    ebur128_state *e =
        ebur128_init(1, SOUND_RATE_HZ, EBUR128_MODE_SAMPLE_PEAK | EBUR128_MODE_TRUE_PEAK);
    assert_non_null(e);
    assert_int_equal(ebur128_add_frames_float(e, signal, FRAMES), EBUR128_SUCCESS);
    assert_int_equal(ebur128_sample_peak(e, 0, &p.sample), EBUR128_SUCCESS);
    assert_int_equal(ebur128_true_peak(e, 0, &p.between), EBUR128_SUCCESS);
    ebur128_destroy(&e);
    return p;
}

static void limit(float *signal)
{
    static struct limiter l;
    static float bus[SOUND_SPEAKERS][SOUND_BLOCK];
    limiter_init(&l, 1, CEILING);
    for (int k = 0; k < BLOCKS; k++) {
        memcpy(bus[0], signal + k * SOUND_BLOCK, sizeof bus[0]);
        limiter_run(&l, bus, SOUND_BLOCK);
        memcpy(signal + k * SOUND_BLOCK, bus[0], sizeof bus[0]);
    }
}

// A quarter of the rate, an eighth of a turn late: every sample is 3 dB below the crest.
static float between_samples(int i)
{
    return sinf((float)M_PI / 4 + (float)M_PI / 2 * (float)(i % 4));
}

static void make(int kind, float *to)
{
    unsigned seed = 7;
    for (int i = 0; i < FRAMES; i++) {
        float noise = (float)rand_r(&seed) / (float)RAND_MAX * 2 - 1;
        float t = (float)i / SOUND_RATE_HZ;
        to[i] = kind == 0   ? 1.2f * between_samples(i)
                : kind == 1 ? (i / 9000 % 2 ? 3.0f : 0.3f) * between_samples(i)
                : kind == 2 ? noise * (i / 5000 % 3 ? 0.2f : 4)
                : kind == 3 ? (i % 4801 < 3 ? (i & 1 ? -3.0f : 3.0f) : 0.2f * noise)
                : kind == 4 ? 2 * sinf(2 * (float)M_PI * (500 + 5000 * t) * t)
                            : (i / 7 % 2 ? 2.0f : -2.0f);
    }
}

static void crests_between_samples_stay_below_the_ceiling(void **state)
{
    static float signal[FRAMES];
    for (int kind = 0; kind < 6; kind++) {
        make(kind, signal);
        struct peaks before = peaks_of(signal);
        limit(signal);
        struct peaks after = peaks_of(signal);
        print_message("%d: %.3f (%.3f) becomes %.4f (%.4f)\n", kind, before.between, before.sample,
                      after.between, after.sample);
        assert_true(before.between > 1.05 * CEILING);
        assert_true(after.between <= CEILING);
        assert_true(after.between > 0.7 * CEILING);
    }
}

// No sample of it is above; what a loudspeaker would make of it is.
static void what_no_sample_shows_is_turned_down(void **state)
{
    static float signal[FRAMES];
    make(0, signal);
    struct peaks before = peaks_of(signal);
    assert_true(before.sample < CEILING && before.between > CEILING);
    limit(signal);
    assert_true(peaks_of(signal).between <= CEILING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crests_between_samples_stay_below_the_ceiling),
        cmocka_unit_test(what_no_sample_shows_is_turned_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
