// Quads, homographies between them, and the way of a point from an output to a canvas.
#include "mapping/mapping.h"
#include "mapping/mask.h"
#include "mapping/private.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

void mapping_times(const double a[9], const double b[9], double product[9])
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
    mapping_times(h, in, h);
    mapping_times(out, h, m);
    return true;
}

struct vec2 mapping_apply(const double m[9], struct vec2 p)
{
    double w = m[6] * p.x + m[7] * p.y + m[8];
    return (struct vec2){(m[0] * p.x + m[1] * p.y + m[2]) / w,
                         (m[3] * p.x + m[4] * p.y + m[5]) / w};
}

static void rectangle(struct vec2 at, struct vec2 size, struct vec2 corners[4])
{
    double right = at.x + size.x, bottom = at.y + size.y;
    corners[0] = at;
    corners[1] = (struct vec2){right, at.y};
    corners[2] = (struct vec2){right, bottom};
    corners[3] = (struct vec2){at.x, bottom};
}

static bool set_output(struct mapping *m, int n, struct fault *f)
{
    const struct mapping_output *o = &m->desc.outputs[n];
    struct vec2 part[4];
    rectangle(o->at, (struct vec2){o->size.width, o->size.height}, part);
    return (mapping_homography(o->corners, part, m->to_composition[n], f) &&
            warp_init(&m->outputs[n], o->corners, &o->grid, f)) ||
           fault_where(f, "output %d", n + 1);
}

bool mapping_source_stands(const struct mapping_surface *s, struct fault *f)
{
    struct vec2 at = s->source_at, size = s->source_size;
    if (size.x == 0 && size.y == 0)
        return true;
    if (!(at.x >= 0) || !(at.y >= 0) || !(size.x >= 1) || !(size.y >= 1) ||
        !(at.x + size.x <= s->size.width) || !(at.y + size.y <= s->size.height))
        return fault_set(f, "its source is no part of the canvas of at least 1 x 1 px");
    return true;
}

// The whole canvas where no part is named.
static bool set_source(struct mapping_surface *s, struct fault *f)
{
    if (s->source_size.x == 0 && s->source_size.y == 0)
        s->source_size = (struct vec2){s->size.width, s->size.height};
    return mapping_source_stands(s, f);
}

static bool set_surface(struct mapping *m, int n, struct fault *f)
{
    struct mapping_surface *s = &m->desc.surfaces[n];
    struct vec2 source[4];
    if (!set_source(s, f))
        return fault_where(f, "surface %d", n + 1);
    rectangle(s->source_at, s->source_size, source);
    return (mapping_homography(s->corners, source, m->to_canvas[n], f) &&
            warp_init(&m->surfaces[n], s->corners, &s->grid, f)) ||
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
static bool within(struct vec2 p, struct vec2 at, struct vec2 size)
{
    return p.x >= at.x && p.y >= at.y && p.x < at.x + size.x && p.y < at.y + size.y;
}

static struct vec2 from_square(struct vec2 p, struct vec2 at, struct vec2 size)
{
    return (struct vec2){at.x + p.x * size.x, at.y + p.y * size.y};
}

static struct vec2 into_square(struct vec2 p, struct vec2 at, struct vec2 size)
{
    return (struct vec2){(p.x - at.x) / size.x, (p.y - at.y) / size.y};
}

static struct vec2 size_of(const struct mapping_output *o)
{
    return (struct vec2){o->size.width, o->size.height};
}

bool mapping_to_composition(const struct mapping *m, int output, struct vec2 at_output,
                            struct vec2 *at_composition)
{
    assert(output >= 0 && output < m->desc.output_count);
    const struct mapping_output *o = &m->desc.outputs[output];
    struct vec2 square;
    if (!o->grid.columns)
        return apply_in_front(m->to_composition[output], at_output, at_composition);
    if (!warp_back(&m->outputs[output], at_output, &square))
        return false;
    *at_composition = from_square(square, o->at, size_of(o));
    return true;
}

bool mapping_to_composition_next(const struct mapping *m, int output, struct vec2 at_output,
                                 struct vec2 *square, struct vec2 *at_composition)
{
    const struct mapping_output *o = &m->desc.outputs[output];
    if (!o->grid.columns)
        return apply_in_front(m->to_composition[output], at_output, at_composition);
    if (!warp_back_near(&m->outputs[output], at_output, *square, square)) {
        *square = (struct vec2){NAN, NAN};
        return false;
    }
    *at_composition = from_square(*square, o->at, size_of(o));
    return true;
}

bool mapping_from_composition(const struct mapping *m, int output, struct vec2 at_composition,
                              struct vec2 *at_output)
{
    assert(output >= 0 && output < m->desc.output_count);
    const struct mapping_output *o = &m->desc.outputs[output];
    return warp_there(&m->outputs[output], into_square(at_composition, o->at, size_of(o)),
                      at_output);
}

bool mapping_into_canvas(const struct mapping *m, int surface, struct vec2 at_composition,
                         struct vec2 *at_canvas)
{
    const struct mapping_surface *s = &m->desc.surfaces[surface];
    struct vec2 square;
    if (!s->grid.columns)
        return apply_in_front(m->to_canvas[surface], at_composition, at_canvas);
    if (!warp_back(&m->surfaces[surface], at_composition, &square))
        return false;
    *at_canvas = from_square(square, s->source_at, s->source_size);
    return true;
}

bool mapping_surface_there(const struct mapping *m, int surface, struct vec2 at_canvas,
                           struct vec2 *at_composition)
{
    const struct mapping_surface *s = &m->desc.surfaces[surface];
    return warp_there(&m->surfaces[surface], into_square(at_canvas, s->source_at, s->source_size),
                      at_composition);
}

int mapping_surface_at(const struct mapping *m, int output, struct vec2 at_output,
                       struct vec2 *at_canvas)
{
    struct vec2 at;
    if (!mapping_to_composition(m, output, at_output, &at))
        return -1;
    const struct mapping_output *o = &m->desc.outputs[output];
    if (!within(at_output, (struct vec2){0, 0}, size_of(o)) || !within(at, o->at, size_of(o)))
        return -1;
    for (int i = m->desc.surface_count - 1; i >= 0; i--) {
        const struct mapping_surface *s = &m->desc.surfaces[i];
        if (mapping_into_canvas(m, i, at, at_canvas) &&
            within(*at_canvas, s->source_at, s->source_size) && masks_hit(&m->desc, i, *at_canvas))
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
    if (!mapping_to_composition(m, output, at_output, &at) ||
        !mapping_into_canvas(m, surface, at, at_canvas))
        return false;
    struct vec2 first = s->source_at, size = s->source_size;
    at_canvas->x = fmin(fmax(at_canvas->x, first.x), first.x + size.x);
    at_canvas->y = fmin(fmax(at_canvas->y, first.y), first.y + size.y);
    return true;
}

bool mapping_to_output(const struct mapping *m, int output, int surface, struct vec2 at_canvas,
                       struct vec2 *at_output)
{
    assert(output >= 0 && output < m->desc.output_count);
    assert(surface >= 0 && surface < m->desc.surface_count);
    const struct mapping_surface *s = &m->desc.surfaces[surface];
    struct vec2 at;
    return warp_there(&m->surfaces[surface], into_square(at_canvas, s->source_at, s->source_size),
                      &at) &&
           mapping_from_composition(m, output, at, at_output);
}

bool mapping_bent(const struct mapping *m, int output, int surface)
{
    assert(output >= 0 && output < m->desc.output_count);
    assert(surface >= 0 && surface < m->desc.surface_count);
    return m->desc.outputs[output].grid.columns || m->desc.surfaces[surface].grid.columns;
}

static void turn_over(const double a[4], double b[4])
{
    double det = a[0] * a[3] - a[1] * a[2];
    b[0] = a[3] / det;
    b[1] = -a[1] / det;
    b[2] = -a[2] / det;
    b[3] = a[0] / det;
}

void mapping_slopes(const struct mapping *m, int output, int surface, struct vec2 at_canvas,
                    struct vec2 at_composition, double canvas[4], double composition[4])
{
    const struct mapping_output *o = &m->desc.outputs[output];
    const struct mapping_surface *s = &m->desc.surfaces[surface];
    double a[4], b[4];
    warp_slopes(&m->surfaces[surface], into_square(at_canvas, s->source_at, s->source_size), a);
    warp_slopes(&m->outputs[output], into_square(at_composition, o->at, size_of(o)), b);
    for (int i = 0; i < 4; i++) {
        a[i] /= i % 2 ? s->source_size.y : s->source_size.x;
        b[i] /= i % 2 ? o->size.height : o->size.width;
    }
    const double both[4] = {b[0] * a[0] + b[1] * a[2], b[0] * a[1] + b[1] * a[3],
                            b[2] * a[0] + b[3] * a[2], b[2] * a[1] + b[3] * a[3]};
    turn_over(both, canvas);
    turn_over(b, composition);
}

void mapping_near(const struct mapping *m, int output, int surface, struct vec2 at_output,
                  double matrix[9])
{
    struct vec2 at, p;
    double back[4], composed[4];
    if (!mapping_bent(m, output, surface)) {
        mapping_matrix(m, output, surface, matrix);
        return;
    }
    for (int i = 0; i < 9; i++)
        matrix[i] = NAN;
    if (!mapping_to_composition(m, output, at_output, &at) ||
        !mapping_into_canvas(m, surface, at, &p))
        return;
    mapping_slopes(m, output, surface, p, at, back, composed);
    const double touching[9] = {
        back[0], back[1], p.x - back[0] * at_output.x - back[1] * at_output.y,
        back[2], back[3], p.y - back[2] * at_output.x - back[3] * at_output.y,
        0,       0,       1};
    memcpy(matrix, touching, sizeof touching);
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

void mapping_source(const struct mapping *m, int surface, struct vec2 *at, struct vec2 *size)
{
    assert(surface >= 0 && surface < m->desc.surface_count);
    *at = m->desc.surfaces[surface].source_at;
    *size = m->desc.surfaces[surface].source_size;
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
    mapping_times(m->to_canvas[surface], m->to_composition[output], to_canvas);
}

void mapping_output_matrix(const struct mapping *m, int output, double to_part[9])
{
    assert(output >= 0 && output < m->desc.output_count);
    const struct vec2 at = m->desc.outputs[output].at;
    const double from_part[9] = {1, 0, -at.x, 0, 1, -at.y, 0, 0, 1};
    mapping_times(from_part, m->to_composition[output], to_part);
}
