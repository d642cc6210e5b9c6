// A visitor who touches, for tests of visits.
#include "tools/visitor.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void put(void *user, const struct visit_record *r)
{
    struct house *h = user;
    assert_true(h->told < TOLD);
    h->records[h->told++] = *r;
}

void open_house(struct house *h, const char *attract)
{
    struct visit_stage stages[2] = {{attract, "explorer", IDLE_S, ASK_S},
                                    {"", "explorer", IDLE_S, ASK_S}};
    *h = (struct house){.scene = scene_create("kiosk")};
    scene_stage_add(h->scene, "left", 1280, 800);
    scene_stage_add(h->scene, "right", 1280, 800);
    h->visit = visit_create(&(struct visit_desc){.station = "kiosk",
                                                 .language = "fr",
                                                 .stages = stages,
                                                 .stage_count = 2,
                                                 .put = put,
                                                 .user = h});
    for (int i = 0; i < 2; i++) {
        visit_defaults(&h->scene->stages[i].visit, "fr");
        snprintf(h->scene->stages[i].scene, SCENE_ID, "%s",
                 i == 0 && attract[0] ? attract : "explorer");
    }
}

void close_house(struct house *h)
{
    visit_destroy(h->visit);
    scene_destroy(h->scene);
}

struct scene_stage *left(struct house *h)
{
    return &h->scene->stages[0];
}

struct scene_visit *at(struct house *h)
{
    return &left(h)->visit;
}

void feel(struct house *h, int stage, enum event_kind kind, int64_t finger, bool cancelled)
{
    struct event e = {.kind = kind, .time_s = h->now_s, .finger = finger, .cancelled = cancelled};
    scene_tell(h->scene, stage, &e);
}

// What script/ does of it: the scene changes, and then hears what came.
static void play(struct house *h)
{
    h->heard_count = h->touches = 0;
    for (int i = 0; i < h->scene->stage_count; i++) {
        struct scene_stage *s = &h->scene->stages[i];
        if (s->go)
            memcpy(s->scene, s->next, sizeof s->scene);
        s->go = false;
        for (int k = 0; i == 0 && k < s->events.count; k++) {
            const struct event *e = &s->events.items[k];
            if (e->kind == EVENT_VISIT)
                snprintf(h->heard[h->heard_count++], 16, "%s", e->name);
            else
                h->touched_by[h->touches++] = e->finger;
        }
        events_clear(&s->events);
    }
}

void frame(struct house *h, double dt_s)
{
    h->now_s += dt_s;
    h->scene->now_s = h->now_s + h->show_s;
    visit_update(h->visit, h->scene->now_s, h->now_s, h->scene);
    play(h);
}

void tap(struct house *h)
{
    feel(h, 0, EVENT_DOWN, 7, false);
    frame(h, 0.05);
    feel(h, 0, EVENT_UP, 7, false);
    feel(h, 0, EVENT_TAP, 7, false);
    frame(h, 0.05);
}

void wait_for(struct house *h, double for_s)
{
    for (double until_s = h->now_s + for_s; h->now_s < until_s - 1e-9;)
        frame(h, fmin(0.1, until_s - h->now_s));
}

bool heard(const struct house *h, const char *name)
{
    for (int i = 0; i < h->heard_count; i++)
        if (strcmp(h->heard[i], name) == 0)
            return true;
    return false;
}

void ask(struct house *h, enum visit_ask_kind what, const char *text, int hits)
{
    struct visit_ask a = {.what = what, .hits = hits};
    snprintf(a.text, sizeof a.text, "%s", text);
    snprintf(a.kind, sizeof a.kind, "gesture");
    visit_asks_put(at(h), &a);
}

const struct visit_record *told(const struct house *h, int n, enum visit_what what)
{
    assert_true(n < h->told);
    assert_int_equal(h->records[n].what, what);
    assert_string_equal(h->records[n].station, "kiosk");
    assert_string_equal(h->records[n].stage, "left");
    return &h->records[n];
}
