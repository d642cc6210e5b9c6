// Displays of a Wayland compositor: wl_output, version 4 for its connector. Where they lie it does
// not say.
#include "displays/private.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wayland-client.h>

struct output {
    struct wl_output *output; // NULL: free
    struct wayland *of;
    uint32_t id;
    struct display display;
    bool told; // all of it, once
};

struct wayland {
    struct wl_display *display;
    struct wl_registry *registry;
    struct output outputs[DISPLAYS_MAX];
    bool changed, broken;
};

static void geometry(void *user, struct wl_output *o, int32_t x, int32_t y, int32_t width_mm,
                     int32_t height_mm, int32_t subpixel, const char *make, const char *model,
                     int32_t transform)
{
    struct display *d = &((struct output *)user)->display;
    (void)o;
    (void)x;
    (void)y;
    (void)subpixel;
    (void)make;
    (void)model;
    (void)transform;
    d->width_mm = width_mm > 0 ? width_mm : 0;
    d->height_mm = height_mm > 0 ? height_mm : 0;
}

static void mode(void *user, struct wl_output *o, uint32_t flags, int32_t width, int32_t height,
                 int32_t refresh)
{
    struct display *d = &((struct output *)user)->display;
    (void)o;
    (void)refresh;
    if (flags & WL_OUTPUT_MODE_CURRENT) {
        d->width = width;
        d->height = height;
    }
}

static void done(void *user, struct wl_output *o)
{
    struct output *output = user;
    (void)o;
    output->told = true;
    output->of->changed = true;
}

static void scale(void *user, struct wl_output *o, int32_t factor)
{
    (void)user;
    (void)o;
    (void)factor;
}

static void name(void *user, struct wl_output *o, const char *text)
{
    struct display *d = &((struct output *)user)->display;
    (void)o;
    snprintf(d->connector, sizeof d->connector, "%s", text);
}

static void description(void *user, struct wl_output *o, const char *text)
{
    struct display *d = &((struct output *)user)->display;
    (void)o;
    snprintf(d->description, sizeof d->description, "%s", text);
}

static const struct wl_output_listener output_listener = {geometry, mode, done,
                                                          scale,    name, description};

static void come(void *user, struct wl_registry *registry, uint32_t id, const char *interface,
                 uint32_t version)
{
    struct wayland *w = user;
    int i = 0;
    while (i < DISPLAYS_MAX && w->outputs[i].output)
        i++;
    if (i == DISPLAYS_MAX || strcmp(interface, wl_output_interface.name) != 0)
        return;
    struct output *o = &w->outputs[i];
    *o = (struct output){.of = w, .id = id};
    snprintf(o->display.connector, sizeof o->display.connector, "output-%u", id);
    o->output = wl_registry_bind(registry, id, &wl_output_interface, version < 4 ? version : 4);
    if (o->output)
        wl_output_add_listener(o->output, &output_listener, o);
}

static void go(void *user, struct wl_registry *registry, uint32_t id)
{
    struct wayland *w = user;
    (void)registry;
    for (int i = 0; i < DISPLAYS_MAX; i++)
        if (w->outputs[i].output && w->outputs[i].id == id) {
            wl_output_destroy(w->outputs[i].output);
            w->outputs[i].output = NULL;
            w->changed = true;
        }
}

static const struct wl_registry_listener registry_listener = {come, go};

bool wayland_open(struct displays *d, struct fault *f)
{
    struct wayland *w = calloc(1, sizeof *w);
    if (!w)
        return fault_set(f, "no memory");
    d->wayland = w;
    w->display = wl_display_connect(NULL);
    if (!w->display)
        return fault_set(f, "no Wayland compositor answers; is WAYLAND_DISPLAY set?");
    w->registry = wl_display_get_registry(w->display);
    wl_registry_add_listener(w->registry, &registry_listener, w);
    for (int turn = 0; turn < 2; turn++) // what there is, then what it says of itself
        if (wl_display_roundtrip(w->display) < 0)
            return fault_set(f, "the Wayland compositor does not answer");
    return true;
}

void wayland_close(struct displays *d)
{
    struct wayland *w = d->wayland;
    if (!w)
        return;
    for (int i = 0; i < DISPLAYS_MAX; i++)
        if (w->outputs[i].output)
            wl_output_destroy(w->outputs[i].output);
    if (w->registry)
        wl_registry_destroy(w->registry);
    if (w->display)
        wl_display_disconnect(w->display);
    free(w);
    d->wayland = NULL;
}

bool wayland_changed(struct displays *d)
{
    struct wayland *w = d->wayland;
    while (!w->broken && wl_display_prepare_read(w->display) != 0)
        w->broken = wl_display_dispatch_pending(w->display) < 0;
    if (w->broken)
        return false;
    wl_display_flush(w->display);
    struct pollfd fd = {.fd = wl_display_get_fd(w->display), .events = POLLIN};
    if (poll(&fd, 1, 0) > 0)
        w->broken = wl_display_read_events(w->display) < 0;
    else
        wl_display_cancel_read(w->display);
    w->broken = w->broken || wl_display_dispatch_pending(w->display) < 0;
    bool changed = w->changed;
    w->changed = false;
    return changed;
}

int wayland_list(struct displays *d, struct display *to)
{
    int count = 0;
    for (int i = 0; i < DISPLAYS_MAX; i++) {
        struct output *o = &d->wayland->outputs[i];
        if (!o->output || !o->told)
            continue;
        o->display.lit = o->display.width > 0 && o->display.height > 0;
        to[count] = o->display;
        display_identify_by_kernel(&to[count++]);
    }
    return count;
}
