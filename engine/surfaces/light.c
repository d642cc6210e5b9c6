// What outputs do to light after the warp: their maps and tables as textures, what painters are
// told of them, and the pass over light that was painted before.
#include "surfaces/private.h"

#include "base/log.h"
#include "mapping/blend.h"
#include "mapping/lut.h"

#include <math.h>
#include <stdlib.h>

#define DARK (0.12 / 255) // no dither makes a byte of it

// Where nothing is lifted the lifts between the lights are left out: software rasterisers take
// twice as long to fetch both.
static bool leave_lifts(uint16_t *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pairs[2 * i + 1])
            return false;
    for (size_t i = 0; i < count; i++)
        pairs[i] = pairs[2 * i];
    return true;
}

// After leave_lifts(): one number a px.
static bool find_whole(const uint16_t *lights, struct size2 size, struct lit *l, struct fault *f)
{
    l->whole_columns = (size.width + LIT_CELL - 1) / LIT_CELL;
    l->whole_rows = (size.height + LIT_CELL - 1) / LIT_CELL;
    l->whole = malloc((size_t)l->whole_columns * (size_t)l->whole_rows * sizeof *l->whole);
    if (!l->whole)
        return fault_set(f, "no memory for %d x %d px", size.width, size.height);
    for (int i = 0; i < l->whole_columns * l->whole_rows; i++)
        l->whole[i] = true;
    for (int y = 0; y < size.height; y++)
        for (int x = 0; x < size.width; x++)
            if (lights[(size_t)y * (size_t)size.width + (size_t)x] != UINT16_MAX)
                l->whole[y / LIT_CELL * l->whole_columns + x / LIT_CELL] = false;
    return true;
}

static int cell(double px, int count)
{
    return (int)fmin(fmax(floor(px / LIT_CELL), 0), count - 1);
}

bool lit_whole(const struct lit *l, const double box[4])
{
    if (!l->whole)
        return false;
    for (int y = cell(box[1], l->whole_rows); y <= cell(box[3], l->whole_rows); y++)
        for (int x = cell(box[0], l->whole_columns); x <= cell(box[2], l->whole_columns); x++)
            if (!l->whole[y * l->whole_columns + x])
                return false;
    return true;
}

static bool upload_share(struct gpu *gpu, const struct blend *blend, int output, struct size2 size,
                         struct lit *l, struct fault *f)
{
    size_t count = (size_t)size.width * (size_t)size.height;
    uint16_t *pairs = malloc(count * 2 * sizeof *pairs);
    if (!pairs)
        return fault_set(f, "no memory for %d x %d px", size.width, size.height);
    blend_field(blend, output, pairs);
    enum gpu_format format = leave_lifts(pairs, count) ? GPU_R16 : GPU_RG16;
    bool good = (format == GPU_RG16 || find_whole(pairs, size, l, f)) &&
                gpu_texture_init(gpu, &l->share, format, size.width, size.height, false, f);
    if (good)
        gpu_texture_upload(gpu, &l->share, 0, 0, size.width, size.height, pairs, 0);
    free(pairs);
    return good;
}

// Entries beyond 0..1 are cut there: no byte can say them.
static bool upload_table(struct gpu *gpu, const struct lut *lut, struct lit *l, struct fault *f)
{
    int rows = lut->cubic ? lut->edge * lut->edge : 1, count = lut->edge * rows;
    uint16_t *rgba = malloc((size_t)count * 4 * sizeof *rgba);
    if (!rgba)
        return fault_set(f, "no memory for a table of colours");
    for (int i = 0; i < count * 4; i++)
        rgba[i] =
            i % 4 == 3
                ? UINT16_MAX
                : (uint16_t)lround(fmin(fmax(lut->rgb[i / 4 * 3 + i % 4], 0), 1) * UINT16_MAX);
    bool good = gpu_texture_init(gpu, &l->table, GPU_RGBA16, lut->edge, rows, false, f);
    if (good)
        gpu_texture_upload(gpu, &l->table, 0, 0, lut->edge, rows, rgba, 0);
    free(rgba);
    for (int i = 0; i < 3; i++) {
        l->table_least[i] = (float)lut->least[i];
        l->table_step[i] = (float)((lut->edge - 1) / (lut->most[i] - lut->least[i]));
    }
    l->table_edge = (float)lut->edge;
    return good;
}

static bool is_dark(const struct lut *lut)
{
    const double none[3] = {0, 0, 0};
    double out[3] = {0, 0, 0};
    if (lut)
        lut_apply(lut, none, out);
    return fmax(fmax(out[0], out[1]), out[2]) < DARK;
}

static void choose(struct lit *l, const struct lut *lut)
{
    bool lifted = l->share.id && l->share.format == GPU_RG16;
    l->variant =
        painters_variant(l->share.id, lifted, l->grade.exponent > 0, lut ? lut->cubic ? 2 : 1 : 0);
    l->dark = !lifted && is_dark(lut);
}

static bool open_output(struct lights *ls, const struct mapping_desc *desc,
                        const struct blend *blend, int output, struct fault *f)
{
    const struct mapping_output *o = &desc->outputs[output];
    struct lit *l = &ls->outputs[output];
    bool shared = blend && blend_touches(desc, output);
    l->on = shared || !grade_plain(&o->light);
    if (!l->on)
        return true;
    grade_init(&l->grade, &o->light, blend ? blend_black(blend) : 0);
    if ((shared && !upload_share(ls->gpu, blend, output, o->size, l, f)) ||
        (o->light.lut && !upload_table(ls->gpu, o->light.lut, l, f)))
        return false;
    choose(l, o->light.lut);
    return true;
}

static bool open_outputs(struct lights *ls, const struct mapping_desc *desc,
                         const struct mapping *mapping, struct fault *f)
{
    struct fault lost;
    struct blend *blend = blend_wanted(desc) ? blend_create(mapping, desc, &lost) : NULL;
    bool good = true;
    if (blend_wanted(desc) && !blend) // better than no light
        log_error("light", "%s; outputs have no soft edges, masks and lifted black", lost.text);
    for (int i = 0; good && i < desc->output_count; i++)
        good = open_output(ls, desc, blend, i, f) || fault_where(f, "output %d", i + 1);
    blend_destroy(blend);
    return good;
}

bool lights_init(struct lights *ls, struct gpu *gpu, const struct mapping_desc *desc,
                 const struct mapping *mapping, struct fault *f)
{
    *ls = (struct lights){.gpu = gpu};
    return open_outputs(ls, desc, mapping, f);
}

static void finish_outputs(struct lights *ls)
{
    for (int i = 0; i < MAPPING_OUTPUTS; i++) {
        gpu_texture_finish(&ls->outputs[i].share);
        free(ls->outputs[i].whole);
        gpu_texture_finish(&ls->outputs[i].table);
        gpu_target_finish(&ls->outputs[i].bytes);
        ls->outputs[i] = (struct lit){0};
    }
}

void lights_finish(struct lights *ls)
{
    finish_outputs(ls);
    *ls = (struct lights){0};
}

bool lights_follow(struct lights *ls, const struct mapping_desc *desc,
                   const struct mapping *mapping, struct fault *f)
{
    finish_outputs(ls);
    return open_outputs(ls, desc, mapping, f);
}

static void set_vec3(struct gpu_program *p, const char *name, const double v[3])
{
    gpu_uniform_3f(p, name, (float)v[0], (float)v[1], (float)v[2]);
}

static void set_table(const struct lights *ls, struct gpu_program *p, const struct lit *l)
{
    gpu_uniform_1f(p, "u_table_edge", l->table_edge);
    gpu_uniform_texture(ls->gpu, p, "u_table", 3, &l->table);
    gpu_uniform_3f(p, "u_table_least", l->table_least[0], l->table_least[1], l->table_least[2]);
    gpu_uniform_3f(p, "u_table_step", l->table_step[0], l->table_step[1], l->table_step[2]);
}

void last_set(const struct last *last, struct gpu_program *p, const struct onto *onto)
{
    const float *place = onto->place;
    gpu_uniform_4f(p, "u_place", place[0], place[1], place[2], place[3]);
    if (last->variant == PAINTERS_PLAIN)
        return;
    const struct lights *ls = last->lights;
    const struct lit *l = &ls->outputs[last->output];
    bool lifted = l->share.id && l->share.format == GPU_RG16;
    if (l->share.id)
        gpu_uniform_texture(ls->gpu, p, "u_share", 2, &l->share);
    set_vec3(p, "u_gain", l->grade.light);
    if (lifted)
        set_vec3(p, "u_lift", l->grade.lift);
    if (l->grade.exponent > 0)
        gpu_uniform_1f(p, "u_exponent", (float)(1 / l->grade.exponent));
    if (l->table.id)
        set_table(ls, p, l);
}

void lights_pass(struct lights *ls, struct painters *painters, int output,
                 const struct gpu_texture *from, struct onto *onto)
{
    struct last last = {ls, output, ls->outputs[output].variant};
    struct gpu_program *p = painters_of(painters, PAINTERS_OUTPUT, last.variant);
    onto_bind(ls->gpu, onto, true);
    if (!p)
        return;
    gpu_blend(ls->gpu, false);
    gpu_uniform_texture(ls->gpu, p, "u_light", 0, from);
    last_set(&last, p, onto);
    gpu_quad_draw(ls->gpu);
}
