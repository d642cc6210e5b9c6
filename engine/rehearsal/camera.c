// A simulated camera: the room seen through a hole, then bent, shaded, exposed and grained in
// double precision, so that what it takes is the same on every machine that paints the same light.
#include "rehearsal/private.h"

#include <stdlib.h>

#define FINE 2           // px of the hole's picture for one of the camera's
#define TAPS 3           // a side, of one px of the camera
#define WIDEST_PX 8192   // of the hole's picture
#define CAMERA_SIDE 4096 // px

struct shot {
    const struct rehearsal_camera *camera;
    double half_x, half_y; // tangents of the hole's picture
    int width, height;
    float *hole; // owned
};

// Where light at an undistorted radius lands, and how fast that grows.
static double bent(const struct rehearsal_camera *c, double r, double *slope)
{
    double q = r * r;
    *slope = 1 + q * (3 * c->k1 + q * 5 * c->k2);
    return r * (1 + q * (c->k1 + q * c->k2));
}

// Newton's method from the distorted radius. False where the lens folds over itself.
static bool straight(const struct rehearsal_camera *c, double distorted, double *r)
{
    double slope;
    *r = distorted;
    for (int i = 0; i < 50; i++) {
        double off = bent(c, *r, &slope) - distorted;
        if (!(slope > 1e-3))
            return false;
        *r -= off / slope;
        if (fabs(off) < 1e-13)
            return *r >= 0;
    }
    return false;
}

static bool camera_sound(const struct rehearsal_camera *c, struct fault *f)
{
    if (c->size.width < 1 || c->size.height < 1 || c->size.width > CAMERA_SIDE ||
        c->size.height > CAMERA_SIDE)
        return fault_set(f, "a camera of %d x %d px; 1 to %d a side are allowed", c->size.width,
                         c->size.height, CAMERA_SIDE);
    bool sound = c->focal_px >= 1 && isfinite(c->focal_px) && isfinite(c->k1) && isfinite(c->k2) &&
                 c->exposure > 0 && isfinite(c->exposure) && c->gamma >= 0 && c->gamma <= 10 &&
                 c->noise >= 0 && c->noise <= 1 && c->vignetting >= 0 && c->vignetting <= 100;
    return sound || fault_set(f, "the camera's focal length, distortion, exposure, gamma, noise or "
                                 "vignetting is no number that a camera has");
}

// What the hole must see so that all of the bent picture is there.
static bool widen(struct shot *s, struct fault *f)
{
    const struct rehearsal_camera *c = s->camera;
    double x = c->size.width / 2.0 / c->focal_px, y = c->size.height / 2.0 / c->focal_px;
    double corner, side;
    if (!straight(c, hypot(x, y), &corner) || !straight(c, fmax(x, y), &side))
        return fault_set(f, "the camera's lens folds over itself: make k1 and k2 smaller");
    double most = fmax(corner / hypot(x, y), 1);
    s->half_x = x * most * 1.01;
    s->half_y = y * most * 1.01;
    s->width = (int)ceil(2 * s->half_x * c->focal_px * FINE);
    s->height = (int)ceil(2 * s->half_y * c->focal_px * FINE);
    if (s->width < 1 || s->height < 1 || s->width > WIDEST_PX || s->height > WIDEST_PX)
        return fault_set(f, "the camera sees %d x %d px through its lens; %d are allowed", s->width,
                         s->height, WIDEST_PX);
    return true;
}

static bool look(struct rehearsal *r, struct shot *s, struct fault *f)
{
    struct lens lens = {.left = -s->half_x,
                        .right = s->half_x,
                        .bottom = -s->half_y,
                        .top = s->half_y,
                        .size = {s->width, s->height}};
    struct sight sight;
    if (!lens_axes(&s->camera->pose, &lens.axes, f) || !sight_of(r, &lens, &sight, f))
        return false;
    r->painted = false; // the eye's sight is gone
    slides_take(r);
    glow_take(r);
    paint_room(r, &sight, (int[4]){0, 0, s->width, s->height});
    size_t px = (size_t)s->width * (size_t)s->height;
    s->hole = px > 0 ? malloc(px * 4 * sizeof *s->hole) : NULL;
    if (!s->hole) {
        fault_set(f, "no memory");
        return false;
    }
    gpu_target_read_light(r->gpu, &r->light, s->hole);
    return true;
}

// Between four px; at_px 0.5 is the middle of the first.
static void sample(const struct shot *s, double x, double y, double sum[3])
{
    x = fmin(fmax(x - 0.5, 0), s->width - 1.001);
    y = fmin(fmax(y - 0.5, 0), s->height - 1.001);
    int left = (int)x, top = (int)y;
    double u = x - left, v = y - top;
    const float *p = s->hole + ((size_t)top * (size_t)s->width + (size_t)left) * 4;
    const float *q = p + (size_t)s->width * 4;
    for (int k = 0; k < 3; k++)
        sum[k] += (1 - v) * ((1 - u) * (double)p[k] + u * (double)p[k + 4]) +
                  v * ((1 - u) * (double)q[k] + u * (double)q[k + 4]);
}

static void see(const struct shot *s, double x_px, double y_px, double sum[3])
{
    const struct rehearsal_camera *c = s->camera;
    double x = (x_px - c->size.width / 2.0) / c->focal_px;
    double y = (y_px - c->size.height / 2.0) / c->focal_px;
    double distorted = hypot(x, y), r = 0, light[3] = {0};
    straight(c, distorted, &r);
    double k = distorted > 0 ? r / distorted : 1, per_m = s->width / (2 * s->half_x);
    sample(s, s->width / 2.0 + x * k * per_m, s->height / 2.0 + y * k * per_m, light);
    for (int i = 0; i < 3; i++)
        sum[i] += light[i] / (1 + c->vignetting * r * r);
}

// SplitMix64 (Steele, Lea, Flood, Fast splittable pseudorandom number generators, 2014).
static double uniform(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double gaussian(uint64_t *state)
{
    double u = 1 - uniform(state), v = uniform(state);
    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

static void expose(const struct rehearsal_camera *c, size_t n, const double sum[3], float *light,
                   unsigned char *rgb)
{
    for (size_t k = 0; k < 3; k++) {
        uint64_t state = c->seed ^ ((3 * n + k) * 0xd1342543de82ef95u);
        double v = sum[k] / (TAPS * TAPS) * c->exposure;
        if (c->noise > 0)
            v += c->noise * sqrt(1 + fmax(v, 0)) * gaussian(&state);
        if (light)
            light[4 * n + k] = (float)v;
        double cut = fmin(fmax(v, 0), 1);
        if (rgb)
            rgb[3 * n + k] =
                (unsigned char)lround(255 * (c->gamma > 0 ? pow(cut, 1 / c->gamma) : cut));
    }
    if (light)
        light[4 * n + 3] = 1;
}

static void develop(const struct shot *s, float *light, unsigned char *rgb)
{
    const struct rehearsal_camera *c = s->camera;
    for (int y = 0; y < c->size.height; y++)
        for (int x = 0; x < c->size.width; x++) {
            double sum[3] = {0};
            for (int v = 0; v < TAPS; v++)
                for (int u = 0; u < TAPS; u++)
                    see(s, x + (u + 0.5) / TAPS, y + (v + 0.5) / TAPS, sum);
            expose(c, (size_t)y * (size_t)c->size.width + (size_t)x, sum, light, rgb);
        }
}

bool rehearsal_take(struct rehearsal *r, const struct rehearsal_camera *camera, float *light,
                    unsigned char *rgb, struct fault *f)
{
    struct shot s = {.camera = camera};
    bool good = camera_sound(camera, f) && widen(&s, f) && look(r, &s, f);
    if (good)
        develop(&s, light, rgb);
    free(s.hole);
    return good || fault_where(f, "camera");
}
