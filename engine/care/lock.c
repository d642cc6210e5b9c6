// What a kiosk holds on to on an X server: the thread.
#include "base/log.h"
#include "care/private.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void hold(struct lock *l)
{
    lock_grab(l);
    lock_keep_awake(l, false);
    lock_pens_off(l);
    lock_raise(l);
    if (l->until_look-- > 0)
        return;
    l->until_look = LOCK_LOOK_MS / LOCK_EVERY_MS - 1;
    lock_look(l);
}

// True when windows were put somewhere else.
static bool take_event(struct lock *l, const xcb_generic_event_t *e)
{
    switch (e->response_type & 0x7f) {
    case XCB_KEY_PRESS:
    case XCB_KEY_RELEASE:
        lock_take_key(l, (const xcb_key_press_event_t *)e,
                      (e->response_type & 0x7f) == XCB_KEY_PRESS);
        return false;
    case XCB_MAPPING_NOTIFY:
        lock_learn_keys(l);
        return false;
    case XCB_GE_GENERIC:
        lock_pens_off(l); // the only one that was asked for: devices come and go
        return false;
    case XCB_MAP_NOTIFY:
    case XCB_CONFIGURE_NOTIFY:
    case XCB_CIRCULATE_NOTIFY:
    case XCB_REPARENT_NOTIFY:
        return true;
    default:
        return false;
    }
}

static bool take_events(struct lock *l)
{
    bool moved = false;
    for (xcb_generic_event_t *e; (e = xcb_poll_for_event(l->x)); free(e))
        moved |= take_event(l, e);
    return moved;
}

static void *keep(void *user)
{
    struct lock *l = user;
    struct pollfd fds[2] = {{.fd = xcb_get_file_descriptor(l->x), .events = POLLIN},
                            {.fd = l->ends_fd, .events = POLLIN}};
    hold(l);
    while (!xcb_connection_has_error(l->x)) {
        xcb_flush(l->x);
        bool moved = take_events(l); // also what came with answers, which poll() does not see
        if (moved)
            lock_raise(l);
        int ready = poll(fds, 2, moved ? 50 : LOCK_EVERY_MS); // two that want to be above: no race
        if (ready < 0 && errno != EINTR)
            break;
        if (fds[1].revents)
            return NULL;
        if (ready == 0)
            hold(l);
    }
    pthread_mutex_lock(&l->mutex);
    l->looked = false;
    pthread_mutex_unlock(&l->mutex);
    log_warning("care", "the X server is gone, or does not answer");
    return NULL;
}

// Windows that come and move are told.
static void watch_root(struct lock *l)
{
    const uint32_t mask = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
    xcb_change_window_attributes(l->x, l->root, XCB_CW_EVENT_MASK, &mask);
}

static bool open_display(struct lock *l, const char *display, struct fault *f)
{
    int n = 0;
    l->x = xcb_connect(display, &n);
    if (xcb_connection_has_error(l->x))
        return fault_set(f, "no X server answers at \"%s\"", display ? display : getenv("DISPLAY"));
    xcb_screen_iterator_t at = xcb_setup_roots_iterator(xcb_get_setup(l->x));
    for (; at.rem > 1 && n > 0; n--)
        xcb_screen_next(&at);
    l->root = at.data->root;
    watch_root(l);
    lock_find_inputs(l);
    lock_find_cursor(l);
    lock_learn_keys(l);
    lock_keep_awake(l, true);
    return true;
}

static void give_back(struct lock *l)
{
    xcb_disconnect(l->x);
    if (l->ends_fd >= 0)
        close(l->ends_fd);
    pthread_mutex_destroy(&l->mutex);
    ring_finish(&l->keys);
    free(l->symbols);
    free(l);
}

struct lock *lock_create(const struct lock_desc *desc, struct fault *f)
{
    struct lock *l = calloc(1, sizeof *l);
    if (!l || !ring_init(&l->keys, LOCK_KEYS, sizeof(struct lock_key))) {
        free(l);
        fault_set(f, "no memory");
        return NULL;
    }
    l->wake = desc->wake;
    l->user = desc->user;
    pthread_mutex_init(&l->mutex, NULL);
    l->ends_fd = eventfd(0, EFD_CLOEXEC);
    bool open = open_display(l, desc->display, f);
    if (open && l->ends_fd >= 0 && pthread_create(&l->thread, NULL, keep, l) == 0)
        return l;
    if (open)
        fault_set(f, "no thread for it");
    give_back(l);
    return NULL;
}

void lock_destroy(struct lock *l)
{
    const uint64_t one = 1;
    if (!l)
        return;
    if (write(l->ends_fd, &one, sizeof one) < 0)
        log_warning("care", "its thread could not be told to end");
    pthread_join(l->thread, NULL);
    lock_let_sleep(l);
    lock_pens_on(l);
    xcb_ungrab_keyboard(l->x, XCB_CURRENT_TIME);
    free(xcb_get_input_focus_reply(l->x, xcb_get_input_focus(l->x), NULL)); // it is done
    give_back(l);
}

void lock_windows(struct lock *l, const uint32_t *windows, int count)
{
    pthread_mutex_lock(&l->mutex);
    l->window_count = count < LOCK_WINDOWS ? count : LOCK_WINDOWS;
    memcpy(l->windows, windows, (size_t)l->window_count * sizeof *windows);
    pthread_mutex_unlock(&l->mutex);
}

bool lock_key(struct lock *l, struct lock_key *key)
{
    return ring_take(&l->keys, key);
}
