// Lua's canvas, where one picture is drawn many times: in its own px, around its middle.
//
//   for _, s in ipairs(scene.sparks) do canvas:sprite(scene.spark, s.x, s.y, s.angle) end
//   canvas:sprites(scene.spark, { 100, 80, 0.5,  140, 90, 1.2 }, { layout = "xya" })
//   canvas:sprites(scene.spark, { x = { 100, 140 }, y = { 80, 90 }, angle = { 0.5, 1.2 } })
#include "scene/swarm.h"
#include "script/bind.h"

#include <string.h>

#define FULL 8 // numbers of a sprite: x y angle scale r g b a
#define LAYOUT 16

struct sprites_options {
    char layout[LAYOUT];
    struct color tint;
    double opacity, source[4];
    bool part;
};

static const struct bind_key sprites_keys[] = {
    {"layout", BIND_STRING, .at = offsetof(struct sprites_options, layout), .size = LAYOUT},
    {"tint", BIND_COLOR, .at = offsetof(struct sprites_options, tint)},
    {"opacity", BIND_CLAMP, .at = offsetof(struct sprites_options, opacity), .most = 1},
    {"source", BIND_RECT, .at = offsetof(struct sprites_options, source),
     .given = offsetof(struct sprites_options, part)},
    {.name = NULL},
};
static const struct bind_options sprites_options = {"SpritesStyle", sprites_keys};

// Ten thousand calls a frame come here: each argument is looked at once, and what is wrong is put
// into words by the slow way.
static int canvas_sprite(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    const struct bind_handle *self = lua_touserdata(L, 1), *picture = lua_touserdata(L, 2);
    int is[2] = {0, 0}, count = lua_gettop(L);
    float v[4] = {(float)lua_tonumberx(L, 3, &is[0]), (float)lua_tonumberx(L, 4, &is[1]), 0, 1};
    struct drawlist *l = inc->laying.list;
    if (!self || self->tag != BIND_CANVAS || !l)
        canvas_begin(L);
    if (!picture || picture->tag != BIND_PICTURE)
        bind_object(L, 2, BIND_PICTURE);
    if (!is[0] || !is[1])
        bind_point(L, is[0] ? 4 : 3);
    for (int at = 5; at <= count && at <= 6; at++)
        if (!lua_isnil(L, at))
            v[at - 3] = bind_point(L, at);
    media_handle h = picture ? picture->value : 0; // bind_object has raised otherwise
    if (!(inc->laying.laid || canvas_lay(inc)) || !drawlist_sprite(l, h, v))
        canvas_refused(L, inc, 4, 0);
    return 0;
}

// Where each number of the array goes in a sprite; returns how many there are of one.
static int read_layout(lua_State *L, const char *layout, int to[FULL])
{
    static const struct {
        const char *letters;
        int first;
    } parts[] = {{"xy", 0}, {"a", 2}, {"s", 3}, {"rgba", 4}};
    const char *at = layout;
    int each = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t length = strlen(parts[i].letters);
        if (strncmp(at, parts[i].letters, length) != 0)
            continue;
        for (size_t k = 0; k < length; k++)
            to[each++] = parts[i].first + (int)k;
        at += length;
    }
    if (*at || each < 2 || to[0] != 0)
        bind_error(L,
                   "layout is \"%s\"; it is \"xy\", then \"a\" (angle), \"s\" (scale) and \"rgba\" "
                   "(colour) where they are given, as in \"xyas\"",
                   layout);
    return each;
}

static void wrong_number(lua_State *L, const char *column, lua_Integer n, int at)
{
    if (column)
        bind_error(L, "%s[%d] is %s, not a number", column, (int)n, luaL_typename(L, at));
    bind_error(L, "[%d] in the table is %s, not a number", (int)n, luaL_typename(L, at));
}

static void fill(float *values, int size, int count)
{
    static const float otherwise[FULL] = {0, 0, 0, 1, 1, 1, 1, 1};
    for (int i = 0; i < count; i++, values += size)
        for (int k = 0; k < size; k++)
            values[k] = otherwise[k];
}

// The array's numbers into `values`, `size` a sprite.
static void read_sprites(lua_State *L, int at, const int *to, int each, float *values, int size,
                         int count)
{
    lua_Integer n = 0;
    fill(values, size, count);
    for (int i = 0; i < count; i++, values += size, n += each) {
        for (int k = 0; k < each; k++)
            lua_rawgeti(L, at, n + k + 1);
        for (int k = 0; k < each; k++) {
            int is = 0;
            values[to[k]] = (float)lua_tonumberx(L, k - each, &is);
            if (!is)
                wrong_number(L, NULL, n + k + 1, k - each);
        }
        lua_settop(L, -each - 1);
    }
}

// Numbers i + 1 to i + rows of the table on top of the stack, `size` apart.
static inline void read_rows(lua_State *L, const char *name, int table, int i, int rows,
                             float *values, int size)
{
    for (int k = 1; k <= rows; k++)
        lua_rawgeti(L, table, i + k);
    for (int k = 1; k <= rows; k++, values += size) {
        int is = 0;
        *values = (float)lua_tonumberx(L, table + k, &is);
        if (!is)
            wrong_number(L, name, i + k, table + k);
    }
    lua_settop(L, table);
}

// One column of numbers: the table on top of the stack, or one number for all.
static void read_column(lua_State *L, const char *name, float *values, int size, int count)
{
    enum { ROWS = 8 }; // so many are taken off the stack at once
    int table = lua_gettop(L), is = 0;
    if (lua_type(L, table) != LUA_TTABLE) {
        float all = (float)lua_tonumberx(L, table, &is);
        for (int i = 0; is && i < count; i++)
            values[i * size] = all;
        if (!is)
            bind_error(L, "%s is %s; it must be a table of numbers or a number", name,
                       luaL_typename(L, table));
        return;
    }
    if (lua_rawlen(L, table) != (lua_Unsigned)count)
        bind_error(L, "%s has %d numbers for %d sprites", name, (int)lua_rawlen(L, table), count);
    for (int i = 0; i < count; i += ROWS) {
        if (i + ROWS <= count)
            read_rows(L, name, table, i, ROWS, values, size);
        else
            read_rows(L, name, table, i, count - i, values, size);
        values += ROWS * size;
    }
}

// {x = {…}, y = {…}, angle = {…} or 0, …}
static const struct {
    const char *name;
    int to;
} columns[] = {{"x", 0}, {"y", 1}, {"angle", 2}, {"scale", 3}, {"opacity", 7}};

// The columns' tables, pushed; returns how many sprites. *size: numbers of each on the list.
static int find_columns(lua_State *L, int at, int *size)
{
    static const char *const known[] = {"x", "y", "angle", "scale", "opacity", NULL};
    lua_pushnil(L);
    while (lua_next(L, at)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
        int k = 0;
        while (known[k] && strcmp(known[k], key) != 0)
            k++;
        if (!known[k])
            bind_error(L, "unknown column \"%.40s\"; known are x, y, angle, scale, opacity", key);
        lua_settop(L, -2);
    }
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        lua_getfield(L, at, columns[i].name);
    int first = lua_gettop(L) - 4;
    if (lua_type(L, first) != LUA_TTABLE || lua_type(L, first + 1) != LUA_TTABLE)
        bind_error(L, "x and y must be tables with a number for each sprite");
    *size = lua_isnil(L, first + 4) ? 4 : FULL;
    return (int)lua_rawlen(L, first);
}

static void read_columns(lua_State *L, float *values, int size, int count)
{
    int first = lua_gettop(L) - 4;
    if (size == FULL)
        fill(values, size, count);
    for (int i = 2; i < 4 && size == 4; i++)
        for (int k = 0; lua_isnil(L, first + i) && k < count; k++)
            values[4 * k + i] = (float)(i - 2); // angle 0, scale 1
    for (int i = 0; i < 5; i++) {
        if (lua_isnil(L, first + i))
            continue;
        lua_pushvalue(L, first + i);
        read_column(L, columns[i].name, values + columns[i].to, size, count);
        lua_settop(L, first + 4);
    }
}

static void check_count(lua_State *L, size_t count)
{
    if (count > DRAWLIST_SPRITES)
        bind_error(L, "%d sprites a call at most, got %d", DRAWLIST_SPRITES, (int)count);
}

static int sprite_count(lua_State *L, int at, int each)
{
    lua_Unsigned n = lua_rawlen(L, at);
    if (n % (unsigned)each != 0)
        bind_error(L, "%d numbers a sprite, but the table has %d", each, (int)n);
    check_count(L, n / (unsigned)each);
    return (int)(n / (unsigned)each);
}

static struct draw_rect source_of(const struct incarnation *inc, media_handle h,
                                  const struct sprites_options *o)
{
    const struct media *m = media_find(&inc->script->scene->media, h);
    if (!o->part || !m || m->width < 1 || m->height < 1)
        return (struct draw_rect){0, 0, 1, 1};
    double w = m->width, hgt = m->height;
    return (struct draw_rect){(float)(o->source[0] / w), (float)(o->source[1] / hgt),
                              (float)(o->source[2] / w), (float)(o->source[3] / hgt)};
}

// The sprites of the table at 3, in room at the end of the list; NULL: the list is full.
static const float *read_table(lua_State *L, struct drawlist *l, const struct sprites_options *o,
                               int *count, int *size)
{
    int to[FULL] = {0}, each = read_layout(L, o->layout, to);
    bool rows = lua_rawlen(L, 3) > 0 || (lua_pushnil(L), !lua_next(L, 3));
    lua_settop(L, 4);
    *count = rows ? sprite_count(L, 3, each) : find_columns(L, 3, size);
    if (rows)
        *size = to[each - 1] > 3 ? FULL : 4;
    check_count(L, (size_t)*count);
    float *values = drawlist_room(l, (size_t)*count * (size_t)*size);
    if (!values)
        return NULL;
    if (rows)
        read_sprites(L, 3, to, each, values, *size, *count);
    else
        read_columns(L, values, *size, *count);
    return values;
}

static int canvas_sprites(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct sprites_options o = {.layout = "xya", .tint = {1, 1, 1, 1}, .opacity = 1};
    media_handle h = bind_object(L, 2, BIND_PICTURE);
    int count = 0, size = 4;
    if (lua_type(L, 3) != LUA_TTABLE)
        bind_wrong(L, 3, "a table {x1, y1, angle1, x2, …} or {x = {…}, y = {…}, angle = {…}}");
    lua_settop(L, 4);
    bind_read(L, 4, &sprites_options, &o);
    struct drawlist *l = inc->laying.list;
    const float *values = read_table(L, l, &o, &count, &size);
    o.tint.a *= (float)o.opacity;
    if (!values || !canvas_lay(inc) ||
        !drawlist_sprites(l, h, source_of(inc, h, &o), values, (uint32_t)count, (uint32_t)size,
                          o.tint))
        canvas_refused(L, inc, (size_t)count * (size_t)size, 0);
    return 0;
}

struct swarm_options {
    struct color tint;
    double opacity;
};

static const struct bind_key swarm_keys[] = {
    {"tint", BIND_COLOR, .at = offsetof(struct swarm_options, tint)},
    {"opacity", BIND_CLAMP, .at = offsetof(struct swarm_options, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_options swarm_options = {"TintStyle", swarm_keys};

static int canvas_swarm(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct swarm_options o = {.tint = {1, 1, 1, 1}, .opacity = 1};
    media_handle h = bind_object(L, 2, BIND_SWARM);
    bind_read(L, 3, &swarm_options, &o);
    const struct media *m = media_find(&inc->script->scene->media, h);
    if (!m || !m->swarm)
        return 0; // closed
    o.tint.a *= (float)o.opacity;
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_swarm(l, h, m->swarm->picture, m->swarm->since_s, m->swarm->rest_s, o.tint))
        canvas_refused(L, inc, 0, 0);
    return 0;
}

static const struct bind_function functions[] = {
    {"canvas:sprite", canvas_sprite, "picture, x, y, angle, scale"},
    {"canvas:sprites", canvas_sprites, "picture, numbers, style"},
    {"canvas:swarm", canvas_swarm, "swarm, style"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&sprites_options, &swarm_options, NULL};

const struct bind_table bind_canvas_sprite = {
    .name = "canvas", .tag = BIND_CANVAS, .functions = functions, .options = options};
