// What hands do at the desk, and what they see: points picked, dragged and nudged on the outputs
// themselves, laid over them as draw lists in output px after the warp. Contacts and keys in, steps
// of the desk out; no GL, no clock. Main thread.
#pragma once
#include "desk/desk.h"
#include "scene/drawlist.h"
#include "words/words.h"

#define HANDS_PICKED 600    // points at once
#define HANDS_REACH_PX 34.0 // so near to a point a finger takes it, at 1280 px of width
#define HANDS_TEXT 96       // typed
#define HANDS_BUTTONS 64    // of one output
#define HANDS_SHOWN 8       // rows of the history
#define HANDS_VALUES 48     // of light: 13 of an output, 4 of a surface, 2 of each mask
#define HANDS_LIGHTS 16     // values of an output's light
#define HANDS_ROWS 24       // of them that are seen
#define HANDS_FLASH_S 3.0
#define HANDS_SAID_S 12.0
#define HANDS_HOLD_S 0.4   // a key that is held goes on after so long
#define HANDS_AGAIN_S 0.05 // and then so often
// Beside the outputs, where the desk has a window of its own: the composition flat, and the panel.
#define HANDS_COMPOSITION MAPPING_OUTPUTS
#define HANDS_PANEL (MAPPING_OUTPUTS + 1)

enum hands_layer { HANDS_OUTPUTS, HANDS_SURFACES, HANDS_MASKS, HANDS_LIGHT, HANDS_LAYERS };

enum hands_action {
    HANDS_CLOSE,
    HANDS_UNDO,
    HANDS_REDO,
    HANDS_NEXT,
    HANDS_BEFORE,
    HANDS_ALL,
    HANDS_LAYER,
    HANDS_LEFT,
    HANDS_RIGHT,
    HANDS_UP,
    HANDS_DOWN,
    HANDS_STEP,
    HANDS_NUMBERS,
    HANDS_GRID,
    HANDS_MORE_COLUMNS,
    HANDS_FEWER_COLUMNS,
    HANDS_MORE_ROWS,
    HANDS_FEWER_ROWS,
    HANDS_COPY,
    HANDS_PASTE,
    HANDS_LOCK,
    HANDS_SOLO,
    HANDS_FLASH,
    HANDS_MAGNIFY,
    HANDS_PATTERN,
    HANDS_WARPED,
    HANDS_NAME,
    HANDS_HISTORY,
    HANDS_COMPARE,
    HANDS_YESTERDAY,
    HANDS_LEGEND,
    // Masks and light.
    HANDS_OWNER,
    HANDS_OWNER_BEFORE,
    HANDS_DRAW,
    HANDS_INSERT,
    HANDS_SMOOTH,
    HANDS_INVERT,
    HANDS_REMOVE,
    HANDS_REMOVE_MASK,
    HANDS_UNSAY,
    HANDS_VALUE, // a row is touched
    HANDS_BIND,
    HANDS_ACTIONS
};

enum hands_asks {
    HANDS_NOTHING,
    HANDS_TYPES_NUMBERS,
    HANDS_TYPES_NAME,
    HANDS_CHOOSES,
    HANDS_DRAWS, // a mask, point by point
    HANDS_BINDS, // which output the display under the hand gets
};

struct hands_button {
    int output;
    float x, y, w, h; // output px
    enum hands_action action;
    int row; // of the history, or of the light
};

struct hands {
    struct desk *desk;             // borrowed
    const struct mapping *mapping; // borrowed; as the desk's light is now
    const struct words *words;     // borrowed; NULL: keys are shown
    const char *station;           // borrowed
    char language[12];
    bool open, apart; // apart: the panel is in a window of its own
    bool warped;      // the pattern lies in the composition and goes through the warp
    bool magnified, legend_hidden, copied;
    bool bare;        // the pattern alone is drawn
    bool compares;    // shown is `mark`, not what is now
    uint64_t version; // grows when there is something else to see
    enum hands_layer layer;
    int output; // where the hand was last
    int view;   // the same, or HANDS_COMPOSITION
    // Whose masks and light it is about, while no point is picked.
    enum desk_of owner_of;
    int owner;
    int value;                              // row of the light
    struct vec2 drawn[MAPPING_MASK_POINTS]; // of a mask that is being drawn, in px of its space
    int drawn_count, picked_count;
    struct desk_at picked[HANDS_PICKED]; // the last is the one that is shown in numbers
    // A finger that drags, or spans a box.
    bool down, drags, boxes, on_button;
    int64_t finger;
    struct vec2 down_at, hand_at;   // output px
    struct vec2 from[HANDS_PICKED]; // output px of what is picked, at its down
    char held[16];                  // an arrow that is held down; "": none
    bool held_control, held_shift;
    double held_s; // show time of its next step
    int step;      // of buttons with arrows: 0: 1 px, 1: 0.1, 2: 10
    enum hands_asks asks;
    char typed[HANDS_TEXT];
    char said[FAULT_TEXT];
    double said_s;
    int solo;         // output; -1: all of them
    int flashed;      // output; -1: none
    double flashed_s; // since when
    int pattern;      // 0: none
    struct warp_grid copied_grid;
    struct desk_value copied_light[HANDS_LIGHTS];
    struct vec2 copied_corners[4]; // of the unit square: a warp has no px of its own
    struct desk_mark marks[HANDS_SHOWN];
    int mark_count, mark; // or, while asked which, an output
    int binds;            // the one that was chosen; -1: none
    int copied_light_count;
    double now_s; // show time
    int button_count;
    struct hands_button buttons[HANDS_BUTTONS * (MAPPING_OUTPUTS + 1)];
};

struct hands_desc {
    struct desk *desk;
    const struct mapping *mapping;
    const struct words *words;
    const char *station, *language;
};
void hands_init(struct hands *h, const struct hands_desc *desc);
void hands_open(struct hands *h, bool open);
void hands_follow(struct hands *h, const struct mapping *mapping); // the desk's light has changed

enum hands_phase { HANDS_DOWN_PHASE, HANDS_MOVE_PHASE, HANDS_UP_PHASE };
struct hands_touch {
    enum hands_phase phase;
    int64_t finger;
    int output;
    struct vec2 at; // output px; of an up under 0: where it was
    bool shift, cancelled;
};
void hands_touch(struct hands *h, const struct hands_touch *t, double now_s);
// SDL's name of a key. False: it means nothing here.
bool hands_key(struct hands *h, const char *key, bool control, bool shift, double now_s);
// An arrow that is held down goes on, as one step; NULL: it was let go.
void hands_hold(struct hands *h, const char *key, bool control, bool shift, double now_s);
// Text is asked for: a name, or numbers. Letters come by hands_text() where the keyboard tells text
// (then their keys are to be left out), else by their keys.
bool hands_types(const struct hands *h);
bool hands_spells(const struct hands *h, const char *key); // such a key: it is a letter
void hands_text(struct hands *h, const char *utf8);
// The display that output `here` is on is to be that of another. False: nobody wished so.
bool hands_binds(struct hands *h, int *here, int *to);
void hands_bound(struct hands *h, int to, const struct fault *f); // done; or why not
void hands_act(struct hands *h, enum hands_action action, double now_s);
void hands_update(struct hands *h, double now_s);
double hands_next_s(const struct hands *h); // show time; INFINITY: nothing is due

// Where a point lies on an output. False: it is not seen there (or not there at all).
bool hands_place(const struct hands *h, struct desk_at at, int output, struct vec2 *at_output);
// The points of the layer, at most `room`, in the order of Tab.
int hands_points(const struct hands *h, struct desk_at *points, int room);

// A number of light that can be nudged and typed; part: of a white, red, green or blue.
struct hands_value {
    struct desk_at at;
    int part;
};
// Those of the owner, in the order of Tab; at most HANDS_VALUES.
int hands_values(const struct hands *h, struct hands_value *values);

void hands_draw(struct hands *h, struct drawlist *list, int output, int width, int height);
