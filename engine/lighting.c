// What installation.lua says of light, as mapping/ and surfaces/ want it; tables of colours are
// read.
#include "lighting.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void take_mask(const struct installation_mask *from, struct mapping_mask *to)
{
    *to = (struct mapping_mask){.of_surface = from->of_surface,
                                .owner = from->owner,
                                .count = from->count,
                                .feather_px = from->feather_px,
                                .invert = from->invert};
    for (int i = 0; i < from->count; i++) {
        const struct installation_corner *c = &from->corners[i];
        to->corners[i] = (struct mapping_corner){c->at, c->in, c->out};
    }
}

static void take_light(const struct installation_light *from, struct mapping_light *to)
{
    *to = (struct mapping_light){.blend = from->blend,
                                 .edge = {.left_px = from->edge_px[0],
                                          .top_px = from->edge_px[1],
                                          .right_px = from->edge_px[2],
                                          .bottom_px = from->edge_px[3],
                                          .power = from->edge_power,
                                          .luminance = from->edge_luminance},
                                 .black = from->black,
                                 .gain = from->gain,
                                 .gamma = from->gamma};
    memcpy(to->white, from->white, sizeof to->white);
}

// "line 5: …" of a file: file:5: …
static bool told_where(const char *path, struct fault *f)
{
    struct fault told = *f;
    int line, length = 0;
    if (sscanf(f->text, "line %d: %n", &line, &length) != 1 || !length)
        return fault_where(f, "%s", path);
    return fault_set(f, "%s:%d: %s", path, line, told.text + length);
}

static bool read_table(const char *path, struct lut *lut, struct fault *f)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(LUT_BYTES + 1) : NULL;
    size_t length = text ? fread(text, 1, LUT_BYTES + 1, file) : 0;
    bool good = text && !ferror(file);
    if (file)
        fclose(file);
    good = good ? lut_read(lut, text, length, f) : fault_set(f, "cannot be read");
    free(text);
    return good || told_where(path, f);
}

// A wall without its table of colours is better than none.
static const struct lut *table_of(const struct installation_output *o, struct lut *lut)
{
    struct fault f;
    if (!o->light.lut[0])
        return NULL;
    if (read_table(o->light.lut, lut, &f))
        return lut;
    log_error("light", "%s; output \"%s\" is shown without it", f.text, o->id);
    return NULL;
}

static void take_surface(const struct installation_station *place,
                         const struct installation_surface *from, struct mapping_surface *to)
{
    to->canvas = from->stage;
    to->size = place->stages[from->stage].canvas;
    memcpy(to->corners, from->corners, sizeof to->corners);
    to->grid = from->grid;
    to->source_at = from->source_at;
    to->source_size = from->source_size;
}

static void take_output(const struct installation_output *from, struct mapping_output *to)
{
    to->at = from->at;
    to->size = from->size;
    memcpy(to->corners, from->corners, sizeof to->corners);
    to->grid = from->grid;
}

void lighting_describe(const struct installation_station *place, struct mapping_desc *desc,
                       struct lut luts[MAPPING_OUTPUTS])
{
    _Static_assert((int)INSTALLATION_MASKS <= MAPPING_MASKS, "masks");
    _Static_assert((int)INSTALLATION_MASK_POINTS <= MAPPING_MASK_POINTS, "points of a mask");
    desc->surface_count = place->surface_count;
    for (int i = 0; i < place->surface_count; i++)
        take_surface(place, &place->surfaces[i], &desc->surfaces[i]);
    desc->output_count = place->output_count;
    for (int i = 0; i < place->output_count; i++)
        take_output(&place->outputs[i], &desc->outputs[i]);
    for (int i = 0; i < place->mask_count; i++)
        take_mask(&place->masks[i], &desc->masks[desc->mask_count++]);
    for (int i = 0; i < place->output_count; i++) {
        struct mapping_light *light = &desc->outputs[i].light;
        take_light(&place->outputs[i].light, light);
        light->lut = table_of(&place->outputs[i], &luts[i]);
    }
}

static void check_table(const struct installation_output *o, struct faults *faults)
{
    struct fault f;
    struct lut lut;
    if (!o->light.lut[0])
        return;
    if (read_table(o->light.lut, &lut, &f))
        lut_finish(&lut);
    else
        faults_add(faults, FAULT_ERROR, "%s", f.text);
}

void lighting_check(const struct installation *i, struct faults *faults)
{
    for (int s = 0; s < i->station_count; s++)
        for (int k = 0; k < i->stations[s].output_count; k++)
            check_table(&i->stations[s].outputs[k], faults);
}

void lighting_leave_out(struct mapping_desc *desc)
{
    int kept = 0;
    for (int i = 0; i < desc->mask_count; i++)
        if (desc->masks[i].of_surface)
            desc->masks[kept++] = desc->masks[i];
    desc->mask_count = kept;
    for (int i = 0; i < desc->output_count; i++)
        desc->outputs[i].light = (struct mapping_light){0};
}

void lighting_finish(struct lut luts[MAPPING_OUTPUTS])
{
    for (int i = 0; i < MAPPING_OUTPUTS; i++)
        lut_finish(&luts[i]);
}
