// To whom stations of the house give themselves: one stage at a time is answered, others wait.
// show/ writes it (the rule: show/trail.h), scenes read it. Plain data.
#pragma once
#include <stdbool.h>

#define HOLDS 16
#define HOLD_WAITING 16
#define HOLD_WHO 128 // "station/stage"

struct hold {
    char station[64]; // that is held; "": nobody can hold it
    bool held;
    char by[HOLD_WHO];
    double until_s; // show time it runs out when the holder chooses nothing more
    int waiting;
    char who[HOLD_WAITING][HOLD_WHO]; // in their order; the holder's next choice may be among them
};
