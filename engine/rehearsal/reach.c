// What a projector can light: the triangles in its cone, and the box around what of them lies
// there.
#include "rehearsal/private.h"

#include <stdlib.h>

enum { CORNERS = 9 }; // of a triangle cut by five planes, and one

struct cut {
    struct vec3 at[CORNERS];
    int count;
};

static double side(const double plane[4], struct vec3 p)
{
    return plane[0] * p.x + plane[1] * p.y + plane[2] * p.z + plane[3];
}

// Sutherland and Hodgman, Reentrant polygon clipping (1974).
static void cut_by(struct cut *c, const double plane[4])
{
    struct cut out = {.count = 0};
    for (int i = 0; i < c->count; i++) {
        struct vec3 a = c->at[i], b = c->at[(i + 1) % c->count];
        double x = side(plane, a), y = side(plane, b);
        if (x >= 0 && out.count < CORNERS)
            out.at[out.count++] = a;
        if ((x >= 0) != (y >= 0) && out.count < CORNERS)
            out.at[out.count++] = add(a, times(sub(b, a), x / (x - y)));
    }
    *c = out;
}

static struct vec3 least(struct vec3 a, struct vec3 b)
{
    return (struct vec3){fmin(a.x, b.x), fmin(a.y, b.y), fmin(a.z, b.z)};
}

static struct vec3 most(struct vec3 a, struct vec3 b)
{
    return (struct vec3){fmax(a.x, b.x), fmax(a.y, b.y), fmax(a.z, b.z)};
}

static struct vec3 corner(const struct solid *s, uint32_t i)
{
    const float *v = s->vertices + (size_t)i * ROOM_FLOATS;
    return (struct vec3){v[0], v[1], v[2]};
}

bool reach_find(struct reach *reach, const struct solid *s, const struct lens *lens,
                struct fault *f)
{
    double planes[5][4];
    lens_planes(lens, planes);
    reach->low = (struct vec3){INFINITY, INFINITY, INFINITY};
    reach->high = times(reach->low, -1);
    reach->indices = malloc(((size_t)s->index_count + 1) * sizeof *reach->indices);
    if (!reach->indices)
        return fault_set(f, "no memory");
    for (int i = 0; i < s->index_count; i += 3) {
        struct cut c = {.count = 3};
        for (int k = 0; k < 3; k++)
            c.at[k] = corner(s, s->indices[i + k]);
        for (int k = 0; k < 5 && c.count; k++)
            cut_by(&c, planes[k]);
        for (int k = 0; k < c.count; k++) {
            reach->low = least(reach->low, c.at[k]);
            reach->high = most(reach->high, c.at[k]);
        }
        if (c.count) {
            memcpy(reach->indices + reach->index_count, s->indices + i, 3 * sizeof *s->indices);
            reach->index_count += 3;
        }
    }
    return true;
}
