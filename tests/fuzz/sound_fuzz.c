// Any bytes as a sound file: refused, or frames that are finite, wherever they are sought.
#include "decode/decode.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIECE 500 // frames read at once
#define PIECES 8  // at most; a file may say that it is years long

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_on(struct decode_sound *s)
{
    static float frames[PIECE * DECODE_CHANNELS_MAX];
    int channels = decode_sound_info(s).channels;
    int64_t got = PIECE;
    for (int i = 0; i < PIECES && got == PIECE; i++) {
        got = decode_sound_read(s, frames, PIECE);
        assert(got >= 0 && got <= PIECE);
        for (int64_t v = 0; v < got * channels; v++)
            assert(isfinite(frames[v]));
    }
}

static void hear(const char *path, int rate_hz)
{
    struct decode_sound *s = decode_sound_open(path, rate_hz, NULL);
    if (!s)
        return;
    struct decode_sound_info info = decode_sound_info(s);
    assert(info.channels >= 1 && info.channels <= DECODE_CHANNELS_MAX);
    assert(info.frames >= -1 && info.duration_s >= 0 && isfinite(info.duration_s));
    read_on(s);
    const int64_t places[] = {0, info.frames / 2, info.frames - 1, info.frames + 1, 1ll << 40};
    for (int i = 0; i < 5; i++)
        if (decode_sound_seek(s, places[i]))
            read_on(s);
    decode_sound_close(s);
}

static void hear_again_and_again(const char *path, int rate_hz)
{
    struct decode_sound *s = decode_sound_open(path, rate_hz, NULL);
    if (s && decode_sound_loop(s, 0.01)) {
        read_on(s);
        if (decode_sound_seek(s, 1ll << 40))
            read_on(s);
    }
    decode_sound_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int file = memfd_create("sound", MFD_CLOEXEC);
    bool written = file >= 0 && write(file, data, size) == (ssize_t)size;
    assert(written);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    hear(path, size % 2 ? 8000 : 48000);
    hear_again_and_again(path, size % 3 ? 44100 : 8000);
    close(file);
    return 0;
}
