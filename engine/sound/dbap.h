// Distance-based amplitude panning: a source among loudspeakers anywhere, without a sweet spot.
// Lossius, Baltazar, de la Hogue, "DBAP", ICMC 2009, as corrected in April 2011 (the 2009 text's
// equations cancel the rolloff): d_i = sqrt(|x_i - x_s|^2 + blur^2), a = rolloff / (20 log10 2),
// v_i = k / d_i^a with k = 1 / sqrt(sum 1 / d_i^2a), so that sum v_i^2 = 1 wherever the source is.
// Outside the speakers the gains stay so: loudness is the script's to lower.
#pragma once
#include "base/vec.h"

struct dbap {
    struct vec3 speakers[8]; // at_world
    int count;
    double rolloff_db, blur_m;
};

// 0.2 times the mean distance from a speaker to its nearest neighbour, at least 0.05 m.
double dbap_blur_m(const struct dbap *d);
void dbap_gains(const struct dbap *d, struct vec3 source, float *gains);
