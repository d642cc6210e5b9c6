// drawn and bourke: files written by hand from their specifications, and round trips on bytes.
#include "mapping/bourke.h"
#include "mapping/drawn.h"
#include "tools/grids.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const ids[] = {"wall", "frieze", "nord", NULL};

static void at(struct vec2 got, double x, double y, double within)
{
    if (!(hypot(got.x - x, got.y - y) <= within))
        fail_msg("%.6f, %.6f; %.6f, %.6f is wanted", got.x, got.y, x, y);
}

// As a drawing program leaves it: a comment, groups, a quad that became a path with relative steps,
// a rectangle, things of its own.
static const char by_hand[] =
    "<?xml version=\"1.0\"?>\n"
    "<!DOCTYPE svg>\n"
    "<svg:svg xmlns:svg='http://www.w3.org/2000/svg' viewBox='0 0 2304 800'>\n"
    "  <!-- <polygon id=\"wall\" points=\"1,1\"/> -->\n"
    "  <g id='layer' style=\"a>b\">\n"
    "    <rect id='frieze' x='10' y=\"20\" width='300.5' height='40'/>\n"
    "    <path d='m 0,132 h 2304 l 0,668 H 0 z' stroke='red' id='wall' data-grid='linear' />\n"
    "    <polyline id=\"wall-row-1\" points=\"0,132 1152 150, 2304,132\"></polyline>\n"
    "    <polyline id=\"wall-row-2\" points=\"0,800 1152,780.25 2304,800\"/>\n"
    "    <circle id='nord' r='3'/><text>wall</text>\n"
    "  </g>\n"
    "</svg:svg>\n";

static void a_drawing_by_hand_is_read(void **state)
{
    (void)state;
    struct drawn *w = calloc(DRAWN_WARPS, sizeof *w);
    struct fault f = {0};
    int count;
    if (!drawn_read(by_hand, sizeof by_hand - 1, ids, w, &count, &f))
        fail_msg("%s", f.text);
    assert_int_equal(count, 2);
    assert_string_equal(w[0].id, "wall");
    assert_int_equal(w[0].line, 7);
    at(w[0].corners[0], 0, 132, 0);
    at(w[0].corners[2], 2304, 800, 0);
    at(w[0].corners[3], 0, 800, 0);
    assert_int_equal(w[0].grid.kind, WARP_LINEAR);
    assert_int_equal(w[0].grid.columns, 3);
    assert_int_equal(w[0].grid.rows, 2);
    at(w[0].grid.points[1], 0.5, 18.0 / 668, 1e-12); // a rectangle: straight proportions
    at(w[0].grid.points[4], 0.5, 648.25 / 668, 1e-12);
    at(w[0].grid.points[5], 1, 1, 1e-12);
    assert_string_equal(w[1].id, "frieze");
    at(w[1].corners[2], 310.5, 60, 0);
    assert_int_equal(w[1].grid.columns, 0);
    free(w);
}

static void what_is_written_is_read_and_written_the_same(void **state)
{
    (void)state;
    uint64_t seed = 81;
    for (int kind = 0; kind < WARP_KINDS; kind++) {
        struct drawn *w = calloc(3, sizeof *w), *back = calloc(DRAWN_WARPS, sizeof *back);
        struct fault f = {0};
        int count;
        for (int i = 0; i < 3; i++) {
            const struct vec2 c[4] = {{between(&seed, -50, 50), 20 + i},
                                      {900, between(&seed, 0, 60)},
                                      {between(&seed, 850, 990), 512.3456},
                                      {3, 500}};
            memcpy(w[i].corners, c, sizeof c);
            snprintf(w[i].id, sizeof w[i].id, "%s", ids[i]);
            if (i < 2)
                random_grid_of(&seed, (enum warp_kind)kind, 3 + i * 14, 4, 0.2, &w[i].grid);
        }
        char *first = drawn_write(w, 3, (struct size2){1000, 600});
        if (!drawn_read(first, strlen(first), ids, back, &count, &f))
            fail_msg("%s", f.text);
        assert_int_equal(count, 3);
        char *second = drawn_write(back, 3, (struct size2){1000, 600});
        assert_string_equal(first, second);
        for (int i = 0; i < 3; i++) { // 1/10000 px
            at(back[i].corners[2], w[i].corners[2].x, w[i].corners[2].y, 1e-4);
            assert_int_equal(back[i].grid.kind, i < 2 ? (int)w[i].grid.kind : 0);
            for (int k = 0; k < w[i].grid.columns * w[i].grid.rows; k++)
                at(back[i].grid.points[k], w[i].grid.points[k].x, w[i].grid.points[k].y, 1e-6);
        }
        free(first);
        free(second);
        free(w);
        free(back);
    }
}

static void drawings_that_cannot_be_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *what;
    } cases[] = {
        {"", "this is no SVG"},
        {"<html></html>", "this is no SVG"},
        {"<svg>\n<!-- ", "line 2: what begins here never ends"},
        {"<svg>\n<polygon id='wall", "line 2: a tag that never ends"},
        {"<svg>\n\n<polygon id='wall' points='0,0 9,0 9,9'/></svg>",
         "line 3: \"wall\" has 3 corners; 4"},
        {"<svg><polygon id='wall' points='0,0 9,0 9,9 0,x'/></svg>",
         "line 1: \"wall\" is no polygon"},
        {"<svg><polygon id='wall' points='0,0 9,0 9,nan 0,9'/></svg>", "\"wall\" is no polygon"},
        {"<svg><path id='wall' d='M0,0 C 1,1 2,2 9,0 L9,9 0,9Z'/></svg>", "straight lines"},
        {"<svg>\n<polygon id='wall' points='0,0 9,9 9,0 0,9'/></svg>",
         "line 2: \"wall\": its edges cross"},
        {"<svg>\n<polygon id='wall' points='0,0 .5,0 .5,.5 0,.5'/></svg>", "its area is under 1"},
        {"<svg><g transform='scale(2)'>\n<g>\n<polygon id='wall' points='0,0 9,0 9,9 "
         "0,9'/></g></g></svg>",
         "line 3: \"wall\" is transformed"},
        {"<svg>\n<rect id='wall' width='9' height='9'/>\n<rect id='wall' width='9' "
         "height='9'/></svg>",
         "line 3: \"wall\" stands also in line 2"},
        {"<svg><polyline id='wall-row-1' points='0,0 9,0'/></svg>", "has rows and no corners"},
        {"<svg><rect id='wall' width='9' height='9'/><polyline id='wall-row-1' points='0,0 9,0'/>"
         "<polyline id='wall-row-3' points='0,9 9,9'/></svg>",
         "its row 3 is not like the first, or one before it is missing"},
        {"<svg><rect id='wall' width='9' height='9'/><polyline id='wall-row-1' points='0,0 9,0'/>"
         "<polyline id='wall-row-2' points='9,9 0,9'/></svg>",
         "its grid: it folds over near"},
    };
    struct drawn *w = calloc(DRAWN_WARPS, sizeof *w);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault f = {0};
        int count;
        assert_false(drawn_read(cases[i].text, strlen(cases[i].text), ids, w, &count, &f));
        if (!strstr(f.text, cases[i].what))
            fail_msg("\"%s\" is told as \"%s\"", cases[i].text, f.text);
    }
    free(w);
}

// From the specification: 3 x 2 nodes on a projector of 1600 x 800 px, aspect 2; the picture's
// middle column is bent up by a tenth of the height, and all of it leaves a tenth free at the
// right.
static const char mesh_by_hand[] = "2\n3 2\n"
                                   "-2.0 -1.0 0.0 0.0 1.0\n"
                                   "-0.2 -0.8 0.5 0.0 1.0\n"
                                   " 1.6 -1.0 1.0 0.0 0.5\n"
                                   "-2.0  1.0 0.0 1.0 1.0\n"
                                   "-0.2  1.2 0.5 1.0 -1\n"
                                   " 1.6  1.0 1.0 1.0 1.0\n";

static void a_mesh_by_hand_is_read(void **state)
{
    (void)state;
    struct vec2 c[4], landed;
    struct warp_grid g;
    struct bourke_lost lost;
    struct warp w;
    struct fault f = {0};
    if (!bourke_read(mesh_by_hand, sizeof mesh_by_hand - 1, (struct size2){1600, 800}, c, &g, &lost,
                     &f))
        fail_msg("%s", f.text);
    at(c[0], 0, 0, 1e-9);
    at(c[1], 1440, 0, 1e-9);
    at(c[2], 1440, 800, 1e-9);
    at(c[3], 0, 800, 1e-9);
    assert_int_equal(g.kind, WARP_LINEAR);
    assert_int_equal(g.columns, 3);
    assert_int_equal(g.rows, 2);
    assert_int_equal(lost.dimmed, 1);
    assert_int_equal(lost.holes, 1);
    assert_true(lost.off_px < 1e-6);
    assert_true(warp_init(&w, c, &g, &f));
    assert_true(warp_there(&w, (struct vec2){0.5, 0}, &landed));
    at(landed, 720, -80, 1e-6);
    assert_true(warp_there(&w, (struct vec2){0.75, 0.5}, &landed)); // bilinear between its nodes
    at(landed, 1080, 400 - 40, 1e-6);
}

// 17 x 17 nodes, evenly spread: all that a linear grid can say. Bytes are the same after a reading.
static void a_mesh_is_written_as_it_was_read(void **state)
{
    (void)state;
    uint64_t seed = 82;
    for (int n = 0; n < 4; n++) {
        struct size2 size = {1920, 1080};
        const struct vec2 c[4] = {{12, 8}, {1900, 30}, {1888, 1070}, {4, 1066}};
        struct vec2 corners[4];
        struct warp_grid g = {0};
        struct bourke_lost lost;
        struct warp w;
        struct fault f = {0};
        if (n)
            random_grid_of(&seed, (enum warp_kind)(n - 1), 6, 5, 0.2, &g);
        assert_true(warp_init(&w, c, &g, &f));
        char *first = bourke_write(&w, size, 17, 17);
        if (!bourke_read(first, strlen(first), size, corners, &g, &lost, &f))
            fail_msg("%s", f.text);
        assert_int_equal(g.columns, n ? 17 : 0);
        assert_true(lost.off_px < (n ? 1e-3 : 0.02));
        assert_true(warp_init(&w, corners, &g, &f));
        char *second = bourke_write(&w, size, 17, 17);
        if (n)
            assert_string_equal(first, second);
        free(first);
        free(second);
    }
}

static void meshes_that_cannot_be_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *what;
    } cases[] = {
        {"", "line 0: is no kind of mesh"},
        {"mesh\n", "line 1: is no kind of mesh"},
        {"1\n9 9\n", "line 1: only a rectangular mesh (2)"},
        {"2\n1 9\n", "line 2: wants columns and rows"},
        {"2\n3.5 9\n", "line 2: wants columns and rows"},
        {"2\n2 900\n", "line 2: wants columns and rows"},
        {"2\n2 2\n-1 -1 0 0 1\n", "line 3: the file ends after 1 nodes; 4"},
        {"2\n2 2\n-1 -1 0 0\n", "line 3: is no node"},
        {"2\n2 2\n-1 -1 0 nan 1\n", "line 3: is no node"},
        {"2\n2 2\n-1 -1 0 0 1\n1 1 1 0 1\n-1 1 0 1 1\n1 -1 1 1 1\n", "edges cross"},
        {"2\n2 2\n0 0 0 0 1\n0 0 0 0 1\n0 0 0 0 1\n0 0 0 0 1\n", "does not reach the corners"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct vec2 c[4];
        struct warp_grid g;
        struct bourke_lost lost;
        struct fault f = {0};
        assert_false(bourke_read(cases[i].text, strlen(cases[i].text), (struct size2){800, 600}, c,
                                 &g, &lost, &f));
        if (!strstr(f.text, cases[i].what))
            fail_msg("\"%s\" is told as \"%s\"", cases[i].text, f.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_drawing_by_hand_is_read),
        cmocka_unit_test(what_is_written_is_read_and_written_the_same),
        cmocka_unit_test(drawings_that_cannot_be_are_refused_with_their_line),
        cmocka_unit_test(a_mesh_by_hand_is_read),
        cmocka_unit_test(a_mesh_is_written_as_it_was_read),
        cmocka_unit_test(meshes_that_cannot_be_are_refused_with_their_line),
    };
    return cmocka_run_group_tests_name("drawn", tests, NULL, NULL);
}
