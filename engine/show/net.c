// One station's UDP: a port with a thread that reads it, and a socket that sends. liblo 0.31 cannot
// bind one address and keeps bundles dated tomorrow without a limit, so the sockets are ours.
#include "base/clock.h"
#include "base/log.h"
#include "base/pulse.h"
#include "show/private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

// Anyone can send nonsense: it is told once, then at most this often.
#define NET_TELL_NS (INT64_C(10) * 1000000000)
#define NET_AGAIN_MS 2000 // a port that could not be had is tried again this often

struct net {
    struct net_desc desc; // places: not used after creation
    struct show_station self;
    atomic_int in; // -1: not open; the reader opens it again, anyone answers by it
    int out, stop; //
    bool reading;
    pthread_t reader;
    struct names *names;
    // The reader's own.
    unsigned char bytes[OSC_DATAGRAM + 1];
    struct show_heard heard[OSC_MESSAGES];
    struct osc_refusal refused;
    int64_t told_ns;
};

static void tell_refused(struct net *n)
{
    int64_t now_ns = clock_monotonic_ns();
    if (!n->refused.count || (n->told_ns && now_ns - n->told_ns < NET_TELL_NS))
        return;
    log_warning("show",
                "OSC port of station \"%s\": %d message(s) refused: %s; allowed is "
                "/gestuaire/%s/message name from, then key value pairs, and what docs/osc.md lists",
                n->self.id, n->refused.count, n->refused.why, n->self.id);
    n->refused.count = 0;
    n->told_ns = now_ns;
}

static void read_datagram(struct net *n)
{
    struct sockaddr_in from = {0};
    socklen_t length = sizeof from;
    ssize_t size =
        recvfrom(n->in, n->bytes, sizeof n->bytes, MSG_DONTWAIT, (struct sockaddr *)&from, &length);
    if (size < 0)
        return;
    if (n->desc.pulse)
        atomic_fetch_add_explicit(&pulse_page(n->desc.pulse)->control, 1, memory_order_relaxed);
    int count = osc_read(n->bytes, (size_t)size, n->self.id, n->heard, OSC_MESSAGES, &n->refused);
    for (int i = 0; i < count; i++) {
        n->heard[i].from = from;
        n->desc.heard(n->desc.user, &n->heard[i]);
    }
    tell_refused(n);
}

// A station that is reached on this machine only listens on this machine only.
static struct sockaddr_in listen_at(const struct show_station *self)
{
    struct sockaddr_in at;
    bool numeric = names_numeric(self, &at);
    if (!numeric || ntohl(at.sin_addr.s_addr) >> 24 != IN_LOOPBACKNET)
        at.sin_addr.s_addr = htonl(INADDR_ANY);
    return at;
}

// The supervisor sends there, on this machine, and what it sends must be read (docs/kiosk.md).
static void name_port(const struct net *n, const struct sockaddr_in *at)
{
    uint32_t address = ntohl(at->sin_addr.s_addr);
    if (n->desc.pulse && (address == INADDR_ANY || address == INADDR_LOOPBACK))
        atomic_store_explicit(&pulse_page(n->desc.pulse)->control_port, (uint64_t)n->self.port,
                              memory_order_relaxed);
}

static bool open_port(struct net *n, struct fault *f)
{
    const struct show_station *self = &n->self;
    struct sockaddr_in at = listen_at(self);
    char host[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &at.sin_addr, host, sizeof host);
    int in = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (in >= 0 && bind(in, (const struct sockaddr *)&at, sizeof at) == 0) {
        atomic_store(&n->in, in); // bound: an answer goes out by no other port
        name_port(n, &at);
        return true;
    }
    if (errno == EADDRINUSE)
        fault_set(
            f,
            "OSC port %d of station \"%s\" on %s is taken: another program listens there, or "
            "this station runs already (`ss -ulnp sport = :%d` names it); name another port in "
            "installation.lua: stations.%s.osc",
            self->port, self->id, host, self->port, self->id);
    else
        fault_set(f, "OSC port %d of station \"%s\" on %s: %s", self->port, self->id, host,
                  strerror(errno));
    if (in >= 0)
        close(in);
    return false;
}

static int open_again(struct net *n)
{
    struct fault f;
    if (open_port(n, &f))
        log_info("show", "OSC port %d of station \"%s\" is free now: messages are heard",
                 n->self.port, n->self.id);
    return n->in;
}

static void *read_port(void *user)
{
    struct net *n = user;
    struct pollfd wait[2] = {{.fd = n->in, .events = POLLIN}, {.fd = n->stop, .events = POLLIN}};
    while (!wait[1].revents) { // poll passes over a file of -1
        if (poll(wait, 2, n->in < 0 ? NET_AGAIN_MS : -1) < 0 && errno != EINTR)
            break;
        if (n->in < 0 && !wait[1].revents)
            wait[0].fd = open_again(n);
        else if (wait[0].revents)
            read_datagram(n);
    }
    return NULL;
}

// A port that is taken, or an address that is not here yet, must not keep the show from the public:
// it is told, and tried again.
static bool start_reading(struct net *n, struct fault *f)
{
    struct fault why;
    if (!open_port(n, &why))
        log_warning("show", "%s; the show runs on, messages from other machines are not heard",
                    why.text);
    n->stop = eventfd(0, EFD_CLOEXEC);
    n->reading = n->stop >= 0 && pthread_create(&n->reader, NULL, read_port, n) == 0;
    return n->reading || fault_set(f, "no thread for OSC port %d", n->self.port);
}

struct net *net_create(const struct net_desc *desc, struct fault *f)
{
    struct net *n = calloc(1, sizeof *n);
    if (!n) {
        fault_set(f, "memory is short");
        return NULL;
    }
    const struct show_station *self = &desc->places[desc->self];
    n->desc = *desc;
    n->desc.places = NULL;
    n->self = *self;
    n->stop = -1;
    atomic_init(&n->in, -1);
    n->out = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    n->names = names_create(desc->places, desc->place_count, desc->self);
    if (n->out < 0 || !n->names) {
        fault_set(f, "no socket for OSC: %s", strerror(errno));
        goto fail;
    }
    if (desc->listen && !start_reading(n, f))
        goto fail;
    return n;
fail:
    net_destroy(n);
    return NULL;
}

void net_destroy(struct net *n)
{
    if (!n)
        return;
    if (n->reading) {
        eventfd_write(n->stop, 1);
        pthread_join(n->reader, NULL);
    }
    const int files[3] = {n->in, n->out, n->stop};
    for (int i = 0; i < 3; i++)
        if (files[i] >= 0)
            close(files[i]);
    names_destroy(n->names);
    free(n);
}

void net_reply(struct net *n, const struct sockaddr_in *to, const unsigned char *bytes, size_t size)
{
    int in = atomic_load(&n->in);
    if (in >= 0) // whoever asks and is gone has no answer
        sendto(in, bytes, size, MSG_DONTWAIT, (const struct sockaddr *)to, sizeof *to);
}

// Connected to where it sends, so that nobody else reaches the port it has by that.
static bool send_alone(int out, const struct sockaddr_in *to, const unsigned char *bytes,
                       size_t size)
{
    return connect(out, (const struct sockaddr *)to, sizeof *to) == 0 &&
           send(out, bytes, size, MSG_DONTWAIT) >= 0;
}

const char *net_send(struct net *n, int place, const unsigned char *bytes, size_t size)
{
    struct sockaddr_in to;
    if (!names_find(n->names, place, &to))
        return "its machine is not found yet";
    bool sent = send_alone(n->out, &to, bytes, size);
    // What was sent before met nobody: that is told here, and says nothing of this one.
    if (!sent && errno == ECONNREFUSED)
        sent = send_alone(n->out, &to, bytes, size);
    return sent ? NULL : strerror(errno);
}
