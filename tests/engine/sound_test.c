// sound: voices where, when and as loud as they were asked.
#include "base/clock.h"
#include "base/log.h"
#include "sound/private.h"

#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER TEST_BUILD "/sound_files"
#define PI 3.14159265358979323846

enum { RATE = SOUND_RATE_HZ, STEP = RATE / 30, LATE = SOUND_LOOKAHEAD, OUT_MAX = RATE * 8 };

typedef double wave(int channel, double frame, double value);

static double sine(int channel, double frame, double hz)
{
    return 0.1 * sin(2 * PI * hz * frame / RATE); // -20 dBFS
}

static double constant(int channel, double frame, double value)
{
    return value;
}

// Says where it is: a millionth a frame.
static double place_in_file(int channel, double frame, double value)
{
    return frame * 1e-6;
}

static double by_channel(int channel, double frame, double value)
{
    return value * (channel + 1);
}

static void write_wave(const char *path, int channels, int frames, wave *w, double value)
{
    SF_INFO info = {.samplerate = RATE,
                    .channels = channels,
                    .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE *f = sf_open(path, SFM_WRITE, &info);
    assert_non_null(f);
    float *v = malloc((size_t)(frames * channels) * sizeof *v);
    for (int i = 0; i < frames; i++)
        for (int c = 0; c < channels; c++)
            v[i * channels + c] = (float)w(c, i, value);
    assert_int_equal(sf_writef_float(f, v, frames), frames);
    sf_close(f);
    free(v);
}

// One scene, one offline mixer, and what came out so far.
struct hall {
    struct scene *scene;
    struct sound *sound;
    int channels, frames, step;
    float *out; // [frames][channels]
};

static struct hall hall_of(const struct sound_desc *desc)
{
    struct hall h = {.scene = scene_create("test")};
    struct fault f = {0};
    scene_stage_add(h.scene, "stage", 64, 64);
    h.scene->stepped = true;
    h.sound = sound_create(desc, &f);
    if (!h.sound)
        fail_msg("%s", f.text);
    h.channels = sound_channels(h.sound);
    h.out = malloc((size_t)(OUT_MAX * h.channels) * sizeof *h.out);
    return h;
}

static void hall_finish(struct hall *h)
{
    sound_destroy(h->sound);
    scene_destroy(h->scene);
    free(h->out);
}

static void hall_run(struct hall *h, int steps)
{
    for (int i = 0; i < steps; i++, h->step++, h->frames += STEP) {
        assert_true(h->frames + STEP <= OUT_MAX);
        h->scene->now_s = (double)h->step / 30;
        sound_update(h->sound, h->scene);
        sound_mix(h->sound, h->out + (size_t)h->frames * (size_t)h->channels, STEP);
    }
}

static struct media *play(struct scene *scene, const char *path)
{
    media_handle h = media_take(&scene->media, MEDIA_SOUND, 0);
    struct media *m = media_find(&scene->media, h);
    snprintf(m->path, sizeof m->path, "%s", path);
    m->audible = m->playing = true;
    m->epoch_s = scene->now_s;
    return m;
}

static float out_at(const struct hall *h, int frame, int channel)
{
    return h->out[(size_t)(frame + LATE) * (size_t)h->channels + (size_t)channel];
}

static const struct sound_desc STEREO = {.device = SOUND_OFFLINE};

// Eight around the room at 3 m, ears' height.
static struct sound_desc ring_of_eight(void)
{
    struct sound_desc d = {.device = SOUND_OFFLINE, .speaker_count = 8};
    for (int i = 0; i < 8; i++)
        d.speakers[i] =
            (struct sound_speaker){i, {3 * cos(i * PI / 4), 3 * sin(i * PI / 4), 1.2}, 1, false};
    return d;
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

struct heard {
    int lines;
    char last[2000];
};

static void hear(void *user, enum log_level level, const char *room, const char *text)
{
    struct heard *h = user;
    h->lines++;
    snprintf(h->last, sizeof h->last, "%s", text);
}

static void a_missing_or_broken_sound_is_said_once(void **state)
{
    FILE *f = fopen(FOLDER "/broken.wav", "wb");
    fputs("RIFF....WAVEfmt ", f);
    fclose(f);
    const char *const paths[] = {FOLDER "/absent.wav", FOLDER "/broken.wav"};
    for (int k = 0; k < 2; k++) {
        struct heard heard = {0};
        log_to(hear, &heard, LOG_INFO);
        struct hall h = hall_of(&STEREO);
        struct media *m = play(h.scene, paths[k]);
        m->loop = k;
        hall_run(&h, 30);
        log_to(NULL, NULL, LOG_INFO);
        assert_int_equal(m->state, MEDIA_FAILED);
        assert_true(m->silent);
        assert_int_equal(heard.lines, 1);
        assert_non_null(strstr(heard.last, paths[k]));
        assert_true(m->trouble[0]);
        assert_int_equal(h.scene->stages[0].events.count, 1);
        m->closing = true;
        hall_run(&h, 1);
        hall_finish(&h);
    }
}

static bool make_film(const char *path, const char *sound)
{
    char command[1500];
    snprintf(command, sizeof command,
             "ffmpeg -v error -nostdin -y -f lavfi -i testsrc2=size=64x64:rate=25:duration=2 %s "
             "-c:v mpeg4 -c:a pcm_s16le -shortest %s </dev/null",
             sound, path);
    if (system("command -v ffmpeg >/dev/null") != 0) {
        print_message("SKIPPED: ffmpeg absent\n");
        return false;
    }
    return system(command) == 0;
}

static struct media *play_film(struct scene *scene, const char *path)
{
    struct media *m = play(scene, path);
    m->kind = MEDIA_FILM;
    m->state = MEDIA_READY; // film/ has opened it
    m->duration_s = 2;
    return m;
}

static void a_films_sound_goes_round_with_its_picture(void **state)
{
    write_wave(FOLDER "/half.wav", 2, RATE * 3 / 2, place_in_file, 0); // shorter than the film
    if (!make_film(FOLDER "/film.mov", "-i " FOLDER "/half.wav"))
        skip();
    struct hall h = hall_of(&STEREO);
    play_film(h.scene, FOLDER "/film.mov")->loop = true;
    hall_run(&h, 150);
    for (int i = 10; i < 5 * RATE - LATE; i += 97) {
        int in_round = i % (2 * RATE);
        double expected = in_round < RATE * 3 / 2 ? in_round * 1e-6 : 0;
        assert_float_equal(out_at(&h, i, 0), expected, 4e-5); // 16 bit
    }
    hall_finish(&h);
}

static void a_film_without_sound_is_silent_and_nothing_is_said(void **state)
{
    struct heard heard = {0};
    if (!make_film(FOLDER "/mute.mov", ""))
        skip();
    log_to(hear, &heard, LOG_INFO);
    struct hall h = hall_of(&STEREO);
    struct media *m = play_film(h.scene, FOLDER "/mute.mov");
    struct media *failed = play_film(h.scene, FOLDER "/absent.mov");
    failed->state = MEDIA_OPENING; // film/ does not know yet, then says so itself
    hall_run(&h, 3);
    failed->state = MEDIA_FAILED;
    hall_run(&h, 3);
    log_to(NULL, NULL, LOG_INFO);
    assert_true(m->silent && failed->silent);
    assert_int_equal(m->state, MEDIA_READY);
    assert_int_equal(heard.lines, 0);
    hall_finish(&h);
}

static void voices_beyond_the_limit_are_silent_and_said_once(void **state)
{
    write_wave(FOLDER "/dc.wav", 1, RATE * 4, constant, 0.001);
    struct heard heard = {0};
    log_to(hear, &heard, LOG_INFO);
    struct hall h = hall_of(&STEREO);
    struct media *first = play(h.scene, FOLDER "/dc.wav");
    for (int i = 1; i < SOUND_VOICES + 10; i++)
        play(h.scene, FOLDER "/dc.wav");
    hall_run(&h, 5);
    double one = 0.001 * 0.70710678;
    assert_float_equal(out_at(&h, STEP * 4, 0), one * SOUND_VOICES, 1e-5);
    for (int i = 0; i < 20; i++)
        (first + i)->closing = true;
    hall_run(&h, 5); // the ten that waited come in
    log_to(NULL, NULL, LOG_INFO);
    assert_float_equal(out_at(&h, STEP * 9, 0), one * (SOUND_VOICES - 10), 1e-5);
    assert_int_equal(heard.lines, 1);
    hall_finish(&h);
}

static void speakers_that_cannot_be_are_refused(void **state)
{
    struct fault f;
    struct sound_desc d = ring_of_eight();
    d.speakers[3].channel = 8;
    assert_null(sound_create(&d, &f));
    assert_string_equal(f.text, "speaker 3 is on channel 8; 0 to 7 are allowed");
    d = ring_of_eight();
    d.speakers[3].at_world.x = NAN;
    assert_null(sound_create(&d, &f));
}

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

// ---- devices

// Turns the main loop until `done` or a minute has passed (a slow machine is no failure of ours).
static bool turn_until(struct sound *s, struct scene *scene, bool (*done)(struct sound *, void *),
                       void *user)
{
    int64_t start_ns = clock_monotonic_ns();
    while (clock_monotonic_ns() - start_ns < 60000000000) {
        scene->now_s = (double)clock_monotonic_ns() * 1e-9;
        sound_update(s, scene);
        if (done(s, user))
            return true;
        usleep(3000);
    }
    return false;
}

static bool loud(struct sound *s, void *user)
{
    float peaks[SOUND_SPEAKERS] = {0};
    sound_meters(s, peaks);
    return peaks[0] > 0.05f;
}

static bool silent(struct sound *s, void *user)
{
    return ((struct media *)user)->silent;
}

static bool paused(struct sound *s, void *user)
{
    return !s->running;
}

static void play_on(enum sound_device device)
{
    write_wave(FOLDER "/sine.wav", 1, RATE * 2, sine, 480);
    struct sound_desc d = ring_of_eight();
    d.device = device;
    struct fault f;
    struct sound *s = sound_create(&d, &f);
    assert_non_null(s);
    struct scene *scene = scene_create("test");
    scene_stage_add(scene, "stage", 64, 64);
    scene->now_s = (double)clock_monotonic_ns() * 1e-9;
    struct media *m = NULL;
    for (int i = 0; i < 5; i++) {
        m = play(scene, FOLDER "/sine.wav");
        m->loop = m->placed = true;
        m->at[0] = 3;
    }
    assert_true(turn_until(s, scene, loud, NULL));
    for (int i = 0; i < 30; i++) { // everything at once
        m->at[1] = (float)i * 0.1f;
        m->gain = i % 2 ? 0.5f : 1;
        if (i % 5 == 0) {
            m->epoch_s = scene->now_s;
            m->seeks++;
        }
        scene->now_s = (double)clock_monotonic_ns() * 1e-9;
        sound_update(s, scene);
        usleep(3000);
    }
    assert_true(turn_until(s, scene, loud, NULL));
    for (int i = 0; i < 5; i++)
        scene->media.items[i].closing = true;
    for (int i = 0; i < 5; i++)
        assert_true(turn_until(s, scene, silent, &scene->media.items[i]));
    assert_true(turn_until(s, scene, paused, NULL));
    play(scene, FOLDER "/sine.wav")->placed = true; // and it wakes again
    assert_true(turn_until(s, scene, loud, NULL));
    sound_destroy(s); // while it plays
    scene_destroy(scene);
}

static void the_null_device_plays_in_real_time(void **state)
{
    play_on(SOUND_NULL);
}

static void sdls_device_plays(void **state)
{
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    play_on(SOUND_SDL);
}

static void without_a_card_time_is_kept(void **state)
{
    struct heard heard = {0};
    setenv("SDL_AUDIODRIVER", "no such driver", 1);
    log_to(hear, &heard, LOG_INFO);
    play_on(SOUND_SDL);
    log_to(NULL, NULL, LOG_INFO);
    assert_int_equal(heard.lines, 1);
    assert_non_null(strstr(heard.last, "no sound device"));
}

static bool is_heard(struct sound *s, void *user)
{
    return s->heard && loud(s, user);
}

static bool is_unheard(struct sound *s, void *user)
{
    return !s->heard && loud(s, user); // its voices go on
}

static struct sound *play_live(struct scene *scene)
{
    struct sound *s = sound_create(&(struct sound_desc){.device = SOUND_SDL}, NULL);
    write_wave(FOLDER "/sine.wav", 1, RATE * 2, sine, 480);
    scene_stage_add(scene, "stage", 64, 64);
    scene->now_s = (double)clock_monotonic_ns() * 1e-9;
    play(scene, FOLDER "/sine.wav")->loop = true;
    return s;
}

static void a_device_that_comes_later_is_taken(void **state)
{
    struct heard heard = {0};
    struct scene *scene = scene_create("test");
    setenv("SDL_AUDIODRIVER", "no such driver", 1);
    log_to(hear, &heard, LOG_INFO);
    struct sound *s = play_live(scene);
    assert_true(turn_until(s, scene, is_unheard, NULL));
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    assert_true(turn_until(s, scene, is_heard, NULL));
    log_to(NULL, NULL, LOG_INFO);
    assert_int_equal(heard.lines, 2);
    assert_non_null(strstr(heard.last, "there is a sound device"));
    sound_destroy(s);
    scene_destroy(scene);
}

static bool yes(struct device *device)
{
    return true;
}

// By what it says itself, and by taking nothing any more.
static void a_device_that_is_lost_is_looked_for(void **state)
{
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    for (int said = 0; said < 2; said++) {
        struct scene *scene = scene_create("test");
        struct sound *s = play_live(scene);
        assert_true(turn_until(s, scene, is_heard, NULL));
        if (said)
            s->device->lost = yes;
        else
            s->device->run(s->device, false);
        assert_true(turn_until(s, scene, is_unheard, NULL));
        assert_true(turn_until(s, scene, is_heard, NULL));
        sound_destroy(s);
        scene_destroy(scene);
    }
}

// Where the first voice is against where the clock says, in frames; INT64_MAX: it does not sound.
static int64_t astray_by(struct sound *s, const struct media *m)
{
    const struct track *t = &s->tracks[0];
    struct mix_voice *v = &s->mix.voices[t->voice < 0 ? 0 : t->voice];
    if (t->voice < 0 || !t->current || atomic_load(&v->sounding) != t->current)
        return INT64_MAX;
    return llabs(atomic_load(&v->delta) -
                 llround((m->offset_s - m->epoch_s + s->offset_s) * SOUND_RATE_HZ));
}

static bool in_time(struct sound *s, void *user)
{
    return astray_by(s, user) <= RATE / 25; // 40 ms
}

static void a_live_voice_follows_a_clock_that_jumps(void **state)
{
    write_wave(FOLDER "/place.wav", 2, RATE * 8, place_in_file, 0);
    struct sound_desc d = {.device = SOUND_NULL};
    struct sound *s = sound_create(&d, NULL);
    struct scene *scene = scene_create("test");
    scene_stage_add(scene, "stage", 64, 64);
    scene->now_s = (double)clock_monotonic_ns() * 1e-9;
    struct media *m = play(scene, FOLDER "/place.wav");
    m->loop = true;
    for (int i = 0; i < 5; i++) {
        assert_true(turn_until(s, scene, in_time, m));
        m->epoch_s -= 100.3; // as if the clock had jumped: no seek was asked
    }
    sound_destroy(s);
    scene_destroy(scene);
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
        cmocka_unit_test(a_missing_or_broken_sound_is_said_once),
        cmocka_unit_test(a_films_sound_goes_round_with_its_picture),
        cmocka_unit_test(a_film_without_sound_is_silent_and_nothing_is_said),
        cmocka_unit_test(voices_beyond_the_limit_are_silent_and_said_once),
        cmocka_unit_test(speakers_that_cannot_be_are_refused),
        cmocka_unit_test(the_same_show_gives_the_same_samples),
        cmocka_unit_test(a_real_forge_is_heard_where_it_stands),
        cmocka_unit_test(the_null_device_plays_in_real_time),
        cmocka_unit_test(a_live_voice_follows_a_clock_that_jumps),
        cmocka_unit_test(sdls_device_plays),
        cmocka_unit_test(without_a_card_time_is_kept),
        cmocka_unit_test(a_device_that_comes_later_is_taken),
        cmocka_unit_test(
            a_device_that_is_lost_is_looked_for), // last: it does not leave SDL's audio
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
