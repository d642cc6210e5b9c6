// sway's socket (sway-ipc(7)): it is asked, and answers within a time or not at all, however slowly
// it speaks. No state but the connection, no threads of its own: any thread may have one.
#pragma once
#include <jansson.h>
#include <stdbool.h>

#define SWAY_COMMAND 256       // bytes, at most
#define SWAY_ANSWER (4u << 20) // bytes; what is longer is none

enum sway_what { SWAY_RUN = 0, SWAY_OUTPUTS = 3, SWAY_TREE = 4, SWAY_CONFIG = 9 };

struct sway {
    int fd;         // -1: closed
    double until_s; // CLOCK_MONOTONIC; all that is asked is answered by then
};

// NULL: there is no sway. False: nobody takes the call.
bool sway_open(struct sway *s, const char *path, double within_s);
// Owned; NULL: it did not answer, or not with JSON. Then nothing more is to be asked.
json_t *sway_ask(struct sway *s, enum sway_what what, const char *command);
// A command ("" is none); false: it was not done. `answered`, unless NULL: there was an answer.
bool sway_run(struct sway *s, const char *command, bool *answered);
void sway_close(struct sway *s);
