// One frame of one station: what happens, in which order.
#pragma once
#include "station.h"

#define FRAME_ASLEEP_S 20.0 // a station that sleeps turns seldom, and then opens all its scenes

// True when the outputs show something new. `late`: it was due more than a frame ago.
bool frame_run(struct station *s, double now_s, bool late);
// A frame of a station that sleeps: others and people are heard, scenes are not there. True when
// the outputs show something new.
bool frame_rest(struct station *s, double now_s);
// Show time at which this station wants its next frame; now_s or less: at once.
double frame_next_s(const struct station *s);
