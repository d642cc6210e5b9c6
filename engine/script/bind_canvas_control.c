// Lua's canvas: where a finger may act.
//
//   canvas:control("back", 96, 96, 120, 120)
#include "script/bind.h"

static int canvas_control(lua_State *L)
{
    size_t length = 0;
    struct incarnation *inc = canvas_begin(L);
    const struct script_laying *laying = &inc->laying;
    const char *name = bind_string(L, 2, &length);
    struct draw_rect at = {bind_point(L, 3), bind_point(L, 4), bind_point(L, 5), bind_point(L, 6)};
    if (length == 0 || length >= DRAW_CONTROL_NAME)
        return bind_error(L, "the name of a control has 1 to %d bytes, got %d",
                          DRAW_CONTROL_NAME - 1, (int)length);
    if (laying->onto)
        return bind_error(L, "a control lies on the canvas, not on a picture that is drawn on");
    if (!drawlist_control(laying->list, &laying->state, name, at))
        canvas_refused(L, inc, 0, 0);
    return 0;
}

static const struct bind_function functions[] = {
    {"canvas:control", canvas_control, "name, x, y, w, h"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_canvas_control = {.name = "canvas",
                                               .tag = BIND_CANVAS,
                                               .functions = functions};
