// Colours as curators write them: "#rrggbb", or a table of linear light.
#include "script/bind.h"

#include <math.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "#rrggbb" or "#rrggbbaa".
static bool hex_color(const struct script *s, const char *text, size_t length, struct color *color)
{
    unsigned bytes[4] = {0, 0, 0, 255};
    if ((length != 7 && length != 9) || text[0] != '#')
        return false;
    for (size_t i = 1; i < length; i += 2) {
        int high = hex(text[i]), low = hex(text[i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i / 2] = (unsigned)(high * 16 + low);
    }
    *color = (struct color){s->linear[bytes[0]], s->linear[bytes[1]], s->linear[bytes[2]],
                            (float)bytes[3] / 255};
    return true;
}

static bool table_color(lua_State *L, int at, struct color *color)
{
    double v[4] = {0, 0, 0, 1};
    for (int i = 0; i < 4; i++) {
        int is = lua_rawgeti(L, at, i + 1) == LUA_TNUMBER;
        if (is)
            v[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
        if ((!is && i < 3) || !(fabs(v[i]) <= 65504))
            return false;
    }
    *color = (struct color){(float)v[0], (float)v[1], (float)v[2], (float)v[3]};
    return true;
}

bool bind_is_color(lua_State *L, int at, struct color *color)
{
    const struct incarnation *inc = fence_user(L);
    size_t length;
    if (lua_type(L, at) == LUA_TTABLE)
        return table_color(L, at, color);
    if (lua_type(L, at) != LUA_TSTRING)
        return false;
    const char *text = lua_tolstring(L, at, &length);
    return hex_color(inc->script, text, length, color);
}

struct color bind_color(lua_State *L, int at)
{
    struct color color = {0};
    if (bind_is_color(L, at, &color))
        return color;
    if (lua_type(L, at) == LUA_TSTRING)
        bind_error(L, "\"%.40s\" is not a colour; write " BIND_COLORS, lua_tostring(L, at));
    bind_wrong(L, at, "a colour, " BIND_COLORS ",");
    return color;
}
