// A sway that is none: its socket, and answers as sway-ipc(7) has them, in a thread.
#pragma once
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum swayed_how {
    SWAYED_WELL,
    SWAYED_MUTE, // takes who calls, and never says a word
    SWAYED_SLOW  // a byte every 20 ms, of an answer of 4 MiB
};

struct swayed {
    enum swayed_how how;
    const char *outputs, *tree, *config; // what it answers; NULL: "[]"
    int unknown;                         // so many commands to a window find none
    char commands[4096];                 // a line each; to be read after swayed_end
    // its own
    char path[108];
    int fd;
    pthread_t thread;
    atomic_bool ends;
};

void swayed_begin(struct swayed *s); // SWAYSOCK leads there
void swayed_end(struct swayed *s);   // and nowhere
