// Lua's swarm: one picture many times, each on a way that is declared once; the engine follows it.
//
//   local x, y, vx = {}, {}, {}
//   for i = 1, 2000 do x[i], y[i], vx[i] = math.random(0, 1920), math.random(0, 1080), 20 end
//   scene.dust = swarm.new(picture.open("media/dust.png"), { x = x, y = y, vx = vx,
//     box = { 0, 0, 1920, 1080 }, edge = "wrap" })
//   function scene.draw(canvas) canvas:swarm(scene.dust) end
#include "scene/swarm.h"
#include "script/bind.h"

#include <math.h>
#include <string.h>

struct swarm_options {
    int edge;
    double box[4], fade_in, fade_out, since;
    bool boxed, again, dated;
};

static const char *const edges[] = {"open", "bounce", "wrap", NULL};
static const struct bind_key swarm_keys[] = {
    {"x", BIND_LATER, .at = 0},
    {"y", BIND_LATER, .at = 0},
    {"vx", BIND_LATER, .at = 0},
    {"vy", BIND_LATER, .at = 0},
    {"angle", BIND_LATER, .at = 0},
    {"spin", BIND_LATER, .at = 0},
    {"scale", BIND_LATER, .at = 0},
    {"start", BIND_LATER, .at = 0},
    {"life", BIND_LATER, .at = 0},
    {"opacity", BIND_LATER, .at = 0},
    {"color", BIND_LATER, .at = 0},
    {"pull", BIND_LATER, .at = 0},
    {"again", BIND_FLAG, .at = offsetof(struct swarm_options, again)},
    {"fade_in", BIND_REAL, .at = offsetof(struct swarm_options, fade_in), .most = 3600},
    {"fade_out", BIND_REAL, .at = offsetof(struct swarm_options, fade_out), .most = 3600},
    {"box", BIND_RECT, .at = offsetof(struct swarm_options, box),
     .given = offsetof(struct swarm_options, boxed)},
    {"edge", BIND_WORD, .at = offsetof(struct swarm_options, edge), .words = edges},
    {"since", BIND_REAL, .at = offsetof(struct swarm_options, since), .least = -1e9, .most = 1e9,
     .given = offsetof(struct swarm_options, dated)},
    {.name = NULL},
};
static const struct bind_options swarm_options = {"SwarmStyle", swarm_keys};

// What each sprite has a number of: in a table of its own, or the same one for all.
static const struct way {
    const char *name;
    size_t at; // in struct swarm_sprite
    float otherwise, least, most;
} ways[] = {
    {"x", offsetof(struct swarm_sprite, x), 0, -1e6f, 1e6f},
    {"y", offsetof(struct swarm_sprite, y), 0, -1e6f, 1e6f},
    {"vx", offsetof(struct swarm_sprite, vx), 0, -1e6f, 1e6f},
    {"vy", offsetof(struct swarm_sprite, vy), 0, -1e6f, 1e6f},
    {"angle", offsetof(struct swarm_sprite, angle), 0, -1e6f, 1e6f},
    {"spin", offsetof(struct swarm_sprite, spin), 0, -1e4f, 1e4f},
    {"scale", offsetof(struct swarm_sprite, scale), 1, -1e4f, 1e4f},
    {"start", offsetof(struct swarm_sprite, start_s), 0, -1e9f, 1e9f},
    {"life", offsetof(struct swarm_sprite, life_s), SWARM_LONG, 1e-3f, SWARM_LONG},
    {"opacity", offsetof(struct swarm_sprite, color.a), 1, 0, 1},
};
#define WAYS (sizeof ways / sizeof *ways)

// Where the table of each is on the stack; 0: it is not there, or one number.
struct way_tables {
    int at[WAYS];
    float all[WAYS]; // the one number
    int color;
    uint32_t count;
};

static float way_number(lua_State *L, int at, const struct way *way, uint32_t number)
{
    int is = 0;
    double v = lua_tonumberx(L, at, &is);
    if (is && v >= way->least && v <= way->most)
        return (float)v;
    if (!is && number)
        bind_error(L, "%s[%d] is %s, not a number", way->name, (int)number, luaL_typename(L, at));
    if (!is)
        bind_error(L, "%s is %s; it must be a number or a table of numbers", way->name,
                   luaL_typename(L, at));
    bind_error(L, "%s is %g; from %g to %g is allowed", way->name, v, way->least, way->most);
    return 0;
}

// The table `name` of the options, which stays on the stack; 0: it is none.
static int push_table(lua_State *L, const char *name)
{
    lua_getfield(L, 2, name);
    return lua_type(L, -1) == LUA_TTABLE ? lua_gettop(L) : 0;
}

static void check_count(lua_State *L, const char *name, lua_Unsigned has, uint32_t count)
{
    if (has != count)
        bind_error(L, "%s has %d numbers for %d sprites", name, (int)has, (int)count);
}

static struct way_tables find_tables(lua_State *L)
{
    struct way_tables t = {0};
    for (size_t i = 0; i < WAYS; i++) {
        t.all[i] = ways[i].otherwise;
        t.at[i] = push_table(L, ways[i].name);
        if (!t.at[i] && !lua_isnil(L, -1))
            t.all[i] = way_number(L, lua_gettop(L), &ways[i], 0);
    }
    if (!t.at[0] || !t.at[1])
        bind_error(L, "x and y must be tables with a number for each sprite");
    lua_Unsigned count = lua_rawlen(L, t.at[0]);
    if (count > SWARM_SPRITES)
        bind_error(L, "%d sprites in a swarm at most, got %d", SWARM_SPRITES, (int)count);
    t.count = (uint32_t)count;
    for (size_t i = 0; i < WAYS; i++)
        if (t.at[i])
            check_count(L, ways[i].name, lua_rawlen(L, t.at[i]), t.count);
    t.color = push_table(L, "color");
    if (!t.color && !lua_isnil(L, -1))
        bind_error(L, "color must be a table {r1, g1, b1, r2, g2, b2, …} in linear light; one for "
                      "all is the tint of canvas:swarm");
    if (t.color && lua_rawlen(L, t.color) != 3 * (size_t)t.count)
        bind_error(L, "color has %d numbers for %d sprites; three each are wanted",
                   (int)lua_rawlen(L, t.color), (int)t.count);
    return t;
}

static void read_way(lua_State *L, const struct way_tables *t, size_t i, struct swarm *s)
{
    for (uint32_t k = 0; k < s->count; k++) {
        float v = t->all[i];
        if (t->at[i]) {
            lua_rawgeti(L, t->at[i], (lua_Integer)k + 1);
            v = way_number(L, -1, &ways[i], k + 1);
            lua_settop(L, -2);
        }
        memcpy((char *)&s->sprites[k] + ways[i].at, &v, sizeof v);
    }
}

static void read_colors(lua_State *L, int at, struct swarm *s)
{
    static const struct way light = {"color", 0, 1, 0, 65504};
    for (uint32_t k = 0; k < 3 * s->count; k++) {
        float v = 1;
        if (at) {
            lua_rawgeti(L, at, (lua_Integer)k + 1);
            v = way_number(L, -1, &light, k + 1);
            lua_settop(L, -2);
        }
        (&s->sprites[k / 3].color.r)[k % 3] = v;
    }
}

static void read_pull(lua_State *L, const struct swarm_options *o, struct swarm *s)
{
    static const struct way axis = {"pull", 0, 0, -1e5f, 1e5f};
    int at = push_table(L, "pull");
    if (!at && !lua_isnil(L, -1))
        bind_error(L, "pull must be a table {x, y} of px a second squared");
    for (int i = 0; at && i < 2; i++) {
        lua_rawgeti(L, at, i + 1);
        s->pull[i] = way_number(L, -1, &axis, (uint32_t)i + 1);
        lua_pop(L, 1);
    }
    if (at && o->edge != SWARM_OPEN)
        bind_error(L, "pull is for swarms that leave their box (edge = \"open\")");
}

static void check_options(lua_State *L, const struct swarm_options *o, const struct way_tables *t)
{
    if (o->edge != SWARM_OPEN && !o->boxed)
        bind_error(L, "edge = \"%s\" needs a box = {x, y, w, h}", edges[o->edge]);
    if (o->boxed && !(o->box[2] >= 1 && o->box[3] >= 1))
        bind_error(L, "the box is 1 px wide and high at least");
    if (o->again && !t->at[8] && t->all[8] >= SWARM_LONG)
        bind_error(L, "again = true needs a life");
    if (o->again && t->at[8] == 0 && t->all[8] > 1e9f)
        bind_error(L, "life is %g; with again = true up to 1e9 is allowed", t->all[8]);
}

static int swarms_of(const struct incarnation *inc)
{
    int count = 0;
    for (int i = 0; i < inc->script->scene->media.reach; i++) {
        const struct media *m = &inc->script->scene->media.items[i];
        count += m->used && m->kind == MEDIA_SWARM && m->incarnation == inc->number;
    }
    return count;
}

// A place on the table; what the scene has dropped makes room first.
static struct media *take(lua_State *L, struct incarnation *inc, media_handle *h)
{
    struct media_table *table = &inc->script->scene->media;
    if (swarms_of(inc) >= SCRIPT_SWARMS) {
        lua_gc(L, LUA_GCCOLLECT, 0);
        release_dropped(inc);
    }
    if (swarms_of(inc) >= SCRIPT_SWARMS)
        bind_error(L, "%d swarms are open already; close some", SCRIPT_SWARMS);
    *h = media_take(table, MEDIA_SWARM, inc->stage);
    struct media *m = media_find(table, *h);
    if (!m) {
        bind_error(L, "%d pictures, films, sounds and swarms are open already; close some",
                   MEDIA_MAX);
        return NULL;
    }
    m->incarnation = inc->number;
    m->state = MEDIA_READY;
    m->silent = true;
    return m;
}

static int swarm_new(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct swarm_options o = {0};
    media_handle picture = bind_object(L, 1, BIND_PICTURE), h = 0;
    if (lua_type(L, 2) != LUA_TTABLE)
        return bind_wrong(L, 2, "a table of numbers, {x = {…}, y = {…}}");
    lua_settop(L, 2);
    bind_read(L, 2, &swarm_options, &o);
    struct way_tables t = find_tables(L);
    check_options(L, &o, &t);
    struct media *m = take(L, inc, &h); // owns the swarm from here on, also when a number is wrong
    bind_push(L, BIND_SWARM, h);
    struct swarm *s = m->swarm = swarm_create(t.count);
    if (!s)
        return bind_error(L, "memory is short");
    int64_t since_ns = bind_work();
    for (size_t i = 0; i < WAYS; i++)
        read_way(L, &t, i, s);
    read_colors(L, t.color, s);
    read_pull(L, &o, s);
    s->picture = picture;
    s->since_s = o.dated ? o.since : inc->script->now_s;
    s->edge = (enum swarm_edge)o.edge;
    const float box[4] = {(float)o.box[0], (float)o.box[1], (float)(o.box[0] + o.box[2]),
                          (float)(o.box[1] + o.box[3])};
    memcpy(s->box, box, sizeof box);
    s->fade_in_s = (float)o.fade_in;
    s->fade_out_s = (float)o.fade_out;
    s->again = o.again;
    s->rest_s = swarm_rest_s(s);
    bind_worked(L, since_ns);
    bind_push(L, BIND_SWARM, h);
    return 1;
}

static int swarm_count(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_SWARM);
    lua_pushinteger(L, m && m->swarm ? (lua_Integer)m->swarm->count : 0);
    return 1;
}

static int swarm_close(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct bind_handle *h = bind_self(L, BIND_SWARM);
    release_media(inc->script, h->value, 0);
    return 0;
}

static const struct bind_function functions[] = {
    {"swarm.new", swarm_new, "picture, style"},
    {"swarm:count", swarm_count, ""},
    {"swarm:close", swarm_close, ""},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&swarm_options, NULL};

const struct bind_table bind_swarm = {
    .name = "swarm", .tag = BIND_SWARM, .functions = functions, .options = options};
