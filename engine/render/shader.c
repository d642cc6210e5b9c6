// Curators' shaders: opened, watched, given their numbers and pictures. One that is too slow is
// left out until it is saved again; one whose loops do not end is told.
#include "render/private.h"

#include "base/log.h"
#include "gpu/guard.h"

#include <stdio.h>
#include <string.h>

#define SLOW_S 0.25   // of GPU time, a frame
#define SLOW_FRAMES 8 // in a row
#define STUCK_S 1.5   // at once
#define PROBE 32      // px a side

static void close_one(struct shader *s)
{
    gpu_program_destroy(s->program);
    gpu_timer_finish(&s->timer);
    *s = (struct shader){0};
}

void shader_finish(struct render *r)
{
    for (int i = 0; i < SHADERS; i++)
        if (r->shaders[i].media)
            close_one(&r->shaders[i]);
    gpu_target_finish(&r->probe);
}

static struct shader *find(struct render *r, media_handle media)
{
    for (int i = 0; i < SHADERS; i++)
        if (media && r->shaders[i].media == media)
            return &r->shaders[i];
    return NULL;
}

static void tell_ready(struct scene *scene, const struct media *m, media_handle h)
{
    struct event e = {.kind = EVENT_MEDIA_READY, .time_s = scene->now_s, .media = h};
    scene_tell(scene, m->stage, &e);
    if (m->stage >= 0 && m->stage < scene->stage_count)
        scene->stages[m->stage].picture++;
}

static void fail(struct media *m, const char *why)
{
    m->state = MEDIA_FAILED;
    snprintf(m->trouble, sizeof m->trouble, "%s", why);
    log_error("render", "%s; nothing is drawn by it", why);
}

static void open_one(struct render *r, struct scene *scene, struct media *m, media_handle h)
{
    struct fault f = {0};
    struct shader *s = NULL;
    for (int i = 0; i < SHADERS && !s; i++)
        s = r->shaders[i].media ? NULL : &r->shaders[i];
    if (!s) {
        fault_set(&f, "%s: %d shaders are open already", m->path, SHADERS);
        fail(m, f.text);
        return;
    }
    s->program = gpu_program_shade(r->gpu, m->path, &f);
    if (!s->program) {
        fail(m, f.text);
        return;
    }
    s->media = h;
    if (!gpu_program_ready(s->program))
        fail(m, f.text);
    tell_ready(scene, m, h);
}

// What was saved is looked at again.
static void renew(struct shader *s, struct scene *scene, struct media *m)
{
    bool moves = gpu_program_guarded(s->program)->uses_time;
    if (s->builds == gpu_program_builds(s->program))
        return;
    s->builds = gpu_program_builds(s->program);
    s->paints = 0;
    s->slow = 0;
    s->out = s->told_loop = false;
    s->told_names = 0;
    m->state = MEDIA_READY;
    if (m->moves != moves)
        scene_redraw(scene, m->stage); // its list says when it moves
    m->moves = moves;
}

void shader_update(struct render *r, struct scene *scene)
{
    for (int i = 0; i < SHADERS; i++)
        if (r->shaders[i].media && !media_find(&scene->media, r->shaders[i].media))
            close_one(&r->shaders[i]);
    for (int i = 0; i < scene->media.reach; i++) {
        struct media *m = &scene->media.items[i];
        if (!m->used || m->kind != MEDIA_SHADER)
            continue;
        media_handle h = media_handle_of(&scene->media, m);
        if (!find(r, h) && m->state == MEDIA_OPENING)
            open_one(r, scene, m, h);
        struct shader *s = find(r, h);
        if (s)
            renew(s, scene, m);
    }
}

static int declared(const struct guarded *g, const char *name)
{
    for (int i = 0; i < g->uniform_count; i++)
        if (strcmp(g->uniforms[i].name, name) == 0)
            return i;
    return -1;
}

// A number of the call that the shader does not have, or not so: told once each.
static void tell_name(struct shader *s, const struct media *m, int nth, const char *name,
                      const char *wrong)
{
    uint32_t bit = UINT32_C(1) << nth;
    if (!(s->told_names & bit))
        log_warning("render", "%s: %s: %s", m->path, name, wrong);
    s->told_names |= bit;
}

static void set_numbers(struct gpu_program *p, const char *name, enum guard_type type,
                        const float v[4])
{
    if (type == GUARD_INT || type == GUARD_BOOL)
        gpu_uniform_1i(p, name, (int)v[0]);
    else if (type == GUARD_FLOAT)
        gpu_uniform_1f(p, name, v[0]);
    else if (type == GUARD_VEC2)
        gpu_uniform_2f(p, name, v[0], v[1]);
    else if (type == GUARD_VEC3)
        gpu_uniform_3f(p, name, v[0], v[1], v[2]);
    else
        gpu_uniform_4f(p, name, v[0], v[1], v[2], v[3]);
}

static bool fits(enum guard_type type, int size)
{
    static const int sizes[] = {
        [GUARD_FLOAT] = 1, [GUARD_VEC2] = 2, [GUARD_VEC3] = 3,    [GUARD_VEC4] = 4,
        [GUARD_INT] = 1,   [GUARD_BOOL] = 1, [GUARD_SAMPLER] = 0, [GUARD_OTHER] = -1};
    return sizes[type] == size || (type == GUARD_VEC3 && size == 4); // a colour without its alpha
}

// False when a picture is not there yet: nothing is drawn.
static bool set_uniforms(struct render *r, struct shader *s, const struct media *m,
                         const struct draw_shade *shade)
{
    const struct guarded *g = gpu_program_guarded(s->program);
    int unit = 0;
    for (int i = 0; i < g->uniform_count; i++)
        if (g->uniforms[i].type == GUARD_SAMPLER) // what the call does not give is transparent
            gpu_uniform_texture(r->gpu, s->program, g->uniforms[i].name, GPU_UNITS - 1, &r->clear);
    for (int i = 0; i < shade->count; i++) {
        const struct draw_uniform *u = &shade->uniforms[i];
        char name[SHADE_NAME + 2];
        snprintf(name, sizeof name, "u_%s", u->name);
        int at = declared(g, name);
        if (at < 0) {
            tell_name(s, m, i, name, "the shader has no such uniform");
            continue;
        }
        if (!fits(g->uniforms[at].type, u->size)) {
            tell_name(s, m, i, name, "the shader has another type for it than canvas:shader gives");
            continue;
        }
        if (u->size) {
            set_numbers(s->program, name, g->uniforms[at].type, u->value);
            continue;
        }
        const struct media *from = media_find((struct media_table *)&r->scene->media, u->media);
        bool film = from && from->kind == MEDIA_FILM;
        const struct gpu_texture *t = render_texture(r, film ? DRAW_FILM : DRAW_PICTURE, u->media);
        if (!t || t->id == r->onto->texture.id || unit == SHADE_PICTURES)
            return false;
        gpu_uniform_texture(r->gpu, s->program, name, unit++, t);
    }
    return true;
}

static void set_place(struct render *r, struct shader *s, const float origin[2],
                      const float right[2], const float down[2], const struct gpu_target *onto)
{
    gpu_uniform_2f(s->program, "gestuaire_origin_px", origin[0], origin[1]);
    gpu_uniform_2f(s->program, "gestuaire_right_px", right[0], right[1]);
    gpu_uniform_2f(s->program, "gestuaire_down_px", down[0], down[1]);
    gpu_uniform_2f(s->program, "gestuaire_canvas_px", (float)onto->texture.width,
                   (float)onto->texture.height);
}

// At the first painting, the second, the fourth, and so on. Its target is made before the pictures
// are given: making it takes one's place.
static bool probes(struct render *r, const struct shader *s)
{
    struct fault f = {0};
    bool due = (s->paints & (s->paints + 1)) == 0;
    if (!due || s->told_loop || !gpu_program_guarded(s->program)->loop_line)
        return false;
    return r->probe.framebuffer || gpu_target_init(r->gpu, &r->probe, GPU_RGBA8, PROBE, PROBE, &f);
}

// The same shader on a few px, which say whether a loop of theirs was stopped.
static void probe(struct render *r, struct shader *s, const struct media *m)
{
    unsigned char rgba[PROBE * PROBE * 4];
    gpu_target_bind(r->gpu, &r->probe);
    gpu_mix(r->gpu, GPU_MIX_NONE);
    gpu_uniform_1f(s->program, "gestuaire_probe", 1);
    set_place(r, s, (float[2]){0, 0}, (float[2]){PROBE, 0}, (float[2]){0, PROBE}, &r->probe);
    gpu_quad_draw(r->gpu);
    gpu_target_read(r->gpu, &r->probe, rgba);
    for (int i = 0; i < PROBE * PROBE && !s->told_loop; i++)
        s->told_loop = rgba[4 * i] > 127;
    if (s->told_loop)
        log_warning("render",
                    "%s:%d: the loops from here on go on for more than %d steps in a px; they are "
                    "stopped there",
                    m->path, gpu_program_guarded(s->program)->loop_line, GUARD_STEPS);
}

// How long it took lately: too long for too often, and it is left out. Stepped runs wait for it.
static void watch(struct render *r, struct shader *s, const struct media *m)
{
    double took_s;
    if (r->scene->stepped || !gpu_timer_ready(r->gpu, &s->timer, &took_s))
        return;
    s->slow = took_s > STUCK_S ? SLOW_FRAMES : took_s > SLOW_S ? s->slow + 1 : 0;
    if (s->slow < SLOW_FRAMES)
        return;
    s->out = true;
    log_warning("render",
                "%s takes %.0f ms a frame; it is left out until it is saved again (%d frames in a "
                "row may take more than %.0f ms)",
                m->path, took_s * 1000, SLOW_FRAMES - 1, SLOW_S * 1000);
}

void shader_draw(void *user, const struct stage_paint *at, const struct draw_shade *shade)
{
    struct render *r = user;
    const struct media *m = media_find((struct media_table *)&r->scene->media, shade->shader);
    struct shader *s = find(r, shade->shader);
    if (!m || !s || !gpu_program_ready(s->program))
        return;
    watch(r, s, m);
    if (s->out)
        return;
    const struct affine *t = &at->state->to_canvas;
    const float *box = shade->at;
    float origin[2], right[2] = {t->a * box[2], t->b * box[2]};
    float down[2] = {t->c * box[3], t->d * box[3]};
    affine_apply(*t, box[0], box[1], &origin[0], &origin[1]);
    bool tried = probes(r, s);
    gpu_program_use(r->gpu, s->program);
    gpu_uniform_1f(s->program, "u_time_s", (float)r->scene->now_s);
    gpu_uniform_2f(s->program, "u_size_px", box[2], box[3]);
    gpu_uniform_1f(s->program, "gestuaire_opacity",
                   at->state->opacity < 1 ? at->state->opacity : 1);
    if (!set_uniforms(r, s, m, shade))
        return;
    s->paints++;
    if (tried)
        probe(r, s, m);
    const int *c = at->clip;
    gpu_target_bind(r->gpu, r->onto);
    enum draw_blend blend = r->painter.geometry.blend;
    gpu_mix(r->gpu, layer_mix(blend));
    if (blend == BLEND_ERASE)
        r->opaque = false;
    gpu_uniform_1f(s->program, "gestuaire_probe", 0);
    set_place(r, s, origin, right, down, r->onto);
    gpu_scissor(r->gpu, (int[4]){c[0], c[1], c[2] - c[0], c[3] - c[1]});
    gpu_timer_begin(r->gpu, &s->timer);
    gpu_quad_draw(r->gpu);
    gpu_timer_end(r->gpu, &s->timer);
    if (r->depth > 0)
        render_touch(r, c);
}
