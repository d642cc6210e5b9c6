// Lines, polygons and paths: an outline made of area, painted with a colour or a gradient.
#include "render/private.h"

#include <math.h>

bool brush_gradient(struct stage_paint *s, struct paint *paint, uint32_t gradient)
{
    paint->gradient = gradient;
    return gradient == 0 ||
           gradient_place(paint, &s->list->gradients[gradient - 1], &s->state->to_canvas);
}

// False when there is nothing to see.
static bool begin(struct stage_paint *s, const struct draw_command *c, struct paint *paint)
{
    *paint = paint_flat(s->state, c->color);
    if (c->path.count == 0 || paint->color[3] <= 0 || !brush_gradient(s, paint, c->path.gradient))
        return false;
    geometry_begin(&s->painter->geometry, s->clip, paint);
    return true;
}

static struct stroke stroke_of(struct stage_paint *s, const struct draw_command *c)
{
    const struct draw_pen *pen = c->path.pen ? &s->list->pens[c->path.pen - 1] : NULL;
    return stroke_begin(&s->painter->coverage, s->painter->knots, c->path.width, pen,
                        &s->state->to_canvas);
}

// A line that needs no mask: along the px, or of straight pieces.
static bool is_plain(struct stage_paint *s, const struct draw_command *c, const struct paint *paint)
{
    const struct draw_pen *pen = c->path.pen ? &s->list->pens[c->path.pen - 1] : NULL;
    const float *xy = s->list->floats + c->path.first;
    if (c->path.gradient)
        return false;
    if (c->path.count == 2 && !(pen && pen->dash_count) &&
        box_line(s, paint, xy, c->path.width, pen ? pen->cap : PEN_ROUND))
        return true;
    return straight_line(s, paint, xy, c->path.count, c->path.width, pen, c->closed);
}

void brush_line(struct stage_paint *s, const struct draw_command *c)
{
    struct painter *p = s->painter;
    struct paint paint;
    if (!(c->path.width > 0) || !begin(s, c, &paint) || is_plain(s, c, &paint) ||
        !coverage_begin(&p->coverage, s->clip))
        return;
    struct stroke stroke = stroke_of(s, c);
    stroke_line(&stroke, s->list->floats + c->path.first, c->path.count, c->closed);
    coverage_paint(&p->coverage, COVERAGE_NONZERO, &p->geometry, &paint);
}

static bool is_rectangle(struct stage_paint *s, const struct paint *paint, const float *xy,
                         uint32_t count)
{
    struct vec2 q[4];
    for (uint32_t i = 0; i < 4 && count == 4; i++) {
        if (isnan(xy[2 * i]))
            return false;
        q[i] = paint_at_canvas(&s->state->to_canvas, xy[2 * i], xy[2 * i + 1]);
    }
    return count == 4 && box_quad(s, paint, q);
}

// Each outline closes itself; a pair of NaN begins the next.
static void add_outlines(struct stage_paint *s, const float *xy, uint32_t count)
{
    struct vec2 first = {0, 0}, last = {0, 0};
    bool open = false;
    for (uint32_t i = 0; i < count; i++) {
        if (isnan(xy[2 * i])) {
            if (open)
                coverage_edge(&s->painter->coverage, last, first);
            open = false;
            continue;
        }
        struct vec2 at = paint_at_canvas(&s->state->to_canvas, xy[2 * i], xy[2 * i + 1]);
        if (open)
            coverage_edge(&s->painter->coverage, last, at);
        else
            first = at;
        last = at;
        open = true;
    }
    if (open)
        coverage_edge(&s->painter->coverage, last, first);
}

static enum coverage_rule rule_of(const struct draw_command *c)
{
    return c->path.rule == DRAW_NONZERO ? COVERAGE_NONZERO : COVERAGE_EVEN_ODD;
}

void brush_fill(struct stage_paint *s, const struct draw_command *c)
{
    struct painter *p = s->painter;
    const float *xy = s->list->floats + c->path.first;
    struct paint paint;
    if (!begin(s, c, &paint) || is_rectangle(s, &paint, xy, c->path.count) ||
        (!c->path.gradient && straight_fill(s, &paint, xy, c->path.count)) ||
        !coverage_begin(&p->coverage, s->clip))
        return;
    add_outlines(s, xy, c->path.count);
    coverage_paint(&p->coverage, rule_of(c), &p->geometry, &paint);
}

void brush_outline(struct stage_paint *s, const struct paint *paint, const float *values,
                   uint32_t count, float width)
{
    struct painter *p = s->painter;
    if (!coverage_begin(&p->coverage, s->clip))
        return;
    if (width > 0) {
        struct stroke stroke =
            stroke_begin(&p->coverage, p->knots, width, NULL, &s->state->to_canvas);
        stroke_path(&stroke, values, count);
    } else {
        flatten_fill(&p->coverage, values, count, &s->state->to_canvas);
    }
    coverage_paint(&p->coverage, COVERAGE_NONZERO, &p->geometry, paint);
}

static void add_path(struct stage_paint *s, const struct draw_command *c)
{
    const float *values = s->list->floats + c->path.first;
    if (c->path.width > 0) {
        struct stroke stroke = stroke_of(s, c);
        stroke_path(&stroke, values, c->path.count);
    } else {
        flatten_fill(&s->painter->coverage, values, c->path.count, &s->state->to_canvas);
    }
}

void brush_path(struct stage_paint *s, const struct draw_command *c)
{
    struct painter *p = s->painter;
    struct paint paint;
    if (!begin(s, c, &paint) || kept_paint(&p->kept, s, c, &paint) ||
        !coverage_begin(&p->coverage, s->clip))
        return;
    p->coverage.kept = &p->kept;
    add_path(s, c);
    coverage_paint(&p->coverage, c->path.width > 0 ? COVERAGE_NONZERO : rule_of(c), &p->geometry,
                   &paint);
    p->coverage.kept = NULL;
    kept_close(&p->kept, !p->coverage.overflow); // memory was short, or it is too long
}
