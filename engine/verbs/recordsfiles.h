// The files of an installation's media against what their records say of them.
#pragma once
#include "content.h"

// Reads every file whose record has a sha256 or bytes; another one is an error at its record. Shows
// a progress bar when standard error is a terminal.
void records_files_check(const struct installation *in, const char *root,
                         const struct repertoire *r, struct faults *faults);
