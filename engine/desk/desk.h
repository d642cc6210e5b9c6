// The technician's desk of one station: what it is that they change (values.h), each step undone
// and done again without end, and kept in a file that only grows: after a power cut or a kill it is
// as it was last shown. installation.lua gives the starting point; what was changed here once
// (an output's or surface's warp, its light, its masks) is this file's from then on. What cannot be
// (crossed corners, a grid that folds) is refused, and nothing changes. No GL, no threads.
#pragma once
#include "base/fault.h"
#include "desk/values.h"

#define DESK_FOLDER "calibration" // in the state folder: a file a station
#define DESK_NAME 80              // bytes of a name of the history
#define DESK_REST_S 0.5 // what was written is synced to the disk when nothing has come for so long
#define DESK_AGAIN_S 10 // what could not be is tried again so much later

struct desk;

struct desk_desc {
    const char *file; // the journal; NULL: nothing is kept
    bool shows;       // a station that runs: meanwhile no other program writes a step (desk_alone)
    const struct mapping_desc *start; // what installation.lua says
    struct desk_names names;          // ids; borrowed
    double (*now_s)(void);            // Unix time; NULL: the machine's
};

// What the file says and cannot be is left out, and told (warnings). NULL: no memory.
struct desk *desk_create(const struct desk_desc *desc, struct faults *told);
void desk_destroy(struct desk *d);

// As it is now; luts are those of `start`. The version grows with each change.
const struct mapping_desc *desk_light(const struct desk *d);
const struct desk_state *desk_now(const struct desk *d);
const struct desk_names *desk_names(const struct desk *d);
uint64_t desk_version(const struct desk *d);
// Anything of this group of this owner comes from the desk, not from installation.lua.
bool desk_took(const struct desk *d, enum desk_of of, int owner, enum desk_group group);

// One step. A grid alone keeps its shape with another kind or number of points; 0 0 0 takes it
// away. `more`: the step before goes on (a hand that moves). False and a fault: nothing changed.
bool desk_set(struct desk *d, const struct desk_value *values, int count, bool more,
              struct fault *f);
bool desk_undo(struct desk *d); // false: there is nothing
bool desk_redo(struct desk *d);
void desk_step_ends(struct desk *d); // what comes is another step

// Gives what is shown now a name.
bool desk_name(struct desk *d, const char *name, struct fault *f);
struct desk_mark {
    char name[DESK_NAME];
    double at_s; // Unix time
    int record;  // for desk_recall
};
int desk_marks(const struct desk *d, struct desk_mark *marks, int room); // the latest first
int desk_yesterday(const struct desk *d); // the last record before today, local time; 0: none
// One step to what it was then: undone like any other. False and a fault: it is so already, or it
// cannot be any more.
bool desk_recall(struct desk *d, int record, struct fault *f);
bool desk_is_so(struct desk *d, int record); // there is nothing to go back to
// As it was then, without going there.
bool desk_look(const struct desk *d, int record, struct mapping_desc *light);

// Why what is done is not kept; NULL: it is.
const char *desk_unkept(const struct desk *d);
// For a program that writes a step from outside: until the desk is destroyed no station shows what
// lies in its folder. False and a fault: one does.
bool desk_alone(struct desk *d, struct fault *f);
void desk_rest(struct desk *d, double now_s); // now and then; show time
