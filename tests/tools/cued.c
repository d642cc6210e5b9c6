// The kiosk of the planned house and its show, for tests.
#include "tools/cued.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

void note(void *user, enum log_level level, const char *room, const char *text)
{
    struct kiosk *k = user;
    k->lines++;
    snprintf(k->last, sizeof k->last, "%s", text);
}

struct kiosk *open_with(const char *text, struct show_bus_desc desc)
{
    struct kiosk *k = calloc(1, sizeof *k);
    struct fault f = {0};
    desc.plan = k->plan = planned(text);
    k->bus = show_bus_create(&desc);
    k->scene = scene_create("kiosk");
    scene_stage_add(k->scene, "screen", 32, 18);
    struct show_desc show = {.bus = k->bus,
                             .self = 1,
                             .stations = planned_names().stations,
                             .station_count = 2,
                             .scenes = {"a"}};
    k->show = show_create(&show, &f);
    if (!k->show)
        fail_msg("%s", f.text);
    show_declare(k->show, k->scene);
    log_to(note, k, LOG_INFO);
    return k;
}

struct kiosk *open_kiosk(const char *text)
{
    return open_with(text, (struct show_bus_desc){.wall_s = NAN});
}

void close_kiosk(struct kiosk *k)
{
    show_destroy(k->show);
    show_bus_destroy(k->bus);
    scene_destroy(k->scene);
    plan_destroy(k->plan);
    log_to(NULL, NULL, LOG_INFO);
    free(k);
}

void frame(struct kiosk *k, double now_s)
{
    struct scene_stage *stage = &k->scene->stages[0];
    stage->go = stage->redraw = false;
    events_clear(&stage->events);
    k->scene->now_s = now_s;
    show_update(k->show, now_s, k->scene);
}
