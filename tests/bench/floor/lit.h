// What a projector's light goes through, in one pass: a map of shares (masks, soft edges, lift of
// black), gain and white point, gamma, a table of colours of 17 x 17 x 17, dither.
#pragma once
#include "floor.h"

struct lit {
    GLuint program, share, table;
};

struct lit lit_open(int width, int height);
// From linear light to the bound framebuffer. Another program is in use afterwards.
void lit_pass(const struct lit *l, GLuint light);
