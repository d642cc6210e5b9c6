// gestuaire repertoire: what can be done with the content of an installation.
#include "verbs/records.h"

#include <stddef.h>

static const struct verb verbs[] = {
    {"check", "every record, each fault with file and line", repertoire_check_verb},
    {"export", "records into other formats", repertoire_export_verb},
    {"import", "records from other formats; shown before they are taken", repertoire_import_verb},
    {"search", "gestures and works by their words, with facets", repertoire_search_verb},
    {"stats", "how many records, and where the matrix has gaps", repertoire_stats_verb},
    {NULL, NULL, NULL},
};

int verb_repertoire(const char *root, int argc, char **argv)
{
    return door_below(verbs, root, argc, argv);
}
