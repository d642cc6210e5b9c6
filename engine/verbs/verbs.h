// The command line: one file a verb, glue between rooms, no logic of their own. Exit 0: done, 1:
// failed, 2: wrong usage.
#pragma once
#include "engine.h"
#include "verbs/door.h"
#include "verbs/options.h"

int verb_run(const char *root, int argc, char **argv);
int verb_rehearse(const char *root, int argc, char **argv);
int verb_shot(const char *root, int argc, char **argv);
int verb_record(const char *root, int argc, char **argv);
int verb_check(const char *root, int argc, char **argv);
int verb_doctor(const char *root, int argc, char **argv);
int verb_new(const char *root, int argc, char **argv);
int verb_bench(const char *root, int argc, char **argv);
int verb_kiosk(const char *root, int argc, char **argv);
int verb_sound(const char *root, int argc, char **argv);

// What run, shot, record, check and sound have in common: an installation read, told about and
// opened.
struct session_desc {
    const char *root, *folder;                                  // folder: as on the command line
    const char *station, *scene, *date, *state, *replay, *time; // NULL: not given
    const char *pulse, *after;                                  // of the supervisor
    struct option_list touches, goes;
    int stepped_hz;              // 0: live; -1: the station's own rate
    const struct params *params; // of the first scenes; NULL: what `given` says
    struct option_list given;    // KEY=VALUE each
    const char *visitor;         // "it,text=3,reach"; NULL: nobody has chosen yet
    bool hours;                  // the house keeps its opening hours, as with kiosk
    bool headless, windowed, kiosk, safe, silent, anew, unpaced, operated, rehearsed, desked;
    bool unpainted; // on an OpenGL that does nothing: soaks
    bool kept;      // stepped, but what a live one keeps is kept: soaks
};

// Runs a live session until it is asked to end, or for so many seconds (0: no end).
int session_run(const struct session_desc *desc, double for_s);

struct session {
    struct installation *installation;
    struct show_plan *plan; // NULL: none
    struct engine *engine;
    struct faults faults;
    int held;                                // what is shown is not taken away (kiosk_hold)
    int station;                             // index asked for; -1: all
    int rate_hz;                             // stepped
    struct params given;                     // the engine borrows it, and the visitor
    struct visit_chosen visitor;             //
    char date[16], state[INSTALLATION_PATH]; // the engine borrows them
};

// The options that verbs on a stepped clock share (--station, --scene, --touch, --go, --replay,
// --date, --time, --param, --visitor), written to `rows`.
enum { SESSION_ROWS = 9 };
void session_rows(struct option_row rows[SESSION_ROWS], struct session_desc *desc);

// Opens; prints what is wrong to standard error. False: nothing is open.
bool session_open(struct session *s, const struct session_desc *desc);
void session_close(struct session *s);
// False, told on standard error, when a scene was stopped before `file` was written.
bool session_went_well(struct session *s, const char *file);
bool session_ends_with(const char *file, const char *ending); // ".png", in any case
// Runs frames 0.. up to the one of at_s (excluded), with pictures nobody looks at.
void session_advance(struct session *s, double at_s, void (*frame)(void *user), void *user);
// The station to look at: the one asked for, or the first.
struct station *session_station(struct session *s);
// Index of its output `id`, of the first for NULL; -1 and a fault when there is none such.
int session_output(struct session *s, const char *id, struct fault *f);
void session_print_faults(const struct faults *faults);
