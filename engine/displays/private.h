// Inside displays/: the servers that are asked.
#pragma once
#include "displays/displays.h"

#include <X11/Xlib.h>
#include <X11/extensions/Xrandr.h>
#include <time.h>

struct wayland;
struct xcb_connection_t;

struct display_was { // where a display was lit last, to put it there again
    char connector[DISPLAY_CONNECTOR];
    int x, y, width, height;
    bool silent; // it had no EDID then
    bool lit;    // since it was plugged in: who makes it dark now means it
};

struct displays {
    struct displays_desc desc;
    Display *x;
    int events; // RandR's first
    Atom edid;
    struct xcb_connection_t *touch; // NULL: nobody has asked yet
    struct wayland *wayland;
    bool changed;
    struct display_was was[DISPLAYS_MAX];
    int was_count;
    time_t tried_s; // to light one, on the monotonic clock
};

// source.c: what a display says of itself. `own`: its EDID as the server has it.
void display_identify(struct display *d, const uint8_t *own, size_t length);
// The same from the kernel's own list, under Wayland.
void display_identify_by_kernel(struct display *d);

bool x11_open(struct displays *d, struct fault *f);
void x11_close(struct displays *d);
bool x11_changed(struct displays *d);
void x11_identify(struct displays *d, RROutput output, const char *connector, struct display *to);
int x11_list(struct displays *d, struct display *to);
// Xlib ends the process at an error; a display that goes while it is asked about is none.
typedef int x11_errors(Display *x, XErrorEvent *e);
x11_errors *x11_guard(struct displays *d);
void x11_guarded(struct displays *d, x11_errors *before);
// x11light.c: whether anything was lit or given up.
bool x11_light(struct displays *d);

void x11_touch_close(struct displays *d); // x11touch.c

bool wayland_open(struct displays *d, struct fault *f);
void wayland_close(struct displays *d);
bool wayland_changed(struct displays *d);
int wayland_list(struct displays *d, struct display *to);
