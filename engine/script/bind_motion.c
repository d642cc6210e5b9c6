// Lua's motion: recorded movement, opened once and asked for places and angles.
//
//   local c = motion.open("clips/marteler.bvh")
//   local x, y, z = c:joint("RightHand", 1.5)
//   canvas:body(c, show.now() % c:duration(), camera)
#include "script/bind.h"

#include <math.h>
#include <string.h>

struct motion_options {
    double unit;
};

static const struct bind_key motion_keys[] = {
    {"unit", BIND_REAL, .at = offsetof(struct motion_options, unit), .least = 1e-6, .most = 1000},
    {.name = NULL},
};
static const struct bind_options motion_options = {"MotionOptions", motion_keys};

static int motion_open(lua_State *L)
{
    struct motion_options o = {0};
    struct fault f;
    char path[MEDIA_PATH];
    const char *name = bind_string(L, 1, NULL);
    bind_read(L, 2, &motion_options, &o);
    struct incarnation *inc = fence_user(L);
    const struct script_files *files = &inc->script->desc.files;
    int clip = -1;
    int64_t since_ns = bind_work();
    if (!files->find(files->user, inc->folder, name, path, sizeof path, &f))
        bind_tell(L, "%s", f.text);
    else if ((clip = clips_open(inc, path, o.unit, &f)) < 0)
        bind_tell(L, "%s: %s", name, f.text);
    bind_worked(L, since_ns);
    bind_push(L, BIND_CLIP, clip < 0 ? 0 : clips_handle(inc->script, clip));
    return 1;
}

// NULL: the file is missing or broken, which was told when it was opened.
struct script_clip *bind_clip_at(lua_State *L, int at)
{
    struct incarnation *inc = fence_user(L);
    return clips_find(inc->script, bind_object(L, at, BIND_CLIP));
}

int bind_joint(lua_State *L, const struct script_clip *c, const char *name)
{
    int joint = c ? motion_joint(c->clip, name) : 0;
    if (joint >= 0)
        return joint;
    const char *words[MOTION_JOINTS + 1];
    int count = 0;
    for (int i = 0; i < c->info.joints && count < MOTION_JOINTS; i++)
        words[count++] = motion_joint_name(c->clip, i);
    words[count] = NULL;
    const char *file = strrchr(c->path, '/'), *nearest = bind_nearest(name, words);
    file = file ? file + 1 : c->path;
    if (nearest && nearest[0])
        return bind_error(L, "%s has no joint \"%.40s\"; did you mean \"%s\"?", file, name,
                          nearest);
    return bind_error(L, "%s has no joint \"%.40s\"; clip:joints() lists them", file, name);
}

static int clip_duration(lua_State *L)
{
    const struct script_clip *c = bind_clip_at(L, 1);
    lua_pushnumber(L, c ? c->info.duration_s : 0);
    return 1;
}

static int clip_joints(lua_State *L)
{
    const struct script_clip *c = bind_clip_at(L, 1);
    lua_newtable(L);
    lua_Integer count = 0;
    for (int i = 0; c && i < c->info.joints; i++) {
        if (!motion_joint_name(c->clip, i)[0])
            continue;
        lua_pushstring(L, motion_joint_name(c->clip, i));
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

static int clip_joint(lua_State *L)
{
    const struct script_clip *c = bind_clip_at(L, 1);
    int joint = bind_joint(L, c, bind_string(L, 2, NULL));
    double t_s = bind_number(L, 3);
    struct vec3 at = c ? motion_joint_at(c->clip, joint, t_s) : (struct vec3){0};
    lua_pushnumber(L, at.x);
    lua_pushnumber(L, at.y);
    lua_pushnumber(L, at.z);
    return 3;
}

static int clip_angle(lua_State *L)
{
    const struct script_clip *c = bind_clip_at(L, 1);
    int joints[3];
    struct vec3 at[3] = {0};
    for (int i = 0; i < 3; i++)
        joints[i] = bind_joint(L, c, bind_string(L, 2 + i, NULL));
    double t_s = bind_number(L, 5);
    for (int i = 0; c && i < 3; i++)
        at[i] = motion_joint_at(c->clip, joints[i], t_s);
    double angle = motion_angle(at[0], at[1], at[2]);
    lua_pushnumber(L, isnan(angle) ? 0 : angle);
    return 1;
}

static int clip_cuts(lua_State *L)
{
    const struct script_clip *c = bind_clip_at(L, 1);
    int joint = bind_joint(L, c, bind_string(L, 2, NULL));
    double times_s[MOTION_CUTS];
    int64_t since_ns = bind_work();
    int count = c ? motion_cuts(c->clip, joint, times_s, MOTION_CUTS) : 0;
    bind_worked(L, since_ns);
    if (count < 0)
        bind_tell(L, "memory is short: the clip is not cut");
    lua_createtable(L, count > 0 ? count : 0, 0);
    for (int i = 0; i < count; i++) {
        lua_pushnumber(L, times_s[i]);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

static const struct bind_function motion_functions[] = {
    {"motion.open", motion_open, "name, options"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&motion_options, NULL};
const struct bind_table bind_motion = {.name = "motion",
                                       .functions = motion_functions,
                                       .options = options};

static const struct bind_function clip_functions[] = {
    {"clip:duration", clip_duration, ""},  {"clip:joints", clip_joints, ""},
    {"clip:joint", clip_joint, "name, t"}, {"clip:angle", clip_angle, "a, b, c, t"},
    {"clip:cuts", clip_cuts, "name"},      {NULL, NULL, NULL},
};
const struct bind_table bind_clip = {.name = "clip", .tag = BIND_CLIP, .functions = clip_functions};
