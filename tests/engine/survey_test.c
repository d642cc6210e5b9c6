// survey: what outputs show and give up, against areas and integrals in closed form, and against
// differences of the published forms.
#include "mapping/survey.h"
#include "tools/grids.h"
#include "tools/wall.h"

#include <math.h>
#include <string.h>

static struct mapping_surface *add_surface(struct wall *w, double x, double y, int width,
                                           int height, double scale)
{
    struct mapping_surface *s = &w->desc.surfaces[w->desc.surface_count++];
    *s = (struct mapping_surface){.size = {(int)(width * scale), (int)(height * scale)}};
    rectangle(x, y, width, height, s->corners);
    return s;
}

static struct survey take(struct wall *w)
{
    struct survey s = {0};
    struct fault f = {0};
    w->mapping = mapping_create(&w->desc, &f);
    if (!w->mapping || !survey_take(w->mapping, &s, &f))
        fail_msg("%s", f.text);
    mapping_destroy(w->mapping);
    return s;
}

static void near(double got, double want, double within)
{
    if (!(fabs(got - want) <= within))
        fail_msg("%.6f, %.6f is wanted within %.6f", got, want, within);
}

// Over an overlap d²/(d² + (L - d)²) is a half in the mean.
static void two_side_by_side_are_counted(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 400, 300);
    add_output(&w, 300, 0, 400, 300);
    add_surface(&w, 0, 0, 700, 300, 2);
    struct survey s = take(&w);
    for (int i = 0; i < 2; i++) {
        near(s.outputs[i].lit, 1, 0);
        near(s.outputs[i].shows[0], 1, 0);
        near(s.outputs[i].shared[1 - i], 0.25, 0.003);
        near(s.outputs[i].shared[i], 0, 0);
        near(s.outputs[i].blend, 0.125, 0.002);
        near(s.outputs[i].gain, 0, 0);
        near(s.outputs[i].black, 0, 0);
    }
    near(s.surfaces[0].by[0], 0, 0);
    near(s.surfaces[0].by[1], 6.0 / 7, 0.003);
    near(s.surfaces[0].by[2], 1.0 / 7, 0.003);
    for (int i = 0; i < 2; i++) {
        near(s.surfaces[0].along[i].least, 0.5, 1e-9);
        near(s.surfaces[0].along[i].mean, 0.5, 1e-9);
        near(s.surfaces[0].along[i].most, 0.5, 1e-9);
    }
    near(s.black, 0, 0);
}

static void gain_white_and_black_take_what_their_formulas_say(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 400, 300)->light =
        (struct mapping_light){.blend = true, .gain = 0.8, .white = {1, 0.9, 0.8}, .black = 0.004};
    add_output(&w, 300, 0, 400, 300)->light.black = 0.002;
    add_surface(&w, 0, 0, 700, 300, 1);
    struct survey s = take(&w);
    near(s.outputs[0].gain, 1 - 0.8 * 0.9, 1e-12);
    near(s.black, 0.005 + 0.002, 1e-12); // of the light that gain leaves
    near(s.outputs[0].black, 1 - (1 - 0.007) / (1 - 0.004), 1e-12);
    near(s.outputs[1].black, 1 - (1 - 0.007) / (1 - 0.002), 1e-12);
}

// A disc on the first surface over a band, a mask that leaves the output's left half, and a surface
// that nobody lights.
static void masks_and_what_lies_on_top_count(void **state)
{
    (void)state;
    struct wall w = {0};
    add_output(&w, 0, 0, 800, 400)->light = (struct mapping_light){0};
    add_surface(&w, 0, 0, 800, 400, 1);
    add_surface(&w, 200, 100, 200, 200, 1);
    add_surface(&w, 900, 0, 100, 100, 1);
    draw_rectangle(add_mask(&w, 0, 0, false), -10, -10, 610, 500);
    struct mapping_mask *disc = add_mask(&w, 1, 0, false);
    disc->of_surface = true;
    draw_circle(disc, 100, 100, 80);
    struct survey s = take(&w);
    double all = 800 * 400, circle = M_PI * 80 * 80;
    near(s.outputs[0].lit, 600 * 400 / all, 0.003);
    near(s.outputs[0].shows[1], circle / all, 0.001);
    near(s.outputs[0].shows[0], (600 * 400 - circle) / all, 0.003);
    near(s.outputs[0].shows[2], 0, 0);
    near(s.outputs[0].blend, 0, 1e-4);
    near(s.surfaces[0].by[0], 200 * 400 / (all - circle), 0.003); // behind the mask
    near(s.surfaces[1].by[1], 1, 0);
    near(s.surfaces[2].by[0], 1, 0);
    near(s.surfaces[2].along[0].mean, 0, 0);
}

// Through perspective and both grids: the steps of the forms along rows and columns.
static void fineness_is_the_step_of_the_forms(void **state)
{
    (void)state;
    uint64_t seed = 71;
    struct wall w = {0};
    const double bent[8] = {20, 10, -30, 5, -5, -20, 10, -8};
    struct mapping_output *o = add_output(&w, 0, 0, 640, 400);
    struct mapping_surface *s = add_surface(&w, 60, 40, 500, 300, 1.5);
    move_corners(o, bent);
    random_grid_of(&seed, WARP_CATMULL_ROM, 5, 4, 0.1, &o->grid);
    random_grid_of(&seed, WARP_BEZIER, 4, 4, 0.3, &s->grid);
    struct survey got = take(&w);
    struct survey_fine want[2] = {{INFINITY, 0, 0}, {INFINITY, 0, 0}};
    for (int i = 0; i < 300 * 200; i++) {
        int column = i % 300, row = i / 300;
        struct vec2 to[3], at = {(column + 0.5) / 300, (row + 0.5) / 200};
        for (int k = 0; k < 3; k++) {
            double u = at.x + (k == 1 ? 1e-6 : 0), v = at.y + (k == 2 ? 1e-6 : 0);
            struct vec2 p = grid_form(&s->grid, u, v);
            p = heckbert(s->corners, p.x, p.y);
            p = grid_form(&o->grid, p.x / 640, p.y / 400);
            to[k] = heckbert(o->corners, p.x, p.y);
        }
        for (int k = 0; k < 2; k++) {
            double px = apart(to[0], to[1 + k]) / (1e-6 * (k ? s->size.height : s->size.width));
            want[k].least = fmin(want[k].least, px);
            want[k].most = fmax(want[k].most, px);
            want[k].mean += px / (300 * 200);
        }
    }
    near(got.surfaces[0].by[1], 1, 0);
    for (int k = 0; k < 2; k++) {
        near(got.surfaces[0].along[k].least, want[k].least, 0.005);
        near(got.surfaces[0].along[k].most, want[k].most, 0.005);
        near(got.surfaces[0].along[k].mean, want[k].mean, 0.001);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_side_by_side_are_counted),
        cmocka_unit_test(gain_white_and_black_take_what_their_formulas_say),
        cmocka_unit_test(masks_and_what_lies_on_top_count),
        cmocka_unit_test(fineness_is_the_step_of_the_forms),
    };
    return cmocka_run_group_tests_name("survey", tests, NULL, NULL);
}
