// gestuaire kiosk back: the content that was there before is current again.
#include "verbs/kiosk.h"
#include "verbs/verbs.h"

#include <stdio.h>

static bool go_back(const char *below)
{
    char id[KIOSK_ID], path[KIOSK_PATH + 16];
    struct kiosk k;
    struct fault f = {0};
    struct faults faults = {0};
    if (!kiosk_here(below, &k))
        return false;
    snprintf(path, sizeof path, "%s/previous", k.content);
    bool whole =
        !kiosk_version(k.content, "previous", id) || kiosk_verify(path, NULL, NULL, &faults);
    kiosk_tell(&faults);
    faults_finish(&faults);
    if (!whole) {
        fprintf(stderr, "gestuaire: the previous content is not whole; current is as it was\n");
        return false;
    }
    if (!kiosk_back(k.content, id, &f)) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return false;
    }
    printf("%s: version %s is current again, from the engine's next start; `kiosk back` once more "
           "undoes it\n",
           k.content, id);
    return true;
}

int kiosk_back_verb(const char *root, int argc, char **argv)
{
    const char *below = NULL;
    (void)root;
    const struct option_row rows[] = {
        {"root", 0, OPTION_TEXT, "DIR", "the folder that install was given", &below},
    };
    struct options options = {.usage = "kiosk back",
                              .about = "Makes the previous content the current one, and the "
                                       "current one the previous.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    return go_back(below) ? EXIT_DONE : EXIT_FAILED;
}
