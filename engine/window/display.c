// Where windows lie: over the display that they are given, hidden while it is not there.
#include "base/log.h"
#include "window/private.h"

#include <SDL_syswm.h>
#include <string.h>

int windows_displays(struct windows *w, struct display list[DISPLAYS_MAX])
{
    return w->displays ? displays_list(w->displays, list) : -1;
}

int windows_touch(struct windows *w, const char *device, const struct display *at)
{
    return displays_touch(w->displays, device, at);
}

bool windows_there(const struct windows *w, int window)
{
    return w->items[window].there;
}

// What SDL calls it under Wayland: the compositor's description, which tells the connector as well.
static int sdl_display(const struct display *d)
{
    for (int i = 0; i < SDL_GetNumVideoDisplays(); i++) {
        const char *name = SDL_GetDisplayName(i);
        if (name && strcmp(name, d->description) == 0)
            return i;
    }
    return -1;
}

// The X server's id; 0: another server.
static unsigned long x11_window(SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11)
        return 0;
    return info.info.x11.window;
}

static void hide(struct window *window)
{
    if (window->there)
        SDL_HideWindow(window->sdl);
    window->there = window->comes = false;
    window->at = (struct display){0};
}

// Sized and moved by itself: without a window manager nobody knows what full screen is.
static void place_x11(struct windows *w, struct window *window, const struct display *at)
{
    unsigned long id = x11_window(window->sdl);
    displays_full(w->displays, id, false);
    SDL_SetWindowSize(window->sdl, at->width, at->height);
    SDL_SetWindowPosition(window->sdl, at->x, at->y);
    SDL_ShowWindow(window->sdl);
    displays_full(w->displays, id, true);
}

// A client has no say in where its windows lie, but in which display they fill.
static bool place_wayland(struct window *window, const struct display *at)
{
    int display = sdl_display(at);
    if (display < 0)
        return false;
    int middle = (int)SDL_WINDOWPOS_CENTERED_DISPLAY(display);
    SDL_SetWindowFullscreen(window->sdl, 0);
    SDL_SetWindowPosition(window->sdl, middle, middle);
    SDL_ShowWindow(window->sdl);
    SDL_SetWindowFullscreen(window->sdl, SDL_WINDOW_FULLSCREEN_DESKTOP);
    return true;
}

static bool lies(const struct window *window, const struct display *at)
{
    const struct display *is = &window->at;
    return window->there && strcmp(is->connector, at->connector) == 0 && is->x == at->x &&
           is->y == at->y && is->width == at->width && is->height == at->height;
}

bool windows_place(struct windows *w, int n, const struct display *at)
{
    struct window *window = &w->items[n];
    if (!w->displays)
        return true;
    if (!at) {
        hide(window);
        return true;
    }
    if (lies(window, at))
        return true;
    if (!x11_window(window->sdl) && !place_wayland(window, at))
        return false;
    if (x11_window(window->sdl))
        place_x11(w, window, at);
    window->there = true;
    window->at = *at;
    windows_put(w, window);
    return true;
}

static bool taken(const struct windows *w, const struct display *d, int display)
{
    for (int i = 0; i < w->count; i++)
        if (d ? strcmp(w->items[i].at.connector, d->connector) == 0
              : w->items[i].sdl_display == display)
            return true;
    return false;
}

static int next_sdl_display(const struct windows *w)
{
    int displays = SDL_GetNumVideoDisplays();
    for (int i = 0; i < displays; i++)
        if (!taken(w, NULL, i))
            return i;
    return 0;
}

// The next display that no window fills, else the first one; false: none is lit.
static bool next_display(struct windows *w, struct display *to)
{
    struct display list[DISPLAYS_MAX];
    int count = windows_displays(w, list), first = -1;
    for (int i = 0; i < count; i++) {
        first = first < 0 && list[i].lit ? i : first;
        if (list[i].lit && !taken(w, &list[i], 0)) {
            *to = list[i];
            return true;
        }
    }
    if (first >= 0)
        *to = list[first];
    return first >= 0;
}

// In the middle of a display, also where it is larger than that. `fills`: as large as it, which it
// then need not become: a compositor shows what was painted before as well.
static void aim(struct windows *w, struct size2 *size, bool fills, int at[2])
{
    struct display d;
    at[0] = at[1] = (int)SDL_WINDOWPOS_CENTERED;
    if (!next_display(w, &d))
        return;
    int wayland = d.description[0] ? sdl_display(&d) : -1;
    if (fills)
        *size = (struct size2){d.width, d.height};
    at[0] = d.x + (d.width - size->width) / 2;
    at[1] = d.y + (d.height - size->height) / 2;
    if (wayland >= 0)
        at[0] = at[1] = (int)SDL_WINDOWPOS_CENTERED_DISPLAY(wayland);
}

SDL_Window *windows_open(struct windows *w, const struct window_desc *desc, struct window *to)
{
    const char *title = desc->title ? desc->title : "gestuaire";
    struct size2 size = desc->size;
    uint32_t flags = SDL_WINDOW_OPENGL;
    int at[2], display = -1;
    bool hidden = desc->awaits && w->displays;
    if (w->displays) {
        aim(w, &size, hidden, at);
    } else {
        display = next_sdl_display(w);
        if (desc->awaits && taken(w, NULL, display))
            log_warning("window", "\"%s\" lies over another window: %d display(s) are there", title,
                        SDL_GetNumVideoDisplays());
        at[0] = at[1] = (int)SDL_WINDOWPOS_CENTERED_DISPLAY(display);
    }
    if (hidden)
        flags |= SDL_WINDOW_HIDDEN | SDL_WINDOW_BORDERLESS | SDL_WINDOW_RESIZABLE;
    else
        flags |= SDL_WINDOW_SHOWN |
                 (desc->awaits ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE);
    SDL_Window *sdl = SDL_CreateWindow(title, at[0], at[1], size.width, size.height, flags);
    if (sdl)
        *to = (struct window){.sdl = sdl,
                              .id = SDL_GetWindowID(sdl),
                              .cursor = desc->cursor,
                              .awaits = desc->awaits,
                              .there = !hidden,
                              .sdl_display = display};
    return sdl;
}
