// Lines, polygons, paths and sliced pictures on a draw list, with their pens and gradients.
#include "scene/private.h"

#include "scene/path.h"

#include <math.h>
#include <string.h>

static bool good_pen(const struct draw_pen *p)
{
    float sum = 0;
    if (p->join > PEN_BEVEL || p->cap > PEN_SQUARE || p->dash_count > DRAW_DASHES ||
        !(p->miter >= 0) || !isfinite(p->miter) || !isfinite(p->dash_offset))
        return false;
    for (uint32_t i = 0; i < p->dash_count; i++) {
        if (!(p->dash[i] >= 0) || !isfinite(p->dash[i]))
            return false;
        sum += p->dash[i];
    }
    return p->dash_count == 0 || (sum > 0 && isfinite(sum));
}

static bool good_gradient(const struct draw_gradient *g)
{
    if (g->kind > GRADIENT_CONIC || g->spread > GRADIENT_MIRROR || g->space > GRADIENT_OKLAB ||
        g->count < 2 || g->count > DRAW_STOPS || !drawlist_finite(g->at, 4))
        return false;
    for (uint32_t i = 0; i < g->count; i++)
        if (!drawlist_finite(&g->colors[i].r, 4) || !(g->places[i] >= (i ? g->places[i - 1] : 0)) ||
            !(g->places[i] <= 1))
            return false;
    return true;
}

// False when it is none or there is no room; else its index + 1.
static bool take_gradient(struct drawlist *l, const struct draw_gradient *g, uint16_t *to)
{
    uint32_t index = 0;
    if (!good_gradient(g) || !drawlist_keep(&l->gradients, &l->gradient_room, &l->gradient_count,
                                            DRAWLIST_GRADIENTS, g, sizeof *g, &index))
        return false;
    *to = (uint16_t)(index + 1);
    return true;
}

bool drawlist_text_gradient(struct drawlist *l, const struct draw_gradient *g)
{
    struct draw_command *c = l->command_count ? &l->commands[l->command_count - 1] : NULL;
    if (!c || (c->op != DRAW_TEXT && c->op != DRAW_LETTERS))
        return drawlist_refuse(l);
    return take_gradient(l, g, &c->text.gradient) || drawlist_refuse(l);
}

// The command's pen, gradient and the rest of the brush.
static bool take_brush(struct drawlist *l, struct draw_command *c, const struct draw_brush *b)
{
    uint32_t index = 0;
    if (!isfinite(b->width) || (b->pen && !good_pen(b->pen)))
        return false;
    c->path.width = b->width;
    c->path.rule = (uint16_t)(b->rule == DRAW_NONZERO);
    if (b->pen) {
        if (!drawlist_keep(&l->pens, &l->pen_room, &l->pen_count, DRAWLIST_PENS, b->pen,
                           sizeof *b->pen, &index))
            return false;
        c->path.pen = (uint16_t)(index + 1);
    }
    if (b->gradient && !take_gradient(l, b->gradient, &c->path.gradient))
        return false;
    return true;
}

// A command of `count` things whose numbers are `values`.
static bool brushed(struct drawlist *l, enum draw_op op, const float *values, size_t floats,
                    uint32_t count, const struct draw_brush *b)
{
    struct draw_command *c = drawlist_command(l, op, b->color);
    if (!c || !take_brush(l, c, b))
        return drawlist_refuse(l);
    c->path.count = count;
    return drawlist_points(l, c, values, floats);
}

bool drawlist_polyline(struct drawlist *l, const float *xy, uint32_t count, bool closed,
                       const struct draw_brush *brush)
{
    if (count > DRAWLIST_FLOATS / 2 || !drawlist_finite(xy, (size_t)count * 2))
        return drawlist_refuse(l);
    if (!brushed(l, DRAW_LINE, xy, (size_t)count * 2, count, brush))
        return false;
    l->commands[l->command_count - 1].closed = closed;
    return true;
}

bool drawlist_line(struct drawlist *l, const float *xy, uint32_t count, float width, bool closed,
                   struct color color)
{
    return drawlist_polyline(l, xy, count, closed,
                             &(struct draw_brush){.color = color, .width = width});
}

// A pair of NaN parts two outlines; anything else must be finite.
static bool outlines(const float *xy, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        bool part = isnan(xy[2 * i]) && isnan(xy[2 * i + 1]);
        if (!part && !(isfinite(xy[2 * i]) && isfinite(xy[2 * i + 1])))
            return false;
    }
    return true;
}

bool drawlist_polygon(struct drawlist *l, const float *xy, uint32_t count,
                      const struct draw_brush *brush)
{
    struct draw_brush filled = *brush;
    filled.width = 0;
    if (count > DRAWLIST_FLOATS / 2 || !outlines(xy, count))
        return drawlist_refuse(l);
    return brushed(l, DRAW_FILL, xy, (size_t)count * 2, count, &filled);
}

bool drawlist_fill(struct drawlist *l, const float *xy, uint32_t count, struct color color)
{
    return drawlist_polygon(l, xy, count, &(struct draw_brush){.color = color});
}

bool drawlist_path(struct drawlist *l, const float *values, uint32_t count,
                   const struct draw_brush *brush)
{
    if (count > DRAWLIST_FLOATS || !path_is_good(values, count))
        return drawlist_refuse(l);
    return brushed(l, DRAW_PATH, values, count, count, brush);
}

bool drawlist_box(struct drawlist *l, struct draw_rect at, float radius, float width,
                  struct color color)
{
    const float values[] = {at.x, at.y, at.w, at.h, radius, width};
    struct draw_command *c = NULL;
    if (drawlist_finite(values, 6) && at.w != 0 && at.h != 0)
        c = drawlist_command(l, DRAW_BOX, color);
    if (!c)
        return drawlist_refuse(l);
    c->box.at = (struct draw_rect){fminf(at.x, at.x + at.w), fminf(at.y, at.y + at.h), fabsf(at.w),
                                   fabsf(at.h)};
    c->box.radius = fmaxf(radius, 0);
    c->box.width = fmaxf(width, 0);
    l->command_count++;
    return true;
}

bool drawlist_sliced(struct drawlist *l, enum draw_op of, media_handle media, struct draw_rect at,
                     const struct draw_slices *slices, struct color tint)
{
    const float values[] = {at.x, at.y, at.w, at.h};
    struct draw_command *c = NULL;
    if (drawlist_finite(values, 4) && drawlist_finite((const float *)slices, DRAW_SLICE_FLOATS) &&
        drawlist_grow(&l->floats, &l->float_room, l->float_count, DRAW_SLICE_FLOATS,
                      DRAWLIST_FLOATS, sizeof *l->floats))
        c = drawlist_command(l, DRAW_SLICED, tint);
    if (!c)
        return drawlist_refuse(l);
    c->sliced.media = media;
    c->sliced.at = at;
    c->sliced.of = (uint8_t)of;
    c->sliced.first = l->float_count;
    memcpy(l->floats + l->float_count, slices, sizeof *slices);
    l->float_count += (uint32_t)DRAW_SLICE_FLOATS;
    l->command_count++;
    return true;
}
