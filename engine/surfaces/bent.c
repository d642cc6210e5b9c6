// Surfaces that a grid bends, as meshes on the card.
#include "mapping/mesh.h"
#include "surfaces/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Its triangles share no corners.
static bool upload(struct gpu *gpu, const struct mesh *mesh, struct bent *b, struct fault *f)
{
    static const int sizes[] = {2, 2, 2, 2, 4, 2, 4, 2}; // struct mesh_vertex
    int count = mesh->vertex_count;
    uint32_t *indices = malloc((size_t)count * sizeof *indices);
    if (!indices)
        return fault_set(f, "no memory");
    for (int i = 0; i < count; i++)
        indices[i] = (uint32_t)i;
    b->mesh = gpu_mesh_create(gpu, sizes, 8, f);
    bool good =
        b->mesh && (gpu_mesh_keep(gpu, b->mesh, mesh->vertices->at, count, indices, count) ||
                    fault_set(f, "no graphics memory for a bent surface"));
    free(indices);
    return good;
}

static bool whole(const struct lit *lit, const struct mesh_vertex v[3])
{
    double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < 6; i++) {
        box[i % 2] = fmin(box[i % 2], v[i / 2].at[i % 2]);
        box[2 + i % 2] = fmax(box[2 + i % 2], v[i / 2].at[i % 2]);
    }
    return lit_whole(lit, box);
}

// Those first, which are painted without asking for their share.
static int sort_inner(const struct lit *lit, struct mesh *mesh)
{
    int first = 0;
    for (int i = 0; i < mesh->inner_count; i += 3) {
        struct mesh_vertex kept[3], *here = &mesh->vertices[i], *to = &mesh->vertices[first];
        if (!whole(lit, here))
            continue;
        memcpy(kept, to, sizeof kept);
        memmove(to, here, sizeof kept);
        memcpy(here, kept, sizeof kept);
        first += 3;
    }
    return first;
}

bool bent_init(struct gpu *gpu, const struct mapping *m, int output, int surface,
               const struct lit *lit, struct bent *b, struct fault *f)
{
    struct mesh mesh;
    *b = (struct bent){0};
    if (!mesh_init(&mesh, m, output, surface, f))
        return false;
    b->whole_count = sort_inner(lit, &mesh);
    bool good = !mesh.vertex_count || upload(gpu, &mesh, b, f);
    b->count = mesh.vertex_count;
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

// Triangles from `first` on inside all edges; `last` says all of its variant.
static void draw_inside(struct painters *painters, const struct bent *b,
                        const struct placed *placed, struct size2 canvas, struct size2 output,
                        const struct gpu_texture *texture, const struct onto *onto,
                        const struct last *last, int first, int count)
{
    struct gpu *gpu = painters->gpu;
    struct gpu_program *p =
        painters_of(painters, PAINTERS_INSIDE, last ? last->variant : PAINTERS_LIGHT);
    if (!p || count < 1)
        return;
    gpu_blend(gpu, false);
    gpu_uniform_texture(gpu, p, "u_canvas", 0, texture);
    gpu_uniform_2f(p, "u_canvas_px", (float)canvas.width, (float)canvas.height);
    gpu_uniform_2f(p, "u_output_px", (float)output.width, (float)output.height);
    gpu_uniform_1f(p, "u_down", onto->down);
    gpu_uniform_2f(p, "u_source_at", placed->source[0], placed->source[1]);
    if (last)
        last_set(last, p, onto);
    gpu_mesh_draw(gpu, b->mesh, first, count);
}

static void draw_inner(struct painters *painters, const struct bent *b, const struct placed *placed,
                       struct size2 canvas, struct size2 output, const struct gpu_texture *texture,
                       const struct onto *onto, const struct last *last)
{
    int whole = last ? b->whole_count : 0;
    if (whole > 0) {
        struct last unshared = *last;
        unshared.variant = painters_whole(last->variant);
        draw_inside(painters, b, placed, canvas, output, texture, onto, &unshared, 0, whole);
    }
    draw_inside(painters, b, placed, canvas, output, texture, onto, last, whole,
                b->inner_count - whole);
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
        draw_inner(painters, b, placed, canvas, output, texture, onto, last);
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
    gpu_mesh_draw(gpu, b->mesh, first, b->count - first);
}
