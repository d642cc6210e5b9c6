// Two canvases under glass, for tests of input.
#include "tools/glass.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

int lines_said;

static void note(void *user, enum log_level level, const char *room, const char *text)
{
    (void)user;
    (void)level;
    (void)room;
    (void)text;
    lines_said++;
}

// Two canvases of 400 x 300 side by side on output "nord", the left one also seen by "sud", which
// shows it twice as large.
static const struct mapping_desc room = {
    .surface_count = 2,
    .output_count = 2,
    .surfaces = {{0, {400, 300}, {{0, 0}, {400, 0}, {400, 300}, {0, 300}}},
                 {1, {400, 300}, {{500, 0}, {900, 0}, {900, 300}, {500, 300}}}},
    .outputs = {{{0, 0}, {1000, 400}, {{0, 0}, {1000, 0}, {1000, 400}, {0, 400}}},
                {{0, 0}, {500, 400}, {{0, 0}, {1000, 0}, {1000, 800}, {0, 800}}}}};

int open_house(void **state)
{
    struct house *h = calloc(1, sizeof *h);
    h->mapping = mapping_create(&room, NULL);
    h->input = input_create(h->mapping);
    h->scene = scene_create("kiosk");
    for (int k = 0; k < 2; k++) {
        scene_stage_add(h->scene, k ? "right" : "left", 400, 300);
        h->scene->stages[k].redraw = false;
    }
    lines_said = 0;
    log_to(note, NULL, LOG_INFO);
    *state = h;
    return 0;
}

int close_house(void **state)
{
    struct house *h = *state;
    log_to(NULL, NULL, LOG_INFO);
    input_destroy(h->input);
    mapping_destroy(h->mapping);
    scene_destroy(h->scene);
    free(h);
    return 0;
}

static const char *const kind_names[] = {
    [EVENT_DOWN] = "down",       [EVENT_MOVE] = "move",         [EVENT_UP] = "up",
    [EVENT_TAP] = "tap",         [EVENT_DOUBLE] = "double",     [EVENT_HOLD] = "hold",
    [EVENT_DRAG] = "drag",       [EVENT_SWIPE] = "swipe",       [EVENT_PINCH] = "pinch",
    [EVENT_ROTATE] = "rotate",   [EVENT_OBJECT] = "object",     [EVENT_KEY] = "key",
    [EVENT_MESSAGE] = "message", [EVENT_MEDIA_ENDED] = "ended", [EVENT_MEDIA_READY] = "ready"};

const char *heard(struct house *h, int stage)
{
    static char text[4096];
    struct events *q = &h->scene->stages[stage].events;
    text[0] = 0;
    for (int k = 0; k < q->count; k++) {
        strcat(text, k ? " " : "");
        strcat(text, kind_names[q->items[k].kind]);
    }
    events_clear(q);
    return text;
}
