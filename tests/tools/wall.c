// Projectors on a wall, added up in double from the maps that outputs get.
#include "tools/wall.h"
#include "tools/grids.h"

#include "mapping/grade.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double clamp(double x)
{
    return fmin(fmax(x, 0), 1);
}

void rectangle(double x, double y, double width, double height, struct vec2 c[4])
{
    c[0] = (struct vec2){x, y};
    c[1] = (struct vec2){x + width, y};
    c[2] = (struct vec2){x + width, y + height};
    c[3] = (struct vec2){x, y + height};
}

struct mapping_output *add_output(struct wall *w, double x, double y, int width, int height)
{
    struct mapping_output *o = &w->desc.outputs[w->desc.output_count++];
    *o = (struct mapping_output){.at = {x, y}, .size = {width, height}, .light.blend = true};
    rectangle(0, 0, width, height, o->corners);
    return o;
}

void move_corners(struct mapping_output *o, const double by[8])
{
    for (int i = 0; i < 4; i++) {
        o->corners[i].x += by[i * 2];
        o->corners[i].y += by[i * 2 + 1];
    }
}

void open_wall(struct wall *w)
{
    struct fault f = {0};
    w->mapping = mapping_create(&w->desc, &f);
    w->blend = w->mapping ? blend_create(w->mapping, &w->desc, &f) : NULL;
    if (!w->blend)
        fail_msg("%s", f.text);
    for (int i = 0; i < w->desc.output_count; i++) {
        const struct mapping_output *o = &w->desc.outputs[i];
        w->maps[i] = malloc((size_t)o->size.width * (size_t)o->size.height * 4);
        blend_field(w->blend, i, w->maps[i]);
    }
}

void close_wall(struct wall *w)
{
    for (int i = 0; i < w->desc.output_count; i++)
        free(w->maps[i]);
    blend_destroy(w->blend);
    mapping_destroy(w->mapping);
}

// Beyond the edges of a grid along x it goes on straight, and then along y.
static struct vec2 extended(const struct warp_grid *g, double u, double v)
{
    const double hair = 1e-6;
    double a = clamp(u), b = clamp(v);
    if (u == a && v == b)
        return grid_form(g, u, v);
    bool across = u != a;
    struct vec2 edge = across ? extended(g, a, v) : grid_form(g, u, b);
    double from = across ? a : b, inward = from > 0.5 ? -hair : hair;
    struct vec2 inner = across ? extended(g, a + inward, v) : grid_form(g, u, b + inward);
    double beyond = ((across ? u : v) - from) / inward;
    return plus(edge, beyond, plus(inner, -1, edge));
}

// Where a point of the composition lands on an output, by the published forms.
struct vec2 lands(const struct wall *w, int output, struct vec2 at)
{
    const struct mapping_output *o = &w->desc.outputs[output];
    struct vec2 p = {(at.x - o->at.x) / o->size.width, (at.y - o->at.y) / o->size.height};
    if (o->grid.columns)
        p = extended(&o->grid, p.x, p.y);
    return heckbert(o->corners, p.x, p.y);
}

// How far inside its raster, in its px.
static double inside_raster(const struct wall *w, int output, struct vec2 at, struct vec2 *p)
{
    struct size2 size = w->desc.outputs[output].size;
    *p = lands(w, output, at);
    return fmin(fmin(p->x, p->y), fmin(size.width - p->x, size.height - p->y));
}

double inside_part(const struct wall *w, int output, struct vec2 at)
{
    const struct mapping_output *o = &w->desc.outputs[output];
    double x = at.x - o->at.x, y = at.y - o->at.y;
    return fmin(fmin(x, y), fmin(o->size.width - x, o->size.height - y));
}

// Light of one px of an output, of a picture that is `level` everywhere.
static double px_light(const struct wall *w, int output, int x, int y, double level, double gamma)
{
    const struct mapping_output *o = &w->desc.outputs[output];
    const uint16_t *pair = w->maps[output] + ((size_t)y * (size_t)o->size.width + (size_t)x) * 2;
    struct grade g;
    grade_init(&g, &o->light, blend_black(w->blend));
    double light = level * pair[0] / 65535 * g.light[1] + g.lift[1] * pair[1] / 65535;
    double shone = pow(grade_value(&g, clamp(light)), gamma);
    return o->light.black + (1 - o->light.black) * shone;
}

// Of an output at a place of the wall, where the strongest output's picture light is 1.
static double output_light(const struct wall *w, int output, struct vec2 at, double level,
                           double gamma)
{
    const struct mapping_output *o = &w->desc.outputs[output];
    struct vec2 p;
    if (inside_raster(w, output, at, &p) <= 0)
        return 0;
    double x = fmin(fmax(p.x - 0.5, 0), o->size.width - 1.001);
    double y = fmin(fmax(p.y - 0.5, 0), o->size.height - 1.001);
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        int column = (int)x + i % 2, row = (int)y + i / 2;
        double weight = (1 - fabs(x - column)) * (1 - fabs(y - row));
        sum += weight * px_light(w, output, column, row, level, gamma);
    }
    return sum / (o->light.gain > 0 ? o->light.gain : 1);
}

double wall_light(const struct wall *w, struct vec2 at, double level, double gamma)
{
    double sum = 0;
    for (int i = 0; i < w->desc.output_count; i++)
        sum += output_light(w, i, at, level, gamma);
    return sum;
}

// Far enough from every edge to say how many outputs light it; how many.
static bool clear(const struct wall *w, struct vec2 at, int *count)
{
    *count = 0;
    for (int i = 0; i < w->desc.output_count; i++) {
        struct vec2 p;
        double raster = inside_raster(w, i, at, &p), part = inside_part(w, i, at);
        if (fabs(raster) < 1.5 || fabs(part) < 1.5)
            return false;
        *count += raster > 0 && part > 0;
    }
    return true;
}

double everywhere(struct vec2 at)
{
    (void)at;
    return 1;
}

struct spread measure(const struct wall *w, struct size2 size, double level, double gamma,
                      where *lit)
{
    struct spread s = {INFINITY, -INFINITY, {0}};
    for (double y = 0.7; y < size.height; y += 2.3)
        for (double x = 0.7; x < size.width; x += 1.7) {
            struct vec2 at = {x, y};
            int count;
            if (!clear(w, at, &count) || count == 0 || lit(at) <= 0)
                continue;
            double light = wall_light(w, at, level, gamma);
            s.least = fmin(s.least, light);
            s.most = fmax(s.most, light);
            s.seen[count]++;
        }
    return s;
}

void assert_flat(struct spread s, double middle, double within)
{
    double got = (s.least + s.most) / 2;
    if (s.least < got * (1 - within) || s.most > got * (1 + within) ||
        (middle > 0 && (s.least < middle * (1 - within) || s.most > middle * (1 + within))))
        fail_msg("light from %.5f to %.5f", s.least, s.most);
}

void set_gamma(struct wall *w, double gamma)
{
    for (int i = 0; i < w->desc.output_count; i++)
        w->desc.outputs[i].light.gamma = gamma;
}

// Gamma known: within 2 % of white and of a grey. Off by 0.1 either way: within 4 %.
void assert_blends(struct wall *w, struct size2 size, where *lit, int most_outputs)
{
    set_gamma(w, 2.2);
    open_wall(w);
    struct spread white = measure(w, size, 1, 2.2, lit);
    assert_flat(white, 1, 0.02);
    assert_flat(measure(w, size, 0.2, 2.2, lit), 0.2, 0.02);
    assert_flat(measure(w, size, 1, 2.3, lit), 0, 0.04);
    assert_flat(measure(w, size, 1, 2.1, lit), 0, 0.04);
    for (int i = 1; i <= most_outputs; i++)
        assert_true(white.seen[i] > 50);
    close_wall(w);
}

struct mapping_mask *add_mask(struct wall *w, int output, double feather_px, bool invert)
{
    struct mapping_mask *m = &w->desc.masks[w->desc.mask_count++];
    *m = (struct mapping_mask){.owner = output, .feather_px = feather_px, .invert = invert};
    return m;
}

void draw_circle(struct mapping_mask *m, double x, double y, double r)
{
    const double k = r * 0.5522847498;
    const struct mapping_corner c[4] = {{{x, y - r}, {-k, 0}, {k, 0}},
                                        {{x + r, y}, {0, -k}, {0, k}},
                                        {{x, y + r}, {k, 0}, {-k, 0}},
                                        {{x - r, y}, {0, k}, {0, -k}}};
    memcpy(m->corners, c, sizeof c);
    m->count = 4;
}

void draw_rectangle(struct mapping_mask *m, double x, double y, double width, double height)
{
    struct vec2 c[4];
    rectangle(x, y, width, height, c);
    for (int i = 0; i < 4; i++)
        m->corners[i] = (struct mapping_corner){.at = c[i]};
    m->count = 4;
}

void set_black(struct wall *w, const double *black)
{
    for (int i = 0; i < w->desc.output_count; i++)
        w->desc.outputs[i].light.black = black[i];
}

void assert_even(struct wall *w, struct size2 size, double black, where *lit)
{
    set_gamma(w, 2.2);
    open_wall(w);
    assert_true(fabs(blend_black(w->blend) - black) < 1e-9);
    for (double level = 0; level <= 1; level += 0.25)
        assert_flat(measure(w, size, level, 2.2, lit), black + (1 - black) * level,
                    level > 0 ? 0.02 : 0.03);
    close_wall(w);
}
