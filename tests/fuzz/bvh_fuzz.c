// Any bytes as BVH: refused, or a clip whose every pose can be had.
#include "motion/motion.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fault f;
    struct motion_clip *c = motion_read_bvh((const char *)data, size, NULL, &f);
    if (!c)
        return 0;
    struct vec3 joints[MOTION_JOINTS];
    motion_pose(c, 0, joints);
    motion_pose(c, motion_info(c).duration_s * 0.4, joints);
    motion_pose(c, 1e300, joints);
    motion_joint_at(c, motion_info(c).joints - 1, -1);
    motion_destroy(c);
    return 0;
}
