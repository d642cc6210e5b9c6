// Quads, homographies between them, and the way of a point from an output to a canvas.
#include "mapping/mapping.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct mapping {
    struct mapping_desc desc;
    double to_composition[MAPPING_OUTPUTS][9]; // from output px
    double to_canvas[MAPPING_SURFACES][9];     // from the composition
};

static const char *const corner_names[4] = {"top left", "top right", "bottom right", "bottom left"};

static double cross(struct vec2 a, struct vec2 b, struct vec2 c)
{
    return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
}

// Twice the area; positive where the corners run clockwise as seen (y down).
static double turned_area(const struct vec2 c[4])
{
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        struct vec2 a = c[i], b = c[(i + 1) % 4];
        sum += (a.x - c[0].x) * (b.y - c[0].y) - (b.x - c[0].x) * (a.y - c[0].y);
    }
    return sum;
}

bool mapping_convex(const struct vec2 corners[4], struct fault *f)
{
    int right = 0, turn_right = 0, turn_left = 0;
    for (int i = 0; i < 4; i++)
        if (!isfinite(corners[i].x) || !isfinite(corners[i].y))
            return fault_set(f, "the %s corner is not a finite number", corner_names[i]);
    for (int i = 0; i < 4; i++) {
        double turn = cross(corners[(i + 3) % 4], corners[i], corners[(i + 1) % 4]);
        if (turn == 0)
            return fault_set(f, "the %s corner is on a line with its neighbours", corner_names[i]);
        right += turn > 0;
        *(turn > 0 ? &turn_right : &turn_left) = i;
    }
    if (right == 2)
        return fault_set(f, "its edges cross; corners run top left, top right, bottom right, "
                            "bottom left");
    if (right == 1 || right == 3)
        return fault_set(f, "the %s corner is inside the others",
                         corner_names[right == 1 ? turn_right : turn_left]);
    if (fabs(turned_area(corners)) / 2 < MAPPING_AREA_PX)
        return fault_set(f, "its area is under %d px²", MAPPING_AREA_PX);
    return true;
}

static void swap_rows(double a[9], double b[9])
{
    for (int i = 0; i < 9; i++) {
        double kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

// Gauss with partial pivoting; the ninth column is the right-hand side and, after it, the answer.
static bool solve(double rows[8][9])
{
    for (int k = 0; k < 8; k++) {
        int best = k;
        for (int i = k + 1; i < 8; i++)
            if (fabs(rows[i][k]) > fabs(rows[best][k]))
                best = i;
        if (fabs(rows[best][k]) < 1e-12)
            return false;
        swap_rows(rows[k], rows[best]);
        for (int i = 0; i < 8; i++) {
            double factor = i == k ? 0 : rows[i][k] / rows[k][k];
            for (int j = k; j < 9 && factor != 0; j++)
                rows[i][j] -= factor * rows[k][j];
        }
    }
    for (int k = 0; k < 8; k++)
        rows[k][8] /= rows[k][k];
    return true;
}

// Corners moved to their middle and to a mean distance of √2: the equations are then of one size
// (Hartley 1997, In Defense of the Eight-Point Algorithm, 4).
struct frame {
    double x, y, scale;
};

static struct frame frame_of(const struct vec2 c[4])
{
    struct frame t = {0, 0, 0};
    for (int i = 0; i < 4; i++) {
        t.x += c[i].x / 4;
        t.y += c[i].y / 4;
    }
    for (int i = 0; i < 4; i++)
        t.scale += hypot(c[i].x - t.x, c[i].y - t.y) / 4;
    t.scale = sqrt(2) / t.scale;
    return t;
}

static struct vec2 into(struct frame t, struct vec2 p)
{
    return (struct vec2){(p.x - t.x) * t.scale, (p.y - t.y) * t.scale};
}

static void times(const double a[9], const double b[9], double product[9])
{
    double m[9];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            m[i * 3 + j] = a[i * 3] * b[j] + a[i * 3 + 1] * b[3 + j] + a[i * 3 + 2] * b[6 + j];
    memcpy(product, m, sizeof m);
}

bool mapping_homography(const struct vec2 from[4], const struct vec2 to[4], double m[9],
                        struct fault *f)
{
    if (!mapping_convex(from, f) || !mapping_convex(to, f))
        return false;
    struct frame a = frame_of(from), b = frame_of(to);
    double rows[8][9];
    for (int i = 0; i < 4; i++) {
        struct vec2 p = into(a, from[i]), q = into(b, to[i]);
        const double x[9] = {p.x, p.y, 1, 0, 0, 0, -p.x * q.x, -p.y * q.x, q.x};
        const double y[9] = {0, 0, 0, p.x, p.y, 1, -p.x * q.y, -p.y * q.y, q.y};
        memcpy(rows[i], x, sizeof x);
        memcpy(rows[i + 4], y, sizeof y);
    }
    if (!solve(rows))
        return fault_set(f, "its corners are too near to one line");
    double h[9] = {0, 0, 0, 0, 0, 0, 0, 0, 1};
    for (int i = 0; i < 8; i++)
        h[i] = rows[i][8];
    const double in[9] = {a.scale, 0, -a.x * a.scale, 0, a.scale, -a.y * a.scale, 0, 0, 1};
    const double out[9] = {1 / b.scale, 0, b.x, 0, 1 / b.scale, b.y, 0, 0, 1};
    times(h, in, h);
    times(out, h, m);
    return true;
}

struct vec2 mapping_apply(const double m[9], struct vec2 p)
{
    double w = m[6] * p.x + m[7] * p.y + m[8];
    return (struct vec2){(m[0] * p.x + m[1] * p.y + m[2]) / w,
                         (m[3] * p.x + m[4] * p.y + m[5]) / w};
}

static void rectangle(struct vec2 at, struct size2 size, struct vec2 corners[4])
{
    double right = at.x + size.width, bottom = at.y + size.height;
    corners[0] = at;
    corners[1] = (struct vec2){right, at.y};
    corners[2] = (struct vec2){right, bottom};
    corners[3] = (struct vec2){at.x, bottom};
}

static bool set_output(struct mapping *m, int n, struct fault *f)
{
    const struct mapping_output *o = &m->desc.outputs[n];
    struct vec2 part[4];
    rectangle(o->at, o->size, part);
    return mapping_homography(o->corners, part, m->to_composition[n], f) ||
           fault_where(f, "output %d", n + 1);
}

static bool set_surface(struct mapping *m, int n, struct fault *f)
{
    const struct mapping_surface *s = &m->desc.surfaces[n];
    struct vec2 canvas[4];
    rectangle((struct vec2){0, 0}, s->size, canvas);
    return mapping_homography(s->corners, canvas, m->to_canvas[n], f) ||
           fault_where(f, "surface %d", n + 1);
}

struct mapping *mapping_create(const struct mapping_desc *desc, struct fault *f)
{
    assert(desc->surface_count >= 0 && desc->surface_count <= MAPPING_SURFACES);
    assert(desc->output_count >= 0 && desc->output_count <= MAPPING_OUTPUTS);
    struct mapping *m = calloc(1, sizeof *m);
    if (!m) {
        fault_set(f, "no memory");
        return NULL;
    }
    m->desc = *desc;
    bool good = true;
    for (int i = 0; good && i < desc->output_count; i++)
        good = set_output(m, i, f);
    for (int i = 0; good && i < desc->surface_count; i++)
        good = set_surface(m, i, f);
    if (good)
        return m;
    mapping_destroy(m);
    return NULL;
}

void mapping_destroy(struct mapping *m)
{
    free(m);
}

// False beyond the horizon.
static bool apply_in_front(const double m[9], struct vec2 p, struct vec2 *at)
{
    *at = mapping_apply(m, p);
    return m[6] * p.x + m[7] * p.y + m[8] > 0;
}

// Left and top edge included.
static bool within(struct vec2 p, struct vec2 at, struct size2 size)
{
    return p.x >= at.x && p.y >= at.y && p.x < at.x + size.width && p.y < at.y + size.height;
}

static bool to_composition(const struct mapping *m, int output, struct vec2 at_output,
                           struct vec2 *at_composition)
{
    assert(output >= 0 && output < m->desc.output_count);
    return apply_in_front(m->to_composition[output], at_output, at_composition);
}

int mapping_surface_at(const struct mapping *m, int output, struct vec2 at_output,
                       struct vec2 *at_canvas)
{
    struct vec2 at;
    if (!to_composition(m, output, at_output, &at))
        return -1;
    const struct mapping_output *o = &m->desc.outputs[output];
    if (!within(at_output, (struct vec2){0, 0}, o->size) || !within(at, o->at, o->size))
        return -1;
    for (int i = m->desc.surface_count - 1; i >= 0; i--) {
        const struct mapping_surface *s = &m->desc.surfaces[i];
        if (apply_in_front(m->to_canvas[i], at, at_canvas) &&
            within(*at_canvas, (struct vec2){0, 0}, s->size))
            return i;
    }
    return -1;
}

bool mapping_to_canvas(const struct mapping *m, int output, struct vec2 at_output, int *canvas,
                       struct vec2 *at_canvas)
{
    int surface = mapping_surface_at(m, output, at_output, at_canvas);
    if (surface < 0)
        return false;
    *canvas = m->desc.surfaces[surface].canvas;
    return true;
}

bool mapping_onto_surface(const struct mapping *m, int output, int surface, struct vec2 at_output,
                          struct vec2 *at_canvas)
{
    assert(surface >= 0 && surface < m->desc.surface_count);
    const struct mapping_surface *s = &m->desc.surfaces[surface];
    struct vec2 at;
    if (!to_composition(m, output, at_output, &at) ||
        !apply_in_front(m->to_canvas[surface], at, at_canvas))
        return false;
    at_canvas->x = fmin(fmax(at_canvas->x, 0), s->size.width);
    at_canvas->y = fmin(fmax(at_canvas->y, 0), s->size.height);
    return true;
}

int mapping_surface_count(const struct mapping *m)
{
    return m->desc.surface_count;
}

int mapping_surface_canvas(const struct mapping *m, int surface)
{
    assert(surface >= 0 && surface < m->desc.surface_count);
    return m->desc.surfaces[surface].canvas;
}

struct size2 mapping_surface_size(const struct mapping *m, int surface)
{
    assert(surface >= 0 && surface < m->desc.surface_count);
    return m->desc.surfaces[surface].size;
}

struct size2 mapping_output_size(const struct mapping *m, int output)
{
    assert(output >= 0 && output < m->desc.output_count);
    return m->desc.outputs[output].size;
}

void mapping_matrix(const struct mapping *m, int output, int surface, double to_canvas[9])
{
    assert(output >= 0 && output < m->desc.output_count);
    assert(surface >= 0 && surface < m->desc.surface_count);
    times(m->to_canvas[surface], m->to_composition[output], to_canvas);
}

void mapping_output_matrix(const struct mapping *m, int output, double to_part[9])
{
    assert(output >= 0 && output < m->desc.output_count);
    const struct vec2 at = m->desc.outputs[output].at;
    const double from_part[9] = {1, 0, -at.x, 0, 1, -at.y, 0, 0, 1};
    times(from_part, m->to_composition[output], to_part);
}
