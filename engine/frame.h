// One frame of one station: what happens, in which order.
#pragma once
#include "station.h"

// True when the outputs show something new. `late`: it was due more than a frame ago.
bool frame_run(struct station *s, double now_s, bool late);
// Show time at which this station wants its next frame; now_s or less: at once.
double frame_next_s(const struct station *s);
