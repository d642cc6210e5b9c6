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

enum fit { FIT_STRETCH, FIT_CONTAIN, FIT_COVER };

static const char *const fits[] = {"stretch", "contain", "cover", NULL};
static const char *const middles[] = {"stretch", "tile", NULL};
static const struct bind_key image_keys[] = {
    {"opacity", BIND_CLAMP, .at = offsetof(struct bind_image, opacity), .most = 1},
    {"tint", BIND_COLOR, .at = offsetof(struct bind_image, tint)},
    {"fit", BIND_WORD, .at = offsetof(struct bind_image, fit), .words = fits},
    {"source", BIND_RECT, .at = offsetof(struct bind_image, source),
     .given = offsetof(struct bind_image, part)},
    {"slice", BIND_SIDES, .at = offsetof(struct bind_image, slice),
     .given = offsetof(struct bind_image, sliced)},
    {"middle", BIND_WORD, .at = offsetof(struct bind_image, middle), .words = middles},
    {.name = NULL},
};
const struct bind_options bind_image_style = {"ImageStyle", image_keys};

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
    else if (l->control_count >= DRAWLIST_CONTROLS)
        snprintf(text, size, "%d controls a frame are allowed", DRAWLIST_CONTROLS);
    else if (l->pen_count >= DRAWLIST_PENS)
        snprintf(text, size, "%d kinds of strokes a frame are allowed", DRAWLIST_PENS);
    else if (l->gradient_count >= DRAWLIST_GRADIENTS)
        snprintf(text, size, "%d gradients a frame are allowed", DRAWLIST_GRADIENTS);
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

static int canvas_background(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct color color = bind_color(L, 2);
    inc->laying.list->background = color;
    return 0;
}

void canvas_place(const struct media *m, const struct bind_image *o, struct draw_rect *at,
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

// The borders in the picture's px: one each of the box's, smaller alike where they do not fit.
static void slice_axis(const struct bind_image *o, int side, float part, float size_px,
                       float box_px, struct draw_slices *s)
{
    float a = fminf((float)o->slice[side], size_px);
    float b = fminf((float)o->slice[side + 2], size_px - a);
    float first = s->part[side], scale = part / size_px;
    s->border[side] = first + a * scale;
    s->border[side + 2] = first + (size_px - b) * scale;
    float shrink = a + b > box_px ? box_px / (a + b) : 1, tile = size_px - a - b;
    s->px[side] = a * shrink;
    s->px[side + 2] = b * shrink;
    s->size[side] = box_px;
    // So many whole tiles as come nearest, so that the last one is not cut.
    float inside = box_px - s->px[side] - s->px[side + 2];
    float count = tile > 0 ? fmaxf(1, rintf(inside / tile)) : 1;
    s->tile[side] = o->middle && inside > 0 ? inside / count : 0;
}

static bool add_sliced(struct drawlist *l, enum draw_op op, media_handle h, const struct media *m,
                       const struct bind_image *o, struct draw_rect at, struct draw_rect part)
{
    struct draw_slices s = {.part = {part.x, part.y, part.x + part.w, part.y + part.h}};
    float w = part.w * (float)m->width, h_ = part.h * (float)m->height;
    if (!(w > 0 && h_ > 0 && at.w > 0 && at.h > 0))
        return drawlist_image(l, op, h, at, part, o->tint);
    slice_axis(o, 0, part.w, w, at.w, &s);
    slice_axis(o, 1, part.h, h_, at.h, &s);
    return drawlist_sliced(l, op, h, at, &s, o->tint);
}

static int add_image(lua_State *L, enum bind_tag tag, enum draw_op op)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_image o = {.opacity = 1, .tint = {1, 1, 1, 1}};
    media_handle h = bind_object(L, 2, tag);
    struct draw_rect at = {bind_point(L, 3), bind_point(L, 4), bind_point(L, 5), bind_point(L, 6)};
    struct draw_rect part;
    bind_read(L, 7, &bind_image_style, &o);
    const struct media *m = media_find(&inc->script->scene->media, h);
    canvas_place(m, &o, &at, &part);
    o.tint.a *= (float)o.opacity;
    struct drawlist *l = canvas_lay(inc);
    bool sliced = o.sliced && m && m->width > 0 && m->height > 0;
    if (!l || !(sliced ? add_sliced(l, op, h, m, &o, at, part)
                       : drawlist_image(l, op, h, at, part, o.tint)))
        canvas_refused(L, inc, 0, 0);
    return 0;
}

static int canvas_picture(lua_State *L)
{
    return add_image(L, BIND_PICTURE, DRAW_PICTURE);
}

static int canvas_film(lua_State *L)
{
    const uint32_t *tag = lua_touserdata(L, 2);
    if (tag && *tag == BIND_LIST)
        return canvas_film_list(L);
    return add_image(L, BIND_FILM, DRAW_FILM);
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
    {"canvas:push", canvas_push, ""},
    {"canvas:pop", canvas_pop, ""},
    {"canvas:clip", canvas_clip, "x, y, w, h"},
    {NULL, NULL, NULL},
};
static const char *const fields[] = {"width", "height", NULL};
static const struct bind_options *const options[] = {&bind_image_style, NULL};

const struct bind_table bind_canvas = {.name = "canvas",
                                       .tag = BIND_CANVAS,
                                       .functions = functions,
                                       .fields = fields,
                                       .options = options};
