// Spoken texts: what espeak-ng says, where it is heard.
#include "decode/decode.h"
#include "sound/sound.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { HEAD = 44, VOICE_HZ = 22050, STEP = SOUND_RATE_HZ / 30, SECONDS = 4, MOST = 1 << 20 };

// The same text by the program itself, as a shell runs it; its samples.
static int16_t *said_by_program(const char *arguments, size_t *count)
{
    char command[512];
    snprintf(command, sizeof command, "espeak-ng --stdout -b 1 -s 160 %s", arguments);
    FILE *p = popen(command, "r");
    unsigned char *wav = malloc(MOST);
    assert_non_null(p);
    assert_non_null(wav);
    size_t bytes = fread(wav, 1, MOST, p);
    assert_int_equal(pclose(p), 0);
    assert_true(bytes > HEAD && bytes < MOST);
    assert_memory_equal(wav + HEAD - 8, "data", 4);
    *count = (bytes - HEAD) / 2;
    memmove(wav, wav + HEAD, *count * 2);
    return (int16_t *)wav;
}

static float *said_by_us(const char *language, const char *text, int rate_hz, int64_t *count)
{
    char name[1024];
    struct fault f = {0};
    assert_true(decode_speech_name(name, sizeof name, language, 160, text));
    assert_true(decode_speech_named(name));
    struct decode_sound *s = decode_sound_open(name, rate_hz, &f);
    if (!s)
        fail_msg("%s", f.text);
    float *frames = malloc(MOST * sizeof *frames);
    *count = decode_sound_read(s, frames, MOST);
    decode_sound_close(s);
    return frames;
}

static void a_text_is_spoken_as_the_program_speaks_it(void **state)
{
    size_t wanted;
    int64_t count;
    int16_t *program = said_by_program("-v it \"Soffiare il vetro, così.\"", &wanted);
    float *ours = said_by_us("it", "Soffiare il vetro, così.", VOICE_HZ, &count);
    assert_int_equal(count, wanted);
    for (int64_t i = 0; i < count; i++)
        assert_float_equal(ours[i], program[i] / 32768.0, 1e-6);
    free(program);
    free(ours);
}

static void it_lasts_as_long_at_the_mixers_rate(void **state)
{
    int64_t slow, fast;
    float *a = said_by_us("fr", "Étirer le fer.", VOICE_HZ, &slow);
    float *b = said_by_us("fr", "Étirer le fer.", SOUND_RATE_HZ, &fast);
    assert_true(slow > VOICE_HZ / 4 && slow < VOICE_HZ * 3);
    assert_float_equal((double)fast / SOUND_RATE_HZ, (double)slow / VOICE_HZ, 0.005);
    free(a);
    free(b);
}

static void brackets_and_control_characters_are_only_read_over(void **state)
{
    int64_t plain, bracketed;
    float *a = said_by_us("en", "iron   hEloU  ", VOICE_HZ, &plain);
    float *b = said_by_us("en", "iron [[hEloU]]", VOICE_HZ, &bracketed);
    assert_int_equal(plain, bracketed);
    assert_memory_equal(a, b, (size_t)plain * sizeof *a);
    free(b);
    b = said_by_us("en", "iron\x01 \x7fhEloU\t\n", VOICE_HZ, &bracketed);
    assert_true(bracketed > 0);
    free(a);
    free(b);
}

static void what_cannot_be_named_is_refused(void **state)
{
    char name[1024], many[DECODE_SPEECH_BYTES + 2];
    memset(many, 'a', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    assert_false(decode_speech_name(name, sizeof name, "fr", 160, many));
    many[DECODE_SPEECH_BYTES] = '\0';
    assert_true(decode_speech_name(name, sizeof name, "fr", 160, many));
    assert_false(decode_speech_name(name, sizeof name, "", 160, "a"));
    assert_false(decode_speech_name(name, sizeof name, "fr; rm", 160, "a"));
    assert_false(decode_speech_name(name, sizeof name, "-f/etc/passwd", 160, "a"));
    assert_false(decode_speech_name(name, sizeof name, "fr", DECODE_SPEECH_SLOW - 1, "a"));
    assert_false(decode_speech_name(name, sizeof name, "fr", DECODE_SPEECH_FAST + 1, "a"));
    assert_false(decode_speech_named("/home/speech:fr"));
}

static void without_the_program_it_says_what_to_install(void **state)
{
    const char *was = getenv("PATH");
    char name[256], *path = strdup(was ? was : "/usr/bin");
    struct fault f = {0};
    assert_true(decode_speech_name(name, sizeof name, "fr", 160, "fer"));
    setenv("PATH", "/nowhere", 1);
    assert_null(decode_sound_open(name, SOUND_RATE_HZ, &f));
    setenv("PATH", path, 1);
    free(path);
    assert_non_null(strstr(f.text, "install espeak-ng"));
    assert_true(decode_speech_name(name, sizeof name, "zz-nobody", 160, "fer"));
    assert_null(decode_sound_open(name, SOUND_RATE_HZ, &f)); // no such voice
}

static double power(const float *out, int channels, int channel, int frames)
{
    double sum = 0;
    for (int i = 0; i < frames; i++)
        sum += (double)out[i * channels + channel] * (double)out[i * channels + channel];
    return sum;
}

// Two loudspeakers and headphones; what came out in SECONDS.
static float *heard(bool ears, bool *ended)
{
    struct sound_desc d = {.device = SOUND_OFFLINE, .speaker_count = ears ? 4 : 2};
    for (int i = 0; i < d.speaker_count; i++)
        d.speakers[i] = (struct sound_speaker){i, {i == 0 ? -1 : 1, 2, 1}, 1, i >= 2};
    struct fault f = {0};
    struct scene *scene = scene_create("test");
    struct sound *s = sound_create(&d, &f);
    assert_non_null(s);
    scene_stage_add(scene, "stage", 64, 64);
    scene->stepped = true;
    media_handle h = media_take(&scene->media, MEDIA_SOUND, 0);
    struct media *m = media_find(&scene->media, h);
    decode_speech_name(m->path, sizeof m->path, "fr", 160, "Étirer le fer.");
    m->audible = m->spoken = true;
    int channels = sound_channels(s);
    assert_int_equal(channels, d.speaker_count);
    float *out = calloc((size_t)SECONDS * SOUND_RATE_HZ * (size_t)channels, sizeof *out);
    for (int i = 0; i < SECONDS * 30; i++) {
        scene->now_s = 5 + i / 30.0;
        sound_update(s, scene);
        sound_mix(s, out + (size_t)i * STEP * (size_t)channels, STEP);
    }
    *ended = m->ended;
    sound_destroy(s);
    scene_destroy(scene);
    return out;
}

static void it_is_whole_and_heard_in_the_headphones_alone(void **state)
{
    bool ended;
    int64_t count;
    const int frames = SECONDS * SOUND_RATE_HZ;
    float *text = said_by_us("fr", "Étirer le fer.", SOUND_RATE_HZ, &count);
    float *out = heard(true, &ended);
    double whole = power(text, 1, 0, (int)count);
    assert_true(ended);
    assert_true(power(out, 4, 0, frames) == 0 && power(out, 4, 1, frames) == 0);
    for (int c = 2; c < 4; c++)
        assert_float_equal(power(out, 4, c, frames) / whole, 1, 0.01);
    free(out);
    out = heard(false, &ended);
    for (int c = 0; c < 2; c++) // all loudspeakers alike, at equal power
        assert_float_equal(power(out, 2, c, frames) / whole, 0.5, 0.01);
    free(out);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_spoken_as_the_program_speaks_it),
        cmocka_unit_test(it_lasts_as_long_at_the_mixers_rate),
        cmocka_unit_test(brackets_and_control_characters_are_only_read_over),
        cmocka_unit_test(what_cannot_be_named_is_refused),
        cmocka_unit_test(without_the_program_it_says_what_to_install),
        cmocka_unit_test(it_is_whole_and_heard_in_the_headphones_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
