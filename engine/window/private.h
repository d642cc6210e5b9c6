// Inside window/: what SDL is told and what is kept of it.
#pragma once
#include "window/window.h"

#include <SDL.h>
#include <stdatomic.h>

enum { WINDOW_FINGERS = 64 };

struct window {
    SDL_Window *sdl;
    uint32_t id; // SDL's
    int display;
    bool cursor;
};

struct window_finger {
    bool down;
    SDL_TouchID device;
    SDL_FingerID sdl;
    int64_t finger; // ours: never given twice
    int window;
};

struct windows {
    SDL_Window *keeper; // never shown: the context lives while windows come
    SDL_GLContext context;
    int count, current; // -1: the keeper
    struct window items[WINDOWS_MAX];
    bool polls; // the driver cannot wait by itself
    int wake_fd;
    atomic_bool waked; // until the next pump
    uint32_t wake_type;
    bool overridden; // the driver's name, until destroyed
    bool mouse_down;
    struct window_event mouse; // where it was last while down
    struct window_finger fingers[WINDOW_FINGERS];
    int64_t fingers_seen;
    bool fingers_told; // that there were too many
};

int windows_of_id(const struct windows *w, uint32_t id); // -1: not ours
// The display a window goes to; an unknown name is told once, with the names there are.
int windows_display(const struct windows *w, const char *name);
bool windows_taken(const struct windows *w, int display); // by a window
void windows_tell_shared(const char *title, int display);
// False: nothing that anyone is told about.
bool windows_translate(struct windows *w, const SDL_Event *from, struct window_event *to);
