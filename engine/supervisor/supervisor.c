// The supervisor's loop: waits for signals, looks at the engine, starts it again.
#include "supervisor/supervisor.h"
#include "base/log.h"
#include "supervisor/private.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#define LOOK_S 0.2          // between looks
#define STANDS_S 0.3        // the loop stands so long: is it the display server that does?
#define LOOK_PATIENT_S 1.0  // where the engine asks for patience
#define PATIENT_S 5.0       // for so much
#define SLOW_S 5.0          // memory, content, its control port
#define STILL_EVERY_S 60.0  // the last picture
#define FIRST_QUIET_S 5.0   // the first one: what fades in has done so
#define FIRST_EVERY_S 1.0   // until there is one
#define WRITE_EVERY_S 600.0 // health, on the way down
#define END_S 5.0           // it is asked to end; then it is killed

static void ask_to_end(struct supervisor *s)
{
    if (!s->engine.pid || isfinite(s->asked_end_s))
        return;
    kill(s->engine.pid, SIGTERM);        // what it started is its own to end
    process_signal(&s->engine, SIGCONT); // one that was stopped hears nothing
    s->asked_end_s = supervisor_clock_s();
}

static void take_signals(struct supervisor *s)
{
    struct signalfd_siginfo info;
    while (read(s->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT) {
            log_info("supervisor", "asked to end (signal %u)", info.ssi_signo);
            s->ending = true;
            ask_to_end(s);
        } else if (info.ssi_signo == SIGHUP && s->engine.pid) {
            log_info("supervisor", "asked to start the engine again (SIGHUP)");
            s->again = true;
        }
    }
}

// Its turn when nobody is there.
static void start_in_order(struct supervisor *s, const char *why)
{
    log_info("supervisor", "the engine is started again, in order%s%s", why[0] ? ": it " : "", why);
    s->again = false;
    ask_to_end(s);
}

static void take_health(struct supervisor *s, double seconds)
{
    enum ladder_step before = s->ladder.step;
    s->well_s += seconds;
    if (ladder_healthy(&s->ladder, seconds)) {
        log_info("supervisor", "an hour of health: step \"%s\"", ladder_word(s->ladder.step));
        s->again = s->again || before >= LADDER_PREVIOUS; // it shows something else now
        supervisor_keep(s);
    } else if (before != LADDER_SCENE && s->looked_s - s->written_s >= WRITE_EVERY_S) {
        supervisor_keep(s);
    }
}

static void kill_it(struct supervisor *s, const char *why)
{
    snprintf(s->bad, sizeof s->bad, "%s", why);
    process_signal(&s->engine, SIGKILL);
}

static void tell_kept(struct supervisor *s, bool kept)
{
    if (kept && !s->kept)
        log_info("supervisor", "the display keeps the last picture");
    s->kept = s->kept || kept;
}

// Of a station at rest: a visitor's page is nobody else's. Not at night, when the engine asks for
// patience: what it then shows would stand in the morning.
static void keep_still(struct supervisor *s)
{
    const struct watch *w = &s->watch;
    bool first = !s->kept && !w->last.pulse.input && w->quiet_s >= FIRST_QUIET_S &&
                 s->looked_s - s->kept_s >= FIRST_EVERY_S;
    bool rests = w->quiet_s >= WATCH_QUIET_S && s->looked_s - s->kept_s >= STILL_EVERY_S;
    if (!(s->screen || s->backdrop) || w->last.pulse.patience_s > 0 || !(first || rests))
        return;
    s->kept_s = s->looked_s;
    if (s->screen)
        tell_kept(s, screen_keep(s->screen, s->looked_s));
    else
        backdrop_keep(s->backdrop, s->looked_s);
}

static void look(struct supervisor *s, double past_s, double asked_s)
{
    struct watch_sample sample = {.past_s = past_s, .asked_s = asked_s, .memory = -1};
    char why[LADDER_REASON] = "";
    bool slow = s->looked_s - s->slow_s >= SLOW_S;
    if (slow) {
        s->slow_s = s->looked_s;
        feel_tell(&s->pulse);
        if (supervisor_find_content(s)) {
            supervisor_keep(s);
            s->again = true;
        }
    }
    feel_look(&s->pulse, s->engine.pid, &sample.pulse);
    process_look(&s->engine, slow, &sample);
    sample.served =
        s->screen && s->watch.still_wall_s > STANDS_S && screen_answers(s->screen, s->looked_s);
    enum watch_verdict verdict = watch_look(&s->watch, &sample, why);
    bool quiet = s->watch.quiet_s >= WATCH_QUIET_S;
    if (verdict == WATCH_BAD)
        kill_it(s, why);
    else if (verdict != WATCH_OPENS)
        take_health(s, fmin(past_s, 2 * asked_s));
    if (verdict == WATCH_WELL)
        keep_still(s);
    if (verdict == WATCH_BAD_LATER && quiet)
        start_in_order(s, why);
    else if (s->again && (quiet || verdict == WATCH_OPENS))
        start_in_order(s, "");
}

// It runs, or is asked to end, or waits to be started.
static void turn(struct supervisor *s, double asked_s)
{
    int status;
    double now_s = supervisor_clock_s(), past_s = now_s - s->looked_s;
    s->looked_s = now_s;
    if (s->engine.pid && process_ended(&s->engine, &status)) {
        supervisor_take_end(s, status);
        supervisor_keep(s);
    }
    if (!s->engine.pid) {
        if (!s->ending && now_s >= s->start_at_s)
            supervisor_start(s);
    } else if (isfinite(s->asked_end_s)) {
        if (now_s - s->asked_end_s >= END_S)
            process_signal(&s->engine, SIGKILL);
    } else if (!s->bad[0]) {
        look(s, past_s, asked_s);
    }
    supervisor_writes(s); // nothing waits for a disk
}

static double next_s(const struct supervisor *s)
{
    if (!s->engine.pid)
        return fmax(fmin(s->start_at_s - supervisor_clock_s(), LOOK_PATIENT_S), 0);
    return s->watch.last.pulse.patience_s >= PATIENT_S ? LOOK_PATIENT_S : LOOK_S;
}

// The session ends with it: an engine without a display would be a show that nobody sees.
static void look_at_display(struct supervisor *s)
{
    bool gone = (s->screen && !screen_turn(s->screen)) ||
                (s->backdrop && !backdrop_turn(s->backdrop, supervisor_clock_s()));
    tell_kept(s, backdrop_kept(s->backdrop));
    if (!gone)
        return;
    log_warning("supervisor", "the display is gone; the station ends");
    screen_close(s->screen);
    backdrop_close(s->backdrop);
    s->screen = NULL;
    s->backdrop = NULL;
    s->lost = true;
    s->ending = true;
    ask_to_end(s);
}

// Of the unit, whose main process is the session around it: sd_watchdog_enabled() would say 0 here.
static double watchdog_s(void)
{
    const char *us = getenv("WATCHDOG_USEC");
    return us ? fmax(strtod(us, NULL) / 1e6, 0) : 0;
}

static void give_up(int signal)
{
    static const char said[] = "supervisor: the display does not answer; the station ends\n";
    ssize_t n = write(STDERR_FILENO, said, sizeof said - 1);
    (void)n; // nobody is left to be told
    _exit(SUPERVISOR_EXIT_LOST);
}

// What opens a display waits for it, and nothing else is there to be looked after yet.
static void open_display(struct supervisor *s)
{
    struct sigaction now = {.sa_handler = give_up}, before;
    sigaction(SIGALRM, &now, &before);
    alarm(s->desc->display_s ? s->desc->display_s : SUPERVISOR_DISPLAY_S);
    s->screen = screen_open();
    s->backdrop = s->screen ? NULL : backdrop_open();
    alarm(0);
    sigaction(SIGALRM, &before, NULL);
}

static void run(struct supervisor *s)
{
    struct pollfd wait[2] = {{.fd = s->signals, .events = POLLIN}, {.events = POLLIN}};
    s->ladder.pid = getpid();
    s->ladder.watchdog_s = watchdog_s();
    open_display(s);
    supervisor_start(s);
    supervisor_keep(s);
    supervisor_writes(s);
    sd_notify(0, "READY=1");
    while (!s->ending || s->engine.pid) {
        double asked_s = next_s(s);
        wait[1].fd = backdrop_file(s->backdrop);
        poll(wait, 2, (int)ceil(asked_s * 1e3));
        take_signals(s);
        look_at_display(s);
        turn(s, asked_s);
        sd_notify(0, "WATCHDOG=1");
    }
    sd_notify(0, "STOPPING=1");
    screen_close(s->screen);
    backdrop_close(s->backdrop);
    s->ladder.pid = 0;
    supervisor_keep(s);
    supervisor_written(s);
}

static int open_signals(void)
{
    sigset_t taken;
    sigemptyset(&taken);
    sigaddset(&taken, SIGCHLD);
    sigaddset(&taken, SIGTERM);
    sigaddset(&taken, SIGINT);
    sigaddset(&taken, SIGHUP);
    sigaddset(&taken, SIGPIPE); // a display that is gone
    sigprocmask(SIG_BLOCK, &taken, NULL);
    return signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
}

enum supervisor_end supervisor_run(const struct supervisor_desc *desc)
{
    struct fault f = {0};
    struct supervisor s = {.desc = desc, .start_at_s = INFINITY, .asked_end_s = INFINITY};
    snprintf(s.file, sizeof s.file, "%s/" SUPERVISOR_FILE, desc->state);
    process_boot(s.boot);
    content_find(&s.content, desc->content);
    ladder_read(&s.ladder, s.file, s.boot, s.content.current);
    s.limit =
        desc->memory_mib > 0 ? (int64_t)(desc->memory_mib * 1048576) : process_machine_memory() / 2;
    s.signals = open_signals();
    if (s.signals < 0)
        fault_set(&f, "no signalfd: %s", strerror(errno));
    bool open = s.signals >= 0 &&
                feel_open(&s.pulse, desc->runtime ? desc->runtime : desc->state, desc->station, &f);
    if (open)
        run(&s);
    else
        log_error("supervisor", "%s", f.text);
    feel_close(&s.pulse);
    if (s.signals >= 0)
        close(s.signals);
    return !open ? SUPERVISOR_FAILED : s.lost ? SUPERVISOR_LOST : SUPERVISOR_ENDED;
}
