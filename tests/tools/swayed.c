// A sway that is none.
#include "tools/swayed.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define SLOW_LENGTH (4u << 20)

static bool take(int call, void *to, size_t size)
{
    return size == 0 || recv(call, to, size, MSG_WAITALL) == (ssize_t)size;
}

static void speak_slowly(struct swayed *s, int call, unsigned char head[14])
{
    const uint32_t length = SLOW_LENGTH;
    memcpy(head + 6, &length, 4);
    for (int i = 0; !atomic_load(&s->ends); i++) {
        if (send(call, i < 14 ? (char *)head + i : "[", 1, MSG_NOSIGNAL) != 1)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
}

static const char *answer_to(struct swayed *s, uint32_t kind, const char *command)
{
    const char *const texts[] = {[3] = s->outputs, [4] = s->tree, [9] = s->config};
    const char *text = kind < sizeof texts / sizeof *texts ? texts[kind] : NULL;
    if (kind != 0)
        return text ? text : "[]";
    size_t at = strlen(s->commands);
    snprintf(s->commands + at, sizeof s->commands - at, "%s\n", command);
    if (strncmp(command, "[id=", 4) == 0 && s->unknown-- > 0)
        return "[ { \"success\": false, \"parse_error\": false, \"error\": \"No matching node.\" } "
               "]";
    return "[ { \"success\": true } ]";
}

static bool answer(struct swayed *s, int call)
{
    unsigned char head[14];
    char command[512] = "";
    uint32_t length, kind;
    if (s->how == SWAYED_MUTE || !take(call, head, sizeof head))
        return false;
    memcpy(&length, head + 6, 4);
    memcpy(&kind, head + 10, 4);
    if (length >= sizeof command || !take(call, command, length))
        return false;
    if (s->how == SWAYED_SLOW) {
        speak_slowly(s, call, head);
        return false;
    }
    const char *text = answer_to(s, kind, command);
    length = (uint32_t)strlen(text);
    memcpy(head + 6, &length, 4);
    return send(call, head, sizeof head, MSG_NOSIGNAL) == sizeof head &&
           send(call, text, length, MSG_NOSIGNAL) == (ssize_t)length;
}

// Who is mute holds on to who called.
static void *be(void *user)
{
    struct swayed *s = user;
    int calls[64], count = 0;
    struct pollfd wait = {.fd = s->fd, .events = POLLIN};
    while (!atomic_load(&s->ends)) {
        int call = poll(&wait, 1, 20) > 0 ? accept(s->fd, NULL, NULL) : -1;
        if (call < 0)
            continue;
        while (answer(s, call))
            ;
        if (s->how == SWAYED_MUTE && count < 64)
            calls[count++] = call;
        else
            close(call);
    }
    for (int i = 0; i < count; i++)
        close(calls[i]);
    return NULL;
}

void swayed_begin(struct swayed *s)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    s->commands[0] = 0;
    atomic_store(&s->ends, false);
    snprintf(s->path, sizeof s->path, "/tmp/gestuaire-sway-%d", getpid());
    memcpy(at.sun_path, s->path, sizeof at.sun_path);
    unlink(s->path);
    s->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&at, sizeof at) | listen(s->fd, 8), 0);
    setenv("SWAYSOCK", s->path, 1);
    assert_int_equal(pthread_create(&s->thread, NULL, be, s), 0);
}

void swayed_end(struct swayed *s)
{
    atomic_store(&s->ends, true);
    pthread_join(s->thread, NULL);
    close(s->fd);
    unlink(s->path);
}
