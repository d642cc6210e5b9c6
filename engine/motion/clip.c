// A clip posed in time: forward kinematics, world axes, and the unit of a file that has none.
#include "motion/private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct vec3 plus(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.x + b.x, a.y + b.y, a.z + b.z};
}

static double length(struct vec3 v)
{
    return sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
}

void motion_destroy(struct motion_clip *c)
{
    if (!c)
        return;
    free(c->bones);
    free(c->rotations);
    free(c->positions);
    free(c);
}

struct motion_info motion_info(const struct motion_clip *c)
{
    return c->info;
}

const char *motion_joint_name(const struct motion_clip *c, int joint)
{
    assert(joint >= 0 && joint < c->info.joints);
    return c->bones[joint].name;
}

int motion_joint(const struct motion_clip *c, const char *name)
{
    for (int j = 0; name[0] && j < c->info.joints; j++)
        if (strcmp(c->bones[j].name, name) == 0)
            return j;
    return -1;
}

int motion_parent(const struct motion_clip *c, int joint)
{
    assert(joint >= 0 && joint < c->info.joints);
    return c->bones[joint].parent;
}

// Two frames and the way between them.
struct moment {
    int first, second;
    double between;
};

static struct moment moment_at(const struct motion_clip *c, double t_s)
{
    double at = t_s / c->info.frame_s, last = c->info.frames - 1;
    if (!(at > 0)) // also not a number
        at = 0;
    if (at > last)
        at = last;
    int first = (int)at;
    return (struct moment){first, first < last ? first + 1 : first, at - first};
}

static struct quat rotation(const struct motion_clip *c, int frame, int place)
{
    const float *q = c->rotations + ((size_t)frame * (size_t)c->rotating + (size_t)place) * 4;
    return (struct quat){q[0], q[1], q[2], q[3]};
}

static struct vec3 position(const struct motion_clip *c, int frame, int place)
{
    const float *p = c->positions + ((size_t)frame * (size_t)c->moving + (size_t)place) * 3;
    return (struct vec3){p[0], p[1], p[2]};
}

// A joint against its parent, in the file's axes.
static struct quat turn_of(const struct motion_clip *c, const struct motion_bone *b,
                           struct moment m)
{
    if (b->rotation < 0)
        return (struct quat){0, 0, 0, 1};
    return quat_slerp(rotation(c, m.first, b->rotation), rotation(c, m.second, b->rotation),
                      m.between);
}

static struct vec3 place_of(const struct motion_clip *c, const struct motion_bone *b,
                            struct moment m)
{
    if (b->position < 0)
        return b->offset;
    struct vec3 p = position(c, m.first, b->position), q = position(c, m.second, b->position);
    double u = m.between;
    return (struct vec3){p.x + (q.x - p.x) * u, p.y + (q.y - p.y) * u, p.z + (q.z - p.z) * u};
}

static struct vec3 to_world(const struct motion_clip *c, struct vec3 p)
{
    double s = c->info.metres_per_unit;
    if (c->z_up)
        return (struct vec3){p.x * s, p.y * s, p.z * s};
    return (struct vec3){p.x * s, -p.z * s, p.y * s};
}

void motion_pose(const struct motion_clip *c, double t_s, struct vec3 *joints)
{
    struct quat turned[MOTION_JOINTS];
    struct moment m = moment_at(c, t_s);
    for (int j = 0; j < c->info.joints; j++) {
        const struct motion_bone *b = &c->bones[j];
        struct quat turn = turn_of(c, b, m);
        struct vec3 place = place_of(c, b, m);
        if (b->parent >= 0) {
            place = plus(joints[b->parent], quat_turn(turned[b->parent], place));
            turn = quat_times(turned[b->parent], turn);
        }
        turned[j] = quat_unit(turn);
        joints[j] = place;
    }
    for (int j = 0; j < c->info.joints; j++)
        joints[j] = to_world(c, joints[j]);
}

struct vec3 motion_joint_at(const struct motion_clip *c, int joint, double t_s)
{
    assert(joint >= 0 && joint < c->info.joints);
    struct moment m = moment_at(c, t_s);
    struct vec3 p = place_of(c, &c->bones[joint], m);
    for (int j = c->bones[joint].parent; j >= 0; j = c->bones[j].parent)
        p = plus(place_of(c, &c->bones[j], m), quat_turn(turn_of(c, &c->bones[j], m), p));
    return to_world(c, p);
}

double motion_angle(struct vec3 a, struct vec3 b, struct vec3 c)
{
    struct vec3 u = {a.x - b.x, a.y - b.y, a.z - b.z}, v = {c.x - b.x, c.y - b.y, c.z - b.z};
    double n = length(u) * length(v);
    if (!(n > 0))
        return NAN;
    double d = (u.x * v.x + u.y * v.y + u.z * v.z) / n;
    return acos(d < -1 ? -1 : d > 1 ? 1 : d);
}

double motion_reach(const struct motion_clip *c)
{
    double along[MOTION_JOINTS], up[MOTION_JOINTS];
    double highest = -INFINITY, lowest = INFINITY, above = 0, below = 0;
    for (int j = 0; j < c->info.joints; j++) {
        const struct motion_bone *b = &c->bones[j];
        struct vec3 o = b->parent < 0 ? (struct vec3){0} : place_of(c, b, (struct moment){0});
        along[j] = length(o) + (b->parent < 0 ? 0 : along[b->parent]);
        up[j] = (c->z_up ? o.z : o.y) + (b->parent < 0 ? 0 : up[b->parent]);
        if (up[j] > highest) {
            highest = up[j];
            above = along[j];
        }
        if (up[j] < lowest) {
            lowest = up[j];
            below = along[j];
        }
    }
    return above + below;
}

double motion_guess_unit(double reach)
{
    static const double units[] = {0.01, 1, 0.001, 0.0254, 0.056444};
    double best = units[0];
    if (!(reach > 0))
        return best;
    for (int i = 1; i < 5; i++)
        if (fabs(log(reach * units[i] / 1.7)) < fabs(log(reach * best / 1.7)))
            best = units[i];
    return best;
}
