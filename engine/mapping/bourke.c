// Reads and writes Paul Bourke's mesh files.
#include "mapping/bourke.h"
#include "mapping/mapping.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 256
#define FARTHEST 1e4
#define SAME_PX 0.02 // corners alone say it

struct node {
    struct vec2 at, uv; // px of the output; 0 to 1, downward
};

struct mesh_file {
    struct node *nodes; // owned; row by row
    int columns, rows;
};

struct lines {
    const char *at, *end;
    int number;
    locale_t numbers;
    struct fault *fault;
};

static bool broken(const struct lines *l, const char *what)
{
    fault_set(l->fault, "line %d: %s", l->number, what);
    return false;
}

// The numbers of the next line that has some; false: others than so many, or none at all.
static bool read_numbers(struct lines *l, double *to, int count)
{
    char line[LINE_BYTES];
    char *rest = line, *end = NULL;
    size_t length = 0;
    while (l->at < l->end && !length) {
        const char *stop = memchr(l->at, '\n', (size_t)(l->end - l->at));
        length = (size_t)((stop ? stop : l->end) - l->at);
        l->number++;
        if (length >= sizeof line)
            return broken(l, "is too long; 255 bytes are allowed");
        memcpy(line, l->at, length);
        l->at = stop ? stop + 1 : l->end;
        while (length && strchr(" \t\r", line[length - 1]))
            length--;
    }
    line[length] = '\0';
    for (int i = 0; i < count; i++, rest = end) {
        to[i] = strtod_l(rest, &end, l->numbers);
        if (end == rest || !(fabs(to[i]) <= FARTHEST))
            return false;
    }
    return rest[strspn(rest, " \t")] == '\0';
}

static bool read_head(struct lines *l, struct mesh_file *m)
{
    double kind = 0, counts[2] = {0, 0};
    if (!read_numbers(l, &kind, 1))
        return broken(l, "is no kind of mesh; 2 (rectangular) is read");
    if (kind != 2)
        return broken(l, "only a rectangular mesh (2) can be a warp; one of a dome cannot");
    bool good = read_numbers(l, counts, 2);
    for (int i = 0; i < 2; i++)
        good = good && counts[i] == floor(counts[i]) && counts[i] >= 2 && counts[i] <= BOURKE_NODES;
    if (!good)
        return broken(l, "wants columns and rows, 2 to 257 each");
    m->columns = (int)counts[0];
    m->rows = (int)counts[1];
    m->nodes = calloc((size_t)m->columns * (size_t)m->rows, sizeof *m->nodes);
    if (m->nodes)
        return true;
    fault_set(l->fault, "no memory");
    return false;
}

static bool read_nodes(struct lines *l, struct mesh_file *m, struct size2 size,
                       struct bourke_lost *lost)
{
    double aspect = (double)size.width / size.height;
    for (int i = 0; i < m->columns * m->rows; i++) {
        double n[5];
        if (l->at >= l->end)
            return fault_set(l->fault, "line %d: the file ends after %d nodes; %d are its size",
                             l->number, i, m->columns * m->rows);
        if (!read_numbers(l, n, 5))
            return broken(l, "is no node: five numbers, x y u v i");
        m->nodes[i].at =
            (struct vec2){(n[0] / aspect + 1) / 2 * size.width, (1 - n[1]) / 2 * size.height};
        m->nodes[i].uv = (struct vec2){n[2], 1 - n[3]};
        lost->holes += n[4] < 0;
        lost->dimmed += n[4] >= 0 && n[4] != 1;
    }
    return true;
}

// --- from the mesh to a grid --------------------------------------------------------------------

static struct vec2 mixed(const struct vec2 c[4], double a, double b)
{
    double w[4] = {(1 - a) * (1 - b), a * (1 - b), a * b, (1 - a) * b};
    struct vec2 p = {0, 0};
    for (int i = 0; i < 4; i++) {
        p.x += w[i] * c[i].x;
        p.y += w[i] * c[i].y;
    }
    return p;
}

// No further from the cell than it is large.
static bool near_cell(const struct vec2 c[4], struct vec2 uv)
{
    double left = fmin(fmin(c[0].x, c[1].x), fmin(c[2].x, c[3].x));
    double right = fmax(fmax(c[0].x, c[1].x), fmax(c[2].x, c[3].x));
    double top = fmin(fmin(c[0].y, c[1].y), fmin(c[2].y, c[3].y));
    double bottom = fmax(fmax(c[0].y, c[1].y), fmax(c[2].y, c[3].y));
    double x = right - left, y = bottom - top;
    return uv.x >= left - x && uv.x <= right + x && uv.y >= top - y && uv.y <= bottom + y;
}

// Where in a cell the picture's point lies (Newton's method on a bilinear cell); how far outside.
static double within_cell(const struct vec2 c[4], struct vec2 uv, double *a, double *b)
{
    *a = *b = 0.5;
    for (int n = 0; n < 12; n++) {
        struct vec2 p = mixed(c, *a, *b);
        double ax = (1 - *b) * (c[1].x - c[0].x) + *b * (c[2].x - c[3].x);
        double ay = (1 - *b) * (c[1].y - c[0].y) + *b * (c[2].y - c[3].y);
        double bx = (1 - *a) * (c[3].x - c[0].x) + *a * (c[2].x - c[1].x);
        double by = (1 - *a) * (c[3].y - c[0].y) + *a * (c[2].y - c[1].y);
        double det = ax * by - ay * bx, x = uv.x - p.x, y = uv.y - p.y;
        if (fabs(det) < 1e-15)
            return INFINITY;
        *a += (x * by - y * bx) / det;
        *b += (ax * y - ay * x) / det;
    }
    double out = fmax(fabs(*a - 0.5), fabs(*b - 0.5)) - 0.5;
    return isfinite(out) ? out : INFINITY;
}

// Where the mesh takes a point of the picture: by the cell it lies in, or the nearest goes on.
static bool taken(const struct mesh_file *m, struct vec2 uv, struct vec2 *at)
{
    double least = INFINITY;
    for (int i = 0; i < (m->columns - 1) * (m->rows - 1) && least > 1e-9; i++) {
        int row = i / (m->columns - 1), column = i % (m->columns - 1);
        const struct node *n = m->nodes + row * m->columns + column, *o = n + m->columns;
        const struct vec2 from[4] = {n[0].uv, n[1].uv, o[1].uv, o[0].uv};
        const struct vec2 to[4] = {n[0].at, n[1].at, o[1].at, o[0].at};
        double a = 0, b = 0, out = near_cell(from, uv) ? within_cell(from, uv, &a, &b) : INFINITY;
        if (out >= least)
            continue;
        least = out;
        *at = mixed(to, a, b);
    }
    return least < 1; // not more than a cell beyond
}

static bool find_corners(const struct mesh_file *m, struct vec2 corners[4], struct fault *f)
{
    static const struct vec2 square[4] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    for (int i = 0; i < 4; i++)
        if (!taken(m, square[i], &corners[i]))
            return fault_set(f,
                             "the mesh does not reach the corners of the picture (u, v: 0 and 1)");
    return true;
}

static bool find_grid(const struct mesh_file *m, const struct vec2 corners[4],
                      struct warp_grid *grid, struct fault *f)
{
    int columns = m->columns < WARP_POINTS ? m->columns : WARP_POINTS;
    int rows = m->rows < WARP_POINTS ? m->rows : WARP_POINTS;
    struct warp plain;
    if (!warp_init(&plain, corners, NULL, f))
        return false;
    warp_grid_plain(grid, WARP_LINEAR, columns, rows);
    for (int i = 0; i < columns * rows; i++) {
        struct vec2 at = {0, 0};
        if (!taken(m, grid->points[i], &at) || !warp_back(&plain, at, &grid->points[i]))
            return fault_set(f, "the mesh does not reach all of the picture (u, v: 0 to 1)");
    }
    return warp_grid_check(grid, f);
}

static double off(const struct mesh_file *m, const struct warp *w)
{
    double most = 0;
    for (int i = 0; i < m->columns * m->rows; i++) {
        const struct node *n = &m->nodes[i];
        struct vec2 at;
        bool inside = n->uv.x >= 0 && n->uv.x <= 1 && n->uv.y >= 0 && n->uv.y <= 1;
        if (inside && warp_there(w, n->uv, &at))
            most = fmax(most, hypot(at.x - n->at.x, at.y - n->at.y));
    }
    return most;
}

static bool fit(const struct mesh_file *m, struct vec2 corners[4], struct warp_grid *grid,
                struct bourke_lost *lost, struct fault *f)
{
    struct warp w;
    if (!find_corners(m, corners, f) || !warp_init(&w, corners, NULL, f))
        return false;
    lost->off_px = off(m, &w);
    *grid = (struct warp_grid){0};
    if (lost->off_px <= SAME_PX)
        return true;
    if (!find_grid(m, corners, grid, f) || !warp_init(&w, corners, grid, f))
        return false;
    lost->off_px = off(m, &w);
    return true;
}

bool bourke_read(const char *text, size_t length, struct size2 size, struct vec2 corners[4],
                 struct warp_grid *grid, struct bourke_lost *lost, struct fault *f)
{
    struct mesh_file m = {0};
    struct lines l = {text, text + length, 0, newlocale(LC_ALL_MASK, "C", (locale_t)0), f};
    *lost = (struct bourke_lost){0};
    if (!l.numbers)
        return fault_set(f, "no memory");
    bool good =
        length <= BOURKE_BYTES || fault_set(f, "%zu bytes; %u are allowed", length, BOURKE_BYTES);
    good = good && read_head(&l, &m) && read_nodes(&l, &m, size, lost) &&
           fit(&m, corners, grid, lost, f);
    freelocale(l.numbers);
    free(m.nodes);
    return good;
}

// --- to the file --------------------------------------------------------------------------------

char *bourke_write(const struct warp *w, struct size2 size, int columns, int rows)
{
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);
    double aspect = (double)size.width / size.height;
    bool good = to != NULL;
    if (to)
        fprintf(to, "2\n%d %d\n", columns, rows);
    for (int i = 0; good && i < columns * rows; i++) { // from the bottom left, as its author's are
        int row = i / columns, column = i % columns;
        double u = (double)column / (columns - 1), v = (double)row / (rows - 1);
        struct vec2 at;
        good = warp_there(w, (struct vec2){u, 1 - v}, &at);
        if (good)
            fprintf(to, "%.7f %.7f %.7f %.7f 1\n", (at.x / size.width * 2 - 1) * aspect,
                    1 - at.y / size.height * 2, u, v);
    }
    if (to)
        fclose(to);
    if (good)
        return text;
    free(text);
    return NULL;
}
