// Lua's canvas: lines, shapes and paths.
//
//   canvas:polyline({ 10, 10, 200, 50, 90, 160 }, { width = 3, join = "round", dash = { 12, 6 } })
//   canvas:circle(320, 180, 40, { color = gradient.radial(320, 180, 40, { "#fff6d8", "#e8b04a" })
//   }) canvas:fill(path.svg("M 0 0 C 40 0 60 20 60 60 Z"), { color = "#b5482a" })
#include "script/bind.h"

#include <math.h>
#include <string.h>

#define TURN (2 * 3.14159265358979323846)
#define SHAPE_FLOATS 96 // the longest shape, a rectangle with round corners, has 70

struct look {
    struct bind_paint paint;
    double width, opacity, stroke, radius, miter, dash_offset;
    struct bind_lengths dash;
    int join, cap, rule;
    bool closed;
};

static const char *const joins[] = {"miter", "round", "bevel", NULL}; // enum pen_join
static const char *const caps[] = {"round", "butt", "square", NULL};  // enum pen_cap
static const char *const rules[] = {"evenodd", "nonzero", NULL};      // enum draw_rule

#define COLOR_KEYS                                                             \
    {"color", BIND_PAINT, .at = offsetof(struct look, paint)},                 \
    {                                                                          \
        "opacity", BIND_CLAMP, .at = offsetof(struct look, opacity), .most = 1 \
    }
#define PEN_KEYS                                                                           \
    {"join", BIND_WORD, .at = offsetof(struct look, join), .words = joins},                \
        {"cap", BIND_WORD, .at = offsetof(struct look, cap), .words = caps},               \
        {"miter", BIND_REAL, .at = offsetof(struct look, miter), .least = 1, .most = 100}, \
        {"dash", BIND_LENGTHS, .at = offsetof(struct look, dash)},                         \
    {                                                                                      \
        "dash_offset", BIND_REAL, .at = offsetof(struct look, dash_offset), .least = -1e6, \
                                  .most = 1e6                                              \
    }

static const struct bind_key line_keys[] = {
    COLOR_KEYS,
    {"width", BIND_REAL, .at = offsetof(struct look, width), .most = 4096},
    {"closed", BIND_FLAG, .at = offsetof(struct look, closed)},
    PEN_KEYS,
    {.name = NULL},
};
static const struct bind_key shape_keys[] = {
    COLOR_KEYS,
    {"stroke", BIND_REAL, .at = offsetof(struct look, stroke), .most = 4096},
    {"radius", BIND_REAL, .at = offsetof(struct look, radius), .most = 32768},
    PEN_KEYS,
    {.name = NULL},
};
static const struct bind_key stroke_keys[] = {
    COLOR_KEYS,
    {"width", BIND_REAL, .at = offsetof(struct look, width), .most = 4096},
    PEN_KEYS,
    {.name = NULL},
};
static const struct bind_key fill_keys[] = {
    COLOR_KEYS,
    {"rule", BIND_WORD, .at = offsetof(struct look, rule), .words = rules},
    {.name = NULL},
};
static const struct bind_key trail_keys[] = {
    {"color", BIND_COLOR, .at = offsetof(struct look, paint)}, // begins with it
    {"opacity", BIND_CLAMP, .at = offsetof(struct look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_options line_options = {"LineStyle", line_keys};
static const struct bind_options shape_options = {"ShapeStyle", shape_keys};
static const struct bind_options stroke_options = {"StrokeStyle", stroke_keys};
static const struct bind_options fill_options = {"FillStyle", fill_keys};
static const struct bind_options trail_options = {"TrailStyle", trail_keys};

static const struct look look_default = {.paint.color = {1, 1, 1, 1}, .width = 2, .opacity = 1};

// The brush of a look; `pen` is filled when the look asks for more than a plain one.
static struct draw_brush brush_of(const struct look *look, double width, struct draw_pen *pen)
{
    struct draw_brush b = {.color = look->paint.color,
                           .gradient = look->paint.gradient,
                           .width = (float)width,
                           .rule = (enum draw_rule)look->rule};
    b.color.a *= (float)look->opacity;
    if (width <= 0 || !(look->join || look->cap || look->miter > 0 || look->dash.count))
        return b;
    *pen = (struct draw_pen){.join = (enum pen_join)look->join,
                             .cap = (enum pen_cap)look->cap,
                             .miter = (float)look->miter,
                             .dash_count = look->dash.count,
                             .dash_offset = look->dash.count ? (float)look->dash_offset : 0};
    memcpy(pen->dash, look->dash.px, sizeof pen->dash);
    b.pen = pen;
    return b;
}

static bool finite_points(const float *xy, int points)
{
    for (int i = 0; i < 2 * points; i++)
        if (!isfinite(xy[i]))
            return false;
    return true;
}

static int add_line(lua_State *L, struct incarnation *inc, const float *xy, int points,
                    const struct look *look, double width, bool closed)
{
    struct draw_pen pen;
    struct draw_brush brush = brush_of(look, width, &pen);
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_polyline(l, xy, (uint32_t)points, closed, &brush))
        canvas_refused(L, inc, (size_t)points * 2, 0);
    return 0;
}

static int add_polygon(lua_State *L, struct incarnation *inc, const float *xy, int points,
                       const struct look *look)
{
    struct draw_pen pen;
    struct draw_brush brush = brush_of(look, 0, &pen);
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_polygon(l, xy, (uint32_t)points, &brush))
        canvas_refused(L, inc, (size_t)points * 2, 0);
    return 0;
}

// `good`: no point was refused.
static int add_path(lua_State *L, struct incarnation *inc, const struct path *p, bool good,
                    const struct look *look, double width)
{
    struct draw_pen pen;
    struct draw_brush brush = brush_of(look, width, &pen);
    struct drawlist *l = good ? canvas_lay(inc) : NULL;
    if (!l || !drawlist_path(l, p->values, p->count, &brush))
        canvas_refused(L, inc, p->count, 0);
    return 0;
}

// Nothing but a colour and a width.
static bool is_plain(const struct look *look)
{
    return !look->paint.gradient && !look->join && !look->cap && !(look->miter > 0) &&
           !look->dash.count;
}

static int add_box(lua_State *L, struct incarnation *inc, struct draw_rect at, double radius,
                   const struct look *look)
{
    struct color color = look->paint.color;
    color.a *= (float)look->opacity;
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_box(l, at, (float)radius, (float)look->stroke, color))
        canvas_refused(L, inc, 0, 0);
    return 0;
}

static int canvas_line(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    float xy[4] = {bind_point(L, 2), bind_point(L, 3), bind_point(L, 4), bind_point(L, 5)};
    bind_read(L, 6, &line_options, &look);
    return add_line(L, inc, xy, 2, &look, look.width, false);
}

static int canvas_polyline(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    bind_read(L, 3, &line_options, &look);
    int points = bind_points(L, 2, 2);
    if (points < 2)
        return 0;
    return add_line(L, inc, inc->script->floats, points, &look, look.width, look.closed);
}

// What is not finite in one outline would part it: it is refused here.
static bool good_outlines(const float *xy, int points)
{
    for (int i = 0; i < points; i++)
        if (isnan(xy[2 * i]) != isnan(xy[2 * i + 1]))
            return false;
    return true;
}

static int canvas_polygon(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    bind_read(L, 3, &fill_options, &look);
    int points = bind_outlines(L, 2);
    const float *xy = inc->script->floats;
    bool several = lua_rawgeti(L, 2, 1) == LUA_TTABLE;
    if (points < 3)
        return 0;
    if (!(several ? good_outlines(xy, points) : finite_points(xy, points))) {
        canvas_refused(L, inc, 0, 0);
        return 0;
    }
    return add_polygon(L, inc, xy, points, &look);
}

static int canvas_rect(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    float x = bind_point(L, 2), y = bind_point(L, 3), w = bind_point(L, 4), h = bind_point(L, 5);
    bind_read(L, 6, &shape_options, &look);
    if (is_plain(&look) && (look.radius > 0 || look.stroke > 0) && w != 0 && h != 0)
        return add_box(L, inc, (struct draw_rect){x, y, w, h}, look.radius, &look);
    if (!(look.radius > 0)) {
        const float xy[8] = {x, y, x + w, y, x + w, y + h, x, y + h};
        if (look.stroke > 0)
            return add_line(L, inc, xy, 4, &look, look.stroke, true);
        if (finite_points(xy, 4))
            return add_polygon(L, inc, xy, 4, &look);
        canvas_refused(L, inc, 0, 0);
        return 0;
    }
    float values[SHAPE_FLOATS];
    struct path p = {.values = values, .room = SHAPE_FLOATS};
    bool good = path_rect(&p, x, y, w, h, look.radius);
    return add_path(L, inc, &p, good, &look, look.stroke);
}

static int canvas_circle(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    float x = bind_point(L, 2), y = bind_point(L, 3), r = bind_point(L, 4);
    bind_read(L, 5, &shape_options, &look);
    if (is_plain(&look) && r != 0)
        return add_box(L, inc, (struct draw_rect){x - r, y - r, 2 * r, 2 * r}, fabsf(r), &look);
    float values[SHAPE_FLOATS];
    struct path p = {.values = values, .room = SHAPE_FLOATS};
    bool good = path_ellipse(&p, x, y, fabsf(r), fabsf(r), 0);
    return add_path(L, inc, &p, good, &look, look.stroke);
}

static int canvas_arc(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    float x = bind_point(L, 2), y = bind_point(L, 3), r = bind_point(L, 4);
    double from = bind_number(L, 5), to = bind_number(L, 6);
    bind_read(L, 7, &line_options, &look);
    float values[SHAPE_FLOATS];
    struct path p = {.values = values, .room = SHAPE_FLOATS};
    bool good = path_arc(&p, x, y, fabsf(r), fabsf(r), 0, from, to);
    if (look.width <= 0)
        return 0;
    return add_path(L, inc, &p, good, &look, look.width);
}

static int canvas_trail(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    bind_read(L, 3, &trail_options, &look);
    int points = bind_points(L, 2, 4);
    float *v = inc->script->floats;
    struct color c = look.paint.color;
    c.a *= (float)look.opacity;
    if (points < 2)
        return 0;
    for (int i = points - 1; i >= 0; i--) { // from four numbers a point to seven, in place
        float p[4];
        memcpy(p, v + 4 * i, sizeof p);
        const float full[DRAW_TRAIL_FLOATS] = {p[0], p[1], p[2], c.r, c.g, c.b, c.a * p[3]};
        memcpy(v + DRAW_TRAIL_FLOATS * i, full, sizeof full);
    }
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_trail(l, v, (uint32_t)points))
        canvas_refused(L, inc, (size_t)points * DRAW_TRAIL_FLOATS, 0);
    return 0;
}

static const struct path *path_at(lua_State *L, int at)
{
    bind_object(L, at, BIND_PATH);
    return &((const struct bind_path *)lua_touserdata(L, at))->path;
}

static int canvas_fill(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    const struct path *p = path_at(L, 2);
    bind_read(L, 3, &fill_options, &look);
    return p->count ? add_path(L, inc, p, true, &look, 0) : 0;
}

static int canvas_stroke(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct look look = look_default;
    const struct path *p = path_at(L, 2);
    bind_read(L, 3, &stroke_options, &look);
    return p->count && look.width > 0 ? add_path(L, inc, p, true, &look, look.width) : 0;
}

static const struct bind_function functions[] = {
    {"canvas:line", canvas_line, "x1, y1, x2, y2, style"},
    {"canvas:polyline", canvas_polyline, "points, style"},
    {"canvas:rect", canvas_rect, "x, y, w, h, style"},
    {"canvas:circle", canvas_circle, "x, y, r, style"},
    {"canvas:arc", canvas_arc, "x, y, r, from, to, style"},
    {"canvas:polygon", canvas_polygon, "points, style"},
    {"canvas:fill", canvas_fill, "path, style"},
    {"canvas:stroke", canvas_stroke, "path, style"},
    {"canvas:trail", canvas_trail, "points, style"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&line_options, &shape_options, &stroke_options,
                                                     &fill_options, &trail_options, NULL};

const struct bind_table bind_canvas_shape = {
    .name = "canvas", .tag = BIND_CANVAS, .functions = functions, .options = options};
