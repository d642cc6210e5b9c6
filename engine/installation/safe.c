// The installation that is shown where none can be read: one screen that says it rests.
#include "installation/installation.h"
#include "schema/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAFE_STATION "station"
#define WIDE 1920

// It stands before visitors, so it tells them: that is what `attract` is for here.
static const char head[] =
    "return { title = { fr = 'Gestuaire', it = 'Gestuaire', en = 'Gestuaire' },\n"
    "languages = { 'fr', 'it', 'en' }, stations = { ['%s'] = {\n"
    "title = { fr = 'Gestuaire', it = 'Gestuaire', en = 'Gestuaire' },\n"
    "stages = { screen = { canvas = { 1920, 1080 }, scene = 'attract', attract = 'attract' } },\n"
    "rate_hz = 30,\n";
// Side by side in the composition, each with all of the canvas.
static const char surface[] =
    "['screen%s'] = { stage = 'screen', corners = { { %d, 0 }, { %d, 0 }, { %d, 1080 }, "
    "{ %d, 1080 } } },\n";
static const char output[] = "['screen%s'] = { at = { %d, 0 }, size = { 1920, 1080 } },\n";

static void write_text(FILE *to, const char *station, int outputs)
{
    char number[16] = "";
    fprintf(to, head, station);
    for (int kind = outputs > 1 ? 0 : 1; kind < 2; kind++) { // one is its canvas
        number[0] = 0;
        fputs(kind ? "outputs = {\n" : "surfaces = {\n", to);
        for (int i = 0; i < outputs; i++) {
            int left = i * WIDE, right = left + WIDE;
            if (i)
                snprintf(number, sizeof number, "-%d", i + 1);
            if (kind)
                fprintf(to, output, number, left);
            else
                fprintf(to, surface, number, left, right, right, left);
        }
        fputs("},\n", to);
    }
    fputs("} } }\n", to);
}

static char *make_text(const char *station, int outputs, size_t *length)
{
    char *text = NULL;
    FILE *to = open_memstream(&text, length);
    if (!to)
        return NULL;
    write_text(to, station,
               outputs < 1                      ? 1
               : outputs > INSTALLATION_OUTPUTS ? INSTALLATION_OUTPUTS
                                                : outputs);
    if (fclose(to) == 0)
        return text;
    free(text);
    return NULL;
}

static bool is_id(const char *id)
{
    return id && strlen(id) < INSTALLATION_ID && schema_is_id(id);
}

struct installation *installation_safe(const char *folder, const char *root, const char *station,
                                       int outputs, struct faults *faults)
{
    size_t length = 0;
    struct installation *i = calloc(1, sizeof *i);
    char *text = make_text(is_id(station) ? station : SAFE_STATION, outputs, &length);
    const char *slash = strrchr(folder, '/');
    const char *name = slash && slash[1] ? slash + 1 : folder;
    bool read = false;
    if (i && text) {
        snprintf(i->folder, sizeof i->folder, "%s", folder);
        snprintf(i->file, sizeof i->file, "built in");
        snprintf(i->name, sizeof i->name, "%s", is_id(name) ? name : "gestuaire");
        read = installation_read_text(i, root, text, length, "built in", faults);
    }
    free(text);
    if (read)
        return i;
    installation_destroy(i);
    return NULL;
}
