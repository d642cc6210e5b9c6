// Messages of sway-ipc(7): six letters, a length, a kind, then JSON or a command.
#include "sway/sway.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MAGIC "i3-ipc"
#define HEAD (sizeof MAGIC - 1 + 8)

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// The socket does not wait: a backlog that is full is an answer, too.
bool sway_open(struct sway *s, const char *path, double within_s)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    *s = (struct sway){-1, now_s() + within_s};
    if (!path || strlen(path) >= sizeof to.sun_path)
        return false;
    memcpy(to.sun_path, path, strlen(path));
    s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s->fd >= 0 && connect(s->fd, (const struct sockaddr *)&to, sizeof to) == 0)
        return true;
    sway_close(s);
    return false;
}

// One time for all that is asked: who answers a byte a second is not waited for either.
static bool wait_for(const struct sway *s, short what)
{
    struct pollfd wait = {.fd = s->fd, .events = what};
    double left_s = s->until_s - now_s();
    return left_s > 0 && poll(&wait, 1, (int)ceil(left_s * 1e3)) > 0;
}

static bool move(const struct sway *s, bool out, void *bytes, size_t size)
{
    char *at = bytes;
    while (size > 0) {
        ssize_t n = !wait_for(s, out ? POLLOUT : POLLIN) ? 0
                    : out                                ? send(s->fd, at, size, MSG_NOSIGNAL)
                                                         : recv(s->fd, at, size, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (n <= 0)
            return false;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

json_t *sway_ask(struct sway *s, enum sway_what what, const char *command)
{
    char message[HEAD + SWAY_COMMAND] = MAGIC, head[HEAD];
    uint32_t length = (uint32_t)strlen(command), kind = what;
    json_t *said = NULL;
    if (s->fd < 0 || length > SWAY_COMMAND)
        return NULL;
    memcpy(message + sizeof MAGIC - 1, &length, 4);
    memcpy(message + sizeof MAGIC - 1 + 4, &kind, 4);
    memcpy(message + HEAD, command, length);
    if (!move(s, true, message, HEAD + length) || !move(s, false, head, HEAD) ||
        memcmp(head, MAGIC, sizeof MAGIC - 1) != 0)
        return NULL;
    memcpy(&length, head + sizeof MAGIC - 1, 4);
    char *answer = length && length <= SWAY_ANSWER ? malloc(length) : NULL;
    if (answer && move(s, false, answer, length))
        said = json_loadb(answer, length, 0, NULL);
    free(answer);
    return said;
}

bool sway_run(struct sway *s, const char *command, bool *answered)
{
    json_t *said = sway_ask(s, SWAY_RUN, command);
    const json_t *one;
    size_t i;
    bool done = json_array_size(said) > 0;
    json_array_foreach(said, i, one) done = done && json_is_true(json_object_get(one, "success"));
    if (answered)
        *answered = said != NULL;
    json_decref(said);
    return done;
}

void sway_close(struct sway *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}
