// The way of staff into a kiosk: three fingers that lie still for STAFFWAY_HOLD_S, or Ctrl Alt G on
// a keyboard, then the PIN, then a menu: desk, notes, restart, leave. All other keys of keyboards
// that somebody plugs in are swallowed. Without a PIN there is no way in. Main thread.
#pragma once
#include "care/pad.h"
#include "input/input.h"
#include "window/window.h"

#define STAFFWAY_KEY "Staff"  // as input/ tells it; no keyboard has it
#define STAFFWAY_HOLD_S 3.0   // visitors' hands lie still as well, now and then
#define STAFFWAY_DESK_S 900.0 // a desk that nobody touches for so long is closed

enum staffway_end { STAFFWAY_STAYS, STAFFWAY_RESTARTS, STAFFWAY_LEAVES };

struct staffway {
    struct pin *pin;    // borrowed; NULL: no kiosk, or nowhere to keep a PIN
    const char *folder; // borrowed; the state folder
    struct pad pad;
    struct pad_place place; // of the gesture
    bool tried;             // an answer is to come
    bool in;                // staff is at the desk
    double touched_s;       // by staff; CLOCK_BOOTTIME, as all of PINs
    uint64_t laid;
    enum staffway_end end;
};

struct station;

void staffway_begin(struct station *s, struct pin *pin, const char *folder);
double staffway_now_s(void);                       // CLOCK_BOOTTIME
const char *staffway_key(const struct station *s); // what input/ keeps for it; NULL: nothing
// A contact that input/ kept. False: it is the desk's.
bool staffway_take(struct station *s, const struct input_contact *c);
bool staffway_inside(const struct station *s); // somebody gave the PIN and is there
void staffway_update(struct station *s);       // answers, times; draws
// Kiosks: a key, pressed in any window. False: an open desk's, or a visitor's where the station has
// a keyboard; true: it is not told to anybody else.
bool staffway_press(struct station *stations, int count, const struct window_event *event,
                    double now_s);
