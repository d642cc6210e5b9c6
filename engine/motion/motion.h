// Recorded movement: clips and skeletons, posed and measured. Pure numbers, no threads. World
// space: metres, right-handed, Z up (files are turned and scaled when read), seconds, radians.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include <stddef.h>

#define MOTION_JOINTS 512
#define MOTION_NAME 64

struct motion_clip;

struct motion_desc {
    double metres_per_unit; // BVH has no unit; 0: guessed from the body's height (said in the info)
    bool z_up;              // the file's up axis is Z; default Y, as BVH has it
};

struct motion_info {
    int joints, frames;
    double frame_s, duration_s;
    double metres_per_unit;
    bool guessed; // the unit was
};

// NULL and a fault with the line. Bytes are not kept.
struct motion_clip *motion_read_bvh(const char *bytes, size_t length,
                                    const struct motion_desc *desc, struct fault *f);
void motion_destroy(struct motion_clip *c);
struct motion_info motion_info(const struct motion_clip *c);
const char *motion_joint_name(const struct motion_clip *c, int joint); // "" for an end site
int motion_joint(const struct motion_clip *c, const char *name);       // -1: none
int motion_parent(const struct motion_clip *c, int joint);             // -1: a root
// Joint positions at_world at time t (clamped to the clip; rotations slerped, positions lerped).
// `joints` has room for info.joints.
void motion_pose(const struct motion_clip *c, double t_s, struct vec3 *joints);
// The included angle at b of a-b-c, 0..pi: acos of the unit vectors' dot product. NaN when two
// points coincide.
double motion_angle(struct vec3 a, struct vec3 b, struct vec3 c);

// A camera that looks at `target` from `distance_m`, turned by azimuth about Z and raised by
// elevation; perspective with vertical field of view. To canvas px: at_canvas.x, .y; false when the
// point is nearer than 0.05 m to the eye's plane or behind it.
struct motion_camera {
    struct vec3 target;
    double azimuth, elevation, distance_m, fov;
    double left, top, width, height; // the part of the canvas it fills, px
};
bool motion_project(const struct motion_camera *camera, struct vec3 at_world,
                    struct vec2 *at_canvas, double *depth_m);
