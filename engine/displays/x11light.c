// Gives a mode to what is plugged in and dark, and takes it from what is gone: in a session without
// a desktop nobody else does.
#include "base/log.h"
#include "displays/private.h"

#include <X11/Xatom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AGAIN_S = 5 }; // what could not be lit is tried again, not in each turn

struct lighting {
    struct displays *d;
    Window root;
    XRRScreenResources *all;
    int right; // beyond the last one that is lit
    bool did;
};

static time_t now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

// A window manager answers for itself on the root (EWMH).
static bool managed(struct displays *d, Window root)
{
    Atom type = None, check = XInternAtom(d->x, "_NET_SUPPORTING_WM_CHECK", True);
    int format;
    unsigned long count = 0, after;
    unsigned char *value = NULL;
    if (check == None)
        return false;
    XGetWindowProperty(d->x, root, check, 0, 1, False, XA_WINDOW, &type, &format, &count, &after,
                       &value);
    if (value)
        XFree(value);
    return count > 0;
}

static struct display_was *was(struct displays *d, const char *connector)
{
    int i = 0;
    while (i < d->was_count && strcmp(d->was[i].connector, connector) != 0)
        i++;
    if (i == d->was_count) {
        if (d->was_count == DISPLAYS_MAX)
            return NULL;
        d->was[d->was_count] = (struct display_was){0};
        snprintf(d->was[d->was_count++].connector, DISPLAY_CONNECTOR, "%s", connector);
    }
    return &d->was[i];
}

static const XRRModeInfo *mode_of(const XRRScreenResources *all, RRMode id)
{
    for (int i = 0; i < all->nmode; i++)
        if (all->modes[i].id == id)
            return &all->modes[i];
    return NULL;
}

static bool has_mode(const XRROutputInfo *info, RRMode mode)
{
    for (int i = 0; i < info->nmode; i++)
        if (info->modes[i] == mode)
            return true;
    return false;
}

// The first of the preferred ones; without any, the first.
static const XRRModeInfo *best(const struct lighting *l, const XRROutputInfo *info)
{
    return info->nmode ? mode_of(l->all, info->modes[0]) : NULL;
}

static RRCrtc free_crtc(const struct lighting *l, const XRROutputInfo *info)
{
    RRCrtc found = None;
    for (int i = 0; i < info->ncrtc && !found; i++) {
        XRRCrtcInfo *crtc = XRRGetCrtcInfo(l->d->x, l->all, info->crtcs[i]);
        if (crtc && !crtc->mode && crtc->noutput == 0)
            found = info->crtcs[i];
        if (crtc)
            XRRFreeCrtcInfo(crtc);
    }
    return found;
}

// Whether anything that is lit lies there.
static bool lies(const struct lighting *l, int x, int y, int width, int height, RRCrtc but)
{
    bool lies = false;
    for (int i = 0; i < l->all->ncrtc && !lies; i++) {
        XRRCrtcInfo *c =
            l->all->crtcs[i] == but ? NULL : XRRGetCrtcInfo(l->d->x, l->all, l->all->crtcs[i]);
        lies = c && c->mode && x < c->x + (int)c->width && c->x < x + width &&
               y < c->y + (int)c->height && c->y < y + height;
        if (c)
            XRRFreeCrtcInfo(c);
    }
    return lies;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

// The screen of all displays grows where it has to; windows are where they were.
static bool make_room(const struct lighting *l, int width, int height)
{
    Window root;
    int x, y, w_min, h_min, w_max, h_max;
    unsigned w, h, border, depth;
    if (!XGetGeometry(l->d->x, l->root, &root, &x, &y, &w, &h, &border, &depth) ||
        !XRRGetScreenSizeRange(l->d->x, l->root, &w_min, &h_min, &w_max, &h_max))
        return false;
    if (width <= (int)w && height <= (int)h)
        return true;
    if (width > w_max || height > h_max)
        return false;
    int to_w = width > (int)w ? width : (int)w, to_h = height > (int)h ? height : (int)h;
    XRRSetScreenSize(l->d->x, l->root, to_w, to_h, least((int)(to_w * 25.4 / 96), 65535),
                     least((int)(to_h * 25.4 / 96), 65535));
    return true;
}

static bool light(struct lighting *l, RROutput output, const XRROutputInfo *info, RRCrtc crtc,
                  int x, int y)
{
    const XRRModeInfo *mode = best(l, info);
    if (!mode || !make_room(l, x + (int)mode->width, y + (int)mode->height))
        return false;
    Status s = XRRSetCrtcConfig(l->d->x, l->all, crtc, CurrentTime, x, y, mode->id, RR_Rotate_0,
                                &output, 1);
    if (s != RRSetConfigSuccess)
        return false;
    log_info("displays", "%s: lit here, %u x %u px at %d,%d", info->name, mode->width, mode->height,
             x, y);
    l->did = true;
    return true;
}

// Dark, and not made so: where it was last if that is free, else right of all.
static void light_dark(struct lighting *l, RROutput output, const XRROutputInfo *info)
{
    struct display_was *w = was(l->d, info->name);
    const XRRModeInfo *mode = best(l, info);
    RRCrtc crtc = free_crtc(l, info);
    if (!mode || !crtc || (w && w->lit) || now_s() < l->d->tried_s + AGAIN_S)
        return;
    bool back = w && w->width && !lies(l, w->x, w->y, (int)mode->width, (int)mode->height, None);
    if (light(l, output, info, crtc, back ? w->x : l->right, back ? w->y : 0)) {
        l->right = back ? l->right : l->right + (int)mode->width;
        return;
    }
    l->d->tried_s = now_s();
    log_warning("displays",
                "%s is plugged in and could not be lit in %u x %u px; it is tried "
                "again when something changes",
                info->name, mode->width, mode->height);
}

// Lit: it may be another one now, or have told only now what it can do.
static void look_at_lit(struct lighting *l, RROutput output, const XRROutputInfo *info,
                        const XRRCrtcInfo *crtc)
{
    struct display_was *w = was(l->d, info->name);
    const XRRModeInfo *mode = best(l, info);
    struct display now = {0};
    if (!w || !mode)
        return;
    x11_identify(l->d, output, info->name, &now);
    bool silent = identity_none(&now.identity);
    bool told_now = w->width && w->silent && !silent && info->npreferred > 0;
    if (crtc->mode != mode->id && (told_now || !has_mode(info, crtc->mode))) {
        bool free = !lies(l, crtc->x, crtc->y, (int)mode->width, (int)mode->height, info->crtc);
        light(l, output, info, info->crtc, free ? crtc->x : l->right, free ? crtc->y : 0);
    }
    w->silent = silent;
    w->lit = true;
    w->x = crtc->x;
    w->y = crtc->y;
    w->width = (int)crtc->width;
    w->height = (int)crtc->height;
}

static void give_up(struct lighting *l, const XRROutputInfo *info, const XRRCrtcInfo *crtc)
{
    if (crtc->noutput != 1)
        return; // it is another's as well
    XRRSetCrtcConfig(l->d->x, l->all, info->crtc, CurrentTime, 0, 0, None, RR_Rotate_0, NULL, 0);
    l->did = true;
}

static void forget_lit(struct displays *d, const char *connector)
{
    for (int i = 0; i < d->was_count; i++)
        if (strcmp(d->was[i].connector, connector) == 0)
            d->was[i].lit = false;
}

enum turn { GONE, LIT, DARK };

static void look(struct lighting *l, RROutput output, enum turn turn)
{
    XRROutputInfo *info = XRRGetOutputInfo(l->d->x, l->all, output);
    XRRCrtcInfo *crtc = info && info->crtc ? XRRGetCrtcInfo(l->d->x, l->all, info->crtc) : NULL;
    bool gone = info && info->connection == RR_Disconnected;
    bool lit = crtc && crtc->mode;
    if (turn == GONE && gone)
        forget_lit(l->d, info->name);
    if (turn == GONE && gone && lit)
        give_up(l, info, crtc);
    if (turn == LIT && info && !gone && lit) {
        look_at_lit(l, output, info, crtc);
        if (crtc->x + (int)crtc->width > l->right)
            l->right = crtc->x + (int)crtc->width;
    }
    if (turn == DARK && info && info->connection == RR_Connected && !lit)
        light_dark(l, output, info);
    if (crtc)
        XRRFreeCrtcInfo(crtc);
    if (info)
        XRRFreeOutputInfo(info);
}

bool x11_light(struct displays *d)
{
    struct lighting l = {.d = d, .root = DefaultRootWindow(d->x)};
    x11_errors *before = x11_guard(d);
    if (!managed(d, l.root))
        l.all = XRRGetScreenResourcesCurrent(d->x, l.root);
    for (enum turn turn = GONE; l.all && turn <= DARK; turn++)
        for (int i = 0; i < l.all->noutput; i++)
            look(&l, l.all->outputs[i], turn);
    if (l.all)
        XRRFreeScreenResources(l.all);
    x11_guarded(d, before);
    return l.did;
}
