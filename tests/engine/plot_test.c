// plot/: the file is XML by expat's judgement, and points lie where the formula says.
#include "plot/plot.h"

#include <expat.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const double tens[] = {1000, 10000, 100000};
static const double halves[] = {0.5, 5, 50};

// What a reader of XML hears.
struct heard {
    double cx[64], cy[64];
    double x[64], height[64]; // of bars
    int circles, curves, bars, veiled;
    char words[8192];
};

static const char *attribute(const char **names, const char *name)
{
    for (; *names; names += 2)
        if (strcmp(names[0], name) == 0)
            return names[1];
    return NULL;
}

static void hear_start(void *user, const char *element, const char **attributes)
{
    struct heard *h = user;
    if (strcmp(element, "circle") == 0 && h->circles < 64) {
        h->cx[h->circles] = atof(attribute(attributes, "cx"));
        h->cy[h->circles++] = atof(attribute(attributes, "cy"));
    }
    const char *class = attribute(attributes, "class");
    if (class && strcmp(class, "bar") == 0 && h->bars < 64) {
        h->x[h->bars] = atof(attribute(attributes, "x"));
        h->height[h->bars++] = atof(attribute(attributes, "height"));
    }
    h->veiled += class && strcmp(class, "veiled") == 0;
    h->curves += class && strcmp(class, "curve") == 0;
}

static void hear_words(void *user, const char *text, int length)
{
    struct heard *h = user;
    strncat(h->words, text, (size_t)length);
}

static struct heard *read_xml(const char *svg)
{
    struct heard *h = calloc(1, sizeof *h);
    XML_Parser p = XML_ParserCreate("UTF-8");
    XML_SetUserData(p, h);
    XML_SetElementHandler(p, hear_start, NULL);
    XML_SetCharacterDataHandler(p, hear_words);
    assert_int_equal(XML_Parse(p, svg, (int)strlen(svg), 1), XML_STATUS_OK);
    XML_ParserFree(p);
    return h;
}

static struct plot_desc growth(const struct plot_curve *curve)
{
    return (struct plot_desc){.title = "Growth",
                              .note = "a machine",
                              .x = {.label = "sprites", .logarithmic = true},
                              .y = {.label = "ms", .logarithmic = true},
                              .curves = curve,
                              .curve_count = 1};
}

static void a_line_on_logarithmic_axes_is_straight_and_spans_the_field(void **state)
{
    struct fault f = {0};
    struct plot_curve curve = {"ours", tens, halves, PLOT_OURS, 3};
    struct plot_desc d = growth(&curve);
    char *svg = plot_svg(&d, &f);
    assert_non_null(svg);
    struct heard *h = read_xml(svg);
    assert_int_equal(h->circles, 3);
    assert_int_equal(h->curves, 1);
    // y = x / 2000: equal steps on both axes, the middle in the middle.
    assert_true(fabs(h->cx[1] - (h->cx[0] + h->cx[2]) / 2) < 0.02);
    assert_true(fabs(h->cy[1] - (h->cy[0] + h->cy[2]) / 2) < 0.02);
    assert_true(h->cx[0] < h->cx[2] && h->cy[0] > h->cy[2]); // up is more
    free(h);
    free(svg);
}

static void places_follow_the_formula(void **state)
{
    struct plot_axis linear = {.least = 10, .most = 30};
    struct plot_axis decades = {.least = 0.1, .most = 1000, .logarithmic = true};
    assert_true(fabs(plot_place(&linear, 15) - 0.25) < 1e-12);
    assert_true(fabs(plot_place(&decades, 10) - 0.5) < 1e-12);
    assert_true(fabs(plot_place(&decades, 2) - log(20) / log(1e4)) < 1e-12);
}

static void ticks_are_round_numbers_within_the_axis(void **state)
{
    double t[PLOT_TICKS];
    struct plot_axis linear = {.least = 0, .most = 93};
    int n = plot_ticks(&linear, 5, t);
    assert_int_equal(n, 5);
    for (int i = 0; i < n; i++)
        assert_true(fabs(t[i] - 20 * i) < 1e-9);
    struct plot_axis decades = {.least = 1000, .most = 100000, .logarithmic = true};
    assert_int_equal(plot_ticks(&decades, 9, t), 7); // 1, 2, 5, 10, 20, 50, 100 thousand
    assert_true(t[1] == 2000 && t[6] == 100000);
    assert_int_equal(plot_ticks(&decades, 4, t), 3);
}

static void names_are_escaped_and_all_are_there(void **state)
{
    struct fault f = {0};
    struct plot_curve curves[] = {{"a < b & c > d", tens, halves, PLOT_OURS, 3},
                                  {"LÖVE", tens, halves, PLOT_OTHER, 3},
                                  {"floor", tens, halves, PLOT_FLOOR, 3}};
    struct plot_desc d = growth(curves);
    d.curve_count = 3;
    char *svg = plot_svg(&d, &f);
    struct heard *h = read_xml(svg);
    const char *const words[] = {"a < b & c > d", "LÖVE",    "floor",  "Growth",
                                 "a machine",     "sprites", "10,000", "0.5"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_non_null(strstr(h->words, words[i]));
    free(h);
    free(svg);
}

static void a_long_name_is_cut_and_still_xml(void **state)
{
    struct fault f = {0};
    char name[600];
    for (size_t i = 0; i + 2 < sizeof name; i += 2)
        memcpy(name + i, i % 6 ? "é" : "&&", 2);
    name[sizeof name - 2] = 0;
    struct plot_curve curve = {name, tens, halves, PLOT_OURS, 3};
    struct plot_desc d = growth(&curve);
    char *svg = plot_svg(&d, &f);
    free(read_xml(svg));
    free(svg);
}

static void numbers_that_have_no_place_are_refused(void **state)
{
    const double wrong[] = {0, -1, NAN, INFINITY};
    for (size_t i = 0; i < 4; i++) {
        struct fault f = {0};
        const double y[] = {1, wrong[i], 2};
        struct plot_curve curve = {"ours", tens, y, PLOT_OURS, 3};
        struct plot_desc d = growth(&curve);
        assert_null(plot_svg(&d, &f));
        assert_non_null(strstr(f.text, "point 2"));
    }
    struct fault f = {0};
    struct plot_curve none = {"ours", tens, halves, PLOT_OURS, 0};
    struct plot_desc d = growth(&none);
    assert_null(plot_svg(&d, &f));
    d.curve_count = PLOT_CURVES + 1;
    assert_null(plot_svg(&d, &f));
}

static void one_value_alone_has_an_axis(void **state)
{
    struct fault f = {0};
    struct plot_curve curve = {"ours", tens, halves, PLOT_OURS, 1};
    struct plot_desc d = growth(&curve);
    for (int i = 0; i < 2; i++) {
        d.x.logarithmic = d.y.logarithmic = i;
        char *svg = plot_svg(&d, &f);
        struct heard *h = read_xml(svg);
        assert_true(isfinite(h->cx[0]) && isfinite(h->cy[0]));
        free(h);
        free(svg);
    }
}

static void bars_stand_side_by_side_as_high_as_they_are_many(void **state)
{
    struct fault f = {0};
    const struct plot_bar bars[] = {{.value = 10, .title = "<a>"},
                                    {.value = 0},
                                    {.value = 3000, .label = "x & y"},
                                    {.value = 1500, .figure = "1500"}};
    char *svg = plot_bars(&(struct plot_bars){"Days", " ", bars, 4, 960, 260}, &f);
    struct heard *h = read_xml(svg);
    assert_int_equal(h->bars, 3); // nothing is drawn for 0
    assert_true(fabs(h->height[1] / h->height[2] - 2) < 0.01);
    assert_true(fabs(h->height[1] / h->height[0] - 300) < 2);
    assert_true(fabs((h->x[1] - h->x[0]) - 2 * (h->x[2] - h->x[1])) < 0.02);
    const char *const words[] = {"<a>", "x & y", "1500", "Days"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_non_null(strstr(h->words, words[i]));
    assert_null(strstr(h->words, "1 000")); // figures need no scale
    free(h);
    free(svg);
    const struct plot_bar plain[] = {{.value = 3000}};
    svg = plot_bars(&(struct plot_bars){"Days", " ", plain, 1, 960, 260}, &f);
    h = read_xml(svg);
    assert_non_null(strstr(h->words, "1 000"));
    assert_null(strstr(h->words, "-0"));
    free(h);
    free(svg);
}

// A reader of the file learns nothing of it, whatever it is.
static void a_veiled_bar_is_the_same_for_every_value(void **state)
{
    struct fault f = {0};
    char *svg[2];
    for (int i = 0; i < 2; i++) {
        const struct plot_bar bars[] = {{.value = 50}, {.value = i ? 4 : 1e9, .veiled = true}};
        svg[i] = plot_bars(&(struct plot_bars){"Days", ",", bars, 2, 960, 260}, &f);
    }
    assert_string_equal(svg[0], svg[1]);
    struct heard *h = read_xml(svg[0]);
    assert_int_equal(h->veiled, 1);
    free(h);
    free(svg[0]);
    free(svg[1]);
}

static void bars_that_have_no_height_are_refused(void **state)
{
    const double wrong[] = {-1, NAN, INFINITY};
    for (size_t i = 0; i < 3; i++) {
        struct fault f = {0};
        const struct plot_bar bars[] = {{.value = 1}, {.value = wrong[i]}};
        assert_null(plot_bars(&(struct plot_bars){"Days", ",", bars, 2, 960, 260}, &f));
        assert_non_null(strstr(f.text, "bar 2"));
    }
    struct fault f = {0};
    const struct plot_bar bar = {0};
    assert_null(plot_bars(&(struct plot_bars){"Days", ",", &bar, 0, 960, 260}, &f));
    assert_null(plot_bars(&(struct plot_bars){"Days", ",", &bar, PLOT_BARS + 1, 960, 260}, &f));
    char *svg =
        plot_bars(&(struct plot_bars){"Days", ",", &bar, 1, 960, 260}, &f); // no visit at all
    free(read_xml(svg));
    free(svg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_on_logarithmic_axes_is_straight_and_spans_the_field),
        cmocka_unit_test(places_follow_the_formula),
        cmocka_unit_test(ticks_are_round_numbers_within_the_axis),
        cmocka_unit_test(names_are_escaped_and_all_are_there),
        cmocka_unit_test(a_long_name_is_cut_and_still_xml),
        cmocka_unit_test(numbers_that_have_no_place_are_refused),
        cmocka_unit_test(one_value_alone_has_an_axis),
        cmocka_unit_test(bars_stand_side_by_side_as_high_as_they_are_many),
        cmocka_unit_test(a_veiled_bar_is_the_same_for_every_value),
        cmocka_unit_test(bars_that_have_no_height_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
