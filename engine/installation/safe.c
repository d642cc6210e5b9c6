// The installation that is shown where none can be read: one screen that says it rests.
#include "installation/installation.h"
#include "schema/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAFE_STATION "station"

// It stands before visitors, so it tells them: that is what `attract` is for here.
static const char text[] =
    "return { title = { fr = 'Gestuaire', it = 'Gestuaire', en = 'Gestuaire' },\n"
    "languages = { 'fr', 'it', 'en' }, stations = { ['%s'] = {\n"
    "title = { fr = 'Gestuaire', it = 'Gestuaire', en = 'Gestuaire' },\n"
    "stages = { screen = { canvas = { 1920, 1080 }, scene = 'attract', attract = 'attract' } },\n"
    "outputs = { screen = { size = { 1920, 1080 } } }, rate_hz = 30 } } }\n";

static bool is_id(const char *id)
{
    return id && strlen(id) < INSTALLATION_ID && schema_is_id(id);
}

struct installation *installation_safe(const char *folder, const char *root, const char *station,
                                       struct faults *faults)
{
    char own[sizeof text + INSTALLATION_ID];
    struct installation *i = calloc(1, sizeof *i);
    const char *slash = strrchr(folder, '/');
    const char *name = slash && slash[1] ? slash + 1 : folder;
    if (!i)
        return NULL;
    snprintf(i->folder, sizeof i->folder, "%s", folder);
    snprintf(i->file, sizeof i->file, "built in");
    snprintf(i->name, sizeof i->name, "%s", is_id(name) ? name : "gestuaire");
    int length = snprintf(own, sizeof own, text, is_id(station) ? station : SAFE_STATION);
    if (installation_read_text(i, root, own, (size_t)length, "built in", faults))
        return i;
    installation_destroy(i);
    return NULL;
}
