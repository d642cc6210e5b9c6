// Templates of whole installations for `gestuaire new`: texts of installations/ that are copied,
// and a folder into which the user's pictures and films go.
#pragma once
#include "base/fault.h"
#include <stdbool.h>

#define TEMPLATE_FILES 16

struct template
{
    const char *name;                      // --from
    const char *folder;                    // under the program's root
    const char *works;                     // in the installation: where pictures and films lie
    const char *files[TEMPLATE_FILES + 1]; // NULL-terminated
};

const struct template *template_find(const char *name); // NULL, told
// Makes the installation `to`, which is not there yet. `works` (NULL: none) is the folder whose
// pictures and films are copied; what cannot be shown is told and left out.
bool template_copy(const struct template *t, const char *root, const char *to, const char *works,
                   struct fault *f);
