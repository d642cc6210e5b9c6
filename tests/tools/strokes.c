// Strokes and gradients on an easel, for tests of render.
#include "tools/strokes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

const struct color white = {1, 1, 1, 1}, half_white = {1, 1, 1, 0.5f};

int setup(void **state)
{
    *state = easel_open(SIDE, SIDE);
    return 0;
}

int teardown(void **state)
{
    easel_close(*state);
    return 0;
}

double painted(struct easel *e)
{
    easel_paint(e);
    return easel_sum(e);
}

struct draw_gradient ramp(enum gradient_kind kind, float a, float b, float c, float d)
{
    return (struct draw_gradient){
        .kind = kind,
        .count = 3,
        .at = {a, b, c, d},
        .places = {0, 0.35f, 1},
        .colors = {{1, 0.02f, 0.1f, 1}, {0.05f, 0.6f, 0.2f, 1}, {0.3f, 0.1f, 0.9f, 1}}};
}
