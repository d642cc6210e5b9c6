// film and sound: after a day of a loop, picture and sound of a film are where they belong
// together. The film has a picture of 30000/1001 frames a second and a soundtrack 10 ms longer,
// with one click at the moment at which frame 30 comes. Oracle: the click, found in what the mixer
// gives out.
#include "sound/sound.h"
#include "tools/projector.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FRAME = 30, STEP = SOUND_RATE_HZ / 50 };

static const double WITHIN_S = 0.010; // 20 ms are promised

static int make_films(void **state)
{
    mkdir(FOLDER, 0755);
    make_film("day-picture.mp4", PROJECTOR_FRAMES, "30000/1001", 320, 180, "");
    shell("cd '%s' && ffmpeg -v error -y -i day-picture.mp4 -f lavfi -i "
          "\"aevalsrc='if(eq(n,%d),0.8,0)':s=48000:d=2.5125\" -c:v copy -c:a pcm_s16le day.mov",
          FOLDER, FRAME * 1001 * 48000 / 30000);
    make_film("day.mp4", PROJECTOR_FRAMES, "25", 320, 180, "");
    return 0;
}

// Show time at which the click comes out, after from_s.
static double click_after(struct bench *b, struct sound *s, double from_s)
{
    float frames[STEP * 2];
    for (int step = 0; step < 50 * 3; step++) {
        double now_s = from_s + (double)step / 50;
        update(b, now_s);
        sound_update(s, b->scene);
        sound_mix(s, frames, STEP);
        for (int i = 0; i < STEP; i++)
            if (fabsf(frames[2 * i]) > 0.2f)
                return now_s + (double)(i - SOUND_LOOKAHEAD) / SOUND_RATE_HZ;
    }
    fail_msg("no click within 3 s of %.3f s", from_s);
    return NAN;
}

static int picture_at(struct bench *b, const struct media *m, double now_s)
{
    update(b, now_s);
    return number_in(texture_of(b, m));
}

static void after_a_day_picture_and_sound_are_together(void **state)
{
    static const double hours[] = {0, 0.75, 3, 7.31, 12, 18.02, 23.999, 24};
    struct bench b = open_bench(FILM_SOFTWARE, true);
    struct fault f;
    struct sound *s = sound_create(&(struct sound_desc){.device = SOUND_OFFLINE}, &f);
    assert_non_null(s);
    struct media *m = open_film(&b, "day.mov", true);
    m->audible = true;
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        double click_s = click_after(&b, s, hours[i] * 3600 + 0.1);
        print_message("%.3f h: click at %.4f s, %.4f s into the turn\n", hours[i], click_s,
                      media_position(m, click_s, NULL));
        assert_int_equal(picture_at(&b, m, click_s - WITHIN_S), FRAME - 1);
        assert_int_equal(picture_at(&b, m, click_s + WITHIN_S), FRAME);
    }
    assert_float_equal(m->duration_s, 2.5125, 1e-3); // the longer of the two; MP4 counts in ms
    assert_int_equal(what_was_said()->lines, 0);
    sound_destroy(s);
    close_bench(&b);
}

// Live, a station that is started again after a day finds its place: the list that a loop is has
// fewer turns than that.
static void after_a_day_a_loop_that_opens_finds_its_place(void **state)
{
    struct bench b = open_bench(FILM_SOFTWARE, false);
    struct clock clock = clock_live();
    struct media *m = open_film(&b, "day.mp4", true);
    m->epoch_s = -86400;
    assert_true(settles(&b, m, &clock, 2));
    assert_int_equal(what_was_said()->lines, 0);
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_a_day_picture_and_sound_are_together),
        cmocka_unit_test(after_a_day_a_loop_that_opens_finds_its_place),
    };
    return cmocka_run_group_tests(tests, make_films, NULL);
}
