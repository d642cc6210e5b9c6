// Lua's gradient: what stands in place of a colour.
//
//   local dusk = gradient.linear(0, 0, 0, 1080, { "#1a1430", { 0.7, "#b5482a" }, "#f4c873" })
//   canvas:rect(0, 0, 1920, 1080, { color = dusk })
#include "script/bind.h"

#include <math.h>

#define TURN (2 * 3.14159265358979323846)

struct gradient_options {
    int spread, space;
    double inner, from, to;
    bool to_given;
};

static const char *const spreads[] = {"clamp", "repeat", "mirror", NULL}; // enum gradient_spread
static const char *const spaces[] = {"light", "oklab", NULL};             // enum gradient_space
static const struct bind_key keys[] = {
    {"spread", BIND_WORD, .at = offsetof(struct gradient_options, spread), .words = spreads},
    {"space", BIND_WORD, .at = offsetof(struct gradient_options, space), .words = spaces},
    {"inner", BIND_REAL, .at = offsetof(struct gradient_options, inner), .most = 1e6},
    {"from", BIND_REAL, .at = offsetof(struct gradient_options, from), .least = -1e3, .most = 1e3},
    {"to", BIND_REAL, .at = offsetof(struct gradient_options, to), .least = -1e3, .most = 1e3,
     .given = offsetof(struct gradient_options, to_given)},
    {.name = NULL},
};
static const struct bind_options gradient_options = {"GradientStyle", keys};

// On top of the stack: a colour, or {place, colour}. True when it says its place.
static bool read_stop(lua_State *L, struct draw_gradient *g, uint32_t i)
{
    int at = lua_gettop(L);
    bool placed = false;
    if (lua_type(L, at) == LUA_TTABLE) {
        int second = lua_rawgeti(L, at, 2);
        placed = second == LUA_TSTRING || second == LUA_TTABLE;
        if (!placed)
            lua_pop(L, 1);
    }
    if (placed) {
        int is = 0;
        lua_rawgeti(L, at, 1);
        double place = lua_tonumberx(L, -1, &is);
        if (!is || !(place >= 0 && place <= 1))
            bind_error(L, "stop %d: its place must be a number from 0 to 1", (int)i + 1);
        g->places[i] = (float)place;
        lua_pop(L, 1);
    }
    if (!bind_is_color(L, lua_gettop(L), &g->colors[i]))
        bind_error(L, "stop %d must be a colour or {place, colour}", (int)i + 1);
    lua_settop(L, at);
    return placed;
}

// Those that do not say their place lie evenly between those that do; the first at 0, the last
// at 1.
static void spread_out(struct draw_gradient *g, const bool *placed)
{
    uint32_t last = 0;
    for (uint32_t i = 1; i < g->count; i++) {
        if (i + 1 == g->count && !placed[i])
            g->places[i] = 1;
        else if (!placed[i])
            continue;
        for (uint32_t k = last + 1; k < i; k++)
            g->places[k] = g->places[last] +
                           (g->places[i] - g->places[last]) * (float)(k - last) / (float)(i - last);
        last = i;
    }
}

static void read_stops(lua_State *L, int at, struct draw_gradient *g)
{
    bool placed[DRAW_STOPS];
    if (lua_type(L, at) != LUA_TTABLE)
        bind_wrong(L, at, "a table of colours or {place, colour}");
    size_t count = lua_rawlen(L, at);
    if (count < 2 || count > DRAW_STOPS)
        bind_error(L, "2 to %d stops are allowed, got %d", DRAW_STOPS, (int)count);
    g->count = (uint32_t)count;
    for (uint32_t i = 0; i < g->count; i++) {
        lua_rawgeti(L, at, (lua_Integer)i + 1);
        placed[i] = read_stop(L, g, i);
        lua_pop(L, 1);
    }
    spread_out(g, placed);
    for (uint32_t i = 1; i < g->count; i++)
        if (g->places[i] < g->places[i - 1])
            bind_error(L, "stop %d lies before stop %d; places must ascend", (int)i + 1, (int)i);
}

// Numbers from `first`, stops after them, then the style.
static int make(lua_State *L, enum gradient_kind kind, int numbers)
{
    struct gradient_options o = {0};
    struct draw_gradient g = {.kind = kind};
    for (int i = 0; i < numbers; i++)
        g.at[i] = (float)bind_number(L, i + 1);
    read_stops(L, numbers + 1, &g);
    bind_read(L, numbers + 2, &gradient_options, &o);
    g.spread = (enum gradient_spread)o.spread;
    g.space = (enum gradient_space)o.space;
    if (kind == GRADIENT_RADIAL) {
        g.at[3] = fabsf(g.at[2]);
        g.at[2] = (float)o.inner;
    } else if (kind == GRADIENT_CONIC) {
        double to = o.to_given ? o.to : o.from + TURN;
        g.at[2] = (float)o.from;
        g.at[3] = (float)fmin(fmax(to, o.from - TURN), o.from + TURN);
    }
    for (int i = 0; i < 4; i++)
        if (!(fabsf(g.at[i]) <= (float)PATH_FARTHEST))
            return bind_error(L, "a number is farther than %.0f px from 0", PATH_FARTHEST);
    struct bind_gradient *made = bind_push_new(L, BIND_GRADIENT, sizeof *made);
    made->gradient = g;
    return 1;
}

static int gradient_linear(lua_State *L)
{
    return make(L, GRADIENT_LINEAR, 4);
}

static int gradient_radial(lua_State *L)
{
    return make(L, GRADIENT_RADIAL, 3);
}

static int gradient_conic(lua_State *L)
{
    return make(L, GRADIENT_CONIC, 2);
}

static const struct bind_function functions[] = {
    {"gradient.linear", gradient_linear, "x1, y1, x2, y2, stops, style"},
    {"gradient.radial", gradient_radial, "x, y, r, stops, style"},
    {"gradient.conic", gradient_conic, "x, y, stops, style"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&gradient_options, NULL};

const struct bind_table bind_gradient = {
    .name = "gradient", .tag = BIND_GRADIENT, .functions = functions, .options = options};
