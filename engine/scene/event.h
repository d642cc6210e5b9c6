// What a scene hears: touches on its canvas, keys, messages, what ended. A fixed queue per stage,
// filled by machines during a frame, read and cleared by script/. Plain data.
#pragma once
#include "scene/params.h"
#include <stdbool.h>
#include <stdint.h>

enum event_kind {
    EVENT_DOWN,        // a finger or the mouse went down
    EVENT_MOVE,        // moved while down
    EVENT_UP,          // lifted
    EVENT_TAP,         // down and up within 0.5 s (input/touch.h) and hardly moved
    EVENT_HOLD,        // down for 0.6 s and hardly moved
    EVENT_DRAG,        // moves further than a tap may; dx, dy since the last drag event
    EVENT_KEY,         // a key went down; name is SDL's key name ("A", "Left", "Space")
    EVENT_MESSAGE,     // from a station (itself included); name, from, params
    EVENT_MEDIA_ENDED, // a film or sound came to its end; media
    EVENT_MEDIA_READY  // a picture, film or sound is ready or has failed; media
};

#define EVENT_NAME 64

struct event {
    enum event_kind kind;
    double time_s;          // show time
    int64_t finger;         // who: the same from down to up; the mouse is 0
    float x, y;             // at_canvas, px
    float dx, dy;           // EVENT_MOVE, EVENT_DRAG: since the last one, px
    float start_x, start_y; // where the finger went down, px
    uint32_t media;         // EVENT_MEDIA_*
    char name[EVENT_NAME];  // key or message
    char from[EVENT_NAME];  // EVENT_MESSAGE: station it came from
    struct params params;   // EVENT_MESSAGE
};

#define EVENTS_MAX 256

struct events {
    int count, lost; // lost: came when the queue was full (logged once a frame by script/)
    struct event items[EVENTS_MAX];
};

// A full queue drops moves and drags; an up always finds room (it replaces the last move).
bool events_put(struct events *q, const struct event *e);
void events_clear(struct events *q);
