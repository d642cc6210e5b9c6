// For tests of rehearsal/: rooms, cameras and projectors in double.
#include "tools/room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int open_hall(void **state)
{
    struct hall *h = calloc(1, sizeof *h);
    struct fault f = {0};
    h->windows = windows_create(&(struct windows_desc){.headless = true}, &f);
    if (h->windows)
        h->gpu = gpu_create(windows_gl_address, TEST_ROOT "/shaders", &f);
    if (!h->gpu)
        fail_msg("%s", f.text);
    *state = h;
    return 0;
}

int close_hall(void **state)
{
    struct hall *h = *state;
    gpu_destroy(h->gpu);
    windows_destroy(h->windows);
    free(h);
    return 0;
}

struct rehearsal_body a_wall(void)
{
    return (struct rehearsal_body){.at = {0, WALL_Y + 0.1, -4},
                                   .size = {24, 0.2, 12},
                                   .color = {WALL_COLOR, WALL_COLOR, WALL_COLOR}};
}

static struct vec3 minus(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}

static double along(struct vec3 a, struct vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static struct vec3 across(struct vec3 a, struct vec3 b)
{
    return (struct vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static struct vec3 long1(struct vec3 a)
{
    double n = sqrt(along(a, a));
    return (struct vec3){a.x / n, a.y / n, a.z / n};
}

// v cos + (k x v) sin, for v at right angles to k.
static struct vec3 turned(struct vec3 v, struct vec3 k, double angle)
{
    struct vec3 s = across(k, v);
    double c = cos(angle), d = sin(angle);
    return (struct vec3){v.x * c + s.x * d, v.y * c + s.y * d, v.z * c + s.z * d};
}

struct frame frame_of(const struct rehearsal_pose *pose)
{
    struct vec3 k = long1(minus(pose->look, pose->at));
    struct vec3 level = long1(across(k, (struct vec3){0, 0, 1}));
    struct vec3 right = turned(level, k, pose->roll);
    return (struct frame){pose->at, right, across(k, right), k};
}

struct vec3 in_frame(const struct frame *f, struct vec3 world)
{
    struct vec3 v = minus(world, f->at);
    return (struct vec3){along(v, f->right), along(v, f->down), along(v, f->forward)};
}

// A picture 1 / throw wide at 1 m, its middle moved by its shift.
struct vec3 on_wall(const struct rehearsal_projector *p, struct vec2 px)
{
    struct frame f = frame_of(&p->pose);
    double per_px = 1 / (p->throw_ratio * p->size.width);
    double x = (px.x + p->size.width * (p->shift.x - 0.5)) * per_px;
    double y = (px.y - p->size.height * (p->shift.y + 0.5)) * per_px;
    struct vec3 way = {f.forward.x + x * f.right.x + y * f.down.x,
                       f.forward.y + x * f.right.y + y * f.down.y,
                       f.forward.z + x * f.right.z + y * f.down.z};
    double t = (WALL_Y - f.at.y) / way.y;
    return (struct vec3){f.at.x + t * way.x, WALL_Y, f.at.z + t * way.z};
}

struct vec2 on_projector(const struct rehearsal_projector *p, struct vec3 world)
{
    struct frame f = frame_of(&p->pose);
    struct vec3 v = in_frame(&f, world);
    double px = p->throw_ratio * p->size.width / v.z;
    return (struct vec2){v.x * px + p->size.width * (0.5 - p->shift.x),
                         v.y * px + p->size.height * (0.5 + p->shift.y)};
}

struct vec2 on_camera(const struct rehearsal_camera *c, struct vec3 world)
{
    struct frame f = frame_of(&c->pose);
    struct vec3 v = in_frame(&f, world);
    double x = v.x / v.z, y = v.y / v.z, q = x * x + y * y;
    double k = 1 + c->k1 * q + c->k2 * q * q;
    return (struct vec2){c->size.width / 2.0 + c->focal_px * k * x,
                         c->size.height / 2.0 + c->focal_px * k * y};
}

double wall_light(const struct rehearsal_projector *p, struct vec3 world)
{
    struct frame f = frame_of(&p->pose);
    double away = in_frame(&f, world).z, wide = away / p->throw_ratio;
    double high = wide * p->size.height / p->size.width; // of the picture at that distance
    struct vec3 back = minus(f.at, world);
    double turn = -back.y / away; // cos of the wall / cos off the axis: both over the same length
    return p->lumens / (wide * high) * turn * WALL_COLOR / M_PI;
}

struct gpu_target slide_of(struct hall *h, struct size2 size, const unsigned char *rgba)
{
    struct gpu_target t;
    struct fault f = {0};
    if (!gpu_target_init(h->gpu, &t, GPU_SRGBA8, size.width, size.height, &f))
        fail_msg("%s", f.text);
    gpu_texture_upload(h->gpu, &t.texture, 0, 0, size.width, size.height, rgba, 0);
    return t;
}

unsigned char *dark(struct size2 size)
{
    unsigned char *rgba = calloc((size_t)size.width * (size_t)size.height, 4);
    for (size_t i = 3; i < (size_t)size.width * (size_t)size.height * 4; i += 4)
        rgba[i] = 255;
    return rgba;
}

void put_square(unsigned char *rgba, struct size2 size, int x, int y, int half)
{
    for (int v = y - half; v < y + half; v++)
        memset(rgba + ((size_t)v * (size_t)size.width + (size_t)(x - half)) * 4, 255,
               (size_t)half * 8);
}

struct vec2 middle_of_light(const float *light, struct size2 size, struct vec2 about, double reach)
{
    double sum = 0, x_sum = 0, y_sum = 0;
    for (int y = (int)fmax(about.y - reach, 0); y < fmin(about.y + reach, size.height); y++)
        for (int x = (int)fmax(about.x - reach, 0); x < fmin(about.x + reach, size.width); x++) {
            double v = light[4 * (y * size.width + x) + 1];
            sum += v;
            x_sum += v * (x + 0.5);
            y_sum += v * (y + 0.5);
        }
    return (struct vec2){x_sum / sum, y_sum / sum};
}

double mean_light(const float *light, struct size2 size, struct vec2 about, double reach)
{
    double sum = 0;
    int count = 0;
    for (int y = (int)(about.y - reach); y < about.y + reach; y++)
        for (int x = (int)(about.x - reach); x < about.x + reach; x++, count++)
            sum += light[4 * (y * size.width + x) + 1];
    return sum / count;
}

void open_show(struct show *s, struct hall *h, const unsigned char *rgba)
{
    struct fault f = {0};
    s->canvas = slide_of(h, s->desc.surfaces[0].size, rgba);
    s->mapping = mapping_create(&s->desc, &f);
    if (s->mapping)
        s->surfaces = surfaces_create(h->gpu, &s->desc, s->mapping, &f);
    if (!s->surfaces)
        fail_msg("%s", f.text);
    surfaces_show(s->surfaces, (const struct gpu_target *const[]){&s->canvas}, 1);
}

void close_show(struct show *s)
{
    surfaces_destroy(s->surfaces);
    mapping_destroy(s->mapping);
    gpu_target_finish(&s->canvas);
    *s = (struct show){0};
}
