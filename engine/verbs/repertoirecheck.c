// gestuaire repertoire check: every record of an installation's content, each fault with its line.
#include "content.h"
#include "verbs/records.h"

#include <stdio.h>

static void print(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        fprintf(stderr, "%s%s\n", faults->entries[i].text,
                faults->entries[i].level == FAULT_WARNING ? " (warning)" : "");
    if (faults->dropped)
        fprintf(stderr, "and %d more\n", faults->dropped);
}

int repertoire_check_verb(const char *root, int argc, char **argv)
{
    const char *folder = NULL, *date = NULL;
    char today[CONTENT_DAY];
    const struct option_row rows[] = {
        {"date", 0, OPTION_DAY, "DAY", "whose consents must hold, as 2026-11-30 (today)", &date},
    };
    const struct options options = {.usage = "repertoire check INSTALLATION [--date DAY]",
                                    .about = "Checks every record of the content.",
                                    .rows = rows,
                                    .row_count = sizeof rows / sizeof *rows,
                                    .positional = &folder,
                                    .required = 1,
                                    .accepted = 1};
    enum options_end end = options_read(&options, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!date) {
        content_today(today);
        date = today;
    }
    struct faults faults = {0};
    struct installation *in = installation_read(folder, root, &faults);
    struct repertoire *r = in ? content_read(in, root, date, &faults) : NULL;
    print(&faults);
    int errors = faults.errors;
    if (in && !r)
        fprintf(stderr, "%s: no repertoire is read\n", folder);
    repertoire_destroy(r);
    installation_destroy(in);
    faults_finish(&faults);
    return errors || !r ? EXIT_FAILED : EXIT_DONE;
}
