// Transforms and opacities that move with show time: laid on a list, and worked out.
#include "scene/private.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static void put_keys(struct drawlist *l, struct tween *tween, const struct tween_key *keys)
{
    tween->first = l->key_count;
    if (tween->keys)
        memcpy(l->keys + l->key_count, keys, tween->keys * sizeof *keys);
    l->key_count += tween->keys;
}

static bool finite_affine(struct affine m)
{
    return isfinite(m.a + m.b + m.c + m.d + m.e + m.f);
}

uint32_t drawlist_motion(struct drawlist *l, const struct draw_motion *motion,
                         const struct tween_key *a, const struct tween_key *b)
{
    assert(motion->outer <= l->motion_count);
    uint32_t depth = motion->outer ? l->motions[motion->outer - 1].depth + 1 : 1;
    size_t keys = (size_t)motion->a.keys + motion->b.keys;
    if (depth > DRAWLIST_MOTION_DEPTH || !finite_affine(motion->before) ||
        !tween_valid(&motion->a, a) || !tween_valid(&motion->b, b) ||
        !drawlist_grow(&l->motions, &l->motion_room, l->motion_count, 1, DRAWLIST_MOTIONS,
                       sizeof *l->motions) ||
        !drawlist_grow(&l->keys, &l->key_room, l->key_count, keys, DRAWLIST_KEYS,
                       sizeof *l->keys)) {
        drawlist_refuse(l);
        return 0;
    }
    struct draw_motion *m = &l->motions[l->motion_count];
    memcpy(m, motion, sizeof *m);
    m->depth = depth;
    m->zero = 0;
    put_keys(l, &m->a, a);
    put_keys(l, &m->b, b);
    return ++l->motion_count;
}

void drawlist_moves(struct drawlist *l, double from_s, double until_s)
{
    if (!(until_s > from_s))
        return;
    l->moves_from_s = fmin(l->moves_from_s, from_s);
    l->moves_until_s = fmax(l->moves_until_s, until_s);
}

static const struct tween_key *keys_of(const struct drawlist *l, const struct tween *t)
{
    return t->keys ? l->keys + t->first : NULL;
}

void drawlist_note(struct drawlist *l, uint32_t motion)
{
    for (; motion; motion = l->motions[motion - 1].outer) {
        const struct draw_motion *m = &l->motions[motion - 1];
        drawlist_moves(l, m->a.since_s, tween_rest_s(&m->a, keys_of(l, &m->a)));
        drawlist_moves(l, m->b.since_s, tween_rest_s(&m->b, keys_of(l, &m->b)));
    }
}

static struct affine moved(const struct draw_motion *m, double a, double b)
{
    switch ((enum motion_kind)m->kind) {
    case MOTION_MOVE:
        return (struct affine){1, 0, 0, 1, (float)a, (float)b};
    case MOTION_TURN:
        return (struct affine){(float)cos(a), (float)sin(a), (float)-sin(a), (float)cos(a), 0, 0};
    case MOTION_SIZE:
        return (struct affine){(float)a, 0, 0, (float)b, 0, 0};
    default:
        return affine_identity();
    }
}

struct draw_state drawlist_state_at(const struct drawlist *l, const struct draw_state *state,
                                    double now_s)
{
    struct draw_state at = *state;
    at.motion = at.fade = 0;
    for (uint32_t i = state->motion; i; i = l->motions[i - 1].outer) {
        const struct draw_motion *m = &l->motions[i - 1];
        struct affine inner = moved(m, tween_at(&m->a, keys_of(l, &m->a), now_s),
                                    tween_at(&m->b, keys_of(l, &m->b), now_s));
        at.to_canvas = affine_times(m->before, affine_times(inner, at.to_canvas));
    }
    for (uint32_t i = state->fade; i; i = l->motions[i - 1].outer) {
        const struct tween *t = &l->motions[i - 1].a;
        at.opacity *= (float)fmin(fmax(tween_at(t, keys_of(l, t), now_s), 0), 1);
    }
    return at;
}
