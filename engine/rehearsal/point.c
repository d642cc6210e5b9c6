// Ways through the room: what stands under a point of a picture, where a projector's px lands.
#include "rehearsal/private.h"

// Where a way meets a screen's plane, in shares of its sides; the distance in lengths of `way`.
static bool on_plane(const struct rehearsal_screen *s, struct vec3 from, struct vec3 way,
                     struct vec2 *at, double *distance)
{
    struct vec3 right = sub(s->corners[1], s->corners[0]), down = sub(s->corners[3], s->corners[0]);
    struct vec3 normal = cross(right, down);
    double along = dot(way, normal);
    if (fabs(along) < 1e-12)
        return false;
    *distance = dot(sub(s->corners[0], from), normal) / along;
    struct vec3 p = sub(add(from, times(way, *distance)), s->corners[0]);
    double length = dot(normal, normal);
    at->x = dot(cross(p, down), normal) / length;
    at->y = dot(cross(right, p), normal) / length;
    // `normal` looks into the screen: what comes along it comes from before it.
    return *distance > 0 && (along > 0 || s->gauze);
}

static bool way_of(const struct rehearsal_eye *eye, struct size2 size, struct vec2 at,
                   struct vec3 *from, struct vec3 *way)
{
    struct lens lens;
    struct fault none;
    if (!lens_of_eye(eye, size, &lens, &none))
        return false;
    *from = lens.axes.at;
    *way = lens_ray(&lens, at);
    return true;
}

int rehearsal_screen_at(const struct rehearsal *r, const struct rehearsal_eye *eye,
                        struct size2 size, struct vec2 at, struct vec2 *on_screen)
{
    struct vec3 from, way;
    double nearest, distance;
    int found = -1;
    if (!way_of(eye, size, at, &from, &way))
        return -1;
    solid_hit(&r->solid, from, way, &nearest);
    nearest += 0.01; // a screen may lie on the face of its body
    for (int i = 0; i < r->screen_count; i++) {
        struct vec2 p;
        if (!on_plane(&r->screens[i].desc, from, way, &p, &distance) || distance > nearest ||
            p.x < 0 || p.x > 1 || p.y < 0 || p.y > 1)
            continue;
        nearest = distance;
        found = i;
        *on_screen = p;
    }
    return found;
}

bool rehearsal_on_screen(const struct rehearsal *r, int screen, const struct rehearsal_eye *eye,
                         struct size2 size, struct vec2 at, struct vec2 *on_screen)
{
    struct vec3 from, way;
    double distance;
    return way_of(eye, size, at, &from, &way) &&
           on_plane(&r->screens[screen].desc, from, way, on_screen, &distance);
}

double rehearsal_clear(const struct rehearsal *r, struct vec3 from, struct vec3 way)
{
    double distance;
    solid_hit(&r->solid, from, way, &distance);
    return distance;
}

bool rehearsal_lands(const struct rehearsal *r, int projector, struct vec2 at_px,
                     struct vec3 *at_world)
{
    const struct lens *l = &r->beams[projector].lens;
    struct vec3 way = lens_ray(l, at_px);
    double distance;
    if (solid_hit(&r->solid, l->axes.at, way, &distance) < 0)
        return false;
    *at_world = add(l->axes.at, times(way, distance));
    return true;
}
