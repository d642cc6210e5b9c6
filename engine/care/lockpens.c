// Pens and tablets that somebody plugs in: switched off while the kiosk runs.
#include "base/log.h"
#include "care/private.h"

#include <stdlib.h>
#include <string.h>
#include <xcb/xinput.h>

#define ENABLED "Device Enabled"

// Devices that come and go are told.
void lock_find_inputs(struct lock *l)
{
    const xcb_query_extension_reply_t *is = xcb_get_extension_data(l->x, &xcb_input_id);
    xcb_input_xi_query_version_reply_t *version =
        is && is->present
            ? xcb_input_xi_query_version_reply(l->x, xcb_input_xi_query_version(l->x, 2, 2), NULL)
            : NULL;
    l->inputs = version && version->major_version >= 2;
    free(version);
    if (!l->inputs)
        return;
    struct {
        xcb_input_event_mask_t head;
        uint32_t mask;
    } ask = {{XCB_INPUT_DEVICE_ALL, 1}, XCB_INPUT_XI_EVENT_MASK_HIERARCHY};
    xcb_input_xi_select_events(l->x, l->root, 1, &ask.head);
}

// What can be near the glass without touching it is no finger (XInput 1's proximity class: both
// libinput's and Wacom's drivers give it to pens).
static bool hovers(struct lock *l, uint16_t device)
{
    if (device > 255) // XInput 1 knows no more
        return false;
    xcb_input_open_device_reply_t *open =
        xcb_input_open_device_reply(l->x, xcb_input_open_device(l->x, (uint8_t)device), NULL);
    if (!open)
        return false;
    bool found = false;
    const xcb_input_input_class_info_t *classes = xcb_input_open_device_class_info(open);
    for (int i = 0; i < xcb_input_open_device_class_info_length(open); i++)
        found |= classes[i].class_id == XCB_INPUT_INPUT_CLASS_PROXIMITY;
    free(open);
    xcb_input_close_device(l->x, (uint8_t)device);
    return found;
}

static bool touches(const xcb_input_xi_device_info_t *info)
{
    xcb_input_device_class_iterator_t at = xcb_input_xi_device_info_classes_iterator(info);
    for (; at.rem; xcb_input_device_class_next(&at))
        if (at.data->type == XCB_INPUT_DEVICE_CLASS_TYPE_TOUCH)
            return true;
    return false;
}

static void enable(struct lock *l, uint16_t device, uint8_t on)
{
    const uint8_t value[4] = {on}; // XCB reads whole words
    xcb_intern_atom_reply_t *atom =
        xcb_intern_atom_reply(l->x, xcb_intern_atom(l->x, 1, (uint16_t)strlen(ENABLED), ENABLED),
                              NULL);
    if (atom && atom->atom)
        xcb_input_xi_change_property(l->x, device, XCB_PROP_MODE_REPLACE, 8, atom->atom,
                                     XCB_ATOM_INTEGER, 1, value);
    free(atom);
}

// Those that were unplugged are forgotten: their numbers are given again.
static void forget_gone(struct lock *l, const xcb_input_xi_query_device_reply_t *all)
{
    int kept = 0;
    for (int i = 0; i < l->pen_count; i++) {
        xcb_input_xi_device_info_iterator_t at = xcb_input_xi_query_device_infos_iterator(all);
        while (at.rem && (at.data->deviceid != l->pens[i] || at.data->enabled))
            xcb_input_xi_device_info_next(&at);
        if (at.rem)
            l->pens[kept++] = l->pens[i];
    }
    l->pen_count = kept;
}

static xcb_input_xi_query_device_reply_t *list_devices(struct lock *l)
{
    return l->inputs ? xcb_input_xi_query_device_reply(
                           l->x, xcb_input_xi_query_device(l->x, XCB_INPUT_DEVICE_ALL), NULL)
                     : NULL;
}

static bool is_pen(struct lock *l, const xcb_input_xi_device_info_t *info)
{
    bool slave = info->type == XCB_INPUT_DEVICE_TYPE_SLAVE_POINTER ||
                 info->type == XCB_INPUT_DEVICE_TYPE_FLOATING_SLAVE;
    return slave && info->enabled && !touches(info) && hovers(l, info->deviceid);
}

int lock_pens_left(struct lock *l)
{
    xcb_input_xi_query_device_reply_t *all = list_devices(l);
    int left = all ? 0 : -1;
    if (!all)
        return left;
    xcb_input_xi_device_info_iterator_t at = xcb_input_xi_query_device_infos_iterator(all);
    for (; at.rem; xcb_input_xi_device_info_next(&at))
        left += is_pen(l, at.data);
    free(all);
    return left;
}

void lock_pens_off(struct lock *l)
{
    xcb_input_xi_query_device_reply_t *all = list_devices(l);
    if (!all)
        return;
    forget_gone(l, all);
    xcb_input_xi_device_info_iterator_t at = xcb_input_xi_query_device_infos_iterator(all);
    for (; at.rem; xcb_input_xi_device_info_next(&at)) {
        const xcb_input_xi_device_info_t *info = at.data;
        if (l->pen_count == LOCK_PENS || !is_pen(l, info))
            continue;
        enable(l, info->deviceid, 0);
        l->pens[l->pen_count++] = info->deviceid;
        log_info("care", "the pen \"%.*s\" is switched off",
                 xcb_input_xi_device_info_name_length(info), xcb_input_xi_device_info_name(info));
    }
    free(all);
}

void lock_pens_on(struct lock *l)
{
    for (int i = 0; i < l->pen_count; i++)
        enable(l, l->pens[i], 1);
}
