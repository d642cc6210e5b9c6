// Displays as this machine has them now, each with what it is known by: maker, model, serial number
// (EDID), then the connector. Asked of the X server (RandR) or the Wayland compositor over a
// connection of its own; SDL's list under X11 never learns that a display moved. One thread.
#pragma once
#include "displays/edid.h"

#define DISPLAYS_MAX 16
#define DISPLAY_CONNECTOR 32
#define DISPLAY_DESCRIPTION 160
#define DISPLAYS_EDID \
    "GESTUAIRE_EDID" // a folder with EDIDs, one file a connector, instead of the
                     // displays' own (tests; a projector that tells none)

struct display {
    char connector[DISPLAY_CONNECTOR]; // "HDMI-1"
    struct identity identity;
    int x, y, width, height; // px in the screen of all displays
    int width_mm, height_mm; // 0: not told
    bool primary;
    bool lit;        // false: plugged in, but nobody gave it a mode; its place is 0
    bool unreadable; // it has an EDID that is none
    char description[DISPLAY_DESCRIPTION]; // Wayland: the compositor's words for it; X11: ""
};

struct displays;

enum displays_server { DISPLAYS_ANY, DISPLAYS_X11, DISPLAYS_WAYLAND };

struct displays_desc {
    enum displays_server server; // any: X where there is one
    // Displays that are plugged in and dark are lit here, in the mode they prefer, right of the
    // others; those that went are given up. X11 without a window manager: nobody else does.
    bool light;
};

// NULL and a fault when there is neither X nor Wayland to ask (SDL's offscreen driver, kmsdrm).
struct displays *displays_open(const struct displays_desc *desc, struct fault *f);
void displays_close(struct displays *d);
// Whether anything happened since it was last asked; true the first time. Does not wait.
bool displays_changed(struct displays *d);
// The primary one first, then as the server has them. Returns how many, at most DISPLAYS_MAX.
int displays_list(struct displays *d, struct display *to);
// What SDL calls such a display under X11: `EPSON EB 62"`. installation.lua may name it so.
void display_title(const struct display *d, char *text, size_t size);
// For people: `EPS EPSON EB, serial X123, on HDMI-1`.
void display_tell(const struct identity *identity, const char *connector, char *text, size_t size);
// X11: fingers on the touch screens that the server calls `device` land on this display, all of the
// glass on all of it; as it was told last, also after the program has ended. Returns how many there
// are; -1: nobody can be asked (under Wayland it is the compositor's to know). A display that is
// turned wants a glass that is turned with it.
int displays_touch(struct displays *d, const char *device, const struct display *at);
// X11: asks the window manager, where there is one, to let a window of ours lie over all of the
// display it is on, or no more; without one nothing lies over it but later windows.
void displays_full(struct displays *d, unsigned long window, bool full);
