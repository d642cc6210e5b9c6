// WAV by libsndfile.
#include "encode/private.h"

#include <sndfile.h>
#include <stdlib.h>

#define BYTES_MAX 4294900000ll // the sizes in a WAV have 32 bits
#define CHANNELS_MAX 64

struct encode_wav {
    struct encode_file file;
    SNDFILE *sound;  // owned
    int64_t bytes;   // of samples, written
    int frame_bytes; // of one frame
};

static int format_of(int channels, int bits)
{
    int kind = channels > 2 ? SF_FORMAT_WAVEX : SF_FORMAT_WAV;
    return kind | (bits == 16 ? SF_FORMAT_PCM_16 : bits == 24 ? SF_FORMAT_PCM_24 : SF_FORMAT_FLOAT);
}

struct encode_wav *encode_wav_open(const char *path, int channels, int rate_hz, int bits,
                                   struct fault *f)
{
    if (channels < 1 || channels > CHANNELS_MAX || (bits != 16 && bits != 24 && bits != 32)) {
        fault_set(f, "%s: a WAV of %d channels and %d bits; 1 to %d and 16, 24 or 32", path,
                  channels, bits, CHANNELS_MAX);
        return NULL;
    }
    struct encode_wav *w = calloc(1, sizeof *w);
    if (!w || !encode_file_open(&w->file, path, f)) {
        if (!w)
            fault_set(f, "%s: no memory", path);
        free(w);
        return NULL;
    }
    SF_INFO info = {.samplerate = rate_hz,
                    .channels = channels,
                    .format = format_of(channels, bits)};
    w->frame_bytes = channels * bits / 8;
    w->sound = sf_open_fd(w->file.fd, SFM_WRITE, &info, SF_FALSE);
    if (!w->sound) {
        fault_set(f, "%s: %s", path, sf_strerror(NULL));
        encode_file_drop(&w->file);
        free(w);
        return NULL;
    }
    sf_command(w->sound, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE); // it holds the time of day
    sf_command(w->sound, SFC_SET_CLIPPING, NULL, SF_TRUE);
    return w;
}

bool encode_wav_write(struct encode_wav *w, const float *frames, int64_t count, struct fault *f)
{
    w->bytes += count * w->frame_bytes;
    if (w->bytes > BYTES_MAX)
        return fault_set(f, "%s: more than a WAV can hold (4 GB)", w->file.path);
    if (sf_writef_float(w->sound, frames, count) != count)
        return fault_set(f, "%s: %s", w->file.path, sf_strerror(w->sound));
    return true;
}

bool encode_wav_close(struct encode_wav *w, struct fault *f)
{
    if (!w)
        return fault_set(f, "no WAV is open");
    int error = sf_close(w->sound);
    bool ok = error == 0 && w->bytes <= BYTES_MAX;
    if (ok)
        ok = encode_file_keep(&w->file, f);
    else
        fault_set(f, "%s: %s", w->file.path, error ? sf_error_number(error) : "too long");
    encode_file_drop(&w->file);
    free(w);
    return ok;
}

void encode_wav_drop(struct encode_wav *w)
{
    if (!w)
        return;
    sf_close(w->sound);
    encode_file_drop(&w->file);
    free(w);
}
