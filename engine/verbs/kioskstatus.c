// gestuaire kiosk status: what this machine is locked by, point by point.
#include "attest/attest.h"
#include "verbs/kiosk.h"
#include "verbs/verbs.h"

#include <stdio.h>
#include <stdlib.h>

static void print(const struct attest *a, const struct kiosk *k)
{
    static const char *const words[] = {"locked", "OPEN", "-"};
    int open = 0;
    printf("station %s of %s, session %s\n", k->station, k->installation,
           kiosk_session_word(k->session));
    for (int i = 0; i < a->count; i++) {
        printf("%-7s %-11s %s\n", words[a->points[i].says], a->points[i].point, a->points[i].why);
        open += a->points[i].says == ATTEST_OPEN;
    }
    if (open)
        printf("%d open\n", open);
    else
        printf("all locked\n");
}

static bool print_json(const struct attest *a, const struct kiosk *k)
{
    char *text = attest_json(a, k);
    if (text)
        printf("%s\n", text);
    free(text);
    return text != NULL;
}

int kiosk_status_verb(const char *root, int argc, char **argv)
{
    const char *below = NULL;
    bool json = false, verify = false;
    struct kiosk k;
    struct attest a;
    char real[KIOSK_PATH];
    (void)root;
    const struct option_row rows[] = {
        {"json", 0, OPTION_FLAG, NULL, "as docs/schema/kiosk-status.schema.json says", &json},
        {"verify", 0, OPTION_FLAG, NULL,
         "read all content, not only what has another size or time than when it was installed",
         &verify},
        {"root", 0, OPTION_TEXT, "DIR", "the folder that install was given", &below},
    };
    struct options options = {.usage = "kiosk status",
                              .about = "Says what of this machine is locked, what is open, and "
                                       "why; exit 1 while something is open.",
                              .rows = rows,
                              .row_count = sizeof rows / sizeof *rows};
    enum options_end read = options_read(&options, argc, argv);
    if (read != OPTIONS_GO)
        return read == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    if (!kiosk_here(below, &k) || !kiosk_place(below, "", real))
        return EXIT_FAILED;
    attest_look(&a, &k, real, verify);
    if (!json)
        print(&a, &k);
    else if (!print_json(&a, &k))
        return EXIT_FAILED;
    return attest_locked(&a) ? EXIT_DONE : EXIT_FAILED;
}
