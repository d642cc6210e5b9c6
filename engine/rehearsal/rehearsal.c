// The room's life: opened, told what changed, looked at.
#include "rehearsal/private.h"

#include <stdlib.h>

static const int body_floats[] = {3, 3, 4}, screen_floats[] = {3, 2, 3};

static bool open_programs(struct rehearsal *r, struct fault *f)
{
    struct {
        struct gpu_program **to;
        const char *name;
    } all[] = {{&r->body, "room"},     {&r->slide_program, "roomslide"},
               {&r->mean, "roommean"}, {&r->screen_program, "roomscreen"},
               {&r->sky, "roomsky"},   {&r->tone, "roomtone"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!(*all[i].to = gpu_program_load(r->gpu, all[i].name, f)))
            return false;
    return true;
}

static bool open_projector(struct rehearsal *r, const struct rehearsal_projector *desc,
                           struct fault *f)
{
    struct beam *b = &r->beams[r->beam_count++];
    struct projector *p = &r->projectors[r->projector_count++];
    p->desc = *desc;
    b->power =
        desc->lumens * desc->throw_ratio * desc->throw_ratio * desc->size.width / desc->size.height;
    bool sound = desc->lumens >= 0 && desc->lumens <= 1e6 && desc->black >= 0 && desc->black <= 1 &&
                 desc->gamma >= 0 && desc->gamma <= 10;
    if (!sound)
        return fault_set(f, "its lumens, black or gamma is no number that a projector has");
    return lens_of_projector(desc, &b->lens, f) && reach_find(&b->reach, &r->solid, &b->lens, f) &&
           gpu_shadow_init(r->gpu, &b->shadow, REHEARSAL_SHADOW_PX, f) &&
           slide_open(r, &p->slide, desc->size, f);
}

// Its lumens are candela times what a smoothstep between two cosines holds of a sphere.
static bool open_lamp(struct rehearsal *r, const struct rehearsal_lamp *desc, struct fault *f)
{
    struct beam *b = &r->beams[r->beam_count++];
    bool sound =
        desc->lumens >= 0 && desc->lumens <= 1e6 && desc->angle >= 0.05 && desc->angle <= 2.6;
    for (int k = 0; k < 3; k++)
        sound = sound && desc->color[k] >= 0 && desc->color[k] <= 100;
    if (!sound)
        return fault_set(f, "its lumens, angle or colour is no number that a lamp has");
    struct rehearsal_projector raster = {.pose = {desc->at, desc->look, 0},
                                         .size = {1, 1},
                                         .throw_ratio = 0.5 / tan(desc->angle / 2)};
    double edge = cos(desc->angle / 2), whole = edge + REHEARSAL_LAMP_WHOLE * (1 - edge);
    b->power = desc->lumens / (2 * M_PI * ((whole - edge) / 2 + 1 - whole));
    b->edge = (float)edge;
    memcpy(b->color, desc->color, sizeof b->color);
    return lens_of_projector(&raster, &b->lens, f) &&
           reach_find(&b->reach, &r->solid, &b->lens, f) &&
           gpu_shadow_init(r->gpu, &b->shadow, REHEARSAL_LAMP_SHADOW_PX, f);
}

static bool open_screen(struct rehearsal *r, const struct rehearsal_screen *desc, struct fault *f)
{
    struct screen *s = &r->screens[r->screen_count++];
    struct vec3 right = sub(desc->corners[1], desc->corners[0]);
    struct vec3 down = sub(desc->corners[3], desc->corners[0]), across = cross(right, down);
    bool sound = desc->nits >= 0 && desc->nits <= 1e5 && dot(across, across) > 1e-12;
    for (int i = 0; i < 4; i++)
        sound = sound && finite3(desc->corners[i]);
    s->desc = *desc;
    if (!sound)
        return fault_set(f, "its corners span nothing, or its nits are no number");
    return slide_open(r, &s->slide, desc->size, f);
}

static bool open_lamps(struct rehearsal *r, const struct rehearsal_desc *d, struct fault *f)
{
    for (int i = 0; i < d->projector_count; i++)
        if (!open_projector(r, &d->projectors[i], f))
            return told(d->projectors[i].name, "projector", i, f);
    for (int i = 0; i < d->lamp_count; i++)
        if (!open_lamp(r, &d->lamps[i], f))
            return told(d->lamps[i].name, "lamp", i, f);
    for (int i = 0; i < d->screen_count; i++)
        if (!open_screen(r, &d->screens[i], f))
            return told(d->screens[i].name, "screen", i, f);
    for (int i = 0; i < d->speaker_count; i++) {
        struct axes none;
        r->speakers[r->speaker_count++] = d->speakers[i];
        if (!lens_axes(&(struct rehearsal_pose){d->speakers[i].at, d->speakers[i].toward, 0}, &none,
                       f))
            return fault_where(f, "loudspeaker %d", i + 1);
    }
    return true;
}

// Everything's triangles in one mesh, behind them those of each beam's cone, then the undivided.
static bool upload_bodies(struct rehearsal *r, struct fault *f)
{
    const struct solid *s = &r->solid;
    int count = s->index_count;
    if (!r->mesh && !(r->mesh = gpu_mesh_create(r->gpu, body_floats, 3, f)))
        return false;
    if (!count)
        return true;
    for (int i = 0; i < r->beam_count; i++) {
        r->beams[i].first_index = count;
        count += r->beams[i].reach.index_count;
    }
    r->whole_first = count;
    count += s->whole_count;
    uint32_t *all = malloc(((size_t)count + 1) * sizeof *all);
    if (!all)
        return fault_set(f, "no memory");
    memcpy(all, s->indices, (size_t)s->index_count * sizeof *all);
    for (int i = 0; i < r->beam_count; i++)
        memcpy(all + r->beams[i].first_index, r->beams[i].reach.indices,
               (size_t)r->beams[i].reach.index_count * sizeof *all);
    memcpy(all + r->whole_first, s->whole, (size_t)s->whole_count * sizeof *all);
    gpu_mesh_keep(r->gpu, r->mesh, s->vertices, s->vertex_count, all, count);
    free(all);
    return true;
}

static bool upload_screens(struct rehearsal *r, struct fault *f)
{
    static const float places[4][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    float vertices[REHEARSAL_SCREENS * 4 * 8];
    uint32_t indices[REHEARSAL_SCREENS * 6];
    for (int i = 0; i < r->screen_count; i++) {
        const struct rehearsal_screen *s = &r->screens[i].desc;
        for (int k = 0; k < 4; k++) {
            float *v = vertices + (size_t)(i * 4 + k) * 8, nits = (float)s->nits;
            const float out[8] = {(float)s->corners[k].x,
                                  (float)s->corners[k].y,
                                  (float)s->corners[k].z,
                                  places[k][0],
                                  places[k][1],
                                  nits,
                                  nits,
                                  nits};
            memcpy(v, out, sizeof out);
        }
        const uint32_t order[6] = {0, 3, 2, 0, 2, 1}; // counter-clockwise from the front
        for (int k = 0; k < 6; k++)
            indices[i * 6 + k] = (uint32_t)i * 4 + order[k];
    }
    r->screens_mesh = gpu_mesh_create(r->gpu, screen_floats, 3, f);
    r->level_mesh = r->screens_mesh ? gpu_mesh_create(r->gpu, screen_floats, 3, f) : NULL;
    if (!r->level_mesh)
        return false;
    gpu_mesh_keep(r->gpu, r->screens_mesh, vertices, r->screen_count * 4, indices,
                  r->screen_count * 6);
    return true;
}

// Nothing in the room moves but light.
static void cast_shadows(struct rehearsal *r)
{
    float m[16];
    gpu_program_use(r->gpu, r->body);
    gpu_uniform_1f(r->body, "u_patches", 0);
    gpu_uniform_1f(r->body, "u_projected", 0);
    gpu_uniform_texture(r->gpu, r->body, "u_picture", 0, &r->glow.light.texture);
    gpu_uniform_texture(r->gpu, r->body, "u_glow", 2, &r->glow.light.texture);
    for (int i = 0; i < r->beam_count; i++) {
        struct beam *b = &r->beams[i];
        lens_matrix(&b->lens, r->far_m, b->matrix);
        lens_floats(b->matrix, m);
        gpu_uniform_4x4(r->body, "u_view", m);
        gpu_uniform_shadow(r->gpu, r->body, "u_shadow", 1,
                           &r->beams[i ? 0 : r->beam_count - 1].shadow);
        gpu_shadow_begin(r->gpu, &b->shadow);
        gpu_mesh_draw(r->gpu, r->mesh, b->first_index, b->reach.index_count);
        gpu_shadow_end(r->gpu);
    }
}

static bool counts_fit(const struct rehearsal_desc *d, struct fault *f)
{
    if (d->projector_count > REHEARSAL_PROJECTORS)
        return fault_set(f, "%d projectors; %d are allowed", d->projector_count,
                         REHEARSAL_PROJECTORS);
    if (d->screen_count > REHEARSAL_SCREENS)
        return fault_set(f, "%d screens; %d are allowed", d->screen_count, REHEARSAL_SCREENS);
    if (d->speaker_count > REHEARSAL_SPEAKERS)
        return fault_set(f, "%d loudspeakers; %d are allowed", d->speaker_count,
                         REHEARSAL_SPEAKERS);
    if (d->lamp_count > REHEARSAL_LAMPS)
        return fault_set(f, "%d lamps; %d are allowed", d->lamp_count, REHEARSAL_LAMPS);
    return true;
}

struct rehearsal *rehearsal_create(struct gpu *gpu, const struct rehearsal_desc *d, struct fault *f)
{
    struct rehearsal *r = calloc(1, sizeof *r);
    if (!r) {
        fault_set(f, "no memory");
        return NULL;
    }
    r->gpu = gpu;
    r->glow_s = -INFINITY;
    memcpy(r->above, d->above, sizeof r->above);
    memcpy(r->below, d->below, sizeof r->below);
    memcpy(r->sky_light, d->sky, sizeof r->sky_light);
    memcpy(r->horizon, d->horizon, sizeof r->horizon);
    bool open = counts_fit(d, f) && solid_build(&r->solid, d, f) && open_programs(r, f) &&
                open_lamps(r, d, f) && upload_bodies(r, f) && upload_screens(r, f) &&
                glow_open(r, d->glow, f);
    if (!open) {
        rehearsal_destroy(r);
        return NULL;
    }
    r->far_m = 2 * r->solid.reach_m + 100;
    cast_shadows(r);
    if (shade_solid(r, f) && upload_bodies(r, f))
        return r;
    rehearsal_destroy(r);
    return NULL;
}

static void close_lamps(struct rehearsal *r)
{
    for (int i = 0; i < r->beam_count; i++) {
        gpu_shadow_finish(&r->beams[i].shadow);
        free(r->beams[i].reach.indices);
    }
    for (int i = 0; i < r->projector_count; i++)
        gpu_target_finish(&r->projectors[i].slide.light);
    for (int i = 0; i < r->screen_count; i++)
        gpu_target_finish(&r->screens[i].slide.light);
}

void rehearsal_destroy(struct rehearsal *r)
{
    if (!r)
        return;
    close_lamps(r);
    gpu_target_finish(&r->glow.light);
    gpu_target_finish(&r->light);
    gpu_solid_finish(&r->paper);
    gpu_mesh_destroy(r->level_mesh);
    gpu_mesh_destroy(r->screens_mesh);
    gpu_mesh_destroy(r->mesh);
    gpu_program_destroy(r->tone);
    gpu_program_destroy(r->sky);
    gpu_program_destroy(r->screen_program);
    gpu_program_destroy(r->mean);
    gpu_program_destroy(r->slide_program);
    gpu_program_destroy(r->body);
    solid_finish(&r->solid);
    free(r);
}

static void change(struct slide *s, const struct gpu_target *picture)
{
    s->picture = picture;
    s->changed = true;
}

void rehearsal_project(struct rehearsal *r, int projector, const struct gpu_target *picture)
{
    change(&r->projectors[projector].slide, picture);
}

void rehearsal_show(struct rehearsal *r, int screen, const struct gpu_target *picture)
{
    change(&r->screens[screen].slide, picture);
}

void rehearsal_sound(struct rehearsal *r, int speaker, double level)
{
    float to = isfinite(level) ? (float)fmin(fmax(level, 0), 1) : 0;
    to = rintf(to * 64) / 64; // a finer step is not seen
    r->levels_changed |= r->levels[speaker] != to;
    r->levels[speaker] = to;
}

static void join(int all[4], const int rect[4])
{
    if (rect[2] <= rect[0] || rect[3] <= rect[1])
        return;
    if (all[2] <= all[0]) {
        memcpy(all, rect, 4 * sizeof *all);
        return;
    }
    for (int i = 0; i < 2; i++) {
        all[i] = rect[i] < all[i] ? rect[i] : all[i];
        all[i + 2] = rect[i + 2] > all[i + 2] ? rect[i + 2] : all[i + 2];
    }
}

static void join_points(const struct sight *sight, const struct vec3 *points, int count, double by,
                        int all[4])
{
    struct vec3 low = {INFINITY, INFINITY, INFINITY}, high = times(low, -1);
    int rect[4];
    for (int i = 0; i < count; i++) {
        low = (struct vec3){fmin(low.x, points[i].x - by), fmin(low.y, points[i].y - by),
                            fmin(low.z, points[i].z - by)};
        high = (struct vec3){fmax(high.x, points[i].x + by), fmax(high.y, points[i].y + by),
                             fmax(high.z, points[i].z + by)};
    }
    paint_rect(sight, low, high, rect);
    join(all, rect);
}

// What is seen otherwise; right 0: nothing.
static void find_changes(struct rehearsal *r, const struct sight *sight, int all[4])
{
    int rect[4];
    for (int i = 0; i < r->projector_count; i++) {
        const struct reach *reach = &r->beams[i].reach;
        if (!r->projectors[i].slide.changed || !reach->index_count)
            continue;
        paint_rect(sight, reach->low, reach->high, rect);
        join(all, rect);
    }
    for (int i = 0; i < r->screen_count; i++)
        if (r->screens[i].slide.changed)
            join_points(sight, r->screens[i].desc.corners, 4, 0, all);
    for (int i = 0; r->levels_changed && i < r->speaker_count; i++)
        join_points(sight, &r->speakers[i].at, 1, 0.2, all);
}

static void put_tone(struct rehearsal *r, const struct rehearsal_eye *eye,
                     const struct gpu_target *onto, const int rect[4])
{
    gpu_target_bind_bytes(r->gpu, onto);
    gpu_mix(r->gpu, GPU_MIX_NONE);
    gpu_scissor(r->gpu, (int[4]){rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1]});
    gpu_program_use(r->gpu, r->tone);
    gpu_uniform_texture(r->gpu, r->tone, "u_light", 0, &r->light.texture);
    gpu_uniform_1f(r->tone, "u_exposure", (float)eye->exposure);
    gpu_quad_draw(r->gpu);
    gpu_scissor(r->gpu, NULL);
}

// The pictures as they are now, and what they give to the room when it is time.
static bool take_pictures(struct rehearsal *r, double now_s)
{
    r->glow_due |= slides_take(r);
    bool due = r->glow_due && !(now_s < r->glow_s + REHEARSAL_GLOW_S && now_s >= r->glow_s);
    if (!due)
        return false;
    glow_take(r);
    r->glow_due = false;
    r->glow_s = now_s;
    return r->glow.count > 0;
}

bool rehearsal_draw(struct rehearsal *r, const struct rehearsal_eye *eye, double now_s,
                    const struct gpu_target *onto, struct fault *f)
{
    struct size2 size = {onto->texture.width, onto->texture.height};
    struct lens lens;
    struct sight sight;
    int changed[4] = {0};
    bool same = r->painted && r->light.texture.width == size.width &&
                r->light.texture.height == size.height && memcmp(eye, &r->eye, sizeof *eye) == 0;
    if (!lens_of_eye(eye, size, &lens, f) || !sight_of(r, &lens, &sight, f))
        return false;
    find_changes(r, &sight, changed);
    if (take_pictures(r, now_s) || !same)
        memcpy(changed, (int[4]){0, 0, size.width, size.height}, sizeof changed);
    r->levels_changed = false;
    if (changed[2] <= changed[0])
        return false;
    paint_room(r, &sight, changed);
    put_tone(r, eye, onto, changed);
    r->eye = *eye;
    r->painted = true;
    return true;
}

double rehearsal_next_s(const struct rehearsal *r)
{
    return r->glow_due && r->glow.count ? r->glow_s + REHEARSAL_GLOW_S : INFINITY;
}

uint64_t rehearsal_painted(const struct rehearsal *r)
{
    return r->px;
}
