// Any hands on the screens, live: never more than the queue holds, and every down has its up.
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
    int contacts;
};

static int byte(struct hands *h)
{
    return h->at < h->end ? *h->at++ : 0;
}

static void listen(struct hands *h, int stage)
{
    struct scene_stage *s = &h->scene->stages[stage];
    for (int k = 0; k < s->events.count; k++) {
        const struct event *e = &s->events.items[k];
        assert(isfinite(e->dx) && isfinite(e->dy));
        assert(e->x >= 0 && e->x <= 400 && e->y >= 0 && e->y <= 300);
        h->down[stage] += (e->kind == EVENT_DOWN) - (e->kind == EVENT_UP);
    }
    if (s->events.lost > 0)
        h->down[stage] = s->fingers;
    assert(s->fingers >= 0 && s->fingers <= INPUT_FINGERS);
    assert(h->down[stage] == s->fingers);
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
    int times = what & 4 ? byte(h) * 4 : 1;
    c.finger = byte(h) % 80;
    c.output = what >> 3 & 1;
    c.at_output = (struct vec2){byte(h) * 4 - 20, byte(h) * 2 - 20};
    c.key[0] = 'A';
    for (int i = 0; i < times && h->contacts < CONTACTS; i++, h->contacts++) {
        input_contact(h->input, &c);
        c.finger += what >> 4 & 1;
        c.at_output.x += what >> 5 & 1;
    }
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
    for (int i = 0; i < 300 && h.at < h.end; i++) {
        int what = byte(&h);
        if (what < 192)
            touch(&h, what);
        else if (what < 200)
            input_release(h.input);
        else
            collect(&h, (what - 200) / 50.0);
    }
    input_release(h.input);
    collect(&h, 1);
    assert(h.down[0] == 0 && h.down[1] == 0);
    assert(input_next_s(h.input) == INFINITY);
    input_destroy(h.input);
    mapping_destroy(mapping);
    return 0;
}
