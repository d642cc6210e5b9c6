// Scripts as they lie in an installation, whether or not a stage starts with them.
#pragma once
#include "base/fault.h"
#include "gpu/gpu.h"
#include "installation/installation.h"

// Compiles every scenes/<name>/*.lua. What does not compile is a fault, unless one with the same
// file and line was told already.
void scripts_check(const struct installation *in, struct faults *faults);
// Compiles every *.frag of the installation and of its scenes.
void scripts_check_shaders(const struct installation *in, struct gpu *gpu, struct faults *faults);
