// Bodies in 3D: uploaded once, painted on a picture each, and only when they are seen otherwise.
#include "render/private.h"

#include "base/log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIDE_PX 2048 // of its picture, at most; larger ones are enlarged
#define DONE 2       // read and not yet uploaded

struct body {
    media_handle media; // 0: free
    bool asked;
    struct gpu_mesh *mesh; // NULL: not ready
    struct decode_model_part *parts;
    struct gpu_texture *textures; // both owned
    int part_count, texture_count;
    struct gpu_target target;
    struct draw_view view; // as painted on it
    int builds;            // of the program then
    bool painted;
};

struct models {
    struct gpu *gpu;
    struct gpu_program *program; // loaded with the first model
    struct gpu_texture white;
    struct gpu_solid solid;
    struct loader *loader;
    struct body bodies[MODELS];
    int painted;
    bool full_told, short_told;
};

struct loaded {
    media_handle media;
    bool good;
    struct decode_model model;
    struct fault fault;
};

static void load(const struct loader_job *job, const _Atomic bool *stop, void *to)
{
    struct loaded *loaded = to;
    *loaded = (struct loaded){.media = job->media};
    loaded->good = decode_model_until(job->path, stop, &loaded->model, &loaded->fault);
}

static void drop(void *loaded)
{
    decode_model_finish(&((struct loaded *)loaded)->model);
}

struct models *models_create(struct gpu *gpu, void (*wake)(void *user), void *user)
{
    struct models *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->gpu = gpu;
    m->loader = loader_create(&(struct loader_desc){.jobs = MODELS,
                                                    .done = DONE,
                                                    .size = sizeof(struct loaded),
                                                    .load = load,
                                                    .drop = drop,
                                                    .wake = wake,
                                                    .user = user});
    if (m->loader)
        return m;
    free(m);
    return NULL;
}

static void close_one(struct body *b)
{
    gpu_mesh_destroy(b->mesh);
    for (int i = 0; i < b->texture_count; i++)
        gpu_texture_finish(&b->textures[i]);
    gpu_target_finish(&b->target);
    free(b->parts);
    free(b->textures);
    *b = (struct body){0};
}

void models_destroy(struct models *m)
{
    if (!m)
        return;
    loader_destroy(m->loader);
    for (int i = 0; i < MODELS; i++)
        close_one(&m->bodies[i]);
    gpu_solid_finish(&m->solid);
    gpu_texture_finish(&m->white);
    gpu_program_destroy(m->program);
    free(m);
}

static struct body *find(const struct models *m, media_handle media)
{
    for (int i = 0; i < MODELS; i++)
        if (media && m->bodies[i].media == media)
            return (struct body *)&m->bodies[i];
    return NULL;
}

// Most scenes have no models: nothing is compiled for them.
static bool prepare(struct models *m, struct fault *f)
{
    if (!m->program)
        m->program = gpu_program_later(m->gpu, "solid", f);
    if (m->program && !m->white.id) {
        if (!gpu_texture_init(m->gpu, &m->white, GPU_RGBA8, 1, 1, false, f))
            return false;
        gpu_texture_upload(m->gpu, &m->white, 0, 0, 1, 1, (unsigned char[4]){255, 255, 255, 255},
                           0);
    }
    return m->program != NULL;
}

static bool upload_textures(struct models *m, struct body *b, const struct decode_model *from,
                            struct fault *f)
{
    if (from->texture_count == 0)
        return true;
    b->textures = calloc((size_t)from->texture_count, sizeof *b->textures);
    if (!b->textures)
        return fault_set(f, "no memory");
    for (int i = 0; i < from->texture_count; i++) {
        const struct decode_picture *p = &from->textures[i];
        struct gpu_texture *t = &b->textures[i];
        if (!gpu_texture_init(m->gpu, t, GPU_SRGBA8, p->width, p->height, true, f))
            return false;
        b->texture_count++;
        gpu_texture_upload(m->gpu, t, 0, 0, p->width, p->height, p->rgba, 0);
        gpu_texture_reduce(m->gpu, t);
    }
    return true;
}

static bool upload(struct models *m, struct body *b, struct decode_model *from, struct fault *f)
{
    static const int sizes[] = {3, 3, 2, 4};
    if (!prepare(m, f) || !upload_textures(m, b, from, f))
        return false;
    b->mesh = gpu_mesh_create(m->gpu, sizes, 4, f);
    if (!b->mesh)
        return false;
    if (!gpu_mesh_keep(m->gpu, b->mesh, from->vertices, (int)from->vertex_count, from->indices,
                       (int)from->index_count))
        return fault_set(f, "no graphics memory for its %u triangles", from->index_count / 3);
    b->parts = from->parts; // it is the body's now
    b->part_count = from->part_count;
    from->parts = NULL;
    from->part_count = 0;
    return true;
}

// Its place is taken until its scene closes it; its memory is not.
static void empty(struct body *b)
{
    media_handle media = b->media;
    close_one(b);
    b->media = media;
    b->asked = true;
}

static void fail(struct media *media, const char *why)
{
    media->state = MEDIA_FAILED;
    snprintf(media->trouble, sizeof media->trouble, "%s", why);
    log_warning("render", "model: %s; nothing is shown instead", why);
}

static void tell_ready(struct scene *scene, const struct media *media, media_handle h)
{
    struct event e = {.kind = EVENT_MEDIA_READY, .time_s = scene->now_s, .media = h};
    scene_tell(scene, media->stage, &e);
    if (media->stage >= 0 && media->stage < scene->stage_count)
        scene->stages[media->stage].picture++;
}

static void take(struct models *m, struct scene *scene, struct loaded *loaded)
{
    struct media *media = media_find(&scene->media, loaded->media);
    struct body *b = find(m, loaded->media);
    struct fault f = {0};
    if (media && b && !loaded->good) {
        fail(media, loaded->fault.text);
    } else if (media && b && !upload(m, b, &loaded->model, &f)) {
        fault_where(&f, "%s", media->path);
        fail(media, f.text);
        empty(b);
    } else if (media && b) {
        media->state = MEDIA_READY;
    }
    if (media && b)
        tell_ready(scene, media, loaded->media);
    decode_model_finish(&loaded->model);
}

static void open_one(struct models *m, struct scene *scene, struct media *media, media_handle h)
{
    struct body *b = find(m, h);
    for (int i = 0; i < MODELS && !b; i++)
        b = m->bodies[i].media ? NULL : &m->bodies[i];
    if (!b) {
        if (!m->full_told)
            log_warning("render", "model: %s waits: %d models are open already; close some",
                        media->path, MODELS);
        m->full_told = true;
        return;
    }
    b->media = h;
    if (b->asked)
        return;
    struct loader_job job = {.media = h};
    snprintf(job.path, sizeof job.path, "%s", media->path);
    if (!scene->stepped) {
        b->asked = loader_ask(m->loader, &job);
        return;
    }
    struct loaded loaded;
    b->asked = loader_read(m->loader, &job, &loaded);
    if (b->asked)
        take(m, scene, &loaded);
}

void models_update(struct models *m, struct scene *scene)
{
    struct loaded loaded;
    bool any = false;
    while (loader_take(m->loader, &loaded))
        take(m, scene, &loaded);
    for (int i = 0; i < MODELS; i++) {
        struct body *b = &m->bodies[i];
        if (b->media && !media_find(&scene->media, b->media))
            close_one(b);
        any |= b->media != 0;
    }
    if (!any)
        gpu_solid_finish(&m->solid);
    for (int i = 0; i < scene->media.reach; i++) {
        struct media *media = &scene->media.items[i];
        if (media->used && media->kind == MEDIA_MODEL && media->state == MEDIA_OPENING)
            open_one(m, scene, media, media_handle_of(&scene->media, media));
    }
}

const struct gpu_texture *models_texture(const struct models *m, media_handle media)
{
    const struct body *b = find(m, media);
    return b && b->painted ? &b->target.texture : NULL;
}

int models_painted(const struct models *m)
{
    return m->painted;
}

// Where lamps stand, and their light: one warm, one cool (#8fa3b0), and the dark room's own.
static void set_light(struct gpu_program *p)
{
    gpu_uniform_3f(p, "u_key", -0.557086f, 0.631364f, 0.539520f);
    gpu_uniform_3f(p, "u_key_light", 1.02f, 0.90f, 0.74f);
    gpu_uniform_3f(p, "u_fill", 0.967988f, 0.080666f, -0.237670f);
    gpu_uniform_3f(p, "u_fill_light", 0.303f, 0.403f, 0.477f);
    gpu_uniform_3f(p, "u_above", 0.072f, 0.074f, 0.080f);
    gpu_uniform_3f(p, "u_below", 0.034f, 0.031f, 0.028f);
}

// R_x(tilt) R_y(turn), rows. The near side goes to the right, and down.
static void set_view(struct gpu_program *p, const struct draw_view *v, int width, int height)
{
    float ct = cosf(v->turn), st = sinf(v->turn), ci = cosf(v->tilt), si = sinf(v->tilt);
    float side = (float)(width < height ? width : height);
    float zoom = v->zoom / tanf((float)VIEW_HALF_ANGLE);
    gpu_uniform_3x3(p, "u_turn",
                    (const float[9]){ct, 0, st, si * st, ci, -si * ct, -ci * st, si, ci * ct});
    gpu_uniform_2f(p, "u_scale", zoom * side / (float)width, -zoom * side / (float)height);
    gpu_uniform_1f(p, "u_distance", 1 / sinf((float)VIEW_HALF_ANGLE));
}

static void paint(struct models *m, struct body *b, const struct draw_view *view)
{
    struct gpu_program *p = m->program;
    int width = b->target.texture.width, height = b->target.texture.height;
    gpu_solid_begin(m->gpu, &m->solid, width, height);
    gpu_program_use(m->gpu, p);
    set_light(p);
    set_view(p, view, width, height);
    for (int i = 0; i < b->part_count; i++) {
        const struct decode_model_part *part = &b->parts[i];
        bool textured = part->texture >= 0;
        gpu_uniform_texture(m->gpu, p, "u_image", 0,
                            textured ? &b->textures[part->texture] : &m->white);
        gpu_uniform_1f(p, "u_textured", textured);
        gpu_uniform_3f(p, "u_color", part->color[0], part->color[1], part->color[2]);
        gpu_mesh_draw(m->gpu, b->mesh, (int)part->first, (int)part->count);
    }
    gpu_solid_end(m->gpu, &m->solid, &b->target);
    b->view = *view;
    b->builds = gpu_program_builds(p);
    b->painted = true;
    m->painted++;
}

// Its picture has that size, and there is something to paint it on.
static bool fit(struct models *m, struct body *b, int width, int height)
{
    struct fault f = {0};
    const struct gpu_texture *t = &b->target.texture;
    if (t->width != width || t->height != height) {
        gpu_target_finish(&b->target);
        b->painted = false;
        gpu_target_init(m->gpu, &b->target, GPU_RGBA16F, width, height, &f);
    }
    if (t->id && gpu_solid_fit(m->gpu, &m->solid, width, height, &f))
        return true;
    if (!m->short_told)
        log_warning("render", "models are left out: %s", f.text);
    m->short_told = true;
    return false;
}

bool models_paint(struct models *m, media_handle media, const struct draw_view *view, int width,
                  int height)
{
    struct body *b = find(m, media);
    if (!b || !b->mesh)
        return false;
    bool same = b->painted && b->target.texture.width == width &&
                b->target.texture.height == height && memcmp(&b->view, view, sizeof *view) == 0 &&
                b->builds == gpu_program_builds(m->program);
    if (same)
        return true;
    if (!fit(m, b, width, height))
        return false;
    paint(m, b, view);
    return true;
}

// Its box on the canvas in whole px, in its own proportions where that is too large.
static bool box_px(const struct affine *t, const struct draw_rect *at, int *width, int *height)
{
    float w = fabsf(at->w) * hypotf(t->a, t->b), h = fabsf(at->h) * hypotf(t->c, t->d);
    float most = fmaxf(w, h), scale = most > SIDE_PX ? SIDE_PX / most : 1;
    if (!(w > 0.5f && h > 0.5f && isfinite(most)))
        return false;
    *width = (int)fmaxf(1, rintf(w * scale));
    *height = (int)fmaxf(1, rintf(h * scale));
    return true;
}

bool model_draw(void *user, const struct stage_paint *at, const struct draw_command *c)
{
    struct render *r = user;
    int width, height;
    if (!box_px(&at->state->to_canvas, &c->model.at, &width, &height))
        return false;
    bool there = models_paint(r->models, c->model.media, &c->model.view, width, height);
    gpu_target_bind(r->gpu, r->onto);
    return there;
}
