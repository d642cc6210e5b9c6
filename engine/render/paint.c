// A draw list, command by command, into triangles and masks.
#include "render/private.h"

#include <math.h>
#include <string.h>

#define FARTHEST 1e30 // of a picture, in its own widths for a px

bool painter_init(struct painter *p)
{
    p->coverage = (struct coverage){0};
    p->kept = (struct kept){0};
    p->knots[0] = p->knots[1] = (struct knots){0};
    return geometry_init(&p->geometry) && kept_init(&p->kept);
}

void painter_finish(struct painter *p)
{
    geometry_finish(&p->geometry);
    coverage_finish(&p->coverage);
    kept_finish(&p->kept);
    knots_finish(&p->knots[0]);
    knots_finish(&p->knots[1]);
}

struct vec2 paint_at_canvas(const struct affine *m, double x, double y)
{
    return (struct vec2){m->a * x + m->c * y + m->e, m->b * x + m->d * y + m->f};
}

static float unit(float v)
{
    return v > 0 ? v < 1 ? v : 1 : 0;
}

struct paint paint_flat(const struct draw_state *state, struct color c)
{
    float alpha = unit(c.a) * unit(state->opacity);
    return (struct paint){
        .color = {fmaxf(0, c.r) * alpha, fmaxf(0, c.g) * alpha, fmaxf(0, c.b) * alpha, alpha}};
}

// Nearest whole px, inside the canvas.
static int whole(double v, int most)
{
    double px = floor(v + 0.5);
    return px > 0 ? px < most ? (int)px : most : 0;
}

static void set_clip(struct stage_paint *s, int width, int height)
{
    const float *c = s->state->clip;
    s->clip[0] = whole(c[0], width);
    s->clip[1] = whole(c[1], height);
    s->clip[2] = whole(c[2], width);
    s->clip[3] = whole(c[3], height);
}

static void paint_quad(struct stage_paint *s, const struct paint *paint, const struct vec2 q[4])
{
    struct painter *p = s->painter;
    geometry_begin(&p->geometry, s->clip, paint);
    if (box_quad(s, paint, q) || !coverage_begin(&p->coverage, s->clip))
        return;
    coverage_outline(&p->coverage, q, 4);
    coverage_paint(&p->coverage, COVERAGE_NONZERO, &p->geometry, paint);
}

// Where the picture lies: from px of the canvas to 0..1 of the picture. False when it has no area.
static bool place_picture(struct paint *paint, const struct affine *m, struct draw_rect at,
                          struct draw_rect source)
{
    double det = (double)m->a * m->d - (double)m->b * m->c;
    if (!(fabs(det * at.w * at.h) > 1e-9))
        return false;
    double su = source.w / at.w, sv = source.h / at.h;
    paint->u[0] = m->d / det * su;
    paint->u[1] = -m->c / det * su;
    paint->u[2] = source.x - at.x * su - paint->u[0] * m->e - paint->u[1] * m->f;
    paint->v[0] = -m->b / det * sv;
    paint->v[1] = m->a / det * sv;
    paint->v[2] = source.y - at.y * sv - paint->v[0] * m->e - paint->v[1] * m->f;
    for (int i = 0; i < 3; i++) // of numbers that are finite and huge
        if (!(fabs(paint->u[i]) < FARTHEST && fabs(paint->v[i]) < FARTHEST))
            return false;
    return true;
}

static void paint_box(struct stage_paint *s, struct paint *paint, struct draw_rect at)
{
    const struct affine *m = &s->state->to_canvas;
    struct vec2 q[4] = {paint_at_canvas(m, at.x, at.y),
                        paint_at_canvas(m, (double)at.x + at.w, at.y),
                        paint_at_canvas(m, (double)at.x + at.w, (double)at.y + at.h),
                        paint_at_canvas(m, at.x, (double)at.y + at.h)};
    paint_quad(s, paint, q);
}

// A picture or film in its box. `source`: what vertex.image is at the box's corners.
static void paint_media(struct stage_paint *s, enum draw_op op, media_handle media,
                        struct draw_rect at, struct draw_rect source, struct color tint,
                        uint32_t slices)
{
    enum paint_look look = s->painter->look(s->painter->user, op, media);
    struct paint paint = paint_flat(s->state, tint);
    if (look == LOOK_NOTHING || !place_picture(&paint, &s->state->to_canvas, at, source))
        return;
    if (look == LOOK_TEXTURE) {
        paint.media = media;
        paint.op = op;
        paint.slices = slices;
    } else {
        paint = paint_flat(s->state, (struct color){0, 0, 0, tint.a});
    }
    paint_box(s, &paint, at);
}

static void paint_image(struct stage_paint *s, const struct draw_command *c)
{
    paint_media(s, (enum draw_op)c->op, c->image.media, c->image.at, c->image.source, c->color, 0);
}

static void paint_sliced(struct stage_paint *s, const struct draw_command *c)
{
    struct draw_rect at = c->sliced.at;
    paint_media(s, (enum draw_op)c->sliced.of, c->sliced.media, at,
                (struct draw_rect){0, 0, at.w, at.h}, c->color, c->sliced.first + 1);
}

static void paint_trail(struct stage_paint *s, const struct draw_command *c)
{
    struct geometry *g = &s->painter->geometry;
    if (c->path.count == 0)
        return;
    geometry_begin(g, s->clip, &(struct paint){.op = DRAW_TRAIL});
    trail_paint(g, s->list->floats + c->path.first, c->path.count, unit(s->state->opacity),
                &s->state->to_canvas);
}

static void paint_sprites(struct stage_paint *s, const struct draw_command *c)
{
    struct painter *p = s->painter;
    const float *floats = s->list->floats;
    struct sprite_batch batch = {.values = c->sprites.count ? floats + c->sprites.first : NULL,
                                 .count = c->sprites.count,
                                 .each = c->sprites.each,
                                 .swarm = c->sprites.swarm,
                                 .to_canvas = s->state->to_canvas,
                                 .source = c->sprites.source};
    struct paint paint = paint_flat(s->state, c->color);
    // Of a broken one not even the size is known: nothing stands for it.
    if (paint.color[3] <= 0 || p->look(p->user, DRAW_PICTURE, c->sprites.media) != LOOK_TEXTURE)
        return;
    memcpy(batch.color, paint.color, sizeof batch.color);
    geometry_sprites(&p->geometry, s->clip, c->sprites.media, &batch);
}

// A path or a text of nothing: a list that holds only such has no floats and letters to point into.
static bool is_empty(const struct draw_command *c)
{
    bool path =
        c->op == DRAW_LINE || c->op == DRAW_TRAIL || c->op == DRAW_FILL || c->op == DRAW_PATH;
    bool text = c->op == DRAW_TEXT || c->op == DRAW_LETTERS;
    if (c->op == DRAW_SPRITES)
        return c->sprites.count == 0;
    return path ? c->path.count == 0 : text && c->text.length == 0;
}

static void paint_shade(struct stage_paint *s, const struct draw_command *c)
{
    struct painter *p = s->painter;
    if (!p->hooks || !p->hooks->shade)
        return;
    geometry_flush(&p->geometry);
    p->hooks->shade(p->user, s, &s->list->shades[c->index]);
}

// The body is painted on a picture of its own first: what waits may show it otherwise.
static void paint_model(struct stage_paint *s, const struct draw_command *c)
{
    const struct draw_rect whole = {0, 0, 1, 1};
    struct painter *p = s->painter;
    if (!p->hooks || !p->hooks->model)
        return;
    geometry_flush(&p->geometry);
    if (p->hooks->model(p->user, s, c))
        paint_media(s, DRAW_MODEL, c->model.media, c->model.at, whole, c->color, 0);
}

static void paint_command(struct stage_paint *s, const struct draw_command *c)
{
    if (is_empty(c))
        return;
    switch ((enum draw_op)c->op) {
    case DRAW_PICTURE:
    case DRAW_FILM:
        paint_image(s, c);
        break;
    case DRAW_TEXT:
    case DRAW_LETTERS:
        letters_paint(s, c);
        break;
    case DRAW_LINE:
        brush_line(s, c);
        break;
    case DRAW_TRAIL:
        paint_trail(s, c);
        break;
    case DRAW_FILL:
        brush_fill(s, c);
        break;
    case DRAW_PATH:
        brush_path(s, c);
        break;
    case DRAW_BOX:
        box_paint(s, c);
        break;
    case DRAW_SLICED:
        paint_sliced(s, c);
        break;
    case DRAW_SHADE:
        paint_shade(s, c);
        break;
    case DRAW_MODEL:
        paint_model(s, c);
        break;
    case DRAW_LAYER:
    case DRAW_ONTO:
    case DRAW_END:
        break; // paint_group
    case DRAW_SPRITES:
    case DRAW_SWARM:
        paint_sprites(s, c);
        break;
    }
}

// What moves is worked out once for all commands that share it.
static void set_state(struct stage_paint *s, uint32_t state)
{
    const struct draw_state *laid = &s->list->states[state];
    s->state = laid;
    if (!laid->motion && !laid->fade)
        return;
    s->moved = drawlist_state_at(s->list, laid, s->painter->now_s);
    s->state = &s->moved;
}

// Blended as its state says: by the GPU, or as a group of its own.
static void paint_blended(struct stage_paint *s, const struct draw_command *c)
{
    struct painter *p = s->painter;
    enum draw_blend blend = s->state->blend;
    bool direct = !p->hooks || p->hooks->direct(p->user, blend);
    p->geometry.blend = direct ? blend : BLEND_OVER;
    if (direct) {
        paint_command(s, c);
        return;
    }
    geometry_flush(&p->geometry);
    p->hooks->group(p->user, s, blend);
    paint_command(s, c);
    geometry_flush(&p->geometry);
    p->hooks->end(p->user);
}

// The index of the DRAW_END of a group that begins at `i`; of the last command when it has none.
static uint32_t end_of(const struct drawlist *l, uint32_t i)
{
    uint32_t depth = 0;
    for (; i < l->command_count; i++) {
        enum draw_op op = (enum draw_op)l->commands[i].op;
        depth += op == DRAW_LAYER || op == DRAW_ONTO;
        if (op == DRAW_END && --depth == 0)
            return i;
    }
    return i - 1;
}

static void end_group(struct painter *p, uint32_t *depth)
{
    if (*depth == 0)
        return;
    --*depth;
    geometry_flush(&p->geometry);
    p->hooks->end(p->user);
    geometry_empty(&p->geometry);
}

// Returns the last command that is done with.
static uint32_t paint_group(struct stage_paint *s, uint32_t i, uint32_t *depth)
{
    struct painter *p = s->painter;
    const struct draw_command *c = &s->list->commands[i];
    if (!p->hooks)
        return i;
    if (c->op == DRAW_END) {
        end_group(p, depth);
        return i;
    }
    geometry_flush(&p->geometry);
    if (!p->hooks->begin(p->user, s, c))
        return end_of(s->list, i);
    geometry_empty(&p->geometry);
    ++*depth;
    return i;
}

// Is a command left out where nobody looks? `onto`: how many groups deep in a picture that is drawn
// on. A group that could not begin is passed over by paint_group, its end included.
static bool left_out(const struct painter *p, enum draw_op op, uint32_t onto)
{
    return p->only_onto && onto == 0 && op != DRAW_ONTO;
}

void painter_paint(struct painter *p, const struct drawlist *list, int width, int height)
{
    struct stage_paint s = {.painter = p, .list = list};
    p->list = list;
    uint32_t state = UINT32_MAX;
    uint32_t depth = 0;
    bool resized = false; // another target: clips are cut anew
    geometry_empty(&p->geometry);
    p->width = width;
    p->height = height;
    for (uint32_t i = 0; i < list->command_count; i++) {
        const struct draw_command *c = &list->commands[i];
        if (left_out(p, (enum draw_op)c->op, depth))
            continue;
        if (c->state != state || resized) {
            set_state(&s, state = c->state);
            set_clip(&s, p->width, p->height);
        }
        resized = c->op == DRAW_LAYER || c->op == DRAW_ONTO || c->op == DRAW_END;
        if (resized)
            i = paint_group(&s, i, &depth);
        else if (s.clip[0] < s.clip[2] && s.clip[1] < s.clip[3] && s.state->opacity > 0)
            paint_blended(&s, c);
    }
    while (depth > 0)
        end_group(p, &depth);
    geometry_flush(&p->geometry);
    geometry_empty(&p->geometry);
    p->list = NULL;
}

void painter_mask(struct painter *p, const struct drawlist *list, const struct draw_layer *layer,
                  enum draw_op op, const struct affine *to_canvas, const int clip[4])
{
    const struct color white = {1, 1, 1, 1};
    struct draw_state state = {.to_canvas = *to_canvas, .opacity = 1};
    struct stage_paint s = {.painter = p, .list = list, .state = &state};
    struct draw_command c = {.op = (uint8_t)op, .color = white};
    const struct drawlist *outer = p->list;
    memcpy(s.clip, clip, sizeof s.clip);
    if (op == DRAW_PATH) {
        c.path.first = layer->first;
        c.path.count = layer->count;
    } else {
        c.image.media = layer->media;
        c.image.at = (struct draw_rect){layer->at[0], layer->at[1], layer->at[2], layer->at[3]};
        c.image.source = (struct draw_rect){0, 0, 1, 1};
    }
    geometry_empty(&p->geometry);
    p->list = list;
    p->geometry.blend = BLEND_OVER;
    if (clip[0] < clip[2] && clip[1] < clip[3])
        paint_command(&s, &c);
    geometry_flush(&p->geometry);
    geometry_empty(&p->geometry);
    p->list = outer;
}
