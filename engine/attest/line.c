// The station that runs is asked how it is, and what its supervisor wrote down is read.
#include "attest/private.h"
#include "store/store.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES 65536
#define LADDER_BYTES 65536

static double clock_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int join(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int s = strlen(path) < sizeof to.sun_path ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
    if (s < 0)
        return -1;
    memcpy(to.sun_path, path, strlen(path));
    if (connect(s, (const struct sockaddr *)&to, sizeof to) == 0)
        return s;
    close(s);
    return -1;
}

// The first whole line; NULL: none came in time.
static json_t *hear(int s, double until_s)
{
    char *line = calloc(1, LINE_BYTES);
    size_t n = 0;
    json_t *said = NULL;
    struct pollfd wait = {.fd = s, .events = POLLIN};
    while (line && n + 1 < LINE_BYTES && !strchr(line, '\n')) {
        double left_s = until_s - clock_s();
        if (left_s <= 0 || poll(&wait, 1, (int)(left_s * 1e3) + 1) <= 0)
            break;
        ssize_t got = read(s, line + n, LINE_BYTES - 1 - n);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    char *end = line ? strchr(line, '\n') : NULL;
    if (end)
        said = json_loadb(line, (size_t)(end - line), 0, NULL);
    free(line);
    return said;
}

// Of its unit, of who asks, of the state folder: wherever it listens (docs/kiosk.md).
static int find(const struct asked *q)
{
    const char *runtime = getenv("RUNTIME_DIRECTORY");
    char path[KIOSK_PATH + KIOSK_NAME + 16];
    const char *const folders[] = {runtime && runtime[0] == '/' ? runtime : q->kiosk->state,
                                   "/run/gestuaire", q->kiosk->state};
    int s = -1;
    for (size_t i = 0; i < sizeof folders / sizeof *folders && s < 0; i++) {
        snprintf(path, sizeof path, "%s/health-%s", folders[i], q->kiosk->station);
        s = join(path);
    }
    return s;
}

const char *attest_text(const json_t *o, const char *key)
{
    const char *text = json_string_value(json_object_get(o, key));
    return text ? text : "";
}

void attest_ask(struct asked *q)
{
    char file[KIOSK_PATH + 32];
    size_t length;
    int s = find(q);
    if (s >= 0) {
        q->line = hear(s, clock_s() + ATTEST_ANSWER_S);
        close(s);
    }
    // Another installation's station may be called the same.
    if (strcmp(attest_text(q->line, "station"), q->kiosk->station) != 0) {
        json_decref(q->line);
        q->line = NULL;
    }
    q->engine = (pid_t)json_integer_value(json_object_get(q->line, "pid"));
    snprintf(file, sizeof file, "%s/supervisor.json", q->kiosk->state);
    char *text = store_read(file, LADDER_BYTES, &length, NULL);
    q->ladder = text ? json_loadb(text, length, 0, NULL) : NULL;
    free(text);
}
