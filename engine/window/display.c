// Which display a window goes to.
#include "base/log.h"
#include "window/private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *name_of(int display)
{
    const char *name = SDL_GetDisplayName(display);
    return name ? name : "?";
}

bool windows_taken(const struct windows *w, int display)
{
    for (int i = 0; i < w->count; i++)
        if (w->items[i].display == display)
            return true;
    return false;
}

static int next_free(const struct windows *w, int displays)
{
    for (int i = 0; i < displays; i++)
        if (!windows_taken(w, i))
            return i;
    return 0;
}

static void tell_unknown(const char *name, int displays, int used)
{
    char names[1024] = "";
    size_t at = 0;
    for (int i = 0; i < displays && at < sizeof names; i++)
        at += (size_t)snprintf(names + at, sizeof names - at, "%s%d \"%s\"", i ? ", " : "", i + 1,
                               name_of(i));
    log_warning("window", "no display \"%s\"; there is %s; %d is used", name, names, used + 1);
}

void windows_tell_shared(const char *title, int display)
{
    log_warning(
        "window",
        "\"%s\" lies over another window: %d display(s) are there, and display %d \"%s\" has one",
        title, SDL_GetNumVideoDisplays(), display + 1, name_of(display));
}

int windows_display(const struct windows *w, const char *name)
{
    int displays = SDL_GetNumVideoDisplays();
    if (!name || !name[0])
        return next_free(w, displays);
    for (int i = 0; i < displays; i++)
        if (strcmp(name_of(i), name) == 0)
            return i;
    char *end;
    long number = strtol(name, &end, 10);
    if (!*end && number >= 1 && number <= displays)
        return (int)number - 1;
    int used = next_free(w, displays);
    tell_unknown(name, displays, used);
    return used;
}
