// Inside input/: the queue of contacts, the replay, the fingers that are down and what they do.
#pragma once
#include "input/input.h"
#include <stdbool.h>

enum { INPUT_QUEUE = 1024, INPUT_PAIRS = INPUT_FINGERS / 2, INPUT_TAPS = 16, FINGER_TRACE = 16 };

enum finger_state {
    FINGER_FREE,
    FINGER_DOWN,
    FINGER_MUTE // on the glass, but no longer told: a palm, or stuck
};

struct finger {
    enum finger_state state;
    bool palm; // FINGER_MUTE
    int64_t id;
    int stage, surface;
    double down_s, felt_s;           // felt: the last contact
    double px_per_mm;                // canvas px, around where it went down
    bool measured;                   // px_per_mm is what the output says
    int output;                      // where it was felt last
    struct vec2 at_output;           //
    struct vec2 start, at;           // at_canvas
    struct vec2 size;                // canvas px
    bool moved;                      // further than a tap may, or it was of a pair
    bool held;                       // its hold was told
    bool dragging;                   //
    struct vec2 rest, dragged;       // where a drag is measured from; at the last drag event
    bool answered;                   // the scene has heard its down
    char claim[CLAIM_NAME];          // what holds it; "": nothing
    int pair;                        // -1: none
    struct vec2 anchor;              // where it was when the fingers it could pair with changed
    struct vec2 trace[FINGER_TRACE]; // of the last INPUT_SWIPE_S
    double trace_s[FINGER_TRACE];
    int traced;
};

struct pair {
    bool used;
    int a, b; // fingers; a came first
    bool begun, turning;
    double first_px, last_px; // apart
    double last_rad, turned;  // direction from a to b; since the anchors
    struct vec2 first_middle, middle;
};

struct tap {
    int stage; // -1: none
    double up_s;
    struct vec2 at;
    char claim[CLAIM_NAME];
};

struct object {
    bool there;
    int64_t id;
    int stage, surface, mark;
    struct vec2 start, at; // as told
    double angle;          // at_canvas, as told
};

struct replayed {
    struct input_contact contact;
    int order; // of equal times: as they were written
};

struct input {
    const struct mapping *mapping; // borrowed
    double mm_per_px[MAPPING_OUTPUTS];
    struct input_contact queue[INPUT_QUEUE];
    int queued;
    bool queue_told, fingers_told, objects_told;
    int release_after;       // so many of the queue; -1: nothing is released
    struct replayed *replay; // owned, sorted
    int replay_count, replay_room, replay_next;
    struct finger fingers[INPUT_FINGERS];
    int finger_reach; // from here on none was ever used
    struct pair pairs[INPUT_PAIRS];
    struct tap taps[INPUT_TAPS];
    int tapped; // the next of them to be written
    struct object objects[INPUT_FINGERS];
    struct port *port;  // owned; NULL: no TUIO
    double collected_s; // until when it was
    int64_t touches;    // fingers that input_touch() made up: -1, -2, …
    uint64_t count;
    char staff_key[32]; // "": none
    double staff_s;     // its fingers lie still for so long
    bool diverted;      // all contacts are staff's
    struct input_contact kept[INPUT_DIVERTED];
    int kept_first, kept_count;
    struct scene *scene; // while it collects
};

// touch.c: what a contact means to the stages. What falls due before it is told first.
void touch_contact(struct input *i, const struct input_contact *c);
void touch_due(struct input *i, double now_s);
void touch_release(struct input *i, double now_s);
double touch_next_s(const struct input *i); // INFINITY: none
void touch_answered(struct input *i); // scenes have heard what was told; their claims are taken
// Ends it as if it had never counted; it is not told again before it is lifted.
void touch_cancel(struct input *i, struct finger *f, double time_s);

// gesture.c: what one finger does.
void gesture_tell(const struct input *i, const struct finger *f, const struct event *of);
void gesture_down(struct input *i, struct finger *f, double time_s);
void gesture_move(struct input *i, struct finger *f, struct vec2 at, double time_s);
void gesture_up(struct input *i, struct finger *f, double time_s, bool cancelled);
void gesture_drag_end(struct input *i, struct finger *f, double time_s, bool cancelled);
void gesture_hold(struct input *i, struct finger *f, double time_s);

// pair.c: what two fingers do.
void pair_anchor(struct input *i, const struct finger *f); // who could pair with it has changed
bool pair_move(struct input *i, struct finger *f, double time_s); // false: it moves alone
void pair_end(struct input *i, struct finger *f, double time_s, bool cancelled);

// palm.c: hands laid down.
void palm_look(struct input *i, struct finger *f, double time_s);

// object.c: things with marks.
void object_contact(struct input *i, const struct input_contact *c);
void object_release(struct input *i, double now_s);

// port.c: TUIO from the network.
struct port *port_create(const struct input_tuio *desc, struct fault *f);
void port_destroy(struct port *p);
void port_take(struct port *p, struct input *i, double now_s); // queues what came
bool port_waits(const struct port *p);
