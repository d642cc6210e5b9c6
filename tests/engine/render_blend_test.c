// render: blending. Oracle: the formulas of W3C Compositing and Blending Level 1, in double
// precision.
#include "tools/layered.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static double mode(enum draw_blend blend, double d, double s)
{
    switch (blend) {
    case BLEND_SCREEN:
        return d + s - d * s;
    case BLEND_MULTIPLY:
        return d * s;
    case BLEND_LIGHTEN:
        return fmax(d, s);
    case BLEND_DARKEN:
        return fmin(d, s);
    case BLEND_OVERLAY: // hard light with the two exchanged
        return d <= 0.5 ? s * 2 * d : s + (2 * d - 1) - s * (2 * d - 1);
    case BLEND_DIFFERENCE:
        return fabs(d - s);
    case BLEND_EXCLUSION:
        return d + s - 2 * d * s;
    default:
        return s;
    }
}

// Straight colours and alphas in; premultiplied colour out. *alpha: of the result.
static double composed(enum draw_blend blend, double d, double ad, double s, double as,
                       double *alpha)
{
    if (blend == BLEND_ADD) {
        *alpha = fmin(1, as + ad);
        return as * s + ad * d;
    }
    if (blend == BLEND_ERASE) {
        *alpha = ad * (1 - as);
        return ad * d * (1 - as);
    }
    *alpha = as + ad * (1 - as);
    return as * (1 - ad) * s + (1 - as) * ad * d + as * ad * mode(blend, d, s);
}

static const struct color sources[] = {{1, 1, 1, 1},
                                       {0, 0, 0, 1},
                                       {0.2f, 0.5f, 0.9f, 1},
                                       {0.8f, 0.1f, 0.4f, 0.5f},
                                       {0.3f, 0.6f, 0, 0.25f}};
static const struct color grounds[] = {
    {1, 1, 1, 1}, {0, 0, 0, 1}, {0.6f, 0.3f, 0.1f, 1}, {0.1f, 0.7f, 0.55f, 1}};
enum { SOURCES = 5, GROUNDS = 4 };

static void part(struct color c, double to[3])
{
    to[0] = c.r;
    to[1] = c.g;
    to[2] = c.b;
}

static void every_mode_blends_by_its_formula_on_opaque_ground(void **state)
{
    struct bench *b = *state;
    for (enum draw_blend blend = 0; blend < BLEND_MODES; blend++) {
        begin(b, black);
        for (int g = 0; g < GROUNDS; g++)
            fill(b, (float)(g * 8), 0, 8, 40, grounds[g]);
        set_blend(b, blend);
        for (int s = 0; s < SOURCES; s++)
            fill(b, 0, (float)(s * 8), 32, 8, sources[s]);
        paint(b);
        for (int g = 0; g < GROUNDS; g++) {
            for (int s = 0; s < SOURCES; s++) {
                double d[3], c[3], want[3], alpha;
                part(grounds[g], d);
                part(sources[s], c);
                for (int k = 0; k < 3; k++) { // the ground lies there in bytes
                    double ground = light_of(rint(byte_of(d[k])));
                    want[k] = composed(blend, ground, 1, c[k], sources[s].a, &alpha);
                }
                has_light(b, g * 8 + 4, s * 8 + 4, want);
            }
        }
    }
}

// The same in a group, whose ground is half transparent; the group then lies on a grey.
static void every_mode_blends_by_its_formula_on_transparent_ground(void **state)
{
    struct bench *b = *state;
    const struct draw_layer group = {.opacity = 1};
    const double grey = 0.25;
    for (enum draw_blend blend = 0; blend < BLEND_MODES; blend++) {
        begin(b, (struct color){(float)grey, (float)grey, (float)grey, 1});
        assert_true(drawlist_layer(b->list, &group, NULL));
        for (int g = 0; g < GROUNDS; g++) {
            struct color c = grounds[g];
            c.a = g == 0 ? 0 : 0.3f * (float)g; // 0, 0.3, 0.6, 0.9
            fill(b, (float)(g * 8), 0, 8, 40, c);
        }
        set_blend(b, blend);
        for (int s = 0; s < SOURCES; s++)
            fill(b, 0, (float)(s * 8), 32, 8, sources[s]);
        assert_true(drawlist_end(b->list));
        paint(b);
        for (int g = 0; g < GROUNDS; g++) {
            for (int s = 0; s < SOURCES; s++) {
                double d[3], c[3], want[3], alpha = 0, ad = g == 0 ? 0 : 0.3 * g;
                part(grounds[g], d);
                part(sources[s], c);
                for (int k = 0; k < 3; k++) {
                    want[k] = composed(blend, d[k], ad, c[k], sources[s].a, &alpha);
                    want[k] += grey * (1 - alpha);
                }
                has_light(b, g * 8 + 4, s * 8 + 4, want);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_mode_blends_by_its_formula_on_opaque_ground),
        TEST(every_mode_blends_by_its_formula_on_transparent_ground),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
