// Canvases painted on their surfaces, output by output.
#include "surfaces/surfaces.h"
#include "base/log.h"
#include "surfaces/private.h"

#include <stdlib.h>
#include <string.h>

struct surfaces {
    struct gpu *gpu;                       // borrowed
    struct gpu_program *program, *masking; // of surfaces without masks, and with
    struct gpu_program *overlay;           // NULL until it is wanted
    bool overlay_failed;
    struct mapping_desc desc;
    struct gpu_target outputs[MAPPING_OUTPUTS]; // made when they are wanted
    struct gpu_target seen[MAPPING_OUTPUTS];    // that one, or the canvas that it would repeat
    struct lights lights;                       // after the warp
    bool failed[MAPPING_OUTPUTS];
    struct shown shown[MAPPING_OUTPUTS];
    struct placed placed[MAPPING_OUTPUTS][MAPPING_SURFACES];
    struct masked masked[MAPPING_SURFACES];
    struct bent_programs bent_programs;
    struct bent bent[MAPPING_OUTPUTS][MAPPING_SURFACES];
};

static bool place_bent(struct surfaces *s, const struct mapping *m, int output, int surface,
                       struct fault *f)
{
    struct bent *b = &s->bent[output][surface];
    if (!s->bent_programs.edge && !bent_programs_init(s->gpu, &s->bent_programs, f))
        return false;
    if (!bent_init(s->gpu, m, output, surface, b, f))
        return false;
    s->placed[output][surface].seen = b->mesh != NULL;
    return true;
}

static bool place(struct surfaces *s, const struct mapping *m, int n, struct fault *f)
{
    place_output(m, &s->desc, n, &s->shown[n]);
    for (int i = 0; i < s->desc.surface_count; i++) {
        place_surface(m, &s->desc, n, i, &s->placed[n][i]);
        s->placed[n][i].exact &= !s->masked[i].texture.id;
        if (s->placed[n][i].bent && !place_bent(s, m, n, i, f))
            return fault_where(f, "surface %d", i + 1);
    }
    return true;
}

static bool same_size(struct size2 a, struct size2 b)
{
    return a.width == b.width && a.height == b.height;
}

// The surface, pixel on pixel over all of the output, that lies on top; -1: none does. Such an
// output is its canvas: neither memory nor a pass of its own.
static int covering(const struct surfaces *s, int output)
{
    for (int i = s->desc.surface_count - 1; i >= 0; i--) {
        const struct placed *p = &s->placed[output][i];
        if (!p->seen)
            continue;
        bool whole = p->exact && !p->at_x && !p->at_y &&
                     same_size(s->desc.surfaces[i].size, s->desc.outputs[output].size);
        return whole ? i : -1;
    }
    return -1;
}

static bool open_output(struct surfaces *s, int n, struct fault *f)
{
    struct size2 size = s->desc.outputs[n].size;
    if (s->outputs[n].framebuffer)
        return true;
    enum gpu_format format = s->lights.outputs[n].on ? GPU_RGBA16F : GPU_SRGBA8;
    return gpu_target_init(s->gpu, &s->outputs[n], format, size.width, size.height, f) ||
           fault_where(f, "output %d", n + 1);
}

// The same during the show: told once.
static bool wants_output(struct surfaces *s, int n)
{
    struct fault f;
    if (!s->failed[n] && !open_output(s, n, &f)) {
        s->failed[n] = true;
        log_warning("surfaces", "%s", f.text);
    }
    return !s->failed[n];
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
    s->masking = s->program ? gpu_program_variant(gpu, "surface", MASKED_DEFINES, f) : NULL;
    bool good = s->masking && lights_init(&s->lights, gpu, desc, mapping, f);
    for (int i = 0; good && i < desc->surface_count; i++)
        good = masked_init(gpu, mapping, desc, i, &s->masked[i], f) ||
               fault_where(f, "surface %d", i + 1);
    for (int i = 0; good && i < desc->output_count; i++) {
        good = place(s, mapping, i, f) && (covering(s, i) >= 0 || open_output(s, i, f));
    }
    if (good)
        return s;
    surfaces_destroy(s);
    return NULL;
}

void surfaces_destroy(struct surfaces *s)
{
    if (!s)
        return;
    for (int i = 0; i < MAPPING_OUTPUTS; i++) {
        gpu_target_finish(&s->outputs[i]);
        for (int k = 0; k < MAPPING_SURFACES; k++)
            bent_finish(&s->bent[i][k]);
    }
    for (int i = 0; i < MAPPING_SURFACES; i++)
        masked_finish(&s->masked[i]);
    bent_programs_finish(&s->bent_programs);
    if (s->overlay)
        gpu_program_destroy(s->overlay);
    lights_finish(&s->lights);
    gpu_program_destroy(s->program);
    gpu_program_destroy(s->masking);
    free(s);
}

// Masks of surfaces are worked out anew where they are others.
static bool follow_masks(struct surfaces *s, const struct mapping_desc *desc,
                         const struct mapping *mapping, struct fault *f)
{
    if (memcmp(s->desc.masks, desc->masks, sizeof desc->masks) == 0)
        return true;
    bool good = true;
    for (int i = 0; i < desc->surface_count; i++) {
        masked_finish(&s->masked[i]);
        s->masked[i] = (struct masked){0};
        good = masked_init(s->gpu, mapping, desc, i, &s->masked[i], f) && good;
    }
    return good;
}

bool surfaces_follow(struct surfaces *s, const struct mapping_desc *desc,
                     const struct mapping *mapping, bool light, struct fault *f)
{
    bool good = follow_masks(s, desc, mapping, f);
    s->desc = *desc;
    good = (!light || lights_follow(&s->lights, desc, mapping, f)) && good;
    for (int i = 0; i < desc->output_count; i++) {
        enum gpu_format format = s->lights.outputs[i].on ? GPU_RGBA16F : GPU_SRGBA8;
        if (s->outputs[i].framebuffer && s->outputs[i].texture.format != format)
            gpu_target_finish(&s->outputs[i]);
        for (int k = 0; k < desc->surface_count; k++)
            bent_finish(&s->bent[i][k]);
        s->failed[i] = false;
        good = place(s, mapping, i, f) && good;
    }
    return good;
}

static void set_vec4(struct gpu_program *p, const char *name, const float v[4])
{
    gpu_uniform_4f(p, name, v[0], v[1], v[2], v[3]);
}

static void straight(struct surfaces *s, int output, int surface, const struct gpu_texture *canvas)
{
    const struct placed *p = &s->placed[output][surface];
    const struct shown *o = &s->shown[output];
    const struct masked *masked = &s->masked[surface];
    struct gpu_program *program = masked->texture.id ? s->masking : s->program;
    struct size2 size = s->desc.surfaces[surface].size, part = s->desc.outputs[output].size;
    gpu_target_bind(s->gpu, &s->outputs[output]);
    gpu_scissor(s->gpu, p->scissor);
    gpu_blend(s->gpu, true);
    gpu_uniform_texture(s->gpu, program, "u_canvas", 0, canvas);
    gpu_uniform_3x3(program, "u_to_canvas", p->to_canvas);
    gpu_uniform_3x3(program, "u_to_part", o->to_part);
    gpu_uniform_2f(program, "u_canvas_px", (float)size.width, (float)size.height);
    set_vec4(program, "u_source", p->source);
    set_vec4(program, "u_bounds", p->bounds);
    gpu_uniform_2f(program, "u_part_px", (float)part.width, (float)part.height);
    set_vec4(program, "u_canvas_edge", p->canvas_edge);
    set_vec4(program, "u_part_edge", o->part_edge);
    gpu_uniform_2f(program, "u_taps", p->taps[0], p->taps[1]);
    if (masked->texture.id)
        masked_set(s->gpu, program, masked);
    gpu_quad_draw(s->gpu);
    gpu_scissor(s->gpu, NULL);
}

static void bend(struct surfaces *s, int output, int surface, const struct gpu_texture *canvas)
{
    gpu_target_bind(s->gpu, &s->outputs[output]);
    bent_draw(s->gpu, &s->bent_programs, &s->bent[output][surface], &s->placed[output][surface],
              &s->masked[surface], s->desc.surfaces[surface].size, s->desc.outputs[output].size,
              canvas);
}

static void paint(struct surfaces *s, int output, int surface, const struct gpu_target *canvas)
{
    const struct placed *p = &s->placed[output][surface];
    struct size2 size = s->desc.surfaces[surface].size;
    const struct gpu_texture *t = &canvas->texture;
    if (!p->seen)
        return;
    bool bytes = t->format == GPU_SRGBA8 && !s->lights.outputs[output].on;
    if (p->exact && bytes && t->width == size.width && t->height == size.height)
        gpu_target_copy(s->gpu, canvas, &s->outputs[output], p->at_x, p->at_y);
    else if (p->bent)
        bend(s, output, surface, t);
    else
        straight(s, output, surface, t);
}

// The canvas that the output would repeat; NULL: it is painted.
static const struct gpu_target *repeated(const struct surfaces *s, int output,
                                         const struct gpu_target *const *canvases, int count)
{
    int surface = covering(s, output);
    int canvas = surface >= 0 ? s->desc.surfaces[surface].canvas : -1;
    const struct gpu_target *t = canvas >= 0 && canvas < count ? canvases[canvas] : NULL;
    if (!t || t->texture.format != GPU_SRGBA8)
        return NULL;
    struct size2 size = {t->texture.width, t->texture.height};
    return same_size(size, s->desc.outputs[output].size) ? t : NULL;
}

static void show(struct surfaces *s, int output, const struct gpu_target *const *canvases,
                 int count)
{
    gpu_target_bind(s->gpu, &s->outputs[output]);
    gpu_target_clear(s->gpu, 0, 0, 0, 1);
    for (int i = 0; i < s->desc.surface_count; i++) {
        int canvas = s->desc.surfaces[i].canvas;
        if (canvas >= 0 && canvas < count && canvases[canvas])
            paint(s, output, i, canvases[canvas]);
    }
}

void surfaces_show(struct surfaces *s, const struct gpu_target *const *canvases, int count)
{
    for (int o = 0; o < s->desc.output_count; o++) {
        const struct gpu_target *canvas = repeated(s, o, canvases, count);
        s->seen[o] = (struct gpu_target){0};
        if (canvas) {
            s->seen[o] = *canvas;
        } else if (wants_output(s, o)) {
            show(s, o, canvases, count);
            s->seen[o] = s->outputs[o];
        }
        if (s->lights.outputs[o].on && s->seen[o].framebuffer) {
            lights_pass(&s->lights, o, &s->seen[o].texture);
            s->seen[o] = s->lights.outputs[o].bytes;
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

// What the output's overlay is laid on; NULL: there is no memory for it.
static const struct gpu_target *overlaid(struct surfaces *s, int output)
{
    if (s->lights.outputs[output].on)
        return &s->lights.outputs[output].bytes;
    return wants_output(s, output) ? &s->outputs[output] : NULL;
}

void surfaces_overlay(struct surfaces *s, int output, const struct gpu_target *overlay)
{
    const struct gpu_target *to = open_overlay(s) ? overlaid(s, output) : NULL;
    if (!to)
        return;
    if (s->seen[output].framebuffer != to->framebuffer) {
        if (s->seen[output].framebuffer) // its canvas is not drawn on
            gpu_target_copy(s->gpu, &s->seen[output], to, 0, 0);
        s->seen[output] = *to;
    }
    gpu_target_bind(s->gpu, to);
    gpu_blend(s->gpu, true);
    gpu_program_use(s->gpu, s->overlay);
    gpu_uniform_texture(s->gpu, s->overlay, "u_overlay", 0, &overlay->texture);
    gpu_quad_draw(s->gpu);
}

const struct gpu_target *surfaces_output(const struct surfaces *s, int output)
{
    return output >= 0 && output < s->desc.output_count ? &s->seen[output] : NULL;
}
