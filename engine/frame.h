// One frame of one station: what happens, in which order.
#pragma once
#include "station.h"

// True when the outputs show something new.
bool frame_run(struct station *s, double now_s);
// Show time at which this station wants its next frame; now_s or less: at once.
double frame_next_s(const struct station *s);
