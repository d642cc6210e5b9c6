// Who holds a station, as OSC: station and number, then, when it is held, by whom, seconds left,
// and who waits.
#include "show/private.h"

#include <lo/lo.h>
#include <stdio.h>
#include <string.h>

#define LEFT_MOST_S 86400

size_t osc_write_hold(const struct show_hold *h, unsigned char *bytes, size_t room)
{
    lo_message m = lo_message_new();
    if (!m)
        return 0;
    lo_message_add_string(m, h->hold.station);
    lo_message_add_double(m, h->number);
    if (h->hold.held) {
        lo_message_add_string(m, h->hold.by);
        lo_message_add_double(m, h->hold.until_s);
        for (int i = 0; i < h->hold.waiting; i++)
            lo_message_add_string(m, h->hold.who[i]);
    }
    return osc_finish(m, OSC_HELD, bytes, room);
}

bool osc_read_hold(void *m, struct show_hold *out)
{
    int count = lo_message_get_argc(m);
    struct hold *h = &out->hold;
    *out = (struct show_hold){0};
    if (!osc_word(m, 0, h->station, sizeof h->station) || !osc_number(m, 1, &out->number))
        return false;
    h->held = count > 2;
    if (!h->held)
        return true;
    h->waiting = count - 4;
    if (h->waiting < 0 || h->waiting > HOLD_WAITING || !osc_word(m, 2, h->by, sizeof h->by) ||
        !osc_number(m, 3, &h->until_s) || h->until_s < 0 || h->until_s > LEFT_MOST_S)
        return false;
    for (int i = 0; i < h->waiting; i++)
        if (!osc_word(m, 4 + i, h->who[i], sizeof h->who[i]))
            return false;
    return true;
}
