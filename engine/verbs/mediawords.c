// gestuaire media: what can be done with films, pictures and sounds.
#include "verbs/records.h"

#include <stddef.h>

static const struct verb verbs[] = {
    {"add", "files into an installation: cleaned, measured, recorded", media_add_verb},
    {"offset", "when the views of a capsule begin, from their sound", media_offset_verb},
    {NULL, NULL, NULL},
};

int verb_media(const char *root, int argc, char **argv)
{
    return door_below(verbs, root, argc, argv);
}
