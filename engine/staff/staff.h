// What staff reads over an output: how the frames go, what rooms and scenes cost, what is open,
// where the show is, what went wrong lately. A meter counts during the frames, facts are gathered
// a few times a second, and facts become a draw list. No GL, no Lua. Main thread.
#pragma once
#include "base/log.h"
#include "scene/scene.h"

#define STAFF_EVERY_S 0.25 // facts are gathered anew
#define STAFF_FRAMES 120   // last frames of the graph
#define STAFF_FAULTS 6
#define STAFF_HOLDS 4 // stations whose holder is shown; others are left out

// The lines of a frame (engine/frame.c), in order.
enum staff_room {
    STAFF_SHOW,
    STAFF_INPUT,
    STAFF_FILM,
    STAFF_SCRIPT,
    STAFF_SOUND,
    STAFF_RENDER,
    STAFF_SURFACES,
    STAFF_ROOMS
};

// Counts while the frames run. Zeroed: rooms are not measured, frames are counted.
struct staff_meter {
    bool on;                         // rooms are measured too: two reads of a clock a room
    uint64_t asked, presented, late; // frames since the beginning
    int64_t lap_ns, frame_ns;        // CPU time of this thread
    int64_t rooms_ns[STAFF_ROOMS], worst_ns, all_ns; // since second_s
    int frames, asks, pictures, lates;               // since second_s
    double second_s;                                 // show time
    float recent_ms[STAFF_FRAMES];                   // CPU of the last frames, a ring
    int recent_next, recent_count;
    struct staff_second { // the last whole second
        double seconds;
        int frames, asks, pictures, lates;
        double rooms_ms[STAFF_ROOMS], worst_ms, all_ms; // of all its frames together
    } last;
};

void staff_begin(struct staff_meter *m, double now_s);
void staff_lap(struct staff_meter *m, enum staff_room room); // what ran since the last lap was it
// `late`: the picture comes more than a frame after it was due.
void staff_end(struct staff_meter *m, bool asked, bool presented, bool late);

struct staff_scene {
    char stage[SCENE_ID], name[SCENE_ID]; // name "": none
    double cpu_ms, worst_ms, budget_ms;   // of all frames of the last second; of one; of a call
    double memory_mib, memory_most_mib;
    double back_in_s; // sits out; negative: it runs
    int fingers;
    enum visit_phase phase;
    uint32_t visits;       // since the program began
    double idle_s, left_s; // nobody has touched for; VISIT_ASKING: until the reset
};

struct staff_facts {
    char station[SCENE_ID], output[SCENE_ID];
    double now_s, rate_hz;
    const struct staff_meter *meter; // borrowed
    int scene_count;
    struct staff_scene scenes[SCENE_STAGES];
    int pictures, films, films_run, voices, voices_run; // open, and of them running
    struct show_facts show;
    struct hold holds[STAFF_HOLDS]; // of stations that can be held, by their order
    int hold_count;
    int lacking; // texts of interfaces that were shown in another language
    int fault_count;
    struct log_line faults[STAFF_FAULTS]; // newest first
};

// Counts what is open on the table, copies stages' names and fingers and where the show is.
void staff_gather(struct staff_facts *facts, const struct scene *scene);
// Lays it for an output of that size. Numbers are refreshed by calling it again.
void staff_draw(const struct staff_facts *facts, struct drawlist *list, int width, int height);
