// The operator's window: facts from the show, a board painted, orders given.
#include "operator.h"
#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

bool operator_open(struct operator_window *o, const struct installation *in,
                   struct windows *windows, struct fault *f)
{
    *o = (struct operator_window){.window = -1,
                                  .windows = windows,
                                  .installation = in,
                                  .size = {OPERATOR_WIDTH, OPERATOR_HEIGHT},
                                  .seen_s = -INFINITY};
    board_init(&o->board, 0);
    snprintf(o->facts.title, sizeof o->facts.title, "%s", in->title.in[0]);
    snprintf(o->facts.language, sizeof o->facts.language, "%s", in->languages[0]);
    if (!windows)
        return true;
    struct window_desc window = {.title = o->facts.title, .size = o->size, .cursor = true};
    o->window = windows_add(windows, &window, f);
    return o->window >= 0 || fault_where(f, "the operator's window");
}

void operator_join(struct operator_window *o, struct gpu *gpu, struct show_bus *bus,
                   struct station *painter, bool live)
{
    o->gpu = gpu;
    o->bus = bus;
    o->painter = painter;
    o->live = live;
}

void operator_close(struct operator_window *o)
{
    gpu_target_finish(&o->target);
    drawlist_finish(&o->list);
}

static void gather(struct operator_window *o, double now_s)
{
    struct board_facts *f = &o->facts;
    f->now_s = now_s;
    show_bus_view(o->bus, now_s, &f->view);
    for (int i = 0; f->view.plan && i < f->view.plan->timeline_count; i++)
        f->timelines_s[i] = show_bus_timeline_s(o->bus, i, now_s);
    f->warned = log_recent(&f->said, 1) == 1;
    if (!o->live) // the same picture on every day
        return;
    time_t now = time(NULL);
    struct tm day;
    localtime_r(&now, &day);
    strftime(f->hour, sizeof f->hour, "%H:%M:%S", &day);
}

static bool fit_target(struct operator_window *o)
{
    struct fault f;
    if (o->window >= 0)
        o->size = windows_size(o->windows, o->window);
    if (o->target.texture.width == o->size.width && o->target.texture.height == o->size.height)
        return true;
    gpu_target_finish(&o->target);
    if (gpu_target_init(o->gpu, &o->target, GPU_SRGBA8, o->size.width, o->size.height, &f))
        return true;
    if (!o->failed)
        log_warning("engine", "the operator's window stays black: %s", f.text);
    o->failed = true;
    return false;
}

bool operator_update(struct operator_window *o, double now_s)
{
    if (!o->painter || now_s < operator_next_s(o) || !fit_target(o))
        return false;
    o->seen_s = now_s;
    gather(o, now_s);
    board_draw(&o->board, &o->facts, &o->list, o->size.width, o->size.height);
    render_panel(o->painter->render, o->painter->scene, &o->list, &o->target);
    return true;
}

void operator_present(struct operator_window *o)
{
    if (!o->painter || o->window < 0)
        return;
    struct size2 size = windows_size(o->windows, o->window);
    windows_current(o->windows, o->window);
    gpu_present_clear(o->gpu, size);
    if (o->target.texture.id)
        gpu_present(o->gpu, &o->target, size, 0, 0, size.width, size.height);
    windows_swap(o->windows, o->window);
}

double operator_next_s(const struct operator_window *o)
{
    return o->painter ? o->seen_s + OPERATOR_EVERY_S : INFINITY;
}

void operator_take(struct operator_window *o, const struct window_event *event, double now_s)
{
    struct show_order order;
    struct fault f;
    bool asked = false;
    gather(o, now_s);
    if (event->kind == WINDOW_KEY)
        asked = board_key(&o->board, &o->facts, event->name, &order);
    else if (event->kind == WINDOW_DOWN)
        asked = board_press(&o->board, &o->facts, event->x, event->y, &order);
    else if (event->kind != WINDOW_RESIZED)
        return;
    if (asked && !show_bus_order(o->bus, &order, &f))
        log_warning("show", "%s", f.text);
    o->seen_s = -INFINITY; // seen at once
}
