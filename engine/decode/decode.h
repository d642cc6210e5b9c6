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

// PNG, JPEG (not CMYK) or WebP (not animated), whole: what is cut short is refused.
bool decode_picture(const char *path, struct decode_picture *picture, struct fault *f);
void decode_picture_finish(struct decode_picture *picture);

struct decode_sound;

struct decode_sound_info {
    int channels;
    int64_t frames;    // at the asked rate; -1: unknown; a soundtrack's is what the film says
    double duration_s; // 0: unknown
};

#define DECODE_NO_SOUND "no sound in it" // the fault of a film without a soundtrack, after its path

// A sound file (WAV, FLAC, OGG, Opus, MP3 by libsndfile) or, when libsndfile does not know it, the
// first soundtrack of a film (FFmpeg, loaded when first needed). Comes as interleaved floats at
// `rate_hz`, converted by libsamplerate; frame 0 is the film's time 0. NULL and a fault.
struct decode_sound *decode_sound_open(const char *path, int rate_hz, struct fault *f);
void decode_sound_close(struct decode_sound *s);
struct decode_sound_info decode_sound_info(const struct decode_sound *s);
// From now on the sound comes again and again, every `period_s` (0: its own length), without a
// seam: frames count on past the end. What is longer is cut, what is shorter is followed by
// silence. Rounds do not drift: round k begins at k periods, to half a frame of the file. Call it
// before reading. False (and it does not loop) when the period is unknown or below 1 ms.
bool decode_sound_loop(struct decode_sound *s, double period_s);
// Frames read; 0 at the end or where the file is broken from here on. Always finite numbers.
int64_t decode_sound_read(struct decode_sound *s, float *frames, int64_t count);
// To the frame, exactly. False where the file cannot be sought.
bool decode_sound_seek(struct decode_sound *s, int64_t frame);
