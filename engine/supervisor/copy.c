// What lies on an X display, read by a process of its own: a server may stand for ever, and whoever
// asks it then stands with it.
#include "base/log.h"
#include "supervisor/private.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xcb/xcb.h>

// ---- in that process

// The topmost window that lies all over it.
static xcb_window_t find_window(xcb_connection_t *x, xcb_window_t root, const struct copy_place *p)
{
    xcb_query_tree_reply_t *tree = xcb_query_tree_reply(x, xcb_query_tree(x, root), NULL);
    xcb_window_t found = XCB_NONE;
    for (int i = tree ? tree->children_len - 1 : -1; i >= 0 && found == XCB_NONE; i--) {
        xcb_window_t window = xcb_query_tree_children(tree)[i];
        xcb_get_window_attributes_reply_t *a =
            xcb_get_window_attributes_reply(x, xcb_get_window_attributes(x, window), NULL);
        xcb_get_geometry_reply_t *g = xcb_get_geometry_reply(x, xcb_get_geometry(x, window), NULL);
        bool is = a && g && a->map_state == XCB_MAP_STATE_VIEWABLE &&
                  a->_class == XCB_WINDOW_CLASS_INPUT_OUTPUT && g->x == p->x && g->y == p->y &&
                  g->width == p->width && g->height == p->height;
        found = is ? window : XCB_NONE;
        free(a);
        free(g);
    }
    free(tree);
    return found;
}

// Its pixels, as the X server keeps them: blue, green, red, nothing.
static bool copy_window(xcb_connection_t *x, xcb_window_t window, const struct copy_place *p)
{
    size_t size = (size_t)p->width * p->height * 4;
    xcb_get_image_reply_t *image =
        xcb_get_image_reply(x,
                            xcb_get_image(x, XCB_IMAGE_FORMAT_Z_PIXMAP, window, 0, 0,
                                          (uint16_t)p->width, (uint16_t)p->height, UINT32_MAX),
                            NULL);
    bool fits =
        image && image->depth >= 24 && (size_t)xcb_get_image_data_length(image) == size && p->bytes;
    if (fits)
        memcpy(p->bytes, xcb_get_image_data(image), size);
    free(image);
    return fits;
}

// A bit for each place that was copied: what the process exits with.
static int copy_all(const struct copy_place *places)
{
    int copied = 0;
    xcb_connection_t *x = xcb_connect(NULL, NULL);
    xcb_screen_iterator_t screen = xcb_connection_has_error(x)
                                       ? (xcb_screen_iterator_t){0}
                                       : xcb_setup_roots_iterator(xcb_get_setup(x));
    for (int i = 0; screen.data && i < COPY_PLACES; i++) {
        const struct copy_place *p = &places[i];
        xcb_window_t window = p->bytes ? find_window(x, screen.data->root, p) : XCB_NONE;
        copied |= window != XCB_NONE && copy_window(x, window, p) ? 1 << i : 0;
    }
    return copied;
}

// ---- for the supervisor

bool copy_begin(struct copy *c, const struct copy_place places[COPY_PLACES], double now_s)
{
    if (c->pid > 0)
        return false;
    c->pid = fork();
    if (c->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        _exit(copy_all(places));
    }
    if (c->pid < 0)
        log_warning("supervisor", "no process to keep the picture: %s", strerror(errno));
    c->since_s = now_s;
    return c->pid > 0;
}

static void tell_stuck(struct copy *c)
{
    if (!c->stuck)
        log_warning("supervisor",
                    "the X server says nothing for %.0f s; the picture that was kept "
                    "stays",
                    COPY_S);
    c->stuck = true;
}

unsigned copy_turn(struct copy *c, double now_s)
{
    int status = 0;
    if (c->pid <= 0)
        return 0;
    if (waitpid(c->pid, &status, WNOHANG) == 0) {
        if (now_s - c->since_s >= COPY_S) {
            copy_end(c);
            tell_stuck(c);
        }
        return 0;
    }
    c->pid = 0;
    c->stuck = c->stuck && !WIFEXITED(status);
    return WIFEXITED(status) ? (unsigned)WEXITSTATUS(status) : 0;
}

void copy_end(struct copy *c)
{
    if (c->pid > 0) {
        kill(c->pid, SIGKILL);
        waitpid(c->pid, NULL, 0);
    }
    c->pid = 0;
}
