// Lua's picture: a file that is shown.
//
//   local p = picture.open("media/atelier.jpg")
//   canvas:picture(p, 0, 0, 1920, 1080, { fit = "cover" })
#include "script/bind.h"

#define PICTURE_SIDE 4096 // px of one that is drawn on

static int picture_open(lua_State *L)
{
    const char *name = bind_string(L, 1, NULL);
    bind_push(L, BIND_PICTURE, bind_media_open(L, MEDIA_PICTURE, name));
    return 1;
}

struct canvas_options {
    bool keep;
    double fade;
};

static const struct bind_key canvas_keys[] = {
    {"keep", BIND_FLAG, .at = offsetof(struct canvas_options, keep)},
    {"fade", BIND_REAL, .at = offsetof(struct canvas_options, fade), .most = 3600},
    {.name = NULL},
};
static const struct bind_options canvas_options = {"CanvasOptions", canvas_keys};

static int side(lua_State *L, int at)
{
    double px = bind_number(L, at);
    if (!(px >= 1 && px <= PICTURE_SIDE))
        bind_error(L, "a picture that is drawn on has 1 to %d px a side, got %g", PICTURE_SIDE, px);
    return (int)px;
}

static int picture_canvas(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    struct canvas_options o = {0};
    int width = side(L, 1), height = side(L, 2);
    bind_read(L, 3, &canvas_options, &o);
    media_handle h = bind_media_canvas(inc, width, height);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (m) {
        m->keeps = o.keep || o.fade > 0;
        m->fade_s = (float)o.fade;
        script_stage(inc)->keeps |= m->keeps;
    } else {
        bind_tell(L, "%d pictures, films and sounds are open already; close some", MEDIA_MAX);
    }
    bind_push(L, BIND_PICTURE, h);
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
    {"picture.open", picture_open, "name"}, {"picture.canvas", picture_canvas, "w, h, options"},
    {"picture:ready", picture_ready, ""},   {"picture:size", picture_size, ""},
    {"picture:close", picture_close, ""},   {NULL, NULL, NULL},
};

static const struct bind_options *const options[] = {&canvas_options, NULL};

const struct bind_table bind_picture = {
    .name = "picture", .tag = BIND_PICTURE, .functions = functions, .options = options};
