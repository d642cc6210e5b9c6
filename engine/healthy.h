// How stations are, from their rooms to health/: once a second, and what staff reads over the
// outputs is what others read from the socket. Main thread.
#pragma once
#include "health/health.h"
#include "installation/installation.h"
#include "locked.h"
#include "resting.h"
#include "sparing.h"
#include "station.h"

struct healthy_seat {
    struct health *health; // NULL: nobody is told
    uint64_t input;        // events when it was looked last
    double input_s;        // and when they came; negative: never
    uint32_t visits[SCENE_STAGES];
    int today, day; // visits of the day; day of the month
};

struct healthy {
    struct healthy_seat seats[INSTALLATION_STATIONS];
    double looked_s, began_s; // of the clock that nobody sets
    int count;
    bool kiosk;
    const struct locked *locked; // borrowed; what a kiosk holds
    struct lock_held held;       // as the line tells it
    struct health_hold hold;
    struct energy_day energy; // of today
};

// One socket a station, `health-<station>` in the runtime folder of systemd ($RUNTIME_DIRECTORY),
// else in `state`. What cannot be made is logged.
// `visits`: the file of their log, which says what the day had before; NULL: none.
void healthy_open(struct healthy *h, const struct station *stations, int count, const char *state,
                  const char *visits);
void healthy_kiosk(struct healthy *h, const struct locked *locked); // it is for the public
void healthy_close(struct healthy *h);
// After the frames; does nothing until a second has passed.
struct healthy_beside {            // what stations of a process share
    const struct visitlog *visits; // NULL: not logged
    const struct resting *rest;
    const struct sparing *sparing;
};
void healthy_update(struct healthy *h, struct station *stations,
                    const struct healthy_beside *beside);
