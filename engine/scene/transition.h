// How one scene of a stage gives way to the next. Plain data: asked with the scene (ask.h), painted
// by render/ as a function of show time.
#pragma once

#define TRANSITION_MASK 128
#define TRANSITION_LONGEST_S 60.0

enum transition_kind {
    TRANSITION_CUT,
    TRANSITION_FADE,  // the one dissolves into the other, in linear light
    TRANSITION_BLACK, // out to black in the first half, in from black in the second
    TRANSITION_WIPE   // where the mask is dark the next scene comes first
};

struct transition {
    enum transition_kind kind;
    float duration_s;           // 0..TRANSITION_LONGEST_S
    float soft;                 // of a wipe's edge, 0..1 of the mask's range
    char mask[TRANSITION_MASK]; // of a wipe: a grey picture of the installation; "": left to right
};
