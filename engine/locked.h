// What a kiosk holds on to while it runs: the PIN of staff, and on an X server its place above all
// windows and all keys (care/). Main thread.
#pragma once
#include "care/lock.h"
#include "care/pin.h"
#include "window/window.h"

struct locked {
    struct pin *pin;                // NULL: no state folder
    struct lock *lock;              // NULL: no X server, or windows that are not full screen
    uint32_t windows[LOCK_WINDOWS]; // as the lock knows them
    int window_count;
};

struct locked_desc {
    const char *state; // borrowed; NULL: no way in for staff
    struct windows *windows;
    bool holds;               // full screen, for the public alone
    void (*wake)(void *user); // from threads: something came
    void *user;
};
void locked_open(struct locked *l, const struct locked_desc *desc);
void locked_close(struct locked *l); // also a zeroed one
// Windows come and go; keys that were held back, as windows tell them; `spells`: what they type as
// well. Returns how many.
int locked_take(struct locked *l, const struct windows *windows, int count, bool spells,
                struct window_event *events, int room);
