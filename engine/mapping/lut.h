// A table of colours: .cube (Adobe, Cube LUT Specification 1.0, 2013), from values to values that
// an output gets. Bytes in, numbers out.
#pragma once
#include "base/fault.h"
#include <stdbool.h>
#include <stddef.h>

#define LUT_CUBE 65   // of LUT_3D_SIZE, at most; at least 2
#define LUT_LINE 4096 // of LUT_1D_SIZE
#define LUT_BYTES (24u << 20)

struct lut {
    int edge;                 // entries a side
    bool cubic;               // else one row for each channel
    double least[3], most[3]; // values of the first and the last entry
    float *rgb;               // owned; red runs fastest
};

// False and a fault, "line n: …", and a zeroed lut. INPUT_RANGE of DaVinci Resolve is understood
// as a domain; a file with both tables, its shaper, is refused.
bool lut_read(struct lut *l, const char *text, size_t length, struct fault *f);
void lut_finish(struct lut *l);
int lut_entries(const struct lut *l);
// Values beyond the domain are its ends. Between entries of a cube: tetrahedral (Sakamoto 1981), so
// grey stays between greys.
void lut_apply(const struct lut *l, const double in[3], double out[3]);
