// Texts: their glyphs as quads, straight or turned to follow a path.
#include "render/private.h"

#include <math.h>
#include <string.h>

#define EASE_EM 0.2 // a letter's direction is the path's from so far before it to so far after

struct letters {
    struct stage_paint *stage;
    const struct draw_command *command;
    const struct text_box *box;
    // From the text's own px to the canvas: all of it, or that of the letter that is painted.
    struct affine to_canvas;
    // The runs' colours change from letter to letter; what is the same is not worked out again.
    int run, ink; // -1: none yet
    struct paint paint;
};

// ---- The path: how far along it a point lies.

struct track {
    const float *xy;
    uint32_t points, at; // `at`: the stretch that was looked at last
    double before;       // px from the beginning to that stretch
    double length;
    bool closed;
};

static double stretch(const struct track *t, uint32_t i)
{
    const float *p = t->xy + 2 * i;
    return hypot((double)p[2] - p[0], (double)p[3] - p[1]);
}

static struct track track_of(const float *xy, uint32_t points)
{
    struct track t = {.xy = xy, .points = points};
    for (uint32_t i = 0; i + 1 < points; i++)
        t.length += stretch(&t, i);
    const float *last = xy + 2 * (points - 1);
    t.closed = points > 2 && xy[0] == last[0] && xy[1] == last[1];
    return t;
}

// The point `along` px after the beginning; a closed path goes round, an open one ends.
static struct vec2 point_at(struct track *t, double along)
{
    if (t->closed)
        along -= floor(along / t->length) * t->length;
    along = fmin(fmax(along, 0), t->length);
    if (along < t->before) {
        t->at = 0;
        t->before = 0;
    }
    double length = stretch(t, t->at);
    while (t->at + 2 < t->points && along > t->before + length) {
        t->before += length;
        length = stretch(t, ++t->at);
    }
    const float *p = t->xy + 2 * t->at;
    double part = length > 0 ? fmin((along - t->before) / length, 1) : 0;
    return (struct vec2){p[0] + part * ((double)p[2] - p[0]), p[1] + part * ((double)p[3] - p[1])};
}

// ---- Quads.

static void look_at_run(struct letters *l, const struct text_glyph *g)
{
    const struct draw_command *c = l->command;
    if (g->run == l->run && g->ink == l->ink)
        return;
    struct color color = c->color;
    if (g->ink == TEXT_OUTLINE) {
        color = l->stage->list->styles[c->text.style].outline_color;
    } else if (g->run < c->text.runs) {
        color = l->stage->list->runs[c->text.run + g->run].color;
    }
    l->run = g->run;
    l->ink = g->ink;
    l->paint = paint_flat(l->stage->state, color);
    if (c->text.gradient == 0)
        return;
    uint32_t gradient = g->ink == TEXT_OUTLINE ? 0 : c->text.gradient;
    if (!brush_gradient(l->stage, &l->paint, gradient))
        l->paint.color[3] = 0; // the transform has no area
    geometry_begin(&l->stage->painter->geometry, l->stage->clip, &l->paint);
}

// Where in the gradient the corners lie.
static void wear_gradient(const struct paint *p, struct vertex v[4])
{
    for (int i = 0; i < 4; i++) {
        double x = v[i].at[0], y = v[i].at[1];
        v[i].image[0] = (float)(p->u[0] * x + p->u[1] * y + p->u[2]);
        v[i].image[1] = (float)(p->v[0] * x + p->v[1] * y + p->v[2]);
    }
}

static void paint_rule(struct letters *l, const struct text_glyph *g, float x, float y)
{
    struct coverage *coverage = &l->stage->painter->coverage;
    struct geometry *geometry = &l->stage->painter->geometry;
    const struct affine *m = &l->to_canvas;
    struct vec2 q[4];
    for (int i = 0; i < 4; i++) {
        double right = x + g->x + (i == 1 || i == 2 ? g->w : 0);
        double down = y + g->y + (i >= 2 ? g->h : 0);
        q[i] = (struct vec2){m->a * right + m->c * down + m->e, m->b * right + m->d * down + m->f};
    }
    if (!coverage_begin(coverage, l->stage->clip))
        return;
    coverage_outline(coverage, q, 4);
    coverage_paint(coverage, COVERAGE_NONZERO, geometry, &l->paint);
}

static void paint_glyph(struct letters *l, const struct text_glyph *g, float x, float y)
{
    const struct affine *m = &l->to_canvas;
    look_at_run(l, g);
    if (l->paint.color[3] <= 0)
        return;
    if (g->ink == TEXT_RULE) {
        paint_rule(l, g, x, y);
        return;
    }
    double left = x + g->x, top = y + g->y;
    float at_x = (float)(m->a * left + m->c * top + m->e);
    float at_y = (float)(m->b * left + m->d * top + m->f);
    float across_x = m->a * g->w, across_y = m->b * g->w, down_x = m->c * g->h,
          down_y = m->d * g->h;
    const float *c = l->paint.color;
    struct vertex *v = geometry_corners(&l->stage->painter->geometry);
    if (!v)
        return;
    v[0] =
        (struct vertex){{at_x, at_y}, {g->u, g->v}, {0, 0}, {c[0], c[1], c[2], c[3]}, VERTEX_GLYPH};
    v[1] = v[2] = v[3] = v[0];
    v[1].at[0] += across_x;
    v[1].at[1] += across_y;
    v[2].at[0] += across_x + down_x;
    v[2].at[1] += across_y + down_y;
    v[3].at[0] += down_x;
    v[3].at[1] += down_y;
    v[1].place[0] += g->uw;
    v[2].place[0] += g->uw;
    v[2].place[1] += g->vh;
    v[3].place[1] += g->vh;
    if (l->paint.gradient)
        wear_gradient(&l->paint, v);
}

// Px along the path where the text's x = 0 lies.
static double anchor(const struct letters *l, const struct track *t)
{
    switch (l->stage->list->styles[l->command->text.style].align) {
    case TEXT_CENTRE:
        return l->command->text.x + t->length / 2;
    case TEXT_END:
    case TEXT_RIGHT:
        return l->command->text.x + t->length;
    default:
        return l->command->text.x;
    }
}

// Each cluster stands upright on the path at its middle, with the baseline on it.
static void paint_along(struct letters *l)
{
    const struct draw_command *c = l->command;
    if (c->text.points < 2)
        return;
    struct track t = track_of(l->stage->list->floats + c->text.first, c->text.points);
    double from = anchor(l, &t), ease = l->stage->list->styles[c->text.style].size_px * EASE_EM;
    if (!(t.length > 0))
        return;
    for (int i = 0; i < l->box->glyph_count; i++) {
        const struct text_glyph *g = &l->box->glyphs[i];
        double along = from + g->middle;
        if ((!t.closed && (along < 0 || along > t.length)) || g->ink == TEXT_RULE)
            continue;
        struct vec2 before = point_at(&t, along - ease), at = point_at(&t, along);
        struct vec2 after = point_at(&t, along + ease);
        double x = after.x - before.x, y = after.y - before.y, length = hypot(x, y);
        if (!(length > 0))
            continue;
        x /= length;
        y /= length;
        struct affine turned = {(float)x, (float)y, (float)-y, (float)x, (float)at.x, (float)at.y};
        l->to_canvas = affine_times(l->stage->state->to_canvas, turned);
        paint_glyph(l, g, -g->middle, c->text.y - l->box->baseline);
    }
}

static void paint_straight(struct letters *l)
{
    float x = l->command->text.x, y = l->command->text.y;
    l->to_canvas = l->stage->state->to_canvas;
    for (int i = 0; i < l->box->glyph_count; i++)
        paint_glyph(l, &l->box->glyphs[i], x, y);
}

void letters_paint(struct stage_paint *s, const struct draw_command *c)
{
    struct painter *p = s->painter;
    const struct drawlist *list = s->list;
    struct letters l = {.stage = s, .command = c, .run = -1, .ink = -1};
    struct text_words words = {list->bytes + c->text.bytes, c->text.length,
                               &list->styles[c->text.style],
                               c->text.runs ? list->runs + c->text.run : NULL, // no array yet
                               (int)c->text.runs};
    l.box = text_layout_words(p->text, &words, affine_sharpness(s->state->to_canvas));
    uint64_t version = text_atlas(p->text).version;
    if (version != p->atlas_version)
        p->atlas(p->user);
    p->atlas_version = version;
    l.paint = paint_flat(s->state, c->color);
    geometry_begin(&p->geometry, s->clip, &l.paint);
    if (c->op == DRAW_LETTERS)
        paint_along(&l);
    else
        paint_straight(&l);
}
