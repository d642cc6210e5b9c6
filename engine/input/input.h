// Touches become events on a stage: window, replay file and command line come the same way, as
// contacts in output px, through mapping/ to the canvas. A finger belongs to the surface it went
// down on until it is lifted; outside that surface it stays on the canvas' edge. Every EVENT_DOWN
// is followed by exactly one EVENT_UP. DOWN, MOVE and UP are told as well as the gestures: TAP
// after its UP; DRAG after its MOVE, the first one from where the finger went down; HOLD at its
// time, and then no TAP. Main thread.
#pragma once
#include "base/fault.h"
#include "mapping/mapping.h"
#include "scene/scene.h"
#include "window/window.h"

#define INPUT_FINGERS 64
#define INPUT_TAP_S 0.5 // longer is no tap
#define INPUT_TAP_PX 24 // further is a drag, canvas px
#define INPUT_HOLD_S 0.6
#define INPUT_TOUCH_S 0.1 // of input_touch, from down to up
#define INPUT_REPLAY_MAX 100000

enum input_phase { INPUT_DOWN, INPUT_MOVE, INPUT_UP, INPUT_KEY };

struct input_contact {
    double time_s; // show time
    enum input_phase phase;
    int64_t finger;
    int output;
    struct vec2 at_output;
    char key[32]; // INPUT_KEY
};

struct input;

struct input *input_create(const struct mapping *mapping); // borrowed
void input_destroy(struct input *i);
// Queued until collected. A down outside every surface is passed over, and so are a move and an up
// of a finger that is not down. A second down of one finger lifts it first. An up with x or y under
// 0 has no place: the finger is lifted where it was.
void input_contact(struct input *i, const struct input_contact *c);
// Everything still down goes up (a window lost, a scene change does not need it); taps nothing.
void input_release(struct input *i);
// Replays what falls due up to now_s, recognises gestures, tells the stages.
void input_collect(struct input *i, double now_s, struct scene *scene);
// Show time of the next replayed contact or hold that falls due; INFINITY: none. Not after the
// present when something is queued.
double input_next_s(const struct input *i);
uint64_t input_count(const struct input *i); // contacts taken so far

// Replay text: one contact a line, `SECONDS down|move|up FINGER OUTPUT X Y` or `SECONDS key NAME`
// (NAME is the rest of the line), `#` comments. `outputs`: names in order. All faults are told,
// each with file:line, and then nothing is taken; sorted by time.
bool input_replay(struct input *i, const char *text, size_t length, const char *file,
                  const char *const *outputs, int output_count, struct faults *faults);
// `[OUTPUT:]X,Y@S`: a tap of 0.1 s.
bool input_touch(struct input *i, const char *argument, const char *const *outputs,
                 int output_count, struct fault *f);
