// Displays of an X server: RandR's outputs that have a mode.
#include "displays/private.h"

#include <stdio.h>
#include <string.h>

static int pass_over(Display *x, XErrorEvent *e)
{
    (void)x;
    (void)e;
    return 0;
}

x11_errors *x11_guard(struct displays *d)
{
    XSync(d->x, False);
    return XSetErrorHandler(pass_over);
}

void x11_guarded(struct displays *d, x11_errors *before)
{
    XSync(d->x, False);
    XSetErrorHandler(before);
}

bool x11_open(struct displays *d, struct fault *f)
{
    int errors, major = 0, minor = 0;
    d->x = XOpenDisplay(NULL);
    if (!d->x)
        return fault_set(f, "no X server answers; is DISPLAY set?");
    if (!XRRQueryExtension(d->x, &d->events, &errors) || !XRRQueryVersion(d->x, &major, &minor) ||
        major * 100 + minor < 103)
        return fault_set(f, "the X server has no RandR 1.3");
    d->edid = XInternAtom(d->x, "EDID", False);
    XRRSelectInput(d->x, DefaultRootWindow(d->x),
                   RRScreenChangeNotifyMask | RRCrtcChangeNotifyMask | RROutputChangeNotifyMask |
                       RROutputPropertyNotifyMask);
    XFlush(d->x);
    return true;
}

void x11_close(struct displays *d)
{
    x11_touch_close(d);
    if (d->x)
        XCloseDisplay(d->x);
    d->x = NULL;
}

bool x11_changed(struct displays *d)
{
    bool changed = false;
    while (XPending(d->x)) {
        XEvent e;
        XNextEvent(d->x, &e);
        if (e.type == d->events + RRScreenChangeNotify) {
            XRRUpdateConfiguration(&e);
            changed = true;
        } else {
            changed |= e.type == d->events + RRNotify;
        }
    }
    if (d->desc.light && (changed || d->changed) && x11_light(d))
        changed = true;
    return changed;
}

void x11_identify(struct displays *d, RROutput output, const char *connector, struct display *to)
{
    Atom type = None;
    int format = 0;
    unsigned long count = 0, after = 0;
    unsigned char *bytes = NULL;
    int failed = XRRGetOutputProperty(d->x, output, d->edid, 0, EDID_BYTES / 4, False, False,
                                      AnyPropertyType, &type, &format, &count, &after, &bytes);
    snprintf(to->connector, sizeof to->connector, "%s", connector);
    bool good = failed == Success && format == 8 && bytes;
    display_identify(to, bytes, good ? count : 0);
    if (bytes)
        XFree(bytes);
}

// False: nothing is plugged in there.
static bool describe(struct displays *d, XRRScreenResources *all, RROutput output,
                     struct display *to)
{
    XRROutputInfo *info = XRRGetOutputInfo(d->x, all, output);
    bool plugged = info && info->connection != RR_Disconnected;
    *to = (struct display){0};
    if (plugged) {
        XRRCrtcInfo *crtc = info->crtc ? XRRGetCrtcInfo(d->x, all, info->crtc) : NULL;
        to->width_mm = (int)info->mm_width;
        to->height_mm = (int)info->mm_height;
        to->lit = crtc && crtc->mode && crtc->width && crtc->height;
        if (to->lit) {
            to->x = crtc->x;
            to->y = crtc->y;
            to->width = (int)crtc->width;
            to->height = (int)crtc->height;
        }
        if (crtc)
            XRRFreeCrtcInfo(crtc);
        x11_identify(d, output, info->name, to);
    }
    if (info)
        XRRFreeOutputInfo(info);
    return plugged;
}

int x11_list(struct displays *d, struct display *to)
{
    Window root = DefaultRootWindow(d->x);
    int count = 0;
    x11_errors *before = x11_guard(d);
    RROutput primary = XRRGetOutputPrimary(d->x, root);
    XRRScreenResources *all = XRRGetScreenResourcesCurrent(d->x, root);
    for (int turn = 0; all && turn < 2; turn++)
        for (int i = 0; i < all->noutput && count < DISPLAYS_MAX; i++) {
            bool first = all->outputs[i] == primary;
            if (first == (turn == 0) && describe(d, all, all->outputs[i], &to[count]))
                to[count++].primary = first;
        }
    if (all)
        XRRFreeScreenResources(all);
    x11_guarded(d, before);
    return count;
}

// EWMH, _NET_WM_STATE: who manages windows is asked by a message to the root.
void displays_full(struct displays *d, unsigned long window, bool full)
{
    if (!d || !d->x)
        return;
    x11_errors *before = x11_guard(d);
    XEvent e = {
        .xclient = {.type = ClientMessage,
                    .window = window,
                    .message_type = XInternAtom(d->x, "_NET_WM_STATE", False),
                    .format = 32,
                    .data.l = {full, (long)XInternAtom(d->x, "_NET_WM_STATE_FULLSCREEN", False), 0,
                               1, 0}}};
    XSendEvent(d->x, DefaultRootWindow(d->x), False,
               SubstructureNotifyMask | SubstructureRedirectMask, &e);
    x11_guarded(d, before);
}
