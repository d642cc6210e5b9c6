// Inside desk/: all that was done, in order. Steps can be undone and done again without end; the
// log says what each value was at any time, whatever was undone since.
#pragma once
#include "desk/values.h"

#define HISTORY_NAME 80

enum history_kind { HISTORY_CHANGE, HISTORY_NAMED };

struct history_record {
    enum history_kind kind;
    double at_s;      // Unix time
    int first, count; // of the log's values
    char name[HISTORY_NAME];
};

struct history_step {
    int before_first, before_count, after_first, after_count;
};

struct history {
    struct desk_state origin; // before the first of it
    struct desk_values values, before, after;
    struct history_record *records; // owned
    struct history_step *steps;     // owned
    int record_count, record_room, step_count, step_room;
    int done;  // of the steps; those behind it were undone
    bool open; // the last step may go on
};

void history_finish(struct history *h);
// Applies a step to *s. `more`: the last one goes on, where it can. False: no memory, or a value is
// not there; then *s is as it was.
bool history_step(struct history *h, struct desk_state *s, const struct desk_value *values,
                  int count, bool more, double at_s);
// False: there is nothing to undo, or to do again.
bool history_undo(struct history *h, struct desk_state *s, double at_s);
bool history_redo(struct history *h, struct desk_state *s, double at_s);
bool history_name(struct history *h, const char *name, double at_s);
void history_close(struct history *h); // the last step is over
// As it was after so many records; 0: at the beginning.
void history_fold(const struct history *h, int records, struct desk_state *s);
// How many records were there at that time.
int history_until(const struct history *h, double at_s);
