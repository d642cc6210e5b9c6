// Lua's model: a body in 3D, seen in a rectangle.
//
//   local vase = model.open("model/vase.glb")
//   canvas:model(vase, 0, 0, 800, 800, { turn = show.now() * 0.2, tilt = 0.2 })
#include "script/bind.h"

#include <math.h>

struct model_options {
    double turn, tilt, zoom, opacity;
};

static const struct bind_key model_keys[] = {
    {"turn", BIND_REAL, .at = offsetof(struct model_options, turn), .least = -1e6, .most = 1e6},
    {"tilt", BIND_REAL, .at = offsetof(struct model_options, tilt), .least = -1e6, .most = 1e6},
    {"zoom", BIND_REAL, .at = offsetof(struct model_options, zoom), .least = VIEW_ZOOM_LEAST,
     .most = VIEW_ZOOM_MOST},
    {"opacity", BIND_CLAMP, .at = offsetof(struct model_options, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_options model_options = {"ModelStyle", model_keys};

static int model_open(lua_State *L)
{
    struct incarnation *inc = fence_user(L);
    const char *name = bind_string(L, 1, NULL);
    media_handle h = bind_media_open(L, MEDIA_MODEL, name);
    struct media *m = media_find(&inc->script->scene->media, h);
    if (m)
        m->silent = true;
    bind_push(L, BIND_MODEL, h);
    return 1;
}

static int model_ready(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_MODEL);
    lua_pushboolean(L, m && m->state == MEDIA_READY);
    return 1;
}

static int model_failed(lua_State *L)
{
    const struct media *m = bind_media(L, BIND_MODEL);
    lua_pushboolean(L, !m || m->state == MEDIA_FAILED);
    return 1;
}

static int model_close(lua_State *L)
{
    const struct incarnation *inc = fence_user(L);
    const struct bind_handle *h = bind_self(L, BIND_MODEL);
    release_media(inc->script, h->value, 0);
    return 0;
}

// Whole turns do not count, and a float has too few digits for many of them.
static float angle(double radians)
{
    return (float)remainder(radians, 2 * acos(-1));
}

static int canvas_model(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct model_options o = {.zoom = 1, .opacity = 1};
    media_handle h = bind_object(L, 2, BIND_MODEL);
    struct draw_rect at = {bind_point(L, 3), bind_point(L, 4), bind_point(L, 5), bind_point(L, 6)};
    bind_read(L, 7, &model_options, &o);
    struct draw_view view = {angle(o.turn), angle(o.tilt), (float)o.zoom};
    struct drawlist *l = canvas_lay(inc);
    if (!l || !drawlist_model(l, h, at, view, (struct color){1, 1, 1, (float)o.opacity}))
        canvas_refused(L, inc, 0, 0);
    return 0;
}

static const struct bind_function functions[] = {
    {"model.open", model_open, "name"},
    {"model:ready", model_ready, ""},
    {"model:failed", model_failed, ""},
    {"model:close", model_close, ""},
    {NULL, NULL, NULL},
};
static const struct bind_function canvas_functions[] = {
    {"canvas:model", canvas_model, "model, x, y, w, h, style"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&model_options, NULL};

const struct bind_table bind_model = {.name = "model", .tag = BIND_MODEL, .functions = functions};
const struct bind_table bind_canvas_model = {
    .name = "canvas", .tag = BIND_CANVAS, .functions = canvas_functions, .options = options};
