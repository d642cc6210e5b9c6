// gestuaire sound render: what a station sounds like, as a WAV of its speakers.
#include "encode/encode.h"
#include "verbs/listen.h"
#include "verbs/touches.h"
#include "verbs/verbs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool take(void *user, const float *frames, int64_t count, struct fault *f)
{
    return encode_wav_write(user, frames, count, f);
}

static void report(const struct listen *ears, int channels)
{
    printf("%.2f s, %d channels, peak %.1f dBFS; level of each:",
           (double)ears->mixed / SOUND_RATE_HZ, channels, 20 * log10(fmax(ears->peak, 1e-10)));
    for (int c = 0; c < channels; c++)
        printf(" %.1f",
               10 * log10(fmax(ears->sum_squares[c] / (double)(ears->mixed ? ears->mixed : 1),
                               1e-20)));
    printf(" dBFS\n");
}

static bool render_sound(struct session *s, double for_s, const char *file)
{
    struct fault f = {0};
    struct sound *sound = session_station(s)->sound;
    struct encode_wav *wav = encode_wav_open(file, sound_channels(sound), SOUND_RATE_HZ, 24, &f);
    if (!wav) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    struct listen ears = {.session = s, .sound = sound, .take = take, .user = wav};
    engine_unwatch(s->engine, true);
    session_advance(s, for_s, listen_frame, &ears);
    if (ears.failed)
        encode_wav_drop(wav);
    bool good = !ears.failed && encode_wav_close(wav, &ears.fault);
    if (good)
        report(&ears, sound_channels(sound));
    else
        fprintf(stderr, "gestuaire: %s\n", ears.fault.text);
    return good;
}

int verb_sound(const char *root, int argc, char **argv)
{
    const char *words[2] = {NULL, NULL}, *file = NULL;
    double for_s = 10;
    struct session_desc desc = {.root = root, .stepped_hz = -1, .headless = true};
    struct option_row rows[SESSION_ROWS + 2] = {
        {"for", 0, OPTION_SECONDS, "S", "how long (10)", &for_s},
        {"output-file", 'o', OPTION_TEXT, "FILE.wav", "where it goes", &file},
    };
    session_rows(rows + 2, &desc);
    struct options options = {.usage = "sound render INSTALLATION --station ID --for S -o FILE.wav",
                              .about =
                                  "Writes what the station's speakers play, one channel a speaker.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows,
                              .positional = words,
                              .required = 2,
                              .accepted = 2};
    enum options_end read = options_read(&options, argc, argv);
    if (read == OPTIONS_GO && (!file || !desc.station || strcmp(words[0], "render") != 0)) {
        fprintf(stderr, "gestuaire: sound render INSTALLATION --station ID -o FILE.wav\n");
        read = OPTIONS_WRONG;
    }
    if (read == OPTIONS_GO && !session_ends_with(file, ".wav")) {
        fprintf(stderr, "gestuaire: sound render writes a WAV; its name ends in .wav\n");
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = words[1];
    struct session s;
    if (!session_open(&s, &desc))
        return EXIT_FAILED;
    touches_warn_late(&desc, for_s);
    bool good = render_sound(&s, for_s, file) && session_went_well(&s, file);
    session_close(&s);
    return good ? EXIT_DONE : EXIT_FAILED;
}
