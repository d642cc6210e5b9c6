// The pulse page, shared through a file or kept in plain memory.
#include "base/pulse.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct pulse {
    struct pulse_page *page;
    bool mapped;
};

// Room is made for it first: a page that a full disk has no room for is a SIGBUS at the first beat.
static struct pulse_page *map_file(const char *file)
{
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return NULL;
    void *page = MAP_FAILED;
    errno = posix_fallocate(fd, 0, sizeof(struct pulse_page));
    if (!errno)
        page = mmap(NULL, sizeof(struct pulse_page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    int reason = errno;
    close(fd);
    errno = reason;
    if (page == MAP_FAILED)
        return NULL;
    memset(page, 0, sizeof(struct pulse_page));
    return page;
}

struct pulse *pulse_create(const char *file)
{
    struct pulse *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    if (file) {
        p->page = map_file(file);
        p->mapped = p->page != NULL;
        if (!p->page)
            log_warning("base", "%s: %s; nobody else can feel the pulse", file, strerror(errno));
    }
    if (!p->page)
        p->page = calloc(1, sizeof *p->page);
    if (!p->page) {
        free(p);
        return NULL;
    }
    p->page->pid = (uint32_t)getpid();
    p->page->magic = PULSE_MAGIC;
    return p;
}

void pulse_destroy(struct pulse *p)
{
    if (!p)
        return;
    if (p->mapped)
        munmap(p->page, sizeof *p->page);
    else
        free(p->page);
    free(p);
}

struct pulse_page *pulse_page(struct pulse *p)
{
    return p->page;
}

void pulse_crumb(struct pulse *p, const char *scene, const char *call)
{
    char *crumb = p->page->crumb;
    size_t room = sizeof p->page->crumb - 1, used = 0;
    const char *const parts[] = {scene, ": ", call};
    for (int i = 0; scene && i < 3; i++) { // printing it is a tenth of a call into Lua
        size_t n = strnlen(parts[i], room - used);
        memcpy(crumb + used, parts[i], n);
        used += n;
    }
    crumb[used] = 0;
}

void pulse_frame(struct pulse *p, bool asked, bool presented)
{
    atomic_fetch_add_explicit(&p->page->beats, 1, memory_order_relaxed);
    if (asked)
        atomic_fetch_add_explicit(&p->page->asked, 1, memory_order_relaxed);
    if (presented)
        atomic_fetch_add_explicit(&p->page->presented, 1, memory_order_relaxed);
}

void pulse_input(struct pulse *p, uint64_t events)
{
    atomic_store_explicit(&p->page->input, events, memory_order_relaxed);
}

void pulse_shown(struct pulse *p)
{
    atomic_fetch_add_explicit(&p->page->shown, 1, memory_order_relaxed);
}

void pulse_patience(struct pulse *p, double seconds)
{
    atomic_store_explicit(&p->page->patience_ms, (uint64_t)(seconds * 1e3), memory_order_relaxed);
}
