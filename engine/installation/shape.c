// The shape of a surface: a mask over its source.
#include "installation/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define AREA_PX 1.0 // least of a polygon, px²

enum { QUAD, TRIANGLE, ELLIPSE, POLYGON, ARCS = 8 };

const char *const installation_shapes[] = {[QUAD] = "quad",
                                           [TRIANGLE] = "triangle",
                                           [ELLIPSE] = "ellipse",
                                           [POLYGON] = "polygon",
                                           [POLYGON + 1] = NULL};

static int read_kind(const json_t *surface)
{
    const char *word = json_string_value(json_object_get(surface, "shape"));
    for (int k = QUAD; word && installation_shapes[k]; k++)
        if (strcmp(word, installation_shapes[k]) == 0)
            return k;
    return QUAD;
}

static void triangle(const struct installation_surface *s, struct installation_mask *m)
{
    struct vec2 at = s->source_at, size = s->source_size;
    m->count = 3;
    m->corners[0].at = (struct vec2){at.x + size.x / 2, at.y};
    m->corners[1].at = (struct vec2){at.x + size.x, at.y + size.y};
    m->corners[2].at = (struct vec2){at.x, at.y + size.y};
}

// Handles of 4/3 tan of a quarter of the arc: with eight arcs off by 4e-6 of the radius.
static void ellipse(const struct installation_surface *s, struct installation_mask *m)
{
    double rx = s->source_size.x / 2, ry = s->source_size.y / 2;
    double arc = 2 * M_PI / ARCS, handle = 4.0 / 3 * tan(arc / 4);
    m->count = ARCS;
    for (int i = 0; i < ARCS; i++) {
        double c = cos(arc * i), d = sin(arc * i);
        m->corners[i].at =
            (struct vec2){s->source_at.x + rx * (1 + c), s->source_at.y + ry * (1 + d)};
        m->corners[i].out = (struct vec2){-handle * rx * d, handle * ry * c};
        m->corners[i].in = (struct vec2){handle * rx * d, -handle * ry * c};
    }
}

static double turn(struct vec2 a, struct vec2 b, struct vec2 c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

// In the rectangle that a and b span; asked of points on their line.
static bool between(struct vec2 a, struct vec2 b, struct vec2 p)
{
    return p.x >= fmin(a.x, b.x) && p.x <= fmax(a.x, b.x) && p.y >= fmin(a.y, b.y) &&
           p.y <= fmax(a.y, b.y);
}

// Two sides share a point.
static bool meet(struct vec2 a, struct vec2 b, struct vec2 c, struct vec2 d)
{
    double abc = turn(a, b, c), abd = turn(a, b, d), cda = turn(c, d, a), cdb = turn(c, d, b);
    if (((abc > 0) != (abd > 0)) && ((cda > 0) != (cdb > 0)) && abc != 0 && abd != 0 && cda != 0 &&
        cdb != 0)
        return true;
    return (abc == 0 && between(a, b, c)) || (abd == 0 && between(a, b, d)) ||
           (cda == 0 && between(c, d, a)) || (cdb == 0 && between(c, d, b));
}

// A side that goes back over the one before it.
static bool folds_back(struct vec2 a, struct vec2 b, struct vec2 c)
{
    return turn(a, b, c) == 0 && (a.x - b.x) * (c.x - b.x) + (a.y - b.y) * (c.y - b.y) >= 0;
}

// The first two sides that meet where they should not; counted from 0.
static bool crosses(const struct installation_mask *m, int *one, int *other)
{
    for (int i = 0; i < m->count; i++)
        for (int k = i + 1; k < m->count; k++) {
            struct vec2 a = m->corners[i].at, b = m->corners[i + 1].at;
            struct vec2 c = m->corners[k].at, d = m->corners[(k + 1) % m->count].at;
            bool behind = k == i + 1, before = (k + 1) % m->count == i;
            bool bad = behind   ? folds_back(a, b, d)
                       : before ? folds_back(c, a, b)
                                : meet(a, b, c, d);
            *one = i;
            *other = k;
            if (bad)
                return true;
        }
    return false;
}

static double area(const struct installation_mask *m)
{
    double sum = 0;
    for (int i = 0; i < m->count; i++) {
        struct vec2 a = m->corners[i].at, b = m->corners[(i + 1) % m->count].at;
        sum += a.x * b.y - a.y * b.x;
    }
    return fabs(sum) / 2;
}

static bool within(const struct installation_surface *s, struct vec2 p)
{
    return p.x >= s->source_at.x && p.x <= s->source_at.x + s->source_size.x &&
           p.y >= s->source_at.y && p.y <= s->source_at.y + s->source_size.y;
}

static void check_polygon(const struct reading *r, const char *path,
                          const struct installation_surface *s, const struct installation_mask *m)
{
    int one, other;
    for (int i = 0; i < m->count; i++)
        if (!within(s, m->corners[i].at)) {
            char below[SCHEMA_PATH];
            snprintf(below, sizeof below, "%s", path);
            schema_index(&r->text, below, (size_t)i);
            schema_fault(&r->text, FAULT_ERROR, below,
                         "lies outside the source (%g, %g, %g x %g px of the canvas); allowed are "
                         "points on it",
                         s->source_at.x, s->source_at.y, s->source_size.x, s->source_size.y);
            return;
        }
    if (crosses(m, &one, &other))
        schema_fault(&r->text, FAULT_ERROR, path,
                     "cross themselves: the side from point %d to %d meets the one from point %d "
                     "to %d; move one of them, or make two surfaces of it",
                     one + 1, (one + 1) % m->count + 1, other + 1, (other + 1) % m->count + 1);
    else if (area(m) < AREA_PX)
        schema_fault(&r->text, FAULT_ERROR, path, "enclose nothing; at least %g px² are allowed",
                     AREA_PX);
}

static void polygon(const struct reading *r, const struct entry *e,
                    const struct installation_surface *s, struct installation_mask *m)
{
    const json_t *points = json_object_get(e->value, "points"), *point;
    char path[SCHEMA_PATH];
    size_t n;
    path_below(path, e->path, "points");
    if (!points)
        schema_fault(&r->text, FAULT_ERROR, e->path,
                     "is a polygon without points; points = { { x, y }, … } in px of the canvas is "
                     "wanted");
    json_array_foreach((json_t *)points, n, point)
    {
        if (m->count < INSTALLATION_MASK_POINTS)
            m->corners[m->count++].at = (struct vec2){json_number_value(json_array_get(point, 0)),
                                                      json_number_value(json_array_get(point, 1))};
    }
    if (m->count >= 3)
        check_polygon(r, path, s, m);
}

void read_shape(const struct reading *r, const struct entry *e, struct installation_station *s,
                int owner)
{
    int kind = read_kind(e->value);
    if (kind != POLYGON && json_object_get(e->value, "points")) {
        char path[SCHEMA_PATH];
        path_below(path, e->path, "points");
        schema_fault(&r->text, FAULT_ERROR, path,
                     "are those of shape = \"polygon\"; this surface has another shape");
    }
    if (kind == QUAD)
        return;
    if (s->mask_count == INSTALLATION_MASKS) {
        char path[SCHEMA_PATH];
        path_below(path, e->path, "shape");
        schema_fault(&r->text, FAULT_ERROR, path,
                     "is one mask too many; %d a station are allowed, shapes included",
                     INSTALLATION_MASKS);
        return;
    }
    struct installation_mask *m = &s->masks[s->mask_count++];
    *m = (struct installation_mask){.of_surface = true, .owner = owner};
    if (kind == TRIANGLE)
        triangle(&s->surfaces[owner], m);
    else if (kind == ELLIPSE)
        ellipse(&s->surfaces[owner], m);
    else
        polygon(r, e, &s->surfaces[owner], m);
}
