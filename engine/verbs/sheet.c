// All outputs side by side, painted by the same surfaces that paint a wall.
#include "verbs/sheet.h"

#include "wall.h"

#include <stdio.h>

static const struct size2 sheet_size = {SHEET_WIDTH, SHEET_HEIGHT};

static int describe(struct mapping_desc *desc, struct engine *e,
                    const struct gpu_target *targets[MAPPING_SURFACES])
{
    struct size2 sizes[MAPPING_SURFACES];
    struct pane panes[MAPPING_SURFACES] = {0};
    int count = wall_panes(engine_station(e, 0), engine_station_count(e), sheet_size, panes, sizes,
                           MAPPING_SURFACES);
    for (int i = 0; i < count; i++)
        targets[i] =
            surfaces_output(engine_station(e, panes[i].station)->surfaces, panes[i].output);
    for (int i = 0; i < count; i++) {
        double left = panes[i].x, top = panes[i].y;
        double right = left + panes[i].width, bottom = top + panes[i].height;
        desc->surfaces[i] = (struct mapping_surface){
            i, sizes[i], {{left, top}, {right, top}, {right, bottom}, {left, bottom}}};
    }
    desc->surface_count = count;
    double w = SHEET_WIDTH, h = SHEET_HEIGHT;
    desc->outputs[0] =
        (struct mapping_output){{0, 0}, sheet_size, {{0, 0}, {w, 0}, {w, h}, {0, h}}};
    desc->output_count = 1;
    return count;
}

const struct gpu_target *sheet_of(struct sheet *sheet, struct engine *e)
{
    struct fault f = {0};
    const struct gpu_target *targets[MAPPING_SURFACES] = {0};
    int count = describe(&sheet->desc, e, targets);
    sheet->mapping = mapping_create(&sheet->desc, &f);
    if (sheet->mapping)
        sheet->surfaces = surfaces_create(engine_gpu(e), &sheet->desc, sheet->mapping, &f);
    if (!sheet->surfaces) {
        fprintf(stderr, "gestuaire: %s\n", f.text);
        return NULL;
    }
    surfaces_show(sheet->surfaces, targets, count);
    return surfaces_output(sheet->surfaces, 0);
}

void sheet_finish(struct sheet *sheet)
{
    surfaces_destroy(sheet->surfaces);
    mapping_destroy(sheet->mapping);
}
