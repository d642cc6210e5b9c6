// Outlines: their curves to lines, and how far from them a node lies.
#include "mapping/field.h"

#include <math.h>
#include <stdlib.h>

#define FLAT_PX 0.05
#define FLAT_PIECES (FIELD_FLAT / MAPPING_MASK_POINTS)

static struct vec2 plus(struct vec2 a, struct vec2 b)
{
    return (struct vec2){a.x + b.x, a.y + b.y};
}

static double bend(struct vec2 a, struct vec2 b, struct vec2 c)
{
    return hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y);
}

static double cubic(double a, double b, double c, double d, double t)
{
    double s = 1 - t;
    return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}

// A chord is at most the second derivative, 6 times the bend, times its part squared / 8 away.
static int pieces(const struct vec2 c[4])
{
    double most = fmax(bend(c[0], c[1], c[2]), bend(c[1], c[2], c[3]));
    double n = ceil(sqrt(6 * most / (8 * FLAT_PX)));
    int allowed = FLAT_PIECES;
    return n >= 1 ? (int)fmin(n, allowed) : 1;
}

static bool straight(const struct mapping_corner *a, const struct mapping_corner *b)
{
    return a->out.x == 0 && a->out.y == 0 && b->in.x == 0 && b->in.y == 0;
}

int field_flatten(const struct mapping_corner *corners, int count, struct vec2 *flat)
{
    int n = 0;
    for (int i = 0; i < count && i < MAPPING_MASK_POINTS; i++) {
        const struct mapping_corner *a = &corners[i], *b = &corners[(i + 1) % count];
        const struct vec2 c[4] = {a->at, plus(a->at, a->out), plus(b->at, b->in), b->at};
        int parts = straight(a, b) ? 1 : pieces(c);
        for (int k = 0; k < parts; k++) {
            double t = (double)k / parts;
            flat[n++] = (struct vec2){cubic(c[0].x, c[1].x, c[2].x, c[3].x, t),
                                      cubic(c[0].y, c[1].y, c[2].y, c[3].y, t)};
        }
    }
    return n;
}

struct raster {
    struct field *field;
    struct vec2 at;
    double step;
};

static int clamped(double node, int count)
{
    return node > 0 ? (int)fmin(node, count) : 0;
}

static double away_squared(struct vec2 p, struct vec2 a, struct vec2 b)
{
    double x = b.x - a.x, y = b.y - a.y, length = x * x + y * y;
    double t = length > 0 ? ((p.x - a.x) * x + (p.y - a.y) * y) / length : 0;
    t = fmin(fmax(t, 0), 1);
    x = a.x + t * x - p.x;
    y = a.y + t * y - p.y;
    return x * x + y * y;
}

// Nodes within reach of the line from a to b; squares until all lines are there.
static void near_line(const struct raster *r, struct vec2 a, struct vec2 b, double reach)
{
    struct field *f = r->field;
    int left = clamped((fmin(a.x, b.x) - reach - r->at.x) / r->step, f->width);
    int right = clamped((fmax(a.x, b.x) + reach - r->at.x) / r->step + 1, f->width);
    int top = clamped((fmin(a.y, b.y) - reach - r->at.y) / r->step, f->height);
    int bottom = clamped((fmax(a.y, b.y) + reach - r->at.y) / r->step + 1, f->height);
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            struct vec2 p = {r->at.x + x * r->step, r->at.y + y * r->step};
            float *to = f->at + (size_t)y * (size_t)f->width + x;
            *to = fminf(*to, (float)away_squared(p, a, b));
        }
}

// From the first node right of where the line crosses the row, inside and outside change places.
static void cross_row(const struct raster *r, double y, struct vec2 a, struct vec2 b,
                      unsigned char *turns)
{
    if ((a.y <= y) == (b.y <= y))
        return;
    double x = a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y);
    int node = clamped(ceil((x - r->at.x) / r->step), r->field->width);
    turns[node] ^= 1;
}

static void sign_row(const struct raster *r, int row, const struct vec2 *outline, int count,
                     unsigned char *turns)
{
    float *to = r->field->at + (size_t)row * (size_t)r->field->width;
    double y = r->at.y + row * r->step;
    for (int i = 0; i < count; i++)
        cross_row(r, y, outline[i], outline[(i + 1) % count], turns);
    unsigned char inside = 0;
    for (int x = 0; x < r->field->width; x++) {
        inside ^= turns[x];
        to[x] = inside ? sqrtf(to[x]) : -sqrtf(to[x]);
        turns[x] = 0;
    }
    turns[r->field->width] = 0;
}

bool field_outline(struct field *f, struct vec2 at, double step, const struct vec2 *outline,
                   int count, double reach, struct fault *fault)
{
    struct raster r = {f, at, step};
    unsigned char *turns = calloc((size_t)f->width + 1, 1);
    if (!turns)
        return fault_set(fault, "no memory for an outline");
    for (int i = 0; i < f->width * f->height; i++)
        f->at[i] = (float)(reach * reach);
    for (int i = 0; i < count; i++)
        near_line(&r, outline[i], outline[(i + 1) % count], reach);
    for (int y = 0; y < f->height; y++)
        sign_row(&r, y, outline, count, turns);
    free(turns);
    return true;
}
