// Outputs to displays, pass by pass: what is surest first.
#include "displays/bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct binding {
    const struct display *there;
    int count;
    const struct bind_output *outputs;
    int output_count;
    struct bound *to;
    bool taken[DISPLAYS_MAX];
};

typedef bool fits(const struct display *d, int number, const struct bind_output *o);

bool display_named(const struct display *d, const char *text)
{
    char title[64], whole[EDID_TEXT + EDID_TEXT + 1];
    display_title(d, title, sizeof title);
    snprintf(whole, sizeof whole, "%s %s", d->identity.model, d->identity.serial);
    return strcmp(text, d->connector) == 0 || strcmp(text, title) == 0 ||
           (d->identity.model[0] && strcmp(text, d->identity.model) == 0) ||
           (d->identity.serial[0] && strcmp(text, whole) == 0);
}

int display_number(const char *text)
{
    char *end;
    long number = text[0] ? strtol(text, &end, 10) : 0;
    return number >= 1 && number <= DISPLAYS_MAX && !*end ? (int)number : 0;
}

// Who asks for a connector means whatever is on it.
static bool on_connector(const struct display *d, int number, const struct bind_output *o)
{
    (void)number;
    return strcmp(o->wanted, d->connector) == 0;
}

static bool same_here(const struct display *d, int number, const struct bind_output *o)
{
    (void)number;
    return o->known && identity_is(&d->identity, &o->identity) &&
           strcmp(d->connector, o->connector) == 0;
}

static bool same_elsewhere(const struct display *d, int number, const struct bind_output *o)
{
    (void)number;
    return o->known && !identity_none(&o->identity) && identity_is(&d->identity, &o->identity);
}

static bool named(const struct display *d, int number, const struct bind_output *o)
{
    (void)number;
    return o->wanted[0] && display_named(d, o->wanted);
}

static bool silent(const struct display *d, int number, const struct bind_output *o)
{
    (void)number;
    return o->known && identity_none(&d->identity) && strcmp(d->connector, o->connector) == 0;
}

static bool numbered(const struct display *d, int number, const struct bind_output *o)
{
    return !o->known && display_number(o->wanted) == number && !named(d, number, o);
}

// A name that is no number was kept by nobody else: another display is not what was asked for.
static bool stranger(const struct display *d, int number, const struct bind_output *o)
{
    (void)number;
    return o->known && (!o->wanted[0] || display_number(o->wanted)) &&
           strcmp(d->connector, o->connector) == 0;
}

static bool any(const struct display *d, int number, const struct bind_output *o)
{
    (void)d;
    (void)number;
    return !o->known && !o->wanted[0];
}

// A laptop's own panel is where the technician looks, not what lights the wall.
static bool any_outside(const struct display *d, int number, const struct bind_output *o)
{
    bool built_in = strncmp(d->connector, "eDP", 3) == 0 || strncmp(d->connector, "LVDS", 4) == 0 ||
                    strncmp(d->connector, "DSI", 3) == 0;
    return !built_in && any(d, number, o);
}

static bool pinned(const struct display *d, int number, const struct bind_output *o)
{
    return !o->known && (strcmp(o->wanted, d->connector) == 0 || numbered(d, number, o));
}

static void pass(struct binding *b, fits *fit, enum bind_how how)
{
    for (int i = 0; i < b->output_count; i++)
        for (int n = 0; n < b->count && b->to[i].display < 0; n++) {
            bool free = b->there[n].lit && (!b->taken[n] || how == BIND_SHARED);
            if (!free || !fit(&b->there[n], n + 1, &b->outputs[i]))
                continue;
            b->to[i] = (struct bound){n, how};
            b->taken[n] = true;
        }
}

void displays_bind(const struct display *there, int count, const struct bind_output *outputs,
                   int output_count, struct bound *to)
{
    struct binding b = {there,   count < DISPLAYS_MAX ? count : DISPLAYS_MAX,
                        outputs, output_count,
                        to,      {false}};
    for (int i = 0; i < output_count; i++)
        to[i] = (struct bound){-1, BIND_NOT};
    pass(&b, on_connector, BIND_NAMED);
    pass(&b, same_here, BIND_KNOWN);
    pass(&b, same_elsewhere, BIND_KNOWN);
    pass(&b, named, BIND_NAMED);
    pass(&b, silent, BIND_SILENT);
    pass(&b, numbered, BIND_NAMED);
    pass(&b, stranger, BIND_STRANGER);
    pass(&b, any_outside, BIND_NEXT);
    pass(&b, any, BIND_NEXT);
    pass(&b, pinned, BIND_SHARED);
}
