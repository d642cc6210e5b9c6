// What a house does by its opening hours: when its stations sleep, and how they come to it.
#pragma once
#include "hours/hours.h"
#include "station.h"

struct resting {
    struct shift shift;
    struct station *stations; // borrowed
    int count;
    bool kept;               // false: the doors do not matter in this run
    double apart_s;          // Unix time less steady time; NAN: the machine's clock is asked
    uint64_t felt;           // input of all stations
    double seen_s;           // steady, when it was looked last
    char opens[32], day[16]; // when it opens next, as clocks show it: "10:00", "2026-12-27"
};

// `hours` NULL: they do not matter. `wall_s`: Unix time now; NAN: the machine's.
void resting_begin(struct resting *r, const struct hours *hours, double wall_s,
                   struct station *stations, int count);
// Looks at the clock and at who is there. True when stations must now sleep or wake, or what they
// show asleep is another thing.
bool resting_update(struct resting *r);
bool resting_occupied(const struct resting *r); // somebody is at one of the stations
bool resting_asleep(const struct resting *r);   // scenes do not run
bool resting_moves(const struct resting *r);    // light goes: a frame is due at once
void resting_touched(struct resting *r);        // by anybody
void resting_staff(struct resting *r);          // by staff
// What a sleeping station shows: nothing, or to who touches it when it opens.
void resting_draw(const struct resting *r, struct station *s);
