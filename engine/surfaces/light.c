// What outputs do to light after the warp: their maps and tables as textures, and the one pass that
// uses them.
#include "surfaces/private.h"

#include "base/log.h"
#include "mapping/blend.h"
#include "mapping/lut.h"

#include <math.h>
#include <stdlib.h>

static bool upload_share(struct gpu *gpu, const struct blend *blend, int output, struct size2 size,
                         struct lit *l, struct fault *f)
{
    uint16_t *pairs = malloc((size_t)size.width * (size_t)size.height * 2 * sizeof *pairs);
    if (!pairs)
        return fault_set(f, "no memory for %d x %d px", size.width, size.height);
    bool good = gpu_texture_init(gpu, &l->share, GPU_RG16, size.width, size.height, false, f);
    if (good) {
        blend_field(blend, output, pairs);
        gpu_texture_upload(gpu, &l->share, 0, 0, size.width, size.height, pairs, 0);
    }
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

#define WITH(share, gamma) \
    share gamma, share gamma "#define TABLE_ROW\n", share gamma "#define TABLE_CUBE\n"
// Shared or not, gamma or sRGB, without a table, with a row, with a cube.
static const char *const variants[LIT_VARIANTS] = {WITH("", ""), WITH("", "#define GAMMA\n"),
                                                   WITH("#define SHARED\n", ""),
                                                   WITH("#define SHARED\n", "#define GAMMA\n")};

static bool open_program(struct lights *ls, struct lit *l, const struct lut *lut, struct fault *f)
{
    int table = lut ? lut->cubic ? 2 : 1 : 0;
    l->variant = (l->share.id ? 6 : 0) + (l->grade.exponent > 0 ? 3 : 0) + table;
    struct gpu_program **p = &ls->programs[l->variant];
    if (!*p)
        *p = gpu_program_variant(ls->gpu, "output", variants[l->variant], f);
    return *p != NULL;
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
    return gpu_target_init(ls->gpu, &l->bytes, GPU_SRGBA8, o->size.width, o->size.height, f) &&
           (!shared || upload_share(ls->gpu, blend, output, o->size, l, f)) &&
           (!o->light.lut || upload_table(ls->gpu, o->light.lut, l, f)) &&
           open_program(ls, l, o->light.lut, f);
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
        gpu_texture_finish(&ls->outputs[i].table);
        gpu_target_finish(&ls->outputs[i].bytes);
        ls->outputs[i] = (struct lit){0};
    }
}

void lights_finish(struct lights *ls)
{
    finish_outputs(ls);
    for (int i = 0; i < LIT_VARIANTS; i++)
        gpu_program_destroy(ls->programs[i]);
    *ls = (struct lights){0};
}

// Programs stay: they are compiled.
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

static void set_table(struct lights *ls, struct gpu_program *p, const struct lit *l)
{
    gpu_uniform_1f(p, "u_table_edge", l->table_edge);
    gpu_uniform_texture(ls->gpu, p, "u_table", 2, &l->table);
    gpu_uniform_3f(p, "u_table_least", l->table_least[0], l->table_least[1], l->table_least[2]);
    gpu_uniform_3f(p, "u_table_step", l->table_step[0], l->table_step[1], l->table_step[2]);
}

void lights_pass(struct lights *ls, int output, const struct gpu_texture *from)
{
    const struct lit *l = &ls->outputs[output];
    struct gpu_program *p = ls->programs[l->variant];
    gpu_target_bind_bytes(ls->gpu, &l->bytes);
    gpu_blend(ls->gpu, false);
    gpu_uniform_texture(ls->gpu, p, "u_light", 0, from);
    if (l->share.id)
        gpu_uniform_texture(ls->gpu, p, "u_share", 1, &l->share);
    set_vec3(p, "u_gain", l->grade.light);
    set_vec3(p, "u_lift", l->grade.lift);
    if (l->grade.exponent > 0)
        gpu_uniform_1f(p, "u_exponent", (float)(1 / l->grade.exponent));
    if (l->table.id)
        set_table(ls, p, l);
    gpu_quad_draw(ls->gpu);
}
