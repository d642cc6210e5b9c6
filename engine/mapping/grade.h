// What an output does to light after it is shared out: gain, white point, black, and the curve from
// light to the value that makes its projector shine so.
#pragma once
#include "mapping/mapping.h"

struct grade {
    double light[3]; // of the picture's light: red, green, blue
    double lift[3];  // added where all of blend_black() is lacking
    double exponent; // of the value; 0: sRGB's curve (IEC 61966-2-1)
};

// `black`: of all outputs, blend_black(). A projector shines k + (1 - k) x; with
// x = s (lack + L (1 - black)) / (1 - k), s adding up to 1, a wall is black + (1 - black) L bright
// everywhere: exactly, where MPCDI's rule (C A (1 - B) + B) leaves a second-order rest.
void grade_init(struct grade *g, const struct mapping_light *l, double black);
bool grade_plain(const struct mapping_light *l);         // light passes as it is
double grade_value(const struct grade *g, double light); // 0..1 each
double grade_light(const struct grade *g, double value); // the way back
