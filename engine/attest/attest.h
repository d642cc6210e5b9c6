// What a machine for the public is locked by, point by point: asked of the station that runs (its
// health line), of the kernel and of the files that say it, never taken as given. What cannot be
// looked at counts as open. For `gestuaire kiosk status`; main thread, waits some seconds at most.
#pragma once
#include "kiosk/kiosk.h"

#define ATTEST_POINTS 24
#define ATTEST_FORMAT 1
#define ATTEST_WHY 320
#define ATTEST_ANSWER_S 4.0 // a station that runs says how it is once a second
#define ATTEST_FREE_MIB 32  // of the disk with the state; below it logs are not written

enum attest_says { ATTEST_LOCKED, ATTEST_OPEN, ATTEST_TOLD }; // told: nothing to lock

struct attest_point {
    const char *point; // as in JSON
    enum attest_says says;
    char why[ATTEST_WHY];
};

struct attest {
    struct attest_point points[ATTEST_POINTS];
    int count;
};

// `below`: --root, or NULL; what the machine has in files is looked for there. `verify`: all
// content is read, not what may have changed alone.
void attest_look(struct attest *a, const struct kiosk *kiosk, const char *below, bool verify);
bool attest_locked(const struct attest *a); // nothing is open
// docs/schema/kiosk-status.schema.json; owned by the caller. NULL: no memory.
char *attest_json(const struct attest *a, const struct kiosk *kiosk);
