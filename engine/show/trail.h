// Inside show/: to whom a station gives itself when several ask. One stage holds it; its choices
// are heard at once. The others wait, one place each, first come first; a stage's latest choice
// counts. Pure: no clock, no network.
//
// The rule. H: hold_s of the message; Q: TRAIL_LEAST_S, or H when that is shorter.
// - Nobody else waits: the turn ends H after the holder's last choice.
// - Another waits: it ends Q after the last choice, at once when that is past.
// - While another waits the holder's choices are heard up to H - Q after both its turn and that
//   waiting began; a later one takes a place behind the others. So a turn lasts H at most from
//   then, what is heard stands for Q unless its own visitor goes on, and who takes place n waits
//   n times H at most.
// - Who gives back, or has gone, holds and waits no more.
#pragma once
#include "scene/hold.h"
#include "show/private.h"

#define TRAIL_LEAST_S 20

struct trail_turn {
    char who[HOLD_WHO];
    double hold_s, began_s, chosen_s;
};

struct trail_wait {
    char who[HOLD_WHO];
    double hold_s, asked_s;
    struct show_message message; // its latest choice
};

struct trail {
    bool held;
    struct trail_turn turn;
    int waiting;
    struct trail_wait queue[HOLD_WAITING];
};

enum trail_answer {
    TRAIL_HEARD, // it holds the station: the message is told now
    TRAIL_WAITS,
    TRAIL_FULL // HOLD_WAITING wait already; the message is lost
};

// "station/stage", or the station alone where the sender has no stages.
void trail_who(const struct show_message *m, char who[HOLD_WHO]);
// Up to now_s trail_next has been called until it said false.
enum trail_answer trail_ask(struct trail *t, const struct show_message *m, double hold_s,
                            double now_s);
bool trail_release(struct trail *t, const char *who); // false: nothing was changed by it
// A turn that is over up to now_s, or the next one that begins; false: none. *heard is what is to
// be told to the scenes, without a name when it is nothing.
bool trail_next(struct trail *t, double now_s, struct show_message *heard);
double trail_end_s(const struct trail *t); // of the turn, as things are; INFINITY: nobody holds it
void trail_shift(struct trail *t, double later_s);      // show time has begun so much later
void trail_view(const struct trail *t, struct hold *h); // all but its station
