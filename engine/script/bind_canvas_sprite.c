// Lua's canvas, where one picture is drawn many times: in its own px, around its middle.
//
//   for _, s in ipairs(scene.sparks) do canvas:sprite(scene.spark, s.x, s.y, s.angle) end
//   canvas:sprites(scene.spark, { 100, 80, 0.5,  140, 90, 1.2 }, { layout = "xya" })
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

static int canvas_sprite(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    media_handle h = bind_object(L, 2, BIND_PICTURE);
    float v[4] = {bind_point(L, 3), bind_point(L, 4), 0, 1};
    if (!lua_isnoneornil(L, 5))
        v[2] = bind_point(L, 5);
    if (!lua_isnoneornil(L, 6))
        v[3] = bind_point(L, 6);
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_sprite(l, h, v))
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

// The array's numbers into `values`, `size` a sprite; what it does not give is as in `otherwise`.
static void read_sprites(lua_State *L, int at, const int *to, int each, float *values, int size,
                         int count)
{
    static const float otherwise[FULL] = {0, 0, 0, 1, 1, 1, 1, 1};
    lua_Integer n = 1;
    for (int i = 0; i < count; i++, values += size) {
        memcpy(values, otherwise, (size_t)size * sizeof *values);
        for (int k = 0; k < each; k++, n++) {
            int is = 0;
            lua_rawgeti(L, at, n);
            values[to[k]] = (float)lua_tonumberx(L, -1, &is);
            if (!is)
                bind_error(L, "[%d] in the table is %s, not a number", (int)n,
                           luaL_typename(L, -1));
            lua_settop(L, -2);
        }
    }
}

static int sprite_count(lua_State *L, int at, int each)
{
    if (lua_type(L, at) != LUA_TTABLE)
        bind_wrong(L, at, "a table {x1, y1, angle1, x2, y2, angle2, …}");
    lua_Unsigned n = lua_rawlen(L, at);
    if (n % (unsigned)each != 0)
        bind_error(L, "%d numbers a sprite, but the table has %d", each, (int)n);
    if (n / (unsigned)each > DRAWLIST_SPRITES)
        bind_error(L, "%d sprites a call at most, got %d", DRAWLIST_SPRITES,
                   (int)(n / (unsigned)each));
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

static int canvas_sprites(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct sprites_options o = {.layout = "xya", .tint = {1, 1, 1, 1}, .opacity = 1};
    int to[FULL];
    media_handle h = bind_object(L, 2, BIND_PICTURE);
    bind_read(L, 4, &sprites_options, &o);
    int each = read_layout(L, o.layout, to);
    int count = sprite_count(L, 3, each), size = to[each - 1] > 3 ? FULL : 4;
    size_t floats = (size_t)count * (size_t)size;
    struct drawlist *l = inc->laying.list;
    float *values = drawlist_room(l, floats);
    if (values)
        read_sprites(L, 3, to, each, values, size, count);
    o.tint.a *= (float)o.opacity;
    if (!values || !canvas_lay(inc) ||
        !drawlist_sprites(l, h, source_of(inc, h, &o), values, (uint32_t)count, (uint32_t)size,
                          o.tint))
        canvas_refused(L, inc, floats, 0);
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
