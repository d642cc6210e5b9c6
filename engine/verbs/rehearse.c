// gestuaire rehearse: every station of an installation, live in its virtual room.
#include "verbs/verbs.h"

int verb_rehearse(const char *root, int argc, char **argv)
{
    const char *folder = NULL;
    struct session_desc desc = {.root = root, .windowed = true, .rehearsed = true};
    double for_s = 0;
    const struct option_row rows[] = {
        {"headless", 0, OPTION_FLAG, NULL, "without a display", &desc.headless},
        {"silent", 0, OPTION_FLAG, NULL, "without a sound device", &desc.silent},
        {"operator", 0, OPTION_FLAG, NULL, "a window with the cues, GO, BACK and PANIC",
         &desc.operated},
        {"for", 0, OPTION_SECONDS, "S", "end after so many seconds (never)", &for_s},
        {"date", 0, OPTION_DAY, "DAY", "today, as 2026-11-30 (the machine's)", &desc.date},
        {"time", 0, OPTION_TEXT, "HOUR", "of the day, as 10:00 (the machine's)", &desc.time},
        {"replay", 0, OPTION_TEXT, "FILE", "touches and cues from a file; the show begins anew",
         &desc.replay},
        {"state", 0, OPTION_TEXT, "DIR", "state folder (the user's)", &desc.state},
        {"anew", 0, OPTION_FLAG, NULL, "the show begins anew, wherever it stood", &desc.anew},
    };
    struct options options = {
        .usage = "rehearse INSTALLATION [options]",
        .about =
            "Opens the virtual room of an installation: Up and Down walk, Left and Right turn, "
            "A and D\nstep aside, the mouse looks around and touches screens, Home begins "
            "again, Escape ends.",
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
