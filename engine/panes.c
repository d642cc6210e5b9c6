// Where each output is seen in the engine's windows, and whose finger it is that touches one there.
#include "panes.h"
#include "base/log.h"
#include "wall.h"

#include <string.h>

// Each output in a window of its own.
static int lay_apart(struct panes *p, struct windows *windows)
{
    const struct installation_station *place = p->stations[0].place;
    for (int i = 0; i < place->output_count; i++) {
        p->outputs[i] = place->outputs[i].size;
        p->panes[i] = (struct pane){.window = i, .output = i};
        surfaces_layout(windows_size(windows, i), &p->outputs[i], &p->panes[i], 1);
    }
    return place->output_count;
}

bool panes_lay(struct panes *p, struct windows *windows)
{
    struct pane before[SURFACES_PANES];
    memcpy(before, p->panes, sizeof before);
    if (p->apart)
        p->count = lay_apart(p, windows);
    else
        p->count = wall_panes(p->stations, p->station_count, windows_size(windows, 0), p->panes,
                              p->outputs, SURFACES_PANES);
    return memcmp(before, p->panes, sizeof before) != 0;
}

void panes_log(const struct panes *p)
{
    for (int i = 0; i < p->count; i++) {
        const struct pane *at = &p->panes[i];
        const struct installation_station *place = p->stations[at->station].place;
        const struct installation_output *o = &place->outputs[at->output];
        log_info("engine", "%s/%s %dx%d lies at %d,%d %dx%d of window %d", place->id, o->id,
                 o->size.width, o->size.height, at->x, at->y, at->width, at->height,
                 at->window + 1);
    }
}

void panes_contact(const struct panes *p, const struct window_event *event, double now_s)
{
    struct vec2 at_under = {0}, at_near = {0};
    const struct pane *under = surfaces_pane_at(p->panes, p->count, p->outputs, event->window,
                                                event->x, event->y, &at_under);
    enum input_phase phase = event->kind == WINDOW_DOWN   ? INPUT_DOWN
                             : event->kind == WINDOW_MOVE ? INPUT_MOVE
                                                          : INPUT_UP;
    // A finger that slides off its pane still belongs to the station it went down on: each station
    // hears where it is as seen from its own nearest pane, and those that do not know the finger
    // pass over it.
    for (int i = 0; i < p->station_count; i++) {
        bool here = under && under->station == i;
        const struct pane *near = surfaces_pane_near(p->panes, p->count, p->outputs, event->window,
                                                     i, event->x, event->y, &at_near);
        const struct pane *pane = here ? under : near;
        if ((phase == INPUT_DOWN && !here) || (phase == INPUT_MOVE && !pane))
            continue;
        struct vec2 at = here ? at_under : at_near;
        struct input_contact contact = {.time_s = now_s,
                                        .phase = phase,
                                        .finger = event->finger,
                                        .output = pane ? pane->output : 0,
                                        .at_output = pane ? at : (struct vec2){-1, -1},
                                        .cancelled = event->cancelled,
                                        .shift = event->shift};
        input_contact(p->stations[i].input, &contact);
    }
}
