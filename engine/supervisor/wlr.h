// Inside supervisor/: the few requests of Wayland's shells that a backdrop needs. Protocols:
// xdg-shell 1, wlr-layer-shell-unstable-v1 1.
#pragma once
#include <wayland-client.h>

// They begin as the protocols' own: a compositor knows them by name.
extern const struct wl_interface wlr_layers, wlr_layer;
extern const struct wl_interface wlr_windows, wlr_surface, wlr_window;

enum { WLR_LAYER_BOTTOM = 1, WLR_ALL_EDGES = 15 };

struct wlr_layer_listener {
    void (*configure)(void *user, struct wl_proxy *layer, uint32_t serial, uint32_t width,
                      uint32_t height);
    void (*closed)(void *user, struct wl_proxy *layer);
};
struct wlr_windows_listener {
    void (*ping)(void *user, struct wl_proxy *windows, uint32_t serial);
};
struct wlr_surface_listener {
    void (*configure)(void *user, struct wl_proxy *surface, uint32_t serial);
};
struct wlr_window_listener {
    void (*configure)(void *user, struct wl_proxy *window, int32_t width, int32_t height,
                      struct wl_array *states);
    void (*close)(void *user, struct wl_proxy *window);
};

// Behind all windows, before what the session has painted there; all over the output.
struct wl_proxy *wlr_layer_create(struct wl_proxy *layers, struct wl_surface *surface,
                                  struct wl_output *output);
void wlr_layer_ack(struct wl_proxy *layer, uint32_t serial);
void wlr_layer_destroy(struct wl_proxy *layer);
void wlr_windows_pong(struct wl_proxy *windows, uint32_t serial);
struct wl_proxy *wlr_surface_create(struct wl_proxy *windows, struct wl_surface *surface);
void wlr_surface_ack(struct wl_proxy *surface, uint32_t serial);
void wlr_surface_destroy(struct wl_proxy *surface);
struct wl_proxy *wlr_window_create(struct wl_proxy *surface, const char *title);
void wlr_window_destroy(struct wl_proxy *window);
