// The kiosk of the planned house and its show, for tests of cues. cmocka asserts inside.
#pragma once
#include "base/log.h"
#include "show/private.h"
#include "tools/planned.h"

struct kiosk {
    struct show_plan *plan;
    struct show_bus *bus;
    struct show *show;
    struct scene *scene;
    int lines;
    char last[2048];
};

void note(void *user, enum log_level level, const char *room, const char *text);
struct kiosk *open_with(const char *text, struct show_bus_desc desc);
struct kiosk *open_kiosk(const char *text);
void close_kiosk(struct kiosk *k);
void frame(struct kiosk *k, double now_s);
