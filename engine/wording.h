// What the interfaces of an installation say: its strings over the program's. Main thread.
#pragma once
#include "installation/installation.h"
#include "station.h"
#include "words/words.h"

// NULL when memory is short. `faults` NULL: what is wrong in the files is logged.
struct words *wording_open(const struct installation *in, const char *root, struct faults *faults);
// Files that were saved since: all scenes draw again.
void wording_refresh(struct words *w, struct station *stations, int count);
