// The engine is started, and what its end means.
#include "base/log.h"
#include "supervisor/private.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define STREAK_S 60.0 // of health: the restarts before are no reason to wait
#define ARGUMENTS 16

double supervisor_clock_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double boot_clock_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void arguments(const struct supervisor *s, const char **argv, const char *after)
{
    const struct supervisor_desc *d = s->desc;
    bool before = s->ladder.step == LADDER_PREVIOUS && s->content.previous[0];
    const char *content = before ? s->content.previous : s->content.current;
    const char *const own[] = {d->engine, "run",     content,  "--station", d->station,
                               "--kiosk", "--state", d->state, "--pulse",   s->pulse.file};
    int n = 0;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        argv[n++] = own[i];
    if (after[0]) {
        argv[n++] = "--after";
        argv[n++] = after;
    }
    if (s->ladder.step == LADDER_SAFE)
        argv[n++] = "--safe";
    for (int i = 0; d->more && i < SUPERVISOR_MORE && d->more[i]; i++)
        argv[n++] = d->more[i];
    argv[n] = NULL;
}

void supervisor_start(struct supervisor *s)
{
    const char *argv[ARGUMENTS + SUPERVISOR_MORE];
    char after[LADDER_REASON + 64] = "";
    struct fault f = {0};
    double start_s = s->desc->start_s > 0 ? s->desc->start_s : SUPERVISOR_START_S;
    if (s->reason[0])
        snprintf(after, sizeof after, "step \"%s\": it %s", ladder_word(s->ladder.step), s->reason);
    bool felt = feel_anew(&s->pulse, &f); // it may lie elsewhere from now on
    arguments(s, argv, after);
    watch_begin(&s->watch, s->limit, start_s);
    s->start_at_s = s->asked_end_s = INFINITY;
    s->looked_s = supervisor_clock_s();
    s->slow_s = -INFINITY;
    s->well_s = 0;
    s->bad[0] = 0;
    if (!felt || !process_start(&s->engine, argv, &f)) {
        log_error("supervisor", "%s; it is tried again", f.text);
        s->start_at_s = s->looked_s + 1;
        return;
    }
    s->reason[0] = 0;
    log_info("supervisor", "engine %d: %s%s", s->engine.pid, argv[2],
             s->ladder.step == LADDER_SAFE ? ", the safe scene" : "");
}

// The first ones come at once; an engine that does not live a minute is waited for longer.
static double wait_s(int streak)
{
    static const double waits_s[] = {0, 0, 0, 0, 0.5, 1, 2, 5, 10, 20, 30};
    int last = (int)(sizeof waits_s / sizeof *waits_s) - 1;
    return waits_s[streak < last ? streak : last];
}

static void tell_status(char reason[LADDER_REASON], int status)
{
    if (WIFSIGNALED(status))
        snprintf(reason, LADDER_REASON, "ended by signal %d (%s)%s", WTERMSIG(status),
                 strsignal(WTERMSIG(status)), WCOREDUMP(status) ? "; a core was written" : "");
    else
        snprintf(reason, LADDER_REASON, "ended with exit code %d; its last lines say why",
                 WEXITSTATUS(status));
}

// Neither asked for nor meant.
static void fail(struct supervisor *s, int status)
{
    enum ladder_step before = s->ladder.step;
    if (s->bad[0])
        snprintf(s->reason, sizeof s->reason, "%s", s->bad);
    else
        tell_status(s->reason, status);
    ladder_restart(&s->ladder, boot_clock_s(), s->content.previous[0] != 0, s->reason);
    s->streak = s->well_s >= STREAK_S ? 1 : s->streak + 1;
    s->start_at_s += wait_s(s->streak);
    log_warning("supervisor", "the engine %s. Restart %lld, step \"%s\"%s", s->reason,
                (long long)s->ladder.restarts_ever, ladder_word(s->ladder.step),
                s->ladder.step != before ? " from now on" : "");
}

bool supervisor_find_content(struct supervisor *s)
{
    struct content now = {0};
    content_find(&now, s->desc->content);
    bool anew = strcmp(now.current, s->content.current) != 0;
    s->content = now;
    if (anew)
        ladder_foot(&s->ladder, "the content is new");
    return anew;
}

void supervisor_take_end(struct supervisor *s, int status)
{
    bool asked = isfinite(s->asked_end_s);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    s->ending = s->ending || (code == 0 && !asked);
    if (s->ending)
        return;
    s->start_at_s = supervisor_clock_s();
    supervisor_find_content(s);
    if (!asked && code != PULSE_EXIT_AGAIN)
        fail(s, status);
}
