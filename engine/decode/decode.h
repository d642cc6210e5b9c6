// Files to memory: pictures, sound files, soundtracks of films. No GL. Any thread; an open sound
// belongs to one thread at a time. Sizes are checked before memory is taken.
#pragma once
#include "base/fault.h"
#include <stddef.h>
#include <stdint.h>

#define DECODE_PIXELS_MAX (100u * 1000 * 1000) // a picture may not have more
#define DECODE_CHANNELS_MAX 8                  // a sound may not have more

struct decode_picture {
    unsigned char *rgba; // owned; sRGB, straight alpha, rows from the top, no padding
    int width, height;   // as shown: EXIF orientation applied
    bool opaque;
};

bool decode_picture(const char *path, struct decode_picture *picture, struct fault *f);
void decode_picture_finish(struct decode_picture *picture);

struct decode_sound;

struct decode_sound_info {
    int channels;
    int64_t frames;    // at the asked rate; -1: unknown
    double duration_s; // 0: unknown
};

// A sound file (WAV, FLAC, OGG, Opus, MP3 by libsndfile) or, when libsndfile does not know it, the
// first soundtrack of a film (FFmpeg, loaded when first needed). Comes as interleaved floats at
// `rate_hz`, converted by libsamplerate. NULL and a fault; a film without sound: fault "no sound".
struct decode_sound *decode_sound_open(const char *path, int rate_hz, struct fault *f);
void decode_sound_close(struct decode_sound *s);
struct decode_sound_info decode_sound_info(const struct decode_sound *s);
// Frames read; 0 at the end or where the file is broken from here on.
int64_t decode_sound_read(struct decode_sound *s, float *frames, int64_t count);
// To the frame, exactly. False where the file cannot be sought.
bool decode_sound_seek(struct decode_sound *s, int64_t frame);
