// A kiosk's hold on its machine.
#include "locked.h"
#include "staffway.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

void locked_open(struct locked *l, const struct locked_desc *desc)
{
    struct fault f = {0};
    if (desc->state)
        l->pin = pin_create(
            &(struct pin_desc){.folder = desc->state, .wake = desc->wake, .user = desc->user},
            staffway_now_s());
    if (!l->pin || !pin_is_set(desc->state))
        log_warning("care", "there is no PIN: staff cannot reach the desk; gestuaire kiosk pin "
                            "sets one");
    if (!desc->holds || !windows_x11(desc->windows, 0))
        return;
    l->lock = lock_create(&(struct lock_desc){.wake = desc->wake, .user = desc->user}, &f);
    if (!l->lock)
        log_warning("care", "%s; keys and other windows are not held back", f.text);
}

void locked_close(struct locked *l)
{
    lock_destroy(l->lock);
    pin_destroy(l->pin);
    *l = (struct locked){0};
}

static void tell_windows(struct locked *l, const struct windows *windows, int count)
{
    uint32_t now[LOCK_WINDOWS] = {0};
    count = count < LOCK_WINDOWS ? count : LOCK_WINDOWS;
    for (int i = 0; i < count; i++)
        now[i] = windows_x11(windows, i);
    if (count == l->window_count && memcmp(now, l->windows, sizeof now) == 0)
        return;
    memcpy(l->windows, now, sizeof now);
    l->window_count = count;
    lock_windows(l->lock, now, count);
}

int locked_take(struct locked *l, const struct windows *windows, int count, bool spells,
                struct window_event *events, int room)
{
    int taken = 0;
    struct lock_key key;
    if (!l->lock)
        return 0;
    tell_windows(l, windows, count);
    while (taken + 1 < room && lock_key(l->lock, &key)) { // one key may be two events
        struct window_event e = {.kind = key.down ? WINDOW_KEY : WINDOW_KEY_UP,
                                 .control = key.control,
                                 .shift = key.shift,
                                 .alt = key.alt,
                                 .spelt = spells && key.text[0]};
        snprintf(e.name, sizeof e.name, "%s", key.name);
        if (e.name[0])
            events[taken++] = e;
        e = (struct window_event){.kind = WINDOW_TEXT};
        snprintf(e.name, sizeof e.name, "%s", key.text);
        if (e.name[0] && spells)
            events[taken++] = e;
    }
    return taken;
}
