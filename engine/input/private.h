// Inside input/: the queue of contacts, the replay, and the fingers that are down.
#pragma once
#include "input/input.h"
#include <stdbool.h>

enum { INPUT_QUEUE = 1024 };

struct finger {
    bool down;
    int64_t id;
    int stage, surface;
    double down_s;
    struct vec2 start, at, dragged; // at_canvas; dragged: at the last drag event
    bool moved;                     // further than a tap may
    bool held;                      // its hold was told
};

struct replayed {
    struct input_contact contact;
    int order; // of equal times: as they were written
};

struct input {
    const struct mapping *mapping; // borrowed
    struct input_contact queue[INPUT_QUEUE];
    int queued;
    bool queue_told, fingers_told;
    int release_after;       // so many of the queue; -1: nothing is released
    struct replayed *replay; // owned, sorted
    int replay_count, replay_room, replay_next;
    struct finger fingers[INPUT_FINGERS];
    int64_t touches; // fingers that input_touch() made up: -1, -2, …
    uint64_t count;
};

// What a contact means to the stages. Holds due before it are told first.
void touch_contact(struct input *i, const struct input_contact *c, struct scene *scene);
void touch_holds(struct input *i, double now_s, struct scene *scene);
void touch_release(struct input *i, double now_s, struct scene *scene);
double touch_next_hold_s(const struct input *i); // INFINITY: none
