// ALSA's sequencer, read by a thread of its own. libasound is loaded by that thread: a show without
// MIDI does not pay for it, one with MIDI does not wait for it.
#include "show/sequencer.h"
#include "base/clock.h"
#include "base/library.h"
#include "base/log.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define SEQUENCER_DEVICE "/dev/snd/seq"
#define SEQUENCER_AGAIN_MS 2000
#define SEQUENCER_AGAIN_NS (INT64_C(1000000) * SEQUENCER_AGAIN_MS)
#define SEQUENCER_AT_ONCE 256 // events between two looks at whether it is over
#define SEQUENCER_FILES 4

struct sequencer {
    struct sequencer_desc desc;
    int stop;
    bool running;
    pthread_t thread;
    // The thread's own.
    struct sequencer_library library;
    snd_seq_t *seq; // NULL: not open
    int port;
    bool connected;
    snd_seq_addr_t source; // while connected
    int64_t looked_ns;     // for the sequencer and the device; 0: never
    bool lack_said, source_said, overrun_said, broken_said;
};

static bool load(struct sequencer_library *library, struct fault *f)
{
    static const char *const sonames[] = {"libasound.so.2", NULL};
    enum {
#define X(name) AT_##name,
        SEQUENCER_FUNCTIONS(X)
#undef X
            COUNT
    };
    void *at[COUNT];
    const struct library_symbol symbols[COUNT] = {
#define X(name) {"snd_seq_" #name, &at[AT_##name]},
        SEQUENCER_FUNCTIONS(X)
#undef X
    };
    _Static_assert(sizeof at == sizeof *library, "one address a function");
    // Looked for first: libasound would say the same on standard error, every time.
    if (access(SEQUENCER_DEVICE, R_OK | W_OK) != 0) {
        fault_set(f, "%s: %s%s", SEQUENCER_DEVICE, strerror(errno),
                  errno == EACCES ? " (the group \"audio\" may)"
                                  : " (`modprobe snd-seq` makes it)");
        return false;
    }
    if (!library_load(sonames, "libasound2", symbols, COUNT, f))
        return false;
    memcpy(library, at, sizeof *library);
    return true;
}

static bool open_client(const struct sequencer_library *library, snd_seq_t **seq, struct fault *f)
{
    int error = library->open(seq, "default", SND_SEQ_OPEN_INPUT, SND_SEQ_NONBLOCK);
    if (error >= 0)
        return true;
    *seq = NULL;
    return fault_set(f, "%s: %s", SEQUENCER_DEVICE, strerror(-error));
}

bool sequencer_there(struct fault *f)
{
    struct sequencer_library library;
    snd_seq_t *seq = NULL;
    if (!load(&library, f) || !open_client(&library, &seq, f))
        return false;
    library.close(seq);
    return true;
}

bool sequencer_event(const snd_seq_event_t *from, struct midi_event *to)
{
    const snd_seq_ev_ctrl_t *control = &from->data.control;
    int channel = control->channel;
    *to = (struct midi_event){.value = control->value};
    if (from->type == SND_SEQ_EVENT_NOTEON) {
        channel = from->data.note.channel;
        to->kind = PLAN_NOTE;
        to->number = from->data.note.note;
        to->value = from->data.note.velocity;
    } else if (from->type == SND_SEQ_EVENT_CONTROLLER) {
        to->kind = PLAN_CONTROLLER;
        to->number = control->param <= 127 ? (int)control->param : -1;
    } else if (from->type == SND_SEQ_EVENT_PGMCHANGE) {
        to->kind = PLAN_PROGRAM;
        to->number = control->value;
        to->value = 0;
    } else {
        return false;
    }
    to->channel = channel + 1;
    return channel < 16 && to->number >= 0 && to->number <= 127 && to->value >= 0 &&
           to->value <= 127;
}

// ---- the thread

static void close_port(struct sequencer *s)
{
    if (s->seq)
        s->library.close(s->seq);
    s->seq = NULL;
    s->connected = false;
}

static bool open_port(struct sequencer *s, struct fault *f)
{
    const struct sequencer_library *l = &s->library;
    if (s->desc.library)
        s->library = *s->desc.library;
    else if (!load(&s->library, f))
        return false;
    if (!open_client(l, &s->seq, f))
        return false;
    l->set_client_name(s->seq, "Gestuaire");
    s->port = l->create_simple_port(s->seq, "Gestuaire",
                                    SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE,
                                    SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION);
    if (s->port < 0) {
        fault_set(f, "no port: %s", strerror(-s->port));
        close_port(s);
        return false;
    }
    // It tells who comes and goes; without it we look every 2 s.
    l->connect_from(s->seq, s->port, SND_SEQ_CLIENT_SYSTEM, SND_SEQ_PORT_SYSTEM_ANNOUNCE);
    log_info("show", "MIDI is heard at port %d:%d, \"Gestuaire\"", l->client_id(s->seq), s->port);
    return true;
}

static void connect_source(struct sequencer *s)
{
    const char *from = s->desc.from;
    int error = s->library.parse_address(s->seq, &s->source, from);
    if (error >= 0)
        error = s->library.connect_from(s->seq, s->port, s->source.client, s->source.port);
    s->connected = error >= 0 || error == -EBUSY; // somebody has connected it before
    if (s->connected)
        log_info("show", "MIDI device \"%s\" is heard", from);
    else if (!s->source_said)
        log_warning("show",
                    "MIDI device \"%s\" is not here (`aconnect -i` lists what is); it is heard "
                    "when it comes",
                    from);
    s->source_said = !s->connected;
}

static void notice(struct sequencer *s, const snd_seq_event_t *e)
{
    const snd_seq_addr_t *gone = &e->data.addr;
    bool client = e->type == SND_SEQ_EVENT_CLIENT_EXIT;
    if (!s->connected || (!client && e->type != SND_SEQ_EVENT_PORT_EXIT) ||
        gone->client != s->source.client || (!client && gone->port != s->source.port))
        return;
    log_warning("show", "MIDI device \"%s\" is gone; it is heard when it comes again",
                s->desc.from);
    s->connected = false;
    s->source_said = true;
}

static void hear(struct sequencer *s, const snd_seq_event_t *from)
{
    struct midi_event e;
    notice(s, from);
    if (!sequencer_event(from, &e))
        return;
    e.at_s = (double)clock_monotonic_ns() * 1e-9;
    if (midi_hear(s->desc.box, &e) && s->desc.wake)
        s->desc.wake(s->desc.user);
}

static void break_off(struct sequencer *s, int error)
{
    if (!s->broken_said)
        log_warning("show", "MIDI: %s; it is opened again every 2 s", strerror(error));
    s->broken_said = true;
    close_port(s);
}

// True: there may be more that poll does not know of.
static bool read_events(struct sequencer *s)
{
    for (int i = 0; i < SEQUENCER_AT_ONCE; i++) {
        snd_seq_event_t *e = NULL;
        int left = s->library.event_input(s->seq, &e);
        if (left >= 0 && e) {
            hear(s, e);
        } else if (left == -ENOSPC) {
            if (!s->overrun_said)
                log_warning("show", "more MIDI came than could be read; some of it is lost");
            s->overrun_said = true;
        } else if (left == -EAGAIN || left == -EINTR) {
            return false;
        } else { // unplugged beneath us, or libasound is not what we think
            break_off(s, left < 0 ? -left : EIO);
            return false;
        }
    }
    return true;
}

static bool lacks(const struct sequencer *s)
{
    return !s->seq || (s->desc.from[0] && !s->connected);
}

static void look_for(struct sequencer *s)
{
    struct fault f = {0};
    int64_t now_ns = clock_monotonic_ns();
    if (!lacks(s) || (s->looked_ns && now_ns - s->looked_ns < SEQUENCER_AGAIN_NS))
        return;
    s->looked_ns = now_ns;
    if (!s->seq && !open_port(s, &f) && !s->lack_said) {
        log_warning("show", "no MIDI: %s; the show runs on without", f.text);
        s->lack_said = true;
    }
    if (s->seq && !s->connected && s->desc.from[0])
        connect_source(s);
}

static void *listen_to(void *user)
{
    struct sequencer *s = user;
    struct pollfd wait[1 + SEQUENCER_FILES] = {{.fd = s->stop, .events = POLLIN}};
    bool more = false;
    while (!wait[0].revents) {
        look_for(s);
        int files =
            s->seq ? s->library.poll_descriptors(s->seq, wait + 1, SEQUENCER_FILES, POLLIN) : 0;
        int timeout_ms = more ? 0 : lacks(s) ? SEQUENCER_AGAIN_MS : -1;
        if (poll(wait, 1 + (nfds_t)(files > 0 ? files : 0), timeout_ms) < 0 && errno != EINTR)
            break;
        more = s->seq && !wait[0].revents && read_events(s);
        if (s->seq && files > 0 && wait[1].revents & (POLLERR | POLLHUP | POLLNVAL))
            break_off(s, EIO); // or poll would return at once for ever
    }
    close_port(s);
    return NULL;
}

struct sequencer *sequencer_create(const struct sequencer_desc *desc)
{
    struct sequencer *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->desc = *desc;
    s->stop = eventfd(0, EFD_CLOEXEC);
    s->running = s->stop >= 0 && pthread_create(&s->thread, NULL, listen_to, s) == 0;
    if (s->running)
        return s;
    sequencer_destroy(s);
    return NULL;
}

void sequencer_destroy(struct sequencer *s)
{
    if (!s)
        return;
    if (s->running) {
        eventfd_write(s->stop, 1);
        pthread_join(s->thread, NULL);
    }
    if (s->stop >= 0)
        close(s->stop);
    free(s);
}
