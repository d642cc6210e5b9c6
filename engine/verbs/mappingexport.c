// gestuaire mapping export: quads and grids as a drawing (SVG), an output's warp as Paul Bourke's
// mesh.
#include "mapping/bourke.h"
#include "mapping/drawn.h"
#include "store/store.h"
#include "verbs/mapped.h"
#include "verbs/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asked {
    const char *folder, *station, *output, *format, *to, *state;
};

static enum options_end read_options(struct asked *a, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"station", 0, OPTION_TEXT, "ID", "the station (the first with outputs)", &a->station},
        {"output", 0, OPTION_TEXT, "ID",
         "this output's corners and grid, in its px (else all surfaces, in px of the composition)",
         &a->output},
        {"format", 0, OPTION_TEXT, "svg|mesh",
         "a drawing, or of an output Paul Bourke's mesh of 33 x 33 nodes (svg)", &a->format},
        {"state", 0, OPTION_TEXT, "DIR",
         "state folder, with what was done at the desk (the user's)", &a->state},
        {"to", 'o', OPTION_TEXT, "FILE", "where to (standard output)", &a->to},
    };
    const struct options options = {
        .usage = "mapping export INSTALLATION [options]",
        .about = "Writes where surfaces or an output lie as files of other programs.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = &a->folder,
        .required = 1,
        .accepted = 1};
    return options_read(&options, argc, argv);
}

static void take(struct drawn *d, const char *id, const struct vec2 corners[4],
                 const struct warp_grid *grid)
{
    snprintf(d->id, sizeof d->id, "%s", id);
    memcpy(d->corners, corners, sizeof d->corners);
    d->grid = *grid;
}

static char *draw(const struct mapped *m, int output)
{
    struct drawn *warps = calloc(DRAWN_WARPS, sizeof *warps);
    const struct mapping_output *o = &m->desc.outputs[output < 0 ? 0 : output];
    if (!warps)
        return NULL;
    if (output >= 0)
        take(&warps[0], m->station->outputs[output].id, o->corners, &o->grid);
    for (int i = 0; output < 0 && i < m->desc.surface_count; i++)
        take(&warps[i], m->station->surfaces[i].id, m->desc.surfaces[i].corners,
             &m->desc.surfaces[i].grid);
    char *text = drawn_write(warps, output < 0 ? m->desc.surface_count : 1,
                             output < 0 ? m->station->composition : o->size);
    free(warps);
    return text;
}

static char *write_mesh(const struct mapped *m, int output)
{
    const struct mapping_output *o = &m->desc.outputs[output];
    struct warp w;
    if (!warp_init(&w, o->corners, &o->grid, NULL))
        return NULL;
    return bourke_write(&w, o->size, BOURKE_WRITTEN, BOURKE_WRITTEN);
}

static bool export_station(const struct asked *a, const struct mapped *m, bool mesh)
{
    int output = a->output ? mapped_output(m, a->output) : -1;
    struct fault f = {"no memory"};
    if (a->output && output < 0)
        return false;
    char *text = mesh ? write_mesh(m, output) : draw(m, output);
    bool good =
        text && (a->to ? store_write(a->to, text, strlen(text), &f) : fputs(text, stdout) >= 0);
    if (!good)
        fprintf(stderr, "gestuaire: %s\n", f.text);
    free(text);
    return good;
}

int mapping_export_verb(const char *root, int argc, char **argv)
{
    struct asked a = {.format = "svg"};
    struct mapped m = {0};
    enum options_end end = read_options(&a, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    bool mesh = strcmp(a.format, "mesh") == 0;
    if ((!mesh && strcmp(a.format, "svg") != 0) || (mesh && !a.output)) {
        fprintf(stderr, "gestuaire: --format %s: svg is allowed, and with --output ID mesh\n",
                a.format);
        return EXIT_USAGE;
    }
    struct installation *in = mapped_read(root, a.folder);
    const struct installation_station *place = in ? mapped_station(in, a.station) : NULL;
    bool good = place && mapped_open(&m, in, place, a.state) && export_station(&a, &m, mesh);
    mapped_close(&m);
    installation_destroy(in);
    return good ? EXIT_DONE : EXIT_FAILED;
}
