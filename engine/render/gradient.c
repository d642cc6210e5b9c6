// Gradients: where they lie on the canvas, and what shaders/gradient.frag is told of their stops.
#include "render/private.h"

#include <math.h>
#include <string.h>

#define TURN (2 * M_PI)
#define LEAST_PX 1e-6 // a gradient shorter than this is its last colour

// px of the canvas to what stood there before the transform. False without an area.
static bool inverse(const struct affine *m, double x[3], double y[3])
{
    double det = (double)m->a * m->d - (double)m->b * m->c;
    if (!(fabs(det) > 1e-12))
        return false;
    x[0] = m->d / det;
    x[1] = -m->c / det;
    x[2] = -(x[0] * m->e + x[1] * m->f);
    y[0] = -m->b / det;
    y[1] = m->a / det;
    y[2] = -(y[0] * m->e + y[1] * m->f);
    return true;
}

bool gradient_place(struct paint *p, const struct draw_gradient *g, const struct affine *m)
{
    double x[3], y[3];
    if (!inverse(m, x, y))
        return false;
    double scale = 1, dx = 0, dy = 0;
    if (g->kind == GRADIENT_LINEAR) { // image[0] is t
        dx = (double)g->at[2] - g->at[0];
        dy = (double)g->at[3] - g->at[1];
        double squared = dx * dx + dy * dy;
        bool some = squared > LEAST_PX * LEAST_PX;
        for (int i = 0; i < 3; i++) {
            p->u[i] = some ? (dx * x[i] + dy * y[i]) / squared : 0;
            p->v[i] = 0;
        }
        p->u[2] += some ? -(dx * g->at[0] + dy * g->at[1]) / squared : 1;
        return true;
    }
    if (g->kind == GRADIENT_RADIAL) // the outer ring's radius is 1
        scale = 1 / fmax(fmax(fabs((double)g->at[2]), fabs((double)g->at[3])), LEAST_PX);
    for (int i = 0; i < 3; i++) {
        p->u[i] = x[i] * scale;
        p->v[i] = y[i] * scale;
    }
    p->u[2] -= g->at[0] * scale;
    p->v[2] -= g->at[1] * scale;
    return true;
}

static void oklab(const struct color *c, float to[3])
{
    double l = cbrt(0.4122214708 * c->r + 0.5363325363 * c->g + 0.0514459929 * c->b);
    double m = cbrt(0.2119034982 * c->r + 0.6806995451 * c->g + 0.1073969566 * c->b);
    double s = cbrt(0.0883024619 * c->r + 0.2817188376 * c->g + 0.6299787005 * c->b);
    to[0] = (float)(0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s);
    to[1] = (float)(1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s);
    to[2] = (float)(0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
}

// What is mixed: light or Oklab, premultiplied.
static void stop(const struct draw_gradient *g, uint32_t i, float to[4])
{
    struct color c = g->colors[i];
    float alpha = c.a > 0 ? c.a < 1 ? c.a : 1 : 0;
    c = (struct color){fmaxf(c.r, 0), fmaxf(c.g, 0), fmaxf(c.b, 0), alpha};
    float v[3] = {c.r, c.g, c.b};
    if (g->space == GRADIENT_OKLAB)
        oklab(&c, v);
    for (int k = 0; k < 3; k++)
        to[k] = v[k] * alpha;
    to[3] = alpha;
}

// As the shader does: of stops that are mixed already.
static void light_at(const struct draw_gradient *g, const float *lights, double t, float to[4])
{
    if (g->spread == GRADIENT_REPEAT)
        t = t >= 1 && t == floor(t) ? 1 : t - floor(t); // the end of a whole turn is an end
    else if (g->spread == GRADIENT_MIRROR)
        t = 1 - fabs(fmod(t, 2) - 1);
    t = fmin(fmax(t, 0), 1);
    memcpy(to, lights, 4 * sizeof *to);
    for (uint32_t i = 1; i < g->count; i++) {
        double width = (double)g->places[i] - g->places[i - 1], past = t - g->places[i - 1];
        float part = width > 0 ? (float)fmin(fmax(past / width, 0), 1) : past >= 0;
        for (int k = 0; k < 4; k++)
            to[k] += (lights[4 * (size_t)i + (size_t)k] - to[k]) * part;
    }
}

void gradient_uniforms(struct gpu_program *program, const struct draw_gradient *g)
{
    float lights[DRAW_STOPS * 4] = {0}, places[DRAW_STOPS * 4] = {0}, turned[4] = {0};
    float from = 0, per = 1;
    for (uint32_t i = 0; i < g->count; i++) {
        stop(g, i, lights + 4 * (size_t)i);
        places[4 * (size_t)i] = g->places[i];
    }
    if (g->kind == GRADIENT_RADIAL) { // t = (length - from) * per
        double outer = fmax(fmax(fabs((double)g->at[2]), fabs((double)g->at[3])), LEAST_PX);
        double width = ((double)g->at[3] - g->at[2]) / outer;
        from = (float)(g->at[2] / outer);
        per = (float)(fabs(width) > 1e-6 ? 1 / width : 1e6);
    } else if (g->kind == GRADIENT_CONIC) { // in turns
        double width = ((double)g->at[3] - g->at[2]) / TURN;
        from = (float)(g->at[2] / TURN);
        per = (float)(fabs(width) > 1e-6 ? 1 / width : 1e6);
        light_at(g, lights, fabs((double)per), turned);
    }
    gpu_uniform_4fv(program, "u_lights", lights, DRAW_STOPS);
    gpu_uniform_4fv(program, "u_places", places, DRAW_STOPS);
    gpu_uniform_4fv(program, "u_turned", turned, 1);
    gpu_uniform_4f(program, "u_gradient", (float)g->kind, (float)g->spread, (float)g->space,
                   (float)g->count);
    gpu_uniform_2f(program, "u_range", from, per);
}
