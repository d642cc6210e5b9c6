// Touch screens of an X server: which display each lies on. Told nothing, a server spreads every
// touch screen over all displays together.
#include "displays/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xcb/xinput.h>

#define MATRIX "Coordinate Transformation Matrix"

static xcb_atom_t atom_of(xcb_connection_t *x, const char *name)
{
    xcb_intern_atom_reply_t *r =
        xcb_intern_atom_reply(x, xcb_intern_atom(x, false, (uint16_t)strlen(name), name), NULL);
    xcb_atom_t atom = r ? r->atom : XCB_ATOM_NONE;
    free(r);
    return atom;
}

static bool connect_to(struct displays *d)
{
    if (d->touch && xcb_connection_has_error(d->touch)) {
        xcb_disconnect(d->touch);
        d->touch = NULL;
    }
    if (d->touch)
        return true;
    d->touch = xcb_connect(DisplayString(d->x), NULL);
    const xcb_query_extension_reply_t *is =
        xcb_connection_has_error(d->touch) ? NULL : xcb_get_extension_data(d->touch, &xcb_input_id);
    xcb_input_xi_query_version_reply_t *version =
        is && is->present
            ? xcb_input_xi_query_version_reply(d->touch, xcb_input_xi_query_version(d->touch, 2, 2),
                                               NULL)
            : NULL;
    bool good = version && version->major_version >= 2;
    free(version);
    if (!good)
        x11_touch_close(d);
    return good;
}

void x11_touch_close(struct displays *d)
{
    if (d->touch)
        xcb_disconnect(d->touch);
    d->touch = NULL;
}

static bool touches(const xcb_input_xi_device_info_t *info)
{
    xcb_input_device_class_iterator_t at = xcb_input_xi_device_info_classes_iterator(info);
    for (; at.rem; xcb_input_device_class_next(&at))
        if (at.data->type == XCB_INPUT_DEVICE_CLASS_TYPE_TOUCH)
            return true;
    return false;
}

// From places on the glass to places in the screen of all displays, both 0 to 1, row by row.
static bool matrix_of(struct displays *d, const struct display *at, float to[9])
{
    xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(d->touch)).data->root;
    xcb_get_geometry_reply_t *all =
        xcb_get_geometry_reply(d->touch, xcb_get_geometry(d->touch, root), NULL);
    bool good = all && all->width && all->height;
    if (good) {
        float wide = all->width, high = all->height;
        const float m[9] = {(float)at->width / wide,
                            0,
                            (float)at->x / wide,
                            0,
                            (float)at->height / high,
                            (float)at->y / high,
                            0,
                            0,
                            1};
        memcpy(to, m, sizeof m);
    }
    free(all);
    return good;
}

static bool is_so(struct displays *d, xcb_input_device_id_t device, xcb_atom_t matrix,
                  const float to[9])
{
    xcb_input_xi_get_property_reply_t *r = xcb_input_xi_get_property_reply(
        d->touch, xcb_input_xi_get_property(d->touch, device, false, matrix, XCB_ATOM_NONE, 0, 9),
        NULL);
    float is[9];
    bool good = r && r->format == 32 && r->num_items == 9;
    if (good)
        memcpy(is, xcb_input_xi_get_property_items(r), sizeof is);
    free(r);
    for (int i = 0; good && i < 9; i++)
        good = fabsf(is[i] - to[i]) < 1e-6f;
    return good;
}

static bool named(const xcb_input_xi_device_info_t *info, const char *device)
{
    int length = xcb_input_xi_device_info_name_length(info);
    return (size_t)length == strlen(device) &&
           memcmp(xcb_input_xi_device_info_name(info), device, (size_t)length) == 0;
}

static void lay(struct displays *d, xcb_input_device_id_t device, const float to[9])
{
    xcb_atom_t matrix = atom_of(d->touch, MATRIX), kind = atom_of(d->touch, "FLOAT");
    if (is_so(d, device, matrix, to))
        return;
    xcb_input_xi_change_property(d->touch, device, XCB_PROP_MODE_REPLACE, 32, matrix, kind, 9, to);
    xcb_flush(d->touch);
}

int displays_touch(struct displays *d, const char *device, const struct display *at)
{
    float to[9];
    if (!d || !d->x || !connect_to(d) || !matrix_of(d, at, to))
        return -1;
    xcb_input_xi_query_device_reply_t *r = xcb_input_xi_query_device_reply(
        d->touch, xcb_input_xi_query_device(d->touch, XCB_INPUT_DEVICE_ALL), NULL);
    int count = 0;
    if (!r)
        return -1;
    xcb_input_xi_device_info_iterator_t i = xcb_input_xi_query_device_infos_iterator(r);
    for (; i.rem; xcb_input_xi_device_info_next(&i)) {
        bool slave = i.data->type == XCB_INPUT_DEVICE_TYPE_SLAVE_POINTER ||
                     i.data->type == XCB_INPUT_DEVICE_TYPE_FLOATING_SLAVE;
        if (!slave || !touches(i.data) || !named(i.data, device))
            continue;
        lay(d, i.data->deviceid, to);
        count++;
    }
    free(r);
    return count;
}
