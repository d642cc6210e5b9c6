// Walks a draw list: controls, what covers what lies under it, and (words.c) texts.
#include "boxes/private.h"

#include "scene/path.h"

#include <math.h>
#include <string.h>

#define COVERS_FROM 0.95f // opacity
#define FARTHEST 1e9      // JSON has no infinity
#define STRAIGHT 1e-3f    // px, and numbers of a transform: what is upright to this is upright

struct extent extent_none(void)
{
    return (struct extent){{INFINITY, INFINITY, -INFINITY, -INFINITY}};
}

void extent_add(struct extent *e, struct vec2 p)
{
    e->at[0] = fmin(e->at[0], p.x);
    e->at[1] = fmin(e->at[1], p.y);
    e->at[2] = fmax(e->at[2], p.x);
    e->at[3] = fmax(e->at[3], p.y);
}

bool extent_clip(struct extent *e, const float clip[4])
{
    for (int i = 0; i < 2; i++) {
        e->at[i] = fmax(e->at[i], clip[i]);
        e->at[i + 2] = fmin(e->at[i + 2], clip[i + 2]);
    }
    return e->at[2] > e->at[0] && e->at[3] > e->at[1];
}

// To a hundredth; what is no number or lies farther than FARTHEST stands there.
json_t *number_json(double x)
{
    return json_real(round(fmin(fmax(x, -FARTHEST), FARTHEST) * 100) / 100);
}

static json_t *numbers(const double *values, int count)
{
    json_t *list = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(list, number_json(values[i]));
    return list;
}

json_t *extent_json(const struct extent *e)
{
    return numbers(e->at, 4);
}

void corners_of(const struct affine *m, double left, double top, double right, double bottom,
                struct vec2 c[4])
{
    for (int i = 0; i < 4; i++) {
        double x = i == 1 || i == 2 ? right : left, y = i >= 2 ? bottom : top;
        c[i] = (struct vec2){m->a * x + m->c * y + m->e, m->b * x + m->d * y + m->f};
    }
}

json_t *corners_json(const struct vec2 c[4])
{
    const double values[8] = {c[0].x, c[0].y, c[1].x, c[1].y, c[2].x, c[2].y, c[3].x, c[3].y};
    return numbers(values, 8);
}

// ---- Covers.

static bool is_upright(float x, float y, float to_x, float to_y)
{
    return fabsf(to_x - x) < STRAIGHT || fabsf(to_y - y) < STRAIGHT;
}

// Four points.
static bool is_rectangle(const float *xy, double box[4])
{
    struct extent e = extent_none();
    for (int i = 0; i < 4; i++) {
        const float *next = xy + (size_t)(i + 1) % 4 * 2;
        if (!is_upright(xy[2 * i], xy[2 * i + 1], next[0], next[1]))
            return false;
        extent_add(&e, (struct vec2){xy[2 * i], xy[2 * i + 1]});
    }
    memcpy(box, e.at, sizeof e.at);
    return true;
}

// One outline of upright lines, its corners round or not.
static bool is_box(const float *values, uint32_t count)
{
    struct path_piece piece;
    uint32_t at = 0, moves = 0, lines = 0;
    float x = 0, y = 0;
    while (path_next(values, count, &at, &piece)) {
        if (piece.verb == PATH_QUAD)
            return false;
        if (piece.verb == PATH_CLOSE)
            continue;
        const float *end = piece.points + (piece.verb == PATH_CUBIC ? 4 : 0);
        if (piece.verb == PATH_LINE && !is_upright(x, y, end[0], end[1]))
            return false;
        moves += piece.verb == PATH_MOVE;
        lines += piece.verb == PATH_LINE;
        x = end[0];
        y = end[1];
    }
    return moves == 1 && lines >= 2;
}

// What the command fills to its edges, before the transform. False: nothing that is known to.
static bool fills(const struct drawlist *l, const struct draw_command *c, double box[4])
{
    struct draw_rect at;
    switch ((enum draw_op)c->op) {
    case DRAW_PATH:
        return c->path.width <= 0 && !c->path.gradient &&
               is_box(l->floats + c->path.first, c->path.count) &&
               path_bounds(l->floats + c->path.first, c->path.count, box);
    case DRAW_FILL:
        return c->path.count == 4 && !c->path.gradient &&
               is_rectangle(l->floats + c->path.first, box);
    case DRAW_BOX:
        at = c->box.at;
        if (c->box.width > 0)
            return false;
        break;
    case DRAW_PICTURE:
    case DRAW_FILM:
        at = c->image.at;
        break;
    case DRAW_SLICED:
        at = c->sliced.at;
        break;
    default:
        return false;
    }
    box[0] = at.x;
    box[1] = at.y;
    box[2] = (double)at.x + at.w;
    box[3] = (double)at.y + at.h;
    return true;
}

static void survey_cover(struct survey *s, uint32_t order, const struct draw_state *state)
{
    const struct draw_command *c = &s->list->commands[order];
    const struct affine *m = &state->to_canvas;
    struct extent e = extent_none();
    struct vec2 corners[4];
    double box[4];
    if (s->masked || state->blend != BLEND_OVER ||
        c->color.a * state->opacity * s->opacity < COVERS_FROM || fabsf(m->b) > STRAIGHT ||
        fabsf(m->c) > STRAIGHT || !fills(s->list, c, box))
        return;
    corners_of(m, box[0], box[1], box[2], box[3], corners);
    for (int i = 0; i < 4; i++)
        extent_add(&e, corners[i]);
    if (extent_clip(&e, state->clip))
        json_array_append_new(s->covers,
                              json_pack("{siso}", "order", (int)order, "box", extent_json(&e)));
}

// ---- Groups.

struct group {
    float opacity;
    bool masked;
};

static struct group group_of(const struct survey *s, const struct draw_command *c,
                             const struct draw_state *state)
{
    struct group g = {s->opacity, s->masked};
    if (c->op == DRAW_ONTO) { // a picture: it is seen where it is drawn, and its px are its own
        g.opacity = 0;
        return g;
    }
    const struct draw_layer *layer = &s->list->layers[c->index];
    g.opacity *= state->opacity * layer->opacity;
    g.masked = g.masked || layer->mask != MASK_NONE || layer->blend != BLEND_OVER;
    return g;
}

static void survey_list(struct survey *s)
{
    struct group outer[LAYER_DEPTH + 1] = {{s->opacity, false}};
    int depth = 0;
    for (uint32_t i = 0; i < s->list->command_count; i++) {
        const struct draw_command *c = &s->list->commands[i];
        struct draw_state state = drawlist_state_at(s->list, &s->list->states[c->state], s->now_s);
        if ((c->op == DRAW_LAYER || c->op == DRAW_ONTO) && depth < LAYER_DEPTH)
            outer[++depth] = group_of(s, c, &state);
        else if (c->op == DRAW_END && depth > 0)
            depth--;
        else if (c->op == DRAW_TEXT || c->op == DRAW_LETTERS)
            survey_words(s, i, &state);
        else
            survey_cover(s, i, &state);
        s->opacity = outer[depth].opacity;
        s->masked = outer[depth].masked;
    }
}

// ---- Controls.

static json_t *clip_json(const float clip[4])
{
    const double values[4] = {clip[0], clip[1], clip[2], clip[3]};
    return numbers(values, 4);
}

static json_t *controls_of(const struct drawlist *l, double now_s)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < l->control_count; i++) {
        const struct draw_control *c = &l->controls[i];
        struct draw_state state = drawlist_state_at(l, &c->state, now_s);
        struct extent e = extent_none();
        struct vec2 corners[4];
        corners_of(&state.to_canvas, c->at.x, c->at.y, (double)c->at.x + c->at.w,
                   (double)c->at.y + c->at.h, corners);
        for (int k = 0; k < 4; k++)
            extent_add(&e, corners[k]);
        if (!extent_clip(&e, state.clip))
            continue;
        json_t *name = json_string(c->name); // NULL: not UTF-8
        json_array_append_new(list, json_pack("{sosososo}", "name", name ? name : json_string("?"),
                                              "corners", corners_json(corners), "clip",
                                              clip_json(state.clip), "box", extent_json(&e)));
    }
    return list;
}

json_t *boxes_of(const struct scene_stage *stage, double now_s, struct text *text)
{
    const struct scene_hung *hung = &stage->hung;
    struct survey s = {.list = &stage->list,
                       .now_s = now_s,
                       .text = text,
                       .opacity = stage->opacity,
                       .texts = json_array(),
                       .covers = json_array()};
    const double reach[2] = {hung->reach_top, hung->reach_bottom};
    survey_list(&s);
    return json_pack("{sss[ii]sososososo}", "stage", stage->id, "size", stage->width, stage->height,
                     "mm_per_px", hung->mm_per_px > 0 ? json_real(hung->mm_per_px) : json_null(),
                     "reach", reach[1] > reach[0] ? numbers(reach, 2) : json_null(), "texts",
                     s.texts, "covers", s.covers, "controls", controls_of(&stage->list, now_s));
}
