// Surfaces that a grid bends, as meshes on the card.
#include "mapping/mesh.h"
#include "surfaces/private.h"

bool bent_init(struct gpu *gpu, const struct mapping *m, int output, int surface, struct bent *b,
               struct fault *f)
{
    static const int sizes[3] = {3, 2, 3};
    struct mesh mesh;
    *b = (struct bent){0};
    if (!mesh_init(&mesh, m, output, surface, f))
        return false;
    if (mesh.index_count)
        b->mesh = gpu_mesh_create(gpu, sizes, 3, f);
    bool good = b->mesh || !mesh.index_count;
    if (b->mesh)
        gpu_mesh_upload(gpu, b->mesh, mesh.vertices->at, mesh.vertex_count, mesh.indices,
                        mesh.index_count);
    b->index_count = mesh.index_count;
    b->inner_count = mesh.inner_count;
    for (int axis = 0; axis < 2; axis++)
        b->taps[axis] = place_taps(mesh.stretch[axis]);
    b->reduced = b->taps[0] * b->taps[1] > 1;
    mesh_finish(&mesh);
    return good;
}

void bent_finish(struct bent *b)
{
    gpu_mesh_destroy(b->mesh);
    *b = (struct bent){0};
}

static void draw_inside(struct painters *painters, const struct bent *b,
                        const struct placed *placed, struct size2 canvas, struct size2 output,
                        const struct gpu_texture *texture, const struct onto *onto,
                        const struct last *last)
{
    struct gpu *gpu = painters->gpu;
    struct gpu_program *p =
        painters_of(painters, PAINTERS_INSIDE, last ? last->variant : PAINTERS_LIGHT);
    if (!p)
        return;
    gpu_blend(gpu, false);
    gpu_uniform_texture(gpu, p, "u_canvas", 0, texture);
    gpu_uniform_2f(p, "u_canvas_px", (float)canvas.width, (float)canvas.height);
    gpu_uniform_2f(p, "u_output_px", (float)output.width, (float)output.height);
    gpu_uniform_1f(p, "u_down", onto->down);
    gpu_uniform_2f(p, "u_source_at", placed->source[0], placed->source[1]);
    if (last)
        last_set(last, p, onto);
    gpu_mesh_draw(gpu, b->mesh, 0, b->inner_count);
}

void bent_draw(struct painters *painters, const struct bent *b, const struct placed *placed,
               const struct masked *masked, struct size2 canvas, struct size2 output,
               const struct gpu_texture *texture, const struct onto *onto, const struct last *last)
{
    struct gpu *gpu = painters->gpu;
    enum painters_shape shape = masked->texture.id ? PAINTERS_BENT_MASKED : PAINTERS_BENT;
    struct gpu_program *p = painters_of(painters, shape, last ? last->variant : PAINTERS_LIGHT);
    int first = b->reduced || masked->texture.id ? 0 : b->inner_count;
    if (first > 0)
        draw_inside(painters, b, placed, canvas, output, texture, onto, last);
    if (!p)
        return;
    const float *source = placed->source, *bounds = placed->bounds;
    gpu_blend(gpu, !last); // nothing lies below
    gpu_uniform_texture(gpu, p, "u_canvas", 0, texture);
    gpu_uniform_2f(p, "u_canvas_px", (float)canvas.width, (float)canvas.height);
    gpu_uniform_2f(p, "u_output_px", (float)output.width, (float)output.height);
    gpu_uniform_1f(p, "u_down", onto->down);
    gpu_uniform_2f(p, "u_part_px", (float)output.width, (float)output.height);
    gpu_uniform_4f(p, "u_source", source[0], source[1], source[2], source[3]);
    gpu_uniform_4f(p, "u_bounds", bounds[0], bounds[1], bounds[2], bounds[3]);
    gpu_uniform_2f(p, "u_taps", b->taps[0], b->taps[1]);
    if (masked->texture.id)
        masked_set(gpu, p, masked);
    if (last)
        last_set(last, p, onto);
    gpu_mesh_draw(gpu, b->mesh, first, b->index_count - first);
}
