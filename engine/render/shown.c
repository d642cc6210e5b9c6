// A stage as it is shown: while one scene gives way to the next, both of them, mixed by show time;
// and the stage's opacity. Without either the canvas itself is shown.
#include "render/private.h"

#include "base/log.h"

void shown_finish(struct canvas *c)
{
    gpu_target_finish(&c->before);
    gpu_target_finish(&c->mixed);
    c->mixing = false;
}

static bool ready(struct render *r, struct canvas *c)
{
    struct fault f = {0};
    int width = c->target.texture.width, height = c->target.texture.height;
    if (c->before.framebuffer && c->mixed.framebuffer)
        return true;
    if (gpu_target_init(r->gpu, &c->before, GPU_SRGBA8, width, height, &f) &&
        gpu_target_init(r->gpu, &c->mixed, GPU_SRGBA8, width, height, &f))
        return true;
    render_told_full(r, "a transition");
    shown_finish(c);
    return false;
}

static bool wanted(const struct scene_stage *stage)
{
    return stage->way.running || stage->opacity < 1;
}

void shown_begin(struct render *r, struct canvas *c, const struct scene_stage *stage)
{
    const struct scene_way *way = &stage->way;
    if (!way->running || c->way == way->number || !ready(r, c))
        return;
    c->gap = way->standing && c->frame + 1 != r->scene->frame;
    if (way->standing) // what stands was painted in the frame before
        gpu_target_copy(r->gpu, c->mixing ? &c->mixed : &c->target, &c->before, 0, 0);
}

// The scene before: its films go on.
static void paint_before(struct render *r, struct canvas *c, const struct scene_stage *stage)
{
    const struct scene_way *way = &stage->way;
    bool fresh = c->way != way->number;
    bool moves = way->before.moves_from_s < r->scene->now_s;
    if (!way->standing && (fresh || moves || c->before_picture != stage->picture))
        render_list(r, &way->before, &c->before, true, false);
    c->way = way->number;
    c->before_picture = stage->picture;
}

// A wipe's mask; *waits: it is still opening, and the scene before stands as long.
static const struct gpu_texture *mask_of(const struct render *r, const struct scene_way *way,
                                         bool *waits)
{
    const struct media *m = media_find((struct media_table *)&r->scene->media, way->mask);
    const struct gpu_texture *t = m ? pictures_texture(r->pictures, way->mask) : NULL;
    if (t)
        pictures_reduce(r->pictures, way->mask);
    *waits = m && !t && m->state == MEDIA_OPENING;
    return t;
}

static void mix(struct render *r, struct canvas *c, const struct scene_stage *stage)
{
    const struct scene_way *way = &stage->way;
    bool waits = false;
    const struct gpu_texture *mask = mask_of(r, way, &waits);
    gpu_target_bind(r->gpu, &c->mixed);
    gpu_blend(r->gpu, false);
    gpu_program_use(r->gpu, r->mix);
    gpu_uniform_texture(r->gpu, r->mix, "u_before", 0, &c->before.texture);
    gpu_uniform_texture(r->gpu, r->mix, "u_next", 1, &c->target.texture);
    gpu_uniform_texture(r->gpu, r->mix, "u_mask", 2, mask ? mask : &c->before.texture);
    gpu_uniform_2f(r->mix, "u_size_px", (float)stage->width, (float)stage->height);
    gpu_uniform_1f(r->mix, "u_kind", way->running ? (float)way->how.kind : 0);
    gpu_uniform_1f(r->mix, "u_at", waits ? 0 : (float)scene_way_at(stage, r->scene->now_s));
    gpu_uniform_1f(r->mix, "u_soft", way->how.soft);
    gpu_uniform_1f(r->mix, "u_masked", mask != NULL);
    gpu_uniform_1f(r->mix, "u_opacity", stage->opacity > 0 ? stage->opacity : 0);
    gpu_quad_draw(r->gpu);
}

bool shown_mix(struct render *r, struct canvas *c, const struct scene_stage *stage, bool fresh)
{
    bool before = c->mixing;
    if (!wanted(stage) || !ready(r, c)) {
        shown_finish(c);
        return fresh || before;
    }
    if (before && !fresh && !stage->way.running && c->opacity == stage->opacity)
        return false;
    if (stage->way.running)
        paint_before(r, c, stage);
    mix(r, c, stage);
    c->opacity = stage->opacity;
    c->mixing = true;
    return true;
}
