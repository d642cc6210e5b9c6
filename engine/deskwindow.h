// The desk on a laptop beside the outputs (run --desk): what each output shows, the composition
// with its surfaces as they lie there, and the panel, in a window of their own. What is touched in
// it is touched there. Main thread.
#pragma once
#include "station.h"
#include "window/window.h"

#define DESKWINDOW_WIDTH 1280 // at first
#define DESKWINDOW_HEIGHT 800
#define DESKWINDOW_PANES (MAPPING_OUTPUTS + 2) // outputs, the composition, the panel

struct desk_window {
    int window; // -1: none
    struct windows *windows;
    struct gpu *gpu;
    struct station *of; // borrowed; NULL: it is not there
    struct pane panes[DESKWINDOW_PANES];
    struct size2 sizes[DESKWINDOW_PANES]; // of what they show
    int count;
    struct size2 size;
    // The composition: all surfaces flat, as one output without a warp.
    struct mapping_desc desc;
    struct mapping *mapping;
    struct surfaces *surfaces;
    struct gpu_target overlay, panel;
    struct drawlist list;
    uint64_t laid; // version of the hands that is seen
    bool failed;   // told once
};

bool deskwindow_open(struct desk_window *w, const struct installation *in, struct windows *windows,
                     struct fault *f);
// From now on it shows that station, whose desk opens. Live only.
void deskwindow_join(struct desk_window *w, struct gpu *gpu, struct station *of);
void deskwindow_close(struct desk_window *w); // also a zeroed one
// A finger or the mouse in it; keys come by desking_take(). False: another window's event.
bool deskwindow_take(struct desk_window *w, const struct window_event *event, double now_s);
// `drawn`: the station shows something new. Paints and presents what is new.
void deskwindow_update(struct desk_window *w, bool drawn);
