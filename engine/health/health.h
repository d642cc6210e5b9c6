// How a station is, once a second, as one line of JSON on a local socket: what a fleet, a
// technician with socat or a script reads (docs/kiosk.md has every field). It also says when a
// station does not do well any more, in the log, and how it is once a minute. Nothing here waits:
// clients are answered without blocking, and one that does not read is dropped. Main thread; after
// it was opened it takes nothing from the heap but when the supervisor's file changes.
#pragma once
#include "base/fault.h"
#include "staff/staff.h"

#include <stddef.h>

#define HEALTH_EVERY_S 1.0
#define HEALTH_FIRST_S 60.0 // how it is, in the log: so long after it began,
#define HEALTH_SAY_S 3600.0 // then so often, with how long it was worse meanwhile
#define HEALTH_CHANGES 4    // of its state are told between two of these; of more, the first to bad
#define HEALTH_CLIENTS 8    // more are turned away
#define HEALTH_LINE 16384   // bytes of a line, at most
#define HEALTH_FORMAT 1     // the first key of each line
#define HEALTH_WORSE_TIMES 3 // looks in a row that are worse, before it is said to be so
#define HEALTH_BETTER_TIMES 10

enum health_state { HEALTH_GOOD, HEALTH_STRAINED, HEALTH_BAD };

#define HEALTH_POINTS 8
#define HEALTH_PORTS 2

// What a kiosk holds on to, as it was last looked at.
struct health_hold {
    struct health_point {
        const char *point; // borrowed, as both texts: "keys"
        const char *why;
        bool held;
    } points[HEALTH_POINTS];
    int count;
};

// What a line says beside the machine's own (memory, temperature, the ladder), which health/ reads.
struct health_facts {
    const struct staff_facts *staff; // borrowed; its meter: rooms are told while it is on
    double uptime_s;                 // of the process
    double input_age_s;              // since somebody touched, pressed, moved; negative: never
    uint64_t input_count, audio_blocks;
    int visits_today; // that began since midnight, or since the process began
    bool visiting;
    unsigned visits_lost; // records that no disk took
    bool safe;            // the safe scene, without content
    const char *night;    // "": open. Why nothing is shown on purpose: "asleep"
    struct health_energy {
        const char *day; // borrowed, "2026-11-29"; NULL: nothing is counted
        double used_wh, always_wh;
        bool measured;              // by RAPL; else by CPU time
    } energy;                       // of today; of all stations of the machine
    bool kiosk;                     // for the public
    const struct health_hold *hold; // borrowed; NULL: there is nothing it could hold on to
    int ports[HEALTH_PORTS];        // UDP, that the installation opens to other machines; 0: none
};

struct health;

struct health_desc {
    const char *socket; // path; NULL: none, the log alone. A stale one is replaced
    const char *ladder; // supervisor.json; NULL: none
    const char *station;
    const char *thermal; // NULL: /sys/class/thermal; tests give a folder of their own
};

// NULL when memory is short. A socket that cannot be made is logged and there is none.
struct health *health_create(const struct health_desc *desc);
void health_destroy(struct health *h); // removes the socket; NULL is fine
// Whether somebody listens: then costs are worth measuring.
bool health_listened(const struct health *h);
// One look at `now_s` (any clock that only grows). Takes who has come, sends them a line, logs.
void health_look(struct health *h, const struct health_facts *facts, double now_s);

// ---- parts, for tests ----

// What health/ reads of the machine. Units: MiB, degrees Celsius; negative: not known.
struct health_machine {
    double rss_mib, cpu_s, temperature_c;
    char ladder[32];  // where the supervisor's ladder stands; "": no supervisor
    char reason[160]; // the last that it wrote down
};

struct health_verdict {
    enum health_state state;
    char why[4][120];
    int why_count;
};

void health_judge(const struct health_facts *facts, const struct health_machine *machine,
                  struct health_verdict *to);
// The line without its end; returns its length. What does not fit is left out whole (recent faults
// first), so that the line is always an object.
size_t health_write(const struct health_facts *facts, const struct health_machine *machine,
                    const struct health_verdict *verdict, char *line, size_t size);
