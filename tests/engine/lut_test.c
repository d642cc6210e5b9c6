// lut: .cube files against what the specification says of them, and functions in closed form.
#include "mapping/lut.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SLIP 1e-6 // of a float

static double chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

// Linear in each channel: between entries nothing else can come out.
static void affine(const double in[3], double out[3])
{
    out[0] = 0.1 + 0.5 * in[0] + 0.2 * in[1];
    out[1] = 0.9 - 0.7 * in[1] + 0.05 * in[2];
    out[2] = 0.3 * in[0] + 0.3 * in[1] + 0.3 * in[2];
}

typedef void function(const double in[3], double out[3]);

static void curved(const double in[3], double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = pow(in[i], 1.7) * (0.8 + 0.2 * in[(i + 1) % 3]);
}

static char *cube_text(int edge, const char *head, double least, double most, function *of)
{
    size_t room = (size_t)edge * (size_t)edge * (size_t)edge * 64 + 256, n;
    char *text = malloc(room);
    n = (size_t)sprintf(text, "%sLUT_3D_SIZE %d\n", head, edge);
    for (int i = 0; i < edge * edge * edge; i++) {
        const int at[3] = {i % edge, i / edge % edge, i / edge / edge};
        double in[3], out[3];
        for (int k = 0; k < 3; k++)
            in[k] = least + (most - least) * at[k] / (edge - 1);
        of(in, out);
        n += (size_t)sprintf(text + n, "%.9f %.9f %.9f\n", out[0], out[1], out[2]);
    }
    return text;
}

static void read_good(struct lut *l, const char *text)
{
    struct fault f = {0};
    if (!lut_read(l, text, strlen(text), &f))
        fail_msg("%s", f.text);
}

static void an_affine_table_is_affine_between_its_entries(void **state)
{
    (void)state;
    uint64_t seed = 5;
    const int edges[] = {2, 3, 17};
    for (size_t e = 0; e < 3; e++) {
        struct lut l;
        char *text = cube_text(edges[e], "TITLE \"x\"\n# a remark\n\n", 0, 1, affine);
        read_good(&l, text);
        for (int i = 0; i < 2000; i++) {
            const double in[3] = {chance(&seed), chance(&seed), chance(&seed)};
            double want[3], got[3];
            affine(in, want);
            lut_apply(&l, in, got);
            for (int k = 0; k < 3; k++)
                assert_true(fabs(got[k] - want[k]) < SLIP);
        }
        lut_finish(&l);
        free(text);
    }
}

static void an_entry_is_what_comes_out_where_it_stands(void **state)
{
    (void)state;
    struct lut l;
    enum { EDGE = 9 };
    char *text = cube_text(EDGE, "DOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 3 3 3\n", -1, 3, affine);
    read_good(&l, text);
    for (int i = 0; i < EDGE * EDGE * EDGE; i++) {
        const double in[3] = {-1 + 4.0 * (i % EDGE) / (EDGE - 1),
                              -1 + 4.0 * (i / EDGE % EDGE) / (EDGE - 1),
                              -1 + 4.0 * (i / EDGE / EDGE) / (EDGE - 1)};
        double want[3], got[3];
        affine(in, want);
        lut_apply(&l, in, got);
        for (int k = 0; k < 3; k++)
            assert_true(fabs(got[k] - want[k]) < SLIP);
    }
    lut_finish(&l);
    free(text);
}

// Tetrahedral, as Sakamoto's six cases have it, written out.
static void sakamoto(const double c[8][3], double r, double g, double b, int k, double *out)
{
    double c000 = c[0][k], c100 = c[1][k], c010 = c[2][k], c110 = c[3][k], c001 = c[4][k],
           c101 = c[5][k], c011 = c[6][k], c111 = c[7][k];
    if (r > g && g > b)
        *out = c000 + r * (c100 - c000) + g * (c110 - c100) + b * (c111 - c110);
    else if (r > b && b > g)
        *out = c000 + r * (c100 - c000) + b * (c101 - c100) + g * (c111 - c101);
    else if (b > r && r > g)
        *out = c000 + b * (c001 - c000) + r * (c101 - c001) + g * (c111 - c101);
    else if (g > r && r > b)
        *out = c000 + g * (c010 - c000) + r * (c110 - c010) + b * (c111 - c110);
    else if (g > b && b > r)
        *out = c000 + g * (c010 - c000) + b * (c011 - c010) + r * (c111 - c011);
    else
        *out = c000 + b * (c001 - c000) + g * (c011 - c001) + r * (c111 - c011);
}

static void between_eight_entries_it_is_tetrahedral(void **state)
{
    (void)state;
    struct lut l;
    uint64_t seed = 8;
    double c[8][3];
    char text[600];
    int n = sprintf(text, "LUT_3D_SIZE 2\n");
    for (int i = 0; i < 8; i++) {
        for (int k = 0; k < 3; k++)
            c[i][k] = chance(&seed);
        n += sprintf(text + n, "%.9f %.9f %.9f\n", c[i][0], c[i][1], c[i][2]);
    }
    read_good(&l, text);
    for (int i = 0; i < 5000; i++) {
        const double in[3] = {chance(&seed), chance(&seed), chance(&seed)};
        double got[3], want;
        lut_apply(&l, in, got);
        for (int k = 0; k < 3; k++) {
            sakamoto((const double(*)[3])c, in[0], in[1], in[2], k, &want);
            assert_true(fabs(got[k] - want) < SLIP);
        }
    }
    lut_finish(&l);
}

static void a_curved_table_of_33_is_near_to_its_curve(void **state)
{
    (void)state;
    struct lut l;
    uint64_t seed = 6;
    char *text = cube_text(33, "", 0, 1, curved);
    read_good(&l, text);
    for (int i = 0; i < 5000; i++) {
        const double in[3] = {chance(&seed), chance(&seed), chance(&seed)};
        double want[3], got[3];
        curved(in, want);
        lut_apply(&l, in, got);
        for (int k = 0; k < 3; k++)
            assert_true(fabs(got[k] - want[k]) < 1e-3);
    }
    lut_finish(&l);
    free(text);
}

static void a_row_is_looked_up_for_each_channel_and_ends_at_its_domain(void **state)
{
    (void)state;
    struct lut l;
    read_good(&l, "LUT_1D_SIZE 3\r\nLUT_1D_INPUT_RANGE 0 2\r\n0 0.5 1\r\n0.25 0.5 0.75\r\n1 .5 0");
    const struct {
        double in[3], out[3];
    } wanted[] = {{{0, 0, 0}, {0, 0.5, 1}},
                  {{1, 1, 1}, {0.25, 0.5, 0.75}},
                  {{0.5, 0.5, 0.5}, {0.125, 0.5, 0.875}},
                  {{1.5, 7, -2}, {0.625, 0.5, 1}},
                  {{9, 9, 9}, {1, 0.5, 0}}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        double out[3];
        lut_apply(&l, wanted[i].in, out);
        for (int k = 0; k < 3; k++)
            assert_true(fabs(out[k] - wanted[i].out[k]) < SLIP);
    }
    lut_finish(&l);
}

static void a_broken_file_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "no table"},
        {"# nothing\n", "no table"},
        {"0 0 0\n", "line 1: an entry before"},
        {"LUT_3D_SIZE 1\n", "line 1: a whole number from 2 to 65"},
        {"LUT_3D_SIZE 66\n", "line 1: a whole number from 2 to 65"},
        {"LUT_3D_SIZE 2.5\n", "line 1: a whole number"},
        {"LUT_3D_SIZE two\n", "line 1: a whole number"},
        {"LUT_3D_SIZE 2 2\n", "line 1: a whole number"},
        {"LUT_1D_SIZE 4097\n", "line 1: a whole number from 2 to 4096"},
        {"LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n", "line 2: a second size"},
        {"LUT_1D_SIZE 2\n0 0 0\n", "1 entries; 2 are"},
        {"LUT_1D_SIZE 2\n0 0 0\n1 1 1\n2 2 2\n", "line 4: the table is full: 2"},
        {"LUT_1D_SIZE 2\n0 0\n1 1 1\n", "line 2: three numbers"},
        {"LUT_1D_SIZE 2\n0 0 0 0\n1 1 1\n", "line 2: three numbers"},
        {"LUT_1D_SIZE 2\n0 0 -nan\n1 1 1\n", "line 2: three numbers"},
        {"LUT_1D_SIZE 2\n0 0 1e9\n1 1 1\n", "line 2: three numbers"},
        {"LUT_1D_SIZE 2\n0,5 0 0\n1 1 1\n", "line 2: three numbers"},
        {"LUT_1D_SIZE 2\n0 0 0\nTITLE \"late\"\n", "line 3: a keyword inside"},
        {"LUT_1D_SIZE 2\nDOMAIN_MIN 1 0 0\n0 0 0\n1 1 1\n", "DOMAIN_MAX is not above"},
        {"LUT_1D_SIZE 2\nDOMAIN_MIN 1 0\n", "line 2: three numbers"},
        {"LUT_2D_SIZE 2\n", "line 1: no keyword"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lut l;
        struct fault f = {0};
        assert_false(lut_read(&l, cases[i].text, strlen(cases[i].text), &f));
        if (!strstr(f.text, cases[i].says))
            fail_msg("\"%s\": says %s", cases[i].text, f.text);
        assert_null(l.rgb);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_affine_table_is_affine_between_its_entries),
        cmocka_unit_test(an_entry_is_what_comes_out_where_it_stands),
        cmocka_unit_test(between_eight_entries_it_is_tetrahedral),
        cmocka_unit_test(a_curved_table_of_33_is_near_to_its_curve),
        cmocka_unit_test(a_row_is_looked_up_for_each_channel_and_ends_at_its_domain),
        cmocka_unit_test(a_broken_file_is_refused_with_its_line),
    };
    return cmocka_run_group_tests_name("lut", tests, NULL, NULL);
}
