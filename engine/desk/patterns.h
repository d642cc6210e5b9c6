// Test patterns, as draw lists in px of what they are drawn for: an output, past its warp and its
// light, or the composition, which then goes through both.
#pragma once
#include "base/vec.h"
#include "scene/drawlist.h"
#include <stdbool.h>

enum pattern {
    PATTERN_NONE,
    PATTERN_GRID,       // every 100 px numbered, lines of 1 px
    PATTERN_CROSSHATCH, // white lines on black, every 64 px
    PATTERN_CIRCLES,    // what is round stays round
    PATTERN_GAMMA,      // patches of one grey among lines that light as much together
    PATTERN_RAMP,       // greys over the overlaps
    PATTERN_FOCUS,      // fine lines and letters at the corners and in the middle
    PATTERN_BARS,       // colours and greys
    PATTERN_SWEEP,      // a line that goes across and down
    PATTERNS
};

// An output's part of a pattern in the composition.
struct pattern_part {
    const char *name; // borrowed
    float x, y, w, h;
};

struct pattern_place {
    struct size2 size;
    const char *name; // written on it; "": nothing
    int part_count;
    struct pattern_part parts[8]; // each has its name on it; none: `name` is that of all of it
    double now_s;                 // show time; of what moves
    int overlap_count;            // parts of it that more than one output lights
    float overlaps[16][4];        // x y w h
};

const char *pattern_name(int pattern); // "grid"; for no pattern "none"
int pattern_find(const char *name);    // -1: there is none
void pattern_draw(struct drawlist *list, int pattern, const struct pattern_place *place);
bool pattern_moves(int pattern);
