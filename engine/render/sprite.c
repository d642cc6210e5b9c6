// Sprites: the numbers of the draw list go to the GPU as they are, which makes corners of them.
#include "render/private.h"

#include <stdlib.h>

struct sprites {
    struct gpu *gpu;
    struct gpu_program *program;
    struct gpu_instances *plain, *tinted; // 4 and 8 numbers each
};

struct sprites *sprites_create(struct gpu *gpu, struct fault *f)
{
    static const int sizes[] = {4, 4};
    struct sprites *s = calloc(1, sizeof *s);
    if (!s) {
        fault_set(f, "memory is short");
        return NULL;
    }
    s->gpu = gpu;
    s->program = gpu_program_load(gpu, "sprite", f);
    s->plain = s->program ? gpu_instances_create(gpu, sizes, 1, f) : NULL;
    s->tinted = s->plain ? gpu_instances_create(gpu, sizes, 2, f) : NULL;
    if (s->tinted)
        return s;
    sprites_destroy(s);
    return NULL;
}

void sprites_destroy(struct sprites *s)
{
    if (!s)
        return;
    gpu_instances_destroy(s->plain);
    gpu_instances_destroy(s->tinted);
    gpu_program_destroy(s->program);
    free(s);
}

// Filtering must not reach for a neighbour on the same sheet: half a texel stays inside.
static void set_source(struct gpu_program *p, const struct gpu_texture *t, struct draw_rect s)
{
    float low[2] = {s.x, s.y}, high[2] = {s.x + s.w, s.y + s.h};
    const int size[2] = {t->width, t->height};
    for (int i = 0; i < 2; i++) {
        if (low[i] > high[i]) { // turned over
            float swapped = low[i];
            low[i] = high[i];
            high[i] = swapped;
        }
        float half = 0.5f / (float)size[i], middle = (low[i] + high[i]) / 2;
        low[i] = low[i] + half < middle ? low[i] + half : middle;
        high[i] = high[i] - half > middle ? high[i] - half : middle;
    }
    gpu_uniform_4f(p, "u_source", s.x, s.y, s.w, s.h);
    gpu_uniform_4f(p, "u_inside", low[0], low[1], high[0], high[1]);
    gpu_uniform_2f(p, "u_size_px", (float)t->width * (s.w < 0 ? -s.w : s.w),
                   (float)t->height * (s.h < 0 ? -s.h : s.h));
}

void sprites_draw(struct sprites *s, const struct sprite_batch *b,
                  const struct gpu_texture *picture, const struct gpu_target *onto)
{
    struct gpu_program *p = s->program;
    struct gpu_instances *n = b->each == 4 ? s->plain : s->tinted;
    const struct affine *m = &b->to_canvas;
    gpu_program_use(s->gpu, p);
    gpu_uniform_texture(s->gpu, p, "u_image", 0, picture);
    gpu_uniform_2f(p, "u_canvas_px", (float)onto->texture.width, (float)onto->texture.height);
    gpu_uniform_3x3(p, "u_to_canvas", (float[9]){m->a, m->c, m->e, m->b, m->d, m->f, 0, 0, 1});
    gpu_uniform_4f(p, "u_tint", b->color[0], b->color[1], b->color[2], b->color[3]);
    set_source(p, picture, b->source);
    gpu_instances_upload(s->gpu, n, b->values, (int)b->count, false);
    gpu_instances_draw(s->gpu, n);
}
