// Recorded movement: clips and skeletons, posed and measured. Pure numbers, no threads. World
// space: metres, right-handed, Z up (files are turned and scaled when read), seconds, radians.
#pragma once
#include "base/fault.h"
#include "base/vec.h"
#include <stddef.h>

#define MOTION_JOINTS 512
#define MOTION_VALUES 50000000 // frames times joints, at most
#define MOTION_NAME 64

struct motion_clip;

struct motion_desc {
    double metres_per_unit; // BVH has no unit; 0: guessed from the body's height (below)
    bool z_up;              // the file's up axis is Z; default Y, as BVH has it
};

struct motion_info {
    int joints, frames;
    double frame_s, duration_s; // duration: from the first pose to the last, (frames - 1) x frame_s
    double metres_per_unit;
    bool guessed; // the unit was
};

// Biovision hierarchy. NULL and a fault with the line. Bytes are not kept. Any number of roots; the
// channels of each joint in the order that is written there: W = W_parent T R_1 R_2 R_3 (column
// vectors, degrees), where T is OFFSET or, on the axes that have a position channel, that channel.
//
// The unit: the height a body can reach is the length of the bones from its root to the end that
// lies highest in the rest pose, and to the one that lies lowest. Of metre, centimetre, millimetre,
// inch and the unit of the CMU database (0.056444 m: an inch over 0.45), the one is taken that
// brings it nearest to 1.7 m (as a ratio).
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
// The same for one joint: only its ancestors are posed.
struct vec3 motion_joint_at(const struct motion_clip *c, int joint, double t_s);
// The included angle at b of a-b-c, 0..pi: acos of the unit vectors' dot product. NaN when two
// points coincide.
double motion_angle(struct vec3 a, struct vec3 b, struct vec3 c);

#define MOTION_CUTS 256          // of one clip, for a curator to choose from
#define MOTION_CUT_SAMPLES 18000 // of a way; a longer clip is looked at less finely
// Moments at which a joint (a hand, a tool) all but rests, s, in order: a movement may be cut into
// steps there. Its positions are smoothed by a Butterworth filter of 10 Hz (a quarter of the clip's
// rate where that is less), forwards and backwards (Winter, Biomechanics and Motor Control of Human
// Movement, "Digital filtering"). It rests while it is slower than 0.12 of the speed that it does
// not exceed in 95 of 100 moments; the middle of a rest counts. Rests that lie nearer together than
// 0.2 s, or 3 cm on its way, are one; where the clip begins and ends is none. Returns how many, at
// most `room`; -1: memory is short.
int motion_cuts(const struct motion_clip *c, int joint, double *times_s, int room);

// A camera that looks at `target` from `distance_m`; perspective with vertical field of view, 0 <
// fov < pi. Azimuth 0 looks along +Y (a BVH body that faces its +Z shows its face, +X is right);
// growing azimuth carries the eye towards +X, growing elevation lifts it. To canvas px; false when
// the point is nearer than 0.05 m to the eye's plane or behind it. Depth: along the look.
struct motion_camera {
    struct vec3 target;
    double azimuth, elevation, distance_m, fov;
    double left, top, width, height; // the part of the canvas it fills, px
};
bool motion_project(const struct motion_camera *camera, struct vec3 at_world,
                    struct vec2 *at_canvas, double *depth_m);
