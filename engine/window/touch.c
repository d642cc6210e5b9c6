// Fingers and the mouse: numbered, told apart from each other's shadows, lifted when they vanish.
#include "base/log.h"
#include "window/private.h"

#include <math.h>

static struct window_finger *find_finger(struct windows *w, const SDL_TouchFingerEvent *e)
{
    for (int i = 0; i < WINDOW_FINGERS; i++) {
        struct window_finger *f = &w->fingers[i];
        if (f->down && f->device == e->touchId && f->sdl == e->fingerId)
            return f;
    }
    return NULL;
}

static bool older(const struct window_finger *a, const struct window_finger *b)
{
    return !b || (int32_t)(a->felt_ms - b->felt_ms) < 0;
}

// The place whose finger was lifted longest ago (the others may still cast shadows), else one that
// has been down so long without a word that its up is lost.
static struct window_finger *free_finger(struct windows *w, uint32_t now_ms)
{
    struct window_finger *lifted = NULL, *down = NULL;
    for (int i = 0; i < WINDOW_FINGERS; i++) {
        struct window_finger *f = &w->fingers[i];
        if (!f->down && !f->felt_ms)
            return f;
        if (!f->down && older(f, lifted))
            lifted = f;
        if (f->down && older(f, down))
            down = f;
    }
    if (lifted || now_ms - down->felt_ms > WINDOW_LOST_MS)
        return lifted ? lifted : down;
    if (!w->fingers_told)
        log_warning("window", "more than %d fingers at once; the others are not felt",
                    WINDOW_FINGERS);
    w->fingers_told = true;
    return NULL;
}

static bool is_listed(SDL_TouchID device)
{
    for (int i = 0; i < SDL_GetNumTouchDevices(); i++)
        if (SDL_GetTouchDevice(i) == device)
            return true;
    return false;
}

static struct window_finger *put_finger(struct windows *w, const SDL_TouchFingerEvent *e,
                                        int window)
{
    struct window_finger *f = find_finger(w, e);
    int64_t finger = f ? f->finger : w->fingers_seen + 1; // a second down is input's to judge
    f = f ? f : free_finger(w, e->timestamp);
    if (!f)
        return NULL;
    w->fingers_seen = finger > w->fingers_seen ? finger : w->fingers_seen;
    *f = (struct window_finger){.down = true,
                                .listed = is_listed(e->touchId),
                                .device = e->touchId,
                                .sdl = e->fingerId,
                                .finger = finger,
                                .window = window};
    return f;
}

// Touches may come without a window (Wayland, evdev); then it is the first.
static int window_of(const struct windows *w, const SDL_TouchFingerEvent *e)
{
    int window = windows_of_id(w, e->windowID);
    return window < 0 && e->windowID == 0 && w->count > 0 ? 0 : window;
}

bool windows_finger(struct windows *w, const SDL_TouchFingerEvent *e, struct window_event *to)
{
    int window = window_of(w, e);
    bool down = e->type == SDL_FINGERDOWN;
    struct window_finger *f = !down        ? find_finger(w, e)
                              : window < 0 ? NULL
                                           : put_finger(w, e, window);
    if (!f)
        return false;
    struct size2 size = windows_size(w, f->window);
    f->x = (double)e->x * size.width;
    f->y = (double)e->y * size.height;
    f->felt_ms = e->timestamp ? e->timestamp : 1;
    *to = (struct window_event){.kind = down                          ? WINDOW_DOWN
                                        : e->type == SDL_FINGERMOTION ? WINDOW_MOVE
                                                                      : WINDOW_UP,
                                .window = f->window,
                                .finger = f->finger,
                                .x = f->x,
                                .y = f->y};
    if (e->type == SDL_FINGERUP)
        f->down = false;
    return true;
}

static bool near(const struct window_event *a, int window, double x, double y)
{
    return a->window == window && hypot(a->x - x, a->y - y) <= WINDOW_SHADOW_PX;
}

// A finger is down there, or was a moment ago.
static bool is_shadow(const struct windows *w, const struct window_event *mouse, uint32_t now_ms)
{
    for (int i = 0; i < WINDOW_FINGERS; i++) {
        const struct window_finger *f = &w->fingers[i];
        bool lately = f->felt_ms && (f->down || now_ms - f->felt_ms <= WINDOW_SHADOW_MS);
        if (lately && near(mouse, f->window, f->x, f->y))
            return true;
    }
    return false;
}

// Outside all windows SDL names none: the button is then let go where it was last.
static bool mouse(struct windows *w, int window, enum window_event_kind kind, int x, int y,
                  uint32_t now_ms, struct window_event *to)
{
    // A button tells the pixel it is on; its middle is what it points at.
    if (window >= 0)
        w->mouse = (struct window_event){.window = window, .x = x + 0.5, .y = y + 0.5};
    if (kind == WINDOW_DOWN) {
        w->mouse_ms = now_ms;
        w->mouse_shadow = is_shadow(w, &w->mouse, now_ms);
    }
    w->mouse_down = kind != WINDOW_UP;
    *to = w->mouse;
    to->kind = kind;
    return !w->mouse_shadow;
}

bool windows_mouse(struct windows *w, const SDL_Event *e, struct window_event *to)
{
    bool moves = e->type == SDL_MOUSEMOTION;
    uint32_t which = moves ? e->motion.which : e->button.which;
    enum window_event_kind kind = moves                            ? WINDOW_MOVE
                                  : e->type == SDL_MOUSEBUTTONDOWN ? WINDOW_DOWN
                                                                   : WINDOW_UP;
    int window = windows_of_id(w, moves ? e->motion.windowID : e->button.windowID);
    if (which == SDL_TOUCH_MOUSEID || (!moves && e->button.button != SDL_BUTTON_LEFT))
        return false;
    if ((kind != WINDOW_DOWN && !w->mouse_down) || (window < 0 && kind != WINDOW_UP))
        return false;
    return mouse(w, window, kind, moves ? e->motion.x : e->button.x,
                 moves ? e->motion.y : e->button.y, e->common.timestamp, to);
}

bool windows_casts(const struct windows *w, const SDL_Event *e)
{
    if (e->type != SDL_FINGERDOWN || !w->mouse_down || w->mouse_shadow ||
        e->common.timestamp - w->mouse_ms > WINDOW_SHADOW_BEFORE_MS)
        return false;
    int window = window_of(w, &e->tfinger);
    struct size2 size = window < 0 ? (struct size2){0} : windows_size(w, window);
    return near(&w->mouse, window, (double)e->tfinger.x * size.width,
                (double)e->tfinger.y * size.height);
}

void windows_let_go(struct windows *w, struct window_event *to)
{
    w->mouse_shadow = true;
    *to = w->mouse;
    to->kind = WINDOW_UP;
    to->cancelled = true;
}

int windows_vanished(struct windows *w, const SDL_TouchID *devices, int count,
                     struct window_event *events, int room)
{
    int told = 0;
    for (int i = 0; i < WINDOW_FINGERS && told < room; i++) {
        struct window_finger *f = &w->fingers[i];
        bool there = !f->down || !f->listed;
        for (int k = 0; k < count; k++)
            there = there || devices[k] == f->device;
        if (there)
            continue;
        f->down = false;
        events[told++] = (struct window_event){.kind = WINDOW_UP,
                                               .window = f->window,
                                               .finger = f->finger,
                                               .cancelled = true,
                                               .x = f->x,
                                               .y = f->y};
    }
    return told;
}

int windows_look_for_devices(struct windows *w, struct window_event *events, int room)
{
    enum { DEVICES = 16 };
    SDL_TouchID devices[DEVICES];
    int count = SDL_GetNumTouchDevices();
    uint32_t now_ms = SDL_GetTicks();
    if (now_ms - w->looked_ms < WINDOW_LOOK_MS || count > DEVICES)
        return 0;
    w->looked_ms = now_ms;
    windows_look_for_screens(w);
    for (int i = 0; i < count; i++)
        devices[i] = SDL_GetTouchDevice(i);
    return windows_vanished(w, devices, count, events, room);
}
