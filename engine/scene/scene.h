// The table in the middle of a station: what is shown (a draw list a stage), what is heard (media),
// what scenes hear (events), what they ask (asks), and the facts they may read. Plain data; the
// main thread owns it. Scripts never touch GL; render and sound never touch Lua: they meet here.
#pragma once
#include "scene/ask.h"
#include "scene/control.h"
#include "scene/drawlist.h"
#include "scene/event.h"
#include "scene/facts.h"
#include "scene/hold.h"
#include "scene/media.h"
#include "scene/overlay.h"
#include "scene/visit.h"
#include <stdbool.h>
#include <stdint.h>

#define SCENE_STAGES 8
#define SCENE_ID 64
#define SCENE_STAFF "note-editor" // opened by staff alone; what stands then may write notes

// A transition that runs. script/ begins and ends it; render/ paints it.
struct scene_way {
    bool running;
    struct transition how;
    double from_s;          // show time
    uint32_t number;        // of the transitions of this stage
    bool standing;          // begins from the picture that stands, in the middle of the one before
    struct drawlist before; // what the scene before laid last; empty when `standing`
    media_handle mask;      // of a wipe; 0: left to right
};

// How large a canvas is where it is shown, and which part of it people reach.
struct scene_hung {
    double mm_per_px;               // of the canvas; 0: not known
    double reach_top, reach_bottom; // canvas px; both 0: not known, or no part of it
};

// What the show has brought and holds: the stage goes back there, not to its own scene.
struct scene_home {
    bool held;
    bool left;  // a scene has gone elsewhere since
    bool freed; // the show gives the stage back, with its own scene; taken by visit/
    char scene[SCENE_ID];
    struct params params;
    double at_s; // show time it was due
};

struct scene_stage {
    char id[SCENE_ID];
    int width, height; // canvas px
    struct scene_hung hung;
    struct drawlist list; // laid by script/, drawn by render/
    struct events events; // filled by machines, read and cleared by script/
    struct claims claims; // put by script/, taken by input/
    bool redraw;          // something changed: draw is due. Set by anyone, cleared by script/
    double wake_s;        // show time at which a redraw falls due by itself; INFINITY: never
    int fingers;          // down on this stage now
    bool go;              // show/ wants scene `next` with next_params; taken by script/
    char next[SCENE_ID];
    struct params next_params;
    struct transition how; // the next scene comes
    double next_at_s;      // show time it was due: where what it plays on entering begins
    bool next_staff;       // staff asks for it; with SCENE_STAFF alone. Taken by script/
    bool staff;            // staff works on this stage: nobody visits it. Written by script/
    uint64_t picture; // grows when the canvas must be painted again (list or film frame changed)
    float opacity;    // of the whole canvas where it is shown; 1, and 0 is black
    bool keeps;       // has a picture that keeps what is drawn on it
    struct scene_way way;   // one scene gives way to another
    char scene[SCENE_ID];   // that runs, or sits out; "": none. Written by script/
    struct scene_home home; // written by show/
    struct scene_visit visit;
};

struct scene {
    double now_s;    // show time of this frame
    double before_s; // of the frame before
    uint64_t frame;
    bool stepped;   // stepped clock: machines wait for what they load
    bool still;     // this frame's picture will not be looked at (shot, on its way to --at): what
                    // only pictures need may be left out; ask scene_unseen()
    bool unwatched; // with `still`: a transition needs no past (check; shot, which asks
                    // render_gap())
    char station[SCENE_ID];
    int stage_count;
    struct scene_stage stages[SCENE_STAGES];
    int overlay_count;
    struct scene_overlay overlays[SCENE_OUTPUTS]; // one an output, in order
    struct media_table media;
    struct asks asks;
    struct controls controls; // parameters: show/ moves them, scenes read them
    struct show_facts show;   // where the show stands
    struct hold holds[HOLDS]; // by station, in installation.lua's order
    float gain;               // linear, of all its sound; 1
    float house, hush;        // of all its light and sound, by the opening hours; 1
};

struct scene *scene_create(const char *station); // NULL when memory is short
void scene_destroy(struct scene *s);
// -1 when there are SCENE_STAGES already.
int scene_stage_add(struct scene *s, const char *id, int width, int height);
int scene_overlay_add(struct scene *s, int width, int height); // of the next output; -1: too many
int scene_stage_find(const struct scene *s, const char *id);   // -1: none
void scene_redraw(struct scene *s, int stage);
void scene_wake_at(struct scene *s, int stage, double at_s); // keeps the earlier one
// Nobody will look at this stage's picture of this frame and nothing later depends on it.
bool scene_unseen(const struct scene *s, int stage);
// How far a transition has come at now_s, 0..1; 1 when none runs.
double scene_way_at(const struct scene_stage *stage, double now_s);
// Does a stage want a frame at now_s?
bool scene_asked(const struct scene *s);
// Show time at which the next frame falls due, INFINITY for none; now_s when one is due.
double scene_next_s(const struct scene *s);
// An event for one stage; marks it for redraw.
bool scene_tell(struct scene *s, int stage, const struct event *e);
