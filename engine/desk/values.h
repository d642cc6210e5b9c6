// What a technician changes, value by value: every corner, node and setting of a station's outputs
// and surfaces has an address ("output/nord/corner/1"), in the journal as over OSC. Numbers of
// addresses count from 1; corners: top left, top right, bottom right, bottom left.
//
//   corner/N             x y        px of the output; of a surface, of the composition
//   grid                 kind columns rows   kind 0 linear, 1 Catmull-Rom, 2 Bézier; 0 0 0: none
//   node/COLUMN/ROW      x y        of the square that the corners span
//   lock                 0, 1       what is locked is not moved
//   masks                how many   new ones are the middle half of where they lie
//   mask/N/points        how many   new ones halve the side from the last to the first
//   mask/N/point/P       x y        and in/P, out/P: its handles, from the point
//   mask/N/feather, mask/N/invert
// of surfaces: source (left, top, width, height, px of the canvas; 0 0 0 0: all of it), and of
// outputs: blend (0, 1), edge/left|top|right|bottom, power, luminance, black, gain, gamma, white
// (red, green, blue).
#pragma once
#include "base/fault.h"
#include "mapping/mapping.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DESK_NUMBERS 4
#define DESK_ADDRESS 128
#define DESK_ID 64
#define DESK_PX 100000.0 // farthest a point may be

enum desk_of { DESK_OUTPUT, DESK_SURFACE, DESK_KINDS_OF };

enum desk_key {
    DESK_CORNER,
    DESK_GRID,
    DESK_NODE,
    DESK_LOCK,
    DESK_BLEND,
    DESK_EDGE,
    DESK_POWER,
    DESK_LUMINANCE,
    DESK_BLACK,
    DESK_GAIN,
    DESK_GAMMA,
    DESK_WHITE,
    DESK_MASK_COUNT,
    DESK_MASK_POINTS, // how many; before the points themselves
    DESK_MASK_POINT,
    DESK_MASK_IN,
    DESK_MASK_OUT,
    DESK_MASK_FEATHER,
    DESK_MASK_INVERT,
    DESK_SOURCE,
    DESK_KEYS
};

// What is taken over from installation.lua together, once one of it was changed.
enum desk_group { DESK_WARP, DESK_LIGHT, DESK_MASKS, DESK_PART, DESK_GROUPS };

// index: of corners 0 to 3; of nodes row * WARP_POINTS + column; of edges left, top, right, bottom;
// of masks n * MAPPING_MASK_POINTS + point, n among the owner's.
struct desk_at {
    uint8_t of, key;
    uint16_t owner, index;
};

struct desk_value {
    struct desk_at at;
    double numbers[DESK_NUMBERS]; // what the key has no use for is 0
};

struct desk_state {
    struct mapping_desc light;
    bool locked[DESK_KINDS_OF][MAPPING_SURFACES];
};

struct desk_names {
    const char *of[DESK_KINDS_OF][MAPPING_SURFACES]; // borrowed; by owner
};

struct desk_values {
    struct desk_value *items; // owned
    int count, room;
};

int desk_key_numbers(enum desk_key key);
enum desk_group desk_key_group(enum desk_key key);
bool desk_key_shapes(enum desk_key key); // it makes or takes away other values: grid, masks, points
bool desk_at_same(struct desk_at a, struct desk_at b);
int desk_owners(const struct desk_state *s, enum desk_of of);

// False where there is no such value (another grid, no such mask).
bool desk_get(const struct desk_state *s, struct desk_at at, double numbers[DESK_NUMBERS]);
// Puts it as it is: a grid of another size becomes a plain one. False: there is no such value, or
// no room for so many masks.
bool desk_put(struct desk_state *s, const struct desk_value *v);
// Every number is finite and in its range.
bool desk_in_range(const struct desk_value *v, struct fault *f);
// Those of one owner in an order that desk_put() can follow. False: no memory.
bool desk_list(const struct desk_state *s, enum desk_of of, int owner, enum desk_group group,
               struct desk_values *out);
bool desk_values_add(struct desk_values *list, const struct desk_value *v);
void desk_values_finish(struct desk_values *list);

void desk_address(const struct desk_names *names, struct desk_at at, char text[DESK_ADDRESS]);
// False: there is no such address. A node's grid or a mask need not be there.
bool desk_address_read(const struct desk_names *names, const char *text, struct desk_at *at);
