// A plan that names notes, and the box in which what was heard waits, for tests of MIDI. cmocka
// asserts inside.
#pragma once
#include "show/private.h"
#include "tools/planned.h"

#define CUES "return { cues = { { id = 'salut' }, { id = 'noir' }, { id = 'fin' } }, "

extern const char desk[];

struct box {
    struct midi_box box;
    struct show_plan *plan;
    struct show_order orders[MIDI_ORDERS];
    int lost;
};

struct box *open_box(const char *text);
void close_box(struct box *b);
int take(struct box *b);
