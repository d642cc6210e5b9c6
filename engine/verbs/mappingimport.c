// gestuaire mapping import: quads and grids out of a drawing (SVG), an output's warp out of Paul
// Bourke's mesh, as one step of the desk.
#include "mapping/bourke.h"
#include "mapping/drawn.h"
#include "store/store.h"
#include "verbs/mapped.h"
#include "verbs/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asked {
    const char *files[2]; // installation, what is imported
    const char *station, *output, *state;
};

static enum options_end read_options(struct asked *a, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"station", 0, OPTION_TEXT, "ID", "the station (the first with outputs)", &a->station},
        {"output", 0, OPTION_TEXT, "ID",
         "corners and grid of this output, in its px (else surfaces, in px of the composition)",
         &a->output},
        {"state", 0, OPTION_TEXT, "DIR", "state folder of the desk (the user's)", &a->state},
    };
    const struct options options = {
        .usage = "mapping import INSTALLATION FILE [options]",
        .about =
            "Takes corners and grids from a drawing (SVG) or Paul Bourke's mesh: one step of the "
            "desk, undone there like any other.",
        .rows = rows,
        .row_count = sizeof rows / sizeof *rows,
        .positional = a->files,
        .required = 2,
        .accepted = 2};
    return options_read(&options, argc, argv);
}

static bool add(struct desk_values *list, enum desk_of of, int owner, enum desk_key key, int index,
                double x, double y, double z)
{
    const struct desk_value v = {{(uint8_t)of, (uint8_t)key, (uint16_t)owner, (uint16_t)index},
                                 {x, y, z}};
    return desk_values_add(list, &v);
}

static bool add_warp(struct desk_values *list, enum desk_of of, int owner, const struct drawn *d)
{
    const struct warp_grid *g = &d->grid;
    bool good = true;
    for (int i = 0; i < 4; i++)
        good = good && add(list, of, owner, DESK_CORNER, i, d->corners[i].x, d->corners[i].y, 0);
    good = good && add(list, of, owner, DESK_GRID, 0, g->columns ? (double)g->kind : 0, g->columns,
                       g->rows);
    for (int i = 0; good && i < g->columns * g->rows; i++) {
        int row = i / g->columns, column = i % g->columns;
        good = add(list, of, owner, DESK_NODE, row * WARP_POINTS + column, g->points[i].x,
                   g->points[i].y, 0);
    }
    return good;
}

static bool take_drawn(const char *const *ids, int output, const struct drawn *warps, int count,
                       struct desk_values *list, struct fault *f)
{
    for (int i = 0; i < count; i++)
        for (int k = 0; ids[k]; k++) {
            if (strcmp(ids[k], warps[i].id) != 0)
                continue;
            if (!add_warp(list, output < 0 ? DESK_SURFACE : DESK_OUTPUT, output < 0 ? k : output,
                          &warps[i]))
                return fault_set(f, "no memory");
            printf("%s: corners%s\n", ids[k], warps[i].grid.columns ? " and grid" : "");
        }
    return count > 0 || fault_set(f, "draws none of the ids that are looked for (\"%s\"%s)", ids[0],
                                  ids[1] ? " and the other surfaces" : "");
}

static bool read_drawing(const struct mapped *m, int output, const char *text, size_t length,
                         struct desk_values *list, struct fault *f)
{
    const char *ids[DRAWN_WARPS + 1] = {NULL};
    struct drawn *warps = calloc(DRAWN_WARPS, sizeof *warps);
    int count = 0;
    if (!warps)
        return fault_set(f, "no memory");
    if (output >= 0)
        ids[0] = m->station->outputs[output].id;
    for (int i = 0; output < 0 && i < m->station->surface_count; i++)
        ids[i] = m->station->surfaces[i].id;
    bool good = drawn_read(text, length, ids, warps, &count, f) &&
                take_drawn(ids, output, warps, count, list, f);
    free(warps);
    return good;
}

static bool read_mesh(const struct mapped *m, int output, const char *text, size_t length,
                      struct desk_values *list, struct fault *f)
{
    struct drawn d = {.line = 1};
    struct bourke_lost lost;
    if (output < 0)
        return fault_set(f, "a mesh is an output's; say --output and its id");
    if (!bourke_read(text, length, m->desc.outputs[output].size, d.corners, &d.grid, &lost, f))
        return false;
    printf("%s: corners%s; the mesh's nodes lie within %.2f px of it\n",
           m->station->outputs[output].id, d.grid.columns ? " and grid" : "", lost.off_px);
    if (lost.dimmed || lost.holes)
        printf(
            "%d nodes that are dimmed and %d that are not drawn are not taken over: soft edges and "
            "masks are this program's\n",
            lost.dimmed, lost.holes);
    return add_warp(list, DESK_OUTPUT, output, &d) || fault_set(f, "no memory");
}

static bool keep(struct mapped *m, const struct desk_values *list, struct fault *f)
{
    if (!desk_set(m->desk, list->items, list->count, false, f))
        return false;
    desk_step_ends(m->desk);
    const char *why = desk_unkept(m->desk);
    return !why || fault_set(f, "it cannot be kept: %s", why);
}

static bool import(const struct asked *a, struct mapped *m, struct fault *f)
{
    struct desk_values list = {0};
    size_t length = 0;
    int output = a->output ? mapped_output(m, a->output) : -1;
    if ((a->output && output < 0) || !desk_alone(m->desk, f))
        return false;
    char *text = store_read(a->files[1], BOURKE_BYTES, &length, f);
    if (!text)
        return false;
    size_t blank = 0;
    while (blank < length && strchr(" \t\r\n\xef\xbb\xbf", text[blank]))
        blank++;
    bool drawing = blank < length && text[blank] == '<';
    bool good = drawing ? read_drawing(m, output, text, length, &list, f)
                        : read_mesh(m, output, text, length, &list, f);
    good = (good && keep(m, &list, f)) || fault_where(f, "%s", a->files[1]);
    desk_values_finish(&list);
    free(text);
    return good;
}

int mapping_import_verb(const char *root, int argc, char **argv)
{
    struct asked a = {0};
    struct mapped m = {0};
    struct fault f = {""};
    enum options_end end = read_options(&a, argc, argv);
    if (end != OPTIONS_GO)
        return end == OPTIONS_HELPED ? EXIT_DONE : EXIT_USAGE;
    struct installation *in = mapped_read(root, a.files[0]);
    const struct installation_station *place = in ? mapped_station(in, a.station) : NULL;
    bool good = place && mapped_open(&m, in, place, a.state) && import(&a, &m, &f);
    if (!good && f.text[0])
        fprintf(stderr, "gestuaire: %s\n", f.text);
    mapped_close(&m);
    installation_destroy(in);
    return good ? EXIT_DONE : EXIT_FAILED;
}
