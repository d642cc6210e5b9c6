// Any hands and things on the screens, live: never more than the queue holds, every down has its
// up, and what begins ends.
#include "input/input.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum { CONTACTS = 2500 }; // in one run: more than the queue holds, twice

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct mapping_desc room = {
    .surface_count = 2,
    .output_count = 2,
    .surfaces = {{0, {400, 300}, {{0, 0}, {400, 0}, {400, 300}, {0, 300}}},
                 {1, {400, 300}, {{300, 10}, {900, 0}, {880, 300}, {310, 280}}}},
    .outputs = {{{0, 0}, {1000, 400}, {{0, 0}, {1000, 0}, {1000, 400}, {0, 400}}},
                {{0, 0}, {500, 400}, {{9, 8}, {480, 0}, {500, 390}, {0, 400}}}}};

struct hands {
    const uint8_t *at, *end;
    struct input *input;
    struct scene *scene;
    double now_s;
    int down[2]; // as the events told it
    int going[2][3], things[2];
    int contacts;
    bool lost;
};

static int byte(struct hands *h)
{
    return h->at < h->end ? *h->at++ : 0;
}

static void count(struct hands *h, int stage, const struct event *e)
{
    static const enum event_kind kinds[3] = {EVENT_DRAG, EVENT_PINCH, EVENT_ROTATE};
    int step = (e->phase == EVENT_BEGIN) - (e->phase == EVENT_END);
    h->down[stage] += (e->kind == EVENT_DOWN) - (e->kind == EVENT_UP);
    for (int k = 0; k < 3; k++)
        h->going[stage][k] += e->kind == kinds[k] ? step : 0;
    h->things[stage] += e->kind == EVENT_OBJECT ? step : 0;
}

static void listen(struct hands *h, int stage)
{
    struct scene_stage *s = &h->scene->stages[stage];
    for (int k = 0; k < s->events.count; k++) {
        const struct event *e = &s->events.items[k];
        assert(isfinite(e->dx) && isfinite(e->dy) && isfinite(e->scale) && isfinite(e->dscale));
        assert(isfinite(e->angle) && isfinite(e->dangle) && isfinite(e->speed));
        assert(e->x >= 0 && e->x <= 400 && e->y >= 0 && e->y <= 300);
        count(h, stage, e);
    }
    if (s->events.lost > 0)
        h->lost = true; // from now on only what is down is known
    assert(s->fingers >= 0 && s->fingers <= INPUT_FINGERS);
    assert(h->lost || h->down[stage] == s->fingers);
    assert(h->lost || h->things[stage] <= INPUT_FINGERS);
    events_clear(&s->events);
}

static void collect(struct hands *h, double later_s)
{
    h->now_s += later_s;
    input_collect(h->input, h->now_s, h->scene);
    listen(h, 0);
    listen(h, 1);
}

// One contact, or hundreds of the same kind from finger after finger.
static void touch(struct hands *h, int what)
{
    struct input_contact c = {.time_s = h->now_s, .phase = (enum input_phase)(what & 3)};
    if (what & 128)
        c.phase = INPUT_OBJECT_PUT + (what & 3) % 3;
    int times = what & 4 ? byte(h) * 4 : 1;
    c.finger = byte(h) % 80;
    c.output = what >> 3 & 1;
    c.at_output = (struct vec2){byte(h) * 4 - 20, byte(h) * 2 - 20};
    c.key[0] = 'A';
    c.object = c.finger % 3;
    c.angle = c.at_output.x;
    c.cancelled = c.finger % 7 == 0;
    c.size_px.x = c.size_px.y = what & 64 ? byte(h) : 0;
    for (int i = 0; i < times && h->contacts < CONTACTS; i++, h->contacts++) {
        input_contact(h->input, &c);
        c.finger += what >> 4 & 1;
        c.at_output.x += what >> 5 & 1;
    }
}

// What a scene would answer.
static void claim(struct hands *h, int what)
{
    static const char *const names[] = {"map", "card"};
    claims_put(&h->scene->stages[what & 1].claims, byte(h) % 80, names[what >> 1 & 1]);
}

// Made once: it is large, and every run leaves it empty.
static struct scene *open_scene(void)
{
    static struct scene *scene;
    if (scene)
        return scene;
    scene = scene_create("fuzz");
    scene_stage_add(scene, "left", 400, 300);
    scene_stage_add(scene, "right", 400, 300);
    return scene;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mapping *mapping = mapping_create(&room, NULL);
    struct hands h = {.at = data, .end = data + size, .scene = open_scene()};
    h.input = input_create(mapping);
    if (size && data[0] & 1)
        input_millimetres(h.input, 0, 0.5);
    for (int i = 0; i < 300 && h.at < h.end; i++) {
        int what = byte(&h);
        if (what < 192)
            touch(&h, what);
        else if (what < 196)
            input_release(h.input);
        else if (what < 200)
            claim(&h, what);
        else
            collect(&h, (what - 200) / 50.0);
    }
    input_release(h.input);
    collect(&h, 1);
    for (int k = 0; k < 2; k++) {
        assert(h.scene->stages[k].fingers == 0);
        assert(h.lost || (h.down[k] == 0 && h.things[k] == 0));
        for (int n = 0; n < 3; n++)
            assert(h.lost || h.going[k][n] == 0);
        h.scene->stages[k].claims.count = 0;
    }
    assert(input_next_s(h.input) == INFINITY);
    input_destroy(h.input);
    mapping_destroy(mapping);
    return 0;
}
