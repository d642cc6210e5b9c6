// Whether what is held on an X server holds: each point asked of the server anew.
#include "care/private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xcb/dpms.h>
#include <xcb/randr.h>
#include <xcb/xfixes.h>

#define CONSOLE "XFree86_VT" // of the root window: the server has one

// XF86keysym.h, keysymdef.h: what no program can hold back.
enum { SWITCH_FIRST = 0x1008fe01, SWITCH_LAST = 0x1008fe0c, TERMINATE = 0xfed5 };

const char *lock_word(enum lock_what what)
{
    static const char *const words[LOCK_POINTS] = {"full",   "above", "keys",    "pens",
                                                   "cursor", "awake", "consoles"};
    return words[what];
}

__attribute__((format(printf, 3, 4))) static void say(struct lock_point *p, bool held,
                                                      const char *format, ...)
{
    va_list args;
    va_start(args, format);
    p->held = held;
    vsnprintf(p->why, sizeof p->why, format, args);
    va_end(args);
}

void lock_find_cursor(struct lock *l)
{
    const xcb_query_extension_reply_t *is = xcb_get_extension_data(l->x, &xcb_xfixes_id);
    xcb_xfixes_query_version_reply_t *version =
        is && is->present
            ? xcb_xfixes_query_version_reply(l->x, xcb_xfixes_query_version(l->x, 4, 0), NULL)
            : NULL;
    l->fixes = version != NULL;
    free(version);
}

static bool within(const xcb_randr_get_crtc_info_reply_t *lit, const struct lock_area *a)
{
    return a->x <= lit->x && a->y <= lit->y && a->x + a->w >= lit->x + lit->width &&
           a->y + a->h >= lit->y + lit->height;
}

// Each part of the screen that an output shows lies under one of our windows.
static void look_full(struct lock *l, struct lock_point *p)
{
    struct lock_area areas[LOCK_WINDOWS];
    int count = lock_areas(l, areas), lit = 0, bare = 0;
    xcb_randr_get_screen_resources_current_reply_t *all =
        xcb_randr_get_screen_resources_current_reply(
            l->x, xcb_randr_get_screen_resources_current(l->x, l->root), NULL);
    for (int i = 0; all && i < all->num_crtcs; i++) {
        xcb_randr_crtc_t crtc = xcb_randr_get_screen_resources_current_crtcs(all)[i];
        xcb_randr_get_crtc_info_reply_t *info = xcb_randr_get_crtc_info_reply(
            l->x, xcb_randr_get_crtc_info(l->x, crtc, all->config_timestamp), NULL);
        bool covered = !info || !info->mode;
        lit += info && info->mode;
        for (int k = 0; !covered && k < count; k++)
            covered = within(info, &areas[k]);
        if (!covered && bare++ == 0)
            say(p, false, "what is lit at %d,%d, %dx%d px, is not filled by the show", info->x,
                info->y, info->width, info->height);
        free(info);
    }
    if (!all || !lit)
        say(p, false, all ? "no output is lit" : "the server does not say what is lit");
    else if (!bare)
        say(p, true, "%d output%s filled", lit, lit > 1 ? "s" : "");
    free(all);
}

static void look_above(struct lock *l, struct lock_point *p)
{
    xcb_window_t over = lock_cover(l);
    if (over != XCB_NONE)
        say(p, false, "window 0x%x of another program lies over the show", over);
    else
        say(p, true, "no window lies over the show");
}

static void look_keys(struct lock *l, struct lock_point *p)
{
    say(p, l->grabbed,
        l->grabbed ? "keys of all keyboards come to the show alone"
                   : "another program has the keyboard");
}

static void look_pens(struct lock *l, struct lock_point *p)
{
    int left = lock_pens_left(l);
    if (left < 0)
        say(p, false, "the server knows no XInput 2: pens cannot be told from fingers");
    else
        say(p, left == 0, left ? "%d left on" : "none is on (%d switched off)",
            left ? left : l->pen_count);
}

// None, or one of which no pixel is seen.
static void look_cursor(struct lock *l, struct lock_point *p)
{
    xcb_xfixes_get_cursor_image_reply_t *image =
        l->fixes ? xcb_xfixes_get_cursor_image_reply(l->x, xcb_xfixes_get_cursor_image(l->x), NULL)
                 : NULL;
    bool seen = false;
    int count = image ? xcb_xfixes_get_cursor_image_cursor_image_length(image) : 0;
    for (int i = 0; i < count; i++)
        seen |= xcb_xfixes_get_cursor_image_cursor_image(image)[i] >> 24 != 0;
    if (!image)
        say(p, false, "the server does not show its cursor");
    else
        say(p, !seen, seen ? "a cursor is seen at %d,%d" : "no pixel of it is seen (at %d,%d)",
            image->x, image->y);
    free(image);
}

static void look_awake(struct lock *l, struct lock_point *p)
{
    xcb_get_screen_saver_reply_t *s =
        xcb_get_screen_saver_reply(l->x, xcb_get_screen_saver(l->x), NULL);
    xcb_dpms_get_timeouts_reply_t *t =
        l->blanks ? xcb_dpms_get_timeouts_reply(l->x, xcb_dpms_get_timeouts(l->x), NULL) : NULL;
    int saver = s ? s->timeout : -1;
    int blank = t ? t->standby_timeout | t->suspend_timeout | t->off_timeout : l->blanks ? -1 : 0;
    if (saver < 0 || blank < 0)
        say(p, false, "the server does not say when it blanks");
    else if (saver || blank)
        say(p, false, saver ? "its screen saver comes after %d s" : "its outputs sleep by %d s",
            saver ? saver : blank);
    else
        say(p, true, "screen saver and DPMS have no times");
    free(s);
    free(t);
}

static bool has_console(struct lock *l)
{
    xcb_intern_atom_reply_t *atom =
        xcb_intern_atom_reply(l->x, xcb_intern_atom(l->x, 1, (uint16_t)strlen(CONSOLE), CONSOLE),
                              NULL);
    xcb_get_property_reply_t *is =
        atom && atom->atom
            ? xcb_get_property_reply(l->x,
                                     xcb_get_property(l->x, 0, l->root, atom->atom,
                                                      XCB_GET_PROPERTY_TYPE_ANY, 0, 1),
                                     NULL)
            : NULL;
    bool has = is && is->type != XCB_NONE;
    free(is);
    free(atom);
    return has;
}

// No key of the map that holds now means them: so it is with XkbOptions srvrkeys:none.
static void look_consoles(struct lock *l, struct lock_point *p)
{
    bool console = has_console(l), switches = false, ends = false;
    for (int i = 0; l->symbols && i < l->symbol_count; i++) {
        switches |= l->symbols[i] >= SWITCH_FIRST && l->symbols[i] <= SWITCH_LAST;
        ends |= l->symbols[i] == TERMINATE;
    }
    if (!l->symbols)
        say(p, false, "the server does not show its keys");
    else if (ends)
        say(p, false, "a key ends the server (Ctrl Alt Backspace); XkbOptions srvrkeys:none");
    else if (switches && console)
        say(p, false, "keys lead to other consoles (Ctrl Alt F1 …); XkbOptions srvrkeys:none");
    else
        say(p, true,
            console ? "no key leads to another console, none ends the server"
                    : "the server has no console, and no key ends it");
}

void lock_look(struct lock *l)
{
    static void (*const looks[LOCK_POINTS])(struct lock *, struct lock_point *) = {
        look_full, look_above, look_keys, look_pens, look_cursor, look_awake, look_consoles};
    struct lock_held held;
    for (int i = 0; i < LOCK_POINTS; i++)
        looks[i](l, &held.points[i]);
    pthread_mutex_lock(&l->mutex);
    l->held = held;
    l->looked = !xcb_connection_has_error(l->x);
    pthread_mutex_unlock(&l->mutex);
}

bool lock_held(struct lock *l, struct lock_held *to)
{
    pthread_mutex_lock(&l->mutex);
    bool looked = l->looked;
    if (looked)
        *to = l->held;
    pthread_mutex_unlock(&l->mutex);
    return looked;
}
