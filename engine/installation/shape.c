// The shape of a surface: a mask over its source.
#include "installation/private.h"

#include <math.h>
#include <string.h>

enum { QUAD, TRIANGLE, ELLIPSE, ARCS = 8 };

const char *const installation_shapes[] = {
    [QUAD] = "quad", [TRIANGLE] = "triangle", [ELLIPSE] = "ellipse", [ELLIPSE + 1] = NULL};

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

void read_shape(const struct reading *r, const struct entry *e, struct installation_station *s,
                int owner)
{
    int kind = read_kind(e->value);
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
    else
        ellipse(&s->surfaces[owner], m);
}
