// Lua's canvas: how light is blended, groups, masks, and pictures that a scene draws on.
//
//   canvas:blend("add")                                      -- light on light
//   canvas:begin_layer{ opacity = 0.5, mask = veil }         -- what follows is one thing
//   canvas:end_layer()
//   canvas:begin_onto(trails) … canvas:end_onto()            -- trails = picture.canvas(…)
#include "script/bind.h"

#include "scene/path.h"

#include <string.h>

static const char *const blends[] = {[BLEND_OVER] = "over",
                                     [BLEND_ADD] = "add",
                                     [BLEND_SCREEN] = "screen",
                                     [BLEND_MULTIPLY] = "multiply",
                                     [BLEND_LIGHTEN] = "lighten",
                                     [BLEND_DARKEN] = "darken",
                                     [BLEND_OVERLAY] = "overlay",
                                     [BLEND_DIFFERENCE] = "difference",
                                     [BLEND_EXCLUSION] = "exclusion",
                                     [BLEND_ERASE] = "erase",
                                     [BLEND_MODES] = NULL};

struct layer_options {
    double opacity, soft, at[4];
    int blend, by;
    media_handle mask;
    bool placed, masked, invert, path;
};

static const char *const ways[] = {"light", "alpha", NULL};
static const struct bind_key layer_keys[] = {
    {"opacity", BIND_CLAMP, .at = offsetof(struct layer_options, opacity), .most = 1},
    {"blend", BIND_WORD, .at = offsetof(struct layer_options, blend), .words = blends},
    {"mask", BIND_MEDIA, .at = offsetof(struct layer_options, mask),
     .given = offsetof(struct layer_options, masked)},
    {"by", BIND_WORD, .at = offsetof(struct layer_options, by), .words = ways},
    {"at", BIND_RECT, .at = offsetof(struct layer_options, at),
     .given = offsetof(struct layer_options, placed)},
    {"invert", BIND_FLAG, .at = offsetof(struct layer_options, invert)},
    {"path", BIND_TABLE, .given = offsetof(struct layer_options, path)},
    {"soft", BIND_CLAMP, .at = offsetof(struct layer_options, soft), .most = LAYER_SOFT_PX},
    {.name = NULL},
};
static const struct bind_options layer_options = {"LayerStyle", layer_keys};

static int canvas_blend(lua_State *L)
{
    struct script_laying *laying = &canvas_begin(L)->laying;
    laying->state.blend = (enum draw_blend)bind_word(L, 2, blends);
    laying->laid = false;
    return 0;
}

// What is inside keeps its own opacity and blending: those of the group are the group's.
static void enter(struct script_laying *laying, bool laid, media_handle onto)
{
    laying->stack[laying->depth++] = laying->state;
    laying->state.opacity = 1;
    laying->state.fade = 0;
    laying->state.blend = BLEND_OVER;
    if (onto)
        laying->state.motion = 0;
    laying->stack[laying->depth++] = laying->state; // opacity() starts from here
    laying->groups[laying->group_count++] =
        (struct script_group){.floor = laying->depth, .laid = laid, .onto = onto};
    laying->laid = false;
}

static void check_room(lua_State *L, const struct script_laying *laying)
{
    if (laying->group_count >= LAYER_DEPTH)
        bind_error(L, "%d layers and pictures that are drawn on may lie within one another",
                   LAYER_DEPTH);
    if (laying->depth + 2 > SCRIPT_STATES)
        bind_error(L, "%d pushes without a pop", laying->depth);
}

static int leave(lua_State *L, bool onto)
{
    struct incarnation *inc = canvas_begin(L);
    struct script_laying *laying = &inc->laying;
    const struct script_group *group =
        laying->group_count ? &laying->groups[laying->group_count - 1] : NULL;
    if (!group || (group->onto != 0) != onto)
        return bind_error(L,
                          group ? "canvas:begin_%s comes first to its end here"
                                : "there is no canvas:begin_%s before it",
                          (group ? group->onto != 0 : onto) ? "onto" : "layer");
    laying->depth = group->floor - 2;
    laying->state = laying->stack[laying->depth];
    laying->laid = false;
    laying->group_count--;
    if (group->laid && !drawlist_end(laying->list))
        canvas_refused(L, inc, 0, 0);
    return 0;
}

// What key `path` of the options holds: a path object's values (it stays on the stack), or straight
// lines through points, in s->floats.
static uint32_t read_path(lua_State *L, struct script *s, const float **values)
{
    lua_getfield(L, 2, "path");
    if (lua_type(L, -1) == LUA_TUSERDATA) {
        const struct path *p = &((const struct bind_path *)lua_touserdata(L, -1))->path;
        *values = p->values;
        return p->count;
    }
    *values = s->floats;
    int points = bind_points(L, lua_gettop(L), 2);
    lua_pop(L, 1);
    if (3 * points + 1 > (int)SCRIPT_FLOATS)
        bind_error(L, "path has more than %d points", (int)SCRIPT_FLOATS / 3);
    for (int i = points - 1; i >= 0; i--) {
        float p[2] = {s->floats[2 * i], s->floats[2 * i + 1]};
        s->floats[3 * i] = i ? PATH_LINE : PATH_MOVE;
        s->floats[3 * i + 1] = p[0];
        s->floats[3 * i + 2] = p[1];
    }
    s->floats[3 * points] = PATH_CLOSE;
    return points ? 3 * (uint32_t)points + 1 : 0;
}

static int canvas_begin_layer(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct script_laying *laying = &inc->laying;
    struct layer_options o = {.opacity = 1, .blend = (int)laying->state.blend};
    bind_read(L, 2, &layer_options, &o);
    if (o.masked && o.path)
        return bind_error(L, "a mask or a path, not both; layers may lie within one another");
    check_room(L, laying);
    const float *path = NULL;
    const struct media *m = media_find(&inc->script->scene->media, laying->onto);
    const struct scene_stage *stage = script_stage(inc);
    struct draw_layer layer = {.opacity = (float)o.opacity,
                               .blend = (enum draw_blend)o.blend,
                               .invert = o.invert,
                               .media = o.mask,
                               .soft_px = (float)o.soft,
                               .at = {0, 0, (float)(m ? m->width : stage->width),
                                      (float)(m ? m->height : stage->height)}};
    for (int i = 0; i < 4 && o.placed; i++)
        layer.at[i] = (float)o.at[i];
    if (o.masked)
        layer.mask = o.by ? MASK_ALPHA : MASK_LIGHT;
    if (o.path) {
        layer.mask = MASK_PATH;
        layer.count = read_path(L, inc->script, &path);
    }
    struct drawlist *l = canvas_lay(inc);
    bool laid = l && drawlist_layer(l, &layer, path);
    if (!laid)
        canvas_refused(L, inc, layer.count, 0);
    enter(laying, laid, 0);
    return 0;
}

static int canvas_end_layer(lua_State *L)
{
    return leave(L, false);
}

static int canvas_begin_onto(lua_State *L)
{
    struct incarnation *inc = canvas_begin(L);
    struct script_laying *laying = &inc->laying;
    media_handle h = bind_object(L, 2, BIND_PICTURE);
    const struct media *m = media_find(&inc->script->scene->media, h);
    if (m && m->kind != MEDIA_CANVAS)
        return bind_error(L, "this picture is a file; what is drawn on is made by picture.canvas");
    check_room(L, laying);
    struct drawlist *l = canvas_lay(inc);
    bool laid = l && drawlist_onto(l, h, m && m->keeps);
    if (!laid)
        canvas_refused(L, inc, 0, 0);
    enter(laying, laid, h ? h : 1);
    laying->groups[laying->group_count - 1].around = laying->onto;
    laying->onto = h;
    laying->state.to_canvas = affine_identity();
    memcpy(laying->state.clip, (float[4]){0, 0, m ? (float)m->width : 0, m ? (float)m->height : 0},
           sizeof laying->state.clip);
    laying->stack[laying->depth - 1] = laying->state;
    return 0;
}

static int canvas_end_onto(lua_State *L)
{
    struct script_laying *laying = &canvas_begin(L)->laying;
    int group = laying->group_count - 1;
    leave(L, true);
    laying->onto = laying->groups[group].around;
    return 0;
}

static const struct bind_function functions[] = {
    {"canvas:blend", canvas_blend, "mode"},     {"canvas:begin_layer", canvas_begin_layer, "style"},
    {"canvas:end_layer", canvas_end_layer, ""}, {"canvas:begin_onto", canvas_begin_onto, "picture"},
    {"canvas:end_onto", canvas_end_onto, ""},   {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&layer_options, NULL};

const struct bind_table bind_canvas_layer = {
    .name = "canvas", .tag = BIND_CANVAS, .functions = functions, .options = options};
