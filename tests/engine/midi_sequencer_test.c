// show: how MIDI is read. ALSA's side is a table of functions that stands for libasound: no
// sequencer is needed, and none has been tried.
#include "show/sequencer.h"
#include "tools/pads.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

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
        cmocka_unit_test(events_of_the_sequencer_are_read_in_their_range),
        cmocka_unit_test(what_comes_to_the_port_waits_for_the_frame),
        cmocka_unit_test(a_device_is_heard_when_it_comes_and_when_it_comes_again),
        cmocka_unit_test(a_sequencer_that_comes_later_is_opened),
        cmocka_unit_test(a_sequencer_that_breaks_is_opened_again),
        cmocka_unit_test(a_show_that_ends_does_not_wait_for_a_sequencer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
