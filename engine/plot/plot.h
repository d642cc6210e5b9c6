// Numbers to SVG: curves over two axes, linear or logarithmic, each named where it ends (light on
// dark, for screens); bars side by side (ink and ember on paper, for reports). Plain text in
// memory, fonts by name; no threads, no files.
#pragma once
#include "base/fault.h"
#include <stdbool.h>
#include <stddef.h>

#define PLOT_CURVES 16
#define PLOT_POINTS 1024 // of a curve
#define PLOT_TICKS 32    // of an axis

// What a curve is for the reader; its colour and stroke.
enum plot_role {
    PLOT_OURS,  // ember: what is being measured
    PLOT_FLOOR, // cold, dashed: what it is measured against
    PLOT_OTHER, // warm white, thin
};

struct plot_curve {
    const char *name;
    const double *x, *y; // count each; x ascending
    enum plot_role role;
    int count; // 1..PLOT_POINTS
};

struct plot_axis {
    const char *label;  // "sprites"
    bool logarithmic;   // all values above 0
    double least, most; // both 0: from the curves
};

struct plot_desc {
    const char *title, *note; // note: below, small: machine and day; NULL: none
    struct plot_axis x, y;
    const struct plot_curve *curves;
    int curve_count; // 1..PLOT_CURVES
};

// The whole file, owned by the caller; NULL and a fault when a number is not finite, not above 0 on
// a logarithmic axis, or a limit is passed.
char *plot_svg(const struct plot_desc *desc, struct fault *f);

#define PLOT_BARS 1024

struct plot_bar {
    double value;       // 0 or more
    bool veiled;        // its value is not told: a dashed stub
    const char *label;  // below; NULL: none
    const char *figure; // above; NULL: none
    const char *title;  // what a pointer over it says; NULL: nothing
};

struct plot_bars {
    const char *title;
    const char *group; // between thousands: "," or a narrow space
    const struct plot_bar *bars;
    int count;         // 1..PLOT_BARS
    int width, height; // px
};

// An <svg> without a ground; NULL and a fault for a number below 0 or not finite.
char *plot_bars(const struct plot_bars *desc, struct fault *f);

// Where values fall: 0 at least, 1 at most. For those who draw beside a plot, and tests.
double plot_place(const struct plot_axis *a, double value);
// Ticks of an axis with its least and most set: 1, 2, 5 of each decade; linear at most `wanted`,
// logarithmic only as many of the three as fit. Returns how many were written to `ticks`.
int plot_ticks(const struct plot_axis *a, int wanted, double ticks[PLOT_TICKS]);
