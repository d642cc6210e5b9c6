// The one event pump: waits, takes what SDL has, tells it in our words.
#include "base/clock.h"
#include "base/log.h"
#include "window/private.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static struct window_finger *find_finger(struct windows *w, const SDL_TouchFingerEvent *e)
{
    for (int i = 0; i < WINDOW_FINGERS; i++) {
        struct window_finger *f = &w->fingers[i];
        if (f->down && f->device == e->touchId && f->sdl == e->fingerId)
            return f;
    }
    return NULL;
}

static struct window_finger *put_finger(struct windows *w, const SDL_TouchFingerEvent *e,
                                        int window)
{
    struct window_finger *f = find_finger(w, e);
    for (int i = 0; !f && i < WINDOW_FINGERS; i++)
        if (!w->fingers[i].down)
            f = &w->fingers[i];
    if (!f) {
        if (!w->fingers_told)
            log_warning("window", "more than %d fingers at once; the others are not felt",
                        WINDOW_FINGERS);
        w->fingers_told = true;
        return NULL;
    }
    int64_t finger = f->down ? f->finger : ++w->fingers_seen; // a second down is input's to judge
    *f = (struct window_finger){true, e->touchId, e->fingerId, finger, window};
    return f;
}

// Touches may come without a window (Wayland, evdev); then it is the first.
static bool finger(struct windows *w, const SDL_TouchFingerEvent *e, struct window_event *to)
{
    int window = windows_of_id(w, e->windowID);
    if (window < 0 && e->windowID == 0 && w->count > 0)
        window = 0;
    bool down = e->type == SDL_FINGERDOWN;
    struct window_finger *f = !down        ? find_finger(w, e)
                              : window < 0 ? NULL
                                           : put_finger(w, e, window);
    if (!f)
        return false;
    struct size2 size = windows_size(w, f->window);
    *to = (struct window_event){.kind = down                          ? WINDOW_DOWN
                                        : e->type == SDL_FINGERMOTION ? WINDOW_MOVE
                                                                      : WINDOW_UP,
                                .window = f->window,
                                .finger = f->finger,
                                .x = (double)e->x * size.width,
                                .y = (double)e->y * size.height};
    if (e->type == SDL_FINGERUP)
        f->down = false;
    return true;
}

// Outside all windows SDL names none: the button is then let go where it was last.
static bool mouse(struct windows *w, uint32_t id, uint32_t which, enum window_event_kind kind,
                  int x, int y, struct window_event *to)
{
    int window = windows_of_id(w, id);
    bool down = kind == WINDOW_DOWN;
    if (which == SDL_TOUCH_MOUSEID || (!down && !w->mouse_down))
        return false;
    if (window < 0 && kind != WINDOW_UP)
        return false;
    // A button tells the pixel it is on; its middle is what it points at.
    if (window >= 0)
        w->mouse = (struct window_event){.window = window, .x = x + 0.5, .y = y + 0.5};
    w->mouse_down = kind != WINDOW_UP;
    *to = w->mouse;
    to->kind = kind;
    return true;
}

static bool key(struct windows *w, const SDL_KeyboardEvent *e, struct window_event *to)
{
    int window = windows_of_id(w, e->windowID);
    if (e->repeat)
        return false;
    *to = (struct window_event){.kind = WINDOW_KEY,
                                .window = window < 0 ? 0 : window,
                                .control = (e->keysym.mod & KMOD_CTRL) != 0,
                                .shift = (e->keysym.mod & KMOD_SHIFT) != 0};
    snprintf(to->name, sizeof to->name, "%s", SDL_GetKeyName(e->keysym.sym));
    return to->name[0] != 0;
}

static bool changed(struct windows *w, const SDL_WindowEvent *e, struct window_event *to)
{
    int window = windows_of_id(w, e->windowID);
    if (window < 0)
        return false;
    to->window = window;
    switch (e->event) {
    case SDL_WINDOWEVENT_CLOSE:
        to->kind = WINDOW_QUIT;
        return true;
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        to->kind = WINDOW_RESIZED;
        return true;
    case SDL_WINDOWEVENT_ENTER:
        SDL_ShowCursor(w->items[window].cursor ? SDL_ENABLE : SDL_DISABLE);
        return false;
    default:
        return false;
    }
}

bool windows_translate(struct windows *w, const SDL_Event *from, struct window_event *to)
{
    *to = (struct window_event){0};
    switch (from->type) {
    case SDL_QUIT:
        to->kind = WINDOW_QUIT;
        return true;
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        return finger(w, &from->tfinger, to);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (from->button.button != SDL_BUTTON_LEFT)
            return false;
        return mouse(w, from->button.windowID, from->button.which,
                     from->type == SDL_MOUSEBUTTONDOWN ? WINDOW_DOWN : WINDOW_UP, from->button.x,
                     from->button.y, to);
    case SDL_MOUSEMOTION:
        return mouse(w, from->motion.windowID, from->motion.which, WINDOW_MOVE, from->motion.x,
                     from->motion.y, to);
    case SDL_KEYDOWN:
        return key(w, &from->key, to);
    case SDL_WINDOWEVENT:
        return changed(w, &from->window, to);
    default:
        return false;
    }
}

// SDL's own wait looks every millisecond where the driver cannot wait; here windows_wake() ends it.
static void wait_for_wake(const struct windows *w, double timeout_s)
{
    struct pollfd fd = {.fd = w->wake_fd, .events = POLLIN};
    struct timespec wait = {(time_t)timeout_s, (long)(fmod(timeout_s, 1) * 1e9)};
    ppoll(&fd, 1, &wait, NULL);
}

// SDL waits whole milliseconds; the rest is slept, so that a loop that paces itself neither runs
// late nor turns in circles.
static void wait_for_event(double timeout_s)
{
    double whole_ms = floor(timeout_s * 1000);
    if (whole_ms >= 1 && SDL_WaitEventTimeout(NULL, (int)whole_ms))
        return;
    struct timespec rest = {0, (long)((timeout_s - whole_ms / 1000) * 1e9)};
    if (rest.tv_nsec > 0)
        nanosleep(&rest, NULL);
}

int windows_pump(struct windows *w, double timeout_s, struct window_event *events, int room)
{
    if (!(timeout_s > 0))
        timeout_s = 0;
    if (timeout_s > 3600)
        timeout_s = 3600;
    SDL_PumpEvents();
    if (timeout_s > 0 && !SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT)) {
        if (w->polls)
            wait_for_wake(w, timeout_s);
        else
            wait_for_event(timeout_s);
        SDL_PumpEvents();
    }
    uint64_t wakes;
    if (read(w->wake_fd, &wakes, sizeof wakes) < 0)
        wakes = 0;
    atomic_store(&w->waked, false);
    int count = 0;
    SDL_Event e;
    while (count < room && SDL_PeepEvents(&e, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1)
        count += windows_translate(w, &e, &events[count]);
    return count;
}

void windows_wake(struct windows *w)
{
    if (atomic_exchange(&w->waked, true))
        return;
    uint64_t one = 1;
    if (write(w->wake_fd, &one, sizeof one) < 0)
        log_warning("window", "the main loop could not be woken");
    SDL_Event e = {.type = w->wake_type};
    SDL_PushEvent(&e);
}
