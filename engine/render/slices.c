// Sliced pictures: what shaders/sliced.frag is told of borders and middle.
#include "render/private.h"

#include <string.h>

void slices_uniforms(struct gpu_program *p, const float *slices, const struct gpu_texture *image)
{
    struct draw_slices s;
    memcpy(&s, slices, sizeof s);
    gpu_uniform_4fv(p, "u_part", s.part, 1);
    gpu_uniform_4fv(p, "u_border", s.border, 1);
    gpu_uniform_4fv(p, "u_border_px", s.px, 1);
    gpu_uniform_2f(p, "u_box_px", s.size[0], s.size[1]);
    gpu_uniform_2f(p, "u_tile_px", s.tile[0], s.tile[1]);
    gpu_uniform_2f(p, "u_image_px", (float)image->width, (float)image->height);
}
