// Pictures that a scene draws on. One that keeps what is on it is painted once for each time that
// its scene laid a list, seen or not, and never twice for the same.
#include "render/private.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>

#define LIGHT_MOST 64 // of what adds up, white being 1

// What keeps is added to and faded thousands of times: half floats lose a part each time.
static enum gpu_format format_of(const struct media *m)
{
    return m->keeps ? GPU_RGBA32F : GPU_RGBA16F;
}

static void drop(struct render *r, struct offscreen *o)
{
    r->bytes -= layer_bytes(&o->target.texture);
    gpu_target_finish(&o->target);
    *o = (struct offscreen){0};
}

void offscreen_finish(struct render *r)
{
    for (int i = 0; i < OFFSCREENS; i++)
        if (r->offscreens[i].media)
            drop(r, &r->offscreens[i]);
}

void offscreen_update(struct render *r, const struct scene *scene)
{
    for (int i = 0; i < OFFSCREENS; i++) {
        struct offscreen *o = &r->offscreens[i];
        if (o->media && !media_find((struct media_table *)&scene->media, o->media))
            drop(r, o);
    }
}

static struct offscreen *find(const struct render *r, media_handle media)
{
    for (int i = 0; media && i < OFFSCREENS; i++)
        if (r->offscreens[i].media == media)
            return (struct offscreen *)&r->offscreens[i];
    return NULL;
}

const struct gpu_texture *offscreen_texture(const struct render *r, media_handle media)
{
    const struct offscreen *o = find(r, media);
    return o ? &o->target.texture : NULL;
}

static struct offscreen *create(struct render *r, media_handle media, const struct media *m)
{
    struct offscreen *o = NULL;
    struct fault f = {0};
    struct gpu_texture wanted = {.format = format_of(m), .width = m->width, .height = m->height};
    size_t bytes = layer_bytes(&wanted);
    for (int i = 0; i < OFFSCREENS && !o; i++)
        o = r->offscreens[i].media ? NULL : &r->offscreens[i];
    if (o && r->bytes + bytes > LAYER_BYTES)
        layer_rest(r, INFINITY);
    if (!o || r->bytes + bytes > LAYER_BYTES ||
        !gpu_target_init(r->gpu, &o->target, wanted.format, m->width, m->height, &f)) {
        char what[80];
        snprintf(what, sizeof what, "a picture of %d x %d px", m->width, m->height);
        render_told_full(r, what);
        return NULL;
    }
    r->bytes += bytes;
    o->media = media;
    o->faded_s = r->scene->now_s;
    gpu_target_bind(r->gpu, &o->target);
    gpu_target_clear(r->gpu, 0, 0, 0, 0);
    return o;
}

static void apply(struct render *r, enum gpu_mix mix, float light, float alpha)
{
    gpu_mix(r->gpu, mix);
    gpu_program_use(r->gpu, r->flat);
    gpu_uniform_4f(r->flat, "u_value", light, light, light, alpha);
    gpu_quad_draw(r->gpu);
}

// What was on it, less what time takes. Bounded, so that what adds up never becomes infinite.
static void keep(struct render *r, struct offscreen *o, const struct media *m)
{
    apply(r, GPU_MIX_LEAST, LIGHT_MOST, 1);
    float left = (float)exp2(-fmax(0, r->scene->now_s - o->faded_s) / m->fade_s);
    if (m->fade_s > 0 && left < 1)
        apply(r, GPU_MIX_SCALE, left, left);
    o->faded_s = r->scene->now_s;
}

bool offscreen_begin(struct render *r, const struct draw_command *c)
{
    media_handle media = c->image.media;
    const struct media *m = media_find((struct media_table *)&r->scene->media, media);
    if (!m || m->kind != MEDIA_CANVAS || (m->keeps && r->again))
        return false;
    struct offscreen *o = find(r, media);
    if (!o)
        o = create(r, media, m);
    if (!o)
        return false;
    struct level *level = &r->levels[r->depth++];
    *level = (struct level){.below = r->onto,
                            .width = r->painter.width,
                            .height = r->painter.height,
                            .opaque = r->opaque};
    for (int i = 0; i < 4; i++)
        level->touched[i] = r->touched[i];
    render_onto(r, &o->target, false);
    if (o->pass != r->pass) {
        if (m->keeps)
            keep(r, o, m);
        else
            gpu_target_clear(r->gpu, 0, 0, 0, 0);
    }
    o->pass = r->pass;
    return true;
}
