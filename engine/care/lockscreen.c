// Our windows above all others; screen saver and blanking off.
#include "base/log.h"
#include "care/private.h"

#include <stdlib.h>
#include <string.h>
#include <xcb/dpms.h>

static int own_windows(struct lock *l, uint32_t windows[LOCK_WINDOWS])
{
    pthread_mutex_lock(&l->mutex);
    int count = l->window_count;
    memcpy(windows, l->windows, sizeof l->windows);
    pthread_mutex_unlock(&l->mutex);
    return count;
}

// The window itself, or the frame that a window manager has put it in.
static xcb_window_t below_root(struct lock *l, xcb_window_t window)
{
    for (int deep = 0; deep < 8; deep++) {
        xcb_query_tree_reply_t *tree =
            xcb_query_tree_reply(l->x, xcb_query_tree(l->x, window), NULL);
        xcb_window_t parent = tree ? tree->parent : XCB_NONE;
        free(tree);
        if (parent == l->root || parent == XCB_NONE)
            return parent == l->root ? window : XCB_NONE;
        window = parent;
    }
    return XCB_NONE;
}

// False: it is not seen anyway.
static bool seen(struct lock *l, xcb_window_t window, struct lock_area *to)
{
    xcb_get_window_attributes_cookie_t ask = xcb_get_window_attributes(l->x, window);
    xcb_get_geometry_cookie_t where = xcb_get_geometry(l->x, window);
    xcb_get_window_attributes_reply_t *a = xcb_get_window_attributes_reply(l->x, ask, NULL);
    xcb_get_geometry_reply_t *g = xcb_get_geometry_reply(l->x, where, NULL);
    bool is = a && g && a->map_state == XCB_MAP_STATE_VIEWABLE &&
              a->_class == XCB_WINDOW_CLASS_INPUT_OUTPUT;
    if (is)
        *to = (struct lock_area){g->x, g->y, g->width + 2 * g->border_width,
                                 g->height + 2 * g->border_width};
    free(a);
    free(g);
    return is;
}

static bool meet(struct lock_area a, struct lock_area b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool one_of(xcb_window_t window, const xcb_window_t *list, int count)
{
    for (int i = 0; i < count; i++)
        if (list[i] == window)
            return true;
    return false;
}

// What lies over one of ours; XCB_NONE: nothing.
static xcb_window_t covers(struct lock *l, const xcb_window_t *ours, int count,
                           const xcb_query_tree_reply_t *tree)
{
    const xcb_window_t *children = xcb_query_tree_children(tree); // the lowest first
    struct lock_area areas[LOCK_WINDOWS], at;
    int below = 0; // of ours
    for (int i = 0; i < tree->children_len; i++) {
        xcb_window_t window = children[i];
        if (one_of(window, ours, count)) {
            below += below < LOCK_WINDOWS && seen(l, window, &areas[below]);
            continue;
        }
        if (!below || !seen(l, window, &at))
            continue;
        for (int k = 0; k < below; k++)
            if (meet(at, areas[k]))
                return window;
    }
    return XCB_NONE;
}

static void put_above(struct lock *l, const xcb_window_t *ours, int count)
{
    const uint32_t above = XCB_STACK_MODE_ABOVE;
    for (int i = 0; i < count; i++)
        xcb_configure_window(l->x, ours[i], XCB_CONFIG_WINDOW_STACK_MODE, &above);
    xcb_flush(l->x);
}

static int own_roots(struct lock *l, xcb_window_t ours[LOCK_WINDOWS])
{
    uint32_t windows[LOCK_WINDOWS];
    int count = own_windows(l, windows), here = 0;
    for (int i = 0; i < count; i++) {
        xcb_window_t w = below_root(l, windows[i]);
        if (w != XCB_NONE)
            ours[here++] = w;
    }
    return here;
}

static xcb_window_t find_cover(struct lock *l, const xcb_window_t *ours, int count)
{
    xcb_query_tree_reply_t *tree =
        count ? xcb_query_tree_reply(l->x, xcb_query_tree(l->x, l->root), NULL) : NULL;
    xcb_window_t over = tree ? covers(l, ours, count, tree) : XCB_NONE;
    free(tree);
    return over;
}

xcb_window_t lock_cover(struct lock *l)
{
    xcb_window_t ours[LOCK_WINDOWS];
    int count = own_roots(l, ours);
    return find_cover(l, ours, count);
}

int lock_areas(struct lock *l, struct lock_area areas[LOCK_WINDOWS])
{
    xcb_window_t ours[LOCK_WINDOWS];
    int count = own_roots(l, ours), shown = 0;
    for (int i = 0; i < count; i++)
        shown += seen(l, ours[i], &areas[shown]);
    return shown;
}

void lock_raise(struct lock *l)
{
    xcb_window_t ours[LOCK_WINDOWS];
    int count = own_roots(l, ours);
    xcb_window_t over = find_cover(l, ours, count);
    if (over == XCB_NONE)
        return;
    put_above(l, ours, count);
    if (!l->cover_told)
        log_warning("care",
                    "window 0x%x of another program lay over the show; what runs beside "
                    "it? (said once)",
                    over);
    l->cover_told = true;
}

static void read_saver(struct lock *l)
{
    xcb_get_screen_saver_reply_t *s =
        xcb_get_screen_saver_reply(l->x, xcb_get_screen_saver(l->x), NULL);
    if (s) {
        l->saver_s = s->timeout;
        l->saver_every_s = s->interval;
        l->saver_blanks = s->prefer_blanking;
        l->saver_exposes = s->allow_exposures;
    }
    free(s);
    const xcb_query_extension_reply_t *dpms = xcb_get_extension_data(l->x, &xcb_dpms_id);
    xcb_dpms_get_timeouts_reply_t *t =
        dpms && dpms->present ? xcb_dpms_get_timeouts_reply(l->x, xcb_dpms_get_timeouts(l->x), NULL)
                              : NULL;
    l->blanks = t != NULL;
    if (t) {
        l->standby_s = t->standby_timeout;
        l->suspend_s = t->suspend_timeout;
        l->off_s = t->off_timeout;
    }
    free(t);
}

// Outputs are put to sleep by opening hours alone: DPMS itself stays as it is, without its times.
void lock_keep_awake(struct lock *l, bool first)
{
    if (first)
        read_saver(l);
    xcb_set_screen_saver(l->x, 0, 0, XCB_BLANKING_NOT_PREFERRED, XCB_EXPOSURES_NOT_ALLOWED);
    if (l->blanks)
        xcb_dpms_set_timeouts(l->x, 0, 0, 0);
}

void lock_let_sleep(struct lock *l)
{
    xcb_set_screen_saver(l->x, (int16_t)l->saver_s, (int16_t)l->saver_every_s, l->saver_blanks,
                         l->saver_exposes);
    if (l->blanks)
        xcb_dpms_set_timeouts(l->x, l->standby_s, l->suspend_s, l->off_s);
}
