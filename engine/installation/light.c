// What outputs do to light, and the masks of outputs and surfaces, out of installation.lua.
#include "installation/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct schema a_mask_number = {
    .type = SCHEMA_NUMBER, .least = -65536, .most = 65536, .unit = "px"};
static const struct schema a_mask_point = {
    .type = SCHEMA_LIST, .least = 2, .most = 6, .of = &a_mask_number};

static const struct schema mask_keys[] = {
    {.key = "points",
     .type = SCHEMA_LIST,
     .required = true,
     .least = 3,
     .most = INSTALLATION_MASK_POINTS,
     .of = &a_mask_point,
     .sentence =
         "Its outline, closed: { x, y }, or with the handles of the curves that come in and "
         "go out, from the point: { x, y, in_x, in_y, out_x, out_y }. Light goes through "
         "inside."},
    {.key = "feather",
     .type = SCHEMA_NUMBER,
     .least = 0,
     .most = 256,
     .unit = "px",
     .standard = "0",
     .sentence = "From dark at the outline to all light so far from it."},
    {.key = "invert",
     .type = SCHEMA_BOOL,
     .standard = "false",
     .sentence = "Light goes through outside."},
    {.key = NULL}};

const struct schema installation_mask = {.type = SCHEMA_TABLE, .of = mask_keys};

#define A_SIDE(side)                                                                             \
    {                                                                                            \
        .key = side, .type = SCHEMA_NUMBER, .least = 0, .most = INSTALLATION_EDGE, .unit = "px", \
        .standard = "0", .sentence = "How wide it is there, in px of the composition."           \
    }

const struct schema installation_edge_keys[] = {
    A_SIDE("left"),
    A_SIDE("top"),
    A_SIDE("right"),
    A_SIDE("bottom"),
    {.key = "power",
     .type = SCHEMA_NUMBER,
     .least = 1,
     .most = 8,
     .standard = "2",
     .sentence = "How steep it is in its middle; 1 is a straight line."},
    {.key = "luminance",
     .type = SCHEMA_NUMBER,
     .least = 0.05,
     .most = 0.95,
     .standard = "0.5",
     .sentence = "Of its middle. Two edges add up to even light only with 0.5."},
    {.key = NULL}};

static double at(const json_t *list, size_t n)
{
    double x = json_number_value(json_array_get(list, n));
    return isfinite(x) ? x : 0;
}

static void tell(const struct reading *r, const char *path, const char *key, const char *sentence)
{
    char below[SCHEMA_PATH];
    path_below(below, path, key);
    schema_fault(&r->text, FAULT_ERROR, below, "%s", sentence);
}

static void read_point(const struct reading *r, const char *path, size_t n, const json_t *list,
                       struct installation_corner *c)
{
    size_t numbers = json_array_size(list);
    char below[SCHEMA_PATH];
    if (numbers != 2 && numbers != 6) {
        path_below(below, path, "points");
        schema_index(&r->text, below, n);
        schema_fault(&r->text, FAULT_ERROR, below, "has %zu numbers; 2 are allowed, or 6", numbers);
    }
    c->at = (struct vec2){at(list, 0), at(list, 1)};
    c->in = (struct vec2){at(list, 2), at(list, 3)};
    c->out = (struct vec2){at(list, 4), at(list, 5)};
}

// Something to go through.
static bool encloses(const struct installation_mask *m)
{
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (int i = 0; i < m->count; i++) {
        const struct installation_corner *c = &m->corners[i];
        left = fmin(left, c->at.x + fmin(fmin(c->in.x, c->out.x), 0));
        right = fmax(right, c->at.x + fmax(fmax(c->in.x, c->out.x), 0));
        top = fmin(top, c->at.y + fmin(fmin(c->in.y, c->out.y), 0));
        bottom = fmax(bottom, c->at.y + fmax(fmax(c->in.y, c->out.y), 0));
    }
    return right - left >= 1 && bottom - top >= 1;
}

static void read_mask(const struct reading *r, const char *path, const json_t *value,
                      struct installation_mask *m)
{
    const json_t *points = json_object_get(value, "points"), *point;
    size_t n;
    json_array_foreach((json_t *)points, n, point)
    {
        if (m->count < INSTALLATION_MASK_POINTS)
            read_point(r, path, n, point, &m->corners[m->count++]);
    }
    m->feather_px = read_number(value, "feather", 0);
    m->invert = json_is_true(json_object_get(value, "invert"));
    if (m->count >= 3 && !encloses(m))
        tell(r, path, "points", "enclose nothing; an outline of at least 1 x 1 px is allowed");
}

void read_masks(const struct reading *r, const struct entry *e, struct installation_station *s,
                bool of_surface, int owner)
{
    const json_t *list = json_object_get(e->value, "mask"), *value;
    char path[SCHEMA_PATH];
    size_t i;
    json_array_foreach((json_t *)list, i, value)
    {
        path_below(path, e->path, "mask");
        if (s->mask_count == INSTALLATION_MASKS) {
            schema_fault(&r->text, FAULT_ERROR, path, "one too many; %d a station are allowed",
                         INSTALLATION_MASKS);
            return;
        }
        struct installation_mask *m = &s->masks[s->mask_count++];
        *m = (struct installation_mask){.of_surface = of_surface, .owner = owner};
        schema_index(&r->text, path, i);
        read_mask(r, path, value, m);
    }
}

static void read_edge(const json_t *table, struct installation_light *l)
{
    static const char *const sides[4] = {"left", "top", "right", "bottom"};
    for (int i = 0; i < 4; i++)
        l->edge_px[i] = read_number(table, sides[i], 0);
    l->edge_power = read_number(table, "power", 2);
    l->edge_luminance = read_number(table, "luminance", 0.5);
}

void read_light(struct reading *r, const struct entry *e, const struct installation_output *o,
                struct installation_light *l)
{
    const json_t *edge = json_object_get(e->value, "edge");
    const json_t *white = json_object_get(e->value, "white");
    const char *blend = json_string_value(json_object_get(e->value, "blend"));
    const char *lut = json_string_value(json_object_get(e->value, "lut"));
    l->blend = blend && strcmp(blend, "auto") == 0;
    read_edge(edge, l);
    l->black = read_number(e->value, "black", 0);
    l->gain = read_number(e->value, "gain", 1);
    l->gamma = read_number(e->value, "gamma", 0);
    for (size_t i = 0; i < 3; i++)
        l->white[i] = white ? at(white, i) : 1;
    if (lut && schema_is_inside(lut)) {
        char path[SCHEMA_PATH];
        path_below(path, e->path, "lut");
        read_inside(r, path, lut, S_IFREG, l->lut, sizeof l->lut);
    }
    if (l->blend && edge)
        tell(r, e->path, "edge", "is by hand, blend is \"auto\"; one of them is allowed");
    bool wide = l->edge_px[0] + l->edge_px[2] > o->size.width ||
                l->edge_px[1] + l->edge_px[3] > o->size.height;
    if (o->size.width && wide)
        tell(r, e->path, "edge",
             "its sides are wider than the output; together its size is allowed");
}
