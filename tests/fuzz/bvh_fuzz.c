// Any bytes as BVH: refused, or a clip whose every pose can be had.
#include "motion/motion.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void pose(const struct motion_clip *c, double t_s)
{
    struct vec3 joints[MOTION_JOINTS];
    motion_pose(c, t_s, joints);
    for (int i = 0; i < motion_info(c).joints; i++)
        assert(isfinite(joints[i].x) && isfinite(joints[i].y) && isfinite(joints[i].z));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fault f;
    struct motion_clip *c = motion_read_bvh((const char *)data, size, NULL, &f);
    if (!c)
        return 0;
    pose(c, 0);
    pose(c, motion_info(c).duration_s * 0.4);
    pose(c, 1e300);
    motion_joint_at(c, motion_info(c).joints - 1, -1);
    motion_destroy(c);
    return 0;
}
