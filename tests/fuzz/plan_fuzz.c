// Any text as show.lua: refused with lines, or a plan whose every index and number can be relied
// on, that runs a while by itself and by GO.
#include "show/course.h"
#include "show/midi.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char house[] =
    "return { title = { fr = 'x' }, languages = { 'fr' }, messages = { choose = { to = { 'kiosk' } "
    "} "
    "}, osc = { desk = { to = '127.0.0.1:9000' } }, stations = { kiosk = { title = { fr = 'k' }, "
    "stages = { screen = { canvas = { 32, 18 }, scene = 'a' } }, outputs = { main = { size = { 32, "
    "18 } } } } } }";

static void check_span(struct plan_span s, int count)
{
    assert(s.first >= 0 && s.count >= 0 && s.first + s.count <= count);
}

static void check_cue(const struct show_plan *p, const struct plan_cue *c)
{
    check_span(c->enters, p->enter_count);
    check_span(c->sets, p->set_count);
    check_span(c->starts, p->start_count);
    check_span(c->stops, p->start_count);
    check_span(c->tells, p->tell_count);
    assert(c->next >= -1 && c->next < p->cue_count && isfinite(c->wait_s) && c->wait_s >= 0);
    assert(isfinite(c->follow_s) && c->follow_s >= 0 && isfinite(c->duration_s));
}

static void check_plan(const struct show_plan *p)
{
    assert(p->cue_count > 0 && p->list_count > 0 && p->start < p->cue_count);
    for (int i = 0; i < p->cue_count; i++)
        check_cue(p, &p->cues[i]);
    for (int i = 0; i < p->start_count; i++)
        assert(p->starts[i] >= 0 && p->starts[i] < p->timeline_count);
    for (int i = 0; i < p->track_count; i++) {
        check_span(p->tracks[i].keys, p->key_count);
        assert(p->tracks[i].keys.count > 0 && p->tracks[i].control[0]);
    }
    for (int i = 0; i < p->enter_count; i++)
        assert(p->enters[i].station == 0 && p->enters[i].stage == 0 && p->enters[i].scene[0]);
    for (int i = 0; i < p->item_count; i++)
        assert(p->items[i].cue >= 0 && p->items[i].for_s >= 1);
}

static void run(const struct show_plan *p)
{
    static struct course c;
    course_begin(p, &c);
    for (int i = 0; i < 40; i++) {
        struct course_fired fired = {0};
        struct show_order go = {.verb = i % 7 == 6 ? SHOW_BACK : SHOW_GO, .at_s = i};
        course_advance(p, &c, i, 1.8e9, &fired);
        if (i % 3 == 0)
            course_do(p, &c, &go, &fired, NULL);
        assert(c.cue >= -1 && c.cue < p->cue_count && c.coming < p->cue_count);
        for (int k = 0; k < p->track_count; k++) {
            enum control_driver driver;
            double value = course_value(p, &c, p->tracks[k].control, i + 0.5, 0, &driver);
            assert(isfinite(value) && fabs(value) < 1e8);
        }
        assert(course_next_s(p, &c, i) >= 0);
    }
}

// Every note, controller and program on two channels: orders that can be relied on.
static void play(const struct show_plan *p)
{
    static struct midi_box box;
    static struct show_order orders[MIDI_ORDERS];
    int lost, pressed = 0;
    bool ready = midi_box_init(&box, p);
    assert(ready && p->midi_count <= PLAN_MIDI && p->midi_at == 0);
    for (int i = 0; i < 3 * 128 * 2; i++) {
        struct midi_event e = {(enum plan_midi_kind)(i % 3), 1 + i / 384, i / 3 % 128, 127, i};
        midi_hear(&box, &e);
    }
    int count = midi_take(&box, orders, &lost);
    for (int i = 0; i < count; i++) {
        const struct show_order *o = &orders[i];
        pressed += o->verb != SHOW_SET;
        assert(o->verb != SHOW_CUE || plan_cue_find(p, o->name) >= 0);
        assert(o->verb != SHOW_LIST || plan_list_find(p, o->name) >= 0);
        assert(o->verb != SHOW_SET || (control_is_name(o->name) && fabs(o->value) <= 1e6));
    }
    assert(pressed <= MIDI_PRESSES && count <= MIDI_ORDERS);
    midi_box_finish(&box);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct faults faults = {0};
    static struct installation i;
    memset(&i, 0, sizeof i);
    snprintf(i.folder, sizeof i.folder, "%s/tests/fuzz/house", TEST_ROOT);
    const char *root = TEST_ROOT "/tests/fuzz/house";
    bool read = installation_read_text(&i, root, house, sizeof house - 1, "i.lua", &faults);
    assert(read);
    int warnings = faults.count;
    struct show_plan *p = plan_read_text(&i, root, (const char *)data, size, "show.lua", &faults);
    assert((p != NULL) == (faults.errors == 0));
    for (int k = warnings; k < faults.count; k++)
        assert(strncmp(faults.entries[k].text, "show.lua:", 9) == 0);
    if (p) {
        check_plan(p);
        run(p);
        play(p);
    }
    plan_destroy(p);
    faults_finish(&faults);
    return 0;
}
