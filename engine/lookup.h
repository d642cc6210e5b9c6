// What stations find in their content: the finder that they share, and other records once a curator
// has saved one. Main thread.
#pragma once
#include "engine.h"
#include "finder/finder.h"

struct lookup {
    const struct engine_desc *desc; // borrowed
    struct finder *finder;          // NULL: the installation has no content
    void (*wake)(void *user);       // from another thread
    void *user;
    double opened_s;              // clock_monotonic_ns, in s
    double apart_s;               // clock_set_s
    char stepped_day[FINDER_DAY]; // the day of a stepped run, from beginning to end
};

// Days count from here; wake is called from another thread.
void lookup_begin(struct lookup *l, const struct engine_desc *desc, void (*wake)(void *user),
                  void *user);
bool lookup_open(struct lookup *l, struct fault *f); // false and a fault
// What day it is in the show: any thread. It runs past midnight live, with --date as well.
void lookup_day(const struct lookup *l, char day[FINDER_DAY]);
void lookup_close(struct lookup *l); // also one that was never opened
// Between frames. Takes what was answered, and puts records that were read again in *records'
// place. Live, a clock of the machine that somebody sets is told.
void lookup_update(struct lookup *l, struct repertoire **records, struct station *stations,
                   int count);
