// sound: voices where, when and as loud as they were asked.
#include "tools/hall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER TEST_BUILD "/sound_files"

static double by_channel(int channel, double frame, double value)
{
    return value * (channel + 1);
}

static double rms(const struct hall *h, int channel, int from, int to)
{
    double power = 0;
    for (int i = from; i < to; i++)
        power += pow((double)out_at(h, i, channel), 2);
    return sqrt(power / (to - from));
}

// ---- placing

static void gains_hold_the_power_wherever_the_source_is(void **state)
{
    struct dbap d = {.count = 8, .rolloff_db = 6, .blur_m = 0.4};
    unsigned seed = 3;
    for (int i = 0; i < 8; i++)
        d.speakers[i] = (struct vec3){rand_r(&seed) % 1000 * 0.01, rand_r(&seed) % 1000 * 0.01, 2};
    for (int k = 0; k < 1000; k++) {
        struct vec3 at = {rand_r(&seed) % 3000 * 0.01 - 10, rand_r(&seed) % 3000 * 0.01 - 10,
                          rand_r(&seed) % 300 * 0.01};
        float v[8];
        double power = 0;
        dbap_gains(&d, at, v);
        for (int i = 0; i < 8; i++)
            power += (double)v[i] * (double)v[i];
        assert_float_equal(power, 1, 1e-6);
    }
}

static void a_doubled_distance_is_the_rolloff_quieter(void **state)
{
    const double rolloffs[] = {3, 4.5, 6};
    for (int k = 0; k < 3; k++) {
        struct dbap d = {.count = 2, .rolloff_db = rolloffs[k], .blur_m = 1e-6};
        d.speakers[0] = (struct vec3){1, 0, 0};
        d.speakers[1] = (struct vec3){-2, 0, 0};
        float v[2];
        dbap_gains(&d, (struct vec3){0, 0, 0}, v);
        assert_float_equal(20 * log10((double)(v[1] / v[0])), -rolloffs[k], 1e-5);
    }
}

static void a_sound_in_the_room_has_the_levels_of_the_formula(void **state)
{
    write_wave(FOLDER "/sine.wav", 1, RATE * 2, sine, 480);
    struct sound_desc d = ring_of_eight();
    d.rolloff_db = 4;
    d.blur_m = 0.3f;
    d.speakers[5].gain = 0.5f;
    struct hall h = hall_of(&d);
    struct media *m = play(h.scene, FOLDER "/sine.wav");
    m->placed = true;
    m->at[0] = 1.5f;
    m->at[1] = -0.7f;
    m->at[2] = 1.0f;
    hall_run(&h, 45);
    double a = 4 / (20 * log10(2)), v[8], power = 0; // dbap.h, here in double
    for (int i = 0; i < 8; i++) {
        double dx = d.speakers[i].at_world.x - 1.5, dy = d.speakers[i].at_world.y + 0.7,
               dz = d.speakers[i].at_world.z - 1.0;
        v[i] = 1 / pow(sqrt(dx * dx + dy * dy + dz * dz + 0.3 * 0.3), a);
        power += v[i] * v[i];
    }
    for (int i = 0; i < 8; i++)
        assert_float_equal(rms(&h, i, 4800, 48000),
                           0.1 / sqrt(2) * v[i] / sqrt(power) * (i == 5 ? 0.5 : 1), 1e-6);
    hall_finish(&h);
}

static void a_sine_at_minus_20_is_at_minus_20_in_one_speaker(void **state)
{
    write_wave(FOLDER "/sine.wav", 1, RATE * 2, sine, 480);
    struct sound_desc d = {.device = SOUND_OFFLINE, .speaker_count = 1};
    d.speakers[0] = (struct sound_speaker){0, {1, 2, 3}, 1, false};
    for (int placed = 0; placed < 2; placed++) {
        struct hall h = hall_of(&d);
        assert_int_equal(h.channels, 1);
        play(h.scene, FOLDER "/sine.wav")->placed = placed;
        hall_run(&h, 45);
        double db = 20 * log10(rms(&h, 0, 0, 48000) * sqrt(2));
        assert_float_equal(db, -20, 0.001);
        float peak;
        sound_meters(h.sound, &peak);
        assert_float_equal(peak, 0.1, 1e-4);
        sound_meters(h.sound, &peak);
        assert_float_equal(peak, 0, 0);
        assert_float_equal(h.scene->media.items[0].peak, 0.1, 1e-4);
        hall_finish(&h);
    }
}

static void what_is_not_placed_goes_to_all_alike_or_channel_by_channel(void **state)
{
    write_wave(FOLDER "/mono.wav", 1, RATE, constant, 0.4);
    write_wave(FOLDER "/stereo.wav", 2, RATE, by_channel, 0.1);
    write_wave(FOLDER "/eight.wav", 8, RATE, by_channel,
               0.05); // its steps overshoot between samples
    struct sound_desc eight = ring_of_eight();
    static const struct {
        const char *path;
        bool eight;
        double first, step;
    } cases[] = {
        {FOLDER "/mono.wav", false, 0.4 * 0.70710678, 0},
        {FOLDER "/stereo.wav", false, 0.1, 0.1},
        {FOLDER "/stereo.wav", true, 0.15 * 0.35355339, 0},
        {FOLDER "/eight.wav", true, 0.05, 0.05},
        {FOLDER "/eight.wav", false, 0.225 * 0.70710678, 0},
    };
    for (int k = 0; k < 5; k++) {
        struct hall h = hall_of(cases[k].eight ? &eight : &STEREO);
        play(h.scene, cases[k].path);
        hall_run(&h, 5);
        for (int c = 0; c < h.channels; c++)
            assert_float_equal(out_at(&h, 4000, c), cases[k].first + c * cases[k].step, 1e-6);
        hall_finish(&h);
    }
}

static void a_voice_that_moves_does_not_step(void **state)
{
    write_wave(FOLDER "/dc.wav", 1, RATE * 4, constant, 0.5);
    struct sound_desc d = ring_of_eight();
    struct hall h = hall_of(&d);
    struct media *m = play(h.scene, FOLDER "/dc.wav");
    m->placed = true;
    m->at[0] = 3;
    hall_run(&h, 10);
    m->at[0] = -3;
    hall_run(&h, 10);
    m->placed = false;
    hall_run(&h, 10);
    for (int i = 1; i < h.frames - LATE; i++)
        for (int c = 0; c < 8; c++)
            assert_true(fabsf(out_at(&h, i, c) - out_at(&h, i - 1, c)) < 0.5f / MIX_MOVE);
    assert_true(out_at(&h, STEP * 5, 0) > 4 * out_at(&h, STEP * 5, 4));
    assert_true(out_at(&h, STEP * 15, 4) > 4 * out_at(&h, STEP * 15, 0));
    assert_float_equal(out_at(&h, STEP * 25, 0), 0.5 / sqrt(8), 1e-5);
    hall_finish(&h);
}

// ---- time

static void a_voice_starts_on_its_sample(void **state)
{
    write_wave(FOLDER "/dc.wav", 1, RATE, constant, 0.5);
    const double epochs[] = {0, 0.5, 0.5 + 0.123456, 1.0 / 3};
    for (int k = 0; k < 4; k++) {
        struct hall h = hall_of(&STEREO);
        play(h.scene, FOLDER "/dc.wav")->epoch_s = epochs[k];
        hall_run(&h, 30);
        int first = (int)llround(epochs[k] * RATE);
        if (first > 0)
            assert_true(out_at(&h, first - 1, 0) == 0);
        assert_float_equal(out_at(&h, first, 0), 0.5 * 0.70710678, 1e-6);
        hall_finish(&h);
    }
}

static void a_voice_stands_where_show_time_says(void **state)
{
    write_wave(FOLDER "/place.wav", 2, RATE * 8, place_in_file, 0);
    struct hall h = hall_of(&STEREO);
    struct media *m = play(h.scene, FOLDER "/place.wav");
    hall_run(&h, 10);
    assert_float_equal(out_at(&h, 15000, 1), 15000e-6, 1e-8);
    m->epoch_s = h.scene->now_s; // a seek
    m->offset_s = 3;
    m->seeks++;
    hall_run(&h, 10);
    int seek = STEP * 9;
    assert_float_equal(out_at(&h, seek + STEP * 3, 0), (RATE * 3 + STEP * 3) * 1e-6, 1e-7);
    m->playing = false; // a pause
    m->offset_s = 3.5;
    hall_run(&h, 5);
    assert_true(out_at(&h, STEP * 23, 0) == 0);
    m->playing = true;
    m->epoch_s = h.scene->now_s;
    hall_run(&h, 5);
    assert_float_equal(out_at(&h, STEP * 24 + 2000, 0), (RATE * 3.5 + 2000) * 1e-6, 1e-7);
    h.step += 30; // the show clock jumps by a second
    hall_run(&h, 5);
    assert_float_equal(out_at(&h, STEP * 31, 0), (RATE * 3.5 + STEP * (31 - 24 + 30)) * 1e-6, 1e-6);
    hall_finish(&h);
}

static void a_seek_crosses_over_without_a_click(void **state)
{
    write_wave(FOLDER "/sine.wav", 1, RATE * 2, sine, 480);
    struct hall h = hall_of(&STEREO);
    struct media *m = play(h.scene, FOLDER "/sine.wav");
    for (int k = 0; k < 20; k++) {
        hall_run(&h, 2);
        m->epoch_s = h.scene->now_s;
        m->offset_s = 0.2 + k * 0.0137;
        m->seeks++;
    }
    // Steepest: the sine's own slope (2 pi f a / rate), twice while two sound, and the fade's.
    float steepest = (float)(0.0707 * 2 * (2 * PI * 480 / RATE) + 2 * 0.0707 / MIX_FADE);
    for (int i = 1; i < h.frames - LATE; i++)
        assert_true(fabsf(out_at(&h, i, 0) - out_at(&h, i - 1, 0)) < steepest);
    hall_finish(&h);
}

static void a_loop_is_one_endless_sine(void **state)
{
    write_wave(FOLDER "/round.wav", 1, 4800, sine, 440);
    struct hall h = hall_of(&STEREO);
    play(h.scene, FOLDER "/round.wav")->loop = true;
    hall_run(&h, 120);
    for (int i = 0; i < h.frames - LATE; i++)
        assert_float_equal(out_at(&h, i, 0), sine(0, i, 440) * 0.70710678, 1e-6);
    hall_finish(&h);
}

static void the_end_is_told_once(void **state)
{
    write_wave(FOLDER "/second.wav", 1, RATE, constant, 0.5);
    struct hall h = hall_of(&STEREO);
    struct media *m = play(h.scene, FOLDER "/second.wav");
    hall_run(&h, 1);
    assert_int_equal(m->state, MEDIA_READY);
    assert_float_equal(m->duration_s, 1, 1e-9);
    assert_float_equal(h.scene->stages[0].wake_s, 1, 1e-9);
    hall_run(&h, 60);
    assert_true(m->ended);
    const struct events *q = &h.scene->stages[0].events;
    assert_int_equal(q->count, 2);
    assert_int_equal(q->items[0].kind, EVENT_MEDIA_READY);
    assert_int_equal(q->items[1].kind, EVENT_MEDIA_ENDED);
    assert_float_equal(q->items[1].time_s, 1, 1e-9);
    assert_true(out_at(&h, RATE - 1, 0) > 0.35f && out_at(&h, RATE, 0) == 0);
    m->epoch_s = h.scene->now_s; // and again
    m->seeks++;
    hall_run(&h, 5);
    assert_false(m->ended);
    assert_true(out_at(&h, STEP * 62, 0) > 0.35f);
    hall_finish(&h);
}

// ---- gains

static void a_ramp_is_straight_and_takes_its_time(void **state)
{
    write_wave(FOLDER "/dc.wav", 1, RATE * 4, constant, 0.5);
    struct hall h = hall_of(&STEREO);
    struct media *m = play(h.scene, FOLDER "/dc.wav");
    m->ramp_s = 0.5f; // from silence, as it is the first
    hall_run(&h, 30);
    m->gain = 0.25f;
    m->ramp_s = 1;
    hall_run(&h, 40);
    double full = 0.5 * 0.70710678;
    for (int i = 0; i < 24000; i += 7)
        assert_float_equal(out_at(&h, i, 0), full * (i + 1) / 24000, 1e-6);
    assert_float_equal(out_at(&h, 40000, 0), full, 1e-6);
    for (int i = 0; i < 48000; i += 7)
        assert_float_equal(out_at(&h, RATE + i, 0), full * (1 - 0.75 * (i + 1) / 48000), 1e-6);
    assert_float_equal(out_at(&h, RATE * 2 + 500, 0), full / 4, 1e-6);
    hall_finish(&h);
}

// From silence to full it takes 1920 frames, however suddenly it is asked for; before the limiter.
static void a_master_gain_lowers_all_and_takes_its_time(void **state)
{
    write_wave(FOLDER "/dc.wav", 1, RATE * 4, constant, 0.5);
    struct hall h = hall_of(&STEREO);
    play(h.scene, FOLDER "/dc.wav");
    hall_run(&h, 15);
    h.scene->gain = 0;
    hall_run(&h, 15);
    h.scene->gain = 0.5f;
    hall_run(&h, 15);
    double full = 0.5 * 0.70710678;
    assert_float_equal(out_at(&h, 23000, 0), full, 1e-6);
    int begin = 23000;
    while (out_at(&h, begin, 0) > full - 1e-5)
        begin++;
    assert_in_range(begin, 24000 - SOUND_BLOCK, 24000 + SOUND_BLOCK); // blocks are mixed whole
    for (int i = 0; i < 1919; i += 7)
        assert_float_equal(out_at(&h, begin + i, 0), full * (1 - (i + 1) / 1920.0), 1e-5);
    assert_float_equal(out_at(&h, begin + 2100, 0), 0, 1e-7);
    assert_float_equal(out_at(&h, 48000 + 2400, 0), full / 2, 1e-6);
    hall_finish(&h);
}

static void closing_fades_and_then_it_is_silent(void **state)
{
    write_wave(FOLDER "/dc.wav", 1, RATE * 4, constant, 0.5);
    struct hall h = hall_of(&STEREO);
    struct media *m = play(h.scene, FOLDER "/dc.wav");
    hall_run(&h, 10);
    m->closing = true;
    m->ramp_s = 0.5f;
    hall_run(&h, 10);
    assert_false(m->silent);
    double full = 0.5 * 0.70710678;
    assert_float_equal(out_at(&h, STEP * 10 + 12000 - STEP * 2, 0),
                       full * (1 - (12000.0 - STEP * 2) / 24000), 1e-3);
    hall_run(&h, 10);
    assert_true(m->silent);
    assert_true(out_at(&h, STEP * 26, 0) == 0);
    media_release(&h.scene->media, media_handle_of(&h.scene->media, m));
    hall_run(&h, 1);
    // A record that is gone at once (its scene died) fades too.
    m = play(h.scene, FOLDER "/dc.wav");
    hall_run(&h, 5);
    media_release(&h.scene->media, media_handle_of(&h.scene->media, m));
    hall_run(&h, 5);
    for (int i = STEP * 36 + 1; i < STEP * 40; i++)
        assert_true(fabsf(out_at(&h, i, 0) - out_at(&h, i - 1, 0)) < full / 400);
    assert_true(out_at(&h, STEP * 39, 0) == 0);
    assert_null(h.sound->streams.first);
    hall_finish(&h);
}

// ---- the limiter

static void nothing_is_ever_above_the_ceiling(void **state)
{
    static struct limiter l;
    static float bus[SOUND_SPEAKERS][SOUND_BLOCK];
    unsigned seed = 11;
    limiter_init(&l, 3, 0.891f);
    for (int k = 0; k < 4000; k++) {
        int kind = k / 40 % 5, count = 1 + (int)(rand_r(&seed) % SOUND_BLOCK);
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < count; i++) {
                float noise = (float)rand_r(&seed) / (float)RAND_MAX * 2 - 1;
                bus[c][i] = kind == 0   ? noise * 8
                            : kind == 1 ? (rand_r(&seed) % 97 == 0 ? 30 : 0.01f) * noise
                            : kind == 2 ? (i / 13 % 2 ? 2.0f : -2.0f)
                            : kind == 3 ? noise * 0.5f
                                        : (k % 3 ? 0 : 1e30f * noise);
            }
        limiter_run(&l, bus, count);
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < count; i++)
                assert_true(fabsf(bus[c][i]) <= 0.891f);
    }
}

static void below_the_ceiling_the_limiter_only_waits(void **state)
{
    static struct limiter l;
    static float bus[SOUND_SPEAKERS][SOUND_BLOCK], put[SOUND_BLOCK * 200];
    unsigned seed = 5;
    limiter_init(&l, 1, 0.891f);
    // A loud passage before: it must come back to exactly 1.
    for (int i = 0; i < SOUND_BLOCK; i++)
        bus[0][i] = 2;
    limiter_run(&l, bus, SOUND_BLOCK);
    for (int k = 0; k < 1000; k++) {
        memset(bus, 0, sizeof bus);
        limiter_run(&l, bus, SOUND_BLOCK);
    }
    assert_true(l.idle);
    for (int i = 0; i < SOUND_BLOCK * 200; i++)
        put[i] =
            ((float)rand_r(&seed) / (float)RAND_MAX * 2 - 1) * 0.43f; // between samples as well
    for (int k = 0; k < 200; k++) {
        memcpy(bus[0], put + k * SOUND_BLOCK, sizeof bus[0]);
        limiter_run(&l, bus, SOUND_BLOCK);
        for (int i = 0; i < SOUND_BLOCK; i++) {
            int from = k * SOUND_BLOCK + i - SOUND_LOOKAHEAD;
            assert_true(bus[0][i] == (from < 0 ? 0 : put[from]));
        }
    }
}

static void all_channels_are_turned_down_together_and_smoothly(void **state)
{
    static struct limiter l;
    static float bus[SOUND_SPEAKERS][SOUND_BLOCK];
    limiter_init(&l, 2, 0.5f);
    float before = 0.1f;
    for (int k = 0; k < 400; k++) {
        for (int i = 0; i < SOUND_BLOCK; i++) {
            bus[0][i] = k > 40 && k < 60 ? 2 : 0.3f;
            bus[1][i] = 0.1f;
        }
        limiter_run(&l, bus, SOUND_BLOCK);
        for (int i = k == 0 ? SOUND_LOOKAHEAD : 0; i < SOUND_BLOCK; i++) {
            assert_true(fabsf(bus[1][i] - before) <= 0.1f / SOUND_LOOKAHEAD);
            before = bus[1][i];
        }
        if (k > 42 && k < 60) // a quarter, as the loud one; after the step, less
            assert_in_range((int)lroundf(bus[1][100] * 1e5f), 2200, 2500);
    }
    assert_float_equal(before, 0.1, 1e-6);
}

// ---- what goes wrong

static void the_same_show_gives_the_same_samples(void **state)
{
    write_wave(FOLDER "/sine.wav", 1, RATE * 2, sine, 480);
    float *first = NULL;
    for (int k = 0; k < 2; k++) {
        struct sound_desc d = ring_of_eight();
        struct hall h = hall_of(&d);
        for (int i = 0; i < 12; i++) {
            struct media *m = play(h.scene, FOLDER "/sine.wav");
            m->placed = m->loop = true;
            hall_run(&h, 3);
            m->at[0] = (float)i * 0.3f;
            m->gain = 1.5f;
            m->ramp_s = 0.1f;
        }
        if (first)
            assert_memory_equal(first, h.out,
                                (size_t)h.frames * (size_t)h.channels * sizeof(float));
        else
            first = memcpy(malloc(sizeof(float) * OUT_MAX * 8), h.out, sizeof(float) * OUT_MAX * 8);
        hall_finish(&h);
    }
    free(first);
}

static void a_real_forge_is_heard_where_it_stands(void **state)
{
    const char *path = TEST_SAMPLES "/sound/Blacksmith1.wav";
    if (access(path, R_OK) != 0) {
        print_message("SKIPPED: %s absent\n", path);
        skip();
    }
    struct sound_desc d = ring_of_eight();
    struct hall h = hall_of(&d);
    struct media *m = play(h.scene, path);
    m->placed = m->loop = true;
    m->at[1] = 2.9f; // beside speaker 2
    m->at[2] = 1.2f;
    hall_run(&h, 60);
    for (int c = 0; c < 8; c++)
        if (c != 2)
            assert_true(rms(&h, 2, 0, 90000) > 2 * rms(&h, c, 0, 90000));
    assert_true(rms(&h, 2, 0, 90000) > 0.001);
    hall_finish(&h);
}

static int set_up(void **state)
{
    mkdir(FOLDER, 0755);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gains_hold_the_power_wherever_the_source_is),
        cmocka_unit_test(a_doubled_distance_is_the_rolloff_quieter),
        cmocka_unit_test(a_sound_in_the_room_has_the_levels_of_the_formula),
        cmocka_unit_test(a_sine_at_minus_20_is_at_minus_20_in_one_speaker),
        cmocka_unit_test(what_is_not_placed_goes_to_all_alike_or_channel_by_channel),
        cmocka_unit_test(a_voice_that_moves_does_not_step),
        cmocka_unit_test(a_voice_starts_on_its_sample),
        cmocka_unit_test(a_voice_stands_where_show_time_says),
        cmocka_unit_test(a_seek_crosses_over_without_a_click),
        cmocka_unit_test(a_loop_is_one_endless_sine),
        cmocka_unit_test(the_end_is_told_once),
        cmocka_unit_test(a_ramp_is_straight_and_takes_its_time),
        cmocka_unit_test(a_master_gain_lowers_all_and_takes_its_time),
        cmocka_unit_test(closing_fades_and_then_it_is_silent),
        cmocka_unit_test(nothing_is_ever_above_the_ceiling),
        cmocka_unit_test(below_the_ceiling_the_limiter_only_waits),
        cmocka_unit_test(all_channels_are_turned_down_together_and_smoothly),
        cmocka_unit_test(the_same_show_gives_the_same_samples),
        cmocka_unit_test(a_real_forge_is_heard_where_it_stands),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
