// decode: sounds and soundtracks to the frame, at any rate, round after round.
#include "decode/decode.h"

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

#define FOLDER TEST_BUILD "/decode_files"
#define PI 3.14159265358979323846

// Left: a sine of `tone_hz`; right: another, in quadrature, half as loud. Frame n is at n / rate.
static double tone(int channel, double t_s, double tone_hz)
{
    return channel == 0 ? 0.5 * sin(2 * PI * tone_hz * t_s) : 0.25 * cos(2 * PI * tone_hz * t_s);
}

static void write_tone(const char *path, int format, int rate, int channels, int frames,
                       double tone_hz)
{
    SF_INFO info = {.samplerate = rate, .channels = channels, .format = format};
    SNDFILE *f = sf_open(path, SFM_WRITE, &info);
    assert_non_null(f);
    float *v = malloc((size_t)(frames * channels) * sizeof *v);
    for (int i = 0; i < frames; i++)
        for (int c = 0; c < channels; c++)
            v[i * channels + c] = (float)tone(c % 2, (double)i / rate, tone_hz);
    assert_int_equal(sf_writef_float(f, v, frames), frames);
    sf_close(f);
    free(v);
}

static struct decode_sound *opened(const char *path, int rate)
{
    struct fault f = {0};
    struct decode_sound *s = decode_sound_open(path, rate, &f);
    if (!s)
        fail_msg("%s", f.text);
    return s;
}

enum { ALL_MAX = 48000 * 12 };

static float *all_of(struct decode_sound *s, int64_t *count)
{
    int channels = decode_sound_info(s).channels;
    float *v = malloc((size_t)(ALL_MAX * channels) * sizeof *v);
    *count = decode_sound_read(s, v, ALL_MAX);
    return v;
}

static const struct {
    const char *path;
    int format;
    double error; // of a lossy codec
} KINDS[] = {
    {FOLDER "/tone.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 1e-6},
    {FOLDER "/tone.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 1e-6},
    {FOLDER "/tone.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.02},
    {FOLDER "/tone.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 0.02},
    {FOLDER "/tone.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 0.02},
};
enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS, TONE_FRAMES = 48000 * 2 + 123 };

static void five_formats_say_the_same(void **state)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        write_tone(KINDS[k].path, KINDS[k].format, 48000, 2, TONE_FRAMES, 440);
        struct decode_sound *s = opened(KINDS[k].path, 48000);
        struct decode_sound_info info = decode_sound_info(s);
        assert_int_equal(info.channels, 2);
        assert_int_equal(info.frames, TONE_FRAMES);
        assert_float_equal(info.duration_s, TONE_FRAMES / 48000.0, 1e-9);
        int64_t count;
        float *v = all_of(s, &count);
        assert_int_equal(count, TONE_FRAMES);
        for (int i = 2000; i < TONE_FRAMES - 2000; i++)
            for (int c = 0; c < 2; c++)
                if (fabs(v[i * 2 + c] - tone(c, i / 48000.0, 440)) > KINDS[k].error)
                    fail_msg("%s: frame %d channel %d is %g, not %g", KINDS[k].path, i, c,
                             (double)v[i * 2 + c], tone(c, i / 48000.0, 440));
        free(v);
        decode_sound_close(s);
    }
}

// Frames after a seek against those of one reading from the start.
static void assert_seeks(const char *path, int rate, double allowed)
{
    struct decode_sound *s = opened(path, rate);
    int channels = decode_sound_info(s).channels;
    int64_t count;
    float *whole = all_of(s, &count), part[700 * 8];
    unsigned seed = 7;
    for (int i = 0; i < 25; i++) {
        int64_t at = i == 0 ? 0 : (int64_t)(rand_r(&seed) % (unsigned)(count - 700));
        assert_true(decode_sound_seek(s, at));
        assert_int_equal(decode_sound_read(s, part, 700), 700);
        for (int64_t k = 0; k < 700 * channels; k++)
            if (fabs(part[k] - whole[at * channels + k]) > allowed)
                fail_msg("%s at %d: %lld + %lld is %g, not %g", path, rate, (long long)at,
                         (long long)k / channels, (double)part[k],
                         (double)whole[at * channels + k]);
    }
    assert_true(decode_sound_seek(s, count + 5000));
    assert_int_equal(decode_sound_read(s, part, 700), 0);
    free(whole);
    decode_sound_close(s);
}

static void a_seek_is_exact_to_the_frame(void **state)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        write_tone(KINDS[k].path, KINDS[k].format, 48000, 2, TONE_FRAMES, 440);
        assert_seeks(KINDS[k].path, 48000, 1e-4);
    }
}

static void another_rate_keeps_time_and_level(void **state)
{
    const int rates[] = {44100, 22050, 11025, 96000, 44099};
    for (int r = 0; r < 5; r++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/rate%d.wav", FOLDER, rates[r]);
        write_tone(path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, rates[r], 1, rates[r] * 2, 1000);
        struct decode_sound *s = opened(path, 48000);
        assert_float_equal(decode_sound_info(s).duration_s, 2, 1e-9);
        assert_int_equal(decode_sound_info(s).frames, 96000);
        int64_t count;
        float *v = all_of(s, &count);
        assert_in_range(count, 96000 - 2, 96000 + 2);
        for (int i = 500; i < 95500; i++)
            if (fabs(v[i] - tone(0, i / 48000.0, 1000)) > 2e-4)
                fail_msg("from %d: frame %d is %g, not %g", rates[r], i, (double)v[i],
                         tone(0, i / 48000.0, 1000));
        free(v);
        decode_sound_close(s);
        assert_seeks(path, 48000, 1e-4);
    }
}

static void rounds_have_no_seam_and_do_not_drift(void **state)
{
    const int rates[] = {48000, 44100};
    for (int r = 0; r < 2; r++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/round%d.wav", FOLDER, rates[r]);
        // 0.1 s of 440 Hz is 44 whole periods: played round and round it is one endless sine.
        write_tone(path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, rates[r], 2, rates[r] / 10, 440);
        struct decode_sound *s = opened(path, 48000);
        assert_true(decode_sound_loop(s, 0));
        const int64_t from[] = {0, 4799, 48000 * 3600ll + 17};
        for (int k = 0; k < 3; k++) {
            static float v[48000 * 2 * 2];
            assert_true(decode_sound_seek(s, from[k]));
            assert_int_equal(decode_sound_read(s, v, 96000), 96000);
            for (int64_t i = k == 0 ? 100 : 0; i < 96000; i++)
                for (int c = 0; c < 2; c++)
                    if (fabs(v[i * 2 + c] - tone(c, (double)(from[k] + i) / 48000, 440)) > 2e-4)
                        fail_msg("from %d: %lld + %lld is %g", rates[r], (long long)from[k],
                                 (long long)i, (double)v[i * 2 + c]);
        }
        decode_sound_close(s);
    }
}

static void a_round_may_be_shorter_or_longer_than_the_sound(void **state)
{
    write_tone(FOLDER "/second.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1, 48000, 100);
    struct decode_sound *s = opened(FOLDER "/second.wav", 48000);
    float v[64];
    assert_true(decode_sound_loop(s, 1.5));
    assert_true(decode_sound_seek(s, 72000 * 7 + 48000 - 32)); // end of the eighth round's sound
    assert_int_equal(decode_sound_read(s, v, 64), 64);
    assert_float_equal(v[31], tone(0, 47999 / 48000.0, 100), 1e-6);
    for (int i = 32; i < 64; i++)
        assert_true(v[i] == 0);
    assert_true(decode_sound_seek(s, 72000 * 8 + 100));
    assert_int_equal(decode_sound_read(s, v, 64), 64);
    assert_float_equal(v[0], tone(0, 100 / 48000.0, 100), 1e-6);
    assert_true(decode_sound_loop(s, 1.0 / 3)); // 16,000 frames
    assert_true(decode_sound_seek(s, 16000 * 3 - 1));
    assert_int_equal(decode_sound_read(s, v, 64), 64);
    assert_float_equal(v[0], tone(0, 15999 / 48000.0, 100), 1e-6);
    for (int i = 1; i < 64; i++)
        assert_float_equal(v[i], tone(0, (i - 1) / 48000.0, 100), 1e-6);
    assert_false(decode_sound_loop(s, 1e-5));
    decode_sound_close(s);
}

static void broken_sounds_are_faults_or_end_early(void **state)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        write_tone(KINDS[k].path, KINDS[k].format, 48000, 2, TONE_FRAMES, 440);
        struct stat st;
        stat(KINDS[k].path, &st);
        const off_t cuts[] = {0, 3, 40, st.st_size / 7, st.st_size / 2};
        for (int c = 4; c >= 0; c--) {
            assert_int_equal(truncate(KINDS[k].path, cuts[c]), 0);
            struct fault f = {0};
            struct decode_sound *s = decode_sound_open(KINDS[k].path, 48000, &f);
            if (!s) {
                assert_true(f.text[0]);
                continue;
            }
            int64_t count;
            free(all_of(s, &count));
            assert_true(count < TONE_FRAMES);
            if (decode_sound_loop(s, 0)) { // must not hang
                float v[2000];
                decode_sound_seek(s, 0);
                decode_sound_read(s, v, 1000);
            }
            decode_sound_close(s);
        }
    }
    struct fault f;
    assert_null(decode_sound_open(FOLDER "/absent.wav", 48000, &f));
    assert_string_equal(f.text, FOLDER "/absent.wav: No such file or directory");
    assert_null(decode_sound_open("/tmp", 48000, &f));
    assert_null(decode_sound_open(TEST_ROOT "/CMakeLists.txt", 48000, &f));
    if (!strstr(f.text, "neither a sound nor a film"))
        fail_msg("%s", f.text);
}

static void nine_channels_are_refused(void **state)
{
    write_tone(FOLDER "/nine.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 9, 100, 440);
    struct fault f;
    assert_null(decode_sound_open(FOLDER "/nine.wav", 48000, &f));
    assert_string_equal(f.text, FOLDER "/nine.wav: 9 channels; 1 to 8 are allowed");
}

static bool ffmpeg(const char *arguments)
{
    char command[2048];
    snprintf(command, sizeof command, "ffmpeg -v error -nostdin -y %s </dev/null", arguments);
    if (system("command -v ffmpeg >/dev/null") != 0) {
        print_message("SKIPPED: ffmpeg absent\n");
        return false;
    }
    return system(command) == 0;
}

// A film whose sound begins half a second late, in containers that count differently.
static void a_soundtrack_keeps_the_films_time(void **state)
{
    static const char *const names[] = {"late.mp4", "late.mkv", "late.ts", "late.mov"};
    write_tone(FOLDER "/three.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 48000, 2, 144000, 440);
    for (int i = 0; i < 4; i++) {
        char arguments[1500], path[1024];
        snprintf(path, sizeof path, "%s/%s", FOLDER, names[i]);
        snprintf(arguments, sizeof arguments,
                 "-f lavfi -i testsrc2=size=64x64:rate=25:duration=4 -itsoffset 0.5 -i %s "
                 "-c:v mpeg4 -c:a %s -b:a 192k -aac_pns 0 %s",
                 FOLDER "/three.wav",
                 i == 3   ? "pcm_s16le"
                 : i == 4 ? "mp3"
                          : "aac",
                 path);
        if (!ffmpeg(arguments))
            skip();
        struct decode_sound *s = opened(path, 48000);
        assert_int_equal(decode_sound_info(s).channels, 2);
        double said = decode_sound_info(s).duration_s; // Matroska knows the film's only
        assert_float_equal(said, i == 1 ? 4 : 3.5, 0.06);
        int64_t count;
        float *v = all_of(s, &count);
        assert_in_range(count, 48000 * 3.5 - 3000, 48000 * 3.5 + 3000);
        // The encoder's delay is known to the container in all but TS.
        double slack = i == 2 ? 0.05 : 0.002;
        int64_t first = 0;
        while (first < count && fabs(v[first * 2]) < 0.1)
            first++;
        if (fabs((double)first / 48000 - 0.5) > slack)
            fail_msg("%s: begins at %g s", path, (double)first / 48000);
        double power = 0;
        for (int64_t k = 48000; k < 144000; k++)
            power += pow((double)v[k * 2], 2);
        assert_float_equal(sqrt(power / 96000), 0.5 / sqrt(2), 0.01);
        free(v);
        decode_sound_close(s);
        assert_seeks(path, 48000, 1e-4);
    }
}

static void a_film_without_sound_says_so(void **state)
{
    const char *path = TEST_SAMPLES "/video/Force_constante.avi";
    if (access(path, R_OK) != 0) {
        print_message("SKIPPED: %s absent\n", path);
        skip();
    }
    struct fault f;
    assert_null(decode_sound_open(path, 48000, &f));
    assert_string_equal(f.text + strlen(path) + 2, DECODE_NO_SOUND);
}

// sox counts the frames, and measures the level after its own change of rate.
static void a_forge_sounds_as_sox_says(void **state)
{
    const char *path = TEST_SAMPLES "/sound/Blacksmith1.wav";
    if (access(path, R_OK) != 0 || system("command -v sox >/dev/null") != 0) {
        print_message("SKIPPED: sox or %s absent\n", path);
        skip();
    }
    FILE *sox = popen("sox -V1 " TEST_SAMPLES "/sound/Blacksmith1.wav -t f32 -r 48000 -", "r");
    assert_non_null(sox);
    static float theirs[ALL_MAX];
    int64_t count, expected = (int64_t)fread(theirs, sizeof *theirs, ALL_MAX, sox);
    pclose(sox);
    struct decode_sound *s = opened(path, 48000);
    float *ours = all_of(s, &count);
    assert_in_range(count, expected - 2, expected + 2);
    double off = 0, power = 0;
    for (int64_t i = 0; i < count && i < expected; i++) {
        off += pow((double)ours[i] - (double)theirs[i], 2);
        power += pow((double)theirs[i], 2);
    }
    assert_true(power > 1);
    // The two filters differ above 10 kHz, where this recording (22 kHz) has little.
    assert_true(10 * log10(off / power) < -35);
    free(ours);
    decode_sound_close(s);
}

static int set_up(void **state)
{
    mkdir(FOLDER, 0755);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_formats_say_the_same),
        cmocka_unit_test(a_seek_is_exact_to_the_frame),
        cmocka_unit_test(another_rate_keeps_time_and_level),
        cmocka_unit_test(rounds_have_no_seam_and_do_not_drift),
        cmocka_unit_test(a_round_may_be_shorter_or_longer_than_the_sound),
        cmocka_unit_test(broken_sounds_are_faults_or_end_early),
        cmocka_unit_test(nine_channels_are_refused),
        cmocka_unit_test(a_soundtrack_keeps_the_films_time),
        cmocka_unit_test(a_film_without_sound_says_so),
        cmocka_unit_test(a_forge_sounds_as_sox_says),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
