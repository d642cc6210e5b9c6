// gestuaire sound render: what a station sounds like, as a WAV of its speakers.
#include "encode/encode.h"
#include "verbs/listen.h"
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
    int channels = sound_channels(session_station(s)->sound);
    struct encode_wav *wav = encode_wav_open(file, channels, SOUND_RATE_HZ, 24, &f);
    struct listen ears = {
        .session = s, .sound = session_station(s)->sound, .take = take, .user = wav};
    if (wav)
        session_advance(s, for_s, listen_frame, &ears);
    bool good = wav && !ears.failed;
    if (ears.failed)
        f = ears.fault;
    if (wav)
        good = encode_wav_close(wav, good ? &f : NULL) && good;
    if (good)
        report(&ears, channels);
    else
        fprintf(stderr, "gestuaire: %s\n", f.text);
    return good;
}

int verb_sound(const char *root, int argc, char **argv)
{
    const char *words[2] = {NULL, NULL}, *file = NULL;
    struct option_list touches = {0};
    double for_s = 10;
    struct session_desc desc = {
        .root = root, .stepped_hz = -1, .headless = true, .touches = &touches};
    const struct option_row rows[] = {
        {"station", 's', OPTION_TEXT, "ID", "the station", &desc.station},
        {"scene", 0, OPTION_TEXT, "NAME", "this scene instead of the stages' own", &desc.scene},
        {"for", 0, OPTION_SECONDS, "S", "how long (10)", &for_s},
        {"touch", 0, OPTION_LISTED, "[STATION/][OUTPUT:]X,Y@S",
         "a tap in output px (may be repeated)", &touches},
        {"replay", 0, OPTION_TEXT, "FILE", "touches from a file", &desc.replay},
        {"date", 0, OPTION_TEXT, "DAY", "today, as 2026-11-30", &desc.date},
        {"output-file", 'o', OPTION_TEXT, "FILE.wav", "where it goes", &file},
    };
    struct options options = {"sound render INSTALLATION --station ID --for S -o FILE.wav",
                              "Writes what the station's speakers play, one channel a speaker.",
                              rows,
                              sizeof rows / sizeof *rows,
                              words,
                              2,
                              2};
    enum options_end read = options_read(&options, argc, argv);
    if (read == OPTIONS_GO && (!file || !desc.station || strcmp(words[0], "render") != 0)) {
        fprintf(stderr, "gestuaire: sound render INSTALLATION --station ID -o FILE.wav\n");
        read = OPTIONS_WRONG;
    }
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = words[1];
    struct session s;
    if (!session_open(&s, &desc))
        return EXIT_FAILED;
    bool good = render_sound(&s, for_s, file);
    session_close(&s);
    return good ? EXIT_DONE : EXIT_FAILED;
}
