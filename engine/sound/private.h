// Inside sound/: streams (files becoming frames), the mixer, and the devices that run it.
#pragma once
#include "base/pulse.h"
#include "base/ring.h"
#include "decode/decode.h"
#include "sound/dbap.h"
#include "sound/sound.h"
#include <pthread.h>
#include <stdatomic.h>

// ---- stream.c: a file from a frame onwards, one reader. Decoded by a thread into a ring, or
// (inline) when it is read.

#define STREAM_RING 32768 // frames decoded ahead
#define STREAM_CHUNK 4096 // frames decoded at once

enum stream_state { STREAM_OPENING, STREAM_READY, STREAM_FAILED };

struct stream {
    char path[MEDIA_PATH];
    int64_t start;   // the first frame
    double period_s; // a round; 0: the sound's own; negative: no loop
    bool direct;     // decoded when read

    _Atomic int state;  // who sees READY or FAILED may read what is above `end`
    struct fault fault; // FAILED
    struct decode_sound_info info;
    _Atomic int64_t end; // READY: past the last frame, once it is known; else INT64_MAX
    _Atomic bool unwanted;

    struct decode_sound *sound; // owned; the decoding side's
    int64_t filled;             // the decoding side's: past the last frame in the ring
    struct ring ring;           // frames; not when direct
    int64_t head;               // the reader's: the frame to be read next
    struct stream *next;        // in streams
};

struct streams {
    bool direct;
    float *chunk; // owned; the thread's
    pthread_t thread;
    pthread_mutex_t lock; // of what is below
    pthread_cond_t changed;
    struct stream *first; // owned
    bool quit, running;   // running: somebody reads
    void (*wake)(void *user);
    void *user;
};

bool streams_init(struct streams *s, bool direct, void (*wake)(void *), void *user);
void streams_finish(struct streams *s); // frees all streams
void streams_run(struct streams *s, bool running);
// NULL when memory is short. Borrowed; it lives until stream_close().
struct stream *stream_open(struct streams *s, const char *path, int64_t start, double period_s);
void stream_close(struct streams *s, struct stream *st);
void stream_wait(struct streams *s, struct stream *st); // until it is no longer OPENING
// Frames from `position` on (unrolled where it loops), zeros where there are none. READY streams
// only; no locks, no allocation (but direct). False: the ring ran dry.
bool stream_read(struct stream *st, int64_t position, float *frames, int count);

// ---- limiter.c

struct limiter {
    int channels;
    float ceiling;
    bool idle;                                    // has been at gain 1 for a whole window
    float delay[SOUND_SPEAKERS][SOUND_LOOKAHEAD]; // what came last
    float needed[128];                            // sliding minimum: candidates, rising
    int64_t at[128];                              // their frames
    unsigned first, past;                         // the queue in both
    double held;                                  // the minimum, released slowly
    double window[SOUND_LOOKAHEAD + 1];           // of held; the first ones
    double sum;                                   // of window
    int64_t frame;
};

void limiter_init(struct limiter *l, int channels, float ceiling);
// In place; comes out SOUND_LOOKAHEAD frames later. count <= SOUND_BLOCK.
void limiter_run(struct limiter *l, float (*bus)[SOUND_BLOCK], int count);

// ---- mix.c

enum mix_kind { MIX_START, MIX_STOP, MIX_GAIN, MIX_PLACE };

struct mix_command {
    enum mix_kind kind;
    int voice;
    int32_t frames; // MIX_STOP: of the fade; MIX_GAIN: of the ramp
    // MIX_START: when the stream is ready it takes the place of what the voice plays; its frame at
    // mixed frame n is n + delta. `fresh`: if late by no more than MIX_LATE, whole from its start.
    struct stream *stream;
    int64_t delta;
    bool fresh;
    float gain;                  // MIX_GAIN
    bool placed;                 // MIX_PLACE: one channel at gains[]; else as it comes
    float gains[SOUND_SPEAKERS]; // MIX_PLACE, linear, a speaker each
};

#define MIX_LATE 1200   // frames, 25 ms
#define MIX_MASTER 1920 // frames from silence to full, 40 ms
#define MIX_FADE 240    // frames, 5 ms: of a start or a stop inside a sound
#define MIX_MOVE 1024   // frames, 21 ms: of a change of place
#define MIX_COMMANDS 1024

struct mix_fact {
    int voice;
    struct stream *stream; // the mixer has done with it
};

struct mix_play {
    struct stream *stream; // NULL: none
    int64_t delta;
    bool fresh;
    float level, step; // the fade: 0..1, a frame
};

struct mix_voice {
    struct mix_play now, next, old;
    float gain, gain_to, gain_step;
    int gain_left;
    bool placed, set;            // set: has had a place
    float asked[SOUND_SPEAKERS]; // of MIX_PLACE
    // One channel to all, and channel by channel: both ramp to where they should be.
    float mono[SOUND_SPEAKERS], mono_step[SOUND_SPEAKERS], direct, direct_step;
    int move_left;
    // Read by main.
    _Atomic(struct stream *) sounding;
    _Atomic int64_t delta;
    _Atomic uint32_t peak; // bits of a float
};

struct mix {
    int channels; // of the output
    int speaker_count;
    int ears; // of them, the last
    int speaker_channel[SOUND_SPEAKERS];
    float speaker_gain[SOUND_SPEAKERS];
    struct mix_voice voices[SOUND_VOICES];
    struct limiter limiter;
    struct ring commands, facts;
    _Atomic int64_t mixed;                  // frames
    _Atomic uint32_t peaks[SOUND_SPEAKERS]; // of the output, bits of a float
    _Atomic uint32_t dry;                   // times a ring ran dry
    struct pulse *pulse;
    _Atomic uint32_t master; // asked, bits of a float; linear, before the limiter
    float gain;              // the master's, on its way
    float bus[SOUND_SPEAKERS][SOUND_BLOCK];
    float frames[SOUND_BLOCK * DECODE_CHANNELS_MAX], more[SOUND_BLOCK * DECODE_CHANNELS_MAX];
};

bool mix_init(struct mix *m, const struct sound_desc *desc);
void mix_finish(struct mix *m);
void mix_master(struct mix *m, float gain); // main; reached within MIX_MASTER frames
// The next `count` <= SOUND_BLOCK frames, interleaved. No locks, no allocation, no log.
void mix_run(struct mix *m, float *out, int count);
float mix_peak_take(_Atomic uint32_t *peak);

// ---- devices: something that calls mix_run at SOUND_RATE_HZ. All are made paused.

struct device {
    void (*run)(struct device *d, bool running);
    bool (*lost)(struct device *d);
    void (*close)(struct device *d);
    // As close, of one that is lost: nobody waits for it, and it never runs the mixer again.
    void (*lose)(struct device *d);
};

// sdl.c. Entered once: leaving waits for a thread of SDL's that looks for cards ten times a second.
bool device_sdl_enter(struct fault *f);
void device_sdl_leave(void);
struct device *device_sdl_open(struct mix *m, struct fault *f);
struct device *device_null_open(struct mix *m); // null.c; NULL: no memory

// ---- device.c

// Runs while something sounds, and a little longer.
void device_follow(struct sound *s, int64_t mixed);
void device_finish(struct sound *s);

// ---- track.c: one record of the table, followed

struct track {
    bool used;
    uint16_t generation;
    struct stream *current; // the last one opened; NULL: none
    bool given;             // current belongs to the mixer until it gives it back
    int voice;              // -1: none
    bool known;             // the facts of the file were told
    bool failed, closing;
    bool begun;      // has sounded
    double period_s; // of current
    uint32_t seeks;  // when current was started
    float gain;      // as told to the mixer
    bool placed;
    float at[3];
    char trouble[FAULT_TEXT]; // to be said once it is known that the film itself is fine
};

struct sound_voice {
    bool used;
    int given; // streams that the mixer has not given back
};

struct sound {
    enum sound_device kind;
    struct device *device; // owned; NULL: offline, or nothing has sounded yet
    bool entered;          // SDL's audio
    bool stuck;            // one was lost, and may never be closed: SDL's audio is not left
    bool heard;            // device is SDL's, not one that keeps time instead
    double look_s;         // steady clock: another one is looked for
    int64_t seen;          // mixed frames at the last update
    double seen_s;         // steady clock: that was then
    double still_s;        // running, and nothing was mixed
    char station[SCENE_ID];
    struct streams streams;
    struct mix mix;
    struct dbap dbap;
    struct track tracks[MEDIA_MAX];
    struct sound_voice voices[SOUND_VOICES];
    double offset_s;   // show time = mixed frames / rate + offset_s
    bool running;      // the device is
    bool snap;         // it has just been started: offset_s is anew
    int64_t last_used; // mixed frames when a voice was last in use
    bool said_voices, said_commands, said_dry;
};

void track_follow(struct sound *s, struct scene *scene, int index);
// The mixer gave a stream back.
void track_returned(struct sound *s, const struct mix_fact *fact);
