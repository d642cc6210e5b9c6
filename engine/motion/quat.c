// Unit quaternions: product, turning a vector, the way between two.
#include "motion/private.h"

#include <math.h>

struct quat quat_times(struct quat a, struct quat b)
{
    return (struct quat){
        .x = a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
        .y = a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
        .z = a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w,
        .w = a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
    };
}

struct quat quat_unit(struct quat q)
{
    double n = sqrt(q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w);
    return (struct quat){q.x / n, q.y / n, q.z / n, q.w / n};
}

struct vec3 quat_turn(struct quat q, struct vec3 v)
{
    // v + 2 r x (r x v + w v), r the vector part.
    struct vec3 t = {
        q.y * v.z - q.z * v.y + q.w * v.x,
        q.z * v.x - q.x * v.z + q.w * v.y,
        q.x * v.y - q.y * v.x + q.w * v.z,
    };
    return (struct vec3){
        v.x + 2 * (q.y * t.z - q.z * t.y),
        v.y + 2 * (q.z * t.x - q.x * t.z),
        v.z + 2 * (q.x * t.y - q.y * t.x),
    };
}

struct quat quat_slerp(struct quat a, struct quat b, double u)
{
    double d = a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
    double sign = d < 0 ? -1 : 1, wa = 1 - u, wb = u;
    d *= sign;
    if (d < 0.9995) { // nearer, the chord is as good and does not divide by almost nothing
        double angle = acos(d), s = sin(angle);
        wa = sin((1 - u) * angle) / s;
        wb = sin(u * angle) / s;
    }
    wb *= sign;
    return quat_unit((struct quat){wa * a.x + wb * b.x, wa * a.y + wb * b.y, wa * a.z + wb * b.z,
                                   wa * a.w + wb * b.w});
}
