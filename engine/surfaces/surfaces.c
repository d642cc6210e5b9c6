// Canvases painted on their surfaces, output by output.
#include "surfaces/surfaces.h"
#include "base/log.h"
#include "surfaces/private.h"

#include <stdlib.h>

struct surfaces {
    struct gpu *gpu;                       // borrowed
    struct gpu_program *program, *overlay; // overlay: NULL until it is wanted
    bool overlay_failed;
    struct mapping_desc desc;
    struct gpu_target outputs[MAPPING_OUTPUTS];
    struct shown shown[MAPPING_OUTPUTS];
    struct placed placed[MAPPING_OUTPUTS][MAPPING_SURFACES];
};

static bool open_output(struct surfaces *s, const struct mapping *m, int n, struct fault *f)
{
    struct size2 size = s->desc.outputs[n].size;
    if (!gpu_target_init(s->gpu, &s->outputs[n], GPU_SRGBA8, size.width, size.height, f))
        return fault_where(f, "output %d", n + 1);
    place_output(m, &s->desc, n, &s->shown[n]);
    for (int i = 0; i < s->desc.surface_count; i++)
        place_surface(m, &s->desc, n, i, &s->placed[n][i]);
    return true;
}

struct surfaces *surfaces_create(struct gpu *gpu, const struct mapping_desc *desc,
                                 const struct mapping *mapping, struct fault *f)
{
    struct surfaces *s = calloc(1, sizeof *s);
    if (!s) {
        fault_set(f, "no memory");
        return NULL;
    }
    s->gpu = gpu;
    s->desc = *desc;
    s->program = gpu_program_later(gpu, "surface", f);
    bool good = s->program != NULL;
    for (int i = 0; good && i < desc->output_count; i++)
        good = open_output(s, mapping, i, f);
    if (good)
        return s;
    surfaces_destroy(s);
    return NULL;
}

void surfaces_destroy(struct surfaces *s)
{
    if (!s)
        return;
    for (int i = 0; i < MAPPING_OUTPUTS; i++)
        gpu_target_finish(&s->outputs[i]);
    if (s->overlay)
        gpu_program_destroy(s->overlay);
    gpu_program_destroy(s->program);
    free(s);
}

static void set_vec4(struct gpu_program *p, const char *name, const float v[4])
{
    gpu_uniform_4f(p, name, v[0], v[1], v[2], v[3]);
}

static void bend(struct surfaces *s, int output, int surface, const struct gpu_texture *canvas)
{
    const struct placed *p = &s->placed[output][surface];
    const struct shown *o = &s->shown[output];
    struct size2 size = s->desc.surfaces[surface].size, part = s->desc.outputs[output].size;
    gpu_target_bind(s->gpu, &s->outputs[output]);
    gpu_scissor(s->gpu, p->scissor);
    gpu_blend(s->gpu, true);
    gpu_uniform_texture(s->gpu, s->program, "u_canvas", 0, canvas);
    gpu_uniform_3x3(s->program, "u_to_canvas", p->to_canvas);
    gpu_uniform_3x3(s->program, "u_to_part", o->to_part);
    gpu_uniform_2f(s->program, "u_canvas_px", (float)size.width, (float)size.height);
    gpu_uniform_2f(s->program, "u_part_px", (float)part.width, (float)part.height);
    set_vec4(s->program, "u_canvas_edge", p->canvas_edge);
    set_vec4(s->program, "u_part_edge", o->part_edge);
    gpu_uniform_2f(s->program, "u_taps", p->taps[0], p->taps[1]);
    gpu_quad_draw(s->gpu);
    gpu_scissor(s->gpu, NULL);
}

static void paint(struct surfaces *s, int output, int surface, const struct gpu_target *canvas)
{
    const struct placed *p = &s->placed[output][surface];
    struct size2 size = s->desc.surfaces[surface].size;
    const struct gpu_texture *t = &canvas->texture;
    if (!p->seen)
        return;
    if (p->exact && t->format == GPU_SRGBA8 && t->width == size.width && t->height == size.height)
        gpu_target_copy(s->gpu, canvas, &s->outputs[output], p->at_x, p->at_y);
    else
        bend(s, output, surface, t);
}

void surfaces_show(struct surfaces *s, const struct gpu_target *const *canvases, int count)
{
    for (int o = 0; o < s->desc.output_count; o++) {
        gpu_target_bind(s->gpu, &s->outputs[o]);
        gpu_target_clear(s->gpu, 0, 0, 0, 1);
        for (int i = 0; i < s->desc.surface_count; i++) {
            int canvas = s->desc.surfaces[i].canvas;
            if (canvas >= 0 && canvas < count && canvases[canvas])
                paint(s, o, i, canvases[canvas]);
        }
    }
}

static bool open_overlay(struct surfaces *s)
{
    struct fault f;
    if (s->overlay || s->overlay_failed)
        return s->overlay != NULL;
    s->overlay = gpu_program_load(s->gpu, "overlay", &f);
    s->overlay_failed = !s->overlay;
    if (!s->overlay)
        log_warning("surfaces", "nothing is laid over outputs: %s", f.text);
    return s->overlay != NULL;
}

void surfaces_overlay(struct surfaces *s, int output, const struct gpu_target *overlay)
{
    if (!open_overlay(s))
        return;
    gpu_target_bind(s->gpu, &s->outputs[output]);
    gpu_blend(s->gpu, true);
    gpu_program_use(s->gpu, s->overlay);
    gpu_uniform_texture(s->gpu, s->overlay, "u_overlay", 0, &overlay->texture);
    gpu_quad_draw(s->gpu);
}

const struct gpu_target *surfaces_output(const struct surfaces *s, int output)
{
    return output >= 0 && output < s->desc.output_count ? &s->outputs[output] : NULL;
}
