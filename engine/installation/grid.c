// Grids of surfaces and outputs, and the part of its canvas that a surface shows: keys, reading,
// checks.
#include "installation/private.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[] = {[WARP_LINEAR] = "linear",
                                    [WARP_CATMULL_ROM] = "catmull-rom",
                                    [WARP_BEZIER] = "bezier",
                                    [WARP_KINDS] = NULL};

static const struct schema a_coordinate = {.type = SCHEMA_NUMBER,
                                           .least = -WARP_REACH,
                                           .most = 1 + WARP_REACH};
static const struct schema a_point = {
    .type = SCHEMA_LIST, .least = 2, .most = 2, .of = &a_coordinate};

const struct schema installation_grid_keys[] = {
    {.key = "kind",
     .type = SCHEMA_WORD,
     .words = kinds,
     .standard = "catmull-rom",
     .sentence = "linear: straight between the points. catmull-rom: curved, through the points. "
                 "bezier: one curved sheet that the points draw towards them."},
    {.key = "columns",
     .type = SCHEMA_WHOLE,
     .required = true,
     .least = 2,
     .most = WARP_POINTS,
     .sentence = "Points from left to right."},
    {.key = "rows",
     .type = SCHEMA_WHOLE,
     .required = true,
     .least = 2,
     .most = WARP_POINTS,
     .sentence = "Points from top to bottom."},
    {.key = "points",
     .type = SCHEMA_LIST,
     .least = 4,
     .most = WARP_POINTS * WARP_POINTS,
     .of = &a_point,
     .standard = "evenly spread: nothing is bent",
     .sentence = "Row by row from the top left: x and y, where 0, 0 is the top left of the corners "
                 "and 1, 1 their bottom right."},
    {.key = NULL}};

static double item(const json_t *list, size_t n)
{
    return json_number_value(json_array_get(list, n));
}

static enum warp_kind read_kind(const json_t *table)
{
    const char *word = json_string_value(json_object_get(table, "kind"));
    for (int k = 0; word && kinds[k]; k++)
        if (strcmp(word, kinds[k]) == 0)
            return (enum warp_kind)k;
    return WARP_CATMULL_ROM;
}

void read_grid(const struct reading *r, const struct entry *e, struct warp_grid *grid)
{
    const json_t *table = json_object_get(e->value, "grid");
    const json_t *points = json_object_get(table, "points");
    int columns = read_whole(table, "columns", 0), rows = read_whole(table, "rows", 0);
    char path[SCHEMA_PATH], below[SCHEMA_PATH];
    if (columns < 2 || columns > WARP_POINTS || rows < 2 || rows > WARP_POINTS)
        return; // the schema tells it
    warp_grid_plain(grid, read_kind(table), columns, rows);
    if (!points)
        return;
    path_below(path, e->path, "grid");
    path_below(below, path, "points");
    if (json_array_size(points) != (size_t)columns * (size_t)rows) {
        schema_fault(&r->text, FAULT_ERROR, below, "are %zu; columns x rows = %d are allowed",
                     json_array_size(points), columns * rows);
        return;
    }
    struct warp_grid read = *grid;
    for (int i = 0; i < columns * rows; i++) {
        const json_t *point = json_array_get(points, (size_t)i);
        read.points[i] = (struct vec2){item(point, 0), item(point, 1)};
        double out = fmax(fabs(read.points[i].x - 0.5), fabs(read.points[i].y - 0.5)) - 0.5;
        if (json_array_size(point) != 2 || !(out <= WARP_REACH))
            return; // the schema tells it
    }
    *grid = read;
}

void read_source(const struct entry *e, struct size2 canvas, struct installation_surface *s)
{
    const json_t *source = json_object_get(e->value, "source");
    s->source_size = (struct vec2){canvas.width, canvas.height};
    if (json_array_size(source) != 4)
        return;
    s->source_at = (struct vec2){item(source, 0), item(source, 1)};
    s->source_size = (struct vec2){item(source, 2), item(source, 3)};
}

void check_warp(const struct reading *r, const char *path, const struct vec2 corners[4],
                const struct warp_grid *grid)
{
    struct fault f;
    struct warp warp;
    char below[SCHEMA_PATH];
    path_below(below, path, "grid");
    if (!grid->columns)
        return;
    bool convex = mapping_convex(corners, NULL); // else that is told
    if (convex ? !warp_init(&warp, corners, grid, &f) : !warp_grid_check(grid, &f))
        schema_fault(&r->text, FAULT_ERROR, below, "%s", fault_after(f.text, "its grid"));
}

void check_source(const struct reading *r, const char *path, struct size2 canvas,
                  const struct installation_surface *s)
{
    struct vec2 at = s->source_at, size = s->source_size;
    char below[SCHEMA_PATH];
    path_below(below, path, "source");
    if (canvas.width && (at.x + size.x > canvas.width || at.y + size.y > canvas.height))
        schema_fault(&r->text, FAULT_ERROR, below,
                     "reaches beyond the canvas, which is %d x %d px; a part of it is allowed",
                     canvas.width, canvas.height);
}
