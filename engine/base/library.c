// Shared libraries loaded on first use.
#include "base/library.h"

#include <dlfcn.h>

bool library_load(const char *const *sonames, const char *package,
                  const struct library_symbol *symbols, int count, struct fault *f)
{
    void *library = NULL;
    for (const char *const *name = sonames; *name && !library; name++)
        library = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return fault_set(f, "%s is not here (%s); install the package %s", sonames[0], dlerror(),
                         package);
    for (int i = 0; i < count; i++) {
        *symbols[i].at = dlsym(library, symbols[i].name);
        if (!*symbols[i].at)
            return fault_set(f, "%s has no %s; install the package %s of Debian 12", sonames[0],
                             symbols[i].name, package);
    }
    return true;
}
