// What the windows tell, each event to the first who wants it.
#include "editing.h"
#include "inside.h"
#include "staffed.h"
#include "staffway.h"

#include <stdio.h>
#include <string.h>

#define ENGINE_STAFF_KEY "F1"

static void take_key(struct engine *e, const struct window_event *event, double now_s)
{
    struct input_contact contact = {.time_s = now_s, .phase = INPUT_KEY};
    snprintf(contact.key, sizeof contact.key, "%s", event->name);
    for (int i = 0; i < e->station_count; i++)
        input_contact(e->stations[i].input, &contact);
    if (!e->desc.kiosk)
        resting_staff(&e->rest); // the public has no keyboard
}

// What staff reads lies over every output; the public's keyboards do not reach it.
static bool take_staff_key(struct engine *e, const struct window_event *event)
{
    if (e->desc.kiosk || strcmp(event->name, ENGINE_STAFF_KEY) != 0)
        return false;
    for (int i = 0; i < e->station_count; i++)
        staffed_show(&e->stations[i], !e->stations[i].staffed);
    return true;
}

void engine_take_displays(struct engine *e, bool placed)
{
    if (!placed)
        return;
    engine_lay_panes(e);
    e->uncovered = true;
}

bool engine_take_events(struct engine *e, double timeout_s)
{
    struct window_event events[WINDOW_EVENTS];
    bool spells = desking_spells(e->stations, e->station_count);
    windows_text(e->windows, spells);
    int count = windows_pump(e->windows, timeout_s, events, WINDOW_EVENTS);
    count += locked_take(&e->locked, e->windows, e->window_count, spells, events + count,
                         WINDOW_EVENTS - count);
    double now_s = clock_now_s(&e->clock);
    for (int i = 0; i < count; i++) {
        const struct window_event *event = &events[i];
        if (event->kind == WINDOW_DISPLAYS) {
            engine_take_displays(e, outputs_bind(&e->outputs));
            continue;
        }
        if (event->kind == WINDOW_TEXT) {
            desking_take(e->stations, e->station_count, event, now_s);
            continue;
        }
        bool key = event->kind == WINDOW_KEY || event->kind == WINDOW_KEY_UP;
        bool operated = e->operated.painter && event->window == e->operated.window;
        if (key && e->desc.kiosk && !operated &&
            staffway_press(e->stations, e->station_count, event, now_s))
            continue;
        if (editing_take(e->stations, e->station_count, event, now_s))
            continue;
        if (operated) {                                // its end is no end
            operator_take(&e->operated, event, now_s); // Escape is PANIC, whatever is open
            continue;
        }
        if (desking_take(e->stations, e->station_count, event, now_s) ||
            deskwindow_take(&e->desked, event, now_s))
            continue;
        bool escape = event->kind == WINDOW_KEY && strcmp(event->name, "Escape") == 0;
        if (event->kind == WINDOW_QUIT && e->desc.kiosk)
            e->end = ENGINE_LOST;
        if (event->kind == WINDOW_QUIT ||
            ((escape || event->kind == WINDOW_CLOSE) && !e->desc.kiosk))
            return false;
        bool taken =
            e->room && rehearsed_event(e->room, e->stations, e->station_count, event, now_s);
        if (event->kind == WINDOW_RESIZED) {
            engine_lay_panes(e);
            e->uncovered = true;
        } else if (event->kind == WINDOW_KEY && !taken) {
            if (!take_staff_key(e, event))
                take_key(e, event, now_s);
        } else if (!key && event->kind != WINDOW_CLOSE && !taken) {
            panes_contact(&e->panes, event, now_s);
        }
    }
    return true;
}
