// Blends of three projectors, and of outputs that grids bend, as a camera sees them on a wall.
#include "tools/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { W = 640, H = 400, GREY = 188 };

static const struct rehearsal_camera watcher = {
    .pose = {{0.1, -2.4, 2.1}, {0, 5, 2}, 0},
    .size = {1080, 560},
    .focal_px = 1060,
    .k1 = -0.04,
    .exposure = 0.01,
};

// Across the wall, 5 mm a px at 4.8 m.
static struct rehearsal_projector upright(double x, double z)
{
    return (struct rehearsal_projector){.pose = {{x, 0.2, z}, {x, 5, z}, 0},
                                        .size = {W, H},
                                        .throw_ratio = 1.5,
                                        .lumens = 2000,
                                        .gamma = 2.2};
}

// Outputs of a composition whose px lie on the wall as `wall_of` says.
struct wall {
    struct size2 size;
    struct vec2 at[3]; // of outputs in the composition
    struct rehearsal_projector projectors[3];
    int count;
    double bend_px; // of the composition on the wall; 0: it lies flat
};

// A composition that follows a crooked cornice: px of it to px of a flat one, 5 mm each.
static struct vec2 bent(const struct wall *w, struct vec2 at)
{
    double x = at.x / w->size.width, y = at.y / w->size.height;
    return (struct vec2){at.x + w->bend_px * sin(M_PI * y) * 0.6,
                         at.y + w->bend_px * sin(2 * M_PI * x)};
}

static struct vec3 wall_of(const struct wall *w, struct vec2 at)
{
    struct vec2 p = bent(w, at);
    return (struct vec3){(p.x - w->size.width / 2.0) * 0.005, WALL_Y,
                         2 + (w->size.height / 2.0 - p.y) * 0.005};
}

static void place(struct wall *w)
{
    for (int i = 0; i < w->count; i++)
        w->projectors[i] = upright((w->at[i].x + W / 2.0 - w->size.width / 2.0) * 0.005,
                                   2 + (w->size.height / 2.0 - w->at[i].y - H / 2.0) * 0.005);
}

// Nodes where the projector has to put them, by its textbook.
static void bend(const struct wall *w, int output, struct warp_grid *g)
{
    warp_grid_plain(g, WARP_CATMULL_ROM, 17, 13);
    for (int i = 0; i < g->columns * g->rows; i++) {
        struct vec2 at = {w->at[output].x + W * (i % g->columns) / (g->columns - 1.0),
                          w->at[output].y + H * (i / g->columns) / (g->rows - 1.0)};
        struct vec2 px = on_projector(&w->projectors[output], wall_of(w, at));
        g->points[i] = (struct vec2){px.x / W, px.y / H};
    }
}

static struct show show_of(const struct wall *w)
{
    double wide = w->size.width, high = w->size.height;
    struct show s = {
        .desc = {.surface_count = 1,
                 .output_count = w->count,
                 .surfaces = {{0, w->size, {{0, 0}, {wide, 0}, {wide, high}, {0, high}}}}}};
    for (int i = 0; i < w->count; i++) {
        struct mapping_output *o = &s.desc.outputs[i];
        *o = (struct mapping_output){.at = w->at[i],
                                     .size = {W, H},
                                     .corners = {{0, 0}, {W, 0}, {W, H}, {0, H}},
                                     .light = {.blend = true, .gamma = 2.2}};
        if (w->bend_px > 0)
            bend(w, i, &o->grid);
    }
    return s;
}

// An output lights it surely, px of its own from its edges.
static bool lit_by(const struct wall *w, int output, struct vec2 at, double least_px)
{
    struct vec2 px = on_projector(&w->projectors[output], wall_of(w, at));
    double x = at.x - w->at[output].x, y = at.y - w->at[output].y;
    double part = fmin(fmin(x, W - x), fmin(y, H - y));
    double raster = fmin(fmin(px.x, W - px.x), fmin(px.y, H - px.y));
    return fmin(part, raster) >= least_px;
}

struct found {
    double worst;       // off from what is wanted, as a share of it
    double least, most; // of it
    int seen[4];        // places by how many outputs light them
};

// A hole that the first output has: its mask, inverted, with a feather.
enum { HOLE_X = 500, HOLE_Y = 320, HOLE_PX = 60, FEATHER_PX = 30 };

static bool hollow(struct vec2 at)
{
    return hypot(at.x - HOLE_X, at.y - HOLE_Y) < HOLE_PX + FEATHER_PX + 5;
}

// Wherever one at least surely lights: how far from even light.
static struct found look(struct hall *h, const struct wall *w, struct show *s, bool hole)
{
    struct fault f = {0};
    struct found found = {.least = INFINITY};
    unsigned char *rgba = dark(w->size);
    for (size_t i = 0; i < (size_t)w->size.width * (size_t)w->size.height; i++)
        memset(rgba + 4 * i, GREY, 3);
    open_show(s, h, rgba);
    struct rehearsal_body wall = a_wall();
    struct rehearsal *r = rehearsal_create(h->gpu,
                                           &(struct rehearsal_desc){.bodies = &wall,
                                                                    .body_count = 1,
                                                                    .projectors = w->projectors,
                                                                    .projector_count = w->count},
                                           &f);
    assert_non_null(r);
    for (int i = 0; i < w->count; i++)
        rehearsal_project(r, i, surfaces_output(s->surfaces, i));
    float *light =
        malloc((size_t)watcher.size.width * (size_t)watcher.size.height * 4 * sizeof *light);
    assert_true(rehearsal_take(r, &watcher, light, NULL, &f));
    double white =
        wall_light(&w->projectors[0], on_wall(&w->projectors[0], (struct vec2){W / 2.0, H / 2.0})) *
        watcher.exposure;
    double want = white * pow((GREY / 255.0 + 0.055) / 1.055, 2.4);
    for (double y = 8; y < w->size.height - 8; y += 8)
        for (double x = 8; x < w->size.width - 8; x += 8) {
            struct vec2 at = {x, y};
            int count = 0;
            for (int i = 0; i < w->count; i++)
                count += lit_by(w, i, at, 10) && !(hole && i == 0 && hollow(at));
            if (!count) // an outer edge comes by
                continue;
            double got = mean_light(light, watcher.size, on_camera(&watcher, wall_of(w, at)), 3);
            found.worst = fmax(found.worst, fabs(got / want - 1));
            found.least = fmin(found.least, got / want);
            found.most = fmax(found.most, got / want);
            found.seen[count]++;
        }
    free(light);
    rehearsal_destroy(r);
    close_show(s);
    free(rgba);
    print_message("off by %.2f %% at most; places with 1, 2, 3 outputs: %d, %d, %d\n",
                  100 * found.worst, found.seen[1], found.seen[2], found.seen[3]);
    return found;
}

static void add_hole(struct show *s)
{
    const double k = HOLE_PX * 0.5522847498, x = HOLE_X, y = HOLE_Y, r = HOLE_PX;
    const struct mapping_corner circle[4] = {{{x, y - r}, {-k, 0}, {k, 0}},
                                             {{x + r, y}, {0, -k}, {0, k}},
                                             {{x, y + r}, {k, 0}, {-k, 0}},
                                             {{x - r, y}, {0, k}, {0, -k}}};
    struct mapping_mask *m = &s->desc.masks[s->desc.mask_count++];
    *m = (struct mapping_mask){.count = 4, .feather_px = FEATHER_PX, .invert = true};
    memcpy(m->corners, circle, sizeof circle);
}

// Two above, one below: all three meet in the middle.
static struct wall three(double bend_px)
{
    struct wall w = {
        .size = {1000, 640}, .at = {{0, 0}, {360, 0}, {180, 240}}, .count = 3, .bend_px = bend_px};
    place(&w);
    return w;
}

static void three_projectors_that_meet_blend_flat(void **state)
{
    struct wall w = three(0);
    struct show s = show_of(&w);
    struct found found = look(*state, &w, &s, false);
    assert_true(found.worst < 0.02);
    assert_true(found.seen[1] > 500 && found.seen[2] > 500 && found.seen[3] > 200);
}

static void what_a_mask_takes_from_one_of_three_the_others_give(void **state)
{
    struct wall w = three(0);
    struct show s = show_of(&w);
    add_hole(&s);
    struct found found = look(*state, &w, &s, true);
    assert_true(found.worst < 0.02);
    assert_true(found.seen[2] > 800);
}

static void two_outputs_that_grids_bend_blend_flat(void **state)
{
    struct wall w = {.size = {1100, H}, .at = {{0, 0}, {460, 0}}, .count = 2, .bend_px = 14};
    place(&w);
    struct show s = show_of(&w);
    struct found found = look(*state, &w, &s, false);
    assert_true(found.worst < 0.02);
    assert_true(found.seen[1] > 1500 && found.seen[2] > 500);
}

static void three_outputs_that_grids_bend_blend_flat(void **state)
{
    struct wall w = three(14);
    struct show s = show_of(&w);
    struct found found = look(*state, &w, &s, false);
    assert_true(found.worst < 0.02);
    assert_true(found.seen[1] > 500 && found.seen[2] > 500 && found.seen[3] > 200);
}

// Projectors that shine brighter than they say: within 4 % of the middle, and the test sees it.
static void gamma_that_is_off_by_a_tenth_is_seen_and_within_its_bound(void **state)
{
    struct wall w = three(14);
    for (int i = 0; i < 3; i++)
        w.projectors[i].gamma = 2.1;
    struct show s = show_of(&w);
    struct found found = look(*state, &w, &s, false);
    double off = (found.most - found.least) / (found.most + found.least);
    print_message("off by %.2f %% of its middle\n", 100 * off);
    assert_true(off > 0.02 && off < 0.04);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HALL(three_projectors_that_meet_blend_flat),
        IN_HALL(what_a_mask_takes_from_one_of_three_the_others_give),
        IN_HALL(two_outputs_that_grids_bend_blend_flat),
        IN_HALL(three_outputs_that_grids_bend_blend_flat),
        IN_HALL(gamma_that_is_off_by_a_tenth_is_seen_and_within_its_bound),
    };
    return cmocka_run_group_tests_name("calibration of three", tests, NULL, NULL);
}
