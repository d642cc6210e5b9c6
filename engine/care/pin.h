// The PIN of staff, and how often it may be guessed. In the state folder, readable by the program
// alone: `pin` (argon2id, libsodium's text), `pin-tries` (wrong tries in a row, and until when none
// is looked at). Times are seconds of a clock that nobody sets and that goes on while the machine
// sleeps (CLOCK_BOOTTIME): a clock that is put back or forward opens nothing. Main thread; a try is
// judged in a thread of its own, since argon2 takes some tenths of a second on purpose.
#pragma once
#include "base/fault.h"

#define PIN_LEAST 4 // digits
#define PIN_MOST 12
#define PIN_FILE "pin"
#define PIN_TRIES_FILE "pin-tries"
#define PIN_TRIES 5            // wrong ones in a row, then nothing is looked at for
#define PIN_LOCK_S 60.0        // so long; twice as long after each further one,
#define PIN_LOCK_MOST_S 3600.0 // at most
#define PIN_FORGET_S 1800.0    // without a wrong try one of them is forgotten

// 4 to 12 digits that are not all the same.
bool pin_allowed(const char *digits);
// Hashes it (slowly) and keeps it; tries begin anew. Root may do it for the folder's owner.
bool pin_set(const char *folder, const char *digits, struct fault *f);
bool pin_is_set(const char *folder); // there is a file that is not empty

enum pin_answer { PIN_IDLE, PIN_WAITS, PIN_RIGHT, PIN_WRONG };

struct pin;
struct pin_desc {
    const char *folder;       // borrowed
    const char *boot;         // names the time since the machine was started; NULL: Linux's
    void (*wake)(void *user); // from the thread: the answer is there
    void *user;
};

// NULL: no memory, or no libsodium. Reads what was tried; where that cannot be read all were.
struct pin *pin_create(const struct pin_desc *desc, double now_s);
void pin_destroy(struct pin *p);                        // waits for the thread; NULL is fine
double pin_locked_s(const struct pin *p, double now_s); // still so long; 0: it may be tried
// False: locked, or one waits already. It counts as wrong, on the disk, before it is looked at.
bool pin_try(struct pin *p, const char *digits, double now_s);
// Once for each try: PIN_RIGHT or PIN_WRONG.
enum pin_answer pin_answer(struct pin *p, double now_s);
int pin_wrong(const struct pin *p); // wrong tries in a row
