// Lit walls and screens as lamps: a few patches each, with the mean light of their part of the
// picture. Nothing stands in the way of this light; a face that turns away from it has none.
#include "rehearsal/private.h"

// Fewer for each where there are many.
static void share(struct rehearsal *r)
{
    int lamps = r->projector_count + r->screen_count;
    struct glow *g = &r->glow;
    g->columns = lamps <= ROOM_PATCHES / 4 ? 4 : 2;
    g->rows = lamps <= ROOM_PATCHES / 8 ? 2 : 1;
    g->count = lamps * g->columns * g->rows;
}

// Half the light that leaves a matt wall of that albedo on its way; where it meets none, none.
static void put_lit(struct rehearsal *r, int projector, int column, int row, struct patch *to)
{
    const struct glow *g = &r->glow;
    const struct projector *p = &r->projectors[projector];
    const struct lens *lens = &r->beams[projector].lens;
    struct size2 size = p->desc.size;
    struct vec2 at = {(column + 0.5) * size.width / g->columns,
                      (row + 0.5) * size.height / g->rows};
    struct vec3 way = lens_ray(lens, at), from = lens->axes.at;
    double distance;
    int hit = solid_hit(&r->solid, from, way, &distance);
    if (hit < 0)
        return;
    double parts = g->columns * g->rows;
    struct vec3 color = solid_color(&r->solid, hit);
    double back = 0.2126 * color.x + 0.7152 * color.y + 0.0722 * color.z;
    double wide = distance / p->desc.throw_ratio;
    *to = (struct patch){.at = add(from, times(way, distance)),
                         .normal = solid_normal(&r->solid, hit),
                         .area = wide * wide * size.height / size.width / parts,
                         .gain = back * p->desc.lumens / parts / M_PI};
}

static void put_shining(const struct rehearsal *r, const struct rehearsal_screen *s, int column,
                        int row, struct patch *to)
{
    const struct glow *g = &r->glow;
    struct vec3 right = sub(s->corners[1], s->corners[0]), down = sub(s->corners[3], s->corners[0]);
    struct vec3 across = cross(down, right);
    double u = (column + 0.5) / g->columns, v = (row + 0.5) / g->rows;
    double area = sqrt(dot(across, across)) / (g->columns * g->rows);
    *to = (struct patch){.at = add(s->corners[0], add(times(right, u), times(down, v))),
                         .normal = unit(across),
                         .area = area,
                         .gain = s->nits * area,
                         .sideless = s->gauze};
}

static void put_all(struct rehearsal *r)
{
    struct patch *to = r->glow.patches;
    for (int i = 0; i < r->projector_count + r->screen_count; i++)
        for (int k = 0; k < r->glow.columns * r->glow.rows; k++, to++) {
            int column = k % r->glow.columns, row = k / r->glow.columns;
            if (i < r->projector_count)
                put_lit(r, i, column, row, to);
            else
                put_shining(r, &r->screens[i - r->projector_count].desc, column, row, to);
            to->gain *= r->strength;
        }
}

bool glow_open(struct rehearsal *r, double strength, struct fault *f)
{
    r->strength = strength;
    share(r);
    if (strength > 0)
        put_all(r);
    else
        r->glow.count = 0;
    return gpu_target_init(r->gpu, &r->glow.light, GPU_RGBA16F, ROOM_PATCHES, 1, f);
}

static void take(struct rehearsal *r, const struct slide *s, double black, int lamp)
{
    struct gpu_program *p = r->mean;
    const struct glow *g = &r->glow;
    int parts = g->columns * g->rows;
    double px = (double)s->light.texture.width / g->columns / 4;
    gpu_scissor(r->gpu, (int[4]){lamp * parts, 0, parts, 1});
    gpu_uniform_texture(r->gpu, p, "u_picture", 0, &s->light.texture);
    gpu_uniform_2f(p, "u_parts", (float)g->columns, (float)g->rows);
    gpu_uniform_1f(p, "u_first", (float)(lamp * parts));
    gpu_uniform_1f(p, "u_level", (float)log2(fmax(px, 1)));
    gpu_uniform_1f(p, "u_lit", 1);
    gpu_uniform_1f(p, "u_black", (float)black);
    gpu_quad_draw(r->gpu);
}

void glow_take(struct rehearsal *r)
{
    gpu_target_bind(r->gpu, &r->glow.light);
    gpu_mix(r->gpu, GPU_MIX_NONE);
    for (int i = 0; i < r->projector_count && r->glow.count; i++)
        take(r, &r->projectors[i].slide, r->projectors[i].desc.black, i);
    for (int i = 0; i < r->screen_count && r->glow.count; i++)
        take(r, &r->screens[i].slide, 0, r->projector_count + i);
    gpu_scissor(r->gpu, NULL);
}

void glow_give(struct rehearsal *r)
{
    float at[4 * ROOM_PATCHES], to[4 * ROOM_PATCHES];
    for (int i = 0; i < r->glow.count; i++) {
        const struct patch *p = &r->glow.patches[i];
        const float a[4] = {(float)p->at.x, (float)p->at.y, (float)p->at.z, (float)p->area};
        const float b[4] = {(float)p->normal.x, (float)p->normal.y, (float)p->normal.z,
                            (float)(p->sideless ? -p->gain : p->gain)};
        memcpy(at + 4 * i, a, sizeof a);
        memcpy(to + 4 * i, b, sizeof b);
    }
    if (r->glow.count) {
        gpu_uniform_4fv(r->body, "u_patch_at", at, r->glow.count);
        gpu_uniform_4fv(r->body, "u_patch_to", to, r->glow.count);
    }
    gpu_uniform_texture(r->gpu, r->body, "u_glow", 2, &r->glow.light.texture);
}
