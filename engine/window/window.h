// SDL video: windows, the displays they lie on, one GL context for all of them, the one event pump.
// Main thread only, but for windows_wake(). Headless: SDL's offscreen driver; windows are then
// memory.
// One `struct windows` at a time in a process (SDL's own state is the process's).
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include "displays/displays.h"
#include <stdbool.h>
#include <stdint.h>

#define WINDOWS_MAX 8
#define WINDOW_EVENTS 512
// Some servers and drivers send a mouse click for each touch as well, at its down or after its up.
// A button within so long and so near of a finger is its shadow, and is passed over.
#define WINDOW_SHADOW_MS 500
#define WINDOW_SHADOW_PX 32
#define WINDOW_SHADOW_BEFORE_MS 50 // the mouse came first: it is let go, cancelled, for the finger
#define WINDOW_LOOK_MS 1000        // devices that fingers are down on are looked for this often

struct windows;

struct windows_desc {
    bool light;    // displays that nobody lights (displays/displays.h)
    bool headless; // also when the machine has neither X, Wayland, nor SDL_VIDEODRIVER set
};

struct window_desc {
    const char *title;
    struct size2 size; // asked, px
    bool awaits; // a display: hidden until windows_place() says which, and all over it then. Where
                 // displays cannot be told apart it lies over all of the next one at once
    bool cursor; // shown
};

enum window_event_kind {
    WINDOW_QUIT,  // the session ends
    WINDOW_CLOSE, // somebody wants this window away
    WINDOW_DOWN,  // finger or left mouse button; x, y in window px
    WINDOW_MOVE,
    WINDOW_UP,
    WINDOW_KEY,      // name: SDL's key name
    WINDOW_KEY_UP,   // it was let go
    WINDOW_TEXT,     // name: what was typed, UTF-8; while windows_text() is on
    WINDOW_RESIZED,  // also when it was uncovered: present again
    WINDOW_DISPLAYS, // displays came, went or changed; also once at the beginning
};

struct window_event {
    enum window_event_kind kind;
    int window;
    int64_t finger; // 0: the mouse
    double x, y;
    char name[32];
    bool cancelled; // WINDOW_UP: nobody lifted it (its device went away; the mouse was its shadow)
    bool control, shift, alt; // held; of a mouse shift alone
    bool spelt;               // WINDOW_KEY: its letter, if it has one, comes as text
};

// The GL context is made here and is current from now on, also before the first window.
struct windows *windows_create(const struct windows_desc *desc, struct fault *f);
void windows_destroy(struct windows *w); // after everything that used GL
int windows_add(struct windows *w, const struct window_desc *desc, struct fault *f); // -1: fault
// What displays there are now; -1: they cannot be told apart (no X, no Wayland).
int windows_displays(struct windows *w, struct display list[DISPLAYS_MAX]);
// Onto a display that is lit, all over it; NULL: hidden. False: SDL does not know that display yet;
// ask again.
bool windows_place(struct windows *w, int window, const struct display *at);
// Whose glass a touch screen of this name is (displays_touch).
int windows_touch(struct windows *w, const char *device, const struct display *at);
bool windows_there(const struct windows *w, int window);   // not hidden
const char *windows_driver(const struct windows *w);       // SDL's: "x11", "wayland", "offscreen"
uint32_t windows_x11(const struct windows *w, int window); // its id on an X server; 0: no such
struct size2 windows_size(const struct windows *w, int window); // drawable px, now
// Window by window: current, gpu_present(), swap. All drawn first and swapped later is black on
// X11: what was drawn is lost when the context leaves the window.
void windows_current(struct windows *w, int window); // GL context onto it
void windows_swap(struct windows *w, int window);    // waits for the display where the driver can
void *windows_gl_address(const char *name);          // for GLAD
// What is typed is told as text, too: with the keyboard's layout, dead keys and input method.
void windows_text(struct windows *w, bool on);
// Waits at most timeout_s for something to happen (0: not at all), then takes what is there. May
// return early with nothing. Mouse events made from touches are off; the mouse moves only while its
// left button is down; each finger that goes down has a number of its own, from 1. Fingers of a
// device that goes away are lifted, cancelled. Returns how many.
int windows_pump(struct windows *w, double timeout_s, struct window_event *events, int room);
void windows_wake(struct windows *w); // from any thread, not from a signal handler: pump returns
