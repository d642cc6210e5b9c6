// The sound of a stepped run: after each frame of the show, the mixer is run up to the same moment.
#pragma once
#include "verbs/verbs.h"

struct listen {
    struct session *session;
    struct sound *sound; // whose
    int64_t mixed;       // frames of sound so far
    // Where it goes; false stops listening. `count` interleaved frames.
    bool (*take)(void *user, const float *frames, int64_t count, struct fault *f);
    void *user;
    struct fault fault;
    bool failed;
    float peak; // of all that was heard
    double sum_squares[SOUND_SPEAKERS];
};

// The sound of the station asked for; of the one with the most speakers when all are open.
struct sound *listen_choose(struct session *s);
// After the frame that stands at the engine's present moment: mixes up to the next one.
void listen_frame(void *listen);
