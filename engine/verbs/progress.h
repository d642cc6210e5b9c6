// A bar on standard error for what takes long, where that is a terminal; elsewhere nothing is said.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *what; // borrowed
    int64_t begun_ns, shown_ns;
    bool shown, terminal;
};

// Of one thing: a file's name, "index". NULL: bare.
void progress_begin(struct progress *p, const char *what);
// Bytes done of all.
void progress_bytes(struct progress *p, double done, double all);
// Steps done of all.
void progress_parts(struct progress *p, double done, double all);
void progress_end(struct progress *p); // takes the bar away
