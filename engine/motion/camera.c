// The eye: from the world onto a canvas, in perspective.
#include "motion/motion.h"

#include <math.h>

bool motion_project(const struct motion_camera *camera, struct vec3 at_world,
                    struct vec2 *at_canvas, double *depth_m)
{
    double ca = cos(camera->azimuth), sa = sin(camera->azimuth);
    double ce = cos(camera->elevation), se = sin(camera->elevation);
    double x = at_world.x - camera->target.x, y = at_world.y - camera->target.y;
    double z = at_world.z - camera->target.z;
    double right = x * ca + y * sa;
    double up = (y * ca - x * sa) * se + z * ce;
    double depth = camera->distance_m + (y * ca - x * sa) * ce - z * se;
    if (!(depth >= 0.05) || !(camera->fov > 0 && camera->fov < M_PI))
        return false;
    double px_m = camera->height / 2 / tan(camera->fov / 2) / depth;
    at_canvas->x = camera->left + camera->width / 2 + right * px_m;
    at_canvas->y = camera->top + camera->height / 2 - up * px_m;
    if (depth_m)
        *depth_m = depth;
    return true;
}
