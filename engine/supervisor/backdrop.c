// What stands on a Wayland display while no engine does: the last picture, behind all windows. It
// is read from the engine's own, which is Xwayland's; it is shown by a plain surface in shared
// memory, in the layer below windows (sway), else as a window that was there first (cage).
#include "supervisor/private.h"
#include "supervisor/wlr.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PANES COPY_PLACES
#define EDGE 16384 // px, as engine's outputs

// Pixels that the compositor reads or writes.
struct sheet {
    void *bytes; // NULL: none
    size_t size;
    uint32_t width, height;
    struct wl_buffer *buffer;
};

struct pane {
    struct wl_output *output; // NULL: free
    struct backdrop *of;
    uint32_t id;
    int32_t x, y, width, height; // px of the compositor's layout, without scale
    int32_t mode[2];             // as the display has it
    bool turned;                 // by a quarter
    struct wl_surface *surface;
    struct wl_proxy *layer, *shell, *window; // layer, or the other two
    struct sheet shown, next;
};

struct backdrop {
    struct wl_display *display;
    struct wl_registry *registry;
    struct wl_compositor *compositor;
    struct wl_shm *shm;
    struct wl_seat *seat;
    struct wl_pointer *pointer;
    struct wl_proxy *layers, *windows;
    struct pane panes[PANES];
    bool open; // outputs that come now get a surface at once
    struct copy copy;
    bool kept; // a picture is shown
};

// ---- pixels

static void sheet_finish(struct sheet *s)
{
    if (s->buffer)
        wl_buffer_destroy(s->buffer);
    if (s->bytes)
        munmap(s->bytes, s->size);
    *s = (struct sheet){0};
}

// Black, as the kernel gives it. One that fits already is kept.
static bool sheet_fit(struct sheet *s, struct wl_shm *shm, uint32_t width, uint32_t height)
{
    if (s->bytes && s->width == width && s->height == height)
        return true;
    sheet_finish(s);
    if (!width || !height || width > EDGE || height > EDGE)
        return false;
    size_t size = (size_t)width * height * 4;
    int file = memfd_create("backdrop", MFD_CLOEXEC);
    void *bytes = file >= 0 && ftruncate(file, (off_t)size) == 0
                      ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
                      : MAP_FAILED;
    if (bytes != MAP_FAILED) {
        struct wl_shm_pool *pool = wl_shm_create_pool(shm, file, (int32_t)size);
        *s = (struct sheet){bytes, size, width, height, NULL};
        s->buffer = wl_shm_pool_create_buffer(pool, 0, (int32_t)width, (int32_t)height,
                                              (int32_t)width * 4, WL_SHM_FORMAT_XRGB8888);
        wl_shm_pool_destroy(pool);
    }
    if (file >= 0)
        close(file);
    return s->buffer != NULL;
}

// ---- what is shown

static void show(struct pane *p)
{
    wl_surface_attach(p->surface, p->shown.buffer, 0, 0);
    wl_surface_damage(p->surface, 0, 0, INT32_MAX, INT32_MAX);
    wl_surface_commit(p->surface);
}

// A surface is there from its first buffer on: black, until there is a picture.
static void configured(struct pane *p)
{
    if (p->shown.bytes || sheet_fit(&p->shown, p->of->shm, (uint32_t)p->width, (uint32_t)p->height))
        show(p);
}

static void layer_configure(void *user, struct wl_proxy *layer, uint32_t serial, uint32_t width,
                            uint32_t height)
{
    wlr_layer_ack(layer, serial);
    configured(user);
}

static void layer_closed(void *user, struct wl_proxy *layer)
{
    // The output goes, which the registry tells.
}

static void window_configure(void *user, struct wl_proxy *window, int32_t width, int32_t height,
                             struct wl_array *states)
{
    // Its surface is told after it.
}

static void window_close(void *user, struct wl_proxy *window)
{
    // Nobody can: the session ends with the supervisor.
}

static void surface_configure(void *user, struct wl_proxy *surface, uint32_t serial)
{
    wlr_surface_ack(surface, serial);
    configured(user);
}

static void windows_ping(void *user, struct wl_proxy *windows, uint32_t serial)
{
    wlr_windows_pong(windows, serial);
}

static const struct wlr_layer_listener layer_listener = {layer_configure, layer_closed};
static const struct wlr_window_listener window_listener = {window_configure, window_close};
static const struct wlr_surface_listener surface_listener = {surface_configure};
static const struct wlr_windows_listener windows_listener = {windows_ping};

// libwayland takes listeners as lists of functions without a type.
static void listen_to(struct wl_proxy *proxy, const void *listener, void *user)
{
    if (proxy)
        wl_proxy_add_listener(proxy, (void (**)(void))listener, user);
}

static void open_pane(struct pane *p)
{
    struct backdrop *b = p->of;
    p->surface = wl_compositor_create_surface(b->compositor);
    if (b->layers) {
        p->layer = wlr_layer_create(b->layers, p->surface, p->output);
        listen_to(p->layer, &layer_listener, p);
    } else {
        p->shell = wlr_surface_create(b->windows, p->surface);
        listen_to(p->shell, &surface_listener, p);
        p->window = wlr_window_create(p->shell, "gestuaire: the last picture");
        listen_to(p->window, &window_listener, p);
    }
    wl_surface_commit(p->surface);
}

// Windows are put by the compositor where it likes: there is one.
static bool may_open(const struct pane *p)
{
    return p->output && (p->of->layers || p == p->of->panes);
}

static void close_pane(struct pane *p)
{
    if (p->layer)
        wlr_layer_destroy(p->layer);
    if (p->window)
        wlr_window_destroy(p->window);
    if (p->shell)
        wlr_surface_destroy(p->shell);
    if (p->surface)
        wl_surface_destroy(p->surface);
    sheet_finish(&p->shown);
    sheet_finish(&p->next);
    if (p->output)
        wl_output_destroy(p->output);
    *p = (struct pane){0};
}

// ---- what is copied

static bool may_copy(struct pane *p)
{
    // Without a buffer it was not told its size yet, and must not have one.
    return p->shown.buffer &&
           sheet_fit(&p->next, p->of->shm, (uint32_t)p->width, (uint32_t)p->height);
}

// The output may have gone meanwhile, or have another size.
static bool take_copy(struct pane *p)
{
    if (!p->next.bytes || p->next.width != (uint32_t)p->width ||
        p->next.height != (uint32_t)p->height)
        return false;
    struct sheet before = p->shown;
    p->shown = p->next;
    p->next = before;
    show(p);
    return true;
}

static void take_copies(struct backdrop *b, double now_s)
{
    unsigned copied = copy_turn(&b->copy, now_s);
    for (int i = 0; i < PANES; i++)
        if (copied & 1u << i)
            b->kept = take_copy(&b->panes[i]) || b->kept;
}

// ---- outputs and pointer

static void geometry(void *user, struct wl_output *o, int32_t x, int32_t y, int32_t width_mm,
                     int32_t height_mm, int32_t subpixel, const char *make, const char *model,
                     int32_t transform)
{
    struct pane *p = user;
    p->x = x;
    p->y = y;
    p->turned = transform & 1; // of wl_output.transform: 90, 270, flipped or not
}

static void mode(void *user, struct wl_output *o, uint32_t flags, int32_t width, int32_t height,
                 int32_t refresh)
{
    struct pane *p = user;
    if (!(flags & WL_OUTPUT_MODE_CURRENT))
        return;
    p->mode[0] = width;
    p->mode[1] = height;
}

static void done(void *user, struct wl_output *o)
{
    struct pane *p = user;
    p->width = p->mode[p->turned ? 1 : 0];
    p->height = p->mode[p->turned ? 0 : 1];
    if (p->of->open && !p->surface && may_open(p))
        open_pane(p);
}

static void scale(void *user, struct wl_output *o, int32_t factor)
{
    // Of two px an output's is no kiosk's: it is then not kept.
}

static const struct wl_output_listener output_listener = {geometry, mode, done, scale, NULL, NULL};

// An arrow over the last picture would be a desktop's.
static void enter(void *user, struct wl_pointer *pointer, uint32_t serial,
                  struct wl_surface *surface, wl_fixed_t x, wl_fixed_t y)
{
    wl_pointer_set_cursor(pointer, serial, NULL, 0, 0);
}

static void leave(void *user, struct wl_pointer *pointer, uint32_t serial,
                  struct wl_surface *surface)
{
}

static void motion(void *user, struct wl_pointer *pointer, uint32_t time_ms, wl_fixed_t x,
                   wl_fixed_t y)
{
}

static void button(void *user, struct wl_pointer *pointer, uint32_t serial, uint32_t time_ms,
                   uint32_t which, uint32_t state)
{
}

static void axis(void *user, struct wl_pointer *pointer, uint32_t time_ms, uint32_t which,
                 wl_fixed_t value)
{
}

static const struct wl_pointer_listener pointer_listener = {
    .enter = enter, .leave = leave, .motion = motion, .button = button, .axis = axis};

static void capabilities(void *user, struct wl_seat *seat, uint32_t has)
{
    struct backdrop *b = user;
    if (!(has & WL_SEAT_CAPABILITY_POINTER) || b->pointer)
        return;
    b->pointer = wl_seat_get_pointer(seat);
    wl_pointer_add_listener(b->pointer, &pointer_listener, b);
}

static const struct wl_seat_listener seat_listener = {.capabilities = capabilities};

// ---- the registry

static void take_output(struct backdrop *b, uint32_t id, uint32_t version)
{
    int i = 0;
    while (i < PANES && b->panes[i].output)
        i++;
    if (i == PANES || version < 2)
        return;
    struct pane *p = &b->panes[i];
    *p = (struct pane){.of = b, .id = id};
    p->output = wl_registry_bind(b->registry, id, &wl_output_interface, 2);
    wl_output_add_listener(p->output, &output_listener, p);
}

static void come(void *user, struct wl_registry *registry, uint32_t id, const char *interface,
                 uint32_t version)
{
    struct backdrop *b = user;
    const struct {
        const struct wl_interface *of;
        void **to;
        uint32_t most;
    } wanted[] = {
        {&wl_compositor_interface, (void **)&b->compositor, 1},
        {&wl_shm_interface, (void **)&b->shm, 1},
        {&wl_seat_interface, (void **)&b->seat, 1},
        {&wlr_layers, (void **)&b->layers, 1},
        {&wlr_windows, (void **)&b->windows, 1},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!*wanted[i].to && strcmp(interface, wanted[i].of->name) == 0)
            *wanted[i].to = wl_registry_bind(registry, id, wanted[i].of,
                                             version < wanted[i].most ? version : wanted[i].most);
    if (b->seat && !wl_proxy_get_listener((struct wl_proxy *)b->seat))
        wl_seat_add_listener(b->seat, &seat_listener, b); // at once: what it has is told once
    if (strcmp(interface, wl_output_interface.name) == 0)
        take_output(b, id, version);
}

static void go(void *user, struct wl_registry *registry, uint32_t id)
{
    struct backdrop *b = user;
    for (int i = 0; i < PANES; i++)
        if (b->panes[i].output && b->panes[i].id == id)
            close_pane(&b->panes[i]);
}

static const struct wl_registry_listener registry_listener = {come, go};

// ---- for the supervisor

static bool open_all(struct backdrop *b)
{
    b->display = wl_display_connect(NULL);
    if (!b->display)
        return false;
    b->registry = wl_display_get_registry(b->display);
    wl_registry_add_listener(b->registry, &registry_listener, b);
    for (int turn = 0; turn < 2; turn++) // what there is, then what it says of itself
        if (wl_display_roundtrip(b->display) < 0)
            return false;
    if (!b->compositor || !b->shm || !(b->layers || b->windows))
        return false; // it could not be shown
    if (!b->layers)
        listen_to(b->windows, &windows_listener, b);
    b->open = true;
    for (int i = 0; i < PANES; i++)
        if (may_open(&b->panes[i]))
            open_pane(&b->panes[i]);
    // It must be there before the engine's windows, which then lie over it.
    for (int turn = 0; turn < 2; turn++) // its size is told, its first buffer taken
        if (wl_display_roundtrip(b->display) < 0)
            return false;
    return true;
}

struct backdrop *backdrop_open(void)
{
    const char *name = getenv("WAYLAND_DISPLAY");
    struct backdrop *b = name && name[0] ? calloc(1, sizeof *b) : NULL;
    if (!b)
        return NULL;
    if (open_all(b))
        return b;
    backdrop_close(b);
    return NULL;
}

static void destroy(struct wl_proxy *p)
{
    if (p)
        wl_proxy_destroy(p);
}

void backdrop_close(struct backdrop *b)
{
    if (!b)
        return;
    copy_end(&b->copy);
    for (int i = 0; i < PANES; i++)
        close_pane(&b->panes[i]);
    destroy(b->layers);
    destroy(b->windows);
    destroy((struct wl_proxy *)b->pointer);
    destroy((struct wl_proxy *)b->seat);
    destroy((struct wl_proxy *)b->shm);
    destroy((struct wl_proxy *)b->compositor);
    destroy((struct wl_proxy *)b->registry);
    if (b->display) {
        wl_display_flush(b->display);
        wl_display_disconnect(b->display);
    }
    free(b);
}

int backdrop_file(const struct backdrop *b)
{
    return b && !wl_display_get_error(b->display) ? wl_display_get_fd(b->display) : -1;
}

// Never waits: a compositor that hangs must not keep the supervisor from its work.
bool backdrop_turn(struct backdrop *b, double now_s)
{
    struct pollfd file = {.fd = backdrop_file(b), .events = POLLIN};
    if (file.fd < 0)
        return false;
    while (wl_display_prepare_read(b->display) != 0)
        if (wl_display_dispatch_pending(b->display) < 0)
            return false;
    if (poll(&file, 1, 0) > 0)
        wl_display_read_events(b->display);
    else
        wl_display_cancel_read(b->display);
    wl_display_dispatch_pending(b->display);
    take_copies(b, now_s);
    wl_display_flush(b->display);
    return backdrop_file(b) >= 0;
}

// The compositor is not asked: cage 0.1.4 paints black over a picture that it had given to the
// display as it was, as soon as somebody wants to copy the display.
void backdrop_keep(struct backdrop *b, double now_s)
{
    struct copy_place places[COPY_PLACES] = {0};
    if (b->copy.pid)
        return; // into the same sheets
    for (int i = 0; i < PANES; i++) {
        struct pane *p = &b->panes[i];
        if (may_copy(p))
            places[i] =
                (struct copy_place){p->x, p->y, p->next.width, p->next.height, p->next.bytes};
    }
    copy_begin(&b->copy, places, now_s);
}

bool backdrop_kept(const struct backdrop *b)
{
    return b && b->kept;
}
