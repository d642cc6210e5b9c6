// A sight of the room: the room's own light first, then what each projector and lamp adds, then
// what shines.
#include "rehearsal/private.h"

#define FAINT 0.06f // of a loudspeaker that is silent

bool sight_of(struct rehearsal *r, const struct lens *lens, struct sight *sight, struct fault *f)
{
    struct size2 size = lens->size;
    sight->lens = *lens;
    sight->size = size;
    lens_matrix(lens, r->far_m, sight->matrix);
    bool same = r->paper.width == size.width && r->paper.height == size.height;
    if (same)
        return true;
    gpu_solid_finish(&r->paper);
    gpu_target_finish(&r->light);
    return gpu_solid_fit(r->gpu, &r->paper, size.width, size.height, f) &&
           gpu_target_init(r->gpu, &r->light, GPU_RGBA16F, size.width, size.height, f);
}

// Left, top, right, bottom of a box as it is seen, a px more on each side.
void paint_rect(const struct sight *sight, struct vec3 low, struct vec3 high, int rect[4])
{
    const double *m = sight->matrix;
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int i = 0; i < 8; i++) {
        struct vec3 p = {i & 1 ? high.x : low.x, i & 2 ? high.y : low.y, i & 4 ? high.z : low.z};
        double x = m[0] * p.x + m[1] * p.y + m[2] * p.z + m[3];
        double y = m[4] * p.x + m[5] * p.y + m[6] * p.z + m[7];
        double w = m[12] * p.x + m[13] * p.y + m[14] * p.z + m[15];
        if (w < ROOM_NEAR_M) {
            left = top = -INFINITY;
            right = bottom = INFINITY;
            break;
        }
        left = fmin(left, x / w);
        right = fmax(right, x / w);
        top = fmin(top, y / w);
        bottom = fmax(bottom, y / w);
    }
    int width = sight->size.width, height = sight->size.height;
    rect[0] = (int)fmin(fmax(floor((left + 1) / 2 * width) - 1, 0), width);
    rect[1] = (int)fmin(fmax(floor((top + 1) / 2 * height) - 1, 0), height);
    rect[2] = (int)fmin(fmax(ceil((right + 1) / 2 * width) + 1, 0), width);
    rect[3] = (int)fmin(fmax(ceil((bottom + 1) / 2 * height) + 1, 0), height);
}

static void set_3f(struct gpu_program *p, const char *name, struct vec3 v)
{
    gpu_uniform_3f(p, name, (float)v.x, (float)v.y, (float)v.z);
}

static void set_matrix(struct gpu_program *p, const char *name, const double m[16])
{
    float out[16];
    lens_floats(m, out);
    gpu_uniform_4x4(p, name, out);
}

static void paint_sky(struct rehearsal *r, const struct lens *l)
{
    struct gpu_program *p = r->sky;
    double wide = (l->right - l->left) / 2, high = (l->top - l->bottom) / 2;
    gpu_program_use(r->gpu, p);
    set_3f(p, "u_forward", l->axes.forward);
    set_3f(p, "u_right", times(l->axes.right, wide));
    set_3f(p, "u_up", times(l->axes.up, high));
    gpu_uniform_2f(p, "u_middle", (float)((l->right + l->left) / 2 / wide),
                   (float)(-(l->top + l->bottom) / 2 / high));
    gpu_uniform_3f(p, "u_sky", r->sky_light[0], r->sky_light[1], r->sky_light[2]);
    gpu_uniform_3f(p, "u_horizon", r->horizon[0], r->horizon[1], r->horizon[2]);
    gpu_quad_draw(r->gpu);
}

static void paint_bodies(struct rehearsal *r, const struct sight *sight)
{
    struct gpu_program *p = r->body;
    gpu_program_use(r->gpu, p);
    set_matrix(p, "u_view", sight->matrix);
    gpu_uniform_3f(p, "u_above", r->above[0], r->above[1], r->above[2]);
    gpu_uniform_3f(p, "u_below", r->below[0], r->below[1], r->below[2]);
    gpu_uniform_1f(p, "u_projected", 0);
    glow_give(r);
    gpu_uniform_1f(p, "u_patches", (float)r->glow.count);
    // Each sampler has a unit of its own and something on it, also where it is not asked.
    gpu_uniform_texture(r->gpu, p, "u_picture", 0, &r->glow.light.texture);
    if (r->beam_count)
        gpu_uniform_shadow(r->gpu, p, "u_shadow", 1, &r->beams[0].shadow);
    gpu_mesh_draw(r->gpu, r->mesh, 0, r->solid.index_count);
}

static void paint_light(struct rehearsal *r, int i, const int rect[4])
{
    struct gpu_program *p = r->body;
    const struct beam *from = &r->beams[i];
    const struct projector *shows = i < r->projector_count ? &r->projectors[i] : NULL;
    gpu_scissor(r->gpu, rect);
    gpu_uniform_1f(p, "u_projected", 1);
    gpu_uniform_1f(p, "u_patches", 0);
    set_matrix(p, "u_from", from->matrix);
    set_3f(p, "u_lens", from->lens.axes.at);
    gpu_uniform_1f(p, "u_power", (float)from->power);
    gpu_uniform_1f(p, "u_black", shows ? (float)shows->desc.black : 0);
    gpu_uniform_4f(p, "u_lamp", from->color[0], from->color[1], from->color[2], from->edge);
    gpu_uniform_texture(r->gpu, p, "u_picture", 0,
                        shows ? &shows->slide.light.texture : &r->glow.light.texture);
    gpu_uniform_shadow(r->gpu, p, "u_shadow", 1, &from->shadow);
    gpu_mesh_draw(r->gpu, r->mesh, from->first_index, from->reach.index_count);
}

static void paint_screen(struct rehearsal *r, int i)
{
    const struct screen *s = &r->screens[i];
    gpu_uniform_1f(r->screen_program, "u_gauze", s->desc.gauze);
    gpu_uniform_texture(r->gpu, r->screen_program, "u_picture", 0, &s->slide.light.texture);
    gpu_mesh_draw(r->gpu, r->screens_mesh, 6 * i, 6);
}

static void paint_screens(struct rehearsal *r, const struct sight *sight, bool gauze)
{
    struct gpu_program *p = r->screen_program;
    gpu_program_use(r->gpu, p);
    set_matrix(p, "u_view", sight->matrix);
    gpu_uniform_1f(p, "u_textured", 1);
    for (int i = 0; i < r->screen_count; i++)
        if (r->screens[i].desc.gauze == gauze)
            paint_screen(r, i);
}

enum { SIDES = 24 };

// A disc before the cabinet: its light is the level.
static void put_level(const struct rehearsal_speaker *s, float level, float *v)
{
    struct axes a;
    struct fault none;
    if (!lens_axes(&(struct rehearsal_pose){s->at, s->toward, 0}, &a, &none))
        return;
    struct vec3 middle = add(s->at, times(a.forward, 0.063));
    float light = FAINT + level * 4;
    for (int i = 0; i < SIDES + 1; i++) {
        double turn = 2 * M_PI * i / SIDES, radius = i < SIDES ? 0.04 : 0;
        struct vec3 at =
            add(middle, add(times(a.right, radius * cos(turn)), times(a.up, radius * sin(turn))));
        // Ember, #ff7a1a in light.
        const float out[8] = {(float)at.x, (float)at.y, (float)at.z,    0,
                              0,           light,       light * 0.195f, light * 0.010f};
        memcpy(v + (size_t)i * 8, out, sizeof out);
    }
}

static void paint_levels(struct rehearsal *r, const struct sight *sight)
{
    float vertices[REHEARSAL_SPEAKERS * (SIDES + 1) * 8] = {0};
    uint32_t indices[REHEARSAL_SPEAKERS * SIDES * 3];
    int n = 0;
    for (int i = 0; i < r->speaker_count; i++) {
        uint32_t first = (uint32_t)i * (SIDES + 1);
        put_level(&r->speakers[i], r->levels[i], vertices + (size_t)first * 8);
        for (uint32_t k = 0; k < SIDES; k++) {
            indices[n++] = first + SIDES;
            indices[n++] = first + k;
            indices[n++] = first + (k + 1) % SIDES;
        }
    }
    gpu_program_use(r->gpu, r->screen_program);
    set_matrix(r->screen_program, "u_view", sight->matrix);
    gpu_uniform_1f(r->screen_program, "u_textured", 0);
    gpu_uniform_1f(r->screen_program, "u_gauze", 1);
    gpu_uniform_texture(r->gpu, r->screen_program, "u_picture", 0, &r->glow.light.texture);
    gpu_mesh_upload(r->gpu, r->level_mesh, vertices, r->speaker_count * (SIDES + 1), indices, n);
    gpu_mesh_draw(r->gpu, r->level_mesh, 0, n);
}

static bool overlap(const int rect[4], const int of[4], int out[4])
{
    int left = rect[0] > of[0] ? rect[0] : of[0], top = rect[1] > of[1] ? rect[1] : of[1];
    int right = rect[2] < of[2] ? rect[2] : of[2], bottom = rect[3] < of[3] ? rect[3] : of[3];
    out[0] = left;
    out[1] = top;
    out[2] = right - left;
    out[3] = bottom - top;
    return right > left && bottom > top;
}

void paint_room(struct rehearsal *r, const struct sight *sight, const int rect[4])
{
    int part[4] = {rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1]}, lit[4];
    gpu_solid_begin_part(r->gpu, &r->paper, part);
    paint_sky(r, &sight->lens);
    paint_bodies(r, sight);
    paint_screens(r, sight, false);
    gpu_solid_add(r->gpu);
    gpu_program_use(r->gpu, r->body);
    for (int i = 0; i < r->beam_count; i++) {
        const struct reach *reach = &r->beams[i].reach;
        if (!reach->index_count)
            continue;
        paint_rect(sight, reach->low, reach->high, lit);
        if (overlap(rect, lit, lit))
            paint_light(r, i, lit);
    }
    gpu_scissor(r->gpu, part);
    paint_screens(r, sight, true);
    if (r->speaker_count)
        paint_levels(r, sight);
    gpu_solid_end_part(r->gpu, &r->paper, &r->light, part);
    r->px += (uint64_t)part[2] * (uint64_t)part[3];
}
