// A made-up visitor for soaks and checks: comes, touches what can be touched and what cannot, taps,
// holds, drags, turns with two fingers, and goes without a word. Seeded: always the same.
#pragma once
#include "station.h"

struct guest {
    uint64_t seed;               // of what comes next; anything
    double away_s[2], stay_s[2]; // shortest and longest
    double next_s;               // show time of the next thing done
    double leaves_s;             // while here
    double last_s;               // when a finger was last there
    uint64_t again;              // not 0: each visitor does what the first one does
    bool here;
    int number; // visits so far
    // What the hand does now.
    int fingers; // 0: nothing
    int output;
    double began_s, ends_s;
    struct vec2 from, to; // output px
};

// From now on; the first visitor comes within a shortest absence.
void guest_begin(struct guest *g, uint64_t seed, double now_s);
// Before each frame. True while somebody is there, and until `after_s` after the last finger.
bool guest_work(struct guest *g, struct station *s, double now_s, double after_s);
