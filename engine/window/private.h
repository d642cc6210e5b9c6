// Inside window/: what SDL is told and what is kept of it.
#pragma once
#include "window/window.h"

#include <SDL.h>
#include <stdatomic.h>

enum { WINDOW_FINGERS = 64, WINDOW_LOST_MS = 60000 };
enum { WINDOW_SCREENS = 8, WINDOW_SCREEN_NAME = 80 }; // touch screens that are told apart

struct window {
    SDL_Window *sdl;
    uint32_t id; // SDL's
    bool cursor, awaits;
    bool there;        // not hidden
    struct display at; // where it was placed; without a connector: nowhere in particular
    bool comes;        // sway does not know it yet
    uint32_t comes_ms; // since when; SDL's clock
    int sdl_display;   // where displays cannot be told apart; else -1
};

struct window_finger {
    bool down;
    bool listed; // SDL lists its device: when it no longer does, the finger has gone as well
    SDL_TouchID device;
    SDL_FingerID sdl;
    int64_t finger; // ours: never given twice
    int window;
    double x, y;      // window px; kept after it was lifted
    uint32_t felt_ms; // SDL's clock: the last event; 0: never used
};

struct windows {
    SDL_Window *keeper; // never shown: the context lives while windows come
    SDL_GLContext context;
    int count, current; // -1: the keeper
    struct window items[WINDOWS_MAX];
    struct displays *displays; // NULL: they cannot be told apart
    bool polls;                // the driver cannot wait by itself
    int wake_fd;
    atomic_bool waked; // until the next pump
    uint32_t wake_type;
    uint32_t put_ms; // when sway was last told where windows lie; SDL's clock
    bool overridden; // the driver's name, until destroyed
    bool mouse_down;
    SDL_Event held;            // taken from SDL, not yet told
    bool holds;                //
    bool mouse_shadow;         // the button that is down is a finger's shadow
    uint32_t mouse_ms;         // since when it is down
    struct window_event mouse; // where it was last while down
    struct window_finger fingers[WINDOW_FINGERS];
    int64_t fingers_seen;
    bool fingers_told;  // that there were too many
    uint32_t looked_ms; // for devices that went away
    const char *listed; // Linux's list of input devices; NULL: not looked at
    int screen_count;   // that were ever on it
    struct {
        char name[WINDOW_SCREEN_NAME];
        bool gone;
    } screens[WINDOW_SCREENS];
};

// sway.c: that this window fills the output that lies there. Nothing without sway.
enum sway_put {
    SWAY_PUT,
    SWAY_PUT_LATER, // it does not know the window yet
    SWAY_PUT_NEVER  // it does not answer
};
enum sway_put sway_put(unsigned long id, const struct display *at);
// It was shown there: sway is told now, and again until it knows it.
void windows_put(struct windows *w, struct window *window);
bool windows_put_again(struct windows *w, bool now);     // true: one is yet to come
int windows_of_id(const struct windows *w, uint32_t id); // -1: not ours
// display.c: opens a window where it belongs, or hidden where it awaits its display.
SDL_Window *windows_open(struct windows *w, const struct window_desc *desc, struct window *to);
// touch.c: fingers and the mouse. Each false: nothing that anyone is told about.
bool windows_finger(struct windows *w, const SDL_TouchFingerEvent *e, struct window_event *to);
bool windows_mouse(struct windows *w, const SDL_Event *e, struct window_event *to);
// The finger that goes down has cast the mouse button that went down just before it: let it go
// first.
bool windows_casts(const struct windows *w, const SDL_Event *e);
void windows_let_go(struct windows *w, struct window_event *to);
// Fingers of devices that are not among these; returns how many were written.
int windows_vanished(struct windows *w, const SDL_TouchID *devices, int count,
                     struct window_event *events, int room);
int windows_look_for_devices(struct windows *w, struct window_event *events, int room);
// screens.c: names of touch screens in the text of /proc/bus/input/devices; how many. Two of one
// name are told as one. Says which have gone and come back since it last looked.
int windows_screens(const char *text, char names[WINDOW_SCREENS][WINDOW_SCREEN_NAME]);
void windows_look_for_screens(struct windows *w);
// False: nothing that anyone is told about.
bool windows_translate(struct windows *w, const SDL_Event *from, struct window_event *to);
