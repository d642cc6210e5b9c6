// The files that the repertoire's records name, opened and looked into: what cannot be shown or
// heard is a fault at its record.
#pragma once
#include "base/fault.h"
#include "installation/installation.h"

// `date`: the day whose consents must hold.
void media_check(const struct installation *in, const char *root, const char *date,
                 struct faults *faults);
