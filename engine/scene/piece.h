// A piece of a draw list that is laid again as it was: texts, lines, shapes, trails and controls
// that stand still. What lies in groups or moves, and pictures, whose sizes change when they are
// read, are no part of a piece.
#pragma once
#include "scene/drawlist.h"

#define PIECE_STATES 64
#define PIECE_STYLES 64
#define PIECE_PENS 32
#define PIECE_GRADIENTS 16

// Where a list stands.
struct piece_mark {
    uint32_t commands, floats, bytes, runs, controls, refused, motions, depth;
    struct color background;
};

struct piece {
    size_t bytes;             // that `list` takes: an array never gives back what it had
    struct draw_state around; // that held where it was laid
    struct drawlist list;     // owned; what it holds, counted from its own beginning
    bool whole;               // false: nothing is kept
};

struct piece_mark piece_mark(const struct drawlist *l);
// Takes what was laid since the mark. False: it has what a piece can't have, or memory is short;
// nothing is kept then.
bool piece_take(struct piece *p, const struct drawlist *l, const struct piece_mark *since,
                const struct draw_state *around);
// Bytes that taking it needs at most, with those that the piece has.
size_t piece_need(const struct piece *p, const struct drawlist *l, const struct piece_mark *since);
// The same commands, as if they were laid anew. False: the list has no room, or nothing is kept.
bool piece_lay(const struct piece *p, struct drawlist *l);
void piece_finish(struct piece *p); // frees; zeroed is a valid empty piece
