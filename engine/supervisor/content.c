// What is there to show: `current` and `previous` of a folder, or the folder itself.
#include "supervisor/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool resolve(const char *folder, const char *name, char to[PATH_MAX])
{
    char path[PATH_MAX];
    bool fits = snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path;
    if (fits && realpath(path, to))
        return true;
    to[0] = 0;
    return false;
}

void content_find(struct content *c, const char *folder)
{
    c->previous[0] = 0;
    if (resolve(folder, "current", c->current)) {
        if (resolve(folder, "previous", c->previous) && strcmp(c->previous, c->current) == 0)
            c->previous[0] = 0;
    } else if (!realpath(folder, c->current)) {
        snprintf(c->current, sizeof c->current, "%s", folder); // the safe scene does without
    }
}
