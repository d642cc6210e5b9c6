// Masks of a surface as a texture over its source: how far inside hard outlines a point lies, and
// what soft ones let through. It goes through the warp with the canvas, so that no outline is made
// anew for an output; edges are as sharp as the output's px.
#include "mapping/mask.h"
#include "surfaces/private.h"

#include <math.h>
#include <stdlib.h>

// Hard outlines: the nearest counts. Soft ones: what all let through.
static void read_node(const struct masks *m, int node, double *inside_px, double *through)
{
    *inside_px = MASKED_REACH_PX;
    *through = 1;
    for (int i = 0; i < m->count; i++) {
        double px = m->of[i].distance.at[node], feather_px = m->of[i].mask->feather_px;
        double t = fmin(fmax(px / fmax(feather_px, 1e-9), 0), 1);
        if (feather_px > 0)
            *through *= t * t * (3 - 2 * t);
        else
            *inside_px = fmin(*inside_px, px);
    }
    *inside_px = fmax(*inside_px, -MASKED_REACH_PX);
}

static bool upload(struct gpu *gpu, const struct masks *m, struct masked *masked, struct fault *f)
{
    int width = m->of[0].distance.width, height = m->of[0].distance.height;
    uint16_t *pairs = malloc((size_t)width * (size_t)height * 2 * sizeof *pairs);
    if (!pairs)
        return fault_set(f, "no memory for a mask of %d x %d px", width, height);
    for (int i = 0; i < width * height; i++) {
        double inside_px, through;
        read_node(m, i, &inside_px, &through);
        pairs[2 * i] = (uint16_t)lround((inside_px / MASKED_REACH_PX + 1) / 2 * UINT16_MAX);
        pairs[2 * i + 1] = (uint16_t)lround(through * UINT16_MAX);
    }
    bool good = gpu_texture_init(gpu, &masked->texture, GPU_RG16, width, height, false, f);
    if (good)
        gpu_texture_upload(gpu, &masked->texture, 0, 0, width, height, pairs, 0);
    masked->step_px = (float)m->step;
    free(pairs);
    return good;
}

bool masked_init(struct gpu *gpu, const struct mapping *mapping, const struct mapping_desc *desc,
                 int surface, struct masked *masked, struct fault *f)
{
    struct masks m;
    struct vec2 at, size;
    *masked = (struct masked){0};
    mapping_source(mapping, surface, &at, &size);
    if (!masks_init(&m, desc, true, surface, at, size, f))
        return false;
    bool good = !m.count || upload(gpu, &m, masked, f);
    masks_finish(&m);
    return good;
}

void masked_finish(struct masked *m)
{
    gpu_texture_finish(&m->texture);
    *m = (struct masked){0};
}

void masked_set(struct gpu *gpu, struct gpu_program *p, const struct masked *m)
{
    const struct gpu_texture *t = &m->texture;
    gpu_uniform_4f(p, "u_masked", (float)t->width, (float)t->height, m->step_px, MASKED_REACH_PX);
    gpu_uniform_texture(gpu, p, "u_mask", 1, t);
}
