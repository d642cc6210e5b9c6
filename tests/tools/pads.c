// A plan that names notes, for tests of MIDI.
#include "tools/pads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

const char desk[] = CUES
    "lists = { soir = { 'fin' } }, midi_at = 'kiosk', midi_from = 'nano',\n"
    "midi = { { note = 36, channel = 1, verb = 'go' }, { note = 38, cue = 'noir' },\n"
    "{ controller = 7, parameter = 'kiosk/gain', from = -60, to = 0 },\n"
    "{ controller = 7, channel = 2, parameter = 'show/opacity' },\n"
    "{ controller = 41, verb = 'go' }, { program = 3, list = 'soir' },\n"
    "{ note = 40, verb = 'panic' }, { note = 41, verb = 'resume' }, { note = 42, verb = 'back' } } "
    "}";

struct box *open_box(const char *text)
{
    struct box *b = calloc(1, sizeof *b);
    b->plan = planned(text);
    assert_true(midi_box_init(&b->box, b->plan));
    return b;
}

void close_box(struct box *b)
{
    midi_box_finish(&b->box);
    plan_destroy(b->plan);
    free(b);
}

int take(struct box *b)
{
    return midi_take(&b->box, b->orders, &b->lost);
}
