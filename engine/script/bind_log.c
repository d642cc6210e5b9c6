// Lua's log and print: lines for staff, not more than SCRIPT_LINES a second from one scene.
//
//   log.warning("no work for", id)
#include "script/bind.h"

#include "base/log.h"

#include <string.h>

// A line may be said now; else it is counted, and script.c says how many there were.
static bool room_for_line(struct incarnation *inc)
{
    if (inc->script->now_s >= inc->lines_from_s + 1 || inc->script->now_s < inc->lines_from_s) {
        inc->lines_from_s = inc->script->now_s;
        inc->lines = 0;
    }
    if (inc->lines < SCRIPT_LINES) {
        inc->lines++;
        return true;
    }
    inc->lines_dropped++;
    return false;
}

static int say(lua_State *L, enum log_level level)
{
    char line[1024] = "";
    size_t used = 0;
    int count = lua_gettop(L);
    for (int i = 1; i <= count; i++) {
        size_t length, room = sizeof line - 2 - used;
        const char *text = luaL_tolstring(L, i, &length); // may call __tostring
        if (i > 1)
            line[used++] = ' ';
        if (length > room)
            length = room;
        memcpy(line + used, text, length);
        used += length;
        lua_pop(L, 1);
        if (length == room)
            break;
    }
    line[used] = 0;
    struct incarnation *inc = fence_user(L);
    if (room_for_line(inc))
        log_say(level, "script", "%s: %s: %s", script_stage(inc)->id, inc->name, line);
    return 0;
}

static int log_info_line(lua_State *L)
{
    return say(L, LOG_INFO);
}

static int log_warning_line(lua_State *L)
{
    return say(L, LOG_WARNING);
}

static int print(lua_State *L)
{
    return say(L, LOG_INFO);
}

static const struct bind_function functions[] = {
    {"log.info", log_info_line, "..."},
    {"log.warning", log_warning_line, "..."},
    {"print", print, "..."},
    {NULL, NULL, NULL},
};

const struct bind_table bind_log = {.name = "log", .functions = functions};
