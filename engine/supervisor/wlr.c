// The protocols' tables: requests and events in their order, as far as the last that is used.
#include "supervisor/wlr.h"

#include <stddef.h>

static const struct wl_interface *const none[8] = {NULL};
#define NONE ((const struct wl_interface **)none)
#define COUNT(list) ((int)(sizeof list / sizeof *(list)))

static const struct wl_interface *layer_types[] = {&wlr_layer, &wl_surface_interface,
                                                   &wl_output_interface, NULL, NULL};
static const struct wl_message layers_requests[] = {{"get_layer_surface", "no?ous", layer_types}};
const struct wl_interface wlr_layers = {"zwlr_layer_shell_v1", 1, COUNT(layers_requests),
                                        layers_requests,       0, NULL};

static const struct wl_message layer_requests[] = {{"set_size", "uu", NONE},
                                                   {"set_anchor", "u", NONE},
                                                   {"set_exclusive_zone", "i", NONE},
                                                   {"set_margin", "iiii", NONE},
                                                   {"set_keyboard_interactivity", "u", NONE},
                                                   {"get_popup", "o", NONE},
                                                   {"ack_configure", "u", NONE},
                                                   {"destroy", "", NONE}};
static const struct wl_message layer_events[] = {{"configure", "uuu", NONE}, {"closed", "", NONE}};
const struct wl_interface wlr_layer = {"zwlr_layer_surface_v1", 1,
                                       COUNT(layer_requests),   layer_requests,
                                       COUNT(layer_events),     layer_events};

static const struct wl_interface *surface_types[] = {&wlr_surface, &wl_surface_interface};
static const struct wl_message windows_requests[] = {{"destroy", "", NONE},
                                                     {"create_positioner", "n", NONE},
                                                     {"get_xdg_surface", "no", surface_types},
                                                     {"pong", "u", NONE}};
static const struct wl_message windows_events[] = {{"ping", "u", NONE}};
const struct wl_interface wlr_windows = {"xdg_wm_base",           1,
                                         COUNT(windows_requests), windows_requests,
                                         COUNT(windows_events),   windows_events};

static const struct wl_interface *window_types[] = {&wlr_window};
static const struct wl_message surface_requests[] = {{"destroy", "", NONE},
                                                     {"get_toplevel", "n", window_types},
                                                     {"get_popup", "n?oo", NONE},
                                                     {"set_window_geometry", "iiii", NONE},
                                                     {"ack_configure", "u", NONE}};
static const struct wl_message surface_events[] = {{"configure", "u", NONE}};
const struct wl_interface wlr_surface = {"xdg_surface",           1,
                                         COUNT(surface_requests), surface_requests,
                                         COUNT(surface_events),   surface_events};

static const struct wl_message window_requests[] = {{"destroy", "", NONE},
                                                    {"set_parent", "?o", NONE},
                                                    {"set_title", "s", NONE}};
static const struct wl_message window_events[] = {{"configure", "iia", NONE}, {"close", "", NONE}};
const struct wl_interface wlr_window = {"xdg_toplevel",         1,
                                        COUNT(window_requests), window_requests,
                                        COUNT(window_events),   window_events};

static void ask(struct wl_proxy *p, uint32_t request)
{
    wl_proxy_marshal_flags(p, request, NULL, 1, WL_MARSHAL_FLAG_DESTROY);
}

struct wl_proxy *wlr_layer_create(struct wl_proxy *layers, struct wl_surface *surface,
                                  struct wl_output *output)
{
    struct wl_proxy *layer = wl_proxy_marshal_flags(layers, 0, &wlr_layer, 1, 0, NULL, surface,
                                                    output, WLR_LAYER_BOTTOM, "gestuaire");
    if (!layer)
        return NULL;
    wl_proxy_marshal_flags(layer, 0, NULL, 1, 0, 0, 0);
    wl_proxy_marshal_flags(layer, 1, NULL, 1, 0, WLR_ALL_EDGES);
    wl_proxy_marshal_flags(layer, 2, NULL, 1, 0, -1); // nothing keeps it from the edges
    return layer;
}

void wlr_layer_ack(struct wl_proxy *layer, uint32_t serial)
{
    wl_proxy_marshal_flags(layer, 6, NULL, 1, 0, serial);
}

void wlr_layer_destroy(struct wl_proxy *layer)
{
    ask(layer, 7);
}

void wlr_windows_pong(struct wl_proxy *windows, uint32_t serial)
{
    wl_proxy_marshal_flags(windows, 3, NULL, 1, 0, serial);
}

struct wl_proxy *wlr_surface_create(struct wl_proxy *windows, struct wl_surface *surface)
{
    return wl_proxy_marshal_flags(windows, 2, &wlr_surface, 1, 0, NULL, surface);
}

void wlr_surface_ack(struct wl_proxy *surface, uint32_t serial)
{
    wl_proxy_marshal_flags(surface, 4, NULL, 1, 0, serial);
}

void wlr_surface_destroy(struct wl_proxy *surface)
{
    ask(surface, 0);
}

struct wl_proxy *wlr_window_create(struct wl_proxy *surface, const char *title)
{
    struct wl_proxy *window = wl_proxy_marshal_flags(surface, 1, &wlr_window, 1, 0, NULL);
    if (window)
        wl_proxy_marshal_flags(window, 2, NULL, 1, 0, title);
    return window;
}

void wlr_window_destroy(struct wl_proxy *window)
{
    ask(window, 0);
}
