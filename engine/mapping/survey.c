// Outputs and surfaces, sampled: who shows what, how much light is given up, how fine it is.
#include "mapping/survey.h"

#include "mapping/blend.h"
#include "mapping/grade.h"
#include "mapping/mask.h"
#include "mapping/private.h"

#include <math.h>

struct surveyor {
    const struct mapping *mapping;
    const struct mapping_desc *desc;
    const struct blend *blend;
    struct masks masks[MAPPING_SURFACES];
};

static bool shows(const struct surveyor *s, int surface, struct vec2 at_canvas)
{
    struct vec2 first, size;
    mapping_source(s->mapping, surface, &first, &size);
    double x = at_canvas.x - first.x, y = at_canvas.y - first.y;
    return x >= 0 && y >= 0 && x < size.x && y < size.y &&
           masks_at(&s->masks[surface], at_canvas, 1) >= 0.5;
}

// The surface that is seen at a point of the composition; -1: none.
static int surface_on(const struct surveyor *s, struct vec2 at)
{
    struct vec2 at_canvas;
    for (int i = s->desc->surface_count - 1; i >= 0; i--)
        if (mapping_into_canvas(s->mapping, i, at, &at_canvas) && shows(s, i, at_canvas))
            return i;
    return -1;
}

// Samples to a side of a rectangle, a whole number for each: in the middles of equal cells.
static int steps(double side, double other)
{
    return (int)fmin(ceil(side), fmax(1, round(sqrt(SURVEY_SAMPLES * side / other))));
}

// --- an output ----------------------------------------------------------------------------------

static double taken_by_gain(const struct mapping_light *l)
{
    double gain = l->gain > 0 ? l->gain : 1, sum = l->white[0] + l->white[1] + l->white[2];
    return 1 - gain * (sum > 0 ? sum / 3 : 1);
}

// The grade's factor is gain x white x (1 - black) / (1 - own black).
static double taken_by_black(const struct mapping_light *l, double black)
{
    return l->black > 0 ? 1 - (1 - black) / (1 - l->black) : 0;
}

// A px that is lit counts; returns the light that is left of it.
static double look_at_px(const struct surveyor *s, int output, struct vec2 at_output,
                         struct survey_output *o)
{
    struct vec2 at;
    if (!mapping_to_composition(s->mapping, output, at_output, &at) ||
        !blend_lights(s->blend, output, at))
        return 0;
    int surface = surface_on(s, at);
    if (surface < 0)
        return 0;
    o->lit++;
    o->shows[surface]++;
    for (int i = 0; i < s->desc->output_count; i++)
        o->shared[i] += i != output && blend_lights(s->blend, i, at);
    return blend_at(s->blend, output, at_output).light;
}

static void survey_output(const struct surveyor *s, int output, struct survey_output *o)
{
    const struct mapping_output *from = &s->desc->outputs[output];
    double width = from->size.width, height = from->size.height, light = 0;
    int across = steps(width, height), down = steps(height, width);
    for (int y = 0; y < down; y++)
        for (int x = 0; x < across; x++)
            light +=
                look_at_px(s, output,
                           (struct vec2){(x + 0.5) * width / across, (y + 0.5) * height / down}, o);
    if (o->lit > 0)
        o->blend = 1 - light / o->lit;
    double all = (double)across * down;
    o->lit /= all;
    for (int i = 0; i < MAPPING_SURFACES; i++)
        o->shows[i] /= all;
    for (int i = 0; i < MAPPING_OUTPUTS; i++)
        o->shared[i] /= all;
    o->gain = taken_by_gain(&from->light);
    o->black = taken_by_black(&from->light, blend_black(s->blend));
}

// --- a surface ----------------------------------------------------------------------------------

// How many output px lie along one of the canvas to the right, and down.
// Sums until all are there.
static void look_at_fineness(const struct surveyor *s, int output, int surface,
                             struct vec2 at_canvas, struct vec2 at, bool first,
                             struct survey_fine along[2])
{
    double back[4], composed[4];
    mapping_slopes(s->mapping, output, surface, at_canvas, at, back, composed);
    double det = fabs(back[0] * back[3] - back[1] * back[2]);
    const double px[2] = {hypot(back[3], back[2]) / det, hypot(back[1], back[0]) / det};
    for (int i = 0; i < 2; i++) {
        along[i].least = first ? px[i] : fmin(along[i].least, px[i]);
        along[i].most = fmax(along[i].most, px[i]);
        along[i].mean += px[i];
    }
}

// True where it is to be seen: not masked, and nothing lies over it.
static bool look_at_point(const struct surveyor *s, int surface, struct vec2 at_canvas,
                          struct survey_surface *to, int *looked)
{
    struct vec2 at;
    int lights = 0;
    if (!shows(s, surface, at_canvas) ||
        !mapping_surface_there(s->mapping, surface, at_canvas, &at) || surface_on(s, at) != surface)
        return false;
    for (int i = 0; i < s->desc->output_count; i++)
        if (blend_lights(s->blend, i, at)) {
            lights++;
            look_at_fineness(s, i, surface, at_canvas, at, (*looked)++ == 0, to->along);
        }
    to->by[lights]++;
    return true;
}

static void survey_surface(const struct surveyor *s, int surface, struct survey_surface *to)
{
    struct vec2 first, size;
    int seen = 0, looked = 0;
    mapping_source(s->mapping, surface, &first, &size);
    int across = steps(size.x, size.y), down = steps(size.y, size.x);
    for (int y = 0; y < down; y++)
        for (int x = 0; x < across; x++) {
            struct vec2 at = {first.x + (x + 0.5) * size.x / across,
                              first.y + (y + 0.5) * size.y / down};
            seen += look_at_point(s, surface, at, to, &looked);
        }
    for (int i = 0; i <= MAPPING_OUTPUTS && seen > 0; i++)
        to->by[i] /= seen;
    for (int i = 0; i < 2 && looked > 0; i++)
        to->along[i].mean /= looked;
}

static bool open_masks(struct surveyor *s, struct fault *f)
{
    for (int i = 0; i < s->desc->surface_count; i++) {
        struct vec2 at, size;
        mapping_source(s->mapping, i, &at, &size);
        if (!masks_init(&s->masks[i], s->desc, true, i, at, size, f))
            return fault_where(f, "surface %d", i + 1);
    }
    return true;
}

bool survey_take(const struct mapping *m, struct survey *to, struct fault *f)
{
    struct blend *blend = blend_create(m, &m->desc, f);
    if (!blend)
        return false;
    struct surveyor s = {.mapping = m, .desc = &m->desc, .blend = blend};
    *to = (struct survey){.black = blend_black(blend)};
    bool good = open_masks(&s, f);
    for (int i = 0; good && i < m->desc.output_count; i++)
        survey_output(&s, i, &to->outputs[i]);
    for (int i = 0; good && i < m->desc.surface_count; i++)
        survey_surface(&s, i, &to->surfaces[i]);
    for (int i = 0; i < MAPPING_SURFACES; i++)
        masks_finish(&s.masks[i]);
    blend_destroy(blend);
    return good;
}
