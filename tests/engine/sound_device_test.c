// sound: devices that play as time passes, are absent, are lost and come back.
#include "base/clock.h"
#include "tools/hall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER TEST_BUILD "/sound_device_files"

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
