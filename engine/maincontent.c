// gestuaire-content: the verbs that work on content, without screen, sound or scripts.
#include "verbs/door.h"
#include "verbs/records.h"

#include <stddef.h>

static const struct verb verbs[] = {
    {"repertoire", "its content: check", verb_repertoire},
    {"media", "add: films, pictures and sounds, measured; offset: views by their sound",
     verb_media},
    {"mapping", "report, import, export, backup, restore: where light lies", verb_mapping},
    {"visits", "report: what visitors looked at, for a curator", verb_visits},
    {NULL, NULL, NULL},
};

int main(int argc, char **argv)
{
    return door_open(verbs, argc, argv);
}
