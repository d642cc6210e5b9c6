// The visits of a station: on each stage one visitor after the other. The first touch begins a
// visit and is heard by the scene that stands there; who does not touch for idle_s is asked for
// ask_s whether they want more time; then all is as a visitor finds it. What happens is told as
// records, which know nothing of who it was. Plain data, no SQL, no GL, no threads. Main thread.
//
// Seconds of a visit are counted on a steady clock, which nobody can set; show time may jump.
#pragma once
#include "scene/scene.h"

#define VISIT_KEPT_S 3600.0 // no film is waited for longer
#define VISIT_REST_S 2.0    // words that rest so long were a search; those on the way are not told
#define VISIT_FADE_S 0.4    // one scene gives way to another
#define VISIT_FINGERS 64    // of a stage, at once

enum visit_what {
    VISIT_RECORD_BEGAN,    // at the first touch
    VISIT_RECORD_ENDED,    // `end`, `seconds`, `pages`
    VISIT_RECORD_PAGE,     // was shown and is no more: `page`, `kind`, `seconds`, `before`
    VISIT_RECORD_SEARCHED, // `words`, `hits`
    VISIT_RECORD_LANGUAGE, // chosen: `language`
    VISIT_RECORD_SETTINGS  // chosen: `settings`
};

enum visit_end {
    VISIT_END_DONE, // the visitor said so
    VISIT_END_IDLE, // nobody answered
    VISIT_END_STAFF // the program ended
};

// What happened. Those of one visit have its stage and number, begin with BEGAN and end with ENDED
// (a program that is killed ends none). Each has the language and settings of then.
struct visit_record {
    enum visit_what what;
    char station[SCENE_ID], stage[SCENE_ID];
    uint32_t visit;          // from 1, since the program began, a stage
    double now_s;            // show time when it is told
    double seconds;          // PAGE: it was looked at; ENDED: all of the visit. To the last sign of
                             // somebody being there, where nobody said goodbye
    enum visit_end end;      // ENDED
    int pages;               // ENDED: how many were shown; one that comes again counts again
    char page[VISIT_ID];     // PAGE; SEARCHED: where; ENDED: the last; "": none
    char kind[VISIT_KIND];   // of that page
    char before[VISIT_ID];   // PAGE: the one before it in this visit; "": it was the first
    char words[VISIT_WORDS]; // SEARCHED, as they were typed
    int hits;                // SEARCHED
    char language[VISIT_LANGUAGE];
    struct visit_settings settings;
};

struct visit_stage {
    const char *attract; // scene while nobody is there; "": `scene` itself, begun anew
    const char *scene;   // what a visit begins with
    double idle_s, ask_s;
};

struct visit_desc {
    const char *station;
    const char *language;             // the installation's first
    const struct visit_stage *stages; // copied, with what they point to
    int stage_count;
    const struct params *params; // given to `scene` when it is begun anew; NULL: none
    // Each record, at once, on the main thread; must not wait. NULL: nobody listens.
    void (*put)(void *user, const struct visit_record *record);
    void *user;
};

struct visit;

struct visit *visit_create(const struct visit_desc *desc); // NULL when memory is short
void visit_destroy(struct visit *v); // ends what is on, told as VISIT_END_STAFF; NULL is fine
// After input and films, before scripts. `steady_s` never goes back and nobody sets it; in stepped
// runs it is show time.
void visit_update(struct visit *v, double now_s, double steady_s, struct scene *scene);
// Show time at which something falls due by itself; INFINITY: nothing.
double visit_next_s(const struct visit *v, const struct scene *scene);
