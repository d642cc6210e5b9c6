// Inside health: what is read of the machine.
#pragma once
#include "health/health.h"

#include <sys/stat.h>

#define HEALTH_ZONES 16
#define HEALTH_PATH 1088

struct machine {
    char ladder[HEALTH_PATH]; // file; "": none
    int zones[HEALTH_ZONES];  // open files; each a temperature in thousandths of a degree
    int zone_count;
    int statm;                 // /proc/self/statm, open; -1: none
    struct timespec ladder_at; // when the file that was read was written
    bool ladder_read;
    struct health_machine now;
};

void machine_open(struct machine *m, const char *thermal, const char *ladder);
void machine_close(struct machine *m);
void machine_look(struct machine *m);
