// Any replay file, and any --touch: refused with a line, or played so that every down has its up.
#include "input/input.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STEPS = 64 };

static const struct mapping_desc room = {
    .surface_count = 2,
    .output_count = 2,
    .surfaces = {{0, {400, 300}, {{0, 0}, {400, 0}, {400, 300}, {0, 300}}},
                 {1, {400, 300}, {{300, 10}, {900, 0}, {880, 300}, {310, 280}}}},
    .outputs = {{{0, 0}, {1000, 400}, {{0, 0}, {1000, 0}, {1000, 400}, {0, 400}}},
                {{0, 0}, {500, 400}, {{9, 8}, {480, 0}, {500, 390}, {0, 400}}}}};
static const char *const outputs[] = {"nord", "sud"};

// Returns what is still down.
static int listen(struct scene *scene, int stage, int down)
{
    struct events *q = &scene->stages[stage].events;
    for (int k = 0; k < q->count; k++) {
        const struct event *e = &q->items[k];
        assert(isfinite(e->x) && isfinite(e->y) && isfinite(e->dx) && isfinite(e->dy));
        assert(e->x >= 0 && e->x <= 400 && e->y >= 0 && e->y <= 300);
        down += (e->kind == EVENT_DOWN) - (e->kind == EVENT_UP);
    }
    bool lost = q->lost > 0;
    events_clear(q);
    return lost ? scene->stages[stage].fingers : down;
}

static void play(struct input *input, struct scene *scene)
{
    int down[2] = {0, 0};
    for (int k = 0; k < STEPS; k++) {
        double now_s = input_next_s(input);
        if (k == STEPS - 2 || !isfinite(now_s))
            now_s = 1e8;
        if (k == STEPS - 1)
            input_release(input);
        input_collect(input, now_s, scene);
        for (int stage = 0; stage < 2; stage++) {
            down[stage] = listen(scene, stage, down[stage]);
            assert(down[stage] == scene->stages[stage].fingers);
        }
    }
    assert(input_next_s(input) == INFINITY);
    assert(down[0] == 0 && down[1] == 0);
}

static void touch(struct input *input, const uint8_t *data, size_t size)
{
    char argument[128];
    size_t length = size < sizeof argument - 1 ? size : sizeof argument - 1;
    memcpy(argument, data, length);
    argument[length] = 0;
    struct fault f = {0};
    assert(input_touch(input, argument, outputs, 2, &f) || f.text[0]);
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
    struct input *input = input_create(mapping);
    struct scene *scene = open_scene();
    struct faults faults = {0};
    bool good = input_replay(input, (const char *)data, size, "visit.replay", outputs, 2, &faults);
    assert(good == (faults.errors == 0));
    assert(good || input_next_s(input) == INFINITY);
    touch(input, data, size);
    play(input, scene);
    faults_finish(&faults);
    input_destroy(input);
    mapping_destroy(mapping);
    return 0;
}
