// Where one recording lies on the clock of another, found from what both have heard: claps,
// hammers, voices. Any thread.
#pragma once
#include "base/fault.h"
#include <stdint.h>

#define ALIGN_RATE_HZ 8000
#define ALIGN_RANGE_S 600.0   // either way
#define ALIGN_LENGTH_S 2400.0 // of each that is listened to
#define ALIGN_CONFIDENCE 0.4  // below, nothing is believed

struct align {
    double offset_s;   // when the second begins, on the clock of the first
    double drift;      // seconds that the second's clock gains in one of the first's; 0: none seen
    double middle_s;   // on the first's clock: where offset_s holds, when there is a drift
    double reach_s;    // how far from there there is something that both have heard
    double confidence; // 0 to 1
};

// Mono, ALIGN_RATE_HZ. Error below 1 ms where the recordings share sharp sounds
// (tests/engine/align_test.c). False and a fault: they share none, or more than one place would do
// as well (a regular beat).
bool align_find(const float *a, int64_t a_count, const float *b, int64_t b_count,
                struct align *align, struct fault *f);
// The first soundtrack of a file as that. Free it. NULL and a fault.
float *align_hear(const char *path, int64_t *count, struct fault *f);
