// Inside motion/: how a clip lies in memory. Lengths in the file's units and axes; they are turned
// and scaled when a pose leaves.
#pragma once
#include "motion/motion.h"
#include <stdint.h>

struct motion_bone {
    char name[MOTION_NAME]; // "": an end site
    int parent;
    bool end;
    struct vec3 offset;
    int rotation; // its place in a frame's rotations; -1: never turns
    int position; // its place in a frame's positions; -1: stays at offset
};

struct motion_clip {
    struct motion_info info;
    bool z_up;
    struct motion_bone *bones; // parents before children
    int rotating, moving;      // rotations and positions in a frame
    float *rotations;          // frames x rotating x (x y z w), unit, without jumps of sign
    float *positions;          // frames x moving x 3
};

struct quat {
    double x, y, z, w;
};

struct quat quat_times(struct quat a, struct quat b);
struct quat quat_unit(struct quat q);
struct vec3 quat_turn(struct quat q, struct vec3 v); // q unit
// Between two unit quaternions; the shorter way.
struct quat quat_slerp(struct quat a, struct quat b, double u);

// The height a body can reach, in file units (motion.h, "The unit").
double motion_reach(const struct motion_clip *c);
double motion_guess_unit(double reach);
