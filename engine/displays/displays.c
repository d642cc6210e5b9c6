// Whom the displays are asked of, and what they are called.
#include "displays/displays.h"
#include "displays/private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool there(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0];
}

// SDL takes X where both are there, so do we.
static bool open_server(struct displays *d, struct fault *f)
{
    if (d->desc.server == DISPLAYS_WAYLAND ||
        (d->desc.server == DISPLAYS_ANY && !there("DISPLAY") && there("WAYLAND_DISPLAY")))
        return wayland_open(d, f);
    return x11_open(d, f);
}

struct displays *displays_open(const struct displays_desc *desc, struct fault *f)
{
    struct displays *d = calloc(1, sizeof *d);
    if (!d) {
        fault_set(f, "no memory");
        return NULL;
    }
    d->desc = *desc;
    d->changed = true;
    if (!open_server(d, f)) {
        displays_close(d);
        return NULL;
    }
    return d;
}

void displays_close(struct displays *d)
{
    if (!d)
        return;
    x11_close(d);
    wayland_close(d);
    free(d);
}

bool displays_changed(struct displays *d)
{
    bool news = d->x ? x11_changed(d) : wayland_changed(d);
    bool changed = d->changed || news;
    d->changed = false;
    return changed;
}

int displays_list(struct displays *d, struct display *to)
{
    return d->x ? x11_list(d, to) : wayland_list(d, to);
}

void display_title(const struct display *d, char *text, size_t size)
{
    bool named = d->identity.model[0] && d->identity.model[0] != '#';
    const char *name = named ? d->identity.model : d->connector;
    int inches = (int)(hypot(d->width_mm, d->height_mm) / 25.4 + 0.5);
    if (inches)
        snprintf(text, size, "%s %d\"", name, inches);
    else
        snprintf(text, size, "%s", name);
}

void display_tell(const struct identity *identity, const char *connector, char *text, size_t size)
{
    if (identity_none(identity))
        snprintf(text, size, "a display that does not say who it is, on %s", connector);
    else
        snprintf(text, size, "%s %s%s%s, on %s", identity->make, identity->model,
                 identity->serial[0] ? ", serial " : " without serial number", identity->serial,
                 connector);
}
