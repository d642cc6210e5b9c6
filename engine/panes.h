// Where each output is seen in the engine's windows, and whose finger it is that touches one there.
// Main thread.
#pragma once
#include "station.h"
#include "window/window.h"

struct panes {
    const struct station *stations; // borrowed
    int station_count;
    bool apart; // each output of the one station in a window of its own; else all in one
    struct pane panes[SURFACES_PANES];
    struct size2 outputs[SURFACES_PANES]; // their own sizes
    int count;
};

// Lays them anew, as windows are now. Returns whether any lies elsewhere than before.
bool panes_lay(struct panes *p, struct windows *windows);
void panes_log(const struct panes *p);
// A finger that came down, moved or left: told to the stations that it concerns.
void panes_contact(const struct panes *p, const struct window_event *event, double now_s);
