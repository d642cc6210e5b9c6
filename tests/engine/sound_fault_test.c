// sound: what is missing, broken, mute or too much, and what is said of it.
#include "tools/hall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define FOLDER TEST_BUILD "/sound_fault_files"

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

static void make_film(const char *path, const char *sound)
{
    char command[1500];
    snprintf(command, sizeof command,
             "ffmpeg -v error -nostdin -y -f lavfi -i testsrc2=size=64x64:rate=25:duration=2 %s "
             "-c:v mpeg4 -c:a pcm_s16le -shortest %s </dev/null",
             sound, path);
    assert_int_equal(system(command), 0);
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
    make_film(FOLDER "/film.mov", "-i " FOLDER "/half.wav");
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
    make_film(FOLDER "/mute.mov", "");
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

static int set_up(void **state)
{
    mkdir(FOLDER, 0755);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_or_broken_sound_is_said_once),
        cmocka_unit_test(a_films_sound_goes_round_with_its_picture),
        cmocka_unit_test(a_film_without_sound_is_silent_and_nothing_is_said),
        cmocka_unit_test(voices_beyond_the_limit_are_silent_and_said_once),
        cmocka_unit_test(speakers_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
