// Lua's canvas, what stands in space: a body, the path of a joint, an angle, the floor. Points go
// through the camera to the canvas; what is behind the eye is left out.
//
//   local camera = { target = { 0, 0, 1 }, azimuth = 0.4, elevation = 0.1, distance = 4 }
//   canvas:body(clip, t, camera)
//   canvas:cyclegraph(clip, "RightHand", t - 2, t, camera, { color = "#e8b04a", blink = 0.1 })
//   canvas:measure(clip, { "RightArm", "RightForeArm", "RightHand" }, t, camera)
#include "script/bind.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_STEP_S (1.0 / 120) // of a cyclegraph
#define PATH_POINTS 4096        // longer ones take longer steps
#define BLINK_STEPS 10          // of one blink, at least
#define LIT 0.6                 // of a blink's period its lamp glows
#define FADE_PER_M 0.3          // opacity lost for each metre behind the target
#define FADE_LEAST 0.25
#define FLOOR_LINES 129 // each way
#define ARC_POINTS 65
#define TICK_RAD (3.14159265358979323846 / 18) // 10 degrees

static const struct bind_key camera_keys[] = {
    {"target", BIND_POINT, .at = offsetof(struct motion_camera, target)},
    {"azimuth", BIND_REAL, .at = offsetof(struct motion_camera, azimuth), .least = -1e6,
     .most = 1e6},
    {"elevation", BIND_REAL, .at = offsetof(struct motion_camera, elevation), .least = -1e6,
     .most = 1e6},
    {"distance", BIND_REAL, .at = offsetof(struct motion_camera, distance_m), .least = 0.01,
     .most = 1000},
    {"fov", BIND_REAL, .at = offsetof(struct motion_camera, fov), .least = 0.01, .most = 3},
    {"x", BIND_REAL, .at = offsetof(struct motion_camera, left), .least = -1e5, .most = 1e5},
    {"y", BIND_REAL, .at = offsetof(struct motion_camera, top), .least = -1e5, .most = 1e5},
    {"width", BIND_REAL, .at = offsetof(struct motion_camera, width), .least = 1, .most = 1e5},
    {"height", BIND_REAL, .at = offsetof(struct motion_camera, height), .least = 1, .most = 1e5},
    {.name = NULL},
};
static const struct bind_options camera_options = {"Camera", camera_keys};

struct space_look {
    struct color color;
    double width, opacity, blink_s, size, radius, step;
    char language[SCRIPT_LANGUAGE];
};

static const struct bind_key body_keys[] = {
    {"color", BIND_COLOR, .at = offsetof(struct space_look, color)},
    {"width", BIND_REAL, .at = offsetof(struct space_look, width), .most = 4096},
    {"opacity", BIND_CLAMP, .at = offsetof(struct space_look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_key cyclegraph_keys[] = {
    {"color", BIND_COLOR, .at = offsetof(struct space_look, color)},
    {"width", BIND_REAL, .at = offsetof(struct space_look, width), .most = 4096},
    {"blink", BIND_REAL, .at = offsetof(struct space_look, blink_s), .most = 60},
    {"opacity", BIND_CLAMP, .at = offsetof(struct space_look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_key measure_keys[] = {
    {"color", BIND_COLOR, .at = offsetof(struct space_look, color)},
    {"size", BIND_REAL, .at = offsetof(struct space_look, size), .least = 1, .most = 2000},
    {"width", BIND_REAL, .at = offsetof(struct space_look, width), .most = 4096},
    {"radius", BIND_REAL, .at = offsetof(struct space_look, radius), .most = 100},
    {"language", BIND_STRING, .at = offsetof(struct space_look, language), .size = SCRIPT_LANGUAGE},
    {"opacity", BIND_CLAMP, .at = offsetof(struct space_look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_key floor_keys[] = {
    {"size", BIND_REAL, .at = offsetof(struct space_look, size), .least = 0.01, .most = 1000},
    {"step", BIND_REAL, .at = offsetof(struct space_look, step), .least = 0.01, .most = 1000},
    {"color", BIND_COLOR, .at = offsetof(struct space_look, color)},
    {"width", BIND_REAL, .at = offsetof(struct space_look, width), .most = 4096},
    {"opacity", BIND_CLAMP, .at = offsetof(struct space_look, opacity), .most = 1},
    {.name = NULL},
};
static const struct bind_options body_options = {"BodyStyle", body_keys};
static const struct bind_options cyclegraph_options = {"CyclegraphStyle", cyclegraph_keys};
static const struct bind_options measure_options = {"MeasureStyle", measure_keys};
static const struct bind_options floor_options = {"FloorStyle", floor_keys};

// What one call lays: where, in which look, and the trail that grows in s->floats.
struct laying_in_space {
    lua_State *L;
    struct incarnation *inc;
    struct motion_camera camera;
    struct space_look look;
    int points;
};

static void begin(struct laying_in_space *in, lua_State *L, struct space_look look)
{
    struct incarnation *inc = canvas_begin(L);
    const struct scene_stage *stage = script_stage(inc);
    *in = (struct laying_in_space){.L = L, .inc = inc, .look = look};
    in->camera = (struct motion_camera){.target = {0, 0, 1},
                                        .elevation = 0.15,
                                        .distance_m = 4,
                                        .fov = 0.7,
                                        .width = stage->width,
                                        .height = stage->height};
    memcpy(in->look.language, script_stage(inc)->visit.language, SCRIPT_LANGUAGE);
}

static void read_camera(struct laying_in_space *in, int at)
{
    if (lua_type(in->L, at) != LUA_TTABLE)
        bind_wrong(in->L, at, "a camera {target = {x, y, z}, azimuth = …, distance = …}");
    bind_read(in->L, at, &camera_options, &in->camera);
}

// Points were counted in in->points: one trail, then a new one begins.
static void end_trail(struct laying_in_space *in)
{
    int points = in->points;
    in->points = 0;
    if (points < 2)
        return;
    struct drawlist *l = canvas_lay(in->inc);
    if (!l || !drawlist_trail(l, in->inc->script->floats, (uint32_t)points))
        canvas_refused(in->L, in->inc, (size_t)points * DRAW_TRAIL_FLOATS, 0);
}

// One more point of the trail; one behind the eye ends it. Width and light follow the depth.
static void add_point(struct laying_in_space *in, struct vec3 at_world, double width,
                      double opacity)
{
    struct vec2 at;
    double depth_m;
    if (!motion_project(&in->camera, at_world, &at, &depth_m)) {
        end_trail(in);
        return;
    }
    double nearness = in->camera.distance_m / depth_m;
    double fade = 1 - FADE_PER_M * (depth_m - in->camera.distance_m);
    fade = fmin(fmax(fade, FADE_LEAST), 1);
    struct color c = in->look.color;
    const float point[DRAW_TRAIL_FLOATS] = {
        (float)at.x, (float)at.y, (float)(width * fmin(nearness, 8)), c.r,
        c.g,         c.b,         (float)(c.a * opacity * fade)};
    memcpy(in->inc->script->floats + (size_t)in->points * DRAW_TRAIL_FLOATS, point, sizeof point);
    in->points++;
}

struct bone {
    struct vec3 from, to;
    double depth_m;
};

static int farther(const void *a, const void *b)
{
    double da = ((const struct bone *)a)->depth_m, db = ((const struct bone *)b)->depth_m;
    return (da < db) - (da > db);
}

// Far bones first, so that near ones lie over them.
static int sort_bones(const struct laying_in_space *in, const struct motion_clip *clip, double t_s,
                      struct bone *bones)
{
    struct vec3 joints[MOTION_JOINTS];
    struct vec2 at;
    int count = 0, all = motion_info(clip).joints;
    motion_pose(clip, t_s, joints);
    for (int i = 0; i < all; i++) {
        int parent = motion_parent(clip, i);
        struct bone b = {.to = joints[i]};
        double from_m, to_m;
        if (parent < 0)
            continue;
        b.from = joints[parent];
        if (!motion_project(&in->camera, b.from, &at, &from_m) ||
            !motion_project(&in->camera, b.to, &at, &to_m))
            continue;
        b.depth_m = (from_m + to_m) / 2;
        bones[count++] = b;
    }
    qsort(bones, (size_t)count, sizeof *bones, farther);
    return count;
}

static int canvas_body(lua_State *L)
{
    struct laying_in_space in;
    struct bone bones[MOTION_JOINTS];
    begin(&in, L, (struct space_look){.color = {1, 1, 1, 1}, .width = 6, .opacity = 1});
    const struct script_clip *c = bind_clip_at(L, 2);
    double t_s = bind_number(L, 3);
    read_camera(&in, 4);
    bind_read(L, 5, &body_options, &in.look);
    int count = c ? sort_bones(&in, c->clip, t_s, bones) : 0;
    for (int i = 0; i < count; i++) {
        add_point(&in, bones[i].from, in.look.width, in.look.opacity);
        add_point(&in, bones[i].to, in.look.width, in.look.opacity);
        end_trail(&in);
    }
    return 0;
}

// Steps of a path. They lie on multiples of the step, so that what is drawn stands still while the
// ends move; `a_blink` of them are one period of the lamp, 0: it glows all the time.
struct steps {
    double step_s;
    int a_blink;
};

static struct steps steps_of(double long_s, double blink_s)
{
    double least_s = fmax(PATH_STEP_S, long_s / (PATH_POINTS - 2));
    double a_blink = fmax(floor(blink_s / least_s), BLINK_STEPS);
    if (blink_s <= 0 || long_s * a_blink / blink_s > PATH_POINTS) // too fine to be seen
        return (struct steps){least_s, 0};
    return (struct steps){blink_s / a_blink, (int)a_blink};
}

// Gilbreth's lamp: lit at once, fading slowly, so that each dash points where the hand goes and is
// as long as the hand is fast (F. B. and L. M. Gilbreth, "Applied Motion Study", 1917). 1 when lit,
// falling to 0, negative while dark.
static double lamp(const struct steps *steps, long n)
{
    if (steps->a_blink == 0)
        return 1;
    double u = (double)(n % steps->a_blink) / steps->a_blink;
    return u < LIT ? 1 - u / LIT : -1;
}

static int canvas_cyclegraph(lua_State *L)
{
    struct laying_in_space in;
    begin(&in, L, (struct space_look){.color = {1, 1, 1, 1}, .width = 4, .opacity = 1});
    const struct script_clip *c = bind_clip_at(L, 2);
    int joint = bind_joint(L, c, bind_string(L, 3, NULL));
    double from_s = bind_number(L, 4), to_s = bind_number(L, 5);
    read_camera(&in, 6);
    bind_read(L, 7, &cyclegraph_options, &in.look);
    if (!c)
        return 0;
    from_s = fmax(from_s, 0);
    to_s = fmin(to_s, c->info.duration_s);
    if (to_s <= from_s)
        return 0;
    struct steps steps = steps_of(to_s - from_s, in.look.blink_s);
    struct script_path *path = clips_path(in.inc->script, c, joint, steps.step_s);
    long first = (long)floor(from_s / steps.step_s), last = (long)ceil(to_s / steps.step_s - 1e-6);
    for (long n = first; n <= last; n++) {
        double t_s = (double)n * steps.step_s, light = lamp(&steps, n);
        if (light < 0) {
            end_trail(&in);
            continue;
        }
        bool within = path && t_s >= from_s && t_s <= to_s;
        add_point(&in,
                  within ? clips_path_at(path, n)
                         : motion_joint_at(c->clip, joint, fmin(fmax(t_s, from_s), to_s)),
                  in.look.width * (0.25 + 0.75 * light), in.look.opacity * light);
    }
    end_trail(&in);
    return 0;
}

static struct vec3 along(struct vec3 at, struct vec3 v, double much)
{
    return (struct vec3){at.x + v.x * much, at.y + v.y * much, at.z + v.z * much};
}

static double dot(struct vec3 a, struct vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static struct vec3 from_to(struct vec3 a, struct vec3 b)
{
    return (struct vec3){b.x - a.x, b.y - a.y, b.z - a.z};
}

static struct vec3 unit(struct vec3 v)
{
    double length = sqrt(dot(v, v));
    return (struct vec3){v.x / length, v.y / length, v.z / length};
}

// An angle in space: its middle, two unit vectors at right angles in its plane (the first along
// the first limb), and how far it opens.
struct angle {
    struct vec3 middle, along, across;
    double opens, radius_m;
};

static bool make_angle(const struct vec3 at[3], double radius_m, struct angle *a)
{
    struct vec3 one = from_to(at[1], at[0]), two = from_to(at[1], at[2]);
    a->middle = at[1];
    a->opens = motion_angle(at[0], at[1], at[2]);
    if (isnan(a->opens))
        return false;
    a->along = unit(one);
    struct vec3 rest = along(two, a->along, -dot(two, a->along));
    if (dot(rest, rest) < 1e-12) { // stretched: any plane through the limb will do
        struct vec3 other =
            fabs(a->along.z) < 0.9 ? (struct vec3){0, 0, 1} : (struct vec3){1, 0, 0};
        rest = along(other, a->along, -dot(other, a->along));
    }
    a->across = unit(rest);
    double shorter = sqrt(fmin(dot(one, one), dot(two, two)));
    a->radius_m = radius_m > 0 ? radius_m : shorter / 3;
    return true;
}

static struct vec3 on_arc(const struct angle *a, double at_rad, double radius)
{
    struct vec3 p = along(a->middle, a->along, cos(at_rad) * radius * a->radius_m);
    return along(p, a->across, sin(at_rad) * radius * a->radius_m);
}

static void draw_angle(struct laying_in_space *in, const struct vec3 at[3], const struct angle *a)
{
    double width = in->look.width, opacity = in->look.opacity;
    add_point(in, at[0], width, opacity);
    add_point(in, at[1], width, opacity);
    add_point(in, at[2], width, opacity);
    end_trail(in);
    for (int i = 0; i < ARC_POINTS; i++)
        add_point(in, on_arc(a, a->opens * i / (ARC_POINTS - 1), 1), width / 2, opacity);
    end_trail(in);
    for (int i = 0; i * TICK_RAD <= a->opens + 1e-9; i++) {
        double out = i % 9 == 0 ? 1.2 : i % 3 == 0 ? 1.12 : 1.07; // right angles, 30, 10 degrees
        add_point(in, on_arc(a, i * TICK_RAD, 1), width / 3, opacity);
        add_point(in, on_arc(a, i * TICK_RAD, out), width / 3, opacity);
        end_trail(in);
    }
}

// "112°" on the bisector, outside the arc.
static void draw_figure(struct laying_in_space *in, const struct angle *a)
{
    char text[16];
    struct vec2 at;
    double depth_m;
    struct bind_words words;
    struct text_style style;
    float width, height;
    int lines;
    if (!motion_project(&in->camera, on_arc(a, a->opens / 2, 1.5), &at, &depth_m))
        return;
    int length = snprintf(text, sizeof text, "%.0f°", a->opens * 180 / 3.14159265358979323846);
    text_words(in->inc, &words);
    snprintf(words.font, sizeof words.font, "figures");
    memcpy(words.language, in->look.language, sizeof words.language);
    words.size = in->look.size;
    text_style_of(&words, &style);
    style.align = TEXT_CENTRE;
    text_size(in->L, text, (size_t)length, &style, canvas_scale(in->inc), &width, &height, &lines);
    struct color color = in->look.color;
    color.a *= (float)in->look.opacity;
    struct drawlist *l = canvas_lay(in->inc);
    if (!l || !drawlist_text(l, text, (size_t)length, (float)at.x, (float)at.y - height / 2, &style,
                             color))
        canvas_refused(in->L, in->inc, 0, (size_t)length);
}

static int canvas_measure(lua_State *L)
{
    struct laying_in_space in;
    int joints[3];
    struct vec3 at[3];
    struct angle angle;
    begin(&in, L, (struct space_look){.color = {1, 1, 1, 1}, .width = 3, .opacity = 1, .size = 32});
    const struct script_clip *c = bind_clip_at(L, 2);
    if (lua_type(L, 3) != LUA_TTABLE || lua_rawlen(L, 3) != 3)
        bind_wrong(L, 3, "three joints {\"Shoulder\", \"Elbow\", \"Hand\"}");
    double t_s = bind_number(L, 4);
    read_camera(&in, 5);
    bind_read(L, 6, &measure_options, &in.look);
    for (int i = 0; i < 3; i++) {
        if (lua_rawgeti(L, 3, i + 1) != LUA_TSTRING)
            bind_wrong(L, 3, "three joints {\"Shoulder\", \"Elbow\", \"Hand\"}");
        joints[i] = bind_joint(L, c, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    if (!c)
        return 0;
    for (int i = 0; i < 3; i++)
        at[i] = motion_joint_at(c->clip, joints[i], t_s);
    if (make_angle(at, in.look.radius, &angle)) {
        draw_angle(&in, at, &angle);
        draw_figure(&in, &angle);
    }
    return 0;
}

// One line of the grid from (x, y), `count` steps along x or y; it fades towards the edge.
static void floor_line(struct laying_in_space *in, double x, double y, bool along_x,
                       const double middle[2], int count)
{
    for (int i = 0; i <= count; i++) {
        double at_x = along_x ? x + i * in->look.step : x;
        double at_y = along_x ? y : y + i * in->look.step;
        double out = hypot(at_x - middle[0], at_y - middle[1]) / in->look.size;
        double light = fmax(1 - out * out, 0);
        add_point(in, (struct vec3){at_x, at_y, 0}, in->look.width, in->look.opacity * light);
    }
    end_trail(in);
}

static int canvas_floor(lua_State *L)
{
    struct laying_in_space in;
    begin(&in, L,
          (struct space_look){
              .color = {1, 1, 1, 1}, .width = 1.5, .opacity = 0.4, .size = 2, .step = 0.25});
    read_camera(&in, 2);
    bind_read(L, 3, &floor_options, &in.look);
    double step = in.look.step;
    int half = (int)ceil(in.look.size / step);
    if (2 * half + 1 > FLOOR_LINES)
        return bind_error(L, "size / step is %g; %d is the most", in.look.size / step,
                          (FLOOR_LINES - 1) / 2);
    // The grid stands still in the world; its middle follows what the camera looks at.
    double left = (round(in.camera.target.x / step) - half) * step;
    double near = (round(in.camera.target.y / step) - half) * step;
    const double middle[2] = {in.camera.target.x, in.camera.target.y};
    for (int i = 0; i <= 2 * half; i++) {
        floor_line(&in, left, near + i * step, true, middle, 2 * half);
        floor_line(&in, left + i * step, near, false, middle, 2 * half);
    }
    return 0;
}

static const struct bind_function functions[] = {
    {"canvas:body", canvas_body, "clip, t, camera, style"},
    {"canvas:cyclegraph", canvas_cyclegraph, "clip, joint, from, to, camera, style"},
    {"canvas:measure", canvas_measure, "clip, joints, t, camera, style"},
    {"canvas:floor", canvas_floor, "camera, style"},
    {NULL, NULL, NULL},
};
static const struct bind_options *const options[] = {&camera_options,     &body_options,
                                                     &cyclegraph_options, &measure_options,
                                                     &floor_options,      NULL};

const struct bind_table bind_canvas_space = {
    .name = "canvas", .tag = BIND_CANVAS, .functions = functions, .options = options};
