// Inside desk/: who shows what the journals of a folder say. A station that runs has a share of the
// folder; who writes a step from outside has all of it, or nothing.
#pragma once
#include "base/fault.h"

// -1: it cannot be had now: the folder cannot be made, or somebody writes in it.
int hold_share(const char *file);
// -1 and a fault: a station shows it. `*none`: there is no such folder, and nobody to be asked.
int hold_all(const char *file, bool *none, struct fault *f);
