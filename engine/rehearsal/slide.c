// Pictures of outputs in light: taken when they change, with small ones for what is far.
#include "rehearsal/private.h"

bool slide_open(struct rehearsal *r, struct slide *s, struct size2 size, struct fault *f)
{
    if (!gpu_target_init(r->gpu, &s->light, GPU_RGBA16F, size.width, size.height, f))
        return false;
    s->changed = true;
    return true;
}

static void take(struct rehearsal *r, struct slide *s, double gamma)
{
    const struct gpu_target *p = s->picture;
    gpu_target_bind(r->gpu, &s->light);
    gpu_mix(r->gpu, GPU_MIX_NONE);
    if (p && p->texture.id) {
        gpu_program_use(r->gpu, r->slide_program);
        gpu_uniform_texture(r->gpu, r->slide_program, "u_picture", 0, &p->texture);
        gpu_uniform_1f(r->slide_program, "u_gamma", (float)gamma);
        gpu_quad_draw(r->gpu);
    } else {
        gpu_target_clear(r->gpu, 0, 0, 0, 1);
    }
    gpu_target_reduce(r->gpu, &s->light);
    s->changed = false;
}

bool slides_take(struct rehearsal *r)
{
    bool any = false;
    for (int i = 0; i < r->projector_count; i++) {
        struct projector *p = &r->projectors[i];
        any |= p->slide.changed;
        if (p->slide.changed)
            take(r, &p->slide, p->desc.gamma);
    }
    for (int i = 0; i < r->screen_count; i++) {
        struct screen *s = &r->screens[i];
        any |= s->slide.changed;
        if (s->slide.changed)
            take(r, &s->slide, 0);
    }
    return any;
}
