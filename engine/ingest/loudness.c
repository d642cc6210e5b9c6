// Loudness and true peak (EBU R 128, ITU-R BS.1770-4), by libebur128.
#include "decode/decode.h"
#include "ingest/film.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>

enum { RATE_HZ = 48000, PIECE = 4096 };

static double decibels(double amplitude)
{
    return amplitude > 0 ? 20 * log10(amplitude) : -HUGE_VAL;
}

static bool hear(struct film *film, struct decode_sound *sound, ebur128_state *e, int channels)
{
    double all =
        film->from->duration > 0 ? (double)film->from->duration / AV_TIME_BASE * RATE_HZ : 0;
    float *frames = malloc(sizeof *frames * PIECE * (size_t)channels);
    int64_t n = 0, done = 0;
    bool heard = frames != NULL;
    while (heard && (n = decode_sound_read(sound, frames, PIECE)) > 0) {
        heard = ebur128_add_frames_float(e, frames, (size_t)n) == EBUR128_SUCCESS;
        done += n;
        if (all > 0)
            ingest_tell(film->ingest, film->ingest->bytes * fmin(1, (double)done / all));
    }
    free(frames);
    return heard && done > 0;
}

// What brings it to the target, without a peak over the ceiling; down to the hundredth.
static double gain_of(double loudness, double peak)
{
    double gain = fmin(INGEST_TARGET_LUFS - loudness, INGEST_PEAK_DBTP - peak);
    return floor(fmax(-60, fmin(60, gain)) * 100) / 100;
}

static void tell(struct film *film, ebur128_state *e, int channels)
{
    double loudness = -HUGE_VAL, peak = 0;
    json_t *facts = film->made->facts;
    ebur128_loudness_global(e, &loudness);
    for (int c = 0; c < channels; c++) {
        double one = 0;
        ebur128_true_peak(e, (unsigned)c, &one);
        peak = fmax(peak, one);
    }
    double peak_db = decibels(peak);
    if (isfinite(peak_db) && peak_db > -120)
        json_object_set_new(facts, "peak", json_real(round(peak_db * 100) / 100));
    if (!isfinite(loudness) || loudness <= -70) { // the absolute gate of BS.1770
        made_say(film->made, "its loudness cannot be measured: it is silent, or shorter than "
                             "0.4 s");
        return;
    }
    json_object_set_new(facts, "loudness", json_real(round(loudness * 100) / 100));
    json_object_set_new(facts, "gain", json_real(gain_of(loudness, peak_db)));
}

void film_loudness(struct film *film, const char *path)
{
    struct fault f = {0};
    struct decode_sound *sound = decode_sound_open(path, RATE_HZ, &f);
    if (!sound) {
        made_say(film->made, "its sound cannot be measured: %s", fault_after(f.text, path));
        return;
    }
    int channels = decode_sound_info(sound).channels;
    ebur128_state *e =
        ebur128_init((unsigned)channels, RATE_HZ,
                     EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK | EBUR128_MODE_HISTOGRAM);
    if (e && hear(film, sound, e, channels))
        tell(film, e, channels);
    else
        made_say(film->made, "its sound cannot be measured: nothing can be decoded");
    if (e)
        ebur128_destroy(&e);
    decode_sound_close(sound);
}
