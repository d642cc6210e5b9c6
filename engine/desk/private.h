// Inside desk/: the model.
#pragma once
#include "desk/desk.h"
#include "desk/history.h"
#include "desk/journal.h"

struct desk {
    struct desk_names names;
    double (*now_s)(void);
    struct desk_state now;
    bool took[DESK_KINDS_OF][MAPPING_SURFACES][DESK_GROUPS];
    bool resized[DESK_KINDS_OF][MAPPING_SURFACES]; // since the file was begun: told anew
    double scale[MAPPING_SURFACES][2];             // of outputs' corners, as the file has them
    struct history history;
    struct journal journal;
    bool shows;
    int held; // its folder (hold.h); -1: not
    uint64_t version;
    double written_s; // show time of the last step; NAN: it is synced
    double again_s;   // it could not be synced: so much longer
    bool wrote;
    struct faults *told;      // while the file is read
    struct desk_state *trial; // owned; where a step is tried
    int unknown;              // values of the file that lead nowhere
};

// keep.c: the journal's lines.
bool keep_read(struct desk *d, const char *file);
bool keep_start(struct desk *d, const struct desk_value *values, int count);
bool keep_step(struct desk *d, const struct desk_value *values, int count, bool more);
bool keep_word(struct desk *d, const char *word, const char *text);
