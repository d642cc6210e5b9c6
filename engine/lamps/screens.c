// Screens asleep and awake, in a thread of their own: servers and programs may take their time.
#include "base/library.h"
#include "base/log.h"
#include "lamps/private.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SCREENS_AGAIN_S 60.0 // X11's own input wakes screens; what failed is tried again
#define SCREENS_ANSWER_MS 5000
#define SCREENS_ANSWER 65536

// ---- X11: the DPMS extension, on a connection of its own

struct x11 {
    void *(*open)(const char *);
    int (*close)(void *);
    int (*sync)(void *, int);
    int (*query)(void *, const char *, int *, int *, int *);
    int (*capable)(void *);
    int (*enable)(void *);
    int (*timeouts)(void *, unsigned short, unsigned short, unsigned short);
    int (*force)(void *, unsigned short);
};

static bool load_x11(struct x11 *x, struct fault *f)
{
    static const char *const x11[] = {"libX11.so.6", NULL}, *const ext[] = {"libXext.so.6", NULL};
    const struct library_symbol of_x11[] = {{"XOpenDisplay", (void **)&x->open},
                                            {"XCloseDisplay", (void **)&x->close},
                                            {"XSync", (void **)&x->sync},
                                            {"XQueryExtension", (void **)&x->query}};
    const struct library_symbol of_ext[] = {{"DPMSCapable", (void **)&x->capable},
                                            {"DPMSEnable", (void **)&x->enable},
                                            {"DPMSSetTimeouts", (void **)&x->timeouts},
                                            {"DPMSForceLevel", (void **)&x->force}};
    return library_load(x11, "libx11-6", of_x11, 4, f) &&
           library_load(ext, "libxext6", of_ext, 4, f);
}

// Levels: 0 on, 3 off (X11/extensions/dpmsconst.h). It never goes by its own timeouts.
static bool set_x11(bool on, struct fault *f)
{
    struct x11 x;
    if (!load_x11(&x, f))
        return false;
    void *display = x.open(NULL);
    if (!display)
        return fault_set(f, "the X server does not answer");
    int codes[3]; // asked first: libXext grumbles on standard error where it is not there
    bool capable = x.query(display, "DPMS", &codes[0], &codes[1], &codes[2]) && x.capable(display);
    if (capable) {
        x.enable(display);
        x.timeouts(display, 0, 0, 0);
        x.force(display, on ? 0 : 3);
        x.sync(display, 0);
    }
    x.close(display);
    return capable || fault_set(f, "this X server has no DPMS: screens stay awake, dark");
}

// ---- sway: its socket (sway-ipc(7))

static bool read_all(int fd, void *to, size_t length)
{
    char *at = to;
    while (length > 0) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        ssize_t n = poll(&p, 1, SCREENS_ANSWER_MS) == 1 ? recv(fd, at, length, 0) : -1;
        if (n <= 0)
            return false;
        at += n;
        length -= (size_t)n;
    }
    return true;
}

static bool ask_sway(int fd, uint32_t kind, const char *command, char answer[SCREENS_ANSWER])
{
    char message[128] = "i3-ipc", head[14];
    uint32_t length = (uint32_t)strlen(command);
    size_t whole = 14 + strlen(command);
    memcpy(message + 6, &length, 4);
    memcpy(message + 10, &kind, 4);
    memcpy(message + 14, command, length);
    if (send(fd, message, whole, MSG_NOSIGNAL) != (ssize_t)whole ||
        !read_all(fd, head, sizeof head) || memcmp(head, "i3-ipc", 6) != 0)
        return false;
    memcpy(&length, head + 6, 4);
    if (length >= SCREENS_ANSWER || !read_all(fd, answer, length))
        return false;
    answer[length] = '\0';
    return true;
}

static int call_sway(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (!path || strlen(path) >= sizeof at.sun_path)
        return -1;
    memcpy(at.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

// It says success, too, where the driver refuses: so it is asked what came of it.
static bool set_sway(bool on, struct fault *f)
{
    const char *path = getenv("SWAYSOCK"); // NOLINT(concurrency-mt-unsafe)
    char *answer = calloc(1, SCREENS_ANSWER);
    int fd = answer ? call_sway(path) : -1;
    bool asked = fd >= 0 && ask_sway(fd, 0, on ? "output * dpms on" : "output * dpms off", answer);
    bool taken = asked && strstr(answer, "\"success\": true");
    asked = asked && ask_sway(fd, 3, "", answer); // GET_OUTPUTS
    bool so = taken && asked && !strstr(answer, on ? "\"dpms\": false" : "\"dpms\": true");
    if (fd >= 0)
        close(fd);
    free(answer);
    if (!asked)
        return fault_set(f, "sway does not answer at %.100s", path ? path : "SWAYSOCK");
    return so || fault_set(f, "sway leaves them as they are");
}

bool screens_set(enum lamps_screens kind, bool on, struct fault *f)
{
    switch (kind) {
    case LAMPS_X11:
        return set_x11(on, f);
    case LAMPS_SWAY:
        return set_sway(on, f);
    case LAMPS_LIT_ALWAYS:
        return fault_set(f, "this session cannot put them to sleep: they are black, and lit");
    default:
        return true;
    }
}

static void tell(struct lamps *l, bool on, bool done, bool first, const struct fault *f)
{
    if (!done && !l->screens_told)
        log_warning("lamps", "screens stay as they are: %s", f->text);
    else if (done && first)
        log_info("lamps", "screens are %s", on ? "awake" : "asleep");
    l->screens_told = !done;
}

void *screens_run(void *lamps)
{
    struct lamps *l = lamps;
    unsigned turn = 0;
    int before = -1;
    double wait_s = INFINITY;
    pthread_mutex_lock(&l->lock);
    while (lamps_wait(l, turn, wait_s)) {
        struct fault f = {0};
        bool on = l->screens_on;
        turn = l->turn;
        bool due = before != on || !on; // asleep, again and again
        pthread_mutex_unlock(&l->lock);
        bool done = !due || screens_set(l->desc.screens, on, &f);
        tell(l, on, done, before != on, &f);
        pthread_mutex_lock(&l->lock);
        before = done ? on : -1;
        l->screens_asleep = done ? !on : -1;
        wait_s = done && on ? INFINITY : SCREENS_AGAIN_S * l->desc.pace;
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}
