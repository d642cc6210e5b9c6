// A TUIO port: its own thread reads datagrams, what they mean waits in a ring for the main thread.
#include "base/clock.h"
#include "base/log.h"
#include "base/ring.h"
#include "input/private.h"
#include "input/tuio.h"

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RING = 4096 };

// Anyone can send nonsense: it is told once, then at most this often.
#define TELL_NS (INT64_C(10) * 1000000000)
#define AGAIN_MS 2000 // a port that could not be had is tried again this often

struct heard {
    int64_t at_ns;
    bool lost; // steps before it were lost: who is down begins anew
    struct tuio_step step;
};

struct port {
    struct input_tuio desc;
    int in, stop; // -1: not open
    bool reading;
    pthread_t reader;
    struct ring ring;
    // The reader's own.
    struct tuio *tuio;
    unsigned char *bytes;
    int64_t now_ns, told_ns;
    bool overflown, put;
};

static void put(void *user, const struct tuio_step *step)
{
    struct port *p = user;
    struct heard h = {.at_ns = p->now_ns, .step = *step};
    p->put = true;
    if (!p->overflown && !ring_put(&p->ring, &h))
        p->overflown = true;
}

// Steps that found no room are not made up for: all is forgotten, and who is there comes anew.
static void begin_anew(struct port *p)
{
    struct heard h = {.at_ns = p->now_ns, .lost = true};
    if (!p->overflown || !ring_put(&p->ring, &h))
        return;
    p->overflown = false;
    tuio_forget(p->tuio);
    log_warning("input", "TUIO port %d: more than %d steps waited for a frame; fingers begin anew",
                p->desc.port, RING);
}

static void tell_refused(struct port *p)
{
    if (p->told_ns && p->now_ns - p->told_ns < TELL_NS)
        return;
    struct tuio_refusal r = tuio_refused(p->tuio);
    if (!r.count)
        return;
    log_warning("input", "TUIO port %d: %d message(s) refused: %s", p->desc.port, r.count, r.why);
    p->told_ns = p->now_ns;
}

static void read_datagram(struct port *p)
{
    struct sockaddr_in from = {0};
    socklen_t length = sizeof from;
    ssize_t size =
        recvfrom(p->in, p->bytes, TUIO_DATAGRAM, MSG_DONTWAIT, (struct sockaddr *)&from, &length);
    if (size <= 0)
        return;
    struct tuio_from of = {ntohl(from.sin_addr.s_addr), ntohs(from.sin_port)};
    tuio_hear(p->tuio, &of, p->bytes, (size_t)size, (double)p->now_ns * 1e-9);
    tell_refused(p);
}

static bool open_port(struct port *p, struct fault *f)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)p->desc.port),
                             .sin_addr.s_addr =
                                 htonl(p->desc.network ? INADDR_ANY : INADDR_LOOPBACK)};
    p->in = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (p->in >= 0 && bind(p->in, (const struct sockaddr *)&at, sizeof at) == 0)
        return true;
    fault_set(f, "TUIO port %d: %s (`ss -ulnp sport = :%d` names who has it)", p->desc.port,
              errno == EADDRINUSE ? "another program listens there" : strerror(errno),
              p->desc.port);
    if (p->in >= 0)
        close(p->in);
    p->in = -1;
    return false;
}

static int wait_ms(const struct port *p)
{
    double next_s = tuio_next_s(p->tuio) - (double)clock_monotonic_ns() * 1e-9;
    if (p->in < 0)
        return AGAIN_MS;
    return isfinite(next_s) ? (int)(fmax(next_s, 0) * 1000) + 1 : -1;
}

static void open_again(struct port *p)
{
    struct fault f;
    if (open_port(p, &f))
        log_info("input", "TUIO port %d is free now: touches are heard", p->desc.port);
}

static void *read_port(void *user)
{
    struct port *p = user;
    struct pollfd wait[2] = {{.events = POLLIN}, {.fd = p->stop, .events = POLLIN}};
    while (!wait[1].revents) {
        wait[0].fd = p->in; // poll passes over a file of -1
        wait[0].revents = 0;
        if (poll(wait, 2, wait_ms(p)) < 0 && errno != EINTR)
            break;
        p->now_ns = clock_monotonic_ns();
        p->put = false;
        if (wait[0].revents)
            read_datagram(p);
        else if (p->in < 0 && !wait[1].revents)
            open_again(p);
        tuio_pass(p->tuio, (double)p->now_ns * 1e-9);
        begin_anew(p);
        if (p->put && p->desc.wake)
            p->desc.wake(p->desc.user);
    }
    return NULL;
}

static bool start(struct port *p, struct fault *f)
{
    struct fault why;
    p->tuio = tuio_create(put, p);
    p->bytes = malloc(TUIO_DATAGRAM);
    if (!p->tuio || !p->bytes || !ring_init(&p->ring, RING, sizeof(struct heard)))
        return fault_set(f, "memory is short");
    if (!open_port(p, &why))
        log_warning("input", "%s; the show runs on without those touches", why.text);
    p->stop = eventfd(0, EFD_CLOEXEC);
    p->reading = p->stop >= 0 && pthread_create(&p->reader, NULL, read_port, p) == 0;
    return p->reading || fault_set(f, "no thread for TUIO port %d", p->desc.port);
}

struct port *port_create(const struct input_tuio *desc, struct fault *f)
{
    struct port *p = calloc(1, sizeof *p);
    if (!p) {
        fault_set(f, "memory is short");
        return NULL;
    }
    p->desc = *desc;
    p->in = p->stop = -1;
    if (start(p, f))
        return p;
    port_destroy(p);
    return NULL;
}

void port_destroy(struct port *p)
{
    if (!p)
        return;
    if (p->reading) {
        eventfd_write(p->stop, 1);
        pthread_join(p->reader, NULL);
    }
    if (p->in >= 0)
        close(p->in);
    if (p->stop >= 0)
        close(p->stop);
    ring_finish(&p->ring);
    tuio_destroy(p->tuio);
    free(p->bytes);
    free(p);
}

// A step came so long ago; not before what has been collected.
static double time_of(const struct input *i, const struct heard *h, double now_s)
{
    double age_s = (double)(clock_monotonic_ns() - h->at_ns) * 1e-9;
    return fmax(fmin(now_s - age_s, now_s), fmin(i->collected_s, now_s));
}

void port_take(struct port *p, struct input *i, double now_s)
{
    struct heard h;
    struct size2 size = mapping_output_size(i->mapping, p->desc.output);
    while (ring_take(&p->ring, &h)) {
        const struct tuio_step *s = &h.step;
        struct input_contact c = {.time_s = time_of(i, &h, now_s),
                                  .phase = s->phase,
                                  .finger = s->contact,
                                  .output = p->desc.output,
                                  .at_output = {s->x * size.width, s->y * size.height},
                                  .size_px = {s->width * size.width, s->height * size.height},
                                  .cancelled = s->cancelled,
                                  .object = s->object,
                                  .angle = s->angle};
        if (h.lost)
            input_release(i);
        else
            input_contact(i, &c);
    }
}

bool port_waits(const struct port *p)
{
    return ring_ready(&p->ring) > 0;
}
