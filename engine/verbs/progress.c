// A bar on standard error: how much, of how much, for how long.
#include "verbs/progress.h"
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 24, NAME = 28 };

#define EVERY_NS 100000000ll

void progress_begin(struct progress *p, const char *what)
{
    const char *slash = strrchr(what, '/');
    *p = (struct progress){.what = slash && slash[1] ? slash + 1 : what,
                           .begun_ns = clock_monotonic_ns(),
                           .terminal = isatty(STDERR_FILENO) == 1};
}

// The end of a long name tells files apart; not within a letter of UTF-8.
static const char *tail_of(const char *what)
{
    size_t n = strlen(what);
    const char *tail = n > NAME ? what + n - NAME : what;
    while ((*tail & 0xc0) == 0x80)
        tail++;
    return tail;
}

static void draw(struct progress *p, double done, double all, double unit, const char *name)
{
    int64_t now = clock_monotonic_ns();
    if (!p->terminal || (p->shown && now - p->shown_ns < EVERY_NS))
        return;
    double share = all > 0 ? done / all : 0;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    char bar[WIDTH + 1];
    for (int k = 0; k < WIDTH; k++)
        bar[k] = (k + 0.5) / WIDTH < share ? '#' : '.';
    bar[WIDTH] = 0;
    fprintf(stderr, "\r\033[K%-*s [%s] %3.0f %%  %.*f of %.*f%s  %.0f s", NAME, tail_of(p->what),
            bar, share * 100, unit > 1, share * all / unit, unit > 1, all / unit, name,
            (double)(now - p->begun_ns) / 1e9);
    fflush(stderr);
    p->shown = true;
    p->shown_ns = now;
}

void progress_bytes(struct progress *p, double done, double all)
{
    draw(p, done, all, 1e6, " MB");
}

void progress_parts(struct progress *p, double done, double all)
{
    draw(p, done, all, 1, "");
}

void progress_end(struct progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
