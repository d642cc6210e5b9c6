// Voices into speakers. One mixer: run by a device's callback, by a null device, or by hand
// (offline). Voices follow show time; gains and places are ramped over a block, never stepped.
// Placing is DBAP (Lossius, Baltazar, de la Hogue, ICMC 2009, in the corrected form of 2011; see
// dbap.h). After it a master limiter: look-ahead 2 ms, all channels linked, ceiling as said (true
// peak); so what show time t asks comes out SOUND_LOOKAHEAD frames after frame t. A voice that is
// not placed: a file of as many channels as there are speakers goes channel by channel; any other
// is mixed to one and goes to all speakers alike, at equal power. Spoken texts go to the headphones
// where there are some. Threads: main (all of this header), the device's callback (mix.c), one that
// decodes (stream.c).
#pragma once
#include "base/fault.h"
#include "base/pulse.h"
#include "base/vec.h"
#include "scene/scene.h"

#define SOUND_RATE_HZ 48000
#define SOUND_BLOCK 256  // frames mixed at once
#define SOUND_VOICES 128 // sounding at once; more are silent and say so once
#define SOUND_SPEAKERS 8
#define SOUND_LOOKAHEAD 96 // frames

enum sound_device {
    // Opened when something is to sound. Without a device, or when it is lost, SOUND_NULL and one
    // log
    // line; another one is looked for, and takes over within a second of being there.
    SOUND_SDL,
    SOUND_NULL,   // keeps time, makes no sound
    SOUND_OFFLINE // mixed by sound_mix()
};

struct sound_speaker {
    int channel; // from 0
    struct vec3 at_world;
    float gain; // linear
    bool ears;  // headphones: spoken texts are heard there, and nothing else; they come last
};

struct sound_desc {
    enum sound_device device;
    const char *station; // named in what is logged; NULL: none
    struct sound_speaker speakers[SOUND_SPEAKERS];
    int speaker_count;        // 0: stereo, not placed
    float rolloff_db;         // of DBAP, a doubling of distance; 0: 6
    float blur_m;             // of DBAP; 0: 0.2 times the mean distance to the nearest speaker
    float ceiling_db;         // of the limiter, below full scale; 0: -1
    struct pulse *pulse;      // may be NULL
    void (*wake)(void *user); // from the decoding thread when a file is open or has failed; or NULL
    void *user;
};

struct sound;

struct sound *sound_create(const struct sound_desc *desc, struct fault *f);
void sound_destroy(struct sound *s);
int sound_channels(const struct sound *s);
// Takes what the table asks (open, play, seek, gain, place, close), gives back facts (state,
// duration, peak, ended, silent). Does not wait for files but when stepped. The device is paused
// while nothing sounds.
void sound_update(struct sound *s, struct scene *scene);
// Closes the device once nothing sounds; it is opened again when something is to.
void sound_let_go(struct sound *s);
// SOUND_OFFLINE: the next `frames` interleaved, from where the last call ended; waits for files.
// Frame 0 is show time 0; where sound_update() is told a time more than 0.1 s away, it goes there.
void sound_mix(struct sound *s, float *out, int64_t frames);
// Peak of each channel since the last call, linear, after the limiter.
void sound_meters(struct sound *s, float *peaks);
