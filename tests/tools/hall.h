// A hall for tests of sound: waves written to files, one scene, one mixer without a device, and
// what came out of it. cmocka asserts inside.
#pragma once
#include "base/log.h"
#include "sound/private.h"

#define PI 3.14159265358979323846

enum { RATE = SOUND_RATE_HZ, STEP = RATE / 30, LATE = SOUND_LOOKAHEAD, OUT_MAX = RATE * 8 };

typedef double wave(int channel, double frame, double value);

double sine(int channel, double frame, double hz);
double constant(int channel, double frame, double value);

// Says where it is: a millionth a frame.
double place_in_file(int channel, double frame, double value);
void write_wave(const char *path, int channels, int frames, wave *w, double value);

// One scene, one offline mixer, and what came out so far.
struct hall {
    struct scene *scene;
    struct sound *sound;
    int channels, frames, step;
    float *out; // [frames][channels]
};

struct hall hall_of(const struct sound_desc *desc);
void hall_finish(struct hall *h);
void hall_run(struct hall *h, int steps);
struct media *play(struct scene *scene, const char *path);
float out_at(const struct hall *h, int frame, int channel);

extern const struct sound_desc STEREO;

// Eight around the room at 3 m, ears' height.
struct sound_desc ring_of_eight(void);

struct heard {
    int lines;
    char last[2000];
};

void hear(void *user, enum log_level level, const char *room, const char *text);
