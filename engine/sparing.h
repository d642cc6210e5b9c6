// What a kiosk spares while it sleeps: its screens and projectors, and how much that was.
#pragma once
#include "energy/energy.h"
#include "hours/hours.h"
#include "installation/installation.h"
#include "lamps/lamps.h"

struct sparing {
    struct lamps *lamps;   // NULL: nothing of it can be put to sleep
    struct energy *energy; // NULL: nothing is counted
    char passwords[INSTALLATION_OUTPUTS][INSTALLATION_PATH + INSTALLATION_ID + 16];
    char file[INSTALLATION_PATH + INSTALLATION_ID + 16];
};

struct sparing_desc {
    const struct installation_station *place; // of this machine
    const char *state;                        // folder; NULL: none
    const char *driver;                       // SDL's of its windows: "x11", "wayland", …
};

// Lamps are for a house with hours. What cannot be opened is told.
void sparing_open(struct sparing *s, const struct sparing_desc *desc, bool hours);
void sparing_close(struct sparing *s); // also a zeroed one
void sparing_follow(struct sparing *s, enum shift_phase phase);
