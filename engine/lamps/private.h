// lamps: the words of PJLink, and who speaks them.
#pragma once
#include "lamps/lamps.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

// --- pjlink.c: lines of PJLink 2.00, read ---

#define PJLINK_LINE 256  // bytes of a line that we take; the protocol's longest is 136
#define PJLINK_VALUE 130 //
#define PJLINK_LAMPS 8   //
#define PJLINK_FAULTS 6  // fan, lamp, temperature, cover, filter, other
#define PJLINK_RANDOM 9  // bytes of the number that is hashed, its end included
#define PJLINK_PASSWORD 33

enum pjlink_answer {
    PJLINK_GIVES,     // `value`
    PJLINK_OK,        //
    PJLINK_UNDEFINED, // ERR1: it knows no such command
    PJLINK_OUTSIDE,   // ERR2: nor such a value
    PJLINK_NOT_NOW,   // ERR3
    PJLINK_BROKEN,    // ERR4
    PJLINK_REFUSED,   // PJLINK ERRA: the password
    PJLINK_NONSENSE
};

#define PJLINK_HASH 33
// MD5 as PJLink wants it of its passwords; nothing else should. Hexadecimal.
void pjlink_hash(const char *text, char hash[PJLINK_HASH]);
// What it says when it is called. False: it is no projector. random "": it wants no password.
bool pjlink_greeting(const char *line, size_t length, char random[PJLINK_RANDOM]);
// The line without its end, to a command "%1POWR".
enum pjlink_answer pjlink_answer(const char *line, size_t length, const char *command,
                                 char value[PJLINK_VALUE]);
// The hours of the lamp that has burnt longest; -1: it is no such value.
long pjlink_lamp_hours(const char *value);
// 0: well, 1: warning, 2: error.
bool pjlink_faults(const char *value, int faults[PJLINK_FAULTS]);
// "%1POWR 1\r", behind the hash that a password wants.
bool pjlink_command(const char *random, const char *password, const char *command,
                    const char *parameter, char line[PJLINK_LINE]);

// --- talk.c: one connection ---

struct talk {
    int fd, stop_fd;
    double pace;
    char random[PJLINK_RANDOM], password[PJLINK_PASSWORD];
    bool greeted; // the hash goes with the first command only
    char held[PJLINK_LINE];
    size_t held_bytes;
    struct fault fault;
};

// `stop_fd` becomes readable: all waiting ends.
bool talk_open(struct talk *t, const struct lamps_projector *p, int stop_fd, double pace);
void talk_close(struct talk *t);
// False: the connection is of no use any more, and the fault says why.
bool talk_ask(struct talk *t, const char *command, const char *parameter,
              enum pjlink_answer *answer, char value[PJLINK_VALUE]);

// --- projector.c ---

struct projector {
    struct lamps *lamps;
    struct lamps_projector desc;
    pthread_t thread;
    bool running; // the thread was made
    // Its thread's.
    int failures;  // in a row
    int class;     // 0: not known
    bool lit_told; // it has done what is wanted, and that was told
    int faults[PJLINK_FAULTS];
    double asked_s; // since when what is wanted is not so; NAN: it is
    bool late_told;
    // Under the lock.
    struct lamps_seen seen;
};

struct lamps {
    struct lamps_desc desc;
    pthread_mutex_t lock;
    pthread_cond_t changed;              // monotonic
    int stop_fd;                         // an eventfd: readable at the end
    atomic_bool stopping;                // written under the lock; a call looks at it without
    bool screens_on, projectors_on, set; // wanted; set: anything is
    unsigned turn;                       // of what is wanted
    int screens_asleep;
    bool screens_thread, screens_told;
    pthread_t screens;
    struct projector projectors[LAMPS_PROJECTORS];
};

void *projector_run(void *projector);
void *screens_run(void *lamps);
// Waits until something else is wanted, or so many seconds. False: the end. Locked.
bool lamps_wait(struct lamps *l, unsigned turn, double seconds);

// --- screens.c ---

bool screens_set(enum lamps_screens kind, bool on, struct fault *f);
