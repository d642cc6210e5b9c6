// How much of the room's own light reaches each corner: it comes from all over the sky, and a depth
// map from each of some directions says what stands in its way. Worked out once.
#include "rehearsal/private.h"

#include <stdlib.h>

#define DIRECTIONS 64
#define MAP_PX 768
#define LOWEST -0.08 // of a direction's z: light also comes level, through arches
#define LIFT_M 0.04  // a corner is looked at so far from its face
#define SOFT_PX 3
#define SLACK 0.002 // of the way through the map
#define FAR_M 25.0  // from 0 that what stands in the way may be

// Evenly over the dome: the golden angle around, even steps up.
static struct vec3 direction(int i)
{
    double z = LOWEST + (1 - LOWEST) * (i + 0.5) / DIRECTIONS, turn = i * M_PI * (3 - sqrt(5));
    double r = sqrt(1 - z * z);
    return (struct vec3){r * cos(turn), r * sin(turn), z};
}

// Along -way; all of a ball of `reach` about 0 is on it.
static void map_matrix(struct vec3 way, double reach, double m[16])
{
    struct vec3 right =
        unit(cross(fabs(way.z) < 0.9 ? (struct vec3){0, 0, 1} : (struct vec3){1, 0, 0}, way));
    const struct vec3 rows[3] = {right, cross(way, right), times(way, -1)};
    for (int i = 0; i < 3; i++) {
        m[4 * i] = rows[i].x / reach;
        m[4 * i + 1] = rows[i].y / reach;
        m[4 * i + 2] = rows[i].z / reach;
        m[4 * i + 3] = 0;
    }
    m[12] = m[13] = m[14] = 0;
    m[15] = 1;
}

// How much of the direction is open there: what each px of the map says, over SOFT_PX of them to
// each side, less the farther. One px alone says yes or no, and makes blotches of an edge.
static double lit(const float *map, const double m[16], struct vec3 p)
{
    double at[3], sum = 0, open = 0;
    for (int i = 0; i < 3; i++)
        at[i] = (m[4 * i] * p.x + m[4 * i + 1] * p.y + m[4 * i + 2] * p.z + 1) / 2;
    double u = at[0] * MAP_PX - 0.5, v = at[1] * MAP_PX - 0.5;
    if (!(u >= SOFT_PX) || !(v >= SOFT_PX) || u >= MAP_PX - SOFT_PX - 1 ||
        v >= MAP_PX - SOFT_PX - 1)
        return 1;
    for (int y = (int)v - SOFT_PX + 1; y <= (int)v + SOFT_PX; y++)
        for (int x = (int)u - SOFT_PX + 1; x <= (int)u + SOFT_PX; x++) {
            double weight = (SOFT_PX - fabs(u - x)) * (SOFT_PX - fabs(v - y));
            sum += weight;
            open += at[2] <= (double)map[(size_t)y * MAP_PX + (size_t)x] + SLACK ? weight : 0;
        }
    return open / sum;
}

static void add_direction(const struct solid *s, const float *map, const double m[16],
                          struct vec3 way, double *got, double *whole)
{
    for (int i = 0; i < s->vertex_count; i++) {
        const float *v = s->vertices + (size_t)i * ROOM_FLOATS;
        struct vec3 normal = {v[3], v[4], v[5]}, at = {v[0], v[1], v[2]};
        double share = dot(normal, way);
        if (share <= 0)
            continue;
        whole[i] += share;
        got[i] += share * lit(map, m, add(at, times(unit(normal), LIFT_M)));
    }
}

// What looks down gets what the ground gives back: half of it counts as seen.
static void put_shares(struct solid *s, const double *got, const double *whole)
{
    for (int i = 0; i < s->vertex_count; i++) {
        float *v = s->vertices + (size_t)i * ROOM_FLOATS;
        v[9] = whole[i] > 1e-6 ? (float)(got[i] / whole[i]) : 1;
    }
}

bool shade_solid(struct rehearsal *r, struct fault *f)
{
    struct solid *s = &r->solid;
    struct gpu_shadow map;
    size_t count = (size_t)s->vertex_count;
    if (!count || (r->above[1] <= 0 && r->below[1] <= 0))
        return true;
    double *got = calloc(2 * count, sizeof *got);
    float *depth = malloc(sizeof *depth * MAP_PX * MAP_PX);
    bool good = got && depth;
    if (!good)
        fault_set(f, "no memory");
    good = good && gpu_shadow_init(r->gpu, &map, MAP_PX, f);
    for (int i = 0; i < DIRECTIONS && good; i++) {
        double m[16];
        float out[16];
        map_matrix(direction(i), fmin(s->reach_m + 1, FAR_M), m);
        lens_floats(m, out);
        gpu_shadow_begin(r->gpu, &map);
        gpu_uniform_4x4(r->body, "u_view", out);
        gpu_mesh_draw(r->gpu, r->mesh, r->whole_first, s->whole_count);
        gpu_shadow_read(r->gpu, &map, depth);
        gpu_shadow_end(r->gpu);
        add_direction(s, depth, m, direction(i), got, got + count);
    }
    if (good) {
        put_shares(s, got, got + count);
        gpu_shadow_finish(&map);
    }
    free(got);
    free(depth);
    return good;
}
