// gestuaire mapping: where light lies, told, drawn and exchanged.
#include "lighting.h"
#include "store/store.h"
#include "verbs/mapped.h"
#include "verbs/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct verb verbs[] = {
    {"displays", "which displays are there, and which each output has; binds them by hand",
     mapping_displays_verb},
    {"report", "what each output shows, overlaps, light given up, px per metre",
     mapping_report_verb},
    {"export", "corners and grids as a drawing (SVG) or Paul Bourke's mesh", mapping_export_verb},
    {"import", "corners and grids from such files, as a step of the desk", mapping_import_verb},
    {"backup", "what was done at the desks, in one file", mapping_backup_verb},
    {"restore", "the same on a spare machine", mapping_restore_verb},
    {NULL, NULL, NULL},
};

int verb_mapping(const char *root, int argc, char **argv)
{
    return door_below(verbs, root, argc, argv);
}

void mapped_tell(const struct faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        fprintf(stderr, "%s%s\n", faults->entries[i].level == FAULT_WARNING ? "warning: " : "",
                faults->entries[i].text);
}

struct installation *mapped_read(const char *root, const char *folder)
{
    struct faults faults = {0};
    struct installation *in = installation_read(folder, root, &faults);
    for (int i = 0; i < faults.count; i++)
        if (faults.entries[i].level == FAULT_ERROR)
            fprintf(stderr, "%s\n", faults.entries[i].text);
    faults_finish(&faults);
    return in;
}

const struct installation_station *mapped_station(const struct installation *in, const char *id)
{
    const char *ids[INSTALLATION_STATIONS + 1] = {NULL};
    int count = 0;
    for (int i = 0; i < in->station_count; i++) {
        if (!in->stations[i].output_count)
            continue;
        if (!id || strcmp(in->stations[i].id, id) == 0)
            return &in->stations[i];
        ids[count++] = in->stations[i].id;
    }
    const char *near = id ? fault_nearest(id, ids) : NULL;
    if (!count)
        fprintf(stderr, "gestuaire: %s: no station has outputs\n", in->file);
    else
        fprintf(stderr, "gestuaire: --station %s: there is no such station with outputs; %s%s?\n",
                id, near ? "did you mean " : "is it ", near ? near : ids[0]);
    return NULL;
}

// What was done at the desk, where there is a state folder.
static bool open_desk(struct mapped *m, const struct mapping_desc *start, const char *state)
{
    char folder[INSTALLATION_PATH], file[INSTALLATION_PATH + INSTALLATION_ID + 32];
    struct faults told = {0};
    const struct installation *in = m->installation;
    struct desk_desc desc = {.start = start};
    for (int i = 0; i < m->station->output_count; i++)
        desc.names.of[DESK_OUTPUT][i] = m->station->outputs[i].id;
    for (int i = 0; i < m->station->surface_count; i++)
        desc.names.of[DESK_SURFACE][i] = m->station->surfaces[i].id;
    if (store_state(&(struct store_whose){state, in->name, in->folder}, false, folder,
                    sizeof folder, NULL)) {
        snprintf(file, sizeof file, "%s/" DESK_FOLDER "/%s.jsonl", folder, m->station->id);
        desc.file = file;
    }
    m->desk = desk_create(&desc, &told);
    for (int i = 0; i < told.count; i++)
        fprintf(stderr, "gestuaire: %s\n", told.entries[i].text);
    faults_finish(&told);
    return m->desk != NULL;
}

bool mapped_open(struct mapped *m, struct installation *in,
                 const struct installation_station *station, const char *state)
{
    struct fault f = {""};
    struct mapping_desc start = {0};
    *m = (struct mapped){.installation = in, .station = station};
    lighting_describe(station, &start, m->luts);
    if (!open_desk(m, &start, state)) {
        fprintf(stderr, "gestuaire: no memory\n");
        return false;
    }
    m->desc = *desk_light(m->desk);
    m->mapping = mapping_create(&m->desc, &f);
    if (!m->mapping)
        fprintf(stderr, "gestuaire: %s: station %s: %s\n", in->file, station->id, f.text);
    return m->mapping != NULL;
}

void mapped_close(struct mapped *m)
{
    mapping_destroy(m->mapping);
    desk_destroy(m->desk);
    lighting_finish(m->luts);
    m->mapping = NULL;
    m->desk = NULL;
}

int mapped_output(const struct mapped *m, const char *id)
{
    const char *ids[INSTALLATION_OUTPUTS + 1] = {NULL};
    for (int i = 0; i < m->station->output_count; i++) {
        ids[i] = m->station->outputs[i].id;
        if (strcmp(ids[i], id) == 0)
            return i;
    }
    const char *near = fault_nearest(id, ids);
    fprintf(stderr, "gestuaire: --output %s: station %s has no such output; %s%s?\n", id,
            m->station->id, near ? "did you mean " : "is it ", near ? near : ids[0]);
    return -1;
}
