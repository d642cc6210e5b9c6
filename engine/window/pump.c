// The one event pump: waits, takes what SDL has, tells it in our words.
#include "base/clock.h"
#include "base/log.h"
#include "window/private.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define PUT_S 0.05 // while a window is yet to come to its output

static bool key(struct windows *w, const SDL_KeyboardEvent *e, struct window_event *to)
{
    int window = windows_of_id(w, e->windowID);
    if (e->repeat)
        return false;
    *to = (struct window_event){.kind = e->type == SDL_KEYUP ? WINDOW_KEY_UP : WINDOW_KEY,
                                .window = window < 0 ? 0 : window,
                                .control = (e->keysym.mod & KMOD_CTRL) != 0,
                                .shift = (e->keysym.mod & KMOD_SHIFT) != 0,
                                .alt = (e->keysym.mod & KMOD_ALT) != 0,
                                .spelt = SDL_IsTextInputActive()};
    snprintf(to->name, sizeof to->name, "%s", SDL_GetKeyName(e->keysym.sym));
    return to->name[0] != 0;
}

static bool text(struct windows *w, const SDL_TextInputEvent *e, struct window_event *to)
{
    int window = windows_of_id(w, e->windowID);
    *to = (struct window_event){.kind = WINDOW_TEXT, .window = window < 0 ? 0 : window};
    _Static_assert(sizeof to->name >= sizeof e->text, "no letter is cut");
    snprintf(to->name, sizeof to->name, "%s", e->text);
    return to->name[0] != 0;
}

void windows_text(struct windows *w, bool on)
{
    if (on && !SDL_IsTextInputActive())
        SDL_StartTextInput();
    else if (!on && SDL_IsTextInputActive())
        SDL_StopTextInput();
}

static bool changed(struct windows *w, const SDL_WindowEvent *e, struct window_event *to)
{
    int window = windows_of_id(w, e->windowID);
    if (window < 0)
        return false;
    to->window = window;
    switch (e->event) {
    case SDL_WINDOWEVENT_CLOSE:
        to->kind = WINDOW_CLOSE;
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

static bool mark(struct window_event *to)
{
    to->shift = (SDL_GetModState() & KMOD_SHIFT) != 0;
    return true;
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
        return windows_finger(w, &from->tfinger, to);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
    case SDL_MOUSEMOTION:
        return windows_mouse(w, from, to) && mark(to);
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        return key(w, &from->key, to);
    case SDL_TEXTINPUT:
        return text(w, &from->text, to);
    case SDL_WINDOWEVENT:
        return changed(w, &from->window, to);
    default:
        return false;
    }
}

// SDL's own wait looks every millisecond where the driver cannot wait; here windows_wake() ends it.
// True: somebody did.
static bool wait_for_wake(const struct windows *w, double timeout_s)
{
    struct pollfd fd = {.fd = w->wake_fd, .events = POLLIN};
    struct timespec wait = {(time_t)timeout_s, (long)(fmod(timeout_s, 1) * 1e9)};
    return ppoll(&fd, 1, &wait, NULL) > 0;
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

static bool next_event(struct windows *w, SDL_Event *e)
{
    if (!w->holds)
        return SDL_PeepEvents(e, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1;
    w->holds = false;
    *e = w->held;
    return true;
}

static void take_wakes(struct windows *w)
{
    uint64_t wakes;
    if (read(w->wake_fd, &wakes, sizeof wakes) < 0)
        wakes = 0;
    atomic_store(&w->waked, false);
}

int windows_pump(struct windows *w, double timeout_s, struct window_event *events, int room)
{
    if (!(timeout_s > 0))
        timeout_s = 0;
    if (timeout_s > 3600)
        timeout_s = 3600;
    bool woken = false;
    if (windows_put_again(w, false))
        timeout_s = fmin(timeout_s, PUT_S);
    SDL_PumpEvents();
    if (timeout_s > 0 && !w->holds && !SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT)) {
        if (w->polls)
            woken = wait_for_wake(w, timeout_s);
        else
            wait_for_event(timeout_s);
        SDL_PumpEvents();
    }
    if (woken || atomic_load(&w->waked)) // it may be said and not yet written
        take_wakes(w);
    int count = 0;
    if (room > 0 && w->displays && displays_changed(w->displays))
        events[count++] = (struct window_event){.kind = WINDOW_DISPLAYS};
    SDL_Event e;
    while (count < room && next_event(w, &e)) {
        if (windows_casts(w, &e)) {
            windows_let_go(w, &events[count++]);
            w->held = e; // there may be no room for both
            w->holds = true;
            continue;
        }
        count += windows_translate(w, &e, &events[count]);
    }
    return count + windows_look_for_devices(w, events + count, room - count);
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
