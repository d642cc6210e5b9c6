// A window of panes: outputs, the composition, the panel.
#include "deskwindow.h"
#include "desking.h"
#include "lighting.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

#define PANEL_SHARE 0.3 // of the window's height

bool deskwindow_open(struct desk_window *w, const struct installation *in, struct windows *windows,
                     struct fault *f)
{
    char title[256];
    *w = (struct desk_window){.window = -1, .windows = windows};
    snprintf(title, sizeof title, "%s — F3", in->title.in[0]);
    struct window_desc window = {.title = title,
                                 .size = {DESKWINDOW_WIDTH, DESKWINDOW_HEIGHT},
                                 .cursor = true};
    w->window = windows_add(windows, &window, f);
    return w->window >= 0 || fault_where(f, "the window of the desk");
}

void deskwindow_join(struct desk_window *w, struct gpu *gpu, struct station *of)
{
    if (w->window < 0 || !of->place->output_count)
        return;
    w->gpu = gpu;
    w->of = of;
    of->hands.apart = true;
    desking_show(of, true);
}

void deskwindow_close(struct desk_window *w)
{
    surfaces_destroy(w->surfaces);
    mapping_destroy(w->mapping);
    gpu_target_finish(&w->overlay);
    gpu_target_finish(&w->panel);
    drawlist_finish(&w->list);
    *w = (struct desk_window){.window = -1};
}

// Outputs and the composition side by side, the panel below.
static void lay(struct desk_window *w)
{
    const struct installation_station *place = w->of->place;
    struct size2 size = w->size;
    int panel = (int)(size.height * PANEL_SHARE);
    w->count = place->output_count + 1;
    for (int i = 0; i < w->count; i++) {
        bool whole = i == place->output_count;
        w->sizes[i] = whole ? place->composition : place->outputs[i].size;
        w->panes[i] = (struct pane){// of stations of their own: with gaps between them
                                    .window = w->window,
                                    .station = i,
                                    .output = whole ? HANDS_COMPOSITION : i};
    }
    surfaces_layout((struct size2){size.width, size.height - panel}, w->sizes, w->panes, w->count);
    for (int i = 0; i < w->count; i++)
        log_info("desk", "%s %dx%d lies at %d,%d %dx%d of the desk's window",
                 i < place->output_count ? place->outputs[i].id : "the composition",
                 w->sizes[i].width, w->sizes[i].height, w->panes[i].x, w->panes[i].y,
                 w->panes[i].width, w->panes[i].height);
    w->sizes[w->count] = (struct size2){size.width, panel};
    w->panes[w->count++] = (struct pane){.window = w->window,
                                         .output = HANDS_PANEL,
                                         .y = size.height - panel,
                                         .width = size.width,
                                         .height = panel};
}

bool deskwindow_take(struct desk_window *w, const struct window_event *event, double now_s)
{
    static const enum hands_phase phases[] = {[WINDOW_DOWN] = HANDS_DOWN_PHASE,
                                              [WINDOW_MOVE] = HANDS_MOVE_PHASE,
                                              [WINDOW_UP] = HANDS_UP_PHASE};
    struct vec2 at = {0};
    if (!w->of || event->window != w->window)
        return false;
    if (event->kind == WINDOW_RESIZED)
        w->laid = 0;
    if (event->kind != WINDOW_DOWN && event->kind != WINDOW_MOVE && event->kind != WINDOW_UP)
        return event->kind != WINDOW_KEY; // its end is no end
    const struct pane *p =
        surfaces_pane_at(w->panes, w->count, w->sizes, w->window, event->x, event->y, &at);
    if (!w->of->hands.open || (!p && event->kind != WINDOW_UP))
        return true;
    struct hands_touch touch = {.phase = phases[event->kind],
                                .finger = event->finger,
                                .output = p ? p->output : HANDS_PANEL,
                                .at = p ? at : (struct vec2){-1, -1},
                                .shift = event->shift,
                                .cancelled = event->cancelled};
    hands_touch(&w->of->hands, &touch, now_s);
    return true;
}

static bool fit(struct desk_window *w, struct gpu_target *t, struct size2 size, struct fault *f)
{
    if (t->texture.width == size.width && t->texture.height == size.height)
        return true;
    gpu_target_finish(t);
    return gpu_target_init(w->gpu, t, GPU_SRGBA8, size.width, size.height, f);
}

static bool aim(struct desk_window *w, struct fault *f)
{
    struct size2 size = w->of->place->composition;
    double width = size.width, height = size.height;
    w->desc = w->of->light;
    lighting_leave_out(&w->desc);
    w->desc.output_count = 1;
    w->desc.outputs[0] =
        (struct mapping_output){.size = size,
                                .corners = {{0, 0}, {width, 0}, {width, height}, {0, height}}};
    struct mapping *m = mapping_create(&w->desc, f);
    if (!m)
        return false;
    mapping_destroy(w->mapping);
    w->mapping = m;
    if (w->surfaces)
        return surfaces_follow(w->surfaces, &w->desc, m, false, f);
    w->surfaces = surfaces_create(w->gpu, &w->desc, m, f);
    return w->surfaces != NULL;
}

static void show_composition(struct desk_window *w)
{
    const struct gpu_target *canvases[SCENE_STAGES] = {0};
    const struct station *s = w->of;
    for (int i = 0; i < s->scene->stage_count; i++)
        canvases[i] = render_target(s->render, i);
    surfaces_show(w->surfaces, canvases, s->scene->stage_count);
    if (s->hands.open)
        surfaces_overlay(w->surfaces, 0, &w->overlay);
}

static void draw(struct desk_window *w, struct gpu_target *target, int view)
{
    hands_draw(&w->of->hands, &w->list, view, target->texture.width, target->texture.height);
    render_panel(w->of->render, w->of->scene, &w->list, target);
}

static bool paint(struct desk_window *w, struct fault *f)
{
    struct station *s = w->of;
    if (!fit(w, &w->overlay, s->place->composition, f) ||
        !fit(w, &w->panel, w->sizes[w->count - 1], f) || !aim(w, f))
        return false;
    draw(w, &w->overlay, HANDS_COMPOSITION);
    draw(w, &w->panel, HANDS_PANEL);
    return true;
}

static const struct gpu_target *shown_in(const struct desk_window *w, const struct pane *p)
{
    if (p->output == HANDS_PANEL)
        return &w->panel;
    return p->output == HANDS_COMPOSITION ? surfaces_output(w->surfaces, 0)
                                          : surfaces_output(station_shown(w->of), p->output);
}

static void present(struct desk_window *w)
{
    windows_current(w->windows, w->window);
    gpu_present_clear(w->gpu, w->size);
    for (int i = 0; i < w->count; i++) {
        const struct pane *p = &w->panes[i];
        const struct gpu_target *t = shown_in(w, p);
        if (t && t->texture.id)
            gpu_present(w->gpu, t, w->size, p->x, p->y, p->width, p->height);
    }
    windows_swap(w->windows, w->window);
}

void deskwindow_update(struct desk_window *w, bool drawn)
{
    struct fault f = {0};
    if (!w->of || (!drawn && w->laid == w->of->hands.version))
        return;
    struct size2 size = windows_size(w->windows, w->window);
    if (memcmp(&size, &w->size, sizeof size) != 0 || !w->count) {
        w->size = size;
        lay(w);
        w->laid = 0;
    }
    if (w->laid != w->of->hands.version && !paint(w, &f)) {
        if (!w->failed)
            log_warning("desk", "the window of the desk stays as it is: %s", f.text);
        w->failed = true;
        return;
    }
    w->laid = w->of->hands.version;
    show_composition(w);
    present(w);
}
