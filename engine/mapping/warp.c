// Grids as tensors of three kinds of curve, and the way back through them.
#include "mapping/warp.h"
#include "mapping/mapping.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum { NEWTON = 32, HALVINGS = 8, CHECKED = 6, STARTS = 6 };

#define CLOSE 1e-13 // of the square
#define FOUND 1e-9
#define STRIDE 0.5 // of one step of Newton's, at most

// What each of `count` points from `first` on weighs at one place of a curve, and how that changes.
struct weights {
    int first, count;
    double of[WARP_POINTS], slope[WARP_POINTS];
};

static double clamp(double x, double least, double most)
{
    return fmin(fmax(x, least), most);
}

// The piece of n - 1 that t lies in, and where in it.
static int piece_of(double t, int n, double *within)
{
    int i = (int)clamp(floor(t * (n - 1)), 0, n - 2);
    *within = t * (n - 1) - i;
    return i;
}

static void linear(double t, int n, int piece, struct weights *w)
{
    double s = t * (n - 1) - piece;
    w->first = piece;
    w->count = 2;
    w->of[0] = 1 - s;
    w->of[1] = s;
    w->slope[0] = 1 - n;
    w->slope[1] = n - 1;
}

// Catmull and Rom 1974: p = k1 + t/2 (k2 - k0 + t (2 k0 - 5 k1 + 4 k2 - k3 + t (3 (k1 - k2) + k3 -
// k0))), by its four points.
static void catmull_rom(double t, int n, struct weights *w)
{
    double s;
    int i = piece_of(t, n, &s);
    double k[4] = {s * (-1 + s * (2 - s)) / 2, 1 + s * s * (3 * s - 5) / 2,
                   s * (1 + s * (4 - 3 * s)) / 2, s * s * (s - 1) / 2};
    double d[4] = {(-1 + s * (4 - 3 * s)) / 2, s * (9 * s - 10) / 2, (1 + s * (8 - 9 * s)) / 2,
                   s * (3 * s - 2) / 2};
    int first = i > 0 ? i - 1 : 0, last = i + 2 < n ? i + 2 : n - 1;
    *w = (struct weights){.first = first, .count = last - first + 1};
    for (int j = 0; j < 4; j++) {
        int at = i - 1 + j;
        // A mirrored point is twice the edge less the next one in.
        int edge = at < 0 ? 0 : n - 1, inner = at < 0 ? 1 : n - 2;
        bool there = at >= 0 && at < n;
        int one = (there ? at : edge) - first, other = inner - first;
        w->of[one] += there ? k[j] : 2 * k[j];
        w->slope[one] += (there ? d[j] : 2 * d[j]) * (n - 1);
        if (there)
            continue;
        w->of[other] -= k[j];
        w->slope[other] -= d[j] * (n - 1);
    }
}

// Bernstein's polynomials of degree n - 1, by their recurrence.
static void bezier(double t, int n, struct weights *w)
{
    double below[WARP_POINTS + 1] = {0}; // of one degree less, one place on
    w->first = 0;
    w->count = n;
    memset(w->of, 0, sizeof w->of);
    w->of[0] = 1;
    for (int degree = 1; degree < n; degree++) {
        memcpy(below + 1, w->of, (size_t)degree * sizeof *below);
        for (int j = 0; j <= degree; j++)
            w->of[j] = t * below[j] + (j < degree ? (1 - t) * below[j + 1] : 0);
    }
    for (int j = 0; j < n; j++)
        w->slope[j] = (n - 1) * (below[j] - (j < n - 1 ? below[j + 1] : 0));
}

static void weigh(enum warp_kind kind, double t, int n, struct weights *w)
{
    double inside = clamp(t, 0, 1), within;
    if (kind == WARP_LINEAR)
        linear(inside, n, piece_of(inside, n, &within), w);
    else if (kind == WARP_CATMULL_ROM)
        catmull_rom(inside, n, w);
    else
        bezier(inside, n, w);
    for (int i = 0; i < w->count && t != inside; i++)
        w->of[i] += (t - inside) * w->slope[i];
}

static struct vec2 weighed(const struct warp_grid *g, const struct weights *x,
                           const struct weights *y, struct vec2 *along_x, struct vec2 *along_y)
{
    struct vec2 p = {0, 0}, dx = {0, 0}, dy = {0, 0};
    for (int row = 0; row < y->count; row++) {
        const struct vec2 *points = &g->points[(y->first + row) * g->columns + x->first];
        struct vec2 on = {0, 0}, slope = {0, 0};
        for (int i = 0; i < x->count; i++) {
            on.x += x->of[i] * points[i].x;
            on.y += x->of[i] * points[i].y;
            slope.x += x->slope[i] * points[i].x;
            slope.y += x->slope[i] * points[i].y;
        }
        p.x += y->of[row] * on.x;
        p.y += y->of[row] * on.y;
        dx.x += y->of[row] * slope.x;
        dx.y += y->of[row] * slope.y;
        dy.x += y->slope[row] * on.x;
        dy.y += y->slope[row] * on.y;
    }
    *along_x = dx;
    *along_y = dy;
    return p;
}

struct vec2 warp_grid_at(const struct warp_grid *g, struct vec2 at, struct vec2 *along_x,
                         struct vec2 *along_y)
{
    struct weights x, y;
    weigh(g->kind, at.x, g->columns, &x);
    weigh(g->kind, at.y, g->rows, &y);
    return weighed(g, &x, &y, along_x, along_y);
}

// --- grids --------------------------------------------------------------------------------------

void warp_grid_plain(struct warp_grid *g, enum warp_kind kind, int columns, int rows)
{
    assert(columns >= 2 && columns <= WARP_POINTS && rows >= 2 && rows <= WARP_POINTS);
    *g = (struct warp_grid){.kind = kind, .columns = columns, .rows = rows};
    for (int i = 0; i < columns * rows; i++) {
        int column = i % columns, row = i / columns;
        g->points[i] = (struct vec2){(double)column / (columns - 1), (double)row / (rows - 1)};
    }
}

// Where the n nodes of a curve are that a new grid shares with the old. A Bézier's lie closer at
// the ends (Chebyshev, Lobatto): one of a lower degree then comes as near as it can everywhere.
static double node(enum warp_kind kind, int i, int n)
{
    return kind == WARP_BEZIER ? (1 - cos(M_PI * i / (n - 1))) / 2 : (double)i / (n - 1);
}

// The points that a Bézier is drawn by which passes these, `stride` apart: Gauss, n <= 17.
static void through(struct vec2 *values, int n, int stride)
{
    double rows[WARP_POINTS][WARP_POINTS];
    struct vec2 right[WARP_POINTS];
    struct weights w;
    for (int i = 0; i < n; i++) {
        bezier(node(WARP_BEZIER, i, n), n, &w);
        memcpy(rows[i], w.of, sizeof rows[i]);
        right[i] = values[i * stride];
    }
    // Totally positive: no pivoting is needed (de Boor and Pinkus 1977).
    for (int k = 0; k < n; k++)
        for (int i = k + 1; i < n; i++) {
            double factor = rows[i][k] / rows[k][k];
            for (int j = k; j < n; j++)
                rows[i][j] -= factor * rows[k][j];
            right[i].x -= factor * right[k].x;
            right[i].y -= factor * right[k].y;
        }
    for (int i = n - 1; i >= 0; i--) {
        for (int j = i + 1; j < n; j++) {
            right[i].x -= rows[i][j] * right[j].x;
            right[i].y -= rows[i][j] * right[j].y;
        }
        right[i].x /= rows[i][i];
        right[i].y /= rows[i][i];
        values[i * stride] = right[i];
    }
}

void warp_grid_resize(struct warp_grid *g, enum warp_kind kind, int columns, int rows)
{
    struct warp_grid old = *g;
    struct vec2 along_x, along_y;
    warp_grid_plain(g, kind, columns, rows);
    if (!old.columns)
        return;
    for (int i = 0; i < columns * rows; i++)
        g->points[i] = warp_grid_at(
            &old, (struct vec2){node(kind, i % columns, columns), node(kind, i / columns, rows)},
            &along_x, &along_y);
    for (int i = 0; i < rows && kind == WARP_BEZIER; i++)
        through(g->points + i * columns, columns, 1);
    for (int i = 0; i < columns && kind == WARP_BEZIER; i++)
        through(g->points + i, rows, columns);
}

static bool check_numbers(const struct warp_grid *g, struct fault *f)
{
    if (g->kind < 0 || g->kind >= WARP_KINDS)
        return fault_set(f, "its kind is not known");
    if (g->columns < 2 || g->columns > WARP_POINTS || g->rows < 2 || g->rows > WARP_POINTS)
        return fault_set(f, "it has %d x %d points; 2 to %d each way are allowed", g->columns,
                         g->rows, WARP_POINTS);
    for (int i = 0; i < g->columns * g->rows; i++) {
        struct vec2 p = g->points[i];
        double out = fmax(fabs(p.x - 0.5), fabs(p.y - 0.5)) - 0.5;
        if (!isfinite(p.x) || !isfinite(p.y) || out > WARP_REACH)
            return fault_set(f,
                             "the point of column %d, row %d is far outside; -1 to 2 are allowed",
                             i % g->columns + 1, i / g->columns + 1);
    }
    return true;
}

static bool folds_at(const struct warp_grid *g, struct vec2 at)
{
    struct vec2 x, y;
    warp_grid_at(g, at, &x, &y);
    return !(x.x * y.y - x.y * y.x > WARP_LEAST_AREA);
}

bool warp_grid_check(const struct warp_grid *g, struct fault *f)
{
    if (!check_numbers(g, f))
        return false;
    // The Jacobian of a bilinear cell is linear: its corners, a hair inside, tell all of it.
    bool kinks = g->kind == WARP_LINEAR;
    int steps = kinks ? 1 : CHECKED, across = (g->columns - 1) * steps,
        down = (g->rows - 1) * steps;
    for (int i = 0; i < (across + 1) * (down + 1); i++) {
        int column = i % (across + 1), row = i / (across + 1);
        double x = column, y = row, hair = kinks ? 1e-9 : 0;
        for (int side = 0; side < (kinks ? 4 : 1); side++) {
            struct vec2 at = {clamp((x + (side % 2 ? hair : -hair)) / across, 0, 1),
                              clamp((y + (side / 2 ? hair : -hair)) / down, 0, 1)};
            if (folds_at(g, at))
                return fault_set(f,
                                 "it folds over near column %.1f, row %.1f; no cell may be turned "
                                 "over or flat",
                                 1 + x / steps, 1 + y / steps);
        }
    }
    return true;
}

// --- both stages --------------------------------------------------------------------------------

static double w_at(const double m[9], struct vec2 p)
{
    return m[6] * p.x + m[7] * p.y + m[8];
}

static struct vec2 bent(const struct warp *w, struct vec2 at)
{
    struct vec2 x, y;
    return w->grid.columns ? warp_grid_at(&w->grid, at, &x, &y) : at;
}

static struct vec2 table_node(const struct warp *w, int i)
{
    int column = i % (w->steps_x + 1), row = i / (w->steps_x + 1);
    return (struct vec2){(double)column / w->steps_x, (double)row / w->steps_y};
}

// At least 8 steps, 2 for each piece.
static int steps_for(int points)
{
    return points < 5 ? 8 : 2 * (points - 1);
}

static bool make_table(struct warp *w, struct fault *f)
{
    w->steps_x = steps_for(w->grid.columns);
    w->steps_y = steps_for(w->grid.rows);
    for (int i = 0; i < (w->steps_x + 1) * (w->steps_y + 1); i++) {
        w->table[i] = bent(w, table_node(w, i));
        if (!(w_at(w->to_place, w->table[i]) > 1e-6))
            return fault_set(f, "its grid reaches beyond the horizon of its corners");
    }
    return true;
}

bool warp_init(struct warp *w, const struct vec2 corners[4], const struct warp_grid *grid,
               struct fault *f)
{
    static const struct vec2 square[4] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    w->grid.columns = 0;
    if (!mapping_homography(square, corners, w->to_place, f) ||
        !mapping_homography(corners, square, w->to_square, f))
        return false;
    if (!grid || !grid->columns)
        return true;
    if (!warp_grid_check(grid, f))
        return fault_where(f, "its grid");
    w->grid = *grid;
    return make_table(w, f);
}

bool warp_there(const struct warp *w, struct vec2 at_square, struct vec2 *at_place)
{
    struct vec2 at = bent(w, at_square);
    *at_place = mapping_apply(w->to_place, at);
    return w_at(w->to_place, at) > 0;
}

// The table's nodes that land nearest, the nearest first.
static void nearest(const struct warp *w, struct vec2 at, int found[STARTS])
{
    double least[STARTS];
    for (int k = 0; k < STARTS; k++)
        least[k] = INFINITY;
    for (int i = 0; i < (w->steps_x + 1) * (w->steps_y + 1); i++) {
        double x = w->table[i].x - at.x, y = w->table[i].y - at.y, far = x * x + y * y;
        if (far >= least[STARTS - 1])
            continue;
        int k = STARTS - 1;
        for (; k > 0 && far < least[k - 1]; k--) {
            least[k] = least[k - 1];
            found[k] = found[k - 1];
        }
        least[k] = far;
        found[k] = i;
    }
}

// A grid, or one bilinear cell of it as if it went on beyond its edges.
struct sheet {
    const struct warp_grid *grid;
    bool cell;
    int column, row;
};

static struct vec2 sheet_at(const struct sheet *s, struct vec2 at, struct vec2 *x, struct vec2 *y)
{
    struct weights across, down;
    if (!s->cell)
        return warp_grid_at(s->grid, at, x, y);
    linear(at.x, s->grid->columns, s->column, &across);
    linear(at.y, s->grid->rows, s->row, &down);
    return weighed(s->grid, &across, &down, x, y);
}

// hypot() without its care for what is huge or tiny, which is half of what it takes.
static double length(double x, double y)
{
    return sqrt(x * x + y * y);
}

// Newton's method with steps halved while they lead away.
static bool newton(const struct sheet *s, struct vec2 start, struct vec2 at, struct vec2 *found)
{
    struct vec2 p = start, x, y, here = sheet_at(s, p, &x, &y);
    double off = length(at.x - here.x, at.y - here.y);
    for (int n = 0; n < NEWTON && off > CLOSE; n++) {
        double det = x.x * y.y - x.y * y.x, rx = at.x - here.x, ry = at.y - here.y;
        struct vec2 step = {(rx * y.y - ry * y.x) / det, (ry * x.x - rx * x.y) / det};
        double scale = fmin(1, STRIDE / length(step.x, step.y)), before = off;
        struct vec2 from = p;
        if (!isfinite(scale) || !isfinite(step.x + step.y))
            return false;
        for (int k = 0; k < HALVINGS && (k == 0 || off >= before); k++, scale /= 2) {
            p = (struct vec2){from.x + scale * step.x, from.y + scale * step.y};
            here = sheet_at(s, p, &x, &y);
            off = length(at.x - here.x, at.y - here.y);
        }
        if (off >= before) // as near as numbers go
            break;
    }
    *found = p;
    return off < FOUND;
}

// Cells at the edge go on outward.
static bool in_piece(double t, int n, int piece)
{
    double s = t * (n - 1) - piece;
    return (s > -FOUND || piece == 0) && (s < 1 + FOUND || piece == n - 2);
}

// Straight between its points a grid has kinks, over which Newton's method may hop for ever: each
// cell beside the start is tried by itself.
static bool unbend_cells(const struct warp_grid *g, struct vec2 start, struct vec2 at,
                         struct vec2 *found)
{
    for (int i = 0; i < 4; i++) {
        double within, hair = 1e-6;
        struct vec2 p = {start.x + (i % 2 ? hair : -hair), start.y + (i / 2 ? hair : -hair)};
        struct sheet s = {g, true, piece_of(p.x, g->columns, &within),
                          piece_of(p.y, g->rows, &within)};
        if (newton(&s, p, at, found) && in_piece(found->x, g->columns, s.column) &&
            in_piece(found->y, g->rows, s.row))
            return true;
    }
    return false;
}

static bool unbend_from(const struct warp_grid *g, struct vec2 start, struct vec2 at,
                        struct vec2 *found)
{
    if (g->kind == WARP_LINEAR)
        return unbend_cells(g, start, at, found);
    return newton(&(struct sheet){.grid = g}, start, at, found);
}

static bool unbend(const struct warp *w, struct vec2 at, struct vec2 *found)
{
    int starts[STARTS];
    nearest(w, at, starts);
    for (int k = 0; k < STARTS; k++)
        if (unbend_from(&w->grid, table_node(w, starts[k]), at, found))
            return true;
    return false;
}

bool warp_back(const struct warp *w, struct vec2 at_place, struct vec2 *at_square)
{
    struct vec2 at = mapping_apply(w->to_square, at_place);
    *at_square = at;
    if (!(w_at(w->to_square, at_place) > 0))
        return false;
    return !w->grid.columns || unbend(w, at, at_square);
}

static bool in_square(struct vec2 p)
{
    return p.x >= 0 && p.x <= 1 && p.y >= 0 && p.y <= 1; // NAN: no
}

// Within the square nothing is folded: what is found there is the one point that there is.
bool warp_back_near(const struct warp *w, struct vec2 at_place, struct vec2 near,
                    struct vec2 *at_square)
{
    struct vec2 at = mapping_apply(w->to_square, at_place);
    if (w->grid.columns && in_square(near) && w_at(w->to_square, at_place) > 0 &&
        unbend_from(&w->grid, near, at, at_square) && in_square(*at_square))
        return true;
    return warp_back(w, at_place, at_square);
}

void warp_slopes(const struct warp *w, struct vec2 at_square, double slopes[4])
{
    struct vec2 x = {1, 0}, y = {0, 1}, at = at_square;
    const double *m = w->to_place;
    if (w->grid.columns)
        at = warp_grid_at(&w->grid, at_square, &x, &y);
    double over = 1 / w_at(m, at);
    struct vec2 p = mapping_apply(m, at);
    // Of the homography, after those of the grid.
    double xx = (m[0] - p.x * m[6]) * over, xy = (m[1] - p.x * m[7]) * over;
    double yx = (m[3] - p.y * m[6]) * over, yy = (m[4] - p.y * m[7]) * over;
    slopes[0] = xx * x.x + xy * x.y;
    slopes[1] = xx * y.x + xy * y.y;
    slopes[2] = yx * x.x + yy * x.y;
    slopes[3] = yx * y.x + yy * y.y;
}
