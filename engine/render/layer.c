// Groups: painted apart on transparency, times their mask, laid down as one.
#include "render/private.h"

#include "base/log.h"

#include <math.h>
#include <string.h>

#define EDGE_OF_SIGMA 2.563 // 10 % to 90 % of a straight edge that a Gaussian made soft
#define SOFTEN_SAMPLES 32   // on each side

size_t layer_bytes(const struct gpu_texture *t)
{
    size_t px = t->format == GPU_RGBA32F ? 16 : t->format == GPU_RGBA16F ? 8 : 4;
    return (size_t)t->width * (size_t)t->height * px;
}

static void drop(struct render *r, struct pooled *p)
{
    if (p->target.framebuffer)
        r->bytes -= layer_bytes(&p->target.texture);
    gpu_target_finish(&p->target);
    *p = (struct pooled){0};
}

void layer_finish(struct render *r)
{
    for (int i = 0; i < LAYER_TARGETS; i++)
        drop(r, &r->pool[i]);
}

void layer_rest(struct render *r, double now_s)
{
    for (int i = 0; i < LAYER_TARGETS; i++) {
        struct pooled *p = &r->pool[i];
        if (p->target.framebuffer && !p->used && now_s > p->used_s + LAYER_REST_S)
            drop(r, p);
    }
}

static struct pooled *free_place(struct render *r)
{
    for (int i = 0; i < LAYER_TARGETS; i++)
        if (!r->pool[i].target.framebuffer)
            return &r->pool[i];
    for (int i = 0; i < LAYER_TARGETS; i++) {
        if (!r->pool[i].used) {
            drop(r, &r->pool[i]);
            return &r->pool[i];
        }
    }
    return NULL;
}

// A transparent target like another's size; NULL when there is no more.
static struct pooled *take(struct render *r, enum gpu_format format, const struct gpu_target *like)
{
    int width = like->texture.width, height = like->texture.height;
    struct pooled *p = NULL;
    for (int i = 0; i < LAYER_TARGETS && !p; i++) {
        const struct gpu_texture *t = &r->pool[i].target.texture;
        if (r->pool[i].target.framebuffer && !r->pool[i].used && t->format == format &&
            t->width == width && t->height == height)
            p = &r->pool[i];
    }
    if (!p) {
        struct fault f = {0};
        struct gpu_texture wanted = {.format = format, .width = width, .height = height};
        size_t bytes = layer_bytes(&wanted);
        if (r->bytes + bytes > LAYER_BYTES)
            layer_rest(r, INFINITY);
        p = r->bytes + bytes > LAYER_BYTES ? NULL : free_place(r);
        if (!p || !gpu_target_init(r->gpu, &p->target, format, width, height, &f)) {
            render_told_full(r, "a group or its mask");
            return NULL;
        }
        r->bytes += bytes;
        gpu_target_bind(r->gpu, &p->target);
        gpu_target_clear(r->gpu, 0, 0, 0, 0);
    }
    p->used = true;
    p->used_s = r->scene->now_s;
    return p;
}

// `dirty`: left, top, right, bottom of what is not transparent any more.
static void give_back(struct render *r, struct pooled *p, const int dirty[4])
{
    int rect[4] = {dirty[0], dirty[1], dirty[2] - dirty[0], dirty[3] - dirty[1]};
    if (!p)
        return;
    gpu_target_bind(r->gpu, &p->target);
    if (rect[2] > 0 && rect[3] > 0)
        gpu_target_clear_part(r->gpu, rect, 0, 0, 0, 0);
    p->used = false;
}

enum gpu_mix layer_mix(enum draw_blend blend)
{
    static const enum gpu_mix mixes[BLEND_MODES] = {[BLEND_OVER] = GPU_MIX_OVER,
                                                    [BLEND_ADD] = GPU_MIX_ADD,
                                                    [BLEND_SCREEN] = GPU_MIX_SCREEN,
                                                    [BLEND_MULTIPLY] = GPU_MIX_MULTIPLY,
                                                    [BLEND_ERASE] = GPU_MIX_ERASE};
    return mixes[blend];
}

bool layer_direct(void *user, enum draw_blend blend)
{
    const struct render *r = user;
    return blend == BLEND_MULTIPLY ? r->opaque : layer_mix(blend) != GPU_MIX_NONE;
}

static struct level *push(struct render *r, bool group)
{
    struct level *level = &r->levels[r->depth++];
    *level = (struct level){.group = group,
                            .below = r->onto,
                            .width = r->painter.width,
                            .height = r->painter.height,
                            .opaque = r->opaque};
    memcpy(level->touched, r->touched, sizeof level->touched);
    return level;
}

static void begin_group(struct render *r, const struct stage_paint *at,
                        const struct draw_layer *layer)
{
    struct level *level = push(r, true);
    level->layer = *layer;
    level->layer.opacity *= at->state->opacity;
    level->to_canvas = at->state->to_canvas;
    level->list = at->list;
    memcpy(level->clip, at->clip, sizeof level->clip);
    level->own = take(r, GPU_RGBA16F, r->onto);
    render_onto(r, level->own ? &level->own->target : level->below, !level->own && level->opaque);
}

bool layer_begin(void *user, const struct stage_paint *at, const struct draw_command *c)
{
    struct render *r = user;
    const int *clip = at->clip;
    if (r->depth >= LAYER_DEPTH)
        return false;
    if (c->op == DRAW_ONTO) {
        const struct gpu_target *below = r->onto;
        if (!offscreen_begin(r, c)) {
            gpu_target_bind(r->gpu, below);
            return false;
        }
        return true;
    }
    const struct draw_layer *layer = &at->list->layers[c->index];
    if (clip[0] >= clip[2] || clip[1] >= clip[3] || !(layer->opacity > 0) ||
        !(at->state->opacity > 0))
        return false;
    begin_group(r, at, layer);
    return true;
}

void layer_group(void *user, const struct stage_paint *at, enum draw_blend blend)
{
    const struct draw_layer plain = {.blend = blend, .opacity = 1};
    struct stage_paint whole = *at; // the command has the state's opacity itself
    struct draw_state state = *at->state;
    state.opacity = 1;
    whole.state = &state;
    begin_group(user, &whole, &plain);
}

// Both ways of a blur, within `part` of a target.
static void soften(struct render *r, struct pooled *mask, double sigma_px, const int part[4])
{
    struct pooled *across = take(r, GPU_RGBA16F, &mask->target);
    if (!across)
        return;
    const struct gpu_texture *t = &mask->target.texture;
    double step_px = fmax(1, 3 * sigma_px / SOFTEN_SAMPLES);
    int rect[4] = {part[0], part[1], part[2] - part[0], part[3] - part[1]};
    gpu_mix(r->gpu, GPU_MIX_NONE);
    for (int way = 0; way < 2; way++) {
        const struct pooled *from = way ? across : mask, *to = way ? mask : across;
        gpu_target_bind(r->gpu, &to->target);
        gpu_program_use(r->gpu, r->soften);
        gpu_uniform_texture(r->gpu, r->soften, "u_image", 0, &from->target.texture);
        gpu_uniform_2f(r->soften, "u_along_px", way ? 0 : 1, way ? 1 : 0);
        gpu_uniform_2f(r->soften, "u_size_px", (float)t->width, (float)t->height);
        gpu_uniform_1f(r->soften, "u_sigma_px", (float)sigma_px);
        gpu_uniform_1f(r->soften, "u_step_px", (float)step_px);
        gpu_uniform_1f(r->soften, "u_reach", (float)ceil(3 * sigma_px / step_px));
        gpu_scissor(r->gpu, rect);
        gpu_quad_draw(r->gpu);
    }
    gpu_scissor(r->gpu, NULL);
    give_back(r, across, part);
}

static enum draw_op mask_op(const struct render *r, const struct draw_layer *layer)
{
    const struct media *m = media_find((struct media_table *)&r->scene->media, layer->media);
    if (layer->mask == MASK_PATH)
        return DRAW_PATH;
    return m && m->kind == MEDIA_FILM ? DRAW_FILM : DRAW_PICTURE;
}

// `part`: what will be read of it; becomes what is not transparent any more. NULL: no mask.
static struct pooled *paint_mask(struct render *r, const struct level *level, int part[4])
{
    const struct draw_layer *layer = &level->layer;
    struct pooled *mask = take(r, GPU_RGBA16F, level->below);
    if (!mask)
        return NULL;
    double sigma_px = layer->mask == MASK_PATH
                          ? layer->soft_px * affine_sharpness(level->to_canvas) / EDGE_OF_SIGMA
                          : 0;
    sigma_px = fmin(sigma_px, 4096);
    int margin = sigma_px > 0.1 ? (int)ceil(3 * sigma_px) + 1 : 0;
    part[0] = part[0] > margin ? part[0] - margin : 0;
    part[1] = part[1] > margin ? part[1] - margin : 0;
    part[2] = part[2] + margin < level->width ? part[2] + margin : level->width;
    part[3] = part[3] + margin < level->height ? part[3] + margin : level->height;
    r->onto = &mask->target;
    gpu_target_bind(r->gpu, &mask->target);
    painter_mask(&r->painter, level->list, layer, mask_op(r, layer), &level->to_canvas, part);
    gpu_scissor(r->gpu, NULL);
    if (margin)
        soften(r, mask, sigma_px, part);
    return mask;
}

// Lays the group down within `part`.
static void lay(struct render *r, const struct level *level, const struct pooled *mask,
                const int part[4])
{
    const struct draw_layer *layer = &level->layer;
    bool direct =
        layer->blend == BLEND_MULTIPLY ? level->opaque : layer_mix(layer->blend) != GPU_MIX_NONE;
    int rect[4] = {part[0], part[1], part[2] - part[0], part[3] - part[1]};
    struct pooled *under = direct ? NULL : take(r, level->below->texture.format, level->below);
    if (under)
        gpu_target_copy_part(r->gpu, level->below, &under->target, rect);
    gpu_target_bind(r->gpu, level->below);
    gpu_mix(r->gpu, direct ? layer_mix(layer->blend) : under ? GPU_MIX_NONE : GPU_MIX_OVER);
    gpu_program_use(r->gpu, r->layer);
    gpu_uniform_texture(r->gpu, r->layer, "u_layer", 0, &level->own->target.texture);
    gpu_uniform_texture(r->gpu, r->layer, "u_mask", 1,
                        mask ? &mask->target.texture : &level->own->target.texture);
    gpu_uniform_texture(r->gpu, r->layer, "u_below", 2,
                        under ? &under->target.texture : &level->own->target.texture);
    gpu_uniform_1f(r->layer, "u_opacity", fminf(fmaxf(layer->opacity, 0), 1));
    gpu_uniform_1f(r->layer, "u_mode", under ? (float)layer->blend : 0);
    gpu_uniform_1f(r->layer, "u_by", mask ? layer->mask == MASK_LIGHT ? 1 : 2 : 0);
    gpu_uniform_1f(r->layer, "u_invert", layer->invert);
    gpu_scissor(r->gpu, rect);
    gpu_quad_draw(r->gpu);
    gpu_scissor(r->gpu, NULL);
    give_back(r, under, part);
}

void layer_end(void *user)
{
    struct render *r = user;
    struct level *level = &r->levels[--r->depth];
    int part[4], dirty[4];
    for (int i = 0; i < 2; i++) {
        part[i] = r->touched[i] > level->clip[i] ? r->touched[i] : level->clip[i];
        part[i + 2] =
            r->touched[i + 2] < level->clip[i + 2] ? r->touched[i + 2] : level->clip[i + 2];
    }
    memcpy(dirty, r->touched, sizeof dirty);
    bool any = level->own && part[0] < part[2] && part[1] < part[3];
    if (any) {
        int masked[4];
        memcpy(masked, part, sizeof masked);
        struct pooled *mask = level->layer.mask ? paint_mask(r, level, masked) : NULL;
        lay(r, level, mask, part);
        give_back(r, mask, masked);
    }
    give_back(r, level->own, dirty);
    bool erased = level->group && (!level->own ? !r->opaque : level->layer.blend == BLEND_ERASE);
    int drawn[4];
    memcpy(drawn, level->own ? part : r->touched, sizeof drawn);
    render_onto(r, level->below, level->opaque && !erased);
    memcpy(r->touched, level->touched, sizeof r->touched);
    r->painter.width = level->width;
    r->painter.height = level->height;
    if (level->group && (any || !level->own))
        render_touch(r, drawn);
}
