// A table of two canvases that fingers touch, for tests of what gestures mean. cmocka asserts
// inside.
#pragma once
#include "base/log.h"
#include "input/input.h"

extern int lines_said;

struct house {
    struct mapping *mapping;
    struct input *input;
    struct scene *scene;
    double now_s;
};

int open_house(void **state);
int close_house(void **state);
void contact(struct house *h, enum input_phase phase, int64_t finger, double x, double y);
void frame(struct house *h, double later_s);
void forget(struct house *h);

// What a stage heard but for moves: "pinch(" begins, "pinch" is updated, "pinch)" ends, "!" is
// cancelled.
const char *heard(struct house *h, int stage);
int count(const struct house *h, int stage, enum event_kind kind, enum event_phase phase);
const struct event *last(const struct house *h, int stage, enum event_kind kind);

#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)
