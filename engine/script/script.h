// Scenes: Lua behind the fence, one state a stage. Reads events and facts from the table, lays draw
// lists and asks on it. One bind_<table>.c per Lua table; scenes/api/ holds their stubs.
#pragma once
#include "base/fault.h"
#include "base/pulse.h"
#include "finder/finder.h"
#include "repertoire/repertoire.h"
#include "scene/scene.h"
#include "text/text.h"
#include "words/words.h"

struct script;

// How names of files are found; borrowed for the script's life. Each false with a fault.
struct script_files {
    bool (*find)(void *user, const char *scene_folder, const char *name, char *path, size_t size,
                 struct fault *f);
    bool (*scene)(void *user, const char *name, char *folder, size_t size, struct fault *f);
    const char *shared; // folder of scenes of every installation, for its lib/; NULL: none
    void *user;
    // Tells every plain file in a folder of the installation. NULL: there are none.
    bool (*list)(void *user, const char *folder, void (*each)(void *to, const char *name), void *to,
                 struct fault *f);
};

struct script_desc {
    struct scene *scene;
    struct script_files files;
    struct text *text;                   // measures; borrowed; NULL: all texts measure 0
    struct words *words;                 // of interfaces; borrowed; NULL: none
    const struct repertoire *repertoire; // NULL: no content
    struct finder *finder;               // borrowed; NULL: scenes find by their records alone
    struct pulse *pulse;                 // breadcrumb; may be NULL
    const char *const *languages;        // installation's; [0] is the default
    int language_count;
    const char *const *title;           // installation's, in the order of languages; NULL: none
    const struct visit_chosen *visitor; // who is there at first; NULL: nobody has chosen yet
    const char *const *messages;        // names that show.send may say, NULL-terminated; NULL: any
    const char *const *stations;        // of the installation, NULL-terminated; NULL: not known
    const char *const *const *hearers;  // of each message, its stations, NULL-terminated; or NULL
    const char *const *titles;          // theirs, in each language by turns; NULL: not known
    const char *const *cues, *const *lists; // of the show, NULL-terminated; NULL: none
    const char *const *osc;                 // programs that osc.send may speak to; NULL: none
    double call_s;                          // fence; 0: its default
    size_t memory_bytes;                    // 0: its default
    const char *date;                       // "2026-01-01": today, for show.date()
    unsigned seed;
    void (*fault)(void *user, int stage, const char *text); // told once per fault; may be NULL
    void (*warn)(void *user, int stage, const char *text);  // what hinders nothing; may be NULL
    void *user;
};

struct script *script_create(const struct script_desc *desc, struct fault *f);
void script_destroy(struct script *s);
// Loads scene `name` onto a stage: enter, and one update and draw, whose picture replaces what
// stood there. False and a fault `file:line: …` when it does not compile or one of them fails: the
// stage keeps what it had. Media of the scene before are released, its sounds fade.
bool script_start(struct script *s, int stage, const char *name, const struct params *params,
                  struct fault *f);
// The same, entered at show time at_s, not after now: what it plays and times on entering begins
// then. Where a scene stands is a function of the clock.
bool script_start_at(struct script *s, int stage, const char *name, const struct params *params,
                     double at_s, struct fault *f);
// Takes `go` from the stages, gives events to touch and hear, calls update and, where due, draw.
// A faulty scene sits out (1 s, 5 s, 60 s), its last picture stands, its films stand still.
void script_update(struct script *s, double now_s);
// Other records from now on. Between frames.
void script_records(struct script *s, const struct repertoire *repertoire);
// Looks for saved scene files and reloads those changed; a bad one keeps the last good. True when
// something was reloaded. Not called in stepped runs.
bool script_refresh(struct script *s);
int script_fault_count(const struct script *s); // since creation
int script_stop_count(const struct script *s);  // how often a running scene was stopped
// The scene that runs on a stage; NULL: none, or it sits out.
const char *script_playing(const struct script *s, int stage);
const struct repertoire *script_repertoire(const struct script *s); // NULL: none
// What the scene of a stage was given; borrowed until another one runs.
const struct params *script_params(const struct script *s, int stage);
// What the scene of a stage costs, for staff. CPU is counted since the last time it was asked, and
// only once it has been asked.
struct script_cost {
    const char *name; // of the scene; "": none. Borrowed
    double cpu_s;
    double worst_s, budget_s;         // of one frame's calls together; what one call may take
    size_t memory_bytes, memory_most; // held; the most that is allowed
    double back_s;                    // sits out until; INFINITY: it runs, or there is none
};
void script_cost(struct script *s, int stage, struct script_cost *cost);
// What no scene can reach any more is let go, now. Returns the bytes that then lie ready for what
// scenes will make.
size_t script_collect(struct script *s);
void script_revive(struct script *s); // who sits out begins anew in the next frame
