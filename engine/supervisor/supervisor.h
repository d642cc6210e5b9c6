// The supervisor: starts the engine of one station, feels its pulse (base/pulse.h), and starts it
// again when it died, hangs or grows; a ladder (docs/kiosk.md) says with what. It knows nothing of
// scenes, windows or films. One thread; times are those of clocks that nobody sets.
#pragma once
#include <stdbool.h>

#define SUPERVISOR_MORE 32                // further arguments of run
#define SUPERVISOR_FILE "supervisor.json" // in the state folder: where the ladder stands, and why

struct supervisor_desc {
    const char *engine;  // the program, absolute
    const char *content; // a folder with `current` and `previous`, or an installation
    const char *station, *state;
    const char *runtime;     // folder for the pulse, best in memory; NULL: the state folder
    const char *const *more; // further arguments of `gestuaire run`; NULL-terminated; NULL: none
    double memory_mib;       // of the engine, swap included; 0: half of the machine's
    double start_s;          // until its first picture; 0: SUPERVISOR_START_S
    unsigned display_s;      // until the display answers at all; 0: SUPERVISOR_DISPLAY_S
};

#define SUPERVISOR_START_S 90.0
#define SUPERVISOR_DISPLAY_S 30
#define SUPERVISOR_EXIT_LOST 4 // of the process, as it then ends at once (docs/kiosk.md)

enum supervisor_end {
    SUPERVISOR_ENDED,  // staff asked for it, or SIGTERM or SIGINT came
    SUPERVISOR_FAILED, // it could not begin
    SUPERVISOR_LOST,   // its display is gone
};

// Returns when the engine has ended as well; what is no end that somebody asked for is told in the
// log. SIGHUP: the engine is started again, in order.
enum supervisor_end supervisor_run(const struct supervisor_desc *desc);
