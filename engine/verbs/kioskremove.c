// gestuaire kiosk remove: what install did is undone; what was done here by hand stays.
#include "verbs/kiosk.h"
#include "verbs/verbs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool take_away(const char *below)
{
    char file[KIOSK_PATH];
    struct kiosk k;
    struct fault f = {0};
    if (!kiosk_here(below, &k) || !kiosk_place(below, KIOSK_CONFIG, file))
        return false;
    if (access(k.content, F_OK) == 0 && !kiosk_take_away(k.content, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    if (unlink(file) != 0) {
        fprintf(stderr, "gestuaire: %s: %s\n", file, strerror(errno));
        return false;
    }
    kiosk_units_remove(below);
    printf("this machine is no kiosk any more; calibration, logs and the index are kept in %s\n",
           k.state);
    return true;
}

int kiosk_remove_verb(const char *root, int argc, char **argv)
{
    const char *below = NULL;
    (void)root;
    const struct option_row rows[] = {
        {"root", 0, OPTION_TEXT, "DIR", "the folder that install was given", &below},
    };
    struct options options = {.usage = "kiosk remove",
                              .about = "Takes the content and what install wrote off this machine. "
                                       "The state folder is kept.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    return take_away(below) ? EXIT_DONE : EXIT_FAILED;
}
