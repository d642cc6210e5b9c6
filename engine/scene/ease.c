// Eases: words and curves.
#include "scene/ease.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define HALF_PI 1.57079632679489661923
#define BACK 1.70158             // R. Penner: 10 % past the end
#define BACK_BOTH (BACK * 1.525) // the same for half the way

const char *const *ease_words(void)
{
    static const char *const words[EASES + 1] = {"inout",      "in",      "out",
                                                 "linear",     "in-sine", "out-sine",
                                                 "inout-sine", "in-quad", "out-quad",
                                                 "inout-quad", "in-back", "out-back",
                                                 "inout-back", "hold",    NULL};
    return words;
}

bool ease_find(const char *word, enum ease *ease)
{
    for (int i = 0; i < EASES; i++) {
        if (strcmp(word, ease_words()[i]) == 0) {
            *ease = (enum ease)i;
            return true;
        }
    }
    return false;
}

enum curve { CUBIC, SINE, QUAD, BACKWARDS };

// 0..1, starting slowly. `back`: how far back it swings first.
static double start(enum curve curve, double back, double u)
{
    switch (curve) {
    case CUBIC:
        return u * u * u;
    case SINE:
        return 1 - cos(HALF_PI * u);
    case QUAD:
        return u * u;
    default:
        return u * u * ((back + 1) * u - back);
    }
}

static double end(enum curve curve, double u)
{
    return 1 - start(curve, BACK, 1 - u);
}

static double both(enum curve curve, double u)
{
    return u < 0.5 ? start(curve, BACK_BOTH, 2 * u) / 2
                   : 1 - start(curve, BACK_BOTH, 2 - 2 * u) / 2;
}

double ease_at(enum ease ease, double u)
{
    if (!(u > 0)) // NaN as well
        return 0;
    if (u >= 1)
        return 1;
    switch (ease) {
    case EASE_IN:
        return start(CUBIC, BACK, u);
    case EASE_OUT:
        return end(CUBIC, u);
    case EASE_IN_SINE:
        return start(SINE, BACK, u);
    case EASE_OUT_SINE:
        return end(SINE, u);
    case EASE_INOUT_SINE:
        return both(SINE, u);
    case EASE_IN_QUAD:
        return start(QUAD, BACK, u);
    case EASE_OUT_QUAD:
        return end(QUAD, u);
    case EASE_INOUT_QUAD:
        return both(QUAD, u);
    case EASE_IN_BACK:
        return start(BACKWARDS, BACK, u);
    case EASE_OUT_BACK:
        return end(BACKWARDS, u);
    case EASE_INOUT_BACK:
        return both(BACKWARDS, u);
    case EASE_HOLD:
        return 0;
    case EASE_LINEAR:
        return u;
    default:
        return both(CUBIC, u);
    }
}
