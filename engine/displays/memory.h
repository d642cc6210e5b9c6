// Which display each output of a station had: a file in the state folder, so that light finds its
// wall again whatever is plugged in where. Written whole or not at all; the one before is kept
// beside it (`.previous`), for a file that a bad disk has spoilt.
#pragma once
#include "displays/bind.h"

#define MEMORY_OUTPUTS 16
#define MEMORY_ID 64
#define MEMORY_FILE "outputs-%s.json" // in the state folder, by station

struct remembered {
    char id[MEMORY_ID];    // the output
    char asked[BIND_TEXT]; // `display` of installation.lua then: changed since, it holds no more
    struct identity identity;
    char connector[DISPLAY_CONNECTOR];
};

struct memory {
    struct remembered outputs[MEMORY_OUTPUTS];
    int count;
};

// No file: nothing is remembered, and no fault. A file that is none: the previous one, if that can
// be read, else nothing; the fault says which. Returns whether the file itself was good.
bool memory_read(const char *path, struct memory *m, struct fault *f);
bool memory_write(const char *path, const struct memory *m, struct fault *f);
struct remembered *memory_of(struct memory *m, const char *id);   // NULL: not remembered
struct remembered *memory_take(struct memory *m, const char *id); // made when missing; NULL: full
// What an output asks for: its `display` of installation.lua, and what is remembered if it was
// asked for the same then.
void memory_ask(struct memory *m, const char *id, const char *wanted, struct bind_output *to);
// This display is this output's from now on. Who had it gets what that one had, else none: its id,
// "" nobody. False: there is no room.
enum memory_other { MEMORY_NOBODY, MEMORY_EXCHANGED, MEMORY_LOST };
bool memory_give(struct memory *m, const char *id, const char *asked, const struct display *d,
                 char other[MEMORY_ID], enum memory_other *what);
bool memory_forget(struct memory *m, const char *id); // false: there was nothing
