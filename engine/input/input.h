// Touches become events on a stage: window, TUIO, replay file and command line come the same way,
// as contacts in output px, through mapping/ to the canvas. A finger belongs to the surface it went
// down on until it is lifted; outside that surface it stays on the canvas' edge. Every EVENT_DOWN
// is followed by exactly one EVENT_UP. DOWN, MOVE and UP are told as well as the gestures: TAP,
// DOUBLE and SWIPE after their UP; DRAG after its MOVE, the first one from where the finger went
// down; HOLD at its time, and then no TAP. What goes on (DRAG, PINCH, ROTATE, OBJECT) begins, is
// updated, and ends before its UP.
//
// Two fingers that one thing holds (struct claim) pinch and turn it; fingers that nothing holds do
// when they went down within INPUT_REACH_MM of each other. A pair begins when one of the two has
// moved further than a tap may since the later of them came; its first events tell all since then,
// so that what is held stays under the fingers. A finger of a pair does not drag. Of more than two
// the nearest pair up.
//
// Lengths are mm of the glass where the output says mm_per_px; elsewhere a mm is INPUT_PX_PER_MM
// canvas px. Main thread; the TUIO port has a thread of its own.
#pragma once
#include "base/fault.h"
#include "mapping/mapping.h"
#include "scene/scene.h"
#include "window/window.h"

#define INPUT_FINGERS 64 // of a station, at once; and as many objects
#define INPUT_PX_PER_MM 4.0
#define INPUT_TAP_S 0.5 // longer is no tap
#define INPUT_TAP_MM \
    6.0 // further is a drag. Phones take 8 dp = 1.3 mm (Android ViewConfiguration,
        // TOUCH_SLOP); a visitor stands, and prods at arm's length
#define INPUT_DOUBLE_S 0.3    // from up to down (Android, DOUBLE_TAP_TIMEOUT)
#define INPUT_DOUBLE_MM 16.0  // between two taps (Android, DOUBLE_TAP_SLOP: 100 dp)
#define INPUT_HOLD_S 0.6      // Android, DEFAULT_LONG_PRESS_TIMEOUT is 0.4
#define INPUT_SWIPE_MM 20.0   // shorter is none
#define INPUT_SWIPE_MM_S 150. // slower is none; over the last INPUT_SWIPE_S
#define INPUT_SWIPE_S 0.1     //
#define INPUT_TURN_RAD 0.12   // a pair that turns less does not rotate
#define INPUT_REACH_MM 300.0  // one person's two hands at work on one thing
// Palms and sleeves, where mm are known: a contact as wide as no finger is (a thumb's is 20 mm), or
// more contacts than a hand has fingers within half a hand's length. They end as cancelled.
#define INPUT_PALM_MM 35.0
#define INPUT_PALM_FINGERS 5
#define INPUT_PALM_REACH_MM 60.0
// A finger trembles: one that has not moved at all for so long is a drop of water, or its up was
// lost.
#define INPUT_STUCK_S 60.0
#define INPUT_STAFF_S 1.5 // three fingers that lie still so long are staff's key
#define INPUT_STAFF_FINGERS 3
#define INPUT_TOUCH_S 0.1 // of input_touch, from down to up
#define INPUT_REPLAY_MAX 100000

enum input_phase {
    INPUT_DOWN,
    INPUT_MOVE,
    INPUT_UP,
    INPUT_KEY,
    INPUT_OBJECT_PUT,
    INPUT_OBJECT_MOVE,
    INPUT_OBJECT_TAKE
};

struct input_contact {
    double time_s; // show time
    enum input_phase phase;
    int64_t finger; // or which object: a number of its own as well
    int output;
    struct vec2 at_output;
    struct vec2 size_px; // of the contact, in output px; 0: not known
    bool cancelled;      // INPUT_UP, INPUT_OBJECT_TAKE: nobody lifted it
    int object;          // INPUT_OBJECT_*: which mark
    double angle;        // INPUT_OBJECT_*: at_output, radians, clockwise as seen
    char key[32];        // INPUT_KEY
    bool text, spelt;    // INPUT_KEY: key is what was typed; or its letter comes so
    bool control, shift; // held meanwhile: INPUT_KEY, INPUT_DOWN
};

struct input_tuio {
    int port;                 // UDP
    bool network;             // on all addresses of this machine; else on 127.0.0.1
    int output;               // whose glass the tracker looks at
    void (*wake)(void *user); // from the port's thread: something came
    void *user;
};

struct input;

struct input *input_create(const struct mapping *mapping); // borrowed
void input_destroy(struct input *i);
void input_mapping(struct input *i, const struct mapping *mapping); // another one, from now on
// Staff's hands: `key` (NULL: none) is kept for input_diverted() from now on instead of being told
// to stages; INPUT_STAFF_FINGERS that lie still for INPUT_STAFF_S are that key as well. With `all`
// everything is kept, and what is down goes up, cancelled. Beyond INPUT_DIVERTED in one frame the
// oldest are lost.
#define INPUT_DIVERTED 256
// Staff's fingers lie still for so long (INPUT_STAFF_S at first). Their key tells where they lie.
void input_hold(struct input *i, double hold_s);
void input_divert(struct input *i, const char *key, bool all);
bool input_diverted(struct input *i, struct input_contact *c); // the next; false: none
// How large an output's px are on its glass; 0: not known.
void input_millimetres(struct input *i, int output, double mm_per_px);
// Hears TUIO 1.1 from now on (input/tuio.h). A port that is taken is told and tried again. False
// and a fault when there is no memory or thread for it, or it listens already.
bool input_listen(struct input *i, const struct input_tuio *desc, struct fault *f);
// Queued until collected. A down outside every surface is passed over, and so are a move and an up
// of a finger that is not down. A second down of one finger lifts it first. An up with x or y under
// 0 has no place: the finger is lifted where it was. An object that moves and is not known was put.
void input_contact(struct input *i, const struct input_contact *c);
// Everything still down goes up, cancelled (a window lost, a scene change does not need it).
void input_release(struct input *i);
// Takes what scenes said of their fingers, what came by TUIO and what falls due up to now_s;
// recognises gestures, tells the stages.
void input_collect(struct input *i, double now_s, struct scene *scene);
// Show time of the next replayed contact, hold or stuck finger that falls due; INFINITY: none. Not
// after the present when something is queued.
double input_next_s(const struct input *i);
uint64_t input_count(const struct input *i); // contacts taken so far

// Replay text: one contact a line, `SECONDS down|move|up|cancel FINGER OUTPUT X Y`, `SECONDS
// put|slide|take NUMBER OUTPUT X Y MARK ANGLE` (an object) or `SECONDS key NAME` (NAME is the rest
// of the line, "Ctrl+" and "Shift+" may stand before it), `#` comments. `outputs`: names in order.
// All faults are told, each with file:line, and then nothing is taken; sorted by time.
bool input_replay(struct input *i, const char *text, size_t length, const char *file,
                  const char *const *outputs, int output_count, struct faults *faults);
// `[OUTPUT:]X,Y@S`: a tap of 0.1 s.
bool input_touch(struct input *i, const char *argument, const char *const *outputs,
                 int output_count, struct fault *f);
