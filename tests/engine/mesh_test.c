// mesh: every point of every triangle against the formulas in double, and no holes.
#include "mapping/mesh.h"
#include "tools/grids.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// A smooth bend of `by` of the square, as of a round wall.
static void bend(struct warp_grid *g, enum warp_kind kind, int columns, int rows, double by)
{
    warp_grid_plain(g, kind, columns, rows);
    for (int i = 0; i < columns * rows; i++) {
        struct vec2 *p = &g->points[i];
        double x = p->x, y = p->y;
        p->x += by * sin(3.1 * y * 3 + 1) - by * 0.3;
        p->y += by * sin(2.7 * x * 3);
    }
}

static struct mapping_desc wall(void)
{
    return (struct mapping_desc){
        .surface_count = 1,
        .output_count = 1,
        .surfaces = {{0, {1920, 1080}, {{60, 90}, {1870, 40}, {1820, 1010}, {110, 1050}}}},
        .outputs = {{{0, 0}, {1920, 1080}, {{20, 10}, {1900, 35}, {1880, 1060}, {40, 1075}}}}};
}

static void lay(const struct mapping_desc *d, struct mapping **m, struct mesh *mesh)
{
    struct fault f = {0};
    *m = mapping_create(d, &f);
    if (!*m || !mesh_init(mesh, *m, 0, 0, &f))
        fail_msg("%s", f.text);
}

// A point of a triangle as the card interpolates it.
static void inside(const struct mesh *mesh, int triangle, const double weights[3], struct vec2 *at,
                   struct vec2 *canvas)
{
    const struct mesh_vertex *v = &mesh->vertices[triangle * 3];
    double to[4] = {0};
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < 2; i++) {
            to[i] += weights[k] * v[k].at[i];
            to[2 + i] += weights[k] * v[k].canvas[i] +
                         weights[k] * weights[(k + 1) % 3] * v->canvas_bend[k][i];
        }
    *at = (struct vec2){to[0], to[1]};
    *canvas = (struct vec2){to[2], to[3]};
}

// How far light falls from where it belongs, at most.
static double worst_px(const struct mapping *m, const struct mesh *mesh, uint64_t *seed)
{
    double worst = 0;
    int count = mesh->vertex_count / 3;
    struct vec2 first, size;
    mapping_source(m, 0, &first, &size);
    for (int i = 0; i < 8000; i++) {
        double a = chance(seed), b = chance(seed);
        const double weights[3] = {fmin(a, b), fmax(a, b) - fmin(a, b), 1 - fmax(a, b)};
        struct vec2 at, canvas, want;
        inside(mesh, (int)(chance(seed) * count), weights, &at, &canvas);
        if (canvas.x < 0 || canvas.y < 0 || canvas.x > size.x || canvas.y > size.y || at.x < 0 ||
            at.y < 0 || at.x > 1920 || at.y > 1080)
            continue;
        assert_true(mapping_to_output(m, 0, 0, plus(canvas, 1, first), &want));
        worst = fmax(worst, apart(at, want));
    }
    return worst;
}

static double turn(struct vec2 a, struct vec2 b, struct vec2 c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static int triangles_over(const struct mesh *mesh, struct vec2 p)
{
    int over = 0;
    for (int i = 0; i < mesh->vertex_count; i += 3) {
        struct vec2 c[3];
        for (int k = 0; k < 3; k++) {
            const float *at = mesh->vertices[i + k].at;
            c[k] = (struct vec2){at[0], at[1]};
        }
        int left = 0;
        for (int k = 0; k < 3; k++)
            left += turn(c[k], c[(k + 1) % 3], p) > 0;
        over += left == 0 || left == 3;
    }
    return over;
}

// Where the surface is seen one triangle lies.
static void no_holes(const struct mapping *m, const struct mesh *mesh, uint64_t *seed)
{
    for (int i = 0; i < 40; i++) {
        struct vec2 p = {between(seed, 0, 1920), between(seed, 0, 1080)}, at;
        if (mapping_surface_at(m, 0, p, &at) == 0)
            assert_int_equal(triangles_over(mesh, p), 1);
    }
}

static void inner_triangles_are_inside(const struct mapping *m, const struct mesh *mesh)
{
    for (int i = 0; i < mesh->inner_count; i += 1 + mesh->inner_count / 400)
        for (int k = 0; k < 8; k++) {
            const float *at = mesh->vertices[i].at;
            struct vec2 around = {at[0] + 0.7 * cos(k * acos(-1) / 4),
                                  at[1] + 0.7 * sin(k * acos(-1) / 4)},
                        canvas;
            if (around.x < 0 || around.y < 0 || around.x >= 1920 || around.y >= 1080)
                continue;
            assert_int_equal(mapping_surface_at(m, 0, around, &canvas), 0);
        }
}

static void light_through_every_pair_of_grids_falls_where_the_formulas_say(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int i = 1; i < 16; i++) {
        struct mapping_desc d = wall();
        int of_surface = i % 4 - 1, of_output = i / 4 - 1;
        if (of_surface >= 0)
            bend(&d.surfaces[0].grid, (enum warp_kind)of_surface, 9, 7, 0.008);
        if (of_output >= 0)
            bend(&d.outputs[0].grid, (enum warp_kind)of_output, 7, 8, 0.006);
        struct mapping *m;
        struct mesh mesh;
        lay(&d, &m, &mesh);
        double worst = worst_px(m, &mesh, &seed);
        print_message("surface %d, output %d: %5d of %5d triangles inner, worst %.3f px\n",
                      of_surface, of_output, mesh.inner_count / 3, mesh.vertex_count / 3, worst);
        assert_true(worst < 1.2 * MESH_OFF_PX);
        no_holes(m, &mesh, &seed);
        inner_triangles_are_inside(m, &mesh);
        mesh_finish(&mesh);
        mapping_destroy(m);
    }
}

static void sixteen_columns_at_random_are_fine_enough(void **state)
{
    (void)state;
    uint64_t seed = 22;
    for (int i = 0; i < 2; i++) {
        struct mapping_desc d = wall();
        struct warp_grid *g = i ? &d.outputs[0].grid : &d.surfaces[0].grid;
        random_grid_of(&seed, WARP_CATMULL_ROM, 17, 17, 0.05, g);
        struct mapping *m;
        struct mesh mesh;
        lay(&d, &m, &mesh);
        double worst = worst_px(m, &mesh, &seed);
        print_message("%d vertices, worst %.3f px\n", mesh.vertex_count, worst);
        assert_true(worst < 0.1);
        mesh_finish(&mesh);
        mapping_destroy(m);
    }
}

static void a_small_surface_on_a_bent_output_is_whole(void **state)
{
    (void)state;
    uint64_t seed = 23;
    struct mapping_desc d = wall();
    const struct vec2 small[4] = {{700, 500}, {760, 505}, {755, 540}, {698, 536}};
    memcpy(d.surfaces[0].corners, small, sizeof small);
    bend(&d.surfaces[0].grid, WARP_CATMULL_ROM, 3, 3, 0.03);
    bend(&d.outputs[0].grid, WARP_CATMULL_ROM, 2, 2, 0.01);
    d.surfaces[0].source_at = (struct vec2){400, 300};
    d.surfaces[0].source_size = (struct vec2){200, 100};
    struct mapping *m;
    struct mesh mesh;
    lay(&d, &m, &mesh);
    assert_true(worst_px(m, &mesh, &seed) < 1.2 * MESH_OFF_PX);
    int seen = 0;
    for (int y = 480; y < 560; y++)
        for (int x = 680; x < 780; x += 3) {
            struct vec2 p = {x + 0.3, y + 0.6}, at;
            if (mapping_surface_at(m, 0, p, &at) < 0)
                continue;
            assert_int_equal(triangles_over(&mesh, p), 1);
            seen++;
        }
    assert_true(seen > 400);
    mesh_finish(&mesh);
    mapping_destroy(m);
}

static void what_an_output_does_not_show_has_no_triangles(void **state)
{
    (void)state;
    struct mapping_desc d = wall();
    for (int i = 0; i < 4; i++)
        d.surfaces[0].corners[i].x += 3000;
    struct mapping *m;
    struct mesh mesh;
    bend(&d.surfaces[0].grid, WARP_CATMULL_ROM, 4, 4, 0.02);
    lay(&d, &m, &mesh);
    assert_int_equal(mesh.vertex_count, 0);
    mesh_finish(&mesh);
    mapping_destroy(m);
    bend(&d.outputs[0].grid, WARP_LINEAR, 4, 4, 0.02);
    lay(&d, &m, &mesh);
    assert_int_equal(mesh.vertex_count, 0);
    mesh_finish(&mesh);
    mapping_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(light_through_every_pair_of_grids_falls_where_the_formulas_say),
        cmocka_unit_test(sixteen_columns_at_random_are_fine_enough),
        cmocka_unit_test(a_small_surface_on_a_bent_output_is_whole),
        cmocka_unit_test(what_an_output_does_not_show_has_no_triangles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
