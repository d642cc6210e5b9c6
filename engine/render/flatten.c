// Curves become chords, as many as their size on the canvas asks for: uniform steps, counted by
// Wang's bound (G. Wang, "The subdivision method for finding the intersection between two Bézier
// curves or surfaces", 1984): n² = d (d - 1) / 8 · max |second difference| / error.
#include "render/private.h"

#include "scene/path.h"

#include <math.h>
#include <stdlib.h>

void knots_finish(struct knots *k)
{
    free(k->items);
    *k = (struct knots){0};
}

bool knots_add(struct knots *k, struct vec2 at, bool smooth)
{
    if (k->count == k->room) {
        int want = k->room ? k->room * 2 : 1024;
        struct knot *bigger = NULL;
        if (want <= STROKE_KNOTS)
            bigger = realloc(k->items, (size_t)want * sizeof *bigger);
        if (!bigger)
            return false;
        k->items = bigger;
        k->room = want;
    }
    k->items[k->count++] = (struct knot){.at = at, .smooth = smooth};
    return true;
}

// A quadratic or cubic curve before the transform; `degree` 2 or 3.
struct curve {
    struct vec2 p[4];
    int degree;
};

static struct vec2 curve_at(const struct curve *c, double t)
{
    double s = 1 - t;
    const struct vec2 *p = c->p;
    if (c->degree == 2) {
        double a = s * s, b = 2 * s * t, d = t * t;
        return (struct vec2){a * p[0].x + b * p[1].x + d * p[2].x,
                             a * p[0].y + b * p[1].y + d * p[2].y};
    }
    double a = s * s * s, b = 3 * s * s * t, d = 3 * s * t * t, e = t * t * t;
    return (struct vec2){a * p[0].x + b * p[1].x + d * p[2].x + e * p[3].x,
                         a * p[0].y + b * p[1].y + d * p[2].y + e * p[3].y};
}

// Nothing of the curve's hull comes nearer to the clip than `reach`.
static bool unseen(const struct vec2 *q, int count, const int clip[4], double reach)
{
    bool left = true, right = true, above = true, below = true;
    for (int i = 0; i < count; i++) {
        left &= q[i].x < clip[0] - reach;
        right &= q[i].x > clip[2] + reach;
        above &= q[i].y < clip[1] - reach;
        below &= q[i].y > clip[3] + reach;
    }
    return left || right || above || below;
}

static int steps(const struct curve *c, const struct affine *m, const int clip[4], double reach,
                 double error)
{
    struct vec2 q[4];
    double most = 0;
    for (int i = 0; i <= c->degree; i++)
        q[i] = paint_at_canvas(m, c->p[i].x, c->p[i].y);
    if (unseen(q, c->degree + 1, clip, reach))
        return 1;
    for (int i = 0; i + 2 <= c->degree; i++)
        most = fmax(most, hypot(q[i].x - 2 * q[i + 1].x + q[i + 2].x,
                                q[i].y - 2 * q[i + 1].y + q[i + 2].y));
    double n = ceil(sqrt(c->degree * (c->degree - 1) / 8.0 * most / error));
    return n > 1 ? n < FLATTEN_STEPS ? (int)n : FLATTEN_STEPS : 1;
}

static struct curve curve_of(struct vec2 from, const struct path_piece *piece)
{
    const float *p = piece->points;
    struct curve c = {.p[0] = from, .degree = piece->verb == PATH_QUAD ? 2 : 3};
    for (int i = 0; i < c.degree; i++)
        c.p[i + 1] = (struct vec2){p[2 * i], p[2 * i + 1]};
    return c;
}

struct filling {
    struct coverage *coverage;
    const struct affine *m;
    struct vec2 from, last;       // before the transform
    struct vec2 from_px, last_px; // at_canvas
};

static void fill_to(struct filling *f, struct vec2 at)
{
    struct vec2 px = paint_at_canvas(f->m, at.x, at.y);
    coverage_edge(f->coverage, f->last_px, px);
    f->last = at;
    f->last_px = px;
}

void flatten_fill(struct coverage *c, const float *values, uint32_t count, const struct affine *m)
{
    struct filling f = {.coverage = c, .m = m};
    struct path_piece piece;
    f.from_px = f.last_px = paint_at_canvas(m, 0, 0);
    for (uint32_t at = 0; path_next(values, count, &at, &piece);) {
        struct vec2 first = f.from;
        if (piece.verb != PATH_CLOSE)
            first = (struct vec2){piece.points[0], piece.points[1]};
        if (piece.verb == PATH_LINE) {
            fill_to(&f, first);
        } else if (piece.verb == PATH_MOVE || piece.verb == PATH_CLOSE) {
            coverage_edge(c, f.last_px, f.from_px);
            f.from = f.last = first;
            f.from_px = f.last_px = paint_at_canvas(m, first.x, first.y);
        } else {
            struct curve curve = curve_of(f.last, &piece);
            int n = steps(&curve, m, c->clip, 0, FLATNESS_PX);
            for (int i = 1; i < n; i++)
                fill_to(&f, curve_at(&curve, (double)i / n));
            fill_to(&f, curve.p[curve.degree]);
        }
    }
    coverage_edge(c, f.last_px, f.from_px);
}

bool flatten_stroke(struct knots *k, const float *values, uint32_t count, const struct affine *m,
                    const int clip[4], double reach_px,
                    bool (*outline)(void *user, struct knots *k, bool closed), void *user)
{
    struct path_piece piece;
    struct vec2 from = {0, 0}, last = {0, 0};
    bool good = true;
    k->count = 0;
    for (uint32_t at = 0; good && path_next(values, count, &at, &piece);) {
        if (piece.verb == PATH_MOVE || piece.verb == PATH_CLOSE) {
            if (k->count > (piece.verb == PATH_MOVE)) // a move alone leaves nothing
                good = outline(user, k, piece.verb == PATH_CLOSE);
            k->count = 0;
            if (piece.verb == PATH_MOVE)
                from = (struct vec2){piece.points[0], piece.points[1]};
            last = from;
            good = good && (piece.verb == PATH_CLOSE || knots_add(k, from, false));
            continue;
        }
        if (k->count == 0) // after a close the pen stands where the outline began
            good = knots_add(k, last, false);
        struct curve c = {.degree = 1, .p[1] = {piece.points[0], piece.points[1]}};
        int n = 1;
        if (piece.verb != PATH_LINE) {
            c = curve_of(last, &piece);
            n = steps(&c, m, clip, reach_px, FLATNESS_PX / 2); // its outer edge is farther off
        }
        for (int i = 1; good && i < n; i++)
            good = knots_add(k, curve_at(&c, (double)i / n), true);
        last = c.p[c.degree];
        good = good && knots_add(k, last, false);
    }
    return good && (k->count < 2 || outline(user, k, false));
}
