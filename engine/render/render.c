// Canvases: painted again when their list or a film frame on them changed.
#include "render/private.h"

#include <stdlib.h>

const struct gpu_texture *render_texture(const struct render *r, enum draw_op op,
                                         media_handle media)
{
    if (op == DRAW_PICTURE)
        return pictures_texture(r->pictures, media);
    return r->film ? film_texture(r->film, r->scene, media) : NULL;
}

static enum paint_look look(void *user, enum draw_op op, media_handle media)
{
    const struct render *r = user;
    if (render_texture(r, op, media))
        return LOOK_TEXTURE;
    const struct media *m = media_find((struct media_table *)&r->scene->media, media);
    bool opening = op == DRAW_PICTURE && m && m->state == MEDIA_OPENING;
    return opening || !m ? LOOK_NOTHING : LOOK_BLACK;
}

static void upload_mask(struct render *r)
{
    const struct geometry *g = &r->painter.geometry;
    int width = g->mask_y > 0 ? MASK_WIDTH : g->mask_x;
    int height = g->mask_x > 0 ? g->mask_y + TILE : g->mask_y;
    if (height > 0)
        gpu_texture_upload(r->gpu, &r->mask, 0, 0, width, height, g->mask, MASK_WIDTH);
}

// Every program that paints runs.
static void use_program(struct render *r, struct gpu_program *p)
{
    gpu_program_use(r->gpu, p);
    gpu_uniform_texture(r->gpu, p, "u_mask", 0, &r->mask);
    gpu_uniform_2f(p, "u_canvas_px", (float)r->onto->texture.width, (float)r->onto->texture.height);
}

// Shapes and letters, in their own colours or in a gradient.
static void use_paint(struct render *r, uint32_t gradient)
{
    struct gpu_program *p = gradient ? r->gradient : r->paint;
    use_program(r, p);
    gpu_uniform_texture(r->gpu, p, "u_glyphs", 1, &r->glyphs);
    gpu_uniform_2f(p, "u_atlas_px", (float)r->glyphs.width, (float)r->glyphs.height);
    if (gradient)
        gradient_uniforms(p, &r->painter.list->gradients[gradient - 1]);
}

static void use_image(struct render *r, const struct gpu_texture *t, uint32_t slices)
{
    struct gpu_program *p = slices ? r->sliced : r->image;
    use_program(r, p);
    gpu_uniform_texture(r->gpu, p, "u_image", 1, t);
    if (slices)
        slices_uniforms(p, r->painter.list->floats + slices - 1, t);
}

static void draw_sprites(struct render *r, const struct geometry_run *run)
{
    const int *c = run->clip;
    const struct gpu_texture *t = render_texture(r, DRAW_PICTURE, run->media);
    if (!t)
        return;
    gpu_scissor(r->gpu, (int[4]){c[0], c[1], c[2] - c[0], c[3] - c[1]});
    sprites_draw(r->sprites, &r->painter.geometry.batches[run->batch], t, r->onto);
}

static void draw_run(struct render *r, const struct geometry_run *run)
{
    const int *c = run->clip;
    const struct gpu_texture *t = run->media ? render_texture(r, run->op, run->media) : NULL;
    if (run->count == 0 || (run->media && !t))
        return;
    if (t)
        use_image(r, t, run->slices);
    else
        use_paint(r, run->gradient);
    gpu_scissor(r->gpu, (int[4]){c[0], c[1], c[2] - c[0], c[3] - c[1]});
    gpu_mesh_draw(r->gpu, r->mesh, run->first, run->count);
}

static void flush(void *user)
{
    struct render *r = user;
    const struct geometry *g = &r->painter.geometry;
    upload_mask(r);
    gpu_mesh_upload(r->gpu, r->mesh, (const float *)g->vertices, g->vertex_count, g->indices,
                    g->index_count);
    for (int i = 0; i < g->run_count; i++)
        (g->runs[i].op == DRAW_SPRITES ? draw_sprites : draw_run)(r, &g->runs[i]);
}

// What is in the geometry shows letters that the atlas texture holds: it is painted before they go.
static void take_atlas(void *user)
{
    struct render *r = user;
    struct text_atlas a = text_atlas(r->text);
    int whole[4] = {0, 0, a.width, a.height};
    const int *d = r->glyphs_there && r->glyphs_version == a.cleaned ? a.dirty : whole;
    if (a.emptied != r->glyphs_emptied)
        geometry_flush(&r->painter.geometry);
    if (d[2] > d[0] && d[3] > d[1])
        gpu_texture_upload(r->gpu, &r->glyphs, d[0], d[1], d[2] - d[0], d[3] - d[1],
                           a.coverage + (size_t)d[1] * (size_t)a.width + (size_t)d[0], a.width);
    text_atlas_clean(r->text);
    r->glyphs_there = true;
    r->glyphs_version = a.version;
    r->glyphs_emptied = a.emptied;
}

static bool create_canvases(struct render *r, const struct scene *scene, struct fault *f)
{
    for (int i = 0; i < scene->stage_count; i++) {
        const struct scene_stage *s = &scene->stages[i];
        struct gpu_target *t = &r->canvases[i].target;
        if (!gpu_target_init(r->gpu, t, GPU_SRGBA8, s->width, s->height, f))
            return fault_where(f, "stage \"%s\": canvas", s->id);
        gpu_target_bind(r->gpu, t);
        gpu_target_clear(r->gpu, 0, 0, 0, 1);
        r->canvas_count++;
    }
    return true;
}

static bool create_drawing(struct render *r, struct fault *f)
{
    static const int sizes[] = {2, 2, 2, 4, 1}; // struct vertex
    struct text_atlas a = text_atlas(r->text);
    r->paint = gpu_program_load(r->gpu, "paint", f);
    r->image = r->paint ? gpu_program_load(r->gpu, "image", f) : NULL;
    r->gradient = r->image ? gpu_program_load(r->gpu, "gradient", f) : NULL;
    r->sliced = r->gradient ? gpu_program_load(r->gpu, "sliced", f) : NULL;
    r->mesh = r->sliced ? gpu_mesh_create(r->gpu, sizes, 5, f) : NULL;
    r->sprites = r->mesh ? sprites_create(r->gpu, f) : NULL;
    return r->sprites &&
           gpu_texture_init(r->gpu, &r->mask, GPU_R8, MASK_WIDTH, MASK_HEIGHT, false, f) &&
           gpu_texture_init(r->gpu, &r->glyphs, GPU_R8, a.width, a.height, false, f);
}

struct render *render_create(const struct render_desc *desc, const struct scene *scene,
                             struct fault *f)
{
    struct render *r = calloc(1, sizeof *r);
    if (!r) {
        fault_set(f, "memory is short");
        return NULL;
    }
    r->gpu = desc->gpu;
    r->text = desc->text;
    r->film = desc->film;
    r->pictures = pictures_create(desc->gpu, desc->wake, desc->user);
    r->painter = (struct painter){.text = desc->text,
                                  .look = look,
                                  .atlas = take_atlas,
                                  .user = r,
                                  .atlas_version = UINT64_MAX};
    if (!r->pictures || !painter_init(&r->painter)) {
        fault_set(f, "memory is short");
        goto fail;
    }
    r->painter.geometry.flush = flush;
    r->painter.geometry.user = r;
    if (!create_drawing(r, f) || !create_canvases(r, scene, f))
        goto fail;
    return r;
fail:
    render_destroy(r);
    return NULL;
}

void render_destroy(struct render *r)
{
    if (!r)
        return;
    for (int i = 0; i < r->canvas_count; i++)
        gpu_target_finish(&r->canvases[i].target);
    gpu_texture_finish(&r->mask);
    gpu_texture_finish(&r->glyphs);
    gpu_mesh_destroy(r->mesh);
    if (r->sliced)
        gpu_program_destroy(r->sliced);
    if (r->gradient)
        gpu_program_destroy(r->gradient);
    sprites_destroy(r->sprites);
    if (r->image)
        gpu_program_destroy(r->image);
    if (r->paint)
        gpu_program_destroy(r->paint);
    painter_finish(&r->painter);
    pictures_destroy(r->pictures);
    free(r);
}

static void paint_canvas(struct render *r, struct canvas *c, const struct scene_stage *stage)
{
    struct color b = stage->list.background;
    r->onto = &c->target;
    gpu_target_bind(r->gpu, &c->target);
    gpu_target_clear(r->gpu, b.r * b.a, b.g * b.a, b.b * b.a, b.a);
    gpu_blend(r->gpu, true);
    r->painter.now_s = r->scene->now_s;
    painter_paint(&r->painter, &stage->list, stage->width, stage->height);
    gpu_scissor(r->gpu, NULL);
    c->version = stage->list.version;
    c->picture = stage->picture;
    c->painted_s = r->scene->now_s;
    c->painted = true;
}

// The list is another picture than when it was painted: once more at its end, and it rests.
static bool has_moved(const struct canvas *c, const struct drawlist *l, double now_s)
{
    return l->moves_from_s < now_s && c->painted_s < l->moves_until_s && c->painted_s != now_s;
}

bool render_draw(struct render *r, struct scene *scene)
{
    bool any = false;
    pictures_update(r->pictures, scene);
    r->scene = scene;
    for (int i = 0; !scene->still && i < r->canvas_count; i++) {
        const struct scene_stage *s = &scene->stages[i];
        struct canvas *c = &r->canvases[i];
        if (c->painted && c->version == s->list.version && c->picture == s->picture &&
            !has_moved(c, &s->list, scene->now_s))
            continue;
        paint_canvas(r, c, s);
        any = true;
    }
    r->scene = NULL;
    return any;
}

const struct gpu_target *render_target(const struct render *r, int stage)
{
    return &r->canvases[stage].target;
}
