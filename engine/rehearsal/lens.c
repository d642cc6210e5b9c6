// Poses and lenses: from the world to px and back.
#include "rehearsal/private.h"

#define STEEP 0.9999999 // looks straight up or down: north is up in the picture

bool lens_axes(const struct rehearsal_pose *pose, struct axes *axes, struct fault *f)
{
    struct vec3 way = sub(pose->look, pose->at);
    if (!finite3(pose->at) || !finite3(pose->look) || !isfinite(pose->roll))
        return fault_set(f, "its place, its look or its roll is no number");
    if (!(dot(way, way) > 1e-12))
        return fault_set(f, "looks at where it stands; give it another point to look at");
    struct vec3 forward = unit(way), above = {0, 0, 1};
    if (fabs(forward.z) > STEEP)
        above = (struct vec3){0, 1, 0};
    struct vec3 right = unit(cross(forward, above)), up = cross(right, forward);
    double c = cos(pose->roll), s = sin(pose->roll);
    *axes = (struct axes){.at = pose->at,
                          .right = sub(times(right, c), times(up, s)),
                          .up = add(times(up, c), times(right, s)),
                          .forward = forward};
    return true;
}

bool lens_of_projector(const struct rehearsal_projector *p, struct lens *lens, struct fault *f)
{
    if (!(p->throw_ratio >= 0.1 && p->throw_ratio <= 20) || p->size.width < 1 || p->size.height < 1)
        return fault_set(f, "its throw is %g; 0.1 to 20 times the picture's width is allowed",
                         p->throw_ratio);
    if (!(fabs(p->shift.x) <= 2 && fabs(p->shift.y) <= 2))
        return fault_set(f, "its shift is more than two pictures");
    double width = 1 / p->throw_ratio, height = width * p->size.height / p->size.width;
    *lens = (struct lens){.left = width * (p->shift.x - 0.5),
                          .right = width * (p->shift.x + 0.5),
                          .bottom = height * (p->shift.y - 0.5),
                          .top = height * (p->shift.y + 0.5),
                          .size = p->size};
    return lens_axes(&p->pose, &lens->axes, f);
}

bool lens_of_eye(const struct rehearsal_eye *eye, struct size2 size, struct lens *lens,
                 struct fault *f)
{
    if (!(eye->angle > 0.01 && eye->angle < 3))
        return fault_set(f, "the eye sees %g radians; 0.01 to 3 is allowed", eye->angle);
    double high = tan(eye->angle / 2), wide = high * size.width / size.height;
    *lens = (struct lens){.left = -wide, .right = wide, .bottom = -high, .top = high, .size = size};
    return lens_axes(&eye->pose, &lens->axes, f);
}

void lens_matrix(const struct lens *l, double far_m, double m[16])
{
    const struct axes *a = &l->axes;
    double sx = 2 / (l->right - l->left), sy = -2 / (l->top - l->bottom);
    double ox = -(l->right + l->left) / (l->right - l->left);
    double oy = (l->top + l->bottom) / (l->top - l->bottom);
    double near = ROOM_NEAR_M, k = (far_m + near) / (far_m - near);
    double lift = -2 * far_m * near / (far_m - near);
    const struct vec3 axes[4] = {add(times(a->right, sx), times(a->forward, ox)),
                                 add(times(a->up, sy), times(a->forward, oy)), times(a->forward, k),
                                 a->forward};
    for (int i = 0; i < 4; i++) {
        m[4 * i] = axes[i].x;
        m[4 * i + 1] = axes[i].y;
        m[4 * i + 2] = axes[i].z;
        m[4 * i + 3] = -dot(axes[i], a->at) + (i == 2 ? lift : 0);
    }
}

void lens_floats(const double m[16], float out[16])
{
    for (int i = 0; i < 16; i++)
        out[i] = (float)m[i];
}

struct vec3 lens_ray(const struct lens *l, struct vec2 at_px)
{
    double x = l->left + (l->right - l->left) * at_px.x / l->size.width;
    double y = l->top - (l->top - l->bottom) * at_px.y / l->size.height;
    const struct axes *a = &l->axes;
    return add(a->forward, add(times(a->right, x), times(a->up, y)));
}

static void plane(const struct axes *a, struct vec3 normal, double offset, double out[4])
{
    out[0] = normal.x;
    out[1] = normal.y;
    out[2] = normal.z;
    out[3] = -dot(normal, a->at) - offset;
}

void lens_planes(const struct lens *l, double planes[5][4])
{
    const struct axes *a = &l->axes;
    plane(a, a->forward, ROOM_NEAR_M, planes[0]);
    plane(a, sub(a->right, times(a->forward, l->left)), 0, planes[1]);
    plane(a, sub(times(a->forward, l->right), a->right), 0, planes[2]);
    plane(a, sub(a->up, times(a->forward, l->bottom)), 0, planes[3]);
    plane(a, sub(times(a->forward, l->top), a->up), 0, planes[4]);
}
