// A table that fingers touch, for tests of input.
#include "tools/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
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

// Two canvases of 1000 x 800, one left and one right on one output of 2000 x 800; "turned" is
// another output that shows the left one turned by a quarter, clockwise, at half its size.
static const struct mapping_desc room = {
    .surface_count = 2,
    .output_count = 2,
    .surfaces = {{0, {1000, 800}, {{0, 0}, {1000, 0}, {1000, 800}, {0, 800}}},
                 {1, {1000, 800}, {{1000, 0}, {2000, 0}, {2000, 800}, {1000, 800}}}},
    .outputs = {{{0, 0}, {2000, 800}, {{0, 0}, {2000, 0}, {2000, 800}, {0, 800}}},
                {{0, 0}, {1000, 800}, {{400, 0}, {400, 500}, {0, 500}, {0, 0}}}}};

int open_house(void **state)
{
    struct house *h = calloc(1, sizeof *h);
    struct fault f = {0};
    h->mapping = mapping_create(&room, &f);
    if (!h->mapping)
        fail_msg("%s", f.text);
    h->input = input_create(h->mapping);
    h->scene = scene_create("table");
    h->now_s = 1;
    scene_stage_add(h->scene, "left", 1000, 800);
    scene_stage_add(h->scene, "right", 1000, 800);
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

void contact(struct house *h, enum input_phase phase, int64_t finger, double x, double y)
{
    struct input_contact c = {
        .time_s = h->now_s, .phase = phase, .finger = finger, .at_output = {x, y}};
    input_contact(h->input, &c);
}

void frame(struct house *h, double later_s)
{
    h->now_s += later_s;
    input_collect(h->input, h->now_s, h->scene);
}

void forget(struct house *h)
{
    for (int k = 0; k < 2; k++)
        events_clear(&h->scene->stages[k].events);
}

static const char *const kind_names[] = {
    [EVENT_DOWN] = "down",     [EVENT_MOVE] = "move",     [EVENT_UP] = "up",
    [EVENT_TAP] = "tap",       [EVENT_DOUBLE] = "double", [EVENT_HOLD] = "hold",
    [EVENT_DRAG] = "drag",     [EVENT_SWIPE] = "swipe",   [EVENT_PINCH] = "pinch",
    [EVENT_ROTATE] = "rotate", [EVENT_OBJECT] = "object"};
static const char *const phase_marks[] = {"", "(", "", ")"};

const char *heard(struct house *h, int stage)
{
    static char text[16384];
    struct events *q = &h->scene->stages[stage].events;
    text[0] = 0;
    for (int k = 0; k < q->count; k++) {
        const struct event *e = &q->items[k];
        if (e->kind != EVENT_MOVE)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s%s",
                     text[0] ? " " : "", kind_names[e->kind], phase_marks[e->phase],
                     e->cancelled ? "!" : "");
    }
    events_clear(q);
    return text;
}

int count(const struct house *h, int stage, enum event_kind kind, enum event_phase phase)
{
    const struct events *q = &h->scene->stages[stage].events;
    int n = 0;
    for (int k = 0; k < q->count; k++)
        n += q->items[k].kind == kind && (q->items[k].phase == phase || phase == EVENT_ONCE);
    return n;
}

const struct event *last(const struct house *h, int stage, enum event_kind kind)
{
    const struct events *q = &h->scene->stages[stage].events;
    for (int k = q->count - 1; k >= 0; k--)
        if (q->items[k].kind == kind)
            return &q->items[k];
    fail_msg("no %s", kind_names[kind]);
    return NULL;
}
