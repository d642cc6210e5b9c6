// Lua's path: lines and curves, built once and drawn as often as one likes.
//
//   local leaf = path.new():move(0, 0):quad(60, -40, 120, 0):quad(60, 40, 0, 0):close()
//   local drawn = path.svg("M 0 0 C 40 0 60 20 60 60 Z") -- from Inkscape
//   canvas:fill(leaf, { color = "#7a8f4a" })
#include "script/bind.h"

#include <math.h>
#include <string.h>

// The object lies at 1; its points lie in a block of Lua's that it holds, so that they count as the
// scene's memory and go with the object.
static bool grow(struct path *p, uint32_t need)
{
    lua_State *L = p->user;
    uint32_t room = p->room ? p->room : 64;
    if (need > PATH_FLOATS)
        return false;
    while (room < need)
        room *= 2;
    float *values = lua_newuserdatauv(L, room * sizeof *values, 0);
    if (p->count > 0)
        memcpy(values, p->values, p->count * sizeof *values);
    lua_setiuservalue(L, 1, 1);
    p->values = values;
    p->room = room;
    return true;
}

static struct path *self(lua_State *L)
{
    struct bind_path *o = bind_self(L, BIND_PATH);
    o->path.grow = grow;
    o->path.user = L;
    return &o->path;
}

// Ends a method: the object itself, so that calls can follow one another.
static int added(lua_State *L, const struct path *p, bool good)
{
    if (!good && p->count + 64 > PATH_FLOATS)
        return bind_error(L, "a path has at most %d numbers", PATH_FLOATS);
    if (!good)
        return bind_error(L, "a point lies farther than %.0f px from the origin", PATH_FARTHEST);
    lua_settop(L, 1);
    return 1;
}

static int path_make(lua_State *L)
{
    bind_push_new(L, BIND_PATH, sizeof(struct bind_path));
    return 1;
}

struct path *bind_path_push(lua_State *L)
{
    bind_push_new(L, BIND_PATH, sizeof(struct bind_path));
    lua_insert(L, 1); // where grow() looks for it
    return self(L);
}

static int path_from_svg(lua_State *L)
{
    size_t length, column;
    const char *why, *text = bind_string(L, 1, &length);
    lua_settop(L, 1); // the text is held at 2
    if (!path_svg(bind_path_push(L), text, length, &column, &why))
        return bind_error(L, "column %d: %s", (int)column, why);
    lua_settop(L, 1);
    return 1;
}

static int path_move_to(lua_State *L)
{
    struct path *p = self(L);
    double x = bind_number(L, 2), y = bind_number(L, 3);
    return added(L, p, path_move(p, x, y));
}

static int path_line_to(lua_State *L)
{
    struct path *p = self(L);
    double x = bind_number(L, 2), y = bind_number(L, 3);
    return added(L, p, path_line(p, x, y));
}

static int path_quad_to(lua_State *L)
{
    struct path *p = self(L);
    double v[4];
    for (int i = 0; i < 4; i++)
        v[i] = bind_number(L, i + 2);
    return added(L, p, path_quad(p, v[0], v[1], v[2], v[3]));
}

static int path_cubic_to(lua_State *L)
{
    struct path *p = self(L);
    double v[6];
    for (int i = 0; i < 6; i++)
        v[i] = bind_number(L, i + 2);
    return added(L, p, path_cubic(p, v[0], v[1], v[2], v[3], v[4], v[5]));
}

static int path_add_arc(lua_State *L)
{
    struct path *p = self(L);
    double x = bind_number(L, 2), y = bind_number(L, 3), r = fabs(bind_number(L, 4));
    double from = bind_number(L, 5), to = bind_number(L, 6);
    return added(L, p, path_arc(p, x, y, r, r, 0, from, to));
}

static int path_corner(lua_State *L)
{
    struct path *p = self(L);
    double v[5];
    for (int i = 0; i < 5; i++)
        v[i] = bind_number(L, i + 2);
    return added(L, p, path_arc_to(p, v[0], v[1], v[2], v[3], fabs(v[4])));
}

static int path_add_rect(lua_State *L)
{
    struct path *p = self(L);
    double x = bind_number(L, 2), y = bind_number(L, 3);
    double w = bind_number(L, 4), h = bind_number(L, 5), radius = bind_number_or(L, 6, 0);
    return added(L, p, path_rect(p, x, y, w, h, radius));
}

static int path_add_ellipse(lua_State *L)
{
    struct path *p = self(L);
    double x = bind_number(L, 2), y = bind_number(L, 3), rx = fabs(bind_number(L, 4));
    double ry = fabs(bind_number_or(L, 5, rx)), turn = bind_number_or(L, 6, 0);
    return added(L, p, path_ellipse(p, x, y, rx, ry, turn));
}

static int path_end(lua_State *L)
{
    struct path *p = self(L);
    return added(L, p, path_close(p));
}

static int path_clear(lua_State *L)
{
    struct path *p = self(L);
    p->count = 0;
    p->open = false;
    p->x = p->y = p->from_x = p->from_y = 0;
    return added(L, p, true);
}

static int path_box(lua_State *L)
{
    const struct path *p = self(L);
    double box[4];
    if (!path_bounds(p->values, p->count, box))
        box[0] = box[1] = box[2] = box[3] = 0;
    lua_pushnumber(L, box[0]);
    lua_pushnumber(L, box[1]);
    lua_pushnumber(L, box[2] - box[0]);
    lua_pushnumber(L, box[3] - box[1]);
    return 4;
}

int bind_way(lua_State *L, int at)
{
    const struct incarnation *inc = fence_user(L);
    if (lua_type(L, at) == LUA_TTABLE)
        return bind_points(L, at, 2);
    if (lua_type(L, at) != LUA_TUSERDATA)
        bind_wrong(L, at, "a path, or a table {x1, y1, x2, y2, …}");
    bind_object(L, at, BIND_PATH);
    const struct path *p = &((const struct bind_path *)lua_touserdata(L, at))->path;
    double error = 0.05 / fmax(canvas_scale(inc), 1e-3);
    return (int)path_points(p->values, p->count, error, inc->script->floats, SCRIPT_POINTS);
}

static const struct bind_function functions[] = {
    {"path.new", path_make, ""},
    {"path.svg", path_from_svg, "data"},
    {"path:move", path_move_to, "x, y"},
    {"path:line", path_line_to, "x, y"},
    {"path:quad", path_quad_to, "x1, y1, x, y"},
    {"path:cubic", path_cubic_to, "x1, y1, x2, y2, x, y"},
    {"path:arc", path_add_arc, "x, y, r, from, to"},
    {"path:arc_to", path_corner, "x1, y1, x2, y2, r"},
    {"path:rect", path_add_rect, "x, y, w, h, radius"},
    {"path:ellipse", path_add_ellipse, "x, y, rx, ry, turn"},
    {"path:close", path_end, ""},
    {"path:clear", path_clear, ""},
    {"path:bounds", path_box, ""},
    {NULL, NULL, NULL},
};

const struct bind_table bind_path = {.name = "path", .tag = BIND_PATH, .functions = functions};
