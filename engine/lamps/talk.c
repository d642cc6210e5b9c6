// One connection to a projector: every wait has an end, and ends when the program does.
#include "base/clock.h"
#include "lamps/private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TALK_CONNECT_S 5.0
#define TALK_ANSWER_S 10.0 // some take their time while a lamp begins to burn

static bool literal(const char *host)
{
    unsigned char bytes[16];
    char plain[LAMPS_HOST];
    snprintf(plain, sizeof plain, "%s", host);
    plain[strcspn(plain, "%")] = '\0'; // fe80::1%eth0
    return inet_pton(AF_INET, host, bytes) == 1 || inet_pton(AF_INET6, plain, bytes) == 1;
}

bool lamps_address(const char *text, char host[LAMPS_HOST], int *port)
{
    const char *colon = strrchr(text, ':'), *from = text;
    size_t n = strlen(text);
    *port = LAMPS_PORT;
    if (text[0] == '[') {
        const char *end = strchr(text, ']');
        if (!end || (end[1] && end[1] != ':'))
            return false;
        from = text + 1;
        n = (size_t)(end - from);
        colon = end[1] ? end + 1 : NULL;
    } else if (colon && strchr(text, ':') == colon) {
        n = (size_t)(colon - text);
    } else {
        colon = NULL;
    }
    if (n == 0 || n >= LAMPS_HOST)
        return false;
    memcpy(host, from, n);
    host[n] = '\0';
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
    if (colon && (digits == 0 || digits > 5 || colon[1 + digits]))
        return false;
    if (colon)
        *port = (int)strtol(colon + 1, NULL, 10);
    return literal(host) && *port >= 1 && *port <= 65535;
}

static double now_s(void)
{
    return (double)clock_monotonic_ns() * 1e-9;
}

// False: the time is up, or the program ends.
static bool wait_for(const struct talk *t, short events, double until_s)
{
    for (;;) {
        struct pollfd fds[2] = {{.fd = t->fd, .events = events},
                                {.fd = t->stop_fd, .events = POLLIN}};
        double left_s = until_s - now_s();
        int ready = left_s > 0 ? poll(fds, 2, (int)(left_s * 1000) + 1) : 0;
        if (ready > 0 && fds[1].revents)
            return false;
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

static bool call(struct talk *t, const struct lamps_projector *p)
{
    char port[8];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST}, *to = NULL;
    snprintf(port, sizeof port, "%d", p->port);
    int wrong = getaddrinfo(p->host, port, &hints, &to);
    if (wrong)
        return fault_set(&t->fault, "%s is no address (%s)", p->host, gai_strerror(wrong));
    t->fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int result = t->fd < 0 ? -1 : connect(t->fd, to->ai_addr, to->ai_addrlen);
    int why = result < 0 ? errno : 0;
    freeaddrinfo(to);
    if (why == EINPROGRESS) {
        socklen_t size = sizeof why;
        if (!wait_for(t, POLLOUT, now_s() + TALK_CONNECT_S * t->pace))
            why = ETIMEDOUT;
        else
            getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &why, &size);
    }
    return !why || fault_set(&t->fault, "does not answer at %s:%d (%s)", p->host, p->port,
                             strerror(why)); // NOLINT(concurrency-mt-unsafe)
}

// The next line, without its end. What is longer than any is nonsense.
static bool read_line(struct talk *t, char line[PJLINK_LINE], size_t *length)
{
    double until_s = now_s() + TALK_ANSWER_S * t->pace;
    for (;;) {
        char *end = t->held_bytes ? memchr(t->held, '\r', t->held_bytes) : NULL;
        if (end) {
            *length = (size_t)(end - t->held);
            memcpy(line, t->held, *length);
            t->held_bytes -= *length + 1;
            memmove(t->held, end + 1, t->held_bytes);
            return true;
        }
        if (t->held_bytes == sizeof t->held)
            return fault_set(&t->fault, "says something that is not PJLink");
        if (!wait_for(t, POLLIN, until_s))
            return fault_set(&t->fault, "is there, but says nothing");
        ssize_t n = recv(t->fd, t->held + t->held_bytes, sizeof t->held - t->held_bytes, 0);
        if (n == 0)
            return fault_set(&t->fault, "hangs up in the middle of a sentence");
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return fault_set(&t->fault, "hangs up (%s)",
                             strerror(errno)); // NOLINT(concurrency-mt-unsafe)
        t->held_bytes += n > 0 ? (size_t)n : 0;
    }
}

static bool send_line(struct talk *t, const char *line)
{
    size_t left = strlen(line);
    double until_s = now_s() + TALK_ANSWER_S * t->pace;
    while (left > 0) {
        ssize_t n = send(t->fd, line, left, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(t, POLLOUT, until_s))
                return fault_set(&t->fault, "takes nothing");
            continue;
        }
        if (n <= 0)
            return fault_set(&t->fault, "hangs up (%s)",
                             strerror(errno)); // NOLINT(concurrency-mt-unsafe)
        line += n;
        left -= (size_t)n;
    }
    return true;
}

static void read_password(struct talk *t, const char *file)
{
    FILE *f = file ? fopen(file, "re") : NULL;
    if (f && fgets(t->password, sizeof t->password, f))
        t->password[strcspn(t->password, "\r\n")] = '\0';
    if (f)
        fclose(f);
}

bool talk_open(struct talk *t, const struct lamps_projector *p, int stop_fd, double pace)
{
    char line[PJLINK_LINE];
    size_t length = 0;
    *t = (struct talk){.fd = -1, .stop_fd = stop_fd, .pace = pace};
    read_password(t, p->password);
    if (!call(t, p) || !read_line(t, line, &length))
        return false;
    if (!pjlink_greeting(line, length, t->random))
        return fault_set(&t->fault, "says something that is not PJLink");
    if (t->random[0] && !t->password[0])
        return fault_set(&t->fault, "wants a password; write it into %s",
                         p->password ? p->password : "pjlink.txt in the state folder");
    return true;
}

void talk_close(struct talk *t)
{
    if (t->fd >= 0)
        close(t->fd);
    t->fd = -1;
}

bool talk_ask(struct talk *t, const char *command, const char *parameter,
              enum pjlink_answer *answer, char value[PJLINK_VALUE])
{
    char line[PJLINK_LINE];
    size_t length = 0;
    if (!pjlink_command(t->greeted ? "" : t->random, t->password, command, parameter, line))
        return fault_set(&t->fault, "is told too much");
    t->greeted = true;
    if (!send_line(t, line) || !read_line(t, line, &length))
        return false;
    *answer = pjlink_answer(line, length, command, value);
    if (*answer == PJLINK_REFUSED)
        return fault_set(&t->fault, "refuses the password");
    if (*answer == PJLINK_NONSENSE)
        return fault_set(&t->fault, "says something that is not PJLink");
    return true;
}
