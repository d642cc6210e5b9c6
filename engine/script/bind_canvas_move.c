// Lua's canvas, where it is moved, turned, sized and faded: by numbers, or by tweens that the
// engine follows by itself, frame after frame, without draw.
//
//   canvas:translate(960, 540)
//   canvas:rotate(tween.turn(0, 0.5))
//   canvas:opacity(tween.new(0, 1, 2, "out-sine"))
#include "script/bind.h"

#include <math.h>

// What follows is fixed to `inner`.
static int transform(struct incarnation *inc, struct affine inner)
{
    struct script_laying *laying = &inc->laying;
    laying->state.to_canvas = affine_times(laying->state.to_canvas, inner);
    laying->laid = false;
    return 0;
}

// What follows lies in what moves: its own transform begins anew.
static int move(lua_State *L, struct incarnation *inc, enum motion_kind kind,
                const struct bind_moving *a, const struct bind_moving *b)
{
    struct script_laying *laying = &inc->laying;
    struct draw_motion m = {.kind = kind,
                            .outer = laying->state.motion,
                            .before = laying->state.to_canvas,
                            .a = a->tween,
                            .b = b->tween};
    uint32_t motion = drawlist_motion(laying->list, &m, a->keys, b->keys);
    if (!motion) {
        canvas_refused(L, inc, 0, 0);
        return 0;
    }
    laying->state.motion = motion;
    laying->state.to_canvas = affine_identity();
    laying->laid = false;
    return 0;
}

static int canvas_translate(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_moving x = bind_moving(L, 2), y = bind_moving(L, 3);
    if (x.moves || y.moves)
        return move(L, inc, MOTION_MOVE, &x, &y);
    return transform(inc, (struct affine){1, 0, 0, 1, (float)x.tween.value, (float)y.tween.value});
}

static int canvas_rotate(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_moving a = bind_moving(L, 2), none = {0};
    if (a.moves)
        return move(L, inc, MOTION_TURN, &a, &none);
    float c = (float)cos(a.tween.value), s = (float)sin(a.tween.value);
    return transform(inc, (struct affine){c, s, -s, c, 0, 0});
}

static int canvas_scale_by(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct bind_moving x = bind_moving(L, 2);
    struct bind_moving y = lua_isnoneornil(L, 3) ? x : bind_moving(L, 3);
    if (x.moves || y.moves)
        return move(L, inc, MOTION_SIZE, &x, &y);
    return transform(inc, (struct affine){(float)x.tween.value, 0, 0, (float)y.tween.value, 0, 0});
}

// Of what was pushed: a second call replaces the first, and groups within groups multiply.
static int canvas_opacity(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct script_laying *laying = &inc->laying;
    struct bind_moving o = bind_moving(L, 2), none = {0};
    const struct draw_state *around = laying->depth ? &laying->stack[laying->depth - 1] : NULL;
    laying->state.opacity = around ? around->opacity : 1;
    laying->state.fade = around ? around->fade : 0;
    laying->laid = false;
    if (!o.moves) {
        laying->state.opacity *= (float)fmin(fmax(o.tween.value, 0), 1);
        return 0;
    }
    struct draw_motion m = {.kind = MOTION_FADE,
                            .outer = laying->state.fade,
                            .before = affine_identity(),
                            .a = o.tween,
                            .b = none.tween};
    uint32_t fade = drawlist_motion(laying->list, &m, o.keys, NULL);
    if (fade)
        laying->state.fade = fade;
    else
        canvas_refused(L, inc, 0, 0);
    return 0;
}

static const struct bind_function functions[] = {
    {"canvas:translate", canvas_translate, "x, y"},
    {"canvas:rotate", canvas_rotate, "angle"},
    {"canvas:scale", canvas_scale_by, "sx, sy"},
    {"canvas:opacity", canvas_opacity, "opacity"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_canvas_move = {.name = "canvas",
                                            .tag = BIND_CANVAS,
                                            .functions = functions};
