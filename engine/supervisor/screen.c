// What stands on an X display while no engine does: the last picture. It is the root window's
// background, which the server paints at once where a window is gone. XCB, as in care/: its errors
// are answers, Xlib's end the program.
#include "supervisor/private.h"

#include <stdlib.h>
#include <string.h>
#include <xcb/randr.h>
#include <xcb/xcb.h>
#include <xcb/xcbext.h>

#define ANSWERED_S 0.5      // an answer so old says that the server runs
#define XWAYLAND "XWAYLAND" // its extension, and how its outputs' names begin

struct screen {
    xcb_connection_t *x;
    const xcb_screen_t *of;
    uint16_t width, height; // of the root, now
    xcb_gcontext_t gc;
    bool changed; // the root is not as it was found
    bool asked;   // a question is on its way
    xcb_get_input_focus_cookie_t question;
    double answered_s; // CLOCK_MONOTONIC, when the last one was
};

static bool has_extension(xcb_connection_t *x, const char *name)
{
    xcb_query_extension_reply_t *reply =
        xcb_query_extension_reply(x, xcb_query_extension(x, (uint16_t)strlen(name), name), NULL);
    bool has = reply && reply->present;
    free(reply);
    return has;
}

static bool is_xwaylands(xcb_connection_t *x, xcb_randr_output_t output)
{
    xcb_randr_get_output_info_reply_t *info =
        xcb_randr_get_output_info_reply(x, xcb_randr_get_output_info(x, output, XCB_CURRENT_TIME),
                                        NULL);
    size_t length = strlen(XWAYLAND);
    bool is = info && (size_t)xcb_randr_get_output_info_name_length(info) > length &&
              memcmp(xcb_randr_get_output_info_name(info), XWAYLAND, length) == 0;
    free(info);
    return is;
}

// Its root is never shown. Before 23.1 it has no extension by which it is known.
static bool is_xwayland(xcb_connection_t *x, xcb_window_t root)
{
    if (has_extension(x, XWAYLAND))
        return true;
    if (!has_extension(x, "RANDR"))
        return false;
    xcb_randr_get_screen_resources_current_reply_t *all =
        xcb_randr_get_screen_resources_current_reply(
            x, xcb_randr_get_screen_resources_current(x, root), NULL);
    bool is = all && all->num_outputs > 0 &&
              is_xwaylands(x, xcb_randr_get_screen_resources_current_outputs(all)[0]);
    free(all);
    return is;
}

// An arrow over the last picture would be a desktop's.
static void hide_pointer(struct screen *s)
{
    xcb_pixmap_t empty = xcb_generate_id(s->x);
    xcb_cursor_t none = xcb_generate_id(s->x);
    xcb_gcontext_t gc = xcb_generate_id(s->x);
    const xcb_rectangle_t all = {0, 0, 1, 1};
    const uint32_t clear = 0;
    xcb_create_pixmap(s->x, 1, empty, s->of->root, 1, 1);
    xcb_create_gc(s->x, gc, empty, XCB_GC_FOREGROUND, &clear);
    xcb_poly_fill_rectangle(s->x, empty, gc, 1, &all);
    xcb_create_cursor(s->x, none, empty, empty, 0, 0, 0, 0, 0, 0, 0, 0);
    xcb_change_window_attributes(s->x, s->of->root, XCB_CW_CURSOR, &none);
    xcb_free_cursor(s->x, none);
    xcb_free_gc(s->x, gc);
    xcb_free_pixmap(s->x, empty);
}

static bool open_root(struct screen *s, int number)
{
    const uint32_t values[] = {XCB_SUBWINDOW_MODE_INCLUDE_INFERIORS, 0};
    const uint32_t hear = XCB_EVENT_MASK_STRUCTURE_NOTIFY;
    xcb_screen_iterator_t i = xcb_setup_roots_iterator(xcb_get_setup(s->x));
    while (number-- > 0 && i.rem > 1)
        xcb_screen_next(&i);
    s->of = i.data;
    if (!s->of || is_xwayland(s->x, s->of->root))
        return false;
    s->width = s->of->width_in_pixels;
    s->height = s->of->height_in_pixels;
    s->gc = xcb_generate_id(s->x);
    xcb_create_gc(s->x, s->gc, s->of->root, XCB_GC_SUBWINDOW_MODE | XCB_GC_GRAPHICS_EXPOSURES,
                  values);
    xcb_change_window_attributes(s->x, s->of->root, XCB_CW_EVENT_MASK, &hear);
    xcb_flush(s->x);
    return true;
}

struct screen *screen_open(void)
{
    const char *display = getenv("DISPLAY");
    struct screen *s = display && display[0] ? calloc(1, sizeof *s) : NULL;
    int number = 0;
    if (!s)
        return NULL;
    s->x = xcb_connect(NULL, &number);
    if (!xcb_connection_has_error(s->x) && open_root(s, number))
        return s;
    screen_close(s);
    return NULL;
}

static void set_background(struct screen *s, uint32_t mask, uint32_t value)
{
    xcb_change_window_attributes(s->x, s->of->root, mask, &value);
    xcb_clear_area(s->x, 0, s->of->root, 0, 0, 0, 0);
}

void screen_close(struct screen *s)
{
    if (!s)
        return;
    if (s->changed && !xcb_connection_has_error(s->x)) {
        const uint32_t usual = XCB_CURSOR_NONE;
        xcb_change_window_attributes(s->x, s->of->root, XCB_CW_CURSOR, &usual);
        set_background(s, XCB_CW_BACK_PIXEL, s->of->black_pixel);
        xcb_flush(s->x);
    }
    xcb_disconnect(s->x);
    free(s);
}

// Displays come and go, and with them the root's size.
static void take_events(struct screen *s)
{
    for (xcb_generic_event_t *e; (e = xcb_poll_for_event(s->x)); free(e)) {
        const xcb_configure_notify_event_t *c = (const xcb_configure_notify_event_t *)e;
        if ((e->response_type & 0x7f) == XCB_CONFIGURE_NOTIFY && c->window == s->of->root &&
            c->width && c->height) {
            s->width = c->width;
            s->height = c->height;
        }
    }
}

static void take_answer(struct screen *s, double now_s)
{
    void *reply = NULL;
    xcb_generic_error_t *error = NULL;
    if (s->asked && xcb_poll_for_reply(s->x, s->question.sequence, &reply, &error)) {
        s->asked = false;
        if (reply)
            s->answered_s = now_s;
    }
    free(reply);
    free(error);
}

// What comes back from it says nothing; that it comes does.
bool screen_answers(struct screen *s, double now_s)
{
    take_answer(s, now_s);
    if (!s->asked && !xcb_connection_has_error(s->x)) {
        s->question = xcb_get_input_focus(s->x);
        s->asked = xcb_flush(s->x) > 0;
    }
    return now_s - s->answered_s < ANSWERED_S;
}

bool screen_turn(struct screen *s)
{
    take_events(s);
    return !xcb_connection_has_error(s->x);
}

// The server copies: nothing is read back, and the engine need not know.
bool screen_keep(struct screen *s, double now_s)
{
    take_events(s);
    if (xcb_connection_has_error(s->x))
        return false; // the display is gone, and the session with it
    take_answer(s, now_s);
    if (s->asked)
        return s->changed; // it stands: more than a socket holds would make us wait
    if (!s->changed)
        hide_pointer(s);
    s->changed = true;
    xcb_pixmap_t still = xcb_generate_id(s->x);
    xcb_create_pixmap(s->x, s->of->root_depth, still, s->of->root, s->width, s->height);
    xcb_copy_area(s->x, s->of->root, still, s->gc, 0, 0, 0, 0, s->width, s->height);
    set_background(s, XCB_CW_BACK_PIXMAP, still);
    xcb_free_pixmap(s->x, still); // the background keeps it
    s->question = xcb_get_input_focus(s->x);
    s->asked = xcb_flush(s->x) > 0;
    return s->asked;
}
