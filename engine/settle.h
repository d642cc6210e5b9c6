// What the engine holds until its first pictures are there, and what it gives back once none comes
// or goes any more. It looks at the media of all stations. Times are show time. Main thread.
#pragma once
#include "station.h"

#define SETTLE_HELD_S 0.5 // the first picture is waited for
#define SETTLE_TRIM_S 3.0 // after the last picture or film came or went

struct settle {
    const struct station *stations; // borrowed
    int count;
    double began_s;
    bool held;         // the first present waits for its pictures
    double trim_s;     // when memory is given back; INFINITY: it was
    unsigned turnover; // of media, when last looked at
};

// From now on times are another clock's: the engine began at began_s, and it is now_s.
void settle_begin(struct settle *s, double began_s, double now_s);
// The windows wait a moment for the first pictures: what was there before is better than black.
bool settle_hold(struct settle *s, bool presented, double now_s);
double settle_next_s(const struct settle *s); // when it waits no longer; INFINITY: it does not wait
// Now and then. True, once, when no picture or film has come or gone for a while: what they left
// behind goes back, as a page that then stands for days needs none of it.
bool settle_done(struct settle *s, double now_s);
