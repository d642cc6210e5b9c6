// Lua's picture: a file that is shown.
//
//   local p = picture.open("media/atelier.jpg")
//   canvas:picture(p, 0, 0, 1920, 1080, { fit = "cover" })
#include "script/bind.h"

static int picture_open(lua_State *L)
{
    const char *name = bind_string(L, 1, NULL);
    bind_push(L, BIND_PICTURE, bind_media_open(L, MEDIA_PICTURE, name));
    return 1;
}

static int picture_ready(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_PICTURE);
    lua_pushboolean(L, m && m->state == MEDIA_READY);
    return 1;
}

static int picture_size(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_PICTURE);
    lua_pushinteger(L, m ? m->width : 0);
    lua_pushinteger(L, m ? m->height : 0);
    return 2;
}

static int picture_close(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct bind_handle *h = bind_self(L, BIND_PICTURE);
    release_media(inc->script, h->value, 0);
    return 0;
}

static const struct bind_function functions[] = {
    {"picture.open", picture_open, "name"},
    {"picture:ready", picture_ready, ""},
    {"picture:size", picture_size, ""},
    {"picture:close", picture_close, ""},
    {NULL, NULL, NULL},
};

const struct bind_table bind_picture = {.name = "picture",
                                        .tag = BIND_PICTURE,
                                        .functions = functions};
