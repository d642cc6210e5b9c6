// How a number gets from one value to the next: one table for Lua, timelines and what the engine
// itself moves. After R. Penner, "Motion, Tweening, and Easing" (2002): cubic in u^3, quad u^2,
// sine 1 - cos(pi u / 2), back u^2 (2.70158 u - 1.70158), which swings 10 % past its ends; "out"
// is "in" turned round, "inout" half of each. "hold" stays and jumps at the end.
#pragma once
#include <stdbool.h>

enum ease {
    EASE_INOUT, // cubic, as the two that follow; what is meant where none is named
    EASE_IN,
    EASE_OUT,
    EASE_LINEAR,
    EASE_IN_SINE,
    EASE_OUT_SINE,
    EASE_INOUT_SINE,
    EASE_IN_QUAD,
    EASE_OUT_QUAD,
    EASE_INOUT_QUAD,
    EASE_IN_BACK,
    EASE_OUT_BACK,
    EASE_INOUT_BACK,
    EASE_HOLD,
    EASES
};

// "inout", "in", "out", "linear", "in-sine", …: in the order above, NULL-terminated.
const char *const *ease_words(void);
// False, and nothing written, for an unknown word.
bool ease_find(const char *word, enum ease *ease);
// u 0..1, clamped; 0 at 0 and 1 at 1, both exactly.
double ease_at(enum ease ease, double u);
