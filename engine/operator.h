// The operator's window: the board of staff/, fed from the show, beside the outputs or in a picture
// of its own. Main thread.
#pragma once
#include "staff/board.h"
#include "station.h"
#include "window/window.h"

#define OPERATOR_WIDTH 1120 // of the window at first, and of a picture
#define OPERATOR_HEIGHT 720
#define OPERATOR_EVERY_S 0.25

struct operator_window {
    int window; // -1: none, only a picture
    struct gpu *gpu;
    struct windows *windows;
    const struct installation *installation; // borrowed
    struct show_bus *bus;                    // borrowed
    struct station *painter;                 // whose render paints it; borrowed
    struct size2 size;
    struct gpu_target target;
    struct drawlist list;
    struct board board;
    struct board_facts facts;
    double seen_s; // show time of what is seen
    bool live, failed;
};

// Opens the window, where `windows` is given. False and a fault: no window can be had.
bool operator_open(struct operator_window *o, const struct installation *in,
                   struct windows *windows, struct fault *f);
// From now on it can be painted.
void operator_join(struct operator_window *o, struct gpu *gpu, struct show_bus *bus,
                   struct station *painter, bool live);
void operator_close(struct operator_window *o); // also a zeroed one
// True when it was painted anew.
bool operator_update(struct operator_window *o, double now_s);
double operator_next_s(const struct operator_window *o); // show time; INFINITY: it is not there
void operator_present(struct operator_window *o);        // nothing where it has no window
// An event of its window; the show is ordered what it means.
void operator_take(struct operator_window *o, const struct window_event *event, double now_s);
