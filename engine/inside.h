// What an engine is made of, for the files that open it (opening.c), take what its windows tell
// (taking.c) and turn it (engine.c).
#ifndef GESTUAIRE_ENGINE_INSIDE_H
#define GESTUAIRE_ENGINE_INSIDE_H

#include "desking.h"
#include "deskwindow.h"
#include "engine.h"
#include "healthy.h"
#include "locked.h"
#include "lookup.h"
#include "operator.h"
#include "outputs.h"
#include "panes.h"
#include "rehearsed.h"
#include "resting.h"
#include "settle.h"
#include "sparing.h"

#include <stdatomic.h>

// What one station's machines wake, and when its last frame ran.
struct seat {
    struct engine *engine;
    atomic_bool woken; // since its last frame
    double frame_s;
};

struct engine {
    struct engine_desc desc;
    struct clock clock;
    struct windows *windows;
    struct gpu *gpu;
    struct text *text; // one for all: Pango's font maps are dear
    struct words *words;
    struct repertoire *repertoire;
    struct lookup lookup;
    char today[FINDER_DAY];  // stations read it
    struct visitlog *visits; // NULL: stepped, or without a state folder
    struct show_bus *bus;
    const struct show_plan *plan;
    struct show_plan *empty; // owned; where nothing is planned
    struct station stations[INSTALLATION_STATIONS];
    int station_count;
    struct panes panes;
    struct outputs outputs; // its place NULL: all is in one window
    int window_count;
    struct operator_window operated; // its painter NULL: not there
    struct rehearsed *room;          // NULL: nobody looks at the virtual room
    struct desk_window desked;       // its station NULL: not there
    struct seat seats[INSTALLATION_STATIONS];
    struct healthy healthy; // live, with a state folder: how stations are
    double refreshed_s, began_s;
    struct settle settle;
    struct resting rest; // by the opening hours
    struct sparing sparing;
    bool continues;       // show time goes on from a journal
    struct locked locked; // of a kiosk
    enum engine_end end;
    uint64_t presented;
    bool uncovered;        // a window was resized or shown again: present once more
    struct faults *faults; // of check; NULL: the log says it
};

// A description, with the names that it borrows.
struct engine_described {
    struct station_desc station;
    char pulse[INSTALLATION_PATH + INSTALLATION_ID + 8];
    char calibration[INSTALLATION_PATH + INSTALLATION_ID + 32];
};

// The station of that index in the installation, which sits in that seat; `to` starts as zeros.
void engine_describe(struct engine *, int index, struct seat *, struct engine_described *to);
void engine_lay_panes(struct engine *);
void engine_take_displays(struct engine *, bool placed);
// Waits at most timeout_s; false when the engine is asked to end.
bool engine_take_events(struct engine *, double timeout_s);

#endif
