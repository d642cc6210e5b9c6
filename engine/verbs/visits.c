// gestuaire visits: what the logs of visits say.
#include "verbs/records.h"

#include <stddef.h>

static const struct verb verbs[] = {
    {"report", "a page, tables or JSON: what was looked at, how long, in which language",
     visits_report_verb},
    {NULL, NULL, NULL},
};

int verb_visits(const char *root, int argc, char **argv)
{
    return door_below(verbs, root, argc, argv);
}
