// Sprites: the numbers of the draw list go to the GPU as they are, those of a swarm once in a
// while; it makes corners of them.
#include "render/private.h"

#include "base/log.h"
#include "scene/swarm.h"

#include <stdlib.h>

// What the GPU has of a swarm.
struct swarm_slot {
    media_handle media; // 0: free
    int64_t block;
    struct gpu_instances *ways;
};

struct sprites {
    struct gpu *gpu;
    struct gpu_program *program;          // loaded with the first sprite
    struct gpu_instances *plain, *tinted; // 4 and 8 numbers each
    struct swarm_slot slots[MEDIA_MAX];
    float *values; // of a swarm on its way to the GPU; owned
    uint32_t room; // sprites
    bool broken;   // told
};

struct sprites *sprites_create(struct gpu *gpu)
{
    struct sprites *s = calloc(1, sizeof *s);
    if (s)
        s->gpu = gpu;
    return s;
}

void sprites_destroy(struct sprites *s)
{
    if (!s)
        return;
    for (int i = 0; i < MEDIA_MAX; i++)
        gpu_instances_destroy(s->slots[i].ways);
    gpu_instances_destroy(s->plain);
    gpu_instances_destroy(s->tinted);
    gpu_program_destroy(s->program);
    free(s->values);
    free(s);
}

void sprites_update(struct sprites *s, const struct scene *scene)
{
    for (int i = 0; i < scene->media.reach; i++) {
        struct swarm_slot *slot = &s->slots[i];
        if (!slot->media || media_find((struct media_table *)&scene->media, slot->media))
            continue;
        gpu_instances_destroy(slot->ways);
        *slot = (struct swarm_slot){0};
    }
}

// Most scenes have no sprites: nothing is compiled for them.
static bool prepare(struct sprites *s)
{
    static const int sizes[] = {4, 4};
    struct fault f = {0};
    if (s->tinted || s->broken)
        return s->tinted != NULL;
    s->program = gpu_program_load(s->gpu, "sprite", &f);
    s->plain = s->program ? gpu_instances_create(s->gpu, sizes, 1, &f) : NULL;
    s->tinted = s->plain ? gpu_instances_create(s->gpu, sizes, 2, &f) : NULL;
    s->broken = !s->tinted;
    if (s->broken)
        log_error("render", "sprites are left out: %s", f.text);
    return s->tinted != NULL;
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

static bool make_room(struct sprites *s, uint32_t count)
{
    if (count <= s->room)
        return true;
    float *bigger = realloc(s->values, count * SWARM_FLOATS * sizeof *bigger);
    if (!bigger)
        return false;
    s->values = bigger;
    s->room = count;
    return true;
}

// The ways of a swarm from the block of time that is now; NULL: not there.
static struct gpu_instances *ways(struct sprites *s, media_handle media, const struct swarm *swarm,
                                  int64_t block)
{
    static const int sizes[] = {4, 4, 4, 1};
    struct swarm_slot *slot = &s->slots[(media & 0xffff) - 1];
    if (slot->media == media && slot->block == block)
        return slot->ways;
    if (!make_room(s, swarm->count))
        return NULL;
    if (!slot->ways)
        slot->ways = gpu_instances_create(s->gpu, sizes, 4, NULL);
    if (!slot->ways)
        return NULL;
    swarm_values(swarm, block, s->values);
    gpu_instances_upload(s->gpu, slot->ways, s->values, (int)swarm->count, true);
    slot->media = media;
    slot->block = block;
    return slot->ways;
}

static struct gpu_instances *set_swarm(struct sprites *s, const struct sprite_batch *b,
                                       const struct scene *scene)
{
    const struct media *m = media_find((struct media_table *)&scene->media, b->swarm);
    const struct swarm *swarm = m ? m->swarm : NULL;
    struct gpu_program *p = s->program;
    if (!swarm || swarm->count == 0)
        return NULL;
    int64_t block = swarm_block(swarm, scene->now_s);
    struct gpu_instances *n = ways(s, b->swarm, swarm, block);
    const float *box = swarm->box;
    double time_s = scene->now_s - swarm->since_s - (double)block * SWARM_BLOCK_S;
    gpu_uniform_1f(p, "u_swarm", 1 + (float)swarm->edge);
    gpu_uniform_1f(p, "u_again", swarm->again);
    gpu_uniform_1f(p, "u_time_s", (float)time_s);
    gpu_uniform_4f(p, "u_box_px", box[0], box[1], box[2] - box[0], box[3] - box[1]);
    gpu_uniform_2f(p, "u_pull", swarm->pull[0], swarm->pull[1]);
    gpu_uniform_2f(p, "u_fade_s", swarm->fade_in_s, swarm->fade_out_s);
    return n;
}

void sprites_draw(struct sprites *s, const struct sprite_batch *b, const struct scene *scene,
                  const struct gpu_texture *picture, const struct gpu_target *onto)
{
    const struct affine *m = &b->to_canvas;
    if (!prepare(s))
        return;
    struct gpu_program *p = s->program;
    struct gpu_instances *n = b->each == 8 ? s->tinted : s->plain;
    gpu_program_use(s->gpu, p);
    gpu_uniform_texture(s->gpu, p, "u_image", 0, picture);
    gpu_uniform_2f(p, "u_canvas_px", (float)onto->texture.width, (float)onto->texture.height);
    gpu_uniform_3x3(p, "u_to_canvas", (float[9]){m->a, m->c, m->e, m->b, m->d, m->f, 0, 0, 1});
    gpu_uniform_4f(p, "u_tint", b->color[0], b->color[1], b->color[2], b->color[3]);
    set_source(p, picture, b->source);
    if (b->swarm) {
        n = set_swarm(s, b, scene);
    } else {
        gpu_uniform_1f(p, "u_swarm", 0);
        gpu_instances_upload(s->gpu, n, b->values, (int)b->count, false);
    }
    if (n)
        gpu_instances_draw(s->gpu, n);
}
