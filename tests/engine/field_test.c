// field: distances against looking at every node, outlines against closed forms.
#include "mapping/field.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static double chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static void open_field(struct field *f, int width, int height)
{
    struct fault fault = {0};
    if (!field_init(f, width, height, &fault))
        fail_msg("%s", fault.text);
}

static double nearest_by_looking(const struct field *f, int x, int y)
{
    double least = (double)FIELD_FAR * FIELD_FAR;
    for (int v = 0; v < f->height; v++)
        for (int u = 0; u < f->width; u++)
            if (f->at[v * f->width + u] == 0)
                least = fmin(least, (double)(u - x) * (u - x) + (double)(v - y) * (v - y));
    return sqrt(least);
}

static void distances_are_those_of_looking_at_every_node(void **state)
{
    (void)state;
    const struct size2 sizes[] = {{1, 1}, {1, 40}, {40, 1}, {2, 2}, {37, 29}, {64, 17}};
    const double shares[] = {0, 0.002, 0.05, 0.5, 1};
    uint64_t seed = 3;
    for (size_t i = 0; i < 6; i++)
        for (size_t k = 0; k < 5; k++) {
            struct field f, before;
            struct fault fault = {0};
            open_field(&f, sizes[i].width, sizes[i].height);
            open_field(&before, sizes[i].width, sizes[i].height);
            for (int n = 0; n < f.width * f.height; n++)
                f.at[n] = before.at[n] = chance(&seed) < shares[k] ? 0 : 1;
            assert_true(field_distance(&f, &fault));
            for (int y = 0; y < f.height; y++)
                for (int x = 0; x < f.width; x++) {
                    double want = nearest_by_looking(&before, x, y);
                    assert_true(fabs(f.at[y * f.width + x] - want) <= 1e-6 * want);
                }
            field_finish(&f);
            field_finish(&before);
        }
}

static void between_nodes_it_is_linear_and_beyond_them_the_nearest_holds(void **state)
{
    (void)state;
    struct field f;
    open_field(&f, 3, 2);
    const float values[] = {0, 2, 4, 10, 12, 14}; // 2 x + 10 y
    memcpy(f.at, values, sizeof values);
    assert_true(fabs(field_at(&f, 0.5, 0.25) - 3.5) < 1e-9);
    assert_true(fabs(field_at(&f, 2, 1) - 14) < 1e-9);
    assert_true(fabs(field_at(&f, 1.75, 1) - 13.5) < 1e-9);
    assert_true(fabs(field_at(&f, -5, 0.5) - 5) < 1e-9);
    assert_true(fabs(field_at(&f, 9, 9) - 14) < 1e-9);
    assert_true(fabs(field_at(&f, (double)NAN, 0) - 0) < 1e-9);
    field_finish(&f);
}

static void sizes_that_cannot_be_are_refused(void **state)
{
    (void)state;
    const struct size2 sizes[] = {{0, 5}, {5, 0}, {-1, 5}, {2048, 2049}, {FIELD_NODES, 2}};
    for (size_t i = 0; i < 5; i++) {
        struct field f;
        struct fault fault = {0};
        assert_false(field_init(&f, sizes[i].width, sizes[i].height, &fault));
        assert_non_null(strstr(fault.text, "are allowed"));
    }
}

static double clip(double x, double reach)
{
    return fmin(fmax(x, -reach), reach);
}

static void compare(const struct field *f, struct vec2 at, double step, double reach,
                    double (*inside_px)(double x, double y), double slip)
{
    double worst = 0;
    for (int y = 0; y < f->height; y++)
        for (int x = 0; x < f->width; x++) {
            double want = clip(inside_px(at.x + x * step, at.y + y * step), reach);
            worst = fmax(worst, fabs(f->at[y * f->width + x] - want));
        }
    if (worst > slip)
        fail_msg("%g px off", worst);
}

static double in_rectangle(double x, double y) // 20, 30 to 70.5, 60
{
    double a = fmax(20 - x, x - 70.5), b = fmax(30 - y, y - 60);
    return a > 0 || b > 0 ? -hypot(fmax(a, 0), fmax(b, 0)) : -fmax(a, b);
}

static double in_circle(double x, double y) // around 50, 40
{
    return 33 - hypot(x - 50, y - 40);
}

#define AT(x, y)       \
    {                  \
        .at = { x, y } \
    }

static void an_outline_s_distances_are_those_of_its_closed_form(void **state)
{
    (void)state;
    const double k = 33 * 0.5522847498; // of four curves that make a circle, within 0.03 %
    const struct mapping_corner rectangle[] = {AT(20, 30), AT(70.5, 30), AT(70.5, 60), AT(20, 60)};
    const struct mapping_corner circle[] = {{{50, 7}, {-k, 0}, {k, 0}},
                                            {{83, 40}, {0, -k}, {0, k}},
                                            {{50, 73}, {k, 0}, {-k, 0}},
                                            {{17, 40}, {0, k}, {0, -k}}};
    struct vec2 flat[FIELD_FLAT], at = {-3, 2.5};
    struct fault fault = {0};
    struct field f;
    open_field(&f, 80, 70);
    int count = field_flatten(rectangle, 4, flat);
    assert_int_equal(count, 4);
    assert_true(field_outline(&f, at, 1.25, flat, count, 25, &fault));
    compare(&f, at, 1.25, 25, in_rectangle, 1e-4);
    count = field_flatten(circle, 4, flat);
    assert_true(count > 20 && count < 200);
    assert_true(field_outline(&f, at, 1.25, flat, count, 40, &fault));
    compare(&f, at, 1.25, 40, in_circle, 0.05 + 33 * 0.0003);
    field_finish(&f);
}

static void where_an_outline_lies_over_itself_is_outside(void **state)
{
    (void)state;
    // A star of five points, drawn in one line; its middle is crossed twice.
    struct vec2 star[5];
    for (int i = 0; i < 5; i++) {
        double turn = i * 2 * 2 * 3.14159265358979 / 5;
        star[i] = (struct vec2){50 + 40 * sin(turn), 50 - 40 * cos(turn)};
    }
    struct fault fault = {0};
    struct field f;
    open_field(&f, 101, 101);
    assert_true(field_outline(&f, (struct vec2){0, 0}, 1, star, 5, 100, &fault));
    assert_true(f.at[50 * 101 + 50] < 0); // middle
    assert_true(f.at[20 * 101 + 50] > 0); // upper point
    assert_true(f.at[5 * 101 + 5] < 0);
    field_finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_those_of_looking_at_every_node),
        cmocka_unit_test(between_nodes_it_is_linear_and_beyond_them_the_nearest_holds),
        cmocka_unit_test(sizes_that_cannot_be_are_refused),
        cmocka_unit_test(an_outline_s_distances_are_those_of_its_closed_form),
        cmocka_unit_test(where_an_outline_lies_over_itself_is_outside),
    };
    return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
