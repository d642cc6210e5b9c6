// Strokes and gradients on an easel of 256 x 256 px, for tests of render. cmocka asserts inside.
#pragma once
#include "tools/easel.h"

enum { SIDE = 256 };

extern const struct color white, half_white;

int setup(void **state);
int teardown(void **state);
double painted(struct easel *e);
struct draw_gradient ramp(enum gradient_kind kind, float a, float b, float c, float d);

#define ON_AN_EASEL(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
