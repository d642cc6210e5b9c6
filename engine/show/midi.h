// MIDI as cues: what show.lua's `midi` does with the notes, controllers and programs that come.
// midi.c is pure and decides; sequencer.c reads ALSA's sequencer in a thread of its own. That
// reading has been tried with functions that stand for libasound
// (tests/engine/midi_sequencer_test.c), never with a device or a kernel's sequencer.
#pragma once
#include "base/fault.h"
#include "base/ring.h"
#include "show/plan.h"

#define MIDI_AGAIN_S 0.3                       // of itself within this: a bounce, not heard
#define MIDI_PRESSES 128                       // in one frame; more are dropped and said
#define MIDI_ORDERS (MIDI_PRESSES + PLAN_MIDI) // of one frame
#define MIDI_PRESSED 64                        // a controller used as a button

struct midi_event {
    enum plan_midi_kind kind;
    int channel; // 1..16
    int number;  // 0..127
    int value;   // 0..127: of a note its velocity, 0: let go; of a program nothing
    double at_s; // monotonic
};

// Pure. The order that `m` gives for the event, to be done at once; false: it is not meant, or is
// only let go.
bool midi_order(const struct plan_midi *m, const struct midi_event *e, struct show_order *order);

// What was heard and waits for the next frame, between one thread that hears and one that takes.
// Never more than a plan has lines: a controller is kept as its last value.
struct midi_box {
    const struct show_plan *plan; // borrowed
    // Of the thread that hears.
    double heard_s[PLAN_MIDI]; // what was pressed last; -INFINITY
    bool down[PLAN_MIDI];      // a controller past its middle
    // Between both.
    struct ring pressed;          // struct show_order
    _Atomic int moved[PLAN_MIDI]; // a controller's value; -1: no new one
    atomic_bool fresh;
    atomic_int lost;
};

bool midi_box_init(struct midi_box *b, const struct show_plan *plan); // false: memory is short
void midi_box_finish(struct midi_box *b);
// True when there is something to take that there was not before.
bool midi_hear(struct midi_box *b, const struct midi_event *e);
// What was pressed in its order, then what was moved. *lost: presses that were too many.
int midi_take(struct midi_box *b, struct show_order orders[MIDI_ORDERS], int *lost);

struct sequencer;
struct sequencer_library; // show/sequencer.h

struct sequencer_desc {
    const struct sequencer_library *library; // NULL: libasound, loaded by the thread
    struct midi_box *box;                    // borrowed
    const char *from;                        // connected whenever it is there; "": nobody
    void (*wake)(void *user);                // from the thread: there is something to take
    void *user;
};

// Opens a port that others are connected to: "Gestuaire", 0. No sequencer, no such device: told
// once, looked for again every 2 s. NULL: memory, or no thread.
struct sequencer *sequencer_create(const struct sequencer_desc *desc);
void sequencer_destroy(struct sequencer *s); // NULL is fine
// Whether this machine has one.
bool sequencer_there(struct fault *f);
