// PNG, WAV and MP4 out of memory. The same input gives the same bytes.
#pragma once
#include "base/fault.h"
#include <stddef.h>
#include <stdint.h>

// RGBA, rows from the top, alpha dropped; written whole (temp and rename).
bool encode_png(const char *path, const unsigned char *rgba, int width, int height,
                struct fault *f);

struct encode_wav;
// 16, 24 bit or float (32); more than 2 channels is WAVE_FORMAT_EXTENSIBLE; up to 4 GB. The file
// appears when it is closed; on a fault nothing is left.
struct encode_wav *encode_wav_open(const char *path, int channels, int rate_hz, int bits,
                                   struct fault *f);
bool encode_wav_write(struct encode_wav *w, const float *frames, int64_t count, struct fault *f);
bool encode_wav_close(struct encode_wav *w, struct fault *f); // frees in any case
void encode_wav_drop(struct encode_wav *w);                   // instead: nothing is left of it

struct encode_mp4;
struct encode_mp4_desc {
    int width, height;  // odd ones are cut by a pixel
    int rate_hz;        // frames a second
    int channels;       // 0: no sound; 1 or 2, AAC
    int sample_rate_hz; // 48000; channels 0: not used
};
// H.264 (yuv420p, BT.709 limited range, tagged) by FFmpeg, loaded when first needed. The file
// appears when it is closed; on a fault nothing is left.
struct encode_mp4 *encode_mp4_open(const char *path, const struct encode_mp4_desc *desc,
                                   struct fault *f);
bool encode_mp4_frame(struct encode_mp4 *m, const unsigned char *rgba, struct fault *f);
bool encode_mp4_sound(struct encode_mp4 *m, const float *frames, int64_t count, struct fault *f);
bool encode_mp4_close(struct encode_mp4 *m, struct fault *f); // frees in any case
void encode_mp4_drop(struct encode_mp4 *m);                   // instead: nothing is left of it
