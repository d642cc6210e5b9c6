// Lua's canvas: texts.
//
//   canvas:text("Marteler le fer", 96, 120, { font = "title", size = 64, width = 800 })
//   canvas:text_path("Forge · Fer · Feu", path.new():ellipse(0, 0, 200), { align = "center" })
#include "script/bind.h"

static int canvas_text(lua_State *L)
{
    struct bind_text text;
    struct incarnation *inc = canvas_begin(L);
    if (lua_isnoneornil(L, 2))
        bind_wrong(L, 2, "a string or a table of runs");
    float x = bind_point(L, 3), y = bind_point(L, 4);
    bind_text_read(L, 2, 5, &text);
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_words(l, &text.words, x, y, text.color) ||
        (text.gradient && !drawlist_text_gradient(l, text.gradient)))
        canvas_refused(L, inc, 0, text.words.length);
    const struct text_box *box = bind_text_box(L, &text.words, canvas_scale(inc));
    lua_pushnumber(L, box ? box->width : 0);
    lua_pushnumber(L, box ? box->height : 0);
    return 2;
}

static int canvas_text_path(lua_State *L)
{
    struct bind_text text;
    struct incarnation *inc = canvas_begin(L);
    if (lua_isnoneornil(L, 2))
        bind_wrong(L, 2, "a string or a table of runs");
    int points = bind_way(L, 3);
    bind_text_read(L, 2, 4, &text);
    if (points < 2)
        return bind_error(L, "a path has two points at least, got %d", points);
    text.style.width_px = 0;
    struct drawlist *l = canvas_lay(inc);
    if (!l ||
        !drawlist_letters(l, &text.words, (float)text.options.start, (float)text.options.offset,
                          inc->script->floats, (uint32_t)points, text.color) ||
        (text.gradient && !drawlist_text_gradient(l, text.gradient)))
        canvas_refused(L, inc, (size_t)points * 2, text.words.length);
    const struct text_box *box = bind_text_box(L, &text.words, canvas_scale(inc));
    lua_pushnumber(L, box ? box->width : 0);
    return 1;
}

static const struct bind_function functions[] = {
    {"canvas:text", canvas_text, "text, x, y, style"},
    {"canvas:text_path", canvas_text_path, "text, points, style"},
    {NULL, NULL, NULL},
};

const struct bind_table bind_canvas_text = {.name = "canvas",
                                            .tag = BIND_CANVAS,
                                            .functions = functions};
