// The repertoire of an installation, and whether the files that its records name are there.
#pragma once
#include "installation/installation.h"
#include "repertoire/repertoire.h"

// NULL when there is none. A film, picture, sound or clip that is missing is a fault at its record.
struct repertoire *content_read(const struct installation *i, const char *root,
                                struct faults *faults);
