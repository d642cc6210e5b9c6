// align: offsets of made-up recordings, whose sounds are known at every moment.
#include "ingest/align.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define VIDEO_FRAME_S (1.0 / 60)
#define CLOSE_S 0.001

enum { CLAPS = 400 };

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static double unit(uint64_t *state)
{
    return (double)(draw(state) >> 11) / (double)(1ull << 53);
}

// Blows of a workshop: at random times, each three tones that die away.
struct workshop {
    struct {
        double at_s, loud, hz[3];
    } blows[CLAPS];
    int count;
};

static void work(struct workshop *w, double length_s, double every_s, bool regular)
{
    uint64_t chance = 0x9e3779b97f4a7c15u;
    w->count = 0;
    for (double t = 0.4; t < length_s && w->count < CLAPS; w->count++) {
        w->blows[w->count].at_s = t;
        w->blows[w->count].loud = regular ? 0.5 : 0.2 + 0.6 * unit(&chance);
        for (int k = 0; k < 3; k++)
            w->blows[w->count].hz[k] = regular ? 700 + 450 * k : 400 + 2600 * unit(&chance);
        t += regular ? every_s : every_s * (0.3 + 1.4 * unit(&chance));
    }
}

// What a recorder hears that begins at `begin_s` and whose clock runs (1 + drift) times as fast:
// its sample n is the workshop at begin_s + n / rate / (1 + drift).
static float *hear(const struct workshop *w, double begin_s, double length_s, double drift,
                   double noise, uint64_t seed, int64_t *count)
{
    *count = (int64_t)(length_s * ALIGN_RATE_HZ);
    float *sound = calloc((size_t)*count, sizeof *sound);
    for (int i = 0; i < w->count; i++) {
        double first = (w->blows[i].at_s - begin_s) * (1 + drift) * ALIGN_RATE_HZ;
        for (int64_t n = (int64_t)ceil(first); n < (int64_t)first + 2400 && n < *count; n++) {
            double t = begin_s + (double)n / ALIGN_RATE_HZ / (1 + drift) - w->blows[i].at_s;
            for (int k = 0; n >= 0 && t >= 0 && k < 3; k++)
                sound[n] += (float)(w->blows[i].loud * exp(-40 * t) / 3 *
                                    sin(2 * M_PI * w->blows[i].hz[k] * t));
        }
    }
    for (int64_t n = 0; n < *count; n++)
        sound[n] += (float)(noise * (2 * unit(&seed) - 1));
    return sound;
}

struct pair {
    double begin_s, length_s, drift, noise;
};

static bool find(const struct workshop *w, double first_s, const struct pair *p, struct align *a,
                 struct fault *f)
{
    int64_t na, nb;
    float *x = hear(w, 0, first_s, 0, p->noise, 7, &na);
    float *y = hear(w, p->begin_s, p->length_s, p->drift, p->noise, 11, &nb);
    bool found = align_find(x, na, y, nb, a, f);
    free(x);
    free(y);
    return found;
}

static void offsets_are_found_to_a_millisecond(void **state)
{
    static const struct pair pairs[] = {{0, 60, 0, 0.001},       {1.23456, 50, 0, 0.01},
                                        {-7.7773, 90, 0, 0.01},  {31.4159, 40, 0, 0.05},
                                        {-40.0001, 100, 0, 0.1}, {20, 15, 0, 0.02}};
    struct workshop w;
    work(&w, 70, 1, false);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct align a;
        struct fault f = {0};
        if (!find(&w, 60, &pairs[i], &a, &f))
            fail_msg("%.4f s: %s", pairs[i].begin_s, f.text);
        if (fabs(a.offset_s - pairs[i].begin_s) > CLOSE_S)
            fail_msg("%.5f s, found at %.5f s", pairs[i].begin_s, a.offset_s);
        assert_true(a.drift == 0);
        assert_true(a.confidence >= ALIGN_CONFIDENCE && a.confidence <= 1);
    }
}

// The second's moment is (t - begin) (1 + drift): the offset is the difference at the middle.
static void a_clock_that_runs_wrong_is_named(void **state)
{
    struct workshop w;
    work(&w, 320, 1, false);
    for (int sign = -1; sign <= 1; sign += 2) {
        const struct pair p = {12.5, 280, 0.001 * sign, 0.01};
        struct align a;
        struct fault f = {0};
        if (!find(&w, 300, &p, &a, &f))
            fail_msg("%s", f.text);
        assert_true(fabs(a.drift - p.drift) < 5e-5);
        double there = a.middle_s - (a.middle_s - p.begin_s) * (1 + p.drift);
        assert_true(fabs(a.offset_s - there) < VIDEO_FRAME_S / 4);
    }
}

static void far_offsets_are_found_up_to_ten_minutes(void **state)
{
    struct workshop w;
    work(&w, 660, 2, false);
    struct align a;
    struct fault f = {0};
    const struct pair late = {590.25, 60, 0, 0.01};
    if (!find(&w, 640, &late, &a, &f))
        fail_msg("%s", f.text);
    assert_true(fabs(a.offset_s - late.begin_s) < CLOSE_S);
}

static void what_is_not_the_same_is_not_believed(void **state)
{
    struct workshop one, other;
    struct align a;
    struct fault f = {0};
    int64_t na, nb;
    work(&one, 60, 1, false);
    other = one;
    uint64_t chance = 99;
    for (int i = 0; i < other.count; i++) // the same number, at other times
        other.blows[i].at_s = 60 * unit(&chance);
    float *x = hear(&one, 0, 60, 0, 0.01, 7, &na), *y = hear(&other, 0, 60, 0, 0.01, 11, &nb);
    assert_false(align_find(x, na, y, nb, &a, &f));
    free(y);
    struct workshop none = {.count = 0};
    y = hear(&none, 0, 60, 0, 0.1, 13, &nb); // noise alone
    assert_false(align_find(x, na, y, nb, &a, &f));
    free(y);
    y = hear(&none, 0, 60, 0, 0, 13, &nb); // silence
    assert_false(align_find(x, na, y, nb, &a, &f));
    assert_non_null(strstr(f.text, "nothing is heard"));
    assert_false(align_find(x, na, y, 0, &a, &f));
    assert_false(align_find(x, 10, x, na, &a, &f));
    free(x);
    free(y);
    // A regular beat fits at every beat.
    work(&one, 60, 0.5, true);
    const struct pair beat = {3.1, 50, 0, 0.01};
    assert_false(find(&one, 60, &beat, &a, &f));
    assert_non_null(strstr(f.text, "no one place"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_are_found_to_a_millisecond),
        cmocka_unit_test(a_clock_that_runs_wrong_is_named),
        cmocka_unit_test(far_offsets_are_found_up_to_ten_minutes),
        cmocka_unit_test(what_is_not_the_same_is_not_believed),
    };
    return cmocka_run_group_tests_name("align", tests, NULL, NULL);
}
