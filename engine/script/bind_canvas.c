// Lua's canvas: what a scene draws. Each call adds one command to the draw list, nothing more.
//
//   function scene.draw(canvas)
//     canvas:background("#14110e")
//     canvas:film(scene.film, 0, 0, canvas.width, canvas.height, { fit = "cover" })
//     canvas:text("Marteler le fer", 96, 120, { font = "title", size = 64, width = 800 })
//   end
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define FLATNESS_PX 0.05 // how far a chord may lie from its circle
#define TURN (2 * 3.14159265358979323846)

static const struct bind_key look_keys[] = {
    {"color", BIND_COLOR, .at = offsetof(struct bind_look, color)},
    {"width", BIND_REAL, .at = offsetof(struct bind_look, width), .most = 4096},
    {"opacity", BIND_CLAMP, .at = offsetof(struct bind_look, opacity), .most = 1},
    {"closed", BIND_FLAG, .at = offsetof(struct bind_look, closed)},
    {.name = NULL},
};
static const struct bind_key shape_keys[] = {
    {"color", BIND_COLOR, .at = offsetof(struct bind_look, color)},
    {"stroke", BIND_REAL, .at = offsetof(struct bind_look, stroke), .most = 4096},
    {"radius", BIND_REAL, .at = offsetof(struct bind_look, radius), .most = 32768},
    {"opacity", BIND_CLAMP, .at = offsetof(struct bind_look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_key fill_keys[] = {
    {"color", BIND_COLOR, .at = offsetof(struct bind_look, color)},
    {"opacity", BIND_CLAMP, .at = offsetof(struct bind_look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_options line_options = {"LineStyle", look_keys};
static const struct bind_options shape_options = {"ShapeStyle", shape_keys};
static const struct bind_options fill_options = {"FillStyle", fill_keys};

enum fit { FIT_STRETCH, FIT_CONTAIN, FIT_COVER };

struct image_options {
    double opacity;
    struct color tint;
    int fit;
    double source[4];
    bool part;
};

static const char *const fits[] = {"stretch", "contain", "cover", NULL};
static const struct bind_key image_keys[] = {
    {"opacity", BIND_CLAMP, .at = offsetof(struct image_options, opacity), .most = 1},
    {"tint", BIND_COLOR, .at = offsetof(struct image_options, tint)},
    {"fit", BIND_WORD, .at = offsetof(struct image_options, fit), .words = fits},
    {"source", BIND_RECT, .at = offsetof(struct image_options, source),
     .given = offsetof(struct image_options, part)},
    {.name = NULL},
};
static const struct bind_options image_options = {"ImageStyle", image_keys};

static const struct bind_look look_default = {.color = {1, 1, 1, 1}, .width = 2, .opacity = 1};

struct incarnation *canvas_begin(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    bind_self(L, BIND_CANVAS);
    if (!inc->laying.list)
        bind_error(L, "drawing is done inside draw(canvas) only; stage:redraw() asks for it");
    return inc;
}

struct drawlist *canvas_lay(struct incarnation *inc)
{
    struct script_laying *laying = &inc->laying;
    if (!laying->laid && !drawlist_state(laying->list, &laying->state))
        return NULL;
    laying->laid = true;
    return laying->list;
}

float canvas_scale(const struct incarnation *inc)
{
    const struct script_laying *laying = &inc->laying;
    if (!laying->state.motion)
        return affine_sharpness(laying->state.to_canvas);
    return affine_sharpness(
        drawlist_state_at(laying->list, &laying->state, inc->script->now_s).to_canvas);
}

// Why the list took no more, in a curator's words.
static const char *reason(const struct drawlist *l, size_t floats, size_t bytes, char *text,
                          size_t size)
{
    if (l->command_count >= DRAWLIST_COMMANDS)
        snprintf(text, size, "%d drawing calls a frame are allowed", DRAWLIST_COMMANDS);
    else if (l->state_count >= DRAWLIST_STATES)
        snprintf(text, size, "%d transforms, clips and opacities a frame are allowed",
                 DRAWLIST_STATES);
    else if (l->motion_count >= DRAWLIST_MOTIONS || l->key_count + 2 * TWEEN_KEYS > DRAWLIST_KEYS)
        snprintf(text, size, "%d transforms and opacities that move a frame are allowed",
                 DRAWLIST_MOTIONS);
    else if (l->float_count + floats > DRAWLIST_FLOATS)
        snprintf(text, size, "%d numbers of points a frame are allowed", DRAWLIST_FLOATS);
    else if (l->byte_count + bytes > DRAWLIST_BYTES)
        snprintf(text, size, "%d bytes of text a frame are allowed", DRAWLIST_BYTES);
    else if (bytes && l->run_count + TEXT_RUNS > DRAWLIST_RUNS)
        snprintf(text, size, "%d runs of text a frame are allowed", DRAWLIST_RUNS);
    else if (bytes && l->style_count >= DRAWLIST_STYLES)
        snprintf(text, size, "%d styles of text a frame are allowed", DRAWLIST_STYLES);
    else
        snprintf(text, size, "a number is not finite");
    return text;
}

void canvas_refused(lua_State *L, struct incarnation *inc, size_t floats, size_t bytes)
{
    char why[128];
    if (inc->refused++)
        return;
    luaL_where(L, 1);
    snprintf(inc->refused_text, sizeof inc->refused_text, "%s%s: %s", lua_tostring(L, -1),
             bind_call_name(L), reason(inc->laying.list, floats, bytes, why, sizeof why));
    lua_pop(L, 1);
}

static struct color seen(const struct bind_look *look)
{
    struct color c = look->color;
    c.a *= (float)look->opacity;
    return c;
}

// The three ways a path ends on the list.
static int add_line(lua_State *L, struct incarnation *inc, const float *xy, int points,
                    double width, bool closed, struct color color)
{
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_line(l, xy, (uint32_t)points, (float)width, closed, color))
        canvas_refused(L, inc, (size_t)points * 2, 0);
    return 0;
}

static bool finite_points(const float *xy, int points)
{
    for (int i = 0; i < 2 * points; i++)
        if (!isfinite(xy[i]))
            return false;
    return true;
}

static int add_fill(lua_State *L, struct incarnation *inc, const float *xy, int points,
                    struct color color)
{
    struct drawlist *l = finite_points(xy, points) ? canvas_lay(inc) : NULL;
    if (!l || !drawlist_fill(l, xy, (uint32_t)points, color))
        canvas_refused(L, inc, (size_t)points * 2, 0);
    return 0;
}

static int add_shape(lua_State *L, struct incarnation *inc, const float *xy, int points,
                     const struct bind_look *look)
{
    if (look->stroke > 0)
        return add_line(L, inc, xy, points, look->stroke, true, seen(look));
    return add_fill(L, inc, xy, points, seen(look));
}

static int canvas_background(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct color color = bind_color(L, 2);
    inc->laying.list->background = color;
    return 0;
}

// Where the picture goes in its box, and which part of it, by its size in px.
static void place(const struct media *m, const struct image_options *o, struct draw_rect *at,
                  struct draw_rect *part)
{
    *part = (struct draw_rect){0, 0, 1, 1};
    if (!m || m->width <= 0 || m->height <= 0)
        return;
    float w = (float)m->width, h = (float)m->height;
    if (o->part) {
        *part = (struct draw_rect){(float)o->source[0] / w, (float)o->source[1] / h,
                                   (float)o->source[2] / w, (float)o->source[3] / h};
        w = (float)o->source[2];
        h = (float)o->source[3];
    }
    if (o->fit == FIT_STRETCH || !(w > 0 && h > 0 && at->w > 0 && at->h > 0))
        return;
    float across = at->w / w, down = at->h / h;
    if (o->fit == FIT_CONTAIN) {
        float scale = fminf(across, down);
        struct draw_rect box = *at;
        *at = (struct draw_rect){box.x + (box.w - w * scale) / 2, box.y + (box.h - h * scale) / 2,
                                 w * scale, h * scale};
        return;
    }
    float scale = fmaxf(across, down);
    float seen_w = at->w / scale / w * part->w, seen_h = at->h / scale / h * part->h;
    part->x += (part->w - seen_w) / 2;
    part->y += (part->h - seen_h) / 2;
    part->w = seen_w;
    part->h = seen_h;
}

static int add_image(lua_State *L, enum bind_tag tag, enum draw_op op)
{
    struct incarnation *inc = canvas_begin(L);
    struct image_options o = {.opacity = 1, .tint = {1, 1, 1, 1}};
    media_handle h = bind_object(L, 2, tag);
    struct draw_rect at = {bind_point(L, 3), bind_point(L, 4), bind_point(L, 5), bind_point(L, 6)};
    struct draw_rect part;
    bind_read(L, 7, &image_options, &o);
    place(media_find(&inc->script->scene->media, h), &o, &at, &part);
    o.tint.a *= (float)o.opacity;
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_image(l, op, h, at, part, o.tint))
        canvas_refused(L, inc, 0, 0);
    return 0;
}

static int canvas_picture(lua_State *L)
{
    return add_image(L, BIND_PICTURE, DRAW_PICTURE);
}

static int canvas_film(lua_State *L)
{
    return add_image(L, BIND_FILM, DRAW_FILM);
}

static int canvas_line(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_look look = look_default;
    float xy[4] = {bind_point(L, 2), bind_point(L, 3), bind_point(L, 4), bind_point(L, 5)};
    bind_read(L, 6, &line_options, &look);
    return add_line(L, inc, xy, 2, look.width, false, seen(&look));
}

static int canvas_polyline(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_look look = look_default;
    bind_read(L, 3, &line_options, &look);
    int points = bind_points(L, 2, 2);
    if (points < 2)
        return 0;
    return add_line(L, inc, inc->script->floats, points, look.width, look.closed, seen(&look));
}

static int canvas_polygon(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_look look = look_default;
    bind_read(L, 3, &fill_options, &look);
    int points = bind_points(L, 2, 2);
    if (points < 3)
        return 0;
    return add_fill(L, inc, inc->script->floats, points, seen(&look));
}

// Chords of a whole turn so that none lies more than FLATNESS_PX inside the circle.
static int chords(float radius_px)
{
    if (!(radius_px > 1))
        return 12;
    double n = ceil(TURN / 2 / acos(1 - FLATNESS_PX / radius_px));
    return n < 12 ? 12 : n > 720 ? 720 : (int)n;
}

static void arc_points(float *xy, int count, double x, double y, double r, double from, double to)
{
    for (int i = 0; i < count; i++) {
        double a = from + (to - from) * i / (count - 1);
        xy[2 * i] = (float)(x + r * cos(a));
        xy[2 * i + 1] = (float)(y + r * sin(a));
    }
}

static int canvas_rect(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_look look = look_default;
    float x = bind_point(L, 2), y = bind_point(L, 3), w = bind_point(L, 4), h = bind_point(L, 5);
    bind_read(L, 6, &shape_options, &look);
    float r = fminf((float)look.radius, fminf(fabsf(w), fabsf(h)) / 2);
    if (!(r > 0)) {
        const float xy[8] = {x, y, x + w, y, x + w, y + h, x, y + h};
        return add_shape(L, inc, xy, 4, &look);
    }
    x = fminf(x, x + w);
    y = fminf(y, y + h);
    w = fabsf(w);
    h = fabsf(h);
    const double centres[4][2] = {
        {x + w - r, y + h - r}, {x + r, y + h - r}, {x + r, y + r}, {x + w - r, y + r}};
    int each = chords(r * canvas_scale(inc)) / 4 + 1;
    float *xy = inc->script->floats;
    for (int i = 0; i < 4; i++)
        arc_points(xy + 2 * i * each, each, centres[i][0], centres[i][1], r, i * TURN / 4,
                   (i + 1) * TURN / 4);
    return add_shape(L, inc, xy, 4 * each, &look);
}

static int canvas_circle(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_look look = look_default;
    float x = bind_point(L, 2), y = bind_point(L, 3), r = bind_point(L, 4);
    bind_read(L, 5, &shape_options, &look);
    int count = chords(fabsf(r) * canvas_scale(inc));
    arc_points(inc->script->floats, count, x, y, r, 0, TURN * (count - 1) / count);
    return add_shape(L, inc, inc->script->floats, count, &look);
}

static int canvas_arc(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_look look = look_default;
    float x = bind_point(L, 2), y = bind_point(L, 3), r = bind_point(L, 4);
    double from = bind_number(L, 5), to = bind_number(L, 6);
    bind_read(L, 7, &line_options, &look);
    double turns = fmin(fabs(to - from) / TURN, 1);
    to = to > from ? from + turns * TURN : from - turns * TURN;
    int count = (int)ceil(chords(fabsf(r) * canvas_scale(inc)) * turns) + 2;
    arc_points(inc->script->floats, count, x, y, r, from, to);
    return add_line(L, inc, inc->script->floats, count, look.width, false, seen(&look));
}

static int canvas_trail(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_look look = look_default;
    bind_read(L, 3, &fill_options, &look);
    int points = bind_points(L, 2, 4);
    float *v = inc->script->floats;
    struct color c = seen(&look);
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

static int canvas_push(lua_State *L)
{
    struct script_laying *laying = &canvas_begin(L)->laying;
    if (laying->depth >= SCRIPT_STATES)
        return bind_error(L, "%d pushes without a pop", SCRIPT_STATES);
    laying->stack[laying->depth++] = laying->state;
    return 0;
}

static int canvas_pop(lua_State *L)
{
    struct script_laying *laying = &canvas_begin(L)->laying;
    int floor = laying->group_count ? laying->groups[laying->group_count - 1].floor : 0;
    if (laying->depth <= floor)
        return bind_error(L, floor ? "there is no push before this pop in the layer"
                                   : "there is no push before this pop");
    laying->state = laying->stack[--laying->depth];
    laying->laid = false;
    return 0;
}

// The box around the rectangle's corners, within the clip that holds already.
static int canvas_clip(lua_State *L)
{
    struct script_laying *laying = &canvas_begin(L)->laying;
    if (laying->state.motion)
        return bind_error(L, "a clip stands still: set it before the tweens that move, not within");
    float x = (float)bind_number(L, 2), y = (float)bind_number(L, 3);
    float w = (float)bind_number(L, 4), h = (float)bind_number(L, 5);
    const float corners[4][2] = {{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}};
    float box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY}, *clip = laying->state.clip;
    for (int i = 0; i < 4; i++) {
        float at_x, at_y;
        affine_apply(laying->state.to_canvas, corners[i][0], corners[i][1], &at_x, &at_y);
        box[0] = fminf(box[0], at_x);
        box[1] = fminf(box[1], at_y);
        box[2] = fmaxf(box[2], at_x);
        box[3] = fmaxf(box[3], at_y);
    }
    clip[0] = fmaxf(clip[0], box[0]);
    clip[1] = fmaxf(clip[1], box[1]);
    clip[2] = fmaxf(clip[0], fminf(clip[2], box[2]));
    clip[3] = fmaxf(clip[1], fminf(clip[3], box[3]));
    laying->laid = false;
    return 0;
}

static const struct bind_function functions[] = {
    {"canvas:background", canvas_background, "color"},
    {"canvas:picture", canvas_picture, "picture, x, y, w, h, style"},
    {"canvas:film", canvas_film, "film, x, y, w, h, style"},
    {"canvas:line", canvas_line, "x1, y1, x2, y2, style"},
    {"canvas:polyline", canvas_polyline, "points, style"},
    {"canvas:rect", canvas_rect, "x, y, w, h, style"},
    {"canvas:circle", canvas_circle, "x, y, r, style"},
    {"canvas:arc", canvas_arc, "x, y, r, from, to, style"},
    {"canvas:polygon", canvas_polygon, "points, style"},
    {"canvas:trail", canvas_trail, "points, style"},
    {"canvas:push", canvas_push, ""},
    {"canvas:pop", canvas_pop, ""},
    {"canvas:clip", canvas_clip, "x, y, w, h"},
    {NULL, NULL, NULL},
};
static const char *const fields[] = {"width", "height", NULL};
static const struct bind_options *const options[] = {&line_options, &shape_options, &fill_options,
                                                     &image_options, NULL};

const struct bind_table bind_canvas = {.name = "canvas",
                                       .tag = BIND_CANVAS,
                                       .functions = functions,
                                       .fields = fields,
                                       .options = options};
