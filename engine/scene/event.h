// What a scene hears: touches on its canvas, keys, messages, what ended. A fixed queue per stage,
// filled by machines during a frame, read and cleared by script/. Plain data.
#pragma once
#include "scene/params.h"
#include <stdbool.h>
#include <stdint.h>

enum event_kind {
    EVENT_DOWN,        // a finger or the mouse went down
    EVENT_MOVE,        // moved while down
    EVENT_UP,          // lifted, or `cancelled`: what it began does not count
    EVENT_TAP,         // down and up soon, hardly moved (limits of all gestures: input/input.h)
    EVENT_DOUBLE,      // after the second of two taps in one place
    EVENT_HOLD,        // down for a while and hardly moved
    EVENT_DRAG,        // one finger moves further than a tap may; dx, dy since the last drag event
    EVENT_SWIPE,       // lifted while it moved fast; speed, angle, direction; dx, dy since its down
    EVENT_PINCH,       // two fingers of one thing move: scale, dscale; dx, dy of their middle
    EVENT_ROTATE,      // and turn about each other: angle, dangle
    EVENT_OBJECT,      // a thing with a mark lies on the table: object, angle, dangle
    EVENT_KEY,         // a key went down; name is SDL's key name ("A", "Left", "Space")
    EVENT_MESSAGE,     // from a station (itself included); name, from, params
    EVENT_MEDIA_ENDED, // a film or sound came to its end; media
    EVENT_CUE,         // a cue came; name, and time_s is when it fell due
    EVENT_MEDIA_READY, // a picture, film or sound is ready or has failed; media
    EVENT_FOUND,       // what the scene asked of the repertoire is there, or would be another now
    EVENT_VISIT,       // name: "began", "asking", "more", "ended", "changed" (settings, language)
    EVENT_WRITTEN,     // a note that the scene wrote or took away: name is its id
    EVENT_HELD         // a station is held by another stage, or free, or somebody waits; name
};

// EVENT_DRAG, EVENT_PINCH, EVENT_ROTATE and EVENT_OBJECT go on: each begins, is updated, and ends.
enum event_phase { EVENT_ONCE, EVENT_BEGIN, EVENT_UPDATE, EVENT_END };

enum event_direction { EVENT_RIGHTWARDS, EVENT_DOWNWARDS, EVENT_LEFTWARDS, EVENT_UPWARDS };

#define EVENT_NAME 64

struct event {
    enum event_kind kind;
    enum event_phase phase;
    bool cancelled;         // EVENT_UP and what ends with it: nobody lifted the finger
    double time_s;          // show time
    int64_t finger;         // who: the same from down to up; the mouse is 0
    int64_t other;          // EVENT_PINCH, EVENT_ROTATE: the second finger
    float x, y;             // at_canvas, px; of two fingers their middle
    float dx, dy;           // EVENT_MOVE, EVENT_DRAG, EVENT_PINCH: since the last one, px
    float start_x, start_y; // where the finger went down, px
    float width, height;    // of the contact, px; 0: not known
    float scale, dscale;    // EVENT_PINCH: times as far apart as at first, as at the last one
    float angle, dangle; // radians, clockwise as seen; EVENT_ROTATE: since the first; EVENT_OBJECT:
                         // of the thing; EVENT_SWIPE: where to, 0 is to the right
    float speed;         // EVENT_SWIPE: px/s
    enum event_direction direction; // EVENT_SWIPE
    int object;                     // EVENT_OBJECT: which mark
    uint32_t media;                 // EVENT_MEDIA_*
    char name[EVENT_NAME];  // key, message, cue or visit; of a finger what holds it (struct claim)
    char from[EVENT_NAME];  // EVENT_MESSAGE: station it came from
    char stage[EVENT_NAME]; // EVENT_MESSAGE: and its stage; "": not known
    struct params params;   // EVENT_MESSAGE
};

#define EVENTS_MAX 256

struct events {
    int count, lost; // lost: came when the queue was full (logged once a frame by script/)
    struct event items[EVENTS_MAX];
};

// In a full queue moves, drags, pinches and turns are added to the last of their kind and finger;
// what cannot be is dropped. What begins or ends always finds room (it replaces the last move).
bool events_put(struct events *q, const struct event *e);
void events_clear(struct events *q);

// What a scene says holds a finger, when it hears the finger's down: "map", "card 3". Put by
// script/ in one frame, taken by input/ in the next. Fingers that one thing holds act together.
#define CLAIM_NAME 64
#define CLAIMS_MAX 64

struct claim {
    int64_t finger;
    char name[CLAIM_NAME];
};

struct claims {
    int count;
    struct claim items[CLAIMS_MAX];
};

// The last word of one finger counts. False when the table is full.
bool claims_put(struct claims *c, int64_t finger, const char *name);
