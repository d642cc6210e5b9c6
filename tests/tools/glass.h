// Two canvases under glass on two outputs, for tests of contacts. cmocka asserts inside.
#pragma once
#include "base/log.h"
#include "input/input.h"

extern int lines_said;

struct house {
    struct mapping *mapping;
    struct input *input;
    struct scene *scene;
};

int open_house(void **state);
int close_house(void **state);

// What a stage heard, as words; then it is forgotten.
const char *heard(struct house *h, int stage);

#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, open_house, close_house)
