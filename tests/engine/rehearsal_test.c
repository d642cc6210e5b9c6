// rehearsal: projector, wall and camera against the textbook's formulas in double.
#include "tools/room.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct rehearsal_projector slanted = {
    .pose = {{-1.2, -1, 1.2}, {0.4, 5, 1.9}, 0.035},
    .size = {640, 400},
    .throw_ratio = 1.4,
    .shift = {0.1, 0.3},
    .lumens = 3000,
};
static const struct rehearsal_camera watcher = {
    .pose = {{1.5, -2, 1.6}, {0.3, 5, 2.2}, -0.02},
    .size = {960, 600},
    .focal_px = 820,
    .k1 = -0.12,
    .k2 = 0.03,
    .exposure = 0.01,
};

static struct rehearsal *open_room(struct hall *h, const struct rehearsal_desc *desc)
{
    struct fault f = {0};
    struct rehearsal *r = rehearsal_create(h->gpu, desc, &f);
    if (!r)
        fail_msg("%s", f.text);
    return r;
}

static float *taken(struct rehearsal *r, const struct rehearsal_camera *c)
{
    struct fault f = {0};
    float *light = malloc((size_t)c->size.width * (size_t)c->size.height * 4 * sizeof *light);
    if (!rehearsal_take(r, c, light, NULL, &f))
        fail_msg("%s", f.text);
    return light;
}

// The middle of a square's light on the camera, summed over its px in small steps: each carries the
// light there times the area it takes on the camera.
static struct vec2 seen_square(const struct rehearsal_projector *p, int x, int y, int half)
{
    enum { STEPS = 32 };
    const double step = 2.0 * half / STEPS, d = 0.01;
    double sum = 0, x_sum = 0, y_sum = 0;
    for (int i = 0; i < STEPS * STEPS; i++) {
        struct vec2 px = {x - half + (i % STEPS + 0.5) * step, y - half + (i / STEPS + 0.5) * step};
        struct vec3 w = on_wall(p, px);
        struct vec2 at = on_camera(&watcher, w);
        struct vec2 u = on_camera(&watcher, on_wall(p, (struct vec2){px.x + d, px.y}));
        struct vec2 v = on_camera(&watcher, on_wall(p, (struct vec2){px.x, px.y + d}));
        double area = fabs((u.x - at.x) * (v.y - at.y) - (u.y - at.y) * (v.x - at.x));
        double light = area * wall_light(p, w);
        sum += light;
        x_sum += light * at.x;
        y_sum += light * at.y;
    }
    return (struct vec2){x_sum / sum, y_sum / sum};
}

static void a_camera_sees_each_square_where_the_formulas_say(void **state)
{
    enum { HALF = 6 };
    struct rehearsal_body wall = a_wall();
    struct rehearsal *r = open_room(*state, &(struct rehearsal_desc){.bodies = &wall,
                                                                     .body_count = 1,
                                                                     .projectors = &slanted,
                                                                     .projector_count = 1});
    unsigned char *rgba = dark(slanted.size);
    for (int y = 25; y < 400; y += 50)
        for (int x = 20; x < 640; x += 60)
            put_square(rgba, slanted.size, x, y, HALF);
    struct gpu_target slide = slide_of(*state, slanted.size, rgba);
    rehearsal_project(r, 0, &slide);
    float *light = taken(r, &watcher);
    double worst = 0;
    int count = 0;
    for (int y = 25; y < 400; y += 50)
        for (int x = 20; x < 640; x += 60) {
            struct vec2 want = seen_square(&slanted, x, y, HALF);
            if (want.x < 20 || want.y < 20 || want.x > 940 || want.y > 580)
                continue;
            struct vec2 got = middle_of_light(light, watcher.size, want, 16);
            worst = fmax(worst, hypot(got.x - want.x, got.y - want.y));
            count++;
        }
    print_message("%d squares, worst: %.3f px of the camera\n", count, worst);
    assert_true(count > 60);
    assert_true(worst < 0.25);
    free(light);
    free(rgba);
    gpu_target_finish(&slide);
    rehearsal_destroy(r);
}

// White and black of one projector on a slanted wall, with the camera's own dimming.
static void light_on_the_wall_is_lumens_over_area_and_turned_away_by_cosines(void **state)
{
    struct rehearsal_body wall = a_wall();
    struct rehearsal_projector p = slanted;
    struct rehearsal_camera c = watcher;
    p.black = 0.01;
    c.vignetting = 0.4;
    struct rehearsal *r = open_room(*state, &(struct rehearsal_desc){.bodies = &wall,
                                                                     .body_count = 1,
                                                                     .projectors = &p,
                                                                     .projector_count = 1});
    unsigned char *rgba = dark(p.size);
    for (size_t i = 0; i < 640 * 400; i++)
        if (i % 640 < 320)
            memset(rgba + 4 * i, 255, 3);
    struct gpu_target slide = slide_of(*state, p.size, rgba);
    rehearsal_project(r, 0, &slide);
    float *light = taken(r, &c);
    double worst = 0;
    int count = 0;
    for (int y = 20; y < 400; y += 40)
        for (int x = 20; x < 640; x += 40) {
            struct vec3 w = on_wall(&p, (struct vec2){x, y});
            struct vec2 at = on_camera(&c, w);
            if (at.x < 8 || at.y < 8 || at.x > 952 || at.y > 592 || abs(x - 320) < 20)
                continue;
            struct frame f = frame_of(&c.pose);
            struct vec3 v = in_frame(&f, w);
            double q = (v.x * v.x + v.y * v.y) / (v.z * v.z);
            double want =
                wall_light(&p, w) * (x < 320 ? 1 : 0.01) * c.exposure / (1 + c.vignetting * q);
            double got = mean_light(light, c.size, at, 2);
            worst = fmax(worst, fabs(got / want - 1));
            count++;
        }
    print_message("%d places, worst: %.2f %%\n", count, 100 * worst);
    assert_true(count > 80);
    assert_true(worst < 0.01);
    free(light);
    free(rgba);
    gpu_target_finish(&slide);
    rehearsal_destroy(r);
}

// Of a lamp: candela, their edge by its cosines, the wall's own cosine, inverse square.
static double lamp_light(const struct rehearsal_lamp *l, struct vec3 w)
{
    double way[3] = {w.x - l->at.x, w.y - l->at.y, w.z - l->at.z};
    double axis[3] = {l->look.x - l->at.x, l->look.y - l->at.y, l->look.z - l->at.z};
    double far = sqrt(way[0] * way[0] + way[1] * way[1] + way[2] * way[2]);
    double off = (way[0] * axis[0] + way[1] * axis[1] + way[2] * axis[2]) / far /
                 sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    double edge = cos(l->angle / 2), whole = edge + REHEARSAL_LAMP_WHOLE * (1 - edge);
    double t = fmin(fmax((off - edge) / (whole - edge), 0), 1), candela = 0;
    enum { STEPS = 100000 };
    for (int i = 0; i < STEPS; i++) { // of a sphere, what the edge lets through
        double c = edge + (1 - edge) * (i + 0.5) / STEPS;
        double k = fmin((c - edge) / (whole - edge), 1);
        candela += 2 * M_PI * (1 - edge) / STEPS * k * k * (3 - 2 * k);
    }
    candela = l->lumens / candela;
    return candela * t * t * (3 - 2 * t) * way[1] / far / (far * far) * WALL_COLOR / M_PI;
}

// A lamp aslant of the wall, its foot and its edge on it; a board takes half of it away.
static void a_lamp_gives_its_lumens_softly_and_shadows(void **state)
{
    struct rehearsal_body bodies[2] = {a_wall(), {.at = {2.2, 3.9, -4}, .size = {1.6, 0.1, 12}}};
    struct rehearsal_lamp lamp = {.at = {-0.5, 1.5, 0.6},
                                  .look = {0.4, 5, 2.4},
                                  .angle = 1.1,
                                  .lumens = 900,
                                  .color = {1, 0.5f, 0.25f}};
    struct rehearsal *r =
        open_room(*state, &(struct rehearsal_desc){
                              .bodies = bodies, .body_count = 2, .lamps = &lamp, .lamp_count = 1});
    struct rehearsal_camera c = watcher;
    c.k1 = c.k2 = 0;
    c.pose = (struct rehearsal_pose){{0, -3, 2}, {0, 5, 2}, 0};
    float *light = taken(r, &c);
    double worst = 0, brightest = 0;
    int count = 0;
    for (double x = -3; x <= 1.2; x += 0.2)
        for (double z = 0; z <= 4.4; z += 0.2) {
            struct vec3 w = {x, WALL_Y, z};
            struct vec2 at = on_camera(&c, w);
            double want = lamp_light(&lamp, w) * lamp.color[1] * c.exposure;
            size_t px =
                (size_t)lround(at.y - 0.5) * (size_t)c.size.width + (size_t)lround(at.x - 0.5);
            brightest = fmax(brightest, want);
            worst = fmax(worst, fabs(mean_light(light, c.size, at, 2) - want));
            if (want > 0.01)
                assert_true(fabs(light[4 * px + 1] / light[4 * px] - 0.5) < 0.01 &&
                            fabs(light[4 * px + 2] / light[4 * px] - 0.25) < 0.01);
            count += want > 0;
        }
    print_message("%d places, worst: %.4f of %.4f\n", count, worst, brightest);
    struct vec2 hidden = on_camera(&c, (struct vec3){2.6, WALL_Y, 2.4});
    assert_true(lamp_light(&lamp, (struct vec3){2.6, WALL_Y, 2.4}) * c.exposure > 0);
    assert_true(mean_light(light, c.size, hidden, 1) < 1e-4);
    assert_true(count > 100);
    assert_true(worst < 0.01 * brightest);
    free(light);
    rehearsal_destroy(r);
}

// A board before the wall: what lies behind it as seen from the lens is dark.
static void what_stands_in_the_way_has_a_shadow(void **state)
{
    struct rehearsal_body bodies[2] = {
        a_wall(), {.at = {0.2, 3, 1.4}, .size = {0.8, 0.04, 0.7}, .color = {0.5f, 0.5f, 0.5f}}};
    struct rehearsal *r = open_room(*state, &(struct rehearsal_desc){.bodies = bodies,
                                                                     .body_count = 2,
                                                                     .projectors = &slanted,
                                                                     .projector_count = 1});
    unsigned char *rgba = dark(slanted.size);
    memset(rgba, 255, (size_t)640 * 400 * 4);
    struct gpu_target slide = slide_of(*state, slanted.size, rgba);
    rehearsal_project(r, 0, &slide);
    float *light = taken(r, &watcher);
    struct vec3 lens = slanted.pose.at, eye = watcher.pose.at;
    int dark_count = 0, lit_count = 0;
    for (double x = -1; x < 3; x += 0.05)
        for (double z = 1; z < 3.2; z += 0.05) {
            struct vec3 w = {x, WALL_Y, z};
            struct vec2 at = on_camera(&watcher, w), px = on_projector(&slanted, w);
            // Farthest out of the board's outline on the ways to the lens and the eye, at y = 3.
            double t = (3 - lens.y) / (WALL_Y - lens.y), u = (3 - eye.y) / (WALL_Y - eye.y);
            double out = fmax(fabs(lens.x + t * (x - lens.x) - 0.2) - 0.4,
                              fabs(lens.z + t * (z - lens.z) - 1.75) - 0.35);
            double hides = fmax(fabs(eye.x + u * (x - eye.x) - 0.2) - 0.4,
                                fabs(eye.z + u * (z - eye.z) - 1.75) - 0.35);
            bool looked = at.x > 4 && at.y > 4 && at.x < 956 && at.y < 596 && px.x > 8 &&
                          px.y > 8 && px.x < 632 && px.y < 392;
            if (!looked || hides < 0.05 || fabs(out) < 0.03)
                continue; // the board is 4 cm thick
            double got = mean_light(light, watcher.size, at, 1);
            double want = out < 0 ? 0 : wall_light(&slanted, w) * watcher.exposure;
            assert_true(fabs(got - want) < 0.01 * wall_light(&slanted, w) * watcher.exposure);
            dark_count += out < 0;
            lit_count += out > 0;
        }
    print_message("%d places dark, %d lit\n", dark_count, lit_count);
    assert_true(dark_count > 50 && lit_count > 200);
    free(light);
    free(rgba);
    gpu_target_finish(&slide);
    rehearsal_destroy(r);
}

// A roof of 4 x 4 m, 1 m over a small table: how much of the sky a roof hides from a level face is
// known (a rectangle's view factor, Siegel and Howell, Thermal radiation heat transfer, C-3).
static double hidden_by(double a, double b)
{
    double p = sqrt(1 + a * a), q = sqrt(1 + b * b);
    return (a / p * atan(b / p) + b / q * atan(a / q)) / (2 * M_PI);
}

static void the_rooms_light_is_less_under_a_roof(void **state)
{
    struct rehearsal_body bodies[2] = {
        {.at = {0, 0, 0}, .size = {0.5, 0.5, 0.1}, .color = {1, 1, 1}},
        {.at = {0, 0, 1.1}, .size = {4, 4, 0.1}, .color = {1, 1, 1}}};
    struct rehearsal_camera c = {.pose = {{0, -1.5, 0.7}, {0, 0, 0.1}, 0},
                                 .size = {200, 150},
                                 .focal_px = 200,
                                 .exposure = 1};
    double got[2];
    for (int count = 1; count <= 2; count++) {
        struct rehearsal *r = open_room(*state, &(struct rehearsal_desc){.bodies = bodies,
                                                                         .body_count = count,
                                                                         .above = {10, 10, 10}});
        float *light = taken(r, &c);
        got[count - 1] =
            mean_light(light, c.size, on_camera(&c, (struct vec3){0, 0, 0.1}), 2) * M_PI / 10;
        free(light);
        rehearsal_destroy(r);
    }
    // At the table's corners, a quarter of a metre off the middle.
    double roof = hidden_by(1.75, 1.75) + 2 * hidden_by(1.75, 2.25) + hidden_by(2.25, 2.25);
    print_message("open %.3f, under the roof %.3f, wanted %.3f\n", got[0], got[1], 1 - roof);
    assert_true(fabs(got[0] - 1) < 0.005);
    assert_true(fabs(got[1] - (1 - roof)) < 0.05); // 40 directions
}

static void noise_is_as_wide_as_said_and_the_same_for_a_seed(void **state)
{
    struct rehearsal_camera c = watcher;
    struct size2 size = c.size = (struct size2){200, 150};
    c.noise = 0.02;
    c.seed = 7;
    c.exposure = 0.1;
    // A sky of 5 cd/m² all around: 0.5 of white.
    struct rehearsal *r =
        open_room(*state, &(struct rehearsal_desc){.sky = {5, 5, 5}, .horizon = {5, 5, 5}});
    float *a = taken(r, &c), *b = taken(r, &c);
    c.seed = 8;
    float *other = taken(r, &c);
    size_t n = (size_t)size.width * (size_t)size.height * 4;
    assert_memory_equal(a, b, n * sizeof *a);
    assert_memory_not_equal(a, other, n * sizeof *a);
    double sum = 0, squares = 0, both = 0;
    for (size_t i = 0; i < n; i += 4) {
        sum += a[i];
        squares += (a[i] - 0.5) * (a[i] - 0.5);
        both += (a[i] - 0.5) * (double)(other[i] - 0.5f);
    }
    double count = (double)n / 4, deviation = sqrt(squares / count);
    print_message("mean %.4f, deviation %.5f\n", sum / count, deviation);
    // Four standard errors of 30,000 draws.
    double sigma = 0.02 * sqrt(1.5);
    assert_true(fabs(sum / count - 0.5) < 4 * sigma / sqrt(count));
    assert_true(fabs(deviation / sigma - 1) < 4 / sqrt(2 * count));
    assert_true(fabs(both / count) < 4 * sigma * sigma / sqrt(count));
    free(a);
    free(b);
    free(other);
    rehearsal_destroy(r);
}

static void a_still_room_is_not_painted_and_a_change_only_where_it_is_seen(void **state)
{
    struct rehearsal_body wall = a_wall();
    struct rehearsal_screen screen = {
        .size = {64, 64},
        .corners = {{1, 3, 2}, {2, 3, 2}, {2, 3, 1}, {1, 3, 1}},
        .nits = 100,
    };
    struct rehearsal *r = open_room(*state, &(struct rehearsal_desc){.bodies = &wall,
                                                                     .body_count = 1,
                                                                     .projectors = &slanted,
                                                                     .projector_count = 1,
                                                                     .screens = &screen,
                                                                     .screen_count = 1});
    struct rehearsal_eye eye = {.pose = {{1.5, -2, 1.5}, {1.5, 5, 1.5}, 0},
                                .angle = 0.9,
                                .exposure = 0.01};
    struct gpu_target onto = slide_of(*state, (struct size2){640, 360}, NULL);
    unsigned char *rgba = dark(screen.size);
    memset(rgba, 255, 64 * 64 * 4);
    struct gpu_target white = slide_of(*state, screen.size, rgba);
    struct fault f = {0};
    assert_true(rehearsal_draw(r, &eye, 0, &onto, &f));
    assert_int_equal(rehearsal_painted(r), 640 * 360);
    assert_false(rehearsal_draw(r, &eye, 1, &onto, &f));
    rehearsal_show(r, 0, &white);
    assert_true(rehearsal_draw(r, &eye, 2, &onto, &f));
    // 1 m at 5 m, in px of a picture 2 tan(0.45) of its distance high; two px more on each side.
    double side = 360 / (2 * tan(0.45) * 5) + 4;
    uint64_t px = rehearsal_painted(r) - 640 * 360;
    print_message("the screen took %d px\n", (int)px);
    assert_true(px > 0 && (double)px <= (side + 1) * (side + 1));
    unsigned char *seen = malloc(640 * 360 * 4);
    gpu_target_read(((struct hall *)*state)->gpu, &onto, seen);
    assert_true(seen[(180 * 640 + 320) * 4] > 230);
    assert_false(rehearsal_draw(r, &eye, 3, &onto, &f));
    assert_int_equal(rehearsal_painted(r) - 640 * 360, px);
    assert_true(isinf(rehearsal_next_s(r)));
    free(seen);
    free(rgba);
    gpu_target_finish(&white);
    gpu_target_finish(&onto);
    rehearsal_destroy(r);
}

static void a_point_of_the_eye_finds_the_screen_unless_something_stands_before(void **state)
{
    struct rehearsal_body board = {.at = {1.25, 1, 0}, .size = {0.2, 0.1, 3}, .color = {1, 1, 1}};
    struct rehearsal_screen screen = {
        .size = {64, 64},
        .corners = {{1, 3, 2}, {2, 3, 2}, {2, 3, 1}, {1, 3, 1}},
        .nits = 100,
    };
    struct rehearsal *r = open_room(*state, &(struct rehearsal_desc){.bodies = &board,
                                                                     .body_count = 1,
                                                                     .screens = &screen,
                                                                     .screen_count = 1});
    struct rehearsal_eye eye = {.pose = {{1.5, -2, 1.5}, {1.5, 5, 1.5}, 0},
                                .angle = 0.9,
                                .exposure = 0.01};
    double px = 360 / (2 * tan(0.45) * 5); // of a metre at 5 m
    struct vec2 at;
    struct size2 size = {640, 360};
    assert_int_equal(
        rehearsal_screen_at(r, &eye, size, (struct vec2){320 + 0.3 * px, 180 - 0.2 * px}, &at), 0);
    assert_true(fabs(at.x - 0.8) < 1e-9 && fabs(at.y - 0.3) < 1e-9);
    // 0.25 m to the left on the screen is 0.15 m at the board, in its middle.
    struct vec2 hidden = {320 - 0.25 / 0.6 * 0.6 * px, 180};
    assert_int_equal(rehearsal_screen_at(r, &eye, size, hidden, &at), -1);
    assert_int_equal(rehearsal_screen_at(r, &eye, size, (struct vec2){320 + 0.6 * px, 180}, &at),
                     -1);
    assert_true(rehearsal_on_screen(r, 0, &eye, size, (struct vec2){320 + 0.6 * px, 180}, &at));
    assert_true(fabs(at.x - 1.1) < 1e-9);
    rehearsal_destroy(r);
}

// A square of 1 unit, Y up, its lower left corner at 1, 2, 3; made twice as large, turned by a
// quarter and put down.
static void a_model_stands_where_its_file_and_the_body_say(void **state)
{
    struct rehearsal_body body = {.model = TEST_BUILD "/room-square.obj",
                                  .y_up = true,
                                  .scale = 2,
                                  .at = {10, 20, 30},
                                  .turn = M_PI / 2,
                                  .color = {1, 1, 1}};
    FILE *file = fopen(body.model, "w");
    fputs("v 1 2 3\nv 2 2 3\nv 2 3 3\nv 1 3 3\nf 1 2 3 4\n", file);
    fclose(file);
    // Z up it is at x 1..2, y -3, z 2..3; twice as large x 2..4, y -6, z 4..6; turned x 6, y 2..4;
    // put down x 16, y 22..24, z 34..36.
    struct rehearsal_projector p = {.pose = {{20, 23, 35}, {0, 23, 35}, 0},
                                    .size = {100, 100},
                                    .throw_ratio = 1};
    struct rehearsal *r = open_room(*state, &(struct rehearsal_desc){.bodies = &body,
                                                                     .body_count = 1,
                                                                     .projectors = &p,
                                                                     .projector_count = 1});
    // The picture is 4 m wide at 4 m: 25 px a metre. Looking towards -x, +y is to the right.
    const struct {
        struct vec2 px;
        bool hit;
    } all[] = {{{50, 50}, true},  {{26, 50}, true},  {{74, 74}, true}, {{24, 50}, false},
               {{76, 50}, false}, {{50, 24}, false}, {{50, 76}, false}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct vec3 at;
        assert_int_equal(rehearsal_lands(r, 0, all[i].px, &at), all[i].hit);
        if (!all[i].hit)
            continue;
        assert_true(fabs(at.x - 16) < 1e-5);
        assert_true(fabs(at.y - (23 + (all[i].px.x - 50) / 25)) < 1e-5);
        assert_true(fabs(at.z - (35 - (all[i].px.y - 50) / 25)) < 1e-5);
    }
    rehearsal_destroy(r);
}

static void what_cannot_be_is_refused_by_name(void **state)
{
    struct hall *h = *state;
    struct rehearsal_body wall = a_wall(), flat = wall, model = wall;
    struct rehearsal_projector many[40], lost = slanted;
    for (int i = 0; i < 40; i++)
        many[i] = slanted;
    flat.size.z = 0;
    model.model = TEST_BUILD "/room-no-faces.obj";
    FILE *file = fopen(model.model, "w");
    fputs("v 0 0 0\nv 1 0 0\nv 0 1 0\n", file);
    fclose(file);
    lost.pose.look.x = NAN;
    const struct rehearsal_lamp dim = {.look = {0, 1, 0}, .angle = NAN, .lumens = 10};
    const struct {
        struct rehearsal_desc desc;
        const char *says;
    } all[] = {
        {{.bodies = &wall, .body_count = 1, .projectors = many, .projector_count = 40},
         "40 projectors; 16 are allowed"},
        {{.bodies = &wall, .body_count = 1, .projectors = &lost, .projector_count = 1},
         "projector 1: its place, its look or its roll is no number"},
        {{.lamps = &dim, .lamp_count = 1}, "lamp 1: its lumens, angle or colour is no number"},
        {{.bodies = &flat, .body_count = 1}, "body 1: its size is 24, 0.2, 0 m"},
        {{.bodies = &model, .body_count = 1}, "room-no-faces.obj"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct fault f = {0};
        assert_null(rehearsal_create(h->gpu, &all[i].desc, &f));
        print_message("%s\n", f.text);
        assert_non_null(strstr(f.text, all[i].says));
    }
    struct rehearsal *r = open_room(h, &(struct rehearsal_desc){0});
    struct rehearsal_camera c = watcher;
    struct fault f = {0};
    c.k1 = -2;
    float *light = calloc(960 * 600 * 4, sizeof *light);
    assert_false(rehearsal_take(r, &c, light, NULL, &f));
    assert_non_null(strstr(f.text, "folds over itself"));
    free(light);
    rehearsal_destroy(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HALL(a_camera_sees_each_square_where_the_formulas_say),
        IN_HALL(light_on_the_wall_is_lumens_over_area_and_turned_away_by_cosines),
        IN_HALL(a_lamp_gives_its_lumens_softly_and_shadows),
        IN_HALL(what_stands_in_the_way_has_a_shadow),
        IN_HALL(the_rooms_light_is_less_under_a_roof),
        IN_HALL(noise_is_as_wide_as_said_and_the_same_for_a_seed),
        IN_HALL(a_still_room_is_not_painted_and_a_change_only_where_it_is_seen),
        IN_HALL(a_point_of_the_eye_finds_the_screen_unless_something_stands_before),
        IN_HALL(a_model_stands_where_its_file_and_the_body_say),
        IN_HALL(what_cannot_be_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
