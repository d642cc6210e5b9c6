// The engine's pulse page, as another process sees it.
#include "supervisor/private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static bool map(struct feel *p, struct fault *f)
{
    errno = posix_fallocate(p->fd, 0, sizeof(struct pulse_page));
    if (errno)
        return fault_set(f, "%s: no room for the pulse: %s", p->file, strerror(errno));
    void *page =
        mmap(NULL, sizeof(struct pulse_page), PROT_READ | PROT_WRITE, MAP_SHARED, p->fd, 0);
    if (page == MAP_FAILED)
        return fault_set(f, "%s: %s", p->file, strerror(errno));
    p->page = page;
    return true;
}

// A nameless file where the folder takes none: the engine finds it by its number.
static bool open_nameless(struct feel *p, struct fault *f)
{
    p->fd = memfd_create("pulse", 0);
    snprintf(p->file, sizeof p->file, "/proc/self/fd/%d", p->fd);
    return p->fd >= 0 ? map(p, f) : fault_set(f, "no file for the pulse: %s", strerror(errno));
}

static void unmap(struct feel *p)
{
    if (p->page)
        munmap(p->page, sizeof *p->page);
    if (p->fd >= 0)
        close(p->fd);
    p->page = NULL;
    p->fd = -1;
}

static bool open_file(struct feel *p, struct fault *f)
{
    snprintf(p->file, sizeof p->file, "%s", p->wanted);
    unlink(p->file); // an old page may be shorter, or another's
    p->fd = open(p->file, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (p->fd >= 0 && map(p, f))
        return true;
    unmap(p);
    return open_nameless(p, f);
}

bool feel_open(struct feel *p, const char *folder, const char *station, struct fault *f)
{
    *p = (struct feel){.fd = -1};
    p->out = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    snprintf(p->wanted, sizeof p->wanted, "%s/pulse-%s", folder, station);
    return open_file(p, f);
}

void feel_close(struct feel *p)
{
    unmap(p);
    if (p->out >= 0)
        close(p->out);
    *p = (struct feel){.fd = -1, .out = -1};
}

// Somebody may have tidied it away: then the engine would open another one.
static bool is_there(const struct feel *p)
{
    struct stat named, ours;
    return stat(p->file, &named) == 0 && fstat(p->fd, &ours) == 0 && named.st_ino == ours.st_ino &&
           named.st_dev == ours.st_dev;
}

bool feel_anew(struct feel *p, struct fault *f)
{
    if (!p->page || !is_there(p)) {
        unmap(p);
        if (!open_file(p, f))
            return false;
    }
    memset(p->page, 0, sizeof *p->page);
    p->told = 0;
    return true;
}

#define RELAXED memory_order_relaxed

void feel_look(const struct feel *p, pid_t pid, struct pulse_seen *seen)
{
    struct pulse_page *page = p->page;
    *seen = (struct pulse_seen){.there = page->magic == PULSE_MAGIC && page->pid == (uint32_t)pid};
    seen->beats = atomic_load_explicit(&page->beats, RELAXED);
    seen->asked = atomic_load_explicit(&page->asked, RELAXED);
    seen->presented = atomic_load_explicit(&page->presented, RELAXED);
    seen->shown = atomic_load_explicit(&page->shown, RELAXED);
    seen->audio = atomic_load_explicit(&page->audio, RELAXED);
    seen->input = atomic_load_explicit(&page->input, RELAXED);
    seen->control = atomic_load_explicit(&page->control, RELAXED);
    seen->told = p->told;
    seen->sounding = atomic_load_explicit(&page->sounding, RELAXED) != 0;
    seen->patience_s = (double)atomic_load_explicit(&page->patience_ms, RELAXED) / 1e3;
    memcpy(seen->crumb, page->crumb, PULSE_CRUMB);
    seen->crumb[PULSE_CRUMB - 1] = 0;
    for (char *c = seen->crumb; *c; c++) // it may be torn: it is written by another process
        if ((unsigned char)*c < ' ')
            *c = '?';
}

// An OSC message without arguments that stations pass over in silence (docs/osc.md).
void feel_tell(struct feel *p)
{
    static const char echo[] = "/gestuaire/echo\0,\0\0"; // the end makes four
    uint64_t port = atomic_load_explicit(&p->page->control_port, RELAXED);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (port && p->out >= 0 &&
        sendto(p->out, echo, sizeof echo, 0, (struct sockaddr *)&to, sizeof to) >= 0)
        p->told++;
}
