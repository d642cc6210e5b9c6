// A medium becomes a view of a capsule, where its sound says that it belongs.
#pragma once
#include "base/fault.h"
#include "installation/installation.h"

// "median", "wide" …, NULL-terminated.
const char *const *media_roles(void);
// Appends a view to the record of a capsule, with its offset where one is found (else that is said
// on standard error, and no fault). A medium that is a view already is left as it is.
bool media_join(const struct installation *in, const char *root, const char *capsule,
                const char *media, const char *role, bool silent, struct fault *f);
