// Canvases painted on their surfaces, output by output.
#include "surfaces/surfaces.h"
#include "base/log.h"
#include "surfaces/private.h"

#include <stdlib.h>
#include <string.h>

struct surfaces {
    struct gpu *gpu;             // borrowed
    struct gpu_program *overlay; // NULL until it is wanted
    bool overlay_failed;
    struct painters painters;
    struct mapping_desc desc;
    struct gpu_target canvases[MAPPING_SURFACES]; // of the last show; borrowed, without: black
    int canvas_count;
    bool due[MAPPING_OUTPUTS]; // its canvases are to be painted, once somebody wants to see it
    struct gpu_target outputs[MAPPING_OUTPUTS]; // made when they are wanted
    struct gpu_target seen[MAPPING_OUTPUTS];    // that one, or the canvas that it would repeat
    struct lights lights;                       // after the warp
    bool failed[MAPPING_OUTPUTS];
    struct shown shown[MAPPING_OUTPUTS];
    struct placed placed[MAPPING_OUTPUTS][MAPPING_SURFACES];
    struct masked masked[MAPPING_SURFACES];
    struct bent bent[MAPPING_OUTPUTS][MAPPING_SURFACES];
};

static bool place_bent(struct surfaces *s, const struct mapping *m, int output, int surface,
                       struct fault *f)
{
    struct bent *b = &s->bent[output][surface];
    if (!bent_init(s->gpu, m, output, surface, &s->lights.outputs[output], b, f))
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

// The one surface that is seen on the output, where its light can become the output's bytes as it
// is painted: with nothing to blend and no light beside it. -1: there is none such.
static int alone(const struct surfaces *s, int output)
{
    const struct lit *l = &s->lights.outputs[output];
    int one = -1;
    for (int i = 0; i < s->desc.surface_count; i++) {
        if (!s->placed[output][i].seen)
            continue;
        if (one >= 0)
            return -1;
        one = i;
    }
    bool painted = one >= 0 && (l->on || !s->placed[output][one].exact);
    return painted && (!l->on || l->dark) ? one : -1;
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
    s->painters.gpu = gpu;
    bool good = lights_init(&s->lights, gpu, desc, mapping, f);
    for (int i = 0; good && i < desc->surface_count; i++)
        good = masked_init(gpu, mapping, desc, i, &s->masked[i], f) ||
               fault_where(f, "surface %d", i + 1);
    for (int i = 0; good && i < desc->output_count; i++) {
        good = place(s, mapping, i, f) &&
               (covering(s, i) >= 0 || alone(s, i) >= 0 || open_output(s, i, f));
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
    if (s->overlay)
        gpu_program_destroy(s->overlay);
    lights_finish(&s->lights);
    painters_finish(&s->painters);
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
        s->seen[i] = (struct gpu_target){0};
        s->due[i] = s->canvas_count > 0;
        good = place(s, mapping, i, f) && good;
    }
    return good;
}

static void set_vec4(struct gpu_program *p, const char *name, const float v[4])
{
    gpu_uniform_4f(p, name, v[0], v[1], v[2], v[3]);
}

// `last` NULL: light, over what lies below.
static void straight(struct surfaces *s, int output, int surface, const struct gpu_texture *canvas,
                     const struct onto *onto, const struct last *last)
{
    const struct placed *p = &s->placed[output][surface];
    const struct shown *o = &s->shown[output];
    const struct masked *masked = &s->masked[surface];
    enum painters_shape shape = masked->texture.id ? PAINTERS_STRAIGHT_MASKED : PAINTERS_STRAIGHT;
    struct gpu_program *program =
        painters_of(&s->painters, shape, last ? last->variant : PAINTERS_LIGHT);
    struct size2 size = s->desc.surfaces[surface].size, part = s->desc.outputs[output].size;
    if (!program)
        return;
    int y = onto->target ? p->scissor[1]
                         : onto->window.height - onto->y - p->scissor[1] - p->scissor[3];
    gpu_scissor(s->gpu, (int[4]){onto->x + p->scissor[0], y, p->scissor[2], p->scissor[3]});
    gpu_blend(s->gpu, !last);
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
    if (last)
        last_set(last, program, onto);
    gpu_quad_draw(s->gpu);
    gpu_scissor(s->gpu, NULL);
}

static void draw(struct surfaces *s, int output, int surface, const struct gpu_texture *canvas,
                 const struct onto *onto, const struct last *last)
{
    const struct placed *p = &s->placed[output][surface];
    if (p->bent)
        bent_draw(&s->painters, &s->bent[output][surface], p, &s->masked[surface],
                  s->desc.surfaces[surface].size, s->desc.outputs[output].size, canvas, onto, last);
    else
        straight(s, output, surface, canvas, onto, last);
}

// NULL: it stays black.
static const struct gpu_target *canvas_of(const struct surfaces *s, int surface)
{
    int canvas = s->desc.surfaces[surface].canvas;
    bool there = canvas >= 0 && canvas < s->canvas_count && s->canvases[canvas].framebuffer;
    return there ? &s->canvases[canvas] : NULL;
}

static void paint(struct surfaces *s, int output, int surface, const struct onto *onto)
{
    const struct placed *p = &s->placed[output][surface];
    struct size2 size = s->desc.surfaces[surface].size;
    const struct gpu_target *canvas = canvas_of(s, surface);
    if (!p->seen || !canvas)
        return;
    const struct gpu_texture *t = &canvas->texture;
    bool bytes = t->format == GPU_SRGBA8 && !s->lights.outputs[output].on;
    if (p->exact && bytes && t->width == size.width && t->height == size.height) {
        gpu_target_copy(s->gpu, canvas, &s->outputs[output], p->at_x, p->at_y);
        gpu_target_bind(s->gpu, &s->outputs[output]);
    } else {
        draw(s, output, surface, t, onto, NULL);
    }
}

// The canvas that the output would repeat; NULL: it is painted.
static const struct gpu_target *repeated(const struct surfaces *s, int output)
{
    int surface = covering(s, output);
    const struct gpu_target *t = surface >= 0 ? canvas_of(s, surface) : NULL;
    if (!t || t->texture.format != GPU_SRGBA8)
        return NULL;
    struct size2 size = {t->texture.width, t->texture.height};
    return same_size(size, s->desc.outputs[output].size) ? t : NULL;
}

static struct onto onto_target(const struct gpu_target *t)
{
    return (struct onto){.target = t, .width = t->texture.width, .height = t->texture.height};
}

void onto_bind(struct gpu *gpu, struct onto *o, bool bytes)
{
    if (!o->target) {
        gpu_window_bind(gpu, o->window, o->x, o->y, o->width, o->height, o->place);
        o->down = -1;
        return;
    }
    (bytes ? gpu_target_bind_bytes : gpu_target_bind)(gpu, o->target);
    memcpy(o->place, (const float[4]){0, 0, 1, 1}, sizeof o->place);
    o->down = 1;
}

// All surfaces, on the output's own target.
static void show(struct surfaces *s, int output)
{
    struct onto onto = onto_target(&s->outputs[output]);
    onto_bind(s->gpu, &onto, false);
    gpu_target_clear(s->gpu, 0, 0, 0, 1);
    for (int i = 0; i < s->desc.surface_count; i++)
        paint(s, output, i, &onto);
}

// The bytes of an output that does something to light, or whose only surface can be painted as
// bytes. False: no memory.
static bool paint_bytes(struct surfaces *s, int output, struct onto *onto)
{
    const struct gpu_target *canvas = repeated(s, output);
    const struct lit *l = &s->lights.outputs[output];
    int one = canvas ? -1 : alone(s, output);
    if (one < 0 && !canvas) {
        if (!wants_output(s, output))
            return false;
        show(s, output);
    }
    if (one < 0) {
        lights_pass(&s->lights, &s->painters, output,
                    canvas ? &canvas->texture : &s->outputs[output].texture, onto);
        return true;
    }
    struct last last = {&s->lights, output, l->on ? l->variant : PAINTERS_PLAIN};
    onto_bind(s->gpu, onto, true);
    if (onto->target)
        gpu_target_clear(s->gpu, 0, 0, 0, 1);
    if (canvas_of(s, one))
        draw(s, output, one, &canvas_of(s, one)->texture, onto, &last);
    return true;
}

// Where an output that does something to light is painted; NULL: no memory, told once.
static const struct gpu_target *wants_bytes(struct surfaces *s, int output)
{
    struct gpu_target *t = &s->lights.outputs[output].bytes;
    struct size2 size = s->desc.outputs[output].size;
    struct fault f;
    if (!t->framebuffer && !s->failed[output] &&
        !gpu_target_init(s->gpu, t, GPU_SRGBA8, size.width, size.height, &f)) {
        s->failed[output] = true;
        log_warning("surfaces", "output %d: %s", output + 1, f.text);
    }
    return t->framebuffer ? t : NULL;
}

// Somebody wants to see it.
static void settle(struct surfaces *s, int output)
{
    const struct gpu_target *canvas = repeated(s, output), *to;
    if (!s->due[output])
        return;
    s->due[output] = false;
    if (s->lights.outputs[output].on && (to = wants_bytes(s, output))) {
        struct onto onto = onto_target(to);
        if (paint_bytes(s, output, &onto))
            s->seen[output] = *to;
    } else if (!s->lights.outputs[output].on && canvas) {
        s->seen[output] = *canvas;
    } else if (!s->lights.outputs[output].on && wants_output(s, output)) {
        show(s, output);
        s->seen[output] = s->outputs[output];
    }
}

void surfaces_show(struct surfaces *s, const struct gpu_target *const *canvases, int count)
{
    s->canvas_count = count < MAPPING_SURFACES ? count : MAPPING_SURFACES;
    for (int i = 0; i < s->canvas_count; i++)
        s->canvases[i] = canvases[i] ? *canvases[i] : (struct gpu_target){0};
    for (int o = 0; o < s->desc.output_count; o++) {
        s->seen[o] = (struct gpu_target){0};
        s->due[o] = true;
    }
}

void surfaces_present(struct surfaces *s, int output, struct size2 window, int x, int y, int width,
                      int height, gpu_presenter *scaled)
{
    struct size2 size = s->desc.outputs[output].size;
    bool straight_on = s->due[output] && width == size.width && height == size.height;
    bool bytes = s->lights.outputs[output].on || (!repeated(s, output) && alone(s, output) >= 0);
    struct onto onto = {.window = window, .x = x, .y = y, .width = width, .height = height};
    if (straight_on && bytes && paint_bytes(s, output, &onto))
        return;
    settle(s, output);
    if (s->seen[output].framebuffer)
        scaled(s->gpu, &s->seen[output], window, x, y, width, height);
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
        return wants_bytes(s, output);
    return wants_output(s, output) ? &s->outputs[output] : NULL;
}

void surfaces_overlay(struct surfaces *s, int output, const struct gpu_target *overlay)
{
    settle(s, output);
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

const struct gpu_target *surfaces_output(struct surfaces *s, int output)
{
    if (output < 0 || output >= s->desc.output_count)
        return NULL;
    settle(s, output);
    return &s->seen[output];
}
