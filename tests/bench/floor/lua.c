// Floor of one call a sprite: what bare Lua 5.4 costs, without a window.
//     floor_lua FOLDER [COUNT [FRAMES]]
// FOLDER/sprites.lua moves COUNT sprites and calls draw(image, x, y, angle) for each; draw writes
// four corners into an array. After peers/floor/w1_lua.c, with as many arguments as canvas:sprite.
#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WARM_UP = 30, SPRITES = 200000 };

struct corners {
    float floats[SPRITES][16];
    int count;
};

// Checked as a library would: the image by its metatable, the numbers by their type.
static int draw(lua_State *lua)
{
    struct corners *to = lua_touserdata(lua, lua_upvalueindex(1));
    luaL_checkudata(lua, 1, "image");
    float x = (float)luaL_checknumber(lua, 2), y = (float)luaL_checknumber(lua, 3);
    float angle = (float)luaL_checknumber(lua, 4);
    float c = cosf(angle) * 16, s = sinf(angle) * 16;
    const float corners[16] = {x - c + s, y - s - c, 0, 0, x + c + s, y + s - c, 1, 0,
                               x - c - s, y - s + c, 0, 1, x + c - s, y + s + c, 1, 1};
    if (to->count < SPRITES)
        memcpy(to->floats[to->count++], corners, sizeof corners);
    return 0;
}

static void mark(char which)
{
    printf("MARK %c\n", which);
    fflush(stdout);
    nanosleep(&(struct timespec){0, 50000000}, NULL);
}

static void call(lua_State *lua, const char *name)
{
    lua_getglobal(lua, name);
    lua_call(lua, 0, 0);
}

int main(int argc, char **argv)
{
    int count = argc > 2 ? atoi(argv[2]) : 10000, frames = argc > 3 ? atoi(argv[3]) : 300;
    char file[1024];
    snprintf(file, sizeof file, "%s/sprites.lua", argc > 1 ? argv[1] : ".");
    struct corners *to = calloc(1, sizeof *to);
    lua_State *lua = luaL_newstate();
    if (!to || !lua)
        return 1;
    luaL_openlibs(lua);
    lua_newuserdatauv(lua, 8, 0);
    luaL_newmetatable(lua, "image");
    lua_setmetatable(lua, -2);
    lua_setglobal(lua, "image");
    lua_pushlightuserdata(lua, to);
    lua_pushcclosure(lua, draw, 1);
    lua_setglobal(lua, "draw");
    lua_pushinteger(lua, count);
    lua_setglobal(lua, "count");
    if (luaL_dofile(lua, file) != LUA_OK) {
        fprintf(stderr, "%s\n", lua_tostring(lua, -1));
        return 1;
    }
    for (int frame = 1; frame <= WARM_UP + frames; frame++) {
        to->count = 0;
        call(lua, "step");
        call(lua, "paint");
        if (frame == WARM_UP || frame == WARM_UP + frames)
            mark(frame == WARM_UP ? 'A' : 'B');
    }
    return 0;
}
