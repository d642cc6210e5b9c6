// A shared library that is loaded when it is first needed (docs/design.md, "Weight").
#pragma once
#include "base/fault.h"

struct library_symbol {
    const char *name;
    void **at; // where the address goes
};

// Loads the first of `sonames` (NULL-terminated) that is there and fills in every symbol. The
// library stays loaded for the life of the process. False and a fault that names what is missing
// and the package to install.
bool library_load(const char *const *sonames, const char *package,
                  const struct library_symbol *symbols, int count, struct fault *f);
