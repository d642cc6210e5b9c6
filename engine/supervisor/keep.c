// The ladder is written down by a process of its own: a disk that takes its time, or fails, keeps
// nobody from starting the engine again, nor from telling systemd that the supervisor lives.
#include "base/log.h"
#include "supervisor/private.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

#define END_WAITS_S 5.0
#define END_LOOK_NS 5000000L

void supervisor_keep(struct supervisor *s)
{
    const struct ladder *l = &s->ladder;
    s->written_s = supervisor_clock_s();
    s->unwritten = true;
    sd_notifyf(0, "STATUS=step %s, %lld restart(s)%s%s", ladder_word(l->step),
               (long long)l->restarts_ever, l->told_count ? "; last: " : "",
               l->told_count ? l->told[l->told_count - 1].reason : "");
}

// A ladder that cannot be written is climbed all the same.
static void write_down(const struct supervisor *s)
{
    struct fault f = {0};
    if (!ladder_write(&s->ladder, s->file, s->boot, s->content.current, &f))
        log_warning("supervisor", "%s; the ladder is not kept", f.text);
}

// One process at a time: what was said last is what stands there.
bool supervisor_writes(struct supervisor *s)
{
    if (s->writer && waitpid(s->writer, NULL, WNOHANG) == 0)
        return true;
    s->writer = 0;
    if (!s->unwritten)
        return false;
    s->unwritten = false;
    pid_t pid = fork();
    if (pid == 0)
        prctl(PR_SET_PDEATHSIG, SIGKILL); // the next supervisor's word is newer
    if (pid <= 0)
        write_down(s);
    if (pid == 0)
        _exit(0);
    s->writer = pid > 0 ? pid : 0;
    return s->writer != 0;
}

void supervisor_written(struct supervisor *s)
{
    double since_s = supervisor_clock_s();
    while (supervisor_writes(s) && supervisor_clock_s() - since_s < END_WAITS_S)
        nanosleep(&(struct timespec){.tv_nsec = END_LOOK_NS}, NULL);
}
