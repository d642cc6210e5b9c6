// show: what notes, controllers and programs do, and how they are read. The bytes' meaning is that
// of the MIDI 1.0 specification; ALSA's side is a table of functions that stands for libasound: no
// sequencer is needed, and none has been tried.
#include "show/private.h"
#include "show/sequencer.h"
#include "tools/planned.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CUES "return { cues = { { id = 'salut' }, { id = 'noir' }, { id = 'fin' } }, "

static const char desk[] = CUES
    "lists = { soir = { 'fin' } }, midi_at = 'kiosk', midi_from = 'nano',\n"
    "midi = { { note = 36, channel = 1, verb = 'go' }, { note = 38, cue = 'noir' },\n"
    "{ controller = 7, parameter = 'kiosk/gain', from = -60, to = 0 },\n"
    "{ controller = 7, channel = 2, parameter = 'show/opacity' },\n"
    "{ controller = 41, verb = 'go' }, { program = 3, list = 'soir' },\n"
    "{ note = 40, verb = 'panic' }, { note = 41, verb = 'resume' }, { note = 42, verb = 'back' } } "
    "}";

// --- the plan

static void a_plan_names_its_notes(void **state)
{
    struct show_plan *p = planned(desk);
    assert_int_equal(p->midi_count, 9);
    assert_int_equal(p->midi_at, 1);
    assert_string_equal(p->midi_from, "nano");
    assert_int_equal(p->midi[0].channel, 1);
    assert_int_equal(p->midi[1].channel, 0);
    assert_int_equal(p->midi[1].line, 2);
    assert_int_equal(p->midi[5].kind, PLAN_PROGRAM);
    assert_int_equal(p->midi[5].verb, SHOW_LIST);
    plan_destroy(p);
}

static void a_plan_without_midi_has_none(void **state)
{
    struct show_plan *p = planned(CUES "}");
    assert_int_equal(p->midi_count, 0);
    assert_int_equal(p->midi_at, 0);
    assert_string_equal(p->midi_from, "");
    plan_destroy(p);
}

struct wrong {
    const char *midi, *told;
};

static const struct wrong wrongs[] = {
    {"{ note = 36, cue = 'salu' }",
     "show.lua:2: midi[1].cue: \"salu\" is no cue; did you mean \"salut\"?"},
    {"{ note = 36, verb = 'goo' }", "show.lua:2: midi[1].verb: "},
    {"{ note = 36, verb = 'cue' }", "one of go, back, panic, resume"},
    {"{ note = 36, list = 'main2' }", "\"main2\" is no list; did you mean \"main\"?"},
    {"{ note = 128, verb = 'go' }", "show.lua:2: midi[1].note: "},
    {"{ note = 1e300, verb = 'go' }", "show.lua:2: midi[1].note: "},
    {"{ note = 1.5, verb = 'go' }", "show.lua:2: midi[1].note: "},
    {"{ note = 1, channel = 0, verb = 'go' }", "midi[1].channel: "},
    {"{ note = 1, channel = 17, verb = 'go' }", "midi[1].channel: "},
    {"{ note = 1 }", "midi[1]: has none of verb, cue, list, parameter; one is allowed"},
    {"{ controller = 7 }", "midi[1]: has none of verb, cue, list, parameter; one is allowed"},
    {"{ verb = 'go' }", "midi[1]: has none of note, controller, program; one is allowed"},
    {"{ note = 1, program = 2, verb = 'go' }", "has more than one of note, controller, program"},
    {"{ note = 1, cue = 'fin', verb = 'go' }", "has more than one of verb, cue, list, parameter"},
    {"{ note = 1, parameter = 'show/gain' }", "is moved by a controller; a note may have"},
    {"{ controller = 1, parameter = 'show/gian' }", "did you mean \"show/gain\"?"},
    {"{ controller = 1, parameter = 'nowhere/gain' }", "\"nowhere\" is no station"},
    {"{ controller = 1, verb = 'go', to = 1 }", "has from or to, which are of a `parameter`"},
    {"{ note = 1, verb = 'go' },\n{ note = 1, channel = 3, cue = 'fin' }",
     "show.lua:3: midi[2]: note 1 is that of line 2 already"},
    {"{ controller = 1, parameter = 'show/gain' }, { controller = 1, parameter = 'show/gain' }",
     "controller 1 is that of line 2 already"},
    {"{ note = 1, vreb = 'go' }", "is no known key; did you mean \"verb\"?"},
};

static void expect_told(const char *text, const char *words)
{
    struct faults faults = {0};
    bool told = false;
    assert_null(planned_faulty(text, &faults));
    for (int k = 0; k < faults.count; k++)
        told = told || strstr(faults.entries[k].text, words);
    if (!told)
        fail_msg("%s\nwanted: %s\ntold: %s", text, words,
                 faults.count ? faults.entries[0].text : "nothing");
    faults_finish(&faults);
}

static void a_fault_is_told_with_its_line(void **state)
{
    char text[512];
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        snprintf(text, sizeof text, CUES "midi = {\n%s } }", wrongs[i].midi);
        expect_told(text, wrongs[i].told);
    }
    expect_told(CUES "midi_at = 'kiosq' }",
                "midi_at: \"kiosq\" is no station; did you mean \"kiosk\"?");
}

static void one_note_on_two_channels_does_two_things(void **state)
{
    plan_destroy(planned(CUES
                         "midi = { { note = 1, channel = 1, verb = 'go' }, { note = 1, channel "
                         "= 2, verb = 'back' }, { controller = 1, verb = 'go' }, { controller "
                         "= 2, parameter = 'show/gain' }, { controller = 2, parameter = "
                         "'show/opacity' } } }"));
}

// --- one event, one order

struct expectation {
    struct midi_event e;
    int entry; // of desk
    bool heard;
    enum show_verb verb;
    const char *name;
    double value;
};

static const struct expectation expectations[] = {
    {{PLAN_NOTE, 1, 36, 1, 0}, 0, true, SHOW_GO, "", 0},
    {{PLAN_NOTE, 1, 36, 127, 0}, 0, true, SHOW_GO, "", 0},
    {{PLAN_NOTE, 1, 36, 0, 0}, 0, false, 0, "", 0}, // velocity 0 is a note off
    {{PLAN_NOTE, 2, 36, 90, 0}, 0, false, 0, "", 0},
    {{PLAN_NOTE, 1, 37, 90, 0}, 0, false, 0, "", 0},
    {{PLAN_CONTROLLER, 1, 36, 90, 0}, 0, false, 0, "", 0},
    {{PLAN_NOTE, 16, 38, 90, 0}, 1, true, SHOW_CUE, "noir", 0},
    {{PLAN_CONTROLLER, 5, 7, 0, 0}, 2, true, SHOW_SET, "kiosk/gain", -60},
    {{PLAN_CONTROLLER, 5, 7, 127, 0}, 2, true, SHOW_SET, "kiosk/gain", 0},
    {{PLAN_CONTROLLER, 5, 7, 64, 0}, 2, true, SHOW_SET, "kiosk/gain", -29.763779527559056},
    {{PLAN_CONTROLLER, 2, 7, 127, 0}, 3, true, SHOW_SET, "show/opacity", 1},
    {{PLAN_CONTROLLER, 1, 7, 127, 0}, 3, false, 0, "", 0},
    {{PLAN_CONTROLLER, 1, 41, 63, 0}, 4, false, 0, "", 0},
    {{PLAN_CONTROLLER, 1, 41, 64, 0}, 4, true, SHOW_GO, "", 0},
    {{PLAN_PROGRAM, 9, 3, 0, 0}, 5, true, SHOW_LIST, "soir", 0},
    {{PLAN_PROGRAM, 9, 4, 0, 0}, 5, false, 0, "", 0},
    {{PLAN_NOTE, 1, 40, 1, 0}, 6, true, SHOW_PANIC, "", 0},
    {{PLAN_NOTE, 1, 41, 1, 0}, 7, true, SHOW_RESUME, "", 0},
    {{PLAN_NOTE, 1, 42, 1, 0}, 8, true, SHOW_BACK, "", 0},
};

static void an_event_gives_the_order_that_is_written(void **state)
{
    struct show_plan *p = planned(desk);
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        const struct expectation *x = &expectations[i];
        struct show_order o = {0};
        bool heard = midi_order(&p->midi[x->entry], &x->e, &o);
        if (heard != x->heard || o.verb != x->verb || strcmp(o.name, x->name) != 0 ||
            fabs(o.value - x->value) > 1e-9)
            fail_msg("expectation %zu: heard %d, verb %d, \"%s\", %g", i, heard, o.verb, o.name,
                     o.value);
        assert_true(!heard || o.over_s == (o.verb == SHOW_SET ? 0 : -1));
    }
    plan_destroy(p);
}

// --- what waits for a frame

struct box {
    struct midi_box box;
    struct show_plan *plan;
    struct show_order orders[MIDI_ORDERS];
    int lost;
};

static struct box *open_box(const char *text)
{
    struct box *b = calloc(1, sizeof *b);
    b->plan = planned(text);
    assert_true(midi_box_init(&b->box, b->plan));
    return b;
}

static void close_box(struct box *b)
{
    midi_box_finish(&b->box);
    plan_destroy(b->plan);
    free(b);
}

static bool hear(struct box *b, enum plan_midi_kind kind, int number, int value, double at_s)
{
    struct midi_event e = {kind, 1, number, value, at_s};
    return midi_hear(&b->box, &e);
}

static int take(struct box *b)
{
    return midi_take(&b->box, b->orders, &b->lost);
}

static void a_pad_that_bounces_is_one_go(void **state)
{
    struct box *b = open_box(desk);
    hear(b, PLAN_NOTE, 36, 90, 10);
    hear(b, PLAN_NOTE, 36, 0, 10.01);
    hear(b, PLAN_NOTE, 36, 20, 10.02);
    hear(b, PLAN_NOTE, 36, 90, 10.29);
    assert_int_equal(take(b), 1);
    hear(b, PLAN_NOTE, 36, 90, 10.31);
    assert_int_equal(take(b), 1);
    assert_int_equal(take(b), 0);
    close_box(b);
}

static void two_notes_at_once_are_two_orders_in_their_sequence(void **state)
{
    struct box *b = open_box(desk);
    hear(b, PLAN_NOTE, 38, 90, 10);
    hear(b, PLAN_NOTE, 36, 90, 10);
    assert_int_equal(take(b), 2);
    assert_int_equal(b->orders[0].verb, SHOW_CUE);
    assert_int_equal(b->orders[1].verb, SHOW_GO);
    close_box(b);
}

static void a_controller_that_floods_is_its_last_value(void **state)
{
    struct box *b = open_box(desk);
    int woken = 0;
    for (int i = 0; i < 100000; i++)
        woken += hear(b, PLAN_CONTROLLER, 7, i % 127, 10 + i * 1e-5);
    hear(b, PLAN_CONTROLLER, 7, 127, 11);
    assert_int_equal(woken, 1); // until it is taken
    assert_int_equal(take(b), 1);
    assert_true(b->orders[0].value == 0);
    assert_int_equal(b->lost, 0);
    assert_int_equal(take(b), 0);
    close_box(b);
}

static void a_button_that_sends_a_controller_goes_once_a_press(void **state)
{
    struct box *b = open_box(desk);
    hear(b, PLAN_CONTROLLER, 41, 127, 10);
    hear(b, PLAN_CONTROLLER, 41, 0, 10.1); // in the same frame
    assert_int_equal(take(b), 1);
    hear(b, PLAN_CONTROLLER, 41, 127, 11);
    hear(b, PLAN_CONTROLLER, 41, 100, 12); // a knob that stays up
    assert_int_equal(take(b), 1);
    close_box(b);
}

static void what_the_plan_does_not_name_wakes_nobody(void **state)
{
    struct box *b = open_box(desk);
    assert_false(hear(b, PLAN_NOTE, 60, 90, 10));
    assert_false(hear(b, PLAN_CONTROLLER, 1, 90, 10));
    assert_false(hear(b, PLAN_NOTE, 36, 0, 10));
    assert_int_equal(take(b), 0);
    close_box(b);
}

static void presses_beyond_the_limit_are_counted(void **state)
{
    struct box *b = open_box(desk);
    for (int i = 0; i < MIDI_PRESSES + 7; i++)
        hear(b, PLAN_NOTE, 36, 90, 10 + i);
    assert_int_equal(take(b), MIDI_PRESSES);
    assert_int_equal(b->lost, 7);
    close_box(b);
}

// --- the show

static struct show *open_show(struct show_bus *bus, int self)
{
    struct fault f = {0};
    struct show_desc desc = {.bus = bus,
                             .self = self,
                             .stations = planned_names().stations,
                             .station_count = 2,
                             .scenes = {"a"}};
    struct show *s = show_create(&desc, &f);
    assert_non_null(s);
    return s;
}

static void a_note_brings_a_cue_at_the_next_frame(void **state)
{
    struct show_plan *plan = planned(desk);
    struct show_bus *bus = show_bus_create(&(struct show_bus_desc){.plan = plan, .wall_s = NAN});
    struct show *facade = open_show(bus, 0), *kiosk = open_show(bus, 1);
    struct scene *scene = scene_create("kiosk");
    struct midi_event press = {PLAN_NOTE, 1, 38, 100, 10}, fade = {PLAN_CONTROLLER, 1, 7, 0, 10};
    struct show_view view;
    scene_stage_add(scene, "screen", 32, 18);
    show_declare(kiosk, scene);
    show_update(kiosk, 1, scene);
    assert_null(facade->midi);     // it is heard at one station
    assert_null(kiosk->sequencer); // and not in a stepped run
    assert_false(show_pending(kiosk, scene));
    midi_hear(kiosk->midi, &press);
    midi_hear(kiosk->midi, &fade);
    assert_true(show_pending(kiosk, scene));
    show_update(kiosk, 2, scene);
    show_bus_view(bus, 2, &view);
    assert_int_equal(view.cue, 1);
    assert_true(view.cue_s == 2);
    int gain = control_find(&scene->controls, "kiosk/gain");
    assert_true(gain >= 0 && scene->controls.items[gain].value == -60);
    show_destroy(facade);
    show_destroy(kiosk);
    show_bus_destroy(bus);
    scene_destroy(scene);
    plan_destroy(plan);
}

// --- ALSA's side

static snd_seq_event_t note_on(int channel, int note, int velocity)
{
    snd_seq_event_t e = {.type = SND_SEQ_EVENT_NOTEON};
    e.data.note.channel = (unsigned char)channel;
    e.data.note.note = (unsigned char)note;
    e.data.note.velocity = (unsigned char)velocity;
    return e;
}

static snd_seq_event_t control(int type, int channel, unsigned param, int value)
{
    snd_seq_event_t e = {.type = (snd_seq_event_type_t)type};
    e.data.control.channel = (unsigned char)channel;
    e.data.control.param = param;
    e.data.control.value = value;
    return e;
}

static void events_of_the_sequencer_are_read_in_their_range(void **state)
{
    struct midi_event e;
    snd_seq_event_t from = note_on(0, 36, 90);
    assert_true(sequencer_event(&from, &e));
    assert_int_equal(e.channel, 1);
    assert_int_equal(e.number, 36);
    assert_int_equal(e.value, 90);
    from = control(SND_SEQ_EVENT_CONTROLLER, 15, 7, 127);
    assert_true(sequencer_event(&from, &e));
    assert_int_equal(e.kind, PLAN_CONTROLLER);
    assert_int_equal(e.channel, 16);
    assert_int_equal(e.value, 127);
    from = control(SND_SEQ_EVENT_PGMCHANGE, 3, 99, 5);
    assert_true(sequencer_event(&from, &e));
    assert_int_equal(e.kind, PLAN_PROGRAM);
    assert_int_equal(e.number, 5);
    const snd_seq_event_t refused[] = {
        note_on(16, 36, 90),
        note_on(0, 200, 90),
        note_on(0, 36, 200),
        control(SND_SEQ_EVENT_CONTROLLER, 0, 0xffffffffu, 1),
        control(SND_SEQ_EVENT_CONTROLLER, 0, 1, -1),
        control(SND_SEQ_EVENT_CONTROLLER, 0, 1, 16383),
        control(SND_SEQ_EVENT_PGMCHANGE, 0, 0, 128),
        control(SND_SEQ_EVENT_PITCHBEND, 0, 0, 0),
        control(SND_SEQ_EVENT_NOTEOFF, 0, 0, 0),
        control(SND_SEQ_EVENT_CLOCK, 0, 0, 0),
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(sequencer_event(&refused[i], &e));
}

// Stands for libasound, whose functions know no user: one device, a pipe for its events.
enum { OURS = 128, DEVICE = 24 };
static struct fake {
    int pipe[2];
    snd_seq_event_t event;
    atomic_bool there, plugged, broken; // a sequencer, a device, a file that has gone
    atomic_int opened, closed, connected, announced, woken;
} fake;

static int fake_open(snd_seq_t **seq, const char *name, int streams, int mode)
{
    assert_string_equal(name, "default");
    assert_int_equal(mode, SND_SEQ_NONBLOCK);
    if (!atomic_load(&fake.there))
        return -ENOENT;
    *seq = (snd_seq_t *)&fake;
    atomic_fetch_add(&fake.opened, 1);
    return 0;
}

static int fake_close(snd_seq_t *seq)
{
    atomic_fetch_add(&fake.closed, 1);
    return 0;
}

static int fake_set_client_name(snd_seq_t *seq, const char *name)
{
    assert_string_equal(name, "Gestuaire");
    return 0;
}

static int fake_client_id(snd_seq_t *seq)
{
    return OURS;
}

static int fake_create_simple_port(snd_seq_t *seq, const char *name, unsigned caps, unsigned type)
{
    assert_int_equal(caps, SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE);
    return 0;
}

static int fake_connect_from(snd_seq_t *seq, int port, int client, int from)
{
    bool system = client == SND_SEQ_CLIENT_SYSTEM && from == SND_SEQ_PORT_SYSTEM_ANNOUNCE;
    atomic_fetch_add(system ? &fake.announced : &fake.connected, 1);
    return system || client == DEVICE ? 0 : -EINVAL;
}

static int fake_parse_address(snd_seq_t *seq, snd_seq_addr_t *address, const char *name)
{
    if (!atomic_load(&fake.plugged) || strncmp("nanoKONTROL2", name, strlen(name)) != 0)
        return -ENOENT;
    *address = (snd_seq_addr_t){DEVICE, 0};
    return 0;
}

static int fake_poll_descriptors(snd_seq_t *seq, struct pollfd *files, unsigned room, short events)
{
    files[0] = (struct pollfd){.fd = fake.pipe[0], .events = events};
    return 1;
}

static int fake_event_input(snd_seq_t *seq, snd_seq_event_t **event)
{
    if (atomic_exchange(&fake.broken, false))
        return -ENODEV;
    if (read(fake.pipe[0], &fake.event, sizeof fake.event) != sizeof fake.event)
        return -EAGAIN;
    *event = &fake.event;
    return 1;
}

static const struct sequencer_library library = {
#define X(name) .name = fake_##name,
    SEQUENCER_FUNCTIONS(X)
#undef X
};

static void come(snd_seq_event_t e)
{
    assert_int_equal(write(fake.pipe[1], &e, sizeof e), sizeof e);
}

static void wake(void *user)
{
    atomic_fetch_add(&fake.woken, 1);
}

// Far longer than it ever takes.
static bool becomes(atomic_int *number, int wanted)
{
    for (int i = 0; i < 6000 && atomic_load(number) < wanted; i++)
        poll(NULL, 0, 10);
    return atomic_load(number) >= wanted;
}

static struct sequencer *open_sequencer(struct box *b, const char *from, bool there)
{
    memset(&fake, 0, sizeof fake);
    atomic_store(&fake.there, there);
    assert_int_equal(pipe2(fake.pipe, O_NONBLOCK | O_CLOEXEC), 0);
    struct sequencer_desc desc = {.library = &library, .box = &b->box, .from = from, .wake = wake};
    struct sequencer *s = sequencer_create(&desc);
    assert_non_null(s);
    return s;
}

static void close_sequencer(struct sequencer *s)
{
    sequencer_destroy(s);
    assert_int_equal(atomic_load(&fake.closed), atomic_load(&fake.opened));
    close(fake.pipe[0]);
    close(fake.pipe[1]);
}

static void what_comes_to_the_port_waits_for_the_frame(void **state)
{
    struct box *b = open_box(desk);
    struct sequencer *s = open_sequencer(b, "", true);
    come(control(SND_SEQ_EVENT_CLOCK, 0, 0, 0));
    come(note_on(0, 60, 90)); // not in the plan
    come(note_on(0, 36, 90));
    assert_true(becomes(&fake.woken, 1));
    assert_int_equal(take(b), 1);
    assert_int_equal(b->orders[0].verb, SHOW_GO);
    for (int i = 0; i <= 600; i++)
        come(control(SND_SEQ_EVENT_CONTROLLER, 0, 7, i < 600 ? i % 100 : 127));
    come(note_on(0, 38, 90)); // behind them: when it is there, all of them were read
    bool cue = false;
    double gain = NAN;
    for (int i = 0; i < 6000 && !cue; i++) {
        int count = take(b);
        for (int k = 0; k < count; k++) {
            cue |= b->orders[k].verb == SHOW_CUE;
            gain = b->orders[k].verb == SHOW_SET ? b->orders[k].value : gain;
        }
        poll(NULL, 0, 10);
    }
    assert_true(cue);
    assert_true(gain == 0);
    assert_int_equal(atomic_load(&fake.connected), 0);
    close_sequencer(s);
    close_box(b);
}

static void a_device_is_heard_when_it_comes_and_when_it_comes_again(void **state)
{
    struct box *b = open_box(desk);
    struct sequencer *s = open_sequencer(b, "nano", true);
    assert_true(becomes(&fake.announced, 1));
    assert_int_equal(atomic_load(&fake.connected), 0);
    atomic_store(&fake.plugged, true);
    assert_true(becomes(&fake.connected, 1));
    snd_seq_event_t other = {.type = SND_SEQ_EVENT_CLIENT_EXIT}, gone = other;
    other.data.addr = (snd_seq_addr_t){DEVICE + 1, 0};
    gone.data.addr = (snd_seq_addr_t){DEVICE, 0};
    come(other);
    come(note_on(0, 36, 90));
    assert_true(becomes(&fake.woken, 1));
    poll(NULL, 0, 2500); // it would have been looked for again
    assert_int_equal(atomic_load(&fake.connected), 1);
    come(gone);
    assert_true(becomes(&fake.connected, 2));
    close_sequencer(s);
    close_box(b);
}

static void a_sequencer_that_comes_later_is_opened(void **state)
{
    struct box *b = open_box(desk);
    struct sequencer *s = open_sequencer(b, "", false);
    atomic_store(&fake.there, true);
    assert_true(becomes(&fake.opened, 1));
    close_sequencer(s);
    close_box(b);
}

static void a_sequencer_that_breaks_is_opened_again(void **state)
{
    struct box *b = open_box(desk);
    struct sequencer *s = open_sequencer(b, "", true);
    assert_true(becomes(&fake.opened, 1));
    atomic_store(&fake.broken, true);
    come(note_on(0, 60, 90));
    assert_true(becomes(&fake.opened, 2));
    come(note_on(0, 36, 90));
    assert_true(becomes(&fake.woken, 1));
    close_sequencer(s);
    close_box(b);
}

static void a_show_that_ends_does_not_wait_for_a_sequencer(void **state)
{
    struct box *b = open_box(desk);
    close_sequencer(open_sequencer(b, "nano", false));
    close_sequencer(open_sequencer(b, "nano", true));
    sequencer_destroy(NULL);
    close_box(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_names_its_notes),
        cmocka_unit_test(a_plan_without_midi_has_none),
        cmocka_unit_test(a_fault_is_told_with_its_line),
        cmocka_unit_test(one_note_on_two_channels_does_two_things),
        cmocka_unit_test(an_event_gives_the_order_that_is_written),
        cmocka_unit_test(a_pad_that_bounces_is_one_go),
        cmocka_unit_test(two_notes_at_once_are_two_orders_in_their_sequence),
        cmocka_unit_test(a_controller_that_floods_is_its_last_value),
        cmocka_unit_test(a_button_that_sends_a_controller_goes_once_a_press),
        cmocka_unit_test(what_the_plan_does_not_name_wakes_nobody),
        cmocka_unit_test(presses_beyond_the_limit_are_counted),
        cmocka_unit_test(a_note_brings_a_cue_at_the_next_frame),
        cmocka_unit_test(events_of_the_sequencer_are_read_in_their_range),
        cmocka_unit_test(what_comes_to_the_port_waits_for_the_frame),
        cmocka_unit_test(a_device_is_heard_when_it_comes_and_when_it_comes_again),
        cmocka_unit_test(a_sequencer_that_comes_later_is_opened),
        cmocka_unit_test(a_sequencer_that_breaks_is_opened_again),
        cmocka_unit_test(a_show_that_ends_does_not_wait_for_a_sequencer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
