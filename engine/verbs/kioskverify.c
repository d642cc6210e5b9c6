// gestuaire kiosk verify: every file of current and previous against its manifest.
#include "verbs/kiosk.h"
#include "verbs/verbs.h"

#include <stdio.h>
#include <string.h>

static bool verify(const char *content, const char *link)
{
    char id[KIOSK_ID], path[KIOSK_PATH + 16];
    struct faults faults = {0};
    int files;
    int64_t bytes;
    bool current = strcmp(link, "current") == 0;
    snprintf(path, sizeof path, "%s/%s", content, link);
    if (!kiosk_version(content, link, id)) {
        if (current)
            fprintf(stderr, "gestuaire: %s: leads to no content; install it again\n", path);
        return !current;
    }
    bool whole = kiosk_verify(path, &files, &bytes, &faults);
    kiosk_tell(&faults);
    faults_finish(&faults);
    printf("%s: version %s, %d files, %.1f MiB: %s\n", link, id, files, (double)bytes / (1 << 20),
           whole     ? "whole"
           : current ? "not whole; install it again, or go back: gestuaire kiosk back"
                     : "not whole; the next install replaces it");
    return whole;
}

int kiosk_verify_verb(const char *root, int argc, char **argv)
{
    const char *below = NULL;
    struct kiosk k;
    (void)root;
    const struct option_row rows[] = {
        {"root", 0, OPTION_TEXT, "DIR", "the folder that install was given", &below},
    };
    struct options options = {.usage = "kiosk verify",
                              .about = "Reads all content on this machine and says whether it is "
                                       "as it was installed.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!kiosk_here(below, &k))
        return EXIT_FAILED;
    bool current = verify(k.content, "current"), previous = verify(k.content, "previous");
    return current && previous ? EXIT_DONE : EXIT_FAILED;
}
