// Which display each output of a station fills: bound by identity, remembered in the state folder,
// looked at again whenever displays come, go or change. Main thread.
#pragma once
#include "displays/memory.h"
#include "installation/installation.h"
#include "window/window.h"

#include <sys/stat.h>

struct outputs {
    const struct installation_station *place;            // borrowed; NULL: nothing is bound
    struct windows *windows;                             // borrowed; window i is output i's
    char file[INSTALLATION_PATH + INSTALLATION_ID + 32]; // "": nothing is remembered
    struct memory memory;
    struct timespec written; // as the file was when it was read
    struct display there[DISPLAYS_MAX];
    int there_count;
    struct bound bound[INSTALLATION_OUTPUTS];
    struct told {
        bool once;
        enum bind_how how;
        struct display at;
    } told[INSTALLATION_OUTPUTS];
    int touched[INSTALLATION_OUTPUTS]; // touch screens that lie on it, and 1; 0: not looked yet
    unsigned looked;                   // refreshes
    bool waits;                        // a display that SDL does not know yet
    bool unwritten;                    // told
};

// `state`: the folder; NULL: nothing is remembered.
void outputs_open(struct outputs *o, const struct installation_station *place,
                  struct windows *windows, const char *state);
// Binds anew and places windows. Returns whether any window is elsewhere now.
bool outputs_bind(struct outputs *o);
// The display that one output has is the other's from now on, and theirs is the one's; both are
// remembered, as `gestuaire mapping displays --bind` does. False and a fault: nothing changed.
bool outputs_give(struct outputs *o, int from, int to, struct fault *f);
// Now and then: whether somebody bound them by hand (gestuaire mapping displays).
bool outputs_refresh(struct outputs *o);
