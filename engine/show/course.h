// Inside show/: the course of the show, a small value that says where it stands. Everything that
// is seen and heard of the show is a function of it, of the plan and of show time, so that stations
// that hold the same course agree without talking, and one that starts anew is where it should be.
// Pure: no clock, no files, no network.
#pragma once
#include "show/plan.h"
#include "show/show.h"

#define COURSE_SETS 128    // parameters that are set at once; the oldest gives way
#define COURSE_FIRED 64    // cues in one go; more come with the next
#define COURSE_CAME 16     // cues that other processes are told of
#define COURSE_TEXT 49152  // bytes of a course as text
#define COURSE_SOON_S 1e-9 // of equal times

struct ramp {
    double from, to;
    double share; // of what the parameter is when nobody drives it, added to `from`: stations that
                  // do not know its default hold the same course
    double at_s, over_s;
    enum ease ease;
};

struct course_stage {
    int cue; // that brought its scene; -1: none, the stage's own
    double at_s;
};

struct course_timeline {
    bool on;
    double at_s, stop_s; // stop_s INFINITY: it runs
    int64_t rank;        // grows with each beginning: the last wins
};

struct course_set {
    char control[CONTROL_NAME];
    struct ramp ramp;
    int64_t rank;
};

struct course_came {
    int cue;
    double at_s;
};

struct course {
    uint64_t counter; // grows with all that is asked; the higher one is the truth. Live it is the
                      // time of day in ms, or one more: what was asked last holds, wherever it was
    int author;       // station that changed it last; of two equal counters the lower one's holds
    double epoch_s;   // CLOCK_REALTIME of show time 0; live runs
    int list, place;  // where GO goes on: after this place of this list; -1: at its beginning
    bool listed;      // the list was chosen since: GO brings its first, whatever came before
    int cue;          // the last that came; -1: none
    double cue_s;
    int coming; // comes by itself (a wait, a follow); -1: none
    double coming_s;
    bool dark;     // PANIC
    double held_s; // in the dark: what is left until `coming`
    struct ramp light;
    int64_t ranks;
    int programme; // the one that was followed last, and since when its item is due
    double programme_s;
    struct course_stage stages[SHOW_STATIONS][SCENE_STAGES];
    struct course_timeline timelines[PLAN_TIMELINES];
    struct course_set sets[COURSE_SETS];
    int set_count;
    struct course_came came[COURSE_CAME]; // the last cues that came, newest first
    int came_count;
};

struct course_fired {
    int count;
    bool more; // COURSE_FIRED was not enough
    struct course_came items[COURSE_FIRED];
};

void course_begin(const struct show_plan *p, struct course *c);
// What somebody asked, at order->at_s, which is not before what was done last. False: it changes
// nothing, `why` (may be NULL) says why.
bool course_do(const struct show_plan *p, struct course *c, const struct show_order *order,
               struct course_fired *fired, const char **why);
// What falls due by itself up to now_s. wall_s: Unix time of show time 0, for programmes; NAN: none
// are followed.
void course_advance(const struct show_plan *p, struct course *c, double now_s, double wall_s,
                    struct course_fired *fired);
// The cue that GO would bring; -1: none.
int course_next(const struct show_plan *p, const struct course *c);
// Show time at which something falls due or begins to move; now_s: it moves now.
double course_next_s(const struct show_plan *p, const struct course *c, double now_s);
// What came with `then` and had not come before, while the course was `c`: by another process.
void course_heard(const struct course *c, const struct course *then, struct course_fired *fired);
bool course_newer(const struct course *a, const struct course *b); // a is the truth, not b

// course_value.c
double ramp_at(const struct ramp *r, double now_s, double standard);
double course_track_at(const struct show_plan *p, const struct plan_track *t, double at_s);
double course_timeline_s(const struct plan_timeline *t, const struct course_timeline *c,
                         double now_s); // where it stands
// What a parameter is at now_s; `standard` when nobody drives it.
double course_value(const struct show_plan *p, const struct course *c, const char *control,
                    double now_s, double standard, enum control_driver *driver);
// Two timelines that run and move it: the one that loses, and the one that wins; false: none.
bool course_rivals(const struct show_plan *p, const struct course *c, const char *control,
                   int *loses, int *wins);
double course_light(const struct course *c, double now_s); // 1: as it should be; 0: panic

// programme.c: pure but for the machine's time zone. The item that is on at Unix time `wall`;
// false: none. *since: its beginning, Unix time.
bool programme_at(const struct show_plan *p, double wall, int *programme, int *cue, double *since);

// course_text.c: as JSON, by names, so that it survives a changed plan. Owned by the caller; NULL:
// memory is short, or it is longer than COURSE_TEXT.
struct course_names {
    const struct show_station *stations;
    int station_count;
};
char *course_text(const struct show_plan *p, const struct course *c,
                  const struct course_names *names);
// What the plan does not have any more is left out. False: it is no course, with a fault.
bool course_read(const struct show_plan *p, const struct course_names *names, const char *text,
                 size_t length, struct course *c, struct fault *f);
