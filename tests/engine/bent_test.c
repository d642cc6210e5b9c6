// surfaces: light through grids on the card, against the published forms in double.
#include "tools/grids.h"
#include "tools/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { W = 960, H = 540, CELL_W = W / 15, CELL_H = H / 15 };

// Where a point of the canvas belongs on the output.
static struct vec2 belongs(const struct mapping_desc *d, struct vec2 on_canvas)
{
    const struct mapping_surface *s = &d->surfaces[0];
    const struct mapping_output *o = &d->outputs[0];
    struct vec2 at = {on_canvas.x / s->size.width, on_canvas.y / s->size.height};
    if (s->grid.columns)
        at = grid_form(&s->grid, at.x, at.y);
    at = heckbert(s->corners, at.x, at.y);
    at = (struct vec2){(at.x - o->at.x) / o->size.width, (at.y - o->at.y) / o->size.height};
    if (o->grid.columns)
        at = grid_form(&o->grid, at.x, at.y);
    return heckbert(o->corners, at.x, at.y);
}

static struct mapping_desc wall(void)
{
    return (struct mapping_desc){
        .surface_count = 1,
        .output_count = 1,
        .surfaces = {{0, {W, H}, {{130, 70}, {1040, 60}, {1020, 560}, {150, 580}}}},
        .outputs = {{{100, 40}, {W, H}, {{10, 6}, {950, 14}, {944, 534}, {16, 530}}}}};
}

// In the middles of the cells of a grid of 16 points: a dot on a kink has its middle elsewhere.
static void dots_land_where_the(const char *name, struct bench *b, const struct mapping_desc *d)
{
    struct view v = {.canvas_count = 1};
    unsigned char *bytes = plain(W, H, 0);
    for (int y = CELL_H / 2; y < H; y += CELL_H)
        for (int x = CELL_W / 2; x < W; x += CELL_W)
            put_dot(bytes, W, (struct vec2){x, y}, 4);
    open_view(&v, b, d);
    v.canvases[0] = canvas_of(b, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    double worst = 0;
    int count = 0;
    for (int y = CELL_H / 2; y < H; y += CELL_H)
        for (int x = CELL_W / 2; x < W; x += CELL_W) {
            struct vec2 want = belongs(d, (struct vec2){x, y});
            if (want.x < 12 || want.y < 12 || want.x > W - 12 || want.y > H - 12)
                continue;
            worst = fmax(worst, apart(centroid(seen, W, H, want, 10), want));
            count++;
        }
    print_message("%s: %d dots, worst %.3f px\n", name, count, worst);
    assert_true(count > 100);
    assert_true(worst < 0.1);
    free(seen);
    free(bytes);
    close_view(&v);
}

static void dots_through_a_grid_land_where_its_form_says(void **state)
{
    static const char *const names[] = {"linear", "Catmull-Rom", "Bézier"};
    uint64_t seed = 31;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        struct mapping_desc d = wall();
        random_grid_of(&seed, (enum warp_kind)kind, 16, 16, kind == WARP_BEZIER ? 0.6 : 0.08,
                       &d.surfaces[0].grid);
        dots_land_where_the(names[kind], *state, &d);
    }
}

static void dots_through_both_stages_land_where_their_forms_say(void **state)
{
    uint64_t seed = 32;
    struct mapping_desc d = wall();
    random_grid_of(&seed, WARP_CATMULL_ROM, 9, 7, 0.05, &d.outputs[0].grid);
    dots_land_where_the("output alone", *state, &d);
    random_grid_of(&seed, WARP_CATMULL_ROM, 8, 6, 0.05, &d.surfaces[0].grid);
    dots_land_where_the("both", *state, &d);
    random_grid_of(&seed, WARP_LINEAR, 4, 4, 0.03, &d.surfaces[0].grid);
    dots_land_where_the("linear, then Catmull-Rom", *state, &d);
}

// Even-odd: is the px' middle in the outline, and how far is it from it?
static double inward_px(const struct vec2 *outline, int count, struct vec2 p)
{
    bool in = false;
    double nearest = INFINITY;
    for (int i = 0; i < count; i++) {
        struct vec2 a = outline[i], b = outline[(i + 1) % count];
        double l = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
        double t = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / l;
        nearest = fmin(nearest,
                       apart(p, plus(a, fmin(fmax(t, 0), 1), (struct vec2){b.x - a.x, b.y - a.y})));
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
            in = !in;
    }
    return in ? nearest : -nearest;
}

// White comes to the edge of its outline, soft by a px, and no px inside is left out.
static void a_bent_surface_is_whole_and_ends_at_its_outline(void **state)
{
    enum { SIDE = 100 };
    uint64_t seed = 33;
    struct mapping_desc d = wall();
    struct vec2 outline[4 * SIDE];
    struct view v = {.canvas_count = 1};
    const struct vec2 inside[4] = {{200, 120}, {900, 90}, {880, 500}, {230, 480}};
    memcpy(d.surfaces[0].corners, inside, sizeof inside);
    random_grid_of(&seed, WARP_CATMULL_ROM, 7, 6, 0.15, &d.surfaces[0].grid);
    random_grid_of(&seed, WARP_CATMULL_ROM, 5, 5, 0.05, &d.outputs[0].grid);
    for (int i = 0; i < 4 * SIDE; i++) {
        double t = (double)(i % SIDE) / SIDE;
        const struct vec2 sides[4] = {{t * W, 0}, {W, t * H}, {W - t * W, H}, {0, H - t * H}};
        outline[i] = belongs(&d, sides[i / SIDE]);
    }
    open_view(&v, *state, &d);
    unsigned char *bytes = plain(W, H, 255);
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    double light = 0, area = 0;
    for (int i = 0; i < W * H; i++) {
        struct vec2 p = {i % W + 0.5, i / W + 0.5};
        light += light_of(seen[i * 4]);
        if (i % 4)
            continue;
        double inward = inward_px(outline, 4 * SIDE, p);
        int got = seen[i * 4];
        if (inward > 0.6 ? got != 255 : inward < -0.6 && got != 0)
            fail_msg("%g, %g: %d, %.2f px inside", p.x, p.y, got, inward);
    }
    for (int i = 0; i < 4 * SIDE; i++) {
        struct vec2 a = outline[i], b = outline[(i + 1) % (4 * SIDE)];
        area += (a.x * b.y - b.x * a.y) / 2;
    }
    print_message("light of %.1f px, area %.1f px\n", light, area);
    assert_true(fabs(light - area) < 3);
    free(seen);
    free(bytes);
    close_view(&v);
}

// Points that were not moved bend nothing: as without a grid, but for rounding.
static void a_plain_grid_shows_what_corners_alone_show(void **state)
{
    struct mapping_desc d = wall();
    unsigned char *bytes = noise(W, H), *seen[2];
    for (int i = 0; i < 2; i++) {
        struct view v = {.canvas_count = 1};
        if (i)
            warp_grid_plain(&d.outputs[0].grid, WARP_CATMULL_ROM, 6, 5);
        open_view(&v, *state, &d);
        v.canvases[0] = canvas_of(*state, W, H, bytes);
        show(&v);
        seen[i] = look(&v, 0);
        close_view(&v);
    }
    double sum = 0;
    for (int i = 0; i < W * H; i++)
        sum += fabs(light_of(seen[0][i * 4]) - light_of(seen[1][i * 4]));
    print_message("mean difference of light: %.2g\n", sum / (W * H));
    assert_true(sum / (W * H) < 0.004);
    free(seen[0]);
    free(seen[1]);
    free(bytes);
}

// A half is shown, with and without a grid: nothing of the other half shines in.
static void a_source_shows_its_part_alone(void **state)
{
    unsigned char *bytes = plain(W, H, 0);
    for (int i = 0; i < W * H; i++)
        bytes[i * 4 + (i % W < W / 2 ? 0 : 1)] = 255; // red, then green
    for (int i = 0; i < 4; i++) {
        struct mapping_desc d = wall();
        struct view v = {.canvas_count = 1};
        struct mapping_surface *s = &d.surfaces[0];
        s->source_at = (struct vec2){i % 2 ? W / 2 : 0, 0};
        s->source_size = (struct vec2){W / 2, H};
        if (i / 2)
            warp_grid_plain(&s->grid, WARP_CATMULL_ROM, 4, 4);
        open_view(&v, *state, &d);
        v.canvases[0] = canvas_of(*state, W, H, bytes);
        show(&v);
        unsigned char *seen = look(&v, 0);
        int own = 0, other = 0;
        for (int k = 0; k < W * H; k++) {
            own += seen[k * 4 + i % 2] == 255;
            other += seen[k * 4 + (1 - i % 2)] != 0;
        }
        assert_true(own > W * H * 7 / 10);
        assert_int_equal(other, 0);
        free(seen);
        close_view(&v);
    }
    free(bytes);
}

// A disc of eight arcs and a star with a hole where its lines cross, over the whole canvas; what is
// seen, touched, and inside its outline by the forms in double is the same.
static void masked_by(struct mapping_desc *d, bool star)
{
    struct mapping_mask *m = &d->masks[d->mask_count++];
    *m = (struct mapping_mask){.of_surface = true, .count = star ? 5 : 8};
    for (int i = 0; i < m->count; i++) {
        double angle = 2 * acos(-1) * (star ? i * 2 : i) / m->count,
               handle = 4.0 / 3 * tan(acos(-1) / 16);
        double c = 450 * cos(angle), s = 250 * sin(angle);
        m->corners[i].at = (struct vec2){480 + c, 270 + s};
        if (star)
            continue;
        m->corners[i].out = (struct vec2){-handle * 450 * sin(angle), handle * 250 * cos(angle)};
        m->corners[i].in = (struct vec2){handle * 450 * sin(angle), -handle * 250 * cos(angle)};
    }
}

static int outline_of(const struct mapping_desc *d, bool star, struct vec2 *outline)
{
    int count = 0;
    for (int i = 0; i < 200; i++) {
        double t = i / 200.0, angle = 2 * acos(-1) * t;
        struct vec2 at = {480 + 450 * cos(angle), 270 + 250 * sin(angle)};
        if (star) { // along its five lines
            const struct mapping_corner *c = d->masks[0].corners;
            int k = i / 40;
            struct vec2 a = c[k].at, b = c[(k + 1) % 5].at;
            at = plus(a, t * 5 - k, (struct vec2){b.x - a.x, b.y - a.y});
        }
        outline[count++] = belongs(d, at);
    }
    return count;
}

static void a_masked_surface_is_seen_and_touched_within_its_outline(void **state)
{
    uint64_t seed = 35;
    unsigned char *bytes = plain(W, H, 255);
    for (int i = 0; i < 4; i++) {
        struct mapping_desc d = wall();
        struct view v = {.canvas_count = 1};
        struct vec2 outline[200];
        masked_by(&d, i % 2);
        if (i / 2)
            random_grid_of(&seed, WARP_CATMULL_ROM, 6, 5, 0.1, &d.surfaces[0].grid);
        int count = outline_of(&d, i % 2, outline), lit = 0;
        open_view(&v, *state, &d);
        v.canvases[0] = canvas_of(*state, W, H, bytes);
        show(&v);
        unsigned char *seen = look(&v, 0);
        for (int k = 0; k < W * H; k += 7) {
            struct vec2 p = {k % W + 0.5, k / W + 0.5}, on;
            double inward = inward_px(outline, count, p);
            bool touched = mapping_surface_at(v.mapping, 0, p, &on) == 0;
            if (inward > 1 ? seen[k * 4] != 255 || !touched
                           : inward < -1 && (seen[k * 4] != 0 || touched))
                fail_msg("%d: %g, %g: %d, touched %d, %.2f px inside", i, p.x, p.y, seen[k * 4],
                         touched, inward);
            lit += inward > 1;
        }
        assert_true(lit > 5000);
        free(seen);
        close_view(&v);
    }
    free(bytes);
}

// Pixel on pixel, where without a mask bytes are copied.
static void a_feathered_mask_lets_half_through_in_its_middle(void **state)
{
    struct mapping_desc d = {.surface_count = 1,
                             .output_count = 1,
                             .mask_count = 1,
                             .surfaces = {{0, {W, H}, RECT(0, 0, W, H)}},
                             .outputs = {{{0, 0}, {W, H}, RECT(0, 0, W, H)}}};
    const struct vec2 corners[4] = RECT(100, -500, 2000, 2000);
    struct view v = {.canvas_count = 1};
    d.masks[0] = (struct mapping_mask){.of_surface = true, .count = 4, .feather_px = 40};
    for (int i = 0; i < 4; i++)
        d.masks[0].corners[i].at = corners[i];
    unsigned char *bytes = plain(W, H, 255);
    open_view(&v, *state, &d);
    v.canvases[0] = canvas_of(*state, W, H, bytes);
    show(&v);
    unsigned char *seen = look(&v, 0);
    for (int x = 0; x < W; x++) {
        double t = fmin(fmax((x + 0.5 - 100) / 40, 0), 1), want = t * t * (3 - 2 * t);
        assert_true(fabs(light_of(seen[(H / 2 * W + x) * 4]) - want) < 0.01);
    }
    free(seen);
    free(bytes);
    close_view(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BENCH(dots_through_a_grid_land_where_its_form_says),
        IN_BENCH(dots_through_both_stages_land_where_their_forms_say),
        IN_BENCH(a_bent_surface_is_whole_and_ends_at_its_outline),
        IN_BENCH(a_plain_grid_shows_what_corners_alone_show),
        IN_BENCH(a_source_shows_its_part_alone),
        IN_BENCH(a_masked_surface_is_seen_and_touched_within_its_outline),
        IN_BENCH(a_feathered_mask_lets_half_through_in_its_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
