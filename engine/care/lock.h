// What a kiosk holds on to on an X server while it runs, by a connection and a thread of its own,
// so that no frame ever waits: its windows stay above all others, keys of all keyboards come here
// and nowhere else, pens are switched off as they are plugged in, screen saver and blanking do
// nothing. What was there before is put back at the end (a kill leaves it so). Without an X server
// there is nothing to hold: a Wayland compositor is told all of it by its own file
// (packages/kiosk/).
#pragma once
#include "base/fault.h"
#include <stdint.h>

#define LOCK_EVERY_MS 500 // what was lost is taken again so often
#define LOCK_LOOK_MS 2000 // whether it holds is looked at so often
#define LOCK_WINDOWS 8
#define LOCK_KEYS 64 // waiting; more are dropped
#define LOCK_PENS 16 // switched off at once

struct lock;

struct lock_desc {
    const char *display;      // NULL: $DISPLAY
    void (*wake)(void *user); // from the thread: a key came
    void *user;
};

// NULL and a fault: no server there, no memory.
struct lock *lock_create(const struct lock_desc *desc, struct fault *f);
void lock_destroy(struct lock *l);
// Those that stay above, by their X ids; the first is the lowest.
void lock_windows(struct lock *l, const uint32_t *windows, int count);

struct lock_key {
    char
        name[32]; // as SDL calls it; a key that has a digit is the digit, also above AZERTY's signs
    char text[8]; // what it types (UTF-8, without dead keys); "": nothing
    bool down, control, shift, alt;
};
bool lock_key(struct lock *l, struct lock_key *key); // the next; false: none

// What holds, point by point; each is asked of the server, not remembered.
enum lock_what {
    LOCK_AT_FULL,     // all that is lit shows our windows
    LOCK_AT_ABOVE,    // nothing lies over them
    LOCK_AT_KEYS,     // those of all keyboards come here
    LOCK_AT_PENS,     // none is on
    LOCK_AT_CURSOR,   // none is seen
    LOCK_AT_AWAKE,    // screen saver and DPMS have no times
    LOCK_AT_CONSOLES, // no key of the server's own: another console, its end
    LOCK_POINTS,
};
struct lock_held {
    struct lock_point {
        bool held;
        char why[160];
    } points[LOCK_POINTS];
};
const char *lock_word(enum lock_what what); // "full"
// As of the last look, LOCK_LOOK_MS ago at most; false: there was none yet, or the server is gone.
bool lock_held(struct lock *l, struct lock_held *to);
