// All outputs side by side, painted by the same surfaces that paint a wall.
#include "verbs/sheet.h"
#include "base/log.h"
#include "wall.h"

static const struct size2 sheet_size = {SHEET_WIDTH, SHEET_HEIGHT};

static void describe(struct sheet *sheet, struct engine *e)
{
    struct mapping_desc *desc = &sheet->desc;
    struct size2 sizes[SURFACES_PANES];
    struct pane panes[SURFACES_PANES] = {0};
    int count = wall_panes(engine_station(e, 0), engine_station_count(e), sheet_size, panes, sizes,
                           SURFACES_PANES);
    if (count > MAPPING_SURFACES)
        log_warning("sheet", "%d outputs; the first %d are shown", count, MAPPING_SURFACES);
    desc->surface_count = count < MAPPING_SURFACES ? count : MAPPING_SURFACES;
    for (int i = 0; i < desc->surface_count; i++) {
        const struct pane *p = &panes[i];
        double left = p->x, top = p->y, right = left + p->width, bottom = top + p->height;
        sheet->targets[i] =
            surfaces_output(station_shown(engine_station(e, p->station)), p->output);
        desc->surfaces[i] = (struct mapping_surface){
            i, sizes[i], {{left, top}, {right, top}, {right, bottom}, {left, bottom}}};
    }
    double w = SHEET_WIDTH, h = SHEET_HEIGHT;
    desc->outputs[0] =
        (struct mapping_output){.size = sheet_size, .corners = {{0, 0}, {w, 0}, {w, h}, {0, h}}};
    desc->output_count = 1;
}

static bool open_sheet(struct sheet *sheet, struct engine *e, struct fault *f)
{
    describe(sheet, e);
    sheet->mapping = mapping_create(&sheet->desc, f);
    if (sheet->mapping)
        sheet->surfaces = surfaces_create(engine_gpu(e), &sheet->desc, sheet->mapping, f);
    return sheet->surfaces != NULL;
}

const struct gpu_target *sheet_of(struct sheet *sheet, struct engine *e, struct fault *f)
{
    if (!sheet->surfaces && !open_sheet(sheet, e, f))
        return NULL;
    surfaces_show(sheet->surfaces, sheet->targets, sheet->desc.surface_count);
    return surfaces_output(sheet->surfaces, 0);
}

void sheet_finish(struct sheet *sheet)
{
    surfaces_destroy(sheet->surfaces);
    mapping_destroy(sheet->mapping);
    *sheet = (struct sheet){0};
}
