// Which output a window of ours fills under sway (sway-ipc(7)): through Xwayland it has no say in
// that, and would lie on the one that was touched last.
#include "base/log.h"
#include "window/private.h"

#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAGIC "i3-ipc"
#define ANSWER_MS 1000
#define ANSWER_BYTES (1u << 20)

enum { RUN_COMMAND = 0, GET_OUTPUTS = 3 };

static bool read_all(int s, void *to, size_t size)
{
    struct pollfd wait = {.fd = s, .events = POLLIN};
    for (size_t n = 0; n < size;) {
        ssize_t got = poll(&wait, 1, ANSWER_MS) > 0 ? read(s, (char *)to + n, size - n) : -1;
        if (got <= 0)
            return false;
        n += (size_t)got;
    }
    return true;
}

static json_t *ask(int s, uint32_t what, const char *text)
{
    char message[400] = MAGIC, head[sizeof MAGIC - 1 + 8];
    uint32_t length = (uint32_t)strlen(text);
    size_t size = sizeof head + length;
    json_t *said = NULL;
    if (size > sizeof message)
        return NULL;
    memcpy(message + sizeof MAGIC - 1, &length, 4);
    memcpy(message + sizeof MAGIC - 1 + 4, &what, 4);
    memcpy(message + sizeof head, text, length);
    if (send(s, message, size, MSG_NOSIGNAL) != (ssize_t)size || !read_all(s, head, sizeof head))
        return NULL;
    memcpy(&length, head + sizeof MAGIC - 1, 4);
    char *answer = length && length < ANSWER_BYTES ? malloc(length) : NULL;
    if (answer && read_all(s, answer, length))
        said = json_loadb(answer, length, 0, NULL);
    free(answer);
    return said;
}

static json_int_t side(const json_t *output, const char *key)
{
    return json_integer_value(json_object_get(json_object_get(output, "rect"), key));
}

// The output that lies there; false: none, or its name is not one to put into a command.
static bool find_output(int s, const struct display *at, char name[64])
{
    json_t *outputs = ask(s, GET_OUTPUTS, "");
    const json_t *output;
    size_t i;
    name[0] = 0;
    json_array_foreach(outputs, i, output)
    {
        const char *is = json_string_value(json_object_get(output, "name"));
        if (is && json_is_true(json_object_get(output, "active")) && side(output, "x") == at->x &&
            side(output, "y") == at->y && !strpbrk(is, "\"\\;,[]"))
            snprintf(name, 64, "%.63s", is);
    }
    json_decref(outputs);
    return name[0] != 0;
}

// Each as a rule for when it comes (which ends at a comma), and at once if it is there. False: it
// does not answer, and is not waited for again.
static bool put(int s, unsigned long id, const char *name)
{
    char move[128], command[256];
    snprintf(move, sizeof move, "move container to output \"%s\"", name);
    const char *const steps[] = {"fullscreen disable", move, "fullscreen enable"};
    for (int i = 0; i < 6; i++) {
        snprintf(command, sizeof command, "%s[id=%lu] %s", i < 3 ? "for_window " : "", id,
                 steps[i % 3]);
        json_t *said = ask(s, RUN_COMMAND, command);
        if (!said)
            return false;
        json_decref(said);
    }
    return true;
}

void sway_place(unsigned long id, const struct display *at)
{
    const char *path = getenv("SWAYSOCK"); // NOLINT(concurrency-mt-unsafe)
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    char name[64];
    if (!path || !id || strlen(path) >= sizeof to.sun_path)
        return;
    memcpy(to.sun_path, path, strlen(path));
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s < 0 || connect(s, (const struct sockaddr *)&to, sizeof to) != 0 ||
        !find_output(s, at, name))
        log_warning("window", "sway does not say which output lies at %d,%d", at->x, at->y);
    else if (!put(s, id, name))
        log_warning("window", "sway does not answer; is the window on output %s?", name);
    if (s >= 0)
        close(s);
}
