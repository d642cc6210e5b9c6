// Grids for tests, and their published forms.
#include "tools/grids.h"

#include <math.h>

double chance(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

double between(uint64_t *seed, double least, double most)
{
    return least + (most - least) * chance(seed);
}

double apart(struct vec2 a, struct vec2 b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static struct vec2 point(const struct warp_grid *g, int column, int row)
{
    return g->points[row * g->columns + column];
}

struct vec2 plus(struct vec2 a, double by, struct vec2 b)
{
    return (struct vec2){a.x + by * b.x, a.y + by * b.y};
}

// --- the three forms ----------------------------------------------------------------------------

static struct vec2 bilinear_form(const struct warp_grid *g, double u, double v)
{
    int c = (int)fmin(u * (g->columns - 1), g->columns - 2);
    int r = (int)fmin(v * (g->rows - 1), g->rows - 2);
    double s = u * (g->columns - 1) - c, t = v * (g->rows - 1) - r;
    struct vec2 sum = {0, 0};
    sum = plus(sum, (1 - s) * (1 - t), point(g, c, r));
    sum = plus(sum, s * (1 - t), point(g, c + 1, r));
    sum = plus(sum, (1 - s) * t, point(g, c, r + 1));
    return plus(sum, s * t, point(g, c + 1, r + 1));
}

// The grid with a ring of points around it, each the mirror of the next one in at the edge.
static struct vec2 ringed(const struct warp_grid *g, int c, int r)
{
    if (c < 0 || c >= g->columns) {
        int edge = c < 0 ? 0 : g->columns - 1, inner = c < 0 ? 1 : g->columns - 2;
        return plus(plus((struct vec2){0, 0}, 2, ringed(g, edge, r)), -1, ringed(g, inner, r));
    }
    if (r < 0 || r >= g->rows) {
        int edge = r < 0 ? 0 : g->rows - 1, inner = r < 0 ? 1 : g->rows - 2;
        return plus(plus((struct vec2){0, 0}, 2, ringed(g, c, edge)), -1, ringed(g, c, inner));
    }
    return point(g, c, r);
}

// Catmull-Rom by its matrix: 1/2 [1 t t² t³] M [p0 p1 p2 p3].
static struct vec2 catmull(const struct vec2 p[4], double t)
{
    static const double m[4][4] = {{0, 2, 0, 0}, {-1, 0, 1, 0}, {2, -5, 4, -1}, {-1, 3, -3, 1}};
    const double powers[4] = {1, t, t * t, t * t * t};
    struct vec2 sum = {0, 0};
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++)
            sum = plus(sum, powers[i] * m[i][k] / 2, p[k]);
    return sum;
}

static struct vec2 catmull_form(const struct warp_grid *g, double u, double v)
{
    int c = (int)fmin(u * (g->columns - 1), g->columns - 2);
    int r = (int)fmin(v * (g->rows - 1), g->rows - 2);
    struct vec2 down[4];
    for (int i = 0; i < 4; i++) {
        struct vec2 across[4];
        for (int k = 0; k < 4; k++)
            across[k] = ringed(g, c - 1 + k, r - 1 + i);
        down[i] = catmull(across, u * (g->columns - 1) - c);
    }
    return catmull(down, v * (g->rows - 1) - r);
}

static double bernstein(int n, int i, double t)
{
    double choose = 1;
    for (int k = 1; k <= i; k++)
        choose = choose * (n - i + k) / k;
    return choose * pow(t, i) * pow(1 - t, n - i);
}

static struct vec2 bezier_form(const struct warp_grid *g, double u, double v)
{
    struct vec2 sum = {0, 0};
    for (int r = 0; r < g->rows; r++)
        for (int c = 0; c < g->columns; c++)
            sum = plus(sum, bernstein(g->columns - 1, c, u) * bernstein(g->rows - 1, r, v),
                       point(g, c, r));
    return sum;
}

struct vec2 grid_form(const struct warp_grid *g, double u, double v)
{
    return g->kind == WARP_LINEAR        ? bilinear_form(g, u, v)
           : g->kind == WARP_CATMULL_ROM ? catmull_form(g, u, v)
                                         : bezier_form(g, u, v);
}

void random_grid_of(uint64_t *seed, enum warp_kind kind, int columns, int rows, double part,
                    struct warp_grid *g)
{
    do {
        part *= 0.8;
        warp_grid_plain(g, kind, columns, rows);
        for (int i = 0; i < columns * rows; i++) {
            g->points[i].x += between(seed, -part, part) / (columns - 1);
            g->points[i].y += between(seed, -part, part) / (rows - 1);
        }
    } while (!warp_grid_check(g, NULL));
}

void random_grid(uint64_t *seed, enum warp_kind kind, double part, struct warp_grid *g)
{
    int columns = 2 + (int)(chance(seed) * 15.99), rows = 2 + (int)(chance(seed) * 15.99);
    random_grid_of(seed, kind, columns, rows, part, g);
}

struct vec2 heckbert(const struct vec2 q[4], double u, double v)
{
    double dx1 = q[1].x - q[2].x, dx2 = q[3].x - q[2].x, sx = q[0].x - q[1].x + q[2].x - q[3].x;
    double dy1 = q[1].y - q[2].y, dy2 = q[3].y - q[2].y, sy = q[0].y - q[1].y + q[2].y - q[3].y;
    double below = dx1 * dy2 - dx2 * dy1;
    double g = (sx * dy2 - dx2 * sy) / below, h = (dx1 * sy - sx * dy1) / below;
    double w = g * u + h * v + 1;
    return (struct vec2){
        ((q[1].x - q[0].x + g * q[1].x) * u + (q[3].x - q[0].x + h * q[3].x) * v + q[0].x) / w,
        ((q[1].y - q[0].y + g * q[1].y) * u + (q[3].y - q[0].y + h * q[3].y) * v + q[0].y) / w};
}
