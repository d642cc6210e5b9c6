// SDL video: opened once, windows that share one GL context.
#include "base/log.h"
#include "window/private.h"

#include <SDL_syswm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static bool set_empty(const char *variable)
{
    const char *value = getenv(variable);
    return !value || !value[0];
}

static void hint(struct windows *w, bool headless)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_AUTO_CAPTURE,
                "0"); // it moves a drag to the window with the keyboard
    // Who clicks into a window that had not the focus means it: a touch screen may be a mouse.
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0"); // several displays, one focus
    SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");    // WINDOW_CLOSE says it
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    // Under X11 SDL learns neither that a display moved nor that it changed its mode, and does not
    // start without one: to it the X server is one large display (displays/ knows better).
    SDL_SetHint(SDL_HINT_VIDEO_X11_XRANDR, "0");
    if (headless)
        w->overridden =
            SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "offscreen", SDL_HINT_OVERRIDE);
}

static void ask_for_gl(void)
{
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
}

static bool open_context(struct windows *w, struct fault *f)
{
    ask_for_gl();
    w->keeper = SDL_CreateWindow("gestuaire", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, 16,
                                 16, SDL_WINDOW_OPENGL | SDL_WINDOW_HIDDEN);
    if (w->keeper)
        w->context = SDL_GL_CreateContext(w->keeper);
    if (!w->context)
        return fault_set(f, "no OpenGL 3.3 on video driver \"%s\": %s; install libgl1-mesa-dri",
                         SDL_GetCurrentVideoDriver(), SDL_GetError());
    return true;
}

static void open_displays(struct windows *w, const struct windows_desc *desc, const char *driver)
{
    bool x11 = strcmp(driver, "x11") == 0, wayland = strcmp(driver, "wayland") == 0;
    struct displays_desc displays = {.server = x11 ? DISPLAYS_X11 : DISPLAYS_WAYLAND,
                                     .light = desc->light};
    struct fault f = {0};
    w->displays = x11 || wayland ? displays_open(&displays, &f) : NULL;
    if ((x11 || wayland) && !w->displays)
        log_warning("window", "displays cannot be told apart: %s", f.text);
}

struct windows *windows_create(const struct windows_desc *desc, struct fault *f)
{
    struct windows *w = calloc(1, sizeof *w);
    if (!w) {
        fault_set(f, "no memory");
        return NULL;
    }
    w->current = -1;
    w->listed = desc->headless ? NULL : "/proc/bus/input/devices";
    w->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bool screenless = set_empty("DISPLAY") && set_empty("WAYLAND_DISPLAY");
    hint(w, desc->headless || (screenless && set_empty("SDL_VIDEODRIVER")));
    if (w->wake_fd < 0 || SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        fault_set(f, "no video: %s", w->wake_fd < 0 ? "eventfd failed" : SDL_GetError());
        goto fail;
    }
    w->wake_type = SDL_RegisterEvents(1);
    const char *driver = SDL_GetCurrentVideoDriver();
    w->polls = strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0;
    SDL_StopTextInput();
    open_displays(w, desc, driver);
    if (!open_context(w, f))
        goto fail;
    return w;
fail:
    windows_destroy(w);
    return NULL;
}

void windows_destroy(struct windows *w)
{
    if (!w)
        return;
    if (w->context)
        SDL_GL_DeleteContext(w->context);
    for (int i = w->count - 1; i >= 0; i--)
        SDL_DestroyWindow(w->items[i].sdl);
    if (w->keeper)
        SDL_DestroyWindow(w->keeper);
    displays_close(w->displays);
    if (SDL_WasInit(SDL_INIT_VIDEO))
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    if (w->overridden)
        SDL_ResetHint(SDL_HINT_VIDEODRIVER);
    if (w->wake_fd >= 0)
        close(w->wake_fd);
    free(w);
}

int windows_add(struct windows *w, const struct window_desc *desc, struct fault *f)
{
    if (w->count >= WINDOWS_MAX) {
        fault_set(f, "more than %d windows", WINDOWS_MAX);
        return -1;
    }
    if (desc->size.width < 1 || desc->size.height < 1) {
        fault_set(f, "a window of %d x %d px", desc->size.width, desc->size.height);
        return -1;
    }
    int n = w->count;
    SDL_Window *sdl = windows_open(w, desc, &w->items[n]);
    if (!sdl) {
        fault_set(f, "window \"%s\": %s", desc->title ? desc->title : "", SDL_GetError());
        return -1;
    }
    w->count++;
    SDL_ShowCursor(desc->cursor ? SDL_ENABLE : SDL_DISABLE);
    windows_current(w, n);
    SDL_GL_SetSwapInterval(1); // Xvfb refuses: then nothing waits for a display
    return n;
}

const char *windows_driver(const struct windows *w)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return driver ? driver : "";
}

uint32_t windows_x11(const struct windows *w, int window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    bool there = window < w->count && SDL_GetWindowWMInfo(w->items[window].sdl, &info);
    return there && info.subsystem == SDL_SYSWM_X11 ? (uint32_t)info.info.x11.window : 0;
}

struct size2 windows_size(const struct windows *w, int window)
{
    struct size2 size = {0};
    SDL_GL_GetDrawableSize(w->items[window].sdl, &size.width, &size.height);
    return size;
}

void windows_current(struct windows *w, int window)
{
    if (w->current == window)
        return;
    if (SDL_GL_MakeCurrent(w->items[window].sdl, w->context) != 0)
        log_warning("window", "window %d: %s", window + 1, SDL_GetError());
    w->current = window;
}

void windows_swap(struct windows *w, int window)
{
    SDL_GL_SwapWindow(w->items[window].sdl);
}

void *windows_gl_address(const char *name)
{
    return SDL_GL_GetProcAddress(name);
}

int windows_of_id(const struct windows *w, uint32_t id)
{
    for (int i = 0; i < w->count; i++)
        if (w->items[i].id == id)
            return i;
    return -1;
}
