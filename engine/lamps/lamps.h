// Screens and projectors, asleep and awake: DPMS under X11, sway's outputs, projectors over PJLink
// (class 1; class 2's filter hours). Threads of its own do all of it, a frame never waits: one for
// the screens, one for each projector. What does not answer is tried again, less and less often,
// and told to staff once.
#pragma once
#include "base/fault.h"
#include <stdbool.h>

#define LAMPS_PROJECTORS 8
#define LAMPS_PORT 4352 // PJLink's
#define LAMPS_HOST 64
#define LAMPS_ID 64

enum lamps_screens {
    LAMPS_NO_SCREENS,
    LAMPS_X11,
    LAMPS_SWAY,
    LAMPS_LIT_ALWAYS // cage as Debian 12 has it: told, once
};

struct lamps_projector {
    char id[LAMPS_ID];     // of its output
    char host[LAMPS_HOST]; // IPv4 or IPv6, in numbers
    int port;
    bool mute;            // asleep it is only dark (AV mute), its lamp stays lit
    const char *password; // file whose first line it is, read each time; NULL: none. Borrowed
};

struct lamps_desc {
    enum lamps_screens screens;
    struct lamps_projector projectors[LAMPS_PROJECTORS];
    int projector_count;
    double pace; // of waiting: 1; tests go faster
};

enum lamps_state {
    LAMPS_UNKNOWN, // nobody has answered yet
    LAMPS_STANDBY,
    LAMPS_LIT,
    LAMPS_COOLING,
    LAMPS_WARMING,
    LAMPS_SILENT // does not answer, refuses, or answers nonsense: `trouble`
};

// What is known of a projector.
struct lamps_seen {
    enum lamps_state state;
    bool dark;         // AV mute
    long lamp_hours;   // of the lamp that has burnt longest; -1: not told
    long filter_hours; // -1
    char trouble[160]; // "": none
};

struct lamps;

// The sway socket is $SWAYSOCK's, X11's display $DISPLAY's. NULL and a fault: memory, threads.
struct lamps *lamps_create(const struct lamps_desc *desc, struct fault *f);
void lamps_destroy(struct lamps *l); // leaves them as they are; a second at most
// Wanted from now on. Any number of times; nothing waits.
void lamps_set(struct lamps *l, bool screens, bool projectors);
void lamps_seen(struct lamps *l, int projector, struct lamps_seen *seen);
int lamps_screens_asleep(struct lamps *l); // 1: yes, 0: no, -1: it failed (told)
// "192.168.0.21", "192.168.0.21:4352", "fe80::1", "[fe80::1]:4352".
bool lamps_address(const char *text, char host[LAMPS_HOST], int *port);
