// Canvases: painted again when their list or a film frame on them changed.
#include "render/private.h"

#include "base/log.h"

#include <math.h>
#include <stdlib.h>

#define NEARLY_PX 0.002f // of rounding, in 16,384 px
#define LAID_PX 32768    // a picture that lies further out is drawn by its corners

const struct gpu_texture *render_texture(const struct render *r, enum draw_op op,
                                         media_handle media)
{
    if (op == DRAW_PICTURE) {
        const struct gpu_texture *t = pictures_texture(r->pictures, media);
        return t ? t : offscreen_texture(r, media);
    }
    if (op == DRAW_MODEL)
        return models_texture(r->models, media);
    return r->film ? film_texture(r->film, r->scene, media) : NULL;
}

static enum paint_look look(void *user, enum draw_op op, media_handle media)
{
    const struct render *r = user;
    if (render_texture(r, op, media))
        return LOOK_TEXTURE;
    const struct media *m = media_find((struct media_table *)&r->scene->media, media);
    bool opening = op == DRAW_PICTURE && m && m->state == MEDIA_OPENING;
    bool blank = m && m->kind == MEDIA_CANVAS; // nothing was drawn on it yet
    return opening || blank || !m ? LOOK_NOTHING : LOOK_BLACK;
}

// Made when it is wanted; false when memory is short, which is told once.
static bool take_texture(struct render *r, struct gpu_texture *t, int width, int height)
{
    struct fault f;
    if (t->id || gpu_texture_init(r->gpu, t, GPU_R8, width, height, false, &f))
        return true;
    *t = (struct gpu_texture){0};
    if (!r->short_told)
        log_warning("render", "letters and edges: %s", f.text);
    r->short_told = true;
    return false;
}

static void upload_mask(struct render *r)
{
    const struct geometry *g = &r->painter.geometry;
    int width = g->mask_y > 0 ? MASK_WIDTH : g->mask_x;
    int height = g->mask_x > 0 ? g->mask_y + TILE : g->mask_y;
    if (height > 0 && take_texture(r, &r->mask, MASK_WIDTH, MASK_HEIGHT))
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

static bool shorter(const struct vertex *a, const struct vertex *b, const struct gpu_texture *t)
{
    float x = b->at[0] - a->at[0], y = b->at[1] - a->at[1];
    float u = (b->image[0] - a->image[0]) * (float)t->width;
    float v = (b->image[1] - a->image[1]) * (float)t->height;
    return x * x + y * y < (u * u + v * v) * 0.998f;
}

// Is any side of any triangle shorter in px than in texels?
static bool smaller(const struct render *r, const struct geometry_run *run,
                    const struct gpu_texture *t)
{
    const struct geometry *g = &r->painter.geometry;
    for (int i = run->first; i + 2 < run->first + run->count; i += 3) {
        const struct vertex *a = &g->vertices[g->indices[i]];
        const struct vertex *b = &g->vertices[g->indices[i + 1]];
        const struct vertex *c = &g->vertices[g->indices[i + 2]];
        if (shorter(a, b, t) || shorter(b, c, t) || shorter(c, a, t))
            return true;
    }
    return false;
}

static void draw_sprites(struct render *r, const struct geometry_run *run)
{
    const int *c = run->clip;
    pictures_reduce(r->pictures, run->media); // their sizes are known to the GPU alone
    const struct gpu_texture *t = render_texture(r, DRAW_PICTURE, run->media);
    if (!t || t->id == r->onto->texture.id)
        return;
    gpu_scissor(r->gpu, (int[4]){c[0], c[1], c[2] - c[0], c[3] - c[1]});
    sprites_draw(r->sprites, &r->painter.geometry.batches[run->batch], r->scene, t, r->onto);
}

static int inside(double px, int least, int most)
{
    return px > least ? px < most ? (int)px : most : least;
}

// Is nothing of what lies below seen through it?
static bool covers(const struct render *r, const struct geometry_run *run,
                   const struct gpu_texture *t)
{
    const struct geometry *g = &r->painter.geometry;
    if (!t->opaque || run->blend != BLEND_OVER)
        return false;
    for (int i = run->first; i < run->first + run->count; i++) {
        const struct vertex *v = &g->vertices[g->indices[i]];
        if (v->kind != (float)VERTEX_SOLID || v->color[3] < 1)
            return false;
    }
    return true;
}

// A rectangle of a picture, px for px, in its own colours: its bytes are the canvas' own.
static bool lay(struct render *r, const struct geometry_run *run, const struct gpu_texture *t)
{
    const struct vertex *vertices = r->painter.geometry.vertices;
    const uint32_t *indices = r->painter.geometry.indices + run->first;
    const struct vertex *first = &vertices[indices[0]];
    float x = roundf(first->at[0] - first->image[0] * (float)t->width);
    float y = roundf(first->at[1] - first->image[1] * (float)t->height);
    float box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    if (run->count != 6 || run->slices || fabsf(x) > LAID_PX || fabsf(y) > LAID_PX)
        return false;
    for (int i = 0; i < run->count; i++) {
        const struct vertex *v = &vertices[indices[i]];
        float u = v->image[0] * (float)t->width, w = v->image[1] * (float)t->height;
        bool here = fabsf(v->at[0] - x - u) < NEARLY_PX && fabsf(v->at[1] - y - w) < NEARLY_PX;
        bool whole = u > -NEARLY_PX && u < (float)t->width + NEARLY_PX && w > -NEARLY_PX &&
                     w < (float)t->height + NEARLY_PX;
        if (!here || !whole || v->color[0] != 1 || v->color[1] != 1 || v->color[2] != 1)
            return false;
        for (int k = 0; k < 2; k++) {
            box[k] = fminf(box[k], v->at[k]);
            box[k + 2] = fmaxf(box[k + 2], v->at[k]);
        }
    }
    const int *c = run->clip;
    int part[4] = {inside(box[0], c[0], c[2]), inside(box[1], c[1], c[3]),
                   inside(box[2], c[0], c[2]), inside(box[3], c[1], c[3])};
    return gpu_target_lay(r->gpu, r->onto, t, (int)x, (int)y,
                          (int[4]){part[0], part[1], part[2] - part[0], part[3] - part[1]});
}

static void draw_run(struct render *r, const struct geometry_run *run)
{
    const int *c = run->clip;
    const struct gpu_texture *t = run->media ? render_texture(r, run->op, run->media) : NULL;
    if (run->count == 0 || (run->media && !t) || (t && t->id == r->onto->texture.id))
        return; // a picture drawn on itself: script/ refuses it
    if (t && t->mipmaps && !t->reduced && (run->slices || smaller(r, run, t)))
        pictures_reduce(r->pictures, run->media);
    if (t && covers(r, run, t)) {
        if (lay(r, run, t))
            return;
        gpu_mix(r->gpu, GPU_MIX_NONE);
    }
    if (t)
        use_image(r, t, run->slices);
    else
        use_paint(r, run->gradient);
    gpu_scissor(r->gpu, (int[4]){c[0], c[1], c[2] - c[0], c[3] - c[1]});
    gpu_mesh_draw(r->gpu, r->mesh, run->first, run->count);
}

void render_touch(struct render *r, const int clip[4])
{
    int *t = r->touched;
    for (int i = 0; i < 2; i++) {
        t[i] = clip[i] < t[i] ? clip[i] : t[i];
        t[i + 2] = clip[i + 2] > t[i + 2] ? clip[i + 2] : t[i + 2];
    }
}

// Where the vertices of a run lie, within its clip.
static void touch_run(struct render *r, const struct geometry_run *run)
{
    const struct geometry *g = &r->painter.geometry;
    float box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = run->first; i < run->first + run->count; i++) {
        const float *at = g->vertices[g->indices[i]].at;
        box[0] = fminf(box[0], at[0]);
        box[1] = fminf(box[1], at[1]);
        box[2] = fmaxf(box[2], at[0]);
        box[3] = fmaxf(box[3], at[1]);
    }
    const int *c = run->clip;
    if (run->op == DRAW_SPRITES)
        render_touch(r, c);
    else if (run->count > 0)
        render_touch(
            r, (int[4]){inside(floorf(box[0]), c[0], c[2]), inside(floorf(box[1]), c[1], c[3]),
                        inside(ceilf(box[2]), c[0], c[2]), inside(ceilf(box[3]), c[1], c[3])});
}

void render_onto(struct render *r, const struct gpu_target *target, bool opaque)
{
    r->onto = target;
    r->opaque = opaque;
    r->touched[0] = target->texture.width;
    r->touched[1] = target->texture.height;
    r->touched[2] = r->touched[3] = 0;
    r->painter.width = target->texture.width;
    r->painter.height = target->texture.height;
    gpu_target_bind(r->gpu, target);
}

void render_told_full(struct render *r, const char *what)
{
    if (!r->told_full)
        log_warning("render", "%s is left out: groups and pictures that are drawn on have %d MiB",
                    what, (int)(LAYER_BYTES >> 20));
    r->told_full = true;
}

static void flush(void *user)
{
    struct render *r = user;
    const struct geometry *g = &r->painter.geometry;
    upload_mask(r);
    gpu_mesh_upload(r->gpu, r->mesh, (const float *)g->vertices, g->vertex_count, g->indices,
                    g->index_count);
    for (int i = 0; i < g->run_count; i++) {
        const struct geometry_run *run = &g->runs[i];
        if (r->depth > 0)
            touch_run(r, run);
        gpu_mix(r->gpu, layer_mix(run->blend));
        if (run->blend == BLEND_ERASE)
            r->opaque = false;
        (run->op == DRAW_SPRITES ? draw_sprites : draw_run)(r, run);
    }
}

// A texture as large as the atlas is now. What waits in the geometry counts in px: it finds its
// letters in the new one too.
static bool take_letters(struct render *r, const struct text_atlas *a)
{
    gpu_texture_finish(&r->glyphs);
    return take_texture(r, &r->glyphs, a->width, a->height);
}

// What is in the geometry shows letters that the atlas texture holds: it is painted before they go.
static void take_atlas(void *user)
{
    struct render *r = user;
    struct text_atlas a = text_atlas(r->text);
    if (a.emptied != r->glyphs_emptied)
        geometry_flush(&r->painter.geometry);
    bool grown = a.height != r->glyphs.height;
    if (grown && !take_letters(r, &a))
        return;
    int whole[4] = {0, 0, a.width, a.height};
    const int *d = !grown && r->glyphs_version == a.cleaned ? a.dirty : whole;
    int bottom = d[3] < a.height ? d[3] : a.height;
    if (d[2] > d[0] && bottom > d[1])
        gpu_texture_upload(r->gpu, &r->glyphs, d[0], d[1], d[2] - d[0], bottom - d[1],
                           a.coverage + (size_t)d[1] * (size_t)a.width + (size_t)d[0], a.width);
    text_atlas_clean(r->text);
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
    r->paint = gpu_program_later(r->gpu, "paint", f);
    r->image = r->paint ? gpu_program_later(r->gpu, "image", f) : NULL;
    r->gradient = r->image ? gpu_program_later(r->gpu, "gradient", f) : NULL;
    r->sliced = r->gradient ? gpu_program_later(r->gpu, "sliced", f) : NULL;
    r->layer = r->sliced ? gpu_program_later(r->gpu, "layer", f) : NULL;
    r->soften = r->layer ? gpu_program_later(r->gpu, "soften", f) : NULL;
    r->flat = r->soften ? gpu_program_later(r->gpu, "flat", f) : NULL;
    r->mix = r->flat ? gpu_program_later(r->gpu, "mix", f) : NULL;
    r->mesh = r->mix ? gpu_mesh_create(r->gpu, sizes, 5, f) : NULL;
    return r->mesh && gpu_texture_init(r->gpu, &r->clear, GPU_RGBA8, 1, 1, false, f);
}

static const struct painter_hooks hooks = {.direct = layer_direct,
                                           .begin = layer_begin,
                                           .group = layer_group,
                                           .end = layer_end,
                                           .shade = shader_draw,
                                           .model = model_draw};

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
    r->sprites = sprites_create(desc->gpu);
    r->pictures = pictures_create(desc->gpu, desc->wake, desc->user);
    r->models = models_create(desc->gpu, desc->wake, desc->user);
    r->painter = (struct painter){.text = desc->text,
                                  .look = look,
                                  .atlas = take_atlas,
                                  .hooks = &hooks,
                                  .user = r,
                                  .atlas_version = UINT64_MAX};
    if (!r->sprites || !r->pictures || !r->models || !painter_init(&r->painter)) {
        fault_set(f, "memory is short");
        goto fail;
    }
    r->painter.geometry.flush = flush;
    r->painter.geometry.user = r;
    if (!create_drawing(r, f) || !create_canvases(r, scene, f))
        goto fail;
    gpu_texture_upload(r->gpu, &r->clear, 0, 0, 1, 1, (unsigned char[4]){0}, 0);
    return r;
fail:
    render_destroy(r);
    return NULL;
}

void render_destroy(struct render *r)
{
    if (!r)
        return;
    for (int i = 0; i < r->canvas_count; i++) {
        shown_finish(&r->canvases[i]);
        gpu_target_finish(&r->canvases[i].target);
    }
    for (int i = 0; i < SCENE_OUTPUTS; i++)
        gpu_target_finish(&r->overlays[i].target);
    layer_finish(r);
    offscreen_finish(r);
    shader_finish(r);
    gpu_texture_finish(&r->clear);
    gpu_texture_finish(&r->mask);
    gpu_texture_finish(&r->glyphs);
    gpu_mesh_destroy(r->mesh);
    sprites_destroy(r->sprites);
    gpu_program_destroy(r->mix);
    gpu_program_destroy(r->flat);
    gpu_program_destroy(r->soften);
    gpu_program_destroy(r->layer);
    gpu_program_destroy(r->sliced);
    gpu_program_destroy(r->gradient);
    gpu_program_destroy(r->image);
    gpu_program_destroy(r->paint);
    painter_finish(&r->painter);
    pictures_destroy(r->pictures);
    models_destroy(r->models);
    free(r);
}

void render_let_go(struct render *r)
{
    geometry_let_go(&r->painter.geometry);
}

void render_list(struct render *r, const struct drawlist *list, const struct gpu_target *target,
                 bool again, bool unseen)
{
    struct color b = list->background;
    render_onto(r, target, b.a >= 1);
    gpu_target_clear(r->gpu, b.r * b.a, b.g * b.a, b.b * b.a, b.a);
    r->painter.now_s = r->scene->now_s;
    r->again = again;
    r->painter.only_onto = unseen;
    r->pass++;
    painter_paint(&r->painter, list, target->texture.width, target->texture.height);
    gpu_scissor(r->gpu, NULL);
}

// The list is another picture than when it was painted: once more at its end, and it rests.
static bool has_moved(const struct canvas *c, const struct drawlist *l, double now_s)
{
    return l->moves_from_s < now_s && c->painted_s < l->moves_until_s && c->painted_s != now_s;
}

// True when it was painted.
static bool paint_canvas(struct render *r, struct canvas *c, const struct scene_stage *stage)
{
    bool again = c->painted && c->version == stage->list.version;
    bool unseen = r->scene->still && (r->scene->unwatched || !stage->way.running);
    if (again && c->picture == stage->picture && (!c->unseen || unseen) &&
        !has_moved(c, &stage->list, r->scene->now_s))
        return false;
    render_list(r, &stage->list, &c->target, again, unseen);
    c->unseen = unseen;
    c->version = stage->list.version;
    c->picture = stage->picture;
    c->painted_s = r->scene->now_s;
    c->painted = true;
    return true;
}

bool render_draw(struct render *r, struct scene *scene)
{
    bool any = false;
    pictures_update(r->pictures, scene);
    models_update(r->models, scene);
    offscreen_update(r, scene);
    sprites_update(r->sprites, scene);
    shader_update(r, scene);
    r->scene = scene;
    for (int i = 0; i < r->canvas_count; i++) {
        const struct scene_stage *s = &scene->stages[i];
        struct canvas *c = &r->canvases[i];
        if (scene_unseen(scene, i))
            continue;
        shown_begin(r, c, s);
        bool fresh = paint_canvas(r, c, s);
        any |= shown_mix(r, c, s, fresh);
        if (!c->unseen)
            c->frame = scene->frame;
    }
    for (int i = 0; i < scene->overlay_count && !scene->still; i++)
        any |= overlay_draw(r, &r->overlays[i], &scene->overlays[i]);
    layer_rest(r, scene->now_s);
    r->scene = NULL;
    return any;
}

bool render_gap(const struct render *r, const struct scene *scene)
{
    for (int i = 0; i < r->canvas_count; i++)
        if (scene->stages[i].way.running && r->canvases[i].gap)
            return true;
    return false;
}

const struct gpu_target *render_target(const struct render *r, int stage)
{
    const struct canvas *c = &r->canvases[stage];
    return c->mixing ? &c->mixed : &c->target;
}

const struct gpu_target *render_overlay(const struct render *r, int output)
{
    const struct gpu_target *t = &r->overlays[output].target;
    return t->texture.id ? t : NULL;
}

void render_panel(struct render *r, const struct scene *scene, const struct drawlist *list,
                  const struct gpu_target *target)
{
    r->scene = scene;
    render_list(r, list, target, false, false);
    r->scene = NULL;
}
