// What a station uses, a day at a time: its processor by RAPL where the machine tells it, else by
// CPU time and an assumption that is named; its screens by the watts that are declared. A thread of
// its own counts once a minute, writes it into the state folder and tells it. It is an estimate:
// power supplies, fans and loudspeakers are not in it.
#pragma once
#include "base/fault.h"
#include <stdbool.h>
#include <stdint.h>

#define ENERGY_CORE_W 12.0 // assumed: a core that is busy, beyond one that is not
#define ENERGY_IDLE_W 15.0 // assumed: the machine with nothing to do
#define ENERGY_EVERY_S 60.0
#define ENERGY_DAY 16

// --- counting: plain numbers ---

struct energy_sample {
    double steady_s;      // rises
    double joules;        // of the processors since some beginning; NAN: not told
    double cpu_s;         // of this program since it began
    char day[ENERGY_DAY]; // "2026-11-29"
    bool awake, lit;      // since the sample before: scenes run; screens are lit
};

struct energy_day {
    char day[ENERGY_DAY]; // "": nothing yet
    double awake_s, asleep_s;
    double awake_wh, asleep_wh; // of the machine
    double screens_wh;
    double whole_screens_wh; // had they always been lit
    bool measured;           // by RAPL; else by CPU time
};

struct energy_count {
    double screens_w, screens_asleep_w; // of all outputs together
    struct energy_day today, before;    // before: the last day that was counted whole
    double awake_w;                     // of the machine while awake, last known; NAN: never
    struct energy_sample last;
    bool begun;
};

// True when a day is over: it is `before` now.
bool energy_take(struct energy_count *c, const struct energy_sample *sample);
double energy_used_wh(const struct energy_day *d);
// What it would have used, never asleep; NAN: not known, as it never was awake.
double energy_always_wh(const struct energy_count *c, const struct energy_day *d);
// "this station used 812 Wh on 2026-11-29, 41 % less than always on (…)".
void energy_sentence(const struct energy_count *c, const struct energy_day *d, char *text,
                     int size);

// --- RAPL: /sys/class/powercap ---

#define RAPL_DOMAINS 16

struct rapl {
    struct rapl_domain {
        char file[300];
        uint64_t range_uj, last_uj; // it begins again at 0 after range_uj
    } domains[RAPL_DOMAINS];
    int count;
    double joules; // since rapl_open
};

// Packages and their memory, each once. False: this machine does not tell, or not to us.
bool rapl_open(struct rapl *r, const char *folder);
double rapl_joules(struct rapl *r); // since rapl_open; NAN when one cannot be read any more

// --- kept ---

// Reads what was kept; false: there is nothing usable.
bool energy_read(struct energy_count *c, const char *file);
bool energy_write(const struct energy_count *c, const char *file, struct fault *f);

struct energy_desc {
    const char *powercap; // folder; NULL: /sys/class/powercap. Borrowed, as is `file`
    const char *file;     // NULL: nothing is kept
    double screens_w, screens_asleep_w;
};

struct energy;
struct energy *energy_create(const struct energy_desc *desc, struct fault *f);
void energy_destroy(struct energy *e); // counts to the end
// Of today, as it was counted last, a minute ago at most. False: nothing yet.
bool energy_today(struct energy *e, struct energy_day *day, double *always_wh);
// What holds from now on. Any thread but the audio callback; waits for nothing.
void energy_set(struct energy *e, bool awake, bool lit);
