// gestuaire run: the show itself.
#include "base/log.h"
#include "base/pulse.h"
#include "verbs/verbs.h"

#include <signal.h>
#include <time.h>

// SIGINT and SIGTERM are held back from all threads and looked for between two turns. A server
// (sound, display) that dies under a library of ours is told by what that library returns.
static sigset_t hold_back_ends(void)
{
    sigset_t ends;
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    return ends;
}

static bool asked_to_end(const sigset_t *ends)
{
    const struct timespec at_once = {0};
    return sigtimedwait(ends, NULL, &at_once) > 0;
}

int session_run(const struct session_desc *desc, double for_s)
{
    const sigset_t ends = hold_back_ends(); // before there are threads
    struct session s;
    if (desc->after)
        log_warning("supervisor", "%s", desc->after);
    if (!session_open(&s, desc))
        return EXIT_FAILED;
    while (!asked_to_end(&ends) && engine_turn(s.engine))
        if (for_s > 0 && engine_ran_s(s.engine) >= for_s)
            break;
    enum engine_end end = engine_end(s.engine);
    session_close(&s);
    return end == ENGINE_AGAIN ? PULSE_EXIT_AGAIN : end == ENGINE_LOST ? EXIT_FAILED : EXIT_DONE;
}

int verb_run(const char *root, int argc, char **argv)
{
    const char *folder = NULL;
    struct session_desc desc = {.root = root};
    double for_s = 0;
    const struct option_row rows[] = {
        {"station", 's', OPTION_TEXT, "ID", "only this station, full screen on its outputs",
         &desc.station},
        {"scene", 0, OPTION_TEXT, "NAME", "this scene instead of the stages' own", &desc.scene},
        {"windowed", 'w', OPTION_FLAG, NULL, "in one window", &desc.windowed},
        {"kiosk", 'k', OPTION_FLAG, NULL, "for the public: no cursor, Escape does nothing",
         &desc.kiosk},
        {"operator", 0, OPTION_FLAG, NULL, "a window with the cues, GO, BACK and PANIC",
         &desc.operated},
        {"desk", 0, OPTION_FLAG, NULL, "a window with the outputs, the composition and the desk",
         &desc.desked},
        {"safe", 0, OPTION_FLAG, NULL, "no scripts, no films: the safe scene", &desc.safe},
        {"headless", 0, OPTION_FLAG, NULL, "without a display", &desc.headless},
        {"silent", 0, OPTION_FLAG, NULL, "without a sound device", &desc.silent},
        {"for", 0, OPTION_SECONDS, "S", "end after so many seconds (never)", &for_s},
        {"date", 0, OPTION_DAY, "DAY", "today, as 2026-11-30 (the machine's)", &desc.date},
        {"state", 0, OPTION_TEXT, "DIR",
         "state folder (/var/lib/gestuaire/NAME with --kiosk, else the user's)", &desc.state},
        {"hours", 0, OPTION_FLAG, NULL, "asleep outside the opening hours (--kiosk: always)",
         &desc.hours},
        {"time", 0, OPTION_TEXT, "HOUR", "of the day, as 10:00 (the machine's)", &desc.time},
        {"replay", 0, OPTION_TEXT, "FILE", "touches and cues from a file; the show begins anew",
         &desc.replay},
        {"pulse", 0, OPTION_TEXT, "FILE",
         "where its pulse is felt (pulse-STATION in the state folder)", &desc.pulse},
        {"after", 0, OPTION_TEXT, "TEXT", "why it is started again: told to staff", &desc.after},
        {"anew", 0, OPTION_FLAG, NULL, "the show begins anew, wherever it stood", &desc.anew},
    };
    struct options options = {.usage = "run INSTALLATION [options]",
                              .about = "Runs an installation: one station, or all side by side.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows,
                              .positional = &folder,
                              .required = 1,
                              .accepted = 1};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    desc.folder = folder;
    return session_run(&desc, for_s);
}
