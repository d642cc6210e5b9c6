// A note drawn over what its film shows: the picture, then the shape as workshop drawings have it.
#include "publish/noteplate.h"
#include "base/vec.h"

#include <math.h>
#include <string.h>

#define NOTE_POINTS 256 // of a key frame, as the schema has it

struct shape {
    cairo_t *cr;
    const char *name;
    struct vec2 points[NOTE_POINTS]; // on the page
    int count;
    bool measured;
};

// ---- key frames ----

static struct vec2 point_of(const json_t *frame, size_t n, double width, double height)
{
    const json_t *p = json_array_get(json_object_get(frame, "points"), n);
    return (struct vec2){json_number_value(json_array_get(p, 0)) * width,
                         json_number_value(json_array_get(p, 1)) * height};
}

static double length_of(const json_t *frame)
{
    double length = 0;
    for (size_t i = 1; i < json_array_size(json_object_get(frame, "points")); i++) {
        struct vec2 a = point_of(frame, i - 1, 16, 9), b = point_of(frame, i, 16, 9);
        length += hypot(b.x - a.x, b.y - a.y);
    }
    return length;
}

const json_t *note_frame(const json_t *note)
{
    const json_t *frames = json_object_get(json_object_get(note, "geometry"), "frames");
    const json_t *best = json_array_get(frames, 0);
    for (size_t i = 1; i < json_array_size(frames); i++)
        if (length_of(json_array_get(frames, i)) > length_of(best))
            best = json_array_get(frames, i);
    return best;
}

bool note_angle(const json_t *note, double width, double height, double *degrees)
{
    const json_t *frame = note_frame(note);
    const char *shape = facts_string(json_object_get(note, "geometry"), "shape");
    if (!shape || strcmp(shape, "angle") != 0 || !frame ||
        json_array_size(json_object_get(frame, "points")) < 3)
        return false;
    struct vec2 a = point_of(frame, 0, width, height), b = point_of(frame, 1, width, height),
                c = point_of(frame, 2, width, height);
    double turn = remainder(atan2(c.y - b.y, c.x - b.x) - atan2(a.y - b.y, a.x - b.x), 2 * M_PI);
    *degrees = fabs(turn) * 180 / M_PI;
    return true;
}

// ---- shapes ----

// A dark edge first, so that it is seen on light pictures as on dark ones.
static void stroke(const struct shape *s, double width)
{
    cairo_path_t *path = cairo_copy_path(s->cr);
    cairo_set_source_rgba(s->cr, 0, 0, 0, 0.55);
    cairo_set_line_width(s->cr, width + 1.1);
    cairo_stroke(s->cr);
    cairo_append_path(s->cr, path);
    cairo_path_destroy(path);
    if (s->measured)
        cairo_set_source_rgb(s->cr, PRINT_EMBER);
    else
        cairo_set_source_rgb(s->cr, 1, 1, 1);
    cairo_set_line_width(s->cr, width);
    cairo_stroke(s->cr);
}

static void line(const struct shape *s, bool closed)
{
    cairo_new_path(s->cr);
    for (int i = 0; i < s->count; i++)
        cairo_line_to(s->cr, s->points[i].x, s->points[i].y);
    if (closed)
        cairo_close_path(s->cr);
    stroke(s, 0.9);
}

// Across the end of a line, as dimension lines have it.
static void tick(const struct shape *s, struct vec2 at, double angle)
{
    double dx = 3.2 * sin(angle), dy = -3.2 * cos(angle);
    cairo_new_path(s->cr);
    cairo_move_to(s->cr, at.x - dx, at.y - dy);
    cairo_line_to(s->cr, at.x + dx, at.y + dy);
    stroke(s, 0.9);
}

static void arc(const struct shape *s, struct vec2 middle, struct vec2 from, struct vec2 to,
                double radius)
{
    double a = atan2(from.y - middle.y, from.x - middle.x),
           turn = remainder(atan2(to.y - middle.y, to.x - middle.x) - a, 2 * M_PI);
    cairo_new_path(s->cr);
    if (turn > 0)
        cairo_arc(s->cr, middle.x, middle.y, radius, a, a + turn);
    else
        cairo_arc_negative(s->cr, middle.x, middle.y, radius, a, a + turn);
    stroke(s, 0.7);
}

static void draw_angle(const struct shape *s)
{
    const struct vec2 *p = s->points;
    double ab = hypot(p[0].x - p[1].x, p[0].y - p[1].y),
           cb = hypot(p[2].x - p[1].x, p[2].y - p[1].y);
    line(s, false);
    arc(s, p[1], p[0], p[2], fmax(7, 0.5 * fmin(ab, cb)));
}

static void draw_segment(const struct shape *s)
{
    const struct vec2 *p = s->points;
    double angle = atan2(p[1].y - p[0].y, p[1].x - p[0].x);
    line(s, false);
    tick(s, p[0], angle);
    tick(s, p[1], angle);
}

static void draw_axis(const struct shape *s)
{
    const double dashes[] = {7, 2.2, 1.6, 2.2};
    cairo_set_dash(s->cr, dashes, 4, 0);
    line(s, false);
    cairo_set_dash(s->cr, NULL, 0, 0);
}

static void draw_point(const struct shape *s)
{
    cairo_new_path(s->cr);
    cairo_arc(s->cr, s->points[0].x, s->points[0].y, 2.4, 0, 2 * M_PI);
    stroke(s, 0.9);
}

static void draw(const struct shape *s)
{
    bool closed = strcmp(s->name, "zone") == 0 || strcmp(s->name, "plane") == 0;
    if (strcmp(s->name, "point") == 0 || s->count < 2)
        draw_point(s);
    else if (strcmp(s->name, "segment") == 0)
        draw_segment(s);
    else if (strcmp(s->name, "axis") == 0)
        draw_axis(s);
    else if (strcmp(s->name, "angle") == 0 && s->count > 2)
        draw_angle(s);
    else if (strcmp(s->name, "arc") == 0 && s->count > 2)
        arc(s, s->points[0], s->points[1], s->points[2],
            hypot(s->points[1].x - s->points[0].x, s->points[1].y - s->points[0].y));
    else
        line(s, closed);
}

bool note_plate(struct book *b, const json_t *note, double x, double y, double width, double height,
                double *used)
{
    const json_t *frame = note_frame(note), *film = facts_one(b->desc, note, "media");
    const char *shape = facts_string(json_object_get(note, "geometry"), "shape");
    double wide;
    if (!film || !frame || !shape)
        return false;
    if (!print_still(b, film, json_number_value(json_object_get(frame, "t")), x, y, width, height,
                     &wide, used))
        return false;
    struct shape s = {.cr = b->cr, .name = shape, .measured = json_object_get(note, "measure")};
    for (size_t i = 0; i < json_array_size(json_object_get(frame, "points")); i++) {
        struct vec2 p = point_of(frame, i, wide, *used);
        if (s.count < NOTE_POINTS)
            s.points[s.count++] = (struct vec2){x + p.x, y + p.y};
    }
    cairo_save(b->cr);
    cairo_rectangle(b->cr, x, y, wide, *used);
    cairo_clip(b->cr);
    cairo_set_line_cap(b->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(b->cr, CAIRO_LINE_JOIN_ROUND);
    print_tag(b, "Figure");
    draw(&s);
    print_tag_end(b, "Figure");
    cairo_restore(b->cr);
    return true;
}
