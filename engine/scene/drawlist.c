// Draw lists: appending with limits, and comparing.
#include "scene/private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static float linear_of(unsigned byte)
{
    double c = byte / 255.0;
    return (float)(c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
}

struct color color_srgb(unsigned rgb, float alpha)
{
    return (struct color){linear_of(rgb >> 16 & 255), linear_of(rgb >> 8 & 255),
                          linear_of(rgb & 255), alpha};
}

struct affine affine_identity(void)
{
    return (struct affine){1, 0, 0, 1, 0, 0};
}

struct affine affine_times(struct affine o, struct affine i)
{
    return (struct affine){o.a * i.a + o.c * i.b,       o.b * i.a + o.d * i.b,
                           o.a * i.c + o.c * i.d,       o.b * i.c + o.d * i.d,
                           o.a * i.e + o.c * i.f + o.e, o.b * i.e + o.d * i.f + o.f};
}

void affine_apply(struct affine m, float x, float y, float *at_x, float *at_y)
{
    *at_x = m.a * x + m.c * y + m.e;
    *at_y = m.b * x + m.d * y + m.f;
}

float affine_sharpness(struct affine m)
{
    int exponent;
    float scale = fmaxf(hypotf(m.a, m.b), hypotf(m.c, m.d));
    float mantissa = frexpf(scale, &exponent);
    return ldexpf(rintf(mantissa * 16384) / 16384, exponent);
}

void drawlist_finish(struct drawlist *l)
{
    free(l->commands);
    free(l->floats);
    free(l->bytes);
    free(l->states);
    free(l->styles);
    free(l->motions);
    free(l->keys);
    free(l->layers);
    free(l->shades);
    free(l->pens);
    free(l->gradients);
    free(l->runs);
    free(l->controls);
    *l = (struct drawlist){0};
}

bool drawlist_grow(void *array, uint32_t *room, uint32_t count, size_t more, uint32_t limit,
                   size_t size)
{
    if (more > limit || count > limit - more)
        return false;
    if (count + more <= *room)
        return true;
    uint32_t want = *room ? *room : 64;
    while (want < count + more)
        want *= 2;
    if (want > limit)
        want = limit;
    void **at = array;
    void *bigger = realloc(*at, want * size);
    if (!bigger)
        return false;
    *at = bigger;
    *room = want;
    return true;
}

bool drawlist_refuse(struct drawlist *l)
{
    l->refused++;
    return false;
}

bool drawlist_finite(const float *values, size_t count)
{
    int32_t worst = 0; // NaN and infinity have the largest exponent there is
    for (size_t i = 0; i < count; i++) {
        int32_t bits;
        memcpy(&bits, values + i, sizeof bits);
        bits &= 0x7fffffff;
        worst = bits > worst ? bits : worst;
    }
    return worst < 0x7f800000;
}

static bool finite_color(struct color c)
{
    float v[4] = {c.r, c.g, c.b, c.a};
    return drawlist_finite(v, 4);
}

void drawlist_begin(struct drawlist *l, float width, float height)
{
    l->command_count = l->float_count = l->byte_count = l->state_count = l->style_count = 0;
    l->layer_count = l->shade_count = l->depth = 0;
    l->pen_count = l->gradient_count = l->run_count = l->control_count = 0;
    l->keeps = false;
    l->motion_count = l->key_count = 0;
    l->refused = 0;
    l->moves_from_s = INFINITY;
    l->moves_until_s = -INFINITY;
    l->background = (struct color){0, 0, 0, 1};
    l->version++;
    drawlist_state(l, &(struct draw_state){.to_canvas = affine_identity(),
                                           .clip = {0, 0, width, height},
                                           .opacity = 1});
}

bool drawlist_state(struct drawlist *l, const struct draw_state *state)
{
    const float values[] = {state->to_canvas.a, state->to_canvas.b, state->to_canvas.c,
                            state->to_canvas.d, state->to_canvas.e, state->to_canvas.f,
                            state->clip[0],     state->clip[1],     state->clip[2],
                            state->clip[3],     state->opacity};
    if (!drawlist_finite(values, sizeof values / sizeof *values) ||
        state->motion > l->motion_count || state->fade > l->motion_count ||
        !drawlist_grow(&l->states, &l->state_room, l->state_count, 1, DRAWLIST_STATES,
                       sizeof *l->states))
        return drawlist_refuse(l);
    l->states[l->state_count++] = *state;
    drawlist_note(l, state->motion);
    drawlist_note(l, state->fade);
    return true;
}

struct draw_command *drawlist_command(struct drawlist *l, enum draw_op op, struct color color)
{
    if (l->state_count == 0 || !finite_color(color) ||
        !drawlist_grow(&l->commands, &l->command_room, l->command_count, 1, DRAWLIST_COMMANDS,
                       sizeof *l->commands))
        return NULL;
    struct draw_command *c = &l->commands[l->command_count];
    memset(c, 0, sizeof *c);
    c->op = (uint8_t)op;
    c->state = (uint16_t)(l->state_count - 1);
    c->color = color;
    return c;
}

bool drawlist_points(struct drawlist *l, struct draw_command *c, const float *values, size_t count)
{
    if (!c || !drawlist_grow(&l->floats, &l->float_room, l->float_count, count, DRAWLIST_FLOATS,
                             sizeof *l->floats))
        return drawlist_refuse(l);
    if (count > 0) // an empty list has no floats yet
        memcpy(l->floats + l->float_count, values, count * sizeof *values);
    c->path.first = l->float_count;
    l->float_count += (uint32_t)count;
    l->command_count++;
    return true;
}

bool drawlist_image(struct drawlist *l, enum draw_op op, media_handle media, struct draw_rect at,
                    struct draw_rect source, struct color tint)
{
    const float values[] = {at.x, at.y, at.w, at.h, source.x, source.y, source.w, source.h};
    struct draw_command *c = drawlist_finite(values, 8) ? drawlist_command(l, op, tint) : NULL;
    if (!c)
        return drawlist_refuse(l);
    c->image.media = media;
    c->image.at = at;
    c->image.source = source;
    l->command_count++;
    return true;
}

float *drawlist_room(struct drawlist *l, size_t floats)
{
    if (drawlist_grow(&l->floats, &l->float_room, l->float_count, floats, DRAWLIST_FLOATS,
                      sizeof *l->floats))
        return l->floats + l->float_count;
    drawlist_refuse(l);
    return NULL;
}

// The command that a sprite may follow, or NULL.
static struct draw_command *before_sprite(struct drawlist *l, media_handle media)
{
    struct draw_command *c = l->command_count ? &l->commands[l->command_count - 1] : NULL;
    bool alike = c && c->op == DRAW_SPRITES && c->sprites.media == media && c->closed &&
                 c->state == l->state_count - 1 &&
                 c->sprites.first + 4 * c->sprites.count == l->float_count;
    return alike ? c : NULL;
}

bool drawlist_sprite(struct drawlist *l, media_handle media, const float v[4])
{
    struct draw_command *c = before_sprite(l, media);
    if (!c) {
        const struct draw_rect whole = {0, 0, 1, 1};
        if (!drawlist_sprites(l, media, whole, v, 1, 4, (struct color){1, 1, 1, 1}))
            return false;
        return l->commands[l->command_count - 1].closed = true; // as it is: more may follow
    }
    if (!((v[0] + v[1] + v[2] + v[3]) * 0 == 0) ||
        !drawlist_grow(&l->floats, &l->float_room, l->float_count, 4, DRAWLIST_FLOATS,
                       sizeof *l->floats))
        return drawlist_refuse(l);
    memcpy(l->floats + l->float_count, v, 4 * sizeof *v);
    l->float_count += 4;
    c->sprites.count++;
    return true;
}

bool drawlist_sprites(struct drawlist *l, media_handle media, struct draw_rect source,
                      const float *values, uint32_t count, uint32_t each, struct color tint)
{
    const float part[4] = {source.x, source.y, source.w, source.h};
    if (count > DRAWLIST_SPRITES || (each != 4 && each != 8) || !drawlist_finite(part, 4) ||
        !drawlist_finite(values, (size_t)count * each))
        return drawlist_refuse(l);
    struct draw_command *c = drawlist_command(l, DRAW_SPRITES, tint);
    size_t floats = (size_t)count * each;
    if (!c || !drawlist_grow(&l->floats, &l->float_room, l->float_count, floats, DRAWLIST_FLOATS,
                             sizeof *l->floats))
        return drawlist_refuse(l);
    if (count > 0 && values != l->floats + l->float_count)
        memcpy(l->floats + l->float_count, values, floats * sizeof *values);
    c->sprites.media = media;
    c->sprites.source = source;
    c->sprites.first = l->float_count;
    c->sprites.count = count;
    c->sprites.each = each;
    l->float_count += (uint32_t)floats;
    l->command_count++;
    return true;
}

bool drawlist_swarm(struct drawlist *l, media_handle swarm, media_handle picture, double since_s,
                    double rest_s, struct color tint)
{
    struct draw_command *c = drawlist_command(l, DRAW_SWARM, tint);
    if (!c)
        return drawlist_refuse(l);
    c->sprites.media = picture;
    c->sprites.swarm = swarm;
    c->sprites.source = (struct draw_rect){0, 0, 1, 1};
    l->command_count++;
    drawlist_moves(l, since_s, rest_s);
    return true;
}

bool drawlist_keep(void *array, uint32_t *room, uint32_t *count, uint32_t limit, const void *item,
                   size_t size, uint32_t *index)
{
    char **items = array;
    uint32_t last = *count, first = last > 16 ? last - 16 : 0;
    for (uint32_t i = last; i > first; i--) {
        if (memcmp(*items + (i - 1) * size, item, size) == 0) {
            *index = i - 1;
            return true;
        }
    }
    if (!drawlist_grow(array, room, last, 1, limit, size))
        return false;
    memcpy(*items + last * size, item, size);
    *index = (*count)++;
    return true;
}

bool drawlist_trail(struct drawlist *l, const float *values, uint32_t count)
{
    if (count > DRAWLIST_FLOATS / DRAW_TRAIL_FLOATS ||
        !drawlist_finite(values, (size_t)count * DRAW_TRAIL_FLOATS))
        return drawlist_refuse(l);
    struct draw_command *c = drawlist_command(l, DRAW_TRAIL, (struct color){1, 1, 1, 1});
    if (c)
        c->path.count = count;
    return drawlist_points(l, c, values, (size_t)count * DRAW_TRAIL_FLOATS);
}

static bool same_bytes(const void *a, const void *b, size_t size)
{
    return size == 0 || memcmp(a, b, size) == 0;
}

bool drawlist_same(const struct drawlist *a, const struct drawlist *b)
{
    return !a->keeps && !b->keeps && a->command_count == b->command_count &&
           a->float_count == b->float_count && a->byte_count == b->byte_count &&
           a->state_count == b->state_count && a->style_count == b->style_count &&
           a->motion_count == b->motion_count && a->key_count == b->key_count &&
           memcmp(&a->background, &b->background, sizeof a->background) == 0 &&
           same_bytes(a->commands, b->commands, a->command_count * sizeof *a->commands) &&
           same_bytes(a->floats, b->floats, a->float_count * sizeof *a->floats) &&
           same_bytes(a->bytes, b->bytes, a->byte_count) &&
           same_bytes(a->states, b->states, a->state_count * sizeof *a->states) &&
           same_bytes(a->styles, b->styles, a->style_count * sizeof *a->styles) &&
           a->layer_count == b->layer_count && a->shade_count == b->shade_count &&
           same_bytes(a->layers, b->layers, a->layer_count * sizeof *a->layers) &&
           same_bytes(a->shades, b->shades, a->shade_count * sizeof *a->shades) &&
           a->pen_count == b->pen_count && a->gradient_count == b->gradient_count &&
           same_bytes(a->pens, b->pens, a->pen_count * sizeof *a->pens) &&
           same_bytes(a->gradients, b->gradients, a->gradient_count * sizeof *a->gradients) &&
           same_bytes(a->motions, b->motions, a->motion_count * sizeof *a->motions) &&
           same_bytes(a->keys, b->keys, a->key_count * sizeof *a->keys) &&
           a->run_count == b->run_count &&
           same_bytes(a->runs, b->runs, a->run_count * sizeof *a->runs);
}
